"""Laws 11 and 13: what may not make voices more independent, and what may not change a status at all."""

from __future__ import annotations

from random import Random

from hypothesis import assume

from tests import builders as told_as
from tests import material
from tests.asking import WAR, asked
from tests.oracle import words
from tests.teller import a_chain
from tests.telling import by_tester, facts_of
from tests.world import Heard, World
from timeline.clocks import EVER
from timeline.commands import Command
from timeline.service import Timeline

LAST = material.PUBLISHED[2]
"""The newest day of which reports speak, so that what is published on it is heard last."""


def standing(timeline: Timeline, known_on: int | None = None) -> dict[str, tuple[str, str, int]]:
    """Return the status of every incident, what it rests on, and how many voices."""
    entries = timeline.incidents(WAR, asked(known_on))
    return {e.incident: (e.status, e.status_basis, e.independent_voices) for e in entries}


def everything(timeline: Timeline) -> World:
    """Return all that is recorded."""
    facts = facts_of(timeline)
    return World(facts, facts[-1].position)


def supports(world: World) -> list[tuple[str, str, Heard]]:
    """Return every voice that supports an incident now: the incident, the voice, and the claim that set its word."""
    found = []
    for slug in material.INCIDENTS:
        heard = [h for h in world.heard if (h.item.timeline, h.incident) == (WAR, slug) and not h.withdrawn(EVER)]
        present = words(heard).items()
        found += [(slug, voice.name, word.by) for voice, word in present if word.word == "asserts" and voice.named]
    return found


def depending(random: Random, slug: str, voice: str, by: Heard) -> list[Command]:
    """Return one more assert that depends on a voice: its own, one linked to it, or one derived from it."""
    match random.choice(("same", "linked", "derived")):
        case "same":
            chain, origins = tuple(by.said["chain"]), random.choice(material.ORIGINS)
        case "linked":
            chain, origins = ("newcomer",), random.choice(material.ORIGINS)
        case _:
            chain = a_chain(random, "herald") or ("herald",)
            origins = (random.choice(by.said["chain"]), *random.choice(material.ORIGINS))
    claim = told_as.a_clash(incident=slug, chain=chain, derived_from=tuple(dict.fromkeys(origins)))
    newcomer = told_as.a_source("newcomer", "official", linked_to=(voice,))
    return [newcomer, told_as.a_report(LAST, [claim], chain[0], key="zz")]  # behind all others of its day


def an_assert_that_depends_on_a_support_adds_no_independent_voice(timeline: Timeline, random: Random) -> None:
    """Law 11, for an assert that is heard last: an earlier one may begin a run that derives from nobody."""
    timeline.record(told_as.a_report(material.PUBLISHED[0], source="herald", key="one-support"))
    found, before = supports(everything(timeline)), standing(timeline)
    assume(found)
    slug, voice, by = random.choice(found)
    outcomes = timeline.import_batch(by_tester(depending(random, slug, voice, by)))
    assert [outcome.error for outcome in outcomes] == [None, None]
    timeline.catch_up()
    assert standing(timeline)[slug][2] <= before[slug][2]


def a_mention_changes_no_status_but_absent_to_mentioned(timeline: Timeline, random: Random) -> None:
    """Law 13, for a mention through none of the sources from which another claim derives: those it would join."""
    moments = random.sample(material.MOMENTS, k=2)
    before = {known_on: standing(timeline, known_on) for known_on in moments}
    derived = {origin for heard in everything(timeline).heard for origin in heard.said["derived_from"]}
    free = [slug for slug in (*material.KINDS, *material.UNCITED) if slug not in derived]
    chain = tuple(random.sample(free, k=random.randint(1, min(3, len(free)))))
    figures, slug = random.choice(material.FIGURES), random.choice(material.INCIDENTS)
    claim = told_as.a_clash("mentions", incident=slug, chain=chain, figures=figures)
    timeline.record(told_as.a_report(random.choice(material.PUBLISHED), [claim], chain[0], key="one-mention"))
    for known_on in moments:
        after = standing(timeline, known_on)
        appeared = {slug: now for slug, now in after.items() if slug not in before[known_on]}
        assert before[known_on].items() <= after.items()
        assert set(appeared.values()) <= {("mentioned", "no_word", 0)}
