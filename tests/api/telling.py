"""Tells an API things, and reads its answers."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any

from httpx2 import Client, Response
from starlette.testclient import TestClient

from api.app import create_app
from api.memory import ROOM
from timeline.service import Timeline

OUR_HOST = "http://localhost"
Json = dict[str, Any]
LINES = {"Content-Type": "application/jsonl"}
REPORTS = "/v1/timelines/war/reports"
INCIDENTS = "/v1/timelines/war/incidents"
CLAIMS = "/v1/timelines/war/claims"
_keys = count(1)


def a_client(timeline: Timeline, *, patience: float = 5.0, room: int = ROOM) -> TestClient:
    """Return a client of an app of its own."""
    app = create_app(timeline, patience=patience, room=room)
    app.openapi_schema = _reference()
    return TestClient(app, base_url=OUR_HOST)


@cache
def _reference() -> Json:
    """Return the reference, which is the same for every app and takes long to make."""
    with Timeline.in_memory() as timeline:
        return create_app(timeline).openapi()


def a_small_world(client: Client) -> None:
    """Open a timeline with two incidents, and register three sources."""
    post(client, "/v1/timelines", {"slug": "war", "title": "The war"})
    for slug, kind in (("gazette", "outlet"), ("herald", "outlet"), ("leak", "unnamed")):
        post(client, "/v1/sources", {"slug": slug, "name": slug.title(), "kind": kind})
    for slug in ("clash", "losses"):
        post(client, INCIDENTS, {"slug": slug, "title": f"The {slug}"})


def post(client: Client, path: str, body: Json) -> Json:
    """Post what must be taken, and return the answer."""
    answer = client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    told: Json = answer.json()
    return told


def get(client: Client, path: str, **query: str | int) -> Json:
    """Get what must be found, and return the answer."""
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def a_report(**fields: object) -> Json:
    """Return a report with a key of its own, and one asserting claim unless told otherwise."""
    given: Json = {"key": f"key-{next(_keys)}", "source": "gazette", "published": "2024-10-28", "claims": [a_claim()]}
    return given | fields


def a_claim(**fields: object) -> Json:
    """Return an asserting claim on the usual incident."""
    return {"kind": "clash_reported", "incident": "clash", "statement": "They clashed.", **fields}


def recorded(client: Client, **fields: object) -> Json:
    """Record a report, and return the answer."""
    return post(client, REPORTS, a_report(**fields))


def newest(client: Client) -> int:
    """Return the newest position."""
    position: int = get(client, "/readyz")["newest"]
    return position


def problem(answer: Response, status: int) -> Json:
    """Return the problem document that an answer must be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    told: Json = answer.json()
    assert told["status"] == status
    assert {"type", "title", "detail"} <= told.keys()
    return told


def pointers(answer: Response, status: int = 422) -> list[str]:
    """Return the places that a refusal names."""
    return [one["pointer"] for one in problem(answer, status)["errors"]]
