"""One transaction's facts, taken in: which things are touched, and their states from then on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from msgspec import UNSET

from timeline.bitemporal import Span
from timeline.clocks import ALWAYS
from timeline.facts import (
    ClaimGraded,
    Committed,
    IncidentDescribed,
    IncidentOpened,
    IncidentSignedOff,
    IncidentsMerged,
    LedgerOpened,
    LogRestarted,
    ReportOpened,
    ReportSealed,
    RulesAdopted,
    SourceAffiliated,
    SourceDescribed,
    SourceGraded,
    SourceRegistered,
    TimelineDescribed,
    TimelineOpened,
    WordingErased,
)
from timeline.projections.board import absent
from timeline.projections.claims import claim_spans
from timeline.projections.incidents import Folded, fold_incident
from timeline.projections.kept import Kept
from timeline.projections.knowledge import Knowledge
from timeline.projections.reports import report_spans
from timeline.projections.sources import source_spans, timeline_spans
from timeline.states import IncidentState, ReportState, merged_into


class View(StrEnum):
    """What is kept of the ledger, a table each."""

    TIMELINES = "timelines"
    SOURCES = "sources"
    INCIDENTS = "incidents"
    REPORTS = "reports"
    CLAIMS = "claims"
    WORDS = "words"
    FIGURES = "figures"


class Refolded(NamedTuple):
    """A touched thing, and the states of its parts from *since* on; what lies before is as it was.

    Most things have one part, called ""; words and figures have one for every voice that is heard. A part that is not
    there has no state from *since* on; given *absent*, that is a state of its own wherever there were others.
    """

    view: View
    number: int
    since: int
    parts: Mapping[str, list[Span[Kept]]]
    absent: Kept | None = None


class Share(NamedTuple):
    """One of several shares of all incidents and reports, told by number; whoever folds it folds the rest elsewhere."""

    part: int = 0
    parts: int = 1

    def has(self, number: int) -> bool:
        """Tell whether a thing belongs to this share."""
        return self.parts == 1 or (number * _SCATTER >> _SHIFT) % self.parts == self.part


ALL = Share()
_QUIET = (ClaimGraded, ReportOpened)
"""Facts of a report that change no word on any incident."""
_SCATTER, _SHIFT = 2_654_435_761, 16  # numbers of one kind may all be even, or follow another rhythm


def transactions(facts: Iterable[Committed]) -> Iterator[list[Committed]]:
    """Split facts in ledger order by transaction: the facts of one share their recorded time, and no other has it."""
    for _, transaction in groupby(facts, key=lambda committed: committed.recorded):
        yield list(transaction)


def fold(known: Knowledge, transaction: Sequence[Committed], share: Share = ALL) -> Touched:
    """Take one whole transaction into *known*, and return every thing of a *share* whose states it may change."""
    touched = Touched(known, share)
    for committed in transaction:
        touched.take(committed)
    touched.spread()
    return touched


class Touched:
    """What one transaction touches, and from when on."""

    def __init__(self, known: Knowledge, share: Share) -> None:
        self._known, self._share = known, share
        self._timelines: set[str] = set()
        self._sources: set[str] = set()
        self._renamed: set[str] = set()
        self.incidents: dict[int, int] = {}
        """The touched incidents, each from when on."""
        self._before: dict[int, ReportState | None] = {}
        self._quiet: set[int] = set()
        self._claims_of: set[int] = set()

    def take(self, committed: Committed) -> None:
        """Take one fact in."""
        match committed.fact:
            case LedgerOpened() | RulesAdopted() | LogRestarted() | WordingErased():
                pass
            case SourceRegistered() | SourceDescribed() | SourceAffiliated() | SourceGraded():
                slug = self._known.take_source(committed)
                self._sources.add(slug)
                if isinstance(committed.fact, SourceDescribed) and committed.fact.name is not UNSET:
                    self._renamed.add(slug)
            case TimelineOpened() | TimelineDescribed():
                self._timelines.add(self._known.take_timeline(committed).slug)
            case IncidentsMerged(incident=incident):
                self._merge(committed, incident)
            case IncidentOpened() | IncidentDescribed():
                self._touch(self._known.take_incident(committed), ALWAYS)
            case IncidentSignedOff():
                incident_now = self._known.take_incident(committed)
                self._touch(incident_now, max(incident_now.sign_offs, key=lambda sign: sign.position).p)
            case ReportSealed(commitment=commitment):
                self._known.take_seal(committed, commitment)
            case _:
                self._take_report(committed)

    def _take_report(self, committed: Committed) -> None:
        number = committed.number
        if number not in self._before:
            opens = committed.position == number
            self._before[number] = None if opens else self._known.report(number)
            if isinstance(committed.fact, _QUIET):
                self._quiet.add(number)
        if not isinstance(committed.fact, _QUIET):
            self._quiet.discard(number)
        self._known.take_report(committed)

    def _merge(self, committed: Committed, slug: str) -> None:
        """A merge moves claims from one incident's count to another's: both change, on every day."""
        before = self._known.timeline_numbered(committed.number)
        timeline = self._known.take_timeline(committed)
        for root in {slug, merged_into(before.merges if before else {}, slug), merged_into(timeline.merges, slug)}:
            incident = self._known.incident_called(timeline.slug, root)
            if incident is not None:
                self._touch(incident, ALWAYS)
                self._known.forget_heard(incident.number)
        for member in self._known.filed_through(timeline, slug):
            self._claims_of |= self._known.filed(member.number)

    def _touch(self, incident: IncidentState, since: int) -> None:
        if self._share.has(incident.number):
            self.incidents[incident.number] = min(since, self.incidents.get(incident.number, since))

    def spread(self) -> None:
        """Go on to what the touched things touch."""
        if self._sources:
            self._spread_sources()
        for number, before in self._before.items():
            after = self._known.report(number)
            if after is not None and number not in self._quiet:
                self._known.index(before, after)
                self._spread_report(before, after)

    def _spread_sources(self) -> None:
        """A changed source changes every claim that came through it, and may join voices elsewhere."""
        before = self._known.renew_speakers()
        for slug in before.touched_by(self._known.speakers):
            for number in self._known.citing(slug):
                report = self._known.report(number)
                if report is not None:
                    self._claims_of.add(number)
                    self._touch_incidents_of(report, ALWAYS)
        for slug in self._renamed:  # a claim names the links of its chain; a new name changes no status
            self._claims_of |= self._known.citing(slug)

    def _spread_report(self, before: ReportState | None, after: ReportState) -> None:
        """A changed report changes what its claims count for: those that it made, and those that it makes now."""
        known, since = self._known, after.p if before is None else min(before.p, after.p)
        for report, hear in ((before, known.unhear), (after, known.hear)):
            if report is None:
                continue
            self._touch_incidents_of(report, since)
            for claim in () if report.voided else report.claims:
                incident = known.counts_for(report.timeline, claim.claim.incident)
                if incident is not None and not claim.voided:
                    hear(incident, report, claim)

    def _touch_incidents_of(self, report: ReportState, since: int) -> None:
        for slug in {claim.claim.incident for claim in report.claims}:
            incident = self._known.counts_for(report.timeline, slug)
            if incident is not None:
                self._touch(incident, since)

    def refolded(self) -> Iterator[Refolded]:
        """Yield the states of everything touched, in an order that does not hang on chance.

        Sources and timelines, of which there are few, belong to every share.
        """
        for slug in sorted(self._timelines):
            timeline = self._known.timeline(slug)
            if timeline is not None:
                yield Refolded(View.TIMELINES, timeline.number, ALWAYS, {"": timeline_spans(timeline)})
        for slug in sorted(self._sources):
            source = self._known.sources[slug]
            yield Refolded(View.SOURCES, source.number, ALWAYS, {"": source_spans(source)})
        yield from self._refolded_reports()
        for number, since in sorted(self.incidents.items()):
            incident = self._known.incident(number)
            if incident is not None:
                folded = self._fold_incident(incident, since)
                yield Refolded(View.INCIDENTS, number, since, {"": folded.core}, absent(incident))
                yield Refolded(View.WORDS, number, since, folded.words)
                yield Refolded(View.FIGURES, number, since, folded.figures)

    def _refolded_reports(self) -> Iterator[Refolded]:
        for number in sorted(filter(self._share.has, self._claims_of | self._before.keys())):
            report = self._known.report(number)
            if report is None:
                continue
            if number in self._before:
                yield Refolded(View.REPORTS, number, ALWAYS, {"": report_spans(report, self._known.seal_of(report))})
            for claim in report.claims:
                yield Refolded(View.CLAIMS, claim.position, ALWAYS, {"": claim_spans(self._known, report, claim)})

    def _fold_incident(self, incident: IncidentState, since: int) -> Folded:
        counted = self._known.counts_for(incident.timeline, incident.slug)
        if counted is None or counted.number != incident.number:
            return Folded([], {}, {})  # merged away
        claims, speakers = self._known.heard_on(incident), self._known.speakers
        halts = self._known.halts(incident)
        return fold_incident(incident, claims, speakers, since, most=self._known.whole, halts=halts)
