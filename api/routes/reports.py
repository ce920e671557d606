"""Reports over HTTP: recording them, reading them, and what is said about them afterwards."""

from __future__ import annotations

from fastapi import Request, Response

from api.answering import ListQuestion
from api.auditing import Along
from api.dependencies import ReportId, Service, TimelineSlug, parsed_id
from api.documented import OPENED, RECORDED, adds, answers, erases, takes, takes_reports
from api.filtering import ReportsWanted
from api.lines import record_lines
from api.recording import Names, OneWrite, OneWriteOrLines, Writing, added, erase, told
from api.routing import a_router
from api.tables import columns_of
from timeline.answers import ClaimView, HistoryStep, ReportView
from timeline.service import Receipt

router = a_router("/v1", "reports")


@router.get(
    "/timelines/{timeline}/reports",
    name="list_reports",
    summary="The reports of a timeline",
    responses=answers("ReportPage", 404, table=columns_of(ReportView)),
)
def list_reports(question: ListQuestion, timelines: Service, timeline: TimelineSlug, wanted: ReportsWanted) -> Response:
    """List the reports of a timeline in the order of publication."""
    return question.page(lambda asked: timelines.reports(timeline, asked, wanted))


@router.get(
    "/reports/{report}",
    name="get_report",
    summary="A report",
    responses=answers("ReportFound", 404, table=columns_of(ClaimView)),
)
def get_report(question: ListQuestion, timelines: Service, report: ReportId) -> Response:
    """Tell about one report with its claims; null where it was not known yet, or no longer stands."""
    found = parsed_id("report", report)
    return question.found(lambda asked: timelines.report(found, asked))


@router.get(
    "/reports/{report}/history",
    name="get_report_history",
    summary="How a report came to be as it is",
    responses=answers("ReportHistory", 404, table=columns_of(HistoryStep[ReportView])),
)
def get_report_history(question: ListQuestion, timelines: Service, report: ReportId, clock: Along) -> Response:
    """Tell every step at which a report changed along a clock, who recorded it, and why."""
    found = parsed_id("report", report)
    return question.page(lambda asked: timelines.report_history(found, asked, clock))


@router.post(
    "/timelines/{timeline}/reports",
    name="record_report",
    summary="Record a report, or many lines",
    status_code=201,
    responses=RECORDED,
    openapi_extra=takes_reports(),
)
def record_report(writing: OneWriteOrLines, timeline: TimelineSlug) -> Response:
    """Record a report with its claims; the same again is known already, other content under its key a conflict.

    As application/jsonl, native lines of any kind, recorded as an import would: each is answered by a line with its
    number and status, a refused one stops no other, and one that was recorded before is passed over. One report is at
    most 16 MiB long, lines are 64 MiB together.
    """
    if writing.body.is_lines:
        return record_lines(writing, timeline)
    writing.timeline.must_know_timeline(timeline)
    return writing.record("report", _reported, timeline=timeline)


@router.post(
    "/timelines/{timeline}/sealed-reports",
    name="seal_report",
    summary="Seal a report, to show later that it was known",
    status_code=201,
    responses=adds("sealed report"),
    openapi_extra=takes("SealReport", path=("timeline",)),
)
def seal_report(writing: OneWrite, timeline: TimelineSlug) -> Response:
    """Record the commitment to a report, which tells nothing of it; it is opened later."""
    writing.timeline.must_know_timeline(timeline)
    names = Names(timeline=timeline)
    return writing.record("sealed_report", lambda receipt: added(receipt, names), timeline=timeline)


@router.post(
    "/timelines/{timeline}/opened-reports",
    name="open_report",
    summary="Open a sealed report",
    status_code=201,
    responses=OPENED,
    openapi_extra=takes("OpenReport", path=("timeline",)),
)
def open_report(writing: OneWrite, timeline: TimelineSlug) -> Response:
    """Record a report that was sealed on the timeline, with the salt that proves it; or prove it of a recorded one."""
    writing.timeline.must_know_timeline(timeline)
    return writing.record("opened_report", _reported, timeline=timeline)


@router.post(
    "/reports/{report}/claims",
    name="add_claim",
    summary="Add a claim that was missed",
    status_code=201,
    responses=adds("claim"),
    openapi_extra=takes("AddClaim", path=("report",)),
)
def add_claim(writing: OneWrite, report: ReportId) -> Response:
    """Add a claim that was missed when its report was recorded."""
    key = writing.timeline.report_key(parsed_id("report", report))
    return writing.record("claim", lambda receipt: _claimed(receipt, report), report=key)


def _reported(receipt: Receipt) -> Response:
    created = None if receipt.already_known else f"/v1/reports/{receipt.report}"
    return told(receipt, {"report": receipt.report, "claims": receipt.claims}, created=created)


def _claimed(receipt: Receipt, report: str) -> Response:
    claim = receipt.claims[0]
    created = None if receipt.already_known else f"/v1/claims/{claim}"
    return told(receipt, {"report": report, "claim": claim}, created=created)


def _say(writing: Writing, name: str, report: str) -> Response:
    """Record something about a recorded report."""
    key, names = writing.timeline.report_key(parsed_id("report", report)), Names(report=report)
    return writing.record(name, lambda receipt: added(receipt, names), report=key)


@router.post(
    "/reports/{report}/corrections",
    name="correct_report",
    summary="Correct what was transcribed wrongly",
    status_code=201,
    responses=adds("report"),
    openapi_extra=takes("CorrectClaim", "CorrectReport", path=("report",)),
)
def correct_report(writing: OneWrite, report: ReportId) -> Response:
    """Replace whole fields of a claim or, where none is named, of the report; null clears one."""
    return _say(writing, "correction", report)


@router.post(
    "/reports/{report}/voids",
    name="void_report",
    summary="Take out our own mistake",
    status_code=201,
    responses=adds("report"),
    openapi_extra=takes("VoidClaim", "VoidReport", path=("report",)),
)
def void_report(writing: OneWrite, report: ReportId) -> Response:
    """Take a claim out or, where none is named, the report: it was our mistake, or repeats another."""
    return _say(writing, "void", report)


@router.post(
    "/reports/{report}/withdrawals",
    name="withdraw_report",
    summary="Note that the publisher took it down",
    status_code=201,
    responses=adds("report"),
    openapi_extra=takes("WithdrawReport", path=("report",)),
)
def withdraw_report(writing: OneWrite, report: ReportId) -> Response:
    """Say that the publisher took a report down; it stays visible before that day."""
    return _say(writing, "withdrawal", report)


@router.post(
    "/reports/{report}/grades",
    name="grade_claim",
    summary="Grade a claim",
    status_code=201,
    responses=adds("report"),
    openapi_extra=takes("GradeClaim", path=("report",)),
)
def grade_claim(writing: OneWrite, report: ReportId) -> Response:
    """Grade the credibility of a claim, 1 to 6; grades never enter the status."""
    return _say(writing, "grade", report)


@router.post(
    "/reports/{report}/erasures",
    name="erase_report",
    summary="Erase wording",
    status_code=201,
    responses=erases("report"),
    openapi_extra=takes("EraseWording", path=("report",)),
)
def erase_report(request: Request, writing: OneWrite, report: ReportId) -> Response:
    """Overwrite the wording of a report or claim where it is stored, for law or safety: it cannot be brought back.

    The answer comes when the views were made anew without it; until then, nothing is answered. What is *left* to do
    for its files to hold nothing of it, the operator does.
    """
    key = writing.timeline.report_key(parsed_id("report", report))
    return erase(request, writing, {"report": report}, report=key)
