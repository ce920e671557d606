"""Everything recorded by a position, replayed naively: the ground on which the oracle stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from timeline import facts
from timeline.clocks import published_at
from timeline.facts import Committed, claim_id

Said = dict[str, Any]
"""The fields of a claim, a report, a source or an incident, by name."""
ABSENT = {"stance": "asserts", "modality": "asserted"}
"""What a field is after null has cleared it; lists are empty then, and every other field is null."""
LISTS = ("actors", "figures", "derived_from", "linked_to", "adverse_to")


@dataclass
class Line:
    """A claim in its report, as it is told now."""

    committed: Committed
    ordinal: int
    first: Said
    claim: Said
    voided: bool = False
    grades: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class Item:
    """A report as it is told now."""

    committed: Committed
    key: str
    timeline: str
    first: Said
    report: Said
    told: int
    lines: list[Line] = field(default_factory=list)
    voided: bool = False
    withdrawn: list[int] = field(default_factory=list)
    opens: list[str] = field(default_factory=list)

    @property
    def p(self) -> int:
        """When the public could know it."""
        return published_at(self.report["published"])

    def chain(self, own: Sequence[str] | None) -> list[str]:
        """Return how something travelled: its own way or the report's, and always from the report's present source."""
        return [self.report["source"], *(own or self.report["chain"] or ("",))[1:]]


class Voice(NamedTuple):
    """Who really speaks; a leak is not the word of somebody named, even of the same name."""

    name: str
    named: bool


class Heard:
    """A claim on an incident, as it is told now."""

    def __init__(self, world: World, item: Item, line: Line) -> None:
        self.item, self.line = item, line
        self.said = {**line.claim, "chain": item.chain(line.claim["chain"])}
        for name in ("occurred", "place"):
            self.said[name] = item.report[name] if line.claim[name] is None else line.claim[name]
        self.incident = world.counts_for(item.timeline, line.claim["incident"])
        self.voice = world.speaker(self.said["chain"])
        self.id = str(claim_id(item.committed.stream, line.claim["ref"]))
        self.order = item.p, item.key, line.ordinal

    def withdrawn(self, known_on: int) -> bool:
        """Tell whether its report was taken down by then."""
        return any(p <= known_on for p in self.item.withdrawn)


class World:
    """Everything recorded by a position; one inside a transaction is the commit before it."""

    def __init__(self, ledger: Sequence[Committed], position: int) -> None:
        whole = [a.position for a, b in pairwise(ledger) if a.recorded != b.recorded]
        self.position = max([n for n in [*whole, ledger[-1].position] if n <= position], default=0)
        self.sources: dict[str, Said] = {}
        self.incidents: dict[tuple[str, str], Said] = {}
        self.merges: dict[tuple[str, str], str | None] = {}
        self.items: dict[str, Item] = {}
        self.seals: dict[str, Committed] = {}
        self._by_stream: dict[Any, Any] = {}
        for committed in ledger:
            if committed.position <= self.position:
                self._take(committed)
        told = [(item, line) for item in self.items.values() for line in item.lines]
        standing = [Heard(self, item, line) for item, line in told if not (item.voided or line.voided)]
        self.heard = sorted(standing, key=lambda heard: heard.order)
        """All claims that are not voided, in the order in which they are heard."""

    def _take(self, committed: Committed) -> None:
        thing: Any = self._by_stream.get(committed.stream)
        match committed.fact:
            case facts.SourceRegistered(slug=slug) as fact:
                source = {**fields(fact), "speaks_for": None, "linked_to": (), "reliability": None}
                self._by_stream[committed.stream] = self.sources[slug] = source
            case facts.TimelineOpened(slug=slug):
                self._by_stream[committed.stream] = slug
            case facts.IncidentsMerged(incident=incident, into=into):
                self.merges[thing, incident] = into
            case facts.IncidentOpened(timeline=timeline, slug=slug) as fact:
                self._by_stream[committed.stream] = self.incidents[timeline, slug] = {**fields(fact), "signatures": []}
            case facts.SourceDescribed() | facts.SourceAffiliated() | facts.SourceGraded() | facts.IncidentDescribed():
                thing.update(changed(committed.fact))
            case facts.IncidentSignedOff(published=published):
                thing["signatures"].append((moment(published, committed), committed.position, committed))
            case facts.ReportRecorded(key=key, timeline=timeline, report=report, claims=told):
                item = Item(committed, key, timeline, fields(report), fields(report), told)
                self._by_stream[committed.stream] = self.items[key] = item
            case facts.ReportSealed(commitment=commitment):
                self.seals[commitment] = committed
            case facts.TimelineDescribed() | facts.LedgerOpened() | facts.RulesAdopted():
                pass
            case _:
                take_of_report(thing, committed)

    def counts_for(self, timeline: str, slug: str | None) -> str | None:
        """Return the incident for which claims filed under *slug* count."""
        while slug is not None and self.merges.get((timeline, slug)) is not None:
            slug = self.merges[timeline, slug]
        return slug

    def voice(self, slug: str) -> str:
        """Return for whom a source speaks."""
        return self.sources[slug]["speaks_for"] or slug

    def speaker(self, chain: Sequence[str]) -> Voice:
        """Return the voice of a claim that travelled through *chain*."""
        *before, origin = chain
        if self.sources[origin]["kind"] != "unnamed":
            return Voice(self.voice(origin), named=True)
        for link in reversed(before):
            if self.sources[link]["kind"] not in ("unnamed", "outlet"):
                return Voice(self.voice(link), named=True)
        return Voice(origin, named=False)


def fields(struct: msgspec.Struct) -> Said:
    """Return the fields of a fact or value."""
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def changed(changes: msgspec.Struct) -> Said:
    """Return the fields that are replaced."""
    given = {name: value for name, value in fields(changes).items() if value is not UNSET}
    empty = {name: () if name in LISTS else ABSENT.get(name) for name in given}
    return {name: empty[name] if value is None else value for name, value in given.items()}


def moment(published: str | None, committed: Committed) -> int:
    """Return from when on something counts: when it was published, by default when it was recorded."""
    return committed.recorded if published is None else published_at(published)


def take_of_report(item: Item, committed: Committed) -> None:
    """Take in a fact of a report's stream, but its first."""
    lines = {line.claim["ref"]: line for line in item.lines}
    match committed.fact:
        case facts.ClaimMade(claim=claim):
            item.lines.append(Line(committed, len(item.lines), fields(claim), fields(claim)))
        case facts.ClaimCorrected(ref=ref, changes=changes):
            lines[ref].claim.update(changed(changes))
        case facts.ReportCorrected(changes=changes):
            item.report.update(changed(changes))
        case facts.ClaimVoided(ref=ref):
            lines[ref].voided = True
        case facts.ReportVoided():
            item.voided = True
        case facts.ReportWithdrawn(published=published):
            item.withdrawn.append(moment(published, committed))
        case facts.ClaimGraded(ref=ref, credibility=credibility, published=published):
            lines[ref].grades.append((moment(published, committed), committed.position, credibility))
        case facts.ReportOpened(commitment=commitment):
            item.opens.append(commitment)
        case unknown:
            raise TypeError(unknown)
