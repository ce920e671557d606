"""A request that is sent again under its key has one effect, and gets the same answer."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import NoReturn

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.faults import FAULTS, do_all, effects
from tests.api.telling import INCIDENTS, LINES, REPORTS, a_client, a_report, a_small_world, newest, pointers
from tests.api.telling import recorded as report_recorded
from tests.api.test_lines import A_SOURCE, a_report_line, lines
from tests.stores import FILE, SHARED, behind_our_back, database
from tests.telling import Clock
from timeline.commands import RegisterSource
from timeline.errors import KeyTakenError, LedgerError
from timeline.ledger import KEPT_FOR
from timeline.service import Answered, Outcome, Request, Timeline, Told
from timeline.sources import SourceKind

NOON = 1_733_000_000_000_000  # at the end of November 2024
Telling = Callable[[list[Outcome]], bytes]
KEY = {"Idempotency-Key": "8e03978e-40d5-43dd-bc93-6894a57f9324"}
PATHS = {"source": "/v1/sources/gazette", "sign_off": f"{INCIDENTS}/clash/sign-off"}
CHILD = """
import sys
from api.app import create_app
from starlette.testclient import TestClient
from timeline.service import Timeline
with Timeline(sys.argv[1]) as timeline:
    client = TestClient(create_app(timeline), base_url="http://localhost")
    print("ready", flush=True)
    sys.stdin.readline()
    headers = {"Content-Type": "application/json", "Idempotency-Key": "twin"}
    answer = client.post(sys.argv[2], content=sys.argv[3], headers=headers)
    print(answer.status_code, answer.headers.get("idempotent-replayed", "false"), answer.text, flush=True)
"""


@pytest.fixture(params=SHARED)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty database that may be opened more than once."""
    with database(request.param) as address:
        yield address


@pytest.fixture
def clock() -> Clock:
    """Return the machine's clock, which a test may move."""
    return Clock(NOON)


@pytest.fixture
def anywhere(url: str, clock: Clock) -> Iterator[TestClient]:
    """Give a client of a small world on a real database."""
    with Timeline(url, clock=clock) as timeline:
        client = a_client(timeline)
        a_small_world(client)
        yield client


def sent(client: TestClient, path: str, body: object, *, method: str = "POST", **key: str) -> Response:
    return client.request(method, path, json=body, headers=key or KEY)


def replayed(first: Response, again: Response) -> bool:
    """Tell whether *again* is the first answer once more, and says so."""
    said = again.headers.pop("idempotent-replayed", "")
    assert "idempotent-replayed" not in first.headers
    return said == "true" and (first.status_code, first.headers, first.content) == (
        again.status_code,
        again.headers,
        again.content,
    )


def signed(*, off: bool, why: str = "We have seen it.") -> dict[str, object]:
    return {"signed": off, "rationale": why}


def commits(url: str) -> int:
    """Return how many transactions recorded something: of positions, those that lose a race may leave some out."""
    [(number,)] = behind_our_back(url, "SELECT count(*) FROM commits")
    assert isinstance(number, int)
    return number


