"""Why a step of a history was taken: the facts that stand at its place on the clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import NamedTuple
from uuid import UUID

import msgspec

from timeline.clocks import ALWAYS, Clock, published_at
from timeline.facts import (
    ClaimGraded,
    ClaimMade,
    Committed,
    IncidentSignedOff,
    IncidentsMerged,
    ReportOpened,
    ReportRecorded,
    ReportWithdrawn,
    SourceAffiliated,
    SourceDescribed,
    SourceGraded,
    SourceRegistered,
)
from timeline.projections import View
from timeline.service.histories import Thing
from timeline.service.snapshot import Snapshot
from timeline.states import ReportState, TimelineState, evolve_report, evolve_timeline, merge_path, merged_into

_WITHOUT_VOICE = (SourceRegistered, SourceGraded, ReportOpened)
"""Facts that speak with no voice, and join or part none."""
_OF_SOURCES = (SourceRegistered, SourceDescribed, SourceAffiliated, SourceGraded)


class Cause(NamedTuple):
    """What led to a step: up to which position it was recorded, through which claims, by whom, and why."""

    position: int
    because: list[str]
    by: str | None
    reason: str | None


class _Behind:
    """What stands behind one step, as it is gathered."""

    def __init__(self, position: int = 0) -> None:
        self.facts: list[Committed] = []
        self.claims: list[_Claim] = []
        self._position = position

    def cause(self) -> Cause:
        """Return it in short: everybody and every reason once, in the order recorded."""
        facts = sorted(self.facts, key=lambda fact: fact.position)
        recorders = [fact.by for fact in facts] or [claim.by for claim in self.claims]
        positions = (fact.position for fact in facts), (claim.position for claim in self.claims)
        return Cause(
            self._position or max((position for column in positions for position in column), default=0),
            _each(claim.claim for claim in self.claims),
            ", ".join(_each(recorders)) or None,
            "; ".join(_each(reason for fact in facts if (reason := reason_of(fact)))) or None,
        )


class _Report(msgspec.Struct, frozen=True):
    id: UUID


class _Claim(msgspec.Struct, frozen=True):
    """What the text of a claim tells of how it was recorded."""

    claim: str
    ref: str
    position: int
    by: str
    report: _Report


def causes(snapshot: Snapshot, thing: Thing, clock: Clock, ats: Sequence[int]) -> list[Cause]:
    """Return what led to each of the steps of a thing's history that are taken at *ats*, in order."""
    if not ats:
        return []
    if clock is Clock.RECORDED:
        return [_recorded(snapshot, thing, at).cause() for at in ats]
    behind = _of_incident(snapshot, thing, ats) if thing.view is View.INCIDENTS else _of_report(snapshot, thing)
    return [behind[at].cause() for at in ats]


class Behind(NamedTuple):
    """What led to a change of an incident in one transaction: its claims, and the newest fact behind it."""

    because: list[str]
    position: int


def behind(snapshot: Snapshot, thing: Thing, at: int, words: Container[str]) -> Behind:
    """Return what one transaction, whose last position is *at*, recorded that changed an incident.

    Of the claims, those that set the *words* that are in force from then on, if there are any.
    """
    found = _recorded(snapshot, thing, at)
    claims = [claim for claim in found.claims if claim.claim in words] or found.claims
    facts = [fact for fact in found.facts if any(_is_of(claim, fact) for claim in claims)] or found.facts
    turning = (fact.position for fact in facts if not isinstance(fact.fact, _WITHOUT_VOICE))
    return Behind(_each(claim.claim for claim in claims), max(turning, default=at))


def _is_of(claim: _Claim, fact: Committed) -> bool:
    return fact.stream == claim.report.id and _is_about(fact, claim.ref)


def _of_incident(snapshot: Snapshot, thing: Thing, ats: Sequence[int]) -> defaultdict[int, _Behind]:
    """Return what acts on an incident from a moment of the published clock on: claims, withdrawals, sign-offs."""
    behind = defaultdict[int, _Behind](_Behind)
    bound = {"number": thing.number, "first": ats[0], "last": ats[-1]}
    for p, published, counted, doc in snapshot.rows("begun_published", bound):
        claim = msgspec.json.decode(doc, type=_Claim)
        if counted and p == published:
            behind[p].claims.append(claim)
        elif p != published and not counted:
            behind[p].claims.append(claim)
            behind[p].facts += [
                fact
                for fact in _facts(snapshot, claim.report.id)
                if isinstance(fact.fact, ReportWithdrawn) and _moment(fact, fact.fact) == p
            ]
    for fact in _facts(snapshot, thing.stream):
        if isinstance(fact.fact, IncidentSignedOff):
            behind[_moment(fact, fact.fact)].facts.append(fact)
    return behind


