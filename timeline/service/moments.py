"""The moments at which something about a timeline changed on either clock, thinned where there are many."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from timeline.answers import AsKnown, Moment
from timeline.clocks import END, FIRST, Clock, Micros, instant_text
from timeline.errors import NotAllowedError
from timeline.service.snapshot import Filter, Snapshot

MOMENTS: Final = 500
"""How many moments are told, where nothing else is said."""
MOST_MOMENTS: Final = 1_000


class Moments(NamedTuple):
    """Moments on one *clock*, oldest first; *thinned* where there are more: each is the last of its stretch of time."""

    as_of: AsKnown
    clock: Clock
    thinned: bool
    items: list[Moment]


class Window(NamedTuple):
    """Where on a *clock* moments are looked for: *behind* one, and *upto* another; None leaves that side open.

    Where there are more than *limit*, they are thinned.
    """

    clock: Clock = Clock.PUBLISHED
    behind: Micros | None = None
    upto: Micros | None = None
    limit: int = MOMENTS

    def must_be_allowed(self) -> None:
        """Refuse ends that are no interval, and a limit that is none. Raises NotAllowedError."""
        if not 1 <= self.limit <= MOST_MOMENTS:
            raise NotAllowedError.at("/limit", f"{self.limit} is out of range; allowed: 1 to {MOST_MOMENTS:,}")
        if self.behind is not None and self.upto is not None and self.upto < self.behind:
            raise NotAllowedError.at("/to", "it comes before the other moment; allowed: a later one, or the same")


ALL_TIME: Final = Window()
"""All moments on the published clock."""


def moments(snapshot: Snapshot, timeline: str, window: Window) -> Moments:
    """Return the moments in a *window* at which something changed, as seen from the snapshot's point of view."""
    behind = FIRST - 1 if window.behind is None else window.behind
    upto = END if window.upto is None else window.upto
    begin, end = (snapshot.at(moment, window.clock) for moment in (behind, upto))
    ends = (begin.p, end.p) if window.clock is Clock.PUBLISHED else (begin.n, end.n)
    bound = {"timeline": timeline, "after": ends[0], "upto": ends[1], "limit": window.limit + 1}
    found = snapshot.rows(f"moments_{window.clock}", bound, _otherwise(window.clock))
    thinned = len(found) > window.limit
    if thinned:
        first = found[0][0] - 1
        latest = min(upto, end.p) if window.clock is Clock.PUBLISHED else upto
        (last, _) = _last(snapshot, timeline, Window(window.clock, first, latest, 1))[-1]
        found = _last(snapshot, timeline, Window(window.clock, first, last, window.limit))
    items = [Moment(at=instant_text(at), position=position) for at, position in found]
    return Moments(snapshot.as_known, window.clock, thinned, items)


def _last(snapshot: Snapshot, timeline: str, window: Window) -> list[Any]:
    """Return the last moment in each of so many stretches of a closed window as its limit says, where it has one."""
    assert window.behind is not None  # noqa: S101 - it is closed
    assert window.upto is not None  # noqa: S101 - likewise
    step, rest = divmod(window.upto - window.behind, window.limit)
    bound = {"timeline": timeline, "after": window.behind, "step": step, "rest": rest, "stretches": window.limit}
    found = snapshot.rows(f"last_moments_{window.clock}", bound, _otherwise(window.clock))
    return [row for row in found if row[0] is not None]


def _otherwise(clock: Clock) -> list[Filter]:
    """Return the filter for rows of entries that are otherwise than those before them."""
    return [Filter(f"otherwise_{clock}")]
