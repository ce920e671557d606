"""A ledger that older software left answers today what it answered then, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from api.app import create_app
from tests.api.telling import a_client
from tests.builders import a_report, a_source
from tests.golden.ledgers import LATER, LEDGERS, answer, answers, kept, opened, rows, still_told
from timeline.facts import TOPICS
from timeline.ledger.tables import SCHEMA
from timeline.service import Timeline

NAMES = sorted(folder.name for folder in LEDGERS.iterdir())
FACTS = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events ORDER BY rowid"
COMMITS = "SELECT position, recorded, replayed FROM commits ORDER BY position"


def database(name: str, folder: Path) -> Path:
    """Return a copy of an old ledger's database, which no software of today has touched."""
    path = folder / f"{name}.db"
    path.write_bytes(kept(name))
    return path


def different(name: str, timeline: Timeline) -> list[str]:
    """Return the questions that an old ledger answers otherwise than it did."""
    client = a_client(timeline)
    return [address for address, told in answers(name).items() if answer(client, address) != told]


@pytest.mark.parametrize("name", NAMES)
def test_an_old_ledger_answers_what_it_answered(name: str) -> None:
    """With the views that it came with, if they can be read, and with those that are made of its facts today."""
    with opened(name) as (timeline, _):
        timeline.migrate()
        assert different(name, timeline) == []
        timeline.rebuild()
        assert different(name, timeline) == []


@pytest.mark.parametrize("name", NAMES)
def test_an_old_ledger_keeps_every_byte_of_its_facts(name: str, tmp_path: Path) -> None:
    """Opening, migrating and rebuilding add tables, and touch nothing that was recorded."""
    old = database(name, tmp_path)
    with opened(name) as (timeline, path):
        timeline.migrate()
        timeline.rebuild()
        assert timeline.compare().different == 0
        for statement in (FACTS, COMMITS):
            assert rows(path, statement) == rows(old, statement) != []


@pytest.mark.parametrize("name", NAMES)
def test_an_old_ledger_goes_on_behind_what_it_holds(name: str) -> None:
    """What is recorded next is later, and changes no answer at a position."""
    with opened(name) as (timeline, _):
        timeline.migrate()
        newest, last = timeline.newest(), max(fact.recorded for fact in timeline.committed("war"))
        timeline.record(a_source("herald", speaks_for="Kyiv"))
        receipt = timeline.record(a_report("2024-10-25", source="herald", key="found late"))

        assert receipt.position > newest
        assert receipt.recorded is not None
        assert LATER <= receipt.recorded > last
        client = a_client(timeline)
        pinned = {address: told for address, told in answers(name).items() if "at_position" in address}
        assert [address for address, told in pinned.items() if answer(client, address) != told] == []


def test_every_kind_of_fact_is_in_an_old_ledger(tmp_path: Path) -> None:
    """Where this fails, tell the new kind in `everything.py`, and add a ledger (`ledgers.py` says how)."""
    found = {topic for name in NAMES for (topic,) in rows(database(name, tmp_path), "SELECT topic FROM stored_events")}
    assert sorted(set(TOPICS) - found) == []


def test_every_form_of_the_tables_is_that_of_an_old_ledger(tmp_path: Path) -> None:
    """Where this fails, add a ledger with the new tables (`ledgers.py` says how)."""
    found = {rows(database(name, tmp_path), "PRAGMA user_version")[0][0] for name in NAMES}
    assert found == set(range(1, SCHEMA + 1))


def test_every_question_with_a_point_of_view_was_asked_of_an_old_ledger() -> None:
    """Where this fails, ask it in `ledgers.py`, and renew what old ledgers answer."""
    with Timeline.in_memory() as timeline:
        reference = create_app(timeline).openapi()["paths"]
    asked = {urlsplit(address).path for name in NAMES for address in answers(name)}
    routes = [path for path, ways in reference.items() if "at_position" in str(ways.get("get", {}).get("parameters"))]
    assert len(routes) > 20
    unasked = [path for path in routes if not any(re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), one) for one in asked)]
    assert unasked == []


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ({"a": [1, {"b": 2}]}, True),
        ({"a": [1, {"b": 2, "c": 3}], "d": None}, True),
        ({"a": [1, {"c": 3}]}, False),
        ({"a": [1, {"b": 3}]}, False),
        ({"a": [1]}, False),
        ({"a": [1, {"b": 2}, 3]}, False),
    ],
)
def test_answers_are_renewed_only_where_they_hold_all_that_they_did(new: object, told: bool) -> None:  # noqa: FBT001
    assert still_told({"a": [1, {"b": 2}]}, new) is told
