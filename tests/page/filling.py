"""The form to record, filled in as somebody does who has a report before them, by mouse or by keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell

URL = "https://news.example.org/2024/10/04/clash"
NEVER_RELOADED = "neverReloaded"
MOST_TABS = 90


def open_case(site: Site) -> None:
    """Open a timeline with an incident that a wire asserts, and sources of which a chain can be made."""
    open_timeline(site, "The clash at the bridge")
    for source in (
        {"slug": "paper", "name": "The Paper", "kind": "outlet"},
        {"slug": "officer", "name": "An officer", "kind": "official", "speaks_for": "UA"},
    ):
        assert site.client.post("/v1/sources", json=source).is_success
    tell(site)


def open_form(
    reader: Reader,
    site: Site,
    address: str = "/?timeline=t",
    **how: Any,  # noqa: ANN401 - as a reader opens it
) -> tuple[Page, Locator]:
    """Open the form beside what an address shows, and return it with its page, once it knows the sources."""
    page = reader.open(site, address, **how)
    page.get_by_role("button", name="Record a report").click()
    form = page.get_by_role("form", name="Record a report")
    expect(form.locator("datalist option").first).to_be_attached()
    page.evaluate(f"window.{NEVER_RELOADED} = true")
    return page, form


def is_the_same(page: Page) -> bool:
    """Tell whether the page was not loaded again since its form was opened."""
    same: bool = page.evaluate(f"window.{NEVER_RELOADED} === true")
    return same


def field(within: Locator, label: str) -> Locator:
    """Find a field by how its label begins."""
    return within.get_by_label(re.compile(rf"^{label}(\(needed\))?$"))


def claim_of(form: Locator, number: int = 1) -> Locator:
    """Find the part of a form in which one claim is written."""
    return form.get_by_role("region", name=f"Claim {number}")


def group(within: Locator, name: str) -> Locator:
    """Find fields that belong together, by how their legend begins."""
    return within.get_by_role("group", name=re.compile(rf"^{name}( \(needed\))?$"))


def write_head(form: Locator, *, source: str = "A wire", published: str = "2024-10-04", url: str = URL) -> None:
    """Write who published it, when and where."""
    field(form, "Source").fill(source)
    field(form, "URL").fill(url)
    group(form, "Published").get_by_label("Day").fill(published)


def write_claim(claim: Locator, *, statement: str = "Nobody fought there.", stance: str = "denies") -> None:
    """Write what is claimed."""
    field(claim, "Kind").select_option("clash_reported")
    group(claim, "Stance").get_by_role("radio", name=re.compile(f"^{stance} ")).check()
    field(claim, "Statement").fill(statement)


def file_under(claim: Locator, words: str) -> None:
    """File a claim under the first incident that is found by some words."""
    incidents = group(claim, "Incident")
    incidents.get_by_label("Find by words").fill(words)
    incidents.get_by_role("listitem").get_by_role("button").first.click()
    expect(incidents.get_by_role("button", name="Change incident")).to_be_focused()


def write_report(form: Locator, **claim: str) -> None:
    """Write a whole report, with one claim on the incident of the case."""
    write_head(form)
    file_under(claim_of(form), "bridge")
    write_claim(claim_of(form), **claim)


def record(form: Locator) -> None:
    """Press the button at the end of the form."""
    form.get_by_role("button", name="Record report").click()


def outcome(page: Page) -> Locator:
    """Find what the form or dialog tells once it has recorded."""
    return page.locator(".outcome")


def tells_turn(page: Page, incident: str, before: str, after: str) -> None:
    """Expect that it tells how the status of an incident changed, and that the page says so politely."""
    expect(outcome(page)).to_contain_text(re.compile(rf"{incident}: {before}\s*→\s*is now {after}"))
    expect(page.get_by_role("status")).to_contain_text(f"{incident}: {before} → {after}")


def summary(within: Locator) -> Locator:
    """Find what is wrong, above a form that was sent."""
    return within.get_by_role("alert").first


@contextmanager
def posts(page: Page) -> Iterator[list[Request]]:
    """Watch what is sent to be recorded."""
    sent: list[Request] = []

    def requested(request: Request) -> None:
        if request.method == "POST":
            sent.append(request)

    page.on("request", requested)
    yield sent
    page.remove_listener("request", requested)


def tab_to(page: Page, wanted: Locator, *, back: bool = False) -> None:
    """Go to something by the Tab key alone."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if wanted.count() and wanted.first.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by {MOST_TABS} tabs")


def press(page: Page, wanted: Locator, key: str) -> None:
    """Go to something by the Tab key, and press a key there."""
    tab_to(page, wanted)
    page.keyboard.press(key)


def type_into(page: Page, wanted: Locator, text: str) -> None:
    """Go to something by the Tab key, and type there."""
    tab_to(page, wanted)
    page.keyboard.type(text)


def told_wrong(wanted: Locator, message: str | re.Pattern[str]) -> None:
    """Expect a message at a field, which says so by its own attributes."""
    expect(wanted).to_have_attribute("aria-invalid", "true")
    expect(wanted).to_have_accessible_description(re.compile(message) if isinstance(message, str) else message)


def only_report(site: Site, key: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a report that the ledger has by its key, and its claims."""
    reports = site.client.get("/v1/timelines/t/reports").json()["items"]
    (found,) = [report for report in reports if report["key"] == key]
    answer = site.client.get(f"/v1/reports/{found['id']}").json()
    return answer["report"], answer["claims"]


def write_chain(claim: Locator, *sources: str) -> None:
    """Add sources to the chain of a claim, by name."""
    for source in sources:
        claim.get_by_label("Add a link").fill(source)
        group(claim, "Chain").get_by_role("button", name="Add", exact=True).click()


def recorded_meanwhile(site: Site) -> None:
    """Let somebody else record another report of the same address."""
    claim = {"kind": "clash_reported", "incident": "i1", "statement": "Another one.", "stance": "mentions"}
    report = {"source": "paper", "published": "2024-10-04", "title": "What the paper wrote", "url": URL}
    assert site.client.post("/v1/timelines/t/reports", json={**report, "key": URL, "claims": [claim]}).is_success
