"""Appends facts as one transaction: their recorded time is set here, under the write lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from timeline.database import Cursor, Dialect, one
from timeline.errors import StaleWriteError
from timeline.facts import Draft
from timeline.ledger.mapper import head
from timeline.sql import statements


def sql(c: Cursor, name: str) -> str:
    """Return a statement of ledger.sql in the database's own words."""
    return statements("timeline.ledger", "ledger.sql", c.dialect)[name]


def append(
    c: Cursor,
    drafts: Sequence[tuple[Draft, bytes]],
    said: Sequence[bytes] = (),
    *,
    now: int,
    replayed: int | None = None,
    erasures: int | None = None,
) -> int:
    """Store *drafts*, each with its encoded rest, at *now* or at the *replayed* time; return the last position.

    What was *said* is remembered. *c* is in a transaction that has the write lock. Raises StaleWriteError, also where
    *erasures*, the newest that the drafts know of, is no longer the newest: they may hold what was erased.
    """
    if erasures is not None and erasures != newest_erasure(c):
        raise StaleWriteError("wording was erased meanwhile")
    if said:
        c.executemany(sql(c, "say"), [(digest,) for digest in said])
    if not drafts:
        return 0
    recorded = begin(c, now=now, replayed=replayed)
    return store(c, drafts, recorded, replayed=replayed is not None)


def newest_erasure(c: Cursor) -> int:
    """Return the position of the newest erasure; 0 before the first."""
    return int(one(c, sql(c, "newest_erasure"))[0])


def begin(c: Cursor, *, now: int, replayed: int | None = None) -> int:
    """Give the transaction its recorded time: from the clock, or from a replay. Raises StaleWriteError."""
    return _tick(c, now) if replayed is None else _replay(c, replayed)


def store(c: Cursor, drafts: Sequence[tuple[Draft, bytes]], recorded: int, *, replayed: bool) -> int:
    """Store *drafts* at the *recorded* time of their transaction; return the last position."""
    front = head(recorded, "replayed" if replayed else "live")
    as_stored: Callable[[UUID], object] = _hex if c.dialect is Dialect.SQLITE else _itself
    c.executemany(
        sql(c, "insert"),
        [(as_stored(draft.stream), draft.version, draft.fact.TOPIC, front + rest) for draft, rest in drafts],
    )
    (last,) = one(c, sql(c, "commit"), {"recorded": recorded, "replayed": int(replayed)})
    return int(last)


def _tick(c: Cursor, now: int) -> int:
    (recorded,) = one(c, sql(c, "tick"), {"now": now})
    return int(recorded)


def _replay(c: Cursor, recorded: int) -> int:
    if one(c, sql(c, "replay"), {"recorded": recorded}) is None:
        raise StaleWriteError("the recorded clock is past this replayed time already")
    (live,) = one(c, sql(c, "recorded_live"))
    if live:
        raise StaleWriteError("something was recorded live meanwhile")
    return recorded


def _hex(stream: UUID) -> str:
    return stream.hex


def _itself(stream: UUID) -> UUID:
    return stream
