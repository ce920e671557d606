"""The shapes of bodies that only HTTP has, for the reference: pages, single things, receipts."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

import msgspec

from api.lines import Recorded
from api.problems import Problem
from timeline import commands
from timeline.answers import AsKnown, ClaimView, Entry, ReportView, SourceView, TimelineView

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], kw_only=True):
    """A page of a list as known; *next* is the address of the next page."""

    as_of: AsKnown
    items: list[T]
    next: str | None


class TimelineFound(msgspec.Struct, kw_only=True):
    """A timeline as known; null where it was not opened yet."""

    as_of: AsKnown
    timeline: TimelineView | None


class SourceFound(msgspec.Struct, kw_only=True):
    """A source as known; null where it was not registered yet."""

    as_of: AsKnown
    source: SourceView | None


class ClaimFound(msgspec.Struct, kw_only=True):
    """A claim as known; null where it was not known yet, or no longer stands."""

    as_of: AsKnown
    claim: ClaimView | None


class IncidentFound(msgspec.Struct, kw_only=True):
    """An incident as known with a page of the claims that count for it; *merged_into* names the one that answers."""

    as_of: AsKnown
    entry: Entry | None
    claims: list[ClaimView]
    next: str | None
    merged_into: str | msgspec.UnsetType = msgspec.UNSET


class ReportFound(msgspec.Struct, kw_only=True):
    """A report as known with a page of its claims; null where it was not known yet, or no longer stands."""

    as_of: AsKnown
    report: ReportView | None
    claims: list[ClaimView]
    next: str | None


class Opened(msgspec.Struct, kw_only=True):
    """What was opened or described: one of its names, and where in the ledger it now stands."""

    position: int
    recorded: str
    timeline: str | msgspec.UnsetType = msgspec.UNSET
    source: str | msgspec.UnsetType = msgspec.UNSET
    incident: str | msgspec.UnsetType = msgspec.UNSET
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class Added(msgspec.Struct, kw_only=True):
    """About what something was said, and where in the ledger that now stands."""

    position: int
    recorded: str
    report: str | msgspec.UnsetType = msgspec.UNSET
    claim: str | msgspec.UnsetType = msgspec.UNSET
    incident: str | msgspec.UnsetType = msgspec.UNSET
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class RecordedReport(msgspec.Struct, kw_only=True):
    """The ids of a recorded report and its claims, and where in the ledger it stands."""

    report: str
    claims: list[str]
    position: int
    recorded: str
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class Health(msgspec.Struct, kw_only=True):
    """How far the views are: the position they have reached, the newest of the ledger, and how many lie between."""

    position: int
    newest: int
    lag: int


ALL: Final = (
    Page[TimelineView],
    Page[SourceView],
    Page[Entry],
    Page[ClaimView],
    Page[ReportView],
    TimelineFound,
    SourceFound,
    ClaimFound,
    IncidentFound,
    ReportFound,
    Opened,
    Added,
    RecordedReport,
    Recorded,
    Health,
    Problem,
    *(getattr(commands, name) for name in commands.__all__ if isinstance(getattr(commands, name), type)),
)
"""Everything that goes in or out as JSON."""

RENAMED: Final = {
    "Page_TimelineView_": "TimelinePage",
    "Page_SourceView_": "SourcePage",
    "Page_Entry_": "EntryPage",
    "Page_ClaimView_": "ClaimPage",
    "Page_ReportView_": "ReportPage",
    "timeline.status.Basis": "StatusBasis",
    "timeline.claims.Basis": "ClaimBasis",
}
"""What the reference calls shapes whose own names would tell of our code."""
