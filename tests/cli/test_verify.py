"""`timeline verify` and `timeline receipt`: what is wrong is named, and what is answered can be shown."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.telling import OUR_HOST
from tests.cli.command import SEED, SEEDS, Command, written
from tests.cli.material import GROUND, a_report
from tests.sealing.material import fill, more
from timeline.service import Timeline

SCRIPT = Path(__file__).parents[2] / "docs" / "verify.py"
BY_HAND = "SELECT rowid, state FROM stored_events WHERE topic = 'clash-reported.1'"


@pytest.fixture(name="seeded")
def own(timeline: Command) -> Command:
    assert timeline("import", "--replay-recorded", *SEEDS).code == 0
    return timeline


def checked(bundle: Path, *keys: str) -> subprocess.CompletedProcess[str]:
    """Run the script for outsiders."""
    line = [sys.executable, "-I", str(SCRIPT), str(bundle), *keys]
    return subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - our own script


def test_a_sound_ledger_is_told_to_be_one(seeded: Command) -> None:
    result = seeded("verify")

    assert (result.code, result.err) == (0, "")
    assert "Nothing is wrong." in result.out
    assert f"The key is that of {seeded.database}.key." in result.out
    assert "Not sealed" not in result.out


def test_a_command_seals_what_it_recorded_before_it_ends(seeded: Command) -> None:
    verification = seeded("verify", "--json").json

    assert verification["unsealed"] == 0
    assert verification["sealed"] == verification["facts"] > 0
    assert verification["findings"] == []


def test_an_import_that_stops_seals_what_came_before(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "lines.jsonl", [*GROUND, a_report("r1"), {"report": {}}])

    assert timeline("import", file).code == 1
    assert timeline("verify", "--json").json["unsealed"] == 0


def test_a_changed_fact_is_named_and_the_exit_code_says_so(seeded: Command) -> None:
    with closing(sqlite3.connect(seeded.database)) as raw, raw:
        position, state = raw.execute(BY_HAND).fetchone()
        changed = state.replace(b'"statement":"', b'"statement":"Never: ')
        raw.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (changed, position))

    result = seeded("verify")

    assert result.code == 3
    assert f"WRONG position {position}: it is not what was committed to\n" in result.err
    assert f"position {position}" in {finding["place"] for finding in seeded("verify", "--json").json["findings"]}


def test_changed_views_are_found(seeded: Command) -> None:
    with closing(sqlite3.connect(seeded.database)) as raw, raw:
        raw.execute("UPDATE view1_docs SET doc = replace(doc, 'disputed', 'reported')")

    result = seeded("verify")

    assert result.code == 3
    assert "WRONG views:" in result.err
    assert seeded("rebuild").code == 0
    assert seeded("verify").code == 0


def test_without_its_key_it_says_whose_word_the_key_is(seeded: Command) -> None:
    key = seeded("receipt", SEED, "--known-on", "2024-10-28").json["key"]
    Path(f"{seeded.database}.key").unlink()

    assert "the database's own word" in seeded("verify").out
    assert "The key is the one that was given." in seeded("verify", "--log-key", key).out
    assert seeded("verify", "--log-key", "nonsense").code == 1


@pytest.mark.parametrize("name", [".key", ".key.checkpoint"])
def test_what_cannot_be_read_beside_the_database_is_a_finding(seeded: Command, name: str) -> None:
    beside = Path(f"{seeded.database}{name}")
    beside.unlink()
    beside.mkdir()

    result = seeded("verify")

    assert result.code == 3
    assert result.err.startswith("WRONG ")
    assert str(beside) in result.err


def test_without_its_key_no_receipt_is_signed(seeded: Command, tmp_path: Path) -> None:
    """Everything is sealed, so only the statement wants the key."""
    key = Path(f"{seeded.database}.key")
    key.unlink()

    result = seeded("receipt", SEED, "-o", tmp_path / "receipt.json")

    assert result.code == 1
    assert f"{key} is not there" in result.err
    assert not key.exists()


def test_a_receipt_is_of_what_is_sealed_whoever_writes_meanwhile(seeded: Command) -> None:
    stop = Event()
    with Timeline(f"sqlite:///{seeded.database}") as others:
        fill(others)

        def write() -> None:
            while not stop.is_set():
                more(others)

        writer = Thread(target=write)
        writer.start()
        try:
            results = [seeded("receipt", SEED) for _ in range(5)]
        finally:
            stop.set()
            writer.join()

    assert [result.code for result in results] == [0] * 5, results[-1].err


def test_the_question_of_a_receipt_has_its_answer(seeded: Command) -> None:
    bundle = seeded("receipt", SEED, "--recorded-by", "2024-11-02", "--status", "disputed").json
    path = json.loads(bundle["statement"].split("\n")[4])["path"]

    with Timeline(f"sqlite:///{seeded.database}") as timeline:
        answer = TestClient(create_app(timeline), base_url=OUR_HOST).get(path)

    assert answer.text == bundle["answer"]


def test_a_key_that_is_not_the_logs_is_a_finding(seeded: Command, tmp_path: Path) -> None:
    other = Command(tmp_path / "other.db")
    assert other("import", written(tmp_path / "lines.jsonl", [*GROUND, a_report("r1")])).code == 0
    key = other("receipt", "war").json["key"]

    result = seeded("verify", "--log-key", key)

    assert result.code == 3
    assert "it is signed with another key" in result.err


@pytest.mark.parametrize(
    "options",
    [
        ["--known-on", "2024-10-28"],
        ["--known-on", "2024-10-28", "--recorded-by", "2024-11-02"],
        ["--known-on", "2000-01-01"],
        ["--status", "disputed", "--place", "RU", "--kind", "clash_reported", "--voice", "UA", "--q", "Kursk"],
        ["--occurred-from", "2024-10", "--occurred-to", "2024-12"],
    ],
)
def test_a_receipt_holds_the_answer_and_convinces_an_outsider(
    seeded: Command, tmp_path: Path, options: list[str]
) -> None:
    file = tmp_path / "receipt.json"

    result = seeded("receipt", SEED, *options, "-o", file)

    bundle = json.loads(file.read_text())
    told = checked(file, bundle["key"])
    assert result.code == 0, result.err
    assert told.returncode == 0, told.stdout + told.stderr
    if len(options) == 2 or "--recorded-by" in options:
        assert json.loads(bundle["answer"])["items"] == seeded("show", SEED, *options, "--json").json["items"]


def test_a_receipt_with_a_report_dropped_convinces_nobody(seeded: Command, tmp_path: Path) -> None:
    file = tmp_path / "receipt.json"
    seeded("receipt", SEED, "--known-on", "2024-10-28", "-o", file)
    bundle = json.loads(file.read_text())
    dropped = next(leaf for leaf, fact in bundle["facts"].items() if '"key":"dprk/r15"' in fact["state"])
    del bundle["facts"][dropped]
    file.write_text(json.dumps(bundle))

    assert checked(file, bundle["key"]).returncode == 1


def test_a_receipt_is_of_a_timeline_that_is_there(seeded: Command, tmp_path: Path) -> None:
    result = seeded("receipt", "nothing", "-o", tmp_path / "receipt.json")

    assert result.code == 1
    assert "there is no timeline 'nothing'" in result.err
    assert not (tmp_path / "receipt.json").exists()


@pytest.mark.parametrize("words", [["verify"], ["receipt", "war"], ["backup", "asknown.backup"]])
def test_a_ledger_that_is_not_there_is_not_made_to_be_found_sound(timeline: Command, words: list[str]) -> None:
    result = timeline(*words)

    assert (result.code, timeline.database.exists()) == (1, False)
    assert f"--database: there is no file {timeline.database}" in result.err


def test_a_ledger_has_one_key_by_whichever_name_it_is_opened(seeded: Command, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(seeded.database)
    assert Command(link)("import", written(tmp_path / "more.jsonl", [*GROUND, a_report("r1")])).code == 0

    verification = seeded("verify", "--json").json
    assert (verification["unsealed"], verification["findings"]) == (0, [])
    assert [file.name for file in link.parent.iterdir()] == ["link.db"]
