"""A claim as the status rule sees it."""

from __future__ import annotations

from timeline.states import ClaimState, ReportState
from timeline.status import Evidence


def evidence(report: ReportState, claim: ClaimState) -> Evidence:
    """Return a claim as the status rule sees it."""
    said = claim.claim
    return Evidence(
        claim=claim.id,
        report=report.key,
        order=(report.p, report.order, claim.ordinal),
        p=report.p,
        gone=report.withdrawn,
        published=report.report.published,
        kind=said.kind,
        stance=said.stance,
        chain=report.chain_of(said),
        derived_from=said.derived_from,
        figures=said.figures,
        occurred=report.occurred_of(said),
        place=report.place_of(said),
    )
