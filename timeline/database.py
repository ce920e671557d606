"""What ledger and views need of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

Parameters = Sequence[object] | Mapping[str, object]


class Dialect(StrEnum):
    """Which SQL a database speaks."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class Cursor(Protocol):
    """A cursor inside a transaction."""

    dialect: Dialect

    def execute(self, statement: str, parameters: Parameters = ..., /) -> object:
        """Run one statement."""

    def executemany(self, statement: str, parameters: Iterable[Sequence[object]], /) -> object:
        """Run one statement for each of many parameters."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row's columns differ from statement to statement
        """Return the next row, or None."""


def one(c: Cursor, statement: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401 - see Cursor.fetchone
    """Return the first row of a statement, or None."""
    c.execute(statement, parameters)
    return c.fetchone()


def rows(c: Cursor, statement: str, parameters: Parameters = ()) -> list[Any]:
    """Return all rows of a statement."""
    c.execute(statement, parameters)
    return c.fetchall()


def script(c: Cursor, statements: str) -> None:
    """Run several statements, within the transaction."""
    for statement in statements.split(";\n"):
        c.execute(statement)
