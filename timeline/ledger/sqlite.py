"""The ledger on SQLite: connections that are durable, and transactions that take turns."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import TypeVar

from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from timeline.database import Cursor, Dialect, one
from timeline.errors import LedgerError, LedgerWriteError, NotDurableError, NotOurLedgerError
from timeline.ledger.tables import NOTHING, SCHEMA, complete, must_be_known

T = TypeVar("T")
APPLICATION_ID = 0x41734B6E  # "AsKn": marks the file as ours
FULL = 2  # PRAGMA synchronous: a commit is on the disk before it is acknowledged
_DURABLE = {"synchronous": "FULL", "wal_autocheckpoint": "1000"}
_UNHURRIED = {"synchronous": "NORMAL", "wal_autocheckpoint": "0"}
"""Without checkpoints: one whose sync of the log fails tells nobody, and gives up what is not durable yet."""
_CACHE_KIB = 32_768  # of each connection: the default of 2 MB reads index pages again and again
_STATEMENTS = 512  # remembered by each connection
_PATIENCE, _PAUSE = 30, 0.005  # seconds
_LOOKING = 0.05  # seconds between two looks, which take a tenth of a millisecond


class LedgerCursor(SQLiteCursor):
    """A cursor that says which SQL it speaks."""

    dialect = Dialect.SQLITE


class DurablePool(SQLiteConnectionPool):
    """Connections that wait for the write lock, and acknowledge nothing that is not on the disk."""

    _made: str | None = None
    """The file once it is there: a later connection makes no other in its place."""

    unsafe = False
    """Whether a database that acknowledges sooner is taken as it is."""

    def _create_connection(self) -> SQLiteConnection:
        try:
            raw = _patiently(self._connected)
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            (level,) = raw.execute("PRAGMA synchronous").fetchone()
        except sqlite3.OperationalError as error:
            raise LedgerError(f"{self.db_name}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise NotOurLedgerError(f"{self.db_name}: {error}") from error
        if level != FULL and not self.unsafe:
            raise NotDurableError(
                f"{self.db_name}: PRAGMA synchronous is {level} and cannot be set to FULL ({FULL}). "
                "For data that may be lost, --unsafe takes it as it is"
            )
        return SQLiteConnection(raw, self.max_age)

    def _connected(self) -> sqlite3.Connection:
        """Connect as the library does, but for its memory of one statement only: each would be planned every time."""
        raw = sqlite3.connect(
            self._made or self.db_name,
            uri=True,
            check_same_thread=False,
            isolation_level=None,
            timeout=self.lock_timeout or _PATIENCE,
            cached_statements=_STATEMENTS,
        )
        if not self.is_sqlite_memory_mode:
            raw.execute("PRAGMA journal_mode = WAL")
            self._made = f"{Path(self.db_name).resolve().as_uri()}?mode=rw"
        return raw


class SQLiteLedgerFactory(SQLiteFactory):
    """The library's SQLite factory, with durable connections."""

    def __init__(self, env: Environment, *, unsafe: bool) -> None:
        super().__init__(env)
        _must_not_be_anothers(Path(str(self.datastore.pool.db_name)))
        self.datastore.pool = DurablePool(
            db_name=self.datastore.pool.db_name, lock_timeout=self.datastore.pool.lock_timeout, pool_timeout=60.0
        )
        self.datastore.pool.unsafe = unsafe


