"""The service: class Timeline, usable from Python alone."""

from timeline.ledger import Request
from timeline.sealing import Finding
from timeline.sealing.proofs import FactProof, SignedReceipt
from timeline.service.auditing import Differing, Summary, SummaryPoint, SummaryRow
from timeline.service.bodies import (
    difference_body,
    figures_body,
    found_body,
    moments_body,
    page_body,
    record_body,
    similar_body,
    summaries_body,
    summary_body,
    voices_body,
)
from timeline.service.differences import Between, Difference
from timeline.service.end_states import EndStates
from timeline.service.erasing import Wiped
from timeline.service.feed import FACTS, must_be_fact
from timeline.service.figures import Figures
from timeline.service.filters import (
    ChangeFilters,
    ClaimFilters,
    FigureFilters,
    IncidentFilters,
    ReportFilters,
    SimilarFilters,
)
from timeline.service.found import Found
from timeline.service.hearings import Voices
from timeline.service.histories import State
from timeline.service.lists import EVERYTHING, LIMIT, MOST, Asked, Page
from timeline.service.location import must_be_there
from timeline.service.moments import MOMENTS, MOST_MOMENTS, Moments, Window
from timeline.service.proving import Verification
from timeline.service.receipts import Answered, Outcome, Receipt, Told
from timeline.service.summaries import By, Every, Points
from timeline.service.timeline import Timeline
from timeline.service.tracing import States
from timeline.service.viewing import PATIENCE

__all__ = [
    "EVERYTHING",
    "FACTS",
    "LIMIT",
    "MOMENTS",
    "MOST",
    "MOST_MOMENTS",
    "PATIENCE",
    "Answered",
    "Asked",
    "Between",
    "By",
    "ChangeFilters",
    "ClaimFilters",
    "Difference",
    "Differing",
    "EndStates",
    "Every",
    "FactProof",
    "FigureFilters",
    "Figures",
    "Finding",
    "Found",
    "IncidentFilters",
    "Moments",
    "Outcome",
    "Page",
    "Points",
    "Receipt",
    "ReportFilters",
    "Request",
    "SignedReceipt",
    "SimilarFilters",
    "State",
    "States",
    "Summary",
    "SummaryPoint",
    "SummaryRow",
    "Timeline",
    "Told",
    "Verification",
    "Voices",
    "Window",
    "Wiped",
    "difference_body",
    "figures_body",
    "found_body",
    "moments_body",
    "must_be_fact",
    "must_be_there",
    "page_body",
    "record_body",
    "similar_body",
    "summaries_body",
    "summary_body",
    "voices_body",
]
