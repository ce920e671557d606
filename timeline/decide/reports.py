"""Recording reports with their claims, and claims that were missed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from timeline.claims import Claim
from timeline.commands import AddClaim, RecordReport
from timeline.decide.moments import must_not_lie_ahead
from timeline.decide.past import (
    Author,
    Decision,
    Past,
    drafts,
    knows_source,
    must_know_incident,
    must_know_report,
    must_know_sources,
    must_know_timeline,
)
from timeline.errors import ConflictError, NotAllowedError
from timeline.facts import KINDS, ClaimMade, Committed, Fact, ReportRecorded, claim_made


def record_report(past: Past, command: RecordReport, by: str, now: int) -> Decision:
    """Record a report and its claims; the same again comes to nothing, other content under its key is a conflict."""
    report = command.report
    stream = past.ids.report(command.report_key)
    opened = ReportRecorded(
        timeline=command.timeline, key=command.report_key, report=report, claims=len(command.claims)
    )
    if past.has(stream):
        _must_equal(past.facts(stream), opened, command)
        return Decision(changes=False)
    must_know_timeline(past, command.timeline)
    must_not_lie_ahead(report.published, now)
    must_know_sources_of(past, report.source, report.chain)
    for index, claim in enumerate(command.claims):
        must_allow_claim(past, claim, command.timeline, f"/claims/{index}")
    facts: list[Fact] = [opened, *map(claim_made, command.claims)]
    return Decision(drafts(past, stream, facts, Author(by)))


def add_claim(past: Past, command: AddClaim, by: str) -> Decision:
    """Add a claim that was missed when its report was recorded."""
    report = must_know_report(past, command.report)
    claim = command.claim
    if claim.ref is None:
        claim = msgspec.structs.replace(claim, ref=_free_ref({known.ref for known in report.claims}))
    must_allow_claim(past, claim, report.timeline, "")
    must_begin_with(report.report.source, claim.chain)
    stream = past.ids.report(command.report)
    for committed in past.facts(stream):
        if isinstance(committed.fact, ClaimMade) and committed.fact.claim.ref == claim.ref:
            _must_equal_claim(committed.fact.claim, claim, f"{command.report} {claim.ref}", "")
            return Decision(changes=False)
    return Decision(drafts(past, stream, [claim_made(claim)], Author(by)))


def must_know_sources_of(past: Past, source: str, chain: Sequence[str] | None) -> None:
    """Refuse a report whose source or chain names a source that is not in the ledger."""
    if not knows_source(past, source):
        raise NotAllowedError.at("/source", f"'{source}' is not known; name a source that the ledger holds")
    must_know_sources(past, chain or (), "/chain")


def must_allow_claim(past: Past, claim: Claim, timeline: str, pointer: str) -> None:
    """Refuse a claim of an unknown kind, or one that names what is not in the ledger."""
    must_be_kind(claim.kind, f"{pointer}/kind")
    if claim.incident is not None:
        must_know_incident(past, timeline, claim.incident, f"{pointer}/incident")
    must_know_sources(past, claim.chain or (), f"{pointer}/chain")
    must_know_sources(past, claim.derived_from, f"{pointer}/derived_from")


def must_be_kind(kind: str, pointer: str) -> None:
    """Refuse a kind that is neither one of ours nor free."""
    if kind not in KINDS and not kind.startswith("x-"):
        raise NotAllowedError.at(pointer, f"'{kind}' is no kind; allowed: {', '.join(KINDS)}, or x-…")


def must_begin_with(source: str, chain: Sequence[str] | None) -> None:
    """Refuse a chain that does not begin with its report's source."""
    if chain and chain[0] != source:
        raise NotAllowedError.at("/chain/0", f"a chain begins with the report's source, '{source}'")


def _free_ref(taken: set[str]) -> str:
    return next(ref for ref in (f"c{number}" for number in range(1, len(taken) + 2)) if ref not in taken)


def _must_equal(past: Sequence[Committed], opened: ReportRecorded, command: RecordReport) -> None:
    """Refuse a report that says something else than the one recorded under its key."""
    first = past[0].fact
    if isinstance(first, ReportRecorded):
        field = differing(first.report, opened.report) or differing(first, opened)
        if field is not None:
            raise ConflictError("report", opened.key, f"/{field}")
    for index, (committed, claim) in enumerate(zip(past[1:], command.claims, strict=False)):
        if isinstance(committed.fact, ClaimMade):
            _must_equal_claim(committed.fact.claim, claim, opened.key, f"/claims/{index}")


def _must_equal_claim(known: Claim, claim: Claim, key: str, pointer: str) -> None:
    if (field := differing(known, claim)) is not None:
        raise ConflictError("claim" if not pointer else "report", key, f"{pointer}/{field}")


def differing(one: msgspec.Struct, other: msgspec.Struct) -> str | None:
    """Return the first field in which two values of one type differ."""
    return next((name for name in one.__struct_fields__ if getattr(one, name) != getattr(other, name)), None)
