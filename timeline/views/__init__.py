"""The stored result of the folds, and what keeps it up to date."""

from timeline.views.counting import month_of
from timeline.views.follower import BATCH, Follower
from timeline.views.generations import Generation, current, is_readable, is_set_up, reached, set_up
from timeline.views.rebuild import Comparison, Difference, compare, rebuild

__all__ = [
    "BATCH",
    "Comparison",
    "Difference",
    "Follower",
    "Generation",
    "compare",
    "current",
    "is_readable",
    "is_set_up",
    "month_of",
    "reached",
    "rebuild",
    "set_up",
]
