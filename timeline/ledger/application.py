"""The ledger: facts go in by whole transactions, and come out in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Event
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.persistence import (
    JSONTranscoder,
)
from eventsourcing.utils import Environment, EnvType

from timeline.database import Cursor, one, rows
from timeline.errors import UnreadableFactError
from timeline.facts import LEDGER_STREAM, RULES, Committed, Draft, Ids, LedgerOpened, RulesAdopted
from timeline.ledger.appending import append, newest_erasure, sql
from timeline.ledger.blanking import Change, Erasure, changes
from timeline.ledger.erasing import erase
from timeline.ledger.mapper import LedgerMapper, as_uuid, encoded, read_back
from timeline.ledger.postgres import PostgresLedgerFactory, PostgresStore
from timeline.ledger.sqlite import SQLiteLedgerFactory, SQLiteStore
from timeline.ledger.translating import translated

POSTGRES = "postgres"
"""How the address of a PostgreSQL database begins; any other is the path of a SQLite file."""
HEAD = 2**62
"""Beyond every position."""
Beside = Callable[[Cursor, int], object]
_SYSTEM = "ledger"
_REMEMBERED = 100_000
_CHUNK = 1_000  # a replay has few rows at hand, which is quicker than fewer questions


class Watch(Protocol):
    """Tells of commits, whoever made them; of all watches on one ledger the leading one shall follow."""

    def leads(self) -> bool:
        """Tell whether this one leads."""

    def wait(self, stop: Event) -> None:
        """Wait for a commit, for a while, or until told to *stop*."""


class Commit(msgspec.Struct, frozen=True):
    """The end of a transaction: its last *position*, when it was *recorded*, and whether by a replay."""

    position: int
    recorded: int
    replayed: bool


class Stored(NamedTuple):
    """A fact as it is stored, unread; *number* is the position of the first fact of its *stream*."""

    position: int
    number: int
    stream: UUID
    version: int
    topic: str
    state: bytes


class Ledger(Application[UUID]):
    """An append-only log of facts in one database.

    *namespace* is drawn at random by the caller; it becomes the ledger's own if this process is the one to open it. A
    database that may lose what it acknowledged is refused, unless the caller says that it may be *unsafe*.
    """

    name = "ledger"

    def __init__(self, database: str, namespace: UUID, *, unsafe: bool = False) -> None:
        self.database, self.unsafe = database, unsafe
        with translated():
            super().__init__(env={"SQLITE_DBNAME": database, "SQLITE_LOCK_TIMEOUT": "30"})
        self._ids = Ids(namespace)
        self._opened = False
        self._streams: set[UUID] = set()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Return our own settings only: the library would let any variable of the shell override them."""
        return Environment(name, dict(env or {}))

    def construct_factory(  # type: ignore[override] # ours makes ours
        self, env: Environment
    ) -> SQLiteLedgerFactory | PostgresLedgerFactory:
        """Return the factory of durable connections."""
        if self.database.startswith(POSTGRES):
            return PostgresLedgerFactory(env, self.database, unsafe=self.unsafe)
        return SQLiteLedgerFactory(env, unsafe=self.unsafe)

    def construct_mapper(self) -> LedgerMapper:
        """Return our mapper; the library's transcoder is never used."""
        return LedgerMapper(JSONTranscoder())

    def construct_recorder(self) -> SQLiteStore | PostgresStore:
        """Return our recorder, its tables in place."""
        factory: object = self.factory
        assert isinstance(factory, SQLiteLedgerFactory | PostgresLedgerFactory)  # noqa: S101 - construct_factory made it
        store = (
            SQLiteStore(factory.datastore)
            if isinstance(factory, SQLiteLedgerFactory)
            else PostgresStore(factory.datastore)
        )
        store.create_table()
        return store

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """Give a cursor on one snapshot of the database."""
        with translated(), self._store.reading() as cursor:
            yield cursor

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[Cursor]:
        """Give a cursor on a transaction that commits at the end, or leaves nothing behind.

        What can be derived anew, as views, need not be *durable*: then nobody waits for the disk.
        """
        with translated(writing=True), self._store.writing(durable=durable) as cursor:
            yield cursor

    @contextmanager
    def appending(self) -> Iterator[Cursor]:
        """Give a cursor on such a transaction beside which nobody appends."""
        with translated(writing=True), self._store.appending() as cursor:
            yield cursor

    @contextmanager
    def restructuring(self) -> Iterator[Cursor]:
        """Give a cursor on such a transaction in which tables may be exchanged: nobody trips over it."""
        with translated(writing=True), self._store.restructuring() as cursor:
            yield cursor

    @contextmanager
    def watching(self) -> Iterator[Watch]:
        """Give a watch on what others commit."""
        with translated(), closing(self._store.watch()) as watch:
            yield watch

    @property
    def namespace(self) -> UUID | None:
        """The name of this ledger, if it is known to be open already: no other one has it."""
        return self._ids.namespace if self._opened else None

    def ids(self, c: Cursor) -> Ids:
        """Return the names of this ledger's streams."""
        if not self._opened:
            for committed in self.stream(c, LEDGER_STREAM):
                if isinstance(committed.fact, LedgerOpened):
                    self._ids, self._opened = Ids(committed.fact.namespace), True
        return self._ids

    def append(
        self,
        drafts: Sequence[Draft],
        *,
        now: int,
        replayed: int | None = None,
        said: Sequence[bytes] = (),
        checked: bool = False,
        beside: Beside | None = None,
        erasures: int | None = None,
    ) -> int:
        """Store *drafts* as one transaction, and return its last position (0 for none).

        *now* is the machine's clock; *replayed* stands in for it in a replay. *said* are digests of lines to remember.
        Every value of *checked* drafts was read from text and is right; others are read back before they are stored.
        What else belongs to the transaction is done *beside*, told the last position. *erasures* is the newest erasure
        that the drafts know of.
        Raises StaleWriteError where another writer was faster, LedgerWriteError where nothing could be stored.
        """
        opening = [] if self._opened or not drafts else self._opening()
        encode = encoded if checked else read_back
        stored = [(draft, encode(draft)) for draft in (*opening, *drafts)]
        with self.appending() as c:
            last = append(c, stored, said, now=now, replayed=replayed, erasures=erasures)
            if beside is not None:
                beside(c, last)
        if opening:
            self._opened = True
        return last

    def put(self, c: Cursor, draft: Draft, *, now: int) -> int:
        """Store one fact in a transaction that is there already, as one that appends; return its position."""
        return append(c, [(draft, read_back(draft))], (), now=now)

    def erase(
        self, erasure: Erasure, by: str, *, now: int, replayed: int | None = None, said: Sequence[bytes] = ()
    ) -> int | None:
        """Overwrite wording where it is stored, and say so in a fact, in one transaction; return its position.

        None where nothing is left to erase; a replay says what was said. What was overwritten may stand in the files
        of the database until they are tidied. Raises StaleWriteError, LedgerWriteError.
        """
        with translated(writing=True), self._store.erasing() as c:
            found = changes(c, erasure)
            if replayed is None and not any(change.is_new for change in found):
                return None
            return erase(c, erasure, found, by, now=now, replayed=replayed, said=said)

    def newest_erasure(self, c: Cursor) -> int:
        """Return the position of the newest erasure; 0 before the first."""
        return newest_erasure(c)

    def erasable(self, c: Cursor, erasure: Erasure) -> list[Change]:
        """Return what an erasure would overwrite."""
        return changes(c, erasure)

    def tidy(self) -> list[str]:
        """Rid the files of the database of what was overwritten; return what is left to do, and by whom."""
        with translated(writing=True):
            return self._store.tidy()

    def facts(self, c: Cursor, after: int = 0, upto: int = HEAD) -> Iterator[Committed]:
        """Read the facts behind position *after* in ledger order, some thousands at a time."""
        fact = self._mapper.fact
        for position, number, stream, _, topic, state in self._rows(c, after, upto):
            yield fact(position, number, stream, (topic, state))

    def read(self, stored: Stored) -> Committed:
        """Return the fact that is stored. Raises UnreadableFactError."""
        return self._mapper.fact(stored.position, stored.number, stored.stream, (stored.topic, stored.state))

    def stored(self, c: Cursor, after: int = 0, upto: int = HEAD) -> Iterator[Stored]:
        """Yield what is stored behind position *after* in ledger order, some thousands at a time.

        Raises UnreadableFactError for what cannot even be named.
        """
        return map(Stored._make, self._rows(c, after, upto))

    def _rows(self, c: Cursor, after: int, upto: int) -> Iterator[tuple[int, int, UUID, int, str, bytes]]:
        """Yield the fields of what is stored; plain tuples, since a replay makes millions."""
        statement = sql(c, "facts")
        of, number, stream = None, 0, LEDGER_STREAM
        while chunk := rows(c, statement, {"after": after, "upto": upto, "limit": _CHUNK}):
            for position, name, version, topic, state in chunk:
                if name != of:  # most facts of a stream stand side by side
                    of, stream = name, as_uuid(name)
                    number = position if version == 1 else (one(c, sql(c, "number"), (name,)) or (0,))[0]
                if not isinstance(state, bytes):
                    raise UnreadableFactError(f"position {position}: it holds no bytes")
                yield position, number, stream, version, topic, state
            after = chunk[-1][0]

    def stream(self, c: Cursor, stream: UUID, upto: int = HEAD) -> list[Committed]:
        """Return the facts of one stream, up to a position."""
        return self._numbered(rows(c, sql(c, "facts_of_stream"), (stream.hex, upto)))

    def stream_of(self, c: Cursor, number: int, upto: int = HEAD) -> list[Committed]:
        """Return the facts of the stream that begins at position *number*, up to a position."""
        return self._numbered(rows(c, sql(c, "facts_of_number"), (number, upto)))

    def number(self, c: Cursor, stream: UUID) -> int | None:
        """Return the position of the first fact of *stream*."""
        row = one(c, sql(c, "number"), (stream.hex,))
        return None if row is None else int(row[0])

    def has(self, c: Cursor, stream: UUID) -> bool:
        """Tell whether *stream* holds a fact."""
        if stream in self._streams:  # what exists stays: facts are never deleted
            return True
        if not one(c, sql(c, "has"), (stream.hex,))[0]:
            return False
        if len(self._streams) >= _REMEMBERED:
            self._streams.clear()
        self._streams.add(stream)
        return True

    def said(self, c: Cursor, digest: bytes) -> bool:
        """Tell whether a line with this *digest* was recorded."""
        return bool(one(c, sql(c, "said"), (digest,))[0])

    def newest(self, c: Cursor) -> Commit | None:
        """Return the newest commit; None before the first."""
        return _commit(one(c, sql(c, "newest")))

    def commit_by_time(self, c: Cursor, recorded: int, upto: int = HEAD) -> Commit | None:
        """Return the last commit recorded by a moment, among those up to a position."""
        return _commit(one(c, sql(c, "commit_by_time"), {"recorded": recorded, "upto": upto}))

    def commit_by_position(self, c: Cursor, position: int) -> Commit | None:
        """Return the last commit at or before a position."""
        return _commit(one(c, sql(c, "commit_by_position"), (position,)))

    def batch_end(self, c: Cursor, after: int, size: int, upto: int = HEAD) -> int | None:
        """Return where a batch of about *size* facts behind *after* ends: with a transaction, at *upto* the latest."""
        within = self.commit_by_position(c, min(after + size, upto))
        if within is None or within.position <= after:
            row = one(c, sql(c, "commit_behind"), {"after": after, "upto": upto})
            return None if row is None else int(row[0])
        return within.position

    def recorded_live(self, c: Cursor) -> bool:
        """Tell whether anything was recorded other than by a replay."""
        return bool(one(c, sql(c, "recorded_live"))[0])

    @property
    def _store(self) -> SQLiteStore | PostgresStore:
        assert isinstance(self.recorder, SQLiteStore | PostgresStore)  # noqa: S101 - construct_recorder made it
        return self.recorder

    @property
    def _mapper(self) -> LedgerMapper:
        assert isinstance(self.mapper, LedgerMapper)  # noqa: S101 - construct_mapper made it
        return self.mapper

    def _numbered(self, found: Sequence[Any]) -> list[Committed]:
        return [
            self._mapper.fact(position, found[0][0], as_uuid(name), (topic, state))
            for position, name, topic, state in found
        ]

    def _opening(self) -> list[Draft]:
        """The facts that join the first transaction of a ledger."""
        opened, adopted = LedgerOpened(namespace=self._ids.namespace), RulesAdopted(rules=RULES)
        return [Draft(LEDGER_STREAM, 1, opened, _SYSTEM), Draft(LEDGER_STREAM, 2, adopted, _SYSTEM)]


def _commit(row: tuple[int, int, int] | None) -> Commit | None:
    return None if row is None else Commit(row[0], row[1], bool(row[2]))
