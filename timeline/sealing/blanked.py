"""What erasures left in the place of wording: which positions they list, and the digest of what stands there now."""

from __future__ import annotations

import msgspec

from timeline.database import Cursor, rows
from timeline.errors import UnreadableFactError
from timeline.sealing.headers import ERASURE
from timeline.sealing.statements import sql


class _Blanking(msgspec.Struct):
    blanked: list[tuple[int, str]] = []


_READ = msgspec.json.Decoder(tuple[str, str, str, str | None, _Blanking])


class Blanked:
    """All erasures of a ledger: by position, the erasures that list it and the digest that the last of them gives."""

    def __init__(self, c: Cursor) -> None:
        self.digests: dict[int, str] = {}
        self._by: dict[int, list[int]] = {}
        for position, state in rows(c, sql(c)["erasures"], (ERASURE,)):
            try:
                blanked = _READ.decode(state)[-1].blanked
            except (msgspec.MsgspecError, ValueError) as error:
                raise UnreadableFactError(f"position {position}, topic '{ERASURE}': {error}") from error
            for place, digest in blanked:
                self.digests[place] = digest
                self._by.setdefault(place, []).append(position)

    def by(self, position: int) -> list[int]:
        """Return the positions of the erasures that list a position."""
        return self._by.get(position, [])
