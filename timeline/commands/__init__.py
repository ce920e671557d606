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
from timeline.commands.commitments import commitment
from timeline.commands.erasing import EraseWording, Order
from timeline.commands.lines import Command, checked, digest, parse_line, parse_object, to_line
from timeline.commands.recording import AddClaim, OpenIncident, OpenTimeline, RecordReport, RegisterSource
from timeline.commands.sealed import OpenReport, SealReport

__all__ = [
    "AddClaim",
    "Command",
    "CorrectClaim",
    "CorrectReport",
    "EraseWording",
    "GradeClaim",
    "MergeIncidents",
    "OpenIncident",
    "OpenReport",
    "OpenTimeline",
    "Order",
    "RecordReport",
    "RegisterSource",
    "SealReport",
    "SignOff",
    "VoidClaim",
    "VoidReport",
    "WithdrawReport",
    "checked",
    "commitment",
    "digest",
    "parse_line",
    "parse_object",
    "to_line",
]
