"""The service: class Timeline, usable from Python alone."""

from timeline.service.auditing import Changes, States, Summary, SummaryPoint, SummaryRow
from timeline.service.bodies import difference_body, figures_body, found_body, page_body, summaries_body, summary_body
from timeline.service.changes import Change
from timeline.service.differences import Between, Difference
from timeline.service.figures import Figures
from timeline.service.filters import ClaimFilters, FigureFilters, IncidentFilters, ReportFilters
from timeline.service.found import Found
from timeline.service.histories import State
from timeline.service.lists import EVERYTHING, LIMIT, MOST, Asked, Page
from timeline.service.summaries import By, Every, Points
from timeline.service.timeline import PATIENCE, Timeline
from timeline.service.writing import Outcome, Receipt, Told

__all__ = [
    "EVERYTHING",
    "LIMIT",
    "MOST",
    "PATIENCE",
    "Asked",
    "Between",
    "By",
    "Change",
    "Changes",
    "ClaimFilters",
    "Difference",
    "Every",
    "FigureFilters",
    "Figures",
    "Found",
    "IncidentFilters",
    "Outcome",
    "Page",
    "Points",
    "Receipt",
    "ReportFilters",
    "State",
    "States",
    "Summary",
    "SummaryPoint",
    "SummaryRow",
    "Timeline",
    "Told",
    "difference_body",
    "figures_body",
    "found_body",
    "page_body",
    "summaries_body",
    "summary_body",
]
