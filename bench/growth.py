"""How much longer the same question takes on ten times the data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, Final

from bench.asking import Asked, race, together
from bench.asknown import AsKnown
from bench.comparing import SEEDS
from bench.questions import LIMIT, PageAsked, StoryAsked, full_page
from bench.ratio import Head, Ratio, at_most
from bench.workload import PLACES

ABOUT: Final = "Growth"
TIMES: Final = 10
_TRIES: Final = 20
_COUNTRY: Final = str(PLACES[0]["country"])  # where a region has too little, all of them
Pair = tuple[Any, Any]
"""What the large database is asked, and what the small one."""
Lengths = dict[int, list[StoryAsked]]
"""Incidents by the number of steps that their histories have."""


class Growth:
    """As Known with all data, and with a tenth; *incidents* is how many each has."""

    def __init__(self, large: AsKnown, small: AsKnown, incidents: Sequence[int]) -> None:
        self.large, self.small, self._incidents = large, small, incidents

    def measure(self, parameters: int) -> Iterator[Ratio]:
        """Ask both for the same full pages, and for histories of equal length, in turn."""
        head = Head(ABOUT, f"{self.large.name}: page of 50 with {TIMES} times the data / without", at_most(1.3))
        yield self._raced(head, "page", lambda random: self._pages(random, parameters))
        head = Head(ABOUT, f"{self.large.name}: one incident's history of as many steps, likewise", at_most(1.2))
        yield self._raced(head, "story", lambda random: self._stories(random, parameters))

    def _raced(self, head: Head, question: str, draw: Callable[[Random], list[Pair]]) -> Ratio:
        large, small = (engine.answers[question] for engine in (self.large, self.small))
        field = [
            Asked[Pair]("large", lambda pair: large(pair[0]), None),
            Asked[Pair]("small", lambda pair: small(pair[1]), None),
        ]
        races = []
        for seed in SEEDS:
            random = Random(f"growth {seed}")  # noqa: S311 - nothing secret
            if pairs := draw(random):
                races.append(race(field, pairs, random, rounds=3))
        if not races:
            return head.missing("too few claims: a tenth of them has nothing to compare with")
        both = together(races)
        return head.of(both.pairs("large", "small"), both.milliseconds("large", "small"))

    def _pages(self, random: Random, parameters: int) -> list[Pair]:
        """Draw pages that have all their entries on either side: half a page would be quicker for that alone."""
        for place in (None, _COUNTRY):
            drawn: list[PageAsked] = []
            for _ in range(_TRIES * parameters):
                page = full_page(random, place)
                if all(_entries(engine, page) == LIMIT for engine in (self.large, self.small)):
                    drawn.append(page)
                if len(drawn) == parameters:
                    return [(page, page) for page in drawn]
        return []

    def _stories(self, random: Random, parameters: int) -> list[Pair]:
        """Draw incidents whose histories are equally long, from the shortest to the longest that both have.

        The hottest incident grows with the data, and its history would take longer for that alone.
        """
        tries = _TRIES * parameters
        large, small = (
            _by_length(engine, random.sample(range(incidents), min(incidents, tries)))
            for engine, incidents in zip((self.large, self.small), self._incidents, strict=True)
        )
        alike = [
            pair
            for length in sorted(large.keys() & small.keys())
            for pair in zip(large[length], small[length], strict=False)
        ]
        return alike[:: max(1, len(alike) // parameters)][-parameters:]


def _by_length(engine: AsKnown, incidents: Sequence[int]) -> Lengths:
    found: Lengths = defaultdict(list)
    for number in incidents:
        asked = StoryAsked(0, f"incident-{number}")
        found[len(engine.answers["story"](asked).states)].append(asked)
    return found


def _entries(engine: AsKnown, page: PageAsked) -> int:
    return bytes(engine.answers["page"](page)).count(b'"incident":"')
