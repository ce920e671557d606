"""A profile tells the database's time from Python's."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from bench.profiling import profile


def test_a_profile_names_the_database_and_the_functions() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        told = profile(lambda number: counted(connection, number), [20_000, 30_000]).splitlines()

    assert "in the database" in told[1]
    assert not told[1].endswith(" 0% in the database")
    assert any("test_profiling.py" in line and "counted" in line for line in told[2:])


def counted(connection: sqlite3.Connection, number: int) -> int:
    statement = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ?) SELECT count(*) FROM c"
    return int(connection.execute(statement, (number,)).fetchone()[0])
