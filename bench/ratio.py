"""How one thing compares with another, and whether that keeps its goal."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles

import msgspec

_TENTHS = 10
_FEW = 2


class Goal(msgspec.Struct, frozen=True):
    """What a ratio should come to: at most *value*, or at least."""

    value: float
    at_least: bool = False

    def kept_by(self, value: float) -> bool:
        """Tell whether *value* keeps the goal."""
        return value >= self.value if self.at_least else value <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.value:g}"


def at_most(value: float) -> Goal:
    """Return the goal of a ratio that should be small."""
    return Goal(value)


def at_least(value: float) -> Goal:
    """Return the goal of a ratio that should be great."""
    return Goal(value, at_least=True)


class Ratio(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A ratio of two measures in the group *about*; *low* and *high* hold eight of ten single ratios between them.

    *value* is None where it was not measured; *note* then says why, and otherwise what both took.
    """

    about: str
    what: str
    value: float | None = None
    low: float = 0.0
    high: float = 0.0
    pairs: int = 0
    goal: Goal | None = None
    note: str = ""

    @property
    def kept(self) -> bool | None:
        """Whether the goal is kept; None where there is none, or nothing was measured."""
        return None if self.goal is None or self.value is None else self.goal.kept_by(self.value)


class Figure(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something measured that says something about one machine only, in words."""

    about: str
    what: str
    measured: str


Result = Ratio | Figure


class Head(msgspec.Struct, frozen=True):
    """What a ratio is about, in words, and its goal."""

    about: str
    what: str
    goal: Goal | None = None

    def of(self, pairs: Sequence[tuple[float, float]], note: str = "") -> Ratio:
        """Return the median of the ratios of *pairs*: a thing, and what it is compared with."""
        ratios = [thing / other for thing, other in pairs]
        return self._ratio(median(ratios), ratios, note)

    def of_sums(self, pairs: Sequence[tuple[float, float]], note: str = "") -> Ratio:
        """Return the ratio of the sums of *pairs*, for pieces that make up a whole."""
        things, others = zip(*pairs, strict=True)
        return self._ratio(sum(things) / sum(others), [thing / other for thing, other in pairs], note)

    def missing(self, why: str) -> Ratio:
        """Return the ratio as not measured."""
        return Ratio(about=self.about, what=self.what, goal=self.goal, note=why)

    def _ratio(self, value: float, ratios: Sequence[float], note: str) -> Ratio:
        low, high = spread(ratios)
        return Ratio(
            about=self.about,
            what=self.what,
            value=value,
            low=low,
            high=high,
            pairs=len(ratios),
            goal=self.goal,
            note=note,
        )


def spread(ratios: Sequence[float]) -> tuple[float, float]:
    """Return the bounds between which eight of ten ratios lie."""
    if len(ratios) < _FEW:
        return ratios[0], ratios[0]
    tenths = quantiles(ratios, n=_TENTHS, method="inclusive")
    return tenths[0], tenths[-1]
