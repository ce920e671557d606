"""A rebuild that is killed: the old views go on answering, and the next one leaves the same rows, byte for byte."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from random import Random
from shutil import copytree
from subprocess import TimeoutExpired

import pytest

from tests.builders import TIMELINE
from tests.crashes.killing import started
from tests.crashes.material import GROUND, told
from tests.patience import PATIENCE
from tests.stores import behind_our_back
from timeline.service import Timeline, Told

REPORTS = 600
LONGEST = 0.4  # seconds: about what such a rebuild takes once it has begun
GENERATIONS = "SELECT count(*) FROM tracking"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a ledger whose views are up to date."""
    folder = tmp_path_factory.mktemp("rebuilds")
    with Timeline(f"sqlite:///{folder}/ledger.db") as timeline:
        for batch in (GROUND, [told(f"r-{number}") for number in range(REPORTS)]):
            timeline.import_batch([Told(command, "local") for command in batch])
        timeline.catch_up()
    return folder


def kill_a_rebuild(url: str, chance: Random, *, processes: int) -> bool:
    """Kill `timeline rebuild` a while after it has begun; tell whether it was killed, and not done before."""
    with started("timeline", "--database", url, "rebuild", "--processes", str(processes)) as process:
        deadline = time.monotonic() + PATIENCE
        while behind_our_back(url, GENERATIONS) == [(1,)] and process.poll() is None:
            assert time.monotonic() < deadline
        with suppress(TimeoutExpired):
            process.wait(chance.uniform(0, LONGEST))
        return process.poll() is None


def must_leave_the_same_rows(url: str, processes: int) -> None:
    """Compare before and after the next rebuild, which is not killed."""
    with Timeline(url) as timeline:
        assert timeline.compare().different == 0
        before = timeline.incidents(TIMELINE).docs
    with started("timeline", "--database", url, "rebuild", "--processes", str(processes)) as process:
        said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
    with Timeline(url) as timeline:
        assert timeline.compare().different == 0
        assert timeline.incidents(TIMELINE).docs == before
    assert behind_our_back(url, GENERATIONS) == [(1,)]


def kill_rebuilds(full: Path, folder: Path, times: int) -> None:
    """Kill so many rebuilds, one after another, on a copy of a ledger."""
    url = f"sqlite:///{copytree(full, folder / 'copy')}/ledger.db"
    chance, killed = Random(), 0  # noqa: S311 - no secret
    while killed < times:
        processes = chance.choice([1, 2])
        killed += kill_a_rebuild(url, chance, processes=processes)
        must_leave_the_same_rows(url, processes)


def test_a_rebuild_after_a_killed_one_leaves_the_same_rows(full: Path, tmp_path: Path) -> None:
    kill_rebuilds(full, tmp_path, times=2)


@pytest.mark.slow
@pytest.mark.parametrize("_", range(10))
def test_a_hundred_rebuilds_after_killed_ones_leave_the_same_rows(full: Path, tmp_path: Path, _: int) -> None:
    kill_rebuilds(full, tmp_path, times=10)
