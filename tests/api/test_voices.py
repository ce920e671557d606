"""Who says what on an incident, and why it counts or not."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.telling import Json, a_claim, get, post, recorded
from tests.api.test_seed import SEED
from timeline.hearing import Rule

VOICES = "/v1/timelines/war/incidents/clash/voices"


def rules(client: TestClient) -> list[tuple[str, str, list[str]]]:
    return [(one["voice"], one["rule"], one["because"]) for one in get(client, VOICES)["claims"]]


def test_russias_word_on_troops_in_russia_goes_to_and_fro(seeded: TestClient) -> None:
    """It denies, withholds, denies and asserts, each time in a report that is named."""
    told = get(seeded, f"{SEED}/incidents/troops-in-russia/voices")
    [russia] = [one for one in told["voices"] if one["voice"] == "RU"]

    turns = [word for word in russia["words"] if word["before"] != word["after"]]
    assert [(word["published"], word["after"], word["report"], word["office"]) for word in turns] == [
        ("2024-10-10", "denies", "dprk/r03", "peskov"),
        ("2024-10-24", "withholds", "dprk/r13", "putin"),
        ("2024-10-31", "denies", "dprk/r23", "nebenzia"),
        ("2025-04-26", "asserts", "dprk/r47", "gerasimov"),
    ]
    assert [word["reversal"] for word in turns] == [False, False, False, True]


@pytest.mark.parametrize("incident", ["combat-in-kursk", "troops-in-russia", "clash-2024-10-25"])
def test_offices_of_one_voice_are_told_apart(seeded: TestClient, incident: str) -> None:
    """What counts is the voice's latest word; what each office said last is told beside it."""
    for voice in get(seeded, f"{SEED}/incidents/{incident}/voices")["voices"]:
        spoken = [word for word in voice["words"] if word["stance"] != "mentions"]
        assert {one["source"] for one in voice["offices"]} == {word["office"] for word in spoken}
        for office in voice["offices"]:
            assert office["claim"] == [word["claim"] for word in spoken if word["office"] == office["source"]][-1]


def test_every_rule_names_what_it_rests_on(world: TestClient) -> None:
    post(world, "/v1/sources", {"slug": "ministry", "name": "M", "kind": "official", "speaks_for": "Kyiv"})
    post(world, "/v1/sources", {"slug": "envoy", "name": "E", "kind": "official", "speaks_for": "Kyiv"})
    post(world, "/v1/sources", {"slug": "twin", "name": "T", "kind": "organisation", "linked_to": ["Kyiv"]})
    post(world, "/v1/sources", {"slug": "institute", "name": "I", "kind": "organisation"})
    for day, source, claim in (
        (1, "gazette", a_claim(stance="mentions")),
        (2, "gazette", a_claim(chain=["gazette", "leak"])),
        (3, "herald", a_claim()),
        (4, "ministry", a_claim()),
        (5, "gazette", a_claim(chain=["gazette", "ministry"])),
        (6, "envoy", a_claim()),
        (7, "twin", a_claim()),
        (8, "institute", a_claim(derived_from=["ministry"])),
        (9, "herald", a_claim(stance="retracts")),
    ):
        recorded(world, source=source, published=f"2024-11-0{day}", claims=[claim])

    assert rules(world) == [
        ("gazette", "no_assertion", []),
        ("leak", "unnamed", []),
        ("herald", "superseded", []),
        ("Kyiv", "counts", []),
        ("Kyiv", "same_origin", ["ministry"]),
        ("Kyiv", "same_voice", ["ministry"]),
        ("twin", "linked", ["twin"]),
        ("institute", "derived", ["ministry"]),
        ("herald", "no_assertion", []),
    ]
    assert {rule for _, rule, _ in rules(world)} == set(Rule)
    told = get(world, VOICES)
    assert {one["voice"]: one["group"] for one in told["voices"] if one["group"]} == {
        "Kyiv": 1,
        "twin": 1,
        "institute": 1,
    }
    assert told["independent_voices"] == 1


def test_what_a_voice_says_and_denies_on_one_day_is_flagged(world: TestClient) -> None:
    denied = recorded(world, published="2024-11-01T08:00:00Z", claims=[a_claim(stance="denies")])
    asserted = recorded(world, published="2024-11-01T20:00:00Z")
    recorded(world, published="2024-11-02", claims=[a_claim(stance="denies")])

    [gazette] = get(world, VOICES)["voices"]

    assert [word["contradicts"] for word in gazette["words"]] == [asserted["claims"], denied["claims"], []]
    assert [word["reversal"] for word in gazette["words"]] == [False, True, True]


def test_a_number_that_another_voice_repeats_soon_may_be_an_echo(world: TestClient) -> None:
    """It is a hint: both voices count."""
    counted: Json = {"figures": [{"measure": "killed", "best": 40}]}
    first = recorded(world, published="2024-11-01", claims=[a_claim(**counted)])
    second = recorded(world, source="herald", published="2024-11-20", claims=[a_claim(**counted)])
    recorded(world, source="herald", published="2024-11-21", claims=[a_claim(**counted)])
    recorded(world, source="leak", published="2024-12-31", claims=[a_claim(**counted)])

    told = get(world, VOICES)

    assert [(one["claim"], one["earlier"], one["days"], one["best"]) for one in told["echoes"]] == [
        (second["claims"][0], first["claims"][0], 19, 40)
    ]
    assert told["independent_voices"] == 2


def test_a_merged_incident_answers_with_its_target_and_a_withdrawn_report_is_not_heard(world: TestClient) -> None:
    told = recorded(world, published="2024-11-01")
    post(world, "/v1/timelines/war/incidents/clash/merge", {"into": "losses", "reason": "The same."})
    assert (get(world, VOICES)["incident"], len(get(world, VOICES)["voices"])) == ("losses", 1)

    post(world, f"/v1/reports/{told['report']}/withdrawals", {"published": "2024-11-05", "reason": "Taken down."})
    assert get(world, VOICES)["voices"] == []
    assert len(get(world, VOICES, known_on="2024-11-04")["voices"]) == 1
    assert world.get("/v1/timelines/war/incidents/none/voices").status_code == 404
