"""Readable beginnings for tests: what a test does not name is something harmless."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from timeline.claims import Claim, ClaimChanges
from timeline.commands import (
    AddClaim,
    CorrectClaim,
    CorrectReport,
    MergeIncidents,
    OpenIncident,
    OpenTimeline,
    RecordReport,
    RegisterSource,
    SignOff,
    VoidClaim,
    VoidReport,
    WithdrawReport,
)
from timeline.figures import Figure
from timeline.reports import ReportChanges
from timeline.sources import SourceKind

TIMELINE = "war"
INCIDENT = "clash"
OUTLET = "gazette"

_keys = count(1)


def a_timeline(slug: str = TIMELINE, **fields: Any) -> OpenTimeline:
    """Return the opening of a timeline."""
    return OpenTimeline(**{"slug": slug, "title": f"The timeline {slug}", **fields})


def a_source(slug: str = OUTLET, kind: str = "outlet", **fields: Any) -> RegisterSource:
    """Return somebody who speaks; an outlet, unless told otherwise."""
    return RegisterSource(**{"slug": slug, "name": slug.title(), "kind": SourceKind(kind), **fields})


def an_incident(slug: str = INCIDENT, timeline: str = TIMELINE, **fields: Any) -> OpenIncident:
    """Return the opening of an incident."""
    return OpenIncident(**{"timeline": timeline, "slug": slug, "title": f"The incident {slug}", **fields})


def a_claim(kind: str = "observation_reported", stance: str = "asserts", **fields: Any) -> Claim:
    """Return a claim on the usual incident."""
    given = {"kind": kind, "stance": stance, "incident": INCIDENT, "statement": "So it is said.", **fields}
    return Claim(**given)


def a_clash(stance: str = "asserts", **fields: Any) -> Claim:
    """Return a claim that forces have fought."""
    return a_claim("clash_reported", stance, **fields)


def a_denial(**fields: Any) -> Claim:
    """Return a claim that it is not so."""
    return a_claim("denial_issued", "denies", **fields)


def a_silence(**fields: Any) -> Claim:
    """Return a claim of somebody who would not say."""
    return a_claim("silence_noted", "withholds", **fields)


def a_figure(best: int | None = 10, measure: str = "killed", **fields: Any) -> Figure:
    """Return a number that a claim gives."""
    return Figure(**{"measure": measure, "best": best, **fields})


def a_report(
    published: str = "2024-10-28", claims: Sequence[Claim] | None = None, source: str = OUTLET, **fields: Any
) -> RecordReport:
    """Return a report with a key of its own, and one asserting claim unless told otherwise."""
    made = tuple(claims) if claims is not None else (a_clash(),)
    key = f"report-{next(_keys)}"
    given = {"timeline": TIMELINE, "key": key, "source": source, "published": published, "claims": made, **fields}
    return RecordReport(**given)


def a_missed_claim(report: str, stance: str = "asserts", **fields: Any) -> AddClaim:
    """Return a claim that comes after its report."""
    given = {"kind": "clash_reported", "stance": stance, "incident": INCIDENT, "statement": "That, too.", **fields}
    return AddClaim(report=report, **given)


def a_correction(report: str, claim: str | None = None, **changes: Any) -> CorrectClaim | CorrectReport:
    """Return the correction of a claim or, where none is named, of a report's own fields."""
    if claim is None:
        return CorrectReport(report=report, changes=ReportChanges(**changes), reason="We had misread it.")
    return CorrectClaim(report=report, claim=claim, changes=ClaimChanges(**changes), reason="We had misread it.")


def a_void(report: str, claim: str | None = None) -> VoidClaim | VoidReport:
    """Return the voiding of a claim or, where none is named, of a whole report."""
    if claim is None:
        return VoidReport(report=report, reason="It should not have been recorded.")
    return VoidClaim(report=report, claim=claim, reason="It should not have been recorded.")


def a_withdrawal(report: str, published: str | None = None) -> WithdrawReport:
    """Return the word that a publisher took a report down."""
    return WithdrawReport(report=report, published=published, reason="The page is gone.")


def a_merge(incident: str, into: str | None, timeline: str = TIMELINE) -> MergeIncidents:
    """Return the merge of an incident into another; into None, its undoing."""
    return MergeIncidents(timeline=timeline, incident=incident, into=into, reason="They are the same.")


def a_sign_off(incident: str = INCIDENT, published: str | None = None, **fields: Any) -> SignOff:
    """Return an editor's signature under an incident."""
    given = {"timeline": TIMELINE, "signed": True, "rationale": "We have seen it.", **fields}
    return SignOff(incident=incident, published=published, **given)
