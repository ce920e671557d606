"""The ledger on SQLite: connections that are durable, and a recorder that sets the recorded clock."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment

from timeline.database import Cursor, one, script
from timeline.errors import LedgerError, NotOurLedgerError, StaleWriteError
from timeline.ledger.mapper import head
from timeline.sql import statements

T = TypeVar("T")
APPLICATION_ID = 0x41734B6E  # "AsKn": marks the file as ours
SCHEMA = 1
FULL = 2  # PRAGMA synchronous: a commit is on the disk before it is acknowledged
_CACHE_KIB = 32_768  # of each connection: the default of 2 MB reads index pages again and again
_PATIENCE, _PAUSE = 30, 0.005  # seconds
SQL = statements("timeline.ledger", "ledger.sql")


class DurablePool(SQLiteConnectionPool):
    """Connections that wait for the write lock, and acknowledge nothing that is not on the disk."""

    def _create_connection(self) -> SQLiteConnection:
        try:
            connection = _patiently(super()._create_connection)
            raw = connection._sqlite_conn  # noqa: SLF001 - the library has no hook for pragmas
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            (level,) = raw.execute("PRAGMA synchronous").fetchone()
        except sqlite3.OperationalError as error:
            raise LedgerError(f"{self.db_name}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise NotOurLedgerError(f"{self.db_name}: {error}") from error
        if level != FULL:
            raise NotOurLedgerError(f"{self.db_name}: PRAGMA synchronous is {level} and stays so; FULL is needed")
        return connection


class LedgerFactory(SQLiteFactory):
    """The library's SQLite factory, with durable connections."""

    def __init__(self, env: Environment) -> None:
        super().__init__(env)
        _must_not_be_anothers(Path(str(self.datastore.pool.db_name)))
        self.datastore.pool = DurablePool(
            db_name=self.datastore.pool.db_name, lock_timeout=self.datastore.pool.lock_timeout, pool_timeout=60.0
        )


class LedgerRecorder(SQLiteApplicationRecorder):
    """Appends whole transactions: their recorded time is set here, under the write lock."""

    def __init__(self, datastore: SQLiteDatastore, events_table_name: str = "stored_events") -> None:
        super().__init__(datastore, events_table_name)

    def create_table(self) -> None:
        """Set up an empty database, under its write lock. Raises NotOurLedgerError for one that is not ours."""
        with self.datastore.transaction(commit=True) as c:
            if _is_ours(c):
                return
        with self.writing() as cursor:
            if not _is_ours(cursor):
                script(cursor, SQL["create"])
                cursor.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                cursor.execute(f"PRAGMA user_version = {SCHEMA}")

    @contextmanager
    def writing(self) -> Iterator[SQLiteCursor]:
        """Give a cursor on a transaction that has the write lock from its beginning.

        A transaction that reads first, and then writes, fails at once where somebody else has written in between.
        """
        with self.datastore.get_connection(commit=True) as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            try:
                yield cursor
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        now: int = 0,
        replayed: int | None = None,
        said: Sequence[bytes] = (),
        **_: object,
    ) -> Sequence[int]:
        """Append one transaction at *now*, or at the *replayed* time; remember what was *said*."""
        if not stored_events:
            c.executemany(SQL["say"], [(digest,) for digest in said])
            return ()
        recorded = self._tick(c, now) if replayed is None else self._replay(c, replayed)
        c.executemany(SQL["say"], [(digest,) for digest in said])
        front = head(recorded, "live" if replayed is None else "replayed")
        c.executemany(
            SQL["insert"],
            [(_hex(s.originator_id), s.originator_version, s.topic, front + s.state) for s in stored_events],
        )
        (last,) = one(c, SQL["last_insert"])
        c.execute(SQL["commit"], {"position": last, "recorded": recorded, "replayed": int(replayed is not None)})
        return range(last - len(stored_events) + 1, last + 1)

    def _tick(self, c: Cursor, now: int) -> int:
        (recorded,) = one(c, SQL["tick"], {"now": now})
        return int(recorded)

    def _replay(self, c: Cursor, recorded: int) -> int:
        if one(c, SQL["replay"], {"recorded": recorded}) is None:
            raise StaleWriteError("the recorded clock is past this replayed time already")
        (live,) = one(c, SQL["recorded_live"])
        if live:
            raise StaleWriteError("something was recorded live meanwhile")
        return recorded


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


def _is_ours(c: Cursor) -> bool:
    """Tell whether the database is a ledger; False where it is empty. Raises NotOurLedgerError."""
    (application,) = one(c, "PRAGMA application_id")
    (schema,) = one(c, "PRAGMA user_version")
    if application == APPLICATION_ID:
        if schema != SCHEMA:
            raise NotOurLedgerError(f"its schema is version {schema}; this software reads version {SCHEMA}")
        return True
    (tables,) = one(c, "SELECT count(*) FROM sqlite_master")
    if application or tables:
        raise NotOurLedgerError(f"it holds {tables} tables of something else")
    return False


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
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")  # mark and tables as of one moment: somebody may be setting it up
        _is_ours(connection.cursor())


def _hex(originator_id: UUID | str) -> str:
    return originator_id.hex if isinstance(originator_id, UUID) else originator_id
