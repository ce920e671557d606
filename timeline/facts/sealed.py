"""The fact of a sealed report: a stream of its own, for nobody can tell yet which report it is."""

from __future__ import annotations

from timeline.facts.fact import Fact


class ReportSealed(Fact, frozen=True):
    """Somebody knows a report, and shows it later: *commitment* fits no other, and tells nothing of it."""

    TOPIC = "report-sealed.1"
    timeline: str
    commitment: str
