"""Asking what was known: lists and single things, from any point of view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from typing import TypeVar
from uuid import UUID

import msgspec

from timeline.answers import Answer, AsKnown, ClaimView, Entry, ReportView, SourceView, TimelineView
from timeline.clocks import AsOf, Micros
from timeline.errors import AsOfError, UnknownError
from timeline.service import lists
from timeline.service.entries import entry_at
from timeline.service.filters import ClaimFilters, IncidentFilters, ReportFilters
from timeline.service.found import Found
from timeline.service.lists import EVERYTHING, Asked, Filters, Listing, Page, Question
from timeline.service.naming import Naming
from timeline.service.snapshot import Snapshot
from timeline.states import evolve_timeline, merged_into

T = TypeVar("T", bound=Answer)


class Asking(Naming):
    """The questions that a Timeline answers. Every answer says from which point of view, in *as_of*."""

    _clock: Callable[[], int]
    erasure: int
    """The position of the newest erasure that an answer knew of; 0 before the first."""

    def as_of(
        self, known_on: str | None = None, recorded_by: str | None = None, at_position: int | None = None
    ) -> AsOf:
        """Return the point of view that texts name: a day is meant through its last microsecond, UTC.

        Raises AsOfError where it does not exist (yet).
        """
        recorded = None
        if any(text is not None and "T" in text for text in (known_on, recorded_by)):  # an instant may lie ahead
            with self._ledger.reading() as c:
                newest = self._ledger.newest(c)
            recorded = None if newest is None else newest.recorded
        return AsOf.parse(known_on, recorded_by, at_position, now=self._clock(), newest_recorded=recorded)

    def moment(self, pointer: str, text: str) -> Micros:
        """Return the moment that a *text* names, a day or an instant; it is the same on both clocks.

        Raises AsOfError at the *pointer* where it does not exist (yet).
        """
        try:
            moment = self.as_of(known_on=text).known_on
        except AsOfError as error:
            raise AsOfError.at(pointer, error.problems[0].detail) from None
        assert moment is not None  # noqa: S101 - it was given
        return moment

    def as_known(self, asked: Asked) -> AsKnown:
        """Return what a point of view comes to, without asking anything else."""
        with self._snapshot(asked.as_of) as snapshot:
            return snapshot.as_known

    def timelines(self, asked: Asked = EVERYTHING) -> Page[TimelineView]:
        """Return the timelines by slug, each with how many incidents and reports are on it."""
        with self._page(lists.timelines(), asked, None, TimelineView) as (snapshot, page):
            counted = [self._counted(snapshot, doc) for doc in page.docs]
            return Page(TimelineView, page.as_of, counted, page.next)

    def timeline(self, slug: str, asked: Asked = EVERYTHING) -> Found[TimelineView]:
        """Return a timeline as known. Raises UnknownError."""
        self.must_know_timeline(slug)
        with self._snapshot(asked.as_of) as snapshot:
            row = snapshot.one("timeline", {"timeline": slug})
            doc = None if row is None else self._counted(snapshot, row[0])
            return Found("timeline", TimelineView, doc, as_of=snapshot.as_known)

    def sources(self, asked: Asked = EVERYTHING) -> Page[SourceView]:
        """Return the sources by slug."""
        with self._page(lists.sources(), asked, None, SourceView) as (_, page):
            return page

    def incidents(
        self, timeline: str, asked: Asked = EVERYTHING, filters: IncidentFilters | None = None
    ) -> Page[Entry]:
        """Return the timeline as known: its entries, oldest occurrence first. Raises UnknownError, NotAllowedError."""
        self.must_know_timeline(timeline)
        listing = lists.incidents(timeline)
        what = lists.question(listing, asked, filters or IncidentFilters())
        with self._snapshot(what.as_of, what.position) as snapshot:
            return lists.entry_page(snapshot, listing, what)

    def claims(self, timeline: str, asked: Asked = EVERYTHING, filters: ClaimFilters | None = None) -> Page[ClaimView]:
        """Return the claims of a timeline's reports in the order heard. Raises UnknownError, NotAllowedError."""
        self.must_know_timeline(timeline)
        with self._page(lists.claims(timeline), asked, filters or ClaimFilters(), ClaimView) as (_, page):
            return page

    def reports(
        self, timeline: str, asked: Asked = EVERYTHING, filters: ReportFilters | None = None
    ) -> Page[ReportView]:
        """Return the reports of a timeline in the order of publication. Raises UnknownError, NotAllowedError."""
        self.must_know_timeline(timeline)
        with self._page(lists.reports(timeline), asked, filters or ReportFilters(), ReportView) as (_, page):
            return page

    def incident(self, timeline: str, slug: str, asked: Asked = EVERYTHING) -> Found[Entry]:
        """Return an incident as known, with the claims that count for it; a merged one answers with its target.

        Raises UnknownError.
        """
        with self._ledger.reading() as c:
            self._number(c, self._ledger.ids(c).incident(timeline, slug), "incident", f"{timeline}/{slug}")
        listing = lists.claims_on(f"{timeline}/{slug}")
        what = lists.question(listing, asked, None)
        with self._snapshot(what.as_of, what.position) as snapshot:
            target = self._target(snapshot, timeline, slug)
            number = self._ledger.number(snapshot.c, snapshot.ids.incident(timeline, target))
            found = None if number is None else entry_at(snapshot, number, snapshot.point)
            listing = listing._replace(parameters={"incident": number})
            claims = lists.page(snapshot, listing, what, ClaimView)
            return Found(
                "entry",
                Entry,
                None if found is None else found.doc,
                as_of=snapshot.as_known,
                claims=claims,
                merged_into=target if target != slug else None,
            )

    def report(self, report: UUID, asked: Asked = EVERYTHING) -> Found[ReportView]:
        """Return a report as known, with its claims. Raises UnknownError."""
        with self._ledger.reading() as c:
            number = self._number(c, report, "report", str(report))
        listing = lists.claims_of(str(report))
        what = lists.question(listing, asked, None)
        with self._snapshot(what.as_of, what.position) as snapshot:
            row = snapshot.one("report", {"number": number})
            place = row[1:] if row is not None else ("", 0, "")
            listing = listing._replace(
                parameters=dict(zip(("timeline", "published", "report_key"), place, strict=True))
            )
            claims = lists.page(snapshot, listing, what, ClaimView)
            return Found("report", ReportView, row and row[0], as_of=snapshot.as_known, claims=claims)

    def claim(self, claim: UUID, asked: Asked = EVERYTHING) -> Found[ClaimView]:
        """Return a claim as known. Raises UnknownError."""
        with self._snapshot(asked.as_of) as snapshot:
            if not snapshot.one("claim_known", {"claim": str(claim)})[0]:
                raise UnknownError("claim", str(claim))
            row = snapshot.one("claim", {"claim": str(claim)})
            return Found("claim", ClaimView, row and row[0], as_of=snapshot.as_known)

    def source(self, slug: str, asked: Asked = EVERYTHING) -> Found[SourceView]:
        """Return a source as known. Raises UnknownError."""
        with self._snapshot(asked.as_of) as snapshot:
            number = self._number(snapshot.c, snapshot.ids.source(slug), "source", slug)
            row = snapshot.one("source", {"number": number})
            return Found("source", SourceView, row and row[0], as_of=snapshot.as_known)

    @contextmanager
    def _snapshot(self, as_of: AsOf, position: int | None = None) -> Iterator[Snapshot]:
        with self._ledger.reading() as c:
            snapshot = Snapshot(self._ledger, c, as_of, position=position)
            self.erasure = snapshot.erasure
            yield snapshot

    @contextmanager
    def _page(
        self, listing: Listing, asked: Asked, filters: Filters, kind: type[T]
    ) -> Iterator[tuple[Snapshot, Page[T]]]:
        what: Question = lists.question(listing, asked, filters)
        with self._snapshot(what.as_of, what.position) as snapshot:
            yield snapshot, lists.page(snapshot, listing, what, kind)

    def _target(self, snapshot: Snapshot, timeline: str, slug: str) -> str:
        """Return the incident for which *slug* counted at this point."""
        facts = self._ledger.stream(snapshot.c, snapshot.ids.timeline(timeline), snapshot.point.n)
        state = reduce(evolve_timeline, facts, None)
        return slug if state is None else merged_into(state.merges, slug)

    def _counted(self, snapshot: Snapshot, doc: str) -> str:
        view = msgspec.json.decode(doc, type=TimelineView)
        of = {"timeline": view.timeline}
        (incidents,), (reports,) = snapshot.one("count_incidents", of), snapshot.one("count_reports", of)
        counted = msgspec.structs.replace(view, incidents=incidents, reports=reports)
        return msgspec.json.encode(counted).decode()
