"""Recording from the page: what is written is judged at once, sent once, and told with what changed by it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, Route, expect

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
    posts,
    press,
    record,
    summary,
    tab_to,
    tells_turn,
    told_wrong,
    type_into,
    write_claim,
    write_head,
    write_report,
)
from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import tell


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


def write_chain(claim: Locator, *sources: str) -> None:
    for source in sources:
        claim.get_by_label("Add a link").fill(source)
        group(claim, "Chain").get_by_role("button", name="Add", exact=True).click()


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


def test_a_new_source_is_recorded_on_the_way(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form, stance="asserts")
    opener = form.get_by_role("button", name="New source…").first
    opener.click()
    new = group(form, "New source")

    field(new, "Name").fill("Łódź Morning Post")
    expect(field(new, "Slug")).to_have_value(re.compile("morning-post$"))
    field(new, "Slug").fill("wire")
    told_wrong(field(new, "Slug"), "wire is known already")
    field(new, "Slug").fill("morning-post")
    field(new, "Reliability").select_option("B")
    new.get_by_role("button", name="Add source").click()

    expect(field(form, "Source")).to_have_value("morning-post")
    expect(opener).to_be_focused()
    record(form)
    tells_turn(page, "i1", "reported", "corroborated")
    source = ledger.client.get("/v1/sources/morning-post").json()["source"]
    assert (source["name"], source["kind"], source["reliability"]) == ("Łódź Morning Post", "outlet", "B")


def test_a_new_incident_is_recorded_on_the_way(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    claim = claim_of(form)
    write_head(form)
    write_claim(claim, stance="asserts")
    claim.get_by_label("Find by words").fill("A shelling")
    claim.get_by_role("button", name="New incident…").click()
    new = group(claim, "New incident")
    expect(field(new, "Title")).to_have_value("A shelling")

    field(new, "Adverse to").fill("DPRK, RU")
    new.get_by_role("button", name="Open incident").click()
    expect(claim.get_by_role("button", name="Change incident")).to_be_focused()
    record(form)

    expect(outcome(page)).to_contain_text(re.compile(r"a-shelling: not on the timeline\s*→\s*is now reported"))
    expect(page.get_by_role("status")).to_contain_text("a-shelling is new: reported")
    expect(page.get_by_role("link", name="A shelling")).to_contain_text("reported")
    entry = ledger.client.get("/v1/timelines/t/incidents/a-shelling").json()["entry"]
    assert (entry["adverse_to"], entry["asserted_by"]) == (["DPRK", "RU"], ["wire"])


def test_a_denial_of_figures_is_told_to_be_no_word_on_the_incident(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    write_figure(claim_of(form))

    expect(group(form, "Figures")).to_contain_text("it denies these figures only, and is no word on the incident.")
    record(form)
    expect(outcome(page)).to_contain_text("i1: stays reported")


def test_an_unfiled_claim_touches_no_incident(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_head(form)
    write_claim(claim_of(form))

    record(form)

    expect(outcome(page)).to_contain_text("It touches no incident, so no status changed.")
    assert only_report(ledger, URL)[1][0]["incident"] is None


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


WRONG = {
    "an unknown source": ("Source", "Nobody", "No source of this name is known"),
    "a bad URL": ("URL", "news.example.org", "Give a whole address"),
    "a bad language": ("Language", "English, of course", "Give a language tag"),
    "a bad EDTF date": ("Happened", "25 October", "This is no date. Write 2024-10-25"),
    "an interval that ends before it begins": ("Happened", "2024-10-13/2024-10-08", "It ends before it begins"),
    "a statement over 500 code points": ("Statement", "😀" * 501, "Too long by 1: at most 500 characters."),
    "a statement with nothing to see": ("Statement", "\u200b", "There is nothing to see in it."),
    "a latitude beyond the pole": ("Latitude", "91", "Give degrees from .90 to 90"),
    "a region that is no code": ("Region", "Kursk", "Give an ISO 3166-2 code"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_is_told_at_its_field_while_it_is_typed(ledger: Site, reader: Reader, wrong: str) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    label, typed, message = WRONG[wrong]

    field(form, label).fill(typed)

    told_wrong(field(form, label), message)
    expect(summary(form)).to_have_text("")
    with posts(page) as sent:
        record(form)
        expect(summary(form)).to_be_focused()
        summary(form).get_by_role("link", name=re.compile(rf"{label}$", re.IGNORECASE)).click()
    expect(field(form, label)).to_be_focused()
    assert not sent


def test_a_statement_of_500_code_points_is_not_too_long(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form, statement="😀" * 500)

    record(form)

    expect(outcome(page)).to_contain_text("is recorded")


def test_a_report_of_the_future_is_told_as_a_slip(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    day = group(form, "Published").get_by_label("Day")

    day.fill("2999-01-01")

    told_wrong(day, "This lies after tomorrow")
    with posts(page) as sent:
        record(form)
        summary(form).get_by_role("link", name="Published").click()
    expect(day).to_be_focused()
    assert not sent


def test_low_best_and_high_keep_their_order(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    form.get_by_role("button", name="Add a figure").click()
    figure = group(form, "Figure 1")
    field(figure, "Measure").select_option("killed")
    field(figure, "Low").fill("3000")
    field(figure, "High").fill("2000")
    told_wrong(field(figure, "High"), "It is less than the low: low ≤ best ≤ high.")

    field(figure, "Best").fill("2,500")

    told_wrong(field(figure, "Best"), "It is less than the low")
    told_wrong(field(figure, "High"), "It is less than the best")
    with posts(page) as sent:
        record(form)
        summary(form).get_by_role("link", name="Claim 1, figure 1, best").click()
    expect(field(figure, "Best")).to_be_focused()
    assert not sent


def test_a_source_stands_in_a_chain_once(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    chain = group(form, "Chain")
    write_chain(claim_of(form), "The Paper", "The Paper")
    expect(chain.get_by_label("Add a link")).to_have_accessible_description("paper stands there already.")

    field(form, "Source").fill("The Paper")

    expect(chain).to_have_accessible_description(re.compile("paper stands in it twice"))
    with posts(page) as sent:
        record(form)
        summary(form).get_by_role("link", name="Claim 1, Chain").click()
    expect(chain).to_be_focused()
    assert not sent


def test_an_empty_form_says_all_that_is_needed(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)

    with posts(page) as sent:
        record(form)

    expect(summary(form)).to_contain_text("5 things to put right:")
    expect(summary(form).get_by_role("link")).to_have_text(
        ["Source", "Published", "Key", "Claim 1, Kind", "Claim 1, Statement"]
    )
    assert not sent


def test_enter_in_a_field_does_not_record(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    with posts(page) as sent:
        field(form, "Title").press("Enter")
        field(form, "URL").press("Enter")
        expect(summary(form)).to_have_text("")

    assert not sent


def test_what_only_the_ledger_knows_to_be_wrong_is_told_at_its_field(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("422")
    page, form = open_form(reader, ledger)
    page.clock.set_fixed_time("2031-01-01T00:00:00Z")  # the reader's clock goes wrong
    write_report(form)
    day = group(form, "Published").get_by_label("Day")
    day.fill("2030-12-01")

    record(form)

    told_wrong(day, "2030-12-01|tomorrow|future")
    expect(summary(form)).to_be_focused()
    summary(form).get_by_role("link", name="Published").click()
    expect(day).to_be_focused()
    day.fill("2024-10-04")
    expect(day).not_to_have_attribute("aria-invalid", "true")
    record(form)
    tells_turn(page, "i1", "reported", "denied")


def test_refusals_land_at_their_fields_or_at_the_nearest_around_them(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("422")
    page, form = open_form(reader, ledger)
    write_report(form)
    problem = {
        "title": "Not allowed",
        "status": 422,
        "detail": "This is not allowed",
        "errors": [
            {"pointer": "/claims/0/statement", "detail": "too dull"},
            {"pointer": "/claims/0/chain/2", "detail": "too far away"},
            {"pointer": "/unheard_of", "detail": "of no field"},
        ],
    }

    def refuse(route: Route) -> None:
        route.fulfill(status=422, content_type="application/problem+json", body=json.dumps(problem))

    page.route(re.compile("/reports$"), refuse)
    record(form)

    told_wrong(field(form, "Statement"), "too dull")
    expect(group(form, "Chain")).to_have_accessible_description(re.compile("too far away"))
    expect(summary(form)).to_contain_text("of no field")
    summary(form).get_by_role("link", name="Claim 1, Statement").click()
    expect(field(form, "Statement")).to_be_focused()
    expect(field(form, "Statement")).to_have_value("Nobody fought there.")


def test_a_report_of_the_same_address_is_warned_of(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    recorded_meanwhile(ledger)
    _, form = open_form(reader, ledger)

    field(form, "URL").fill(URL)

    expect(form).to_contain_text(re.compile("May repeat:.*What the paper wrote.*The Paper, 4 Oct 2024.*same url"))


def recorded_meanwhile(site: Site) -> None:
    claim = {"kind": "clash_reported", "incident": "i1", "statement": "Another one.", "stance": "mentions"}
    report = {"source": "paper", "published": "2024-10-04", "title": "What the paper wrote", "url": URL}
    assert site.client.post("/v1/timelines/t/reports", json={**report, "key": URL, "claims": [claim]}).is_success


def test_a_similar_incident_is_warned_of_and_can_be_filed_under(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    claim = claim_of(form)
    write_head(form)
    write_claim(claim)
    field(claim, "Happened").fill("2024-10-01")
    expect(claim).to_contain_text("May repeat:")

    claim.get_by_role("button", name=re.compile("^File under it")).click()

    expect(group(claim, "Incident")).to_contain_text("The clash at the bridge")
    expect(claim).not_to_contain_text("May repeat")
    expect(claim.get_by_role("button", name="Change incident")).to_be_focused()
    record(form)
    tells_turn(page, "i1", "reported", "denied")


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


def test_other_content_under_the_same_key_is_told_as_a_conflict(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("409")
    page, form = open_form(reader, ledger)
    write_report(form)
    recorded_meanwhile(ledger)

    record(form)

    expect(summary(form)).to_contain_text("A report with this key is recorded already, and says something else.")
    expect(summary(form)).to_be_focused()
    field(form, "Key").fill("another key")
    record(form)
    expect(outcome(page)).to_contain_text("Report another key is recorded")


def test_a_draft_survives_a_reload_and_can_be_discarded_and_brought_back(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    write_chain(claim_of(form), "The Paper")

    page.reload()

    expect(form).to_contain_text("This is the draft that you left.")
    expect_written(form)
    form.get_by_role("button", name="Discard draft").click()
    expect(field(form, "URL")).to_have_value("")
    form.get_by_role("button", name="Bring it back").click()
    expect_written(form)
    form.get_by_role("button", name="Discard draft").click()
    page.reload()
    expect(field(form, "URL")).to_have_value("")
    expect(form).not_to_contain_text("draft")


def expect_written(form: Locator) -> None:
    expect(field(form, "Source")).to_have_value("A wire")
    expect(field(form, "URL")).to_have_value(URL)
    expect(group(form, "Published").get_by_label("Day")).to_have_value("2024-10-04")
    expect(group(form, "Incident")).to_contain_text("The clash at the bridge")
    expect(field(form, "Kind")).to_have_value("clash_reported")
    expect(form.get_by_role("radio", name=re.compile("^denies"))).to_be_checked()
    expect(field(form, "Statement")).to_have_value("Nobody fought there.")
    expect(group(form, "Chain")).to_contain_text("The Paper")


def test_a_recorded_report_leaves_no_draft(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    record(form)
    expect(outcome(page)).to_be_visible()

    page.reload()

    expect(field(form, "URL")).to_have_value("")


def test_without_a_connection_the_form_stays_and_can_be_sent_again(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_INTERNET_DISCONNECTED")
    page, form = open_form(reader, ledger)
    write_report(form)
    page.context.set_offline(offline=True)

    record(form)

    expect(summary(form)).to_contain_text("The service cannot be reached.")
    expect(field(form, "Statement")).to_have_value("Nobody fought there.")
    page.context.set_offline(offline=False)
    record(form)
    tells_turn(page, "i1", "reported", "denied")


def test_a_report_whose_answer_was_lost_is_not_recorded_twice(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_CONNECTION_RESET")
    page, form = open_form(reader, ledger)
    write_report(form)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(re.compile("/reports$"), lose, times=1)
    record(form)
    expect(summary(form)).to_contain_text("The service cannot be reached.")
    record(form)

    expect(outcome(page)).to_contain_text("is recorded already, word for word. Nothing was added.")
    assert len(only_report(ledger, URL)[1]) == 1


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_form_has_no_barriers_empty_full_or_wrong(
    ledger: Site, reader: Reader, axe: Callable[[Page], None], colours: Literal["light", "dark"]
) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger, colours=colours)
    axe(page)

    form.get_by_role("button", name="New source…").first.click()
    form.get_by_role("button", name="New incident…").click()
    form.get_by_text("Pick from dates").click()
    form.get_by_role("button", name="Add a figure").click()
    for more in form.get_by_text(re.compile("^More of")).all():
        more.click()
    form.get_by_role("button", name="Add an actor").click()
    field(form, "URL").fill("nowhere")
    record(form)
    expect(summary(form)).to_be_focused()
    axe(page)


def test_the_form_is_no_wider_than_a_narrow_screen(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger, size=(360, 740))

    write_report(form, statement="x" * 501)
    write_chain(claim_of(form), "The Paper", "officer")
    form.get_by_role("button", name="New source…").first.click()
    form.get_by_text("Pick from dates").click()
    form.get_by_role("button", name="Add a figure").click()
    record(form)
    expect(summary(form)).to_be_focused()

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_words_of_others_are_told_too_while_one_writes(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    tell(ledger, stance="retracts")

    expect(page.get_by_role("link", name="The clash at the bridge")).to_contain_text("retracted")
    expect(field(form, "Statement")).to_have_value("Nobody fought there.")
    record(form)
    tells_turn(page, "i1", "retracted", "denied")


def test_pressed_twice_it_is_sent_once(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    with posts(page) as sent:
        form.get_by_role("button", name="Record report").dblclick()
        tells_turn(page, "i1", "reported", "denied")

    assert len(sent) == 1


def test_the_way_to_what_is_wrong_leads_into_folded_parts(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    _, form = open_form(reader, ledger)
    write_report(form)
    form.get_by_text("More of the report").click()
    field(form, "SHA-256").fill("abc")
    form.get_by_text("More of the report").click()
    expect(field(form, "SHA-256")).to_be_hidden()

    record(form)
    summary(form).get_by_role("link", name="SHA-256").click()

    expect(field(form, "SHA-256")).to_be_focused()
    told_wrong(field(form, "SHA-256"), "Give 64 hex digits.")


def test_messages_stay_with_their_claim_when_one_before_it_is_removed(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    _, form = open_form(reader, ledger)
    write_report(form)
    form.get_by_role("button", name="Add a claim").click()
    field(claim_of(form, 2), "Latitude").fill("north")
    record(form)
    expect(summary(form)).to_contain_text("Claim 2, Latitude")

    form.get_by_role("button", name="Remove claim 1").click()

    expect(form.get_by_role("heading", name="Claim 1")).to_be_focused()
    expect(summary(form)).to_contain_text("Claim 1, Latitude")
    told_wrong(field(claim_of(form), "Latitude"), "Give degrees")


def test_closing_the_form_keeps_the_draft_and_gives_the_focus_back(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page = reader.open(ledger, "/?timeline=t")
    opener = page.get_by_role("banner").get_by_role("button", name="Record a report")
    opener.click()
    form = page.get_by_role("form", name="Record a report")
    write_report(form)

    page.get_by_role("button", name="Close", exact=True).click()

    expect(form).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    expect(form).to_contain_text("This is the draft that you left.")
    expect(field(form, "Statement")).to_have_value("Nobody fought there.")


def test_what_is_pressed_away_leaves_the_focus_near_it(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    new_incident = form.get_by_role("button", name="New incident…")

    new_incident.click()
    group(form, "New incident").get_by_role("button", name="Cancel").click()
    expect(new_incident).to_be_focused()
    form.get_by_role("button", name="Add a figure").click()
    form.get_by_role("button", name="Remove figure 1").click()
    expect(form.get_by_role("button", name="Add a figure")).to_be_focused()
    write_chain(claim_of(form), "The Paper")
    form.get_by_role("button", name="Take The Paper out").click()
    expect(form.get_by_label("Add a link")).to_be_focused()
    field(form, "Title").fill("Something")
    form.get_by_role("button", name="Discard draft").click()
    expect(page.get_by_role("heading", name="Record a report")).to_be_focused()
    form.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("heading", name="Record a report")).to_be_focused()


def test_an_incident_of_which_nobody_spoke_yet_is_found_by_its_name(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    incident = {"slug": "a-shelling", "title": "A shelling"}
    assert ledger.client.post("/v1/timelines/t/incidents", json=incident).is_success
    page, form = open_form(reader, ledger)
    write_head(form)
    write_claim(claim_of(form), stance="asserts")

    file_under(claim_of(form), "A shelling")
    record(form)

    expect(outcome(page)).to_contain_text(re.compile(r"a-shelling: not on the timeline\s*→\s*is now reported"))


def test_without_the_list_of_sources_slugs_are_taken(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_FAILED")
    page = reader.open(ledger, "/?timeline=t")
    page.route(re.compile("/v1/sources"), lambda route: route.abort(), times=1)
    page.get_by_role("button", name="Record a report").click()
    form = page.get_by_role("form", name="Record a report")
    expect(form).to_contain_text("The sources cannot be loaded")
    write_report(form)
    expect(field(form, "Source")).not_to_have_attribute("aria-invalid", "true")

    form.get_by_role("button", name="try again").click()

    expect(form).not_to_contain_text("cannot be loaded")
    expect(field(form, "Source")).to_have_accessible_description(re.compile(r"A wire \(wire\): outlet\."))
    record(form)
    tells_turn(page, "i1", "reported", "denied")


def test_an_earlier_state_stays_though_one_records_beside_it(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    position = ledger.client.get("/v1/timelines").json()["as_of"]["position"]
    page, form = open_form(reader, ledger, f"/?timeline=t&at_position={position}")
    write_report(form)

    record(form)

    tells_turn(page, "i1", "reported", "denied")
    expect(page.locator("main")).to_contain_text("More was recorded since.")
    expect(page.locator("#timeline").get_by_role("link", name="The clash at the bridge")).to_contain_text("reported")


def test_a_precision_alone_is_no_place(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    _, form = open_form(reader, ledger)
    place = group(claim_of(form), "Place")

    field(place, "Precision").select_option("exact")

    expect(place).to_have_accessible_description("")
    record(form)
    expect(place).to_have_accessible_description("Say where: give a name, a country, a region, or a point.")


def test_a_point_needs_both_its_numbers_and_a_region_its_country(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    _, form = open_form(reader, ledger)
    write_report(form)
    place = group(claim_of(form), "Place")
    field(place, "Latitude").fill("51.5")
    field(place, "Country").select_option("UA")
    field(place, "Region").fill("RU-KRS")

    record(form)

    told_wrong(field(place, "Longitude"), "Give both, or none of them.")
    told_wrong(field(place, "Region"), "It is not in UA")
    field(place, "Country").select_option("RU")
    expect(field(place, "Region")).not_to_have_attribute("aria-invalid", "true")


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


@pytest.mark.parametrize(
    ("links", "said", "voice"),
    [
        ((), "Voice: wire.", "wire"),
        (("officer",), "Voice: UA, through officer.", "UA"),
        (("leak",), "Voice: leak, which is unnamed. It supports nothing by itself.", "leak"),
        (("officer", "leak"), "Voice: UA, through officer, who vouches for leak.", "UA"),
    ],
)
def test_the_voice_that_is_told_while_one_writes_is_the_one_that_the_ledger_hears(
    ledger: Site, reader: Reader, links: tuple[str, ...], said: str, voice: str
) -> None:
    open_case(ledger)
    leak = {"slug": "leak", "name": "A leak", "kind": "unnamed"}
    assert ledger.client.post("/v1/sources", json=leak).is_success
    page, form = open_form(reader, ledger)
    write_report(form, stance="asserts")

    write_chain(claim_of(form), *links)

    expect(group(form, "Chain").get_by_text("Voice:")).to_have_text(said)
    record(form)
    expect(outcome(page)).to_contain_text("is recorded")
    assert only_report(ledger, URL)[1][0]["voice"] == voice


def test_a_new_source_can_be_a_link_at_once(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    chain = group(form, "Chain")
    chain.get_by_role("button", name="New source…").click()
    new = group(chain, "New source")

    field(new, "Name").fill("A soldier")
    field(new, "Kind").select_option("person")
    new.get_by_role("button", name="Add source").click()

    expect(chain.get_by_label("Add a link")).to_be_focused()
    expect(chain).to_contain_text("2. A soldier person, origin")
    record(form)
    tells_turn(page, "i1", "reported", "disputed")
    assert [link["slug"] for link in only_report(ledger, URL)[1][0]["chain"]] == ["wire", "a-soldier"]


def test_who_records_is_remembered(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    field(form, "Recorded by").fill("Ada")
    record(form)
    expect(outcome(page)).to_be_visible()
    assert only_report(ledger, URL)[0]["by"] == "Ada"

    page.get_by_role("button", name="Record another report").click()
    expect(field(form, "Recorded by")).to_have_value("Ada")
    page.reload()
    expect(field(form, "Recorded by")).to_have_value("Ada")


def test_what_was_recorded_is_told_though_what_changed_cannot_be(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_FAILED")
    page, form = open_form(reader, ledger)
    write_report(form)
    page.route(re.compile(r"/changes\?since=\d+&min_position"), lambda route: route.abort())

    record(form)

    expect(outcome(page)).to_contain_text("is recorded with 1 claim")
    expect(outcome(page)).to_contain_text("What changed by it cannot be told now: The service cannot be reached.")


def test_of_sources_with_one_name_the_slug_is_proposed(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    twin = {"slug": "paper-2", "name": "The Paper", "kind": "outlet"}
    assert ledger.client.post("/v1/sources", json=twin).is_success
    _, form = open_form(reader, ledger)
    proposed = form.locator("datalist").first.locator("option")
    values = proposed.evaluate_all("(options) => options.map(({ value }) => value)")
    assert sorted(values) == ["A wire", "An officer", "paper", "paper-2"]

    field(form, "Source").fill("The Paper")
    told_wrong(field(form, "Source"), "More than one source has this name: paper, paper-2.")
    field(form, "Source").fill("paper-2")

    expect(field(form, "Source")).not_to_have_attribute("aria-invalid", "true")
