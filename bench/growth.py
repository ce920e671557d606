"""How much longer the same question takes on ten times the data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from bench.asking import Asked, race, together
from bench.asknown import LATER, AsKnown
from bench.comparing import SEEDS
from bench.questions import LIMIT, PageAsked, full_page
from bench.ratio import Head, Result, at_most
from bench.workload import PLACES

ABOUT: Final = "Growth"
TIMES: Final = 10
_TRIES: Final = 20
_COUNTRY: Final = str(PLACES[0]["country"])  # where a region has too little, all of them


def measure(large: AsKnown, small: AsKnown, parameters: int) -> Iterator[Result]:
    """Ask both for the same full pages, in turn."""
    page = Head(ABOUT, f"{large.name}: page of 50 with {TIMES} times the data / without", at_most(1.3))
    field = [
        Asked[PageAsked](name, engine.answers["page"], None) for name, engine in (("large", large), ("small", small))
    ]
    races = []
    for seed in SEEDS:
        random = Random(f"growth {seed}")  # noqa: S311 - nothing secret
        if drawn := _full(random, (large, small), parameters) or _full(random, (large, small), parameters, _COUNTRY):
            races.append(race(field, drawn, random, rounds=3))
    if races:
        both = together(races)
        yield page.of(both.pairs("large", "small"), both.milliseconds("large", "small"))
    else:
        yield page.missing("too few claims for any page of 50 from a tenth of them")
    history = Head(ABOUT, f"{large.name}: one incident's history with {TIMES} times the data / without", at_most(1.2))
    yield history.missing(f"not built yet: Timeline.{LATER['story']}")


def _full(random: Random, engines: Sequence[AsKnown], parameters: int, place: str | None = None) -> list[PageAsked]:
    """Draw pages that have all their entries on either side: half a page would be quicker for that alone."""
    drawn: list[PageAsked] = []
    for _ in range(_TRIES * parameters):
        page = full_page(random, place)
        if all(_entries(engine, page) == LIMIT for engine in engines):
            drawn.append(page)
        if len(drawn) == parameters:
            return drawn
    return []


def _entries(engine: AsKnown, page: PageAsked) -> int:
    return bytes(engine.answers["page"](page)).count(b'"incident":"')
