"""The benchmark's made-up press: always the same, and fit to be imported."""

from __future__ import annotations

from bench.workload import TIMELINE, workload
from timeline.importers import Carrier, Line
from timeline.service import Asked, Timeline

MADE = workload(7, 300)


def test_the_same_seed_gives_the_same_lines() -> None:
    assert workload(7, 300) == MADE


def test_another_seed_gives_other_lines() -> None:
    assert workload(8, 300) != MADE


def test_every_line_is_recorded() -> None:
    lines = [Line("made-up", number, raw, len(raw)) for number, raw in enumerate([*MADE.ground, *MADE.told])]

    with Timeline.in_memory() as timeline:
        counts = Carrier(timeline).carry(lines)
        [view] = timeline.timelines()
        sources = timeline.sources(Asked(limit=500))

    assert (counts.recorded, counts.rejected) == (300, 0)
    assert view.timeline == TIMELINE
    assert len({source.voice for source in sources if source.kind != "unnamed"}) == 200
