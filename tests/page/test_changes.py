"""What changed between two moments, on the page."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.test_clock import CASE, said


def test_what_changed_since_another_day(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-11-05")

    page.get_by_label("Compare with this day or instant").fill("2024-10-28")
    page.keyboard.press("Enter")

    told = demo.client.get("/v1/timelines/dprk-in-russia/diff?from=2024-10-28&to=2024-11-05&limit=500").json()
    counts = f"{len(told['added'])} new, {len(told['changed'])} changed, {len(told['removed'])} gone"
    changes = page.locator("#changes")
    expect(changes).to_contain_text(f"From 28 Oct 2024 to 5 Nov 2024: {counts}.")
    expect(changes.get_by_role("listitem").filter(has_text="have fought")).to_contain_text("disputed → reported")
    assert said(page)["from"] == "2024-10-28"


def test_a_week_before_is_one_click(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-11-05")

    page.get_by_role("button", name="a week before").click()

    expect(page.locator("#changes")).to_contain_text("From 29 Oct 2024 to 5 Nov 2024")
    page.get_by_role("button", name="Clear", exact=True).click()
    assert "from" not in said(page)


def test_what_changed_on_the_other_clock(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&clock=recorded&recorded_by=2024-11-02&from=2024-10-30")

    expect(page.locator("#changes").get_by_role("listitem").filter(has_text="Clash of 25")).to_contain_text(
        "reported → disputed"
    )


def test_a_changed_incident_is_opened_from_there(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-11-05&from=2024-10-28")

    page.locator("#changes").get_by_role("link", name="have fought").click()

    assert said(page)["incident"] == "combat-in-kursk"
