"""Pages of the lists: timelines, sources, entries, reports and claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from timeline.answers import Answer, AsKnown, Entry
from timeline.clocks import AsOf
from timeline.errors import NotAllowedError
from timeline.facts import RULES
from timeline.service.cursors import Cursor, Key, read_cursor
from timeline.service.entries import entries
from timeline.service.filters import (
    ChangeFilters,
    ClaimFilters,
    Conditions,
    FigureFilters,
    HistoryFilters,
    IncidentFilters,
    ReportFilters,
    SimilarFilters,
)
from timeline.service.snapshot import Snapshot

T = TypeVar("T", bound=Answer)
T_co = TypeVar("T_co", bound=Answer, covariant=True)
LIMIT, MOST = 50, 500
_LEAST = -(2**63)


class Page(Generic[T_co]):
    """A page of a list as known: ready JSON texts, and values for who wants them."""

    def __init__(self, kind: type[T_co], as_of: AsKnown, docs: list[str], after: str | None) -> None:
        self.kind, self.as_of, self.docs, self.next = kind, as_of, docs, after

    @property
    def items(self) -> list[T_co]:
        """The items as values."""
        return [msgspec.json.decode(doc, type=self.kind) for doc in self.docs]

    def __iter__(self) -> Iterator[T_co]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.docs)


class Listing(NamedTuple):
    """Which list is wanted: its statement, what is bound in it, and the least key, from which it begins."""

    of: str
    statement: str
    parameters: dict[str, object]
    keys: tuple[str, ...]
    least: Key


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a list is wanted, from which point of view, and behind which cursor."""

    as_of: AsOf = AsOf()
    limit: int = LIMIT
    cursor: str | None = None


EVERYTHING = Asked()
"""All that is recorded, from the first page."""


def timelines() -> Listing:
    """Return the list of timelines."""
    return Listing("timelines", "timelines", {}, ("after_slug",), ("",))


def sources() -> Listing:
    """Return the list of sources."""
    return Listing("sources", "sources", {}, ("after_slug",), ("",))


def incidents(timeline: str) -> Listing:
    """Return the list of a timeline's entries."""
    return Listing(
        f"incidents {timeline}", "incidents", {"timeline": timeline}, ("after_sort", "after_slug"), (_LEAST, "")
    )


def reports(timeline: str) -> Listing:
    """Return the list of a timeline's reports."""
    keys = ("after_published", "after_key")
    return Listing(f"reports {timeline}", "reports", {"timeline": timeline}, keys, (_LEAST, ""))


_HEARD = ("after_published", "after_key", "after_ordinal")


def claims(timeline: str) -> Listing:
    """Return the list of a timeline's claims."""
    return Listing(f"claims {timeline}", "claims", {"timeline": timeline}, _HEARD, (_LEAST, "", -1))


def claims_on(incident: str, number: int | None = None) -> Listing:
    """Return the list of the claims that count for an incident; its *number* may follow later."""
    return Listing(f"incident {incident}", "claims_on_incident", {"incident": number}, _HEARD, (_LEAST, "", -1))


def claims_of(report: str) -> Listing:
    """Return the list of a report's claims; its place among the reports follows later."""
    return Listing(f"report {report}", "claims_of_report", {}, _HEARD, (_LEAST, "", -1))


def steps(of: str, name: str) -> Listing:
    """Return the list of the steps of a history: that *of* an incident, a claim, a report or a source."""
    return Listing(f"history {of} {name}", "", {}, ("at",), (_LEAST,))


def changes(timeline: str) -> Listing:
    """Return the list of what differs on a timeline between two moments."""
    return Listing(f"diff {timeline}", "", {}, ("at", "number"), (_LEAST, 0))


def figures(timeline: str) -> Listing:
    """Return the list of what was counted on a timeline: by incident, and place among what was said on it."""
    return Listing(f"figures {timeline}", "", {}, ("number", "place"), (0, 0))


