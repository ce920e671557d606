"""What is otherwise at one point of view than at another, entry by entry: the states at both ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from timeline.clocks import EVER, Clock
from timeline.service.entries import entry_at
from timeline.service.filters import Conditions
from timeline.service.snapshot import Point, Snapshot

_LEAST = -(2**63)
_CROWDED = 2**63 - 1
"""Crowded incidents come last: whether they changed is known only when both entries are joined."""
Key = tuple[int, int]
"""How far a difference was read: where a change began on its clock, and the incident's number."""
BEGINNING: Key = (_LEAST, 0)


class EndStates(NamedTuple):
    """An incident, and its entry at both points; None where it is not on the timeline."""

    incident: str
    before: str | None
    after: str | None
    key: Key

    @property
    def number(self) -> int:
        """The incident's number."""
        return self.key[1]


class Interval(NamedTuple):
    """Two points of view that differ on one *clock* alone."""

    begin: Point
    end: Point
    clock: Clock

    @property
    def first(self) -> int:
        """Where it begins, on its clock."""
        return self.begin.p if self.clock is Clock.PUBLISHED else self.begin.n

    @property
    def last(self) -> int:
        """Where it ends, on its clock."""
        return self.end.p if self.clock is Clock.PUBLISHED else self.end.n


class Reading:
    """Reads what of a timeline differs between the ends of an interval; both may be narrowed by *conditions*."""

    def __init__(
        self, snapshot: Snapshot, timeline: str, between: Interval, conditions: Conditions | None = None
    ) -> None:
        self._snapshot, self._timeline, self._between = snapshot, timeline, between
        self._conditions = conditions if conditions is not None and conditions.filters else None

    def changes(self, limit: int, behind: Key) -> list[EndStates]:
        """Return the next *limit* entries that differ, in the order of the clock; crowded incidents come at the end."""
        found: list[EndStates] = []
        while len(found) < limit and behind[0] < _CROWDED:
            page = self._page(limit, behind)
            found += self._narrowed([change for change in map(_change, page) if change is not None])
            behind = (page[-1][0], page[-1][1]) if len(page) == limit else (_CROWDED, 0)
        if len(found) < limit:
            crowded = self._crowded(behind[1])
            while len(found) < limit and (some := list(islice(crowded, limit))):
                found += self._narrowed(some)
        return found[:limit]

    def _page(self, limit: int, behind: Key) -> list[Any]:
        """Return the next incidents whose own state at the end is not that of the beginning."""
        begin = self._between.first
        after, number = max(behind, (begin, _CROWDED))
        bound = {"begin": begin, "after": after, "after_number": number, "limit": limit}
        return self._rows(f"changed_{self._between.clock}", bound)

    def _crowded(self, behind: int) -> Iterator[EndStates]:
        """Yield the changes of incidents that are crowded at one end or both."""
        bound = {"begin": self._between.first, "after_number": behind, "limit": EVER}
        for number, slug in self._rows(f"crowded_{self._between.clock}", bound):
            before, after = (
                entry_at(self._snapshot, number, point) for point in (self._between.begin, self._between.end)
            )
            change = EndStates(slug, before and before.doc, after and after.doc, (_CROWDED, number))
            if change.before != change.after and any(kept is not None and kept.parted for kept in (before, after)):
                yield change

    def _rows(self, name: str, bound: Mapping[str, object]) -> list[Any]:
        return self._snapshot.rows(name, {"timeline": self._timeline, **self._between.end.parameters, **bound})

    def _narrowed(self, changes: list[EndStates]) -> list[EndStates]:
        """Return what changed in the two narrowed lists: an entry may have come into one, or left it."""
        if self._conditions is None or not changes:
            return changes
        numbers = msgspec.json.encode([change.number for change in changes]).decode()
        before, after = (
            self._matching(self._conditions, numbers, point) for point in (self._between.begin, self._between.end)
        )
        narrowed = [
            change._replace(
                before=change.before if change.number in before else None,
                after=change.after if change.number in after else None,
            )
            for change in changes
        ]
        return [change for change in narrowed if change.before is not None or change.after is not None]

    def _matching(self, conditions: Conditions, numbers: str, point: Point) -> set[int]:
        bound = {**conditions.parameters, **point.parameters, "numbers": numbers}
        return {number for (number,) in self._snapshot.rows("matching", bound, conditions.filters)}


def _change(row: Any) -> EndStates | None:  # noqa: ANN401 - a row, see Cursor.fetchone
    """Return what changed, unless nothing did, or the incident is crowded."""
    at, number, slug, parted, after, was_parted, before = row
    if parted or was_parted or before == after:
        return None
    return EndStates(slug, before or None, after or None, (at, number))
