"""The ledger on PostgreSQL: connections, cursors that speak its SQL, and the locks that keep writers in order."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from threading import Event
from typing import Any, Final

import psycopg
from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore, PostgresFactory
from eventsourcing.utils import Environment
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper
from psycopg_pool import ConnectionPool

from timeline.database import Cursor, Dialect, Parameters, one, rows
from timeline.errors import LedgerError, NotAllowedError, NotDurableError, NotOurLedgerError
from timeline.ledger.appending import sql
from timeline.ledger.tables import NOTHING, SCHEMA, complete, must_be_known
from timeline.ledger.tidying import tidy

Connection = psycopg.Connection[DictRow]  # as the library wants it; our own cursors give tuples
_VERSIONS: Final = range(16, 19)
_ENCODING: Final = "UTF8"
_MOST_CONNECTIONS: Final = 20
_PATIENCE: Final = 30.0  # seconds
_CONNECTING: Final = 10  # seconds
_WAITING: Final = 5.0  # seconds for a connection: where the server is gone, nobody waits for it for long
_LOOKING: Final = 0.5  # seconds: a bell may be missed, and who is told to stop must notice
_INSERT, _VALUES = "INSERT INTO ", " VALUES ("
_FEW: Final = 4
"""So many rows are stored sooner one by one: a COPY takes two round trips."""
_NUMBER: Final = re.compile(r"(?<=^view)\d+")
_TYPES: Final[dict[str, Sequence[int]]] = {}
_SETTINGS: Final = (
    "SET synchronous_commit TO on",  # a commit is on the disk before it is acknowledged
    "SET plan_cache_mode TO force_generic_plan",  # to plan a page takes longer than to read it
    "SET jit TO off",  # no question here takes long enough to pay for being compiled,
    "SET max_parallel_workers_per_gather TO 0",  # or to pay for workers
    "SET client_min_messages TO warning",
)


class PostgresCursor:
    """A cursor that takes many rows at once as PostgreSQL likes them best."""

    dialect = Dialect.POSTGRES

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor = connection.cursor(binary=True, row_factory=tuple_row)

    def execute(self, statement: str, parameters: Parameters = (), /) -> None:
        """Run one statement."""
        self._cursor.execute(statement.encode(), parameters)

    def executemany(self, statement: str, parameters: Iterable[Sequence[object]], /) -> None:
        """Store many rows: new ones by COPY; else by a statement that takes a list for each column."""
        rows = list(parameters)
        if not rows:
            return
        if not statement.startswith(_INSERT) or _VALUES not in statement or "ON CONFLICT" in statement:
            self._cursor.execute(statement.encode(), [list(column) for column in zip(*rows, strict=True)])
        elif len(rows) > _FEW:
            self._copy(statement.removeprefix(_INSERT).partition(_VALUES)[0], rows)
        else:
            self._cursor.executemany(statement.encode(), rows)

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return self._cursor.fetchall()

    def fetchone(self) -> Any:  # noqa: ANN401 - see database.Cursor.fetchone
        """Return the next row, or None."""
        return self._cursor.fetchone()

    def _copy(self, target: str, rows: list[Sequence[object]]) -> None:
        """Send rows to a *target*, a table with its columns in parentheses."""
        types = self._types(target)
        with self._cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)".encode()) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    def _types(self, target: str) -> Sequence[int]:
        """Return the types of the columns; every generation of a table has the same."""
        alike = _NUMBER.sub("", target)
        if alike not in _TYPES:
            table, _, columns = target.partition("(")
            names = columns.rpartition(")")[0]
            self._cursor.execute(f"SELECT {names} FROM {table} LIMIT 0".encode())  # noqa: S608 - from our own .sql files
            _TYPES[alike] = [column.type_code for column in self._cursor.description or ()]
        return _TYPES[alike]


class LedgerDatastore(PostgresDatastore):
    """The library's datastore on a libpq address, with our own pool of connections."""

    def __init__(self, url: str, *, unsafe: bool) -> None:
        super().__init__(dbname="", host="", port="", user="", password="")
        self.url, self.unsafe = url, unsafe
        self.pool: ConnectionPool[Connection] = ConnectionPool(  # type: ignore[assignment] # a plain pool
            url,
            kwargs={"autocommit": True, "row_factory": dict_row},
            configure=_configure,
            min_size=0,
            max_size=_MOST_CONNECTIONS,
            num_workers=1,
            timeout=_WAITING,
            open=False,
        )
        self.pool.open()

    def register_type_adapters(self) -> None:
        """Do nothing: the library's composite type is not used, and need not be looked for."""


class PostgresLedgerFactory(PostgresFactory):
    """The library's factory with our datastore, which takes a whole address and not its parts."""

    def __init__(self, env: Environment, url: str, *, unsafe: bool) -> None:
        InfrastructureFactory.__init__(self, env)
        self.datastore: LedgerDatastore = LedgerDatastore(url, unsafe=unsafe)


