"""Makes the views anew beside the old ones, and compares the two."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import zip_longest
from typing import Any, NamedTuple

from timeline.database import Cursor, Dialect
from timeline.errors import ErasingError
from timeline.ledger import Ledger
from timeline.projections import WHOLE, Share, View
from timeline.views import generations
from timeline.views.follower import BATCH, Fold, Follower
from timeline.views.generations import Generation, sql
from timeline.views.sharing import Beside, Work, in_a_process

Progress = Callable[[int], object]
_TABLES = (*(f"rows_{view}" for view in View), "rows_counts", "rows_filings", "rows_citations")


class ScratchCursor(sqlite3.Cursor):
    """A cursor of the scratch database, which is one of SQLite whatever the ledger is kept in."""

    dialect = Dialect.SQLITE


class Difference(NamedTuple):
    """Two rows that should be the same; None where one is missing."""

    table: str
    live: tuple[Any, ...] | None
    rebuilt: tuple[Any, ...] | None


class Comparison(NamedTuple):
    """What a comparison came to: rows compared, how many differ, and the first of those."""

    position: int
    rows: int
    different: int
    first: list[Difference]


def rebuild(
    ledger: Ledger,
    *,
    whole: int = WHOLE,
    batch: int = BATCH,
    on_batch: Progress | None = None,
    parts: int = 1,
    beside: Beside = in_a_process,
) -> int:
    """Build a new generation from the ledger alone, let it answer, and drop the old; return the position reached.

    What the ledger holds now is folded in so many *parts*, all but one of them *beside*.
    """
    with ledger.writing() as c:
        answering = generations.current(c, any_format=True).number
        left = generations.others(c, answering)
        for generation in left:
            generations.drop(c, generation)
        new = max([answering, *left]) + 1
        for part in range(parts):
            generations.begin(c, new + part)
        newest = ledger.newest(c)
    upto = 0 if newest is None else newest.position
    mine, *others = (
        Work(generation=new + part, share=Share(part, parts), upto=upto, whole=whole, batch=batch)
        for part in range(parts)
    )
    with ExitStack() as working:
        for other in others:
            working.enter_context(beside(ledger, other))
        mine.do(ledger, on_batch)
    for other in others:
        _join(ledger, new, other.generation)
    with ledger.reading() as c:
        statements = generations.indexing(c.dialect, new)
    for statement in statements:
        with ledger.writing() as c:
            c.execute(statement)
    return _let_answer(ledger, new, Follower(ledger, new, whole=whole), batch)


def _let_answer(ledger: Ledger, new: int, follower: Follower, batch: int) -> int:
    """Let a new generation answer, once it has caught up, and drop the old; return the position reached.

    Raises ErasingError where wording was erased since it was begun.
    """
    while True:
        position = follower.catch_up(batch=batch)
        with ledger.restructuring() as c:
            answering = generations.current(c, any_format=True).number
            if generations.swap(c, new):
                generations.drop(c, answering)
                return position
            if generations.is_outdated(c, new):
                raise ErasingError


def _join(ledger: Ledger, generation: int, share: int) -> None:
    """Move what another generation has of its own share into one, table by table: others have their turn in between."""
    with ledger.reading() as c:
        docs, statements = generations.newest_doc(c, generation), generations.joining(c.dialect, generation, share)
    for statement in statements:
        with ledger.writing() as c:
            c.execute(statement, {"docs": docs})
    with ledger.writing() as c:
        generations.drop(c, share)


def compare(ledger: Ledger, *, whole: int = WHOLE, batch: int = BATCH, on_batch: Progress | None = None) -> Comparison:
    """Build the views in a scratch database, and compare them row for row with those that answer."""
    scratch = sqlite3.connect("", isolation_level=None)  # a temporary file, gone when closed
    try:
        with ledger.reading() as c:
            live = generations.current(c)
            views = scratch.cursor(ScratchCursor)
            generations.set_up(views)
            fold, read = Fold(ledger, whole), Generation(1, 0)
            while (upto := ledger.batch_end(c, read.position, batch, live.position)) is not None:
                buffer, known = fold.batch(c, views, read, upto)
                buffer.write(views, known.filings, known.citations)
                known.indexed()
                read = Generation(1, upto)
                fold.keep(known, read)
                if on_batch is not None:
                    on_batch(upto)
            return _compared(c, live, views)
    finally:
        scratch.close()


def _compared(c: Cursor, live: Generation, views: Cursor) -> Comparison:
    count, different = 0, []
    for table in _TABLES:
        pairs = zip_longest(_rows(c, table, live.number), _rows(views, table, 1))
        for one, other in pairs:
            count += 1
            if one != other:
                different.append(Difference(table.removeprefix("rows_"), one, other))
    return Comparison(live.position, count, len(different), different[:5])


def _rows(c: Cursor, table: str, generation: int) -> Iterator[tuple[Any, ...]]:
    c.execute(sql("folding.sql", generation, c.dialect)[table])
    while (row := c.fetchone()) is not None:
        yield tuple(row)
