"""Histories for the laws: late, corrected, voided, withdrawn, merged, signed off, and told by changing sources."""

from __future__ import annotations

from random import Random
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st

from tests import builders as told_as
from tests import material
from timeline.claims import Claim
from timeline.commands import Command, GradeClaim, OpenIncident, RegisterSource, SignOff, WithdrawReport, to_line
from timeline.sources import Reliability, SourceKind


class History(NamedTuple):
    """A history: the commands of each transaction, the machine's clock when it comes, and how many begin it."""

    transactions: list[list[Command]]
    clock: list[int]
    ground: int

    def upto(self, turn: int) -> History:
        """Return only the first *turn* transactions."""
        return History(self.transactions[:turn], self.clock[:turn], self.ground)

    def after(self, turn: int) -> list[tuple[list[Command], int]]:
        """Return the other transactions, each with its time."""
        return list(zip(self.transactions[turn:], self.clock[turn:], strict=True))


def dated(command: Command) -> Command:
    """Return a command that acts on a day of its own, not on the one on which it happens to be recorded."""
    if isinstance(command, WithdrawReport | SignOff | GradeClaim) and command.published is None:
        return msgspec.structs.replace(command, published=material.PUBLISHED[2])
    return command


def histories(*, steps: int = 12, whole_cast: bool = False) -> st.SearchStrategy[History]:
    """Return histories of at most *steps* commands behind their ground; some share a transaction with the one before.

    The ground is what they need or, with the *whole cast*, everybody.

    A step is drawn as one number. Hypothesis can leave steps out of a history that fails, which is what makes it
    readable; drawing every field by itself takes ten times as long.
    """
    seeds = st.integers(0, 2**32)
    return st.builds(tell, seeds, st.lists(seeds, min_size=3, max_size=steps), st.just(whole_cast))


def tell(seed: int, steps: list[int], whole_cast: bool = False) -> History:  # noqa: FBT001, FBT002 - hypothesis calls it
    """Return the history that these numbers stand for."""
    told = Told()
    transactions: list[list[Command]] = [[]]
    clock = [material.START]
    for step in steps:
        random = Random(step)
        command = told.next(random)
        if random.random() < 0.25:
            transactions[-1].append(command)
        else:
            transactions.append([command])
            jump = random.choice((0, 0, -6, 4))
            clock.append(material.START + (len(clock) * 3 + jump) * material.HOUR)
    said = b"".join(to_line(command) for transaction in transactions for command in transaction)
    needed = [command for command in ground(Random(seed)) if whole_cast or is_needed(command, said)]
    transactions[0][:0] = needed
    return History(transactions, clock, len(needed))


def is_needed(command: Command, said: bytes) -> bool:
    """Tell whether lines *said* later need this beginning; a source that nobody names may still link others."""
    match command:
        case OpenIncident(timeline=where, slug=slug):
            return f'"{where}"'.encode() in said and f'"{slug}"'.encode() in said
        case RegisterSource(slug=slug):
            return slug in material.UNCITED or f'"{slug}"'.encode() in said
        case _:
            return True


def ground(random: Random) -> list[Command]:
    """Return what must be known before the first report: timelines, sources and incidents."""
    cast = [
        told_as.a_source(
            slug,
            kind,
            speaks_for=random.choice((None, *material.VOICES)) if kind != "unnamed" else None,
            linked_to=random.choice(material.LINKS) if random.random() < 0.5 else (),
        )
        for slug, kind in {**material.KINDS, **material.UNCITED}.items()
    ]
    adverse = random.choice(((), ("Moscow",), ("Kyiv", "ministry")))
    places = [(timeline, slug) for timeline in material.TIMELINES for slug in material.INCIDENTS]
    incidents = [told_as.an_incident(slug, timeline, adverse_to=adverse) for timeline, slug in places]
    return [*map(told_as.a_timeline, material.TIMELINES), *cast, *incidents]


class Told:
    """What a history has said so far, as far as its next command must fit to it."""

    def __init__(self) -> None:
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

    def _report(self, random: Random) -> Command:
        source, key = random.choice(material.PUBLISHERS), f"r{len(self._sources)}"
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

    def _of_report(self, random: Random) -> Command:
        """Return what happens to a report: corrected, completed, voided, withdrawn, graded, as a whole or a claim of it."""
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


def a_source_changes(random: Random) -> Command:
    """Return a source seen in another light: its name or kind, for whom it speaks, to whom it is linked."""
    values: dict[str, Any] = {
        "speaks_for": random.choice(material.VOICES),
        "linked_to": random.choice(material.LINKS),
        "kind": random.choice(list(SourceKind)),
        "name": random.choice(("One name", "Another")),
        "reliability": random.choice((*Reliability, None)),
    }
    field = random.choice(("speaks_for", "linked_to", *values))
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
                "adverse_to": random.choice(((), ("Kyiv",), ("Moscow", "ministry"))),
                "occurred": random.choice(material.DATES),
                "place": random.choice(material.PLACES),
                "title": random.choice(("One title", "Another")),
            }
            field = random.choice(list(described))
            return told_as.an_incident(slug, **{field: described[field]})
