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
    """Record a report that was sealed, with the salt that proves it; the key alone names one that is recorded."""

    report: RecordReport | ReportKey
    salt: Salt

    def __post_init__(self) -> None:
        """Refuse two authors or times; write the salt in small letters. Raises NotAllowedError."""
        super().__post_init__()
        force_setattr(self, "salt", self.salt.lower())
        if isinstance(self.report, str):
            must_print(self.report, "/report")
            return
        for name in ("by", "recorded"):
            if getattr(self.report, name) is not None:
                raise NotAllowedError.at(f"/report/{name}", "it stands in the wrong place; allowed: beside the report")
