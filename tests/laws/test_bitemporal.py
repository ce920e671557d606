"""The two-clock fold by itself: rows that grow by refolding answer as a table of all (P, N) would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.bitemporal import Row, at, refold, spans
from timeline.clocks import ALWAYS, EVER

MOMENTS = range(8)
States = dict[int, str | None]
"""What holds at every moment of a small published clock; None is absent."""

rewrites = st.tuples(
    st.sampled_from([ALWAYS, *MOMENTS]),
    st.dictionaries(st.sampled_from(MOMENTS), st.sampled_from(["a", "b", "c", None]), max_size=5),
)


def rewritten(states: States, since: int, changes: States) -> States:
    """Return *states* where everything from *since* on follows *changes* alone."""
    kept = {moment: state for moment, state in states.items() if moment < since}
    present: str | None = None
    for moment in MOMENTS:
        if moment >= since:
            present = changes.get(moment, present)
            kept[moment] = present
    return kept


def folded(rows: dict[tuple[int, int], Row[str]], since: int, states: States, n: int) -> None:
    """Refold the rows in force from *since* on."""
    old = sorted((row for row in rows.values() if row.n_to == EVER and row.p2 > since), key=lambda row: row.p)
    new = spans((moment, states[moment]) for moment in MOMENTS if moment >= since)
    for row in refold(old, new, since, n):
        rows[row.p, row.n] = row


@settings(max_examples=2_000)
@given(st.lists(rewrites, max_size=6))
def test_rows_answer_as_the_whole_table_would(history: list[tuple[int, States]]) -> None:
    """At every (P, N) there is at most one state, the one that held; and no row is ever taken out."""
    rows: dict[tuple[int, int], Row[str]] = {}
    table: list[States] = [dict.fromkeys(MOMENTS)]
    for n, (since, changes) in enumerate(history, start=1):
        before = set(rows)
        table.append(rewritten(table[-1], since, changes))
        folded(rows, since, table[-1], n)
        assert before <= set(rows)

    for n, states in enumerate(table):
        for moment in MOMENTS:
            assert sum(row.visible(moment, n) for row in rows.values()) <= 1
            assert at(rows.values(), moment, n) == states[moment]
