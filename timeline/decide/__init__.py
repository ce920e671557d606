"""From a command to facts, or to an error: pure, given what is known."""

from __future__ import annotations

from typing import assert_never

from timeline import commands
from timeline.decide.corrections import (
    correct_claim,
    correct_report,
    grade_claim,
    void_claim,
    void_report,
    withdraw_report,
)
from timeline.decide.erasing import Target, erase_wording, target
from timeline.decide.incidents import open_incident, sign_off
from timeline.decide.past import Decision, Past
from timeline.decide.reports import add_claim, record_report
from timeline.decide.sealed import open_report, seal_report
from timeline.decide.sources import register_source
from timeline.decide.timelines import merge_incidents, open_timeline

__all__ = ["Decision", "Past", "Target", "decide", "target"]


def decide(past: Past, command: commands.Command, *, by: str, now: int) -> Decision:  # noqa: C901 (one line a command)
    """Return the facts that *command*, said by *by* at *now* (microseconds), comes to.

    Raises NotAllowedError or ConflictError.
    """
    match command:
        case commands.RecordReport():
            return record_report(past, command, by, now)
        case commands.OpenTimeline():
            return open_timeline(past, command, by)
        case commands.RegisterSource():
            return register_source(past, command, by)
        case commands.OpenIncident():
            return open_incident(past, command, by)
        case commands.AddClaim():
            return add_claim(past, command, by)
        case commands.CorrectClaim():
            return correct_claim(past, command, by)
        case commands.CorrectReport():
            return correct_report(past, command, by, now)
        case commands.VoidClaim():
            return void_claim(past, command, by)
        case commands.VoidReport():
            return void_report(past, command, by)
        case commands.WithdrawReport():
            return withdraw_report(past, command, by, now)
        case commands.GradeClaim():
            return grade_claim(past, command, by, now)
        case commands.MergeIncidents():
            return merge_incidents(past, command, by)
        case commands.SignOff():
            return sign_off(past, command, by, now)
        case commands.SealReport():
            return seal_report(past, command, by)
        case commands.OpenReport():
            return open_report(past, command, by, now)
        case commands.EraseWording():
            return erase_wording(past, command)
        case _:
            assert_never(command)
