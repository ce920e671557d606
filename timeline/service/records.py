"""What became of what a source said: counts from its claims, and never a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

import msgspec

from timeline.answers import AsKnown, ClaimView, SourceRecord
from timeline.claims import Stance
from timeline.clocks import DAY, published_at
from timeline.service.snapshot import Snapshot
from timeline.sources import SourceKind

_CLAIM = msgspec.json.Decoder(ClaimView)
_OPPOSITE = {Stance.ASSERTS: Stance.DENIES, Stance.DENIES: Stance.ASSERTS}


class Record(NamedTuple):
    """A source's record, and from where it is seen."""

    as_of: AsKnown
    record: SourceRecord


def record(snapshot: Snapshot, source: str, number: int) -> Record:
    """Return what became of what a source said, at the snapshot's point of view."""
    through = [(incident, _CLAIM.decode(doc)) for incident, doc in snapshot.rows("claims_through", {"number": number})]
    claims = [(incident, claim) for incident, claim in through if any(link.slug == source for link in claim.chain)]
    own = [(incident, claim) for incident, claim in claims if _speaker(claim) == source]
    carried = [(incident, claim) for incident, claim in claims if _speaker(claim) != source]
    before = _days_before_confirmation(snapshot, own)
    return Record(
        snapshot.as_known,
        SourceRecord(
            source=source,
            reports=len({claim.report.id for _, claim in claims if claim.report.source == source}),
            claims=_stances(own),
            carried=_stances(carried),
            statuses=_statuses(snapshot, own),
            carried_statuses=_statuses(snapshot, carried),
            reversals=_reversals(own),
            retractions=sum(claim.stance is Stance.RETRACTS for _, claim in own),
            withdrawn=sum(claim.withdrawn for _, claim in claims),
            confirmed=len(before),
            median_days=median(before) if before else None,
        ),
    )


Claims = Iterable[tuple[int, ClaimView]]


def _speaker(claim: ClaimView) -> str:
    """Return the source whose word a claim is: its origin or, where that has no name, who vouches for it."""
    origin = claim.chain[-1]
    if origin.kind is SourceKind.UNNAMED:
        for link in reversed(claim.chain[:-1]):
            if link.kind not in (SourceKind.UNNAMED, SourceKind.OUTLET):
                return link.slug
    return origin.slug


def _stances(claims: Claims) -> dict[str, int]:
    return dict(sorted(Counter(claim.stance.value for _, claim in claims).items()))


def _statuses(snapshot: Snapshot, claims: Claims) -> dict[str, int]:
    """Return the present statuses of the incidents of asserting claims that still stand."""
    counted = Counter(
        incident for incident, claim in claims if incident and claim.stance is Stance.ASSERTS and not claim.withdrawn
    )
    found: Counter[str] = Counter()
    for incident, number in counted.items():
        row = snapshot.one("status", {"number": incident})
        if row is not None:
            found[row[1]] += number
    return dict(sorted(found.items()))


def _reversals(claims: Claims) -> int:
    """Return how often the source says the opposite of what it last said on an incident itself."""
    latest: dict[int, Stance] = {}
    reversals = 0
    for incident, claim in claims:
        if incident and claim.stance in _OPPOSITE and not (claim.stance is Stance.DENIES and claim.figures):
            reversals += latest.get(incident) is _OPPOSITE[claim.stance]
            latest[incident] = claim.stance
    return reversals


def _days_before_confirmation(snapshot: Snapshot, claims: Claims) -> list[float]:
    """Return for each incident how many days the source's first assertion came before it was confirmed."""
    first: dict[int, int] = {}
    for incident, claim in claims:
        if incident and claim.stance is Stance.ASSERTS:
            first.setdefault(incident, published_at(claim.report.published))
    before = []
    for incident, p in first.items():
        (confirmed,) = snapshot.one("confirmed", {"number": incident})
        if confirmed is not None and p < confirmed:
            before.append(round((confirmed - p) / DAY, 2))
    return before
