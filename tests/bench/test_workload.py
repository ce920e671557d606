"""The benchmark's made-up press: always the same, and fit to be imported."""

from __future__ import annotations

from collections import Counter

import msgspec

from bench.workload import DAYS, PLACES, TIMELINE, Workload
from timeline.importers import Carrier, Line
from timeline.service import Asked, Timeline

MADE = Workload(7, 300)


def test_the_same_seed_gives_the_same_lines() -> None:
    again = Workload(7, 300)
    assert list(again.ground()) == list(MADE.ground())
    assert list(again.told()) == list(MADE.told())


def test_lines_are_the_same_however_often_they_are_read() -> None:
    assert list(MADE.told()) == list(MADE.told())


def test_another_seed_gives_other_lines() -> None:
    assert list(Workload(8, 300).told()) != list(MADE.told())


def test_every_line_is_recorded() -> None:
    told = [*MADE.ground(), *MADE.told()]
    lines = [Line("made-up", number, raw, len(raw)) for number, raw in enumerate(told)]

    with Timeline.in_memory() as timeline:
        counts = Carrier(timeline).carry(lines)
        [view] = timeline.timelines()
        sources = timeline.sources(Asked(limit=500))

    assert (counts.recorded, counts.rejected) == (300, 0)
    assert view.timeline == TIMELINE
    assert len({source.voice for source in sources if source.kind != "unnamed"}) == 200


def test_every_incident_has_one_of_forty_places() -> None:
    lines = [msgspec.json.decode(line) for line in Workload(1, 2_000).ground()]
    places = Counter(line["incident"]["place"]["admin1"] for line in lines if "incident" in line)

    assert places.total() == 400
    assert set(places) == {place["admin1"] for place in PLACES}
    assert len(places) == 40


def test_late_mended_and_hot_ones_have_their_share() -> None:
    lines = [msgspec.json.decode(line) for line in Workload(1, 20_000).told()]
    kinds = Counter(key for line in lines for key in line)
    filed = Counter(line["report"]["claims"][0]["incident"] for line in lines if "report" in line)

    assert kinds["report"] == 20_000
    assert 60 < kinds["withdrawal"] < 140
    assert 60 < kinds["correction"] < 140
    assert 0.01 < max(filed.values()) / 20_000 < 0.04


def test_a_crowd_is_reported_on_evenly_and_some_are_late() -> None:
    made = Workload(1, 1_000, incidents=1, fading=DAYS * 100)
    reports = [line["report"] for line in map(msgspec.json.decode, made.told()) if "report" in line]
    published = [report["published"][:10] for report in reports]
    late = [day < max(published[:number], default="") for number, day in enumerate(published)]

    assert {claim["incident"] for report in reports for claim in report["claims"]} == {"incident-0"}
    assert len({day[:7] for day in published}) > 20
    assert all(0.06 < sum(half) / 500 < 0.2 for half in (late[:500], late[500:]))
