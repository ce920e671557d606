"""The answers as going through every version gives them, one after another: slow, and plain enough to be believed."""

from __future__ import annotations

from collections import Counter
from typing import Any

from bench.history import History
from bench.questions import (
    LIMIT,
    Answer,
    Changes,
    ChangesAsked,
    Counts,
    CountsAsked,
    Page,
    PageAsked,
    Story,
    StoryAsked,
    array_of,
)


def brute_force(history: History, asked: Any) -> Answer:  # noqa: ANN401 - one of the questions
    """Return the answer to any of the questions."""
    match asked:
        case PageAsked():
            return _page(history, asked)
        case CountsAsked():
            return _counts(history, asked)
        case StoryAsked():
            return _story(history, asked)
        case ChangesAsked():
            return _changes(history, asked)
        case _:
            raise ValueError(asked)


def _known(history: History, p: int) -> list[int]:
    """Return the rows that were known at a moment."""
    spans = zip(history.start.tolist(), history.end.tolist(), strict=True)
    return [row for row, (start, end) in enumerate(spans) if start <= p < end]


def _page(history: History, asked: PageAsked) -> Page:
    begins, ends = asked.window
    known = [v for v in map(history.version, _known(history, asked.p)) if v.admin1 == asked.place]
    found = sorted((v.sort, v.slug, v.doc) for v in known if v.latest > begins and v.sort < ends)
    return array_of([doc for *_, doc in found[:LIMIT]])


def _counts(history: History, asked: CountsAsked) -> Counts:
    counted = Counter((v.status, v.month) for v in map(history.version, _known(history, asked.p)))
    return tuple(sorted((status, month, number) for (status, month), number in counted.items()))


def _story(history: History, asked: StoryAsked) -> Story:
    rows = [row for row, number in enumerate(history.number.tolist()) if number == asked.number]
    return tuple((v.start, v.end, v.doc) for v in map(history.version, rows))


def _changes(history: History, asked: ChangesAsked) -> Changes:
    earlier, later = ({int(history.number[row]): row for row in _known(history, p)} for p in asked.between)
    found = []
    for number in sorted(earlier.keys() | later.keys()):
        docs = [None if state.get(number) is None else history.doc(state[number]) for state in (earlier, later)]
        if docs[0] != docs[1]:
            found.append((number, docs[0], docs[1]))
    return tuple(found[: asked.limit])
