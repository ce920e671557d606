"""A network that loses, doubles and delays requests, and a client that asks again until it is answered."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncBaseTransport, AsyncClient, ReadError, Request, Response, TransportError

from api.app import create_app
from tests.api.telling import OUR_HOST, Json
from tests.builders import a_clash, a_report, a_source, a_timeline, an_incident
from timeline.facts import Committed
from timeline.service import Timeline, Told

FAULTS = ("request lost", "answer lost", "doubled", "delayed")


class Operation(NamedTuple):
    """One thing to be done once: its *number* is told, so that the ledger says how often it was done."""

    number: int
    method: str
    path: str
    body: Json


class Sent(NamedTuple):
    """A request as it went out, to go out again."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes


class Network(AsyncBaseTransport):
    """Reaches an app but for a *share* of the requests; what is delayed arrives when later ones were answered."""

    def __init__(self, app: FastAPI, random: Random, share: float = 0.1) -> None:
        self.faults: Counter[str] = Counter()
        self.answers: dict[str, set[tuple[int, bytes]]] = defaultdict(set)
        self._inner, self._random, self._share = ASGITransport(app), random, share
        self._underway: list[Sent] = []

    async def handle_async_request(self, request: Request) -> Response:
        """Pass a request on, or do it wrong."""
        sent = Sent(request.method, str(request.url), dict(request.headers), await request.aread())
        fault = self._random.choice(FAULTS) if self._random.random() < self._share else ""
        self.faults[fault] += bool(fault)
        match fault:
            case "request lost":
                raise ReadError("nothing came back")
            case "delayed":
                self._underway.append(sent)
                raise ReadError("nothing came back yet")
            case "answer lost":
                await self._pass_on(sent)
                raise ReadError("the answer broke off")
            case "doubled":
                answer, _ = await asyncio.gather(self._pass_on(sent), self._pass_on(sent))
            case _:
                answer = await self._pass_on(sent)
        if self._underway and self._random.random() < self._share:
            await self.deliver()
        return answer

    async def deliver(self) -> None:
        """Let what was delayed arrive."""
        while self._underway:
            await self._pass_on(self._underway.pop(self._random.randrange(len(self._underway))))

    async def _pass_on(self, sent: Sent) -> Response:
        request = Request(sent.method, sent.url, headers=sent.headers, content=sent.content)
        answer = await self._inner.handle_async_request(request)
        told = Response(answer.status_code, headers=answer.headers, content=await answer.aread())
        self.answers[sent.headers.get("idempotency-key", "")].add((told.status_code, told.content))
        return told


class Lane(NamedTuple):
    """Things that one client alone changes, one change after another."""

    source: str
    incident: str
    report: str

    def operations(self, numbers: Iterable[int], random: Random) -> Iterator[Operation]:
        """Yield changes that go back and forth: done once more later, each would undo what came after it."""
        for turn, number in enumerate(numbers):
            back, said = turn % 2, str(number)
            path, body = random.choice(
                (
                    (f"/v1/sources/{self.source}", {"name": said}),
                    (f"/v1/timelines/war/incidents/{self.incident}/sign-off", {"signed": not back, "rationale": said}),
                    (f"/v1/reports/{self.report}/grades", {"claim": "c1", "credibility": 1 + back, "rationale": said}),
                    (
                        f"/v1/reports/{self.report}/corrections",
                        {"claim": "c1", "changes": {"occurred": f"2024-10-2{back}"}, "reason": said},
                    ),
                )
            )
            yield Operation(number, "PATCH" if "sources" in path else "POST", path, body)


def lanes(timeline: Timeline, many: int) -> list[Lane]:
    """Make *many* lanes in an empty ledger."""
    timeline.record(a_timeline())
    names = [f"n{number}" for number in range(many)]
    timeline.import_batch([Told(a_source(name), "tester") for name in names])
    timeline.import_batch([Told(an_incident(name), "tester") for name in names])
    reports = [a_report(source=name, key=name, claims=[a_clash(incident=name)]) for name in names]
    told = timeline.import_batch([Told(report, "tester") for report in reports])
    timeline.catch_up()
    return [Lane(name, name, str(outcome.named[0])) for name, outcome in zip(names, told, strict=True)]


async def do_all(timeline: Timeline, operations: int, *, many: int, random: Random, clients: int = 4) -> Network:
    """Do so many operations in *many* lanes, each until it is answered, by *clients* at once."""
    network = Network(create_app(timeline), random)
    share = operations // many
    waiting = [
        list(lane.operations(range(first, first + share), random))
        for first, lane in zip(range(0, operations, share), lanes(timeline, many), strict=True)
    ]
    async with AsyncClient(transport=network, base_url=OUR_HOST) as client:

        async def work() -> None:
            while waiting:
                for operation in waiting.pop():
                    await _until_answered(client, operation)

        await asyncio.gather(*(work() for _ in range(clients)))
        await network.deliver()
    return network


def effects(timeline: Timeline) -> Counter[int]:
    """Return how often each operation was done, as the ledger says."""
    return Counter(int(said) for committed in timeline.committed("war") if (said := _said(committed)).isdecimal())


def _said(committed: Committed) -> str:
    """Return the words that an operation left in its fact."""
    fact = committed.fact
    return committed.reason or getattr(fact, "rationale", None) or str(getattr(fact, "name", None) or "")


async def _until_answered(client: AsyncClient, operation: Operation) -> None:
    while True:
        try:
            key = {"Idempotency-Key": f"k{operation.number}"}
            answer = await client.request(operation.method, operation.path, json=operation.body, headers=key)
        except TransportError:
            continue
        if answer.status_code != 503:  # a writer that loses too often is asked to come again
            assert answer.status_code in {200, 201}, answer.text
            return
