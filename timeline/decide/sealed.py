"""Sealing reports, and opening them: what is opened must be what was sealed."""

from __future__ import annotations

from timeline.commands import OpenReport, RecordReport, SealReport, commitment
from timeline.decide.past import Author, Decision, Past, drafts, must_know_report, must_know_timeline
from timeline.decide.reports import record_report
from timeline.errors import ConflictError, NotAllowedError
from timeline.facts import ClaimMade, Draft, ReportOpened, ReportRecorded, ReportSealed


def seal_report(past: Past, command: SealReport, by: str) -> Decision:
    """Record a commitment; the same again comes to nothing, on another timeline it is a conflict."""
    must_know_timeline(past, command.timeline)
    stream = past.ids.sealed(command.commitment)
    sealed = ReportSealed(timeline=command.timeline, commitment=command.commitment)
    if not past.has(stream):
        return Decision(drafts(past, stream, [sealed], Author(by)))
    if past.facts(stream)[0].fact != sealed:
        raise ConflictError("sealed report", command.commitment, "/timeline")
    return Decision(changes=False)


def open_report(past: Past, command: OpenReport, by: str, now: int) -> Decision:
    """Record a report and that it was sealed; one that is recorded already gets the proof, if it says the same."""
    report = command.report if isinstance(command.report, RecordReport) else _recorded(past, command.report)
    sealed = commitment(report, command.salt) if command.salt is not None else command.commitment or ""
    opened = ReportOpened(commitment=sealed, salt=command.salt)
    _must_be_sealed(past, opened.commitment, report.timeline)
    recorded = record_report(past, report, by, now).drafts
    known = past.report(report.report_key)
    if known is not None and opened.commitment in known.commitments:
        return Decision(changes=False)
    stream = past.ids.report(report.report_key)
    version = len(past.facts(stream)) + len(recorded) + 1
    return Decision((*recorded, Draft(stream, version, opened, by)))


def _must_be_sealed(past: Past, sealed: str, timeline: str) -> None:
    facts = past.facts(past.ids.sealed(sealed))
    if not facts or facts[0].fact != ReportSealed(timeline=timeline, commitment=sealed):
        problem = f"report and salt are not what was sealed on timeline '{timeline}'"
        raise NotAllowedError.at("", f"{problem}; allowed: exactly that, in every field")


def _recorded(past: Past, key: str) -> RecordReport:
    """Return a report as it was recorded first."""
    first, *rest = past.facts(must_know_report(past, key).stream)
    assert isinstance(first.fact, ReportRecorded)  # noqa: S101 - a report's first fact records it
    made = [fact.fact.claim for fact in rest[: first.fact.claims] if isinstance(fact.fact, ClaimMade)]
    fields = {name: getattr(first.fact.report, name) for name in first.fact.report.__struct_fields__}
    return RecordReport(timeline=first.fact.timeline, key=key, claims=tuple(made), **fields)
