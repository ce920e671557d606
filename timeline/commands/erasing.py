"""The command that erases wording, for law or safety."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from timeline.commands.recording import Told
from timeline.errors import NotAllowedError
from timeline.text import Name, Reason, Ref, ReportKey, Slug

_TARGETS = "one of report, source, timeline, author; claim joins report, incident joins timeline"


class Order(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a report without its key stands in the order of keys: in which *place* behind which report's key."""

    behind: ReportKey | None = None
    place: Annotated[int, Meta(ge=1, le=999_999, description="a whole number from 1 to 999999")]

    @property
    def text(self) -> str:
        """What stands in for the key where reports of one moment are ordered."""
        return f"{self.behind or ''}\x01{self.place:06d}"

    @classmethod
    def of(cls, text: str) -> Order:
        """Return what such a text says."""
        behind, _, place = text.rpartition("\x01")
        return cls(behind=behind or None, place=int(place))


class EraseWording(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Overwrite the wording of a thing where it is stored. The *basis* stays for all to see, and must repeat none.

    Without *fields*, all wording of the thing goes. Only a replay gives the *order* of a report whose key was erased.
    """

    report: ReportKey | None = None
    claim: Ref | None = None
    source: Slug | None = None
    timeline: Slug | None = None
    incident: Slug | None = None
    author: Name | None = None
    fields: Annotated[tuple[str, ...], Meta(max_length=100, description="a list of fields")] = ()
    basis: Reason
    order: Order | None = None

    def __post_init__(self) -> None:
        """Refuse what names nothing, or several things. Raises NotAllowedError."""
        super().__post_init__()
        named = [name for name in ("report", "source", "timeline", "author") if getattr(self, name) is not None]
        beside = (self.claim is not None and named != ["report"]) or (
            self.incident is not None and named != ["timeline"]
        )
        if len(named) != 1 or beside:
            raise NotAllowedError.at("", f"it names {len(named)} things to erase; allowed: {_TARGETS}")
