"""A plain history table in SQLite, as an embedded product would keep one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from bench.history import Version
from bench.peers.tables import BEST_CHANGES, COLUMNS, Parameters, Table, statements

_CREATE: Final = """
CREATE TABLE history (
    number INTEGER NOT NULL, slug TEXT NOT NULL, began INTEGER NOT NULL, ended INTEGER NOT NULL, sort INTEGER NOT NULL,
    latest INTEGER NOT NULL, admin1 TEXT NOT NULL, country TEXT NOT NULL, status TEXT NOT NULL, kind TEXT NOT NULL,
    month TEXT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (number, began)
)
"""
_DEFAULT: Final = ["CREATE INDEX of_place ON history (admin1, sort)", "CREATE INDEX known ON history (began, ended)"]
_BEST: Final = [
    "CREATE INDEX page ON history (admin1, sort, slug, began, ended)",
    "CREATE INDEX counts ON history (began, ended, status, month)",
    "CREATE INDEX begun ON history (began, number)",
    "CREATE INDEX over ON history (ended, number)",
    "ANALYZE",
]
_BEST_PAGE: Final = """
SELECT doc FROM {table} WHERE rowid IN (
    SELECT rowid FROM {table} INDEXED BY page
    WHERE admin1 = :place AND sort >= :begins AND sort < :ends AND began <= :p AND ended > :p
    ORDER BY sort, slug LIMIT {limit}
) ORDER BY sort, slug
"""


class SqliteTable(Table):
    """One table of versions; at its *best* with covering indexes, and statements that make use of them."""

    def __init__(self, folder: Path, *, best: bool) -> None:
        self.name = "SQLite table, tuned" if best else "SQLite table"
        self._best = best
        tuned = {"page": _BEST_PAGE, "changes": BEST_CHANGES} if best else {}
        self.statements = statements("history", **tuned)
        self._connection = sqlite3.connect(folder / f"table-{'best' if best else 'default'}.db", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        if best:
            self._connection.execute("PRAGMA cache_size = -262144")
            self._connection.execute("PRAGMA mmap_size = 17179869184")

    def load(self, versions: Iterable[Sequence[Version]]) -> None:
        """Take in all versions in one transaction, then create the indexes."""
        c = self._connection
        c.execute("BEGIN")
        c.execute(_CREATE)
        for batch in versions:
            c.executemany(f"INSERT INTO history ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", batch)  # noqa: S608
        for statement in _BEST if self._best else _DEFAULT:
            c.execute(statement)
        c.execute("COMMIT")
        c.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def rows(self, statement: str, parameters: Parameters) -> Sequence[Any]:
        """Run a statement."""
        return self._connection.execute(statement, parameters).fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
