"""Sealing and opening reports over HTTP."""

from __future__ import annotations

import json

from starlette.testclient import TestClient

from tests.api.telling import LINES, REPORTS, Json, a_report, get, newest, pointers, post, problem
from timeline.commands import RecordReport, commitment, parse_object

SEALED, OPENED = "/v1/timelines/war/sealed-reports", "/v1/timelines/war/opened-reports"
SALT = "00112233445566778899aabbccddeeff"


def committed(report: Json) -> str:
    """Return the commitment to a report."""
    told = parse_object("report", json.dumps(report).encode(), timeline="war")
    assert isinstance(told, RecordReport)
    return commitment(told, SALT)


def test_a_report_is_sealed_and_opened(world: TestClient) -> None:
    report = a_report()
    sealed = world.post(SEALED, json={"commitment": committed(report).upper()})
    assert sealed.status_code == 201
    assert sealed.json()["timeline"] == "war"
    assert get(world, REPORTS)["items"] == []

    opened = world.post(OPENED, json={"report": report, "salt": SALT})
    assert opened.status_code == 201
    found = get(world, opened.headers["location"])["report"]
    assert found["key"] == report["key"]
    assert found["sealed"] == {name: sealed.json()[name] for name in ("position", "recorded")}
    assert found["id"] == opened.json()["report"]

    for path, body in ((SEALED, {"commitment": committed(report)}), (OPENED, {"report": report, "salt": SALT})):
        again = world.post(path, json=body)
        assert (again.status_code, again.json()["already_known"]) == (200, True)
    assert newest(world) == opened.json()["position"]


def test_a_report_that_was_never_sealed_says_so(world: TestClient) -> None:
    told = post(world, REPORTS, a_report())
    assert get(world, f"/v1/reports/{told['report']}")["report"]["sealed"] is None


def test_a_wrong_opening_is_refused_with_its_place(world: TestClient) -> None:
    report = a_report()
    post(world, SEALED, {"commitment": committed(report)})
    assert pointers(world.post(OPENED, json={"report": report, "salt": "00" * 16})) == [""]
    assert pointers(world.post(OPENED, json={"report": report | {"title": "Another"}, "salt": SALT})) == [""]
    assert pointers(world.post(OPENED, json={"report": report["key"], "salt": SALT})) == ["/report"]
    assert pointers(world.post(OPENED, json={"report": report | {"timeline": "peace"}, "salt": SALT})) == [
        "/report/timeline"
    ]
    assert pointers(world.post(OPENED, json={"report": report, "salt": "00"})) == ["/salt"]
    assert pointers(world.post(SEALED, json={"commitment": "00"})) == ["/commitment"]


def test_nothing_is_sealed_on_a_timeline_that_is_not_there(world: TestClient) -> None:
    for path in (SEALED, OPENED):
        problem(world.post(path.replace("war", "peace"), json={"commitment": "00" * 32}), 404)


def test_what_is_sealed_on_another_timeline_is_a_conflict(world: TestClient) -> None:
    post(world, "/v1/timelines", {"slug": "peace", "title": "The peace"})
    post(world, SEALED.replace("war", "peace"), {"commitment": "00" * 32})
    problem(world.post(SEALED, json={"commitment": "00" * 32}), 409)


def test_lines_seal_and_open(world: TestClient) -> None:
    report = a_report(timeline="war")
    other = {"opened_report": {"report": report | {"timeline": "peace"}, "salt": SALT}}
    lines: list[Json] = [
        {"sealed_report": {"timeline": "war", "commitment": committed(report)}},
        {"opened_report": {"report": report, "salt": SALT}},
        {"opened_report": {"report": report["key"], "salt": SALT}},
        other,
    ]
    answer = world.post(REPORTS, content="\n".join(map(json.dumps, lines)), headers=LINES)
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [line["status"] for line in told] == [201, 201, 200, 422]
    assert told[1]["report"] == get(world, REPORTS)["items"][0]["id"]
    assert told[3]["errors"][0]["pointer"] == "/report/timeline"
