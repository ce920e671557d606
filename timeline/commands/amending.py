"""Commands that change how recorded things count: corrections, voids, withdrawals, grades, merges, sign-offs."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from timeline.claims import ClaimChanges
from timeline.clocks import published_at
from timeline.commands.recording import Told
from timeline.reports import ReportChanges
from timeline.text import Moment, Reason, Ref, ReportKey, Slug, must_parse, must_print


class OfReport(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What every command about a recorded report names."""

    report: ReportKey

    def __post_init__(self) -> None:
        """Refuse a key that cannot be one. Raises NotAllowedError."""
        super().__post_init__()
        must_print(self.report, "/report")


class CorrectClaim(OfReport, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put right what we transcribed wrongly from a claim: whole fields are replaced."""

    claim: Ref
    changes: ClaimChanges
    reason: Reason


class CorrectReport(OfReport, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Put right what we transcribed wrongly from a report itself."""

    changes: ReportChanges
    reason: Reason


class VoidReport(OfReport, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take a report out that was our mistake, or repeats another."""

    duplicate_of: ReportKey | None = None
    reason: Reason

    def __post_init__(self) -> None:
        """Refuse a key that cannot be one. Raises NotAllowedError."""
        super().__post_init__()
        must_print(self.duplicate_of, "/duplicate_of")


class VoidClaim(OfReport, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Take a claim out that was our mistake, or repeats another."""

    claim: Ref
    duplicate_of: ReportKey | None = None
    reason: Reason

    def __post_init__(self) -> None:
        """Refuse a key that cannot be one. Raises NotAllowedError."""
        super().__post_init__()
        must_print(self.duplicate_of, "/duplicate_of")


class WithdrawReport(OfReport, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Say that the publisher took a report down."""

    published: Moment | None = None
    reason: Reason

    def __post_init__(self) -> None:
        """Refuse a moment that is none. Raises NotAllowedError."""
        super().__post_init__()
        must_parse(published_at, self.published, "/published")


class GradeClaim(OfReport, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Grade what a claim says, by Admiralty: 1 confirmed by independent sources to 5 improbable, 6 cannot be judged."""

    claim: Ref
    credibility: Annotated[int, Meta(ge=1, le=6, description="a whole number from 1 to 6")]
    rationale: Reason | None = None
    published: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse a moment that is none. Raises NotAllowedError."""
        super().__post_init__()
        must_parse(published_at, self.published, "/published")


class MergeIncidents(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Let an incident's claims count for another; into None undoes it."""

    timeline: Slug
    incident: Slug
    into: Slug | None
    reason: Reason


class SignOff(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Vouch for an incident as an editor or, signed being false, take that back."""

    timeline: Slug
    incident: Slug
    signed: bool
    rationale: Reason
    published: Moment | None = None

    def __post_init__(self) -> None:
        """Refuse a moment that is none. Raises NotAllowedError."""
        super().__post_init__()
        must_parse(published_at, self.published, "/published")
