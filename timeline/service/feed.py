"""The feed of changes: what was recorded about a timeline, fact by fact, and what became of statuses by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, reduce
from typing import Final, NamedTuple

import msgspec

from timeline.answers import LedgerChange, Transition
from timeline.clocks import instant_text, parse_instant
from timeline.errors import NotAllowedError
from timeline.facts import (
    TOPICS,
    Committed,
    Erasable,
    Fact,
    IncidentDescribed,
    IncidentOpened,
    IncidentSignedOff,
    IncidentsMerged,
    LedgerOpened,
    LogRestarted,
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
from timeline.projections import View
from timeline.service.causes import behind, reason_of, ref_of
from timeline.service.entries import entry_at
from timeline.service.filters import ChangeFilters
from timeline.service.histories import Thing
from timeline.service.lists import Listing, Page, Question, cursor_behind
from timeline.service.snapshot import Point, Snapshot
from timeline.states import ClaimState, ReportState, TimelineState, evolve_report, evolve_timeline, merged_into
from timeline.status import Status

_LOOKED_THROUGH: Final = 5_000
"""Facts that one page looks through: where few are wanted, it may hold none, and still have a next one."""
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@cache
def name_of(fact: type[Fact]) -> str:
    """Return what a kind of fact is called outside, as report_recorded or clash_reported."""
    return _CAPITAL.sub("_", fact.__name__).lower()


FACTS: Final = tuple(sorted({name_of(fact) for fact in TOPICS.values()}))
"""What facts can be called."""


def must_be_fact(name: str | None) -> None:
    """Refuse what no kind of fact is called. Raises NotAllowedError."""
    if name not in (None, *FACTS):
        raise NotAllowedError.at("/fact", f"it is no kind of fact; allowed: {', '.join(FACTS)}")


def change_page(snapshot: Snapshot, listing: Listing, asked: Question, timeline: str) -> Page[LedgerChange]:
    """Return one page of what was recorded about a timeline and about all sources, in ledger order."""
    wanted = asked.filters
    assert isinstance(wanted, ChangeFilters)  # noqa: S101 - a cursor gives back what it was given
    must_be_fact(wanted.fact)
    reached = wanted.after if asked.key is None else int(asked.key[0])
    feed, docs = _Feed(snapshot, timeline, wanted), list[str]()
    for number, fact in enumerate(snapshot.ledger.facts(snapshot.c, reached, snapshot.point.n)):
        if len(docs) == asked.limit or number == _LOOKED_THROUGH:
            return Page(LedgerChange, snapshot.as_known, docs, cursor_behind(snapshot, listing, asked, (reached,)))
        if (change := feed.change(fact)) is not None:
            docs.append(msgspec.json.encode(change).decode())
        reached = fact.position
    return Page(LedgerChange, snapshot.as_known, docs, None)


class _About(NamedTuple):
    """What a fact is about, as it goes out; and its *report* as the fact leaves it, if it is a report's."""

    incident: str | None = None
    claim: str | None = None
    report: ReportState | None = None

    @property
    def claims(self) -> list[ClaimState]:
        """The claims that the fact concerns: one, or all of the report."""
        claims = () if self.report is None else self.report.claims
        return [claim for claim in claims if self.claim in (None, claim.id)]


class _Because(msgspec.Struct, frozen=True):
    """What the text of an entry tells of the claims that set its words."""

    because: list[str]


_BECAUSE: Final = msgspec.json.Decoder(_Because)


class _Turn(NamedTuple):
    """A change of a status, and the position of the newest fact behind it."""

    transition: Transition
    position: int


