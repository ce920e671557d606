"""Processes that are killed at any moment: nothing acknowledged is lost, nothing is halved, and the views recover."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product
from pathlib import Path
from random import Random

import pytest

from tests.crashes.killing import killed, started
from tests.crashes.material import GROUND
from tests.crashes.recovering import must_have_recovered
from tests.crashes.workers import WORK
from tests.stores import FILE, POSTGRES, SHARED, database
from timeline.service import Timeline

WORKERS = "tests.crashes.workers"
LONGEST = 0.3  # seconds


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a ledger that has nothing but its ground."""
    with database(request.param) as address:
        with Timeline(address) as timeline:
            for command in GROUND:
                timeline.record(command)
        yield address


def kill_them_all(url: str, key: Path, rounds: int) -> None:
    """Let all kinds of workers run beside each other, and kill each at a moment of its own."""
    chance = Random()  # noqa: S311 - no secret
    acknowledged: dict[str, int] = {}
    for number in range(rounds):
        with ExitStack() as running:
            workers = [
                (work, running.enter_context(started(WORKERS, work, url, str(key), f"{work}-{number}")))
                for work in WORK
            ]
            chance.shuffle(workers)
            for work, worker in workers:
                acknowledged |= killed(worker, chance, LONGEST, beforehand=work == "record")
        must_have_recovered(url, acknowledged, key)
        assert len(acknowledged) > number


@pytest.mark.parametrize("url", SHARED, indirect=True)
def test_what_was_acknowledged_outlives_kills_of_all_that_run(url: str, tmp_path: Path) -> None:
    kill_them_all(url, tmp_path / "log.key", rounds=2)


@pytest.mark.slow
@pytest.mark.parametrize(("url", "_"), [*product([FILE], range(48)), *product([POSTGRES], range(8))], indirect=["url"])
def test_what_was_acknowledged_outlives_hundreds_of_kills(url: str, tmp_path: Path, _: int) -> None:
    kill_them_all(url, tmp_path / "log.key", rounds=4)  # a ledger that grows takes ever longer to compare
