"""The HTTP application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from threading import Event

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from api.dependencies import only_documented
from api.following import following
from api.metrics import Measured, Metrics
from api.middlewares import CarefulHeaders, HeadAsGet, OurHosts
from api.openapi import DESCRIPTION, TAGS, described
from api.problems import tell_problems
from api.reference import show_reference
from api.routes import claims, incidents, operations, reports, sources, timelines
from api.stopping import stopped_by_signal
from timeline.service import PATIENCE, Timeline

ROUTERS = (timelines, sources, incidents, reports, claims, operations)


def create_app(timeline: Timeline, *, patience: float = PATIENCE) -> FastAPI:
    """Return the HTTP API of *timeline*. While it is served, the views follow what other processes write.

    A read waits *patience* seconds for the position that it asks for.
    """
    app = FastAPI(
        title="As Known",
        version=version("asknown"),
        description=DESCRIPTION,
        openapi_tags=TAGS,
        openapi_url=None,
        redirect_slashes=False,
        dependencies=[Depends(only_documented)],
        generate_unique_id_function=_operation_id,
        lifespan=_lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.timeline, app.state.metrics, app.state.stopping = timeline, Metrics(timeline), Event()
    app.state.patience = patience
    for routes in ROUTERS:
        app.include_router(routes.router)
    app.openapi = described(app)  # type: ignore[method-assign] # FastAPI's own way to extend the reference
    show_reference(app)
    tell_problems(app)
    app.add_middleware(OurHosts)  # the last added is the first to see a request
    app.add_middleware(CarefulHeaders)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(HeadAsGet)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.openapi()  # takes a quarter of a second, which no request need wait for
    with following(app.state.timeline), stopped_by_signal(app.state.stopping):
        yield
