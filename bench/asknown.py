"""As Known itself, asked in process for finished bytes or rows, as its HTTP interface asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain, pairwise
from typing import Any, Final

from bench.questions import Answer, ChangesAsked, CountsAsked, PageAsked, StoryAsked, date_of
from bench.workload import TIMELINE
from timeline.clocks import EVER, AsOf
from timeline.service import (
    Asked,
    By,
    EndStates,
    IncidentFilters,
    State,
    States,
    Summary,
    Timeline,
    page_body,
)

_ITEMS, _NEXT = b'"items":', b',"next":'
_BY: Final = (By.STATUS, By.MONTH)
_MOST: Final = 10_000
"""Rows of a difference that are asked for at once, where all are wanted."""


class AsKnown:
    """A timeline in one of As Known's databases."""

    def __init__(self, database: str, address: str) -> None:
        self.name = f"As Known on {database}"
        self.timeline = Timeline(address)
        self.newest = self.timeline.as_known(Asked()).position

    @property
    def answers(self) -> Mapping[str, Callable[..., Any]]:
        """What can be asked."""
        return {"page": self._page, "counts": self._counts, "story": self._story, "changes": self._changes}

    def canonical(self, question: str, answer: Any) -> Answer:  # noqa: ANN401 - answers differ by question
        """Return an answer without what peers do not give: the point of view, and where the next page is."""
        match question:
            case "page":
                return bytes(answer[answer.index(_ITEMS) + len(_ITEMS) : answer.rindex(_NEXT)])
            case "counts":
                summary: Summary = answer
                return tuple(sorted((*group, number) for group, number in summary.groups.items()))
            case "story":
                return _spans(answer)
            case _:
                changes: list[EndStates] = answer
                return tuple(sorted((change.key[1], change.before, change.after) for change in changes))

    def close(self) -> None:
        """Let go of the database."""
        self.timeline.close()

    def _page(self, asked: PageAsked) -> bytes:
        as_of = AsOf(known_on=None if asked.known is None else asked.p, at_position=asked.position)
        return page_body(self.timeline.incidents(TIMELINE, Asked(as_of=as_of), filters(asked)))

    def _counts(self, asked: CountsAsked) -> Summary:
        return self.timeline.summary(TIMELINE, _BY, AsOf(known_on=asked.p, at_position=asked.position))

    def _story(self, asked: StoryAsked) -> States:
        return self.timeline.states(TIMELINE, asked.slug)

    def _changes(self, asked: ChangesAsked) -> list[EndStates]:
        begin, end = (AsOf(known_on=p) for p in asked.between)
        page = self.timeline.differing(TIMELINE, begin, end, limit=asked.limit or _MOST)
        changes = page.changes
        while asked.limit is None and page.next is not None:
            page = self.timeline.differing(TIMELINE, begin, end, limit=_MOST, behind=page.next)
            changes += page.changes
        return changes


def filters(asked: PageAsked) -> IncidentFilters:
    """Return the filters of a page; the last day of a window is a day that counts."""
    return IncidentFilters(occurred_from=date_of(asked.begins), occurred_to=date_of(asked.ends - 1), place=asked.place)


def _spans(told: States) -> Answer:
    """Return the states of an incident as peers keep them: from when until when, and only what is known."""
    states = chain(told.states, [State(EVER, None)])
    return tuple((state.at, following.at, state.doc) for state, following in pairwise(states) if state.doc is not None)
