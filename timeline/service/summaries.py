"""How many entries a timeline has, by status, kind, country and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from timeline.clocks import DAY, EVER
from timeline.service.snapshot import UNCUT, Snapshot
from timeline.views import month_of

_BEYOND = 2**40  # a day and a month beyond all others


class By(StrEnum):
    """What entries can be counted by; the month is that in which they occurred."""

    STATUS = "status"
    KIND = "kind"
    COUNTRY = "country"
    MONTH = "month"


Group = tuple[str, ...]
"""What some entries have in common, in the order asked for; "" where it is not known."""


def counted(snapshot: Snapshot, timeline: str, by: Sequence[By]) -> dict[Group, int]:
    """Return how many entries there are at the snapshot's point of view, group by group, in order."""
    point, newest = snapshot.point, snapshot.reached
    day = (point.p + 1) // DAY - 1
    day_end = point.p if point.p == UNCUT else (day + 1) * DAY - 1
    month = _BEYOND if point.p == UNCUT else month_of(day)
    bound: dict[str, object] = {"timeline": timeline, "day": day, "month": month, "first_day": _first_day(day, month)}
    found: Counter[Group] = Counter()
    _add(found, snapshot.grouped("counted", by, bound))
    if day_end < point.p or point.n < newest:  # within a day, or in a past of the ledger
        otherwise = {"timeline": timeline, "day_end": day_end, "newest": newest, "ever": EVER}
        _add(found, snapshot.grouped("counted_otherwise", by, otherwise))
    return {group: number for group, number in sorted(found.items()) if number}


def _first_day(day: int, month: int) -> int:
    """Return the first day of a month, going back from one of its days."""
    while month != _BEYOND and month_of(day - 1) == month:
        day -= 1
    return _BEYOND if month == _BEYOND else day


def _add(found: Counter[Group], rows: Sequence[Sequence[object]]) -> None:
    for *group, number in rows:
        found[tuple(str(value) for value in group)] += int(str(number))
