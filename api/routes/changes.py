"""What is recorded, as it comes: pages of the ledger, and the live feed."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.sse import EventSourceResponse

from api.answering import ListQuestion
from api.dependencies import PointOfView, Service, TimelineSlug, point_of_view
from api.documented import answers
from api.feed import Feed, Live
from api.routing import a_router
from api.streaming import Wanted
from api.tables import columns_of
from timeline.answers import LedgerChange
from timeline.errors import AsOfError

router = a_router("/v1/timelines/{timeline}/changes", "audits")


@router.get(
    "",
    name="list_changes",
    summary="What was recorded",
    responses=answers("ChangePage", 404, table=columns_of(LedgerChange)),
)
def list_changes(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    question: ListQuestion,
    timelines: Service,
    timeline: TimelineSlug,
    wanted: Wanted,
    seen: Annotated[PointOfView, Depends(point_of_view)],
) -> Response:
    """List the facts about a timeline, and about all sources, in ledger order, with the changes of status they led to.

    With `Accept: text/event-stream`, live: server-sent events whose id is a position, and whose data is an item. A
    client that comes back with Last-Event-ID goes on there; none is lost, and none comes twice.
    """
    if wanted.live:
        timelines.must_know_timeline(timeline)
        feed: Feed = request.app.state.feed
        after = wanted.filters.after if wanted.begins else timelines.lag()[0]
        if after > (newest := timelines.newest()):
            raise AsOfError.at("/since", f"{after} is above the newest position, {newest}: another ledger's?")
        live = Live(timeline, timelines.as_of(seen.known_on).known_on, wanted.filters)
        answer: Response = EventSourceResponse(feed.events(timelines, live, after, request.app.state.stopping))
        answer.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    else:
        answer = question.page(lambda asked: timelines.changes(timeline, asked, wanted.filters))
    answer.headers["Vary"] = "Accept"
    return answer
