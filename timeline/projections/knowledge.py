"""What the ledger holds at one position, as far as it has been asked for: the memory of the fold."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import attrgetter
from typing import Protocol

from timeline.facts import Committed
from timeline.projections.course import Halt
from timeline.projections.evidence import evidence
from timeline.states import (
    ClaimState,
    IncidentState,
    ReportState,
    SourceState,
    TimelineState,
    evolve_incident,
    evolve_report,
    evolve_source,
    evolve_timeline,
    merge_path,
    merged_into,
)
from timeline.status import Evidence
from timeline.voices import Speakers


class Recall(Protocol):
    """Looks up what was stored before the facts at hand. A number is the position of a stream's first fact."""

    def sources(self) -> Iterable[SourceState]:
        """Return every source."""

    def facts_of(self, number: int) -> Sequence[Committed]:
        """Return the facts of the stream with this number."""

    def timeline(self, slug: str) -> int | None:
        """Return the number of a timeline."""

    def incident(self, timeline: str, slug: str) -> int | None:
        """Return the number of an incident."""

    def filed(self, incident: int) -> Iterable[int]:
        """Return the numbers of the reports that ever had a claim filed under an incident."""

    def citing(self, source: int) -> Iterable[int]:
        """Return the numbers of the reports that ever named a source."""

    def seal(self, commitment: str) -> Committed | None:
        """Return the fact of a sealed report."""


_order = attrgetter("order")
INCIDENTS = 250_000
"""Incidents kept in memory: what is said of one is seldom said at once, and to recall it takes two questions."""
Index = dict[int, set[int]]
"""Reports by the number of what they name; only what is new, until it is stored."""


