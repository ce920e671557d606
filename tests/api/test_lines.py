"""Many native lines in one request."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from tests.api.telling import LINES, REPORTS, Json, a_report, get, newest, problem

A_SOURCE: Json = {"source": {"slug": "ministry", "name": "The ministry", "kind": "official"}}


def lines(*told: Json | str) -> bytes:
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in told).encode()


def sent(client: TestClient, *told: Json | str, path: str = REPORTS) -> list[Json]:
    answer = client.post(path, content=lines(*told), headers=LINES)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/jsonl")
    return [json.loads(line) for line in answer.text.splitlines()]


def a_report_line(**fields: object) -> Json:
    return {"report": {"timeline": "war", **a_report(**fields)}}


def test_lines_of_any_kind_are_answered_by_a_line_each(world: TestClient) -> None:
    answers = sent(
        world,
        A_SOURCE,
        a_report_line(key="a", source="ministry"),
        "",
        {"withdrawal": {"report": "a", "reason": "The page is gone."}},
    )

    assert [(one["line"], one["status"]) for one in answers] == [(1, 201), (2, 201), (4, 201)]
    assert {one["position"] for one in answers} == {newest(world)}
    assert get(world, f"/v1/reports/{answers[1]['report']}")["report"]["claims"] == answers[1]["claims"]


def test_a_refused_line_stops_no_other(world: TestClient) -> None:
    good = a_report_line(key="a")
    answers = sent(
        world,
        good,
        "{",
        a_report_line(source="nobody"),
        {"report": {**good["report"], "title": "Other"}},
        {"rumour": {}},
        a_report_line(key="b"),
    )

    assert [one["status"] for one in answers] == [201, 400, 422, 409, 422, 201]
    assert answers[2]["errors"][0]["pointer"] == "/source"
    assert answers[3]["errors"][0]["pointer"] == "/title"
    assert [one["key"] for one in get(world, REPORTS)["items"]] == ["a", "b"]


def test_lines_recorded_before_are_passed_over(world: TestClient) -> None:
    told = (A_SOURCE, {"source": {"slug": "ministry", "speaks_for": "UA"}}, a_report_line(key="a"))
    first = sent(world, *told)
    position = newest(world)

    again = sent(world, *told)

    assert [(one["status"], one["already_known"]) for one in again] == [(200, True)] * 3
    assert again[2]["report"] == first[2]["report"]
    assert newest(world) == position


def test_the_lines_may_open_the_timeline_of_the_path(client: TestClient) -> None:
    opening = {"timeline": {"slug": "peace", "title": "The peace"}}
    path = "/v1/timelines/peace/reports"
    problem(client.post(path, content=lines(A_SOURCE), headers=LINES), 404)

    assert [one["status"] for one in sent(client, opening, A_SOURCE, path=path)] == [201, 201]


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ({"timeline": {"slug": "peace", "title": "The peace"}}, "/slug"),
        ({"incident": {"timeline": "peace", "slug": "talks", "title": "The talks"}}, "/timeline"),
    ],
)
def test_lines_of_another_timeline_are_refused(world: TestClient, line: Json, pointer: str) -> None:
    [answer] = sent(world, line)

    assert (answer["status"], answer["errors"][0]["pointer"]) == (422, pointer)


def test_only_the_ledger_sets_when_a_line_was_recorded(world: TestClient) -> None:
    [answer] = sent(world, {"source": {**A_SOURCE["source"], "recorded": "2024-10-28T00:00:00Z"}})

    assert (answer["status"], answer["errors"][0]["pointer"]) == (422, "/recorded")


def test_lines_are_recorded_beyond_one_transaction(world: TestClient) -> None:
    told = [{"source": {"slug": f"s{number}", "name": "Somebody", "kind": "person"}} for number in range(1001)]

    answers = sent(world, *told)

    assert {one["status"] for one in answers} == {201}
    assert len({one["position"] for one in answers}) == 2
    assert answers[-1]["position"] == newest(world)


@pytest.mark.parametrize("media_type", ["application/jsonl; charset=utf-8", "application/x-ndjson"])
def test_lines_go_by_either_name(world: TestClient, media_type: str) -> None:
    answer = world.post(REPORTS, content=lines(A_SOURCE), headers={"Content-Type": media_type})

    assert answer.json()["status"] == 201


def test_no_lines_are_answered_by_none(world: TestClient) -> None:
    assert sent(world, "", " ") == []
