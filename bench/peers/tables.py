"""What peers that speak SQL have in common: the questions as statements, and how a row is written."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bench.questions import (
    LIMIT,
    Answer,
    ChangesAsked,
    CountsAsked,
    Page,
    PageAsked,
    StoryAsked,
    array_of,
)

Parameters = Mapping[str, object]
_PARAMETER = re.compile(r"(?<!:):([a-z]+)")

COLUMNS: Final = "number, slug, began, ended, sort, latest, admin1, country, status, kind, month, doc"

PAGE: Final = """
SELECT doc FROM {table} WHERE admin1 = :place AND sort >= :begins AND sort < :ends AND began <= :p AND ended > :p
ORDER BY sort, slug LIMIT {limit}
"""
"""Peers are spared that something may have gone on for longer: here all is known to have happened on one day."""
COUNTS: Final = """
SELECT status, month, count(*) FROM {table} WHERE began <= :p AND ended > :p GROUP BY status, month
"""
STORY: Final = "SELECT began, ended, doc FROM {table} WHERE number = :number ORDER BY began"

CHANGES: Final = """
SELECT x.number, x.doc, y.doc
FROM {table} AS x LEFT JOIN {table} AS y ON y.number = x.number AND y.began <= :later AND y.ended > :later
WHERE x.began <= :earlier AND x.ended > :earlier AND (y.doc IS NULL OR y.doc <> x.doc)
UNION ALL
SELECT y.number, NULL, y.doc
FROM {table} AS y LEFT JOIN {table} AS x ON x.number = y.number AND x.began <= :earlier AND x.ended > :earlier
WHERE y.began <= :later AND y.ended > :later AND x.number IS NULL
ORDER BY 1 {limit}
"""
"""As one would write it who has learned AS OF: all of one day against all of the other."""

BEST_CHANGES: Final = """
WITH touched AS (
    SELECT number FROM {table} WHERE began > :earlier AND began <= :later
    UNION SELECT number FROM {table} WHERE ended > :earlier AND ended <= :later
)
SELECT t.number, x.doc, y.doc
FROM touched AS t
LEFT JOIN {table} AS x ON x.number = t.number AND x.began <= :earlier AND x.ended > :earlier
LEFT JOIN {table} AS y ON y.number = t.number AND y.began <= :later AND y.ended > :later
WHERE (x.doc IS NULL) <> (y.doc IS NULL) OR x.doc <> y.doc
ORDER BY 1 {limit}
"""
"""As one writes it who knows the data: only incidents that something happened to in between are looked at."""


class Table(ABC):
    """A history table that is asked in SQL; who keeps it says how a statement is run."""

    name: str
    statements: Mapping[str, str]

    @property
    def answers(self) -> Mapping[str, Callable[..., Any]]:
        """What the table can be asked."""
        return {"page": self._page, "counts": self._counts, "story": self._story, "changes": self._changes}

    def canonical(self, question: str, answer: Any) -> Answer:  # noqa: ANN401 - rows differ by question
        """Return an answer in the form in which all are compared."""
        match question:
            case "page":
                return bytes(answer)
            case "counts":
                return tuple(sorted((status, month, int(number)) for status, month, number in answer))
            case "story":
                return tuple((self.micros(began), self.micros(ended), doc) for began, ended, doc in answer)
            case _:
                return tuple((int(number), earlier, later) for number, earlier, later in answer)

    def moment(self, p: int) -> object:
        """Return a moment as it is bound."""
        return p

    def micros(self, moment: Any) -> int:  # noqa: ANN401 - as the driver reads it
        """Return a moment that was read."""
        return int(moment)

    @abstractmethod
    def rows(self, statement: str, parameters: Parameters) -> Sequence[Any]:
        """Run a statement of this peer, and return its rows."""

    def _page(self, asked: PageAsked) -> Page:
        begins, ends = asked.window
        named = {"place": asked.place, "begins": begins, "ends": ends, "p": self.moment(asked.p)}
        statement = "page" if asked.known is not None else "now"
        return array_of([row[0] for row in self.rows(self.statements[statement], named)])

    def _counts(self, asked: CountsAsked) -> Sequence[Any]:
        return self.rows(self.statements["counts"], {"p": self.moment(asked.p)})

    def _story(self, asked: StoryAsked) -> Sequence[Any]:
        return self.rows(self.statements["story"], {"number": asked.number})

    def _changes(self, asked: ChangesAsked) -> Sequence[Any]:
        earlier, later = map(self.moment, asked.between)
        statement = "changes" if asked.limit is None else "first_changes"
        return self.rows(self.statements[statement], {"earlier": earlier, "later": later})


def statements(table: str, **others: str) -> dict[str, str]:
    """Return the statements on a table; *others* stand in for those that it asks in its own way."""
    named = {"page": PAGE, "counts": COUNTS, "story": STORY, "changes": CHANGES} | others
    named |= {"now": named.get("now", named["page"]), "first_changes": named["changes"]}
    limits = {"page": str(LIMIT), "now": str(LIMIT), "changes": "", "first_changes": f"LIMIT {LIMIT}"}
    return {
        name: statement.replace("{table}", table).replace("{limit}", limits.get(name, ""))
        for name, statement in named.items()
    }


def bound(statement: str, style: str) -> str:
    """Return a statement with its :parameters written in another *style*, as %({})s."""
    return _PARAMETER.sub(lambda found: style.format(found[1]), statement)


def named_in(statement: str, parameters: Parameters) -> dict[str, object]:
    """Return those of *parameters* that a statement names; some drivers refuse others."""
    return {name: parameters[name] for name in _PARAMETER.findall(statement)}