class Knowledge:
    """The present state of sources, timelines, incidents and reports, recalled when needed.

    *whole*: up to how many visible claims an entry is kept finished.
    """

    def __init__(self, recall: Recall, whole: int) -> None:
        self._recall = recall
        self.whole = whole
        self.sources: dict[str, SourceState] = {source.slug: source for source in recall.sources()}
        self.speakers = Speakers(source.speaker for source in self.sources.values())
        self.filings: Index = {}
        self.citations: Index = {}
        self._source_slugs = {source.number: source.slug for source in self.sources.values()}
        self._timelines: dict[str, TimelineState | None] = {}
        self._timeline_slugs: dict[int, str] = {}
        self._incident_numbers: dict[str, dict[str, int | None]] = {}
        self._incidents: dict[int, IncidentState | None] = {}
        self._reports: dict[int, ReportState | None] = {}
        self._seals: dict[str, Committed] = {}
        self._filed: dict[int, set[int]] = {}
        self._unfiled: set[int] = set()
        self._citing: dict[str, set[int]] = {}
        self._heard: dict[int, list[Evidence]] = {}
        self._halts: dict[int, list[Halt]] = {}

    def recall_from(self, recall: Recall) -> None:
        """Look up elsewhere from now on; what is remembered stays."""
        self._recall = recall

    def indexed(self) -> None:
        """Forget which filings and citations were new: they are stored."""
        self.filings, self.citations = {}, {}

    def forget_reports(self) -> None:
        """Let go of reports, and of what was gathered from them; it is recalled when needed."""
        self._reports, self._heard, self._filed, self._citing, self._halts = {}, {}, {}, {}, {}
        self._seals = {}
        if len(self._incidents) > INCIDENTS:
            self._incidents, self._incident_numbers, self._unfiled = {}, {}, set()

    @property
    def size(self) -> int:
        """How many reports are held in memory."""
        return len(self._reports)

    def timeline(self, slug: str) -> TimelineState | None:
        """Return a timeline."""
        if slug not in self._timelines:
            number = self._recall.timeline(slug)
            facts = () if number is None else self._recall.facts_of(number)
            self._timelines[slug] = reduce(evolve_timeline, facts, None)
        return self._timelines[slug]

    def incident(self, number: int) -> IncidentState | None:
        """Return an incident."""
        if number not in self._incidents:
            self._incidents[number] = reduce(evolve_incident, self._recall.facts_of(number), None)
        return self._incidents[number]

    def incident_called(self, timeline: str, slug: str) -> IncidentState | None:
        """Return the incident of a timeline that has this slug, merged away or not."""
        numbers = self._incident_numbers.setdefault(timeline, {})
        if slug not in numbers:
            numbers[slug] = self._recall.incident(timeline, slug)
        number = numbers[slug]
        return None if number is None else self.incident(number)

    def counts_for(self, timeline: str, slug: str | None) -> IncidentState | None:
        """Return the incident for which a claim filed under *slug* counts; None for an unfiled one."""
        if slug is None:
            return None
        known = self.timeline(timeline)
        return self.incident_called(timeline, merged_into(known.merges, slug) if known and known.merges else slug)

    def report(self, number: int) -> ReportState | None:
        """Return a report."""
        if number not in self._reports:
            self._reports[number] = reduce(evolve_report, self._recall.facts_of(number), None)
        return self._reports[number]

    def seal_of(self, report: ReportState) -> Committed | None:
        """Return the first of the facts by which a report was sealed."""
        seals = [self._seals.get(one) or self._recall.seal(one) for one in report.commitments]
        return min((seal for seal in seals if seal is not None), key=lambda seal: seal.position, default=None)

    def citing(self, source: str) -> set[int]:
        """Return the numbers of the reports that ever named *source*."""
        if source not in self._citing:
            number = self.sources[source].number
            self._citing[source] = {*self._recall.citing(number), *self.citations.get(number, ())}
        return self._citing[source]

    def filed(self, incident: int) -> set[int]:
        """Return the numbers of the reports that ever had a claim filed under *incident* itself."""
        if incident not in self._filed:
            before = () if incident in self._unfiled else self._recall.filed(incident)
            self._filed[incident] = {*before, *self.filings.get(incident, ())}
        return self._filed[incident]

    def merged_with(self, incident: IncidentState) -> Iterator[IncidentState]:
        """Yield the incidents whose claims count for *incident*: itself, and those merged into it."""
        timeline = self.timeline(incident.timeline)
        merges = timeline.merges if timeline is not None else {}
        for slug in (incident.slug, *merges):
            member = self.incident_called(incident.timeline, slug)
            if member is not None and merged_into(merges, slug) == incident.slug:
                yield member

    def heard_on(self, incident: IncidentState) -> list[Evidence]:
        """Return all claims that count for *incident*, in the order heard."""
        if incident.number not in self._heard:
            heard = [
                evidence(report, claim)
                for member in self.merged_with(incident)
                for number in self.filed(member.number)
                if (report := self.report(number)) is not None
                for claim in report.claims
                if claim.claim.incident == member.slug and not (claim.voided or report.voided)
            ]
            self._heard[incident.number] = sorted(heard, key=_order)
        return self._heard[incident.number]

    def forget_heard(self, incident: int) -> None:
        """Let the claims on an incident be gathered anew."""
        self._heard.pop(incident, None)

    def halts(self, incident: IncidentState) -> list[Halt]:
        """Return from where the fold of an incident may go on; the fold itself looks whether it still may."""
        return self._halts.setdefault(incident.number, [])

    def unhear(self, incident: IncidentState, report: ReportState, claim: ClaimState) -> None:
        """Take a claim from among those on *incident*, if they are gathered."""
        heard = self._heard.get(incident.number)
        if heard is not None:
            order = report.p, report.order, claim.ordinal
            place = bisect_left(heard, order, key=_order)
            assert heard[place].order == order  # noqa: S101 - whatever counts for an incident was heard on it
            del heard[place]

    def hear(self, incident: IncidentState, report: ReportState, claim: ClaimState) -> None:
        """Put a new claim in its place among those on *incident*, if they are gathered."""
        heard = self._heard.get(incident.number)
        if heard is not None:
            insort(heard, evidence(report, claim), key=_order)

    def filed_through(self, timeline: TimelineState, slug: str) -> Iterator[IncidentState]:
        """Yield the incidents whose claims count by way of *slug*: itself, and those merged into it."""
        for below in {slug, *timeline.merges}:
            if slug in merge_path(timeline.merges, below):
                member = self.incident_called(timeline.slug, below)
                if member is not None:
                    yield member

    def take_source(self, committed: Committed) -> str:
        """Take in a fact of a source; return its slug. The speakers follow with renew_speakers()."""
        slug = self._source_slugs.get(committed.number)
        source = evolve_source(None if slug is None else self.sources[slug], committed)
        assert source is not None  # noqa: S101 - a source's first fact registers it
        self.sources[source.slug] = source
        if slug is None:
            self._source_slugs[source.number] = source.slug
        return source.slug

    def renew_speakers(self) -> Speakers:
        """Let the status rule know of changed sources; return what it knew before."""
        before = self.speakers
        self.speakers = Speakers(source.speaker for source in self.sources.values())
        return before

    def timeline_numbered(self, number: int) -> TimelineState | None:
        """Return the timeline that was opened at position *number*."""
        if number not in self._timeline_slugs:
            recalled = reduce(evolve_timeline, self._recall.facts_of(number), None)
            if recalled is None:
                return None
            self._timeline_slugs[number] = recalled.slug
        return self.timeline(self._timeline_slugs[number])

    def take_timeline(self, committed: Committed) -> TimelineState:
        """Take in a fact of a timeline."""
        opens = committed.position == committed.number
        timeline = evolve_timeline(None if opens else self.timeline_numbered(committed.number), committed)
        assert timeline is not None  # noqa: S101 - a timeline's first fact opens it
        self._timelines[timeline.slug] = timeline
        self._timeline_slugs[timeline.number] = timeline.slug
        return timeline

    def take_incident(self, committed: Committed) -> IncidentState:
        """Take in a fact of an incident."""
        opens = committed.position == committed.number
        incident = evolve_incident(None if opens else self.incident(committed.number), committed)
        assert incident is not None  # noqa: S101 - an incident's first fact opens it
        self._incidents[incident.number] = incident
        self._incident_numbers.setdefault(incident.timeline, {})[incident.slug] = incident.number
        if opens:
            self._unfiled.add(incident.number)
        return incident

    def take_report(self, committed: Committed) -> ReportState:
        """Take in a fact of a report."""
        opens = committed.position == committed.number
        report = evolve_report(None if opens else self.report(committed.number), committed)
        assert report is not None  # noqa: S101 - a report's first fact records it
        self._reports[report.number] = report
        return report

    def take_seal(self, committed: Committed, commitment: str) -> None:
        """Take in the fact of a sealed report."""
        self._seals[commitment] = committed

    def index(self, before: ReportState | None, after: ReportState) -> None:
        """Remember under which incidents a report has claims now, and which sources it names, and had not *before*."""
        for slug in _named(after) - _named(before):
            _add(self.citations, self.sources[slug].number, after.number)
            if slug in self._citing:
                self._citing[slug].add(after.number)
        for slug in _filed_under(after) - _filed_under(before):
            incident = self.incident_called(after.timeline, slug)
            if incident is not None:
                _add(self.filings, incident.number, after.number)
                self._unfiled.discard(incident.number)
                if incident.number in self._filed:
                    self._filed[incident.number].add(after.number)


def _named(report: ReportState | None) -> set[str]:
    """Return the sources through which claims of a report came, or from which they derive."""
    if report is None:
        return set()
    return {slug for claim in report.claims for slug in (*report.chain_of(claim.claim), *claim.claim.derived_from)}


def _filed_under(report: ReportState | None) -> set[str]:
    """Return the incidents under which a report has claims."""
    return set() if report is None else {c.claim.incident for c in report.claims if c.claim.incident is not None}


def _add(index: Index, owner: int, report: int) -> None:
    index.setdefault(owner, set()).add(report)
