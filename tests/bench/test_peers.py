"""Every peer gives the answers that going through all versions gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench import questions
from bench.asking import asked as engine_asked
from bench.asknown import AsKnown
from bench.comparing import judge
from bench.history import History, keep, versions
from bench.importing import IDS, log_of
from bench.peers.brute_force import brute_force
from bench.peers.duckdb_table import DuckdbTable
from bench.peers.mariadb import Mariadb
from bench.peers.numpy_floor import NumpyFloor
from bench.peers.postgres_gist import PostgresGist
from bench.peers.sqlite_table import SqliteTable
from bench.questions import Engine
from bench.servers import mariadb, postgres
from bench.workload import TIMELINE, Workload
from timeline.importers import Carrier, Line
from timeline.service import Asked, Timeline

CLAIMS = 1_500


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("history")
    address = f"sqlite:///{folder / 'viewed.db'}"
    filled(address)
    with Timeline(address) as timeline:
        keep(versions(log_of(timeline)), folder)
    return folder


@pytest.fixture
def history(folder: Path) -> Iterator[History]:
    with closing(History(folder)) as history:
        yield history


def asked(history: History) -> Iterator[tuple[str, Any]]:
    random = Random(11)  # noqa: S311 - nothing secret
    for _ in range(15):
        page = questions.past_page(random)
        yield "page", page
        yield "page", questions.PageAsked(page.place, page.begins, page.ends, None)
        yield "page", questions.full_page(random)
        yield "counts", questions.counts(random)
        yield "story", questions.story(random, history)
        for days, limit in ((7, None), (7, 50), (365, 50), (365, None)):
            yield "changes", questions.changes(random, days=days, limit=limit)


def filled(address: str) -> None:
    made = Workload(3, CLAIMS)
    with Timeline(address) as timeline:
        log_of(timeline)._ids = IDS  # noqa: SLF001 - in every database the same, so that answers are comparable
        told = [*made.ground(), *made.told()]
        Carrier(timeline).carry(Line("made-up", number, raw, len(raw)) for number, raw in enumerate(told))


def must_agree(peer: Engine, history: History) -> None:
    for question, what in asked(history):
        answer = peer.canonical(question, peer.answers[question](what))
        assert answer == brute_force(history, what), (peer.name, question, what)


def test_a_history_holds_what_the_views_say_on_each_day(folder: Path, history: History) -> None:
    with Timeline(f"sqlite:///{folder / 'viewed.db'}") as timeline:
        for known in (40, 400, 1_000):
            as_of = timeline.as_of(questions.date_of(known))
            told = timeline.incidents(TIMELINE, Asked(as_of=as_of, limit=500)).docs
            rows = (history.version(row) for row in range(len(history)))
            found = sorted((v.sort, v.slug, v.doc) for v in rows if v.start <= questions.end_of(known) < v.end)
            assert told == [doc for *_, doc in found]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_as_known_is_right(folder: Path, tmp_path: Path, history: History, database: str) -> None:
    with ExitStack() as stack:
        address = f"sqlite:///{folder / 'viewed.db'}"
        if database == "postgresql":
            address = stack.enter_context(postgres(tmp_path / "postgres"))
            filled(address)
        ours = stack.enter_context(closing(AsKnown(database, address)))
        for question, what in asked(history):
            if question != "changes" or what.limit is None:
                answer = ours.canonical(question, ours.answers[question](what))
                assert answer == brute_force(history, what), (question, what)


def test_a_first_page_of_changes_is_right_in_any_order(folder: Path, history: History) -> None:
    with (
        closing(NumpyFloor(History(folder))) as floor,
        closing(AsKnown("sqlite", f"sqlite:///{folder / 'viewed.db'}")) as ours,
    ):
        fields = [engine_asked(engine, "changes") for engine in (floor, ours)]
        for question, what in asked(history):
            if question == "changes" and what.limit is not None:
                right = judge(fields[0], what)
                rows: Any = ours.canonical(question, ours.answers[question](what))
                assert [right(rows), right(rows[1:]), right((*rows[1:], *rows[:1]))] == [True, False, True]
                assert not right((*rows[1:], (0, None, "other")))


def test_the_numpy_floor_is_right(folder: Path) -> None:
    with closing(NumpyFloor(History(folder))) as peer, closing(History(folder)) as history:
        must_agree(peer, history)


@pytest.mark.parametrize("best", [False, True])
def test_the_sqlite_table_is_right(tmp_path: Path, history: History, *, best: bool) -> None:
    with closing(SqliteTable(tmp_path, best=best)) as peer:
        peer.load(history.batches())
        must_agree(peer, history)


@pytest.mark.parametrize("best", [False, True])
def test_duckdb_is_right(tmp_path: Path, history: History, *, best: bool) -> None:
    with closing(DuckdbTable(tmp_path, best=best)) as peer:
        peer.load(history.batches())
        must_agree(peer, history)


def test_postgresql_with_gist_is_right(tmp_path: Path, history: History) -> None:
    with postgres(tmp_path / "postgres") as address:
        for best in (False, True):
            with closing(PostgresGist(address, best=best)) as peer:
                peer.load(history.batches())
                must_agree(peer, history)


@pytest.mark.skipif(shutil.which("mariadbd") is None, reason="mariadbd is not on the PATH")
def test_mariadb_is_right(tmp_path: Path, history: History) -> None:
    with mariadb(tmp_path / "mariadb") as socket:
        for best in (False, True):
            with closing(Mariadb(socket, best=best)) as peer:
                peer.load(history.batches())
                must_agree(peer, history)
