"""What one can tell the ledger, and the native line that says it (docs: native format)."""

from timeline.commands.amending import (
    CorrectClaim,
    CorrectReport,
    GradeClaim,
    MergeIncidents,
    SignOff,
    VoidClaim,
    VoidReport,
    WithdrawReport,
)
from timeline.commands.lines import Command, checked, digest, parse_line, parse_object, to_line
from timeline.commands.recording import AddClaim, OpenIncident, OpenTimeline, RecordReport, RegisterSource

__all__ = [
    "AddClaim",
    "Command",
    "CorrectClaim",
    "CorrectReport",
    "GradeClaim",
    "MergeIncidents",
    "OpenIncident",
    "OpenTimeline",
    "RecordReport",
    "RegisterSource",
    "SignOff",
    "VoidClaim",
    "VoidReport",
    "WithdrawReport",
    "checked",
    "digest",
    "parse_line",
    "parse_object",
    "to_line",
]
