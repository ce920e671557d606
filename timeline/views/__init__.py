"""The stored result of the folds, and what keeps it up to date."""

from timeline.views.counting import reach
from timeline.views.follower import BATCH, Follower
from timeline.views.generations import Generation, current, is_outdated, is_readable, is_set_up, reached, set_up
from timeline.views.rebuild import Comparison, Difference, compare, rebuild
from timeline.views.sharing import Work

__all__ = [
    "BATCH",
    "Comparison",
    "Difference",
    "Follower",
    "Generation",
    "Work",
    "compare",
    "current",
    "is_outdated",
    "is_readable",
    "is_set_up",
    "reach",
    "reached",
    "rebuild",
    "set_up",
]
