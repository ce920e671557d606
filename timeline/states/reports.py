"""A report and its claims as their facts leave them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET

from timeline.claims import Claim
from timeline.clocks import EVER, published_at
from timeline.facts import (
    ClaimCorrected,
    ClaimGraded,
    ClaimMade,
    ClaimVoided,
    Committed,
    Erased,
    ReportCorrected,
    ReportOpened,
    ReportRecorded,
    ReportVoided,
    ReportWithdrawn,
    claim_id,
)
from timeline.places import Place
from timeline.reports import Report
from timeline.states.changes import changed

T = TypeVar("T", "ClaimState", "ReportState")


class Grade(msgspec.Struct, frozen=True, order=True):
    """A claim's credibility from *p* on; the latest by (*p*, *position*) counts."""

    p: int
    position: int
    credibility: int


class ClaimState(msgspec.Struct, frozen=True, kw_only=True):
    """A claim as we read it now, and as it was recorded *first*; *ordinal*, its place in its report, counts from 0."""

    id: str
    ordinal: int
    position: int
    recorded: int
    by: str
    first: Claim
    claim: Claim
    voided: bool = False
    grades: tuple[Grade, ...] = ()
    erased: Erased | None = None

    @property
    def ref(self) -> str:
        """The claim's name in its report."""
        return self.claim.ref or ""


class ReportState(msgspec.Struct, frozen=True, kw_only=True):
    """A report as we read it now, and as it was recorded *first*.

    *p* is when it was published, *withdrawn* when it was taken down (EVER: never). It was
    recorded with so many claims (*told*); it and they fit the *commitments* that had been made to them before.
    """

    number: int
    stream: UUID
    recorded: int
    by: str
    timeline: str
    key: str
    first: Report
    report: Report
    p: int
    told: int
    claims: tuple[ClaimState, ...] = ()
    voided: bool = False
    withdrawn: int = EVER
    commitments: tuple[str, ...] = ()
    erased: Erased | None = None

    @property
    def order(self) -> str:
        """By what reports of one moment are ordered: the key, or what stands in for an erased one."""
        return self.key if self.erased is None or self.erased.order is None else self.erased.order

    def chain_of(self, claim: Claim) -> tuple[str, ...]:
        """Return how *claim* travelled: by its own chain, else its report's, else straight from the publisher."""
        return claim.chain or self.report.chain or (self.report.source,)

    def place_of(self, claim: Claim) -> Place | None:
        """Return the place of *claim*: its own, else its report's."""
        return claim.place or self.report.place

    def occurred_of(self, claim: Claim) -> str | None:
        """Return when what is claimed happened: the claim's own word, else its report's."""
        return claim.occurred or self.report.occurred

    def find(self, ref: str) -> ClaimState | None:
        """Return the claim called *ref*, if any."""
        return next((claim for claim in self.claims if claim.ref == ref), None)


def evolve_report(report: ReportState | None, committed: Committed) -> ReportState | None:
    """Return the report after one more fact of its stream."""
    if isinstance(committed.fact, ReportRecorded):
        return _opened(committed, committed.fact)
    return None if report is None else _evolve(report, committed)


def _opened(committed: Committed, fact: ReportRecorded) -> ReportState:
    return ReportState(
        number=committed.number,
        stream=committed.stream,
        recorded=committed.recorded,
        by=committed.by,
        timeline=fact.timeline,
        key=fact.key,
        first=fact.report,
        report=fact.report,
        p=published_at(fact.report.published),
        told=fact.claims,
        erased=committed.erased,
    )


def _evolve(report: ReportState, committed: Committed) -> ReportState:
    match committed.fact:
        case ClaimMade(claim=claim):
            made = ClaimState(
                id=str(claim_id(report.stream, claim.ref or "")),
                ordinal=len(report.claims),
                position=committed.position,
                recorded=committed.recorded,
                by=committed.by,
                first=claim,
                claim=claim,
                erased=committed.erased,
            )
            return msgspec.structs.replace(report, claims=(*report.claims, made))
        case ReportCorrected():
            return _corrected(_marked(report, committed), committed.fact)
        case ReportVoided():
            return msgspec.structs.replace(_marked(report, committed), voided=True)
        case ReportWithdrawn(published=published):
            p = committed.recorded if published is None else published_at(published)
            return msgspec.structs.replace(_marked(report, committed), withdrawn=min(report.withdrawn, p))
        case ReportOpened(commitment=commitment):
            return msgspec.structs.replace(report, commitments=(*report.commitments, commitment))
        case ClaimCorrected(ref=ref) | ClaimVoided(ref=ref) | ClaimGraded(ref=ref):
            claims = tuple(
                _claim(_marked(claim, committed), committed) if claim.ref == ref else claim for claim in report.claims
            )
            return msgspec.structs.replace(report, claims=claims)
        case _:
            return report


def _marked(thing: T, committed: Committed) -> T:
    """Return a report or claim with the mark of a fact that lost wording; its own order stays."""
    if committed.erased is None:
        return thing
    order = thing.erased.order if thing.erased is not None else None
    return msgspec.structs.replace(thing, erased=msgspec.structs.replace(committed.erased, order=order))


def _claim(claim: ClaimState, committed: Committed) -> ClaimState:
    match committed.fact:
        case ClaimCorrected(changes=changes):
            return msgspec.structs.replace(claim, claim=changed(claim.claim, changes))
        case ClaimVoided():
            return msgspec.structs.replace(claim, voided=True)
        case ClaimGraded(credibility=credibility, published=published):
            p = committed.recorded if published is None else published_at(published)
            grade = Grade(p, committed.position, credibility)
            return msgspec.structs.replace(claim, grades=(*claim.grades, grade))
        case _:
            return claim


def _corrected(report: ReportState, fact: ReportCorrected) -> ReportState:
    """Apply a correction; a new source takes the place of the first link of every chain."""
    source, chain = fact.changes.source, report.report.chain
    also: dict[str, tuple[str, ...]] = {}
    claims = report.claims
    if source is not UNSET and source != report.report.source:
        if chain is not None and fact.changes.chain is UNSET:
            also = {"chain": _led_by(source, chain)}
        claims = tuple(_led_claim(source, claim) for claim in claims)
    now = changed(report.report, fact.changes, **also)
    return msgspec.structs.replace(report, report=now, p=published_at(now.published), claims=claims)


def _led_claim(source: str, claim: ClaimState) -> ClaimState:
    if claim.claim.chain is None:
        return claim
    led = msgspec.structs.replace(claim.claim, chain=_led_by(source, claim.claim.chain))
    return msgspec.structs.replace(claim, claim=led)


def _led_by(source: str, chain: Sequence[str]) -> tuple[str, ...]:
    return (source, *chain[1:])
