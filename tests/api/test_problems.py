"""Every refusal is a problem document, and says what would be allowed."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.errors import ClientGoneError, StoppingError
from api.problems import KINDS, kind_of
from tests.api.telling import OUR_HOST, a_client, a_small_world, get, problem
from timeline.errors import LedgerError, LedgerWriteError, StaleWriteError, TimelineError
from timeline.service import Timeline

ON_THE_COMMAND_LINE = {"ListenError", "SettingError", "ForkSeenError", "UnreachableError"}
"""Errors that no request can come to."""


def errors(parent: type[TimelineError] = TimelineError) -> list[type[TimelineError]]:
    return [parent, *(error for child in parent.__subclasses__() for error in errors(child))]


@pytest.mark.parametrize("path", ["/v1/sources", "/v1/timelines/war/incidents/clash", "/livez"])
def test_a_method_that_a_path_does_not_take_is_refused_with_those_it_does(world: TestClient, path: str) -> None:
    answer = world.delete(path)

    problem(answer, 405)
    for method in answer.headers["allow"].split(", "):
        assert world.request(method, path, json={}).status_code != 405


@pytest.mark.parametrize(
    "host", ["example.org", "localhost.example.org", "127.0.0.1.nip.io:8000", "", "[::2]", "a:b:c"]
)
def test_requests_to_other_names_are_refused(world: TestClient, host: str) -> None:
    assert problem(world.get("/v1/timelines", headers={"Host": host}), 403)["type"] == "/docs#foreign-host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:8000", "[::1]", "[::1]:8000"])
def test_requests_to_this_machine_are_answered(world: TestClient, host: str) -> None:
    assert world.get("/v1/timelines", headers={"Host": host}).status_code == 200


def test_no_other_origin_is_let_in(world: TestClient) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    answers = [world.get("/v1/timelines", headers=asked), world.options("/v1/timelines", headers=asked)]

    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control")]


def test_every_answer_keeps_browsers_careful(world: TestClient) -> None:
    for answer in (world.get("/v1/timelines"), world.get("/nothing"), world.get("/docs"), world.put("/v1/sources")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("patience", [0.0, 0.2])
def test_a_position_that_is_not_reached_is_waited_for_and_then_refused(patience: float) -> None:
    with Timeline.in_memory() as timeline:
        start = time.monotonic()
        answer = a_client(timeline, patience=patience).get("/v1/timelines", params={"min_position": 1})

        problem(answer, 503)
        assert answer.headers["retry-after"] == "1"
        assert time.monotonic() - start >= patience


def test_a_ledger_that_cannot_be_used_is_no_failure_of_the_service(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with Timeline(f"sqlite:///{file}") as timeline:
        client = a_client(timeline)
        a_small_world(client)
        with sqlite3.connect(file) as database:
            database.execute("DROP TABLE stored_events")
        database.close()

        for answer in (client.get("/v1/timelines/trade"), client.post("/v1/sources", json={"slug": "a"})):
            assert problem(answer, 503)["type"] == "/docs#no-ledger"
            assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("error", [LedgerError, LedgerWriteError, StaleWriteError, StoppingError, ClientGoneError])
def test_errors_that_time_may_heal_are_not_the_fault_of_the_service(error: type[TimelineError]) -> None:
    assert kind_of(error("")).status in {400, 503}


def test_every_error_of_ours_has_a_kind() -> None:
    kinds = {error: kind_of(error.__new__(error)) for error in errors()}

    assert set(kinds.values()) <= set(KINDS)
    assert {error for error, kind in kinds.items() if kind.status == 500} <= {TimelineError} | {
        error for error in kinds if not error.__module__.startswith(("timeline.errors", "api"))
    } | {error for error in kinds if error.__name__ in ON_THE_COMMAND_LINE}


def test_what_nobody_foresaw_is_answered_by_a_problem_without_details() -> None:
    with Timeline.in_memory() as timeline:
        app = create_app(timeline)
        app.state.timeline = "no timeline"

        answer = TestClient(app, base_url=OUR_HOST, raise_server_exceptions=False).get("/v1/timelines")

        assert "attribute" not in problem(answer, 500)["detail"]


def test_the_type_of_a_problem_leads_into_the_reference(world: TestClient) -> None:
    page = world.get("/docs").text

    for kind in KINDS:
        assert f'id="{kind.name}"' in page
    assert get(world, "/v1/timelines")["items"]