def test_every_write_that_is_sent_again_gets_the_first_answer_and_does_nothing(anywhere: TestClient) -> None:
    """Others have undone it meanwhile, and it is not done again."""
    report = report_recorded(anywhere)["report"]
    writes: list[tuple[str, str, object]] = [
        ("POST", "/v1/timelines", {"slug": "peace", "title": "The peace"}),
        ("PATCH", "/v1/timelines/war", {"title": "That war"}),
        ("POST", "/v1/sources", {"slug": "mayor", "name": "The mayor", "kind": "person"}),
        ("PATCH", "/v1/sources/gazette", {"name": "Another"}),
        ("POST", INCIDENTS, {"slug": "fire", "title": "The fire"}),
        ("PATCH", f"{INCIDENTS}/clash", {"title": "That clash"}),
        ("POST", f"{INCIDENTS}/clash/sign-off", signed(off=True)),
        ("POST", f"{INCIDENTS}/clash/merge", {"into": "losses", "reason": "The same."}),
        ("POST", REPORTS, a_report(key="a")),
        ("POST", f"/v1/reports/{report}/claims", {"kind": "x-a", "statement": "That, too."}),
        ("POST", f"/v1/reports/{report}/corrections", {"changes": {"title": "Another"}, "reason": "A slip."}),
        ("POST", f"/v1/reports/{report}/grades", {"claim": "c1", "credibility": 2}),
        ("POST", f"/v1/reports/{report}/withdrawals", {"reason": "The page is gone."}),
        ("POST", f"/v1/reports/{report}/voids", {"reason": "Our mistake."}),
    ]
    first = [sent(anywhere, path, body, method=method, **key(n)) for n, (method, path, body) in enumerate(writes)]
    sent(anywhere, f"{INCIDENTS}/clash/sign-off", signed(off=False, why="It was another."), **key("other"))
    position = newest(anywhere)

    again = [sent(anywhere, path, body, method=method, **key(n)) for n, (method, path, body) in enumerate(writes)]

    assert {answer.status_code for answer in first} <= {200, 201}
    assert all(map(replayed, first, again))
    assert newest(anywhere) == position


def key(name: object) -> dict[str, str]:
    return {"Idempotency-Key": f"key {name}"}


def test_a_write_that_came_to_nothing_new_is_answered_so_again(anywhere: TestClient) -> None:
    """Even where by now it would come to something."""
    name = {"name": "Gazette"}
    known = sent(anywhere, PATHS["source"], name, method="PATCH")
    sent(anywhere, PATHS["source"], {"name": "Another"}, method="PATCH", **key("other"))
    position = newest(anywhere)

    again = sent(anywhere, PATHS["source"], name, method="PATCH")

    assert known.json()["already_known"] is True
    assert replayed(known, again)
    assert newest(anywhere) == position


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", PATHS["sign_off"], signed(off=False)),
        ("POST", f"{INCIDENTS}/losses/sign-off", signed(off=True)),
        ("PATCH", f"{INCIDENTS}/clash", {"title": "That clash"}),
    ],
)
def test_another_request_under_a_known_key_is_refused(
    anywhere: TestClient, method: str, path: str, body: object
) -> None:
    sent(anywhere, PATHS["sign_off"], signed(off=True))
    position = newest(anywhere)

    answer = sent(anywhere, path, body, method=method)

    assert pointers(answer) == ["/Idempotency-Key"]
    assert "another request" in answer.json()["detail"]
    assert newest(anywhere) == position


def test_a_request_that_was_refused_keeps_nothing_and_may_be_mended(anywhere: TestClient) -> None:
    report = a_report(key="a", source="nobody")
    assert sent(anywhere, REPORTS, report).status_code == 422

    mended = sent(anywhere, REPORTS, {**report, "source": "gazette"})

    assert mended.status_code == 201
    assert replayed(mended, sent(anywhere, REPORTS, {**report, "source": "gazette"}))


def test_an_answer_is_kept_for_a_week_and_then_let_go(anywhere: TestClient, clock: Clock, url: str) -> None:
    first = sent(anywhere, PATHS["sign_off"], signed(off=True))
    sent(anywhere, PATHS["sign_off"], signed(off=False, why="No."), **key("other"))
    clock.now += KEPT_FOR - 1000
    assert replayed(first, sent(anywhere, PATHS["sign_off"], signed(off=True)))
    clock.now += 2000

    later = sent(anywhere, PATHS["sign_off"], signed(off=True))

    assert "idempotent-replayed" not in later.headers
    assert later.json()["position"] > first.json()["position"]
    assert behind_our_back(url, "SELECT count(*) FROM requests") == [(1,)]


def test_an_answer_outlives_the_process_that_gave_it(url: str) -> None:
    with Timeline(url) as timeline:
        a_small_world(client := a_client(timeline))
        first = sent(client, PATHS["source"], {"name": "Another"}, method="PATCH")

    with Timeline(url) as timeline:
        again = sent(a_client(timeline), PATHS["source"], {"name": "Another"}, method="PATCH")

    assert replayed(first, again)


