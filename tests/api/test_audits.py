"""Histories and counts over HTTP: what changed, when, and on whose word."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import msgspec
import pytest
from httpx2 import Client
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, Json, a_claim, get, pointers, post, recorded
from tests.api.test_seed import SEED
from timeline.clocks import instant_text, micros
from timeline.commands import parse_line
from timeline.service import Told

COMBAT = f"{SEED}/incidents/combat-in-kursk/history"


def all_steps(client: Client, path: str, **query: str | int) -> list[Json]:
    """Walk through the pages of a history."""
    told = get(client, path, **query)
    steps = list(told["items"])
    while told["next"] is not None:
        told = client.get(told["next"]).json()
        steps += told["items"]
    return steps


def test_a_history_tells_how_public_knowledge_moved(seeded: TestClient) -> None:
    """The steps of DESIGN §4: mentioned, disputed, reported, corroborated, confirmed."""
    steps = all_steps(seeded, COMBAT, limit=500)

    by_day = {step["at"][:10]: step["after"]["status"] for step in steps if "status" in step["changed"]}
    assert (steps[0]["before"], steps[0]["after"]["status"]) == (None, "mentioned")
    assert by_day == {
        "2024-10-28": "disputed",
        "2024-11-04": "reported",
        "2024-11-12": "corroborated",
        "2025-04-26": "confirmed",
    }


def test_a_step_names_the_claims_that_led_to_it_and_who_recorded_them(seeded: TestClient) -> None:
    """Kyiv had denied on 28 October, and asserts on 4 November."""
    steps = all_steps(seeded, COMBAT, limit=500)
    denial = next(step for step in steps if "UA" in step["after"]["denied_by"])
    reversal = next(step for step in steps if "UA" in step["after"]["asserted_by"])

    assert [step["at"][:10] for step in (denial, reversal)] == ["2024-10-28", "2024-11-04"]
    for step, stance in ((denial, "denies"), (reversal, "asserts")):
        claims = [get(seeded, f"/v1/claims/{claim}")["claim"] for claim in step["because"]]
        assert ("UA", stance) in {(claim["voice"], claim["stance"]) for claim in claims}
        assert step["by"] in {claim["by"] for claim in claims}


@pytest.mark.parametrize("clock", ["published", "recorded"])
def test_pages_of_a_history_join_to_the_whole(seeded: TestClient, clock: str) -> None:
    """A cursor holds the clock, too; every step begins where the one before ended."""
    whole = all_steps(seeded, COMBAT, limit=500, clock=clock)

    assert all_steps(seeded, COMBAT, limit=3, clock=clock) == whole
    assert len(whole) > 20
    assert all(one["after"] == other["before"] for one, other in pairwise(whole))
    assert whole[-1]["after"] == get(seeded, f"{SEED}/incidents/combat-in-kursk")["entry"]


def test_the_history_of_our_answers_gives_the_reasons_of_corrections(seeded: TestClient) -> None:
    """On the recorded clock a correction is a step of its own."""
    [corrected] = [
        step for step in all_steps(seeded, COMBAT, limit=500, clock="recorded") if step["changed"] == ["occurred"]
    ]

    assert corrected["by"] == "research"
    assert "We had entered Monday" in corrected["reason"]
    assert corrected["before"]["occurred"]["edtf"] != corrected["after"]["occurred"]["edtf"]


def test_a_history_ends_at_its_point_of_view(seeded: TestClient) -> None:
    """What came later, on either clock, is not told."""
    known = all_steps(seeded, COMBAT, limit=500, known_on="2024-11-05")
    told = all_steps(seeded, COMBAT, limit=500, recorded_by="2024-11-05", clock="recorded")

    assert known[-1]["at"] <= "2024-11-06"
    assert told[-1]["at"] <= "2024-11-06"
    assert get(seeded, COMBAT, known_on="2024-10-01")["items"] == []


def test_a_pinned_history_may_be_kept_for_ever(seeded: TestClient) -> None:
    pinned = seeded.get(COMBAT, params={"at_position": 200})
    again = seeded.get(COMBAT, params={"at_position": 200}, headers={"If-None-Match": pinned.headers["ETag"]})

    assert "immutable" in pinned.headers["Cache-Control"]
    assert again.status_code == 304


def test_a_claim_has_a_history_on_both_clocks(world: TestClient) -> None:
    """It is made, graded, corrected, and its report taken down."""
    told = recorded(world)
    claim, path = told["claims"][0], f"/v1/reports/{told['report']}"
    post(
        world,
        f"{path}/grades",
        {"claim": "c1", "credibility": 2, "rationale": "Seen by two.", "published": "2024-11-10"},
    )
    post(world, f"{path}/corrections", {"claim": "c1", "changes": {"statement": "So it is."}, "reason": "A slip."})
    post(world, f"{path}/withdrawals", {"published": "2024-11-20", "reason": "Taken down."})

    published = get(world, f"/v1/claims/{claim}/history")["items"]
    ours = get(world, f"/v1/claims/{claim}/history", clock="recorded", known_on="2024-11-30")["items"]

    assert [(step["at"][:10], step["changed"], step["reason"]) for step in published[1:]] == [
        ("2024-11-10", ["credibility"], "Seen by two."),
        ("2024-11-20", ["withdrawn"], "Taken down."),
    ]
    assert [step["reason"] for step in ours] == [None, "Seen by two.", "A slip.", "Taken down."]
    assert {"statement", "corrected"} == set(ours[2]["changed"])


def test_a_report_and_a_source_have_histories(world: TestClient) -> None:
    told = recorded(world)
    post(world, f"/v1/reports/{told['report']}/corrections", {"changes": {"title": "Anew"}, "reason": "Misread."})
    post(world, f"/v1/reports/{told['report']}/voids", {"reason": "Entered twice."})
    world.patch("/v1/sources/gazette", json={"reliability": "C"})

    report = get(world, f"/v1/reports/{told['report']}/history", clock="recorded")["items"]
    source = get(world, "/v1/sources/gazette/history")["items"]

    assert [(step["reason"], step["after"] is None) for step in report] == [
        (None, False),
        ("Misread.", False),
        ("Entered twice.", True),
    ]
    assert get(world, f"/v1/reports/{told['report']}/history")["items"] == []
    assert [step["changed"] for step in source] == [[], ["reliability"]]


def test_a_merge_is_a_step_in_both_histories(world: TestClient) -> None:
    """The one ends, the other takes its claims, and both name the reason."""
    told = recorded(world)
    post(world, "/v1/timelines/war/incidents/clash/merge", {"into": "losses", "reason": "The same fight."})

    ended = get(world, "/v1/timelines/war/incidents/clash/history", clock="recorded")["items"][-1]
    grown = get(world, "/v1/timelines/war/incidents/losses/history", clock="recorded")["items"][-1]

    assert (ended["after"], ended["reason"]) == (None, "The same fight.")
    assert (grown["before"], grown["reason"], grown["because"]) == (None, "The same fight.", told["claims"])


def test_unknown_things_have_no_history(world: TestClient) -> None:
    for path in (
        "/v1/timelines/war/incidents/none/history",
        "/v1/claims/0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11/history",
        "/v1/reports/0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11/history",
        "/v1/sources/none/history",
    ):
        assert world.get(path).status_code == 404
    assert world.get("/v1/timelines/war/incidents/clash/history", params={"clock": "wall"}).status_code == 422


def test_claims_of_this_timeline_have_steps(seeded: TestClient) -> None:
    """Whatever claim is asked for, its history begins with nothing and ends with how it is now."""
    for claim in get(seeded, CLAIMS.replace("war", "dprk-in-russia"), limit=20)["items"]:
        steps = get(seeded, f"/v1/claims/{claim['claim']}/history")["items"]
        assert (steps[0]["before"], steps[-1]["after"]) == (None, claim)
        assert steps[0]["by"] == claim["by"]


DIFF = f"{SEED}/diff"


def by_slug(client: TestClient, **query: str | int) -> dict[str, Json]:
    entries = get(client, f"{SEED}/incidents", limit=500, **query)["items"]
    return {entry["incident"]: entry for entry in entries}


@pytest.mark.parametrize("clock", ["published", "recorded"])
@pytest.mark.parametrize("filters", [{}, {"status": "disputed"}, {"voice": "UA"}, {"place": "RU-KRS", "q": "north"}])
def test_a_difference_is_what_differs_in_the_two_lists(seeded: TestClient, clock: str, filters: dict[str, str]) -> None:
    """Narrowed or not; page by page."""
    name = "known_on" if clock == "published" else "recorded_by"
    before, after = (by_slug(seeded, **{name: day}, **filters) for day in ("2024-10-28", "2024-11-05"))
    told = get(seeded, DIFF, **{"from": "2024-10-28", "to": "2024-11-05"}, clock=clock, limit=2, **filters)
    found = {name: list(told[name]) for name in ("added", "removed", "changed")}
    while told["next"] is not None:
        told = seeded.get(told["next"]).json()
        for some in found:
            found[some] += told[some]

    both = before.keys() & after.keys()
    assert {one["incident"]: one for one in found["added"]} == {slug: after[slug] for slug in after.keys() - both}
    assert {one["incident"]: one for one in found["removed"]} == {slug: before[slug] for slug in before.keys() - both}
    assert {one["incident"]: (one["before"], one["after"]) for one in found["changed"]} == {
        slug: (before[slug], after[slug]) for slug in both if before[slug] != after[slug]
    }
    assert (told["from"][name][:10], told["to"][name][:10]) == ("2024-10-28", "2024-11-05")


def test_a_difference_says_what_the_reports_of_those_days_changed_and_in_how_many_steps(seeded: TestClient) -> None:
    """From Kyiv's denial to its reversal: whatever changed has a claim published in between."""
    told = get(seeded, DIFF, **{"from": "2024-10-28", "to": "2024-11-05"}, limit=500)
    claims = get(seeded, f"{SEED}/claims", limit=500)["items"]

    spoken_of = {
        claim["incident"] for claim in claims if "2024-10-29" <= claim["report"]["published"][:10] <= "2024-11-05"
    }
    changed = {one["incident"] for one in told["changed"]} | {one["incident"] for one in told["added"]}
    assert changed
    assert changed <= spoken_of
    [combat] = [one for one in told["changed"] if one["incident"] == "combat-in-kursk"]
    assert (combat["before"]["status"], combat["after"]["status"]) == ("disputed", "reported")
    steps = all_steps(seeded, COMBAT, limit=500)
    assert combat["steps"] == sum("2024-10-28T23:59:59.999999Z" < step["at"] < "2024-11-06" for step in steps)


