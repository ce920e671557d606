"""Links that act on the page: a click with a modifier is the browser's own, everywhere alike."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.test_clock import CASE, said

OPENED = f"{CASE}&known_on=2024-10-30&incident=clash-2024-10-25"
FIGURES = f"{CASE}&known_on=2024-10-30&incident=troops-in-russia"
LINKS = {
    "a row": (f"{CASE}&known_on=2024-10-30", "#timeline li a"),
    "a row of the table": (f"{CASE}&known_on=2024-10-30&view=table", "#timeline th a"),
    "a claim": (OPENED, "#incident-voices a"),
    "a sign on the two clocks": (OPENED, "#incident-clocks svg a .sign"),
    "a sign of the figures": (FIGURES, "#incident-figures svg a .sign"),
}


@pytest.mark.parametrize("link", LINKS)
def test_a_click_with_a_modifier_opens_another_tab_and_leaves_this_one(reader: Reader, demo: Site, link: str) -> None:
    address, found = LINKS[link]
    page = reader.open(demo, address)
    expect(page.locator(found).first).to_be_visible()
    here = said(page)

    with page.context.expect_page() as opened:
        page.locator(found).first.click(modifiers=["ControlOrMeta"])

    assert said(page) == here
    assert opened.value.url != page.url
