"""A report that was sealed first is heard as any other, and shows since when it was known."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings

from tests.generators import CHANCE, History, histories
from tests.laws.test_brute_force import must_agree, points
from tests.telling import telling
from timeline.commands import Command, OpenReport, RecordReport, SealReport, commitment


def sealed_first(history: History, random: Random) -> History:
    """Return a history in which some reports are sealed in its first transaction, and opened where they were told."""
    seals: list[Command] = []

    def opened(command: Command) -> Command:
        if not isinstance(command, RecordReport) or random.random() < 0.3:
            return command
        salt = random.randbytes(16).hex()
        seals.append(SealReport(timeline=command.timeline, commitment=commitment(command, salt)))
        return OpenReport(report=command, salt=salt)

    (first, *others), ground = history.transactions, history.ground
    told, rest = [opened(command) for command in first[ground:]], [[*map(opened, others)] for others in others]
    return history._replace(transactions=[[*first[:ground], *seals, *told], *rest], ground=ground + len(seals))


@settings(max_examples=100)
@given(histories(steps=8), CHANCE)
def test_lists_with_sealed_reports_are_what_the_brute_force_says(history: History, random: Random) -> None:
    """At every commit and one moment of the published clock; a rebuild comes to the same."""
    with telling(sealed_first(history, random)) as (timeline, _):
        for world, moments in points(timeline):
            must_agree(timeline, world, random.choice((*moments, None)))
        assert timeline.compare(batch=random.choice((1, 7))).different == 0
