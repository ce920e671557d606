"""An incident's states over the published clock: what its claims come to, from day to day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

from timeline.answers import Entry, SignedOff, VoiceFigure
from timeline.bitemporal import Span, spans
from timeline.claims import Stance
from timeline.clocks import ALWAYS, EVER, instant_text
from timeline.places import Place
from timeline.projections.kept import Kept, bounds, found_by, marked, occurred_view, text
from timeline.states import IncidentState
from timeline.states.incidents import SignOff
from timeline.status import Evidence, FigureKey, Said, Tally
from timeline.voices import Speakers

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


def incident_spans(
    incident: IncidentState, claims: Sequence[Evidence], speakers: Speakers, since: int = ALWAYS
) -> list[Span[Kept]]:
    """Return the states of an incident from *since* on, given all *claims* that count for it, in the order heard."""
    return spans(_states(incident, claims, speakers, since))


def _states(
    incident: IncidentState, claims: Sequence[Evidence], speakers: Speakers, since: int
) -> Iterator[tuple[int, Kept | None]]:
    """Hear the claims moment by moment; where a report was taken down, hear them anew without it."""
    withdrawn = sorted({claim.gone for claim in claims if claim.gone != EVER})
    moments = {since, *withdrawn, *(claim.p for claim in claims), *(sign_off.p for sign_off in incident.sign_offs)}
    board, heard, before = Board(speakers), 0, ALWAYS
    for p in sorted(moment for moment in moments if moment > ALWAYS and since <= moment):
        if any(before < moment <= p for moment in withdrawn):
            board, heard = Board(speakers), 0
        while heard < len(claims) and claims[heard].p <= p:
            if claims[heard].gone > p:
                board.hear(claims[heard])
            heard += 1
        before = p
        yield p, board.kept(incident, p) if board.first is not None else None


class Board:
    """The visible claims on one incident, heard in order, and the entry they come to."""

    def __init__(self, speakers: Speakers) -> None:
        self.first: Evidence | None = None
        self.last: Evidence | None = None
        self._tally = Tally(speakers)
        self._asserting: set[str] = set()
        self._shown: dict[FigureKey, tuple[Said, VoiceFigure]] = {}
        self._kind: _First[str] = _First()
        self._occurred: _First[str] = _First()
        self._place: _First[Place] = _First()

    def hear(self, claim: Evidence) -> None:
        """Take in the next claim."""
        asserts = claim.stance is Stance.ASSERTS
        self._tally.hear(claim)
        self.first = self.first or claim
        self.last = claim
        if asserts:
            self._asserting.add(claim.report)
        self._kind.offer(claim.kind, asserts=asserts)
        self._occurred.offer(claim.occurred, asserts=asserts)
        self._place.offer(claim.place, asserts=asserts)

    def kept(self, incident: IncidentState, p: int) -> Kept:
        """Return the incident's state at *p*, given what was heard."""
        entry = self._entry(incident, p)
        occurred = incident.occurred or self._occurred.value
        earliest, latest = bounds(occurred)
        columns = IncidentColumns(
            timeline=incident.timeline,
            slug=incident.slug,
            sort=EVER if earliest is None else earliest,
            earliest=ALWAYS if earliest is None else earliest,
            latest=EVER if latest is None else latest,
            status=entry.status,
            kind=entry.kind,
            country=entry.place.country if entry.place else None,
            admin1=entry.place.admin1 if entry.place else None,
        )
        voices = [*entry.asserted_by, *entry.denied_by, *entry.withheld_by, *entry.retracted_by]
        return Kept(text(entry), found_by(entry.title), marked(voices), columns)

    def _entry(self, incident: IncidentState, p: int) -> Entry:
        signature = _signature(incident.sign_offs, p)
        standing = self._tally.standing(incident.adverse_to, signed_off=signature is not None)
        asserted = standing.words[Stance.ASSERTS]
        return Entry(
            incident=incident.slug,
            title=incident.title,
            kind=self._kind.value or "",
            occurred=occurred_view(incident.occurred or self._occurred.value),
            place=incident.place or self._place.value,
            adverse_to=incident.adverse_to,
            status=standing.status,
            status_basis=standing.basis,
            signed_off=signature if asserted else None,
            reports=len(self._asserting),
            independent_voices=standing.independent_voices,
            asserted_by=asserted,
            denied_by=standing.words[Stance.DENIES],
            withheld_by=standing.words[Stance.WITHHOLDS],
            retracted_by=standing.words[Stance.RETRACTS],
            admitted_by=standing.admitted_by,
            figures=[self._figure(key, said) for key, said in sorted(self._tally.figures.items(), key=_by_key)],
            because=standing.because,
            first_published=self.first.published if self.first else "",
            last_published=self.last.published if self.last else "",
        )

    def _figure(self, key: FigureKey, said: Said) -> VoiceFigure:
        """Return a voice's figure as it is shown; most stay the same from state to state."""
        shown = self._shown.get(key)
        if shown is None or shown[0] is not said:
            shown = self._shown[key] = said, _voice_figure(key[0].name, said)
        return shown[1]


_by_key = itemgetter(0)


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
        self._asserted = False

    def offer(self, value: T | None, *, asserts: bool) -> None:
        if value is not None and (self.value is None or (asserts and not self._asserted)):
            self.value, self._asserted = value, asserts


def _signature(sign_offs: Sequence[SignOff], p: int) -> SignedOff | None:
    """Return the signature that counts at *p*: the latest word, unless it revokes."""
    latest = max((sign_off for sign_off in sign_offs if sign_off.p <= p), default=None)
    if latest is None or not latest.signed:
        return None
    published = latest.published or instant_text(latest.p)
    return SignedOff(by=latest.by, rationale=latest.rationale, published=published)
