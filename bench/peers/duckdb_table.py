"""A history table in DuckDB, as an analyst would keep one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from bench.history import Version
from bench.peers.tables import BEST_CHANGES, COLUMNS, Parameters, Table, bound, named_in, statements

_CREATE: Final = """
CREATE TABLE history (
    number BIGINT, slug VARCHAR, began BIGINT, ended BIGINT, sort BIGINT, latest BIGINT, admin1 VARCHAR,
    country VARCHAR, status VARCHAR, kind VARCHAR, month VARCHAR, doc VARCHAR
)
"""
_SORT: Final = "CREATE TABLE sorted AS SELECT * FROM history ORDER BY admin1, sort, slug, began"
_BEST: Final = [
    _SORT,
    "DROP TABLE history",
    "ALTER TABLE sorted RENAME TO history",
    "CREATE INDEX one ON history (number)",
]
_INTS: Final = {"number", "began", "ended", "sort", "latest"}


class DuckdbTable(Table):
    """One table of versions; at its *best* in the order of the pages, with an index by incident."""

    def __init__(self, folder: Path, *, best: bool) -> None:
        self.name = "DuckDB, tuned" if best else "DuckDB"
        self._best = best
        self.statements = statements("history", **({"changes": BEST_CHANGES} if best else {}))
        self._connection = duckdb.connect(str(folder / f"table-{'best' if best else 'default'}.duckdb"))

    def load(self, versions: Iterable[Sequence[Version]]) -> None:
        """Take in all versions, column by column."""
        c = self._connection
        c.execute(_CREATE)
        names = COLUMNS.split(", ")
        for batch in versions:
            columns = zip(names, zip(*batch, strict=True), strict=True)
            rows = {name: np.array(column, dtype=np.int64 if name in _INTS else object) for name, column in columns}
            c.register("batch", rows)
            c.execute("INSERT INTO history SELECT * FROM batch")
            c.unregister("batch")
        for statement in _BEST if self._best else ():
            c.execute(statement)
        c.execute("CHECKPOINT")

    def rows(self, statement: str, parameters: Parameters) -> Sequence[Any]:
        """Run a statement."""
        named = named_in(statement, parameters)
        return self._connection.execute(bound(statement, "${}"), named).fetchall()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
