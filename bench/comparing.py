"""As Known beside its peers, question by question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from typing import Any, Final

import msgspec

from bench import questions
from bench.asking import Asked, Judge, Race, asked, race, together
from bench.asknown import AsKnown
from bench.history import History
from bench.peers.brute_force import brute_force
from bench.profiling import profile
from bench.questions import ChangesAsked, Engine
from bench.ratio import Goal, Head, Result, at_least, at_most

SEEDS: Final = (1, 2, 3)
_PAST_PAGE: Final = "Page of 50 by place and window, as known on a past day"
_PAST_COUNTS: Final = "Counts per status and month, as known on a past day"
_NOW, _BOTH = "now", "both clocks"
_DIFFERS: Final = "{} of {} answers differ"
_PROFILED: Final = 10
Say = Callable[[str], object]


class Question(msgspec.Struct, frozen=True):
    """A question under its title: who answers it, how parameters are drawn, and what As Known should come to.

    *clocks*: As Known answers from these other points of view, too, with a goal or none. Of several *rounds* the median
    counts; where an answer is *heavy*, so many times fewer parameters are asked. *limit_ms*: what As Known may take on
    any machine of our days.
    """

    name: str
    title: str
    draw: Callable[[Random], Any]
    goals: dict[str, Goal]
    rounds: int = 1
    heavy: int = 1
    clocks: dict[str, Goal | None] = {}
    limit_ms: float | None = None

    def goal_beside(self, peer: str) -> Goal | None:
        """Return the goal beside a peer."""
        return next((goal for name, goal in self.goals.items() if peer.startswith(name)), None)


def asked_of_all(history: History) -> list[Question]:
    """Return the questions, each with its goals by how a peer's name begins."""
    week, year = (partial(partial, questions.changes, days=days) for days in (7, 365))
    story = partial(questions.story, history=history)
    page = {"MariaDB": at_least(10), "PostgreSQL GiST, tuned": at_least(4), "SQLite": at_least(1)}
    many = {"MariaDB": at_least(100), "SQLite table": at_least(100)}
    changes = {"MariaDB, tuned": at_least(6)}
    clocks: dict[str, Goal | None] = {_NOW: at_most(1.1), _BOTH: at_most(1.2)}
    return [
        Question("page", _PAST_PAGE, questions.past_page, page, rounds=3, clocks=clocks),
        Question("page", "Page of 50 by place and window, as known now", questions.now_page, {}, rounds=3),
        Question("counts", _PAST_COUNTS, questions.counts, many, heavy=3, clocks={_BOTH: None}),
        Question("story", "One incident's whole history", story, {"MariaDB": at_least(10)}, rounds=3),
        Question("changes", "Difference of two days, 7 days apart, first 50", week(limit=50), {}, limit_ms=1),
        Question("changes", "Difference of two days, 7 days apart, all", week(limit=None), changes, heavy=3),
        Question("changes", "Difference of two days, 365 days apart, first 50", year(limit=50), {}, limit_ms=1),
        Question("changes", "Difference of two days, 365 days apart, all", year(limit=None), changes, heavy=3),
    ]


