"""What was known is shown to people as a table, and to programs as JSON; checked by hand on the seeds."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import SEED, Command, written
from tests.cli.material import GROUND, a_claim, a_report


def entry(seeded: Command, incident: str, *options: str) -> dict[str, Any]:
    """Return an entry of the seeds as `show --json` prints it."""
    items = seeded("show", SEED, "--json", *options).json["items"]
    found: dict[str, Any] = next(item for item in items if item["incident"] == incident)
    return found


@pytest.mark.parametrize(
    ("day", "incident", "expected"),
    [
        ("2024-10-28", "clash-2024-10-25", {"status": "disputed", "reports": 1, "independent_voices": 1}),
        ("2024-10-31", "clash-2024-10-25", {"status": "disputed", "reports": 3, "independent_voices": 1}),
        ("2025-09-02", "clash-2024-10-25", {"status": "disputed", "reports": 3, "independent_voices": 1}),
        ("2024-10-27", "combat-in-kursk", {"status": "mentioned", "reports": 0}),
        ("2024-10-28", "combat-in-kursk", {"status": "disputed"}),
        ("2024-11-04", "combat-in-kursk", {"status": "reported", "independent_voices": 1}),
        ("2024-11-12", "combat-in-kursk", {"status": "corroborated", "independent_voices": 2}),
        ("2025-04-26", "combat-in-kursk", {"status": "confirmed", "status_basis": "admitted"}),
        ("2025-01-12", "capture-2025-01-09", {"status": "reported", "reports": 2, "independent_voices": 1}),
        ("2024-10-04", "donetsk-strike-2024-10-03", {"status": "reported", "status_basis": "unnamed_only"}),
        ("2024-10-15", "donetsk-strike-2024-10-03", {"status": "reported", "reports": 2, "independent_voices": 1}),
    ],
)
def test_the_seeds_answer_as_checked_by_hand(
    seeded: Command, day: str, incident: str, expected: dict[str, object]
) -> None:
    assert entry(seeded, incident, "--known-on", day).items() >= expected.items()


def test_the_seeds_count_the_troops_by_voice(seeded: Command) -> None:
    figures = entry(seeded, "troops-in-russia", "--known-on", "2024-10-28")["figures"]
    present = {
        figure["voice"]: figure["best"] or figure["low"]
        for figure in figures
        if figure["measure"] == "personnel_present"
    }
    assert present.items() >= {"UA": 12_000, "ROK": 3_000, "US": 10_000}.items()


def test_russia_admits_the_combat_by_26_april(seeded: Command) -> None:
    found = entry(seeded, "combat-in-kursk", "--known-on", "2025-04-26")
    assert (found["status_basis"], "RU" in found["admitted_by"]) == ("admitted", True)


def test_what_the_ledger_said_then_is_shown_beside_what_could_be_known_then(seeded: Command) -> None:
    day = ("--known-on", "2024-10-30")
    assert entry(seeded, "clash-2024-10-25", *day)["status"] == "disputed"
    assert entry(seeded, "clash-2024-10-25", *day, "--recorded-by", "2024-10-30")["status"] == "reported"


def test_json_holds_all_items_and_no_next_page(timeline: Command, tmp_path: Path) -> None:
    incidents = [{"incident": {"timeline": "war", "slug": f"i{n}", "title": f"{n}"}} for n in range(1_201)]
    claims = [a_claim(incident=f"i{n}") for n in range(1_201)]
    timeline("import", written(tmp_path / "many.jsonl", [*GROUND, *incidents, a_report(claims=claims)]))
    body = timeline("show", "war", "--json").json
    assert (len({item["incident"] for item in body["items"]}), body["next"]) == (1_201, None)


def test_the_table_says_where_it_is_seen_from_and_on_whose_word(seeded: Command) -> None:
    shown = seeded("show", SEED, "--known-on", "2024-10-28", "--recorded-by", "2024-11-05").out
    assert "Public by 2024-10-28, as recorded by 2024-11-05 (position " in shown
    assert "replayed" in shown
    assert "disputed — denied by" in shown


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_table_fits_the_terminal_and_cuts_nothing(
    seeded: Command, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    shown = seeded("show", SEED).out
    table = shown.splitlines()[3:-1]
    assert max(map(len, table)) <= width
    assert "…" not in shown
    assert "Reports" in shown


def test_wide_letters_and_other_scripts_stay_in_their_columns(
    timeline: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    incident = {
        "incident": {"timeline": "war", "slug": "clash", "title": "쿠르스크에서 북한군과 교전이 있었다 — Бои в Курске"}
    }
    timeline("import", written(tmp_path / "some.jsonl", [*GROUND, incident, a_report(), a_report("r2")]))
    table = timeline("show", "war").out.splitlines()[2:-1]
    [row] = [line for line in table if "쿠르" in line]
    assert len({_columns(line) for line in table}) == 1
    assert row.rstrip().endswith("2")


def _columns(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def test_text_that_looks_like_markup_is_shown_as_it_is(timeline: Command, tmp_path: Path) -> None:
    incident = {"incident": {"timeline": "war", "slug": "clash", "title": "[red]A[/] :smile: [link=x]clash"}}
    title = {"timeline": {"slug": "war", "title": "[bold]A war"}}
    timeline("import", written(tmp_path / "some.jsonl", [*GROUND, incident, title, a_report()]))
    shown = " ".join(timeline("show", "war").out.split())
    assert "[red]A[/] :smile:" in shown
    assert "[bold]A war" in shown
    assert "[bold]A war" in timeline("timelines").out


def test_a_status_narrows_the_list(seeded: Command) -> None:
    items = seeded("show", SEED, "--status", "confirmed", "--json").json["items"]
    assert {item["status"] for item in items} == {"confirmed"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--known-on", "2020-01-01"], "Nothing was public yet."),
        (["--status", "retracted"], "No entry is retracted"),
    ],
)
def test_nothing_to_show_is_said_in_a_sentence_with_a_hint(seeded: Command, options: list[str], said: str) -> None:
    result = seeded("show", SEED, *options)
    assert (result.code, said in result.out) == (0, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--known-on", "2999-01-01"], "--known-on: "),
        (["--known-on", "2024-02-30"], "--known-on: "),
        (["--recorded-by", "2999-01-01T00:00:00Z"], "--recorded-by: "),
        (["--recorded-by", "2024-10-28T10:00:00"], "--recorded-by: "),
        (["--status", "true"], "--status: "),
    ],
)
def test_a_point_of_view_that_does_not_exist_is_refused_by_option(
    seeded: Command, options: list[str], said: str
) -> None:
    result = seeded("show", SEED, *options)
    assert result.code == 1
    assert result.err.startswith(f"error: {said}")


def test_an_unknown_timeline_is_refused_with_those_that_are_known(seeded: Command) -> None:
    result = seeded("show", "dprk")
    assert (result.code, result.err) == (1, f"error: there is no timeline 'dprk'; known: {SEED}\n")


def test_the_timelines_are_listed_with_what_is_on_them(seeded: Command) -> None:
    [item] = seeded("timelines", "--json").json["items"]
    assert (item["timeline"], item["incidents"], item["reports"]) == (SEED, 22, 52)
    assert SEED in seeded("timelines").out


def test_no_colour_reaches_a_pipe_and_a_reader_that_leaves_is_no_fault(seeded: Command) -> None:
    with seeded.started("show", SEED) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        first = process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        assert (process.wait(60), err, "\x1b" in first) == (0, "", False)
