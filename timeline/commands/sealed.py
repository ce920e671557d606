"""Commands that show later what was known: a report is sealed first, and opened when it may be told."""

from __future__ import annotations

from msgspec.structs import force_setattr

from timeline.commands.recording import RecordReport, Told
from timeline.errors import NotAllowedError
from timeline.text import ReportKey, Salt, Sha256, Slug, must_print


class SealReport(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Record the commitment to a report, which tells nothing of it."""

    timeline: Slug
    commitment: Sha256

    def __post_init__(self) -> None:
        """Write the commitment in small letters. Raises NotAllowedError."""
        super().__post_init__()
        force_setattr(self, "commitment", self.commitment.lower())


class OpenReport(Told, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Record a report that was sealed, with the salt that proves it; the key alone names one that is recorded.

    Only a replay gives the *commitment* instead: of a report whose wording was erased, and its salt with it.
    """

    report: RecordReport | ReportKey
    salt: Salt | None = None
    commitment: Sha256 | None = None

    def __post_init__(self) -> None:
        """Refuse two authors or times, and a proof that is none; write it in small letters. Raises NotAllowedError."""
        super().__post_init__()
        if self.commitment is not None:
            if self.recorded is None or self.salt is not None:
                raise NotAllowedError.at("/commitment", "only a replay may give it, in place of a salt that was erased")
            force_setattr(self, "commitment", self.commitment.lower())
        elif self.salt is not None:
            force_setattr(self, "salt", self.salt.lower())
        else:
            raise NotAllowedError.at("/salt", "it is missing")
        if isinstance(self.report, str):
            must_print(self.report, "/report")
            return
        for name in ("by", "recorded"):
            if getattr(self.report, name) is not None:
                raise NotAllowedError.at(f"/report/{name}", "it stands in the wrong place; allowed: beside the report")
