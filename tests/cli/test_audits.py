"""`timeline history` and `timeline diff` show at once what changed, when, and on whose word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import SEED, Command, written
from tests.cli.material import GROUND, a_claim, a_report

OTHER = {"source": {"slug": "ministry", "name": "The Ministry", "kind": "official", "speaks_for": "Kyiv"}}


@pytest.fixture
def told(timeline: Command, tmp_path: Path) -> Command:
    """Give a ledger in which a clash is reported, denied by the ministry, and then counted by it."""
    lines = [
        *GROUND,
        OTHER,
        a_report("r1", claims=[a_claim(figures=[{"measure": "killed", "best": 1_200, "qualifier": "about"}])]),
        a_report("r2", source="ministry", published="2024-10-30", claims=[a_claim(stance="denies", statement="No.")]),
        a_report("r3", source="ministry", published="2024-11-04", claims=[a_claim(statement="It is so.")]),
    ]
    timeline("import", written(tmp_path / "lines.jsonl", lines))
    voided = {"void": {"report": "r1", "reason": "It was entered twice."}}
    timeline("import", written(tmp_path / "more.jsonl", [voided]))
    return timeline


def test_a_history_shows_before_and_after_and_on_whose_word(told: Command) -> None:
    shown = told("history", "war", "clash")

    assert shown.code == 0
    assert "How public knowledge moved." in shown.out
    assert "denied → reported — single voice, Kyiv" in shown.out
    assert "Kyiv: denies → asserts" in shown.out
    assert "• Kyiv asserts, in r3 (ministry): It is so." in shown.out
    assert "reports: 0 → 1" in shown.out


def test_a_history_of_our_answers_shows_why_they_changed(told: Command) -> None:
    shown = told("history", "war", "clash", "--clock", "recorded")

    last = " ".join(shown.out.rpartition("reports: 2 → 1")[2].split())
    assert "How the answers of this ledger moved." in shown.out
    assert "gazette: asserts → silent gazette, killed, snapshot: 1,200 (about) → silent" in last
    assert "(does not stand any more) Why: It was entered twice. Recorded by local" in last


def test_a_difference_shows_what_came_and_what_changed(told: Command) -> None:
    shown = told("diff", "war", "2024-10-29", "2024-11-05")
    changed = told("diff", "war", "2024-10-30", "2024-11-05")
    same = told("diff", "war", "2024-11-05", "2024-11-06")

    assert "Added: 1\n  A clash  clash\n  reported — single voice, Kyiv" in _tidy(shown.out)
    assert "Changed: 1\n  A clash  clash, in 1 step\n  denied → reported" in _tidy(changed.out)
    assert "Nothing differs between the two." in same.out


@pytest.mark.parametrize("clock", ["published", "recorded"])
def test_json_is_what_http_tells_all_at_once(seeded: Command, clock: str) -> None:
    history = seeded("history", SEED, "combat-in-kursk", "--clock", clock, "--json").json
    difference = seeded("diff", SEED, "2024-10-28", "2024-11-05", "--clock", clock, "--json").json

    assert len(history["items"]) > 20
    assert (history["next"], difference["next"]) == (None, None)
    assert history["items"][-1]["after"]["status"] == "confirmed"
    assert difference["changed"]
    assert set(difference) == {"from", "to", "added", "removed", "changed", "next"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["history", "war", "none"], "none"),
        (["history", "peace", "clash"], "there is no timeline 'peace'"),
        (["diff", "peace", "2024-10-01", "2024-10-02"], "there is no timeline 'peace'"),
        (["diff", "war", "yesterday", "2024-10-02"], "error: FROM: "),
        (["diff", "war", "2024-10-03", "2024-10-02"], "error: TO: "),
        (["history", "war", "clash", "--known-on", "9000-01-01"], "known"),
    ],
)
def test_what_cannot_be_audited_is_refused_in_a_line(told: Command, arguments: list[str], said: str) -> None:
    refused = told(*arguments)

    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert said in refused.err


def test_nothing_known_is_said_so(told: Command) -> None:
    assert "Nothing was known of it" in told("history", "war", "clash", "--known-on", "2024-01-01").out


def _tidy(text: str) -> str:
    """Return a text without what fills its lines."""
    return "\n".join(line.rstrip() for line in text.splitlines())
