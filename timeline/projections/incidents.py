"""An incident's states over the published clock: what its claims come to, from day to day."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from timeline.answers import EntryCore, SignedOff, VoiceFigure
from timeline.bitemporal import Span, spans
from timeline.claims import Stance
from timeline.clocks import ALWAYS, EVER, instant_text
from timeline.places import Place
from timeline.projections.kept import Kept, bounds, found_by, occurred_view, text
from timeline.states import IncidentState
from timeline.states.incidents import SignOff
from timeline.status import Evidence, FigureKey, Said, Tally, Word
from timeline.voices import Speakers, Voice

T = TypeVar("T")


class IncidentColumns(NamedTuple):
    """What entries are ordered and filtered by; *sort* is EVER where it is not known when it began."""

    timeline: str
    slug: str
    sort: int
    earliest: int
    latest: int
    status: str
    kind: str
    country: str | None
    admin1: str | None


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
    """The states of an incident, and of every voice's word and figures on it, each by itself: so they stay small."""

    core: list[Span[Kept]]
    words: dict[str, list[Span[Kept]]]
    figures: dict[str, list[Span[Kept]]]


def fold_incident(
    incident: IncidentState, claims: Sequence[Evidence], speakers: Speakers, since: int = ALWAYS
) -> Folded:
    """Return the states from *since* on, given all *claims* that count for the incident, in the order heard."""
    coming = deque(claim for claim in claims if claim.p < claim.gone)
    going = deque(sorted((claim for claim in coming if claim.gone != EVER), key=attrgetter("gone")))
    moments = {since, *(sign_off.p for sign_off in incident.sign_offs)}
    moments.update(claim.p for claim in coming)
    moments.update(claim.gone for claim in going)
    board, changes = Board(speakers), _Changes()
    for p in sorted(moment for moment in moments if moment > ALWAYS and since <= moment):
        while coming and coming[0].p <= p:
            board.hear(coming.popleft())
        while going and going[0].gone <= p:
            board.withdraw(going.popleft())
        changes.take(board, incident, p)
    return changes.folded()


class _Changes:
    """What changes from moment to moment, gathered thing by thing."""

    def __init__(self) -> None:
        self._core: list[tuple[int, Kept | None]] = []
        self._words: dict[str, list[tuple[int, Kept | None]]] = {}
        self._figures: dict[str, list[tuple[int, Kept | None]]] = {}

    def take(self, board: Board, incident: IncidentState, p: int) -> None:
        """Take in what the board has heard up to *p*."""
        self._core.append((p, board.core(incident, p)))
        for voice in board.tally.spoken:
            word = board.tally.words.get(voice)
            self._words.setdefault(_mark(voice), []).append((p, None if word is None else _word(voice, word)))
        for key in board.tally.counted:
            said = board.tally.figures.get(key)
            self._figures.setdefault(_figure_mark(key), []).append((p, None if said is None else _figure(key, said)))
        board.tally.spoken.clear()
        board.tally.counted.clear()

    def folded(self) -> Folded:
        """Return the states."""
        words = {voice: spans(changes) for voice, changes in self._words.items()}
        figures = {key: spans(changes) for key, changes in self._figures.items()}
        return Folded(spans(self._core), words, figures)


class Board:
    """The visible claims on one incident, heard in order, and what they come to."""

    def __init__(self, speakers: Speakers) -> None:
        self.tally = Tally(speakers)
        self._visible: dict[str, Evidence] = {}
        self._kind: _First[str] = _First()
        self._occurred: _First[str] = _First()
        self._place: _First[Place] = _First()
        self._core: Kept | None = None
        self._signature: SignedOff | None = None

    def hear(self, claim: Evidence) -> None:
        """Take in the next claim."""
        self._visible[claim.claim] = claim
        self.tally.hear(claim)
        self._offer(claim)

    def withdraw(self, claim: Evidence) -> None:
        """Take out a claim that was heard, its report having been taken down."""
        del self._visible[claim.claim]
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

    def core(self, incident: IncidentState, p: int) -> Kept | None:
        """Return the incident's state at *p*, given what was heard; None where that is nothing."""
        if self._kind.value is None:
            return None
        signature = _signature(incident.sign_offs, p)
        if self._core is None or self.tally.moved or signature != self._signature:
            self._signature = signature
            self._core = self._kept(incident, signature)
        return self._core

    def _kept(self, incident: IncidentState, signature: SignedOff | None) -> Kept:
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
            earliest=ALWAYS if earliest is None else earliest,
            latest=EVER if latest is None else latest,
            status=core.status,
            kind=core.kind,
            country=place.country if place else None,
            admin1=place.admin1 if place else None,
        )
        return Kept(text(core), found_by(core.title), "", columns)


def _mark(voice: Voice) -> str:
    """Tell a named voice from a leak of the same name."""
    return voice.name if voice.named else f"{voice.name}?"


def _figure_mark(key: FigureKey) -> str:
    voice, measure, scope = key
    return f"{_mark(voice)} {measure} {scope}"


def _word(voice: Voice, word: Word) -> Kept:
    claim = word.claim
    return Kept("", columns=WordColumns(voice.name, word.stance, claim.claim, *claim.order))


def _figure(key: FigureKey, said: Said) -> Kept:
    voice, measure, scope = key
    return Kept(text(_voice_figure(voice.name, said)), columns=FigureColumns(voice.name, measure, scope))


def _voice_figure(voice: str, said: Said) -> VoiceFigure:
    figure = said.figure
    return VoiceFigure(
        voice=voice,
        measure=figure.measure,
        scope=figure.scope,
        low=figure.low,
        high=figure.high,
        best=figure.best,
        qualifier=figure.qualifier,
        includes=figure.includes,
        claim=said.claim.claim,
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
