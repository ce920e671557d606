"""Law 15: what is put back leaves what is known now as it was."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from random import Random
from typing import Any

from tests import builders as told_as
from tests.asking import asked, docs
from tests.material import MOMENTS
from tests.teller import claim_change, report_change
from tests.world import Item, World
from timeline.commands import CorrectClaim, CorrectReport
from timeline.errors import NotAllowedError
from timeline.facts import Committed
from timeline.service import Timeline


def there_and_back(random: Random, item: Item) -> list[CorrectClaim | CorrectReport]:
    """Return a correction, and the one that takes it back."""
    line = random.choice(item.lines)
    ref = line.claim["ref"] if random.random() < 0.6 else None
    source, before = item.report["source"], item.report if ref is None else line.claim
    changes: dict[str, Any] = report_change(random, source) if ref is None else claim_change(random, source)
    (field,) = changes
    old = tuple(item.chain(before["chain"])) if field == "chain" and before["chain"] else before[field]
    return [told_as.a_correction(item.key, ref, **new) for new in (changes, {field: old})]


def correct_and_correct_back_restores_what_was_known(
    timeline: Timeline, facts: Sequence[Committed], random: Random
) -> None:
    """Law 15."""
    what = asked(random.choice(MOMENTS))
    before = docs(timeline, what)
    item = random.choice(list(World(facts, facts[-1].position).items.values()))
    for command in there_and_back(random, item):
        with suppress(NotAllowedError):  # the first may be refused; the second then changes nothing
            timeline.record(command)
    assert docs(timeline, what) == before
