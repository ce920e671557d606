"""The signed log over HTTP: checkpoints, proofs and tiles, in the forms that others read."""

from __future__ import annotations

import time
from base64 import b64decode
from threading import Event

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.telling import OUR_HOST, get, recorded
from tests.patience import PATIENCE
from timeline.proofs import HASH, Verifier, consistent, leaf_hash, open_note, read_checkpoint
from timeline.service import Timeline


def sealed(client: TestClient) -> Timeline:
    timeline: Timeline = client.app.state.timeline  # type: ignore[attr-defined] # Starlette's own
    timeline.seal()
    return timeline


def head(client: TestClient) -> tuple[str, int, bytes]:
    key = Verifier.parse(client.get("/v1/log/key").text)
    return read_checkpoint(open_note(client.get("/v1/log/checkpoint").text, [key]).text)


def test_the_checkpoint_is_signed_by_the_key(world: TestClient) -> None:
    timeline = sealed(world)

    assert head(world)[1] == timeline.newest()
    assert world.get("/v1/log/checkpoint").headers["Cache-Control"] == "no-cache"


def test_before_the_first_checkpoint_one_is_told_to_ask_again(world: TestClient) -> None:
    for path in ("checkpoint", "key", "facts/1", "facts/1/inclusion", "consistency?from=0&to=0", "tile/0/000.p/1"):
        answer = world.get(f"/v1/log/{path}")
        assert (answer.status_code, answer.json()["type"]) == (503, "/docs#not-ready"), path
        assert answer.headers["Retry-After"] == "1"


def test_a_fact_is_proved(world: TestClient) -> None:
    position = recorded(world)["position"]
    sealed(world)

    proof = get(world, f"/v1/log/facts/{position}")

    assert proof["format"] == "asknown-proof/1"
    assert proof["proof"] == world.get(f"/v1/log/facts/{position}/inclusion").text
    assert f'"position":{position},' in proof["header"]


def test_a_fact_is_proved_under_a_checkpoint_that_somebody_kept(world: TestClient) -> None:
    sealed(world)
    kept, size = world.get("/v1/log/checkpoint").text, head(world)[1]
    position = recorded(world)["position"]
    sealed(world)

    proof = get(world, "/v1/log/facts/3", size=size)

    assert proof["proof"].endswith(f"\n\n{kept}")
    assert proof["proof"] == world.get(f"/v1/log/facts/3/inclusion?size={size}").text
    for path in (f"facts/{position}", f"facts/{position}/inclusion"):
        assert world.get(f"/v1/log/{path}").status_code == 200
        answer = world.get(f"/v1/log/{path}?size={size}")
        assert (answer.status_code, f"the checkpoint of {size} facts" in answer.json()["detail"]) == (404, True)


def test_a_tree_is_shown_to_continue_an_older_one(world: TestClient) -> None:
    sealed(world)
    _, size, root = head(world)
    recorded(world)
    sealed(world)

    told = get(world, "/v1/log/consistency", **{"from": size, "to": head(world)[1]})

    assert consistent((size, root), head(world)[1:], [b64decode(step) for step in told["proof"]])
    assert (told["from"], told["to"]) == (size, head(world)[1])


def test_tiles_and_headers_are_told_in_bytes(world: TestClient) -> None:
    size = sealed(world).newest()

    tile = world.get(f"/v1/log/tile/0/000.p/{size}")
    headers = world.get(f"/v1/log/tile/entries/000.p/{size}").content

    assert len(tile.content) == size * HASH
    assert tile.headers["Cache-Control"] == "public, max-age=86400, immutable"
    length = int.from_bytes(headers[:2], "big")
    assert leaf_hash(headers[2 : 2 + length]) == tile.content[:HASH]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("facts/999999", 404),
        ("facts/x", 422),
        ("facts/-1", 422),
        ("facts/99999999999999999999999", 422),
        ("facts/1/inclusion?known_on=2024-10-28", 422),
        ("facts/1?size=2", 404),
        ("facts/1/inclusion?size=999999", 404),
        ("facts/1?size=0", 422),
        ("facts/1?size=x", 422),
        ("facts/1?size=99999999999999999999999", 422),
        ("consistency", 422),
        ("consistency?from=5&to=2", 422),
        ("consistency?from=0&to=999999", 422),
        ("tile/0/000", 404),
        ("tile/0/000.p/0", 404),
        ("tile/0/000.p/257", 404),
        ("tile/64/000", 404),
        ("tile/0/x999/x999/x999/x999/x999/999", 404),
        ("tile/nothing", 404),
        ("tile/../../livez", 404),
        ("nothing", 404),
    ],
)
def test_what_is_not_there_or_cannot_be_is_refused(world: TestClient, path: str, status: int) -> None:
    sealed(world)

    answer = world.get(f"/v1/log/{path}")

    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_served_ledger_is_sealed_without_being_told() -> None:
    with Timeline.in_memory() as timeline, TestClient(create_app(timeline), base_url=OUR_HOST) as client:
        position = recorded_alone(client)
        waiting, deadline = Event(), time.monotonic() + PATIENCE
        while (status := client.get(f"/v1/log/facts/{position}").status_code) == 503 and time.monotonic() < deadline:
            waiting.wait(0.05)

    assert status == 200


def recorded_alone(client: TestClient) -> int:
    """Open a timeline, and return its position."""
    position: int = client.post("/v1/timelines", json={"slug": "war", "title": "The war"}).json()["position"]
    return position
