"""Moments of change over HTTP: when something about a timeline changed, on either clock."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.telling import Json, a_claim, get, newest, pointers, post, recorded
from tests.api.test_audits import all_steps
from tests.api.test_seed import SEED

MOMENTS = f"{SEED}/moments"
WORLD = "/v1/timelines/war/moments"


def days(told: Json) -> list[str]:
    return [item["at"][:10] for item in told["items"]]


@pytest.mark.parametrize("clock", ["published", "recorded"])
def test_moments_are_those_at_which_some_history_takes_a_step(seeded: TestClient, clock: str) -> None:
    """On the published clock reports that changed no entry join them."""
    incidents = [entry["incident"] for entry in get(seeded, f"{SEED}/incidents", limit=500)["items"]]
    steps = [
        step
        for incident in incidents
        for step in all_steps(seeded, f"{SEED}/incidents/{incident}/history", clock=clock, limit=500)
    ]
    reports = get(seeded, f"{SEED}/reports", limit=500)["items"] if clock == "published" else []
    told = get(seeded, MOMENTS, clock=clock)

    assert (told["clock"], told["thinned"]) == (clock, False)
    assert told["items"] == sorted(told["items"], key=lambda item: item["at"])
    assert set(days(told)) == {step["at"][:10] for step in steps} | {report["published"][:10] for report in reports}
    if clock == "recorded":
        assert {(item["at"], item["position"]) for item in told["items"]} == {
            (step["at"], step["position"]) for step in steps
        }


def test_many_moments_are_thinned_to_the_last_of_each_stretch_of_time(seeded: TestClient) -> None:
    whole = get(seeded, MOMENTS)["items"]
    told = get(seeded, MOMENTS, limit=10)

    assert told["thinned"] is True
    assert 5 < len(told["items"]) <= 10 < len(whole)
    assert told["items"][-1] == whole[-1]
    assert [item for item in whole if item in told["items"]] == told["items"]
    assert get(seeded, MOMENTS, limit=1)["items"] == whole[-1:]
    assert get(seeded, MOMENTS, limit=len(whole)) == get(seeded, MOMENTS)


def test_a_window_begins_behind_its_first_moment_and_ends_with_its_last(seeded: TestClient) -> None:
    """A day means its last microsecond, so from leaves the day itself out."""
    whole = days(get(seeded, MOMENTS))
    begin, end = whole[3], whole[9]

    assert days(get(seeded, MOMENTS, **{"from": begin, "to": end})) == [day for day in whole if begin < day <= end]
    assert days(get(seeded, MOMENTS, **{"from": f"{begin}T00:00:00Z"})) == [day for day in whole if begin <= day]
    assert days(get(seeded, MOMENTS, **{"from": end, "to": end})) == []


def test_no_moment_goes_beyond_the_point_of_view(seeded: TestClient) -> None:
    whole, known_on = get(seeded, MOMENTS)["items"], "2024-10-28"
    recorded_whole = get(seeded, MOMENTS, clock="recorded")["items"]
    position = recorded_whole[20]["position"]

    assert days(get(seeded, MOMENTS, known_on=known_on)) == [
        item["at"][:10] for item in whole if item["at"][:10] <= known_on
    ]
    assert get(seeded, MOMENTS, clock="recorded", at_position=position)["items"] == recorded_whole[:21]
    assert get(seeded, MOMENTS, at_position=0)["items"] == []


def test_what_was_never_to_be_seen_is_no_moment(world: TestClient) -> None:
    """A voided report leaves steps on the recorded clock alone, a claim that waits for an incident on the other one."""
    told = recorded(world, published="2024-10-28")
    post(world, f"/v1/reports/{told['report']}/voids", {"reason": "A mistake."})
    recorded(world, published="2024-10-29", claims=[a_claim(incident=None)])

    assert days(get(world, WORLD)) == ["2024-10-29"]
    assert [item["position"] for item in get(world, WORLD, clock="recorded")["items"]] == [
        told["position"],
        newest(world) - 2,
    ]


def test_moments_are_kept_as_other_answers_are(world: TestClient) -> None:
    recorded(world)
    answer = world.get(WORLD, params={"clock": "recorded", "limit": 3})
    pinned = world.get(answer.headers["content-location"])

    assert pinned.headers["cache-control"] == "public, max-age=86400, immutable"
    assert pinned.json() == answer.json()
    assert world.get(WORLD, headers={"If-None-Match": world.get(WORLD).headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"clock": "occurred"}, "/clock"),
        ({"from": "soon"}, "/from"),
        ({"to": "2024-13-01"}, "/to"),
        ({"to": "9000-01-01"}, "/to"),
        ({"from": "2024-10-29", "to": "2024-10-28"}, "/to"),
        ({"limit": "0"}, "/limit"),
        ({"limit": "1001"}, "/limit"),
        ({"cursor": "x"}, "/cursor"),
    ],
)
def test_a_window_that_is_none_is_refused_by_name(seeded: TestClient, query: dict[str, str], pointer: str) -> None:
    assert pointers(seeded.get(MOMENTS, params=query)) == [pointer]


def test_a_timeline_that_nobody_opened_has_no_moments(world: TestClient) -> None:
    assert world.get("/v1/timelines/peace/moments").status_code == 404
