"""Live: what is recorded shows by itself, and is said politely; an old state stays as it is."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell

HIDE = """(is) => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_new_report_shows_without_a_reload_and_is_said(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    tell(ledger)
    page = reader.open(ledger, "/?timeline=t")
    row = page.get_by_role("link", name="The first")
    expect(row).to_contain_text("reported")
    row.focus()

    tell(ledger, stance="denies")

    expect(row).to_contain_text("denied")
    expect(page.get_by_role("status")).to_contain_text("Recorded just now")
    expect(page.get_by_role("status")).to_contain_text("i1 was reported, is denied")
    expect(row).to_be_focused()


def test_an_old_state_stays_and_says_that_there_is_more(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    position = tell(ledger)["position"]
    page = reader.open(ledger, f"/?timeline=t&at_position={position}")
    row = page.get_by_role("link", name="The first")
    expect(row).to_contain_text("reported")

    tell(ledger, stance="denies")

    expect(page.locator("main")).to_contain_text("More was recorded since.")
    expect(row).to_contain_text("reported")


def test_a_lost_connection_is_told_and_what_was_missed_comes_later(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    tell(ledger)
    page = reader.open(ledger, "/?timeline=t")
    expect(page.get_by_role("link", name="The first")).to_contain_text("reported")
    reader.expects("ERR_INTERNET_DISCONNECTED")

    page.context.set_offline(offline=True)
    page.get_by_label("Words").fill("first")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("The service cannot be reached.")
    expect(page.locator("#timeline")).to_contain_text("Below is what was shown before.")
    tell(ledger, stance="denies")
    page.context.set_offline(offline=False)
    page.locator("#timeline").get_by_role("button", name="Try again").click()

    expect(page.get_by_role("link", name="The first")).to_contain_text(re.compile("reported|denied"))
    expect(page.locator("#timeline")).not_to_contain_text("cannot be reached")


def test_a_page_in_the_background_holds_no_connection(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    page = reader.open(ledger, "/?timeline=t")
    expect(page.locator("main")).to_contain_text("Nothing is recorded here yet.")

    with page.expect_event("requestfailed", lambda request: "/changes" in request.url):
        page.evaluate(HIDE, arg=True)
    tell(ledger)
    page.evaluate(HIDE, arg=False)

    expect(page.get_by_role("link", name="The first")).to_contain_text("reported")
