"""What the facts of one stream come to: pure folds, one file a stream."""

from timeline.states.incidents import IncidentState, evolve_incident
from timeline.states.reports import ClaimState, Grade, ReportState, evolve_report
from timeline.states.sources import SourceState, evolve_source
from timeline.states.timelines import TimelineState, evolve_timeline, merge_path, merged_into

__all__ = [
    "ClaimState",
    "Grade",
    "IncidentState",
    "ReportState",
    "SourceState",
    "TimelineState",
    "evolve_incident",
    "evolve_report",
    "evolve_source",
    "evolve_timeline",
    "merge_path",
    "merged_into",
]
