"""The same questions to every engine, in turn: all are timed, all answers compared."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median
from typing import Any, Generic, NamedTuple, TypeVar

from bench.questions import Answer, Engine

A = TypeVar("A")


class Asked(NamedTuple, Generic[A]):
    """An engine, and how it is asked one question; *canonical* is None where the answer is another one by design."""

    name: str
    ask: Callable[[A], Any]
    canonical: Callable[[Any], Answer] | None


class Race(NamedTuple):
    """Seconds by name, one for each parameter; how many answers differed from those of the first."""

    seconds: dict[str, list[float]]
    wrong: dict[str, int]

    def pairs(self, thing: str, other: str) -> list[tuple[float, float]]:
        """Return what two of them took, parameter by parameter."""
        return list(zip(self.seconds[thing], self.seconds[other], strict=True))

    def milliseconds(self, *names: str) -> str:
        """Return the medians as text."""
        return " / ".join(f"{median(self.seconds[name]) * 1000:,.3g}" for name in names) + " ms"


def asked(engine: Engine, question: str) -> Asked[Any]:
    """Return how *engine* is asked."""
    return Asked(engine.name, engine.answers[question], lambda answer: engine.canonical(question, answer))


Judge = Callable[[Answer], object]
"""What is compared of an answer: of all engines at once, answers may fill the memory."""


def race(
    field: Sequence[Asked[A]],
    parameters: Sequence[A],
    random: Random,
    *,
    rounds: int = 1,
    judge_of: Callable[[A], Judge] = lambda _: hash,
) -> Race:
    """Ask everybody everything, in an order that chance gives: nobody always comes behind the same other.

    Each answers the first parameter once for warming. Of several rounds the median counts. None is ever stopped for
    taking long: who would be, would have answered other questions than the rest. Two answers are the same where the
    judge of the parameter says the same of both.
    """
    for one in field:
        one.ask(parameters[0])
    seconds: dict[str, list[float]] = {one.name: [] for one in field}
    wrong = dict.fromkeys(seconds, 0)
    for parameter in parameters:
        taken, said = _asked_all(field, parameter, random, rounds=rounds, judge=judge_of(parameter))
        for name, of_rounds in taken.items():
            seconds[name].append(median(of_rounds))
            wrong[name] += name in said and said[name] != said.get(field[0].name)
    return Race(seconds, wrong)


def _asked_all(
    field: Sequence[Asked[A]], parameter: A, random: Random, *, rounds: int, judge: Judge
) -> tuple[dict[str, list[float]], dict[str, object]]:
    """Return what each took in every round, and what the judge says of its first answer."""
    taken: dict[str, list[float]] = {one.name: [] for one in field}
    said: dict[str, object] = {}
    gc.collect()
    for turn in range(rounds):
        for one in random.sample(field, len(field)):
            began = time.perf_counter()
            answer = one.ask(parameter)
            taken[one.name].append(time.perf_counter() - began)
            if turn == 0 and one.canonical is not None:
                said[one.name] = judge(one.canonical(answer))
    return taken, said


def together(races: Sequence[Race]) -> Race:
    """Return the races of several seeds as one."""
    names = races[0].seconds
    return Race(
        {name: [second for race_ in races for second in race_.seconds[name]] for name in names},
        {name: sum(race_.wrong[name] for race_ in races) for name in names},
    )
