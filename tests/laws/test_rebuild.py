"""Law 3: what followers keep up to date is, row for row, what a rebuild makes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings

from tests.generators import CHANCE, History, histories
from tests.stores import database
from tests.telling import by_tester
from timeline.ledger import Ledger
from timeline.service.location import database_name
from timeline.service.writing import Writer
from timeline.views import Follower, Work, compare, rebuild, set_up


@contextmanager
def empty_ledger(store: str) -> Iterator[Ledger]:
    """Give a ledger whose views are set up."""
    with database(store) as url, closing(Ledger(database_name(url), UUID(int=1))) as ledger:
        with ledger.restructuring() as c:
            set_up(c)
        yield ledger


@contextmanager
def before(ledger: Ledger, work: Work) -> Iterator[None]:
    """Do a share of a rebuild here, before others do theirs: no process begins as quickly."""
    work.do(ledger)
    yield


def follow(ledger: Ledger, followers: list[Follower], whole: int, random: Random) -> None:
    """Let one of several followers catch up, or a new one, or a rebuild; or let it wait."""
    batch = random.choice((1, 3, 1000))
    match random.choice(("wait", "old", "old", "new", "rebuild")):
        case "old":
            random.choice(followers).catch_up(batch=batch)
        case "new":
            followers.append(Follower(ledger, whole=whole))
            followers[-1].catch_up(batch=batch)
        case "rebuild":
            rebuild(ledger, whole=whole, batch=batch, parts=random.choice((1, 2, 3)), beside=before)
        case _:
            pass


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(histories(steps=6), CHANCE)
def test_the_live_views_are_those_of_a_rebuild_in_any_batch_size(history: History, random: Random) -> None:
    whole = history.kept.whole
    with empty_ledger(history.kept.store) as ledger:
        followers, writer = [Follower(ledger, whole=whole)], Writer(ledger)
        for commands, now in zip(history.transactions, history.clock, strict=True):
            writer.import_batch(by_tester(commands), now, stop=False)
            follow(ledger, followers, whole, random)
        followers[0].catch_up(batch=random.choice((1, 3, 1000)))
        compared = compare(ledger, whole=whole, batch=random.choice((1, 2, 5, 1000)))
        assert compared.first == []
        assert compared.rows > 0
