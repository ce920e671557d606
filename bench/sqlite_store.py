"""As Known's databases in SQLite, and the plainest way to do there what it does."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final

import msgspec

from bench.stores import Finished, Loading

_ROWS: Final = 20_000
_EVENTS: Final = "stored_events"


class SqliteStore(msgspec.Struct, frozen=True):
    """Files in a folder."""

    folder: str
    name: str = "SQLite"

    def path(self, database: str) -> Path:
        """Return the file of a database."""
        return Path(self.folder) / f"{database}.db"

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return f"sqlite:///{self.path(database)}"

    def exists(self, database: str) -> bool:
        """Tell whether there is one."""
        return self.path(database).exists()

    def create(self, database: str) -> None:
        """Make way for a new one."""
        self.remove(database)

    def remove(self, database: str) -> None:
        """Take one away, if there is one."""
        for file in self.path(database).parent.glob(f"{database}.db*"):
            file.unlink()

    def size(self, database: str) -> int:
        """Return how many bytes it takes."""
        return self.path(database).stat().st_size

    def bare(self, log: str) -> BareSqlite:
        """Give a bare table of the shape that the *log* has."""
        self.create("bare-rows")
        return BareSqlite(self.path("bare-rows"), self.path(log))

    def connection(self, database: str) -> sqlite3.Connection:
        """Open a database as As Known does: nothing is acknowledged that is not on the disk."""
        connection = sqlite3.connect(self.path(database), isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "cache_size = -32768"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def loadings(self, views: str, generation: int) -> Iterator[Loading]:
        """Yield the pieces of work: the rows of every table in one transaction, then the indexes."""
        self.create("loaded")
        with closing(self.connection(views)) as source, closing(self.connection("loaded")) as target:
            target.execute("PRAGMA journal_mode = DELETE")  # the quickest for a file that nobody reads meanwhile
            target.execute("PRAGMA cache_size = -262144")
            found = source.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            of_views = [row for row in found if re.match(rf"view{generation}_", row[1])]
            yield partial(target.execute, "BEGIN")
            for _, table, create in (row for row in of_views if row[0] == "table"):
                target.execute(create)
                yield from _filling(source, target, table)
            for _, _, create in (row for row in of_views if row[0] == "index"):
                yield partial(target.execute, create)
            yield partial(target.execute, "COMMIT")
        self.remove("loaded")


class BareSqlite:
    """A table of the log's shape in a file of its own."""

    def __init__(self, path: Path, log: Path) -> None:
        self._log = sqlite3.connect(log, isolation_level=None)
        self._bare = SqliteStore(str(path.parent)).connection(path.stem)
        created = self._log.execute("SELECT sql FROM sqlite_master WHERE name = ? AND sql IS NOT NULL", (_EVENTS,))
        self._bare.execute(created.fetchone()[0])

    def ready(self, rows: Sequence[Finished]) -> Sequence[Any]:
        """Return rows as the driver takes them."""
        return [(stream.hex, version, topic, state) for stream, version, topic, state in rows]

    def append(self, rows: Sequence[Any]) -> None:
        """Store rows in one durable transaction."""
        self._bare.execute("BEGIN IMMEDIATE")
        self._bare.executemany(
            "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)", rows
        )
        self._bare.execute("COMMIT")

    def stored(self, after: int, upto: int) -> Sequence[Any]:
        """Read what the log holds."""
        statement = "SELECT rowid, topic, state FROM stored_events WHERE rowid > ? AND rowid <= ? ORDER BY rowid"
        return self._log.execute(statement, (after, upto)).fetchall()

    def close(self) -> None:
        """Let go of the files."""
        self._bare.close()
        self._log.close()


def _filling(source: sqlite3.Connection, target: sqlite3.Connection, table: str) -> Iterator[Loading]:
    rows = source.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of the catalogue
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows.description))})"  # noqa: S608 - likewise
    while batch := rows.fetchmany(_ROWS):
        yield partial(target.executemany, insert, batch)
