"""The service: class Timeline, usable from Python alone."""

from timeline.service.asking import EVERYTHING
from timeline.service.auditing import Difference, History, Summary
from timeline.service.bodies import found_body, page_body
from timeline.service.differences import Change
from timeline.service.filters import ClaimFilters, IncidentFilters, ReportFilters
from timeline.service.found import Found
from timeline.service.histories import Clock, Step
from timeline.service.lists import LIMIT, MOST, Asked, Page
from timeline.service.summaries import By
from timeline.service.timeline import PATIENCE, Timeline
from timeline.service.writing import Outcome, Receipt, Told

__all__ = [
    "EVERYTHING",
    "LIMIT",
    "MOST",
    "PATIENCE",
    "Asked",
    "By",
    "Change",
    "ClaimFilters",
    "Clock",
    "Difference",
    "Found",
    "History",
    "IncidentFilters",
    "Outcome",
    "Page",
    "Receipt",
    "ReportFilters",
    "Step",
    "Summary",
    "Timeline",
    "Told",
    "found_body",
    "page_body",
]
