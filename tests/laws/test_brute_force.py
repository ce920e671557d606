"""Law 1: what the views answer is what a brute force over the facts answers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from hypothesis import given, settings

from tests import oracle
from tests.generators import History, histories
from tests.material import TIMELINES
from tests.oracle import Said
from tests.telling import Rows, breakpoints, commits, rows_of
from tests.world import World
from timeline.projections import View

Docs = dict[tuple[str, str], bytes]
_sorted = msgspec.json.Encoder(order="sorted").encode


@lru_cache(maxsize=65536)
def parsed(doc: str) -> tuple[Said, bytes]:
    """Return what a doc says, and the same with its keys in order."""
    said: Any = msgspec.json.decode(doc)
    return said, _sorted(said)


def kept(rows: Rows, view: View, known_on: int, position: int) -> list[bytes]:
    """Return what one view answers at a point; no thing answers twice."""
    visible = [row for row in rows.of[view] if row.visible(known_on, position)]
    assert len({row.number for row in visible}) == len(visible)
    return sorted(parsed(row.doc)[1] for row in visible)


def expected(things: list[Said]) -> list[bytes]:
    """Return what the oracle says, each thing with its keys in order."""
    return sorted(map(_sorted, things))


@settings(max_examples=2_000)
@given(histories())
def test_the_views_answer_as_the_brute_force_at_every_point(history: History) -> None:
    rows = rows_of(history)
    moments = breakpoints(rows.facts)
    for position in commits(rows.facts):
        world = World(rows.facts, position)
        for known_on in moments:
            entries = [entry for timeline in TIMELINES for entry in oracle.entries(world, timeline, known_on)]
            assert kept(rows, View.INCIDENTS, known_on, position) == expected(entries)
            assert kept(rows, View.CLAIMS, known_on, position) == expected(oracle.claims(world, known_on))
            assert kept(rows, View.REPORTS, known_on, position) == expected(oracle.reports(world, known_on))
        assert kept(rows, View.SOURCES, moments[0], position) == expected(oracle.sources(world))
