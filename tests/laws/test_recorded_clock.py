"""Law 16: the recorded clock only goes forward, whatever the machine's clock does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_timeline
from tests.generators import KEEPINGS, Keeping
from tests.material import START
from tests.telling import by_tester, facts_of, telling
from timeline.clocks import SECOND

CLOCKS = st.lists(
    st.integers(START - 3 * SECOND, START + 3 * SECOND) | st.integers(0, 4 * START), min_size=2, max_size=6
)


@pytest.mark.usefixtures("quarter")
@settings(max_examples=500)
@given(CLOCKS, KEEPINGS)
def test_recorded_grows_under_a_clock_that_jumps_back(machine: list[int], kept: Keeping) -> None:
    with telling(kept=kept) as (timeline, clock):
        recorded: list[int] = []
        for number, now in enumerate(machine):
            clock.now = now
            timeline.import_batch(by_tester([a_timeline("war", title=f"Title {number}"), a_timeline(f"t{number}")]))
            recorded.append(max(now, recorded[-1] + 1) if recorded else now)
        told = [fact.recorded for fact in facts_of(timeline)]
        assert told == recorded
