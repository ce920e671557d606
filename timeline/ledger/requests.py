"""What requests came to, kept beside what they recorded: one that is sent again gets the same answer, and no effect."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import msgspec

from timeline.database import Cursor, one
from timeline.errors import KeyTakenError, StaleWriteError
from timeline.ledger.appending import sql

KEPT_FOR: Final = 7 * 24 * 60 * 60 * 1_000_000
"""Microseconds for which an answer is kept."""
_THINNED: Final = 20  # old answers, with every new one: more go than come, and no write has much to do


class Request(msgspec.Struct, frozen=True):
    """A write that may be sent again: the *key* its sender gave it, and a digest of what is *asked*.

    What takes several transactions has as many requests, each a *part* of it.
    """

    key: str
    asked: bytes
    part: int = 0

    @property
    def name(self) -> bytes:
        """What it is kept under: always as long, and no text of the sender's."""
        return sha256(f"{self.part} {self.key}".encode()).digest()


def kept(c: Cursor, request: Request, now: int) -> bytes | None:
    """Return the answer that *request* was given; None for a new one. Raises KeyTakenError."""
    row = one(c, sql(c, "kept"), {"request": request.name, "since": now - KEPT_FOR})
    if row is None:
        return None
    asked, answer = row
    if asked != request.asked:
        raise KeyTakenError(request.key)
    return bytes(answer)


def keep(c: Cursor, request: Request, answer: bytes, now: int) -> None:
    """Keep the *answer* to a request in the transaction that it came to, and let old ones go.

    Raises StaleWriteError where the same was answered meanwhile.
    """
    c.execute(sql(c, "thin"), {"since": now - KEPT_FOR, "most": _THINNED})
    told = {"request": request.name, "asked": request.asked, "answer": answer, "now": now, "since": now - KEPT_FOR}
    if one(c, sql(c, "keep"), told) is None:
        raise StaleWriteError("the same request was answered meanwhile")
