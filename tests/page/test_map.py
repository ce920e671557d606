"""The map: regions shaded by what is known of them, never a pin, and the same as a table."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.test_clock import CASE, said


def kursk(page: Page) -> str:
    """Return what the map says of Kursk Oblast."""
    return page.locator("#map").get_by_role("button", name="Kursk").get_attribute("aria-label") or ""


def test_regions_say_how_many_of_which_status(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")

    expect(page.locator("#map").get_by_role("button", name="Kursk")).to_have_text(re.compile(r"\d"))
    assert re.fullmatch(r"Kursk, \d+: (?:\d+ \w+, )*2 disputed(?:, \d+ \w+)*", kursk(page))


def test_the_map_follows_the_clock(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-04")
    expect(page.locator("#map svg")).to_be_visible()
    expect(page.locator("#map").get_by_role("button", name="Kursk")).to_have_count(0)

    page.get_by_role("button", name="Now").click()

    expect(page.locator("#map").get_by_role("button", name="Kursk")).to_have_count(1)


def test_a_region_narrows_the_list_by_mouse(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    page.locator("#map").get_by_role("button", name="Kursk").click()

    expect(page.get_by_label("Place", exact=True)).to_have_value("RU-KRS")
    assert said(page)["place"] == "RU-KRS"


def test_a_region_narrows_the_list_by_keyboard(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    expect(page.locator("#map").get_by_role("button", name="Kursk")).to_be_visible()
    page.locator("#map g[tabindex='0']").focus()
    places = page.locator("#map g.place").count()

    for _ in range(places):
        if page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Kursk"):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page.locator("#map").get_by_role("button", name="Kursk")).to_have_attribute("aria-pressed", "true")
    assert said(page)["place"] == "RU-KRS"


def test_the_map_is_enlarged_by_buttons_and_keys(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    drawing = page.locator("#map svg[role=group]")
    whole = drawing.get_attribute("viewBox")

    page.get_by_role("button", name="Enlarge the map").click()
    expect(drawing).not_to_have_attribute("viewBox", whole or "")
    page.locator("#map g[tabindex='0']").focus()
    page.keyboard.press("-")

    expect(drawing).to_have_attribute("viewBox", whole or "")


def test_the_places_as_a_table(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    page.locator("#map").get_by_role("button", name="Table").click()

    row = page.get_by_role("row", name="Kursk")
    expect(row).to_contain_text("RU-KRS")
    expect(row).to_contain_text("2 disputed")
    expect(page.get_by_role("row", name="Belarus (no region known)")).to_be_visible()
    row.get_by_role("button").click()
    assert said(page)["place"] == "RU-KRS"
