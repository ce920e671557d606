"""Answers as tables of comma-separated values (RFC 4180): a row for each item, in columns that its shape fixes."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from io import StringIO
from typing import Any, Final, NamedTuple

import msgspec
from msgspec import inspect

from timeline.answers import AsKnown, Entry, FigureSaid
from timeline.service import By, Difference, Figures, Page, Summary, SummaryRow

CSV: Final = "text/csv"
MEDIA_TYPE: Final = f"{CSV}; charset=utf-8; header=present"
MARK: Final = BOM_UTF8
"""What may stand before a table: spreadsheets tell by it that it is in UTF-8."""
_LINE_END: Final = "\r\n"
_BETWEEN: Final = "; "
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a text begins that a spreadsheet would run (OWASP, CSV injection)."""
_STATES: Final = ("before", "after")
_PLAIN_NAME: Final = re.compile(r"[^A-Za-z0-9._-]")
Row = Mapping[str, Any]


class Form(Enum):
    """How the values of a column stand in its cells."""

    PLAIN = auto()
    JOINED = auto()
    """Texts, one behind the other."""
    NESTED = auto()
    """JSON text: objects that have several fields each."""


class Column(NamedTuple):
    """Where in an item a value is found, and how it stands in a cell."""

    path: tuple[str, ...]
    form: Form = Form.PLAIN

    @property
    def name(self) -> str:
        """What the head of the table calls it."""
        return ".".join(self.path)

    def cell(self, row: Row) -> str:
        """Return what stands in the cell of a row; nothing where there is no value."""
        value: Any = row
        for name in self.path:
            value = value.get(name) if isinstance(value, Mapping) else None
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case int() | float():
                return str(value)
            case str():
                return _harmless(value)
            case _:
                return _harmless(_BETWEEN.join(value) if self.form is Form.JOINED else _json(value))


class Table(NamedTuple):
    """Columns, and the rows of one page."""

    columns: Sequence[Column]
    rows: Iterable[Row]

    def text(self, *, head: bool) -> bytes:
        """Return the lines of the table, in UTF-8; with the line that names the columns, if it is the *head*."""
        lines = StringIO(newline="")
        writer = csv.writer(lines, lineterminator=_LINE_END)
        if head:
            writer.writerow(column.name for column in self.columns)
        writer.writerows([column.cell(row) for column in self.columns] for row in self.rows)
        return lines.getvalue().encode()


def columns_of(shape: Any) -> tuple[Column, ...]:  # noqa: ANN401 - a type, or a generic one of something
    """Return the columns of a *shape*: fields of objects by dotted names; what was before and after comes last."""
    found = _columns(inspect.type_info(shape), ())
    return tuple(sorted(found, key=lambda column: column.path[0] in _STATES))


def _columns(shape: inspect.Type, path: tuple[str, ...]) -> Iterator[Column]:
    match shape:
        case inspect.UnionType():
            for one in shape.types:
                if not isinstance(one, inspect.NoneType):
                    yield from _columns(one, path)
        case inspect.StructType():
            for field in shape.fields:
                yield from _columns(field.type, (*path, field.encode_name))
        case inspect.ListType(item_type=inspect.StructType()) | inspect.VarTupleType(item_type=inspect.StructType()):
            yield Column(path, Form.NESTED)
        case inspect.ListType() | inspect.VarTupleType():
            yield Column(path, Form.JOINED)
        case _:
            yield Column(path)


def page_table(page: Page[Any]) -> Table:
    """Return the items of a page."""
    return Table(columns_of(page.kind), map(msgspec.json.decode, page.docs))


def figures_table(figures: Figures) -> Table:
    """Return the figures of a page; their envelopes are left out."""
    return Table(columns_of(FigureSaid), map(msgspec.to_builtins, figures.items))


DIFFERENCE: Final = (
    *(Column((name,)) for name in ("change", "incident", "title")),
    Column(("changed",), Form.JOINED),
    Column(("steps",)),
    *(
        Column((state, *column.path))
        for state in _STATES
        for column in columns_of(Entry)
        if column.form is Form.PLAIN and column.name != "incident"
    ),
)
"""The columns of a difference: of both ends, what has one value."""


def difference_table(told: Difference) -> Table:
    """Return what was added, removed and changed, as far as this page tells."""
    rows = [
        *({"change": "added", "after": msgspec.json.decode(doc)} for doc in told.added_docs),
        *({"change": "removed", "before": msgspec.json.decode(doc)} for doc in told.removed_docs),
        *({"change": "changed", **msgspec.json.decode(doc)} for doc in told.changed_docs),
    ]
    return Table(DIFFERENCE, [{**row, **_named(row)} for row in rows])


def _named(row: Row) -> Row:
    entry = row.get("after") or row["before"]
    return {name: entry[name] for name in ("incident", "title")}


def summary_columns(by: Sequence[By], *before: str) -> tuple[Column, ...]:
    """Return the columns of counts."""
    return tuple(Column((name,)) for name in (*before, *by, "incidents"))


def summary_table(summary: Summary) -> Table:
    """Return counts, a row for each group."""
    rows = ({**dict(zip(summary.by, group, strict=True)), "incidents": n} for group, n in summary.groups.items())
    return Table(summary_columns(summary.by), rows)


def summaries_table(row: SummaryRow) -> Table:
    """Return the counts at a row of points, a row for each group of each point."""
    rows = (
        {"at": point.at, "position": point.position, **dict(zip(row.by, group, strict=True)), "incidents": n}
        for point in row.points
        for group, n in point.groups.items()
    )
    return Table(summary_columns(row.by, "at", "position"), rows)


def file_name(path: str, known: AsKnown) -> str:
    """Return what a table found at a *path* is called as a file: it names the point of view, which no row does."""
    named = [part for part in path.split("/") if part not in {"", "v1", "timelines"}] or ["timelines"]
    if known.known_on is not None:
        named += ["known-on", known.known_on.partition("T")[0]]
    return _PLAIN_NAME.sub("_", "-".join([*named, "at", str(known.position)])) + ".csv"


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
