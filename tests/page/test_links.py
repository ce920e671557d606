"""Links: the state is in the address, a copied one is pinned, and every view can be had as JSON and CSV."""

from __future__ import annotations

import codecs
import csv
from io import StringIO

from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.test_clock import CASE, said


def test_a_copied_link_pins_the_position(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&status=disputed")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_contain_text("Copied")

    link = page.evaluate("navigator.clipboard.readText()")

    assert link == f"{demo.url}/?timeline=dprk-in-russia&known_on=2024-10-28&at_position=389&status=disputed"
    again = reader.open(demo, link.removeprefix(demo.url))
    expect(again.locator("#timeline li")).to_have_count(2)
    expect(again.locator("main")).to_contain_text("You look at an earlier state of the ledger")


def test_a_pinned_link_shows_the_same_after_more_was_recorded(ledger: Site, reader: Reader) -> None:
    ledger.client.post("/v1/timelines", json={"slug": "t", "title": "T"})
    ledger.client.post("/v1/timelines/t/incidents", json={"slug": "first", "title": "The first"})
    ledger.client.post("/v1/sources", json={"slug": "wire", "name": "A wire", "kind": "outlet"})
    claim = {"kind": "clash_reported", "incident": "first", "statement": "It was so."}
    report = {"key": "1", "source": "wire", "published": "2024-10-01", "claims": [claim]}
    position = ledger.client.post("/v1/timelines/t/reports", json=report).json()["position"]
    denial = {**report, "key": "2", "claims": [{**claim, "stance": "denies"}]}
    ledger.client.post("/v1/timelines/t/reports", json=denial)

    page = reader.open(ledger, f"/?timeline=t&at_position={position}")

    expect(page.get_by_role("link", name="The first")).to_contain_text("reported")
    page.get_by_role("button", name="Show what is recorded now").click()
    expect(page.get_by_role("link", name="The first")).to_contain_text("denied")
    assert said(page) == {"timeline": "t"}


def test_every_panel_has_the_same_as_json_and_csv(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&status=disputed&from=2024-10-20")
    for panel in ("timeline", "map", "changes"):
        link = page.locator(f"#{panel}").get_by_role("link", name="as JSON")
        expect(link).to_be_visible()
        assert "as_of" in demo.client.get(link.get_attribute("href") or "").text or panel == "changes"
    address = page.locator("#timeline").get_by_role("link", name="as CSV").get_attribute("href")

    table = demo.client.get(address or "").content
    rows = list(csv.DictReader(StringIO(table.decode("utf-8-sig"))))

    assert table.startswith(codecs.BOM_UTF8), "a spreadsheet would guess the encoding"
    assert [row["status"] for row in rows] == ["disputed", "disputed"]


def test_back_and_forth_go_through_the_states(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    page.get_by_role("link", name="Clash of 25 October").click()
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("strong.moment")).not_to_have_text("28 Oct 2024")

    page.go_back()
    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024")
    page.go_back()

    assert "incident" not in said(page)


def test_what_nobody_knows_of_the_address_is_told(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&asof=2024-10-28")

    expect(page.locator("main")).to_contain_text("Nobody knows “asof”")


def test_another_time_zone_moves_instants_and_no_days(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28T17:43:00Z")

    page.get_by_label("Times in").select_option("Asia/Seoul")

    expect(page.locator("strong.moment")).to_have_text("29 Oct 2024, 02:43 GMT+9")
    assert said(page)["tz"] == "Asia/Seoul"
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&tz=Asia/Seoul")
    expect(page.locator("strong.moment")).to_have_text("28 Oct 2024 (its end in UTC)")


def test_the_page_prints_its_state_without_its_controls(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&view=table")
    expect(page.locator("#timeline tbody").first.get_by_role("row")).to_have_count(12)

    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Copy link")).to_be_hidden()
    expect(page.locator(".both")).to_be_visible()
    expect(page.locator("#timeline tbody").first.get_by_role("row").last).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