def facts(timeline: str) -> Listing:
    """Return the list of what was recorded about a timeline, in ledger order."""
    return Listing(f"changes {timeline}", "", {}, ("position",), (0,))


Narrowing = IncidentFilters | ClaimFilters | ReportFilters | SimilarFilters
Filters = Narrowing | HistoryFilters | FigureFilters | ChangeFilters | None


class Question(NamedTuple):
    """A list, narrowed, from a point of view; behind a cursor, all of it comes from the cursor."""

    as_of: AsOf
    position: int | None
    limit: int
    filters: Filters
    key: Key | None


def question(listing: Listing, asked: Asked, filters: Filters) -> Question:
    """Return what is asked, by words or by a cursor. Raises NotAllowedError."""
    if not 1 <= asked.limit <= MOST:
        raise NotAllowedError.at("/limit", f"{asked.limit} is out of range; allowed: 1 to {MOST}")
    if asked.cursor is None:
        return Question(asked.as_of, None, asked.limit, filters, None)
    cursor = read_cursor(asked.cursor, listing.of, listing.least)
    try:
        kept = None if filters is None else msgspec.convert(cursor.filters, type(filters))
    except msgspec.ValidationError:
        raise NotAllowedError.at("/cursor", "it holds other filters than this list has") from None
    return Question(cursor.as_of, cursor.position, cursor.limit, kept, cursor.key)


def page(snapshot: Snapshot, listing: Listing, asked: Question, kind: type[T]) -> Page[T]:
    """Return one page of a list, and the cursor for the next."""
    found, following = found_page(snapshot, listing, asked)
    return Page(kind, snapshot.as_known, [row[-1] for row in found], following)


def entry_page(snapshot: Snapshot, listing: Listing, asked: Question) -> Page[Entry]:
    """Return one page of entries, and the cursor for the next."""
    found, following = found_page(snapshot, listing, asked)
    return Page(Entry, snapshot.as_known, entries(snapshot, [row[2:] for row in found]), following)


def found_page(snapshot: Snapshot, listing: Listing, asked: Question) -> tuple[list[Any], str | None]:
    """Return the rows of one page, which begin with their keys, and the cursor for the next."""
    conditions = asked.filters.conditions() if isinstance(asked.filters, Narrowing) else Conditions()
    after = dict(zip(listing.keys, asked.key or listing.least, strict=True))
    bound = {**listing.parameters, **conditions.parameters, **after, "limit": asked.limit + 1}
    if listing.statement == "incidents":
        found = _in_window(snapshot, bound, conditions)
    else:
        found = snapshot.rows(listing.statement, bound, conditions.filters)
    following = None
    if len(found) > asked.limit:
        following = cursor_behind(snapshot, listing, asked, tuple(found[asked.limit - 1][: len(listing.keys)]))
    return found[: asked.limit], following


def cursor_behind(snapshot: Snapshot, listing: Listing, asked: Question, key: Key) -> str:
    """Return the cursor for what follows the item with this *key*, all else being as *asked*."""
    return Cursor(
        of=listing.of,
        rules=RULES,
        position=snapshot.point.n,
        known_on=asked.as_of.known_on,
        recorded_by=asked.as_of.recorded_by,
        limit=asked.limit,
        filters=msgspec.to_builtins(asked.filters) if asked.filters is not None else {},
        key=key,
    ).text()


def _in_window(snapshot: Snapshot, bound: dict[str, Any], conditions: Conditions) -> list[Any]:
    """Return entries stretch by stretch of their order: a window need not look through all that lies outside of it."""
    found: list[Any] = []
    key, limit = (bound["after_sort"], bound["after_slug"]), bound["limit"]
    for statement, begin, end in conditions.stretches:
        if key[0] < end and len(found) < limit:
            sort, slug = key if key[0] >= begin else (begin, "")
            stretch = {"after_sort": sort, "after_slug": slug, "before_sort": end, "limit": limit - len(found)}
            found += snapshot.rows(statement, {**bound, **stretch}, conditions.filters)
    return found
