"""Laws 2 and 8: what was answered once is answered for ever, and who turns pages reads one snapshot."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests.asking import LISTINGS, WAR, Listing, asked
from tests.generators import CHANCE, History, histories
from tests.material import MOMENTS
from tests.telling import by_tester, telling
from timeline.answers import Answer
from timeline.clocks import AsOf, parse_instant
from timeline.service import MOST, Asked, Page, Timeline, page_body

WALKS: tuple[Listing, ...] = (
    *LISTINGS,
    lambda timeline, what, _: timeline.sources(what),
    lambda timeline, what, _: timeline.timelines(what),
)
"""Everything that is listed page by page."""


def settled_now(timeline: Timeline, random: Random) -> Asked:
    """Return a question whose answer is settled from now on, by position or by recorded time."""
    newest, known_on = timeline.as_known(asked()), random.choice(MOMENTS)
    if random.random() < 0.5:
        return asked(known_on, newest.position)
    return Asked(as_of=AsOf(known_on=known_on, recorded_by=parse_instant(newest.recorded_by or "")), limit=MOST)


class Walk:
    """Somebody who turns the pages of a list; they must come to what the *whole* list was at the beginning."""

    def __init__(self, timeline: Timeline, listing: Listing, size: int) -> None:
        self._timeline, self._listing = timeline, listing
        self._whole: Page[Answer] = listing(timeline, asked(), WAR)
        self._page = listing(timeline, Asked(limit=size), WAR)
        self._docs = list(self._page.docs)

    def turn(self) -> bool:
        """Go to the next page; False where there is none."""
        if self._page.next is None:
            return False
        self._page = self._listing(self._timeline, Asked(cursor=self._page.next), WAR)
        self._docs += self._page.docs
        return True

    def must_have_read_one_snapshot(self) -> None:
        """Read what is left, and compare."""
        while self.turn():
            pass
        assert (self._docs, self._page.as_of) == (self._whole.docs, self._whole.as_of)


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(histories(steps=6), CHANCE)
def test_what_is_written_later_changes_no_answer_and_no_walk(history: History, random: Random) -> None:
    """Laws 2 and 8."""
    answers = list[tuple[Listing, Asked, bytes]]()
    begins = random.randrange(len(history.transactions))
    walk: Walk | None = None
    with telling(kept=history.kept) as (timeline, clock):
        for turn, (commands, now) in enumerate(zip(history.transactions, history.clock, strict=True)):
            clock.now = now
            timeline.import_batch(by_tester(commands), stop=False)
            timeline.catch_up()
            if turn == begins:
                walk = Walk(timeline, random.choice(WALKS), size=random.choice((1, 2)))
            elif walk is not None:
                walk.turn()
            listing, what = random.choice(WALKS), settled_now(timeline, random)
            answers.append((listing, what, page_body(listing(timeline, what, WAR))))
        assert walk is not None
        walk.must_have_read_one_snapshot()
        assert all(page_body(listing(timeline, what, WAR)) == answer for listing, what, answer in answers)
