"""Which generation of the views answers, how far it is, and how another takes its place."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from timeline.database import Cursor, Dialect, one, rows, script
from timeline.errors import ErasingError, NotOurLedgerError
from timeline.ledger import Commit
from timeline.sql import statements

FORMAT = 5
"""The format of the views' rows; another one asks for a rebuild."""
OUTDATED = 0
"""What an erasure gives every generation in place of its format: it holds what was erased."""


class Generation(NamedTuple):
    """A set of view tables, and the position up to which it has taken the ledger in."""

    number: int
    position: int


@lru_cache(maxsize=64)
def sql(file: str, generation: int, dialect: Dialect) -> dict[str, str]:
    """Return the statements of a .sql file of the views, for the tables of one generation."""
    named = statements("timeline.views", file, dialect)
    return {name: statement.replace("{g}", str(generation)) for name, statement in named.items()}


def _schema(c: Cursor, generation: int = 0) -> dict[str, str]:
    return sql("schema.sql", generation, c.dialect)


def set_up(c: Cursor) -> None:
    """Make sure that a generation answers; an empty one, where there is none."""
    script(c, _schema(c)["registry"])
    if one(c, _schema(c)["current"]) is None:
        begin(c, 1)
        for statement in indexing(c.dialect, 1):
            c.execute(statement)
        c.execute(_schema(c)["answer"], {"generation": 1})


def is_set_up(c: Cursor) -> bool:
    """Tell whether set_up() was done."""
    return bool(one(c, _schema(c)["known"])[0]) and one(c, _schema(c)["current"]) is not None


def is_readable(c: Cursor) -> bool:
    """Tell whether this software reads the rows of the generation that answers."""
    return bool(one(c, _schema(c)["current"])[2] == FORMAT)


def begin(c: Cursor, generation: int) -> None:
    """Create the tables of a generation that has taken nothing in; its indexes may wait until it is loaded."""
    script(c, _schema(c, generation)["tables"])
    c.execute(_schema(c)["begin"], {"generation": generation, "format": FORMAT})


def indexing(dialect: Dialect, generation: int) -> list[str]:
    """Return what creates the indexes that pages are read from, and shows a database that plans by it what tables hold.

    A statement each, so that others have their turn in between.
    """
    named = sql("schema.sql", generation, dialect)
    return [statement for name in ("indexes", "analyze") if name in named for statement in named[name].split(";\n")]


def newest_doc(c: Cursor, generation: int) -> int:
    """Return the largest id of a text."""
    return int(one(c, sql("joining.sql", generation, c.dialect)["newest_doc"])[0])


def joining(dialect: Dialect, generation: int, share: int) -> list[str]:
    """Return what moves the rows that another generation has of its own *share* into one, a statement for each table.

    Texts get the ids behind *:docs*.
    """
    named = sql("joining.sql", generation, dialect)
    return [text.replace("{share}", str(share)) for name, text in named.items() if name.startswith("join_")]


def drop(c: Cursor, generation: int) -> None:
    """Take a generation away."""
    script(c, _schema(c, generation)["drop"])


def current(c: Cursor, *, any_format: bool = False, outdated: bool = False) -> Generation:
    """Return the generation that answers. Raises NotOurLedgerError where other software made it.

    ErasingError, unless it may be *outdated*.
    """
    number, position, made_as = one(c, _schema(c)["current"])
    if not (any_format or (outdated and made_as == OUTDATED)):
        _must_be_ours(made_as)
    return Generation(number, position)


def reached(c: Cursor) -> tuple[Generation, Commit | None, int]:
    """Return the generation that answers, the newest commit that it knows of, and the position of the newest erasure.

    Raises NotOurLedgerError, ErasingError.
    """
    number, position, made_as, erasure, *commit = one(c, _schema(c)["reached"])
    _must_be_ours(made_as)
    known = None if commit[0] is None else Commit(commit[0], commit[1], bool(commit[2]))
    return Generation(number, position), known, erasure


def is_outdated(c: Cursor, generation: int) -> bool:
    """Tell whether a generation holds what was erased, or is gone."""
    row = one(c, _schema(c)["format"], {"generation": generation})
    return row is None or row[0] == OUTDATED


def _must_be_ours(made_as: int) -> None:
    if made_as == OUTDATED:
        raise ErasingError
    if made_as != FORMAT:
        raise NotOurLedgerError(
            f"its views have format {made_as}, this software reads {FORMAT}: run `timeline migrate`"
        )


def others(c: Cursor, answering: int) -> list[int]:
    """Return the generations that do not answer: built, or left behind by a rebuild that was interrupted."""
    return [generation for (generation,) in rows(c, _schema(c)["generations"]) if generation != answering]


def position_of(c: Cursor, generation: int) -> int | None:
    """Return how far a generation is; None where it is gone."""
    row = one(c, _schema(c)["position"], {"generation": generation})
    return None if row is None else int(row[0])


def advance(c: Cursor, read: Generation, position: int) -> bool:
    """Move a generation on from where it was *read*; False means that another follower was faster."""
    parameters = {"generation": read.number, "position_read": read.position, "position": position}
    return one(c, _schema(c)["advance"], parameters) is not None


def swap(c: Cursor, generation: int) -> bool:
    """Let another generation answer, once it is no less far than the present one."""
    return one(c, _schema(c)["swap"], {"generation": generation}) is not None
