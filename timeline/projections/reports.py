"""A report's states over the published clock: out, and taken down."""

from __future__ import annotations

from typing import NamedTuple

from timeline.answers import ReportView, Sealed
from timeline.bitemporal import Span, spans
from timeline.clocks import EVER, instant_text
from timeline.facts import Committed
from timeline.projections.kept import Kept, erasure_view, found_by, occurred_view, sealed_view, text
from timeline.states import ReportState


class ReportColumns(NamedTuple):
    """What reports are ordered and filtered by."""

    timeline: str
    published: int
    report_key: str
    source: str
    url: str | None
    sha256: str | None


def report_spans(report: ReportState, seal: Committed | None) -> list[Span[Kept]]:
    """Return the states of one report, which *seal* had been made to; a voided one has none."""
    if report.voided:
        return []
    sealed = sealed_view(seal)
    if report.withdrawn == EVER:
        return [Span(report.p, EVER, _kept(report, sealed, withdrawn=False))]
    moments = [report.p]
    if report.p < report.withdrawn < EVER:
        moments.append(report.withdrawn)
    return spans((p, _kept(report, sealed, withdrawn=report.withdrawn <= p)) for p in moments)


def _kept(report: ReportState, sealed: Sealed | None, *, withdrawn: bool) -> Kept:
    about = report.report
    view = ReportView(
        id=str(report.stream),
        key=report.key,
        timeline=report.timeline,
        source=about.source,
        published=about.published,
        published_basis=about.published_basis,
        title=about.title,
        url=about.url,
        language=about.language,
        sha256=about.sha256,
        archive_url=about.archive_url,
        accessed=about.accessed,
        chain=about.chain or (about.source,),
        place=about.place,
        occurred=occurred_view(about.occurred),
        entered=about.entered,
        claims=[claim.id for claim in report.claims if not claim.voided],
        corrected=about != report.first,
        withdrawn=withdrawn,
        position=report.number,
        recorded=instant_text(report.recorded),
        by=report.by,
        sealed=sealed,
        erased=erasure_view(report.erased),
    )
    statements = (claim.claim.statement for claim in report.claims if not claim.voided)
    columns = ReportColumns(report.timeline, report.p, report.order, about.source, about.url, about.sha256)
    return Kept(text(view), found_by(about.title, *statements), "", columns)
