"""The clock: dragged, typed, stepped and played, it shows what was known at that moment, and says so."""

from __future__ import annotations

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.slowness import hold

CASE = "/?timeline=dprk-in-russia"
SLIDER = "As known on"


def said(page: Page) -> dict[str, str]:
    """Return the state that the address says."""
    return {name: values[0] for name, values in parse_qs(page.evaluate("location.search.slice(1)")).items()}


def test_the_only_timeline_is_shown_as_known_now(reader: Reader, demo: Site) -> None:
    page = reader.open(demo)

    expect(page.get_by_role("heading", level=1)).to_have_text("North Korean troops in the Russo-Ukrainian war")
    expect(page.locator("strong.moment")).to_have_text("now: everything recorded")
    expect(page.locator("#timeline li")).not_to_have_count(0)
    assert said(page) == {"timeline": "dprk-in-russia"}


def test_the_header_says_both_clocks(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&recorded_by=2024-11-02")

    expect(page.locator(".both")).to_contain_text("public by 28 Oct 2024, as recorded by 2 Nov 2024 (position 213)")


def test_the_slider_stops_where_something_changed_and_speaks_its_moment(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    slider = page.get_by_role("slider", name=SLIDER)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^now: everything recorded, 22 incidents known$"))
    expect(slider).not_to_have_attribute("max", "0")  # there are moments to stop at

    slider.focus()
    page.keyboard.press("Home")

    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^4 Oct 2024, \d+ incidents? known$"))
    assert said(page)["known_on"] == "2024-10-04"
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", re.compile("^4 Oct"))
    page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^now"))
    assert "known_on" not in said(page)


def test_dragging_with_the_mouse_shows_earlier_moments(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    expect(page.locator("#timeline li")).not_to_have_count(0)
    slider = page.get_by_role("slider", name=SLIDER)
    expect(slider).not_to_have_attribute("max", "0")  # there are moments to stop at
    box = slider.bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + box["width"] - 8, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=12)
    page.mouse.up()

    expect(page.locator("strong.moment")).to_have_text(re.compile("Nov 2024"))
    assert said(page)["known_on"].startswith("2024-11")
    page.go_back()  # one drag is one step back
    expect(page.locator("strong.moment")).to_have_text("now: everything recorded")


@pytest.mark.parametrize(("key", "button"), [("[", "Previous change"), ("]", "Next change")])
def test_keys_and_buttons_go_to_the_change_before_and_after(reader: Reader, demo: Site, key: str, button: str) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    expect(page.locator("#timeline li")).not_to_have_count(0)
    expect(page.get_by_role("button", name=button)).to_be_enabled()
    page.keyboard.press(key)
    expect(page.locator("strong.moment")).not_to_have_text("28 Oct 2024")
    by_key = said(page)["known_on"]

    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    page.get_by_role("button", name=button).click()
    expect(page.locator("strong.moment")).not_to_have_text("28 Oct 2024")

    assert said(page)["known_on"] == by_key


def test_a_key_pressed_before_the_changes_are_known_moves_nothing(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    let = hold(page, re.compile("/moments"))
    page.reload()
    expect(page.locator("#timeline li")).not_to_have_count(0)

    page.keyboard.press("]")

    let()
    expect(page.get_by_role("button", name="Next change")).to_be_enabled()
    assert said(page)["known_on"] == "2024-10-28"


def test_single_keys_can_be_switched_off(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    expect(page.locator("#timeline li")).not_to_have_count(0)
    page.get_by_role("checkbox", name="Keys").uncheck()

    page.locator("body").press("[")

    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024")
    page.reload()
    expect(page.get_by_role("checkbox", name="Keys")).not_to_be_checked()


def test_an_exact_instant_can_be_typed(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)

    page.get_by_label("Exact moment").fill("2024-10-28T12:00:00+02:00")
    page.keyboard.press("Enter")

    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024, 10:00 UTC")
    expect(page.get_by_role("list", name="Incidents, by when")).not_to_contain_text("Clash of 25 October")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("28.10.2024", "is no moment; allowed: a day as 2024-10-28"),
        ("2024-02-30", "is in no calendar"),
        ("2999-01-01", "has not come yet"),
    ],
)
def test_a_wrong_moment_is_told_and_changes_nothing(reader: Reader, demo: Site, typed: str, told: str) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")

    page.get_by_label("Exact moment").fill(typed)
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_contain_text(told)
    assert said(page)["known_on"] == "2024-10-28"


def test_the_other_clock_shows_what_the_ledger_said(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-30")
    row = page.get_by_role("link", name="Clash of 25 October")
    expect(row).to_contain_text("disputed")

    page.get_by_role("radio", name="by this ledger").check()

    expect(page.locator(".both")).to_contain_text("What this ledger said")
    expect(row).to_contain_text("reported")
    assert said(page) == {
        "timeline": "dprk-in-russia",
        "clock": "recorded",
        "known_on": "2024-10-30",
        "recorded_by": "2024-10-30",
    }
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("strong.moment")).not_to_have_text("30 Oct 2024")


def test_playing_goes_on_to_the_end_and_can_be_stopped(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2025-06-17")
    page.get_by_role("button", name="Play the changes").click()
    page.get_by_role("button", name="Stop playing").click()
    page.get_by_role("button", name="Play the changes").click()

    expect(page.locator("strong.moment")).to_have_text("now: everything recorded")
    expect(page.get_by_role("button", name="Play the changes")).to_be_disabled()


@pytest.mark.parametrize(
    ("known_on", "incident", "status"),
    [
        ("2024-10-28", "Clash of 25 October", "disputed"),
        ("2024-10-27", "have fought Ukrainian forces", "mentioned"),
        ("2024-11-04", "have fought Ukrainian forces", "reported"),
        ("2024-11-12", "have fought Ukrainian forces", "corroborated"),
        ("2025-04-26", "have fought Ukrainian forces", "confirmed"),
    ],
)
def test_the_seeds_read_as_they_were_known(
    reader: Reader, demo: Site, known_on: str, incident: str, status: str
) -> None:
    page = reader.open(demo, f"{CASE}&known_on={known_on}")

    expect(page.get_by_role("link", name=incident).first).to_contain_text(status)
