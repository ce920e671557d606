"""The timeline: rows, their words, the table beside them, and what narrows them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.test_clock import CASE, said

ROWS = "#timeline li a"


def test_a_status_never_stands_bare(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2025-04-26&q=fought")

    expect(page.locator(ROWS)).to_contain_text("confirmed")
    expect(page.locator(ROWS)).to_contain_text("admitted by RU")
    expect(page.locator(ROWS)).to_contain_text("at most 4 independent voices")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
@pytest.mark.parametrize(
    ("narrowed", "voices", "others"),
    [
        ("known_on=2025-04-26&q=fought", "at most 4 independent voices", "admitted by RU"),
        ("known_on=2024-10-28&status=disputed&q=clash", "at most 1 independent voice", "denied by UA"),
    ],
)
def test_how_many_voices_there_are_is_not_what_a_row_cuts_off(
    reader: Reader, demo: Site, size: tuple[int, int], narrowed: str, voices: str, others: str
) -> None:
    page = reader.open(demo, f"{CASE}&{narrowed}", size=size)
    line = page.locator(ROWS).locator(".beside")
    expect(line).to_contain_text(others)

    assert line.evaluate(SEEN_TO, voices), "the number of voices is cut off"
    assert voices in (line.get_attribute("title") or "")
    assert others in (line.get_attribute("title") or "")


SEEN_TO = """(line, words) => {
  const text = line.firstChild;
  const begin = text.data.indexOf(words);
  const range = document.createRange();
  range.setStart(text, begin);
  range.setEnd(text, begin + words.length);
  return range.getBoundingClientRect().right <= line.closest('.line').getBoundingClientRect().right;
}"""
"""Tells whether the words of a line are seen up to their end."""


def test_rows_are_walked_and_opened_by_keyboard(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    expect(page.locator(ROWS)).to_have_count(12)
    page.locator(ROWS).first.focus()

    page.keyboard.press("End")
    expect(page.locator(ROWS).last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("link", name="Clash of 25 October")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Clash of 25 October")).to_have_attribute("aria-current", "true")
    assert said(page)["incident"] == "clash-2024-10-25"


def test_the_same_as_a_table(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    page.locator("#timeline").get_by_role("button", name="Table").click()

    row = page.get_by_role("row", name="Clash of 25 October")
    expect(row).to_contain_text("disputed")
    expect(row).to_contain_text("denied by UA · at most 1 independent voice")
    expect(page.locator("#timeline tbody").first.get_by_role("row")).to_have_count(12)
    assert said(page)["view"] == "table"
    page.get_by_text("How many in each month").click()
    expect(page.get_by_role("row", name=re.compile("^2024-10 "))).to_contain_text("2")


def test_the_legend_counts_and_narrows_to_one_status(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    legend = page.get_by_role("list", name="Incidents by status")
    expect(legend.get_by_role("button", name="disputed")).to_have_text(re.compile(r"disputed\s+2"))

    legend.get_by_role("button", name="disputed").click()

    expect(page.locator(ROWS)).to_have_count(2)
    expect(legend.get_by_role("button", name="reported")).to_be_visible()
    assert said(page)["status"] == "disputed"


def test_a_month_of_the_overview_narrows_the_dates(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    bars = page.locator("svg.overview rect")
    expect(bars.nth(2)).to_be_visible()

    bars.last.click()

    expect(page.get_by_role("button", name="Show all dates")).to_be_visible()
    assert {"occurred_from", "occurred_to"} <= set(said(page))
    page.get_by_role("button", name="Show all dates").click()
    assert "occurred_from" not in said(page)


def test_a_stretch_is_dragged_on_the_overview(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    overview = page.locator("svg.overview")
    expect(overview.locator("rect").nth(2)).to_be_visible()
    box = overview.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10, steps=6)
    page.mouse.up()

    expect(page.get_by_role("button", name="Show all dates")).to_be_visible()
    assert said(page)["occurred_from"] < said(page)["occurred_to"]


def test_nothing_fits_and_nothing_known_yet(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&q=unheard-of")
    expect(page.locator("#timeline")).to_contain_text("No incident fits.")
    page.get_by_role("button", name="Show all incidents").click()
    expect(page.locator(ROWS)).not_to_have_count(0)

    page = reader.open(demo, f"{CASE}&known_on=2020-01-01")
    expect(page.locator("#timeline")).to_contain_text("Nothing was known yet at this moment.")
