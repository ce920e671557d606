"""Walking through pages."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, Json, a_client, a_small_world, get, pointers, post, recorded
from timeline.service import Timeline

LISTS = ("/v1/sources", INCIDENTS, CLAIMS, REPORTS)


@given(st.lists(st.sampled_from(["report", "void", "source"]), max_size=6), st.integers(1, 3), st.sampled_from(LISTS))
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_a_walk_during_writes_is_one_snapshot(writes: list[str], limit: int, path: str) -> None:
    with Timeline.in_memory() as timeline:
        client = a_client(timeline)
        a_small_world(client)
        first = [recorded(client, published=f"2024-10-2{day}")["report"] for day in range(4)]
        whole = get(client, path)
        pages = [get(client, path, limit=limit)]

        while pages[-1]["next"] is not None:
            if writes:
                write(client, writes.pop(), first)
            pages.append(client.get(pages[-1]["next"]).json())

        assert [item for page in pages for item in page["items"]] == whole["items"]
        assert all(page["as_of"] == whole["as_of"] for page in pages)


def write(client: TestClient, kind: str, reports: list[str]) -> None:
    match kind:
        case "report":
            recorded(client, published="2024-10-22")
        case "void":
            post(client, f"/v1/reports/{reports[-1]}/voids", {"reason": "It was a mistake."})
        case _:
            post(client, "/v1/sources", {"slug": "courier", "name": "Courier", "kind": "outlet"})


def three_reports(client: TestClient) -> Json:
    for day in (1, 2, 3):
        recorded(client, published=f"2024-10-0{day}")
    return get(client, REPORTS, limit=1, source="gazette", known_on="2024-10-02")


def test_the_next_page_is_an_address_that_alone_suffices(world: TestClient) -> None:
    first = three_reports(world)

    second = world.get(first["next"])

    assert first["next"].startswith(f"{REPORTS}?cursor=")
    assert len(second.json()["items"]) == 1
    assert second.json()["as_of"]["known_on"] == "2024-10-02T23:59:59.999999Z"
    assert second.json()["next"] is None
    assert "link" not in second.headers


def test_the_next_page_is_also_a_link(world: TestClient) -> None:
    three_reports(world)

    answer = world.get(REPORTS, params={"limit": 1})

    assert answer.headers["link"] == f'<{answer.json()["next"]}>; rel="next"'


@pytest.mark.parametrize("beside", ["limit=1", "known_on=2024-10-02", "source=gazette", "at_position=3"])
def test_nothing_but_min_position_may_join_a_cursor(world: TestClient, beside: str) -> None:
    following = three_reports(world)["next"]

    assert pointers(world.get(f"{following}&{beside}")) == [f"/{beside.partition('=')[0]}"]
    assert world.get(f"{following}&min_position=3").status_code == 200


@pytest.mark.parametrize("cursor", ["", "x", "%00", "eyJvZiI6IngifQ", "💥", "AAAA" * 1000])
def test_a_cursor_that_was_never_given_is_refused(world: TestClient, cursor: str) -> None:
    assert pointers(world.get(REPORTS, params={"cursor": cursor})) == ["/cursor"]


def test_a_cursor_of_another_list_is_refused(world: TestClient) -> None:
    cursor = three_reports(world)["next"].partition("cursor=")[2]

    assert pointers(world.get(CLAIMS, params={"cursor": cursor})) == ["/cursor"]
