"""Ratios are worked out right, and say whether they keep their goals."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from pathlib import Path
from random import Random

import msgspec
import pytest

from bench.asking import Asked, race, together
from bench.ratio import Figure, Head, Ratio, at_least, at_most
from bench.table import BEGIN, END, markdown, put_into, ratio_cells

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


def test_markdown_has_a_table_for_each_group_with_goals_and_without() -> None:
    told = markdown("made up", [HEAD.of(PAIRS), Head("Log", "append").of(PAIRS), HEAD.missing("no")])

    assert told.count("| Pages | measured |") == told.count("| Log | measured |") == 1
    assert "| past / now | 2.00 | 1.20 to 2.80 | ≤ 1.1 | **no** |  |" in told
    assert "0 of 2 goals are kept, 1 are missed, 1 were not measured." in told
    assert told.index("### With a goal") < told.index("| Pages |") < told.index("### Without") < told.index("| Log |")


def test_a_run_replaces_the_tables_of_a_page_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"Before.\n\n{BEGIN}\n\nOld.\n\n{END}\n\nAfter.\n", "utf-8")

    for tables in ("Newer.\n", "New.\n"):
        put_into(page, tables)

    assert page.read_text("utf-8") == f"Before.\n\n{BEGIN}\n\nNew.\n\n{END}\n\nAfter.\n"


def test_a_page_without_marks_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{END} {BEGIN}", "utf-8")

    with pytest.raises(ValueError, match="lacks"):
        put_into(page, "New.")


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


def test_a_judge_says_which_answers_are_the_same() -> None:
    def part_of_all(parameter: int) -> Callable[[Hashable], bool]:
        return lambda rows: isinstance(rows, tuple) and set(rows) <= set(range(parameter)) and len(rows) == 2

    field = [
        Asked[int]("first", lambda _: (0, 1), tuple),
        Asked[int]("last", lambda parameter: (parameter - 2, parameter - 1), tuple),
        Asked[int]("beyond", lambda parameter: (parameter - 1, parameter), tuple),
        Asked[int]("short", lambda _: (0,), tuple),
    ]

    run = race(field, [4, 5, 6], Random(1), judge_of=part_of_all)  # noqa: S311 - nothing secret

    assert run.wrong == {"first": 0, "last": 0, "beyond": 3, "short": 3}
