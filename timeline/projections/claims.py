"""A claim's states over the published clock: made, graded, and its report taken down."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from timeline.answers import ChainLink, ClaimFigure, ClaimView, ReportBrief
from timeline.bitemporal import Span, spans
from timeline.clocks import EVER, instant_text
from timeline.figures import Figure
from timeline.projections.kept import Kept, erasure_view, found_by, occurred_view, sealed_view, text
from timeline.projections.knowledge import Knowledge
from timeline.states import ClaimState, ReportState, SourceState


class ClaimColumns(NamedTuple):
    """What claims are found, ordered and filtered by.

    *incident* is the number of the one it counts for, or 0; *counted* is 0 once its report was taken down.
    """

    claim: str
    timeline: str
    incident: int
    published: int
    report_key: str
    ordinal: int
    slug: str | None
    kind: str
    stance: str
    counted: int
    published_as: str


def claim_spans(known: Knowledge, report: ReportState, claim: ClaimState) -> list[Span[Kept]]:
    """Return the states of one claim; a voided one has none."""
    if report.voided or claim.voided:
        return []
    if not claim.grades and report.withdrawn == EVER:  # as nearly all are: one state for good
        return [Span(report.p, EVER, _kept(known, report, claim, report.p))]
    return spans(_states(known, report, claim))


def _states(known: Knowledge, report: ReportState, claim: ClaimState) -> Iterator[tuple[int, Kept]]:
    moments = {report.p, *(grade.p for grade in claim.grades if grade.p > report.p)}
    if report.p < report.withdrawn < EVER:
        moments.add(report.withdrawn)
    for p in sorted(moments):
        yield p, _kept(known, report, claim, p)


def _kept(known: Knowledge, report: ReportState, claim: ClaimState, p: int) -> Kept:
    incident = known.counts_for(report.timeline, claim.claim.incident)
    view = _view(known, report, claim, _At(p, incident.slug if incident else None))
    columns = ClaimColumns(
        claim.id,
        report.timeline,
        incident.number if incident else 0,
        report.p,
        report.order,
        claim.ordinal,
        view.incident,
        view.kind,
        view.stance,
        int(not view.withdrawn),
        report.report.published,
    )
    return Kept(
        text(view), found_by(view.statement, view.quote.exact if view.quote else None), f"|{view.voice}|", columns
    )


class _At(NamedTuple):
    """When a claim is looked at, and for which incident it counts."""

    p: int
    incident: str | None


def _view(known: Knowledge, report: ReportState, claim: ClaimState, at: _At) -> ClaimView:
    said, about = claim.claim, report.report
    chain = report.chain_of(said)
    grade = max((grade for grade in claim.grades if grade.p <= at.p), default=None)
    return ClaimView(
        claim=claim.id,
        ref=claim.ref,
        timeline=report.timeline,
        incident=at.incident,
        report=ReportBrief(
            id=str(report.stream),
            key=report.key,
            source=about.source,
            title=about.title,
            url=about.url,
            published=about.published,
            published_basis=about.published_basis,
        ),
        kind=said.kind,
        stance=said.stance,
        statement=said.statement,
        quote=said.quote,
        chain=[chain_link(known.sources[slug]) for slug in chain],
        voice=known.speakers.voice_of(chain).name,
        occurred=occurred_view(report.occurred_of(said)),
        place=report.place_of(said),
        actors=said.actors,
        figures=[_figure(figure) for figure in said.figures],
        modality=said.modality,
        likelihood=said.likelihood,
        basis=said.basis,
        derived_from=said.derived_from,
        credibility=grade.credibility if grade else None,
        corrected=said != claim.first or about != report.first,
        withdrawn=report.withdrawn <= at.p,
        position=claim.position,
        recorded=instant_text(claim.recorded),
        by=claim.by,
        sealed=sealed_view(known.seal_of(report)) if claim.ordinal < report.told else None,
        erased=erasure_view(claim.erased),
    )


@lru_cache(maxsize=4_096)
def chain_link(source: SourceState) -> ChainLink:
    """Return a source as a link of a chain."""
    return ChainLink(slug=source.slug, name=source.name, kind=source.kind, voice=source.speaker.voice)


def _figure(figure: Figure) -> ClaimFigure:
    return ClaimFigure(
        measure=figure.measure,
        low=figure.low,
        high=figure.high,
        best=figure.best,
        scope=figure.scope,
        qualifier=figure.qualifier,
        includes=figure.includes,
    )
