"""An incident's states over the published clock: what its claims come to, from day to day."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from timeline.bitemporal import Span, spans
from timeline.clocks import ALWAYS, EVER
from timeline.projections.board import Board, figure_text
from timeline.projections.course import Course, Halt
from timeline.projections.kept import Kept
from timeline.states import IncidentState
from timeline.status import Evidence, FigureKey, Word
from timeline.voices import Speakers, Voice

WHOLE = 64
"""Up to so many visible claims an entry is kept finished, a text for every state. Beyond, where each claim would write
all voices' words again, and a late one all that follow, it is joined from parts when it is read."""
_STRIDE, _HALTS = 4, 8
"""How far a fold goes from one halt to the next, in claims: so many times as an entry may have to be kept finished, or
more, so that there are about so many halts on a long way."""


class WordColumns(NamedTuple):
    """A voice's word on an incident, and the place of the claim that set it among those heard."""

    voice: str
    stance: str
    claim: str
    published: int
    report_key: str
    ordinal: int


class FigureColumns(NamedTuple):
    """By what a voice's figures are ordered."""

    voice: str
    measure: str
    scope: str


class Folded(NamedTuple):
    """The states of an incident and, of those with many claims, every voice's word and figures by themselves."""

    core: list[Span[Kept]]
    words: dict[str, list[Span[Kept]]]
    figures: dict[str, list[Span[Kept]]]


def fold_incident(
    incident: IncidentState,
    claims: Sequence[Evidence],
    speakers: Speakers,
    since: int = ALWAYS,
    *,
    most: int = WHOLE,
    halts: list[Halt] | None = None,
) -> Folded:
    """Return the states from *since* on, given all *claims* that count for the incident, in the order heard.

    The text of a state is the finished entry while at *most* so many claims are visible. *halts* are places from which
    an earlier fold may go on; those that lie behind *since* are left out, and new ones added.
    """
    halts = [] if halts is None else halts
    course = _resumed(incident, speakers, since, halts)
    changes, stride = _Changes(most), max(1, _STRIDE * most, len(claims) // _HALTS)
    for p in _moments(incident, claims, since, course):
        course.advance(claims, p)
        changes.take(course.board, p)
        if course.heard >= (halts[-1].course.heard if halts else 0) + stride:
            halts.append(Halt(p, course.twin(incident, speakers)))
    return changes.folded()


def _resumed(incident: IncidentState, speakers: Speakers, since: int, halts: list[Halt]) -> Course:
    """Return the course from the last halt before *since*, or from the beginning."""
    while halts and halts[-1].p >= since:
        halts.pop()
    return halts[-1].course.twin(incident, speakers) if halts else Course(Board(incident, speakers))


def _moments(incident: IncidentState, claims: Sequence[Evidence], since: int, course: Course) -> list[int]:
    """Return from *since* on every moment at which something may change, in order."""
    first = bisect_left(claims, since, lo=course.heard, key=attrgetter("p"))
    moments = {since, *(sign_off.p for sign_off in incident.sign_offs), *course.going}
    for claim in claims[course.heard :]:
        if claim.p < claim.gone != EVER:
            moments.add(claim.gone)
    moments.update(claim.p for claim in claims[first:] if claim.p < claim.gone)
    return sorted(moment for moment in moments if moment > ALWAYS and since <= moment)


Changed = list[tuple[int, Kept | None]]


class _Changes:
    """What changes from moment to moment, gathered thing by thing."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._core: Changed = []
        self._words: dict[str, Changed] = {}
        self._figures: dict[str, Changed] = {}
        self._parted = False

    def take(self, board: Board, p: int) -> None:
        """Take in what the board has heard up to *p*."""
        tally = board.tally
        if board.claims > self._most:
            self._core.append((p, board.core(p)))
            spoken, counted = (tally.spoken, tally.counted) if self._parted else (tally.words, tally.figures)
            self._take_parts(board, p, spoken, counted)
            self._parted = True
        else:
            self._core.append((p, board.finished(p)))
            if self._parted:
                for part in (*self._words.values(), *self._figures.values()):
                    part.append((p, None))
                self._parted = False
        tally.spoken.clear()
        tally.counted.clear()

    def _take_parts(self, board: Board, p: int, spoken: Iterable[Voice], counted: Iterable[FigureKey]) -> None:
        for voice in spoken:
            word = board.tally.words.get(voice)
            self._words.setdefault(_mark(voice), []).append((p, None if word is None else _word(voice, word)))
        for key in counted:
            said = board.tally.figures.get(key)
            kept = None if said is None else Kept(figure_text(key, said), columns=FigureColumns(key[0].name, *key[1:]))
            self._figures.setdefault(_figure_mark(key), []).append((p, kept))

    def folded(self) -> Folded:
        """Return the states."""
        words = {voice: spans(changes) for voice, changes in self._words.items()}
        figures = {key: spans(changes) for key, changes in self._figures.items()}
        return Folded(spans(self._core), words, figures)


def _mark(voice: Voice) -> str:
    """Tell a named voice from a leak of the same name."""
    return voice.name if voice.named else f"{voice.name}?"


def _figure_mark(key: FigureKey) -> str:
    voice, measure, scope = key
    return f"{_mark(voice)} {measure} {scope}"


def _word(voice: Voice, word: Word) -> Kept:
    claim = word.claim
    return Kept("", columns=WordColumns(voice.name, word.stance, claim.claim, *claim.order))
