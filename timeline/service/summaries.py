"""How many entries a timeline has, by status, kind, place and month, at one point of view or at a row of them."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

import msgspec

from timeline.clocks import parse_day
from timeline.errors import NotAllowedError
from timeline.service.filters import Conditions
from timeline.service.snapshot import Point, Snapshot
from timeline.views import reach


class By(StrEnum):
    """What entries can be counted by; the month is that in which they occurred."""

    STATUS = "status"
    KIND = "kind"
    COUNTRY = "country"
    ADMIN1 = "admin1"
    MONTH = "month"


class Every(StrEnum):
    """How far the points of a row are from each other."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Points(NamedTuple):
    """A row of days, from the *first* on, none after the *last*."""

    first: str
    last: str
    every: Every = Every.DAY


KEPT: Final = tuple(what for what in By if what is not By.ADMIN1)
"""By what counts are kept; for all others entries are counted one by one."""
Group = tuple[str, ...]
"""What some entries have in common, in the order asked for; "" where it is not known."""
POINTS = 1_000
"""How many points a row may have."""


def days(points: Points) -> list[str]:
    """Return the days of a row; where a month has no such day, its last one stands in. Raises NotAllowedError."""
    try:
        first, last = parse_day(points.first), parse_day(points.last)
    except ValueError as problem:
        raise NotAllowedError.at("/points", f"{problem}, in a span as 2024-10-01/2025-04-30") from None
    if last < first:
        raise NotAllowedError.at(
            "/points", f"{points.last} comes before {points.first}; allowed: the earlier day first"
        )
    found: list[str] = []
    while (day := _step(first, points.every, len(found))) <= last:
        if len(found) == POINTS:
            raise NotAllowedError.at(
                "/points", f"these are more than {POINTS:,} points; allowed: fewer days, or longer steps"
            )
        found.append(day.isoformat())
    return found


def _step(begin: date, every: Every, number: int) -> date:
    if every is not Every.MONTH:
        return begin + timedelta(days=number * (7 if every is Every.WEEK else 1))
    year, month = divmod(begin.year * 12 + begin.month - 1 + number, 12)
    return date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1]))


def counted(snapshot: Snapshot, timeline: str, by: Sequence[By], point: Point) -> dict[Group, int]:
    """Return how many entries there are at a *point* that the snapshot holds, group by group, in order."""
    kept = reach(point.p, point.n, snapshot.reached, by)
    stretches = msgspec.json.encode(kept.stretches).decode()
    bound = {"timeline": timeline, **point.parameters}
    found = _groups(snapshot.grouped("counted", by, {**bound, "stretches": stretches}))
    if (kept.p, kept.n) == (point.p, point.n):
        return found
    otherwise = {
        **bound,
        "counted_p": kept.p,
        "counted_n": kept.n,
        "n_from": min(kept.n, point.n),
        "n_upto": max(kept.n, point.n),
    }
    summed = Counter(found)
    summed.update(_groups(snapshot.grouped("counted_otherwise", by, otherwise)))
    return {group: number for group, number in sorted(summed.items()) if number}


def must_be_kept(by: Sequence[By]) -> None:
    """Refuse what a row of points cannot be counted by. Raises NotAllowedError."""
    if not set(KEPT).issuperset(by):
        raise NotAllowedError.at("/points", f"a row of points is counted by {', '.join(KEPT)}; allowed: without admin1")


def counted_in_list(snapshot: Snapshot, timeline: str, by: Sequence[By], conditions: Conditions) -> dict[Group, int]:
    """Return how many entries a list has that is narrowed by *conditions*, group by group, in order."""
    whole = int(not conditions.filters)
    if whole and tuple(by) == (By.ADMIN1,):
        return dict(sorted(_groups(snapshot.rows("counted_by_admin1", {"timeline": timeline})).items()))
    summed: Counter[Group] = Counter()
    for statement, begin, end in conditions.stretches:
        bound = {"timeline": timeline, **conditions.parameters, "from_sort": begin, "before_sort": end, "whole": whole}
        name = statement.replace("incidents", "counted_in_list")
        summed.update(_groups(snapshot.grouped(name, by, bound, conditions.filters)))
    return dict(sorted(summed.items()))


def _groups(rows: Sequence[tuple[Any, ...]]) -> dict[Group, int]:
    return {row[:-1]: row[-1] for row in rows}
