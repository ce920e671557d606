"""What was published, by whom and when."""

from __future__ import annotations

from enum import StrEnum

import msgspec
from msgspec import UNSET, UnsetType

from timeline import edtf
from timeline.claims import Chain, given, must_change_something, must_not_repeat
from timeline.clocks import published_at
from timeline.errors import NotAllowedError
from timeline.places import Place
from timeline.text import Language, Moment, Sha256, Short, Slug, Url, must_parse


class PublishedBasis(StrEnum):
    """What the published moment rests on: the page as read, its metadata, or our inference."""

    PAGE = "page"
    METADATA = "metadata"
    INFERRED = "inferred"


class Entered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a report stood before this ledger: when and by whom it was entered into which other system."""

    on: Moment | None = None
    by: Short | None = None
    system: Short | None = None

    def __post_init__(self) -> None:
        """Refuse a moment that is none. Raises NotAllowedError."""
        must_parse(published_at, self.on, "/on")


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One published item by one source. Its chain, place and occurred stand for every claim that gives none."""

    source: Slug
    published: Moment
    published_basis: PublishedBasis | None = None
    title: Short | None = None
    url: Url | None = None
    language: Language | None = None
    sha256: Sha256 | None = None
    archive_url: Url | None = None
    accessed: Moment | None = None
    chain: Chain | None = None
    place: Place | None = None
    occurred: Moment | None = None
    entered: Entered | None = None

    def __post_init__(self) -> None:
        """Refuse what no single field can tell. Raises NotAllowedError."""
        must_be_report(self)
        must_begin_with(self.source, self.chain)


class ReportChanges(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a correction puts in place of a report's fields: unset leaves a field, None clears it."""

    source: Slug | UnsetType = UNSET
    published: Moment | UnsetType = UNSET
    published_basis: PublishedBasis | UnsetType | None = UNSET
    title: Short | UnsetType | None = UNSET
    url: Url | UnsetType | None = UNSET
    language: Language | UnsetType | None = UNSET
    sha256: Sha256 | UnsetType | None = UNSET
    archive_url: Url | UnsetType | None = UNSET
    accessed: Moment | UnsetType | None = UNSET
    chain: Chain | UnsetType | None = UNSET
    place: Place | UnsetType | None = UNSET
    occurred: Moment | UnsetType | None = UNSET
    entered: Entered | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        """Refuse what a report could not hold either, and a correction of nothing. Raises NotAllowedError."""
        must_change_something(self)
        must_be_report(self)
        if self.source is not UNSET and self.chain is not UNSET:
            must_begin_with(self.source, self.chain)


def must_be_report(report: Report | ReportChanges) -> None:
    """Refuse moments, dates and chains that are none; write the sha256 in small letters. Raises NotAllowedError."""
    must_parse(published_at, given(report.published), "/published")
    if (accessed := given(report.accessed)) is not None:
        must_parse(published_at, accessed, "/accessed")
    if (chain := given(report.chain)) is not None:
        must_not_repeat(chain)
    if (occurred := given(report.occurred)) is not None:
        must_parse(edtf.parse, occurred, "/occurred")
    if sha256 := given(report.sha256):
        msgspec.structs.force_setattr(report, "sha256", sha256.lower())


def must_begin_with(source: str, chain: tuple[str, ...] | None, pointer: str = "") -> None:
    """Refuse a chain that does not begin with the one who published it. Raises NotAllowedError."""
    if chain and chain[0] != source:
        raise NotAllowedError.at(f"{pointer}/chain/0", f'"{chain[0]}" is not the report\'s source; allowed: "{source}"')
