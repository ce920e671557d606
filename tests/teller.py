"""Says the next thing of a history: a report, what happens to one, or what changes about a source or an incident."""

from __future__ import annotations

from random import Random
from typing import Any

from msgspec.structs import replace

from tests import builders as told_as
from tests import material
from timeline.claims import Claim, Stance
from timeline.commands import Command, GradeClaim, RecordReport, RegisterSource
from timeline.sources import Reliability, SourceKind


class Told:
    """What a history has said so far, as far as its next command must fit to it; its reports are called by *name*."""

    def __init__(self, name: str = "r") -> None:
        self._name = name
        self._sources: dict[str, str] = {}
        """The present source of each report, by key."""
        self._refs: dict[str, list[str]] = {}

    def next(self, random: Random) -> Command:
        """Return what is told next; most of it can be recorded."""
        kind = random.random()
        if kind < 0.35 or not self._sources:
            return self._report(random)
        if kind < 0.75:
            return self._of_report(random)
        return an_incident_changes(random) if kind < 0.88 else a_source_changes(random)

    def _report(self, random: Random) -> RecordReport:
        source, key = random.choice(material.PUBLISHERS), f"{self._name}{len(self._sources)}"
        made = [a_claim(random, source) for _ in range(random.choice((1, 1, 2)))]
        self._sources[key], self._refs[key] = source, [f"c{n}" for n, _ in enumerate(made, start=1)]
        return told_as.a_report(
            key=key,
            timeline=random.choice((*material.TIMELINES, *material.TIMELINES[:1] * 8)),
            source=source,
            published=random.choice(material.PUBLISHED),
            claims=made,
            chain=a_chain(random, source),
            occurred=random.choice(material.DATES),
            place=random.choice(material.PLACES),
        )

    def report_on(self, incident: str, random: Random) -> Command:
        """Return a report that speaks of one incident only, and mostly in favour."""
        report = self._report(random)
        claims = [
            replace(claim, incident=incident, stance=random.choice((Stance.ASSERTS, Stance.ASSERTS, claim.stance)))
            for claim in report.claims
        ]
        return replace(report, timeline=material.TIMELINES[0], claims=tuple(claims))

    def _of_report(self, random: Random) -> Command:
        """Return what happens to a report or a claim of it: corrected, completed, voided, withdrawn, graded."""
        key = random.choice(list(self._sources))
        ref, published = random.choice(self._refs[key]), random.choice((None, *material.PUBLISHED))
        match random.choice(("claim", "claim", "claim", "report", "report", "missed", "void", "gone", "gone", "grade")):
            case "claim":
                return told_as.a_correction(key, ref, **claim_change(random, self._sources[key]))
            case "report":
                changes = report_change(random, self._sources[key])
                self._sources[key] = changes.get("source", self._sources[key])
                return told_as.a_correction(key, **changes)
            case "missed":
                claim = a_claim(random, self._sources[key])
                self._refs[key].append(f"c{len(self._refs[key]) + 1}")
                return told_as.a_missed_claim(key, **{name: getattr(claim, name) for name in claim.__struct_fields__})
            case "void":
                return told_as.a_void(key, random.choice((None, ref, ref)))
            case "gone":
                return told_as.a_withdrawal(key, published)
            case _:
                return GradeClaim(report=key, claim=ref, credibility=random.randint(1, 6), published=published)


def a_claim(random: Random, source: str) -> Claim:
    """Return what a report of *source* says; now and then it is unfiled."""
    return told_as.a_claim(
        random.choice(material.CLAIM_KINDS),
        random.choice(material.STANCES),
        incident=random.choice((*material.INCIDENTS[:1] * 4, *material.INCIDENTS, None)),
        chain=a_chain(random, source),
        derived_from=random.choice(material.ORIGINS),
        figures=random.choice(material.FIGURES),
        occurred=random.choice(material.DATES),
        place=random.choice(material.PLACES),
    )


def a_chain(random: Random, source: str) -> tuple[str, ...] | None:
    """Return how a claim came to *source*, if that is told."""
    tail = random.choice(material.TAILS)
    return None if tail is None else (source, *(slug for slug in tail if slug != source))


def claim_change(random: Random, source: str) -> dict[str, Any]:
    """Return one field of a claim, and what a correction puts in its place."""
    values: dict[str, Any] = {
        "incident": random.choice((*material.INCIDENTS, *material.INCIDENTS, None)),
        "stance": random.choice((*material.STANCES, None)),
        "chain": a_chain(random, source),
        "derived_from": random.choice((*material.ORIGINS, None)),
        "figures": random.choice((*material.FIGURES, None)),
        "occurred": random.choice(material.DATES),
        "place": random.choice(material.PLACES),
        "kind": random.choice(material.CLAIM_KINDS),
    }
    field = random.choice(("incident", "incident", *values))
    return {field: values[field]}


def report_change(random: Random, source: str) -> dict[str, Any]:
    """Return one field of a report, and what a correction puts in its place."""
    values: dict[str, Any] = {
        "published": random.choice(material.PUBLISHED),
        "source": random.choice(list(material.KINDS)),
        "chain": a_chain(random, source),
        "occurred": random.choice(material.DATES),
        "place": random.choice(material.PLACES),
        "title": random.choice(("A headline", None)),
    }
    field = random.choice(("published", "published", *values))
    return {field: values[field]}


def a_source_changes(random: Random, *fields: str) -> Command:
    """Return a source seen in another light: its name or kind, for whom it speaks, to whom it is linked."""
    values: dict[str, Any] = {
        "speaks_for": random.choice(material.VOICES),
        "linked_to": random.choice(material.LINKS),
        "kind": random.choice(list(SourceKind)),
        "name": random.choice(("One name", "Another")),
        "reliability": random.choice((*Reliability, None)),
    }
    field = random.choice(fields or ("speaks_for", "linked_to", *values))
    return RegisterSource(**{"slug": random.choice([*material.KINDS, *material.UNCITED]), field: values[field]})


def an_incident_changes(random: Random) -> Command:
    """Return an incident merged, unmerged, signed off, or described in another way."""
    slug = random.choice(material.INCIDENTS)
    match random.choice(("merge", "merge", "merge", "sign", "sign", "described")):
        case "merge":
            return told_as.a_merge(slug, random.choice((*material.INCIDENTS, None)))
        case "sign":
            published = random.choice((None, *material.PUBLISHED))
            return told_as.a_sign_off(slug, published, signed=random.random() < 0.7)
        case _:
            described: dict[str, Any] = {
                "adverse_to": random.choice(((), ("Kyiv",), ("ministry", "Moscow"))),
                "occurred": random.choice(material.DATES),
                "place": random.choice(material.PLACES),
                "title": random.choice(("One title", "Another")),
            }
            field = random.choice(list(described))
            return told_as.an_incident(slug, **{field: described[field]})
