"""Counts and figures over HTTP: how many incidents there were, and what was said of numbers."""

from __future__ import annotations

from collections import Counter

import pytest
from starlette.testclient import TestClient

from tests.api.telling import a_claim, get, pointers, post, recorded
from tests.api.test_audits import all_steps
from tests.api.test_seed import SEED

FIGURES = f"{SEED}/figures"


def test_counts_are_those_of_the_list(seeded: TestClient) -> None:
    entries = get(seeded, f"{SEED}/incidents", known_on="2024-11-30", limit=500)["items"]
    told = get(seeded, f"{SEED}/summary", by="status,month", known_on="2024-11-30")["items"]

    counted = Counter((entry["status"], (entry["occurred"]["earliest"] or "")[:7] or None) for entry in entries)
    assert {(item["status"], item["month"]): item["incidents"] for item in told} == counted


def test_counts_by_region_are_those_of_the_list(seeded: TestClient) -> None:
    entries = get(seeded, f"{SEED}/incidents", known_on="2024-11-30", limit=500)["items"]
    told = get(seeded, f"{SEED}/summary", by="admin1,country", known_on="2024-11-30")["items"]

    places = [entry["place"] or {} for entry in entries]
    counted = Counter((place.get("admin1"), place.get("country")) for place in places)
    assert {(item["admin1"], item["country"]): item["incidents"] for item in told} == counted
    assert len(counted) > 3


@pytest.mark.parametrize(
    "filters",
    [
        {"status": "disputed"},
        {"kind": "clash_reported"},
        {"place": "RU"},
        {"place": "RU-KRS", "occurred_from": "2024-10-20"},
        {"occurred_to": "2024-10"},
        {"occurred_from": "2024-10-20", "occurred_to": "2024-10-26"},
        {"voice": "ROK"},
        {"q": "kursk"},
        {"q": "kursk soldiers", "voice": "UA", "status": "reported"},
    ],
)
@pytest.mark.parametrize("view", [{}, {"known_on": "2024-10-28"}, {"recorded_by": "2024-11-15"}])
def test_a_narrowed_summary_counts_the_narrowed_list(
    seeded: TestClient, filters: dict[str, str], view: dict[str, str]
) -> None:
    entries = get(seeded, f"{SEED}/incidents", limit=500, **filters, **view)["items"]
    told = get(seeded, f"{SEED}/summary", by="status,kind", **filters, **view)["items"]

    counted = Counter((entry["status"], entry["kind"]) for entry in entries)
    assert {(item["status"], item["kind"]): item["incidents"] for item in told} == counted


@pytest.mark.parametrize("clock", ["published", "recorded"])
def test_counts_at_a_row_of_points_are_those_asked_for_one_by_one(seeded: TestClient, clock: str) -> None:
    """One request for a chart of what was known when."""
    name = "known_on" if clock == "published" else "recorded_by"
    row = get(seeded, f"{SEED}/summary", by="status", points="2024-08-31/2025-03-01", every="month", clock=clock)[
        "points"
    ]

    assert [point["at"][:10] for point in row][:4] == ["2024-08-31", "2024-09-30", "2024-10-31", "2024-11-30"]
    assert len(row) == 7
    for point in row:
        assert point["items"] == get(seeded, f"{SEED}/summary", **{name: point["at"][:10]})["items"]
    assert row[-1]["items"]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"by": "colour"}, "/by"),
        ({"by": "status,status"}, "/by"),
        ({"by": ""}, "/by"),
        ({"points": "2024-10-01"}, "/points"),
        ({"points": "2024-10-02/2024-10-01"}, "/points"),
        ({"points": "1990-01-01/2024-10-01"}, "/points"),
        ({"points": "2024-10-01/9000-10-01", "every": "month"}, "/points"),
        ({"points": "20241001/20241101"}, "/points"),
        ({"every": "day"}, "/every"),
        ({"clock": "recorded"}, "/clock"),
        ({"points": "2024-10-01/2024-10-02", "by": "status,admin1"}, "/points"),
        ({"points": "2024-10-01/2024-10-02", "voice": "UA"}, "/points"),
        ({"status": "doubted"}, "/status"),
        ({"place": "Kursk"}, "/place"),
        ({"occurred_from": "soon"}, "/occurred_from"),
    ],
)
def test_what_cannot_be_counted_is_refused_by_name(seeded: TestClient, query: dict[str, str], pointer: str) -> None:
    refused = seeded.get(f"{SEED}/summary", params=query)

    assert pointers(refused) == [pointer]


