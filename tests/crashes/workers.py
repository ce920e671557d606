"""What is made to crash: processes that record, follow, rebuild and seal, and say what is done."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from threading import Event

from tests.crashes.material import told
from timeline.errors import LedgerError
from timeline.service import Timeline, Told

READY = "READY\n"
_IN_A_BATCH = 7


def record(timeline: Timeline, name: str, most: int | None = None, excused: tuple[type[LedgerError], ...] = ()) -> None:
    """Record reports one by one and in batches, *most* so many times, and acknowledge each once it is recorded.

    An *excused* error is no acknowledgement, and no end.
    """
    for number in count() if most is None else range(most):
        with suppress(*excused):
            if number % 5:
                keys = [f"{name}-{number}"]
                position = timeline.record(told(keys[0])).position
            else:
                keys = [f"{name}-{number}-{one}" for one in range(_IN_A_BATCH)]
                position = timeline.import_batch([Told(told(one), "local") for one in keys])[-1].position
            os.write(sys.stdout.fileno(), "".join(f"{position} {key}\n" for key in keys).encode())


def follow(timeline: Timeline, _: str) -> None:
    """Keep the views up."""
    timeline.follow(Event())


def rebuild(timeline: Timeline, _: str) -> None:
    """Make the views anew, again and again."""
    while True:
        timeline.rebuild(batch=50)


def seal(timeline: Timeline, _: str) -> None:
    """Sign what is new, again and again."""
    while True:
        timeline.seal()


WORK: dict[str, Callable[[Timeline, str], None]] = {
    "record": record,
    "follow": follow,
    "rebuild": rebuild,
    "seal": seal,
}


def acknowledged(said: str) -> dict[str, int]:
    """Return what a worker acknowledged: keys of reports, and the positions that they were recorded at."""
    whole = [line.split() for line in said.splitlines(keepends=True) if line.endswith("\n")]
    return {words[1]: int(words[0]) for words in whole if len(words) == 2}


def main(work: str, url: str, key: str, name: str) -> None:
    """Do a *work* on a ledger whose *key* is a file, until killed; *name* sets apart what is recorded."""
    with Timeline(url, key=key) as timeline:
        os.write(sys.stdout.fileno(), READY.encode())
        WORK[work](timeline, name)


if __name__ == "__main__":
    main(*sys.argv[1:])