class PostgresStore(PostgresApplicationRecorder):
    """Gives transactions on one schema of a PostgreSQL database."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore) -> None:
        super().__init__(datastore)

    def create_table(self) -> None:
        """Set up an empty schema, or complete an older one, one process at a time.

        Raises NotOurLedgerError, NotDurableError.
        """
        with psycopg.connect(self.datastore.url, row_factory=dict_row, connect_timeout=_CONNECTING) as connection:
            _must_be_known_server(connection)
            _configure(connection)
            c = PostgresCursor(connection)
            if not self.datastore.unsafe:
                _must_be_durable(c)
            if _version(c) != SCHEMA:
                c.execute(sql(c, "setting_up"))
                complete(c, _version(c))
                c.execute(sql(c, "mark"), {"version": SCHEMA})

    @contextmanager
    def reading(self) -> Iterator[PostgresCursor]:
        """Give a cursor on one snapshot of the database."""
        with self.datastore.pool.connection() as connection:
            c = PostgresCursor(connection)
            connection.execute(sql(c, "begin_reading").encode())
            try:
                yield c
            finally:
                connection.commit()  # a rollback would let the driver forget its prepared statements

    @contextmanager
    def writing(self, *, durable: bool = True) -> Iterator[PostgresCursor]:
        """Give a cursor on a transaction that commits at the end, or leaves nothing behind.

        One that is not *durable* does not wait for the disk: after a power cut it may be gone, as a whole.
        """
        with self.datastore.pool.connection() as connection, connection.transaction():
            if not durable:
                connection.execute("SET LOCAL synchronous_commit TO off")
            yield PostgresCursor(connection)

    def appending(self) -> AbstractContextManager[PostgresCursor]:
        """Give a cursor on a transaction that is the only one to append."""
        return self._begun("begin_appending")

    def erasing(self) -> AbstractContextManager[PostgresCursor]:
        """Give a cursor on a transaction that is the only one to append or seal, and may overwrite."""
        return self._begun("begin_erasing")

    @contextmanager
    def _begun(self, how: str) -> Iterator[PostgresCursor]:
        with self.datastore.pool.connection() as connection:
            connection.execute(sql(PostgresCursor(connection), how).encode())
            with _ended(connection) as c:
                yield c

    def tidy(self) -> list[str]:
        """Write the tables anew without what was overwritten; return what is left to do, and by whom."""
        with psycopg.connect(self.datastore.url, autocommit=True, connect_timeout=_CONNECTING) as connection:
            return tidy(connection)

    @contextmanager
    def restructuring(self) -> Iterator[PostgresCursor]:
        """Give a cursor on a transaction beside which nobody reads or appends: tables may be exchanged."""
        with self.datastore.pool.connection() as connection:
            deadline = time.monotonic() + _PATIENCE
            while not self._turn_comes(connection):
                if time.monotonic() > deadline:
                    raise LedgerError(f"somebody has been reading for more than {_PATIENCE:.0f} seconds; try again")
            with _ended(connection) as c:
                yield c

    @staticmethod
    def _turn_comes(connection: Connection) -> bool:
        """Begin a transaction that has all to itself; False where somebody reads or writes just now."""
        try:
            connection.execute(sql(PostgresCursor(connection), "restructure").encode())
        except psycopg.errors.LockNotAvailable:
            connection.rollback()
            return False
        return True

    def watch(self) -> PostgresWatch:
        """Return a watch on the ledger."""
        return PostgresWatch(self.datastore.url)


class PostgresWatch:
    """Is told of every commit; of all watches on one ledger one leads, and another takes over when it is gone."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._leads = False

    @cached_property
    def _connection(self) -> Connection:
        connection = psycopg.connect(self._url, autocommit=True, row_factory=dict_row, connect_timeout=_CONNECTING)
        connection.execute(sql(PostgresCursor(connection), "listen").encode())
        return connection

    def leads(self) -> bool:
        """Tell whether this is the watch that shall follow."""
        if not self._leads:
            c = PostgresCursor(self._connection)
            (self._leads,) = one(c, sql(c, "lead"))
        return self._leads

    def wait(self, stop: Event) -> None:
        """Wait to be told of a commit, or that the views have moved; look again after a while all the same."""
        if not stop.is_set():
            for _ in self._connection.notifies(timeout=_LOOKING, stop_after=1):
                return

    def close(self) -> None:
        """Let another lead."""
        self._connection.close()


@contextmanager
def _ended(connection: Connection) -> Iterator[PostgresCursor]:
    """Give a cursor on a transaction that was begun, and commit it, or leave nothing behind."""
    try:
        yield PostgresCursor(connection)
        connection.commit()
    finally:
        connection.rollback()


def must_be_libpq_uri(url: str) -> None:
    """Refuse what libpq cannot read. Raises NotAllowedError, without repeating what may hold a password."""
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise NotAllowedError.at(
            "/database", "it is no libpq URI; allowed: postgresql://user@host:port/database, ?host=/folder too"
        ) from None


def _configure(connection: Connection) -> None:
    for dumper in (Int8Dumper, Int8BinaryDumper):  # one type for all sizes: one plan for a statement
        connection.adapters.register_dumper(int, dumper)
    connection.execute("; ".join(_SETTINGS).encode())


def _must_be_known_server(connection: Connection) -> None:
    version = connection.info.server_version // 10_000
    if version not in _VERSIONS:
        raise NotOurLedgerError(
            f"the server is PostgreSQL {version}; allowed: {_VERSIONS.start} to {_VERSIONS.stop - 1}"
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != _ENCODING:
        raise NotOurLedgerError(f"it is encoded in {encoding}; allowed: {_ENCODING}")


def _must_be_durable(c: Cursor) -> None:
    """Refuse a server on which a crash may take back what was acknowledged. Raises NotDurableError."""
    off = [name for (name,) in rows(c, sql(c, "forgetful"))]
    if off:
        cure = "; ".join(f"ALTER SYSTEM SET {name} = on" for name in off)
        raise NotDurableError(
            f"its server has {' and '.join(off)} off. As a superuser: {cure}; SELECT pg_reload_conf(). "
            "For data that may be lost, --unsafe takes it as it is"
        )


def _version(c: Cursor) -> int:
    """Return of which version the tables are; NOTHING for an empty schema. Raises NotOurLedgerError."""
    marked, tables = one(c, sql(c, "marked"))
    if marked:
        (version,) = one(c, sql(c, "version"))
        return must_be_known(version)
    if tables:
        raise NotOurLedgerError(f"it holds {tables} tables of something else")
    return NOTHING
