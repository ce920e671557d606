"""The board of an incident: the claims that are visible at a moment, and the entry that they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from copy import copy
from typing import Generic, NamedTuple, TypeVar

from timeline.answers import EntryCore, SignedOff, VoiceFigure
from timeline.claims import Stance
from timeline.clocks import EVER, instant_text
from timeline.places import Place
from timeline.projections.entries import Heard, SpokenWord, entry
from timeline.projections.kept import Kept, bounds, erasure_view, found_by, occurred_view, text
from timeline.states import IncidentState
from timeline.states.incidents import SignOff
from timeline.status import Evidence, FigureKey, Said, Tally
from timeline.voices import Speakers

T = TypeVar("T")
NARROW = 32 * 86_400_000_000
"""Microseconds: no day, and no month, is longer."""
_MONTH = len("2024-10")


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


def absent(incident: IncidentState) -> Kept:
    """Return the state of an incident that is on no timeline: none of its claims is visible, or it was merged away."""
    columns = IncidentColumns(incident.timeline, incident.slug, EVER, EVER, "", "", None, None, None, 0, 0)
    return Kept("", columns=columns)


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
        figures = [figure_text(key, self.tally.figures[key]) for key in sorted(self.tally.figures, key=_shown)]
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
            erased=erasure_view(incident.erased),
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


def _shown(key: FigureKey) -> tuple[str, str, str, bool]:
    """In which order figures are shown; a leak behind the voice whose name it bears."""
    voice, measure, scope = key
    return voice.name, measure, scope, not voice.named


def figure_text(key: FigureKey, said: Said) -> str:
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
