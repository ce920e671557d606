"""A replay keeps recorded times; it is checked whole before the first commit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import SEED, SEEDS, Command, written
from tests.cli.material import GROUND, a_report, reports, timed

GOOD = timed([*GROUND, *reports(2)])


def _with(line: int, **fields: object) -> list[dict[str, Any]]:
    changed = [{name: dict(inner) for name, inner in one.items()} for one in GOOD]
    for inner in changed[line].values():
        inner.update(fields)
    return changed


def test_a_replay_keeps_the_times_and_is_marked_for_good(timeline: Command, tmp_path: Path) -> None:
    assert timeline("import", "--replay-recorded", written(tmp_path / "good.jsonl", GOOD)).code == 0
    as_of = timeline("show", "war", "--json").json["as_of"]
    assert (as_of["recorded_by"], as_of["clock"]) == ("2024-11-01T00:00:04Z", "replayed")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([*GOOD, a_report("late")], ":6: recorded: required"),
        (_with(4, recorded="2024-10-31T23:59:59Z"), ":5: recorded: '2024-10-31T23:59:59Z' is before"),
        (_with(4, recorded="2999-01-01T00:00:00Z"), ":5: recorded: '2999-01-01T00:00:00Z' is in the future"),
        (_with(4, recorded="2024-11-02"), ":5: recorded: "),
        (_with(4, source="herald"), ":5: source: 'herald' is not known"),
        (_with(4, key="r0", title="Another"), ":5: title: report 'r0' is recorded already"),
    ],
)
def test_nothing_is_recorded_where_any_line_of_a_replay_is_bad(
    timeline: Command, tmp_path: Path, lines: list[dict[str, Any]], said: str
) -> None:
    file = written(tmp_path / "bad.jsonl", lines)
    result = timeline("import", "--replay-recorded", file)
    assert result.code == 1
    assert f"{file}{said}" in result.err
    assert "Nothing was recorded." in result.out
    assert timeline.facts() == 0


def test_equal_neighbours_are_one_transaction(timeline: Command, tmp_path: Path) -> None:
    lines = timed([*GROUND, *reports(2)], second=0)
    timeline("import", "--replay-recorded", written(tmp_path / "at-once.jsonl", lines))
    [entry] = timeline("show", "war", "--recorded-by", "2024-11-01T00:00:00Z", "--json").json["items"]
    assert entry["reports"] == 2
    assert timeline("show", "war", "--recorded-by", "2024-10-31", "--json").json["items"] == []


def test_a_replay_into_a_live_ledger_is_refused(timeline: Command, tmp_path: Path) -> None:
    timeline("import", written(tmp_path / "live.jsonl", GROUND))
    before = timeline.facts()
    result = timeline("import", "--replay-recorded", written(tmp_path / "good.jsonl", GOOD))
    assert (result.code, "recorded live" in result.err) == (1, True)
    assert timeline.facts() == before


def test_a_replay_again_passes_over_what_is_known(timeline: Command, tmp_path: Path) -> None:
    timeline("import", "--replay-recorded", written(tmp_path / "part.jsonl", GOOD[:4]))
    result = timeline("import", "--replay-recorded", "--json", written(tmp_path / "good.jsonl", GOOD))
    assert (result.json["recorded"], result.json["already_known"]) == (1, 1)


def test_a_dry_replay_records_nothing(timeline: Command) -> None:
    result = timeline("import", "--replay-recorded", "--dry-run", "--json", *SEEDS)
    assert (result.code, result.json["recorded"], timeline.facts()) == (0, 52, 0)


def test_yaml_files_are_sorted_together_whatever_their_order(timeline: Command, seeded: Command) -> None:
    files = SEEDS[1:] + SEEDS[:1]
    assert timeline("import", "--replay-recorded", *files).code == 0
    show = ("show", SEED, "--recorded-by", "2024-11-01", "--json")
    ours, theirs = timeline(*show).json, seeded(*show).json
    assert [(item["incident"], item["status"]) for item in ours["items"]] == [
        (item["incident"], item["status"]) for item in theirs["items"]
    ]


def test_a_replay_from_the_standard_input_is_read_twice(timeline: Command, tmp_path: Path) -> None:
    given = written(tmp_path / "good.jsonl", GOOD).read_bytes()
    assert timeline("import", "--replay-recorded", "--json", "-", given=given).json["recorded"] == 2


def test_a_replay_is_taken_whole_or_not_at_all(timeline: Command) -> None:
    assert timeline("import", "--replay-recorded", "--on-error", "skip", *SEEDS).code == 2
