"""Tells a history to a real ledger, and finds the points at which its answers may change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.generators import History, Keeping
from tests.material import START, TIMELINES
from tests.stores import database
from timeline.clocks import published_at
from timeline.commands import Command
from timeline.facts import Committed
from timeline.service import Timeline, Told

BY = "tester"


class Clock:
    """A machine's clock that stands where it is put."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        """Return the time, in microseconds."""
        return self.now


@contextmanager
def telling(history: History | None = None, kept: Keeping | None = None) -> Iterator[tuple[Timeline, Clock]]:
    """Give a new ledger that was told *history*, and its clock; it is kept as the history, or *kept*, says."""
    clock, how = Clock(), kept or (history.kept if history is not None else Keeping())
    with database(how.store) as url, Timeline(url, clock=clock, whole=how.whole) as timeline:
        if history is not None:
            tell_all(timeline, clock, history)
        yield timeline, clock


def tell_all(timeline: Timeline, clock: Clock, history: History) -> list[Command]:
    """Record every transaction of a history, and bring the views up to date once; return what was not refused."""
    accepted: list[Command] = []
    for commands, now in zip(history.transactions, history.clock, strict=True):
        clock.now = now
        outcomes = timeline.import_batch(by_tester(commands), stop=False)
        accepted += [command for command, told in zip(commands, outcomes, strict=True) if told.error is None]
    timeline.catch_up()
    return accepted


def by_tester(commands: Sequence[Command]) -> list[Told]:
    """Return commands, each with who says it."""
    return [Told(command, BY) for command in commands]


def facts_of(timeline: Timeline) -> list[Committed]:
    """Return all facts, in ledger order; those of the ledger about itself are left out."""
    found = {fact.position: fact for slug in TIMELINES for fact in timeline.committed(slug)}
    return [found[position] for position in sorted(found)]


def commits(facts: Sequence[Committed]) -> list[int]:
    """Return the last position of every transaction."""
    return sorted({fact.recorded: fact.position for fact in facts}.values())


def breakpoints(facts: Sequence[Committed]) -> list[int]:
    """Return every moment on the published clock at which something may change, and the one before it."""
    moments = set[int]()
    for committed in facts:
        said = getattr(committed.fact, "report", None) or getattr(committed.fact, "changes", None) or committed.fact
        match getattr(said, "published", 0):
            case str(published):
                p = published_at(published)
            case None:
                p = committed.recorded
            case _:
                continue
        moments |= {p - 1, p}
    return sorted(moments)
