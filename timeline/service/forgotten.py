"""What may not be recorded: what was erased, and names that stand in for erased ones."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.commands import Command, RecordReport
from timeline.erasing import told_in
from timeline.errors import NotAllowedError
from timeline.facts import Draft, IncidentOpened, ReportRecorded, SourceRegistered, is_pseudonym
from timeline.ledger import LedgerPast


def must_not_tell_erased(past: LedgerPast, command: Command) -> None:
    """Refuse what was erased, as far as it would be known again. Raises ErasedError."""
    if past.erased.newest:
        timeline = getattr(command, "timeline", None)
        key = getattr(command, "report", None)
        if isinstance(key, RecordReport):
            timeline = key.timeline
        elif timeline is None and isinstance(key, str) and (report := past.report(key)) is not None:
            timeline = report.timeline
        past.must_not_be_erased(list(told_in(command, timeline or "")))


def must_not_open_pseudonyms(drafts: Sequence[Draft]) -> None:
    """Refuse to open something under a name that stands in for an erased one. Raises NotAllowedError."""
    for draft in drafts:
        match draft.fact:
            case ReportRecorded(key=name):
                pointer = "/key"
            case SourceRegistered(slug=name) | IncidentOpened(slug=name):
                pointer = "/slug"
            case _:
                continue
        if is_pseudonym(name):
            raise NotAllowedError.at(pointer, "such a name stands in for one that was erased; allowed: another")
