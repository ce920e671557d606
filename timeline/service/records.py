"""What became of what a source said: counts from its claims, and never a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import NamedTuple

import msgspec

from timeline.answers import AsKnown, ClaimView, SourceRecord
from timeline.claims import Stance
from timeline.clocks import DAY
from timeline.hearing import OPPOSITE
from timeline.service.hearings import evidence_of, speakers_of
from timeline.service.snapshot import Snapshot
from timeline.status import Evidence

_CLAIM = msgspec.json.Decoder(ClaimView)


class Record(NamedTuple):
    """A source's record, and from where it is seen."""

    as_of: AsKnown
    record: SourceRecord


class _Told(NamedTuple):
    """A claim that came through a source, and the number of the incident for which it counts, or 0."""

    incident: int
    claim: Evidence
    withdrawn: bool


def record(snapshot: Snapshot, source: str, number: int) -> Record:
    """Return what became of what a source said, at the snapshot's point of view."""
    speakers = speakers_of(snapshot)
    published, told = set[str](), list[_Told]()
    for incident, p, key, ordinal, doc in snapshot.rows("claims_through", {"number": number}):
        view = _CLAIM.decode(doc)
        if source in {link.slug for link in view.chain}:
            told.append(_Told(incident, evidence_of(view, (p, key, ordinal)), view.withdrawn))
        if view.report.source == source:
            published.add(key)
    standing = [one for one in told if not one.withdrawn]
    own = [one for one in standing if speakers.speaker_of(one.claim.chain).slug == source]
    carried = [one for one in standing if speakers.speaker_of(one.claim.chain).slug != source]
    before = _days_before_confirmation(snapshot, own)
    found = SourceRecord(
        source=source,
        reports=len(published),
        claims=_stances(own),
        carried=_stances(carried),
        statuses=_statuses(snapshot, own),
        carried_statuses=_statuses(snapshot, carried),
        reversals=_reversals(own),
        retractions=sum(one.claim.stance is Stance.RETRACTS for one in own),
        withdrawn=len(told) - len(standing),
        confirmed=len(before),
        median_days=median(before) if before else None,
    )
    return Record(snapshot.as_known, found)


def _stances(told: Iterable[_Told]) -> dict[str, int]:
    return dict(sorted(Counter(one.claim.stance.value for one in told).items()))


def _statuses(snapshot: Snapshot, told: Iterable[_Told]) -> dict[str, int]:
    """Return the present statuses of the incidents of asserting claims."""
    counted = Counter(one.incident for one in told if one.incident and one.claim.stance is Stance.ASSERTS)
    found: Counter[str] = Counter()
    for incident, number in counted.items():
        row = snapshot.one("status", {"number": incident})
        if row is not None:
            found[row[1]] += number
    return dict(sorted(found.items()))


def _reversals(told: Iterable[_Told]) -> int:
    """Return how often the source says the opposite of what it last said on an incident itself."""
    latest: dict[int, Stance] = {}
    reversals = 0
    for incident, claim, _ in told:
        if incident and claim.is_word and claim.stance in OPPOSITE:
            reversals += latest.get(incident) is OPPOSITE[claim.stance]
            latest[incident] = claim.stance
    return reversals


def _days_before_confirmation(snapshot: Snapshot, told: Iterable[_Told]) -> list[float]:
    """Return for each incident how many days the source's first assertion came before it was confirmed."""
    first: dict[int, int] = {}
    for incident, claim, _ in told:
        if incident and claim.stance is Stance.ASSERTS:
            first.setdefault(incident, claim.p)
    before = []
    for incident, p in first.items():
        (confirmed,) = snapshot.one("confirmed", {"number": incident})
        if confirmed is not None and p < confirmed:
            before.append(round((confirmed - p) / DAY, 2))
    return before