class _Feed:
    """Reads facts in ledger order, from any position on."""

    def __init__(self, snapshot: Snapshot, timeline: str, wanted: ChangeFilters) -> None:
        self._snapshot, self._timeline, self._wanted = snapshot, timeline, wanted
        self._stream = snapshot.ids.timeline(timeline)
        facts = snapshot.ledger.stream(snapshot.c, self._stream, snapshot.point.n)
        state: TimelineState | None = reduce(evolve_timeline, facts, None)
        self._merges: Mapping[str, str] = {} if state is None else state.merges
        self._commits: dict[int, int] = {}
        self._reports: dict[int, ReportState | None] = {}
        self._turns: dict[tuple[int, int], _Turn | None] = {}

    def change(self, committed: Committed) -> LedgerChange | None:
        """Return a fact as it is told; None where it is not wanted."""
        about = self._about(committed)
        if about is None or self._wanted.fact not in (None, name_of(type(committed.fact))):
            return None
        if self._wanted.incident not in (None, *self._incidents(committed, about)):
            return None
        return LedgerChange(
            position=committed.position,
            recorded=instant_text(committed.recorded),
            by=committed.by,
            fact=name_of(type(committed.fact)),
            incident=about.incident,
            report=None if about.report is None else str(about.report.stream),
            claim=about.claim,
            reason=reason_of(committed),
            transitions=list(self._transitions(committed, about)),
        )

    def _about(self, committed: Committed) -> _About | None:
        """Return what a fact is about; None where that is not on this timeline, or was not published late enough."""
        only_published = self._wanted.published_after is not None
        match committed.fact:
            case LedgerOpened() | RulesAdopted() | LogRestarted():
                return None
            case WordingErased(what=what) if what is not Erasable.REPORT and what is not Erasable.CLAIM:
                return self._about_erasure(committed, what)
            case SourceRegistered() | SourceDescribed() | SourceAffiliated() | SourceGraded():
                return None if only_published else _About()
            case TimelineOpened() | TimelineDescribed() | IncidentsMerged() as said:
                ours = committed.stream == self._stream and not only_published
                return _About(said.incident if isinstance(said, IncidentsMerged) else None) if ours else None
            case ReportSealed(timeline=timeline):
                return _About() if timeline == self._timeline and not only_published else None
            case IncidentOpened() | IncidentDescribed() | IncidentSignedOff():
                opened = self._snapshot.ledger.stream_of(self._snapshot.c, committed.number, committed.number)[0].fact
                assert isinstance(opened, IncidentOpened)  # noqa: S101 - an incident's first fact opens it
                return _About(opened.slug) if opened.timeline == self._timeline and not only_published else None
            case _:
                return self._about_report(committed)

    def _about_erasure(self, committed: Committed, what: Erasable) -> _About | None:
        """Return what an erasure that is not of a report is about: it acts on every day."""
        if what is Erasable.INCIDENT:
            opened = self._snapshot.ledger.stream_of(self._snapshot.c, committed.number, committed.number)[0].fact
            assert isinstance(opened, IncidentOpened)  # noqa: S101 - as above
            return _About(opened.slug) if opened.timeline == self._timeline else None
        return _About() if what is not Erasable.TIMELINE or committed.stream == self._stream else None

    def _about_report(self, committed: Committed) -> _About | None:
        report, moment = self._evolved(committed), self._wanted.published_after
        if report is None or report.timeline != self._timeline or report.p > self._snapshot.point.p:
            return None
        if moment is not None and report.p <= parse_instant(moment):
            return None
        claim = report.find(ref_of(committed) or "")
        return _About(report=report) if claim is None else _About(claim.claim.incident, claim.id, report)

    def _evolved(self, committed: Committed) -> ReportState | None:
        """Return a report as one of its facts leaves it; its facts come in order."""
        number = committed.number
        if number not in self._reports:
            facts = self._snapshot.ledger.stream_of(self._snapshot.c, number, committed.position - 1)
            self._reports[number] = reduce(evolve_report, facts, None)
        self._reports[number] = evolve_report(self._reports[number], committed)
        return self._reports[number]

    def _incidents(self, committed: Committed, about: _About) -> set[str]:
        """Return the incidents that a fact is about, those into which they are merged by now, and those it turned."""
        match committed.fact:
            case SourceDescribed() | SourceAffiliated():
                named = set[str | None]()
            case IncidentsMerged(incident=incident, into=into):
                named = {incident, into}
            case _:
                named = {about.incident, *(claim.claim.incident for claim in about.claims)}
        slugs = {slug for slug in named if slug is not None}
        slugs |= {merged_into(self._merges, slug) for slug in slugs}
        return slugs | {transition.incident for transition in self._transitions(committed, about)}

    def _transitions(self, committed: Committed, about: _About) -> Iterator[Transition]:
        """Yield what became of statuses by the transaction of a fact, as far as this fact is the newest behind it."""
        at = self._commit(committed.recorded)
        for number in self._touched(committed, about, at):
            key = (number, at)
            if key not in self._turns:
                self._turns[key] = self._turn(number, at)
            turn = self._turns[key]
            if turn is not None and turn.position == committed.position:
                yield turn.transition

    def _commit(self, recorded: int) -> int:
        """Return the last position of the transaction that was recorded at a moment."""
        if recorded not in self._commits:
            commit = self._snapshot.ledger.commit_by_time(self._snapshot.c, recorded)
            assert commit is not None  # noqa: S101 - every fact belongs to a commit
            self._commits[recorded] = commit.position
        return self._commits[recorded]

    def _touched(self, committed: Committed, about: _About, at: int) -> list[int]:
        """Return the incidents whose status a fact may have changed."""
        match committed.fact:
            case WordingErased():
                return []
            case SourceDescribed() | SourceAffiliated() | IncidentsMerged():
                found = self._snapshot.rows("begun_at", {"timeline": self._timeline, "at": at})
            case IncidentOpened() | IncidentDescribed() | IncidentSignedOff():
                return [committed.number]
            case _ if about.claims:
                claims = msgspec.json.encode([claim.id for claim in about.claims]).decode()
                found = self._snapshot.rows("touched_by", {"claims": claims, "at": at})
            case _:
                return []
        return sorted(number for (number,) in found)

    def _turn(self, number: int, at: int) -> _Turn | None:
        """Return how an incident's status changed with the transaction that ends *at* a position."""
        (slug, after), (slug_before, before) = self._status(number, at), self._status(number, at - 1)
        if before == after:
            return None
        incident = slug or slug_before
        stream = self._snapshot.ids.incident(self._timeline, incident)
        thing = Thing(View.INCIDENTS, number, stream, self._timeline, incident)
        found = behind(self._snapshot, thing, at, self._words(number, at))
        return _Turn(Transition(incident=incident, before=before, after=after, because=found.because), found.position)

    def _status(self, number: int, n: int) -> tuple[str, Status | None]:
        row = self._snapshot.one("status", {"number": number, "n": n})
        return ("", None) if row is None else (row[0], Status(row[1]))

    def _words(self, number: int, at: int) -> set[str]:
        """Return the claims that set the words on an incident, as a position leaves them."""
        kept = entry_at(self._snapshot, number, Point(self._snapshot.point.p, at))
        return set() if kept is None else set(_BECAUSE.decode(kept.doc).because)
