"""Pure folds: from facts to the states of incidents, claims, reports, sources and timelines over two clocks."""

from timeline.projections.fold import ALL, Refolded, Share, View, fold, transactions
from timeline.projections.incidents import WHOLE
from timeline.projections.kept import Kept
from timeline.projections.knowledge import Index, Knowledge, Recall

__all__ = [
    "ALL",
    "WHOLE",
    "Index",
    "Kept",
    "Knowledge",
    "Recall",
    "Refolded",
    "Share",
    "View",
    "fold",
    "transactions",
]
