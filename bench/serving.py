"""What a page costs over HTTP: the processor of `timeline serve` against a bare route, and behind a cache of nginx."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Final
from urllib.parse import urlencode

import msgspec

from bench.caching import nginx_ratio
from bench.importing import MIB
from bench.parsing import parsed_on_the_way
from bench.questions import date_of, past_page
from bench.ratio import Head, Result, at_most
from bench.servers import PATIENCE, NotRunError, cpu_of, free_port, peak_of, stopping
from bench.stores import Store
from bench.workload import TIMELINE
from timeline.service import Asked, Timeline

ABOUT: Final = "HTTP"
_PAGES, _ROUNDS, _SLICES = 40, 10, 10
_MOST_MEMORY: Final = 200 * MIB


def measure(store: Store, viewed: str, folder: Path) -> Iterator[Result]:
    """Serve a database by one process, and ask it for pinned pages, each as often as the bare route."""
    name = store.name
    with Timeline(store.address(viewed)) as timeline:
        paths = pinned_pages(timeline.as_known(Asked()).position)
        head = Head(ABOUT, f"{name}: JSON texts parsed on the way to {len(paths)} pages", at_most(0))
        yield head.of([(parsed_on_the_way(timeline, paths), 1)])
    with ExitStack() as running:
        ours = running.enter_context(_served(store.address(viewed), folder))
        bodies = {path: ours.get(path) for path in paths}
        theirs = running.enter_context(_bare(bodies, folder))
        pairs = [_slice(ours, theirs, paths, swapped=bool(number % 2)) for number in range(_SLICES)]
        each = [sum(column) / (_SLICES * _ROUNDS * len(paths)) * 1000 for column in zip(*pairs, strict=True)]
        head = Head(ABOUT, f"{name}: processor of a page of 50 / of a bare Starlette route", at_most(2.5))
        yield head.of_sums(pairs, f"{each[0]:.3g} / {each[1]:.3g} ms")
        yield nginx_ratio(name, ours.port, bodies, folder)
        peak = peak_of(ours.pid)
        head = Head(ABOUT, f"{name}: memory of the server at its peak / 200 MiB", at_most(1))
        yield head.of([(peak, _MOST_MEMORY)], f"{peak / MIB:,.0f} MiB")


def pinned_pages(position: int) -> list[str]:
    """Return addresses of random pages at a position."""
    random = Random(position)  # noqa: S311 - nothing secret
    return [_path(random, position) for _ in range(_PAGES)]


def _path(random: Random, position: int) -> str:
    page = past_page(random)
    query = {
        "known_on": date_of(page.known or 0),
        "at_position": position,
        "occurred_from": date_of(page.begins),
        "occurred_to": date_of(page.ends - 1),
        "place": page.place,
    }
    return f"/v1/timelines/{TIMELINE}/incidents?{urlencode(query)}"


class Served:
    """A server in a process of its own, and a connection to it that stays open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.pid, self.port = process.pid, port
        self._process = process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, path: str) -> bytes:
        """Return the body of an answer. Raises NotRunError for any but 200."""
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise NotRunError(f"{path} was answered with {answer.status}: {body[:200]!r}")
        return body

    def wait(self) -> None:
        """Wait until it answers at all. Raises NotRunError."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as probe:
                    probe.connect()
                    return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise NotRunError(f"the server on port {self.port} did not start")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


@contextmanager
def _served(address: str, folder: Path) -> Iterator[Served]:
    port = free_port()
    options = ["--database", address, "serve", "--port", str(port)]
    with _running([sys.executable, "-m", "timeline", *options], port, folder / "serve.log") as served:
        yield served


@contextmanager
def _bare(bodies: dict[str, bytes], folder: Path) -> Iterator[Served]:
    port, file = free_port(), folder / "bodies"
    file.write_bytes(msgspec.msgpack.encode(bodies))
    with _running(
        [sys.executable, "-m", "bench.bare_route", str(port), str(file)], port, folder / "bare.log"
    ) as served:
        yield served


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[Served]:
    with (
        log.open("ab") as lines,
        stopping(subprocess.Popen(command, stdout=lines, stderr=lines)) as process,  # noqa: S603 - our own
        closing(Served(process, port)) as served,
    ):
        served.wait()
        yield served


def _slice(ours: Served, theirs: Served, paths: Sequence[str], *, swapped: bool) -> tuple[float, float]:
    """Ask both for everything, some rounds of it; return what processor they took."""
    order = (theirs, ours) if swapped else (ours, theirs)
    taken = {served: _processor(served, paths) for served in order}
    return taken[ours], taken[theirs]


def _processor(served: Served, paths: Sequence[str]) -> float:
    served.close()  # a server ends a connection that was idle while another one was asked; the next request opens one
    before = cpu_of(served.pid)
    for _ in range(_ROUNDS):
        for path in paths:
            served.get(path)
    return max(cpu_of(served.pid) - before, 0.01)  # a tick of the clock that counts it, at least
