"""What holds for every dialog of an opened incident: its keys, its width, its reasons, and what comes in between."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.page.amending import (
    OF_CLAIM,
    act,
    claims_of,
    expect_everything,
    open_case,
    open_dialog,
    open_incident,
    opener_of,
    post,
)
from tests.page.filling import field, group, posts, summary, tells_turn, told_wrong
from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import tell

OF_INCIDENT = {"Sign off…": "Sign off", "Merge…": "Merge"}
DIALOGS = OF_CLAIM | OF_INCIDENT
"""What opens each dialog, and what records in it."""


def test_a_grade_is_needed_to_grade(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Grade…"))

    with posts(page) as sent:
        act(dialog, "Grade claim")
        expect(summary(dialog)).to_contain_text("Credibility: Choose a grade.")

    assert not sent


def test_an_original_that_nobody_recorded_is_told_at_its_field(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("422|404")
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Void…"))

    field(dialog, "Repeats report").fill("unheard of")
    field(dialog, "Reason").fill("It repeats another.")
    act(dialog, "Void claim")

    expect(summary(dialog)).to_contain_text("unheard of")
    told_wrong(field(dialog, "Repeats report"), "unheard of")


@pytest.mark.parametrize("button", OF_CLAIM)
def test_nothing_is_amended_about_what_is_void(ledger: Site, reader: Reader, button: str) -> None:
    open_case(ledger)
    position = ledger.client.get("/v1/timelines").json()["as_of"]["position"]
    (claim,) = claims_of(ledger, "attack")
    post(ledger, f"/v1/reports/{claim['report']['id']}/voids", {"reason": "I was faster."})
    page, opened = open_incident(reader, ledger, f"attack&at_position={position}")

    dialog = open_dialog(page, opener_of(opened, button, "It was attacked."))

    expect(dialog).to_contain_text("This report is void, so nothing is to be amended about it any more.")
    expect(dialog.get_by_role("button")).to_have_text(["Close"])


@pytest.mark.parametrize("button", DIALOGS)
def test_escape_closes_a_dialog_and_the_focus_goes_back(ledger: Site, reader: Reader, button: str) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    opener = opener_of(opened, button)
    open_dialog(page, opener)

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    expect(opened).to_be_visible()


@pytest.mark.parametrize("button", [button for button in DIALOGS if button != "Grade…"])
def test_a_reason_is_required(ledger: Site, reader: Reader, button: str) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, button))
    reason = field(dialog, "Reason|Rationale")

    with posts(page) as sent:
        act(dialog, DIALOGS[button])
        expect(summary(dialog)).to_be_focused()
        told_wrong(reason, "^[0-9].*Say ")
        summary(dialog).get_by_role("link", name=re.compile("Reason|Rationale")).click()

    expect(reason).to_be_focused()
    assert not sent


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("button", DIALOGS)
def test_no_dialog_has_barriers(
    ledger: Site, reader: Reader, axe: Callable[[Page], None], button: str, colours: Literal["light", "dark"]
) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger, colours=colours)
    dialog = open_dialog(page, opener_of(opened, button))
    expect_everything(dialog)
    axe(page)

    act(dialog, DIALOGS[button])
    expect(summary(dialog)).to_be_focused()
    axe(page)


@pytest.mark.parametrize("button", DIALOGS)
def test_no_dialog_is_wider_than_a_narrow_screen(ledger: Site, reader: Reader, button: str) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger, size=(360, 740))
    dialog = open_dialog(page, opener_of(opened, button))
    expect_everything(dialog)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert dialog.evaluate("(element) => element.scrollWidth - element.clientWidth") <= 0


def test_a_dialog_stays_as_it_is_while_others_record(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Sign off…"))
    field(dialog, "Rationale").fill("Pictures show it.")

    tell(ledger, incident="raid", stance="retracts", statement="We were wrong.")

    expect(page.get_by_role("link", name="The raid")).to_contain_text("denied")
    expect(field(dialog, "Rationale")).to_have_value("Pictures show it.")
    page.keyboard.press("Escape")
    expect(opened.get_by_role("button", name="Sign off…")).to_be_focused()


def test_a_dialog_that_cannot_be_filled_says_so(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_FAILED")
    page, opened = open_incident(reader, ledger)
    page.route(re.compile("/v1/reports/"), lambda route: route.abort(), times=1)

    dialog = open_dialog(page, opener_of(opened, "Correct…"))

    expect(dialog.get_by_role("alert")).to_have_text("The service cannot be reached.")
    act(dialog, "Close")
    dialog = open_dialog(page, opener_of(opened, "Correct…"))
    expect(group(dialog, "Fields to correct")).to_be_visible()


def test_without_a_connection_a_dialog_stays_and_can_be_sent_again(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("ERR_INTERNET_DISCONNECTED")
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Sign off…"))
    field(dialog, "Rationale").fill("Pictures show it.")
    page.context.set_offline(offline=True)
    act(dialog, "Sign off")
    expect(summary(dialog)).to_contain_text("The service cannot be reached.")

    page.context.set_offline(offline=False)
    act(dialog, "Sign off")

    tells_turn(page, "raid", "disputed", "confirmed")
