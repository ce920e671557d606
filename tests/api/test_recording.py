"""Telling the ledger something over HTTP, one thing at a time."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, Json, a_claim, a_report, get, newest, pointers, post, problem
from tests.api.telling import recorded as report_recorded

NOBODY = "0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11"
A_TIMELINE: Json = {"slug": "peace", "title": "The peace"}
A_SOURCE: Json = {"slug": "ministry", "name": "The ministry", "kind": "official", "speaks_for": "UA"}
AN_INCIDENT: Json = {"slug": "talks", "title": "The talks"}


class Thing(NamedTuple):
    """Something with a slug: where it is opened, what it is called in answers, what is said of it first and later."""

    path: str
    name: str
    body: Json
    change: Json

    @property
    def location(self) -> str:
        return f"{self.path}/{self.body['slug']}"


THINGS = [
    Thing("/v1/timelines", "timeline", A_TIMELINE, {"title": "Peace"}),
    Thing("/v1/sources", "source", A_SOURCE, {"name": "A ministry"}),
    Thing(INCIDENTS, "incident", AN_INCIDENT, {"title": "Talks"}),
]
things = pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.name)


@things
def test_what_is_opened_is_found_at_its_location(world: TestClient, thing: Thing) -> None:
    answer = world.post(thing.path, json=thing.body)

    assert answer.status_code == 201
    assert answer.json()[thing.name] == thing.body["slug"]
    assert answer.headers["location"] == thing.location
    assert get(world, thing.location, min_position=answer.json()["position"])


@things
def test_opening_again_is_known_or_a_change(world: TestClient, thing: Thing) -> None:
    first = post(world, thing.path, thing.body)
    again = world.post(thing.path, json=thing.body)
    changed = world.post(thing.path, json=thing.body | thing.change)

    assert (again.status_code, again.json()["already_known"]) == (200, True)
    assert again.json()["position"] == first["position"]
    assert (changed.status_code, changed.json()[thing.name]) == (200, thing.body["slug"])
    assert changed.json()["position"] > first["position"]
    assert "already_known" not in changed.json()


@things
def test_a_patch_changes_the_fields_given(world: TestClient, thing: Thing) -> None:
    post(world, thing.path, thing.body)

    answer = world.patch(thing.location, json=thing.change)

    assert (answer.status_code, answer.json()[thing.name]) == (200, thing.body["slug"])
    assert world.patch(thing.location, json=thing.change).json()["already_known"] is True
    assert pointers(world.patch(thing.location, json={"slug": "other"})) == ["/slug"]


@things
def test_a_patch_of_something_unknown_is_not_found(world: TestClient, thing: Thing) -> None:
    assert thing.name in problem(world.patch(thing.location, json=thing.change), 404)["detail"]


def test_a_patch_can_go_back_to_what_was_said_before(world: TestClient) -> None:
    for name in ("One", "Two", "One"):
        assert world.patch("/v1/sources/gazette", json={"name": name}).json().get("already_known") is None

    assert get(world, "/v1/sources/gazette")["source"]["name"] == "One"


def test_null_clears_a_field(world: TestClient) -> None:
    post(world, "/v1/sources", A_SOURCE)
    world.patch("/v1/sources/ministry", json={"speaks_for": None})

    assert get(world, "/v1/sources/ministry")["source"]["speaks_for"] is None


def test_a_report_is_answered_by_its_ids_and_position(world: TestClient) -> None:
    answer = world.post(REPORTS, json=a_report(key="a", claims=[a_claim(), a_claim()]))
    told = answer.json()

    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/reports/{told['report']}"
    assert get(world, answer.headers["location"])["report"]["claims"] == told["claims"]
    assert get(world, f"/v1/claims/{told['claims'][1]}")["claim"]["ref"] == "c2"
    assert (told["position"], told["recorded"]) == (newest(world), get(world, CLAIMS)["as_of"]["recorded_by"])


def test_the_same_report_again_is_known_already(world: TestClient) -> None:
    body = a_report()
    first = post(world, REPORTS, body)

    again = world.post(REPORTS, json=body)

    assert again.status_code == 200
    assert again.json() == {**first, "already_known": True}
    assert "location" not in again.headers


def test_other_content_under_a_key_is_a_conflict_that_names_the_field(world: TestClient) -> None:
    body = a_report()
    post(world, REPORTS, body)

    assert pointers(world.post(REPORTS, json=body | {"title": "Other"}), 409) == ["/title"]


def test_a_path_and_its_body_must_not_contradict_each_other(world: TestClient) -> None:
    assert world.post(REPORTS, json=a_report(timeline="war")).status_code == 201
    assert pointers(world.post(REPORTS, json=a_report(timeline="peace"))) == ["/timeline"]


def test_what_is_about_something_unknown_is_not_found(world: TestClient) -> None:
    for path in ("/v1/timelines/peace/reports", "/v1/timelines/peace/incidents", f"{INCIDENTS}/talks/merge"):
        problem(world.post(path, json={}), 404)
    problem(world.post("/v1/timelines/peace/incidents/clash/sign-off", json={}), 404)
    for about in ("claims", "corrections", "voids", "withdrawals", "grades"):
        for name in (NOBODY, "key-1", NOBODY.upper()):
            problem(world.post(f"/v1/reports/{name}/{about}", json={}), 404)


def test_a_report_may_name_only_what_is_known(world: TestClient) -> None:
    assert pointers(world.post(REPORTS, json=a_report(source="nobody"))) == ["/source"]
    unknown = a_report(claims=[a_claim(), a_claim(incident="nothing")])
    assert pointers(world.post(REPORTS, json=unknown)) == ["/claims/1/incident"]
    future = a_report(published="9000-01-01")
    assert pointers(world.post(REPORTS, json=future)) == ["/published"]
    assert get(world, REPORTS)["items"] == []


def test_a_missed_claim_is_found_at_its_location(world: TestClient) -> None:
    report = report_recorded(world)["report"]

    answer = world.post(f"/v1/reports/{report}/claims", json=a_claim(statement="That, too.", ref="c7"))
    told = answer.json()

    assert (answer.status_code, told["report"]) == (201, report)
    assert get(world, answer.headers["location"])["claim"]["statement"] == "That, too."
    again = world.post(f"/v1/reports/{report}/claims", json=a_claim(statement="That, too.", ref="c7"))
    assert (again.status_code, again.json()["claim"], again.json()["already_known"]) == (200, told["claim"], True)


def test_a_missed_claim_gets_the_next_free_ref(world: TestClient) -> None:
    report = report_recorded(world)["report"]
    claim = post(world, f"/v1/reports/{report}/claims", a_claim())["claim"]

    assert get(world, f"/v1/claims/{claim}")["claim"]["ref"] == "c2"


@pytest.mark.parametrize(
    ("about", "body"),
    [
        ("corrections", {"claim": "c1", "changes": {"statement": "They fought."}, "reason": "Misread."}),
        ("corrections", {"changes": {"published": "2024-10-27"}, "reason": "Misread."}),
        ("voids", {"claim": "c1", "reason": "Entered twice."}),
        ("voids", {"reason": "Entered twice."}),
        ("withdrawals", {"published": "2024-11-02", "reason": "The page is gone."}),
        ("grades", {"claim": "c1", "credibility": 3, "published": "2024-11-02"}),
    ],
)
def test_what_is_said_about_a_report_is_recorded_once(world: TestClient, about: str, body: Json) -> None:
    report = report_recorded(world)["report"]

    first = world.post(f"/v1/reports/{report}/{about}", json=body)
    again = world.post(f"/v1/reports/{report}/{about}", json=body)

    assert (first.status_code, first.json()["report"]) == (201, report)
    assert (again.status_code, again.json()["already_known"]) == (200, True)
    assert again.json()["position"] == first.json()["position"] == newest(world)


def test_a_voided_report_can_still_be_spoken_of(world: TestClient) -> None:
    report = report_recorded(world)["report"]
    post(world, f"/v1/reports/{report}/voids", {"reason": "Entered twice."})

    assert get(world, f"/v1/reports/{report}")["report"] is None
    assert pointers(world.post(f"/v1/reports/{report}/corrections", json={})) == ["/changes"]


def test_an_incident_is_merged_and_unmerged(world: TestClient) -> None:
    report_recorded(world)
    for into, reached in (("losses", "losses"), (None, "clash")):
        answer = world.post(f"{INCIDENTS}/clash/merge", json={"into": into, "reason": "We know better."})
        assert answer.status_code == 201
        assert get(world, f"{INCIDENTS}/clash")["entry"]["incident"] == reached


def test_an_incident_is_signed_off(world: TestClient) -> None:
    report_recorded(world)
    answer = world.post(f"{INCIDENTS}/clash/sign-off", json={"signed": True, "rationale": "We saw it.", "by": "ann"})

    assert answer.status_code == 201
    entry = get(world, f"{INCIDENTS}/clash")["entry"]
    assert (entry["status"], entry["status_basis"], entry["signed_off"]["by"]) == ("confirmed", "signed_off", "ann")


@pytest.mark.parametrize(("given", "by"), [({}, "local"), ({"by": "ann"}, "ann")])
def test_a_body_says_who_records(world: TestClient, given: Json, by: str) -> None:
    told = report_recorded(world, **given)

    assert get(world, f"/v1/reports/{told['report']}")["report"]["by"] == by


def test_only_the_ledger_sets_when_something_was_recorded(world: TestClient) -> None:
    assert pointers(world.post(REPORTS, json=a_report(recorded="2024-10-29T08:00:00Z"))) == ["/recorded"]


def test_own_writes_are_read_at_once(world: TestClient) -> None:
    told = report_recorded(world)

    assert get(world, CLAIMS, min_position=told["position"])["as_of"]["position"] == told["position"]
