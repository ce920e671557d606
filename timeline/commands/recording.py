"""Commands that add: timelines, sources, incidents, reports and their claims."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from timeline import edtf
from timeline.claims import Claim, given
from timeline.clocks import parse_instant
from timeline.errors import NotAllowedError
from timeline.places import Place
from timeline.reports import Report, must_begin_with
from timeline.sources import Reliability, SourceKind
from timeline.text import Long, Moment, Name, ReportKey, Slug, Voice, must_parse, must_print

Voices = Annotated[tuple[Voice, ...], Meta(max_length=100, description="a list of at most 100 voices")]
KEY_LENGTH = 200


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every command may carry: who tells it and, in a replay only, when it was recorded."""

    by: Name | None = None
    recorded: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse a recorded that is no instant. Raises NotAllowedError."""
        must_parse(parse_instant, self.recorded, "/recorded")


class OpenTimeline(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Open a timeline or, where its slug is known, describe it anew: unset leaves a field, None clears it."""

    slug: Slug
    title: Name | UnsetType = UNSET
    description: Long | UnsetType | None = UNSET


class RegisterSource(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Make a source known or, where its slug is known, change it: unset leaves a field, None clears it."""

    slug: Slug
    name: Name | UnsetType = UNSET
    kind: SourceKind | UnsetType = UNSET
    speaks_for: Voice | UnsetType | None = UNSET
    linked_to: Voices | UnsetType | None = UNSET
    reliability: Reliability | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        """Refuse to let a leak be a government's word. Raises NotAllowedError."""
        super().__post_init__()
        if self.kind is SourceKind.UNNAMED and self.speaks_for:
            raise NotAllowedError.at("/speaks_for", "an unnamed source speaks for nobody; allowed: linked_to")


class OpenIncident(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Open an incident or, where its slug is known, describe it anew: unset leaves a field, None clears it."""

    timeline: Slug
    slug: Slug
    title: Name | UnsetType = UNSET
    adverse_to: Voices | UnsetType | None = UNSET
    occurred: Moment | UnsetType | None = UNSET
    place: Place | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        """Refuse an occurred that is no date. Raises NotAllowedError."""
        super().__post_init__()
        must_parse(edtf.parse, given(self.occurred), "/occurred")


class RecordReport(Report, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Record a report with its claims; claims without a ref get c1, c2 … by their place."""

    timeline: Slug
    key: ReportKey | None = None
    claims: Annotated[tuple[Claim, ...], Meta(min_length=1, description="a list of at least one claim")]
    by: Name | None = None
    recorded: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse what report and claims cannot be together, and name every claim. Raises NotAllowedError."""
        super().__post_init__()
        must_parse(parse_instant, self.recorded, "/recorded")
        self._must_have_key()
        msgspec.structs.force_setattr(self, "claims", _with_refs(self.claims))
        for number, claim in enumerate(self.claims):
            must_begin_with(self.source, claim.chain, f"/claims/{number}")

    def _must_have_key(self) -> None:
        if self.key is None and self.url is None:
            raise NotAllowedError.at(
                "/key", "it is missing, and so is the url that could stand in; allowed: one of them"
            )
        if self.key is None and len(self.report_key) > KEY_LENGTH:
            raise NotAllowedError.at("/key", f"the url is too long to stand in; allowed: 1 to {KEY_LENGTH} characters")
        must_print(self.report_key, "/key")

    @property
    def report_key(self) -> str:
        """The name of the report in this ledger: its key, else its url."""
        return self.key if self.key is not None else self.url or ""

    @property
    def report(self) -> Report:
        """The report alone, without its claims and where it is filed."""
        return Report(**_fields(self, Report))


class AddClaim(Claim, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Add a claim that was missed to a recorded report."""

    report: ReportKey
    by: Name | None = None
    recorded: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse what no single field can tell. Raises NotAllowedError."""
        super().__post_init__()
        must_parse(parse_instant, self.recorded, "/recorded")
        must_print(self.report, "/report")

    @property
    def claim(self) -> Claim:
        """The claim alone; its ref is None where none was given."""
        return Claim(**_fields(self, Claim))


def _with_refs(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Name the claims that have no ref. Raises NotAllowedError where two have the same."""
    named = tuple(
        msgspec.structs.replace(claim, ref=f"c{number}") if claim.ref is None else claim
        for number, claim in enumerate(claims, start=1)
    )
    refs = [claim.ref for claim in named]
    if len(set(refs)) < len(refs):
        second = next(number for number, ref in enumerate(refs) if ref in refs[:number])
        problem = f'"{refs[second]}" was given before; allowed: each ref once a report'
        raise NotAllowedError.at(f"/claims/{second}/ref", problem)
    return named


def _fields(command: msgspec.Struct, kind: type[msgspec.Struct]) -> dict[str, Any]:
    return {name: getattr(command, name) for name in kind.__struct_fields__}
