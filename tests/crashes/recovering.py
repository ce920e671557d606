"""What must be so after any crash, as whoever opens the ledger next finds it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from tests.builders import TIMELINE
from tests.crashes.material import statements
from timeline.facts import ClaimMade, ReportRecorded
from timeline.service import Timeline


def must_have_recovered(url: str, acknowledged: Mapping[str, int], key: Path | None = None) -> dict[str, int]:
    """Open the ledger, see that nothing is lost or halved, and return the reports that it holds.

    *acknowledged* names reports, and the position that each was recorded at; *key* is what the log is signed with.
    """
    with Timeline(url, key=key) as timeline:
        timeline.catch_up()
        held = _held(timeline)
        assert {key: held.get(key) for key in acknowledged} == acknowledged
        assert timeline.lag()[0] == timeline.newest()
        assert timeline.compare().different == 0
        if key is not None:
            assert timeline.seal() == timeline.newest()
            assert timeline.verify().findings == []
    return held


def must_be_sound(file: Path) -> None:
    """Let SQLite look for itself whether a file is sound."""
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _held(timeline: Timeline) -> dict[str, int]:
    """Return the reports that the ledger holds, each with its commit's position; each must be whole."""
    keys: dict[int, str] = {}
    said: dict[int, list[str]] = defaultdict(list)
    recorded: dict[int, int] = {}
    ends: dict[int, int] = {}
    last = 0
    for committed in timeline.committed(TIMELINE):
        last = ends[committed.recorded] = committed.position
        match committed.fact:
            case ReportRecorded(key=key):
                keys[committed.number], recorded[committed.number] = key, committed.recorded
            case ClaimMade(claim=claim):
                said[committed.number].append(claim.statement)
                assert committed.recorded == recorded[committed.number]
            case _:
                pass
    assert {keys[number]: said[number] for number in keys} == {key: statements(key) for key in keys.values()}
    assert last in (0, timeline.newest())
    return {key: ends[recorded[number]] for number, key in keys.items()}
