"""Laws 14 and 15: what is taken out or put back leaves what is known now as it would be without."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any

import msgspec
from hypothesis import given, settings

from tests import builders as told_as
from tests.asking import anonymous, asked, docs, names
from tests.generators import CHANCE, History, dated, histories
from tests.material import PUBLISHED
from tests.teller import claim_change, report_change
from tests.telling import by_tester, facts_of, telling
from tests.world import Item, Said, World
from timeline.clocks import published_at
from timeline.commands import Command, CorrectClaim, CorrectReport, RecordReport
from timeline.errors import NotAllowedError
from timeline.service import Timeline

MOMENTS = (None, *map(published_at, PUBLISHED))
OF_THE_RECORD = {"position": 0, "recorded": "", "id": ""}
"""When and under which id something was recorded: what two ledgers may differ in."""


def known_now(timeline: Timeline, moments: Sequence[int | None]) -> list[list[Said]]:
    """Return all that is listed at some moments, with claims called by name."""
    called = names(timeline)
    return [
        [unrecorded(msgspec.json.decode(anonymous(doc, called))) for doc in page]
        for known_on in moments
        for page in docs(timeline, asked(known_on))
    ]


def unrecorded(said: Said) -> Said:
    """Return an item as it could stand in any ledger."""
    brief = {"report": said["report"] | {"id": ""}} if "report" in said else {}
    return said | {name: value for name, value in OF_THE_RECORD.items() if name in said} | brief


def about(command: Command) -> str | None:
    """Return the key of the report that a command is about."""
    return command.key if isinstance(command, RecordReport) else getattr(command, "report", None)


@settings(max_examples=250)
@given(histories(steps=7, whole_cast=True), CHANCE)
def test_a_voided_report_leaves_what_is_known_now_as_if_never_recorded(history: History, random: Random) -> None:
    """Law 14."""
    commands = [dated(command) for transaction in history.transactions for command in transaction]
    moments = random.sample(MOMENTS, k=2)
    key = random.choice([command.key for command in commands if isinstance(command, RecordReport)])
    void = told_as.a_void(key or "")
    answers = []
    for told in ([*commands, void], [command for command in commands if about(command) != key]):
        with telling() as (timeline, _):
            timeline.import_batch(by_tester(told[: len(told) // 2]), stop=False)
            timeline.import_batch(by_tester(told[len(told) // 2 :]), stop=False)
            timeline.catch_up()
            answers.append(known_now(timeline, moments))
    assert answers[0] == answers[1]


def there_and_back(random: Random, item: Item) -> list[CorrectClaim | CorrectReport]:
    """Return a correction, and the one that takes it back."""
    line = random.choice(item.lines)
    ref = line.claim["ref"] if random.random() < 0.6 else None
    source, before = item.report["source"], item.report if ref is None else line.claim
    changes: dict[str, Any] = report_change(random, source) if ref is None else claim_change(random, source)
    (field,) = changes
    old = tuple(item.chain(before["chain"])) if field == "chain" and before["chain"] else before[field]
    return [told_as.a_correction(item.key, ref, **new) for new in (changes, {field: old})]


@settings(max_examples=250)
@given(histories(steps=7, whole_cast=True), CHANCE)
def test_correct_and_correct_back_restores_what_was_known(history: History, random: Random) -> None:
    """Law 15."""
    with telling(history) as (timeline, clock):
        facts = facts_of(timeline)
        moments = random.sample(MOMENTS, k=2)
        before = [docs(timeline, asked(known_on)) for known_on in moments]
        item = random.choice(list(World(facts, facts[-1].position).items.values()))
        for command in there_and_back(random, item):
            clock.now += 1
            with suppress(NotAllowedError):  # the first may be refused; the second then changes nothing
                timeline.record(command)
        assert [docs(timeline, asked(known_on)) for known_on in moments] == before
