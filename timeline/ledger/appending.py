"""Appends facts as one transaction: their recorded time is set here, under the write lock."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from timeline.database import Cursor, one
from timeline.errors import StaleWriteError
from timeline.ledger.mapper import head
from timeline.sql import statements


def sql(c: Cursor, name: str) -> str:
    """Return a statement of ledger.sql in the database's own words."""
    return statements("timeline.ledger", "ledger.sql", c.dialect)[name]


def append(
    c: Cursor, stored: Sequence[StoredEvent], *, now: int = 0, replayed: int | None = None, said: Sequence[bytes] = ()
) -> int:
    """Store facts at *now*, or at the *replayed* time, remember what was *said*, and return the last position.

    *c* is in a transaction that has the write lock. Raises StaleWriteError.
    """
    c.executemany(sql(c, "say"), [(digest,) for digest in said])
    if not stored:
        return 0
    recorded = _tick(c, now) if replayed is None else _replay(c, replayed)
    front = head(recorded, "live" if replayed is None else "replayed")
    c.executemany(
        sql(c, "insert"), [(_hex(s.originator_id), s.originator_version, s.topic, front + s.state) for s in stored]
    )
    (last,) = one(c, sql(c, "last_insert"))
    c.execute(sql(c, "commit"), {"position": last, "recorded": recorded, "replayed": int(replayed is not None)})
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


def _hex(originator_id: UUID | str) -> str:
    return originator_id.hex if isinstance(originator_id, UUID) else originator_id
