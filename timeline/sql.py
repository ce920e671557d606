"""Reads named statements from .sql files, where every statement has a comment that says what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from timeline.database import Dialect

_NAMED = re.compile(r"^-- name: (?P<name>\w+)$", re.MULTILINE)
_COMMENT = re.compile(r"^--.*\n", re.MULTILINE)
_POSTGRES = {
    r"%": "%%",
    r"(?<!:):([a-z_]\w*)": r"%(\1)s",
    r"\?": "%s",
    r"\bINTEGER\b": "BIGINT",
    r"\bTEXT\b(?!\[)": 'TEXT COLLATE "C"',  # ordered as in Python and SQLite: by code points
    r" STRICT(, WITHOUT ROWID)?;": ";",
    r"\browid\b": "notification_id",
    r" INDEXED BY \S+": "",
    r"\binstr\(": "strpos(",
}
"""What PostgreSQL, or its driver, writes otherwise."""


@cache
def statements(package: str, file: str, dialect: Dialect = Dialect.SQLITE) -> Mapping[str, str]:
    """Return the statements of *file* in *package* by the names in their `-- name:` lines.

    They are written for SQLite. For PostgreSQL words are exchanged; where the shape differs, the statement of the same
    name in the file that ends in `.postgres.sql` takes its place.
    """
    named = _named(package, file)
    if dialect is Dialect.POSTGRES:
        own = f"{file.removesuffix('.sql')}.postgres.sql"
        if files(package).joinpath(own).is_file():
            named |= _named(package, own)
        named = {name: _in_postgres(statement) for name, statement in named.items()}
    return named


def renamed(statement: str, parameter: str, new: str) -> str:
    """Return *statement* with another name for one of its parameters, in either dialect."""
    return re.sub(rf"(:|%\(){parameter}\b", rf"\g<1>{new}", statement)


def _named(package: str, file: str) -> dict[str, str]:
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    heads = list(_NAMED.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {head["name"]: text[head.end() : end].strip() for head, end in zip(heads, ends, strict=True)}


def _in_postgres(statement: str) -> str:
    statement = _COMMENT.sub("", statement)
    for ours, theirs in _POSTGRES.items():
        statement = re.sub(ours, theirs, statement)
    return statement
