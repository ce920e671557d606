"""Whether the service lives, is ready, and how it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from tests.api.telling import a_client, a_small_world, get, problem, recorded
from timeline.commands import OpenTimeline
from timeline.service import Timeline, Told


def samples(client: TestClient) -> dict[tuple[str, str], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, sample.labels.get("route", "")): sample.value for family in families for sample in family.samples
    }


@pytest.fixture
def behind() -> Iterator[tuple[TestClient, Timeline]]:
    """Give a ledger whose views lack one transaction."""
    with Timeline.in_memory() as timeline:
        timeline.import_batch([Told(OpenTimeline(slug="war", title="The war"), "tester")])
        yield a_client(timeline), timeline


def test_the_process_lives_whatever_the_views_are(behind: tuple[TestClient, Timeline]) -> None:
    assert behind[0].get("/livez").text == "alive\n"


def test_the_service_is_ready_when_the_views_have_caught_up(behind: tuple[TestClient, Timeline]) -> None:
    client, timeline = behind
    assert problem(client.get("/readyz"), 503)["type"] == "/docs#not-ready"

    timeline.catch_up()

    assert get(client, "/readyz") == {"position": 3, "newest": 3, "lag": 0}


def test_a_read_that_asks_for_a_position_brings_the_views_there(behind: tuple[TestClient, Timeline]) -> None:
    assert get(behind[0], "/v1/timelines")["items"] == []
    assert get(behind[0], "/v1/timelines", min_position=3)["items"][0]["timeline"] == "war"


def test_a_position_the_views_lack_is_not_ready_yet(behind: tuple[TestClient, Timeline]) -> None:
    problem(behind[0].get("/v1/timelines", params={"at_position": 3}), 503)


def test_the_metrics_tell_positions_and_requests(behind: tuple[TestClient, Timeline]) -> None:
    client, _ = behind
    told = samples(client)
    assert (told["timeline_position", ""], told["timeline_newest_position", ""]) == (0, 3)
    assert told["timeline_lag_positions", ""] == 3

    for slug in ("war", "peace"):
        client.get(f"/v1/timelines/{slug}/incidents")
    client.get("/nothing/at/all")

    routes = [route for name, route in samples(client) if name == "http_requests_total"]
    assert routes.count("/v1/timelines/{timeline}/incidents") == 1
    assert "(none)" in routes
    assert samples(client)["http_request_duration_seconds_count", "/v1/timelines/{timeline}/incidents"] == 2


def test_a_served_app_follows_what_others_write(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'ledger.db'}"
    with Timeline(database) as timeline, Timeline(database) as other, a_client(timeline) as client:
        a_small_world(client)
        other.import_batch([Told(OpenTimeline(slug="peace", title="The peace"), "tester")])
        newest = other.lag()[1]

        while client.get("/readyz").status_code == 503:
            pass

        assert get(client, "/v1/timelines")["as_of"]["position"] == newest


def test_requests_are_logged_by_route_and_never_by_content(world: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="api.requests"):
        recorded(world, title="Between us")
        world.get("/v1/timelines/war/claims", params={"q": "secret"})

    assert "method=GET route=/v1/timelines/{timeline}/claims status=200" in caplog.text
    assert not {"secret", "Between us"} & set(caplog.text.split("'"))
    assert "secret" not in caplog.text
