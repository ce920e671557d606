"""Whatever is changed behind the back of a ledger, a verification finds it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.outside.verifying import comparison
from tests.sealing.material import a_ledger, fill, more
from tests.stores import POSTGRES, behind_our_back, database
from timeline.errors import BrokenLogError, LedgerError, TimelineError
from timeline.service import MOST, Asked, Timeline, page_body

SAMPLE, ALL = 150, 5_000
Tables = list[tuple[str, str, tuple[str, ...]]]
Found = Callable[[Timeline], bool]
COLUMNS: Tables = [
    ("stored_events", "rowid", ("originator_id", "originator_version", "topic", "state", "rowid")),
    ("leaves", "leaf", ("leaf", "position", "salt", "commitment")),
    ("tiles", "rowid", ("level", "number", "hashes")),
    ("checkpoints", "number", ("number", "size", "note", "vkey")),
    ("commits", "position", ("position", "recorded", "replayed")),
]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a sealed ledger of several checkpoints and two levels of tiles."""
    folder = tmp_path_factory.mktemp("sealed")
    with Timeline(f"sqlite:///{folder}/ledger.db") as timeline:
        fill(timeline, 88)
        for _ in range(3):
            timeline.seal()
            more(timeline, 2)
        timeline.seal()
        assert timeline.verify().findings == []
    return folder


def a_copy(sealed: Path, folder: Path) -> Path:
    shutil.copytree(sealed, folder)
    return folder / "ledger.db"


def flipped(value: object, chance: random.Random) -> object:
    """Return a value with one bit turned."""
    match value:
        case int():
            return value ^ (1 << chance.randrange(8))
        case bytes():
            at = chance.randrange(len(value))
            return value[:at] + bytes([value[at] ^ (1 << chance.randrange(8))]) + value[at + 1 :]
        case str():
            at = chance.randrange(len(value))
            return value[:at] + chr(ord(value[at]) ^ (1 << chance.randrange(5))) + value[at + 1 :]
        case _:
            raise TypeError(value)


def flip(raw: sqlite3.Connection, chance: random.Random, tables: Tables) -> str:
    """Turn one bit of one column of one row."""
    table, key, columns = chance.choice(tables)
    column = chance.choice(columns)
    rows = raw.execute(f"SELECT {key}, {column} FROM {table}").fetchall()  # noqa: S608 - our own names, here and below
    row, value = chance.choice(rows)
    changed = f"UPDATE OR REPLACE {table} SET {column} = ? WHERE {key} = ?"  # noqa: S608
    raw.execute(changed, (flipped(value, chance), row))
    return f"a bit of {table}.{column} at {row}"


def remove(raw: sqlite3.Connection, chance: random.Random, tables: Tables) -> str:
    """Take a row out."""
    table, key, _ = chance.choice(tables)
    (row,) = chance.choice(raw.execute(f"SELECT {key} FROM {table}").fetchall())  # noqa: S608
    raw.execute(f"DELETE FROM {table} WHERE {key} = ?", (row,))  # noqa: S608
    return f"{table} without {row}"


def exchange(raw: sqlite3.Connection, chance: random.Random, _: Tables) -> str:
    """Let two facts change places."""
    one, other = chance.sample([row for (row,) in raw.execute("SELECT rowid FROM stored_events")], 2)
    for old, new in ((one, -1), (other, one), (-1, other)):
        raw.execute("UPDATE stored_events SET rowid = ? WHERE rowid = ?", (new, old))
    return f"{one} and {other} exchanged"


def put_in(raw: sqlite3.Connection, chance: random.Random, _: Tables) -> str:
    """Put a copy of a fact in among those that are sealed, at the end of its stream; behind them no log has it yet."""
    row = chance.choice([row for (row,) in raw.execute("SELECT rowid FROM stored_events ORDER BY rowid")][:-1])
    raw.execute("UPDATE stored_events SET rowid = rowid + 1000 WHERE rowid > ?", (row,))
    raw.execute(
        "INSERT INTO stored_events (rowid, originator_id, originator_version, topic, state) SELECT rowid + 1, "
        "originator_id, (SELECT max(originator_version) + 1 FROM stored_events AS s WHERE s.originator_id = "
        "e.originator_id), topic, state FROM stored_events AS e WHERE rowid = ?",
        (row,),
    )
    raw.execute("UPDATE stored_events SET rowid = rowid - 999 WHERE rowid > 1000")
    return f"a fact put in behind {row}"


