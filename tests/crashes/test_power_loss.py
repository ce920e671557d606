"""Power that is cut at any moment: no acknowledged fact is lost, the file is sound, and the views recover."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from random import Random
from shutil import rmtree
from typing import NamedTuple

import pytest

from tests.crashes.killing import started
from tests.crashes.power import CALLS, Step, cuts, steps
from tests.crashes.recording import OURS
from tests.crashes.recovering import must_be_sound, must_have_recovered
from tests.crashes.strace import noting
from tests.patience import PATIENCE
from timeline.errors import LedgerError
from timeline.service import Timeline

RECORDED = 16
SAMPLE, MANY = 30, 400
"""Power cuts of one trace."""


class Found(NamedTuple):
    """What was found on the disks that power cuts left."""

    lost: int
    unsound: int
    behind: int
    """The views had lost something, and took it in again."""


@pytest.fixture
def chance() -> Random:
    return Random()  # noqa: S311 - no secret


def a_trace(folder: Path, level: str = OURS, *, failing: str = "") -> list[Step]:
    """Return what a process did that set a ledger up, recorded reports and rebuilt the views.

    *failing* says which of its syncs fail, in the words of strace.
    """
    home, trace = folder / "home", folder / "trace"
    home.mkdir()
    watched = noting(trace, calls=CALLS, failing=failing)
    url = f"sqlite:///{home}/ledger.db"
    with started("tests.crashes.recording", url, str(RECORDED), level, under=watched) as process:
        _, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
    return steps(trace, home)


def after_cuts(folder: Path, told: list[Step], moments: Iterable[int], chance: Random) -> Found:
    """Cut the power before the steps that are numbered, and look at what is left."""
    lost = unsound = behind = 0
    for files, acknowledged in cuts(told, moments, chance):
        left = folder / "left"
        left.mkdir()
        for path, content in files.items():
            left.joinpath(Path(path).name).write_bytes(content)
        try:
            behind += views_are_behind(left / "ledger.db")
            must_have_recovered(f"sqlite:///{left}/ledger.db", acknowledged, left / "ledger.db.key")
            must_be_sound(left / "ledger.db")
        except AssertionError:
            lost += 1
        except (sqlite3.DatabaseError, LedgerError):
            unsound += 1
        rmtree(left)
    return Found(lost, unsound, behind)


def views_are_behind(file: Path) -> bool:
    """Tell whether the views know less than the ledger."""
    with Timeline(f"sqlite:///{file}") as timeline:
        reached, newest = timeline.lag()
        return reached < newest


def at_random(told: list[Step], number: int, chance: Random) -> list[int]:
    """Return so many moments behind the first acknowledgement."""
    first = next(number for number, step in enumerate(told) if step.what == "acknowledge")
    return [chance.randint(first, len(told)) for _ in range(number)]


def must_outlive_cuts(folder: Path, states: int, chance: Random, *, failing: str = "") -> None:
    told = a_trace(folder, failing=failing)
    assert any(step.what == "fail" for step in told) is bool(failing)

    found = after_cuts(folder, told, at_random(told, states, chance), chance)

    assert (found.lost, found.unsound) == (0, 0)
    assert found.behind > 0


def now_and_then(chance: Random) -> str:
    """Let syncs fail at an even pace, once the ledger is set up."""
    return f"{chance.randint(30, 45)}+{chance.randint(2, 9)}"


def test_a_power_cut_takes_nothing_that_was_acknowledged(tmp_path: Path, chance: Random) -> None:
    must_outlive_cuts(tmp_path, SAMPLE, chance)


def test_a_power_cut_after_failed_syncs_takes_nothing_either(tmp_path: Path, chance: Random) -> None:
    """The disk has given up what waited, and says at the next sync that all is well."""
    must_outlive_cuts(tmp_path, SAMPLE, chance, failing=now_and_then(chance))


def test_a_ledger_can_be_set_up_after_a_power_cut_in_the_middle_of_it(tmp_path: Path, chance: Random) -> None:
    told = a_trace(tmp_path)
    first = next(number for number, step in enumerate(told) if step.what == "sync" and step.path.endswith("-wal"))

    found = after_cuts(tmp_path, told, [*range(first)] * 3, chance)

    assert found == (0, 0, 0)


@pytest.mark.parametrize("level", ["NORMAL", "OFF"])
def test_weaker_settings_would_lose_something(tmp_path: Path, chance: Random, level: str) -> None:
    """Or the tests above would see nothing."""
    told = a_trace(tmp_path, level)

    found = after_cuts(tmp_path, told, at_random(told, SAMPLE, chance), chance)

    assert found.lost > SAMPLE / 10
    assert found.unsound > 0 or level == "NORMAL"


@pytest.mark.slow
@pytest.mark.parametrize("_", range(25))
def test_ten_thousand_power_cuts_take_nothing(tmp_path: Path, chance: Random, _: int) -> None:
    must_outlive_cuts(tmp_path, MANY, chance)


@pytest.mark.slow
@pytest.mark.parametrize("_", range(10))
def test_four_thousand_power_cuts_after_failed_syncs_take_nothing(tmp_path: Path, chance: Random, _: int) -> None:
    must_outlive_cuts(tmp_path, MANY, chance, failing=now_and_then(chance))