class Field:
    """All that are compared; the first peer's answers are those that others must give."""

    def __init__(
        self, ours: Sequence[AsKnown], peers: Sequence[Engine], missing: dict[str, str], *, profiled: bool = False
    ) -> None:
        self.ours, self.peers, self.missing, self.profiled = ours, peers, missing, profiled

    def compare(self, question: Question, parameters: int, history: History, say: Say) -> Iterator[Result]:
        """Ask all, with so many parameters for each of the seeds, and yield the ratios."""
        field = [asked(engine, question.name) for engine in (*self.peers, *self.ours)]
        field += [variant for ours in self.ours for variant in _variants(ours, question)]
        judge_of = partial(judge, field[0])
        races: list[Race] = []
        for seed in SEEDS:
            say(f"{question.title}: seed {seed}")
            random = Random(f"{question.title} {seed}")  # noqa: S311 - nothing secret
            drawn = [question.draw(random) for _ in range(max(1, parameters // question.heavy))]
            if not races:
                _must_be_right(field[0], history, drawn[-1])
            races.append(race(field, drawn, random, rounds=question.rounds, judge_of=judge_of))
            if self.profiled and len(races) == len(SEEDS):
                for ours in self.ours:
                    say(f"{question.title}: {ours.name}{profile(ours.answers[question.name], drawn[:_PROFILED])}")
        yield from self._told(question, together(races))

    def _told(self, question: Question, run: Race) -> Iterator[Result]:
        for ours in self.ours:
            for peer in self.peers:
                head = Head(question.title, f"{peer.name} / {ours.name}", question.goal_beside(peer.name))
                yield head.of(run.pairs(peer.name, ours.name), _took(run, peer.name, ours.name))
            yield from _clocks(question, run, ours.name)
            if question.limit_ms is not None:
                head = Head(question.title, f"{ours.name} / {question.limit_ms:g} ms", at_most(1))
                limit = question.limit_ms / 1000
                yield head.of([(seconds, limit) for seconds in run.seconds[ours.name]], run.milliseconds(ours.name))
        for name, why in self.missing.items():
            yield Head(question.title, name).missing(why)


def _variants(ours: AsKnown, question: Question) -> list[Asked[Any]]:
    """The same question as known now; and on both clocks, by what a random past position held."""
    ask = ours.answers[question.name]
    random = Random(ours.newest)  # noqa: S311 - nothing secret

    def now(parameter: Any) -> object:  # noqa: ANN401 - parameters differ by question
        return ask(msgspec.structs.replace(parameter, known=None))

    def both(parameter: Any) -> object:  # noqa: ANN401 - likewise
        position = random.randrange(ours.newest // 2, ours.newest + 1)
        return ask(msgspec.structs.replace(parameter, position=position))

    variants = {_NOW: now, _BOTH: both}
    return [Asked(f"{ours.name}, {name}", variants[name], None) for name in question.clocks]


def _clocks(question: Question, run: Race, name: str) -> Iterator[Result]:
    now, both = f"{name}, {_NOW}", f"{name}, {_BOTH}"
    if _NOW in question.clocks:
        head = Head(question.title, f"{name}: as known on a past day / now", question.clocks[_NOW])
        yield head.of(run.pairs(name, now), _took(run, name, now))
    if _BOTH in question.clocks:
        head = Head(question.title, f"{name}: on both clocks / on one", question.clocks[_BOTH])
        yield head.of(run.pairs(both, name), _took(run, both, name))


def judge(first: Asked[Any], parameter: Any) -> Judge:  # noqa: ANN401 - parameters differ by question
    """Return what compares answers: the whole of them, but of the first rows of a difference whether they are right.

    Each engine has an order of its own, and so other first rows: they must be as many as asked for, all different, and
    each among all rows.
    """
    if not isinstance(parameter, ChangesAsked) or parameter.limit is None or first.canonical is None:
        return hash
    rows: Any = first.canonical(first.ask(msgspec.structs.replace(parameter, limit=None)))
    whole, limit = frozenset(map(hash, rows)), parameter.limit

    def are_right(some: Any) -> bool:  # noqa: ANN401 - rows
        given = {hash(row) for row in some}
        return given <= whole and len(given) == len(some) == min(limit, len(whole))

    return are_right


def _took(run: Race, *names: str) -> str:
    """Return what they took and, where that is so, that they are not right."""
    counted = ((name, run.wrong[name], len(run.seconds[name])) for name in names if run.wrong[name])
    return "; ".join(
        [run.milliseconds(*names), *(f"{name}: {_DIFFERS.format(wrong, of)}" for name, wrong, of in counted)]
    )


def _must_be_right(first: Asked[Any], history: History, sample: Any) -> None:  # noqa: ANN401
    """Hold the engine that others are compared with to what going through every version gives."""
    if first.canonical is None or first.canonical(first.ask(sample)) != brute_force(history, sample):
        raise AssertionError(f"{first.name} is wrong about {sample}")
