"""Copies of a whole ledger: into a SQLite file of its own, and from there into an empty database of either kind."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from timeline.database import Cursor, Dialect, one, rows
from timeline.errors import BackupError, NotOurLedgerError
from timeline.ledger.sqlite import APPLICATION_ID, LedgerCursor, version_of
from timeline.ledger.tables import NOTHING, SCHEMA, complete
from timeline.sql import statements

_CHUNK: Final = 5_000
_OWNER_ALONE: Final = 0o600
_TABLES: Final[dict[str, tuple[object, ...]]] = {
    "stored_events": (0,),
    "clock": (0,),
    "commits": (0,),
    "said": (b"",),
    "leaves": (-1,),
    "tiles": (-1, -1),
    "checkpoints": (0,),
    "requests": (b"",),
    "erased": (b"",),
    "secrets": ("",),
}
"""Every table, and what comes before the first of its keys."""
Progress = Callable[[int], object]


def write_copy(source: Cursor, file: Path, on_rows: Progress) -> None:
    """Write all that one snapshot of a ledger holds into a new *file*, whole or not at all. Raises BackupError."""
    if file.exists():
        raise BackupError(f"{file} is there already; choose another name")
    draft = file.with_name(f".{file.name}.{os.getpid()}.new")
    try:
        draft.touch(_OWNER_ALONE, exist_ok=False)
        try:
            with closing(sqlite3.connect(draft, isolation_level=None)) as raw:
                raw.execute("PRAGMA journal_mode = OFF")
                _fill(source, LedgerCursor(raw.cursor()), on_rows)
            _synced(draft)
            draft.replace(file)
            _synced(file.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except (OSError, sqlite3.OperationalError) as error:
        raise BackupError(f"{file}: {error}") from error


@contextmanager
def read_copy(file: Path) -> Iterator[Cursor]:
    """Give a cursor on a copy, which is only read; one of an older version is completed in another file, for a while.

    Raises BackupError for a file that is none.
    """
    try:
        with (
            closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as raw,
            closing(sqlite3.connect("", isolation_level=None)) as another,
        ):
            raw.execute("BEGIN")  # of one moment, should somebody still write to it
            c = LedgerCursor(raw.cursor())
            version = version_of(c)
            if version == NOTHING:
                raise BackupError(f"{file} is empty")
            if version != SCHEMA:
                raw.backup(another)
                c = LedgerCursor(another.cursor())
                complete(c, version)
            yield c
    except (sqlite3.DatabaseError, NotOurLedgerError) as error:
        raise BackupError(f"{file}: {error}") from error


def take_copy(source: Cursor, target: Cursor, on_rows: Progress) -> None:
    """Put all of a copy into an empty ledger. Raises BackupError where it is not empty."""
    (facts,) = one(target, "SELECT count(*) FROM stored_events")
    if facts:
        raise BackupError(f"the database holds {facts} facts already; restore into an empty one")
    for table in _TABLES:
        _copy(source, target, table, on_rows)
    target.execute(_sql(target)["restored"])


def _fill(source: Cursor, target: Cursor, on_rows: Progress) -> None:
    target.execute("BEGIN IMMEDIATE")
    complete(target, NOTHING)
    target.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    target.execute(f"PRAGMA user_version = {SCHEMA}")
    for table in _TABLES:
        _copy(source, target, table, on_rows)
    target.execute("COMMIT")


def _copy(source: Cursor, target: Cursor, table: str, on_rows: Progress) -> None:
    read, write = _sql(source)[f"read_{table}"], _sql(target)[f"write_{table}"]
    as_named: Callable[[Any], object] = _hex if target.dialect is Dialect.SQLITE else _uuid
    after = _TABLES[table]
    while chunk := rows(source, read, {f"after_{n}": key for n, key in enumerate(after)} | {"limit": _CHUNK}):
        after = chunk[-1][: len(after)]
        if table == "stored_events":
            chunk = [(position, as_named(stream), *rest) for position, stream, *rest in chunk]
            on_rows(len(chunk))
        target.executemany(write, chunk)


def _sql(c: Cursor) -> Any:  # noqa: ANN401 - a mapping of texts
    return statements("timeline.ledger", "copies.sql", c.dialect)


def _hex(stream: str | UUID) -> str:
    return stream if isinstance(stream, str) else stream.hex


def _uuid(stream: str | UUID) -> UUID:
    return UUID(stream) if isinstance(stream, str) else stream


def _synced(path: Path) -> None:
    """See to it that a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
