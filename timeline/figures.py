"""Numbers that a claim gives, kept as the source gave them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import msgspec
from msgspec import Meta

from timeline.errors import NotAllowedError
from timeline.text import Name, Short

MEASURES: Final = (
    "personnel_present",
    "personnel_planned",
    "killed",
    "wounded",
    "casualties",
    "captured",
    "survivors",
)
"""What can be counted. Figures of different measures are never added or compared."""

Measure = Annotated[
    str,
    Meta(
        max_length=300,
        pattern=rf"\A(?:{'|'.join(MEASURES)}|x-[a-z0-9-]+)\Z",
        description=f"{', '.join(MEASURES)}, or a free one as x-name",
    ),
]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1, description="a whole number from 0 to 2^53-1")]
"""Up to 2^53-1, so that every JSON reader gets the same number (RFC 8259, section 6)."""


class Scope(StrEnum):
    """What span a figure covers: one moment, everything so far, a stretch of time, or a plan."""

    SNAPSHOT = "snapshot"
    CUMULATIVE = "cumulative"
    WINDOW = "window"
    PLANNED = "planned"


class Figure(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One number or range: low <= best <= high, at least one of them given. "At least 3" has no high."""

    measure: Measure
    low: Count | None = None
    high: Count | None = None
    best: Count | None = None
    scope: Scope = Scope.SNAPSHOT
    qualifier: Short | None = None
    includes: Annotated[tuple[Name, ...], Meta(max_length=100, description="a list of at most 100")] = ()

    def __post_init__(self) -> None:
        """Refuse an empty figure and bounds out of order. Raises NotAllowedError."""
        given = [bound for bound in (self.low, self.best, self.high) if bound is not None]
        if not given:
            raise NotAllowedError.at("", "it gives no number; allowed: at least one of low, best, high")
        if len(given) > 1 and given != sorted(given):
            raise NotAllowedError.at("", "its numbers are out of order; allowed: low <= best <= high")
