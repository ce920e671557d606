"""The rebuild of all views against loading and indexing the very same rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bench.aside import Aside
from bench.importing import GIB, MIB, log_of
from bench.ratio import Head, Result, at_most
from bench.stores import Store
from timeline.service import Timeline
from timeline.views import current

ABOUT: Final = "Rebuild"


def measure(store: Store, viewed: str) -> Iterator[Result]:
    """Rebuild the views of a database; then load what they came to, by the plainest quick means."""
    with Aside(partial(Rebuilding, store.address(viewed))) as rebuilding:
        rebuilt = rebuilding(0)
    with Timeline(store.address(viewed)) as timeline, log_of(timeline).reading() as c:
        generation = current(c).number
    loaded = 0.0
    for work in store.loadings(viewed, generation):
        began = time.perf_counter()
        work()
        loaded += time.perf_counter() - began
    head = Head(ABOUT, f"{store.name}: rebuild / loading and indexing the same rows", at_most(1.5))
    yield head.of([(rebuilt.seconds, loaded)], f"{rebuilt.seconds:,.1f} / {loaded:,.1f} s")
    head = Head(ABOUT, f"{store.name}: memory of the rebuild at its peak / 1 GiB", at_most(1))
    yield head.of([(rebuilt.peak, GIB)], f"{rebuilt.peak / MIB:,.0f} MiB")


class Rebuilding:
    """A rebuild, as `timeline rebuild` does it."""

    def __init__(self, address: str) -> None:
        self._timeline = Timeline(address)

    def piece(self, _upto: int) -> Callable[[], int]:
        """Make ready to make all views anew."""
        return self._timeline.rebuild

    def close(self) -> None:
        """Let go of the database."""
        self._timeline.close()
