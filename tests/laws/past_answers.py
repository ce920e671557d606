"""Laws 4 and 7: a transaction is seen as a whole, at a position as by recorded time."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.asking import LISTINGS, WAR, asked
from tests.material import MOMENTS
from tests.telling import commits
from timeline.clocks import AsOf
from timeline.facts import Committed
from timeline.service import MOST, Asked, Timeline, page_body


def a_position_inside_a_transaction_means_the_commit_before_it(
    timeline: Timeline, facts: Sequence[Committed], random: Random
) -> None:
    """Law 4."""
    ends, known_on = commits(facts), random.choice(MOMENTS)
    inside = random.randrange(ends[-1])
    before = max([0, *(end for end in ends if end <= inside)])
    for listing in random.sample(LISTINGS, k=2):
        at_both = [page_body(listing(timeline, asked(known_on, position), WAR)) for position in (inside, before)]
        assert at_both[0] == at_both[1]


def recorded_by_means_the_last_commit_by_then(timeline: Timeline, facts: Sequence[Committed], random: Random) -> None:
    """Law 7."""
    known_on = random.choice(MOMENTS)
    ends = {fact.recorded: fact.position for fact in facts}
    moment = random.choice(list(ends)) + random.choice((-1, 0, 1))
    position = max([0, *(ends[end] for end in ends if end <= moment)])
    what = Asked(as_of=AsOf(known_on=known_on, recorded_by=moment), limit=MOST)
    seen = timeline.as_known(what)
    assert (seen.position, seen.settled) == (position, moment <= facts[-1].recorded)
    for listing in random.sample(LISTINGS, k=2):
        assert listing(timeline, what, WAR).docs == listing(timeline, asked(known_on, position), WAR).docs
