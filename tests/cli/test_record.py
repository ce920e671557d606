"""One claim can be recorded from the command line, and its entry is read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import Command, Result, written
from tests.cli.material import GROUND

MAYOR = {"source": {"slug": "mayor", "name": "The mayor", "kind": "official"}}
TOLD = {
    "--source": "gazette",
    "--published": "2024-10-28",
    "--kind": "clash_reported",
    "--incident": "clash",
    "--statement": "They have fought.",
}


@pytest.fixture
def ground(timeline: Command, tmp_path: Path) -> Command:
    """Return the command on a ledger that knows a timeline, two sources and an incident."""
    assert timeline("import", written(tmp_path / "ground.jsonl", [*GROUND, MAYOR])).code == 0
    return timeline


def record(timeline: Command, **options: str) -> Result:
    """Record a claim on the clash."""
    told = TOLD | {f"--{name}": value for name, value in options.items()}
    return timeline("record", "war", *(word for option in told.items() for word in option))


def test_a_claim_is_recorded_and_its_entry_read_back(ground: Command) -> None:
    result = record(ground, chain="gazette, mayor", occurred="2024-10-25?", by="ann")
    [entry] = ground("show", "war", "--json").json["items"]
    assert result.code == 0
    assert "A clash: reported — single voice, mayor." in result.out
    assert (entry["occurred"]["edtf"], entry["asserted_by"]) == ("2024-10-25?", ["mayor"])


def test_the_same_words_are_known_already_and_other_words_are_another_report(ground: Command) -> None:
    first = record(ground)
    again = record(ground)
    other = record(ground, statement="They have fought again.")
    assert [result.out.split(":")[0] for result in (first, again, other)] == ["Recorded", "Known already", "Recorded"]
    assert ground("show", "war", "--json").json["items"][0]["reports"] == 2


def test_a_url_is_the_key_and_says_how_to_add_another_claim(ground: Command) -> None:
    record(ground, url="https://example.org/1")
    result = record(ground, url="https://example.org/1", statement="Something else.")
    assert (result.code, "is added as" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("source", "herald", 'takes a line as {"source": '),
        ("chain", "gazette,herald", 'takes a line as {"source": '),
        ("incident", "siege", 'takes a line as {"incident": '),
        ("kind", "quarrel", "allowed: deployment_detected"),
        ("stance", "hopes", "allowed: asserts, denies"),
        ("published", "2024-02-30", "allowed: a day as"),
        ("occurred", "yesterday", "allowed: "),
        ("statement", " ", "not blank"),
        ("url", "ftp://example.org", "allowed: http"),
    ],
)
def test_what_cannot_be_recorded_is_refused_by_option(ground: Command, option: str, value: str, said: str) -> None:
    before = ground.facts()
    result = record(ground, **{option: value})
    assert result.code == 1
    assert result.err.startswith(f"error: --{option}: ")
    assert said in result.err
    assert ground.facts() == before


def test_an_unknown_timeline_is_refused_and_a_blank_author_is_wrong_usage(ground: Command) -> None:
    assert "known: war" in ground("record", "peace", *(word for pair in TOLD.items() for word in pair)).err
    assert record(ground, by=" ").code == 2
