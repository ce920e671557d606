"""An erasure takes wording, and nothing else: what was so at every point is so afterwards, live and rebuilt."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings

from tests.asking import asked
from tests.generators import CHANCE, History, histories
from tests.material import TIMELINES
from tests.telling import breakpoints, commits, facts_of, tell_all, telling
from timeline.answers import Entry
from timeline.commands import EraseWording
from timeline.service import Timeline

BASIS = "By law."
Shape = tuple[object, ...]


def an_erasure(timeline: Timeline, random: Random) -> EraseWording | None:
    """Return the erasure of something that a ledger holds, if there is anything."""
    slug, every = random.choice(TIMELINES), asked()
    narrow = random.choice(((), ("key", "place"), ("statement",), ("figures", "reason")))
    reports, claims = timeline.reports(slug, every), timeline.claims(slug, every)
    found = [
        *(EraseWording(report=report.key, fields=narrow, basis=BASIS) for report in reports),
        *(EraseWording(report=claim.report.key, claim=claim.ref, basis=BASIS) for claim in claims),
        *(
            EraseWording(timeline=slug, incident=entry.incident, basis=BASIS)
            for entry in timeline.incidents(slug, every)
        ),
        *(EraseWording(source=source.slug, basis=BASIS) for source in timeline.sources(every)),
    ]
    return random.choice(found) if found else None


def shape(entry: Entry) -> Shape:
    """Return what is no wording of an entry: names are told by how many there are, claims by their ids."""
    figures = sorted((f.measure, f.scope, f.low or 0, f.best or 0, f.high or 0, f.claim) for f in entry.figures)
    voices = (entry.asserted_by, entry.denied_by, entry.withheld_by, entry.retracted_by, entry.admitted_by)
    return (
        (entry.status, entry.status_basis, entry.kind, entry.reports, entry.independent_voices, *map(len, voices)),
        (entry.occurred, entry.place is None, entry.place and entry.place.country, entry.signed_off is None),
        (tuple(figures), tuple(entry.because), entry.first_published, entry.last_published),
    )


def shapes(timeline: Timeline, points: Sequence[tuple[int, int]]) -> list[list[Shape]]:
    """Return what is no wording at each point: entries, and the claims in the order heard."""
    found = []
    for slug in TIMELINES:
        for known_on, position in points:
            at = asked(known_on, position)
            found.append(sorted((shape(entry) for entry in timeline.incidents(slug, at)), key=repr))
            claims = timeline.claims(slug, at)
            found.append([(claim.claim, claim.stance, claim.withdrawn, claim.recorded) for claim in claims])
    return found


def some_points(timeline: Timeline, random: Random) -> list[tuple[int, int]]:
    """Return some points at which something may change, on both clocks."""
    facts = facts_of(timeline)
    days, positions = breakpoints(facts), commits(facts)
    if not days or not positions:
        return []
    return [(random.choice(days), random.choice(positions)) for _ in range(6)]


@pytest.mark.usefixtures("quarter")
@settings(max_examples=60)
@given(histories(steps=10, whole_cast=True), CHANCE)
def test_an_erasure_takes_nothing_but_wording(history: History, random: Random) -> None:
    turn = random.randint(1, len(history.transactions))
    with telling(None, history.kept) as (timeline, clock):
        tell_all(timeline, clock, history.upto(turn))
        points = some_points(timeline, random)
        before = shapes(timeline, points)
        for _ in range(random.choice((1, 2, 4))):
            command = an_erasure(timeline, random)
            if command is not None and command.report != "erased":
                timeline.erase(command)
                assert shapes(timeline, points) == before

        for commands, now in history.after(turn):
            tell_all(timeline, clock, history._replace(transactions=[commands], clock=[now]))
        timeline.catch_up()
        assert shapes(timeline, points) == before
        assert timeline.compare().first == []
