"""Several processes at one ledger: some write by clocks that jump, some follow, some read and note what they read."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing.synchronize import Semaphore
from threading import Event, Thread
from typing import NamedTuple

from tests.generators import dice, ground
from tests.laws.noting import Asking, Note, Reader
from tests.material import HOUR, START
from tests.teller import Told
from tests.telling import Clock, by_tester
from timeline.errors import ConflictError, NotAllowedError
from timeline.service import Receipt, Timeline

LATER = START + 1_000 * HOUR
PATIENCE = 600.0
JUMPS = ((0,), (0, 0, -9, -1, 2), (0, 5, -20), (0, 0, 1, -1))
"""How far the clocks of the writers stand from where they should, in hours."""
_turns: list[Semaphore] = []


class Size(NamedTuple):
    """How many write and read, how many transactions each writes, and how many answers each notes."""

    writers: int
    transactions: int
    readers: int
    answers: int


class Seen(NamedTuple):
    """What came of it: what every writer was told, in order, and all that was noted."""

    receipts: list[list[Receipt]]
    notes: list[Note]


def share(turns: Semaphore) -> None:
    """Take what all processes share."""
    _turns.append(turns)


def write(url: str, number: int, seed: int, transactions: int) -> list[Receipt]:
    """Record so many transactions, each when it is its turn; return the receipts of those of one command."""
    chance, told, clock = dice(seed), Told(f"w{number}-"), Clock()
    receipts = list[Receipt]()
    with Timeline(url, clock=clock) as timeline:
        for turn in range(transactions):
            assert _turns[0].acquire(timeout=PATIENCE)
            clock.now = START + turn * HOUR // 10 + chance.choice(JUMPS[number % len(JUMPS)]) * HOUR
            if chance.random() < 0.4:
                some = [told.next(chance) for _ in range(chance.randint(2, 4))]
                timeline.import_batch(by_tester(some), stop=False)
                continue
            try:
                receipts.append(timeline.record(told.next(chance), by="tester"))
            except (NotAllowedError, ConflictError):
                continue
    return [receipt for receipt in receipts if not receipt.already_known]


def read(url: str, seed: int, answers: int, turns: int) -> list[Note]:
    """Note so many answers, and meanwhile give the writers so many turns, evenly; return what was noted."""
    chance, given = dice(seed), 0
    with Timeline(url, clock=Clock(LATER)) as timeline:
        reader = Reader(timeline, chance)
        while len(reader.notes) < answers:
            reader.note()
            while given < turns * len(reader.notes) // answers:
                _turns[0].release()
                given += 1
            if chance.random() < 0.05:
                assert reader.is_told_again(chance.choice(reader.notes))
        return reader.notes


def different(url: str, notes: list[Note]) -> list[Note]:
    """Return the notes whose questions are answered by other bytes now."""
    with Timeline(url, clock=Clock(LATER)) as timeline:
        asking = Asking(timeline)
        return [note for note in notes if not asking.is_told_again(note)]


@contextmanager
def following(url: str) -> Iterator[None]:
    """Let somebody follow meanwhile."""
    stop = Event()
    with Timeline(url) as timeline:
        thread = Thread(target=timeline.follow, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def told_and_read(url: str, size: Size, seed: int) -> Seen:
    """Let all of them work at one ledger; a tenth of the turns comes when nobody reads any more."""
    with Timeline(url, clock=Clock()) as timeline:
        timeline.import_batch(by_tester(ground(dice(seed))))
        timeline.catch_up()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    turns, all_turns = context.Semaphore(0), size.writers * size.transactions
    early = all_turns * 9 // 10 // size.readers
    with ExitStack() as stack:
        pool = stack.enter_context(
            ProcessPoolExecutor(size.writers + size.readers, context, initializer=share, initargs=(turns,))
        )
        stack.enter_context(following(url))
        writing = [pool.submit(write, url, n, seed + n, size.transactions) for n in range(size.writers)]
        reading = [pool.submit(read, url, seed - n, size.answers, early) for n in range(1, size.readers + 1)]
        try:
            notes = [note for reader in reading for note in reader.result()]
        finally:  # also where a reader failed: no writer waits for it
            for _ in range(all_turns):
                turns.release()
        return Seen([writer.result() for writer in writing], notes)


def asked_again(url: str, notes: list[Note], processes: int) -> list[Note]:
    """Ask everything again, shared among processes that have not seen the ledger before; return what differs."""
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(processes, context) as pool:
        parts: list[Future[list[Note]]] = [pool.submit(different, url, notes[n::processes]) for n in range(processes)]
        return [note for part in parts for note in part.result()]
