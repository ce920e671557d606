"""Moving on: what was asked before the clock moved is never shown as if it were of the new moment."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.slowness import answer, hold
from tests.page.test_clock import CASE, said

LIST = re.compile(r"/incidents\?")
COUNTS = re.compile(r"/summary\?.*by=status(?:&|$)")
ROWS = "#timeline li a"


def test_a_refused_count_hides_no_incident_and_is_told(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-10")
    expect(page.locator(ROWS)).to_have_count(2)
    reader.expects("503")
    answer(page, COUNTS, status=503, body="<h1>Busy</h1>")

    page.get_by_label("Exact moment").fill("2024-10-28")
    page.keyboard.press("Enter")

    expect(page.locator(ROWS)).to_have_count(12)
    expect(page.get_by_role("alert")).to_contain_text("The service answered with something unreadable (503).")
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", "28 Oct 2024")


def test_a_slow_list_is_marked_as_of_before_and_no_link_is_pinned_to_it(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&clock=recorded&recorded_by=2024-11-02")
    expect(page.locator(ROWS)).not_to_have_count(0)
    let = hold(page, LIST)

    page.get_by_role("button", name="First change").click()

    expect(page.locator("#timeline .stale")).to_be_visible()
    expect(page.locator("#timeline .stale")).to_have_css("filter", "grayscale(1)")
    expect(page.get_by_role("button", name="Copy link")).to_be_disabled()
    let()
    expect(page.locator("#timeline .stale")).to_have_count(0)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_contain_text("Copied")
    position = re.search(r"position (\d+)", page.locator(".both").inner_text())
    assert position is not None
    assert f"at_position={position[1]}" in page.evaluate("navigator.clipboard.readText()")


def test_a_slow_incident_is_marked_as_of_before(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2025-04-26&incident=combat-in-kursk")
    expect(page.locator("#incident")).to_contain_text("confirmed")
    let = hold(page, re.compile(r"/incidents/combat-in-kursk\?"))

    page.get_by_role("button", name="First change").click()

    expect(page.locator("#incident .stale").first).to_have_css("filter", "grayscale(1)")
    let()
    expect(page.locator("#incident")).to_contain_text("Nothing was known of this yet on 4 Oct 2024")


def test_what_changed_names_the_days_that_it_is_of(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&from=2024-10-20")
    expect(page.locator("#changes")).to_contain_text("From 20 Oct 2024 to 28 Oct 2024")
    let = hold(page, re.compile(r"/diff\?"))

    page.get_by_role("button", name="Next change").click()

    expect(page.locator("#changes .stale")).to_contain_text("From 20 Oct 2024 to 28 Oct 2024")
    let()
    expect(page.locator("#changes")).to_contain_text("From 20 Oct 2024 to 29 Oct 2024")


def test_a_comparison_with_a_later_day_is_no_statement(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-25&from=2024-10-28")

    expect(page.locator("#changes")).to_contain_text("28 Oct 2024 lies after the moment of the clock")
    expect(page.locator("#changes")).not_to_contain_text("nothing changed")


def test_a_pinned_view_never_says_now(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&at_position=200&from=2024-10-20")

    expect(page.locator("strong.moment")).to_have_text("all recorded by 2 Nov 2024, 08:31 UTC")
    expect(page.locator(".both")).to_contain_text("public by then, as recorded by 2 Nov 2024, 08:31 UTC")
    expect(page.locator("#changes")).to_contain_text("to 2 Nov 2024")
    page = reader.open(demo, f"{CASE}&at_position=0")
    expect(page.locator("strong.moment")).to_have_text("before anything was recorded")
    expect(page.locator(".both")).to_contain_text("as recorded by its beginning")


def test_an_unknown_time_zone_is_passed_over_and_told(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&tz=Mars/Base&known_on=2024-10-28T10:00:00Z")

    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024, 10:00 UTC")
    expect(page.locator("main")).to_contain_text("Nobody knows “tz=Mars/Base”")


def test_an_answer_that_is_no_json_is_told_and_can_be_asked_again(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-10")
    expect(page.locator(ROWS)).to_have_count(2)
    end = answer(page, LIST, status=200, body="<h1>Please log in</h1>")
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("#timeline").get_by_role("alert")).to_contain_text("something unreadable (200)")

    end()
    page.locator("#timeline").get_by_role("button", name="Try again").click()

    expect(page.locator("#timeline").get_by_role("alert")).to_have_count(0)
    expect(page.locator("#timeline .stale")).to_have_count(0)


def test_both_clocks_set_show_only_stops_that_were_recorded_by_then(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-24&recorded_by=2024-11-01")
    told = demo.client.get("/v1/timelines/dprk-in-russia/moments?recorded_by=2024-11-01").json()["items"]

    expect(page.get_by_role("slider")).to_have_attribute("max", str(len(told)))


def test_turning_the_clock_keeps_a_pin_and_the_other_moment(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&at_position=200&known_on=2024-10-28")
    page.get_by_role("radio", name="by this ledger").check()
    expect(page.locator(".both")).to_contain_text("public by 28 Oct 2024, as recorded by 2 Nov 2024")
    assert (said(page)["at_position"], said(page)["known_on"]) == ("200", "2024-10-28")

    page.get_by_role("radio", name="by the public").check()

    assert (said(page)["at_position"], said(page)["known_on"]) == ("200", "2024-10-28")


def test_before_the_first_stop_the_way_leads_to_it(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2023-01-01")
    expect(page.locator("main")).to_contain_text("The first of it was published on 4 Oct 2024")
    page.get_by_role("slider").focus()

    page.keyboard.press("ArrowRight")
    expect(page.locator("strong.moment")).to_have_text("4 Oct 2024")

    page.go_back()
    page.get_by_role("button", name="Go there").click()
    expect(page.locator("strong.moment")).to_have_text("4 Oct 2024")


def test_a_day_in_another_zone_is_said_to_end_in_utc(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&tz=Asia/Seoul")

    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024 (its end in UTC)")


def test_a_plus_typed_into_the_address_is_one(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28T17:43:00+02:00")

    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024, 15:43 UTC")


def test_an_unknown_timeline_is_told_with_those_there_are(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, "/?timeline=nowhere")

    expect(page.locator("main")).to_contain_text("There is no timeline “nowhere” in this ledger.")
    page.get_by_role("link", name="North Korean troops").click()
    expect(page.locator(ROWS)).not_to_have_count(0)


def test_a_part_that_cannot_be_fetched_can_be_tried_again(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    expect(page.locator(ROWS)).not_to_have_count(0)
    reader.expects("404")
    end = answer(page, re.compile("/assets/Opened-"), status=404, body="gone")
    page.get_by_role("link", name="Clash of 25 October").click()
    expect(page.get_by_role("alert")).to_contain_text("This part of the page could not be fetched.")
    expect(page.get_by_role("button", name="Reload the page")).to_be_visible()

    end()
    page.get_by_role("button", name="Reload the page").click()

    expect(page.locator("#incident")).to_contain_text("disputed")
