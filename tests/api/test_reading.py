"""Reading over HTTP: lists and single things, from any point of view."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, a_claim, get, newest, pointers, post, problem, recorded

NO_ID = "0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11"
LISTS = ("/v1/timelines", "/v1/sources", INCIDENTS, CLAIMS, REPORTS)


@pytest.fixture
def told(world: TestClient) -> TestClient:
    recorded(world, key="a", published="2024-10-27")
    recorded(world, key="b", source="herald", published="2024-10-28", claims=[a_claim(incident="losses")])
    recorded(world, key="c", source="herald", claims=[{"kind": "x-rumour", "statement": "Something."}])
    return world


def every_read(client: TestClient) -> list[str]:
    report = get(client, REPORTS)["items"][0]
    return [
        *LISTS,
        "/v1/timelines/war",
        "/v1/sources/gazette",
        f"{INCIDENTS}/clash",
        f"/v1/reports/{report['id']}",
        f"/v1/claims/{report['claims'][0]}",
    ]


def test_every_read_names_its_point_of_view(told: TestClient) -> None:
    at = newest(told)
    for path in every_read(told):
        as_of = get(told, path, known_on="2024-10-28", at_position=at)["as_of"]
        assert as_of["known_on"] == "2024-10-28T23:59:59.999999Z"
        assert (as_of["position"], as_of["settled"], as_of["rules"]) == (at, True, 1)


def test_without_a_point_of_view_everything_recorded_counts(told: TestClient) -> None:
    for path in every_read(told):
        as_of = get(told, path)["as_of"]
        assert as_of["known_on"] is None
        assert as_of["position"] == newest(told)


def test_before_the_first_word_lists_are_empty_and_things_are_null(told: TestClient) -> None:
    for path in LISTS:
        assert get(told, path, at_position=0)["items"] == []
    for path, name in zip(every_read(told)[5:], ("timeline", "source", "entry", "report", "claim"), strict=True):
        assert get(told, path, at_position=0)[name] is None


def test_an_entry_is_not_known_before_it_was_published(told: TestClient) -> None:
    items = get(told, INCIDENTS, known_on="2024-10-27")["items"]

    assert [one["incident"] for one in items] == ["clash"]
    assert get(told, f"{INCIDENTS}/losses", known_on="2024-10-27")["entry"] is None


def test_an_empty_ledger_answers_at_position_0(client: TestClient) -> None:
    answer = get(client, "/v1/timelines")

    assert answer == {
        "as_of": {
            "known_on": None,
            "recorded_by": None,
            "position": 0,
            "settled": False,
            "clock": "live",
            "rules": 1,
        },
        "items": [],
        "next": None,
    }


@pytest.mark.parametrize(
    "path",
    [
        "/v1/timelines/peace",
        "/v1/timelines/peace/incidents",
        "/v1/timelines/peace/incidents/clash",
        "/v1/timelines/peace/claims",
        "/v1/timelines/peace/reports",
        f"{INCIDENTS}/nothing",
        "/v1/sources/nobody",
        f"/v1/reports/{NO_ID}",
        f"/v1/claims/{NO_ID}",
        "/v1/reports/dprk",
        "/v1/claims/{0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11}",
        "/v1/nothing",
        "/v1/timelines/",
        "/v1/timelines/war/incidents/clash/moods",
    ],
)
def test_what_is_not_in_the_ledger_is_not_found(told: TestClient, path: str) -> None:
    assert problem(told.get(path), 404)["type"] == "/docs#unknown"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("known_on=tomorrow", "/known_on"),
        ("known_on=9000-01-01", "/known_on"),
        ("known_on=2024-10-28T10:00:00", "/known_on"),
        ("recorded_by=2024-13-01", "/recorded_by"),
        ("recorded_by=9000-01-01", "/recorded_by"),
        ("at_position=-1", "/at_position"),
        ("at_position=999999", "/at_position"),
        ("at_position=1.5", "/at_position"),
        ("at_position=" + "9" * 5000, "/at_position"),
        ("at_position=1&recorded_by=2024-10-28", "/at_position"),
        ("min_position=soon", "/min_position"),
    ],
)
def test_a_point_of_view_that_does_not_exist_is_refused_by_every_read(
    told: TestClient, query: str, pointer: str
) -> None:
    for path in every_read(told):
        assert pointers(told.get(f"{path}?{query}")) == [pointer]


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=many"])
def test_a_page_holds_1_to_500_items(told: TestClient, query: str) -> None:
    for path in LISTS:
        assert pointers(told.get(f"{path}?{query}")) == ["/limit"]


def test_unknown_parameters_are_refused_by_name(told: TestClient) -> None:
    for path in [*every_read(told), "/livez", "/readyz", "/metrics"]:
        assert pointers(told.get(f"{path}?known_at=2024-10-28&a~b/c=1")) == ["/known_at", "/a~0b~1c"]


def test_a_parameter_given_twice_is_refused(told: TestClient) -> None:
    assert pointers(told.get(f"{INCIDENTS}?limit=1&limit=2")) == ["/limit"]


@pytest.mark.parametrize(
    ("path", "query", "keys"),
    [
        (INCIDENTS, {"status": "reported"}, ["clash", "losses"]),
        (INCIDENTS, {"status": "confirmed"}, []),
        (INCIDENTS, {"voice": "herald"}, ["losses"]),
        (INCIDENTS, {"kind": "clash_reported", "q": "LOSSES"}, ["losses"]),
        (INCIDENTS, {"place": "RU-KRS"}, []),
        (INCIDENTS, {"occurred_from": "2024", "occurred_to": "2025"}, []),
        (CLAIMS, {"incident": "clash"}, ["c1"]),
        (CLAIMS, {"unfiled": "true"}, ["c1"]),
        (CLAIMS, {"stance": "denies"}, []),
        (REPORTS, {"source": "herald"}, ["b", "c"]),
        (REPORTS, {"url": "https://example.org/"}, []),
        (REPORTS, {"sha256": "00"}, []),
        (REPORTS, {"q": "Something"}, ["c"]),
    ],
)
def test_lists_are_narrowed_by_their_filters(
    told: TestClient, path: str, query: dict[str, str], keys: list[str]
) -> None:
    items = get(told, path, **query)["items"]

    assert [one.get("incident") if path == INCIDENTS else one.get("ref", one.get("key")) for one in items] == keys


@pytest.mark.parametrize(
    ("path", "query", "pointer"),
    [
        (INCIDENTS, "status=likely", "/status"),
        (INCIDENTS, "kind=clash", "/kind"),
        (INCIDENTS, "place=Kursk", "/place"),
        (INCIDENTS, "occurred_from=yesterday", "/occurred_from"),
        (CLAIMS, "stance=says", "/stance"),
        (CLAIMS, "unfiled=perhaps", "/unfiled"),
    ],
)
def test_a_filter_that_cannot_match_is_refused(told: TestClient, path: str, query: str, pointer: str) -> None:
    assert pointers(told.get(f"{path}?{query}")) == [pointer]


def test_a_merged_incident_answers_with_its_target(told: TestClient) -> None:
    post(told, f"{INCIDENTS}/losses/merge", {"into": "clash", "reason": "They are the same."})

    answer = get(told, f"{INCIDENTS}/losses")

    assert (answer["entry"]["incident"], answer["merged_into"]) == ("clash", "clash")
    assert len(answer["claims"]) == 2


def test_an_incident_comes_with_pages_of_its_claims(told: TestClient) -> None:
    recorded(told, claims=[a_claim(ref=f"r{number}") for number in range(5)])

    first = get(told, f"{INCIDENTS}/clash", limit=4)
    second = told.get(first["next"]).json()

    assert [one["ref"] for one in first["claims"] + second["claims"]] == ["c1", "r0", "r1", "r2", "r3", "r4"]
    assert second["entry"] == first["entry"]
    assert second["next"] is None


def test_head_answers_as_get_does(told: TestClient) -> None:
    for path in every_read(told):
        assert told.head(path).headers["etag"] == told.get(path).headers["etag"]
