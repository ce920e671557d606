"""Keeps the views up with what other processes write to the same ledger."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from timeline.errors import LedgerError
from timeline.service import Timeline

_log = logging.getLogger("api")


@contextmanager
def following(
    timeline: Timeline, reached: Callable[[int], object], forget: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Follow the ledger in a thread of its own, until the end of the block; say which position is *reached*.

    Where wording was erased, by whichever process, *forget*.
    """
    stop = Event()
    thread = Thread(target=timeline.follow, args=(stop, _troubled, reached, forget), name="follower", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _troubled(error: LedgerError) -> None:
    _log.warning("Views and log cannot follow the ledger: %s", error.detail)
