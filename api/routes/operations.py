"""Whether the service lives, is ready, and how it does."""

from __future__ import annotations

import msgspec
from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from api.answering import JSON
from api.dependencies import Service
from api.documented import health, plain
from api.errors import BehindError
from api.metrics import Metrics
from api.routing import a_router
from api.schemas import Health

router = a_router("", "operations")
_FRESH = {"Cache-Control": "no-store"}


@router.get(
    "/livez",
    name="livez",
    summary="Whether the process answers",
    responses=plain("alive\n"),
    response_class=PlainTextResponse,
)
async def livez() -> Response:
    """Say that the process answers; nothing else is looked at."""
    return Response("alive\n", headers=_FRESH, media_type="text/plain")


@router.get("/readyz", name="readyz", summary="Whether the views have caught up", responses=health())
def readyz(timelines: Service) -> Response:
    """Say how far the views are; 503 while they are behind the ledger, or it cannot be read."""
    reached, newest = timelines.lag()
    if reached < newest:
        raise BehindError(f"{reached} is reached, {newest} is the newest position")
    told = Health(position=reached, newest=newest, lag=newest - reached)
    return Response(msgspec.json.encode(told), headers=_FRESH, media_type=JSON)


@router.get(
    "/metrics",
    name="metrics",
    summary="Counts and times",
    responses=plain("timeline_position 412.0\n"),
    response_class=PlainTextResponse,
)
def metrics(request: Request) -> Response:
    """Tell positions, requests by route and status, and durations, in the text format of Prometheus."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.text(), headers={**_FRESH, "Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
