"""What stands in the open about each fact: read from what is stored, so that it need not be kept twice."""

from __future__ import annotations

from uuid import UUID

from timeline.database import Cursor
from timeline.facts import Committed, IncidentOpened, ReportRecorded, ReportSealed, TimelineOpened
from timeline.ledger import Ledger, Stored
from timeline.proofs import Leaf

_QUOTE = b'"'
ERASURE = "wording-erased.1"
"""The topic of erasures. They belong to no timeline: what they list may lie on any."""


class Headers:
    """Makes the headers of leaves, and remembers to which timeline a stream belongs."""

    def __init__(self, ledger: Ledger, c: Cursor) -> None:
        self._ledger, self._c, self._ids = ledger, c, ledger.ids(c)
        self._timelines: dict[int, int | None] = {}
        self._slugs: dict[UUID, int | None] = {}

    def leaf(self, stored: Stored, commitment: bytes) -> Leaf:
        """Return the header of a fact. Raises UnreadableFactError."""
        if stored.version == 1 and stored.number not in self._timelines:  # most streams are met at their beginning
            self._timelines[stored.number] = self._of(self._ledger.read(stored))
        return Leaf(
            position=stored.position,
            stream=stored.number,
            version=stored.version,
            topic=stored.topic,
            recorded=_recorded(stored.state),
            timeline=None if stored.topic == ERASURE else self.timeline(stored.number),
            commitment=commitment.hex(),
        )

    def timeline(self, number: int) -> int | None:
        """Return the number of the timeline of the stream that begins at *number*; None where it has none."""
        if number not in self._timelines:
            self._timelines[number] = self._look_up(number)
        return self._timelines[number]

    def _look_up(self, number: int) -> int | None:
        opening = self._ledger.stream_of(self._c, number, number)
        return self._of(opening[0]) if opening else None

    def _of(self, opening: Committed) -> int | None:
        """Return the timeline of the stream that a fact opens."""
        match opening.fact:
            case TimelineOpened():
                return opening.number
            case IncidentOpened(timeline=slug) | ReportRecorded(timeline=slug) | ReportSealed(timeline=slug):
                return self._number(self._ids.timeline(slug))
            case _:
                return None

    def _number(self, stream: UUID) -> int | None:
        if stream not in self._slugs:
            self._slugs[stream] = self._ledger.number(self._c, stream)
        return self._slugs[stream]


def _recorded(state: bytes) -> str:
    """Return the first text of a stored fact: when it was recorded."""
    start = state.find(_QUOTE) + 1
    return state[start : state.find(_QUOTE, start)].decode(errors="replace")
