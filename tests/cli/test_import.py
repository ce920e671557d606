"""Files are imported whole, in batches, again without effect, and on from where they were interrupted."""

from __future__ import annotations

import json
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.command import Command, Result, written
from tests.cli.material import GROUND, a_report, reports, spread, timed
from tests.patience import PATIENCE
from timeline.errors import LedgerError
from timeline.service import Timeline

Counted = dict[str, int]
MANY = 6_000
"""Reports that take a few seconds."""


def counts(result: Result) -> Counted:
    """Return what `import --json` counted, but for the position."""
    return {name: number for name, number in result.json.items() if name != "position"}


def test_an_import_counts_its_reports_and_ends_when_the_views_have_caught_up(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "some.jsonl", [*GROUND, *reports(3)])
    result = timeline("import", "--json", file)
    assert result.code == 0
    assert result.json == {"recorded": 3, "already_known": 0, "rejected": 0, "position": timeline.facts()}
    assert timeline("show", "war", "--json").json["items"][0]["reports"] == 3


def test_importing_again_changes_nothing(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "some.jsonl", [*GROUND, *reports(3)])
    timeline("import", file)
    before = timeline.facts()
    assert counts(timeline("import", "--json", file)) == {"recorded": 0, "already_known": 3, "rejected": 0}
    assert timeline.facts() == before


def test_blank_lines_line_ends_of_windows_a_mark_at_the_start_and_no_end_are_fine(
    timeline: Command, tmp_path: Path
) -> None:
    file = tmp_path / "windows.jsonl"
    texts = [json.dumps(line) for line in [*GROUND, a_report()]]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n  \r\n".join(texts).encode())
    assert counts(timeline("import", "--json", file)) == {"recorded": 1, "already_known": 0, "rejected": 0}


def test_the_standard_input_is_imported_too(timeline: Command) -> None:
    given = b"".join(json.dumps(line).encode() + b"\n" for line in [*GROUND, a_report(), {"x": {}}])
    result = timeline("import", "-", given=given)
    assert result.err.startswith("stdin:5: ")
    assert timeline("show", "war", "--json").json["items"][0]["reports"] == 1


def test_by_default_the_import_stops_at_the_first_bad_line_and_keeps_what_came_before(
    timeline: Command, tmp_path: Path
) -> None:
    file = written(tmp_path / "some.jsonl", [*GROUND, a_report("r1"), a_report("r2", source="x"), a_report("r3")])
    result = timeline("import", "--json", file)
    assert result.code == 1
    assert counts(result) == {"recorded": 1, "already_known": 0, "rejected": 1}
    assert not file.with_name("some.jsonl.rejected.jsonl").exists()


def test_with_skip_the_refused_lines_are_written_down_and_can_be_mended(timeline: Command, tmp_path: Path) -> None:
    bad = a_report("r2", source="x")
    file = written(tmp_path / "some.jsonl", [*GROUND, a_report("r1"), b"{", bad, a_report("r3")])
    result = timeline("import", "--on-error", "skip", "--json", file)
    rejected = [json.loads(line) for line in Path(f"{file}.rejected.jsonl").read_bytes().splitlines()]
    mended = rejected[1]["line"].replace('"source": "x"', '"source": "gazette"').encode()

    assert result.code == 1
    assert counts(result) == {"recorded": 2, "already_known": 0, "rejected": 2}
    assert [line["place"] for line in rejected] == [f"{file}:5", f"{file}:6"]
    assert rejected[0]["line"] == "{"
    assert rejected[1]["errors"][0]["pointer"] == "/source"
    assert counts(timeline("import", "--json", "-", given=mended)) == {"recorded": 1, "already_known": 0, "rejected": 0}


def test_with_skip_and_nothing_refused_there_is_no_rejected_file(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "some.jsonl", [*GROUND, a_report()])
    assert timeline("import", "--on-error", "skip", file).code == 0
    assert [path.name for path in tmp_path.glob("*.rejected.jsonl")] == []


