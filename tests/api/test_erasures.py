"""Erasing over HTTP: what it says, and what answers say afterwards."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, get, post, problem

BASIS = "GDPR Art. 17, request of 2026-11-02"
REPORT = {
    "key": "r1",
    "source": "gazette",
    "published": "2024-10-28",
    "title": "A witness speaks",
    "claims": [{"kind": "clash_reported", "incident": "clash", "statement": "Ivan saw it."}],
}


@pytest.fixture
def report(world: TestClient) -> str:
    """Return the id of a report that was recorded."""
    return str(post(world, REPORTS, REPORT)["report"])


def test_a_claim_says_when_and_on_what_basis_it_was_erased(world: TestClient, report: str) -> None:
    before = get(world, CLAIMS, at_position=get(world, CLAIMS)["as_of"]["position"])
    assert before["items"][0]["erased"] is None

    told = post(world, f"/v1/reports/{report}/erasures", {"claim": "c1", "basis": BASIS})

    assert (told["report"], told["left"]) == (report, [])
    [claim] = get(world, CLAIMS, at_position=before["as_of"]["position"])["items"]
    assert claim["statement"] == "[erased]"
    assert claim["erased"] == {"on": told["recorded"], "basis": BASIS}
    [listed] = get(world, REPORTS)["items"]
    assert (listed["title"], listed["erased"]) == ("A witness speaks", None)


def test_an_answer_that_never_changes_has_another_etag_after_an_erasure(world: TestClient, report: str) -> None:
    position = get(world, CLAIMS)["as_of"]["position"]
    first = world.get(CLAIMS, params={"at_position": position})
    assert world.get(CLAIMS, params={"at_position": position}).headers["etag"] == first.headers["etag"]

    post(world, f"/v1/reports/{report}/erasures", {"basis": BASIS})

    again = world.get(CLAIMS, params={"at_position": position}, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200
    assert "Ivan" not in again.text
    held = world.get(CLAIMS, params={"at_position": position}, headers={"If-None-Match": again.headers["etag"]})
    assert held.status_code == 304


def test_what_was_erased_is_refused_with_409_which_says_why(world: TestClient, report: str) -> None:
    post(world, f"/v1/reports/{report}/erasures", {"basis": BASIS})

    told = problem(world.post(REPORTS, json=REPORT), 409)

    assert told["type"] == "/docs#erased"
    assert {error["pointer"] for error in told["errors"]} >= {"/key", "/title", "/claims/0/statement"}
    assert BASIS in told["detail"]


def test_erasing_again_changes_nothing(world: TestClient, report: str) -> None:
    path = f"/v1/reports/{report}/erasures"
    first = post(world, path, {"basis": BASIS})

    again = world.post(path, json={"basis": BASIS})

    assert again.status_code == 200
    assert again.json()["already_known"]
    assert again.json()["position"] == first["position"]


@pytest.mark.parametrize(
    ("path", "listed", "name"),
    [
        ("/v1/sources/gazette/erasures", "/v1/sources", "slug"),
        (f"{INCIDENTS}/clash/erasures", INCIDENTS, "incident"),
    ],
)
@pytest.mark.usefixtures("report")
def test_a_slug_becomes_a_pseudonym(world: TestClient, path: str, listed: str, name: str) -> None:
    post(world, path, {"basis": BASIS})

    [found] = [item for item in get(world, listed)["items"] if item[name].startswith("erased-")]
    assert found["erased"]["basis"] == BASIS
    assert get(world, f"{listed}/{found[name]}")["as_of"]
    assert world.get(path.removesuffix("/erasures")).status_code == 404


def test_a_timeline_keeps_its_slug(world: TestClient) -> None:
    post(world, "/v1/timelines/war/erasures", {"basis": BASIS})

    [found] = get(world, "/v1/timelines")["items"]
    assert (found["timeline"], found["title"]) == ("war", "[erased]")


def test_an_erasure_needs_a_basis(world: TestClient, report: str) -> None:
    told = problem(world.post(f"/v1/reports/{report}/erasures", json={}), 422)

    assert told["errors"] == [{"pointer": "/basis", "detail": "it is missing"}]


def test_the_feed_tells_of_an_erasure(world: TestClient, report: str) -> None:
    post(world, f"/v1/reports/{report}/erasures", {"basis": BASIS})

    change = get(world, "/v1/timelines/war/changes", fact="wording_erased")["items"][0]

    assert (change["report"], change["reason"], change["transitions"]) == (report, BASIS, [])
