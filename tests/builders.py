"""Readable beginnings for tests: what a test does not name is something harmless."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TypeVar

from timeline.claims import Claim, ClaimChanges, Stance
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

T = TypeVar("T")
_keys = count(1)


def _made(kind: Callable[..., T], usual: dict[str, object], given: dict[str, object]) -> T:
    return kind(**(usual | given))


def a_timeline(slug: str = TIMELINE, **fields: object) -> OpenTimeline:
    """Return the opening of a timeline."""
    return _made(OpenTimeline, {"slug": slug, "title": f"The timeline {slug}"}, fields)


def a_source(slug: str = OUTLET, kind: str = "outlet", **fields: object) -> RegisterSource:
    """Return somebody who speaks; an outlet, unless told otherwise."""
    return _made(RegisterSource, {"slug": slug, "name": slug.title(), "kind": SourceKind(kind)}, fields)


def an_incident(slug: str = INCIDENT, timeline: str = TIMELINE, **fields: object) -> OpenIncident:
    """Return the opening of an incident."""
    return _made(OpenIncident, {"timeline": timeline, "slug": slug, "title": f"The incident {slug}"}, fields)


def a_claim(kind: str = "observation_reported", stance: str = "asserts", **fields: object) -> Claim:
    """Return a claim on the usual incident."""
    usual: dict[str, object] = {"incident": INCIDENT, "statement": "So it is said."}
    return _made(Claim, usual | {"kind": kind, "stance": Stance(stance)}, fields)


def a_clash(stance: str = "asserts", **fields: object) -> Claim:
    """Return a claim that forces have fought."""
    return a_claim("clash_reported", stance, **fields)


def a_denial(**fields: object) -> Claim:
    """Return a claim that it is not so."""
    return a_claim("denial_issued", "denies", **fields)


def a_silence(**fields: object) -> Claim:
    """Return a claim of somebody who would not say."""
    return a_claim("silence_noted", "withholds", **fields)


def a_figure(best: int | None = 10, measure: str = "killed", **fields: object) -> Figure:
    """Return a number that a claim gives."""
    return _made(Figure, {"measure": measure, "best": best}, fields)


def a_report(
    published: str = "2024-10-28", claims: Sequence[Claim] | None = None, source: str = OUTLET, **fields: object
) -> RecordReport:
    """Return a report with a key of its own, and one asserting claim unless told otherwise."""
    made = tuple(claims) if claims is not None else (a_clash(),)
    usual: dict[str, object] = {"timeline": TIMELINE, "key": f"report-{next(_keys)}", "source": source}
    told: dict[str, object] = {"published": published, "claims": made}
    return _made(RecordReport, usual | told, fields)


def a_missed_claim(report: str, stance: str = "asserts", **fields: object) -> AddClaim:
    """Return a claim that comes after its report."""
    usual: dict[str, object] = {"kind": "clash_reported", "incident": INCIDENT, "statement": "That, too."}
    return _made(AddClaim, usual | {"report": report, "stance": Stance(stance)}, fields)


def a_correction(report: str, claim: str | None = None, **changes: object) -> CorrectClaim | CorrectReport:
    """Return the correction of a claim or, where none is named, of a report's own fields."""
    if claim is None:
        return CorrectReport(report=report, changes=_made(ReportChanges, {}, changes), reason="We had misread it.")
    return CorrectClaim(
        report=report, claim=claim, changes=_made(ClaimChanges, {}, changes), reason="We had misread it."
    )


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


def a_sign_off(incident: str = INCIDENT, published: str | None = None, **fields: object) -> SignOff:
    """Return an editor's signature under an incident."""
    usual: dict[str, object] = {"timeline": TIMELINE, "signed": True, "rationale": "We have seen it."}
    return _made(SignOff, usual | {"incident": incident, "published": published}, fields)
