"""The history as columns in memory, searched by numpy: what a program would do that served nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.history import History
from bench.questions import (
    LIMIT,
    Answer,
    Change,
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

Rows = NDArray[np.int64]


class NumpyFloor:
    """Sorted columns, and documents in a mapped file."""

    name = "numpy"

    def __init__(self, history: History) -> None:
        self._history = h = history
        slugs = np.array(h.names[0])[h.slug]
        order = np.lexsort((slugs, h.sort))
        self._places = {place: order[h.admin1[order] == code] for code, place in enumerate(h.names[1])}
        self._sorts = {place: h.sort[rows] for place, rows in self._places.items()}
        self._months = len(h.names[5])
        self._group = h.status.astype(np.int64) * self._months + h.month
        self._by_start, self._by_end = np.argsort(h.start, kind="stable"), np.argsort(h.end, kind="stable")
        self._starts, self._ends = h.start[self._by_start], h.end[self._by_end]

    @property
    def answers(self) -> Mapping[str, Callable[..., Any]]:
        """What the columns can be asked."""
        return {"page": self._page, "counts": self._counts, "story": self._story, "changes": self._changes}

    def canonical(self, question: str, answer: Any) -> Answer:  # noqa: ANN401 - rows differ by question
        """Return an answer in the form in which all are compared."""
        return bytes(answer) if question == "page" else tuple(answer)

    def close(self) -> None:
        """Let go of the documents."""
        self._history.close()

    def _page(self, asked: PageAsked) -> Page:
        h, (begins, ends) = self._history, asked.window
        rows = self._places.get(asked.place, np.empty(0, dtype=np.int64))
        if len(rows):
            rows = rows[slice(*np.searchsorted(self._sorts[asked.place], (begins, ends)))]
        rows = rows[(h.start[rows] <= asked.p) & (h.end[rows] > asked.p)]
        return array_of([h.doc(row) for row in rows[:LIMIT]])

    def _counts(self, asked: CountsAsked) -> Counts:
        h = self._history
        counted = np.bincount(self._group[(h.start <= asked.p) & (h.end > asked.p)])
        statuses, months = h.names[3], h.names[5]
        groups = (
            (statuses[g // self._months], months[g % self._months], int(counted[g])) for g in counted.nonzero()[0]
        )
        return tuple(sorted(groups))

    def _story(self, asked: StoryAsked) -> Story:
        h = self._history
        first, behind = np.searchsorted(h.number, (asked.number, asked.number + 1))
        return tuple((int(h.start[row]), int(h.end[row]), h.doc(row)) for row in range(first, behind))

    def _changes(self, asked: ChangesAsked) -> Changes:
        """Look only at incidents of which a version begins or ends in between."""
        touched = np.unique(
            np.concatenate(
                [self._between(asked, self._by_start, self._starts), self._between(asked, self._by_end, self._ends)]
            )
        )
        found: list[Change] = []
        for number in touched:
            earlier, later = (self._doc_at(number, p) for p in asked.between)
            if earlier != later:
                found.append((int(number), earlier, later))
                if len(found) == asked.limit:
                    break
        return tuple(found)

    def _between(self, asked: ChangesAsked, order: Rows, moments: Rows) -> Rows:
        first, behind = np.searchsorted(moments, asked.between, side="right")
        numbers: Rows = self._history.number[order[first:behind]]
        return numbers

    def _doc_at(self, number: int, p: int) -> str | None:
        h = self._history
        first, behind = np.searchsorted(h.number, (number, number + 1))
        row = first + int(np.searchsorted(h.start[first:behind], p, side="right")) - 1
        return h.doc(row) if row >= first and h.end[row] > p else None
