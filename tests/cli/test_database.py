"""A database that cannot be used is named in one line, and stays as it was."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, reports

FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from timeline.cli import main; main()
"""
"""Lets no file grow beyond a size, as a full disk would."""


@pytest.mark.parametrize("kind", ["text", "sqlite", "folder"])
def test_a_database_that_is_not_ours_is_refused_and_untouched(timeline: Command, kind: str) -> None:
    if kind == "folder":
        timeline.database.mkdir()
    elif kind == "text":
        timeline.database.write_text("My notes, in a few words. " * 100)
    else:
        with sqlite3.connect(timeline.database) as other:
            other.execute("CREATE TABLE notes (text)")
        other.close()
    before = b"" if kind == "folder" else timeline.database.read_bytes()

    result = timeline("timelines")

    assert result.code == 1
    assert result.err.startswith("error: ")
    assert result.err.count("\n") == 1
    assert kind == "folder" or timeline.database.read_bytes() == before


def test_a_read_only_database_can_be_read_and_refuses_writes(timeline: Command, tmp_path: Path) -> None:
    timeline("import", written(tmp_path / "some.jsonl", [*GROUND, *reports(2)]))
    more = written(tmp_path / "more.jsonl", reports(3))
    read_only = f"file:{timeline.database}"
    timeline.database.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        result = timeline.run("import", more, code=_as_nobody())
    finally:
        tmp_path.chmod(0o755)
        timeline.database.chmod(0o644)

    assert (result.code, "Traceback" in result.err, result.err.count("\n")) == (1, False, 1), read_only
    assert timeline("show", "war", "--json").json["items"][0]["reports"] == 2


def _as_nobody() -> str:
    """Return code that runs a command as one whom modes bind: root is above them."""
    drop = "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n" if os.geteuid() == 0 else ""
    return f"from timeline.cli import main\n{drop}main()"


def test_a_full_disk_stops_the_import_and_keeps_what_was_committed(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "many.jsonl", [*GROUND, *reports(10_000)])

    result = timeline.run("import", file, code=FULL.format(size=3_000_000))

    assert (result.code, "Traceback" in result.err) == (1, False)
    assert "error: " in result.err
    kept = timeline("import", "--json", file).json
    assert kept["already_known"] + kept["recorded"] == 10_000
    assert timeline("rebuild", "--verify").code == 0


@pytest.mark.parametrize("url", ["postgres://x", "sqlite://", "sqlite:///:memory:", "timeline.db"])
def test_an_address_that_is_none_is_refused_with_what_is_allowed(timeline: Command, url: str) -> None:
    result = timeline("--database", url, "timelines")
    assert result.code == 1
    assert result.err.startswith("error: --database: ")
    assert "allowed: sqlite:///path/to/file.db" in result.err


def test_a_folder_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    result = Command(tmp_path / "nowhere" / "ledger.db")("timelines")
    assert (result.code, result.err.count("\n")) == (1, 1)
