"""An incident opened: what is claimed, by whom, through whom, why voices count, and how it came to this."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.page.reading import Reader
from tests.page.screenshots import settled
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell, tell_sealed
from tests.page.test_clock import CASE, said

CLASH = f"{CASE}&incident=clash-2024-10-25"
COMBAT = f"{CASE}&incident=combat-in-kursk"


def test_its_status_and_its_voices_are_said_in_words(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CLASH}&known_on=2024-10-28")
    expect(page.locator("main #incident")).to_contain_text(
        re.compile(r"disputed\s*: denied by UA · at most 1 independent voice · 1 report\b")
    )

    page = reader.open(demo, f"{COMBAT}&known_on=2025-04-26")
    expect(page.locator("main #incident")).to_contain_text(
        re.compile(r"confirmed\s*: admitted by RU · at most 4 independent voices · 20 reports")
    )


def test_it_is_opened_and_closed_by_keyboard_and_the_focus_goes_back(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28&q=clash+october")
    row = page.get_by_role("link", name="Clash of 25 October")
    expect(row).to_be_visible()
    row.focus()

    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Clash of 25 October")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#incident")).to_have_count(0)
    expect(row).to_be_focused()
    assert "incident" not in said(page)


@pytest.mark.parametrize("address", [CLASH, f"{CLASH}&known_on=2024-10-28&view=table", f"{COMBAT}&at_position=300"])
@pytest.mark.parametrize("height", [844, 664])
def test_who_comes_by_a_link_on_a_phone_sees_what_it_is_about(
    reader: Reader, demo: Site, address: str, height: int
) -> None:
    """With and without the bars of its browser."""
    page = reader.open(demo, address, size=(390, height))
    settled(page)

    expect(page.locator("#incident-heading")).to_be_in_viewport(ratio=1)
    expect(page.locator("#incident .verdict")).to_be_in_viewport(ratio=1)


def test_who_opens_it_on_a_phone_is_led_to_it_before_the_list(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-10-28", size=(390, 844))
    page.get_by_role("link", name="Clash of 25 October").click()
    settled(page)

    expect(page.locator("#incident-heading")).to_be_focused()
    expect(page.locator("#incident-heading")).to_be_in_viewport(ratio=1)
    expect(page.locator("#incident .verdict")).to_be_in_viewport(ratio=1)
    assert page.evaluate(
        "document.querySelector('#incident').compareDocumentPosition(document.querySelector('#timeline')) & 4"
    ), "the list stands before it"


def test_it_follows_the_clock_while_it_is_open(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{COMBAT}&known_on=2024-10-28")
    expect(page.locator("#incident")).to_contain_text("disputed")

    page.get_by_label("Exact moment").fill("2024-11-04")
    page.keyboard.press("Enter")
    expect(page.locator("#incident")).to_contain_text(re.compile(r"reported\s*: at most 1 independent voice"))
    page.get_by_label("Exact moment").fill("2024-10-01")
    page.keyboard.press("Enter")

    expect(page.locator("#incident")).to_contain_text("Nothing was known of this yet")


def test_who_asserts_denies_and_withholds(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CLASH}&known_on=2024-10-30")
    voices = page.locator("#incident-voices")

    expect(voices.get_by_role("heading", name="asserts it")).to_contain_text("at most 1 independent voice")
    expect(voices.get_by_role("article").filter(has_text="blue-yellow")).to_contain_text("through Jonas Ohman")
    expect(voices.get_by_role("article").filter(has_text="UA")).to_contain_text("through Vadym Mysnyk")
    expect(voices.get_by_role("heading", name="gives no word")).to_be_visible()


def test_voices_that_are_joined_stand_together_and_say_why(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{COMBAT}&known_on=2024-11-04")

    expect(page.locator("#incident-voices")).to_contain_text("counts as one")
    expect(page.locator("#incident-voices")).to_contain_text(re.compile("linked"))


def test_a_reversal_is_named(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{COMBAT}&known_on=2024-11-04")

    expect(page.locator("#incident-voices")).to_contain_text(re.compile("reversed|denied before"))


def test_a_claim_tells_its_chain_its_three_times_and_why_it_counts(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CLASH}&known_on=2024-10-28")
    claim = page.locator("#incident-claims article").filter(has_text="clashed in the Kursk region on 25 October")

    expect(claim).to_contain_text("LRT")
    expect(claim).to_contain_text("Jonas Ohman")
    expect(claim).to_contain_text("unnamed")
    for clock in ("Happened", "Published", "Recorded"):
        expect(claim).to_contain_text(clock)
    expect(claim).to_contain_text("counts: the first assertion of a voice")
    denial = page.locator("#incident-claims article").filter(has_text="With no encounter at all")
    expect(denial.get_by_role("link", name="kyivindependent.com")).to_have_attribute("href", re.compile("^https://"))


def test_its_history_goes_step_by_step_on_both_clocks(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CLASH}&known_on=2024-10-30")
    history = page.locator("#incident-history")
    expect(history.get_by_role("listitem").filter(has_text=re.compile(r"denied.*→.*disputed"))).to_have_count(1)

    history.get_by_role("radio", name="what this ledger said").check()

    expect(history).to_contain_text("reported")
    steps = demo.client.get(
        "/v1/timelines/dprk-in-russia/incidents/clash-2024-10-25/history?clock=recorded&known_on=2024-10-30"
    ).json()["items"]
    expect(page.locator("#incident")).to_contain_text(f"{len(steps)} steps")


def test_a_step_leads_to_its_moment(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CLASH}&known_on=2024-10-30")

    page.locator("#incident-history").get_by_role("button", name="29 Oct 2024").click()

    expect(page.locator("strong.moment")).to_have_text("29 Oct 2024")


def test_the_two_clocks_are_walked_by_keyboard_and_lead_to_the_claim(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CLASH}&known_on=2024-10-30")
    marks = page.locator("#incident-clocks").get_by_role("link")
    expect(marks.first).to_be_visible()
    marks.first.focus()
    page.keyboard.press("ArrowRight")
    expect(marks.first).not_to_be_focused()
    target = unquote(page.evaluate("document.activeElement.getAttribute('href')")).partition("#")[2]

    page.keyboard.press("Enter")

    expect(page.locator(f"[id='{target}']")).to_be_in_viewport()


def test_every_chart_of_it_has_a_table(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&incident=troops-in-russia&known_on=2024-10-28")

    for part in ("#incident-figures", "#incident-clocks"):
        page.locator(part).get_by_role("button", name="As table").click()
        expect(page.locator(part).get_by_role("table")).to_be_visible()
    figures = page.locator("#incident-figures").get_by_role("table")

    for voice, number in (("UA", "12,000"), ("ROK", "3,000"), ("US", "10,000")):
        expect(figures.get_by_role("row").filter(has_text=voice).filter(has_text=number)).not_to_have_count(0)


def test_figures_of_a_timeline_are_chosen_by_incident_and_measure(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&known_on=2024-12-31")
    figures = page.locator("#figures")
    expect(figures.get_by_label("Incident")).to_be_visible()

    figures.get_by_label("Incident").select_option(label=troops(page))

    expect(figures).to_contain_text("What the named voices said last: 3,000 to 12,000")


def troops(page: Page) -> str:
    """Return the title of the incident about troops, as the choice has it."""
    choice: str = page.locator("#figures option").filter(has_text="troops are in Russia for the war").inner_text()
    return choice


def test_a_merged_incident_leads_to_its_target(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first", "The same again")
    tell(ledger, incident="i2")
    ledger.client.post("/v1/timelines/t/incidents/i2/merge", json={"into": "i1", "reason": "one and the same"})

    page = reader.open(ledger, "/?timeline=t&incident=i2")

    expect(page.locator("#incident")).to_contain_text("merged")
    page.locator("#incident").get_by_role("link", name="i1").click()
    assert said(page)["incident"] == "i1"


def test_an_unknown_incident_is_told(reader: Reader, demo: Site) -> None:
    reader.expects("404")
    page = reader.open(demo, f"{CASE}&incident=unheard-of")

    expect(page.locator("main").get_by_role("alert").first).to_contain_text("This is not in the ledger")


def test_a_claim_says_since_when_it_was_known_here_unread(reader: Reader, ledger: Site) -> None:
    open_timeline(ledger, "The first")
    sealed = tell_sealed(ledger)
    tell(ledger)

    page = reader.open(ledger, "/?timeline=t&incident=i1")

    known = page.locator("#incident-claims article").filter(has_text="(sealed)")
    expect(known).to_have_count(1)
    expect(known.locator(f'time[datetime="{sealed}"]')).to_be_visible()
    expect(known).to_contain_text("known to this newsroom by")


def test_erased_wording_says_when_and_on_what_basis(reader: Reader, ledger: Site) -> None:
    open_timeline(ledger, "The first")
    report = tell(ledger, statement="A witness, by name.")["report"]
    told = {"basis": "GDPR Art. 17"}
    erased = ledger.client.post(f"/v1/reports/{report}/erasures", json=told).json()["recorded"]
    ledger.client.post("/v1/timelines/t/incidents/i1/erasures", json={**told, "fields": ["title"]})

    page = reader.open(ledger, "/?timeline=t&incident=i1")

    card = page.locator("#incident-claims article")
    expect(card).to_contain_text("GDPR Art. 17")
    expect(card.locator(f'time[datetime="{erased}"]')).to_be_visible()
    expect(page.locator("#incident h2")).to_have_text("[erased]")
    expect(page.locator("#incident > div").first).to_contain_text("Wording erased on")
