"""Recording from the page: a report is sent as it was written, once, and told with what changed by it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.page.filling import (
    URL,
    claim_of,
    field,
    file_under,
    group,
    is_the_same,
    only_report,
    open_case,
    open_form,
    outcome,
    press,
    record,
    tab_to,
    tells_turn,
    type_into,
    write_chain,
    write_claim,
    write_head,
    write_report,
)
from tests.page.reading import Reader
from tests.page.sites import Site


def test_a_report_is_recorded_as_it_was_written(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    claim = claim_of(form)

    write_head(form)
    write_more_of_report(form)
    file_under(claim, "bridge")
    write_claim(claim, stance="asserts", statement="They clashed at the bridge.")
    field(claim, "Quote").fill("clashed at the bridge")
    field(claim, "Words before the quote").fill("They")
    write_chain(claim, "The Paper", "officer")
    expect(group(claim, "Chain")).to_contain_text("Voice: UA, through officer.")
    pick_interval(claim, "2024-09-30", "2024-10-01")
    write_place(group(claim, "Place"))
    write_figure(claim)
    write_more_of_claim(claim)
    field(form, "Recorded by").fill("Ada")
    record(form)

    tells_turn(page, "i1", "reported", "corroborated")
    expect(outcome(page)).to_contain_text(f"Report {URL} is recorded with 1 claim, at position")
    report, (claimed,) = only_report(ledger, URL)
    assert {name: report[name] for name in REPORT} == REPORT
    assert {name: claimed[name] for name in CLAIM} == CLAIM
    assert [link["slug"] for link in claimed["chain"]] == ["wire", "paper", "officer"]


REPORT = {
    "key": URL,
    "source": "wire",
    "published": "2024-10-04",
    "title": "A clash, says Kyiv",
    "url": URL,
    "language": "en",
    "published_basis": "page",
    "archive_url": "https://archive.example.org/1",
    "sha256": "ab" * 32,
    "accessed": "2024-10-05",
}


CLAIM = {
    "incident": "i1",
    "kind": "clash_reported",
    "stance": "asserts",
    "statement": "They clashed at the bridge.",
    "quote": {"exact": "clashed at the bridge", "prefix": "They"},
    "voice": "UA",
    "occurred": {
        "edtf": "2024-09-30?/2024-10-01?",
        "earliest": "2024-09-30T00:00:00Z",
        "latest": "2024-10-02T00:00:00Z",
    },
    "place": {
        "name": "The bridge",
        "country": "RU",
        "admin1": "RU-KRS",
        "lat": 51.5,
        "lon": -0.25,
        "precision": "vicinity",
    },
    "figures": [
        {
            "measure": "killed",
            "low": 1000,
            "high": 1500,
            "best": 1200,
            "scope": "cumulative",
            "qualifier": "about",
            "includes": ["soldiers", "officers"],
        }
    ],
    "actors": [{"name": "103rd Airborne Brigade", "role": "subject"}],
    "modality": "alleged",
    "likelihood": "very likely",
    "basis": "imagery",
    "derived_from": ["paper"],
    "by": "Ada",
}


def write_more_of_report(form: Locator) -> None:
    field(form, "Title").fill("A clash, says Kyiv")
    field(form, "Language").fill("en")
    form.get_by_text("More of the report").click()
    field(form, "Basis of published").select_option("page")
    field(form, "Archived at").fill("https://archive.example.org/1")
    field(form, "SHA-256").fill("AB" * 32)
    group(form, "Accessed").get_by_label("Day").fill("2024-10-05")


def write_more_of_claim(claim: Locator) -> None:
    claim.get_by_text("More of this claim").click()
    field(claim, "Modality").select_option("alleged")
    field(claim, "Likelihood").fill("very likely")
    field(claim, "Basis").select_option("imagery")
    group(claim, "Derived from").get_by_label("Add a source").fill("The Paper")
    group(claim, "Derived from").get_by_role("button", name="Add", exact=True).click()
    claim.get_by_role("button", name="Add an actor").click()
    field(claim, "Name of actor 1").fill("103rd Airborne Brigade")
    field(claim, "Role of actor 1").select_option("subject")


def pick_interval(claim: Locator, first: str, last: str) -> None:
    claim.get_by_text("Pick from dates").click()
    picker = group(claim, "Happened, picked from dates")
    picker.get_by_label("It happened").select_option("between")
    picker.get_by_label("First day").fill(first)
    picker.get_by_label("Last day").fill(last)
    picker.get_by_label("uncertain").check()
    expect(field(claim, "Happened")).to_have_value(f"{first}?/{last}?")


def write_place(place: Locator) -> None:
    field(place, "Name").fill("The bridge")
    field(place, "Country").select_option("RU")
    field(place, "Region").fill("RU-KRS")
    field(place, "Precision").select_option("vicinity")
    field(place, "Latitude").fill("51.5")
    field(place, "Longitude").fill("-0.25")


def write_figure(claim: Locator) -> None:
    claim.get_by_role("button", name="Add a figure").click()
    figure = group(claim, "Figure 1")
    field(figure, "Measure").select_option("killed")
    field(figure, "Scope").select_option("cumulative")
    field(figure, "Low").fill("1,000")
    field(figure, "Best").fill("1200")
    field(figure, "High").fill("1 500")
    field(figure, "Qualifier").fill("about")
    field(figure, "Includes").fill("soldiers, officers")


def test_what_was_recorded_shows_on_the_timeline_without_a_reload(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    row = page.get_by_role("link", name="The clash at the bridge")
    expect(row).to_contain_text("reported")
    write_report(form)

    record(form)

    tells_turn(page, "i1", "reported", "denied")
    expect(outcome(page)).to_be_focused()
    expect(row).to_contain_text("denied")
    assert is_the_same(page)


def test_a_report_is_recorded_by_keyboard_alone(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page = reader.open(ledger, "/?timeline=t")
    expect(page.get_by_role("link", name="The clash at the bridge")).to_be_visible()
    press(page, page.get_by_role("button", name="Record a report"), "Enter")
    expect(page.get_by_role("heading", name="Record a report")).to_be_focused()
    form = page.get_by_role("form", name="Record a report")
    claim = claim_of(form)

    type_into(page, field(form, "Source"), "The Paper")
    type_into(page, field(form, "URL"), URL)
    press(page, group(form, "Published").get_by_label("as text"), "Space")
    tab_to(page, group(form, "Published").get_by_label("Day or instant"), back=True)
    page.keyboard.type("2024-10-04T17:43:00+03:00")
    file_by_keyboard(page, claim, "bridge")
    type_into(page, field(claim, "Kind"), "clash")
    press(page, claim.get_by_role("radio", name=re.compile("^asserts")), "ArrowDown")
    type_into(page, field(claim, "Statement"), "There was no clash.")
    chain_by_keyboard(page, claim)
    pick_year_by_keyboard(page, claim, "2024")
    press(page, form.get_by_role("button", name="Record report"), "Space")

    tells_turn(page, "i1", "reported", "disputed")
    report, (claimed,) = only_report(ledger, URL)
    assert (report["source"], report["published"]) == ("paper", "2024-10-04T17:43:00+03:00")
    assert (claimed["stance"], claimed["occurred"]["edtf"]) == ("denies", "2024")
    assert [link["slug"] for link in claimed["chain"]] == ["paper", "wire", "officer"]


def file_by_keyboard(page: Page, claim: Locator, words: str) -> None:
    type_into(page, claim.get_by_label("Find by words"), words)
    expect(group(claim, "Incident")).to_contain_text("1 found.")
    press(page, group(claim, "Incident").get_by_role("listitem").get_by_role("button"), "Enter")
    expect(claim.get_by_role("button", name="Change incident")).to_be_focused()


def chain_by_keyboard(page: Page, claim: Locator) -> None:
    tab_to(page, claim.get_by_label("Add a link"))
    for source in ("An officer", "A wire"):
        page.keyboard.type(source)
        page.keyboard.press("Enter")
        expect(claim.get_by_label("Add a link")).to_be_focused()
    tab_to(page, claim.get_by_role("button", name="Move A wire up"), back=True)
    page.keyboard.press("Space")
    expect(claim.get_by_role("button", name="Move A wire down")).to_be_focused()


def pick_year_by_keyboard(page: Page, claim: Locator, year: str) -> None:
    press(page, claim.get_by_text("Pick from dates"), "Space")
    type_into(page, claim.get_by_label("It happened"), "in a year")
    type_into(page, claim.get_by_label("Year", exact=True), year)


def test_a_denial_of_figures_is_told_to_be_no_word_on_the_incident(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    write_figure(claim_of(form))

    expect(group(form, "Figures")).to_contain_text("it denies these figures only, and is no word on the incident.")
    record(form)
    expect(outcome(page)).to_contain_text("i1: stays reported")


def test_two_claims_are_recorded_with_one_report(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form, statement="The first.")
    form.get_by_role("button", name="Duplicate claim 1").click()
    expect(form.get_by_role("heading", name="Claim 2")).to_be_focused()
    field(claim_of(form, 2), "Statement").fill("The second.")
    form.get_by_role("button", name="Add a claim").click()
    form.get_by_role("button", name="Remove claim 3").click()
    expect(form.get_by_role("heading", name="Claim 2")).to_be_focused()

    record(form)

    expect(outcome(page)).to_contain_text("is recorded with 2 claims")
    assert [claim["statement"] for claim in only_report(ledger, URL)[1]] == ["The first.", "The second."]


def test_the_same_again_is_known_already_and_adds_nothing(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    record(form)
    tells_turn(page, "i1", "reported", "denied")
    position = ledger.client.get("/v1/timelines").json()["as_of"]["position"]
    page.get_by_role("button", name="Record another report").click()
    expect(page.get_by_role("heading", name="Record a report")).to_be_focused()
    write_report(form)

    record(form)

    expect(outcome(page)).to_contain_text("is recorded already, word for word. Nothing was added.")
    assert ledger.client.get("/v1/timelines").json()["as_of"]["position"] == position


def test_an_earlier_state_stays_though_one_records_beside_it(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    position = ledger.client.get("/v1/timelines").json()["as_of"]["position"]
    page, form = open_form(reader, ledger, f"/?timeline=t&at_position={position}")
    write_report(form)

    record(form)

    tells_turn(page, "i1", "reported", "denied")
    expect(page.locator("main")).to_contain_text("More was recorded since.")
    expect(page.locator("#timeline").get_by_role("link", name="The clash at the bridge")).to_contain_text("reported")


def test_an_instant_is_published_with_the_offset_that_was_chosen(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger, timezone="Asia/Tokyo")
    write_report(form)
    published = group(form, "Published")

    published.get_by_label("Time, if known").fill("17:43")
    published.get_by_label("Offset").select_option("+05:45")
    expect(published).to_contain_text("4 Oct 2024, 11:58 UTC.")
    published.get_by_label("as text").check()
    expect(published.get_by_label("Day or instant")).to_have_value("2024-10-04T17:43+05:45")
    published.get_by_label("as text").uncheck()
    expect(published.get_by_label("Offset")).to_have_value("+05:45")
    record(form)

    tells_turn(page, "i1", "reported", "denied")
    assert only_report(ledger, URL)[0]["published"] in {"2024-10-04T17:43+05:45", "2024-10-04T17:43:00+05:45"}


def test_what_was_recorded_is_told_though_what_changed_cannot_be(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_FAILED")
    page, form = open_form(reader, ledger)
    write_report(form)
    page.route(re.compile(r"/changes\?since=\d+&min_position"), lambda route: route.abort())

    record(form)

    expect(outcome(page)).to_contain_text("is recorded with 1 claim")
    expect(outcome(page)).to_contain_text("What changed by it cannot be told now: The service cannot be reached.")
