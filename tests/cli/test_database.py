"""A database that cannot be used is named in one line, and stays as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, reports, spread

FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from timeline.cli import main; main()
"""
"""Lets no file grow beyond a size, as a full disk would."""

AS_NOBODY = """
import os, sys
from timeline.cli import main
asked, sys.argv = sys.argv, ["timeline", "--database", "sqlite:///:memory:", "import", "--dry-run", sys.argv[-1]]
try:
    main()  # loads everything, as long as it can be read
except SystemExit:
    sys.stdout.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
if os.geteuid() == 0:  # root is above the modes of files
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
sys.argv = asked
main()
"""
"""Runs a command as one whom modes bind."""


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


@pytest.mark.parametrize("folder", [0o777, 0o555])
def test_a_read_only_database_refuses_writes(tmp_path: Path, folder: int) -> None:
    with TemporaryDirectory() as name:  # unlike tmp_path open to anybody
        timeline = Command(Path(name, "ledger.db"))
        timeline("import", written(tmp_path / "some.jsonl", [*GROUND, *reports(2)]))
        before = timeline.database.read_bytes()
        more = written(Path(name, "more.jsonl"), reports(3))
        timeline.database.chmod(0o444)
        Path(name).chmod(folder)

        result = timeline.run("import", more, code=AS_NOBODY)

        Path(name).chmod(0o755)
        assert (result.code, "Traceback" in result.err) == (1, False)
        assert result.err.splitlines()[-1].startswith("error: ")
        assert "readonly" in result.err
        assert timeline.database.read_bytes() == before


def test_a_full_disk_stops_the_import_and_keeps_what_was_committed(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "many.jsonl", spread(3_000))

    result = timeline.run("import", file, code=FULL.format(size=2_000_000))

    assert (result.code, "Traceback" in result.err) == (1, False)
    assert "error: " in result.err
    kept = timeline("import", "--json", file).json
    assert kept["already_known"] + kept["recorded"] == 3_000
    assert timeline("rebuild", "--verify").code == 0


@pytest.mark.parametrize("url", ["mysql://x", "sqlite://", "sqlite:///file:x?mode=memory", "timeline.db"])
def test_an_address_that_is_none_is_refused_with_what_is_allowed(timeline: Command, url: str) -> None:
    result = timeline("--database", url, "timelines")
    assert result.code == 1
    assert result.err.startswith("error: --database: ")
    assert "allowed: sqlite:///path/to/file.db" in result.err


def test_a_folder_that_is_not_there_is_an_error_of_one_line(tmp_path: Path) -> None:
    result = Command(tmp_path / "nowhere" / "ledger.db")("timelines")
    assert (result.code, result.err.count("\n")) == (1, 1)
