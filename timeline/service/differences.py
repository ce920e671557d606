"""What is otherwise at one point of view than at another, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from timeline.clocks import EVER
from timeline.service.entries import entry_at
from timeline.service.histories import Clock
from timeline.service.snapshot import Point, Snapshot

_LEAST = -(2**63)
_CROWDED = 2**63 - 1
"""Crowded incidents come last: whether they changed is known only when both entries are joined."""
Key = tuple[int, int]
"""How far a difference was read: where a change began on its clock, and the incident's number."""
BEGINNING: Key = (_LEAST, 0)


class Change(NamedTuple):
    """An incident, and its entry at both points; None where it is not on the timeline."""

    incident: str
    before: str | None
    after: str | None
    key: Key


class Reading:
    """Reads what differs between *begin* and the snapshot's point, which lies behind it on one clock alone."""

    def __init__(self, snapshot: Snapshot, timeline: str, begin: Point, clock: Clock) -> None:
        self._snapshot, self._timeline, self._begin, self._clock = snapshot, timeline, begin, clock

    def changes(self, limit: int, behind: Key) -> list[Change]:
        """Return the next *limit* entries that differ, in the order of the clock; crowded incidents come at the end."""
        found: list[Change] = []
        while len(found) < limit and behind[0] < _CROWDED:
            page = self._page(limit, behind)
            found += [change for change in map(_change, page) if change is not None]
            behind = (page[-1][0], page[-1][1]) if len(page) == limit else (_CROWDED, 0)
        if len(found) < limit:
            found += islice(self._crowded(behind[1]), limit - len(found))
        return found[:limit]

    def _page(self, limit: int, behind: Key) -> list[Any]:
        """Return the next incidents whose own state at the end is not that of the beginning."""
        after, number = max(behind, (self._from, _CROWDED))
        return self._snapshot.rows(
            f"changed_{self._clock}",
            {"timeline": self._timeline, "begin": self._from, "after": after, "after_number": number, "limit": limit},
        )

    @property
    def _from(self) -> int:
        """Where the difference begins, on its clock."""
        return self._begin.p if self._clock is Clock.PUBLISHED else self._begin.n

    def _crowded(self, behind: int) -> Iterator[Change]:
        """Yield the changes of incidents that are crowded at one end or both."""
        bound = {"timeline": self._timeline, "begin": self._from, "after_number": behind, "limit": EVER}
        for number, slug in self._snapshot.rows(f"crowded_{self._clock}", bound):
            before, after = (entry_at(self._snapshot, number, point) for point in (self._begin, self._snapshot.point))
            change = Change(slug, before and before.doc, after and after.doc, (_CROWDED, number))
            if change.before != change.after and any(kept is not None and kept.parted for kept in (before, after)):
                yield change


def _change(row: Any) -> Change | None:  # noqa: ANN401 - a row, see Cursor.fetchone
    """Return what changed, unless nothing did, or the incident is crowded."""
    at, number, slug, parted, after, was_parted, before = row
    if parted or was_parted or before == after:
        return None
    return Change(slug, before or None, after or None, (at, number))
