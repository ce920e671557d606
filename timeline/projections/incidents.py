"""An incident's states over the published clock: what its claims come to, from day to day."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from heapq import heappop, heappush
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from timeline.answers import EntryCore, SignedOff, VoiceFigure
from timeline.bitemporal import Span, spans
from timeline.claims import Stance
from timeline.clocks import ALWAYS, EVER, instant_text
from timeline.places import Place
from timeline.projections.entries import Heard, SpokenWord, entry
from timeline.projections.kept import Kept, bounds, found_by, occurred_view, text
from timeline.states import IncidentState
from timeline.states.incidents import SignOff
from timeline.status import Evidence, FigureKey, Said, Tally, Word
from timeline.voices import Speakers, Voice

T = TypeVar("T")
WHOLE = 64
"""Up to so many visible claims an entry is kept finished, a text for every state. Beyond, where each claim would write
all voices' words again, and a late one all that follow, it is joined from parts when it is read."""


class IncidentColumns(NamedTuple):
    """What entries are ordered and filtered by; *sort* is EVER where it is not known when it began.

    *month* is that in which it began, as 2024-10. *wide* is 1 where it may have gone on for longer than NARROW,
    *parted* where the text lacks words and figures.
    """

    timeline: str
    slug: str
    sort: int
    latest: int
    status: str
    kind: str
    country: str | None
    admin1: str | None
    month: str | None
    wide: int
    parted: int


_STRIDE, _HALTS = 4, 8
"""How far a fold goes from one halt to the next, in claims: so many times as an entry may have to be kept finished, or
more, so that there are about so many halts on a long way."""
_MONTH = len("2024-10")
NARROW = 32 * 86_400_000_000
"""Microseconds: no day, and no month, is longer."""


def absent(incident: IncidentState) -> Kept:
    """Return the state of an incident that is on no timeline: none of its claims is visible, or it was merged away."""
    columns = IncidentColumns(incident.timeline, incident.slug, EVER, EVER, "", "", None, None, None, 0, 0)
    return Kept("", columns=columns)


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
            kept = None if said is None else Kept(_figure(key, said), columns=FigureColumns(key[0].name, *key[1:]))
            self._figures.setdefault(_figure_mark(key), []).append((p, kept))

    def folded(self) -> Folded:
        """Return the states."""
        words = {voice: spans(changes) for voice, changes in self._words.items()}
        figures = {key: spans(changes) for key, changes in self._figures.items()}
        return Folded(spans(self._core), words, figures)


