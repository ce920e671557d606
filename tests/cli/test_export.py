"""What is exported and replayed elsewhere answers every question the same."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cli.command import SEED, Command, Result
from tests.generators import History, histories
from tests.material import START, TIMELINES
from timeline.clocks import AsOf
from timeline.exporters import FORMATS
from timeline.importers import Files, Replayer
from timeline.service import Asked, Page, Timeline, Told

_OURS = {"claim", "because", "position", "id"}
"""Ids and positions, which belong to one ledger."""


def answers(timeline: Timeline, slug: str, as_of: AsOf) -> list[object]:
    """Return the entries and claims of a timeline, without ids and positions."""
    asked = Asked(as_of=as_of, limit=500)
    pages: list[Page[Any]] = [timeline.incidents(slug, asked), timeline.claims(slug, asked)]
    return [_without_ids(json.loads(doc)) for page in pages for doc in page.docs]


def _without_ids(value: object) -> object:
    match value:
        case dict():
            return {name: _without_ids(item) for name, item in value.items() if name not in _OURS}
        case list():
            return [_without_ids(item) for item in value]
        case _:
            return value


def replayed(lines: list[bytes], file: Path) -> Timeline:
    """Return a ledger into which exported lines were replayed."""
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    timeline = Timeline.in_memory()
    refused: list[str] = []
    Replayer(timeline, refused=lambda _line, error: refused.append(error.detail)).replay(Files([str(file)]))
    assert refused == []
    return timeline


def test_the_seeds_answer_the_same_at_200_points(seeded: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert seeded("export", SEED, "--format", "native", "-o", out).code == 0
    copy = Command(tmp_path / "copy.db")
    assert copy("import", "--replay-recorded", out).code == 0
    pick = random.Random(7)  # noqa: S311 - the same points every time
    first, last = 1_727_740_800_000_000, 1_756_684_800_000_000  # October 2024 to September 2025
    urls = [f"sqlite:///{command.database}" for command in (seeded, copy)]
    with Timeline(urls[0]) as ours, Timeline(urls[1]) as theirs:
        for _ in range(200):
            as_of = AsOf(known_on=pick.randint(first, last), recorded_by=pick.randint(first, last))
            assert answers(ours, SEED, as_of) == answers(theirs, SEED, as_of)


@settings(max_examples=25)
@given(histories(), st.randoms(use_true_random=False))
def test_any_history_answers_the_same(
    tmp_path_factory: pytest.TempPathFactory, history: History, pick: random.Random
) -> None:
    moments = iter(history.clock)
    now = [0]
    with Timeline.in_memory(clock=lambda: now[0]) as ours:
        for transaction in history.transactions:
            now[0] = next(moments)
            ours.import_batch([Told(command, "desk") for command in transaction], stop=False)
        ours.catch_up()
        for slug in TIMELINES:
            lines = list(FORMATS["native"].lines(ours.committed(slug)))
            with replayed(lines, tmp_path_factory.mktemp("export") / "out.jsonl") as theirs:
                for _ in range(200 // len(TIMELINES)):
                    known_on, recorded_by = (START + pick.randint(-40, 60) * 3_600_000_000 for _ in range(2))
                    as_of = AsOf(known_on=known_on, recorded_by=recorded_by)
                    assert answers(ours, slug, as_of) == answers(theirs, slug, as_of)


def test_the_standard_output_and_a_file_get_the_same(seeded: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    seeded("export", SEED, "--format", "native", "-o", out)
    assert seeded("export", SEED, "--format", "native").out == out.read_text("utf-8")


def test_a_file_that_cannot_be_written_leaves_the_old_one(seeded: Command, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    result = seeded("export", SEED, "--format", "native", "-o", tmp_path / "taken")
    assert result.code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert _code(seeded("export", SEED, "--format", "native", "-o", tmp_path / "nowhere" / "out")) == 1


@pytest.mark.parametrize(("arguments", "code"), [(["nothing", "--format", "native"], 1), ([SEED, "--format", "x"], 2)])
def test_what_cannot_be_exported_is_refused(seeded: Command, arguments: list[str], code: int) -> None:
    assert _code(seeded("export", *arguments)) == code


def _code(result: Result) -> int:
    assert result.out == ""
    return result.code
