"""Addresses of everything that the HTTP API answers from a point of view."""

from __future__ import annotations

ON_TIMELINES = (
    "/v1/timelines/{timeline}",
    "/v1/timelines/{timeline}/incidents?limit=500",
    "/v1/timelines/{timeline}/claims?limit=500",
    "/v1/timelines/{timeline}/claims?unfiled=true",
    "/v1/timelines/{timeline}/reports?limit=500",
    "/v1/timelines/{timeline}/figures?limit=500",
    "/v1/timelines/{timeline}/changes?limit=500",
    "/v1/timelines/{timeline}/summary?by=status,country",
    "/v1/timelines/{timeline}/summary?points=2024-10-20/2024-10-30&by=status",
    "/v1/timelines/{timeline}/moments?clock=published",
    "/v1/timelines/{timeline}/moments?clock=recorded",
    "/v1/timelines/{timeline}/diff?from=2024-10-26&to=2024-10-28",
    "/v1/timelines/{timeline}/diff?from=2024-10-20&to=2024-10-31&clock=recorded",
    "/v1/timelines/{timeline}/similar?kind=clash_reported&occurred=2024-10-25",
)
ON_THINGS = {
    "incident": ("", "/history?clock=published", "/history?clock=recorded", "/voices"),
    "report": ("", "/history?clock=published", "/history?clock=recorded"),
    "claim": ("", "/history?clock=published", "/history?clock=recorded"),
    "source": ("", "/history", "/record"),
}
"""What is asked of single things, behind their addresses."""


def is_a_question(path: str, point: str) -> bool:
    """Tell whether a path can be asked from a point of view: what differs on one clock is not cut on it."""
    if "/diff?" not in path:
        return True
    return "recorded_by" not in point if "clock=recorded" in path else "known_on" not in point


def address(path: str, point: str) -> str:
    """Return a path with its point of view."""
    return f"{path}{'&' if '?' in path else '?'}{point}".rstrip("?&")
