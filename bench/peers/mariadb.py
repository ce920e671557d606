"""A system-versioned table in MariaDB, asked AS OF: what the SQL standard has for the past."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import mysql.connector

from bench.history import Version
from bench.peers.tables import Parameters, Table, bound, named_in, statements
from timeline.clocks import EVER, as_datetime, micros

_COLUMNS: Final = """
    number BIGINT NOT NULL, slug VARCHAR(128) NOT NULL, sort BIGINT NOT NULL, latest BIGINT NOT NULL,
    admin1 VARCHAR(6) NOT NULL, country CHAR(2) NOT NULL, status VARCHAR(16) NOT NULL, kind VARCHAR(32) NOT NULL,
    month CHAR(7) NOT NULL, doc MEDIUMTEXT NOT NULL
"""
_DEFAULT: Final = f"CREATE TABLE history ({_COLUMNS}, PRIMARY KEY (number), KEY (admin1, sort)) WITH SYSTEM VERSIONING"
_BEST: Final = f"""
CREATE TABLE history (
    {_COLUMNS},
    row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START,
    row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END,
    PERIOD FOR SYSTEM_TIME (row_start, row_end),
    PRIMARY KEY (number, row_end)
) WITH SYSTEM VERSIONING
"""
_INDEXES: Final = [
    "ALTER TABLE history ADD KEY page (admin1, sort, slug, row_start, row_end)",
    "ALTER TABLE history ADD KEY counts (row_end, row_start, status, month)",
    "ALTER TABLE history ADD KEY begun (row_start, number)",
]
_TOGETHER: Final = 500
_MOST = "2038-01-19 03:14:07.999999"
_PAGE: Final = """
SELECT doc FROM history FOR SYSTEM_TIME AS OF TIMESTAMP :p
WHERE admin1 = :place AND sort >= :begins AND sort < :ends ORDER BY sort, slug LIMIT {limit}
"""
_NOW: Final = """
SELECT doc FROM history
WHERE admin1 = :place AND sort >= :begins AND sort < :ends ORDER BY sort, slug LIMIT {limit}
"""
_BEST_PAGE: Final = """
SELECT h.doc
FROM (
    SELECT number, row_end, sort, slug FROM history FOR SYSTEM_TIME ALL
    WHERE admin1 = :place AND sort >= :begins AND sort < :ends AND row_start <= :p AND row_end > :p
    ORDER BY sort, slug LIMIT {limit}
) AS found
JOIN history FOR SYSTEM_TIME ALL AS h ON h.number = found.number AND h.row_end = found.row_end
ORDER BY found.sort, found.slug
"""
_COUNTS: Final = """
SELECT status, month, count(*) FROM history FOR SYSTEM_TIME AS OF TIMESTAMP :p GROUP BY status, month
"""
_STORY: Final = """
SELECT row_start, row_end, doc FROM history FOR SYSTEM_TIME ALL WHERE number = :number ORDER BY row_start
"""
_CHANGES: Final = """
SELECT x.number, x.doc, y.doc
FROM history FOR SYSTEM_TIME AS OF TIMESTAMP :earlier AS x
LEFT JOIN history FOR SYSTEM_TIME AS OF TIMESTAMP :later AS y ON y.number = x.number
WHERE y.doc IS NULL OR y.doc <> x.doc
UNION ALL
SELECT y.number, NULL, y.doc
FROM history FOR SYSTEM_TIME AS OF TIMESTAMP :later AS y
LEFT JOIN history FOR SYSTEM_TIME AS OF TIMESTAMP :earlier AS x ON x.number = y.number
WHERE x.number IS NULL
ORDER BY 1 {limit}
"""
_BEST_CHANGES: Final = """
SELECT t.number, x.doc, y.doc
FROM (
    SELECT number FROM history FOR SYSTEM_TIME ALL WHERE row_start > :earlier AND row_start <= :later
    UNION SELECT number FROM history FOR SYSTEM_TIME ALL WHERE row_end > :earlier AND row_end <= :later
) AS t
LEFT JOIN history FOR SYSTEM_TIME ALL AS x
    ON x.number = t.number AND x.row_start <= :earlier AND x.row_end > :earlier
LEFT JOIN history FOR SYSTEM_TIME ALL AS y
    ON y.number = t.number AND y.row_start <= :later AND y.row_end > :later
WHERE NOT (x.doc <=> y.doc)
ORDER BY t.number {limit}
"""


class Mariadb(Table):
    """One system-versioned table; at its *best* with its times in columns, so that indexes can hold them."""

    def __init__(self, socket: Path, *, best: bool) -> None:
        slowly = "" if mysql.connector.HAVE_CEXT else ", driver in Python"
        self.name = ("MariaDB, tuned" if best else "MariaDB AS OF") + slowly
        self._best = best
        chosen = {"page": _PAGE, "now": _NOW, "counts": _COUNTS, "story": _STORY, "changes": _CHANGES}
        if best:
            chosen |= {"page": _BEST_PAGE, "changes": _BEST_CHANGES}
        self.statements = statements("history", **chosen)
        self._connection: Any = mysql.connector.connect(
            unix_socket=str(socket), user="root", charset="utf8mb4", collation="utf8mb4_bin", autocommit=True
        )
        database = "best" if best else "plain"
        self._run(f"CREATE DATABASE IF NOT EXISTS {database}")
        self._run(f"USE {database}")
        self._run("SET time_zone = '+00:00'")

    def load(self, versions: Iterable[Sequence[Version]]) -> None:
        """Take in all versions with the times that they had."""
        self._run("DROP TABLE IF EXISTS history")
        self._run(_BEST if self._best else _DEFAULT)
        for setting in ("system_versioning_insert_history = 1", "unique_checks = 0", "foreign_key_checks = 0"):
            self._run(f"SET {setting}")
        columns = "number, slug, sort, latest, admin1, country, status, kind, month, doc, row_start, row_end"
        insert = f"INSERT INTO history ({columns}) VALUES ({', '.join(['%s'] * 12)})"  # noqa: S608 - constants
        cursor = self._connection.cursor()
        for batch in versions:
            self._run("START TRANSACTION")
            for first in range(0, len(batch), _TOGETHER):  # each goes out as one packet
                some = batch[first : first + _TOGETHER]
                cursor.executemany(insert, [(v.number, v.slug, *v[4:], _text(v.start), _text(v.end)) for v in some])
            self._run("COMMIT")
        cursor.close()
        for statement in (*(_INDEXES if self._best else ()), "ANALYZE TABLE history"):
            self._run(statement)

    def moment(self, p: int) -> object:
        """Return a moment as MariaDB takes it."""
        return _text(p)

    def micros(self, moment: datetime) -> int:
        """Return a moment that was read; the last that MariaDB knows is never."""
        return EVER if moment.isoformat(" ") == _MOST else micros(moment.replace(tzinfo=UTC))

    def rows(self, statement: str, parameters: Parameters) -> Sequence[Any]:
        """Run a statement."""
        cursor = self._connection.cursor()
        cursor.execute(bound(statement, "%({})s"), named_in(statement, parameters))
        rows: Sequence[Any] = cursor.fetchall()
        cursor.close()
        return rows

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _run(self, statement: str) -> None:
        cursor = self._connection.cursor()
        cursor.execute(statement)
        cursor.fetchall()
        cursor.close()


def _text(p: int) -> str:
    return _MOST if p >= EVER - 1 else as_datetime(p).strftime("%Y-%m-%d %H:%M:%S.%f")
