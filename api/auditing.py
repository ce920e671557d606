"""What audits take beside a point of view: a clock, groups to count by, rows of points, intervals, windows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Literal, NamedTuple

from fastapi import Depends, Query, Request

from api.filtering import IncidentsWanted
from timeline.clocks import Clock
from timeline.errors import NotAllowedError, quoted
from timeline.service import MOMENTS, MOST_MOMENTS, Between, By, Every, IncidentFilters, Points, Timeline, Window

_ALONG: Final = "Along which clock: published, as public knowledge moved; recorded, as this ledger's answers did."
ClockName = Literal["published", "recorded"]
GroupedBy = Annotated[
    str,
    Query(
        description=f"What to count by, in this order: any of {', '.join(By)}. The month is that of the occurrence.",
        examples=["status,month"],
    ),
]
Span = Annotated[
    str | None,
    Query(
        description="Counts at the end of every day of a span, in place of one count: the first day and the last.",
        examples=["2024-10-01/2025-04-30"],
    ),
]
Step = Annotated[
    Literal["day", "week", "month"] | None,
    Query(description="How far these points are from each other, from the first day on; a day if left out."),
]


async def along(clock: Annotated[ClockName, Query(description=_ALONG)] = "published") -> Clock:
    """Return along which clock one looks."""
    return Clock(clock)


Along = Annotated[Clock, Depends(along)]
AlongPoints = Annotated[ClockName | None, Query(description=f"{_ALONG} Only beside points; published if left out.")]


async def groups(by: GroupedBy = By.STATUS) -> tuple[By, ...]:
    """Return what to count by. Raises NotAllowedError."""
    named = by.split(",")
    if len(set(named)) < len(named) or not set(By).issuperset(named):
        raise NotAllowedError.at("/by", f"{quoted(by)} cannot be counted by; allowed: {', '.join(By)}, each once")
    return tuple(By(name) for name in named)


class Row(NamedTuple):
    """A row of points on a clock."""

    points: Points
    clock: Clock


async def a_row(points: Span = None, every: Step = None, clock: AlongPoints = None) -> Row | None:
    """Return the row of points that is asked for, if any. Raises NotAllowedError."""
    if points is not None:
        first, _, last = points.partition("/")
        return Row(Points(first, last, Every(every or "day")), Clock(clock or "published"))
    for name, given in (("every", every), ("clock", clock)):
        if given is not None:
            raise NotAllowedError.at(f"/{name}", "it is about points; allowed: together with points")
    return None


class Counting(NamedTuple):
    """By what incidents are counted, at which row of points, if not at the point of view alone, and which of them."""

    by: Sequence[By]
    row: Row | None
    filters: IncidentFilters


async def counting(
    by: Annotated[Sequence[By], Depends(groups)],
    row: Annotated[Row | None, Depends(a_row)],
    filters: IncidentsWanted,
) -> Counting:
    """Return what is to be counted. Raises NotAllowedError."""
    if row is not None and filters != IncidentFilters():
        raise NotAllowedError.at("/points", "a row of points counts the whole list; allowed: without filters")
    return Counting(by, row, filters)


Counted = Annotated[Counting, Depends(counting)]


class Ends(NamedTuple):
    """Between which moments of a clock one looks for differences, in the words of the request."""

    begin: str
    end: str
    clock: Clock

    def between(self, timeline: Timeline) -> Between:
        """Return what these words come to. Raises AsOfError."""
        begin, end = timeline.moment("/from", self.begin), timeline.moment("/to", self.end)
        return Between(begin, end, self.clock)


_NAMES: Final = {Clock.PUBLISHED: "known_on", Clock.RECORDED: "recorded_by"}
From = Annotated[
    str | None,
    Query(
        alias="from",
        description="The earlier moment: a day or an instant. With to, in place of that clock's parameter.",
    ),
]
To = Annotated[str | None, Query(description="The later moment.", examples=["2024-11-05"])]


async def ends(request: Request, clock: Along, begin: From = None, to: To = None) -> Ends | None:
    """Return the ends of an interval; None where a cursor holds them. Raises NotAllowedError."""
    if "cursor" in request.query_params:
        return None
    if begin is None or to is None:
        missing = "/from" if begin is None else "/to"
        raise NotAllowedError.at(missing, "it is missing; allowed: a day as 2024-10-28, or an instant")
    if (name := _NAMES[clock]) in request.query_params:
        raise NotAllowedError.at(f"/{name}", "from and to stand in its place; leave it out")
    return Ends(begin, to, clock)


AnyEnds = Annotated[Ends | None, Depends(ends)]


class Looked(NamedTuple):
    """Where moments are looked for, in the words of the request."""

    clock: Clock
    behind: str | None
    upto: str | None
    limit: int

    def window(self, timeline: Timeline) -> Window:
        """Return what these words come to. Raises AsOfError."""
        behind = None if self.behind is None else timeline.moment("/from", self.behind)
        upto = None if self.upto is None else timeline.moment("/to", self.upto)
        return Window(self.clock, behind, upto, self.limit)


Behind = Annotated[
    str | None,
    Query(
        alias="from",
        description="Behind this moment: a day (through its last microsecond, UTC) or an instant. Left out, from the "
        "first one on.",
        examples=["2024-10-28"],
    ),
]
Upto = Annotated[str | None, Query(description="Up to this moment. Left out, up to the last one.")]
MomentLimit = Annotated[
    int,
    Query(ge=1, le=MOST_MOMENTS, description=f"How many moments are told at most, 1 to {MOST_MOMENTS:,}."),
]


async def looked(clock: Along, behind: Behind = None, to: Upto = None, limit: MomentLimit = MOMENTS) -> Looked:
    """Return where moments are looked for."""
    return Looked(clock, behind, to, limit)


MomentsWanted = Annotated[Looked, Depends(looked)]
