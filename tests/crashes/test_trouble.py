"""Disks that are full, failing or read-only, and a database that is gone for a while: clear refusals, and no loss."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crashes.killing import ROOT
from tests.crashes.recovering import must_be_sound, must_have_recovered
from tests.crashes.serving import begin, served
from tests.crashes.strace import SYNCS, failing

WRITES = "pwrite64"


@pytest.mark.parametrize(
    "fault",
    [
        (WRITES, "ENOSPC", "300..330"),
        (WRITES, "EROFS", "300..330"),
        (WRITES, "EIO", "300..330"),
        (SYNCS, "EIO", "20..26"),
    ],
    ids=["full", "read-only", "failing to write", "failing to sync"],
)
def test_a_disk_in_trouble_refuses_clearly_and_takes_reports_again(tmp_path: Path, fault: tuple[str, str, str]) -> None:
    """Nothing that was acknowledged is lost, nothing that was refused is there, reads go on, and nobody restarts."""
    url = f"sqlite:///{tmp_path}/ledger.db"
    begin(url)
    with served(url, tmp_path, under=failing(*fault)) as caller:
        caller.record_until_refused()
        caller.must_read()
        caller.record_until_taken()
        for _ in range(5):
            assert caller.record()
        caller.must_read()

    held = must_have_recovered(url, caller.acknowledged)
    assert not caller.refused & held.keys()
    must_be_sound(tmp_path / "ledger.db")


def test_a_database_that_is_gone_for_a_while_takes_reports_again_when_it_is_back(tmp_path: Path) -> None:
    """Meanwhile nothing is acknowledged, and no other file is made in its place."""
    file, away = tmp_path / "ledger.db", tmp_path / "away.db"
    url = f"sqlite:///{file}"
    begin(url)
    with served(url, tmp_path) as caller:
        caller.record_until_taken()
        file.rename(away)
        caller.must_read()
        for _ in range(3):
            assert not caller.record()
        assert not file.exists()
        away.rename(file)
        caller.record_until_taken()
        caller.must_read()

    held = must_have_recovered(url, caller.acknowledged)
    assert not caller.refused & held.keys()


def test_a_ledger_that_may_only_be_read_is_read_and_says_so_to_who_records(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    begin(f"sqlite:///{file}")
    file.chmod(0o444)
    told = (
        "--source",
        "gazette",
        "--published",
        "2024-10-01",
        "--incident",
        "clash-1",
        "--statement",
        "So it is said.",
    )

    shown = as_anybody(f"sqlite:///{file}", "show", "war")
    recorded = as_anybody(f"sqlite:///{file}", "record", "war", "--kind", "clash_reported", *told)

    assert (shown.returncode, shown.stderr) == (0, "")
    assert (recorded.returncode, recorded.stderr.count("\n")) == (1, 1)
    assert "readonly" in recorded.stderr


def as_anybody(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command for whom permissions hold: root without its right to pass over them, or whoever tests."""
    under = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    command = [*under, sys.executable, "-m", "timeline", "--database", url, *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)  # noqa: S603 - ours
