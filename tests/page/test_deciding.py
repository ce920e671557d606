"""Deciding from the page: incidents are signed off and merged, and that is taken back."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.page.amending import act, open_case, open_dialog, open_incident, opener_of, post
from tests.page.filling import field, group, outcome, press, summary, tells_turn, type_into
from tests.page.reading import Reader
from tests.page.sites import Site


def test_an_incident_is_signed_off_and_that_is_revoked(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Sign off…"))
    field(dialog, "Rationale").fill("Pictures show it.")
    act(dialog, "Sign off")
    tells_turn(page, "raid", "disputed", "confirmed")
    act(dialog, "Done")
    expect(opened.locator("p.why").last).to_have_text(re.compile("Signed off by local, .*: Pictures show it."))

    dialog = open_dialog(page, opened.get_by_role("button", name="Revoke the sign-off…"))
    expect(dialog.get_by_role("radio", name=re.compile("^revoke"))).to_be_checked()
    field(dialog, "Rationale").fill("The pictures are old.")
    act(dialog, "Revoke sign-off")

    tells_turn(page, "raid", "confirmed", "disputed")
    act(dialog, "Done")
    expect(opened.get_by_role("button", name="Sign off…")).to_be_focused()
    expect(opened.locator("p.why")).to_have_count(1)


def test_an_incident_is_signed_off_by_keyboard_alone(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    opened.get_by_role("heading", level=2).focus()
    press(page, opened.get_by_role("button", name="Sign off…"), "Space")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=2)).to_be_focused()

    type_into(page, field(dialog, "Rationale"), "Pictures show it.")
    press(page, dialog.get_by_role("button", name="Sign off"), "Enter")

    tells_turn(page, "raid", "disputed", "confirmed")
    page.keyboard.press("Escape")
    expect(opened.get_by_role("button", name="Revoke the sign-off…")).to_be_focused()


def test_an_incident_is_merged_and_that_is_undone(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger, "attack")
    dialog = open_dialog(page, opener_of(opened, "Merge…"))
    dialog.get_by_label("Find by words").fill("raid")
    dialog.get_by_role("button", name=re.compile("^The raid")).click()
    field(dialog, "Reason").fill("One and the same.")
    act(dialog, "Merge")
    expect(outcome(page)).to_contain_text("attack is merged into raid. Recorded at position")
    act(dialog, "Done")
    expect(opened).to_contain_text("attack is merged into raid")
    expect(page.get_by_role("link", name="The attack")).to_have_count(0)

    dialog = open_dialog(page, opener_of(opened, "Merge…"))
    dialog.get_by_role("radio", name=re.compile("^undo")).check()
    dialog.get_by_role("radio", name=re.compile("^attack")).check()
    field(dialog, "Reason").fill("Two, after all.")
    act(dialog, "Undo merge")

    expect(outcome(page)).to_contain_text("attack stands for itself again. Recorded at position")
    act(dialog, "Done")
    expect(page.get_by_role("link", name="The attack")).to_contain_text("reported")
    expect(opened).not_to_contain_text("merged")


def test_a_merge_that_became_a_cycle_meanwhile_is_told_at_its_field(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    reader.expects("422")
    page, opened = open_incident(reader, ledger, "attack")
    dialog = open_dialog(page, opener_of(opened, "Merge…"))
    dialog.get_by_label("Find by words").fill("raid")
    dialog.get_by_role("button", name=re.compile("^The raid")).click()
    field(dialog, "Reason").fill("One and the same.")
    post(ledger, "/v1/timelines/t/incidents/raid/merge", {"into": "attack", "reason": "I was faster."})

    act(dialog, "Merge")

    expect(summary(dialog)).to_contain_text("a cycle")
    expect(summary(dialog)).to_be_focused()
    expect(group(dialog, "Merge into")).to_contain_text("a cycle")
    summary(dialog).get_by_role("link").click()
    expect(dialog.get_by_role("button", name="Change incident")).to_be_focused()
