"""`timeline backup` and `timeline restore`: all of it comes back, and no log gets two histories."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.builders import a_timeline
from tests.cli.command import SEED, SEEDS, Command, written
from tests.cli.material import GROUND, a_report, reports
from tests.golden.ledgers import kept
from tests.sealing.material import fill, more
from tests.stores import behind_our_back, database
from timeline.errors import ForkedLogError, LedgerError
from timeline.service import Asked, Timeline

ASKED = (
    ["show", SEED, "--json", "--known-on", "2024-10-28"],
    ["show", SEED, "--json", "--recorded-by", "2024-11-02"],
    ["history", SEED, "combat-in-kursk", "--json", "--clock", "recorded"],
    ["diff", SEED, "2024-10-25", "2024-11-05", "--json"],
)


@pytest.fixture(name="seeded")
def own(timeline: Command) -> Command:
    assert timeline("import", "--replay-recorded", *SEEDS).code == 0
    return timeline


@pytest.fixture
def other(tmp_path: Path) -> Command:
    return Command(tmp_path / "other.db")


def test_what_was_backed_up_comes_back_and_answers_the_same(seeded: Command, other: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"

    made = seeded("backup", file)
    restored = other("restore", file)

    assert (made.code, restored.code) == (0, 0), made.err + restored.err
    assert "Read back and verified: nothing is wrong." in made.out
    assert "Verified: nothing is wrong." in restored.out
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for question in ASKED:
        assert other(*question).out == seeded(*question).out
    assert other("rebuild", "--verify").code == 0


def test_a_restored_ledger_with_its_key_goes_on_under_the_same_name(seeded: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    seeded("backup", file)
    seeded.database.unlink()
    assert seeded("restore", file).code == 0
    assert seeded("import", written(tmp_path / "more.jsonl", [*GROUND, a_report("r1")])).code == 0

    verification = seeded("verify", "--json").json
    assert (verification["unsealed"], verification["checkpoints"], verification["findings"]) == (0, 2, [])


def test_an_older_backup_is_refused_unless_the_log_may_go_on_under_another_name(
    timeline: Command, tmp_path: Path
) -> None:
    file = tmp_path / "asknown.backup"
    timeline("import", written(tmp_path / "a.jsonl", [*GROUND, a_report("r1")]))
    timeline("backup", file)
    before = timeline("verify", "--json").json["signer"]
    timeline("import", written(tmp_path / "b.jsonl", [a_report("r2")]))
    timeline.database.unlink()

    refused = timeline("restore", file)
    assert refused.code == 1
    assert "9 facts were signed already, this database holds 7 of them" in refused.err
    assert timeline("timelines", "--json").json["items"] == []

    accepted = timeline("restore", "--new-log", file)
    assert accepted.code == 0
    assert "2 facts that were signed are lost" in accepted.err
    verification = timeline("verify", "--json").json
    assert verification["findings"] == []
    assert verification["unsealed"] == 0
    assert verification["signer"] != before
    aside = f"{timeline.database.name}.key.checkpoint.{before.replace('/', '-')}"
    assert (tmp_path / aside).read_text().startswith(f"{before}\n9\n")


def test_a_restore_that_was_killed_at_its_very_end_is_completed_by_who_signs_next(
    timeline: Command, tmp_path: Path
) -> None:
    """The ledger is there, and says that its log was named anew; only the note of the old one was not put aside."""
    file, note = tmp_path / "asknown.backup", Path(f"{timeline.database}.key.checkpoint")
    timeline("import", written(tmp_path / "a.jsonl", [*GROUND, a_report("r1")]))
    timeline("backup", file)
    timeline("import", written(tmp_path / "b.jsonl", [a_report("r2")]))
    timeline.database.unlink()
    signed = note.read_text("utf-8")
    timeline("restore", "--new-log", file)
    note.write_text(signed, "utf-8")

    recorded = timeline("import", written(tmp_path / "c.jsonl", [a_report("r3")]))

    assert (recorded.code, recorded.err) == (0, "")
    verification = timeline("verify", "--json").json
    assert (verification["findings"], verification["unsealed"]) == ([], 0)
    assert note.read_text("utf-8").startswith(verification["signer"])
    origin = signed.partition("\n")[0].replace("/", "-")
    assert note.with_name(f"{note.name}.{origin}").read_text("utf-8") == signed


def test_without_its_key_a_restored_ledger_is_not_signed_as_before(
    timeline: Command, other: Command, tmp_path: Path
) -> None:
    file = tmp_path / "asknown.backup"
    timeline("import", written(tmp_path / "a.jsonl", [*GROUND, a_report("r1")]))
    timeline("backup", file)
    assert other("restore", file).code == 0

    recorded = other("import", written(tmp_path / "b.jsonl", [a_report("r2")]))

    assert recorded.code == 0
    assert "Not sealed: Signing here would give the log two histories" in recorded.err
    assert len(other("show", "war", "--json").json["items"]) == 1


@pytest.mark.parametrize("onto", ["file", "postgres"])
def test_a_ledger_on_a_server_is_backed_up_into_a_file_and_restored_to_either(onto: str, tmp_path: Path) -> None:
    file, key = tmp_path / "asknown.backup", tmp_path / "log.key"
    with database("postgres") as url, Timeline(url, key=key) as timeline:
        command = Command(tmp_path / "lines.db")
        assert command("import", written(tmp_path / "a.jsonl", [*GROUND, *reports(3)])).code == 0
        first = tmp_path / "first.backup"
        assert command("backup", first).code == 0
        timeline.restore(first, new_log=True)
        timeline.rebuild()
        timeline.seal()
        assert timeline.backup(file).findings == []
        expected = timeline.reports("war", Asked()).docs

        with database(onto) as there, Timeline(there, key=key) as restored:
            restored.restore(file)
            restored.rebuild()
            assert restored.reports("war", Asked()).docs == expected
            assert restored.verify().findings == []
            assert restored.newest() == timeline.newest()


def test_what_is_recorded_behind_a_restore_comes_behind_it(tmp_path: Path) -> None:
    """Positions go on where they were, on a server too, where a sequence counts them."""
    file = tmp_path / "asknown.backup"
    command = Command(tmp_path / "ledger.db")
    command("import", written(tmp_path / "a.jsonl", [*GROUND, *reports(3)]))
    command("backup", file)
    with database("postgres") as url, Timeline(url) as timeline:
        timeline.restore(file)
        timeline.rebuild()
        newest = timeline.newest()
        assert timeline.record(a_timeline("another")).position == newest + 1


def test_who_makes_backups_need_not_read_the_key(seeded: Command, tmp_path: Path) -> None:
    key = Path(f"{seeded.database}.key")
    key.unlink()
    key.mkdir()
    seeded("import", written(tmp_path / "more.jsonl", [*GROUND, a_report("r1")]))

    result = seeded("backup", tmp_path / "asknown.backup")

    assert "Not sealed:" in result.err
    assert "Read back" in result.out
    assert result.code == 0


def test_a_backup_of_an_older_version_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    file.write_bytes(kept("0.1.0-tables-1"))
    for new_log in (False, True):
        with Timeline(f"sqlite:///{tmp_path}/{new_log}.db") as timeline:
            timeline.restore(file, new_log=new_log)
            timeline.rebuild()
            timeline.seal()
            assert timeline.verify().findings == []
            assert timeline.verify().facts > 100


def test_what_was_signed_last_is_remembered_where_a_restore_fails(tmp_path: Path) -> None:
    """Else the next one would go on under the same name."""
    old, new = tmp_path / "old.backup", tmp_path / "log.key"
    with Timeline(f"sqlite:///{tmp_path}/ledger.db", key=new) as timeline:
        fill(timeline)
        timeline.seal()
        timeline.backup(old)
        more(timeline)
        timeline.seal()
        signed = timeline.checkpoint()
    with database("postgres") as url, Timeline(url, key=new) as timeline:
        behind_our_back(
            url,
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE disk_full; END $$; "
            "CREATE CONSTRAINT TRIGGER last AFTER INSERT ON commits DEFERRABLE INITIALLY DEFERRED "
            "FOR EACH ROW EXECUTE FUNCTION refuse()",
        )
        with pytest.raises(LedgerError):
            timeline.restore(old, new_log=True)
        behind_our_back(url, "DROP TRIGGER last ON commits; DROP FUNCTION refuse")

        assert Path(f"{new}.checkpoint").read_text() == signed
        with pytest.raises(ForkedLogError):
            timeline.restore(old)


def test_a_backup_overwrites_nothing(seeded: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    file.write_text("mine")

    result = seeded("backup", file)

    assert (result.code, file.read_text()) == (1, "mine")
    assert "is there already" in result.err


def test_a_folder_that_is_not_there_takes_no_backup(seeded: Command, tmp_path: Path) -> None:
    result = seeded("backup", tmp_path / "nowhere" / "asknown.backup")

    assert result.code == 1
    assert "No such file or directory" in result.err
    assert "Traceback" not in result.err


def test_a_backup_goes_into_an_empty_database_only(seeded: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    seeded("backup", file)

    result = seeded("restore", file)

    assert result.code == 1
    assert "holds 389 facts already" in result.err


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to look at" * 100])
def test_a_file_that_is_no_backup_is_refused(timeline: Command, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "asknown.backup"
    file.write_bytes(content)

    result = timeline("restore", file)

    assert result.code == 1
    assert "No backup can be made, or restored:" in result.err
    assert timeline("restore", tmp_path / "nothing").code == 1


def test_what_cannot_be_sealed_is_backed_up_all_the_same(seeded: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    Path(f"{seeded.database}.key").unlink()
    seeded("import", written(tmp_path / "more.jsonl", [*GROUND, a_report("r1")]))

    result = seeded("backup", file)

    assert (result.code, file.exists()) == (0, True), result.err
    assert "Not sealed: " in result.err
    assert f"{seeded.database}.key is not there" in result.err


def test_no_log_goes_on_behind_a_backup_of_nothing(timeline: Command, other: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    assert timeline("timelines").code == 0  # sets it up
    assert timeline("backup", file).code == 0

    refused = other("restore", "--new-log", file)

    assert refused.code == 1
    assert "holds no fact that a log could go on behind" in refused.err
    assert other("restore", file).code == 0
    assert other("import", written(tmp_path / "a.jsonl", [*GROUND, a_report("r1")])).code == 0


@pytest.mark.parametrize("note", ["", "nonsense", "a\0/b\n"])
def test_where_nobody_can_say_what_was_signed_only_a_new_log_begins(seeded: Command, tmp_path: Path, note: str) -> None:
    file, signed = tmp_path / "asknown.backup", Path(f"{seeded.database}.key.checkpoint")
    seeded("backup", file)
    seeded.database.unlink()
    signed.write_text(note)

    refused = seeded("restore", file)
    accepted = seeded("restore", "--new-log", file)

    assert refused.code == 1
    assert f"{signed} holds no checkpoint" in refused.err
    assert accepted.code == 0, accepted.err
    assert seeded("verify", "--json").json["unsealed"] == 0


def test_a_backup_of_a_ledger_that_is_not_sound_says_so(seeded: Command, tmp_path: Path) -> None:
    with closing(sqlite3.connect(seeded.database)) as raw, raw:
        raw.execute("UPDATE leaves SET commitment = salt WHERE leaf = 7")

    result = seeded("backup", tmp_path / "asknown.backup")

    assert result.code == 3
    assert "WRONG position 8" in result.err


def test_a_damaged_backup_is_found_out_when_it_is_restored(seeded: Command, other: Command, tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    seeded("backup", file)
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute("UPDATE leaves SET commitment = salt WHERE leaf = 7")

    assert other("restore", file).code == 3


def test_a_backup_is_of_one_moment_whoever_writes_meanwhile(tmp_path: Path) -> None:
    file = tmp_path / "asknown.backup"
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline, Timeline(f"sqlite:///{tmp_path}/ledger.db") as writer:
        newest = fill(timeline)
        timeline.seal()
        verdict = timeline.backup(file, on_facts=lambda _: more(writer) and writer.seal())

        assert writer.newest() > newest
    assert (verdict.facts, verdict.sealed, verdict.findings) == (newest, newest, [])
