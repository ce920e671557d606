"""How many incidents of each status, kind, country and month there are, kept as changes by day and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache

from timeline.bitemporal import Row
from timeline.clocks import DAY, EVER, Micros, as_datetime
from timeline.projections import Kept
from timeline.projections.board import IncidentColumns

Cell = tuple[str, int, int, str, str, str, str]
"""A timeline, a level and its bucket of the published clock; then status, kind, country and month, "" where unknown."""


class Level(IntEnum):
    """How finely changes are counted."""

    DAY = 0
    MONTH = 1


@lru_cache(maxsize=4_096)
def month_of(day: int) -> int:
    """Return the number of the month in which a *day* lies; days are counted from 1970-01-01, months from year 0."""
    date = as_datetime(day * DAY)
    return date.year * 12 + date.month - 1


class Counts:
    """What one batch adds to the counts as they stand at the newest position."""

    def __init__(self) -> None:
        self._added: Counter[Cell] = Counter()

    def change(self, before: Row[Kept] | None, after: Row[Kept]) -> None:
        """Count a row as it is *after*, in place of what it was *before*."""
        if before is not None:
            self._count(before, -1)
        self._count(after, 1)

    def _count(self, row: Row[Kept], sign: int) -> None:
        if row.n_to == EVER and row.state.doc:
            columns = IncidentColumns(*row.state.columns)  # type: ignore[arg-type] # that is what they are
            self._add(columns, row.p, sign)
            if row.p2 != EVER:
                self._add(columns, row.p2, -sign)

    def _add(self, columns: IncidentColumns, p: Micros, sign: int) -> None:
        what = columns.status, columns.kind, columns.country or "", columns.month or ""
        day = p // DAY
        for level, bucket in ((Level.DAY, day), (Level.MONTH, month_of(day))):
            self._added[(columns.timeline, level, bucket, *what)] += sign

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield what is to be added, in order."""
        return ((*cell, added) for cell, added in sorted(self._added.items()) if added)