def test_figures_tell_what_every_voice_said_of_a_number_and_when(seeded: TestClient) -> None:
    """Whoever reads them up to a day knows what the entry of that day says."""
    items = get(seeded, FIGURES, incident="troops-in-russia", limit=500)["items"]

    assert [(one["at"][:10], one["best"]) for one in items if (one["voice"], one["scope"]) == ("UA", "snapshot")][
        :3
    ] == [
        ("2024-10-18", 11_000),
        ("2024-10-24", 12_000),
        ("2024-10-24", 3),
    ]
    for day in ("2024-10-17", "2024-10-28", "2025-04-30"):
        said = {(one["voice"], one["measure"], one["scope"]): one["claim"] for one in items if one["at"][:10] <= day}
        entry = get(seeded, f"{SEED}/incidents/troops-in-russia", known_on=day)["entry"]
        assert {(one["voice"], one["measure"], one["scope"]): one["claim"] for one in entry["figures"]} == said


def test_an_envelope_reaches_from_the_lowest_to_the_highest_word_of_named_voices(seeded: TestClient) -> None:
    """Measures and scopes are never mixed, and a leak is not counted."""
    told = get(seeded, FIGURES, incident="troops-in-russia", measure="personnel_present", known_on="2025-01-22")

    assert {one["measure"] for one in told["items"]} == {"personnel_present"}
    assert "western-unnamed" in {one["voice"] for one in told["items"]}
    assert told["envelopes"] == [
        {
            "measure": "personnel_present",
            "scope": "snapshot",
            "low": 3_000,
            "high": 12_000,
            "voices": ["ROK", "UA", "US", "blue-yellow"],
        }
    ]


def test_an_envelope_reaches_as_far_as_a_word_without_an_upper_bound(seeded: TestClient) -> None:
    """London says "more than 6,000", when nobody gives more as an upper bound than 4,700."""
    (told,) = [
        one
        for one in get(seeded, FIGURES, incident="combat-in-kursk", measure="casualties")["envelopes"]
        if one["scope"] == "cumulative"
    ]

    assert (told["low"], told["high"]) == (4_000, 6_000)


@pytest.mark.parametrize("query", [{}, {"measure": "killed"}, {"incident": "combat-in-kursk"}])
def test_pages_of_figures_join_to_the_whole(seeded: TestClient, query: dict[str, str]) -> None:
    whole = all_steps(seeded, FIGURES, limit=500, **query)

    assert all_steps(seeded, FIGURES, limit=3, **query) == whole
    assert len(whole) > 2


def test_a_voice_that_takes_its_number_back_falls_silent(world: TestClient) -> None:
    """It is told without bounds; the same after a withdrawal."""
    counted = {"figures": [{"measure": "killed", "best": 40}]}
    recorded(world, source="herald", published="2024-10-28", claims=[a_claim(**counted)])
    told = recorded(world, source="gazette", published="2024-10-29", claims=[a_claim(**counted)])
    recorded(world, source="herald", published="2024-10-30", claims=[a_claim(stance="retracts")])
    post(world, f"/v1/reports/{told['report']}/withdrawals", {"published": "2024-10-31", "reason": "Taken down."})

    items = get(world, "/v1/timelines/war/figures")["items"]

    assert [(one["at"][8:10], one["voice"], one["best"], one["claim"] is None) for one in items] == [
        ("28", "herald", 40, False),
        ("29", "gazette", 40, False),
        ("30", "herald", None, True),
        ("31", "gazette", None, True),
    ]
    assert world.get("/v1/timelines/war/figures", params={"incident": "none"}).status_code == 404
