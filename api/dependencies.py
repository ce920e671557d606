"""What routes take from a request: the service, the point of view, and no parameter that is not documented."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from threading import Event
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

from fastapi import Depends, FastAPI, Path, Query, Request
from fastapi.concurrency import run_in_threadpool

from api.errors import StoppingError
from timeline.errors import FieldProblem, NotAllowedError, NotReadyError, UnknownError
from timeline.service import LIMIT, MOST, Asked, Timeline

_WAIT: Final = 0.05
_WITH_CURSOR: Final = frozenset({"cursor", "min_position", "format"})
POSITIONS: Final = 2**62
"""Beyond every position."""
_LONGEST: Final = 60  # of what a refusal repeats


async def the_timeline(request: Request) -> Timeline:
    """Return the service behind this app."""
    timeline: Timeline = request.app.state.timeline
    return timeline


Service = Annotated[Timeline, Depends(the_timeline)]

KnownOn = Annotated[
    str | None,
    Query(
        description="What was public by then: a day (through its last microsecond, UTC), or an instant with an offset. "
        "Left out, nothing is cut on the published clock.",
        examples=["2024-10-28", "2024-10-31T18:30:00Z"],
    ),
]
RecordedBy = Annotated[
    str | None,
    Query(
        description="By what this ledger had recorded by then: a day or an instant. Left out, by the newest commit.",
        examples=["2024-11-01"],
    ),
]
AtPosition = Annotated[
    int | None,
    Query(
        ge=0,
        le=POSITIONS,
        description="In place of recorded_by: by what was recorded up to this position. Such an answer never changes.",
        examples=[412],
    ),
]
MinPosition = Annotated[
    int,
    Query(
        ge=0,
        le=POSITIONS,
        description="Wait until this position can be read, up to 5 seconds; then 503. For reading your own write.",
        examples=[412],
    ),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description=f"How many items a page holds, 1 to {MOST}.")]
Cursor = Annotated[
    str | None,
    Query(
        description="Where the page before ended, as its next says. It holds all else; only min_position and format "
        "may join."
    ),
]
Form = Literal["json", "csv", "csv-bom"]
Format = Annotated[
    Form,
    Query(
        alias="format",
        description="csv: a table (RFC 4180) of all items from this page on, to be kept as a file; limit is then only "
        "how many are read at once. csv-bom: the same behind a byte-order mark, for spreadsheets that take UTF-8 for "
        "another encoding without one.",
    ),
]
TimelineSlug = Annotated[str, Path(description="The slug of a timeline.", examples=["dprk-in-russia"])]
IncidentSlug = Annotated[str, Path(description="The slug of an incident.", examples=["clash-2024-10-25"])]
SourceSlug = Annotated[str, Path(description="The slug of a source.", examples=["nis"])]
_AN_ID: Final = ["0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11"]
ReportId = Annotated[str, Path(description="The id of a report.", examples=_AN_ID)]
ClaimId = Annotated[str, Path(description="The id of a claim.", examples=_AN_ID)]


class PointOfView(NamedTuple):
    """From where an answer is asked, in the words of the request."""

    known_on: str | None
    recorded_by: str | None
    at_position: int | None
    limit: int = LIMIT
    cursor: str | None = None
    form: Form = "json"

    @property
    def tabled(self) -> bool:
        """Whether the answer is to be a table."""
        return self.form != "json"

    def asked(self, timeline: Timeline) -> Asked:
        """Return what these words come to. Raises AsOfError."""
        as_of = timeline.as_of(self.known_on, self.recorded_by, self.at_position)
        return Asked(as_of=as_of, limit=self.limit, cursor=self.cursor)


async def caught_up(request: Request, timeline: Service, min_position: MinPosition = 0) -> None:
    """Wait for a position, holding no thread meanwhile. Raises NotReadyError, StoppingError."""
    stopping: Event = request.app.state.stopping
    deadline = time.monotonic() + request.app.state.patience
    while min_position and not await _reached(timeline, min_position, last=time.monotonic() >= deadline):
        if stopping.is_set():
            raise StoppingError
        await asyncio.sleep(_WAIT)


async def _reached(timeline: Timeline, position: int, *, last: bool) -> bool:
    """Tell whether the views have reached *position*. Raises NotReadyError where this was the *last* look."""
    try:
        await run_in_threadpool(timeline.wait_for, position, 0.0)
    except NotReadyError:
        if last:
            raise
        return False
    return True


async def point_of_view(
    _: Annotated[None, Depends(caught_up)],
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    at_position: AtPosition = None,
) -> PointOfView:
    """Return from where one thing is asked, once its position can be read."""
    return PointOfView(known_on, recorded_by, at_position)


async def table_of_view(seen: Annotated[PointOfView, Depends(point_of_view)], form: Format = "json") -> PointOfView:
    """Return from where something is asked that may be told as a table, and has no pages."""
    return seen._replace(form=form)


async def page_of_view(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    seen: Annotated[PointOfView, Depends(point_of_view)],
    limit: Limit = LIMIT,
    cursor: Cursor = None,
    form: Format = "json",
) -> PointOfView:
    """Return from where a list is asked, and which page of it. Raises NotAllowedError."""
    beside = [name for name in request.query_params if name not in _WITH_CURSOR] if cursor is not None else []
    if beside:
        raise NotAllowedError(*(FieldProblem(f"/{name}", "the cursor holds it; leave it out") for name in beside))
    seen = seen._replace(cursor=cursor, form=form)
    whole = seen.tabled and "limit" not in request.query_params
    return seen._replace(limit=MOST if whole else limit)


async def only_documented(request: Request) -> None:
    """Refuse query parameters that the reference does not name, or that are given twice. Raises NotAllowedError."""
    given = Counter(name for name, _ in request.query_params.multi_items())
    if not given:
        return
    known = documented_parameters(request.app, request.scope["route"].path, request.method)
    wrong = [FieldProblem(f"/{_shown(name)}", _unknown(known)) for name in given if name not in known]
    twice = [FieldProblem(f"/{name}", "it is given twice; allowed: once") for name in known if given[name] > 1]
    if wrong or twice:
        raise NotAllowedError(*wrong, *twice)


def documented_parameters(app: FastAPI, path: str, method: str) -> list[str]:
    """Return the query parameters that the reference names for a route."""
    operation = app.openapi()["paths"].get(path, {}).get(method.lower(), {})
    return [parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "query"]


def parsed_id(what: str, text: str) -> UUID:
    """Return the id that *text* is. Raises UnknownError: what is no id names nothing."""
    try:
        read = UUID(text)
    except ValueError:
        raise UnknownError(what, text[:_LONGEST]) from None
    if str(read) != text:
        raise UnknownError(what, text[:_LONGEST])
    return read


def _unknown(known: list[str]) -> str:
    return f"there is no such parameter; allowed: {', '.join(known) or 'none'}"


def _shown(name: str) -> str:
    return name[:_LONGEST].replace("~", "~0").replace("/", "~1")  # RFC 6901, section 3
