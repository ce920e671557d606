"""What was told: the command that says again what a fact holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from timeline import facts
from timeline.claims import Claim
from timeline.commands import (
    AddClaim,
    Command,
    CorrectClaim,
    CorrectReport,
    EraseWording,
    GradeClaim,
    MergeIncidents,
    OpenIncident,
    OpenReport,
    OpenTimeline,
    RecordReport,
    RegisterSource,
    SealReport,
    SignOff,
    VoidClaim,
    VoidReport,
    WithdrawReport,
)
from timeline.facts import Committed

_UNSAID = "no reason was given"
Said = dict[str, Any]


def report(fact: facts.ReportRecorded, claims: Sequence[Claim], said: Said) -> RecordReport:
    """Return the report of a fact with its first claims."""
    fields = {name: getattr(fact.report, name) for name in fact.report.__struct_fields__}
    return RecordReport(timeline=fact.timeline, key=fact.key, claims=tuple(claims), **fields, **said)


def opening(fact: facts.ReportOpened, told: RecordReport) -> OpenReport:
    """Return the one line for a report that was recorded by being opened."""
    report = msgspec.structs.replace(told, by=None, recorded=None)
    return OpenReport(report=report, **_proof(fact), by=told.by, recorded=told.recorded)


def _proof(fact: facts.ReportOpened) -> Said:
    """Return what proves that a report was sealed; where its wording was erased, only what was sealed."""
    return {"commitment": fact.commitment} if fact.salt is None else {"salt": fact.salt}


def command(committed: Committed, name: Said, said: Said) -> Command:
    """Return the command of any other fact: *name* is what its stream is called, *said* who told it and when."""
    match committed.fact:
        case facts.TimelineOpened() | facts.TimelineDescribed():
            return OpenTimeline(**_fields(committed, "title", "description"), **name, **said)
        case facts.IncidentsMerged(incident=incident, into=into):
            merged = {"timeline": name["slug"], "incident": incident, "into": into}
            return MergeIncidents(**merged, **_why(committed), **said)
        case facts.SourceRegistered() | facts.SourceDescribed() | facts.SourceAffiliated() | facts.SourceGraded():
            fields = _fields(committed, "name", "kind", "speaks_for", "linked_to", "reliability")
            return RegisterSource(**fields, **name, **said)
        case facts.IncidentOpened() | facts.IncidentDescribed():
            return OpenIncident(**_fields(committed, "title", "adverse_to", "occurred", "place"), **name, **said)
        case facts.IncidentSignedOff():
            fields = _fields(committed, "signed", "rationale", "published")
            return SignOff(timeline=name["timeline"], incident=name["slug"], **fields, **said)
        case facts.ReportSealed(timeline=timeline, commitment=commitment):
            return SealReport(timeline=timeline, commitment=commitment, **said)
        case facts.WordingErased():
            return _erasure(committed.fact, name, said)
        case _:
            return _of_report(committed, name, said)


def _erasure(fact: facts.WordingErased, name: Said, said: Said) -> EraseWording:
    erased: Said = {"claim": fact.ref, "fields": fact.fields, "basis": fact.basis}
    match fact.what:
        case facts.Erasable.SOURCE:
            return EraseWording(source=name["slug"], **erased, **said)
        case facts.Erasable.TIMELINE:
            return EraseWording(timeline=name["slug"], **erased, **said)
        case facts.Erasable.INCIDENT:
            return EraseWording(timeline=name["timeline"], incident=name["slug"], **erased, **said)
        case _:
            return EraseWording(**erased, **name, **said)


def _of_report(committed: Committed, name: Said, said: Said) -> Command:
    why = _why(committed)
    match committed.fact:
        case facts.ClaimMade(claim=claim):
            return AddClaim(**{field: getattr(claim, field) for field in claim.__struct_fields__}, **name, **said)
        case facts.ClaimCorrected(ref=ref, changes=changes):
            return CorrectClaim(claim=ref, changes=changes, **why, **name, **said)
        case facts.ReportCorrected(changes=changes):
            return CorrectReport(changes=changes, **why, **name, **said)
        case facts.ClaimVoided(ref=ref, duplicate_of=key):
            return VoidClaim(claim=ref, duplicate_of=key, **why, **name, **said)
        case facts.ReportVoided(duplicate_of=key):
            return VoidReport(duplicate_of=key, **why, **name, **said)
        case facts.ReportWithdrawn(published=published):
            return WithdrawReport(published=published, **why, **name, **said)
        case facts.ReportOpened() as fact:
            return OpenReport(**_proof(fact), **name, **said)
        case facts.ClaimGraded(ref=ref):
            return GradeClaim(claim=ref, **_fields(committed, "credibility", "rationale", "published"), **name, **said)
        case unknown:
            raise TypeError(f"{type(unknown).__name__} is no fact that has a line")


def _fields(committed: Committed, *names: str) -> Said:
    """Return those of the fields *names* that the fact has."""
    return {name: getattr(committed.fact, name) for name in names if hasattr(committed.fact, name)}


def _why(committed: Committed) -> Said:
    return {"reason": committed.reason or _UNSAID}
