"""Stored bytes load for ever: each file holds a fact as a ledger once stored it, under its topic."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from uuid import UUID

import pytest

from tests.golden.examples import BARE, FULL
from timeline.clocks import parse_instant
from timeline.facts import TOPICS, Draft, Fact
from timeline.ledger import Ledger

HERE = Path(__file__).parent
GOLDEN = [("full", fact) for fact in FULL] + [("bare", fact) for fact in BARE]
BY, REASON = "ana", "Ein Grund, „ganz einfach“."
RECORDED = parse_instant("2024-10-29T08:00:00.000123Z")
STREAM = UUID(int=7)
INSERT = "INSERT INTO stored_events (originator_id, originator_version, topic, state) VALUES (?, 1, ?, ?)"


def stored(folder: str, topic: str) -> bytes:
    """Return the bytes of a golden file, without the newline at its end."""
    return (HERE / folder / f"{topic}.json").read_bytes().removesuffix(b"\n")


@pytest.mark.parametrize(("folder", "facts"), [("full", FULL), ("bare", BARE)])
def test_every_golden_file_has_its_fact_and_every_fact_its_file(folder: str, facts: list[Fact]) -> None:
    files = {path.name.removesuffix(".json") for path in (HERE / folder).iterdir()}
    assert files == {fact.TOPIC for fact in facts}
    assert len(files) == len(facts)


def test_every_topic_has_a_golden_file() -> None:
    assert {fact.TOPIC for fact in FULL} == set(TOPICS)


def test_topics_are_fixed_names_with_a_version_and_each_has_one_class() -> None:
    assert [topic for topic in TOPICS if not re.fullmatch(r"[a-z]+(-[a-z]+)*\.[1-9][0-9]*", topic)] == []
    assert len(set(TOPICS.values())) == len(TOPICS)
    assert all(topic == fact.TOPIC for topic, fact in TOPICS.items())


def test_a_topic_cannot_be_taken_twice() -> None:
    with pytest.raises(TypeError, match="is the topic of LedgerOpened already"):
        type("Twin", (Fact,), {"TOPIC": "ledger-opened.1"})
    assert TOPICS["ledger-opened.1"].__name__ == "LedgerOpened"


@pytest.mark.parametrize(("folder", "fact"), GOLDEN, ids=lambda of: of if isinstance(of, str) else of.TOPIC)
def test_stored_bytes_load_for_ever(folder: str, fact: Fact, tmp_path: Path) -> None:
    ledger = Ledger(str(tmp_path / "ledger.db"), UUID(int=1))
    database = sqlite3.connect(tmp_path / "ledger.db")
    with database:
        database.execute(INSERT, (STREAM.hex, fact.TOPIC, stored(folder, fact.TOPIC)))
    database.close()
    with ledger.reading() as c:
        (committed,) = ledger.facts(c)
    ledger.close()
    assert (committed.fact, committed.stream, committed.number) == (fact, STREAM, committed.position)
    assert (committed.recorded, committed.by, committed.reason) == (RECORDED, BY, REASON)


@pytest.mark.parametrize(("folder", "fact"), GOLDEN, ids=lambda of: of if isinstance(of, str) else of.TOPIC)
def test_a_fact_is_stored_as_the_same_bytes_for_ever(folder: str, fact: Fact, tmp_path: Path) -> None:
    ledger = Ledger(str(tmp_path / "ledger.db"), UUID(int=1))
    ledger.append([Draft(STREAM, 1, fact, BY, REASON)], now=RECORDED)
    ledger.close()
    database = sqlite3.connect(tmp_path / "ledger.db")
    rows = database.execute("SELECT topic, state FROM stored_events WHERE originator_id = ?", [STREAM.hex]).fetchall()
    database.close()
    assert [(topic, bytes(state)) for topic, state in rows] == [(fact.TOPIC, stored(folder, fact.TOPIC))]