def tampered(
    sealed: Path, folder: Path, times: tuple[int, int], found: Found, tables: Tables = COLUMNS
) -> Iterator[str]:
    """Change a ledger so many *times* (the other number is a seed), a fresh copy each; yield what was not *found*."""
    count, seed = times
    chance = random.Random(seed)  # noqa: S311 - it picks what to spoil
    file = a_copy(sealed, folder)
    original = file.read_bytes()
    for _ in range(count):
        file.write_bytes(original)
        with closing(sqlite3.connect(file)) as raw, raw:
            done = chance.choice([flip, flip, flip, flip, remove, exchange, put_in])(raw, chance, tables)
        with Timeline(f"sqlite:///{file}") as timeline:
            if not found(timeline):
                yield f"{done} (seed {seed})"


def by_verify(timeline: Timeline) -> bool:
    """Tell whether a verification finds something."""
    return bool(timeline.verify().findings)


def by_outsiders(vkey: str, folder: Path) -> Found:
    """Return what tells whether no receipt can be made, or the scripts for outsiders refuse it."""

    def found(timeline: Timeline) -> bool:
        try:
            page = timeline.incidents("war", Asked(limit=MOST))
            made = timeline.receipt("war", "/v1/timelines/war/incidents", page.as_of.position, page_body(page))
        except TimelineError:
            return True
        return comparison(folder, msgspec.to_builtins(made), vkey).code == 1

    return found


def some(count: int) -> tuple[int, int]:
    """Return how often, and a seed."""
    return count, random.randrange(2**32)  # noqa: S311 - it is told where a test fails


def test_what_was_tampered_with_is_found(sealed: Path, tmp_path: Path) -> None:
    assert list(tampered(sealed, tmp_path / "copy", some(SAMPLE), by_verify)) == []


