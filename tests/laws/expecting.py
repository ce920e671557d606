"""One point of view on a ledger, and what the brute force expects a Timeline to answer there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

import msgspec

from tests import oracle
from tests.asking import WAR
from tests.material import INCIDENTS
from tests.oracle import plain
from tests.world import Said, World
from timeline.clocks import EVER, AsOf, Clock
from timeline.service import MOST, Asked, By, ClaimFilters, Timeline


def read(texts: Iterable[str]) -> list[Said]:
    """Return what JSON texts say."""
    return [msgspec.json.decode(text, type=Said) for text in texts]


class Expected(NamedTuple):
    """What is *known_on* a moment of the published clock (None: ever) by the position of a *world*."""

    timeline: Timeline
    world: World
    known_on: int | None

    @property
    def public(self) -> int:
        """The last moment of the published clock that counts."""
        return EVER if self.known_on is None else self.known_on

    @property
    def as_of(self) -> AsOf:
        """This point of view."""
        return AsOf(known_on=self.known_on, at_position=self.world.position)

    @property
    def asked(self) -> Asked:
        """A question for whole lists from here."""
        return Asked(as_of=self.as_of, limit=MOST)

    def entry(self, slug: str) -> Said | None:
        """Return the entry of an incident, by the brute force; None where there is none."""
        return next((e for e in self._entries() if e["incident"] == slug), None)

    def _entries(self) -> list[Said]:
        return [plain(entry) for entry in oracle.entries(self.world, WAR, self.public)]

    def _claims(self) -> list[Said]:
        return [plain(claim) for claim in oracle.claims(self.world, self.public)]

    # Each of these compares an answer.

    def entries(self) -> None:
        """Compare the entries."""
        assert read(self.timeline.incidents(WAR, self.asked).docs) == self._entries()

    def claims(self) -> None:
        """Compare the claims, and those that wait for an incident."""
        claims = [claim for claim in self._claims() if claim["timeline"] == WAR]
        for unfiled in (False, True):
            found = read(self.timeline.claims(WAR, self.asked, ClaimFilters(unfiled=unfiled)).docs)
            assert found == [claim for claim in claims if (claim["incident"] is None) is unfiled]

    def reports(self) -> None:
        """Compare the reports."""
        reports = [plain(report) for report in oracle.reports(self.world, self.public) if report["timeline"] == WAR]
        assert read(self.timeline.reports(WAR, self.asked).docs) == reports

    def sources(self) -> None:
        """Compare the sources, which are the same on every day."""
        assert read(self.timeline.sources(self.asked).docs) == [plain(source) for source in oracle.sources(self.world)]

    def counts(self) -> None:
        """Compare the counts."""
        counted = Counter((entry["status"],) for entry in self._entries())
        assert self.timeline.summary(WAR, (By.STATUS,), self.as_of).groups == counted

    def incident(self, slug: str) -> None:
        """Compare an incident, and the claims that count for it."""
        target = self.world.counts_for(WAR, slug)
        found = self.timeline.incident(WAR, slug, self.asked)
        assert found.merged_into == (None if target == slug else target)
        assert (read([found.doc]) if found.doc else [None]) == [self.entry(target or "")]
        assert found.claims is not None
        here = [c for c in self._claims() if (c["timeline"], c["incident"]) == (WAR, target)]
        assert read(found.claims.docs) == here

    def claim(self, claim: str) -> None:
        """Compare a claim."""
        found = self.timeline.claim(UUID(claim), self.asked).doc
        assert (read([found]) if found else []) == [one for one in self._claims() if one["claim"] == claim]

    def published_history(self, slug: str, moments: Sequence[int]) -> None:
        """Compare the states of an incident along the published clock, at some *moments* of it."""
        self._history(slug, Clock.PUBLISHED, [(p, self._replace(known_on=p)) for p in moments if p <= self.public])

    def recorded_history(self, slug: str, worlds: Sequence[World]) -> None:
        """Compare the states of an incident along the recorded clock, at the positions of some *worlds*."""
        self._history(slug, Clock.RECORDED, [(world.position, self._replace(world=world)) for world in worlds])

    def _history(self, slug: str, clock: Clock, points: Sequence[tuple[int, Expected]]) -> None:
        states = self.timeline.states(WAR, slug, clock, self.as_of).states
        assert all(one.doc != other.doc for one, other in pairwise(states))
        for at, there in points:
            told = [state.doc for state in states if state.at <= at]
            assert (read([told[-1]]) if told and told[-1] else [None]) == [there.entry(slug)]

    def difference(self, other: Expected) -> None:
        """Compare what differs from here to a later point on one clock."""
        found = self.timeline.differing(WAR, self.as_of, other.as_of, limit=MOST)
        told = {
            one.incident: [None if doc is None else read([doc])[0] for doc in (one.before, one.after)]
            for one in found.changes
        }
        both = {slug: [self.entry(slug), other.entry(slug)] for slug in INCIDENTS}
        assert told == {slug: ends for slug, ends in both.items() if ends[0] != ends[1]}


LISTS: tuple[Callable[[Expected], None], ...] = (Expected.claims, Expected.reports, Expected.sources, Expected.counts)
