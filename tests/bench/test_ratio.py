"""Ratios are worked out right, and say whether they keep their goals."""

from __future__ import annotations

from itertools import count
from random import Random

import msgspec
import pytest

from bench.asking import Asked, race, together
from bench.ratio import Figure, Head, Ratio, at_least, at_most
from bench.table import markdown, ratio_cells

HEAD = Head("Pages", "past / now", at_most(1.1))
PAIRS = [(2.0, 1.0), (6.0, 2.0), (4.0, 4.0)]


def test_a_ratio_is_the_median_of_paired_ratios() -> None:
    ratio = HEAD.of(PAIRS)

    assert (ratio.value, ratio.pairs) == (2.0, 3)
    assert [ratio.low, ratio.high] == pytest.approx([1.2, 2.8])


def test_pieces_of_a_whole_are_summed_first() -> None:
    assert HEAD.of_sums(PAIRS).value == pytest.approx(12 / 7)


def test_a_single_pair_has_no_spread() -> None:
    ratio = HEAD.of([(3.0, 2.0)])

    assert (ratio.value, ratio.low, ratio.high) == (1.5, 1.5, 1.5)
    assert ratio_cells(ratio)[2] == ""


@pytest.mark.parametrize(
    ("goal", "value", "kept"),
    [
        (at_most(1.1), 1.1, True),
        (at_most(1.1), 1.2, False),
        (at_least(10), 10.0, True),
        (at_least(10), 9.9, False),
        (None, 9.9, None),
    ],
)
def test_a_goal_is_a_most_or_a_least(goal: object, value: float, *, kept: bool | None) -> None:
    ratio = msgspec.structs.replace(HEAD.of([(value, 1.0)]), goal=goal)
    assert ratio.kept is kept


def test_what_did_not_run_has_no_figure_and_keeps_no_goal() -> None:
    ratio = HEAD.missing("mariadbd is not on the PATH")

    assert (ratio.value, ratio.kept) == (None, None)
    assert ratio_cells(ratio) == ["past / now", "not run", "", "≤ 1.1", "", "mariadbd is not on the PATH"]


def test_results_come_back_as_they_were_kept() -> None:
    results: list[Ratio | Figure] = [
        HEAD.of(PAIRS),
        HEAD.missing("no"),
        Figure(about="Pages", what="a", measured="1 ms"),
    ]
    assert msgspec.json.decode(msgspec.json.encode(results), type=list[Ratio | Figure]) == results


def test_markdown_has_a_table_for_each_group() -> None:
    told = markdown("made up", [HEAD.of(PAIRS), Head("Log", "append").of(PAIRS), HEAD.missing("no")])

    assert told.count("| Pages | measured |") == told.count("| Log | measured |") == 1
    assert "| past / now | 2.00 | 1.20 to 2.80 | ≤ 1.1 | no |  |" in told


def test_a_race_asks_everybody_the_same_and_finds_who_differs() -> None:
    heard: dict[str, list[int]] = {"right": [], "wrong": [], "other": []}

    def asked(name: str, answer: int) -> Asked[int]:
        def ask(parameter: int) -> int:
            heard[name].append(parameter)
            return parameter + answer

        return Asked(name, ask, None if name == "other" else int)

    field = [asked("right", 0), asked("wrong", 1), asked("other", 2)]
    runs = [race(field, [4, 5, 6], Random(seed), rounds=2) for seed in (1, 2)]  # noqa: S311 - nothing secret
    both = together(runs)

    assert heard["right"] == heard["wrong"] == heard["other"]
    assert both.wrong == {"right": 0, "wrong": 6, "other": 0}
    assert [len(pairs) for pairs in (both.pairs("right", "wrong"), both.pairs("other", "right"))] == [6, 6]


def test_a_race_waits_for_whoever_is_slow() -> None:
    calls = count()
    field = [Asked[int]("slow", lambda _: sum(range(200_000)) * 0 + next(calls), lambda _: 0)]

    run = race(field, [1, 2, 3], Random(1))  # noqa: S311 - nothing secret

    assert len(run.seconds["slow"]) == 3
    assert next(calls) == 4  # once for warming
