"""Many incidents: only what can be seen is asked for and drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from urllib.parse import quote

import pytest
from playwright.sync_api import Request, expect

from tests.builders import a_claim, a_report, a_source, a_timeline, an_incident
from tests.page.reading import Reader
from tests.page.sites import Site, a_site
from tests.page.test_clock import SLIDER, said
from timeline.commands import Command
from timeline.service import Told

MANY = 100_000
"""Incidents in the largest timeline; `make test` takes a tenth of them."""
FIRST = date(2000, 1, 1)
ROWS = "#timeline li a"


def _commands(incidents: int) -> Iterator[Command]:
    yield a_timeline("many")
    yield a_source("wire")
    for number in range(incidents):
        happened = (FIRST + timedelta(days=number // 12)).isoformat()
        yield an_incident(f"i{number}", "many", title=f"Incident {number}", occurred=happened)
        yield a_report(happened, [a_claim(incident=f"i{number}")], "wire", timeline="many")


@pytest.fixture(scope="module", params=[MANY // 10, pytest.param(MANY, marks=pytest.mark.slow)])
def crowd(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, int]]:
    """Give a site with so many incidents, twelve a day."""
    with a_site(tmp_path_factory.mktemp("crowd")) as site:
        told = (Told(command, "test") for command in _commands(request.param))
        while batch := list(islice(told, 5_000)):
            site.timeline.import_batch(batch)
        site.timeline.catch_up()
        yield site, request.param


def test_only_what_can_be_seen_is_drawn_and_asked_for(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, count = crowd
    page = reader.open(site, "/?timeline=many")
    expect(page.locator("#timeline")).to_contain_text(f"{count:,} incidents; they are read as you scroll")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    expect(page.locator(ROWS).first).to_contain_text("Incident 0")
    assert page.locator(ROWS).count() < 60
    for reached in (65, 125, 185, 245):
        page.locator("#timeline .box").evaluate("(box, row) => { box.scrollTop = row * 46 }", reached - 5)
        expect(page.get_by_role("link", name=f"Incident {reached} ")).to_be_attached()

    assert page.locator(ROWS).count() < 60
    assert len([one for one in asked if "/incidents?" in one]) <= 4


def test_a_late_month_is_reached_at_once(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, count = crowd
    last = (FIRST + timedelta(days=(count - 1) // 12)).isoformat()
    page = reader.open(site, "/?timeline=many")
    expect(page.locator(ROWS)).not_to_have_count(0)

    page.get_by_label("Happened from").fill(last)
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name=f"Incident {count - 1} ")).to_be_visible()


def test_the_list_goes_on_below_and_comes_back(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, _ = crowd
    page = reader.open(site, "/?timeline=many")
    expect(page.locator(ROWS)).not_to_have_count(0)
    page.locator(ROWS).first.focus()

    for _ in range(3):
        page.keyboard.press("End")
        expect(page.locator(f"{ROWS}:focus")).to_be_visible()
    page.keyboard.press("Home")

    expect(page.get_by_role("link", name="Incident 0 ")).to_be_focused()


def test_a_dragged_clock_never_queues_questions(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, _ = crowd
    page = reader.open(site, "/?timeline=many")
    expect(page.locator(ROWS)).not_to_have_count(0)
    expect(page.get_by_role("slider", name=SLIDER)).not_to_have_attribute("max", "0")  # there are moments to stop at
    under_way, most = set[Request](), 0

    def began(request: Request) -> None:
        nonlocal most
        if "/incidents?" in request.url:
            under_way.add(request)
            most = max(most, len(under_way))

    def ended(request: Request) -> None:
        under_way.discard(request)

    page.on("request", began)
    page.on("requestfinished", ended)
    drag = """() => { const slider = document.getElementById('clock-slider');
      for (let stop = 0; stop < 40; stop += 1) {
        slider.value = stop * 10; slider.dispatchEvent(new Event('input', { bubbles: true }));
      } }"""
    page.evaluate(drag)

    expect(page.locator("#timeline .as a").first).to_have_attribute("href", _of_moment(said(page)))
    assert most == 1


def _of_moment(address: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"known_on={re.escape(quote(address['known_on']))}(?:&|$)")


def test_what_is_recorded_moves_nobody_who_is_deep_in_the_list(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, _ = crowd
    page = reader.open(site, "/?timeline=many")
    expect(page.locator(ROWS)).not_to_have_count(0)
    page.locator(ROWS).first.focus()
    for read in (120, 180):
        page.keyboard.press("End")
        expect(page.locator("#timeline ul")).to_have_css("height", f"{read * 46}px")
    place = "[document.querySelector('#timeline .box').scrollTop, document.activeElement.textContent]"
    before = page.evaluate(place)

    site.timeline.record(a_report("2000-01-01", [a_claim(incident="i0")], "wire", timeline="many"))
    expect(page.get_by_role("button", name="Show it")).to_be_visible()

    assert page.evaluate(place) == before
    page.get_by_role("button", name="Show it").click()
    expect(page.get_by_role("button", name="Show it")).to_have_count(0)


def test_every_change_is_reached_though_the_slider_stops_at_fewer(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, _ = crowd
    page = reader.open(site, "/?timeline=many&known_on=2000-03-01")
    expect(page.locator("main")).to_contain_text("The slider stops at 500 of more moments")

    for button, days in (("Next", range(2, 10)), ("Previous", range(8, 0, -1))):
        for day in days:  # some of them are stops right after one another, with nothing between
            page.get_by_role("button", name=f"{button} change").click()
            expect(page.locator("strong.moment")).to_have_text(f"{day} Mar 2000")


def test_what_is_recorded_moves_nobody_who_is_deep_in_the_table(reader: Reader, crowd: tuple[Site, int]) -> None:
    site, _ = crowd
    page = reader.open(site, "/?timeline=many&view=table")
    page.get_by_role("button", name="After").click()
    expect(page.get_by_role("row", name="Incident 65 ")).to_be_visible()

    site.timeline.record(a_report("2000-01-01", [a_claim(incident="i0")], "wire", timeline="many"))
    expect(page.get_by_role("button", name="Show it")).to_be_visible()

    expect(page.get_by_role("row", name="Incident 65 ")).to_be_visible()