def test_a_dry_run_counts_alike_checks_everything_and_records_nothing(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "some.jsonl", [*GROUND, *reports(2), b"{", a_report("r9", source="x")])
    dry = timeline("import", "--dry-run", "--json", file)
    assert dry.code == 1
    assert [f"{file}:6: " in dry.err, f"{file}:7: " in dry.err] == [True, True]
    assert timeline.facts() == 0
    assert counts(dry) == counts(timeline("import", "--on-error", "skip", "--json", file))


def test_only_the_first_refusals_are_told_one_by_one(timeline: Command, tmp_path: Path) -> None:
    result = timeline("import", "--dry-run", written(tmp_path / "bad.jsonl", [b"{"] * 1_500))
    assert result.err.count("no JSON") == 20
    assert "… and 1,480 more lines" in result.err


def test_who_says_it_is_the_line_else_the_option(timeline: Command, tmp_path: Path) -> None:
    timeline(
        "import", "--by", "desk", written(tmp_path / "some.jsonl", [*GROUND, a_report(), a_report("r2", by="ann")])
    )
    lines = [json.loads(line) for line in timeline("export", "war", "--format", "native").out.splitlines()]
    assert [line["report"]["by"] for line in lines if "report" in line] == ["desk", "ann"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["nothing.jsonl"], "No such file"), (["."], "no format"), (["notes.txt"], "--format native or yaml")],
)
def test_a_file_that_cannot_be_read_is_named(timeline: Command, arguments: list[str], said: str) -> None:
    result = timeline("import", *arguments)
    assert (result.code, said in result.err) == (1, True)


def test_yaml_is_imported_list_by_list_whatever_stands_first(timeline: Command, tmp_path: Path) -> None:
    lists = {
        "reports": [a_report()["report"]],
        **{f"{name}s": [inner] for line in GROUND for name, inner in line.items()},
    }
    file = tmp_path / "some.yml"
    file.write_text(json.dumps(lists))  # JSON is YAML
    assert timeline("import", "--json", file).json["recorded"] == 1


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_import_is_completed_by_running_it_again(
    timeline: Command, tmp_path: Path, stop: signal.Signals
) -> None:
    file = written(tmp_path / "many.jsonl", spread(MANY))
    with timeline.started("import", file) as process:
        _wait_for_facts(timeline, 2_000)
        process.send_signal(stop)
        _, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == (130 if stop is signal.SIGINT else -signal.SIGKILL)
    assert ("Run the same command again" in err) == (stop is signal.SIGINT)
    again = counts(timeline("import", "--json", file))
    assert again["recorded"] + again["already_known"] == MANY
    assert again["already_known"] > 0
    assert again["recorded"] > 0
    shown = timeline("show", "war", "--json").json["items"]
    assert sum(item["reports"] for item in shown) == MANY


def test_an_interrupted_replay_is_completed_by_running_it_again(timeline: Command, tmp_path: Path) -> None:
    several = written(tmp_path / "many.jsonl", timed(spread(1_000)))
    with timeline.started("import", "--replay-recorded", several) as process:
        _wait_for_facts(timeline, 200)
        process.kill()

    again = counts(timeline("import", "--replay-recorded", "--json", several))
    assert again["recorded"] + again["already_known"] == 1_000
    assert again["already_known"] > 0
    assert again["recorded"] > 0
    assert timeline("rebuild", "--verify").code == 0


def _wait_for_facts(timeline: Command, number: int) -> None:
    """Wait until another process has recorded so many facts."""
    deadline = time.monotonic() + PATIENCE
    while not timeline.database.exists() or _newest(timeline) < number:
        assert time.monotonic() < deadline


def _newest(timeline: Command) -> int:
    with suppress(LedgerError), Timeline(f"sqlite:///{timeline.database}") as ledger:
        return ledger.lag()[1]
    return 0
