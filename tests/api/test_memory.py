"""Answers that never change are given again from memory, as they were; nothing else is kept."""

from __future__ import annotations

import asyncio

import pytest
from httpx2 import Response
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.caching import FOR_EVER
from api.memory import FromMemory, Kept, Memory, Shelf
from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, a_claim, a_client, a_small_world, newest, problem, recorded
from timeline.service import Timeline

READS = ("/v1/timelines", "/v1/timelines/war", "/v1/sources", INCIDENTS, f"{INCIDENTS}/clash", CLAIMS, REPORTS)
FOR_EVER_BYTES = (b"cache-control", FOR_EVER.encode())


def memory_of(client: TestClient) -> Memory:
    memory: Memory = client.app.state.memory  # type: ignore[attr-defined] # it is ours
    return memory


def kept(client: TestClient) -> int:
    return len(memory_of(client).shelf)


def told(answer: Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    return answer.status_code, answer.headers.raw, answer.content


def pinned(client: TestClient, path: str = INCIDENTS, query: str = "") -> str:
    return f"{path}?at_position={newest(client)}{query}"


def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question fail from now on, so that only memory can answer."""
    monkeypatch.setattr(Timeline, "as_of", None)


@pytest.mark.parametrize("path", READS)
def test_a_pinned_answer_is_given_again_byte_for_byte(
    world: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded(world)
    address = pinned(world, path)
    first = world.get(address)
    recorded(world, source="herald")
    nothing_is_read(monkeypatch)

    assert first.status_code == 200
    assert told(world.get(address)) == told(first)


def test_the_link_to_the_next_page_is_given_again(world: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = pinned(world, "/v1/sources", "&limit=1")
    first = world.get(address)
    nothing_is_read(monkeypatch)

    assert 'rel="next"' in first.headers["link"]
    assert told(world.get(address)) == told(first)


def test_who_holds_a_kept_answer_is_told_so_as_without_memory(world: TestClient) -> None:
    address = pinned(world, "/v1/sources", "&limit=1")
    tag = world.get(address).headers["etag"]
    for tags in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        from_memory = world.get(address, headers={"If-None-Match": tags})
        memory_of(world).forget()
        made = world.get(address, headers={"If-None-Match": tags})
        assert (from_memory.status_code, from_memory.content) == (304, b"")
        assert told(from_memory) == told(made)
        world.get(address)

    assert world.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_is_answered_from_memory_too(world: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = pinned(world)
    first = world.get(address)
    nothing_is_read(monkeypatch)

    head = world.head(address)

    assert head.status_code == 200
    assert head.headers.raw == first.headers.raw


def test_only_answers_that_name_their_position_are_kept(world: TestClient) -> None:
    for path in READS:
        world.get(path)
        world.get(path, params={"known_on": "2024-10-28"})
    world.get(world.get("/v1/sources", params={"limit": 1}).json()["next"])
    world.get("/metrics")

    assert kept(world) == 0


def test_refusals_are_never_kept(world: TestClient) -> None:
    at = newest(world)
    problem(world.get(INCIDENTS, params={"at_position": at + 1}), 422)
    problem(world.get(INCIDENTS, params={"at_position": at, "nothing": "1"}), 422)
    problem(world.get("/v1/timelines/peace", params={"at_position": at}), 404)
    problem(world.get("/nothing", params={"at_position": at}), 404)
    problem(world.post(f"{REPORTS}?at_position={at}", json={}), 422)

    assert kept(world) == 0


def test_not_modified_is_not_kept(world: TestClient) -> None:
    address = pinned(world)
    tag = world.get(address).headers["etag"]
    memory_of(world).forget()
    assert world.get(address, headers={"If-None-Match": tag}).status_code == 304

    assert kept(world) == 0
    assert world.get(address).status_code == 200


def test_a_position_that_was_refused_is_answered_once_it_is_there(world: TestClient) -> None:
    address = f"{INCIDENTS}?at_position={newest(world) + 2}"
    problem(world.get(address), 422)
    recorded(world)

    assert world.get(address).status_code == 200


def test_foreign_hosts_are_refused_what_is_kept(world: TestClient) -> None:
    address = pinned(world)
    world.get(address)

    problem(world.get(address, headers={"Host": "evil.example"}), 403)


def test_other_queries_have_answers_of_their_own(world: TestClient) -> None:
    recorded(world)
    recorded(world, claims=[a_claim(incident="losses")])
    answers = [
        world.get(pinned(world, path, query)).content
        for path in ("/v1/sources", INCIDENTS)
        for query in ("", "&limit=1", "&known_on=2024-10-01")
        for _ in range(2)
    ]

    assert answers[::2] == answers[1::2]
    assert len(set(answers)) == 6


def test_metrics_count_what_memory_answers(world: TestClient) -> None:
    route = "/v1/timelines/{timeline}/incidents"

    def counted() -> dict[str, float]:
        families = text_string_to_metric_families(world.get("/metrics").text)
        samples = [sample for family in families for sample in family.samples]
        wanted = [one for one in samples if one.labels.get("route") == route and one.labels.get("method") == "GET"]
        return {one.name + one.labels.get("status", ""): one.value for one in wanted if "bucket" not in one.name}

    address = pinned(world)
    tag = world.get(address).headers["etag"]
    before = counted()
    world.get(address)
    world.get(address, headers={"If-None-Match": tag})
    after = counted()

    assert after["http_requests_total200"] - before["http_requests_total200"] == 1
    assert after["http_requests_total304"] - before.get("http_requests_total304", 0) == 1
    seconds = "http_request_duration_seconds_count"
    assert after[seconds] - before[seconds] == 2


def test_two_ledgers_share_nothing(world: TestClient) -> None:
    address = pinned(world)
    world.get(address)
    with Timeline.in_memory() as timeline:
        other = a_client(timeline)
        a_small_world(other)

        assert kept(other) == 0
        assert other.get(address).headers["etag"] != world.get(address).headers["etag"]


def test_what_is_forgotten_is_read_anew(world: TestClient) -> None:
    address = pinned(world)
    world.get(address)
    memory_of(world).forget()
    assert kept(world) == 0

    assert world.get(address).status_code == 200
    assert kept(world) == 1


def test_without_room_nothing_is_kept() -> None:
    with Timeline.in_memory() as timeline:
        client = a_client(timeline, room=0)
        a_small_world(client)
        address = pinned(client)

        assert told(client.get(address)) == told(client.get(address))
        assert kept(client) == 0


def an_answer(size: int) -> Kept:
    return Kept(None, [(b"etag", b'"tag"')], b"x" * size)


def test_the_answer_asked_for_least_recently_goes_first() -> None:
    shelf = Shelf(room=40_000)
    for query in (b"1", b"2", b"3"):
        shelf.put(("/", query), an_answer(10_000))
    assert shelf.get(("/", b"1")) is not None

    shelf.put(("/", b"4"), an_answer(10_000))

    assert [query for query in (b"1", b"2", b"3", b"4") if shelf.get(("/", query))] == [b"1", b"3", b"4"]


def test_kept_answers_never_take_more_than_their_room() -> None:
    shelf = Shelf(room=100_000)
    for number in range(1000):
        shelf.put(("/", str(number).encode()), an_answer(number))
        shelf.put(("/", str(number).encode()), an_answer(number))

    assert 20 < len(shelf) < 100_000 / 2000
    assert shelf.get(("/", b"999")) is not None


def test_an_answer_that_has_no_room_at_all_drives_no_other_out() -> None:
    shelf = Shelf(room=10_000)
    shelf.put(("/", b"small"), an_answer(10))
    shelf.put(("/", b"large"), an_answer(10_000))

    assert shelf.get(("/", b"small")) is not None
    assert shelf.get(("/", b"large")) is None


def asked(memory: Memory, *messages: Message, forgetting: bool = False) -> int:
    """Ask an app that answers with these messages, and return how much was kept; it may be forgetting meanwhile."""

    async def app(scope: Scope, _receive: Receive, send: Send) -> None:
        scope["route"] = None
        if forgetting:
            memory.forget()
        for message in messages:
            await send(message)

    async def receive() -> Message:
        raise AssertionError

    async def send(_: Message) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"at_position=1", "headers": []}
    asyncio.run(FromMemory(app, memory)(scope, receive, send))
    return len(memory.shelf)


def a_start(*headers: tuple[bytes, bytes]) -> Message:
    return {"type": "http.response.start", "status": 200, "headers": [FOR_EVER_BYTES, (b"etag", b'"1"'), *headers]}


WHOLE: Message = {"type": "http.response.body", "body": b"{}"}


def test_an_answer_that_varies_or_comes_in_pieces_is_not_kept() -> None:
    assert asked(Memory(), a_start(), WHOLE) == 1
    assert asked(Memory(), a_start((b"vary", b"Accept")), WHOLE) == 0
    assert asked(Memory(), a_start(), {**WHOLE, "more_body": True}, WHOLE) == 0


def test_an_answer_that_was_made_before_all_was_forgotten_is_not_kept() -> None:
    assert asked(Memory(), a_start(), WHOLE, forgetting=True) == 0