def test_an_answer_that_went_astray_behind_the_commit_is_given_once_the_views_are_up(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The facts are stored, and the views are behind: asked again, the service brings them up and answers."""
    with Timeline(url) as timeline:
        a_small_world(client := a_client(timeline))
        with monkeypatch.context() as patch:
            patch.setattr(timeline, "catch_up", broken)
            assert sent(client, PATHS["sign_off"], signed(off=True)).status_code == 503
        reached, position = timeline.lag()
        assert reached < position

        again = sent(client, PATHS["sign_off"], signed(off=True))

        assert again.headers["idempotent-replayed"] == "true"
        assert again.json()["position"] == position
        assert timeline.lag() == (position, position)


def broken() -> NoReturn:
    """Fail as a database does that is gone."""
    raise LedgerError("gone")


def test_twins_from_many_threads_have_one_effect(url: str) -> None:
    """Two apps on one database, and two threads in each."""
    with Timeline(url) as here, Timeline(url) as there, ThreadPoolExecutor(4) as pool:
        clients = [a_client(timeline) for timeline in (here, here, there, there)]
        a_small_world(clients[0])
        for turn in range(10):
            before, together = commits(url), Barrier(4)

            def send(client: TestClient, turn: int = turn, together: Barrier = together) -> Response:
                together.wait(30)
                return sent(client, PATHS["sign_off"], signed(off=turn % 2 == 0, why=str(turn)), **key(turn))

            answers = list(pool.map(send, clients))

            assert len({(answer.status_code, answer.content) for answer in answers}) == 1
            assert sorted(answer.headers.get("idempotent-replayed", "") for answer in answers) == ["", *["true"] * 3]
            assert commits(url) == before + 1


def test_twins_from_two_processes_have_one_effect(url: str) -> None:
    with Timeline(url) as timeline:
        a_small_world(a_client(timeline))
        before = commits(url)
        body = '{"signed": true, "rationale": "We have seen it."}'
        words = [sys.executable, "-c", CHILD, url, PATHS["sign_off"], body]
        twins = [
            subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
            for _ in range(2)
        ]
        for twin in twins:
            assert twin.stdout is not None
            assert twin.stdout.readline() == "ready\n"
        told = let_go(twins)

        assert sorted(words[1] for words in told) == ["false", "true"]
        assert told[0][::2] == told[1][::2]
        assert commits(url) == before + 1


def let_go(twins: list[subprocess.Popen[str]]) -> list[list[str]]:
    for twin in twins:
        assert twin.stdin is not None
        twin.stdin.write("go\n")
        twin.stdin.flush()
    return [twin.communicate()[0].strip().split(" ", 2) for twin in twins]


@pytest.mark.parametrize("bad", ["", "x" * 201, "a\tb", "naïve"])
def test_a_key_is_printable_ascii_of_some_length(world: TestClient, bad: str) -> None:
    headers = {"Idempotency-Key": bad.encode("latin-1"), "Content-Type": "application/json"}
    answer = world.post("/v1/sources", content=b"{}", headers=headers)  # type: ignore[arg-type] # bytes are taken

    assert pointers(answer) == ["/Idempotency-Key"]
    assert "1 to 200" in answer.json()["detail"]


def test_a_key_is_given_once(world: TestClient) -> None:
    twice = [("Idempotency-Key", "a"), ("Idempotency-Key", "b"), ("Content-Type", "application/json")]
    assert pointers(world.post("/v1/sources", content=b"{}", headers=twice)) == ["/Idempotency-Key"]


def test_lines_that_are_sent_again_are_answered_as_before(anywhere: TestClient) -> None:
    """Those that were refused, too: they stay refused under this key, whatever was recorded since."""
    body = lines(a_report_line(key="a", source="ministry"), "{", a_report_line(key="b"))
    first = anywhere.post(REPORTS, content=body, headers=LINES | KEY)
    anywhere.post(REPORTS, content=lines(A_SOURCE), headers=LINES)
    position = newest(anywhere)

    again = anywhere.post(REPORTS, content=body, headers=LINES | KEY)

    assert [status for status in (b"422", b"400", b"201") if status in first.content] == [b"422", b"400", b"201"]
    assert replayed(first, again)
    assert newest(anywhere) == position
    other = anywhere.post(REPORTS, content=lines(A_SOURCE), headers=LINES | KEY)
    assert pointers(other) == ["/Idempotency-Key"]


def test_lines_that_broke_off_go_on_where_they_were(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is that of a request that never broke off, but for the positions of what came later."""
    told = [{"source": {"slug": f"s{number}", "name": "Somebody", "kind": "person"}} for number in range(1001)]
    with Timeline(url) as timeline:
        a_small_world(client := a_client(timeline))
        before, recorded = timeline.newest(), timeline.import_once

        def until_it_is_gone(batch: Sequence[Told], request: Request, **how: Telling) -> Answered:
            return recorded(batch, request, **how) if request.part == 0 else broken()

        with monkeypatch.context() as patch:
            patch.setattr(timeline, "import_once", until_it_is_gone)
            assert client.post(REPORTS, content=lines(*told), headers=LINES | KEY).status_code == 503
        assert timeline.newest() == before + 1000

        resumed = client.post(REPORTS, content=lines(*told), headers=LINES | KEY)
        again = client.post(REPORTS, content=lines(*told), headers=LINES | KEY)

        assert resumed.content.count(b'"status":201') == 1001
        assert replayed(resumed, again)
        assert timeline.newest() == before + 1001


def test_from_python_a_command_is_recorded_once_under_a_key(url: str) -> None:
    with Timeline(url) as timeline:
        mayor = RegisterSource(slug="mayor", name="The mayor", kind=SourceKind.PERSON)
        first, again = (timeline.record_once(mayor, Request("k", b"mayor")) for _ in range(2))

        assert (first.replayed, again.replayed, first.answer) == (False, True, again.answer)
        with pytest.raises(KeyTakenError):
            timeline.record_once(mayor, Request("k", b"somebody else"))


def faultless(url: str, operations: int, many: int) -> None:
    """Do many operations over a bad network, and see that each had one effect and one answer."""
    with Timeline(url) as timeline:
        network = asyncio.run(do_all(timeline, operations, many=many, random=Random(operations)))  # noqa: S311 - faults

        assert effects(timeline) == dict.fromkeys(range(operations), 1)
        assert {len(answers) for answers in network.answers.values()} == {1}
        assert set(network.faults) - {""} == set(FAULTS)


def test_each_of_some_hundred_operations_over_a_bad_network_has_one_effect(url: str) -> None:
    faultless(url, 400, 8)


@pytest.mark.slow
def test_each_of_a_hundred_thousand_operations_over_a_bad_network_has_one_effect() -> None:
    with database(FILE) as url:
        faultless(url, 100_000, 2_000)


@pytest.mark.parametrize("headers", [KEY, {}], ids=["with a key", "without"])
@pytest.mark.parametrize("as_lines", [False, True], ids=["an object", "lines"])
def test_what_is_stored_is_acknowledged_though_its_views_cannot_follow(as_lines: bool, headers: dict[str, str]) -> None:  # noqa: FBT001 - of two kinds
    """Whoever is told that nothing was stored may give up, or record it another way."""
    with database(FILE) as address, Timeline(address) as timeline:
        client = a_client(timeline)
        a_small_world(client)
        before = timeline.newest()
        behind_our_back(address, "ALTER TABLE view1_claims RENAME TO away")

        if as_lines:
            answer = client.post(REPORTS, content=lines(a_report_line()), headers=headers | LINES)
        else:
            answer = client.post(REPORTS, json=a_report(), headers=headers)

        assert (answer.status_code, timeline.newest()) == (200 if as_lines else 201, before + 2), answer.text
