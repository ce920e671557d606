"""On paper: where it is from stands above, nothing is cut off or left out, and no page is empty."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.reading import Reader
from tests.page.screenshots import settled
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell
from tests.page.test_clock import CASE

CLASH = f"{CASE}&known_on=2024-10-30&incident=clash-2024-10-25"
CUT_OFF = """() => [...document.querySelectorAll('#timeline li :is(.title, .line)')]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)
  .map((one) => one.textContent)"""


def printed(page: Page) -> Page:
    settled(page)
    page.emulate_media(media="print")
    return page


def pages(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


def test_it_says_where_it_is_from_and_from_which_point_of_view(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&status=disputed")
    head = page.locator(".paper-only").first
    settled(page)
    expect(head).to_be_hidden()

    page.emulate_media(media="print")

    address = f"{demo.url}/?timeline=dprk-in-russia&known_on=2024-10-28&at_position=389&status=disputed"
    expect(head).to_contain_text(address)
    expect(head).to_contain_text("As known by the public on 28 Oct 2024, as recorded by 4 Sep")
    expect(head).to_contain_text("(position 389). Narrowed to status disputed.")


@pytest.mark.parametrize("size", [(1280, 900), (1920, 1080), (390, 844)])
def test_titles_are_whole(reader: Reader, demo: Site, size: tuple[int, int]) -> None:
    page = printed(reader.open(demo, f"{CASE}&known_on=2024-12-28", size=size))
    page.set_viewport_size({"width": 718, "height": 1000})  # A4, less its margins

    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 718


def test_a_long_list_has_no_empty_pages(reader: Reader, ledger: Site) -> None:
    open_timeline(ledger, *(f"Incident {number}" for number in range(1, 151)))
    for number in range(1, 151):
        tell(ledger, incident=f"i{number}")
    page = reader.open(ledger, "/?timeline=t")
    expect(page.locator("#timeline li").first).to_be_visible()
    settled(page)

    assert pages(page) <= 4


def test_a_table_says_how_much_of_it_is_shown(reader: Reader, ledger: Site) -> None:
    open_timeline(ledger, *(f"Incident {number}" for number in range(1, 63)))
    for number in range(1, 63):
        tell(ledger, incident=f"i{number}")
    page = printed(reader.open(ledger, "/?timeline=t&view=table"))

    expect(page.locator("#timeline")).to_contain_text("1 to 60 of 62")
    expect(page.locator("#timeline tbody").first.get_by_role("row")).to_have_count(60)
    expect(page.get_by_role("button", name="After")).to_be_hidden()


def test_an_opened_incident_is_printed_as_it_stands_and_first(reader: Reader, demo: Site) -> None:
    """The width of the paper makes nothing anew: what would have to be fetched first is never printed."""
    page = reader.open(demo, CLASH)
    settled(page)
    page.locator("#incident").evaluate("(opened) => { opened.dataset.kept = 'yes' }")

    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})

    expect(page.locator("#incident[data-kept=yes] .verdict")).to_be_visible()
    tops = [(page.locator(part).bounding_box() or {"y": -1})["y"] for part in ("#incident", "#timeline")]
    assert 0 <= tops[0] < tops[1]


def test_an_external_link_says_its_address(reader: Reader, demo: Site) -> None:
    page = printed(reader.open(demo, CLASH))
    link = page.locator("#incident-claims a[href^=http]").first

    assert (link.get_attribute("href") or "?") in link.evaluate("(link) => getComputedStyle(link, '::after').content")


def test_buttons_that_say_something_say_it(reader: Reader, demo: Site) -> None:
    """How many of each status there are, when a step was taken, and how a place is called."""
    page = reader.open(demo, CLASH)
    page.locator("#map").get_by_role("button", name="Table").click()
    printed(page)

    expect(page.get_by_role("list", name="Incidents by status").get_by_text("disputed")).to_be_visible()
    expect(page.locator("#incident-history li button").first).to_be_visible()
    expect(page.locator("#map").get_by_role("row", name="Kursk").get_by_text("Kursk")).to_be_visible()
    expect(page.get_by_role("button", name="Correct…").first).to_be_hidden()


def test_it_is_dark_on_light_whatever_the_reader_likes(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE, colours="dark")
    page.get_by_label("Colours").select_option("dark")
    printed(page)

    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('.panel')).backgroundColor") == "rgb(255, 255, 255)"
