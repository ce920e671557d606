"""How long answers may be kept."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, a_client, a_report, a_small_world, get, newest, post, recorded
from timeline.service import Timeline

READS = ("/v1/timelines", "/v1/timelines/war", "/v1/sources", "/v1/sources/gazette", INCIDENTS, CLAIMS, REPORTS)
FOR_EVER = "public, max-age=86400, immutable"


def test_an_answer_at_a_position_may_be_kept_and_never_changes(world: TestClient) -> None:
    recorded(world)
    paths = [f"{path}?at_position={newest(world)}" for path in (*READS, f"{INCIDENTS}/clash")]
    before = [world.get(path) for path in paths]

    report = recorded(world, source="herald", published="2024-10-01")["report"]
    post(world, f"/v1/reports/{report}/voids", {"reason": "A mistake."})
    post(world, "/v1/sources", {"slug": "herald", "name": "The Herald", "kind": "outlet"})
    post(world, f"{INCIDENTS}/clash/merge", {"into": "losses", "reason": "The same."})

    for path, answer in zip(paths, before, strict=True):
        assert answer.headers["cache-control"] == FOR_EVER
        assert "content-location" not in answer.headers
        again = world.get(path)
        assert (again.content, again.headers["etag"]) == (answer.content, answer.headers["etag"])


def test_other_answers_are_asked_for_again(world: TestClient) -> None:
    for path in READS:
        assert world.get(path).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "query", ["", "limit=1", "known_on=2024-10-28", "limit=2&known_on=2024-10-28T10:00:00%2B02:00"]
)
def test_a_settled_answer_names_its_pinned_form(world: TestClient, query: str) -> None:
    recorded(world)
    recorded(world, source="herald")
    for path in READS:
        if "limit" in query and path in {"/v1/timelines/war", "/v1/sources/gazette"}:
            continue
        answer = world.get(f"{path}?{query}" if query else path)
        pinned = world.get(answer.headers["content-location"])

        assert pinned.headers["cache-control"] == FOR_EVER
        assert pinned.json() == answer.json()


def test_a_pinned_form_keeps_the_filters(world: TestClient) -> None:
    recorded(world)
    location = world.get(CLAIMS, params={"q": "the CLASH & more", "known_on": "2024-10-28"}).headers["content-location"]

    at = newest(world)
    assert location == f"{CLAIMS}?known_on=2024-10-28T23%3A59%3A59.999999Z&at_position={at}&q=the+CLASH+%26+more"


def test_an_answer_that_later_commits_may_fall_under_is_not_settled(world: TestClient) -> None:
    today = get(world, INCIDENTS)["as_of"]["recorded_by"][:10]
    answer = world.get(INCIDENTS, params={"recorded_by": today})

    assert answer.json()["as_of"]["settled"] is False
    assert "content-location" not in answer.headers


def test_who_holds_the_answer_is_told_so(world: TestClient) -> None:
    for path in READS:
        held = world.get(path).headers["etag"]
        for tags in (held, f'"other", {held}', f"W/{held}", "*"):
            again = world.get(path, headers={"If-None-Match": tags})
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == held
            assert again.headers["cache-control"] == "no-cache"
        assert world.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_page_behind_a_cursor_has_an_etag_too(world: TestClient) -> None:
    following = get(world, "/v1/sources", limit=1)["next"]
    answer = world.get(following)

    assert answer.headers["content-location"] == following
    assert world.get(following, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_a_write_changes_the_etag(world: TestClient) -> None:
    held = world.get(INCIDENTS).headers["etag"]
    recorded(world)

    assert world.get(INCIDENTS, headers={"If-None-Match": held}).status_code == 200


def test_different_questions_have_different_etags(world: TestClient) -> None:
    recorded(world)
    queries = ("", "?limit=1", "?limit=2", "?q=a", "?known_on=2024-10-28", f"?at_position={newest(world)}")

    assert len({world.get(INCIDENTS + query).headers["etag"] for query in queries}) == len(queries)


def test_two_ledgers_never_share_an_etag(world: TestClient) -> None:
    with Timeline.in_memory() as timeline:
        other = a_client(timeline)
        a_small_world(other)
        assert newest(other) == newest(world)

        path = f"{INCIDENTS}?at_position={newest(world)}"
        assert other.get(path).headers["etag"] != world.get(path).headers["etag"]


def test_refusals_and_receipts_are_not_kept(world: TestClient) -> None:
    answers = [
        world.get("/nothing"),
        world.put("/v1/timelines"),
        world.get(f"{INCIDENTS}?at_position=999"),
        world.get("/v1/timelines/peace?at_position=1"),
        world.post(REPORTS, json={}),
        world.post(REPORTS, json=a_report()),
    ]

    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


def test_every_answer_tells_its_position_in_a_header(world: TestClient) -> None:
    answer = world.post(REPORTS, json=a_report())

    assert answer.headers["timeline-position"] == str(answer.json()["position"])
    assert world.get(REPORTS).headers["timeline-position"] == str(answer.json()["position"])


def test_having_anything_at_all_does_not_make_up_what_is_not_there(world: TestClient) -> None:
    """`If-None-Match: *` is about what there is; of a timeline that nobody opened there is nothing."""
    assert world.get("/v1/timelines/war", headers={"If-None-Match": "*"}).status_code == 304
    assert world.get("/v1/timelines/peace", headers={"If-None-Match": "*"}).status_code == 404
