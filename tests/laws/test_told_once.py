"""Laws of one ledger that was told a history, and is then asked, told again, or told a little more."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings

from tests.generators import CHANCE, History, crowds, histories
from tests.laws.imports import importing_again_adds_no_position
from tests.laws.independence import (
    a_mention_changes_no_status_but_absent_to_mentioned,
    an_assert_that_depends_on_a_support_adds_no_independent_voice,
)
from tests.laws.past_answers import (
    a_position_inside_a_transaction_means_the_commit_before_it,
    recorded_by_means_the_last_commit_by_then,
)
from tests.laws.undoing import correct_and_correct_back_restores_what_was_known
from tests.telling import facts_of, tell_all, telling


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(histories(steps=6, whole_cast=True) | crowds(), CHANCE)
def test_a_ledger_that_was_told_a_history(history: History, random: Random) -> None:
    """Laws 4, 6, 7, 11, 13 and 15."""
    with telling(kept=history.kept) as (timeline, clock):
        accepted = tell_all(timeline, clock, history)
        facts = facts_of(timeline)
        a_position_inside_a_transaction_means_the_commit_before_it(timeline, facts, random)
        recorded_by_means_the_last_commit_by_then(timeline, facts, random)
        importing_again_adds_no_position(timeline, accepted)
        correct_and_correct_back_restores_what_was_known(timeline, facts, random)
        a_mention_changes_no_status_but_absent_to_mentioned(timeline, random)
        an_assert_that_depends_on_a_support_adds_no_independent_voice(timeline, random)
