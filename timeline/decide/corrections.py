"""What may happen to a report after it was recorded: corrected, voided, withdrawn, graded."""

from __future__ import annotations

from msgspec import UNSET

from timeline.claims import ClaimChanges
from timeline.commands import CorrectClaim, CorrectReport, GradeClaim, VoidClaim, VoidReport, WithdrawReport
from timeline.decide.moments import must_not_lie_ahead, must_not_precede
from timeline.decide.past import Author, Decision, Past, drafts, must_know_incident, must_know_report, must_know_sources
from timeline.decide.reports import must_be_kind, must_begin_with
from timeline.errors import FieldProblem, NotAllowedError
from timeline.facts import (
    ClaimCorrected,
    ClaimGraded,
    ClaimVoided,
    Committed,
    Fact,
    ReportCorrected,
    ReportVoided,
    ReportWithdrawn,
)
from timeline.reports import ReportChanges
from timeline.states import ClaimState, ReportState, evolve_report


def correct_claim(past: Past, command: CorrectClaim, by: str) -> Decision:
    """Replace fields of a claim that we had transcribed wrongly."""
    report, claim = _claim(past, command.report, command.claim)
    _must_allow_changes(past, report, command.changes)
    fact = ClaimCorrected(ref=claim.ref, changes=command.changes)
    after = _after(past, report, fact)
    changes = after.find(claim.ref) != claim
    return _decision(past, command.report, fact, Author(by, command.reason), changes=changes)


def correct_report(past: Past, command: CorrectReport, by: str, now: int) -> Decision:
    """Replace fields of a report that we had transcribed wrongly; a new source leads its chains."""
    report = must_know_report(past, command.report)
    changes: ReportChanges = command.changes
    if changes.published is not UNSET:
        must_not_lie_ahead(changes.published, now, "/changes/published")
    if changes.source is not UNSET:
        must_know_sources(past, [changes.source], "/changes/source")
    if changes.chain is not UNSET:
        must_know_sources(past, changes.chain or (), "/changes/chain")
    fact = ReportCorrected(changes=changes)
    after = _after(past, report, fact)
    _must_have_sound_chains(after)
    if changes.chain is not UNSET and changes.chain:
        _within_changes(after.report.source, changes.chain)
    same = (after.report, after.claims) == (report.report, report.claims)
    return _decision(past, command.report, fact, Author(by, command.reason), changes=not same)


def void_claim(past: Past, command: VoidClaim, by: str) -> Decision:
    """Take a claim off the record: it was our mistake, or a duplicate."""
    _, claim = _claim(past, command.report, command.claim)
    _must_know_original(past, command.duplicate_of)
    fact = ClaimVoided(ref=claim.ref, duplicate_of=command.duplicate_of)
    return _decision(past, command.report, fact, Author(by, command.reason), changes=not claim.voided)


def void_report(past: Past, command: VoidReport, by: str) -> Decision:
    """Take a whole report off the record: it was our mistake, or a duplicate."""
    report = must_know_report(past, command.report)
    _must_know_original(past, command.duplicate_of)
    if command.duplicate_of == command.report:
        raise NotAllowedError.at("/duplicate_of", "a report is no duplicate of itself")
    fact = ReportVoided(duplicate_of=command.duplicate_of)
    return _decision(past, command.report, fact, Author(by, command.reason), changes=not report.voided)


def withdraw_report(past: Past, command: WithdrawReport, by: str, now: int) -> Decision:
    """Note that the publisher took a report down."""
    report = must_know_report(past, command.report)
    must_not_lie_ahead(command.published, now)
    must_not_precede(command.published, report.report.published)
    fact = ReportWithdrawn(published=command.published)
    said = any(committed.fact == fact for committed in past.facts(report.stream))
    return _decision(past, command.report, fact, Author(by, command.reason), changes=not said)


def grade_claim(past: Past, command: GradeClaim, by: str, now: int) -> Decision:
    """Judge a claim's credibility."""
    _, claim = _claim(past, command.report, command.claim)
    must_not_lie_ahead(command.published, now)
    fact = ClaimGraded(
        ref=claim.ref, credibility=command.credibility, rationale=command.rationale, published=command.published
    )
    latest = next(
        (
            c.fact
            for c in reversed(past.facts(past.ids.report(command.report)))
            if isinstance(c.fact, ClaimGraded) and c.fact.ref == claim.ref
        ),
        None,
    )
    return _decision(past, command.report, fact, Author(by), changes=latest != fact)


def _decision(past: Past, key: str, fact: Fact, author: Author, *, changes: bool) -> Decision:
    return Decision(drafts(past, past.ids.report(key), [fact], author), changes=changes)


def _claim(past: Past, key: str, ref: str) -> tuple[ReportState, ClaimState]:
    report = must_know_report(past, key)
    claim = report.find(ref)
    if claim is None:
        refs = ", ".join(known.ref for known in report.claims)
        raise NotAllowedError.at("/claim", f"'{ref}' is no claim of report '{key}', which has {refs}")
    return report, claim


def _after(past: Past, report: ReportState, fact: Fact) -> ReportState:
    """Return the report as *fact* would leave it."""
    last = past.facts(report.stream)[-1]
    after = evolve_report(
        report, Committed(last.position + 1, last.recorded, "", None, report.number, report.stream, fact)
    )
    return after if after is not None else report


def _must_allow_changes(past: Past, report: ReportState, changes: ClaimChanges) -> None:
    if changes.kind is not UNSET:
        must_be_kind(changes.kind, "/changes/kind")
    if changes.incident is not UNSET and changes.incident is not None:
        must_know_incident(past, report.timeline, changes.incident, "/changes/incident")
    if changes.chain is not UNSET and changes.chain:
        must_know_sources(past, changes.chain, "/changes/chain")
        _within_changes(report.report.source, changes.chain)
    if changes.derived_from is not UNSET:
        must_know_sources(past, changes.derived_from or (), "/changes/derived_from")


def _within_changes(source: str, chain: tuple[str, ...]) -> None:
    try:
        must_begin_with(source, chain)
    except NotAllowedError as error:
        raise NotAllowedError(*(FieldProblem(f"/changes{p.pointer}", p.detail) for p in error.problems)) from None


def _must_have_sound_chains(report: ReportState) -> None:
    """Refuse a new source that stands in one of the report's chains already."""
    for claim in report.claims:
        chain = report.chain_of(claim.claim)
        if len(set(chain)) < len(chain):
            raise NotAllowedError.at(
                "/changes/source", f"'{chain[0]}' would stand twice in the chain of claim '{claim.ref}'"
            )


def _must_know_original(past: Past, key: str | None) -> None:
    if key is not None:
        must_know_report(past, key, "/duplicate_of")
