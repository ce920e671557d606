"""One thing as known, and the claims that stand behind it."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from timeline.answers import Answer, AsKnown, ClaimView
from timeline.service.lists import Page

T = TypeVar("T", bound=Answer)


class Found(Generic[T]):
    """What was asked for, or nothing where nothing was known yet; *name* is what it is called in the answer."""

    def __init__(
        self,
        name: str,
        kind: type[T],
        doc: str | None,
        *,
        as_of: AsKnown,
        claims: Page[ClaimView] | None = None,
        merged_into: str | None = None,
    ) -> None:
        self.name, self.doc, self.as_of = name, doc, as_of
        self.claims, self.merged_into = claims, merged_into
        self._kind = kind

    @property
    def item(self) -> T | None:
        """The thing as a value."""
        return None if self.doc is None else msgspec.json.decode(self.doc, type=self._kind)
