"""Access: no barriers by axe in any state, light and dark, and no sideways scrolling on a narrow screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.page.reading import Reader
from tests.page.screenshots import settled
from tests.page.sites import Site
from tests.page.slowness import answer, hold
from tests.page.telling import open_timeline, tell
from tests.page.test_clock import CASE

STATES = {
    "chart": f"{CASE}&known_on=2024-10-28",
    "table": f"{CASE}&view=table",
    "opened": f"{CASE}&known_on=2025-04-26&incident=combat-in-kursk",
    "not known yet": f"{CASE}&known_on=2024-10-01&incident=combat-in-kursk",
    "compared": f"{CASE}&known_on=2024-11-05&from=2024-10-28",
    "the ledger's clock": f"{CASE}&clock=recorded&recorded_by=2024-10-30",
    "pinned": f"{CASE}&at_position=200",
    "narrowed to nothing": f"{CASE}&q=unheard-of",
    "a wrong moment": f"{CASE}&known_on=2024-13-01",
    "recording": f"{CASE}&form=report",
    "unknown timeline": "/?timeline=nowhere",
}


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_no_state_has_barriers(
    reader: Reader, demo: Site, axe: Callable[[Page], None], state: str, colours: str
) -> None:
    page = reader.open(demo, STATES[state], colours="dark" if colours == "dark" else "light")
    settled(page)

    axe(page)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_what_is_refused_slow_or_cut_off_has_no_barriers(
    reader: Reader, demo: Site, axe: Callable[[Page], None], colours: str
) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28", colours="dark" if colours == "dark" else "light")
    settled(page)
    let = hold(page, re.compile(r"/incidents\?"))
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("#timeline .stale")).to_be_visible()
    axe(page)
    let()
    settled(page)

    reader.expects("503")
    end = answer(page, re.compile(r"/incidents\?"), status=503, body="busy")
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("#timeline").get_by_role("alert")).to_be_visible()
    axe(page)
    end()

    reader.expects("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(offline=True)
    page.get_by_role("button", name="Next change").click()
    expect(page.locator("main")).to_contain_text("The service cannot be reached.")
    axe(page)


def test_lists_of_timelines_have_no_barriers(ledger: Site, reader: Reader, axe: Callable[[Page], None]) -> None:
    page = reader.open(ledger)
    expect(page.locator("main")).to_contain_text("This ledger holds no timeline yet.")
    axe(page)

    open_timeline(ledger, "The first")
    ledger.client.post("/v1/timelines", json={"slug": "other", "title": "Another"})
    page.reload()
    expect(page.get_by_role("link", name="Another")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_wider_than_a_narrow_screen(reader: Reader, demo: Site, state: str) -> None:
    page = reader.open(demo, STATES[state], size=(360, 740))
    settled(page)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_everything_is_reached_by_tab_and_seen(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28")
    settled(page)
    reached: list[str] = []

    for _ in range(80):
        page.keyboard.press("Tab")
        one = page.evaluate("""() => { const at = document.activeElement;
          return at === document.body ? null
            : (at.getAttribute('aria-label') || at.labels?.[0]?.textContent || at.textContent || '').trim(); }""")
        if one is None:
            break
        reached.append(one[:60])

    said = "\n".join(reached)
    for part in (
        "Skip to what is known", "Record a report", "Copy link", "Times in", "by the public", "Exact moment",
        "Previous change", "As known on", "Play the changes", "disputed", "Words", "Chart",
        "Compare with this day or instant", "Enlarge the map", "How to read this page",
    ):  # fmt: skip
        assert part in said, f"{part} is not reached:\n{said}"


def test_letters_of_all_scripts_are_shown(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "북한군 병사들이 쿠르스크에서 싸웠다", title="Северокорейские солдаты")
    tell(ledger, statement="Солдаты КНДР воюют в Курской области.")

    page = reader.open(ledger, "/?timeline=t&incident=i1")

    expect(page.get_by_role("heading", level=1)).to_have_text("Северокорейские солдаты")
    expect(page.locator("#incident")).to_contain_text("Солдаты КНДР воюют в Курской области.")
    expect(page.locator("#timeline")).to_contain_text("북한군 병사들이 쿠르스크에서 싸웠다")


def test_colours_can_be_forced(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28", forced_colours=True)

    expect(page.get_by_role("link", name="Clash of 25 October")).to_contain_text("disputed")