class Board:
    """The visible claims on one incident, heard in order, and what they come to."""

    def __init__(self, incident: IncidentState, speakers: Speakers) -> None:
        self.tally = Tally(speakers)
        self._incident = incident
        self._visible: dict[str, Evidence] = {}
        self._asserting: Counter[str] = Counter()
        self._kind: _First[str] = _First()
        self._occurred: _First[str] = _First()
        self._place: _First[Place] = _First()
        self._core: Kept | None = None
        self._signature: SignedOff | None = None

    def twin(self, incident: IncidentState, speakers: Speakers) -> Board:
        """Return a board on which the same was heard."""
        twin = Board(incident, speakers)
        twin.tally = self.tally.twin(speakers)
        twin._visible, twin._asserting = dict(self._visible), Counter(self._asserting)
        twin._kind, twin._occurred, twin._place = copy(self._kind), copy(self._occurred), copy(self._place)
        return twin

    @property
    def claims(self) -> int:
        """How many claims are visible."""
        return len(self._visible)

    def hear(self, claim: Evidence) -> None:
        """Take in the next claim."""
        self._visible[claim.claim] = claim
        if claim.stance is Stance.ASSERTS:
            self._asserting[claim.report] += 1
        self.tally.hear(claim)
        self._offer(claim)

    def withdraw(self, claim: Evidence) -> None:
        """Take out a claim that was heard, its report having been taken down."""
        del self._visible[claim.claim]
        if claim.stance is Stance.ASSERTS:
            self._asserting[claim.report] -= 1
            if not self._asserting[claim.report]:
                del self._asserting[claim.report]
        self.tally.withdraw(claim)
        if claim.claim in (self._kind.by, self._occurred.by, self._place.by):
            self._kind, self._occurred, self._place = _First(), _First(), _First()
            for visible in self._visible.values():
                self._offer(visible)

    def _offer(self, claim: Evidence) -> None:
        offered = (
            self._kind.offer(claim.kind, claim),
            self._occurred.offer(claim.occurred, claim),
            self._place.offer(claim.place, claim),
        )
        self.tally.moved = self.tally.moved or any(offered)

    def core(self, p: int) -> Kept | None:
        """Return the incident's state at *p* but for whose words it comes from; None where nothing was heard."""
        if not self._visible:
            return None
        signature = _signature(self._incident.sign_offs, p)
        if self._core is None or self.tally.moved or signature != self._signature:
            self._signature = signature
            self._core = self._kept(signature)
        return self._core

    def finished(self, p: int) -> Kept | None:
        """Return the incident's state at *p* as an entry that wants nothing more; None where nothing was heard."""
        core = self.core(p)
        if core is None:
            return None
        said = sorted(self.tally.words.items(), key=lambda saying: saying[1].claim.order)
        words = [SpokenWord(word.stance, voice.name, word.claim.claim) for voice, word in said]
        figures = [_figure(key, self.tally.figures[key]) for key in sorted(self.tally.figures, key=_shown)]
        claims = self._visible.values()
        heard = Heard(next(iter(claims)).published, next(reversed(claims)).published, len(self._asserting))
        voices = f"|{'|'.join(sorted({word.voice for word in words}))}|" if words else ""
        columns = (*core.columns[:-1], 0)
        return Kept(entry(core.doc, words, figures, heard), core.words, voices, columns)

    def _kept(self, signature: SignedOff | None) -> Kept:
        incident = self._incident
        standing = self.tally.standing(incident.adverse_to, signed_off=signature is not None)
        occurred = incident.occurred or self._occurred.value
        place = incident.place or self._place.value
        core = EntryCore(
            incident=incident.slug,
            title=incident.title,
            kind=self._kind.value or "",
            occurred=occurred_view(occurred),
            place=place,
            adverse_to=tuple(sorted(incident.adverse_to)),
            status=standing.status,
            status_basis=standing.basis,
            signed_off=signature if self.tally.asserted else None,
            independent_voices=standing.independent_voices,
            admitted_by=standing.admitted_by,
        )
        earliest, latest = bounds(occurred)
        columns = IncidentColumns(
            timeline=incident.timeline,
            slug=incident.slug,
            sort=EVER if earliest is None else earliest,
            latest=EVER if latest is None else latest,
            status=core.status,
            kind=core.kind,
            country=place.country if place else None,
            admin1=place.admin1 if place else None,
            month=None if earliest is None else instant_text(earliest)[:_MONTH],
            wide=int(earliest is None or latest is None or latest - earliest > NARROW),
            parted=1,
        )
        return Kept(text(core), found_by(core.title), "", columns)


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


def _mark(voice: Voice) -> str:
    """Tell a named voice from a leak of the same name."""
    return voice.name if voice.named else f"{voice.name}?"


def _figure_mark(key: FigureKey) -> str:
    voice, measure, scope = key
    return f"{_mark(voice)} {measure} {scope}"


def _word(voice: Voice, word: Word) -> Kept:
    claim = word.claim
    return Kept("", columns=WordColumns(voice.name, word.stance, claim.claim, *claim.order))


def _shown(key: FigureKey) -> tuple[str, str, str, bool]:
    """In which order figures are shown; a leak behind the voice whose name it bears."""
    voice, measure, scope = key
    return voice.name, measure, scope, not voice.named


def _figure(key: FigureKey, said: Said) -> str:
    """Return the JSON text of a voice's figure."""
    figure = said.figure
    return text(
        VoiceFigure(
            voice=key[0].name,
            measure=figure.measure,
            scope=figure.scope,
            low=figure.low,
            high=figure.high,
            best=figure.best,
            qualifier=figure.qualifier,
            includes=figure.includes,
            claim=said.claim.claim,
        )
    )


class _First(Generic[T]):
    """The first value that an asserting claim gives, else the first that any claim gives."""

    def __init__(self) -> None:
        self.value: T | None = None
        self.by: str | None = None
        self._asserted = False

    def offer(self, value: T | None, claim: Evidence) -> bool:
        """Take the *value* that *claim* gives where it comes first; tell whether it does."""
        asserted = claim.stance is Stance.ASSERTS
        if value is None or not (self.value is None or (asserted and not self._asserted)):
            return False
        self.value, self.by, self._asserted = value, claim.claim, asserted
        return True


def _signature(sign_offs: Sequence[SignOff], p: int) -> SignedOff | None:
    """Return the signature that counts at *p*: the latest word, unless it revokes."""
    latest = max((sign_off for sign_off in sign_offs if sign_off.p <= p), default=None)
    if latest is None or not latest.signed:
        return None
    published = latest.published or instant_text(latest.p)
    return SignedOff(by=latest.by, rationale=latest.rationale, published=published)
