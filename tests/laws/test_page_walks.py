"""Law 8: who turns the pages of a list while others write reads one snapshot."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import given, settings

from tests.asking import WAR, asked
from tests.generators import CHANCE, History, histories
from tests.telling import by_tester, telling
from timeline.answers import Answer
from timeline.service import Asked, ClaimFilters, Page, Timeline

Listing = Callable[[Timeline, Asked], Page[Answer]]
LISTINGS: tuple[Listing, ...] = (
    lambda timeline, what: timeline.incidents(WAR, what),
    lambda timeline, what: timeline.claims(WAR, what),
    lambda timeline, what: timeline.claims(WAR, what, ClaimFilters(unfiled=True)),
    lambda timeline, what: timeline.reports(WAR, what),
    lambda timeline, what: timeline.sources(what),
    lambda timeline, what: timeline.timelines(what),
)


@settings(max_examples=250)
@given(histories(steps=10), CHANCE)
def test_a_page_walk_during_writes_is_one_snapshot(history: History, random: Random) -> None:
    listing, turn = random.choice(LISTINGS), random.randint(1, len(history.transactions))
    with telling(history.upto(turn)) as (timeline, clock):
        whole = listing(timeline, asked())
        page = listing(timeline, Asked(limit=random.choice((1, 2))))
        docs = list(page.docs)
        for commands, now in history.after(turn):
            clock.now = now
            timeline.import_batch(by_tester(commands), stop=False)
            timeline.catch_up()
            if page.next is not None:
                page = listing(timeline, Asked(cursor=page.next))
                docs += page.docs
        while page.next is not None:
            page = listing(timeline, Asked(cursor=page.next))
            docs += page.docs
        assert (docs, page.as_of) == (whole.docs, whole.as_of)
