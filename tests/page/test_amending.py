"""Amending from the page: claims and reports are put right in dialogs, and the incident behind follows."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Locator, expect

from tests.page.amending import (
    DENIAL,
    act,
    claim_that_says,
    claims_of,
    expect_everything,
    open_case,
    open_dialog,
    open_incident,
    opener_of,
    post,
)
from tests.page.filling import field, group, outcome, posts, press, summary, tab_to, tells_turn, told_wrong, type_into
from tests.page.reading import Reader
from tests.page.sites import Site


def facts_of(opened: Locator) -> Locator:
    """Find when, where and what, above the parts of an incident."""
    return opened.locator("dl").first


def test_a_corrected_date_moves_the_incident_and_its_history_says_why(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    bar = page.get_by_role("link", name="The raid").locator("rect.bar")
    before = bar.get_attribute("x")
    dialog = open_dialog(page, opener_of(opened, "Correct…", "They raided it."))

    dialog.get_by_role("checkbox", name="happened").check()
    field(dialog, "Happened").fill("2024-12-24")
    expect(dialog).to_contain_text("Changed: happened.")
    field(dialog, "Reason").fill("The month was misread.")
    act(dialog, "Correct claim")

    expect(outcome(page)).to_contain_text(re.compile(r"Claim c1 of report \S+ is corrected: happened\."))
    expect(outcome(page)).to_contain_text("raid: stays disputed")
    act(dialog, "Done")
    expect(facts_of(opened)).to_contain_text("2024-12-24")
    expect(page.get_by_role("link", name="The raid")).to_contain_text("happened 24 Dec 2024")
    expect(bar).not_to_have_attribute("x", before or "")
    history = opened.locator("#incident-history")
    history.get_by_role("radio", name="what this ledger said").check()
    step = history.get_by_role("listitem").filter(has_text="“The month was misread.”")
    expect(step).to_contain_text("24 Dec 2024")


def test_a_claim_is_corrected_by_keyboard_alone(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    opener = opener_of(opened, "Correct…", "They raided it.")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("checkbox", name="happened")).to_be_visible()

    press(page, dialog.get_by_role("checkbox", name="happened"), "Space")
    tab_to(page, field(dialog, "Happened"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("2024-12-24")
    type_into(page, field(dialog, "Reason"), "The month was misread.")
    press(page, dialog.get_by_role("button", name="Correct claim"), "Enter")
    expect(outcome(page)).to_be_focused()
    press(page, dialog.get_by_role("button", name="Done"), "Enter")

    expect(facts_of(opened)).to_contain_text("2024-12-24")
    expect(opener).to_be_focused()


def test_an_unfiled_claim_is_filed_by_a_correction(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Correct…"))

    dialog.get_by_role("checkbox", name="incident").check()
    act(dialog, "Change incident")
    dialog.get_by_label("Find by words").fill("attack")
    dialog.get_by_role("button", name=re.compile("^The attack")).click()
    field(dialog, "Reason").fill("It speaks of the attack.")
    act(dialog, "Correct claim")

    expect(outcome(page)).to_contain_text(re.compile(r"raid: disputed\s*→\s*is now reported"))
    expect(outcome(page)).to_contain_text(re.compile(r"attack: reported\s*→\s*is now disputed"))
    expect(page.get_by_role("link", name="The attack")).to_contain_text("disputed")


def test_a_report_itself_is_corrected(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Correct…", "They raided it."))

    dialog.get_by_role("radio", name="its report").check()
    dialog.get_by_role("checkbox", name="title", exact=True).check()
    dialog.get_by_role("checkbox", name="published", exact=True).check()
    field(dialog, "Title").fill("A raid")
    group(dialog, "Published").get_by_label("Day").fill("2024-10-07")
    field(dialog, "Reason").fill("The page says so.")
    act(dialog, "Correct report")

    expect(outcome(page)).to_contain_text(re.compile(r"Report \S+ is corrected: published, title\."))
    act(dialog, "Done")
    expect(claim_that_says(opened, "They raided it.")).to_contain_text("7 Oct 2024")
    report = claims_of(ledger, "raid")[1]["report"]
    assert (report["title"], report["published"]) == ("A raid", "2024-10-07")


def test_a_withdrawn_report_counts_no_longer(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Withdraw…"))
    day = group(dialog, "Taken down").get_by_label("Day")
    day.fill("2024-10-01")
    told_wrong(day, "The report was published later, 2024-10-02.")

    day.fill("2024-10-20")
    field(dialog, "Reason").fill("The page is gone.")
    act(dialog, "Withdraw report")

    tells_turn(page, "raid", "disputed", "reported")
    act(dialog, "Done")
    expect(page.get_by_role("link", name="The raid")).to_contain_text("reported")
    found = ledger.client.get("/v1/timelines/t/incidents/raid", params={"known_on": "2024-10-19"}).json()
    assert found["entry"]["status"] == "disputed"


def test_a_graded_claim_shows_its_grade(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Grade…"))
    expect(dialog).to_contain_text("It is not graded yet. A grade never enters the status.")

    dialog.get_by_role("radio", name=re.compile("^4")).check()
    field(dialog, "Rationale").fill("Nobody else says so.")
    act(dialog, "Grade claim")

    expect(outcome(page)).to_contain_text("is graded 4, doubtful.")
    expect(outcome(page)).to_contain_text("raid: stays disputed")
    act(dialog, "Done")
    expect(claim_that_says(opened, DENIAL)).to_contain_text(re.compile("grade 4"))
    assert [claim["credibility"] for claim in claims_of(ledger, "raid")] == [None, 4]


def test_a_void_claim_is_gone(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Void…"))

    field(dialog, "Reason").fill("It speaks of another raid.")
    act(dialog, "Void claim")

    tells_turn(page, "raid", "disputed", "reported")
    act(dialog, "Done")
    expect(claim_that_says(opened, DENIAL)).to_have_count(0)
    expect(opened.get_by_role("heading", level=2)).to_be_focused()


def test_a_void_report_takes_all_its_claims_out(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    claims = [
        {
            "kind": "clash_reported",
            "incident": incident,
            "statement": f"It was so at the {incident}.",
            "stance": "denies",
        }
        for incident in ("raid", "attack")
    ]
    report = {"key": "both", "source": "wire", "published": "2024-10-03", "claims": claims}
    post(ledger, "/v1/timelines/t/reports", report)
    page, opened = open_incident(reader, ledger, "attack")
    dialog = open_dialog(page, opener_of(opened, "Void…", "It was so at the attack."))

    dialog.get_by_role("radio", name=re.compile("its whole report, with all 2 claims")).check()
    field(dialog, "Repeats report").fill("both")
    told_wrong(field(dialog, "Repeats report"), "A report is no duplicate of itself.")
    field(dialog, "Repeats report").fill("")
    field(dialog, "Reason").fill("Recorded by mistake.")
    act(dialog, "Void report")

    expect(outcome(page)).to_contain_text("Report both is void. Recorded at position")
    expect(outcome(page).get_by_role("listitem")).to_have_count(2)
    keys = [report["key"] for report in ledger.client.get("/v1/timelines/t/reports").json()["items"]]
    assert "both" not in keys


def test_the_last_claim_of_an_incident_can_be_void(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger, "attack")
    dialog = open_dialog(page, opener_of(opened, "Void…", "It was attacked."))

    field(dialog, "Reason").fill("A mistake.")
    act(dialog, "Void claim")

    expect(outcome(page)).to_contain_text(re.compile(r"attack: reported\s*→\s*is now on the timeline no longer"))
    act(dialog, "Done")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opened.get_by_role("heading", level=2)).to_be_focused()
    expect(page.locator("#timeline")).not_to_contain_text("The attack")


def test_a_claim_is_amended_as_it_stands_though_shown_as_it_was(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    position = ledger.client.get("/v1/timelines").json()["as_of"]["position"]
    (claim,) = claims_of(ledger, "attack")
    correction = {"claim": "c1", "changes": {"occurred": "2024-11-11"}, "reason": "Misread."}
    post(ledger, f"/v1/reports/{claim['report']['id']}/corrections", correction)
    page, opened = open_incident(reader, ledger, f"attack&at_position={position}")
    expect(facts_of(opened)).to_contain_text("2024-11-01")

    dialog = open_dialog(page, opener_of(opened, "Correct…", "It was attacked."))
    dialog.get_by_role("checkbox", name="happened").check()

    expect(field(dialog, "Happened")).to_have_value("2024-11-11")


FULL = {
    "kind": "clash_reported",
    "incident": "attack",
    "stance": "asserts",
    "statement": "It was attacked at dawn.",
    "quote": {"exact": "attacked at dawn", "prefix": "was"},
    "chain": ["wire", "officer"],
    "occurred": "2024-11-01?/2024-11-02?",
    "place": {"name": "The bridge", "country": "RU", "lat": 51.5, "lon": -0.25, "precision": "vicinity"},
    "actors": [{"name": "A brigade", "role": "subject"}, {"name": "A village"}],
    "figures": [
        {"measure": "killed", "scope": "cumulative", "low": 3, "qualifier": "at least", "includes": ["a", "b"]}
    ],
    "modality": "alleged",
    "likelihood": "likely",
    "basis": "imagery",
    "derived_from": ["officer"],
}


def test_only_what_was_changed_is_corrected(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    report = {"key": "full", "source": "wire", "published": "2024-11-03", "claims": [FULL]}
    post(ledger, "/v1/timelines/t/reports", report)
    before = claims_of(ledger, "attack")[1]
    page, opened = open_incident(reader, ledger, "attack")
    dialog = open_dialog(page, opener_of(opened, "Correct…", "It was attacked at dawn."))
    expect_everything(dialog)
    expect(dialog).to_contain_text("Nothing is changed yet.")

    field(dialog, "Statement").fill("It was attacked at dusk.")
    field(dialog, "Likelihood").fill("")
    field(group(dialog, "Figure 1"), "High").fill("5")
    field(dialog, "Reason").fill("Misread.")
    with posts(page) as sent:
        act(dialog, "Correct claim")
        expect(outcome(page)).to_contain_text("is corrected: ")

    changes = json.loads(sent[0].post_data or "")["changes"]
    assert sorted(changes) == ["figures", "likelihood", "statement"]
    after = claims_of(ledger, "attack")[1]
    assert {name for name in after if after[name] != before[name]} >= set(changes)
    assert {name for name in after if after[name] != before[name]} <= {*changes, "corrected"}
    assert (after["likelihood"], after["figures"][0]["high"], after["figures"][0]["low"]) == (None, 5, 3)


def test_nothing_is_corrected_where_nothing_was_changed(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Correct…"))
    expect_everything(dialog)
    field(dialog, "Reason").fill("None.")

    with posts(page) as sent:
        act(dialog, "Correct claim")
        summary(dialog).get_by_role("link", name="Fields to correct").click()

    expect(group(dialog, "Fields to correct")).to_be_focused()
    expect(group(dialog, "Fields to correct")).to_have_accessible_description(
        re.compile("Choose a field, and change what it says.")
    )
    assert not sent


def test_a_corrected_source_leads_the_chains_of_its_claims(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    post(ledger, "/v1/sources", {"slug": "paper", "name": "The Paper", "kind": "outlet"})
    page, opened = open_incident(reader, ledger)
    dialog = open_dialog(page, opener_of(opened, "Correct…", "They raided it."))
    dialog.get_by_role("radio", name="its report").check()
    dialog.get_by_role("checkbox", name="source", exact=True).check()

    field(dialog, "Source").fill("The Paper")
    field(dialog, "Reason").fill("It was another paper.")
    act(dialog, "Correct report")

    expect(outcome(page)).to_contain_text("is corrected: source.")
    claim = next(claim for claim in claims_of(ledger, "raid") if claim["statement"] == "They raided it.")
    assert (claim["report"]["source"], claim["chain"][0]["slug"], claim["voice"]) == ("paper", "paper", "paper")
