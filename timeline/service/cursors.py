"""Where a page ended: an opaque text that holds all that the next page needs."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

import msgspec
from msgspec import Meta

from timeline.clocks import END, FIRST, AsOf
from timeline.errors import NotAllowedError
from timeline.facts import RULES

Key = tuple[Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)] | str, ...]
"""The key of the last item of a page, in the order of its list."""
Moment = Annotated[int, Meta(ge=FIRST, lt=END)]
"""A moment that a text could have named; others have no text."""


class Cursor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The end of a page of the list *of*: the point of view, the filters and limit, and the last key."""

    of: str
    rules: int
    position: Annotated[int, Meta(ge=0, le=2**62)]
    known_on: Moment | None = None
    recorded_by: Moment | None = None
    limit: Annotated[int, Meta(ge=1, le=500)]
    filters: dict[str, str | bool | int]
    key: Key

    @property
    def as_of(self) -> AsOf:
        """The point of view, as it was asked for."""
        return AsOf(known_on=self.known_on, recorded_by=self.recorded_by)

    def text(self) -> str:
        """Return the cursor as it stands in an address."""
        return base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read_cursor(text: str, of: str, least: Key) -> Cursor:
    """Return the cursor that *text* stands for, in the list *of* things; its key is as the *least* is.

    Raises NotAllowedError.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        cursor = msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=Cursor)
    except (binascii.Error, msgspec.MsgspecError, ValueError):
        raise NotAllowedError.at("/cursor", "it is none; allowed: the next address of a page, unchanged") from None
    if cursor.of != of or [*map(type, cursor.key)] != [*map(type, least)]:
        raise NotAllowedError.at(
            "/cursor", "it belongs to another list; allowed: the next address of a page, unchanged"
        )
    if cursor.rules != RULES:
        raise NotAllowedError.at("/cursor", "it was given under other status rules; begin the list anew")
    return cursor
