"""A history table in PostgreSQL with a range of time and a GiST index, as its manual suggests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import psycopg

from bench.history import Version
from bench.peers.tables import Parameters, Table, bound, statements
from timeline.clocks import END, EVER, as_datetime, instant_text, micros

_CREATE: Final = """
CREATE TABLE {table} (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number bigint NOT NULL,
    slug text COLLATE "C" NOT NULL, period tstzrange NOT NULL, sort bigint NOT NULL,
    latest bigint NOT NULL, admin1 text COLLATE "C" NOT NULL, country text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL, kind text COLLATE "C" NOT NULL, month text COLLATE "C" NOT NULL, doc text NOT NULL
)
"""
_DEFAULT: Final = [
    "CREATE INDEX ON {table} USING gist (period)",
    "CREATE INDEX ON {table} (admin1, sort)",
    "CREATE INDEX ON {table} (number)",
]
_BEST: Final = [
    "CREATE INDEX ON {table} USING gist (period) INCLUDE (status, month)",
    "CREATE INDEX ON {table} (admin1, sort, slug) INCLUDE (period, id)",
    "CREATE INDEX ON {table} (number)",
    "CREATE INDEX ON {table} (lower(period), number)",
    "CREATE INDEX ON {table} (upper(period), number)",
]
_SETTINGS: Final = [
    "SET plan_cache_mode = force_custom_plan",  # a plan made for any parameter took 20 times as long
    "SET random_page_cost = 1.1",
    "SET work_mem = '64MB'",
    "SET jit = off",
]
_PAGE: Final = """
SELECT doc FROM {table}
WHERE admin1 = :place AND sort >= :begins AND sort < :ends AND period @> :p::timestamptz
ORDER BY sort, slug LIMIT {limit}
"""
_BEST_PAGE: Final = """
SELECT doc FROM {table} WHERE id IN (
    SELECT id FROM {table}
    WHERE admin1 = :place AND sort >= :begins AND sort < :ends AND period @> :p::timestamptz
    ORDER BY sort, slug LIMIT {limit}
) ORDER BY sort, slug
"""
_COUNTS: Final = "SELECT status, month, count(*) FROM {table} WHERE period @> :p::timestamptz GROUP BY status, month"
_STORY: Final = "SELECT lower(period), upper(period), doc FROM {table} WHERE number = :number ORDER BY period"
_CHANGES: Final = """
SELECT number, x.doc, y.doc
FROM (SELECT number, doc FROM {table} WHERE period @> :earlier::timestamptz) AS x
FULL JOIN (SELECT number, doc FROM {table} WHERE period @> :later::timestamptz) AS y USING (number)
WHERE x.doc IS DISTINCT FROM y.doc
ORDER BY number {limit}
"""
_BEST_CHANGES: Final = """
WITH touched AS (
    SELECT number FROM {table} WHERE lower(period) > :earlier AND lower(period) <= :later
    UNION SELECT number FROM {table} WHERE upper(period) > :earlier AND upper(period) <= :later
)
SELECT t.number, x.doc, y.doc
FROM touched AS t
LEFT JOIN {table} AS x ON x.number = t.number AND x.period @> :earlier::timestamptz
LEFT JOIN {table} AS y ON y.number = t.number AND y.period @> :later::timestamptz
WHERE x.doc IS DISTINCT FROM y.doc
ORDER BY t.number {limit}
"""


class PostgresGist(Table):
    """One table of versions; at its *best* with covering indexes, plans made for each question, and quick disks."""

    def __init__(self, address: str, *, best: bool) -> None:
        self.name = "PostgreSQL GiST, tuned" if best else "PostgreSQL GiST"
        self._best = best
        self._table = "gist_best" if best else "gist_default"
        chosen = {"page": _PAGE, "counts": _COUNTS, "story": _STORY, "changes": _CHANGES}
        if best:
            chosen |= {"page": _BEST_PAGE, "changes": _BEST_CHANGES}
        written = statements(self._table, **chosen)
        self.statements = {name: bound(statement, "%({})s") for name, statement in written.items()}
        self._connection = psycopg.connect(address, autocommit=True)
        self._run("SET TIME ZONE 'UTC'")
        for setting in _SETTINGS if best else ():
            self._run(setting)

    def load(self, versions: Iterable[Sequence[Version]]) -> None:
        """Take in all versions with COPY, then create the indexes."""
        self._run(f"DROP TABLE IF EXISTS {self._table}")
        self._run(_CREATE)
        columns = "number, slug, period, sort, latest, admin1, country, status, kind, month, doc"
        with self._connection.cursor() as c, c.copy(f"COPY {self._table} ({columns}) FROM STDIN") as copy:
            for batch in versions:
                for v in batch:
                    copy.write_row((v.number, v.slug, _period(v), *v[4:]))
        for statement in (*(_BEST if self._best else _DEFAULT), "VACUUM ANALYZE {table}"):
            self._run(statement)

    def moment(self, p: int) -> object:
        """Return a moment as PostgreSQL takes it; later than all that is known is late enough."""
        return as_datetime(min(p, END))

    def micros(self, moment: datetime | None) -> int:
        """Return a moment that was read."""
        return EVER if moment is None else micros(moment)

    def rows(self, statement: str, parameters: Parameters) -> Sequence[Any]:
        """Run a statement; the driver prepares it once it has come some times."""
        return self._connection.execute(statement, parameters).fetchall()

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _run(self, statement: str) -> None:
        self._connection.execute(statement.replace("{table}", self._table))


def _period(v: Version) -> str:
    return f"[{instant_text(v.start)},{'' if v.end == EVER else instant_text(v.end)})"
