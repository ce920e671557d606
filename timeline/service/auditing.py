"""Asking how what was known came to be: counts, histories and differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import msgspec

from timeline.answers import AsKnown, Entry
from timeline.clocks import AsOf
from timeline.errors import NotAllowedError
from timeline.service import histories
from timeline.service.differences import BEGINNING, Change, Key, Reading
from timeline.service.histories import Clock, Step
from timeline.service.lists import LIMIT
from timeline.service.naming import Naming
from timeline.service.snapshot import Snapshot
from timeline.service.summaries import By, Group, counted


class Summary(NamedTuple):
    """How many entries there are in each group; a group names its values in the order asked for, "" is not known."""

    as_of: AsKnown
    by: tuple[By, ...]
    groups: dict[Group, int]


class History(NamedTuple):
    """The states of an incident along one clock, no two neighbours equal."""

    as_of: AsKnown
    clock: Clock
    steps: list[Step]

    @property
    def entries(self) -> list[Entry | None]:
        """The states as values."""
        return [None if step.doc is None else msgspec.json.decode(step.doc, type=Entry) for step in self.steps]


class Difference(NamedTuple):
    """A page of the entries that differ between two points, and where the next page begins; None: it was the last."""

    begin: AsKnown
    end: AsKnown
    changes: list[Change]
    next: Key | None


class Auditing(Naming):
    """The questions about change that a Timeline answers."""

    _snapshot: Callable[..., AbstractContextManager[Snapshot]]

    def summary(self, timeline: str, by: Sequence[By] = (By.STATUS,), as_of: AsOf | None = None) -> Summary:
        """Return how many entries a timeline has, counted *by* some of their properties. Raises UnknownError."""
        self.must_know_timeline(timeline)
        with self._snapshot(as_of or AsOf()) as snapshot:
            return Summary(snapshot.as_known, tuple(by), counted(snapshot, timeline, by))

    def history(
        self, timeline: str, incident: str, clock: Clock = Clock.PUBLISHED, as_of: AsOf | None = None
    ) -> History:
        """Return the states of an incident along one clock, from the point of view of the other. Raises UnknownError.

        A merged incident has its own history, which ends when it is merged.
        """
        with self._snapshot(as_of or AsOf()) as snapshot:
            stream = snapshot.ids.incident(timeline, incident)
            number = self._number(snapshot.c, stream, "incident", f"{timeline}/{incident}")
            steps = histories.steps(snapshot, number, clock)
            if clock is Clock.PUBLISHED:
                steps = (step for step in steps if step.at <= snapshot.point.p)
            return History(snapshot.as_known, clock, list(steps))

    def diff(self, timeline: str, begin: AsOf, end: AsOf, *, limit: int = LIMIT, behind: Key = BEGINNING) -> Difference:
        """Return the entries that differ between two points of view, which differ in one clock alone.

        Raises UnknownError, and NotAllowedError where *begin* does not come before *end*.
        """
        self.must_know_timeline(timeline)
        with self._snapshot(end) as snapshot:
            from_point, from_known = snapshot.another(begin)
            clock = _clock_of(from_point.p, from_point.n, snapshot)
            found = Reading(snapshot, timeline, from_point, clock).changes(limit + 1, behind)
            following = found[limit - 1].key if len(found) > limit else None
            return Difference(from_known, snapshot.as_known, found[:limit], following)


def _clock_of(p: int, n: int, end: Snapshot) -> Clock:
    """Return the clock in which two points differ. Raises NotAllowedError."""
    if n == end.point.n and p <= end.point.p:
        return Clock.PUBLISHED
    if p == end.point.p and n <= end.point.n:
        return Clock.RECORDED
    raise NotAllowedError.at(
        "/from", "it does not come before the other point, on one clock; allowed: an earlier point"
    )
