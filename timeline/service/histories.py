"""The states of an incident, a claim, a report or a source along either clock."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from timeline.claims import Stance
from timeline.clocks import EVER, Clock
from timeline.projections import View
from timeline.projections.entries import Heard, SpokenWord, entry
from timeline.service.snapshot import Snapshot


class Thing(NamedTuple):
    """Whose history is told: where its states are kept, its number there, and the stream that holds its facts.

    *timeline* is the one it belongs to; a source belongs to none. *incident* is an incident's own slug or, of a claim,
    that under which it is filed.
    """

    view: View
    number: int
    stream: UUID
    timeline: str = ""
    incident: str | None = None


class State(NamedTuple):
    """How something is from a moment of the published clock, or from a position, on; None where it is not known."""

    at: int
    doc: str | None


def states(snapshot: Snapshot, thing: Thing, clock: Clock) -> Iterator[State]:
    """Yield the states of a thing in order, no two neighbours equal; the first is where it became known.

    Along the published clock, as recorded up to the snapshot's position, up to its moment; along the recorded clock, as
    public by its moment, up to its position.
    """
    bound: dict[str, object] = {"number": thing.number, "ever": EVER}
    last = snapshot.point.p if clock is Clock.PUBLISHED else snapshot.point.n
    found = _of_incident(snapshot, clock, bound) if thing.view is View.INCIDENTS else _kept(snapshot, thing, clock)
    said: str = ""
    for at, doc in found:
        if at > last:
            break
        if doc != said:
            yield State(at, doc or None)
            said = doc


def _kept(snapshot: Snapshot, thing: Thing, clock: Clock) -> Iterator[tuple[int, str]]:
    """Yield what is kept of a thing that has no rows for when it is absent."""
    found = snapshot.rows(f"kept_{clock}", {"number": thing.number, "ever": EVER}, view=thing.view)
    cores = [core for row in found if (core := _Core(*row)).begin < core.end]
    for core, following in zip_longest(cores, cores[1:]):
        yield core.begin, core.doc
        if core.end < (EVER if following is None else following.begin):
            yield core.end, ""


def _of_incident(snapshot: Snapshot, clock: Clock, bound: dict[str, object]) -> Iterator[tuple[int, str]]:
    cores = [core for row in snapshot.rows(f"states_{clock}", bound) if (core := _Core(*row)).begin < core.end]
    if any(core.parted for core in cores):
        return _joined(snapshot, clock, cores, bound)
    return ((core.begin, core.doc) for core in cores)


class _Core(NamedTuple):
    """A state of the thing itself, and from when until when it is in force; without a *doc*, it is absent."""

    begin: int
    end: int
    parted: int
    doc: str


class _Edge(NamedTuple):
    """Where a word, a figure or a claim begins to count, or ends; *order* is its place among the others."""

    kind: str
    order: tuple[object, ...]
    what: tuple[str, ...]
    begins: bool


_PARTS = {"words": 3, "figures": 4, "heard": 3}
"""What an entry is joined from, and by how many columns each is ordered."""


class _Crowd:
    """What the claims on a crowded incident come to, while one goes along a clock."""

    def __init__(self) -> None:
        self._known: dict[str, list[tuple[tuple[object, ...], tuple[str, ...]]]] = {kind: [] for kind in _PARTS}
        self._asserting: Counter[str] = Counter()
        self._reports = 0

    def take(self, edge: _Edge) -> None:
        """Let a word, a figure or a claim begin to count, or end."""
        known, one = self._known[edge.kind], (edge.order, edge.what)
        if edge.begins:
            insort(known, one)
        else:
            del known[bisect_left(known, one)]
        if edge.kind == "heard" and edge.what[1] == Stance.ASSERTS:
            self._count(str(edge.order[1]), 1 if edge.begins else -1)

    def _count(self, report: str, more: int) -> None:
        """Count how many claims of a report assert, and so how many reports do."""
        before = self._asserting[report] > 0
        self._asserting[report] += more
        self._reports += (self._asserting[report] > 0) - before

    def entry(self, core: str) -> str:
        """Return the text of the entry."""
        words = [SpokenWord(*word) for _, word in self._known["words"]]
        figures = [figure for _, (figure,) in self._known["figures"]]
        claims = self._known["heard"]
        return entry(core, words, figures, Heard(claims[0][1][0], claims[-1][1][0], self._reports))


def _joined(
    snapshot: Snapshot, clock: Clock, cores: list[_Core], bound: dict[str, object]
) -> Iterator[tuple[int, str]]:
    """Go along the clock, moment by moment, and join the text of each state that is parted."""
    edges = _edges(snapshot, clock, bound)
    crowd, cores_at = _Crowd(), {core.begin: core for core in cores}
    core: _Core | None = None
    for at in sorted(edges.keys() | cores_at.keys()):
        for edge in sorted(edges.get(at, ()), key=attrgetter("begins")):
            crowd.take(edge)
        core = cores_at.get(at, core)
        if core is not None and at < core.end:
            yield at, crowd.entry(core.doc) if core.parted else core.doc


def _edges(snapshot: Snapshot, clock: Clock, bound: dict[str, object]) -> dict[int, list[_Edge]]:
    edges: dict[int, list[_Edge]] = {}
    last = snapshot.point.n if clock is Clock.RECORDED else EVER  # what ended later had not ended yet
    for kind, ordered_by in _PARTS.items():
        for begin, end, _, *rest in snapshot.rows(f"{kind}_{clock}", bound):
            order, what = tuple(rest[:ordered_by]), tuple(rest[ordered_by:])
            if begin < end:
                edges.setdefault(begin, []).append(_Edge(kind, order, what, begins=True))
                if end <= last:
                    edges.setdefault(end, []).append(_Edge(kind, order, what, begins=False))
    return edges