def test_what_facts_and_leaves_were_tampered_with_is_found_by_outsiders(sealed: Path, tmp_path: Path) -> None:
    """Tiles and commits are in no receipt; of checkpoints, the newest."""
    with Timeline(f"sqlite:///{sealed}/ledger.db") as timeline:
        found = by_outsiders(timeline.log_key(), tmp_path)
        assert not found(timeline)

    assert list(tampered(sealed, tmp_path / "copy", some(SAMPLE // 5), found, COLUMNS[:2])) == []


@pytest.mark.slow
def test_what_was_tampered_with_is_found_however_often(sealed: Path, tmp_path: Path) -> None:
    with Timeline(f"sqlite:///{sealed}/ledger.db") as timeline:
        found = by_outsiders(timeline.log_key(), tmp_path)

    assert list(tampered(sealed, tmp_path / "copy", some(ALL), by_verify)) == []
    assert list(tampered(sealed, tmp_path / "twin", some(ALL), found, COLUMNS[:2])) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = overlay(state placing 'x'::bytea from 50) WHERE topic LIKE 'clash%'",
        "DELETE FROM stored_events WHERE notification_id = (SELECT max(notification_id) FROM stored_events)",
        "UPDATE leaves SET salt = NULL WHERE leaf = 3",
        "UPDATE checkpoints SET note = replace(note, 'asknown', 'unknown')",
        "UPDATE tiles SET hashes = decode(repeat('00', 32), 'hex')",
    ],
)
def test_what_was_tampered_with_on_a_server_is_found(statement: str, tmp_path: Path) -> None:
    with database(POSTGRES) as url, a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
        behind_our_back(url, statement)

        assert timeline.verify().findings != []


def test_a_log_signed_anew_with_another_key_is_found(sealed: Path, tmp_path: Path) -> None:
    """Whoever may write to the database can make tree and signatures anew: not the key, and not what others keep."""
    file = a_copy(sealed, tmp_path / "copy")
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE stored_events SET state = CAST(replace(state, 'Gazette', 'Gazotte') AS BLOB)")
        for table in ("leaves", "tiles", "checkpoints"):
            raw.execute(f"DELETE FROM {table}")  # noqa: S608
    with Timeline(f"sqlite:///{file}", key=tmp_path / "forger.key") as forger:
        forger.seal()
        assert forger.verify().findings == []

    with Timeline(f"sqlite:///{file}") as timeline:
        assert timeline.verify().findings != []


def test_a_log_named_anew_by_who_has_no_key_is_found(sealed: Path, tmp_path: Path) -> None:
    """A fact that says that the log goes on under another name does not let a forged one be that of before."""
    file = a_copy(sealed, tmp_path / "copy")
    with Timeline(f"sqlite:///{file}") as timeline:
        vkey = timeline.log_key()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE stored_events SET state = CAST(replace(state, 'Gazette', 'Gazotte') AS BLOB)")
        for table in ("leaves", "tiles", "checkpoints"):
            raw.execute(f"DELETE FROM {table}")  # noqa: S608
    with Timeline(f"sqlite:///{file}", key=tmp_path / "forger.key") as forger:
        forger.seal()
        forger.backup(tmp_path / "forged.backup")
    forged = f"sqlite:///{tmp_path}/forged.db"
    with Timeline(forged) as forger:
        forger.restore(tmp_path / "forged.backup", new_log=True)

    with Timeline(forged) as timeline:
        assert timeline.verify().findings == []
        assert "it is signed with another key" in timeline.verify(vkey).findings[-1].detail


@pytest.mark.parametrize("left", ["WHERE number = 1", ""])
def test_leaves_that_no_checkpoint_covers_are_found(sealed: Path, tmp_path: Path, left: str) -> None:
    """Whoever takes checkpoints away could change what they covered, and make leaves and tiles anew."""
    file = a_copy(sealed, tmp_path / "copy")
    Path(f"{file}.key.checkpoint").unlink()
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(f"DELETE FROM checkpoints WHERE number NOT IN (SELECT number FROM checkpoints {left or 'LIMIT 0'})")  # noqa: S608

    with Timeline(f"sqlite:///{file}") as timeline:
        assert "no checkpoint is left" in timeline.verify().findings[-1].detail


def test_with_a_key_that_was_given_a_log_must_be_there(sealed: Path, tmp_path: Path) -> None:
    file = a_copy(sealed, tmp_path / "copy")
    with Timeline(f"sqlite:///{file}") as timeline:
        vkey = timeline.log_key()
    Path(f"{file}.key.checkpoint").unlink()
    with closing(sqlite3.connect(file)) as raw, raw:
        for table in ("leaves", "tiles", "checkpoints"):
            raw.execute(f"DELETE FROM {table}")  # noqa: S608

    with Timeline(f"sqlite:///{file}") as timeline:
        assert timeline.verify().findings == []
        assert [finding.place for finding in timeline.verify(vkey).findings] == ["checkpoints"]


def test_a_commit_moved_to_where_no_fact_is_is_found(tmp_path: Path) -> None:
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline:
        last = fill(timeline)
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as raw, raw:
            raw.execute("UPDATE sqlite_sequence SET seq = seq + 5")
        more(timeline)
        timeline.seal()
        assert timeline.verify().findings == []
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as raw, raw:
            raw.execute("UPDATE commits SET position = position + 2 WHERE position = ?", (last,))

        assert [finding.place for finding in timeline.verify().findings] == [f"commit {last + 2}"]


def test_what_was_recorded_live_cannot_be_made_to_look_replayed(tmp_path: Path) -> None:
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline:
        fill(timeline)
        timeline.seal()
        behind_our_back(timeline.database, "UPDATE commits SET replayed = 1 - replayed")

        assert "not live" in timeline.verify().findings[0].detail


def test_the_last_fact_is_missed_though_it_was_never_sealed(tmp_path: Path) -> None:
    """Its commit is still there; whoever takes that away, too, before it is sealed, cannot be found out."""
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline:
        fill(timeline)
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as raw, raw:
            raw.execute("DELETE FROM stored_events WHERE rowid = (SELECT max(rowid) FROM stored_events)")

        assert [finding.place for finding in timeline.verify().findings] == ["commits"]


@pytest.mark.parametrize("note", ["", "nonsense", "asknown/x\n7\n"])
def test_a_newest_checkpoint_that_is_none_is_a_finding_and_nothing_is_signed_upon_it(tmp_path: Path, note: str) -> None:
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline:
        fill(timeline)
        timeline.seal()
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as raw, raw:
            raw.execute("UPDATE checkpoints SET note = ?", (note,))
        more(timeline)

        assert "checkpoint 1" in {finding.place for finding in timeline.verify().findings}
        with pytest.raises(BrokenLogError, match="run `timeline verify`"):
            timeline.seal()
        troubles = list[LedgerError]()
        timeline.seal_in_time(timeline.newest(), troubles.append)  # whoever follows goes on
        assert [type(trouble) for trouble in troubles] == [BrokenLogError]
