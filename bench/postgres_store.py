"""As Known's databases in PostgreSQL, and the plainest way to do there what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from urllib.parse import urlsplit, urlunsplit

import msgspec
import psycopg

from bench.stores import Finished, Loading


class PostgresStore(msgspec.Struct, frozen=True):
    """Databases of one server."""

    server: str
    prefix: str = ""
    name: str = "PostgreSQL"

    def address(self, database: str) -> str:
        """Return the address of a database."""
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self._named(database)}"))

    def exists(self, database: str) -> bool:
        """Tell whether there is one."""
        return self._asked("SELECT 1 FROM pg_database WHERE datname = %s", self._named(database)) is not None

    def create(self, database: str) -> None:
        """Make a new one in place of any that is there."""
        self.remove(database)
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self._named(database)}")

    def remove(self, database: str) -> None:
        """Take one away, if there is one."""
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self._named(database)} WITH (FORCE)")

    def size(self, database: str) -> int:
        """Return how many bytes it takes."""
        found = self._asked("SELECT pg_database_size(%s)", self._named(database))
        return int(found[0]) if found else 0

    def bare(self, log: str) -> BarePostgres:
        """Give a bare table of the shape that the *log* has: in its database, in another schema."""
        return BarePostgres(self.address(log))

    def loadings(self, views: str, generation: int) -> Iterator[Loading]:
        """Yield the pieces of work: the rows of every table in one transaction, then the indexes."""
        with psycopg.connect(self.address(views)) as source, psycopg.connect(self.address(views)) as target:
            target.execute("DROP SCHEMA IF EXISTS loaded CASCADE")
            target.execute("CREATE SCHEMA loaded")
            found = source.execute("SELECT relname FROM pg_class WHERE relkind = 'r' ORDER BY relname").fetchall()
            tables = [name for (name,) in found if re.match(rf"view{generation}_", name)]
            for table in tables:
                target.execute(f"CREATE TABLE loaded.{table} (LIKE {table} INCLUDING STORAGE)")
                with TemporaryFile() as rows:
                    _copy_out(source, table, rows)
                    yield partial(_copy_in, target, f"loaded.{table}", rows)
            for table in tables:
                indexes = source.execute("SELECT indexdef FROM pg_indexes WHERE tablename = %s", (table,)).fetchall()
                for (index,) in indexes:
                    loaded = re.sub(r" ON \S+ USING ", f" ON loaded.{table} USING ", index)
                    yield partial(target.execute, loaded)
            yield target.commit
            target.execute("DROP SCHEMA loaded CASCADE")

    def _named(self, database: str) -> str:
        return self.prefix + database.replace("-", "_")

    def _asked(self, statement: str, name: str) -> Any:  # noqa: ANN401 - one row of one column
        with psycopg.connect(self.server, autocommit=True) as connection:
            return connection.execute(statement, (name,)).fetchone()


class BarePostgres:
    """A table of the log's shape in a schema of its own."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._connection.execute("DROP SCHEMA IF EXISTS bare CASCADE")
        self._connection.execute("CREATE SCHEMA bare")
        self._connection.execute("CREATE TABLE bare.stored_events (LIKE stored_events INCLUDING ALL)")

    def ready(self, rows: Sequence[Finished]) -> Sequence[Any]:
        """Return rows as the driver takes them."""
        return list(rows)

    def append(self, rows: Sequence[Any]) -> None:
        """Store rows by binary COPY."""
        columns = "originator_id, originator_version, topic, state"
        with (
            self._connection.cursor() as c,
            c.copy(f"COPY bare.stored_events ({columns}) FROM STDIN (FORMAT BINARY)") as copy,
        ):
            copy.set_types(["uuid", "int8", "text", "bytea"])
            for row in rows:
                copy.write_row(row)

    def stored(self, after: int, upto: int) -> Sequence[Any]:
        """Read what the log holds."""
        statement = """
            SELECT notification_id, topic, state FROM stored_events
            WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id
        """
        with self._connection.cursor(binary=True) as c:
            return c.execute(statement, (after, upto)).fetchall()

    def close(self) -> None:
        """Let go of the server."""
        self._connection.execute("DROP SCHEMA bare CASCADE")
        self._connection.close()


def _copy_out(source: psycopg.Connection[Any], table: str, rows: BinaryIO) -> None:
    with source.cursor() as c, c.copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
        rows.writelines(copy)
    rows.seek(0)


def _copy_in(target: psycopg.Connection[Any], table: str, rows: BinaryIO) -> None:
    with target.cursor() as c, c.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        while block := rows.read(2**20):
            copy.write(block)
