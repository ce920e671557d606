"""What the form to record says of what is wrong: at its field, while it is typed, or as the ledger refused it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.page.filling import (
    claim_of,
    field,
    group,
    open_case,
    open_form,
    outcome,
    posts,
    record,
    recorded_meanwhile,
    summary,
    tells_turn,
    told_wrong,
    write_chain,
    write_report,
)
from tests.page.reading import Reader
from tests.page.sites import Site


def must_lead_back(page: Page, form: Locator, name: str, wanted: Locator) -> None:
    """See that nothing is sent, and that a link of the summary leads to what is wrong."""
    with posts(page) as sent:
        record(form)
        summary(form).get_by_role("link", name=name).click()
    expect(wanted).to_be_focused()
    assert not sent


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
    must_lead_back(page, form, "Published", day)


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
    must_lead_back(page, form, "Claim 1, figure 1, best", field(figure, "Best"))


def test_a_source_stands_in_a_chain_once(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)
    chain = group(form, "Chain")
    write_chain(claim_of(form), "The Paper", "The Paper")
    expect(chain.get_by_label("Add a link")).to_have_accessible_description("paper stands there already.")

    field(form, "Source").fill("The Paper")

    expect(chain).to_have_accessible_description(re.compile("paper stands in it twice"))
    must_lead_back(page, form, "Claim 1, Chain", chain)


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
