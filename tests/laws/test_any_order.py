"""Laws 1, 3, 4, 6, 7, 9, 10 and 16, whatever happens to a ledger in whatever order."""

from __future__ import annotations

import random

import pytest
from hypothesis import seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.laws.stepping import Stepping

SAMPLE = 2_000
"""Steps in `make test`."""
ALL = 50_000
"""Steps of each quarter in `make test-all`."""


def take_steps(wanted: int) -> None:
    """Take so many steps, in rounds that name their seed where one fails."""
    end = Stepping.steps + wanted
    while Stepping.steps < end:
        run_state_machine_as_test(
            seed(random.getrandbits(32))(type("Seeded", (Stepping,), {})),
            settings=settings(max_examples=10, stateful_step_count=100),
        )


def test_whatever_happens_in_whatever_order_answers_are_those_of_the_brute_force() -> None:
    take_steps(SAMPLE)


@pytest.mark.slow
@pytest.mark.usefixtures("quarter")
def test_200_000_steps_in_any_order_make_no_difference_to_the_brute_force() -> None:
    take_steps(ALL)
