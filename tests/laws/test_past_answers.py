"""Laws 2, 4 and 7: what was answered once is answered for ever, and a transaction is seen as a whole."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings

from tests.asking import asked, docs, lists
from tests.generators import CHANCE, History, histories
from tests.material import PUBLISHED
from tests.telling import by_tester, commits, facts_of, telling
from timeline.clocks import AsOf, parse_instant, published_at
from timeline.service import MOST, Asked, Timeline, page_body

MOMENTS = (None, *map(published_at, PUBLISHED))


def bodies(timeline: Timeline, what: Asked) -> list[bytes]:
    """Return the lists as they go out, with the point of view they were given from."""
    return [page_body(page) for page in lists(timeline, what)]


def settled_now(timeline: Timeline, random: Random) -> Asked:
    """Return a question whose answer is settled from now on, by position or by recorded time."""
    newest, known_on = timeline.as_known(asked()), random.choice(MOMENTS)
    if random.random() < 0.5:
        return asked(known_on, newest.position)
    return Asked(as_of=AsOf(known_on=known_on, recorded_by=parse_instant(newest.recorded_by or "")), limit=MOST)


@settings(max_examples=250)
@given(histories(steps=8), CHANCE)
def test_an_answer_once_given_keeps_its_bytes(history: History, random: Random) -> None:
    """Law 2."""
    answers = list[tuple[Asked, list[bytes]]]()
    with telling() as (timeline, clock):
        for commands, now in zip(history.transactions, history.clock, strict=True):
            clock.now = now
            timeline.import_batch(by_tester(commands), stop=False)
            timeline.catch_up()
            what = settled_now(timeline, random)
            answers.append((what, bodies(timeline, what)))
        assert all(bodies(timeline, what) == answer for what, answer in answers)


@settings(max_examples=250)
@given(histories(steps=6), CHANCE)
def test_a_position_inside_a_transaction_means_the_commit_before_it(history: History, random: Random) -> None:
    """Law 4."""
    with telling(history) as (timeline, _):
        ends = commits(facts_of(timeline))
        for inside in random.sample(range(ends[-1]), k=3):
            before = max([0, *(end for end in ends if end <= inside)])
            known_on = random.choice(MOMENTS)
            assert bodies(timeline, asked(known_on, inside)) == bodies(timeline, asked(known_on, before))


@settings(max_examples=250)
@given(histories(steps=6), CHANCE)
def test_recorded_by_means_the_last_commit_by_then(history: History, random: Random) -> None:
    """Law 7."""
    with telling(history) as (timeline, _):
        facts = facts_of(timeline)
        ends = {fact.recorded: fact.position for fact in facts}
        for recorded in random.choices(list(ends), k=3):
            moment, known_on = recorded + random.choice((-1, 0, 1)), random.choice(MOMENTS)
            position = max([0, *(ends[end] for end in ends if end <= moment)])
            what = Asked(as_of=AsOf(known_on=known_on, recorded_by=moment), limit=MOST)
            seen = timeline.as_known(what)
            assert (seen.position, seen.settled) == (position, moment <= facts[-1].recorded)
            assert docs(timeline, what) == docs(timeline, asked(known_on, position))
