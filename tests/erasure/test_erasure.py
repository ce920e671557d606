"""What was erased is found nowhere, and all that is no wording stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from tests.erasure.canaries import SLUG, erasures, heard_in, heard_in_files, history, sing
from timeline.exporters import FORMATS
from timeline.importers.files import Files
from timeline.importers.replaying import Replayer
from timeline.service import Asked, Timeline

MANY = Asked(limit=500)


def statuses(timeline: Timeline) -> list[tuple[object, ...]]:
    """Return what is no wording, at every position and around every day."""
    found = []
    days = (None, "2024-10-27", "2024-10-28", "2024-10-29", "2024-10-30", "2024-11-01")
    for position in range(1, len(history()) * 3):
        if position > timeline.newest():
            break
        for day in days:
            asked = Asked(as_of=timeline.as_of(day, at_position=position), limit=500)
            for entry in timeline.incidents("war", asked):
                figures = sorted((figure.measure, figure.best) for figure in entry.figures)
                voices = len(entry.asserted_by), len(entry.denied_by), len(entry.admitted_by), entry.independent_voices
                said = entry.status, entry.status_basis, entry.reports, voices, figures, entry.first_published
                found.append((position, day, *said, entry.because, entry.signed_off is not None))
    return sorted(found, key=repr)


def answers(timeline: Timeline, moments: Sequence[str]) -> list[object]:
    """Return what a timeline tells at some moments, but for ids and positions."""
    found: list[object] = []
    for day in ("2024-10-28", "2024-10-30", "2024-11-01", None):
        for moment in moments:
            asked = Asked(as_of=timeline.as_of(day, moment), limit=500)
            pages = timeline.incidents("war", asked), timeline.claims("war", asked), timeline.reports("war", asked)
            found += [[without_places(item) for item in msgspec.to_builtins(list(page))] for page in pages]
    return found


def without_places(told: object) -> object:
    """Return something told without positions and ids, which another ledger has otherwise."""
    match told:
        case dict():
            return {
                k: without_places(v)
                for k, v in told.items()
                if k not in ("position", "claim", "claims", "id", "because")
            }
        case list():
            return [without_places(item) for item in told]
        case _:
            return told


def replayed(exported: bytes, folder: Path, moments: Sequence[str]) -> list[object]:
    """Return what a ledger answers into which lines were replayed."""
    file = folder / "exported.jsonl"
    file.write_bytes(exported)
    with Timeline.in_memory() as other:
        counts = Replayer(other).replay(Files([str(file)]))
        assert counts.rejected == 0
        return answers(other, moments)


def test_what_was_erased_is_in_no_file_and_in_no_answer(tmp_path: Path) -> None:
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline:
        sing(timeline)
        assert set(heard_in_files(tmp_path)) & {"ledger.db", "ledger.db-wal"}
        before, newest = statuses(timeline), timeline.newest()

        for command in erasures():
            assert timeline.erase(command).left == []

        assert heard_in_files(tmp_path) == {}
        exported = b"\n".join(FORMATS["native"].lines(timeline.committed("war")))
        assert heard_in(exported) == []
        moments = [change.recorded for change in timeline.changes("war", MANY)][:-1]  # an author's is no timeline's
        assert replayed(exported, tmp_path, moments) == answers(timeline, moments)
        after = [row for row in statuses(timeline) if isinstance(row[0], int) and row[0] <= newest]
        assert after == [row for row in before if isinstance(row[0], int) and row[0] <= newest]
        assert timeline.compare().different == 0
        told = b"".join(
            msgspec.json.encode(list(page))
            for page in (
                timeline.timelines(MANY),
                timeline.sources(MANY),
                timeline.incidents("war", MANY),
                timeline.reports("war", MANY),
                timeline.claims("war", MANY),
                timeline.changes("war", MANY),
            )
        )
        assert heard_in(told) == []
        assert SLUG not in told.decode()
