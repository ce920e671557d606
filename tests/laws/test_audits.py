"""Laws 9 and 10, and counts: what changed leads from one answer to the other, and comes to what is known."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from operator import attrgetter
from random import Random

import msgspec
import pytest
from hypothesis import given, settings

from tests.asking import WAR
from tests.generators import CHANCE, History, histories
from tests.material import CLAIM_KINDS, INCIDENTS, VOICES
from tests.telling import breakpoints, commits, facts_of, telling
from timeline.answers import Entry, Moment
from timeline.claims import Stance
from timeline.clocks import AsOf, Clock, published_at
from timeline.facts import IncidentSignedOff
from timeline.hearing import Rule
from timeline.projections import WHOLE
from timeline.service import MOST, Asked, Between, By, ChangeFilters, IncidentFilters, Moments, Timeline, Window
from timeline.status import Status


def entries_at(timeline: Timeline, as_of: AsOf) -> dict[str, str]:
    """Return the texts of the entries from a point of view, by incident."""
    docs = timeline.incidents(WAR, Asked(as_of=as_of, limit=MOST)).docs
    return {msgspec.json.decode(doc)["incident"]: doc for doc in docs}


def points_of(timeline: Timeline, random: Random) -> tuple[int, int, int, int]:
    """Return two moments and two positions, each in order, at which answers may differ."""
    facts = facts_of(timeline)
    early, late = sorted(random.choices(breakpoints(facts), k=2))
    first, last = sorted(random.choices(commits(facts), k=2))
    return early, late, first, last


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(histories(steps=8, whole_cast=True), CHANCE)
def test_what_changed_leads_from_one_answer_to_the_other(history: History, random: Random) -> None:
    """Differences and histories on both clocks, and counts, at points of the histories that laws are held to."""
    with telling(history) as (timeline, _):
        early, late, first, last = points_of(timeline, random)
        a_difference_is_what_differs(timeline, AsOf(early, at_position=last), AsOf(late, at_position=last), random)
        a_difference_is_what_differs(timeline, AsOf(late, at_position=first), AsOf(late, at_position=last), random)
        a_history_tells_every_state(timeline, AsOf(random.choice((None, early, late)), at_position=last), random)
        newest = facts_of(timeline)[-1].recorded
        published = Between(early, late), last
        recorded = Between(facts_of(timeline)[0].recorded, newest, Clock.RECORDED), commits(facts_of(timeline))[-1]
        for between, position in (published, recorded):
            a_narrowed_difference_is_that_of_the_narrowed_lists(timeline, between, position, random)
        as_many_claims_count_as_there_are_independent_voices(timeline, AsOf(late, at_position=last))
        the_feed_tells_every_change_of_status(timeline, random.choice((first, last)), random)
        figures_lead_to_those_of_the_entries(
            timeline, AsOf(random.choice((None, early, late)), at_position=last), random
        )
        every_step_has_its_cause(timeline, AsOf(random.choice((None, late)), at_position=last), random)
        as_of = AsOf(random.choice((None, early, late)), at_position=random.choice((first, last)))
        moments_are_those_at_which_something_changed(timeline, as_of, random, finished=history.kept.whole == WHOLE)
        for as_of in (AsOf(early, at_position=first), AsOf(late, at_position=last), AsOf(at_position=first)):
            counts_are_those_of_the_entries(timeline, as_of, random)


def a_difference_is_what_differs(timeline: Timeline, begin: AsOf, end: AsOf, random: Random) -> None:
    """Law 9, page by page: both end states of what differs, and nothing else."""
    before, after = entries_at(timeline, begin), entries_at(timeline, end)
    found, limit = [], random.choice((1, 2, 50))
    page = timeline.differing(WAR, begin, end, limit=limit)
    found += page.changes
    while page.next is not None:
        page = timeline.differing(WAR, begin, end, limit=limit, behind=page.next)
        found += page.changes
    assert len({change.incident for change in found}) == len(found)
    assert {change.incident: (change.before, change.after) for change in found} == {
        slug: (before.get(slug), after.get(slug))
        for slug in before.keys() | after.keys()
        if before.get(slug) != after.get(slug)
    }


def a_narrowed_difference_is_that_of_the_narrowed_lists(
    timeline: Timeline, between: Between, position: int, random: Random
) -> None:
    """Law 9 with filters: what came into a list, left it, or changed in it, and after how many steps."""
    filters = random.choice(
        (
            IncidentFilters(status=random.choice(list(Status))),
            IncidentFilters(voice=random.choice(VOICES[1:])),
            IncidentFilters(occurred_from="2024-10-20", occurred_to="2024-11"),
            IncidentFilters(),
        )
    )
    points = [
        AsOf(moment, at_position=position) if between.clock is Clock.PUBLISHED else AsOf(None, moment)
        for moment in between[:2]
    ]
    before, after = (
        {entry.incident: entry for entry in timeline.incidents(WAR, Asked(as_of=point, limit=MOST), filters)}
        for point in points
    )
    asked = Asked(as_of=AsOf(at_position=position), limit=random.choice((1, 3, MOST)))
    pages = [timeline.diff(WAR, between, asked, filters)]
    while pages[-1].next is not None:
        pages.append(timeline.diff(WAR, between, Asked(cursor=pages[-1].next), filters))
    both = before.keys() & after.keys()
    added, removed, changed = (
        [one for page in pages for one in getattr(page, name)] for name in ("added", "removed", "changed")
    )
    assert sorted(added, key=_slug) == sorted((after[slug] for slug in after.keys() - both), key=_slug)
    assert sorted(removed, key=_slug) == sorted((before[slug] for slug in before.keys() - both), key=_slug)
    assert {one.incident: (one.before, one.after) for one in changed} == {
        slug: (before[slug], after[slug]) for slug in both if before[slug] != after[slug]
    }
    assert all(one.changed and one.steps for one in changed)


_slug = attrgetter("incident")


def a_history_tells_every_state(timeline: Timeline, as_of: AsOf, random: Random) -> None:
    """Law 10, at every point of the clock: the last step is the entry, and no two neighbours are equal."""
    slug, clock = random.choice(INCIDENTS), random.choice(list(Clock))
    states = timeline.states(WAR, slug, clock, as_of).states
    assert all(one.doc != other.doc for one, other in pairwise(states))
    assert not states or states[0].doc is not None
    facts = facts_of(timeline)
    published = clock is Clock.PUBLISHED
    last = as_of.known_on if published else as_of.at_position
    for at in breakpoints(facts) if published else commits(facts):
        if last is None or at <= last:
            there = AsOf(at, None, as_of.at_position) if published else AsOf(as_of.known_on, None, at)
            told = [state.doc for state in states if state.at <= at]
            assert (told[-1] if told else None) == entries_at(timeline, there).get(slug)


def every_step_has_its_cause(timeline: Timeline, as_of: AsOf, random: Random) -> None:
    """Steps lead from state to state, page by page, and somebody stands behind each of them."""
    slug, clock = random.choice(INCIDENTS), random.choice(list(Clock))
    page = timeline.history(WAR, slug, Asked(as_of=as_of, limit=random.choice((1, 3, MOST))), clock)
    steps = page.items
    while page.next is not None:
        page = timeline.history(WAR, slug, Asked(cursor=page.next))
        steps += page.items
    entries = timeline.states(WAR, slug, clock, as_of).entries
    assert [(step.before, step.after) for step in steps] == list(pairwise([None, *entries]))
    assert all(step.by and step.position for step in steps)
    if clock is Clock.PUBLISHED:
        signed = {fact.position for fact in facts_of(timeline) if isinstance(fact.fact, IncidentSignedOff)}
        assert all(step.because or step.position in signed for step in steps)


def figures_lead_to_those_of_the_entries(timeline: Timeline, as_of: AsOf, random: Random) -> None:
    """Who reads what was said of numbers, page by page, ends with what the entries say."""
    page = timeline.figures(WAR, Asked(as_of=as_of, limit=random.choice((1, 5, MOST))))
    items = list(page.items)
    while page.next is not None:
        page = timeline.figures(WAR, Asked(cursor=page.next))
        items += page.items
    said = {(item.incident, item.voice, item.measure, item.scope): item.claim for item in items}
    known = Counter[tuple[str, ...]]()
    for slug, doc in entries_at(timeline, as_of).items():
        figures = msgspec.json.decode(doc)["figures"]
        abouts = [(slug, one["voice"], one["measure"], one["scope"]) for one in figures]
        known.update(abouts)
        for about, one in zip(abouts, figures, strict=True):
            if abouts.count(about) == 1:  # a leak may be called as a voice is, and both count
                assert said[about] == one["claim"]
    assert {about for about, claim in said.items() if claim is not None} <= known.keys()


def the_feed_tells_every_change_of_status(timeline: Timeline, position: int, random: Random) -> None:
    """Page by page: every fact once, in order; and what it says of statuses is what histories say."""
    page = timeline.changes(WAR, Asked(as_of=AsOf(at_position=position), limit=random.choice((1, 7, MOST))))
    changes = page.items
    while page.next is not None:
        page = timeline.changes(WAR, Asked(cursor=page.next))
        changes += page.items
    assert [change.position for change in changes] == [
        fact.position for fact in timeline.committed(WAR) if fact.position <= position
    ]
    slug = random.choice(INCIDENTS)
    asked = Asked(as_of=AsOf(at_position=position), limit=MOST)
    narrowed = timeline.changes(WAR, asked, ChangeFilters(incident=slug)).items
    for found in (changes, narrowed):
        turns = [turn for change in found for turn in change.transitions if turn.incident == slug]
        entries = timeline.states(WAR, slug, Clock.RECORDED, AsOf(at_position=position)).entries
        statuses = [None if entry is None else entry.status for entry in entries]
        assert [(turn.before, turn.after) for turn in turns] == [
            pair for pair in pairwise([None, *statuses]) if pair[0] != pair[1]
        ]


def as_many_claims_count_as_there_are_independent_voices(timeline: Timeline, as_of: AsOf) -> None:
    """What explains the rule comes to what the rule says, of every incident: words, groups, and which claims count."""
    for slug, doc in entries_at(timeline, as_of).items():
        entry = msgspec.json.decode(doc, type=Entry)
        told = timeline.voices(WAR, slug, Asked(as_of=as_of))
        supports = {one.voice for one in told.voices if one.word is Stance.ASSERTS}
        assert supports == set(entry.asserted_by)
        assert {one.voice for one in told.voices if one.word is Stance.DENIES} == set(entry.denied_by)
        assert {one.group for one in told.voices if one.group} == set(range(1, entry.independent_voices + 1))
        assert (
            sum(one.rule is Rule.COUNTS for one in told.claims) == entry.independent_voices == told.independent_voices
        )
        assert {one.claim for one in told.claims} >= set(entry.because)


def moments_are_those_at_which_something_changed(
    timeline: Timeline, as_of: AsOf, random: Random, *, finished: bool
) -> None:
    """On either clock: when a report came out, or a state of an entry begins; of crowded ones, its status at least."""
    clock = random.choice(list(Clock))
    told = timeline.moments(WAR, Window(clock), as_of)
    at = [published_at(one.at) if clock is Clock.PUBLISHED else one.position for one in told.items]
    begun, turned = set[int](), set[int]()
    for slug in INCIDENTS:
        states = timeline.states(WAR, slug, clock, as_of)
        begun |= {state.at for state in states.states}
        statuses = [entry and entry.status for entry in (None, *states.entries)]
        turned |= {state.at for state, (old, new) in zip(states.states, pairwise(statuses), strict=True) if old != new}
    if clock is Clock.PUBLISHED:
        came_out = {published_at(one.published) for one in timeline.reports(WAR, Asked(as_of=as_of, limit=MOST))}
        begun, turned = begun | came_out, turned | came_out
    assert at == sorted(begun) if finished else turned <= set(at)
    thinned_moments_are_the_last_of_their_time(timeline, as_of, told, random)


def thinned_moments_are_the_last_of_their_time(timeline: Timeline, as_of: AsOf, whole: Moments, random: Random) -> None:
    """The time between the first and the last is cut in equal stretches; a window leaves out what lies outside."""
    times = [published_at(one.at) for one in whole.items]
    behind, upto = sorted(random.choices(times, k=2)) if random.random() < 0.5 and times else (None, None)
    limit = random.choice((1, 2, 3))
    inside = [
        (one, at)
        for one, at in zip(whole.items, times, strict=True)
        if behind is None or upto is None or behind < at <= upto
    ]
    last_of = dict[int, Moment]()
    for one, at in inside:
        before, length = inside[0][1] - 1, inside[-1][1] - inside[0][1] + 1
        last_of[-(-(at - before) * limit // length)] = one
    wanted = [one for one, _ in inside] if len(inside) <= limit else list(last_of.values())
    told = timeline.moments(WAR, Window(whole.clock, behind, upto, limit), as_of)
    assert (told.thinned, told.items) == (len(inside) > limit, wanted)


def counts_are_those_of_the_entries(timeline: Timeline, as_of: AsOf, random: Random) -> None:
    """However entries are counted, it comes to the entries that are listed."""
    by = random.sample(list(By), random.randint(1, len(By)))
    kept = [what for what in by if what is not By.ADMIN1] or [By.MONTH]
    for what, filters in ((kept, None), (by, None), (by, some_filters(random))):
        entries = timeline.incidents(WAR, Asked(as_of=as_of, limit=MOST), filters).docs
        counted = Counter(tuple(_value(msgspec.json.decode(doc), one) for one in what) for doc in entries)
        assert timeline.summary(WAR, what, as_of, filters=filters).groups == counted


def some_filters(random: Random) -> IncidentFilters:
    """Return filters of which each may be met by some entries, and not by others."""
    begin, end = sorted(random.choices(("2024-09", "2024-10-01", "2024-10-02", "2024-10-20", "2024-11"), k=2))
    return random.choice(
        (
            IncidentFilters(status=random.choice(list(Status)), kind=random.choice((None, *CLAIM_KINDS))),
            IncidentFilters(voice=random.choice(VOICES[1:])),
            IncidentFilters(occurred_from=begin, occurred_to=random.choice((None, end))),
            IncidentFilters(occurred_to=end, place=random.choice((None, "RU", "RU-KRS"))),
            IncidentFilters(place=random.choice(("RU", "RU-KRS", "UA"))),
            IncidentFilters(q=random.choice(("clash", "the", "so it", "none"))),
        )
    )


def _value(entry: dict[str, object], what: By) -> str:
    match what:
        case By.COUNTRY | By.ADMIN1:
            place = entry["place"]
            return str(place.get(what.value) or "") if isinstance(place, dict) else ""
        case By.MONTH:
            occurred = entry["occurred"]
            return str(occurred["earliest"] or "")[:7] if isinstance(occurred, dict) else ""
        case _:
            return str(entry[what])
