"""Asking what was known when, in bulk: counts, moments, differences, figures, voices, records, the feed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from timeline.answers import AsKnown, LedgerChange
from timeline.clocks import AsOf, Clock, Micros, instant_text, published_at
from timeline.errors import NotAllowedError
from timeline.service import lists
from timeline.service.differences import Between, Difference, DifferenceFilters, difference
from timeline.service.end_states import BEGINNING, EndStates, Interval, Key, Reading
from timeline.service.feed import change_page
from timeline.service.figures import Figures, figure_page
from timeline.service.filters import ChangeFilters, FigureFilters, IncidentFilters, SimilarFilters
from timeline.service.hearings import Voices, voices
from timeline.service.lists import EVERYTHING, LIMIT, Asked, Page
from timeline.service.moments import ALL_TIME, Moments, Window, moments
from timeline.service.records import Record, record
from timeline.service.similar import Similar, similar
from timeline.service.snapshot import Point, Snapshot
from timeline.service.summaries import KEPT, By, Group, Points, counted, counted_in_list, days, must_be_kept
from timeline.service.tracing import Tracing


class Summary(NamedTuple):
    """How many entries there are in each group; a group names its values in the order asked for, "" is not known."""

    as_of: AsKnown
    by: tuple[By, ...]
    groups: dict[Group, int]


class SummaryPoint(NamedTuple):
    """How many entries there are in each group *at* a moment of a clock, as recorded up to a position."""

    at: str
    position: int
    groups: dict[Group, int]


class SummaryRow(NamedTuple):
    """The same counts at a row of points on one clock."""

    as_of: AsKnown
    by: tuple[By, ...]
    points: list[SummaryPoint]


class Differing(NamedTuple):
    """Some of the entries that differ between two points, and where the others begin; None: these were the last."""

    begin: AsKnown
    end: AsKnown
    changes: list[EndStates]
    next: Key | None


class Auditing(Tracing):
    """The questions about change that a Timeline answers."""

    moment: Callable[[str, str], Micros]
    _target: Callable[[Snapshot, str, str], str]

    def summary(
        self,
        timeline: str,
        by: Sequence[By] = (By.STATUS,),
        as_of: AsOf | None = None,
        *,
        filters: IncidentFilters | None = None,
    ) -> Summary:
        """Return how many entries a timeline has, counted *by* some of their properties.

        Counts of the whole list are kept, but for those by admin1. Where it is narrowed by *filters*, its entries are
        counted. Raises UnknownError, NotAllowedError.
        """
        self.must_know_timeline(timeline)
        conditions = (filters or IncidentFilters()).conditions()
        with self._snapshot(as_of or AsOf()) as snapshot:
            if conditions.filters or not set(KEPT).issuperset(by):
                groups = counted_in_list(snapshot, timeline, by, conditions)
            else:
                groups = counted(snapshot, timeline, by, snapshot.point)
            return Summary(snapshot.as_known, tuple(by), groups)

    def summaries(
        self,
        timeline: str,
        points: Points,
        by: Sequence[By] = (By.STATUS,),
        *,
        clock: Clock = Clock.PUBLISHED,
        as_of: AsOf | None = None,
    ) -> SummaryRow:
        """Return the same at the end of every day of a row on one clock, seen from *as_of*, beyond which none is.

        Raises UnknownError, and NotAllowedError where points lie ahead, or counts are not kept.
        """
        self.must_know_timeline(timeline)
        must_be_kept(by)
        moments = [published_at(day) for day in days(points)]
        self.moment("/points", points.last)
        with self._snapshot(as_of or AsOf()) as snapshot:
            told = []
            for moment in moments:
                point = snapshot.at(moment, clock)
                told.append(SummaryPoint(instant_text(moment), point.n, counted(snapshot, timeline, by, point)))
            return SummaryRow(snapshot.as_known, tuple(by), told)

    def moments(self, timeline: str, window: Window = ALL_TIME, as_of: AsOf | None = None) -> Moments:
        """Return the moments in a *window* at which something about a timeline changed on its clock, oldest first.

        None goes beyond the point of view. Raises UnknownError, NotAllowedError.
        """
        window.must_be_allowed()
        self.must_know_timeline(timeline)
        with self._snapshot(as_of or AsOf()) as snapshot:
            return moments(snapshot, timeline, window)

    def differing(
        self, timeline: str, begin: AsOf, end: AsOf, *, limit: int = LIMIT, behind: Key = BEGINNING
    ) -> Differing:
        """Return the entries that differ between two points of view, which differ in one clock alone.

        Raises UnknownError, and NotAllowedError where *begin* does not come before *end*.
        """
        self.must_know_timeline(timeline)
        with self._snapshot(end) as snapshot:
            point, known = snapshot.another(begin)
            between = Interval(point, snapshot.point, _clock_of(point, snapshot.point))
            found = Reading(snapshot, timeline, between).changes(limit + 1, behind)
            following = found[limit - 1].key if len(found) > limit else None
            return Differing(known, snapshot.as_known, found[:limit], following)

    def diff(
        self, timeline: str, between: Between, asked: Asked = EVERYTHING, filters: IncidentFilters | None = None
    ) -> Difference:
        """Return what came into the timeline, left it or changed *between* two moments of one clock.

        Both lists may be narrowed by *filters*. *asked* tells the point of view, beyond which no moment goes. Raises
        UnknownError, NotAllowedError.
        """
        self.must_know_timeline(timeline)
        listing = lists.changes(timeline)
        wanted = DifferenceFilters.of(between, filters or IncidentFilters())
        what = lists.question(listing, asked, wanted)
        with self._snapshot(what.as_of, what.position) as snapshot:
            return difference(snapshot, listing, what, timeline)

    def figures(self, timeline: str, asked: Asked = EVERYTHING, filters: FigureFilters | None = None) -> Figures:
        """Return every voice's words on numbers over the published clock, incident by incident.

        Asked of one incident, with the envelopes of the latest words. Raises UnknownError.
        """
        self.must_know_timeline(timeline)
        listing, wanted = lists.figures(timeline), filters or FigureFilters()
        if wanted.incident is not None:
            self.must_know_incident(timeline, wanted.incident)
        what = lists.question(listing, asked, wanted)
        with self._snapshot(what.as_of, what.position) as snapshot:
            return figure_page(snapshot, listing, what, timeline)

    def voices(self, timeline: str, incident: str, asked: Asked = EVERYTHING) -> Voices:
        """Return what every voice said on an incident, and why its claims count or not. Raises UnknownError.

        A merged incident answers with its target.
        """
        with self._snapshot(asked.as_of) as snapshot:
            self._incident(timeline, incident, snapshot)
            target = self._target(snapshot, timeline, incident)
            return voices(snapshot, target, self._incident(timeline, target, snapshot).number)

    def similar(self, timeline: str, wanted: SimilarFilters, as_of: AsOf | None = None) -> Similar:
        """Return incidents and reports that a new report may repeat. Raises UnknownError, NotAllowedError."""
        self.must_know_timeline(timeline)
        with self._snapshot(as_of or AsOf()) as snapshot:
            return similar(snapshot, timeline, wanted)

    def source_record(self, slug: str, as_of: AsOf | None = None) -> Record:
        """Return what became of what a source said, in counts. Raises UnknownError."""
        with self._snapshot(as_of or AsOf()) as snapshot:
            return record(snapshot, slug, self._source(slug, snapshot).number)

    def changes(
        self, timeline: str, asked: Asked = EVERYTHING, filters: ChangeFilters | None = None
    ) -> Page[LedgerChange]:
        """Return what was recorded about a timeline and about all sources, in ledger order.

        Changes of status stand with the newest fact behind them. A page may hold few, or none, and still have a next
        one. Raises UnknownError, NotAllowedError.
        """
        self.must_know_timeline(timeline)
        listing = lists.facts(timeline)
        what = lists.question(listing, asked, filters or ChangeFilters())
        with self._snapshot(what.as_of, what.position) as snapshot:
            return change_page(snapshot, listing, what, timeline)


def _clock_of(begin: Point, end: Point) -> Clock:
    """Return the clock in which two points differ. Raises NotAllowedError."""
    if begin.n == end.n and begin.p <= end.p:
        return Clock.PUBLISHED
    if begin.p == end.p and begin.n <= end.n:
        return Clock.RECORDED
    raise NotAllowedError.at(
        "/from", "it does not come before the other point, on one clock; allowed: an earlier point"
    )
