"""Which generation of the views answers, how far it is, and how another takes its place."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from timeline.database import Cursor, one, rows, script
from timeline.errors import NotOurLedgerError
from timeline.sql import statements

FORMAT = 1
"""The format of the views' rows; another one asks for a rebuild."""
_SCHEMA = statements("timeline.views", "schema.sql")


class Generation(NamedTuple):
    """A set of view tables, and the position up to which it has taken the ledger in."""

    number: int
    position: int


@lru_cache(maxsize=64)
def sql(file: str, generation: int) -> dict[str, str]:
    """Return the statements of a .sql file of the views, for the tables of one generation."""
    named = statements("timeline.views", file)
    return {name: statement.replace("{g}", str(generation)) for name, statement in named.items()}


def set_up(c: Cursor) -> None:
    """Make sure that a generation answers; an empty one, where there is none."""
    script(c, _SCHEMA["registry"])
    if one(c, _SCHEMA["current"]) is None:
        begin(c, 1)
        script(c, sql("schema.sql", 1)["indexes"])
        c.execute(_SCHEMA["answer"], {"generation": 1})


def is_set_up(c: Cursor) -> bool:
    """Tell whether set_up() was done."""
    return bool(one(c, _SCHEMA["known"])[0]) and one(c, _SCHEMA["current"]) is not None


def begin(c: Cursor, generation: int) -> None:
    """Create the tables of a generation that has taken nothing in; its indexes may wait until it is loaded."""
    script(c, sql("schema.sql", generation)["tables"])
    c.execute(_SCHEMA["begin"], {"generation": generation, "format": FORMAT})


def index(c: Cursor, generation: int) -> None:
    """Create the indexes that pages are read from."""
    script(c, sql("schema.sql", generation)["indexes"])


def drop(c: Cursor, generation: int) -> None:
    """Take a generation away."""
    script(c, sql("schema.sql", generation)["drop"])


def current(c: Cursor, *, any_format: bool = False) -> Generation:
    """Return the generation that answers. Raises NotOurLedgerError where other software made it."""
    number, position, made_as = one(c, _SCHEMA["current"])
    if made_as != FORMAT and not any_format:
        raise NotOurLedgerError(
            f"its views have format {made_as}, this software reads {FORMAT}: run `timeline rebuild`"
        )
    return Generation(number, position)


def others(c: Cursor, answering: int) -> list[int]:
    """Return the generations that do not answer: built, or left behind by a rebuild that was interrupted."""
    return [generation for (generation,) in rows(c, _SCHEMA["generations"]) if generation != answering]


def position_of(c: Cursor, generation: int) -> int | None:
    """Return how far a generation is; None where it is gone."""
    row = one(c, _SCHEMA["position"], {"generation": generation})
    return None if row is None else int(row[0])


def advance(c: Cursor, read: Generation, position: int) -> bool:
    """Move a generation on from where it was *read*; False means that another follower was faster."""
    parameters = {"generation": read.number, "position_read": read.position, "position": position}
    return one(c, _SCHEMA["advance"], parameters) is not None


def swap(c: Cursor, generation: int) -> bool:
    """Let another generation answer, once it is no less far than the present one."""
    return one(c, _SCHEMA["swap"], {"generation": generation}) is not None
