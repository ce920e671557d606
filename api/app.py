"""The HTTP application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from threading import Event

from fastapi import FastAPI

from api.feed import Feed
from api.following import following
from api.memory import ROOM, FromMemory, Memory
from api.metrics import Measured, Metrics
from api.middlewares import CarefulHeaders, HeadAsGet, OurHosts
from api.openapi import DESCRIPTION, TAGS, described
from api.page import show_page
from api.problems import tell_problems
from api.reference import show_reference
from api.routes import audits, changes, claims, incidents, log, operations, reports, sources, timelines
from api.stopping import stopped_by_signal
from timeline.service import PATIENCE, Timeline

ROUTERS = (timelines, sources, incidents, reports, claims, audits, changes, log, operations)


def create_app(timeline: Timeline, *, patience: float = PATIENCE, room: int = ROOM) -> FastAPI:
    """Return the HTTP API of *timeline*. While it is served, the views follow what other processes write.

    A read waits *patience* seconds for the position that it asks for. Answers that never change are kept in memory, in
    up to *room* bytes.
    """
    app = FastAPI(
        title="As Known",
        version=version("asknown"),
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url=None,
        redirect_slashes=False,
        routes=[route for routes in ROUTERS for route in routes.router.routes],  # included ones are matched twice
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.timeline, app.state.metrics, app.state.stopping = timeline, Metrics(timeline), Event()
    app.state.patience, app.state.memory, app.state.feed = patience, Memory(room), Feed()
    app.state.forget = partial(_forget, app)
    app.openapi = described(app)  # type: ignore[method-assign] # FastAPI's own way to extend the reference
    show_page(app)
    show_reference(app)
    tell_problems(app)
    app.add_middleware(CarefulHeaders)  # the last added is the first to see a request
    app.add_middleware(FromMemory, memory=app.state.memory)
    app.add_middleware(OurHosts)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(HeadAsGet)
    return app


def _forget(app: FastAPI) -> None:
    """Let go of all answers in memory: wording was erased."""
    app.state.memory.forget()
    app.state.feed.forget()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.openapi()  # takes a quarter of a second, which no request need wait for
    feed: Feed = app.state.feed
    feed.open()
    with following(app.state.timeline, feed.reached, app.state.forget), stopped_by_signal(app.state.stopping):
        yield
