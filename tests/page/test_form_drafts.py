"""What the form to record does with what is in it: drafts, keys, the focus, and what is sent again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.page.filling import (
    URL,
    claim_of,
    field,
    group,
    only_report,
    open_case,
    open_form,
    outcome,
    posts,
    record,
    summary,
    tells_turn,
    write_chain,
    write_report,
)
from tests.page.reading import Reader
from tests.page.sites import Site


def test_enter_in_a_field_does_not_record(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    with posts(page) as sent:
        field(form, "Title").press("Enter")
        field(form, "URL").press("Enter")
        expect(summary(form)).to_have_text("")

    assert not sent


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


def test_pressed_twice_it_is_sent_once(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    with posts(page) as sent:
        form.get_by_role("button", name="Record report").dblclick()
        tells_turn(page, "i1", "reported", "denied")

    assert len(sent) == 1


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
