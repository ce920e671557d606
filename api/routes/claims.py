"""Claims over HTTP."""

from __future__ import annotations

from fastapi import Response

from api.answering import ListQuestion, ThingQuestion
from api.auditing import Along
from api.dependencies import ClaimId, Service, TimelineSlug, parsed_id
from api.documented import answers
from api.filtering import ClaimsWanted
from api.routing import a_router
from api.tables import columns_of
from timeline.answers import ClaimView, HistoryStep

router = a_router("/v1", "claims")


@router.get(
    "/timelines/{timeline}/claims",
    name="list_claims",
    summary="The claims of a timeline",
    responses=answers("ClaimPage", 404, table=columns_of(ClaimView)),
)
def list_claims(question: ListQuestion, timelines: Service, timeline: TimelineSlug, wanted: ClaimsWanted) -> Response:
    """List the claims of a timeline's reports in the order heard: published, report key, place in the report."""
    return question.page(lambda asked: timelines.claims(timeline, asked, wanted))


@router.get("/claims/{claim}", name="get_claim", summary="A claim", responses=answers("ClaimFound", 404))
def get_claim(question: ThingQuestion, timelines: Service, claim: ClaimId) -> Response:
    """Tell about one claim; null where it was not known yet, or no longer stands."""
    found = parsed_id("claim", claim)
    return question.found(lambda asked: timelines.claim(found, asked))


@router.get(
    "/claims/{claim}/history",
    name="get_claim_history",
    summary="How a claim came to be as it is",
    responses=answers("ClaimHistory", 404, table=columns_of(HistoryStep[ClaimView])),
)
def get_claim_history(question: ListQuestion, timelines: Service, claim: ClaimId, clock: Along) -> Response:
    """Tell every step at which a claim changed along a clock, who recorded it, and why."""
    found = parsed_id("claim", claim)
    return question.page(lambda asked: timelines.claim_history(found, asked, clock))
