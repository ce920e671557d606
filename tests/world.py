"""Everything recorded by a position, replayed naively: the ground on which the oracle stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import UNSET

from timeline import facts
from timeline.clocks import published_at
from timeline.facts import Committed, claim_id

Said = dict[str, Any]
"""The fields of a claim, a report, a source or an incident, by name."""
ABSENT = {"stance": "asserts", "modality": "asserted", "actors": (), "figures": (), "derived_from": (), "linked_to": ()}
"""What a field is after null has cleared it; every other field is null."""


@dataclass
class Line:
    """A claim in its report, as it is told now."""

    committed: Committed
    claim: Said
    ordinal: int
    voided: bool = False
    corrected: bool = False
    grades: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass
class Item:
    """A report as it is told now."""

    committed: Committed
    key: str
    timeline: str
    report: Said
    lines: list[Line] = field(default_factory=list)
    voided: bool = False
    corrected: bool = False
    withdrawn: list[int] = field(default_factory=list)

    def chain(self, line: Line) -> list[str]:
        """Return how a claim travelled: always from the report's present source."""
        chain = line.claim["chain"] or self.report["chain"] or ("",)
        return [self.report["source"], *chain[1:]]

    def told(self, line: Line, name: str) -> Any:
        """Return what a claim says, else what its report says for all of them."""
        return self.report[name] if line.claim[name] is None else line.claim[name]


@dataclass
class Heard:
    """A claim that can be seen on an incident, with its place in the order."""

    item: Item
    line: Line
    voice: str
    named: bool

    @property
    def order(self) -> tuple[int, str, int]:
        """Where it stands among the others."""
        return published_at(self.item.report["published"]), self.item.key, self.line.ordinal

    @property
    def id(self) -> str:
        """The name of the claim."""
        return str(claim_id(self.item.committed.stream, self.line.claim["ref"]))


class World:
    """Everything recorded by a position, as it is told from there; a position inside a transaction is the commit before."""

    def __init__(self, ledger: Sequence[Committed], position: int) -> None:
        whole = [a.position for a, b in zip(ledger, ledger[1:], strict=False) if a.recorded != b.recorded]
        self.position = max([n for n in [*whole, ledger[-1].position] if n <= position], default=0)
        self.sources: dict[str, Said] = {}
        self.incidents: dict[tuple[str, str], Said] = {}
        self.merges: dict[tuple[str, str], str | None] = {}
        self.items: dict[str, Item] = {}
        self._by_stream: dict[Any, Any] = {}
        for committed in ledger:
            if committed.position <= self.position:
                self._take(committed)

    def _take(self, committed: Committed) -> None:
        thing = self._by_stream.get(committed.stream)
        match committed.fact:
            case facts.SourceRegistered(slug=slug) as fact:
                source = {"speaks_for": None, "linked_to": (), "reliability": None, **_fields(fact)}
                self._by_stream[committed.stream] = self.sources[slug] = source
            case facts.SourceDescribed() | facts.SourceAffiliated() | facts.SourceGraded() as fact:
                thing.update(_changed(fact))
            case facts.TimelineOpened(slug=slug):
                self._by_stream[committed.stream] = slug
            case facts.IncidentsMerged(incident=incident, into=into):
                self.merges[thing, incident] = into
            case facts.IncidentOpened(timeline=timeline, slug=slug) as fact:
                opened = {**_fields(fact), "signatures": []}
                self._by_stream[committed.stream] = self.incidents[timeline, slug] = opened
            case facts.IncidentDescribed() as fact:
                thing.update({**_changed(fact), "adverse_to": thing["adverse_to"]})
                thing["adverse_to"] = thing["adverse_to"] if fact.adverse_to is UNSET else fact.adverse_to
            case facts.IncidentSignedOff(published=published):
                p = committed.recorded if published is None else published_at(published)
                thing["signatures"].append((p, committed.position, committed))
            case facts.ReportRecorded(key=key, timeline=timeline, report=report):
                item = Item(committed, key, timeline, _fields(report))
                self._by_stream[committed.stream] = self.items[key] = item
            case _:
                _take_of_report(thing, committed)

    def counts_for(self, timeline: str, slug: str | None) -> str | None:
        """Return the incident for which claims filed under *slug* count."""
        while slug is not None and self.merges.get((timeline, slug)) is not None:
            slug = self.merges[timeline, slug]
        return slug

    def voice(self, slug: str) -> str:
        """Return for whom a source speaks."""
        return self.sources[slug]["speaks_for"] or slug

    def speaker(self, chain: Sequence[str]) -> tuple[str, bool]:
        """Return the voice of a claim that travelled through *chain*, and whether it is a named one."""
        *before, origin = chain
        if self.sources[origin]["kind"] != "unnamed":
            return self.voice(origin), True
        for link in reversed(before):
            if self.sources[link]["kind"] not in ("unnamed", "outlet"):
                return self.voice(link), True
        return origin, False

    def visible(self, timeline: str, slug: str, known_on: int) -> list[Heard]:
        """Return the claims that count for an incident, in order."""
        heard = [
            Heard(item, line, *self.speaker(item.chain(line)))
            for item in self.items.values()
            for line in item.lines
            if item.timeline == timeline and self.counts_for(timeline, line.claim["incident"]) == slug
            if not (item.voided or line.voided or any(p <= known_on for p in item.withdrawn))
        ]
        return sorted((h for h in heard if h.order[0] <= known_on), key=lambda h: h.order)


def _fields(struct: msgspec.Struct) -> Said:
    return {name: getattr(struct, name) for name in struct.__struct_fields__}


def _changed(changes: msgspec.Struct) -> Said:
    given = {name: value for name, value in _fields(changes).items() if value is not UNSET}
    return {name: ABSENT.get(name) if value is None else value for name, value in given.items()}


def _take_of_report(item: Item, committed: Committed) -> None:
    lines = {line.claim["ref"]: line for line in item.lines}
    match committed.fact:
        case facts.ClaimMade(claim=claim):
            item.lines.append(Line(committed, _fields(claim), len(item.lines)))
        case facts.ClaimCorrected(ref=ref, changes=changes):
            lines[ref].claim.update(_changed(changes))
            lines[ref].corrected = True
        case facts.ReportCorrected(changes=changes):
            item.report.update(_changed(changes))
            item.corrected = True
        case facts.ClaimVoided(ref=ref):
            lines[ref].voided = True
        case facts.ReportVoided():
            item.voided = True
        case facts.ReportWithdrawn(published=published):
            item.withdrawn.append(committed.recorded if published is None else published_at(published))
        case facts.ClaimGraded(ref=ref, credibility=credibility, published=published):
            p = committed.recorded if published is None else published_at(published)
            lines[ref].grades.append((p, committed.position, credibility))
        case unknown:
            raise NotImplementedError(unknown)
