"""One point of view on one snapshot of the database: what (P, N) a question comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from timeline.answers import AsKnown
from timeline.clocks import UNCUT, AsOf, Clock, Micros, instant_text
from timeline.database import Cursor, Dialect, one, rows
from timeline.errors import AsOfError, NotReadyError
from timeline.facts import RULES, Ids
from timeline.ledger import Commit, Ledger
from timeline.sql import renamed, statements
from timeline.views import reached

_PAGES = ("timeline.service", "pages.sql")
Parameters = Mapping[str, object]


class Filter(NamedTuple):
    """A filter of pages.sql; one that stands several times in a statement has a *number* behind its parameter."""

    name: str
    number: int | None = None


class Point(msgspec.Struct, frozen=True):
    """Where on the two clocks a question is answered: public by *p*, recorded up to position *n*."""

    p: int
    n: int

    @property
    def parameters(self) -> dict[str, object]:
        """What statements of pages.sql call it."""
        return {"p": self.p, "n": self.n}


class Snapshot:
    """Reads the views at one point; everything it tells comes from the same moment of the database."""

    def __init__(self, ledger: Ledger, c: Cursor, as_of: AsOf, *, position: int | None = None) -> None:
        self.ledger, self.c = ledger, c
        self._views, self._newest, self.erasure = reached(c)
        self._horizon = self._commit(as_of if position is None else AsOf(at_position=position))
        self.point, self.as_known = self._seen(as_of, self._horizon)

    def another(self, as_of: AsOf) -> tuple[Point, AsKnown]:
        """Return what another point of view comes to in this snapshot."""
        return self._seen(as_of, self._commit(as_of))

    def _seen(self, as_of: AsOf, commit: Commit | None) -> tuple[Point, AsKnown]:
        point = Point(UNCUT if as_of.known_on is None else as_of.known_on, commit.position if commit else 0)
        return point, self._as_known(as_of, commit)

    def at(self, moment: Micros, clock: Clock) -> Point:
        """Return the point that lies at a *moment* of one clock, or at the snapshot's where that is earlier."""
        if clock is Clock.PUBLISHED:
            return Point(min(moment, self.point.p), self.point.n)
        commit = self.ledger.commit_by_time(self.c, moment, self.point.n)
        return Point(self.point.p, commit.position if commit is not None else 0)

    def known_at(self, moment: Micros, clock: Clock) -> AsKnown:
        """Return what that point is as a point of view; settled, where no commit behind the snapshot falls under it."""
        if clock is Clock.PUBLISHED:
            return msgspec.structs.replace(self.as_known, known_on=instant_text(moment))
        commit = self.ledger.commit_by_time(self.c, moment, self.point.n)
        known = self._as_known(AsOf(recorded_by=moment), commit)
        settled = self._horizon is not None and moment <= self._horizon.recorded
        return msgspec.structs.replace(known, known_on=self.as_known.known_on, settled=settled)

    @property
    def ids(self) -> Ids:
        """The names of the ledger's streams."""
        return self.ledger.ids(self.c)

    def one(self, name: str, parameters: Parameters) -> Any:  # noqa: ANN401 - columns differ by statement
        """Return the first row of a statement of pages.sql, or None."""
        return one(self.c, self._sql(name, ()), self._bound(parameters))

    def rows(self, name: str, parameters: Parameters, filters: Sequence[Filter] = (), *, view: str = "") -> list[Any]:
        """Return the rows of a statement of pages.sql, with these filters; some are told which *view* is meant."""
        return rows(self.c, self._sql(name, filters).replace("{view}", view), self._bound(parameters))

    def grouped(
        self, name: str, by: Sequence[str], parameters: Parameters, filters: Sequence[Filter] = ()
    ) -> list[Any]:
        """Return the rows of a statement of pages.sql that counts *by* some columns, with these filters."""
        return rows(self.c, self._sql(name, filters).replace("{by}", ", ".join(by)), self._bound(parameters))

    @property
    def reached(self) -> int:
        """The newest position that the views have taken in."""
        return self._views.position

    def _bound(self, parameters: Parameters) -> Parameters:
        return {**self.point.parameters, **parameters}

    def _sql(self, name: str, filters: Sequence[Filter]) -> str:
        return _statement(self.c.dialect, self._views.number, name, tuple(filters))

    def _commit(self, as_of: AsOf) -> Commit | None:
        """Return the last commit that counts, among those the views have taken in."""
        newest, position, recorded = self._newest, as_of.at_position, as_of.recorded_by
        if position is not None:
            self._must_be_reached(position)
            return newest if position == self.reached else self.ledger.commit_by_position(self.c, position)
        if newest is None or recorded is None or recorded >= newest.recorded:
            return newest
        return self.ledger.commit_by_time(self.c, recorded, self.reached)

    def _must_be_reached(self, position: int) -> None:
        if position <= self._views.position:
            return
        newest = self.ledger.newest(self.c)
        if newest is None or position > newest.position:
            above = newest.position if newest is not None else 0
            raise AsOfError.at("/at_position", f"{position} is above the newest position, {above}")
        raise NotReadyError(position, self._views.position)

    def _as_known(self, as_of: AsOf, commit: Commit | None) -> AsKnown:
        recorded_by = as_of.recorded_by if as_of.recorded_by is not None else commit.recorded if commit else None
        return AsKnown(
            known_on=None if as_of.known_on is None else instant_text(as_of.known_on),
            recorded_by=None if recorded_by is None else instant_text(recorded_by),
            position=commit.position if commit is not None else 0,
            settled=self._is_settled(as_of, commit),
            clock="replayed" if commit is not None and commit.replayed else "live",
            rules=RULES,
        )

    def _is_settled(self, as_of: AsOf, commit: Commit | None) -> bool:
        """Tell whether no later commit can fall under this point of view."""
        if as_of.at_position is not None:
            return True
        if as_of.recorded_by is None:
            return commit is not None
        return self._newest is not None and as_of.recorded_by <= self._newest.recorded


@lru_cache(maxsize=1_024)
def _statement(dialect: Dialect, generation: int, name: str, filters: tuple[Filter, ...]) -> str:
    """Return a statement of pages.sql for the tables of one generation, with these filters."""
    named = statements(*_PAGES, dialect)
    conditions = " ".join(_condition(named, wanted) for wanted in filters)
    return named[name].replace("{filters}", conditions).replace("{g}", str(generation))


def _condition(named: Mapping[str, str], wanted: Filter) -> str:
    condition = named[f"filter_{wanted.name}"].removesuffix(";")
    return condition if wanted.number is None else renamed(condition, "word", f"word{wanted.number}")
