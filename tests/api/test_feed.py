"""The feed of changes, as pages and live: every fact once, in ledger order, for everybody who listens."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from httpx2 import Client
from starlette.testclient import TestClient

from api.feed import Feed, Live
from tests.api.telling import Json, a_claim, a_small_world, get, newest, pointers, post, recorded
from tests.api.test_audits import all_steps
from tests.api.test_seed import SEED
from tests.api.test_server import a_server, stopped
from tests.patience import PATIENCE
from tests.stores import SHARED, database
from timeline.service import ChangeFilters, Timeline

CHANGES = "/v1/timelines/war/changes"
LIVE = {"Accept": "text/event-stream"}
REPORTS = 60


@contextmanager
def listening(client: Client, path: str = CHANGES, **headers: str) -> Iterator[Iterator[Json]]:
    """Give the events of a feed: the data of each with its id."""
    with client.stream("GET", path, headers=LIVE | headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer.iter_lines())


def events(lines: Iterator[str]) -> Iterator[Json]:
    data: Json = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name == "data":
            data = json.loads(value)
        elif name == "id" and data:
            assert data["position"] == int(value)
        elif not line and data:
            yield data
            data = {}


def test_the_feed_names_what_a_fact_is_about_and_what_became_of_it(world: TestClient) -> None:
    told = recorded(world, published="2024-10-28")
    recorded(world, published="2024-10-29", source="herald", claims=[a_claim(stance="denies"), a_claim(incident=None)])
    post(world, f"/v1/reports/{told['report']}/voids", {"reason": "Entered twice."})

    changes = get(world, CHANGES, since=told["position"] - 2)["items"]

    assert [(one["fact"], one["incident"], one["reason"]) for one in changes] == [
        ("report_recorded", None, None),
        ("clash_reported", "clash", None),
        ("report_recorded", None, None),
        ("clash_reported", "clash", None),
        ("clash_reported", None, None),
        ("report_voided", None, "Entered twice."),
    ]
    assert (changes[1]["report"], changes[1]["claim"]) == (told["report"], told["claims"][0])
    assert [[(turn["from"], turn["to"]) for turn in one["transitions"]] for one in changes] == [
        [],
        [(None, "reported")],
        [],
        [("reported", "disputed")],
        [],
        [("disputed", "denied")],
    ]
    assert changes[1]["transitions"][0]["because"] == told["claims"]


def test_a_merge_and_a_link_tell_what_became_of_statuses(world: TestClient) -> None:
    """They change what many claims count for, and name none."""
    recorded(world)
    recorded(world, source="herald")
    merged = post(world, "/v1/timelines/war/incidents/clash/merge", {"into": "losses", "reason": "The same."})
    world.patch("/v1/sources/herald", json={"linked_to": ["gazette"]})

    changes = get(world, CHANGES, since=merged["position"] - 1)["items"]

    assert [(one["fact"], [(t["incident"], t["from"], t["to"]) for t in one["transitions"]]) for one in changes] == [
        ("incidents_merged", [("clash", "corroborated", None), ("losses", None, "corroborated")]),
        ("source_affiliated", [("losses", "corroborated", "reported")]),
    ]


def test_pages_of_the_feed_join_to_the_whole(seeded: TestClient) -> None:
    whole = all_steps(seeded, f"{SEED}/changes", limit=500)

    assert all_steps(seeded, f"{SEED}/changes", limit=7) == whole
    assert all(one["position"] < other["position"] for one, other in pairwise(whole))
    assert {turn["to"] for one in whole for turn in one["transitions"]} >= {"reported", "disputed", "confirmed"}


@pytest.mark.parametrize("incident", ["combat-in-kursk", "clash-2024-10-25"])
def test_the_feed_of_an_incident_tells_its_turns(seeded: TestClient, incident: str) -> None:
    """They are the changes of status in its history on the recorded clock."""
    turns = [
        (turn["from"], turn["to"])
        for one in all_steps(seeded, f"{SEED}/changes", incident=incident)
        for turn in one["transitions"]
        if turn["incident"] == incident
    ]
    steps = all_steps(seeded, f"{SEED}/incidents/{incident}/history", clock="recorded")
    statuses = [(step["before"] and step["before"]["status"], step["after"]["status"]) for step in steps]

    assert turns == [pair for pair in statuses if pair[0] != pair[1]]


def test_a_feed_begins_where_it_is_wanted(seeded: TestClient) -> None:
    """Behind a position, behind a day of the ledger, or with what was published later."""
    whole = all_steps(seeded, f"{SEED}/changes", limit=500)
    late = all_steps(seeded, f"{SEED}/changes", limit=500, since="2025-04-26", clock="published")
    reports = {report["id"]: report for report in get(seeded, f"{SEED}/reports", limit=500)["items"]}

    assert all_steps(seeded, f"{SEED}/changes", since=200) == [one for one in whole if one["position"] > 200]
    assert all_steps(seeded, f"{SEED}/changes", since="2024-11-05") == [
        one for one in whole if one["recorded"] >= "2024-11-06"
    ]
    assert {one["report"] for one in late} == {
        key for key, report in reports.items() if report["published"][:10] > "2025-04-26"
    }
    assert {one["fact"] for one in all_steps(seeded, f"{SEED}/changes", fact="denial_issued")} == {"denial_issued"}


@pytest.mark.parametrize(
    ("query", "headers", "pointer"),
    [
        ({"since": "yesterday"}, {}, "/since"),
        ({"since": "9000-01-01"}, {}, "/since"),
        ({"since": "9" * 30}, {}, "/since"),
        ({"clock": "published"}, {}, "/clock"),
        ({"fact": "rumour_spread"}, {}, "/fact"),
        ({"fact": "rumour_spread"}, LIVE, "/fact"),
        ({"at_position": 2}, LIVE, "/at_position"),
        ({"limit": 2}, LIVE, "/limit"),
        ({}, LIVE | {"Last-Event-ID": "x"}, "/Last-Event-ID"),
        ({}, LIVE | {"Last-Event-ID": "9999"}, "/since"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(
    world: TestClient, query: dict[str, str], headers: dict[str, str], pointer: str
) -> None:
    assert pointers(world.get(CHANGES, params=query, headers=headers)) == [pointer]
    assert world.get("/v1/timelines/none/changes", headers=headers).status_code in {404, 422}


def test_who_is_ahead_of_the_views_holds_nobody_up() -> None:
    """A client may know a position that this process has not reached yet: it waits, and others have their turn."""

    async def listens() -> None:
        feed = Feed()
        feed.open()
        with Timeline.in_memory() as timeline:
            live = Live("war", None, ChangeFilters())
            told = feed.events(timeline, live, 5, threading.Event())
            opening = await anext(told)
            assert b"id: 5" in opening  # who is cut off before anything comes goes on there
            waiting = asyncio.ensure_future(anext(told))
            for _ in range(5):
                await asyncio.sleep(0)  # comes back, unless the feed keeps the turn for itself
            assert not waiting.done()
            waiting.cancel()

    asyncio.run(listens())


def test_head_of_a_live_feed_ends(world: TestClient) -> None:
    answer = world.head(CHANGES, headers=LIVE)

    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("store", SHARED)
def test_who_listens_hears_what_is_recorded_and_goes_on_after_a_break(tmp_path: Path, store: str) -> None:
    with database(store) as url, a_server(tmp_path, url=url) as (_, client):
        a_small_world(client)
        with listening(client) as heard:
            first = recorded(client)
            assert [next(heard)["fact"] for _ in range(2)] == ["report_recorded", "clash_reported"]
        second = recorded(client, source="herald")
        with listening(client, **{"Last-Event-ID": str(first["position"])}) as heard:
            change = [next(heard) for _ in range(2)][-1]
            assert change["position"] == second["position"]
            assert change["transitions"][0]["to"] == "corroborated"


def test_who_comes_back_keeps_what_was_asked_for(tmp_path: Path) -> None:
    """Browsers send the same address again, and the id beside it."""
    with a_server(tmp_path) as (_, client):
        a_small_world(client)
        late = f"{CHANGES}?since=2024-11-01&clock=published"
        with listening(client, late) as heard:
            first = recorded(client, published="2024-11-02")
            last = [next(heard)["position"] for _ in range(2)][-1]
        recorded(client, published="2024-10-02")
        again = recorded(client, published="2024-11-03")
        with listening(client, late, **{"Last-Event-ID": str(last)}) as heard:
            assert (last, [next(heard) for _ in range(2)][-1]["position"]) == (first["position"], again["position"])


def test_a_server_stops_in_peace_while_somebody_listens(tmp_path: Path) -> None:
    with a_server(tmp_path) as (process, client):
        a_small_world(client)
        with listening(client) as heard:
            recorded(client)
            next(heard)

            said = stopped(process, signal.SIGTERM)

            list(heard)  # ends by itself, and is not cut
        assert (process.returncode, said) == (0, "closed in peace\n")


def test_everybody_hears_everything_once_however_often_they_are_cut_off(tmp_path: Path) -> None:
    """Ten clients leave at random and come back while somebody writes: each ends with the ledger's own sequence."""
    with a_server(tmp_path) as (_, client):
        a_small_world(client)
        begins = newest(client)
        heard: list[list[int]] = [[] for _ in range(10)]
        listeners = [threading.Thread(target=hear, args=(str(client.base_url), begins, mine)) for mine in heard]
        for listener in listeners:
            listener.start()
        for _ in range(REPORTS):
            recorded(client)
        for listener in listeners:
            listener.join()

        facts = [one["position"] for one in all_steps(client, CHANGES, since=begins, limit=500)]
        assert len(facts) == 2 * REPORTS
        assert all(mine == facts for mine in heard)


def hear(address: str, begins: int, mine: list[int]) -> None:
    """Listen, leave after a few events, and go on with the last one that was heard."""
    with Client(base_url=address, timeout=PATIENCE) as client:
        while (left := 2 * REPORTS - len(mine)) > 0:
            with listening(client, **{"Last-Event-ID": str(mine[-1] if mine else begins)}) as heard:
                some = random.randint(1, 9)  # noqa: S311 - nothing secret
                mine += [next(heard)["position"] for _ in range(min(left, some))]
