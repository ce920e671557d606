"""Laws 5, 12 and 14: a ledger told in another order, by other names, and never of what was voided, says the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders as told_as
from tests import material
from tests.asking import anonymous, asked, docs, names
from tests.generators import CHANCE, History, dated, histories
from tests.laws.imports import shuffled
from tests.telling import by_tester, telling
from tests.world import Said
from timeline.commands import Command, RecordReport, parse_line, to_line
from timeline.service import Timeline

NAMED = (*material.KINDS, *material.UNCITED, "Kyiv", "Moscow", *material.INCIDENTS, *material.TIMELINES)
"""All slugs and voices of the histories."""
OF_THE_RECORD = {"position": 0, "recorded": "", "id": ""}
"""When and under which id something was recorded: what two ledgers may differ in."""


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(histories(steps=6, whole_cast=True), CHANCE, st.permutations(range(len(NAMED))))
def test_two_ledgers_come_to_the_same(history: History, random: Random, order: list[int]) -> None:
    """Whatever the order of import (5) and the names (12); a voided report is as one that never was recorded (14)."""
    called = {name: f"name{number:02}" for name, number in zip(NAMED, order, strict=True)}
    commands = [dated(command) for transaction in history.transactions for command in transaction]
    ground, later = commands[: history.ground], commands[history.ground :]
    key = random.choice([command.key for command in commands if isinstance(command, RecordReport)]) or ""
    without = [command for command in shuffled(later, random) if about(command) != key]
    with told(ground, [*later, told_as.a_void(key)]) as one, told(*map(under(called), (ground, without))) as other:
        moments = None, random.choice(material.MOMENTS)
        for slug in material.TIMELINES:
            assert known_now(one, slug, moments, called) == known_now(other, called[slug], moments, {})


@contextmanager
def told(ground: Sequence[Command], later: Sequence[Command]) -> Iterator[Timeline]:
    """Give a ledger that was told the ground, some of what came later at once, and the rest one by one."""
    with telling() as (timeline, clock):
        clock.now = material.START
        for commands in (ground, later[:3], *([command] for command in later[3:])):
            timeline.import_batch(by_tester(commands), stop=False)
        timeline.catch_up()
        yield timeline


def about(command: Command) -> str | None:
    """Return the key of the report that a command is about."""
    return command.key if isinstance(command, RecordReport) else getattr(command, "report", None)


def under(called: Mapping[str, str]) -> Callable[[Sequence[Command]], list[Command]]:
    """Return what tells commands with other slugs and voices."""
    return lambda told: [parse_line(renamed(to_line(command).decode(), called).encode()) for command in told]


def renamed(text: str, called: Mapping[str, str]) -> str:
    """Return JSON text with other names for the same; none of them is the name of a field."""
    return re.sub(r'"([^"]+)"', lambda match: f'"{called.get(match[1], match[1])}"', text)


def known_now(
    timeline: Timeline, slug: str, moments: Sequence[int | None], called: Mapping[str, str]
) -> list[list[Said]]:
    """Return all that is listed at some moments, under other names."""
    claims = names(timeline, slug)
    pages = [page for known_on in moments for page in docs(timeline, asked(known_on), slug)]
    return [
        sorted((in_any_ledger(renamed(anonymous(doc, claims), called)) for doc in page), key=repr) for page in pages
    ]


def in_any_ledger(text: str) -> Said:
    """Return an item as it could stand in any ledger; what is ordered by name is put in order anew."""
    said: Said = msgspec.json.decode(text)
    brief = {"report": said["report"] | {"id": ""}} if "report" in said else {}
    voices = {name: sorted(value) for name, value in said.items() if name.endswith(("_by", "_to"))}
    figures = {"figures": sorted(said["figures"], key=repr)} if "figures" in said else {}
    return said | {name: value for name, value in OF_THE_RECORD.items() if name in said} | brief | voices | figures
