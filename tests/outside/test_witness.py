"""A witness follows a log as long as it continues, and tells when it does not."""

from __future__ import annotations

import signal
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from typing import NoReturn

import pytest

from tests.cli.command import Command, Result
from tests.outside.asking import proof, receipt
from tests.outside.served import Site, a_ledger, a_site, copied, grown
from tests.outside.verifying import comparison
from tests.patience import PATIENCE
from timeline.errors import UnknownError
from timeline.proofs import Verifier, open_note
from timeline.service import Timeline
from timeline.witness import Kept

ENDING_AS_IT_SIGNS = """
import os
from timeline.cli import main
from timeline.proofs import Signer
Signer.sign = lambda *_: os._exit(9)
main()
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Timeline]:
    with closing(a_ledger(tmp_path / "first")) as timeline:
        grown(timeline, "war")
        yield timeline


@pytest.fixture
def site(ledger: Timeline) -> Iterator[Site]:
    with a_site(ledger) as served:
        yield served


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "watched"


def look(site: Site, state: Path, *arguments: object) -> Result:
    """Let a witness look once."""
    return Command(state.with_name("no.db"))("witness", site.address, "--state", state, "--once", *arguments)


def kept(state: Path) -> dict[int, str]:
    """Return what a witness kept, by size."""
    return {int(file.stem): file.read_text("utf-8") for file in state.joinpath("checkpoints").glob("*.txt")}


def signers(state: Path, note: str) -> set[str]:
    """Return who signed a checkpoint, of log and witness."""
    keys = [Verifier.parse(state.joinpath(f"{name}.vkey").read_text("utf-8")) for name in ("log", "witness")]
    return {name.partition("/")[0] for name in open_note(note, keys).signers}


def test_a_witness_keeps_and_cosigns_every_checkpoint_that_it_sees(site: Site, ledger: Timeline, state: Path) -> None:
    sizes = []
    for slug in ("a", "b", "c"):
        grown(ledger, slug)
        assert look(site, state, "--log-key", ledger.log_key()).code == 0
        sizes.append(int(ledger.checkpoint().split("\n")[1]))

    assert sorted(kept(state)) == sizes
    assert [signers(state, note) for note in kept(state).values()] == [{"asknown", "asknown-witness"}] * 3
    assert not state.with_name("no.db").exists()


def test_a_witness_that_sees_nothing_new_signs_nothing_new(site: Site, state: Path) -> None:
    look(site, state)
    before = kept(state)

    assert "none of them new" in look(site, state).out
    assert kept(state) == before


def test_the_key_that_the_server_says_is_trusted_on_first_use_only_and_that_is_said(
    site: Site, ledger: Timeline, state: Path, tmp_path: Path
) -> None:
    first, second = look(site, state), look(site, state)

    assert (
        f"No key was given: this trusts the one that the server says, from now on. Compare it:\n{ledger.log_key()}"
        in first.err
    )
    assert (first.code, second.code, second.err) == (0, 0, "")
    with closing(a_ledger(tmp_path / "other")) as other:
        grown(other, "war")
        site.show(other)
        third = look(site, state)
    assert (third.code, "This is not signed as it should be" in third.err) == (1, True)


def test_a_key_that_was_given_is_the_only_one(site: Site, ledger: Timeline, state: Path, tmp_path: Path) -> None:
    with closing(a_ledger(tmp_path / "other")) as other:
        grown(other, "war")
        assert look(site, state, "--log-key", other.log_key()).code == 1
        assert kept(state) == {}
        refused = look(site, state, "--log-key", ledger.log_key())
    assert (refused.code, "this folder is about another log" in refused.err) == (1, True)


def test_the_private_key_is_its_owners_only(site: Site, state: Path, tmp_path: Path) -> None:
    look(site, state)
    look(site, tmp_path / "watched as well", "--key", tmp_path / "mine.key")

    for file in (state / "witness.key", tmp_path / "mine.key"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not (tmp_path / "watched as well" / "witness.key").exists()


@pytest.mark.parametrize(
    ("seen", "shown"),
    [(["a"], ["x"]), (["a"], ["x", "y"]), (["a"], ["x", "y", "z"]), (["a", "b"], ["x"]), (["a", "b", "c"], [])],
    ids=["as large", "larger", "much larger", "smaller", "smaller, and true"],
)
def test_another_history_is_shouted_and_its_evidence_is_kept(
    tmp_path: Path, state: Path, seen: list[str], shown: list[str]
) -> None:
    with closing(a_ledger(tmp_path / "first")) as before:
        grown(before, "war")
    with copied(tmp_path / "first", tmp_path / "second") as rewritten, closing(a_ledger(tmp_path / "first")) as first:
        grown(first, *seen)
        grown(rewritten, *shown)
        with a_site(first) as site:
            assert look(site, state).code == 0
            witnessed = kept(state)
            site.show(rewritten)
            result = look(site, state)
            site.show(first)
            again = look(site, state)
        [evidence] = state.joinpath("forks").iterdir()
        notes = [first.checkpoint(), rewritten.checkpoint()]

    assert result.code == 3
    assert "THIS LOG DOES NOT CONTINUE WHAT IT SIGNED BEFORE" in result.err
    for note in notes:
        _, size, root, *_ = note.split("\n")
        assert f"{int(size):,} facts, root {root}" in result.err
    assert notes[0] in witnessed[int(notes[0].split("\n")[1])]
    assert evidence.joinpath("kept.txt").read_text("utf-8").startswith(notes[0])
    assert evidence.joinpath("seen.txt").read_text("utf-8") == notes[1]
    assert kept(state) == witnessed
    assert (again.code, str(evidence) in again.err) == (3, True)


def set_back(site: Site, ledger: Timeline, state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a witness see the log grow, and then let the server tell an older checkpoint."""
    older = ledger.checkpoint()
    grown(ledger, "a")
    look(site, state)
    monkeypatch.setattr(ledger, "checkpoint", lambda: older)


