"""The seed timeline over HTTP says what was checked by hand."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.telling import Json, get

SEED = "/v1/timelines/dprk-in-russia"


def entry(client: TestClient, incident: str, known_on: str) -> Json:
    told: Json = get(client, f"{SEED}/incidents/{incident}", known_on=known_on)["entry"]
    return told


@pytest.mark.parametrize("known_on", ["2024-10-28", "2024-10-31", "2025-09-02"])
def test_the_clash_of_25_october_stays_disputed_with_one_voice(seeded: TestClient, known_on: str) -> None:
    told = entry(seeded, "clash-2024-10-25", known_on)

    assert (told["status"], told["status_basis"]) == ("disputed", "outside_denials")
    assert told["independent_voices"] == 1


def test_the_clash_of_25_october_has_one_report_first_and_three_on_the_31st(seeded: TestClient) -> None:
    assert entry(seeded, "clash-2024-10-25", "2024-10-28")["reports"] == 1
    assert entry(seeded, "clash-2024-10-25", "2024-10-31")["reports"] == 3


@pytest.mark.parametrize(
    ("known_on", "status"),
    [
        ("2024-10-27", "mentioned"),
        ("2024-10-28", "disputed"),
        ("2024-11-04", "reported"),
        ("2024-11-12", "corroborated"),
        ("2025-04-26", "confirmed"),
    ],
)
def test_combat_in_kursk_goes_from_mentioned_to_confirmed(seeded: TestClient, known_on: str, status: str) -> None:
    assert entry(seeded, "combat-in-kursk", known_on)["status"] == status


def test_three_voices_count_the_troops_in_russia_on_28_october(seeded: TestClient) -> None:
    figures = entry(seeded, "troops-in-russia", "2024-10-28")["figures"]
    counted = {one["voice"]: one["best"] or one["high"] for one in figures if one["measure"] == "personnel_present"}

    assert counted == {"UA": 12_000, "ROK": 3_000, "US": 10_000}


@pytest.mark.parametrize(("known_on", "reports"), [("2024-10-17", 4), ("2024-10-28", 19), ("2025-09-02", 52)])
def test_the_reports_known_grow_from_day_to_day(seeded: TestClient, known_on: str, reports: int) -> None:
    assert len(get(seeded, f"{SEED}/reports", known_on=known_on, limit=500)["items"]) == reports
    assert get(seeded, SEED, known_on=known_on)["timeline"]["reports"] == reports
    assert get(seeded, "/v1/timelines", known_on=known_on)["items"][0]["reports"] == reports


def test_a_replayed_ledger_says_so(seeded: TestClient) -> None:
    assert get(seeded, f"{SEED}/incidents")["as_of"]["clock"] == "replayed"
