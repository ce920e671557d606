"""Keeps the views up with what other processes write to the same ledger."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Final

from timeline.errors import LedgerError
from timeline.service import Timeline

PAUSE: Final = 0.2
"""Seconds between two looks at the ledger; what this process writes itself is in the views at once."""
_log = logging.getLogger("api")


@contextmanager
def following(timeline: Timeline) -> Iterator[None]:
    """Follow the ledger in a thread of its own, until the end of the block."""
    stop = Event()
    thread = Thread(target=_follow, args=(timeline, stop), name="follower", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _follow(timeline: Timeline, stop: Event) -> None:
    while not stop.wait(PAUSE):
        try:
            reached, newest = timeline.lag()
            if reached < newest:
                timeline.catch_up()
        except LedgerError as error:  # it may be back at the next look
            _log.warning("The views cannot follow the ledger: %s", error.detail)
