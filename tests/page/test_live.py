"""Live: what is recorded shows by itself, and is said politely; an old state stays as it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Event, Thread

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
    expect(page.get_by_role("status")).to_contain_text("Newly recorded")
    expect(page.get_by_role("status")).to_contain_text("“The first” was reported, is denied")
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
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.get_by_role("alert")).to_contain_text("The service cannot be reached.")
    expect(page.locator("#timeline")).to_contain_text("No connection. Below is what was shown before.")
    tell(ledger, stance="denies")
    page.context.set_offline(offline=False)

    expect(page.get_by_role("link", name="The first")).to_contain_text("denied")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_page_in_the_background_holds_no_connection(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    page = reader.open(ledger, "/?timeline=t")
    expect(page.locator("main")).to_contain_text("Nothing is recorded here yet.")

    with page.expect_event("requestfailed", lambda request: "/changes" in request.url):
        page.evaluate(HIDE, arg=True)
    tell(ledger)
    page.evaluate(HIDE, arg=False)

    expect(page.get_by_role("link", name="The first")).to_contain_text("reported")


def test_reports_are_told_while_they_keep_coming(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    page = reader.open(ledger, "/?timeline=t")
    expect(page.locator("main")).to_contain_text("Nothing is recorded here yet.")
    more = iter(range(100))
    stop = Event()

    def record() -> None:
        while not stop.wait(0.1) and next(more, None) is not None:
            tell(ledger)

    writer = Thread(target=record)
    writer.start()
    try:
        expect(page.get_by_role("link", name="The first")).to_contain_text("reported")
    finally:
        stop.set()
        writer.join()
    assert next(more, None) is not None, "it told only when nothing more came"


def test_a_moved_clock_keeps_the_feed(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    tell(ledger)
    tell(ledger, published="2024-10-05")
    page = reader.open(ledger, "/?timeline=t")
    expect(page.get_by_role("link", name="The first")).to_contain_text("2 reports")
    feeds: list[str] = []
    page.on("request", lambda request: feeds.append(request.url) if "/changes" in request.url else None)

    page.get_by_role("button", name="First change").click()
    expect(page.get_by_role("link", name="The first")).to_contain_text("1 report")
    page.get_by_role("link", name="The first").click()
    expect(page.locator("#incident")).to_contain_text("reported")

    assert feeds == []


def test_a_report_dated_later_today_is_known_now_and_no_stop_leads_past_now(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first", "The second")
    tell(ledger)
    tell(ledger, incident="i2", published=(datetime.now(UTC) + timedelta(minutes=20)).isoformat(timespec="seconds"))
    page = reader.open(ledger, "/?timeline=t")
    expect(page.locator("#timeline li")).to_have_count(2)

    page.get_by_role("button", name="Previous change").click()

    expect(page.locator("#timeline li")).to_have_count(1)
    expect(page.locator("strong.moment")).to_have_text("2 Oct 2024")
