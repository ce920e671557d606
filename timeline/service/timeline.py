"""As Known from Python: record what reports claim, and ask what was known when."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Self
from uuid import uuid4

import msgspec

from timeline.clocks import micros
from timeline.commands import Command, EraseWording, checked
from timeline.errors import LedgerError, NotAllowedError
from timeline.facts import Committed, SourceRegistered, TimelineOpened
from timeline.ledger import Ledger, Request
from timeline.projections import WHOLE
from timeline.sealing import Keys, Sealer
from timeline.service.asking import Asking
from timeline.service.auditing import Auditing
from timeline.service.erasing import Erasing
from timeline.service.keeping import Keeping
from timeline.service.location import IN_MEMORY, database_name, key_beside
from timeline.service.receipts import Answered, Outcome, Receipt, Told
from timeline.service.writing import Writer
from timeline.views import Follower, is_set_up, set_up

_RECOVERY = 1.0  # seconds before a database that was gone is looked for again


def system_clock() -> int:
    """Return the machine's time, in microseconds."""
    return micros(datetime.now(UTC))


class Timeline(Asking, Auditing, Erasing, Keeping):
    """One ledger and its views.

    *database* is `sqlite:///path/to/file.db`, or a libpq URI as `postgresql://host/database`. *clock* tells the
    machine's time (microseconds since 1970, UTC). Entries of up to *whole* claims are kept finished; those of more are
    joined when read, which is slower, and keeps a crowded incident small. Times given as text are ISO 8601; a day means
    through its last microsecond, UTC. *key* is the file of the key that signs the log; it is made when first needed.
    Unless told, it lies beside a SQLite file, its name with `.key` behind it. A database that may lose what it
    acknowledged is refused (NotDurableError), unless it may be *unsafe*. Every error is a TimelineError.
    """

    def __init__(
        self,
        database: str = "sqlite:///timeline.db",
        *,
        clock: Callable[[], int] = system_clock,
        whole: int = WHOLE,
        key: str | Path | None = None,
        unsafe: bool = False,
    ) -> None:
        self.database, self.unsafe = database, unsafe
        self._clock, self._whole, self._timelines, self.erasure = clock, whole, set(), 0
        self._erasure_told = 0
        self._ledger = Ledger(database_name(database), uuid4(), unsafe=unsafe)
        with self._ledger.reading() as c:
            ready = is_set_up(c)
        if not ready:
            with self._ledger.restructuring() as c:
                set_up(c)
        self._keys = Keys(key_beside(database) if key is None else Path(key))
        self._sealer = Sealer(self._ledger, self._keys, alone=self.in_one_process)
        self._writer = Writer(self._ledger)
        self._follower = Follower(self._ledger, whole=whole)

    @classmethod
    def in_memory(cls, *, clock: Callable[[], int] = system_clock) -> Self:
        """Open an empty ledger that is gone when closed."""
        return cls(IN_MEMORY, clock=clock)

    def close(self) -> None:
        """Let go of the database."""
        self._ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def now(self) -> int:
        """Return the machine's time, in microseconds."""
        return self._clock()

    def record(self, command: Command, *, by: str = "local") -> Receipt:
        """Record one command, and bring the views up to date with it. Raises NotAllowedError or ConflictError."""
        receipt = self._writer.record(Told(checked(command), by, checked=True), self.now())
        self.show_recorded()
        return receipt

    def record_once(
        self,
        command: Command,
        request: Request,
        *,
        by: str = "local",
        answer: Callable[[Receipt], bytes] = msgspec.json.encode,
    ) -> Answered:
        """Record one command, however often its *request* is sent; its *answer* is kept for a week.

        It is stored with the facts, or not at all. One that is refused leaves nothing. Raises KeyTakenError, too.
        """
        told = Told(checked(command), by, checked=True)
        answered = self._writer.record_once(told, request, self.now(), answer)
        self.show_recorded()
        return answered

    def import_once(
        self, batch: Sequence[Told], request: Request, *, answer: Callable[[list[Outcome]], bytes]
    ) -> Answered:
        """Record many commands in one transaction, however often its *request* is sent; none stops another."""
        return self._writer.import_once(batch, request, self.now(), answer)

    def import_batch(self, batch: Sequence[Told], *, stop: bool = True) -> list[Outcome]:
        """Record many commands in one transaction, passing over what is known; *stop* at the first that is refused."""
        return self._writer.import_batch(batch, self.now(), stop=stop)

    def replay(self, batch: Sequence[Told], recorded: int) -> list[Outcome]:
        """Record commands as one transaction at the *recorded* time that they give."""
        if any(isinstance(told.command, EraseWording) for told in batch):
            return self.replay_erasures(batch, recorded)
        return self._writer.replay(batch, recorded, self.now())

    @contextmanager
    def trying(
        self, *, replaying: bool = False, at: int | None = None
    ) -> Iterator[Callable[[Sequence[Told]], list[Outcome]]]:
        """Give a function that tells what commands would come to, each knowing those before; nothing is recorded.

        *at* is when they would be told: now, unless told otherwise.
        """
        with self._writer.trying(self.now() if at is None else at, replaying=replaying) as tried:
            yield tried

    def must_take_replays(self) -> None:
        """Refuse a replay where anything was recorded live. Raises NotAllowedError."""
        with self._ledger.reading() as c:
            if self._ledger.recorded_live(c):
                raise NotAllowedError.at(
                    "/recorded", "this ledger holds what was recorded live; replay into an empty one"
                )

    def follow(
        self,
        stop: Event,
        troubled: Callable[[LedgerError], object] = lambda _: None,
        reached: Callable[[int], object] = lambda _: None,
        erased: Callable[[], object] = lambda: None,
    ) -> None:
        """Keep views and log up with what others write, until told to *stop*; say which position is *reached*.

        Of all who follow one ledger, on PostgreSQL one does the work, and another takes over when it is gone.
        *troubled* is told where the database cannot be used; it may be back at the next look. *erased* is told where
        wording was erased since the last look: whatever is remembered of answers may hold it.
        """
        while not stop.is_set():
            try:
                with self._ledger.watching() as watch:
                    while not stop.is_set():
                        self.look_for_erasures(erased)
                        position = self.catch_up(reached) if watch.leads() else self.lag()[0]
                        reached(position)
                        self.seal_in_time(position, troubled)  # whoever leads may have no key
                        watch.wait(stop)
            except LedgerError as error:
                troubled(error)
                stop.wait(_RECOVERY)
        self.seal_before_end(troubled)

    def committed(self, timeline: str) -> Generator[Committed]:
        """Yield the facts about a timeline in ledger order: its own, its incidents' and reports', and all sources'."""
        with self._ledger.reading() as c:
            of_timeline: set[int] = set()
            for committed in self._ledger.facts(c):
                fact = committed.fact
                if isinstance(fact, SourceRegistered) or timeline in (
                    getattr(fact, "timeline", None),
                    fact.slug if isinstance(fact, TimelineOpened) else None,
                ):
                    of_timeline.add(committed.number)
                if committed.number in of_timeline:
                    yield committed
