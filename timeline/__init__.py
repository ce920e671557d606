"""As Known: what reports claim about the world, as it was known at any moment."""

from timeline.clocks import AsOf
from timeline.errors import TimelineError
from timeline.service import Asked, ClaimFilters, IncidentFilters, ReportFilters, Timeline

__all__ = ["AsOf", "Asked", "ClaimFilters", "IncidentFilters", "ReportFilters", "Timeline", "TimelineError"]
