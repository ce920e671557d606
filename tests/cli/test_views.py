"""`timeline migrate`, `follow` and long imports: the views of older software, and those that others keep up."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, a_report
from tests.patience import PATIENCE
from tests.stores import SHARED, behind_our_back, database
from timeline.errors import LedgerError
from timeline.importers import Carrier, Files
from timeline.service import Asked, Timeline


def test_an_empty_database_is_set_up_by_migrate(timeline: Command) -> None:
    first, again = timeline("migrate"), timeline("migrate")

    assert (first.code, first.out) == (0, "The database is up to date.\n")
    assert (again.code, again.out) == (0, "The database is up to date.\n")
    assert timeline.facts() == 0


def test_views_of_older_software_are_made_anew_by_migrate(timeline: Command, tmp_path: Path) -> None:
    timeline("import", written(tmp_path / "lines.jsonl", [*GROUND, a_report("r1")]))
    before = timeline("show", "war", "--json").json["items"]
    behind_our_back(f"sqlite:///{timeline.database}", "UPDATE tracking SET format = 1")

    refused = timeline("show", "war")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "timeline migrate" in refused.err
    migrated = timeline("migrate")
    assert (migrated.code, migrated.err) == (0, "")
    assert migrated.out.startswith("The views were made anew up to position ")
    assert timeline("show", "war", "--json").json["items"] == before


def test_rebuild_makes_views_of_older_software_anew_too(timeline: Command, tmp_path: Path) -> None:
    timeline("import", written(tmp_path / "lines.jsonl", [*GROUND, a_report("r1")]))
    behind_our_back(f"sqlite:///{timeline.database}", "UPDATE tracking SET format = 1")

    assert timeline("rebuild").code == 0
    assert timeline("show", "war").code == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_follow_takes_in_what_others_write_and_ends_when_told_to(
    timeline: Command, tmp_path: Path, number: signal.Signals
) -> None:
    timeline("import", written(tmp_path / "lines.jsonl", GROUND))
    with timeline.started("follow") as process, Timeline(f"sqlite:///{timeline.database}") as ledger:
        Carrier(ledger).judge(
            list(Files([str(written(tmp_path / "more.jsonl", [a_report("r1")]))]).lines()),
            ledger.import_batch,
            stop=True,
        )
        deadline = time.monotonic() + PATIENCE
        while ledger.lag()[0] < ledger.newest():
            assert time.monotonic() < deadline
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.parametrize("store", SHARED)
def test_a_long_import_is_followed_in_another_process(store: str, tmp_path: Path) -> None:
    """However little is imported: here the other process is there from the first batch on."""
    file = written(tmp_path / "lines.jsonl", [*GROUND, *(a_report(f"r{n}") for n in range(40))])
    with database(store) as url, Timeline(url) as ledger:
        counts = Carrier(ledger, alone=0).carry(Files([str(file)]).lines())

        assert (counts.recorded, counts.position) == (40, ledger.newest())
        assert len(ledger.reports("war", Asked(limit=500))) == 40
        assert ledger.compare().different == 0


@pytest.mark.parametrize("store", SHARED)
def test_a_rebuild_may_be_shared_among_processes(store: str, tmp_path: Path) -> None:
    file = written(tmp_path / "lines.jsonl", [*GROUND, *(a_report(f"r{n}") for n in range(40))])
    with database(store) as url, Timeline(url) as ledger:
        Carrier(ledger).carry(Files([str(file)]).lines())
        before = ledger.incidents("war", Asked()).docs

        assert ledger.rebuild(processes=3) == ledger.newest()
        assert ledger.incidents("war", Asked()).docs == before
        assert ledger.compare().different == 0
        assert behind_our_back(url, "SELECT count(*) FROM tracking") == [(1,)]


def test_a_rebuild_changes_nothing_where_a_process_falls_over(
    timeline: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline("import", written(tmp_path / "lines.jsonl", [*GROUND, a_report("r1")]))
    url = f"sqlite:///{timeline.database}"
    with Timeline(url) as ledger, monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "false")
        with pytest.raises(LedgerError, match="fell over"):
            ledger.rebuild(processes=2)
    assert timeline("rebuild", "--verify").code == 0
    assert timeline("rebuild", "--processes", "2").code == 0
    assert timeline("rebuild", "--verify").code == 0
    assert behind_our_back(url, "SELECT count(*) FROM tracking") == [(1,)]
