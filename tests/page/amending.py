"""An incident that is opened, and the dialogs in which it is amended."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.page.filling import field
from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell

OF_CLAIM = {"Correct…": "Correct claim", "Withdraw…": "Withdraw report", "Grade…": "Grade claim", "Void…": "Void claim"}
"""What opens each dialog about a claim, and what records in it."""
DENIAL = "Nobody raided it."


def open_case(site: Site) -> None:
    """Open an incident that a wire asserts and an officer denies, whose date and place are those of its claims."""
    open_timeline(site)
    post(site, "/v1/sources", {"slug": "officer", "name": "An officer", "kind": "official", "speaks_for": "UA"})
    for slug, title in (("raid", "The raid"), ("attack", "The attack")):
        post(site, "/v1/timelines/t/incidents", {"slug": slug, "title": title})
    tell(site, incident="raid", statement="They raided it.", occurred="2024-10-01")
    tell(site, incident="raid", statement=DENIAL, stance="denies", chain=["wire", "officer"])
    tell(site, incident="attack", statement="It was attacked.", occurred="2024-11-01")


def post(site: Site, address: str, body: dict[str, Any]) -> None:
    """Record something without the page."""
    answer = site.client.post(address, json=body)
    assert answer.is_success, answer.text


def open_incident(reader: Reader, site: Site, incident: str = "raid", **how: Any) -> tuple[Page, Locator]:  # noqa: ANN401 - as a reader opens it
    """Open an incident, and return it with its page."""
    page = reader.open(site, f"/?timeline=t&incident={incident}", **how)
    opened = page.locator("#incident")
    expect(opened.get_by_role("button", name="Merge…")).to_be_visible()
    return page, opened


def claim_that_says(opened: Locator, statement: str) -> Locator:
    return opened.get_by_role("article", name=statement)


def open_dialog(page: Page, opener: Locator) -> Locator:
    opener.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()
    return dialog


def opener_of(opened: Locator, button: str, statement: str = DENIAL) -> Locator:
    return (claim_that_says(opened, statement) if button in OF_CLAIM else opened).get_by_role("button", name=button)


def act(dialog: Locator, name: str) -> None:
    dialog.get_by_role("button", name=name, exact=True).click()


def claims_of(site: Site, incident: str) -> list[dict[str, Any]]:
    claims: list[dict[str, Any]] = site.client.get(f"/v1/timelines/t/incidents/{incident}").json()["claims"]
    return claims


def expect_everything(dialog: Locator) -> None:
    """Wait until a dialog is there, and let it show every field that it can."""
    expect(field(dialog, "Recorded by")).to_be_visible()
    for box in dialog.get_by_role("group", name="Fields to correct").get_by_role("checkbox").all():
        box.check()
