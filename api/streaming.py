"""From where a feed of changes is wanted, how narrowed, and whether live."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Header, Query, Request

from api.auditing import ClockName
from api.dependencies import POSITIONS, Service
from api.middlewares import HEAD
from timeline.clocks import AsOf, instant_text
from timeline.errors import NotAllowedError, quoted
from timeline.service import FACTS, Asked, ChangeFilters, Timeline, must_be_fact

STREAM: Final = "text/event-stream"
_ENDED: Final = ("recorded_by", "at_position", "limit", "cursor", "format")
"""Parameters that a live feed has not: it goes on."""
_DIGITS: Final = len(str(POSITIONS))
Since = Annotated[
    str | None,
    Query(
        description="Begin behind this: a position, or a day or instant. Left out, a page begins with the first fact, "
        "a live feed with the next one.",
        examples=["412", "2024-10-28"],
    ),
]
SinceClock = Annotated[
    ClockName | None,
    Query(
        description="On which clock since lies. recorded (as if left out): what was recorded later. published: what is "
        "about reports that were published later."
    ),
]
LastEventId = Annotated[
    str | None, Header(description="Go on behind this position: what a client that was cut off sends by itself.")
]
AboutIncident = Annotated[
    str | None,
    Query(description="About this incident, or one that is merged into it.", examples=["clash-2024-10-25"]),
]
OfFact = Annotated[
    str | None,
    Query(description=f"Of this kind: {', '.join(FACTS)}.", examples=["report_recorded"]),
]


class Beginning(NamedTuple):
    """Where a feed begins: behind a position, or with what was published after a moment; else where it likes."""

    after: int | None = None
    published_after: str | None = None


def beginning(  # noqa: PLR0917 - FastAPI calls it by name
    request: Request,
    timelines: Service,
    since: Since = None,
    clock: SinceClock = None,
    last_event_id: LastEventId = None,
) -> Beginning:
    """Return where a feed begins; who comes back goes on behind what was heard. Raises NotAllowedError, AsOfError."""
    begin = _since(timelines, since, clock)
    if last_event_id is not None and is_live(request):
        return begin._replace(after=_position("/Last-Event-ID", last_event_id))
    return begin


def _since(timelines: Timeline, since: str | None, clock: str | None) -> Beginning:
    if since is None:
        if clock is not None:
            raise NotAllowedError.at("/clock", "it says on which clock since lies; allowed: together with since")
        return Beginning()
    if since.isdecimal():
        return Beginning(_position("/since", since))
    moment = timelines.moment("/since", since)
    if clock == "published":
        return Beginning(published_after=instant_text(moment))
    return Beginning(timelines.as_known(Asked(as_of=AsOf(recorded_by=moment))).position)


class ChangesWanted(NamedTuple):
    """Which changes are wanted; *begins* is whether it was said where to begin."""

    filters: ChangeFilters
    begins: bool
    live: bool


def changes_wanted(
    request: Request,
    begin: Annotated[Beginning, Depends(beginning)],
    incident: AboutIncident = None,
    fact: OfFact = None,
) -> ChangesWanted:
    """Return which changes are wanted. Raises NotAllowedError, AsOfError."""
    live = is_live(request)
    must_be_fact(fact)
    for name in _ENDED if live else ():
        if name in request.query_params:
            raise NotAllowedError.at(f"/{name}", "a live feed has no end; leave it out, or ask for application/json")
    filters = ChangeFilters(after=begin.after or 0, incident=incident, fact=fact, published_after=begin.published_after)
    return ChangesWanted(filters, begins=begin != Beginning(), live=live)


Wanted = Annotated[ChangesWanted, Depends(changes_wanted)]


def is_live(request: Request) -> bool:
    """Tell whether a client wants server-sent events."""
    return HEAD not in request.scope and any(
        STREAM in accepted.lower() for accepted in request.headers.getlist("accept")
    )


def _position(pointer: str, text: str) -> int:
    """Return the position that a text is. Raises NotAllowedError."""
    if not (text.isascii() and text.isdecimal()) or len(text) > _DIGITS or int(text) > POSITIONS:
        raise NotAllowedError.at(pointer, f"{quoted(text)} is no position; allowed: a whole number, or a day")
    return int(text)
