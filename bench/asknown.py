"""As Known itself, asked in process for finished bytes, as its HTTP interface asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bench.questions import Answer, PageAsked, date_of
from bench.workload import TIMELINE
from timeline.clocks import AsOf
from timeline.service import Asked, IncidentFilters, Timeline, page_body

LATER: Final = {"counts": "summary", "story": "history", "changes": "diff"}
"""Questions that As Known is to answer, and the method that will: until there is one, the table says so."""
_ITEMS, _NEXT = b'"items":', b',"next":'


class AsKnown:
    """A timeline in one of As Known's databases."""

    def __init__(self, database: str, address: str) -> None:
        self.name = f"As Known on {database}"
        self.timeline = Timeline(address)
        self.newest = self.timeline.as_known(Asked()).position

    @property
    def answers(self) -> Mapping[str, Callable[..., Any]]:
        """What can be asked today."""
        return {"page": self._page}

    def canonical(self, question: str, answer: Any) -> Answer:  # noqa: ANN401 - rows differ by question
        """Return an answer without what peers do not give: the point of view, and where the next page is."""
        if question != "page":
            return tuple(answer)
        return bytes(answer[answer.index(_ITEMS) + len(_ITEMS) : answer.rindex(_NEXT)])

    def close(self) -> None:
        """Let go of the database."""
        self.timeline.close()

    def _page(self, asked: PageAsked) -> bytes:
        as_of = AsOf(known_on=None if asked.known is None else asked.p, at_position=asked.position)
        return page_body(self.timeline.incidents(TIMELINE, Asked(as_of=as_of), filters(asked)))


def filters(asked: PageAsked) -> IncidentFilters:
    """Return the filters of a page; the last day of a window is a day that counts."""
    return IncidentFilters(occurred_from=date_of(asked.begins), occurred_to=date_of(asked.ends - 1), place=asked.place)