def test_a_pinned_difference_may_be_kept_for_ever_and_an_unpinned_one_names_it(seeded: TestClient) -> None:
    """The pinned address says the same."""
    for clock in ("published", "recorded"):
        open_ended = seeded.get(DIFF, params={"from": "2024-10-28", "to": "2024-11-05", "clock": clock})
        pinned = seeded.get(open_ended.headers["Content-Location"])

        assert open_ended.headers["Cache-Control"] == "no-cache"
        assert "immutable" in pinned.headers["Cache-Control"]
        assert pinned.json() == open_ended.json()


def test_a_pinned_difference_stays_as_it_is_when_more_is_recorded(world: TestClient) -> None:
    """Also one that ends today on the recorded clock: its bytes, and what it says of being settled."""
    told = recorded(world)
    today = instant_text(micros(datetime.now(UTC)))[:10]
    asked = {"from": "2024-10-01", "to": today, "clock": "recorded", "at_position": told["position"]}
    before = world.get("/v1/timelines/war/diff", params=asked)
    world.app.state.memory.forget()  # type: ignore[attr-defined] # it would give the same again
    recorded(world, source="herald")

    after = world.get("/v1/timelines/war/diff", params=asked)

    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])
    assert before.json()["to"]["settled"] is False


def test_a_merge_is_not_explained_by_another_one(world: TestClient) -> None:
    """One transaction may hold many."""
    post(world, "/v1/timelines/war/incidents", {"slug": "third", "title": "Third"})
    post(world, "/v1/timelines/war/incidents", {"slug": "fourth", "title": "Fourth"})
    for incident in ("clash", "third"):
        recorded(world, claims=[a_claim(incident=incident)])
    merges = [
        {"merge": {"timeline": "war", "incident": incident, "into": into, "reason": reason}}
        for incident, into, reason in (("clash", "losses", "The same fight."), ("third", "fourth", "A slip."))
    ]
    lines = b"\n".join(map(msgspec.json.encode, merges))
    world.app.state.timeline.import_batch([Told(parse_line(line), "desk") for line in lines.splitlines()])  # type: ignore[attr-defined]
    world.app.state.timeline.catch_up()  # type: ignore[attr-defined]

    for incident, reason in (("clash", "The same fight."), ("losses", "The same fight."), ("third", "A slip.")):
        steps = get(world, f"/v1/timelines/war/incidents/{incident}/history", clock="recorded")["items"]
        assert steps[-1]["reason"] == reason
    changes = get(world, "/v1/timelines/war/changes", fact="incidents_merged")["items"]
    assert [{turn["incident"] for turn in one["transitions"]} for one in changes] == [
        {"clash", "losses"},
        {"third", "fourth"},
    ]


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({}, "/from"),
        ({"from": "2024-10-28"}, "/to"),
        ({"from": "2024-11-28", "to": "2024-10-28"}, "/to"),
        ({"from": "yesterday", "to": "2024-10-28"}, "/from"),
        ({"from": "2024-10-28", "to": "9000-01-01"}, "/to"),
        ({"from": "2024-10-01", "to": "2024-10-28", "known_on": "2024-10-28"}, "/known_on"),
        ({"from": "2024-10-01", "to": "2024-10-28", "recorded_by": "2024-10-28", "clock": "recorded"}, "/recorded_by"),
        ({"from": "2024-10-01", "to": "2024-10-28", "status": "true"}, "/status"),
    ],
)
def test_what_is_no_difference_is_refused_by_name(seeded: TestClient, query: dict[str, str], pointer: str) -> None:
    assert pointers(seeded.get(DIFF, params=query)) == [pointer]
