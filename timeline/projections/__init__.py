"""Pure folds: from facts to the states of incidents, claims, reports, sources and timelines over two clocks."""

from timeline.projections.fold import Refolded, View, fold, transactions
from timeline.projections.incidents import WHOLE
from timeline.projections.kept import Kept
from timeline.projections.knowledge import Index, Knowledge, Recall

__all__ = ["WHOLE", "Index", "Kept", "Knowledge", "Recall", "Refolded", "View", "fold", "transactions"]
