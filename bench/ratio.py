"""How much longer one thing takes than another, and whether that keeps the goal."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles
from typing import NamedTuple, Self

_TENTHS = 10
_FEW = 2


class Ratio(NamedTuple):
    """A ratio of two measures; *low* and *high* hold eight of ten single ratios between them."""

    what: str
    value: float
    low: float
    high: float
    goal: float | None = None

    @classmethod
    def of(cls, what: str, pairs: Sequence[tuple[float, float]], goal: float | None = None) -> Self:
        """Return the median of the ratios of *pairs*: the thing, and what it is compared with."""
        ratios = [thing / other for thing, other in pairs]
        return cls(what, median(ratios), *_spread(ratios), goal)

    @classmethod
    def of_sums(cls, what: str, pairs: Sequence[tuple[float, float]], goal: float | None = None) -> Self:
        """Return the ratio of the sums of *pairs*, for pieces that make up a whole."""
        things, others = zip(*pairs, strict=True)
        return cls(what, sum(things) / sum(others), *_spread([thing / other for thing, other in pairs]), goal)

    @property
    def kept(self) -> bool | None:
        """Whether the goal is kept; None where there is none."""
        return None if self.goal is None else self.value <= self.goal


def _spread(ratios: Sequence[float]) -> tuple[float, float]:
    if len(ratios) < _FEW:
        return ratios[0], ratios[0]
    tenths = quantiles(ratios, n=_TENTHS, method="inclusive")
    return tenths[0], tenths[-1]
