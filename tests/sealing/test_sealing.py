"""Every committed fact becomes a leaf of one signed tree, soon, once, and whoever seals."""

from __future__ import annotations

import shutil
import stat
import time
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import psycopg
import pytest

from tests.patience import PATIENCE
from tests.sealing.material import a_ledger, fill, more
from tests.stores import POSTGRES, database
from timeline.commands import EraseWording
from timeline.errors import ForkedLogError, KeyFileError, LedgerError, NotAllowedError, NotSealedError, UnknownError
from timeline.proofs import (
    HASH,
    Verifier,
    commitment,
    consistent,
    included,
    leaf_hash,
    open_note,
    read_checkpoint,
)
from timeline.sealing import Keys
from timeline.service import Asked, Timeline

WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'checkpoints'::regclass"


def head(timeline: Timeline) -> tuple[str, int, bytes]:
    """Return origin, size and root of the newest checkpoint, its signature checked."""
    return read_checkpoint(open_note(timeline.checkpoint(), [Verifier.parse(timeline.log_key())]).text)


def test_every_fact_becomes_a_leaf_and_nothing_is_found_wrong(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        position = fill(timeline)

        assert timeline.seal() == position

        verification = timeline.verify()
        assert verification.findings == []
        assert (verification.sealed, verification.unsealed) == (verification.facts, 0)
        assert head(timeline)[1] == verification.facts


def test_facts_recorded_later_are_sealed_behind_the_earlier(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
        origin, size, root = head(timeline)
        more(timeline, 2)
        assert timeline.unsealed() == 6
        timeline.seal()

        later = head(timeline)
        path = [b64decode(step) for step in timeline.consistency(size, later[1])]
        assert (later[0], later[1]) == (origin, size + 6)
        assert consistent((size, root), later[1:], path)
        assert timeline.verify().findings == []


def test_sealing_again_signs_nothing_new(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
        signed = timeline.checkpoint()
        timeline.seal()

        assert timeline.checkpoint() == signed
        assert timeline.verify().checkpoints == 1


def test_several_that_seal_at_once_make_one_log(url: str, tmp_path: Path) -> None:
    def records_and_seals(_: int) -> None:
        with a_ledger(url, tmp_path) as timeline:
            for _ in range(4):
                more(timeline)
                timeline.seal()

    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(records_and_seals, range(4)))

        verification = timeline.verify()
        assert verification.findings == []
        assert (verification.facts, verification.unsealed) == (14 + 4 * 4 * 3, 0)


def test_whoever_follows_seals_what_others_write(url: str, tmp_path: Path) -> None:
    stop, troubles = Event(), list[LedgerError]()
    with a_ledger(url, tmp_path) as following, a_ledger(url, tmp_path) as writing:
        thread = Thread(target=following.follow, args=(stop, troubles.append))
        thread.start()
        try:
            fill(writing)
            deadline = time.monotonic() + PATIENCE
            while writing.unsealed() and time.monotonic() < deadline:
                stop.wait(0.05)
        finally:
            stop.set()
            thread.join()

        assert writing.unsealed() == 0
        assert troubles == []


def test_what_is_left_is_sealed_when_who_follows_is_told_to_stop(url: str, tmp_path: Path) -> None:
    """Checkpoints have some seconds between them; nothing stays behind for that."""
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal_in_time(timeline.newest(), lambda _: None)
        stop = Event()
        more(timeline)
        thread = Thread(target=timeline.follow, args=(stop,))
        thread.start()
        stop.set()
        thread.join()

        assert timeline.unsealed() == 0


def test_the_key_is_for_its_owner_alone(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()

    assert stat.S_IMODE((tmp_path / "log.key").stat().st_mode) == 0o600


def test_a_file_has_its_key_beside_it_unless_told() -> None:
    with database("file") as url, Timeline(url) as timeline:
        fill(timeline)
        timeline.seal()

        assert Path(f"{url.removeprefix('sqlite:///')}.key").is_file()


def test_a_ledger_on_a_server_needs_a_key_that_is_named() -> None:
    with database(POSTGRES) as url, Timeline(url) as timeline:
        fill(timeline)

        assert not timeline.seals
        with pytest.raises(NotAllowedError, match="key"):
            timeline.seal()
        with pytest.raises(NotSealedError):
            timeline.checkpoint()


def test_another_key_signs_nothing(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
        signed = timeline.checkpoint()
    Keys(tmp_path / "another.key").private()
    with Timeline(url, key=tmp_path / "another.key") as timeline:
        more(timeline)

        with pytest.raises(ForkedLogError, match=r"another\.key is not that of"):
            timeline.seal()

        assert timeline.checkpoint() == signed
        assert timeline.unsealed() == 3


def test_no_key_is_made_in_place_of_one_that_is_lost(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
    with Timeline(url, key=tmp_path / "lost.key") as timeline:
        more(timeline)

        with pytest.raises(ForkedLogError, match=r"lost\.key is not there"):
            timeline.seal()

        assert not (tmp_path / "lost.key").exists()
        assert timeline.verify().findings == []


def test_a_key_is_for_one_ledger(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
    with database("file") as other, a_ledger(other, tmp_path) as timeline:
        fill(timeline)

        with pytest.raises(ForkedLogError, match="give each ledger a key of its own"):
            timeline.seal()


def test_a_database_put_back_to_an_earlier_state_is_not_signed_again(tmp_path: Path) -> None:
    """Its key knows what was signed since: a second history under the same name would be a forgery."""
    file, backup = tmp_path / "ledger.db", tmp_path / "backup.db"
    with Timeline(f"sqlite:///{file}") as timeline:
        fill(timeline)
        timeline.seal()
    shutil.copy(file, backup)
    with Timeline(f"sqlite:///{file}") as timeline:
        more(timeline)
        timeline.seal()
    shutil.copy(backup, file)

    with Timeline(f"sqlite:///{file}") as timeline:
        more(timeline)
        with pytest.raises(ForkedLogError, match="restored from an older backup"):
            timeline.seal()

        assert len(timeline.incidents("war", Asked()).docs) == 1  # questions are answered all the same
        assert "signed last" in timeline.verify().findings[-1].detail


def test_a_ledger_is_sound_though_others_sign_while_it_is_verified(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline, a_ledger(url, tmp_path) as other:
        newest = fill(timeline)
        timeline.seal()
        verification = timeline.verify(on_facts=lambda _: more(other) and other.seal())

        assert other.newest() > newest
    assert verification.findings == []


def test_who_follows_goes_on_where_nothing_may_be_signed(url: str, tmp_path: Path) -> None:
    stop, troubles = Event(), list[LedgerError]()
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
    with Timeline(url, key=tmp_path / "another.key") as timeline:
        position = more(timeline)
        thread = Thread(target=timeline.follow, args=(stop, troubles.append))
        thread.start()
        try:
            deadline = time.monotonic() + PATIENCE
            while not troubles and time.monotonic() < deadline:
                stop.wait(0.05)
            timeline.wait_for(position)
        finally:
            stop.set()
            thread.join()

    assert {type(trouble) for trouble in troubles} == {ForkedLogError}


def test_a_proof_binds_a_fact_to_the_checkpoint(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        position = fill(timeline)
        timeline.seal()
        _, size, root = head(timeline)

        proof = timeline.fact_proof(position)

        lines = proof.proof.partition("\n\n")[0].split("\n")
        place, path = int(lines[1].removeprefix("index ")), [b64decode(line) for line in lines[2:]]
        committed = commitment(b64decode(proof.salt or ""), UUID(proof.stream), proof.state.encode())
        assert lines[0] == "c2sp.org/tlog-proof@v1"
        assert f'"commitment":"{committed.hex()}"' in proof.header
        assert included(leaf_hash(proof.header.encode()), place, size, path) == root
        assert proof.proof.partition("\n\n")[2] == timeline.checkpoint()


def test_a_proof_can_be_had_under_every_checkpoint_that_was_kept(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        notes = {}
        for record in (fill, more, more):
            position = record(timeline)
            timeline.seal()
            notes[position] = timeline.checkpoint()
        first, *_ = notes

        for size, note in notes.items():
            proof = timeline.fact_proof(first, size).proof
            lines = proof.partition("\n\n")[0].split("\n")
            leaf = leaf_hash(timeline.fact_proof(first, size).header.encode())
            path = [b64decode(line) for line in lines[2:]]
            assert included(leaf, first - 1, size, path) == read_checkpoint(note)[2]
            assert proof.partition("\n\n")[2] == note
            assert timeline.inclusion(first, size) == proof
        newest = timeline.newest()
        assert timeline.fact_proof(first) == timeline.fact_proof(first, newest)
        for place, size in ((newest, first), (first + 1, first), (1, first + 1), (1, newest + 1), (newest + 1, newest)):
            with pytest.raises(UnknownError):
                timeline.fact_proof(place, size)
            with pytest.raises(UnknownError):
                timeline.inclusion(place, size)


def test_erased_wording_has_no_proof_under_a_checkpoint_that_lies_before_the_erasure(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
        older, source = head(timeline)[1], 4
        before = timeline.inclusion(source, older)
        timeline.erase(EraseWording(source="gazette", basis="By law."))
        timeline.seal()

        with pytest.raises(UnknownError, match=f"under the checkpoint of {older} facts"):
            timeline.fact_proof(source, older)
        assert timeline.inclusion(source, older) == before
        assert [proof.header for proof in timeline.fact_proof(source, head(timeline)[1]).erasures]


def test_headers_tell_kind_and_place_and_no_wording(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline, 1)
        timeline.seal()

        headers = [timeline.fact_proof(position).header for position in range(1, timeline.newest() + 1)]

    assert [header.partition('"topic":"')[2].partition('"')[0] for header in headers] == [
        "ledger-opened.1",
        "rules-adopted.1",
        "timeline-opened.1",
        "source-registered.1",
        "incident-opened.1",
        "report-recorded.1",
        "clash-reported.1",
        "clash-reported.1",
    ]
    assert [header.partition('"timeline":')[2].partition(",")[0] for header in headers] == [
        *["null"] * 2,
        "3",
        "null",
        *["3"] * 4,
    ]
    assert not any(word in header for header in headers for word in ("gazette", "clash-2", "war", "said"))


def test_tiles_hold_the_hashes_of_leaves(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline, 100)
        timeline.seal()
        count = timeline.newest()

        tile, bundle = timeline.tile(0, 0), timeline.headers(0)

        headers = []
        while bundle:
            length = int.from_bytes(bundle[:2], "big")
            headers.append(bundle[2 : 2 + length])
            bundle = bundle[2 + length :]
        assert [leaf_hash(header) for header in headers] == [tile[at : at + HASH] for at in range(0, len(tile), HASH)]
        assert timeline.tile(0, 1, count - 256) != tile
        assert len(timeline.tile(1, 0, 1)) == HASH
        for level, number, width in ((0, 1, count - 255), (1, 0, 2), (2, 0, 1), (0, 0, 0), (0, 0, 257)):
            with pytest.raises(UnknownError):
                timeline.tile(level, number, width)


def test_what_is_new_has_no_proof_yet_and_what_is_not_there_never(url: str, tmp_path: Path) -> None:
    with a_ledger(url, tmp_path) as timeline:
        fill(timeline)
        timeline.seal()
        position = more(timeline)

        with pytest.raises(NotSealedError):
            timeline.fact_proof(position)
        with pytest.raises(UnknownError):
            timeline.fact_proof(position + 1)
        with pytest.raises(UnknownError):
            timeline.fact_proof(0)


@pytest.mark.parametrize(("old", "new"), [(-1, 2), (3, 2), (0, 10**6)])
def test_no_consistency_is_told_of_trees_that_never_were(old: int, new: int) -> None:
    with Timeline.in_memory() as timeline:
        fill(timeline)
        timeline.seal()

        with pytest.raises(NotAllowedError, match="allowed"):
            timeline.consistency(old, new)


def test_who_has_a_key_seals_though_another_leads(tmp_path: Path) -> None:
    """On a server one follower does the work; it need not be the one with the key."""
    stop = Event()
    with database(POSTGRES) as url, Timeline(url) as leading, a_ledger(url, tmp_path) as with_key:
        threads = [Thread(target=timeline.follow, args=(stop,)) for timeline in (leading, with_key)]
        threads[0].start()
        position = fill(leading)
        leading.wait_for(position)
        threads[1].start()
        try:
            deadline = time.monotonic() + PATIENCE
            while leading.unsealed() and time.monotonic() < deadline:
                stop.wait(0.05)
        finally:
            stop.set()
            for thread in threads:
                thread.join()

        assert leading.unsealed() == 0


def test_a_key_that_leads_nowhere_signs_nothing(tmp_path: Path) -> None:
    """A key that is kept nowhere would end the log with the process."""
    key = tmp_path / "log.key"
    key.symlink_to(tmp_path / "unmounted" / "log.key")
    with Timeline(f"sqlite:///{tmp_path}/ledger.db", key=key) as timeline:
        fill(timeline)

        with pytest.raises(KeyFileError, match="leads nowhere"):
            timeline.seal()

        assert timeline.unsealed() == timeline.newest()


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    with Timeline(f"sqlite:///{tmp_path}/ledger.db", key=tmp_path) as timeline:
        fill(timeline)

        with pytest.raises(KeyFileError, match=r"cannot be used: .+: Is a directory$"):
            timeline.seal()


def test_nothing_is_erased_while_somebody_seals() -> None:
    """Who seals on a server has read what is to be erased, and would keep the salt of it behind the erasure."""
    with database(POSTGRES) as url, Timeline(url) as timeline, psycopg.connect(url) as sealing:
        fill(timeline)
        sealing.execute("LOCK TABLE checkpoints IN EXCLUSIVE MODE")
        with ThreadPoolExecutor(1) as pool:
            try:
                erased = pool.submit(timeline.erase, EraseWording(source="gazette", basis="By law."))
                deadline = time.monotonic() + PATIENCE
                while not sealing.execute(WAITING).fetchall():
                    assert not erased.done()
                    assert time.monotonic() < deadline
            finally:
                sealing.rollback()
            assert erased.result(PATIENCE).receipt.position == timeline.newest()


def test_what_a_new_log_has_signed_already_is_not_put_aside_with_the_old(tmp_path: Path) -> None:
    """A service may sign the restored ledger before the restore comes to put the old note aside."""
    keys = Keys(tmp_path / "log.key")
    keys.keep("asknown/old\n9\n")

    keys.put_aside("asknown/new")
    assert keys.signed() is None
    keys.keep("asknown/new\n7\n")
    keys.put_aside("asknown/new")

    assert keys.signed() == "asknown/new\n7\n"
    assert (tmp_path / "log.key.checkpoint.asknown-old").read_text("utf-8") == "asknown/old\n9\n"
