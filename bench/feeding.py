"""The live feed: how soon a commit of another process is heard, and whether many clients hear everything once."""

from __future__ import annotations

import asyncio
import time
from asyncio import StreamReader
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from random import Random
from threading import Thread
from typing import Final

from bench.ratio import Head, Result, at_least, at_most
from bench.served import timeline_served
from bench.stores import Store
from timeline.claims import Claim
from timeline.commands import OpenIncident, OpenTimeline, RecordReport, RegisterSource
from timeline.service import Timeline, Told
from timeline.sources import SourceKind

ABOUT: Final = "Feed"
_DATABASE: Final = "fed"
_WAR: Final = "war"
_PATH: Final = f"/v1/timelines/{_WAR}/changes"
_COMMITS: Final = 60
_CLIENTS: Final = 200
_BREAKS: Final = 5
"""How often each of them leaves and comes back."""
_REPORTS: Final = 500
_FACTS: Final = 2
"""Facts of a report with one claim."""
_SOON: Final = 0.1
"""Seconds within which a commit should be heard."""
_PAUSE: Final = 0.02
_DATA: Final = b'data: {"position":'


def measure(store: Store, folder: Path) -> Iterator[Result]:
    """Write in this process, serve in another, and listen."""
    store.create(_DATABASE)
    address = store.address(_DATABASE)
    with Timeline(address) as timeline:
        for command in (
            OpenTimeline(slug=_WAR, title="The war"),
            RegisterSource(slug="gazette", name="The Gazette", kind=SourceKind.OUTLET),
            OpenIncident(timeline=_WAR, slug="clash", title="A clash"),
        ):
            timeline.record(command)
        with timeline_served(address, folder) as served:
            taken = asyncio.run(_latencies(timeline, served.port))
            head = Head(ABOUT, f"{store.name}: from a commit to the first word of it elsewhere / 100 ms", at_most(1))
            yield head.of([(seconds, _SOON) for seconds in taken], f"{sorted(taken)[len(taken) // 2] * 1000:.0f} ms")
            right = asyncio.run(_heard_by_many(timeline, served.port))
            what = f"{store.name}: clients that hear every fact once, of {_CLIENTS} that leave {_BREAKS} times each"
            yield Head(ABOUT, what, at_least(1)).of([(right, _CLIENTS)], f"{right} of {_CLIENTS}")
    store.remove(_DATABASE)


def _report(number: int) -> Told:
    claim = Claim(kind="clash_reported", incident="clash", statement="They have fought.")
    return Told(
        RecordReport(timeline=_WAR, key=f"r{number}", source="gazette", published="2024-10-28", claims=(claim,)),
        "bench",
    )


async def _latencies(timeline: Timeline, port: int) -> list[float]:
    """Return for each of some commits how long it took until the feed told of it."""
    taken = []
    async with aclosing(_positions(port, timeline.newest())) as heard:
        waiting = asyncio.ensure_future(anext(heard))
        await asyncio.sleep(1.0)  # it listens by then
        for number in range(_COMMITS):
            await asyncio.to_thread(timeline.import_batch, [_report(-number - 1)])
            committed = time.perf_counter()
            await waiting
            taken.append(time.perf_counter() - committed)
            await anext(heard)  # the report's claim
            waiting = asyncio.ensure_future(anext(heard))
            await asyncio.sleep(_PAUSE)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    return taken


async def _heard_by_many(timeline: Timeline, port: int) -> int:
    """Let clients leave at random and come back while reports are written; return how many heard each fact once."""
    begins = timeline.newest()
    listening = [_listen(port, begins, Random(number)) for number in range(_CLIENTS)]  # noqa: S311 - nothing secret
    writer = Thread(target=_write, args=(timeline,))
    writer.start()
    heard: Sequence[list[int]] = await asyncio.gather(*listening)
    writer.join()
    with timeline._ledger.reading() as c:  # noqa: SLF001 - what the ledger itself holds
        facts = [fact.position for fact in timeline._ledger.facts(c, begins)]  # noqa: SLF001
    return sum(mine == facts for mine in heard)


def _write(timeline: Timeline) -> None:
    for number in range(_REPORTS):
        timeline.import_batch([_report(number)])


async def _listen(port: int, begins: int, random: Random) -> list[int]:
    """Hear all facts of the reports, leaving now and then."""
    wanted = _FACTS * _REPORTS
    breaks = {*random.sample(range(1, wanted), _BREAKS), wanted}
    mine: list[int] = []
    for upto in sorted(breaks):
        async with aclosing(_positions(port, mine[-1] if mine else begins)) as heard:
            while len(mine) < upto:
                mine.append(await anext(heard))
    return mine


async def _positions(port: int, behind: int) -> AsyncGenerator[int]:
    """Yield the ids of the events of a feed behind a position."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        asked = (
            f"GET {_PATH} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nLast-Event-ID: {behind}\r\n\r\n"
        )
        writer.write(asked.encode())
        async for line in _lines(reader):
            if line.startswith(_DATA):
                yield int(line[len(_DATA) :].partition(b",")[0])
    finally:
        writer.close()


async def _lines(reader: StreamReader) -> AsyncIterator[bytes]:
    while line := await reader.readline():
        yield line