def _of_report(snapshot: Snapshot, thing: Thing) -> defaultdict[int, _Behind]:
    """Return what acts on a report, or on one of its claims, from a moment of the published clock on."""
    behind = defaultdict[int, _Behind](_Behind)
    report: ReportState | None = reduce(evolve_report, _facts(snapshot, thing.stream), None)
    published = ALWAYS if report is None else report.p
    for fact in _own(snapshot, thing):
        match fact.fact:
            case ReportRecorded() | ClaimMade():
                behind[published].facts.append(fact)
            case ReportWithdrawn() | ClaimGraded() as said:
                behind[max(published, _moment(fact, said))].facts.append(fact)
            case _:
                pass  # it acts on every day alike
    return behind


def _recorded(snapshot: Snapshot, thing: Thing, at: int) -> _Behind:
    """Return what one transaction, whose last position is *at*, recorded about a thing."""
    behind = _Behind(at)
    before = snapshot.ledger.commit_by_position(snapshot.c, at - 1)
    after = 0 if before is None else before.position
    found = {fact.position: fact for fact in _own(snapshot, thing) if after < fact.position <= at}
    explained = list[bool]()
    if thing.view is View.INCIDENTS:
        for (doc,) in snapshot.rows("begun_recorded", {"number": thing.number, "at": at}):
            claim = msgspec.json.decode(doc, type=_Claim)
            facts = [fact for fact in _facts(snapshot, claim.report.id, after, at) if _is_about(fact, claim.ref)]
            found |= {fact.position: fact for fact in facts}
            behind.claims.append(claim)
            explained.append(bool(facts))
    behind.facts += found.values()
    if not (found and all(explained)):
        behind.facts += _merges(snapshot, thing, after, at)
        behind.facts += (
            fact for fact in snapshot.ledger.facts(snapshot.c, after, at) if isinstance(fact.fact, _OF_SOURCES)
        )
    return behind


def _own(snapshot: Snapshot, thing: Thing) -> Iterator[Committed]:
    """Yield the facts of a thing's stream that are about it; a claim shares the stream of its report."""
    facts = _facts(snapshot, thing.stream)
    ref = next((ref_of(fact) for fact in facts if fact.position == thing.number), None)
    return (fact for fact in facts if thing.view is not View.CLAIMS or _is_about(fact, ref))


def _merges(snapshot: Snapshot, thing: Thing, after: int, upto: int) -> Iterator[Committed]:
    """Yield the merges of a transaction that change for which incident something counts, or what counts for it."""
    facts = _facts(snapshot, snapshot.ids.timeline(thing.timeline), upto=upto)
    before, now = (_merged(fact for fact in facts if fact.position <= last) for last in (after, upto))
    ways = {thing.incident, *(slug for merges in (before, now) for slug in merge_path(merges, thing.incident or ""))}
    for fact in facts:
        if fact.position > after and isinstance(said := fact.fact, IncidentsMerged):
            ends = {said.into, merged_into(before, said.incident), merged_into(now, said.incident)}
            if said.incident in ways or thing.incident in ends:
                yield fact


def _merged(facts: Iterable[Committed]) -> Mapping[str, str]:
    timeline: TimelineState | None = reduce(evolve_timeline, facts, None)
    return {} if timeline is None else timeline.merges


def _facts(snapshot: Snapshot, stream: UUID, after: int = 0, upto: int | None = None) -> list[Committed]:
    """Return the facts of a stream behind one position, up to another or the snapshot's."""
    found = snapshot.ledger.stream(snapshot.c, stream, snapshot.point.n if upto is None else upto)
    return [fact for fact in found if fact.position > after]


def _moment(committed: Committed, said: ReportWithdrawn | ClaimGraded | IncidentSignedOff) -> int:
    """Return from when on a fact acts that may name its own day."""
    return committed.recorded if said.published is None else published_at(said.published)


def ref_of(committed: Committed) -> str | None:
    """Return the ref of the claim that a fact is about; None where it is about the report."""
    fact = committed.fact
    return fact.claim.ref if isinstance(fact, ClaimMade) else getattr(fact, "ref", None)


def _is_about(committed: Committed, ref: str | None) -> bool:
    """Tell whether a fact of a report concerns the claim called *ref*: it alone, or all of them."""
    return ref_of(committed) in (None, ref)


def reason_of(committed: Committed) -> str | None:
    """Return why something was recorded, as far as it was said."""
    return committed.reason or getattr(committed.fact, "rationale", None) or getattr(committed.fact, "basis", None)


def _each(texts: Iterable[str]) -> list[str]:
    """Return every text once, in order."""
    return list(dict.fromkeys(texts))
