"""`timeline erase`: it tells what would go, asks, and says what is left to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, a_report

BASIS = ("--basis", "GDPR Art. 17, request of 2026-11-02")


@pytest.fixture
def loaded(timeline: Command, tmp_path: Path) -> Command:
    """Return the command on a ledger with one report."""
    assert timeline("import", written(tmp_path / "some.jsonl", [*GROUND, a_report("secret-key")])).code == 0
    return timeline


def test_a_dry_run_tells_what_would_go_and_changes_nothing(loaded: Command) -> None:
    before = loaded.facts()
    result = loaded("erase", "--report", "secret-key", *BASIS, "--dry-run")

    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Facts that lose wording: 2\n  clash-reported.1: 1\n  report-recorded.1: 1\n")
    assert loaded.facts() == before


def test_without_a_terminal_nobody_can_be_asked(loaded: Command) -> None:
    result = loaded("erase", "--report", "secret-key", *BASIS)

    assert (result.code, result.err) == (1, "error: --yes: there is nobody to ask; it cannot be undone\n")


def test_what_was_erased_is_in_no_file(loaded: Command) -> None:
    result = loaded("erase", "--report", "secret-key", *BASIS, "--yes")

    assert (result.code, result.err) == (0, "")
    assert "Erased, at position " in result.out
    files = [file for file in loaded.database.parent.iterdir() if file.name.startswith("ledger")]
    assert [file.name for file in files if b"secret-key" in file.read_bytes()] == []
    assert "secret-key" not in loaded("export", "war", "--format", "native").out
    assert loaded("erase", "war", "--incident", "clash", *BASIS, "--yes").code == 0
    assert loaded("rebuild", "--verify").code == 0
    assert loaded("verify").code == 0


def test_only_the_fields_that_are_named_go(loaded: Command) -> None:
    loaded("erase", "--report", "secret-key", "--fields", "statement, quote", *BASIS, "--yes")

    exported = loaded("export", "war", "--format", "native").out
    assert ("[erased]" in exported, "They have fought" in exported, "secret-key" in exported) == (True, False, True)


def test_finishing_what_is_finished_is_no_fault(loaded: Command) -> None:
    assert loaded("erase", "--finish").code == 0


def test_an_erasure_says_why(loaded: Command) -> None:
    assert loaded("erase", "--report", "secret-key").code == 2


@pytest.mark.parametrize("question", ["timelines", "show war", "history war {slug}", "diff war 2023-01-01 2025-01-01"])
def test_what_shows_instead_says_when_it_was_erased_and_why(loaded: Command, question: str) -> None:
    for erased in ("war", "war --incident clash", "--report secret-key"):
        assert loaded("erase", *erased.split(), *BASIS, "--yes").code == 0

    slug = loaded("show", "war", "--json").json["items"][0]["incident"]
    told = loaded(*question.format(slug=slug).split()).out
    assert ("(erased on" in told, "GDPR" in told) == (True, True)
