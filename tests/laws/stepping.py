"""A ledger that is told, read, followed, rebuilt and opened again in any order, and compared with the brute force."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import pairwise
from random import Random

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.asking import WAR
from tests.builders import a_timeline
from tests.generators import CHANCE, KEEPINGS, Keeping, ground
from tests.laws.expecting import LISTS, Expected
from tests.material import HOUR, INCIDENTS, START, TIMELINES
from tests.stores import MEMORY, database
from tests.teller import Told
from tests.telling import Clock, breakpoints, by_tester, commits, facts_of
from tests.world import World
from timeline.clocks import AsOf
from timeline.commands import Command
from timeline.errors import ConflictError, NotAllowedError
from timeline.facts import Committed
from timeline.service import MOST, Asked, Timeline
from timeline.views import Follower

HELD = 12
"""Worlds kept from read to read: what is recorded up to a position is replayed once for several of them."""
LOOKS = 6
"""Points at which a history is compared."""


class Stepping(RuleBasedStateMachine):
    """One ledger, open as often as its database allows, and all that may happen to it; each step draws one number."""

    steps = 0
    """Steps taken by all machines of this process."""

    def __init__(self) -> None:
        super().__init__()
        self.clock, self.told, self.said = Clock(START), Told(), list[Command]()
        self.facts, self.worlds = list[Committed](), dict[int, World]()
        self._open = ExitStack()

    @initialize(kept=KEEPINGS, chance=CHANCE)
    def begin(self, kept: Keeping, chance: Random) -> None:
        """Open an empty ledger, and tell it who speaks."""
        self.kept, self.url = kept, self._open.enter_context(database(kept.store))
        self.timelines = [self._opened() for _ in range(1 if kept.store == MEMORY else 2)]
        self._take(chance, [*ground(chance), self.told.next(chance)])
        self._any(chance).catch_up()

    def teardown(self) -> None:
        """Let go of the database."""
        for timeline in getattr(self, "timelines", ()):
            timeline.close()
        self._open.close()

    @invariant()
    def count(self) -> None:
        """Count the step that was taken."""
        Stepping.steps += 1

    # Telling

    @rule(chance=CHANCE)
    def record(self, chance: Random) -> None:
        """Record one command, which brings the views up."""
        command = self._next(chance)
        try:
            self._any(chance).record(command, by="tester")
        except (NotAllowedError, ConflictError):
            return
        self.said.append(command)

    @rule(chance=CHANCE)
    def import_some(self, chance: Random) -> None:
        """Record some commands in one transaction, and leave the views where they are."""
        self._take(chance, [self._next(chance) for _ in range(chance.randint(1, 5))])

    @rule(chance=CHANCE)
    def import_again(self, chance: Random) -> None:
        """Record what was recorded before, and a little more, as an importer does that begins anew."""
        again = chance.choices(self.said, k=chance.randint(1, 4)) if self.said else []
        self._take(chance, [*again, self._next(chance)])

    @rule(chance=CHANCE)
    def jump(self, chance: Random) -> None:
        """Put the machine's clock ahead, or back."""
        self.clock.now = START + chance.choice((-9, -1, 0, 1, 7, 30, 60)) * HOUR + chance.randint(0, 3)

    # Keeping the views

    @rule(chance=CHANCE)
    def follow(self, chance: Random) -> None:
        """Let one follower take in something, in batches of any size."""
        self._any(chance).catch_up()

    @rule(chance=CHANCE)
    def follow_a_little(self, chance: Random) -> None:
        """Let a new follower take in what is recorded up to some commit, in batches of any size."""
        ledger = self._any(chance)._ledger  # noqa: SLF001 - a follower of its own, as another process would have it
        upto = chance.choice(commits(self._read()))
        Follower(ledger, whole=self.kept.whole).catch_up(batch=chance.choice((1, 2, 3, 7, 1000)), upto=upto)

    @rule(chance=CHANCE)
    def rebuild(self, chance: Random) -> None:
        """Make the views anew."""
        if chance.random() < 0.3:
            self._any(chance).rebuild(batch=chance.choice((1, 3, 1000)), processes=1)

    @rule(chance=CHANCE)
    def compare(self, chance: Random) -> None:
        """Compare the views row by row with what a rebuild makes."""
        if chance.random() < 0.2:
            assert self._any(chance).compare(batch=chance.choice((1, 5, 1000))).first == []

    @precondition(lambda self: self.kept.store != MEMORY)
    @rule(chance=CHANCE)
    def open_again(self, chance: Random) -> None:
        """Close one of those that hold the database open, and open it again."""
        number = chance.randrange(len(self.timelines))
        self.timelines[number].close()
        self.timelines[number] = self._opened()

    # Reading

    @rule(chance=CHANCE)
    def read_entries(self, chance: Random) -> None:
        """Read the entries of a timeline at a point of both clocks."""
        self._expected(chance).entries()

    @rule(chance=CHANCE)
    def read_by_time(self, chance: Random) -> None:
        """Read by a recorded time: it means the last commit by then."""
        expected = self._expected(chance)
        ends = {fact.position: fact.recorded for fact in self.facts}
        if expected.world.position:
            as_of = AsOf(known_on=expected.known_on, recorded_by=ends[expected.world.position])
            told = expected.timeline.incidents(WAR, Asked(as_of=as_of, limit=MOST))
            assert told.as_of.position == expected.world.position
            assert told.docs == expected.timeline.incidents(WAR, expected.asked).docs

    @rule(chance=CHANCE)
    def read_lists(self, chance: Random) -> None:
        """Read the claims, the reports, the sources or the counts at a point of both clocks."""
        chance.choice(LISTS)(self._expected(chance))

    @rule(chance=CHANCE)
    def read_one(self, chance: Random) -> None:
        """Read one incident or one claim at a point of both clocks."""
        expected = self._expected(chance)
        claims = self._world(expected.timeline.lag()[0]).heard
        if chance.random() < 0.5 and claims:
            expected.claim(chance.choice(claims).id)
        else:
            expected.incident(chance.choice(INCIDENTS))

    @rule(chance=CHANCE)
    def read_history(self, chance: Random) -> None:
        """Read the states of an incident along either clock."""
        expected, slug = self._expected(chance), chance.choice(INCIDENTS)
        if chance.random() < 0.5:
            moments = breakpoints(self.facts)
            expected.published_history(slug, chance.sample(moments, k=min(len(moments), LOOKS)))
        else:
            ends = [end for end in commits(self.facts) if end <= expected.world.position]
            some = chance.sample(ends, k=min(len(ends), LOOKS))
            expected.recorded_history(slug, [self._world(end) for end in some])

    @rule(chance=CHANCE)
    def read_difference(self, chance: Random) -> None:
        """Read what differs between two points of one clock."""
        one, other = self._expected(chance), self._expected(chance)
        if chance.random() < 0.5:
            one, other = sorted((one, other._replace(world=one.world)), key=lambda point: point.public)
        else:
            one, other = sorted((one, other._replace(known_on=one.known_on)), key=lambda point: point.world.position)
        one.difference(other._replace(timeline=one.timeline))

    def _opened(self) -> Timeline:
        return Timeline(self.url, clock=self.clock, whole=self.kept.whole)

    def _any(self, chance: Random) -> Timeline:
        """Return one of those that hold the database open."""
        return chance.choice(self.timelines)

    def _next(self, chance: Random) -> Command:
        """Return what is told next."""
        if chance.random() < 0.05:
            return a_timeline(chance.choice(TIMELINES), title=chance.choice(("One title", "Another")))
        return self.told.next(chance)

    def _take(self, chance: Random, commands: list[Command]) -> None:
        """Record commands in one transaction, but those that are refused."""
        outcomes = self._any(chance).import_batch(by_tester(commands), stop=False)
        self.said += [command for command, told in zip(commands, outcomes, strict=True) if told.error is None]

    def _expected(self, chance: Random) -> Expected:
        """Return a point of both clocks that the views have reached."""
        timeline = self._any(chance)
        reached, facts = timeline.lag()[0], self._read()
        position = reached if chance.random() < 0.3 else chance.randint(0, reached)
        known_on = chance.choice((None, None, *breakpoints(facts)))
        return Expected(timeline, self._world(position), known_on)

    def _read(self) -> list[Committed]:
        """Return all facts; what was read before must stand as it did, and recorded must grow behind it."""
        if not self.facts or self.facts[-1].position != self.timelines[0].newest():
            facts = facts_of(self.timelines[0])
            assert facts[: len(self.facts)] == self.facts
            assert all(one.recorded <= other.recorded for one, other in pairwise(facts))
            self.facts = facts
        return self.facts

    def _world(self, position: int) -> World:
        """Return what is recorded by a position."""
        facts = self._read()
        if position not in self.worlds:
            if len(self.worlds) >= HELD:
                self.worlds.clear()
            self.worlds[position] = World(facts, position)
        return self.worlds[position]
