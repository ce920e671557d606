"""`timeline seal`: what opens is on the disk before anything is sealed, and is imported when it may be told."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, INCIDENT, SOURCE, TIMELINE, a_claim, a_report

DEAD = 9
DYING = f"""
import os
from timeline.cli import main
from timeline.importers import sealed
sealed.record = lambda *_: os._exit({DEAD})
main()
"""
WITNESS: dict[str, Any] = {"source": {"slug": "witness", "name": "Somebody in danger", "kind": "person"}}


def seal(timeline: Command, folder: Path, *lines: dict[str, Any], name: str = "openings.jsonl") -> tuple[Path, Any]:
    """Seal what lines tell; return where the openings are, and what was said."""
    return folder / name, timeline("seal", "war", written(folder / "told.jsonl", lines), "--output", folder / name)


@pytest.fixture
def ground(timeline: Command, tmp_path: Path) -> Command:
    """Return the command on a ledger on which reports can be told."""
    assert timeline("import", written(tmp_path / "ground.jsonl", GROUND)).code == 0
    return timeline


def shown(timeline: Command, file: Path) -> list[dict[str, Any]]:
    """Return the opened reports of a timeline, as it is exported."""
    assert timeline("export", "war", "--format", "native", "-o", file).code == 0
    told = map(json.loads, file.read_text().splitlines())
    return [line["opened_report"]["report"] for line in told if "opened_report" in line]


def test_what_was_sealed_is_opened_by_importing_it(ground: Command, tmp_path: Path) -> None:
    openings, result = seal(ground, tmp_path, a_report("r1"), a_report("r2", title="Zwei"))
    assert (result.code, "2 reports sealed on war (position 7)" in result.out) == (0, True)
    assert stat.S_IMODE(openings.stat().st_mode) == 0o600
    assert ground("show", "war", "--json").json["items"] == []

    result = ground("import", "--json", openings)
    assert (result.code, result.json["recorded"]) == (0, 2)
    assert ground("show", "war", "--json").json["items"][0]["reports"] == 2
    assert [report["key"] for report in shown(ground, tmp_path / "out.jsonl")] == ["r1", "r2"]
    assert ground("import", "--json", openings).json["already_known"] == 2
    assert ground("verify").code == 0


def test_a_source_in_danger_is_named_only_when_its_report_is_opened(ground: Command, tmp_path: Path) -> None:
    openings, result = seal(ground, tmp_path, WITNESS, a_report(claims=[a_claim(chain=["gazette", "witness"])]))
    assert result.code == 0
    files = b"".join(file.read_bytes() for file in tmp_path.glob("ledger.db*"))
    assert (b"witness" in files, b"in danger" in files) == (False, False)
    assert ground("import", "--json", openings).json["recorded"] == 1
    [entry] = ground("show", "war", "--json").json["items"]
    assert entry["asserted_by"] == ["witness"]


def test_a_report_of_tomorrow_can_be_sealed_today(ground: Command, tmp_path: Path) -> None:
    openings, result = seal(ground, tmp_path, a_report(published="2999-01-01"))
    assert result.code == 0
    assert "2999-01-01" in ground("import", openings).err


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([a_report(source="nobody")], "told.jsonl:1: source: 'nobody' is not known"),
        ([a_report(), a_report()], "told.jsonl:2: it is recorded already"),
        ([a_report("known")], "told.jsonl:1: it is recorded already"),
        ([a_report(timeline="peace")], "told.jsonl:1: timeline: it is 'peace'"),
        ([{"report": {}}], "told.jsonl:1: "),
        ([SOURCE], "holds no report"),
        ([], "Nothing was sealed"),
    ],
)
def test_what_could_not_be_recorded_is_not_sealed(
    ground: Command, tmp_path: Path, lines: list[dict[str, Any]], said: str
) -> None:
    ground("import", written(tmp_path / "known.jsonl", [a_report("known")]))
    before = ground.facts()
    openings, result = seal(ground, tmp_path, *lines)
    assert result.code == 1
    assert said in result.out + result.err
    assert (openings.exists(), ground.facts()) == (False, before)


def test_openings_are_never_written_over(ground: Command, tmp_path: Path) -> None:
    openings, _ = seal(ground, tmp_path, a_report())
    before, kept = ground.facts(), openings.read_bytes()
    _, result = seal(ground, tmp_path, a_report("r2"))
    assert (result.code, "File exists" in result.err) == (1, True)
    assert (openings.read_bytes(), ground.facts()) == (kept, before)


def test_openings_are_on_the_disk_before_anything_is_sealed(ground: Command, tmp_path: Path) -> None:
    """A crash in between leaves openings of nothing, never a seal that nobody can open."""
    before = ground.facts()
    openings = tmp_path / "openings.jsonl"
    told = written(tmp_path / "told.jsonl", [a_report()])
    assert ground.run("seal", "war", told, "--output", openings, code=DYING).code == DEAD
    assert ground.facts() == before
    result = ground("import", openings)
    assert (result.code, "not what was sealed on timeline 'war'" in result.err) == (1, True)


def test_an_opening_is_changed_in_nothing(ground: Command, tmp_path: Path) -> None:
    openings, _ = seal(ground, tmp_path, a_report())
    openings.write_bytes(openings.read_bytes().replace(b"They have fought", b"They have not fought"))
    assert ground("import", openings).code == 1
    assert ground("show", "war", "--json").json["items"] == []


def test_what_else_a_file_says_waits_with_its_reports(timeline: Command, tmp_path: Path) -> None:
    timeline("import", written(tmp_path / "ground.jsonl", [TIMELINE]))
    openings, result = seal(timeline, tmp_path, SOURCE, INCIDENT, a_report())
    assert (result.code, timeline("export", "war", "--format", "native").out.count("\n")) == (0, 2)
    assert [next(iter(json.loads(line))) for line in openings.read_text().splitlines()] == [
        *["source", "incident", "opened_report"]
    ]
