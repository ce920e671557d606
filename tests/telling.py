"""Tells a history to a real ledger, and reads what the views keep of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import NamedTuple
from uuid import UUID

from tests.generators import History
from tests.material import START, TIMELINES
from timeline.clocks import published_at
from timeline.commands import Command
from timeline.database import rows
from timeline.facts import Committed
from timeline.ledger import Ledger
from timeline.projections import View
from timeline.service import Timeline, Told
from timeline.service.writing import Writer
from timeline.views import Follower, current, set_up
from timeline.views.generations import sql

BY = "tester"
_databases = count(1)


class Clock:
    """A machine's clock that stands where it is put."""

    def __init__(self, now: int = START) -> None:
        self.now = now

    def __call__(self) -> int:
        """Return the time, in microseconds."""
        return self.now


@contextmanager
def telling(history: History | None = None, database: str = "sqlite:///:memory:") -> Iterator[tuple[Timeline, Clock]]:
    """Give a new ledger that was told *history*, and its clock."""
    clock = Clock()
    with Timeline(database, clock=clock) as timeline:
        if history is not None:
            tell_all(timeline, clock, history)
        yield timeline, clock


def tell_all(timeline: Timeline, clock: Clock, history: History) -> None:
    """Record every transaction of a history, and bring the views up to date once; what is refused is left out."""
    for commands, now in zip(history.transactions, history.clock, strict=True):
        clock.now = now
        timeline.import_batch(by_tester(commands), stop=False)
    timeline.catch_up()


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


class Seen(NamedTuple):
    """One row of a view."""

    number: int
    p: int
    n: int
    p2: int
    n2: int
    n_to: int
    doc: str

    def visible(self, known_on: int, position: int) -> bool:
        """Tell whether it answers at this point, by the words of DESIGN §5."""
        superseded = self.p2 <= known_on and self.n2 <= position
        return self.p <= known_on and self.n <= position < self.n_to and not superseded


class Rows(NamedTuple):
    """A ledger's facts, and all rows of all views."""

    facts: list[Committed]
    of: dict[View, list[Seen]]


def rows_of(history: History) -> Rows:
    """Return what ledger and views keep of a history."""
    ledger = Ledger(f"file:rows{next(_databases)}?mode=memory&cache=shared", UUID(int=1))
    try:
        with ledger.writing() as c:
            set_up(c)
        writer = Writer(ledger)
        for commands, now in zip(history.transactions, history.clock, strict=True):
            writer.import_batch(by_tester(commands), now, stop=False)
        Follower(ledger).catch_up()
        with ledger.reading() as c:
            statements = sql("folding.sql", current(c).number)
            of = {view: [Seen(*row[:7]) for row in rows(c, statements[f"rows_{view}"])] for view in View}
            return Rows(list(ledger.facts(c)), of)
    finally:
        ledger.close()
