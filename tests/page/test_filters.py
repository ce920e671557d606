"""Filters: what occurs is offered in words, what is typed may be a name, and what is refused is told beside them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.page.reading import Reader
from tests.page.screenshots import settled
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell
from tests.page.test_clock import CASE, said

ROWS = "#timeline li a"


def filters(page: Page, field: str) -> str:
    """Turn to a filter, and return the codes that it offers with their words, once it does."""
    page.get_by_label(field, exact=True).focus()
    offered = page.locator(f"#filter-{field.lower()} option, #filter-{field.lower()}-offered option")
    expect(offered.nth(1 if field == "Kind" else 0)).to_be_attached()
    return "\n".join(offered.evaluate_all("(all) => all.map((one) => `${one.value}: ${one.textContent.trim()}`)"))


def found(site: Site, **asked: str) -> int:
    return len(site.client.get("/v1/timelines/dprk-in-russia/incidents", params=asked).json()["items"])


@pytest.mark.parametrize(
    ("field", "name", "typed"), [("Words", "q", "survivor"), ("Place", "place", "BY"), ("Voice", "voice", "BY")]
)
def test_the_list_is_narrowed(reader: Reader, demo: Site, field: str, name: str, typed: str) -> None:
    page = reader.open(demo, CASE)
    expect(page.locator(ROWS)).not_to_have_count(0)

    page.get_by_label(field, exact=True).fill(typed)
    page.keyboard.press("Enter")

    expect(page.locator(ROWS)).to_have_count(count := found(demo, **{name: typed}))
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.locator(ROWS)).not_to_have_count(count)


def test_kinds_are_chosen_by_their_words_among_those_that_occur(reader: Reader, demo: Site) -> None:
    kinds = [item["kind"] for item in demo.client.get("/v1/timelines/dprk-in-russia/summary?by=kind").json()["items"]]
    page = reader.open(demo, CASE)

    offered = filters(page, "Kind").splitlines()

    assert offered[0] == ": any"
    assert offered[1:] == sorted(f"{kind}: {kind.replace('_', ' ')}" for kind in kinds)
    page.get_by_label("Kind", exact=True).select_option("forecast made")
    expect(page.locator(ROWS)).to_have_count(found(demo, kind="forecast_made"))
    assert said(page)["kind"] == "forecast_made"


def test_a_kind_in_the_address_is_said_in_words_at_once(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, f"{CASE}&kind=forecast_made")

    kind = page.get_by_label("Kind", exact=True)
    expect(kind).to_have_value("forecast_made")
    expect(kind.locator("option:checked")).to_have_text("forecast made")


def test_places_that_occur_are_offered_with_their_names(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)
    settled(page)

    offered = filters(page, "Place")

    assert "BY: Belarus" in offered
    assert "RU-KRS: Kursk, Russia" in offered
    assert "FR" not in offered


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ru-krs", "RU-KRS"), ("kursk", "RU-KRS"), ("Russia", "RU"), ("north korea", "KP"), (" by ", "BY")],
)
def test_a_place_is_typed_as_its_code_or_its_name(reader: Reader, demo: Site, typed: str, code: str) -> None:
    page = reader.open(demo, CASE)
    settled(page)
    filters(page, "Place")

    page.get_by_label("Place", exact=True).fill(typed)
    page.keyboard.press("Enter")

    expect(page.locator(ROWS)).to_have_count(found(demo, place=code))
    expect(page.get_by_label("Place", exact=True)).to_have_value(code)
    assert said(page)["place"] == code


def test_voices_are_offered(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, CASE)

    offered = filters(page, "Voice").splitlines()

    assert {"blue-yellow: Jonas Ohman, head of Blue/Yellow", "anadolu: Anadolu Agency"} <= set(offered)
    assert any(re.fullmatch(r"UA: \d+ sources", voice) for voice in offered)
    assert len(offered) == len(set(offered))


def test_what_is_offered_is_asked_for_when_somebody_turns_to_the_filters(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, "/docs")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.partition("/v1/")[2]))
    page.goto(CASE)
    settled(page)
    lists = re.compile(r"^sources|summary\?.*by=(kind|country%2Cadmin1)(&|$)")
    assert not any(map(lists.search, asked))

    page.get_by_label("Words", exact=True).focus()
    expect(page.locator("#filter-voice-offered option")).not_to_have_count(0)

    assert len([one for one in asked if lists.search(one)]) == 3


def test_filters_that_are_folded_away_offer_what_occurs_once_they_are_opened(ledger: Site, reader: Reader) -> None:
    open_timeline(ledger, "The first")
    tell(ledger, place={"name": "Paris", "country": "FR"})
    page = reader.open(ledger, "/?timeline=t", size=(390, 844))
    expect(page.get_by_label("Kind", exact=True)).to_be_hidden()

    page.get_by_text("Narrow the list").click()

    assert filters(page, "Kind").splitlines() == [": any", "clash_reported: clash reported"]
    assert filters(page, "Place") == "FR: France"


def test_a_refused_filter_is_told_in_words_beside_the_filters(reader: Reader, demo: Site) -> None:
    reader.expects("422")
    page = reader.open(demo, CASE)
    expect(page.locator(ROWS)).not_to_have_count(0)
    place = page.get_by_label("Place", exact=True)

    place.fill("Atlantis")
    page.keyboard.press("Enter")

    expect(place).to_have_attribute("aria-invalid", "true")
    expect(place).to_have_accessible_description(re.compile('Place: "ATLANTIS" is no code; allowed: a country as RU'))
    expect(page.get_by_role("search")).to_contain_text('Place: "ATLANTIS" is no code')
    page.get_by_role("search").get_by_role("button", name="Clear").click()
    expect(page.locator(ROWS)).not_to_have_count(0)
    expect(page.get_by_role("search")).not_to_contain_text("is no code")
