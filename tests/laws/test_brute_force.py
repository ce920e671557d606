"""Law 1: what the views answer is what a brute force over the facts answers."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests import oracle
from tests.asking import WAR, asked, docs
from tests.generators import CHANCE, History, crowds, histories
from tests.laws.expecting import read
from tests.oracle import plain
from tests.telling import breakpoints, commits, facts_of, telling
from tests.world import World
from timeline.clocks import EVER
from timeline.service import Timeline


def must_agree_on_entries(timeline: Timeline, world: World, known_on: int | None) -> None:
    """Compare the entries of a timeline at one point with the brute force."""
    expected = oracle.entries(world, WAR, EVER if known_on is None else known_on)
    assert read(timeline.incidents(WAR, asked(known_on, world.position)).docs) == [plain(e) for e in expected]


def must_agree(timeline: Timeline, world: World, known_on: int | None) -> None:
    """Compare every list of a timeline at one point with the brute force."""
    must_agree_on_entries(timeline, world, known_on)
    _, filed, unfiled, reports = map(read, docs(timeline, asked(known_on, world.position)))
    public = EVER if known_on is None else known_on
    claims = [plain(claim) for claim in oracle.claims(world, public) if claim["timeline"] == WAR]
    assert filed == [claim for claim in claims if claim["incident"] is not None]
    assert unfiled == [claim for claim in claims if claim["incident"] is None]
    assert reports == [plain(report) for report in oracle.reports(world, public) if report["timeline"] == WAR]


def points(timeline: Timeline) -> list[tuple[World, list[int]]]:
    """Return what is recorded by every commit, and all breakpoints of the published clock with their eves."""
    facts = facts_of(timeline)
    moments = breakpoints(facts)
    return [(World(facts, position), moments) for position in commits(facts)]


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(histories(steps=10), CHANCE)
def test_lists_are_what_the_brute_force_says(history: History, random: Random) -> None:
    """Entries at every commit and a moment of the published clock, all lists at one such point."""
    with telling(history) as (timeline, _):
        at = points(timeline)
        for world, moments in at:
            must_agree_on_entries(timeline, world, random.choice((*moments, None)))
        world, moments = random.choice(at)
        must_agree(timeline, world, random.choice((*moments, None)))


@settings(max_examples=500)
@given(crowds())
def test_a_crowd_is_heard_as_the_brute_force_hears_it(history: History) -> None:
    """Entries at every commit and every moment of the published clock."""
    with telling(history) as (timeline, _):
        for world, moments in points(timeline):
            for known_on in (*moments, None):
                must_agree_on_entries(timeline, world, known_on)


@settings(max_examples=100)
@given(histories(steps=8))
def test_lists_are_what_the_brute_force_says_everywhere(history: History) -> None:
    """At every commit, at every moment of the published clock."""
    with telling(history) as (timeline, _):
        for world, moments in points(timeline):
            for known_on in (*moments, None):
                must_agree(timeline, world, known_on)


@settings(max_examples=250)
@given(histories(steps=8, whole_cast=True), CHANCE)
def test_single_things_are_what_the_brute_force_says(history: History, random: Random) -> None:
    with telling(history) as (timeline, _):
        for world, moments in points(timeline):
            known_on = random.choice(moments)
            what = asked(known_on, world.position)
            entries = {entry["incident"]: plain(entry) for entry in oracle.entries(world, WAR, known_on)}
            slug = random.choice([slug for timeline, slug in world.incidents if timeline == WAR])
            found = timeline.incident(WAR, slug, what)
            target = world.counts_for(WAR, slug)
            assert found.merged_into == (None if target == slug else target)
            assert read([found.doc] if found.doc else []) == [entries[slug] for slug in entries if slug == target]
            claims = [plain(claim) for claim in oracle.claims(world, known_on)]
            here = [c for c in claims if (c["timeline"], c["incident"]) == (WAR, target)]
            assert found.claims is not None
            assert read(found.claims.docs) == here
            assert read(timeline.sources(what).docs) == [plain(source) for source in oracle.sources(world)]