class SQLiteStore(SQLiteApplicationRecorder):
    """Gives transactions on one SQLite file."""

    def __init__(self, datastore: SQLiteDatastore, events_table_name: str = "stored_events") -> None:
        self._in_doubt = False
        self._file: tuple[int, int] | None = None
        super().__init__(datastore, events_table_name)

    def create_table(self) -> None:
        """Set up an empty database, or complete an older one, under its write lock. Raises NotOurLedgerError."""
        with self.reading() as c:
            if version_of(c) == SCHEMA:
                return
        with self.writing() as cursor:
            complete(cursor, version_of(cursor))
            cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            cursor.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[LedgerCursor]:
        """Give a cursor on a transaction that has the write lock from its beginning.

        A transaction that reads first, and then writes, fails at once where somebody else has written in between. One
        that is not *durable* does not wait for the disk: after a power cut it may be gone, as a whole.
        """
        with self.datastore.get_connection(commit=True) as connection:
            cursor = LedgerCursor(connection._sqlite_conn.cursor())  # noqa: SLF001 - ours alone know their dialect
            if not durable:
                _set(cursor, _UNHURRIED)
            try:
                self._begin(cursor)
                yield cursor
                connection.commit()
            except BaseException as error:
                self._in_doubt |= _is_of_the_disk(error)
                connection.rollback()
                if self._in_doubt:
                    with suppress(LedgerError, sqlite3.OperationalError):  # else it is for who writes next
                        self._begin(cursor)
                    connection.rollback()
                raise
            finally:
                if not durable:
                    _set(cursor, _DURABLE)

    def _begin(self, cursor: LedgerCursor) -> None:
        """Take the write lock; where the disk has failed, write the log of SQLite once more. Raises LedgerWriteError.

        What waited for a sync that failed is given up, and the next sync would say that all is well (decision 0025).
        """
        cursor.execute("BEGIN IMMEDIATE")
        if self.datastore.pool.is_sqlite_memory_mode:
            return
        file = str(self.datastore.pool.db_name)
        self._must_be_in_its_place(file)
        if self._in_doubt:
            _write_again(Path(file).resolve())  # where links lead: there SQLite has its log
            self._in_doubt = False

    def _must_be_in_its_place(self, file: str) -> None:
        """Refuse to write where nobody would find it again. Raises LedgerWriteError."""
        try:
            found = os.stat(file)  # noqa: PTH116 - before every write, and a path would cost more than the look
        except OSError as error:
            raise LedgerWriteError(f"{Path(file).name}: {error.strerror}") from error
        identity = found.st_dev, found.st_ino
        self._file = self._file or identity
        if identity != self._file:
            raise LedgerWriteError(f"{Path(file).name}: another file is in its place; end what has opened the old one")

    def appending(self) -> AbstractContextManager[LedgerCursor]:
        """Give a cursor on a transaction that is the only one to append."""
        return self.writing()

    @contextmanager
    def erasing(self) -> Iterator[LedgerCursor]:
        """Give a cursor on a transaction that appends, and writes zeros over what it overwrites."""
        with self.writing() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            try:
                yield cursor
            finally:
                cursor.execute("PRAGMA secure_delete = OFF")

    def tidy(self) -> list[str]:
        """Write the file anew without what was overwritten, and empty its log; return what is left to do."""
        with self.datastore.get_connection(commit=False) as connection:
            cursor = LedgerCursor(connection._sqlite_conn.cursor())  # noqa: SLF001 - as in writing()
            cursor.execute("VACUUM")
            if self.datastore.pool.is_sqlite_memory_mode:
                return []
            deadline = time.monotonic() + _PATIENCE
            while True:
                (busy, *_) = one(cursor, "PRAGMA wal_checkpoint(TRUNCATE)")
                if not busy:
                    return []
                if time.monotonic() > deadline:
                    return ["its log (-wal) still holds wording, as somebody has been reading all the while"]
                time.sleep(_PAUSE)

    @contextmanager
    def reading(self) -> Iterator[LedgerCursor]:
        """Give a cursor on one snapshot of the database."""
        with self.datastore.get_connection(commit=False) as connection:
            cursor = LedgerCursor(connection._sqlite_conn.cursor())  # noqa: SLF001 - as in writing()
            cursor.execute("BEGIN")
            try:
                yield cursor
            finally:
                connection.rollback()

    def restructuring(self) -> AbstractContextManager[LedgerCursor]:
        """Give a cursor on a transaction in which tables may be exchanged: readers keep what they began with."""
        return self.writing()

    def watch(self) -> SQLiteWatch:
        """Return a watch on the ledger."""
        return SQLiteWatch()


class SQLiteWatch:
    """Looks again and again: SQLite tells nobody of commits, and any number may follow."""

    def leads(self) -> bool:
        """Tell whether this is the watch that shall follow."""
        return True

    def wait(self, stop: Event) -> None:
        """Wait a while, or until told to *stop*."""
        stop.wait(_LOOKING)

    def close(self) -> None:
        """End it."""


def _write_again(file: Path) -> None:
    """Write the log beside a database file once more, and see it to the disk. Raises LedgerWriteError."""
    log = file.with_name(f"{file.name}-wal")
    try:
        with suppress(FileNotFoundError), log.open("r+b", buffering=0) as said:
            os.pwrite(said.fileno(), said.read(), 0)
            os.fdatasync(said)
    except OSError as error:
        raise LedgerWriteError(f"{log.name}: {error.strerror}") from error


def _is_of_the_disk(error: BaseException) -> bool:
    """Tell whether reading, writing or syncing a file has failed."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_IOERR


def _set(cursor: LedgerCursor, pragmas: Mapping[str, str]) -> None:
    for name, value in pragmas.items():
        cursor.execute(f"PRAGMA {name} = {value}")


def _patiently(look: Callable[[], T]) -> T:
    """Open a file, trying again while others do so for the first time: turning it to WAL does not wait for its lock."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return look()
        except sqlite3.OperationalError as error:
            if (
                error.sqlite_errorcode not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                or time.monotonic() > deadline
            ):
                raise
            time.sleep(_PAUSE)


def version_of(c: Cursor) -> int:
    """Return of which version the tables are; NOTHING for an empty database. Raises NotOurLedgerError."""
    (application,) = one(c, "PRAGMA application_id")
    (schema,) = one(c, "PRAGMA user_version")
    if application == APPLICATION_ID:
        return must_be_known(schema)
    (tables,) = one(c, "SELECT count(*) FROM sqlite_master")
    if application or tables:
        raise NotOurLedgerError(f"it holds {tables} tables of something else")
    return NOTHING


def _must_not_be_anothers(file: Path) -> None:
    """Refuse a file of something else, before a connection of the library turns it to WAL. Raises LedgerError."""
    if not file.is_file():
        return
    try:
        _patiently(lambda: _look_at(file))
    except sqlite3.OperationalError as error:
        raise LedgerError(f"{file}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise NotOurLedgerError(f"{file}: {error}") from error


def _look_at(file: Path) -> None:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")  # mark and tables as of one moment: somebody may be setting it up
        version_of(LedgerCursor(connection.cursor()))