def test_an_older_checkpoint_of_the_same_log_is_no_fork(
    site: Site, ledger: Timeline, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache, or a server that is behind, may say it; the log can still show that the newer one continues it."""
    set_back(site, ledger, state, monkeypatch)
    before = kept(state)

    assert look(site, state).code == 0
    assert kept(state) == before


def test_who_stands_between_and_knows_no_such_page_makes_no_fork(
    site: Site, ledger: Timeline, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the log itself can say that it has no such tree; a proxy that says 404 says nothing."""
    set_back(site, ledger, state, monkeypatch)
    monkeypatch.setattr(ledger, "consistency", _unknown)

    result = look(site, state)

    assert (result.code, "404" in result.err, list(state.joinpath("forks").iterdir())) == (1, True, [])


def _unknown(_old: int, _new: int) -> NoReturn:
    raise UnknownError("page", "consistency")


def test_a_fork_is_shouted_though_its_evidence_cannot_be_kept(tmp_path: Path, state: Path) -> None:
    with closing(a_ledger(tmp_path / "first")) as before:
        grown(before, "war")
    with copied(tmp_path / "first", tmp_path / "second") as rewritten, closing(a_ledger(tmp_path / "first")) as first:
        grown(first, "a")
        grown(rewritten, "x")
        with a_site(first) as site:
            look(site, state)
            site.show(rewritten)
            size = first.checkpoint().split("\n")[1]
            state.joinpath("forks", f"{size}-{size}").write_text("in its place", "utf-8")
            result = look(site, state)

    assert (result.code, "They could not be put aside" in result.err) == (3, True)


@pytest.mark.parametrize("every", ["0", "1e12", "nan"])
def test_how_often_to_look_is_from_a_second_to_a_month(site: Site, state: Path, every: str) -> None:
    assert look(site, state, "--every", every).code == 2


def test_a_witness_that_ends_between_keeping_and_cosigning_cosigns_at_its_next_start(
    site: Site, ledger: Timeline, state: Path
) -> None:
    command = Command(state.with_name("no.db"))
    ended = command.run("witness", site.address, "--state", state, "--once", code=ENDING_AS_IT_SIGNS)
    left = list(kept(state).values())
    result = look(site, state)

    assert (ended.code, left) == (9, [ledger.checkpoint()])
    assert result.code == 0
    assert [signers(state, note) for note in kept(state).values()] == [{"asknown", "asknown-witness"}]


def test_where_the_disk_takes_nothing_nothing_is_signed(
    site: Site, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", _full)

    result = look(site, state, "--key", state.with_name("a.key"))

    assert (result.code, result.err.count("\n"), kept(state)) == (1, 1, {})


def _full(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_witness_looks_again_and_again_until_it_is_stopped(site: Site, ledger: Timeline, state: Path) -> None:
    with watching(site, state) as process:
        for slug in ("a", "b"):
            grown(ledger, slug)
            wait_for(lambda: int(ledger.checkpoint().split("\n")[1]) in kept(state))
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, "Traceback" in err) == (0, False)
    assert out.count("cosigned: ") >= 2


def test_a_witness_outlasts_trouble_and_ends_at_a_fork(tmp_path: Path, state: Path) -> None:
    with closing(a_ledger(tmp_path / "first")) as before:
        grown(before, "war")
    with copied(tmp_path / "first", tmp_path / "second") as rewritten, closing(a_ledger(tmp_path / "first")) as first:
        grown(first, "a")
        grown(rewritten, "x")
        with a_site(first) as site, watching(site, state) as process:
            wait_for(lambda: len(kept(state)) == 1)
            site.fail()
            assert process.stderr is not None
            said = iter(process.stderr.readline, "")
            assert any("The server cannot be asked" in line for line in said)
            site.show(rewritten)
            _, err = process.communicate(timeout=PATIENCE)

    assert (process.returncode, "THIS LOG DOES NOT CONTINUE" in err) == (3, True)


@contextmanager
def watching(site: Site, state: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a witness that looks every second."""
    command = Command(state.with_name("no.db"))
    with command.started("witness", site.address, "--state", state, "--every", 1) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        Event().wait(0.05)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1", "ftp://127.0.0.1", "file:///etc/passwd", "nonsense", "http://", "http://[::1", "http://h:x"],
)
def test_a_server_that_cannot_be_asked_is_an_error_of_one_line(state: Path, address: str) -> None:
    result = look(Site(address, None), state)  # type: ignore[arg-type] # there is none

    assert (result.code, result.err.count("\n"), "Traceback" in result.err) == (1, 1, False)


def test_two_witnesses_do_not_share_a_folder(site: Site, state: Path) -> None:
    with Kept(state).alone():
        result = look(site, state)

    assert (result.code, "another witness works in" in result.err) == (1, True)


def test_a_receipt_is_shown_to_be_what_the_witness_saw(
    site: Site, ledger: Timeline, state: Path, tmp_path: Path
) -> None:
    look(site, state)
    grown(ledger, "later")
    keys = [state.joinpath(f"{name}.vkey").read_text("utf-8").strip() for name in ("log", "witness")]

    code, said = comparison(tmp_path, receipt(ledger, slug="war"), *keys, kept=tuple(kept(state).values()))

    assert code == 0, said
    assert "The witness asknown-witness/" in said
    assert [f"saw {size} facts at" in said for size in kept(state)] == [True]


def test_a_proof_is_shown_to_be_what_the_witness_saw(site: Site, ledger: Timeline, state: Path, tmp_path: Path) -> None:
    look(site, state)
    grown(ledger, "later")
    keys = [state.joinpath(f"{name}.vkey").read_text("utf-8").strip() for name in ("log", "witness")]
    [(size, note)] = kept(state).items()

    code, said = comparison(tmp_path, proof(ledger, 3, size), *keys, kept=(note,))

    assert code == 0, said
    assert f"saw {size} facts at" in said
    assert comparison(tmp_path, proof(ledger, 3), *keys, kept=(note,)).code == 1
