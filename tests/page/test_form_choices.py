"""What the form to record proposes: what is there, new sources and incidents on the way, and what may be the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.page.filling import (
    URL,
    claim_of,
    field,
    file_under,
    group,
    only_report,
    open_case,
    open_form,
    outcome,
    record,
    recorded_meanwhile,
    tells_turn,
    told_wrong,
    write_chain,
    write_claim,
    write_head,
    write_report,
)
from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import tell


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


def test_an_unfiled_claim_touches_no_incident(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_head(form)
    write_claim(claim_of(form))

    record(form)

    expect(outcome(page)).to_contain_text("It touches no incident, so no status changed.")
    assert only_report(ledger, URL)[1][0]["incident"] is None


def test_a_report_of_the_same_address_is_warned_of(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    recorded_meanwhile(ledger)
    _, form = open_form(reader, ledger)

    field(form, "URL").fill(URL)

    expect(form).to_contain_text(re.compile("May repeat:.*What the paper wrote.*The Paper, 4 Oct 2024.*same url"))


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


def test_words_of_others_are_told_too_while_one_writes(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    page, form = open_form(reader, ledger)
    write_report(form)

    tell(ledger, stance="retracts")

    expect(page.get_by_role("link", name="The clash at the bridge")).to_contain_text("retracted")
    expect(field(form, "Statement")).to_have_value("Nobody fought there.")
    record(form)
    tells_turn(page, "i1", "retracted", "denied")


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


def test_of_sources_with_one_name_the_slug_is_proposed(ledger: Site, reader: Reader) -> None:
    open_case(ledger)
    twin = {"slug": "paper-2", "name": "The Paper", "kind": "outlet"}
    assert ledger.client.post("/v1/sources", json=twin).is_success
    _, form = open_form(reader, ledger)
    proposed = form.locator("datalist").first.locator("option")
    expect(proposed).to_have_count(4)
    values = proposed.evaluate_all("(options) => options.map(({ value }) => value)")
    assert sorted(values) == ["A wire", "An officer", "paper", "paper-2"]

    field(form, "Source").fill("The Paper")
    told_wrong(field(form, "Source"), "More than one source has this name: paper, paper-2.")
    field(form, "Source").fill("paper-2")

    expect(field(form, "Source")).not_to_have_attribute("aria-invalid", "true")
