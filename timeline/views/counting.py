"""How many incidents of each status, kind, country and month there are, kept as changes along both clocks.

A change lies in a day of the published clock, its month and its year, and behind a position of the ledger. A count is
the sum of all changes before a point: of whole years first, then months, then days, and of long blocks of positions,
then short ones. What lies beyond the last whole day, or behind the point in its block, is looked up by incident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

import msgspec

from timeline.bitemporal import Row
from timeline.clocks import DAY, EVER, UNCUT, Micros, as_datetime
from timeline.projections import Kept
from timeline.projections.board import IncidentColumns

DECLARED: Final = frozenset(("status", "month"))
"""By what counts are kept for blocks of positions."""


class Layer(IntEnum):
    """What is counted, for which positions."""

    EVERYTHING = 0
    """By status, kind, country and month, at the newest position."""
    NEWEST = 1
    """By what is declared, at the newest position."""
    LONG = 2
    """By what is declared, for every block of many positions."""
    SHORT = 3
    """By what is declared, for every block of few positions."""


BLOCKS: Final = {Layer.LONG: 32_768, Layer.SHORT: 1_024}
"""Positions in a block, which are part of the format of the views; some short ones make a long one."""


class Level(IntEnum):
    """How finely changes are counted along the published clock."""

    DAY = 0
    MONTH = 1
    YEAR = 2


Cell = tuple[str, Layer, int, Level, int, str, str, str, str]
"""A timeline, a layer and its block, a level and its bucket; then status, kind, country and month, "" where unknown."""


class Stretch(msgspec.Struct, frozen=True):
    """Neighbouring buckets, *first* to *last*, of one block."""

    layer: Layer
    block: int
    level: Level
    first: int
    last: int


class Reach(NamedTuple):
    """The stretches that sum up to a count, and the point for which it stands: the end of a day, and a position."""

    stretches: list[Stretch]
    p: Micros
    n: int


def reach(p: Micros, n: int, newest: int, by: Iterable[str]) -> Reach:
    """Return how near to a point (*p*, *n*) kept counts come; the views have taken in everything up to *newest*."""
    day = (p + 1) // DAY - 1
    days = _buckets_upto(day) if p != UNCUT else [(Level.YEAR, 0, EVER)]
    upto, blocks = newest, [(Layer.EVERYTHING, 0)]
    if DECLARED.issuperset(by):
        upto, blocks = (newest, [(Layer.NEWEST, 0)]) if n == newest else _blocks_upto(n)
    stretches = [Stretch(*block, level, first, last) for block in blocks for level, first, last in days]
    return Reach(stretches, p if p == UNCUT else (day + 1) * DAY - 1, upto)


def _buckets_upto(day: int) -> list[tuple[Level, int, int]]:
    """Return the years before the one of a *day*, the months of that year before its own, and the days up to it."""
    month, year = _month_and_year(day)
    first_day = day + 1 - as_datetime(day * DAY).day
    return [(Level.YEAR, 0, year - 1), (Level.MONTH, year * 12, month - 1), (Level.DAY, first_day, day)]


def _blocks_upto(n: int) -> tuple[int, list[tuple[Layer, int]]]:
    """Return the last position of the block in which *n* lies, and the blocks up to it.

    What was recorded behind *n* in that block is less than what was before: a transaction counts at its last position,
    and large ones end in it.
    """
    long, short = BLOCKS[Layer.LONG], BLOCKS[Layer.SHORT]
    upto = -(-n // short) * short
    whole = upto // long
    blocks = [(Layer.LONG, block) for block in range(whole)]
    blocks += [(Layer.SHORT, block) for block in range(whole * (long // short), upto // short)]
    return upto, blocks


@lru_cache(maxsize=4_096)
def _month_and_year(day: int) -> tuple[int, int]:
    """Return the numbers of the month and year of a *day*: days count from 1970-01-01, months and years from year 0."""
    date = as_datetime(day * DAY)
    return date.year * 12 + date.month - 1, date.year


class Counts:
    """What one batch adds to the counts."""

    def __init__(self) -> None:
        self._added: Counter[Cell] = Counter()

    def change(self, before: Row[Kept] | None, after: Row[Kept]) -> None:
        """Count a row as it is *after*, in place of what it was *before*."""
        if after.state.doc:
            columns = IncidentColumns(*after.state.columns)  # type: ignore[arg-type] # that is what they are
            counted = 0 if before is None else len(_changes(before))
            for n, p, number in _changes(after)[counted:]:
                self._add(columns, n, p // DAY, number)

    def _add(self, columns: IncidentColumns, n: int, day: int, number: int) -> None:
        timeline, status, month = columns.timeline, columns.status, columns.month or ""
        declared, everything = (status, "", "", month), (status, columns.kind, columns.country or "", month)
        month_number, year = _month_and_year(day)
        blocks = [(layer, (n - 1) // size) for layer, size in BLOCKS.items()]
        for bucket in ((Level.DAY, day), (Level.MONTH, month_number), (Level.YEAR, year)):
            self._added[(timeline, Layer.EVERYTHING, 0, *bucket, *everything)] += number
            self._added[(timeline, Layer.NEWEST, 0, *bucket, *declared)] += number
            for block in blocks:
                self._added[(timeline, *block, *bucket, *declared)] += number

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield what is to be added, in order."""
        return ((*cell, added) for cell, added in sorted(self._added.items()) if added)


def _changes(row: Row[Kept]) -> list[tuple[int, Micros, int]]:
    """Return what a row does to the number of incidents: behind which position, from when on, and by how many.

    What is still to come is added at the end: a row gets its end in order at most once, and then goes out of force.
    """
    changes = [(row.n, row.p, 1)]
    if row.p2 != EVER:
        changes.append((row.n2, row.p2, -1))
    if row.n_to != EVER:
        changes.extend((row.n_to, p, -number) for _, p, number in changes[:])
    return changes
