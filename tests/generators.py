"""Histories for the laws: late, corrected, voided, withdrawn, merged, signed off, and told by changing sources."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import msgspec
from hypothesis import strategies as st

from tests import builders as told_as
from tests import material
from tests.stores import FILE, MEMORY, POSTGRES
from tests.teller import Told, a_source_changes
from timeline.commands import Command, GradeClaim, OpenIncident, RegisterSource, SignOff, WithdrawReport, to_line
from timeline.projections import WHOLE


def dice(seed: int) -> Random:
    """Return what decides, as this number has it."""
    return Random(seed)  # noqa: S311 - stories, not secrets


CHANCE = st.builds(dice, st.integers(0, 2**32))
"""What a test leaves to chance, drawn as one number."""


class Keeping(NamedTuple):
    """Where a history is kept, and up to how many claims an entry is kept *whole*."""

    store: str = MEMORY
    whole: int = WHOLE


KEEPINGS = st.builds(Keeping, st.sampled_from((*[MEMORY] * 18, FILE, POSTGRES)), st.sampled_from((WHOLE, 0, 1, 2, 4)))


class History(NamedTuple):
    """A history: the commands of each transaction, the machine's clock when it comes, and how many begin it."""

    transactions: list[list[Command]]
    clock: list[int]
    ground: int
    kept: Keeping = Keeping()

    def upto(self, turn: int) -> History:
        """Return only the first *turn* transactions."""
        return self._replace(transactions=self.transactions[:turn], clock=self.clock[:turn])

    def after(self, turn: int) -> list[tuple[list[Command], int]]:
        """Return the other transactions, each with its time."""
        return list(zip(self.transactions[turn:], self.clock[turn:], strict=True))


def dated(command: Command) -> Command:
    """Return a command that acts on a day of its own, not on the one on which it happens to be recorded."""
    if isinstance(command, WithdrawReport | SignOff | GradeClaim) and command.published is None:
        return msgspec.structs.replace(command, published=material.PUBLISHED[2])
    return command


def histories(*, steps: int = 12, whole_cast: bool = False) -> st.SearchStrategy[History]:
    """Return histories of at most *steps* commands behind their ground; some share a transaction with the one before.

    The ground is what they need or, with the *whole cast*, everybody.

    A step is drawn as one number. Hypothesis can leave steps out of a history that fails, which is what makes it
    readable; drawing every field by itself takes ten times as long.
    """
    seeds = st.integers(0, 2**32)
    return st.builds(tell, seeds, st.lists(seeds, min_size=3, max_size=steps), KEEPINGS, st.just(whole_cast))


def tell(seed: int, steps: list[int], kept: Keeping, whole_cast: bool) -> History:  # noqa: FBT001 - hypothesis calls it
    """Return the history that these numbers stand for."""
    told = Told()
    transactions: list[list[Command]] = [[]]
    clock = [material.START]
    for step in steps:
        random = dice(step)
        command = told.next(random)
        if random.random() < 0.25:
            transactions[-1].append(command)
        else:
            transactions.append([command])
            jump = random.choice((0, 0, -6, 4))
            clock.append(material.START + (len(clock) * 3 + jump) * material.HOUR)
    said = b"".join(to_line(command) for transaction in transactions for command in transaction)
    needed = [command for command in ground(dice(seed)) if whole_cast or is_needed(command, said)]
    transactions[0][:0] = needed
    return History(transactions, clock, len(needed), kept)


def crowds() -> st.SearchStrategy[History]:
    """Return histories in which many speak of one incident at once, and then some of them turn out to be linked."""
    seeds = st.integers(0, 2**32)
    reports, changes = st.lists(seeds, min_size=4, max_size=9), st.lists(seeds, max_size=2)
    return st.builds(gather, seeds, reports, changes, KEEPINGS)


def gather(seed: int, reports: list[int], changes: list[int], kept: Keeping) -> History:
    """Return the crowd that these numbers stand for."""
    told, start = Told(), ground(dice(seed), joined=0.15)
    said = [told.report_on(material.INCIDENTS[0], dice(report)) for report in reports]
    turns = [[a_source_changes(dice(change), "speaks_for", "linked_to")] for change in changes]
    transactions: list[list[Command]] = [[*start, *said], *turns]
    return History(transactions, [material.START] * len(transactions), len(start), kept)


def is_needed(command: Command, said: bytes) -> bool:
    """Tell whether lines *said* later need this beginning; a source that nobody names may still link others."""
    match command:
        case OpenIncident(timeline=where, slug=slug):
            return f'"{where}"'.encode() in said and f'"{slug}"'.encode() in said
        case RegisterSource(slug=slug):
            return slug in material.UNCITED or f'"{slug}"'.encode() in said
        case _:
            return True


def ground(random: Random, joined: float = 0.5) -> list[Command]:
    """Return what must be known before the first report; so many of the sources are *joined* to other voices."""
    cast = [
        told_as.a_source(
            slug,
            kind,
            speaks_for=random.choice(material.VOICES) if kind != "unnamed" and random.random() < joined else None,
            linked_to=random.choice(material.LINKS) if random.random() < joined else (),
        )
        for slug, kind in {**material.KINDS, **material.UNCITED}.items()
    ]
    adverse = random.choice(((), ("Moscow",), ("ministry", "Kyiv")))
    places = [(timeline, slug) for timeline in material.TIMELINES for slug in material.INCIDENTS]
    incidents = [told_as.an_incident(slug, timeline, adverse_to=adverse) for timeline, slug in places]
    return [*map(told_as.a_timeline, material.TIMELINES), *cast, *incidents]
