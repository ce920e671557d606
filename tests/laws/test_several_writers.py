"""Laws 2, 7 and 16 with several processes at one ledger: what was settled stays, and recorded grows with position."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from tests.laws.several import LATER, Size, asked_again, told_and_read
from tests.stores import FILE, POSTGRES, SHARED, behind_our_back, database
from tests.telling import Clock
from timeline.service import Timeline

SAMPLE = Size(writers=3, transactions=20, readers=1, answers=300)
MANY = {
    FILE: Size(writers=4, transactions=60, readers=2, answers=50_000),
    POSTGRES: Size(writers=4, transactions=60, readers=2, answers=10_000),
}
"""100,000 answers from SQLite and 20,000 from PostgreSQL, which takes longer, while 240 transactions are written."""


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> None:
    """Count in blocks of the usual size, as the other processes do."""


def the_past_stays(url: str, size: Size, *, processes: int = 1) -> None:
    """Let several write, follow and read; then ask everything again that was noted, and look at all recorded times."""
    seen = told_and_read(url, size, random.getrandbits(32))

    assert len(seen.notes) == size.readers * size.answers
    assert asked_again(url, seen.notes, processes) == []
    commits = recorded_times_grow(url)
    for receipts in seen.receipts:
        told = [(receipt.position, receipt.recorded) for receipt in receipts]
        assert told == sorted(told)
        assert set(told) <= set(commits)
    assert len(commits) > size.writers * size.transactions // 4
    with Timeline(url, clock=Clock(LATER)) as timeline:
        assert timeline.catch_up() == timeline.newest()
        assert timeline.compare().first == []


def recorded_times_grow(url: str) -> list[tuple[int, int]]:
    """Check that what has a higher position was recorded later, or with it; return positions and times of commits."""
    commits = [
        (int(str(position)), int(str(recorded)))
        for position, recorded in behind_our_back(url, "SELECT position, recorded FROM commits ORDER BY position")
    ]
    assert all(one[1] < other[1] for one, other in pairwise(commits))
    ends = {recorded: position for position, recorded in commits}
    with Timeline(url) as timeline:
        facts = list(timeline.committed("war"))
    assert all(one.recorded <= other.recorded for one, other in pairwise(facts))
    assert all(fact.position <= ends[fact.recorded] for fact in facts)
    return commits


@pytest.mark.parametrize("store", SHARED)
def test_what_several_processes_were_told_is_told_again_by_the_same_bytes(store: str) -> None:
    with database(store) as address:
        the_past_stays(address, SAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("store", SHARED)
def test_100_000_answers_are_the_same_bytes_after_whatever_was_written_next(store: str) -> None:
    with database(store) as address:
        the_past_stays(address, MANY[store], processes=2)
