"""Keeps a generation of the views up to date with the ledger, in whole transactions."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from timeline.database import Cursor
from timeline.errors import LedgerError
from timeline.ledger import HEAD, Ledger
from timeline.memory import collecting_seldom
from timeline.projections import ALL, WHOLE, Knowledge, Share, View, fold, transactions
from timeline.views import generations
from timeline.views.buffer import Buffer
from timeline.views.generations import Generation
from timeline.views.recall import StoredRecall

BATCH = 4_000
"""Facts taken in at once: enough to spread the cost of a commit, few enough to leave others their turn."""
HURRIED = 500
"""Facts whose views do not wait for the disk: beside the work of more, the wait is nothing, and SQLite can tidy up."""
REMEMBERED = 40_000
"""Reports kept in memory from batch to batch, by all who share the work together."""


class Fold:
    """The fold's memory for one generation, carried from batch to batch as long as nobody else moves it on."""

    def __init__(self, ledger: Ledger, whole: int, share: Share = ALL) -> None:
        self._ledger, self._whole, self._share = ledger, whole, share
        self._known: Knowledge | None = None
        self._at: Generation | None = None

    def batch(self, log: Cursor, views: Cursor, read: Generation, upto: int) -> tuple[Buffer, Knowledge]:
        """Fold the facts behind *read* up to position *upto*, the end of a transaction."""
        known = self._remembered(log, views, read)
        buffer = Buffer(views, read)
        for transaction in transactions(self._ledger.facts(log, read.position, upto)):
            n = transaction[-1].position
            touched = fold(known, transaction, self._share)
            buffer.expect(View.INCIDENTS, touched.incidents)
            for refolded in touched.refolded():
                buffer.take(refolded, n)
        return buffer, known

    def keep(self, known: Knowledge, at: Generation) -> None:
        """Remember what was folded, now that it is written."""
        if known.size >= REMEMBERED // self._share.parts:
            known.forget_reports()
        self._known, self._at = known, at

    def forget(self) -> None:
        """Begin from what is stored next time."""
        self._known = self._at = None

    def _remembered(self, log: Cursor, views: Cursor, read: Generation) -> Knowledge:
        recall = StoredRecall(self._ledger, log, views, read)
        if self._known is None or self._at != read:
            return Knowledge(recall, self._whole)
        self._known.recall_from(recall)
        known, self._known = self._known, None  # spoilt, should this batch fail
        return known


class Follower:
    """Moves the answering generation on (or *generation*, while it is built). Any number may run beside each other.

    Entries of up to *whole* visible claims are kept finished. A generation may take in a *share* of all things only.
    """

    def __init__(
        self, ledger: Ledger, generation: int | None = None, *, whole: int = WHOLE, share: Share = ALL
    ) -> None:
        self._ledger, self._generation = ledger, generation
        self._fold = Fold(ledger, whole, share)
        self._lock = Lock()

    def catch_up(self, *, batch: int = BATCH, upto: int = HEAD, on_batch: Callable[[int], object] | None = None) -> int:
        """Take in all that the ledger holds, or what it holds *upto* a commit, and return the position reached."""
        with self._lock, collecting_seldom():
            while (reached := self._step(batch, upto)) is not None:
                if on_batch is not None:
                    on_batch(reached)
            with self._ledger.reading() as c:
                return self._read(c).position

    def _step(self, batch: int, last: int) -> int | None:
        """Take in one batch of whole transactions; return the position reached, None where there was nothing left."""
        with self._ledger.reading() as c:
            read = self._read(c)
            if generations.is_outdated(c, read.number):
                return None
            upto = self._ledger.batch_end(c, read.position, batch, last)
            if upto is None:
                return None
            buffer, known = self._fold.batch(c, c, read, upto)
        durable = self._generation is not None or upto - read.position > HURRIED
        with self._ledger.writing(durable=durable) as c:
            if not generations.advance(c, read, upto):
                self._fold.forget()
                return read.position
            buffer.write(c, known.filings, known.citations)
        known.indexed()
        self._fold.keep(known, Generation(read.number, upto))
        return upto

    def _read(self, c: Cursor) -> Generation:
        if self._generation is None:
            return generations.current(c, outdated=True)
        position = generations.position_of(c, self._generation)
        if position is None:
            raise LedgerError("another rebuild, which began later, has cleared this one away")
        return Generation(self._generation, position)
