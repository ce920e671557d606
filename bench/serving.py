"""What a page costs over HTTP: the processor of `timeline serve` against a bare route, and behind a cache of nginx."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final, NamedTuple
from urllib.parse import urlencode

from bench.caching import nginx_ratio
from bench.importing import MIB
from bench.parsing import parsed_on_the_way
from bench.questions import date_of, past_page
from bench.ratio import Head, Ratio, Result, at_most
from bench.served import Served, bare_served, timeline_served
from bench.servers import NotRunError, cpu_of, peak_of
from bench.stores import Store
from bench.workload import TIMELINE
from timeline.service import Asked, Timeline

ABOUT: Final = "HTTP"
_PAGES, _ROUNDS, _SLICES = 40, 10, 10
_NEW: Final = 120
"""Pages of a slice that were never asked before: some tens of ticks of the clock that counts the processor."""
_MOST_MEMORY: Final = 200 * MIB


class Pages(NamedTuple):
    """Addresses that are asked again and again, and, slice by slice, such as are asked once."""

    again: list[str]
    new: list[list[str]]


def measure(store: Store, viewed: str, folder: Path) -> Iterator[Result]:
    """Serve a database by one process, and ask it for pinned pages, each as often as the bare route.

    The bare route gets its bodies from another process: the one that is measured has not been asked for them before.
    """
    name, address = store.name, store.address(viewed)
    with Timeline(address) as timeline:
        pages = _drawn(timeline.as_known(Asked()).position)
        head = Head(ABOUT, f"{name}: JSON texts parsed on the way to {_PAGES} pages", at_most(0))
        yield head.of([(parsed_on_the_way(timeline, pages.again), 1)])
    with timeline_served(address, folder) as asked_before:
        bodies = {
            path: asked_before.get(path) for path in (*pages.again, *(path for some in pages.new for path in some))
        }
    with ExitStack() as running:
        ours = running.enter_context(timeline_served(address, folder))
        theirs = running.enter_context(bare_served(bodies, folder))
        yield from _ratios(name, ours, theirs, pages=pages, bodies=bodies)
        yield nginx_ratio(name, ours.port, {path: bodies[path] for path in pages.again}, folder)
        peak = peak_of(ours.pid)
        head = Head(ABOUT, f"{name}: memory of the server at its peak / 200 MiB", at_most(1))
        yield head.of([(peak, _MOST_MEMORY)], f"{peak / MIB:,.0f} MiB")


def pinned_pages(position: int) -> list[str]:
    """Return addresses of random pages at a position."""
    return _drawn(position).again


def _drawn(position: int) -> Pages:
    random = Random(position)  # noqa: S311 - nothing secret
    paths: dict[str, None] = {}
    while len(paths) < _PAGES + _SLICES * _NEW:
        paths[_path(random, position)] = None
    told = iter(paths)
    return Pages(list(islice(told, _PAGES)), [list(islice(told, _NEW)) for _ in range(_SLICES)])


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


def _ratios(name: str, ours: Served, theirs: Served, *, pages: Pages, bodies: dict[str, bytes]) -> Iterator[Ratio]:
    """Ask both servers for the same, slice by slice: what was asked before, and what never was."""
    for path in pages.again:
        _must_be(ours.get(path), bodies[path], path)
    again: list[tuple[float, float]] = []
    new: list[tuple[float, float]] = []
    for number, unseen in enumerate(pages.new):
        order = (theirs, ours) if number % 2 else (ours, theirs)
        for taken, paths in ((again, pages.again * _ROUNDS), (new, unseen)):
            processor = {served: _processor(served, paths, bodies) for served in order}
            taken.append((processor[ours], processor[theirs]))
    for what, taken, count in (("asked again", again, _PAGES * _ROUNDS), ("never asked before", new, _NEW)):
        each = [sum(column) / (_SLICES * count) * 1000 for column in zip(*taken, strict=True)]
        head = Head(ABOUT, f"{name}: processor of a pinned page of 50 {what} / of a bare Starlette route", at_most(2.5))
        yield head.of_sums(taken, f"{each[0]:.3g} / {each[1]:.3g} ms")


def _processor(served: Served, paths: Sequence[str], bodies: dict[str, bytes]) -> float:
    """Return what processor a server took to answer with these very bodies."""
    served.close()  # a server ends a connection that was idle while another one was asked; the next request opens one
    before = cpu_of(served.pid)
    for path in paths:
        _must_be(served.get(path), bodies[path], path)
    return max(cpu_of(served.pid) - before, 0.01)  # a tick of the clock that counts it, at least


def _must_be(got: bytes, body: bytes, path: str) -> None:
    if got != body:
        raise NotRunError(f"{path} was answered with {got[:200]!r}, not {body[:200]!r}")
