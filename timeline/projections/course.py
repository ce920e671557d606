"""The way along the published clock through the claims on one incident, and the halts from which to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from timeline.clocks import EVER
from timeline.projections.board import Board
from timeline.states import IncidentState
from timeline.status import Evidence
from timeline.voices import Speakers


class Course:
    """The claims on one incident, gone through along the published clock: *heard* tells how many of them."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.heard = 0
        self._going: list[tuple[int, tuple[int, str, int], Evidence]] = []

    @property
    def going(self) -> Iterator[int]:
        """When claims that are visible now will be gone."""
        return (gone for gone, _, _ in self._going)

    def advance(self, claims: Sequence[Evidence], p: int) -> None:
        """Hear what was public by *p*, and leave out again what was taken down by then."""
        while self.heard < len(claims) and (claim := claims[self.heard]).p <= p:
            self.heard += 1
            if claim.p < claim.gone:
                self.board.hear(claim)
                if claim.gone != EVER:
                    heappush(self._going, (claim.gone, claim.order, claim))
        while self._going and self._going[0][0] <= p:
            self.board.withdraw(heappop(self._going)[-1])

    def twin(self, incident: IncidentState, speakers: Speakers) -> Course:
        """Return a course that goes on from here by itself."""
        twin = Course(self.board.twin(incident, speakers))
        twin.heard, twin._going = self.heard, list(self._going)
        return twin


class Halt(NamedTuple):
    """Where a fold of many claims may go on: everything up to *p* was taken in."""

    p: int
    course: Course
