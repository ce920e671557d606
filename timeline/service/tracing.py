"""Asking how one thing came to be what it is: the states of an incident, and the steps of any history."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial, reduce
from typing import NamedTuple
from uuid import UUID

import msgspec

from timeline.answers import AsKnown, ClaimView, Entry, HistoryStep, ReportView, SourceView
from timeline.clocks import AsOf, Clock
from timeline.errors import UnknownError
from timeline.facts import ReportRecorded
from timeline.projections import View
from timeline.service import lists
from timeline.service.filters import HistoryFilters
from timeline.service.histories import State, Thing, states
from timeline.service.lists import EVERYTHING, Asked, Listing, Page, T
from timeline.service.naming import Naming
from timeline.service.snapshot import Snapshot
from timeline.service.steps import step_page
from timeline.states import ReportState, evolve_report


class States(NamedTuple):
    """The states of an incident along one clock, no two neighbours equal."""

    as_of: AsKnown
    clock: Clock
    states: list[State]

    @property
    def entries(self) -> list[Entry | None]:
        """The states as values."""
        return [None if state.doc is None else msgspec.json.decode(state.doc, type=Entry) for state in self.states]


class Tracing(Naming):
    """The questions about the history of one thing that a Timeline answers."""

    _snapshot: Callable[..., AbstractContextManager[Snapshot]]

    def states(self, timeline: str, incident: str, clock: Clock = Clock.PUBLISHED, as_of: AsOf | None = None) -> States:
        """Return the states of an incident along one clock, from the point of view of the other. Raises UnknownError.

        A merged incident has its own, which end when it is merged.
        """
        with self._snapshot(as_of or AsOf()) as snapshot:
            thing = self._incident(timeline, incident, snapshot)
            return States(snapshot.as_known, clock, list(states(snapshot, thing, clock)))

    def history(
        self, timeline: str, incident: str, asked: Asked = EVERYTHING, clock: Clock = Clock.PUBLISHED
    ) -> Page[HistoryStep[Entry]]:
        """Return the steps between the states of an incident along one clock, each with what led to it.

        *asked* tells the point of view: what is later on the clock itself is not told. Raises UnknownError.
        """
        named = lists.steps("incident", f"{timeline}/{incident}")
        find = partial(self._incident, timeline, incident)
        return self._steps(named, asked, find, clock=clock, kind=Entry)

    def claim_history(
        self, claim: UUID, asked: Asked = EVERYTHING, clock: Clock = Clock.PUBLISHED
    ) -> Page[HistoryStep[ClaimView]]:
        """Return the steps between the states of a claim. Raises UnknownError."""
        named = lists.steps("claim", str(claim))
        return self._steps(named, asked, partial(_claim, claim), clock=clock, kind=ClaimView)

    def report_history(
        self, report: UUID, asked: Asked = EVERYTHING, clock: Clock = Clock.PUBLISHED
    ) -> Page[HistoryStep[ReportView]]:
        """Return the steps between the states of a report. Raises UnknownError."""
        named = lists.steps("report", str(report))
        return self._steps(named, asked, partial(_report, report), clock=clock, kind=ReportView)

    def source_history(self, slug: str, asked: Asked = EVERYTHING) -> Page[HistoryStep[SourceView]]:
        """Return the steps between the states of a source along the recorded clock. Raises UnknownError.

        On the published clock a source is what it is on every day.
        """
        find = partial(self._source, slug)
        return self._steps(lists.steps("source", slug), asked, find, clock=Clock.RECORDED, kind=SourceView)

    def _steps(
        self, listing: Listing, asked: Asked, find: Callable[[Snapshot], Thing], *, clock: Clock, kind: type[T]
    ) -> Page[HistoryStep[T]]:
        what = lists.question(listing, asked, HistoryFilters(clock=clock))
        assert isinstance(what.filters, HistoryFilters)  # noqa: S101 - a cursor gives back what it was given
        with self._snapshot(what.as_of, what.position) as snapshot:
            return step_page(snapshot, listing, what, find(snapshot), clock=what.filters.clock, kind=kind)

    def _incident(self, timeline: str, slug: str, snapshot: Snapshot) -> Thing:
        stream = snapshot.ids.incident(timeline, slug)
        number = self._number(snapshot.c, stream, "incident", f"{timeline}/{slug}")
        return Thing(View.INCIDENTS, number, stream, timeline, slug)

    def _source(self, slug: str, snapshot: Snapshot) -> Thing:
        stream = snapshot.ids.source(slug)
        return Thing(View.SOURCES, self._number(snapshot.c, stream, "source", slug), stream)


def _report(report: UUID, snapshot: Snapshot) -> Thing:
    facts = snapshot.ledger.stream(snapshot.c, report)
    if not facts or not isinstance(recorded := facts[0].fact, ReportRecorded):
        raise UnknownError("report", str(report))
    return Thing(View.REPORTS, facts[0].number, report, recorded.timeline)


def _claim(claim: UUID, snapshot: Snapshot) -> Thing:
    kept = snapshot.one("claim_kept", {"claim": str(claim)})
    if kept is None:
        raise UnknownError("claim", str(claim))
    number, doc = kept
    view = msgspec.json.decode(doc, type=ClaimView)
    report: ReportState | None = reduce(evolve_report, snapshot.ledger.stream(snapshot.c, UUID(view.report.id)), None)
    made = None if report is None else report.find(view.ref)
    filed = None if made is None else made.claim.incident
    return Thing(View.CLAIMS, number, UUID(view.report.id), view.timeline, filed)
