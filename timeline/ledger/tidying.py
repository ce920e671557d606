"""Rids the files of a PostgreSQL server of what was overwritten, as far as the role may do that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import psycopg

_TABLES: Final = ("stored_events", "leaves", "said", "requests", "erased")
_FEWEST, _MOST = 4, 512  # segments of the log that are written over
Connection = psycopg.Connection[Any]
Step = tuple[str, Callable[[Connection], object]]


def tidy(connection: Connection) -> list[str]:
    """Write tables, statistics and the server's log anew; return a sentence for each that an administrator must do."""
    left = []
    for what, step in _STEPS:
        try:
            step(connection)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectNotInPrerequisiteState):
            left.append(what)
    return left


def _write_tables_anew(connection: Connection) -> None:
    for table in _TABLES:
        connection.execute(f"VACUUM (FULL, ANALYZE) {table}".encode())


def _write_statistics_anew(connection: Connection) -> None:
    """Statistics keep samples of what was stored; without the right, VACUUM would only warn."""
    _must_be_superuser(connection)
    for table in ("pg_statistic", "pg_statistic_ext_data"):
        connection.execute(f"VACUUM FULL {table}".encode())


def _write_log_anew(connection: Connection) -> None:
    """Write over every segment of the log: what is left of a segment is filled with zeros, and old ones are used again.

    Twice, since those that held wording when the first round began are used again behind it.
    """
    for _ in range(2):
        connection.execute("CHECKPOINT")
        (segments,) = connection.execute("SELECT count(*) FROM pg_ls_waldir()").fetchone() or (0,)
        for _ in range(min(max(segments + 1, _FEWEST), _MOST)):
            connection.execute("SELECT pg_logical_emit_message(false, 'asknown', '')")  # an empty segment is not left
            connection.execute("SELECT pg_switch_wal()")
    connection.execute("CHECKPOINT")


def _must_be_superuser(connection: Connection) -> None:
    if connection.info.parameter_status("is_superuser") != "on":
        raise psycopg.errors.InsufficientPrivilege


_STEPS: Final[tuple[Step, ...]] = (
    ("the owner of the tables has to run VACUUM FULL on them", _write_tables_anew),
    ("a superuser has to run VACUUM FULL pg_statistic, which keeps samples of what was stored", _write_statistics_anew),
    (
        "the server's log (pg_wal) holds wording until its files are used again: a superuser may finish it",
        _write_log_anew,
    ),
)
"""What is done in turn, and what is to be said where the role may not."""
