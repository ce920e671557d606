"""Overwrites wording where it is stored, in one transaction with the fact that says so."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Final

from timeline.clocks import instant_text
from timeline.database import Cursor, one, rows
from timeline.erasing import (
    Named,
    Text,
    digest,
    is_blank,
    texts_of,
)
from timeline.facts import (
    Blanked,
    Draft,
    Erasable,
    Erased,
    WordingErased,
)
from timeline.ledger.appending import begin, newest_erasure, sql, store
from timeline.ledger.blanking import Change, Erasure
from timeline.ledger.mapper import encoded

_SECRET: Final = "erasure"  # noqa: S105 - its name
_SECRET_BYTES: Final = 32


class Known:
    """What was erased from this ledger, by which digests it is known again."""

    def __init__(self, c: Cursor) -> None:
        self.newest = newest_erasure(c)
        self._digests: Mapping[bytes, int] = {}
        if self.newest:
            self._digests = {bytes(found): position for found, position in rows(c, sql(c, "erased"))}
            self._secret = bytes(one(c, sql(c, "secret"), (_SECRET,))[0])

    def position(self, said: Text) -> int | None:
        """Return the position of the fact that erased a text, if one did."""
        if not self._digests or is_blank(said):
            return None
        return self._digests.get(digest(self._secret, said))


def erase(
    c: Cursor,
    erasure: Erasure,
    found: list[Change],
    by: str,
    *,
    now: int,
    replayed: int | None = None,
    said: Sequence[bytes] = (),
) -> int:
    """Overwrite what was *found*, and say so in a fact; return its position. What was *said* is remembered."""
    if said:
        c.executemany(sql(c, "say"), [(line,) for line in said])
    recorded = begin(c, now=now, replayed=replayed)
    mark = Erased(instant_text(recorded), erasure.basis)
    states = [change.state(mark) for change in found]
    c.executemany(sql(c, "overwrite"), [(state, one.stored.position) for state, one in zip(states, found, strict=True)])
    c.executemany(sql(c, "forget_salt"), [(change.stored.position,) for change in found])
    c.execute(sql(c, "forget_requests"))
    fact = WordingErased(
        what=erasure.what,
        fields=tuple(sorted(erasure.fields)),
        basis=erasure.basis,
        ref=erasure.ref,
        blanked=tuple(
            Blanked(one.stored.position, sha256(one.stored.stream.bytes + state).hexdigest())
            for one, state in zip(found, states, strict=True)
        ),
    )
    version = len(rows(c, sql(c, "stored_of_stream"), (erasure.stream.hex,))) + 1
    draft = Draft(erasure.stream, version, fact, by)
    position = store(c, [(draft, encoded(draft))], recorded, replayed=replayed is not None)
    _remember(c, erasure, found, position)
    c.execute(sql(c, "outdate"))
    return position


def _remember(c: Cursor, erasure: Erasure, found: Iterable[Change], position: int) -> None:
    """Keep digests of what may not come back, and one of the erasure itself: each is known by its position."""
    kept = one(c, sql(c, "secret"), (_SECRET,))
    secret = secrets.token_bytes(_SECRET_BYTES) if kept is None else bytes(kept[0])
    if kept is None:
        c.execute(sql(c, "keep_secret"), (_SECRET, secret))
    gone = set(_gone(erasure, found))
    digests = {digest(secret, said) for said in gone} | {digest(secret, Text(Named.ERASURE, str(position)))}
    c.executemany(sql(c, "erase_digest"), [(one, position) for one in sorted(digests)])


def _gone(erasure: Erasure, found: Iterable[Change]) -> Iterator[Text]:
    for change in found:
        if change.marked:
            left = set(texts_of(change.new.fact))
            yield from (said for said in texts_of(change.old.fact) if said not in left and not is_blank(said))
    if erasure.what is Erasable.AUTHOR:
        yield Text(Named.AUTHOR, erasure.name)
