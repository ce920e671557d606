"""The views beside a ledger that grows: many followers, rebuilds, and what a comparison finds."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier

import pytest

from tests.builders import a_clash, a_report, a_source, a_timeline, an_incident
from tests.patience import PATIENCE
from tests.stores import FILE, POSTGRES, SHARED, database
from timeline.database import Dialect, one
from timeline.errors import LedgerError, NotOurLedgerError
from timeline.service import Asked, Timeline, Told
from timeline.service.snapshot import Snapshot
from timeline.views import Follower, rebuild
from timeline.views.generations import sql

REPORTS = 40
BOUND = (
    *("timeline", "p", "n", "after_sort", "after_slug", "before_sort"),
    *("after_published", "after_key", "after_ordinal", "limit"),
)


def begin(url: str) -> Timeline:
    timeline = Timeline(url)
    for command in (a_timeline(), a_source(), an_incident(), an_incident("other")):
        timeline.record(command)
    return timeline


def reports(count: int = REPORTS, name: str = "r") -> list[Told]:
    made = [
        a_report(f"2024-10-{1 + number % 28:02d}", key=f"{name}{number}", claims=[a_clash(), a_clash(incident="other")])
        for number in range(count)
    ]
    return [Told(report, "desk") for report in made]


def write_reports(url: str, name: str) -> None:
    with Timeline(url) as timeline:
        for told in reports(15, name):
            timeline.import_batch([told])


def record_reports(url: str, name: str) -> None:
    with Timeline(url) as timeline:
        for told in reports(10, name):
            timeline.record(told.command)


def change_views(timeline: Timeline, statement: str) -> None:
    with timeline._ledger.writing() as c:  # noqa: SLF001 - what is in memory nobody else can change
        c.execute(statement)


def open_first(url: str, start: Barrier) -> None:
    start.wait()
    with Timeline(url) as timeline:
        assert timeline.lag() == (0, 0)


def run_all(target: Callable[[str, str], None], arguments: list[tuple[str, str]]) -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=target, args=given) for given in arguments]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * len(processes)


def test_several_processes_write_and_follow_one_database(url: str) -> None:
    """Whoever is faster, every report is stored once and taken in once."""
    with begin(url) as timeline:
        run_all(record_reports, [(url, "a"), (url, "b"), (url, "c")])

        timeline.catch_up()
        assert len(timeline.reports("war", Asked(limit=500))) == 30
        assert timeline.compare().different == 0


@pytest.mark.parametrize("store", SHARED)
def test_many_processes_may_be_the_first_to_open_a_database(store: str) -> None:
    """One of them sets it up, and the others wait for it rather than fail."""
    context = multiprocessing.get_context("spawn")
    with database(store) as url:
        start = context.Barrier(4)
        processes = [context.Process(target=open_first, args=(url, start)) for _ in range(4)]
        for process in processes:
            process.start()
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0] * 4


def test_many_followers_in_one_process_take_every_fact_in_once(anywhere: str) -> None:
    """Followers that race for the same batch leave the same rows as one."""
    with begin(anywhere) as timeline:
        for told in reports():
            timeline.import_batch([told])
        ledger = timeline._ledger  # noqa: SLF001 - followers of their own, as other processes would have them
        threads = [threading.Thread(target=Follower(ledger).catch_up, kwargs={"batch": 7}) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert timeline.lag()[0] == timeline.lag()[1]
        assert timeline.compare().different == 0


def test_a_rebuild_beside_writers_leaves_what_the_follower_leaves(url: str) -> None:
    """The new views catch up with what came meanwhile before they answer."""
    with begin(url) as timeline:
        timeline.import_batch(reports())
        timeline.catch_up()
        writer = threading.Thread(target=write_reports, args=(url, "late"))
        writer.start()
        for _ in range(3):
            timeline.rebuild(batch=5)
        writer.join()

        timeline.catch_up()
        assert timeline.compare().different == 0
        assert len(timeline.reports("war", Asked(limit=500))) == REPORTS + 15


class PowerCutError(Exception):
    """A stand-in for a power cut."""


def test_an_interrupted_rebuild_leaves_the_old_views_answering(anywhere: str) -> None:
    """Half a rebuild is never seen, and the next one clears it away."""
    with begin(anywhere) as timeline:
        timeline.import_batch(reports())
        timeline.catch_up()
        before = timeline.incidents("war").docs

        def interrupt(_: int) -> None:
            raise PowerCutError

        with pytest.raises(PowerCutError):
            timeline.rebuild(batch=10, on_batch=interrupt)
        assert timeline.incidents("war").docs == before

        timeline.rebuild()
        assert timeline.incidents("war").docs == before
        with timeline._ledger.reading() as c:  # noqa: SLF001 - nobody else sees what is left
            assert one(c, "SELECT count(*) FROM tracking") == (1,)


def test_a_rebuild_gives_way_to_one_that_began_later(anywhere: str) -> None:
    """What is left of a killed one, as a process that had a share of it, ends as well, and does not try for ever."""
    with begin(anywhere) as timeline:
        timeline.import_batch(reports())
        timeline.catch_up()

        with pytest.raises(LedgerError, match="began later"):
            timeline.rebuild(batch=10, on_batch=lambda _: timeline.rebuild())

        assert timeline.compare().different == 0


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("incidents", "UPDATE view1_incidents SET status = 'confirmed' WHERE slug = 'other'"),
        ("incidents", "DELETE FROM view1_incidents WHERE p = (SELECT min(p) FROM view1_incidents)"),
        ("claims", "UPDATE view1_claims SET n_to = 1 WHERE number = (SELECT max(number) FROM view1_claims)"),
        ("reports", "UPDATE view1_docs SET doc = doc || ' ' WHERE id IN (SELECT doc FROM view1_reports)"),
        ("filings", "DELETE FROM view1_filings WHERE report = (SELECT max(report) FROM view1_filings)"),
    ],
)
def test_a_comparison_finds_every_changed_row(anywhere: str, table: str, change: str) -> None:
    """`rebuild --verify` compares row for row, whatever was changed."""
    with begin(anywhere) as timeline:
        timeline.import_batch(reports(5))
        timeline.catch_up()
        change_views(timeline, change)

        found = timeline.compare()

    assert found.different > 0
    assert found.first[0].table == table


def test_views_of_another_format_ask_to_be_migrated(anywhere: str) -> None:
    """Software that keeps other rows does not answer from these; it makes its own once, and then lets them be."""
    with begin(anywhere) as timeline:
        timeline.import_batch(reports(5))
        timeline.catch_up()
        before = timeline.incidents("war").docs
        change_views(timeline, "UPDATE tracking SET format = 1")
        with pytest.raises(NotOurLedgerError, match="migrate"):
            timeline.incidents("war")

        assert timeline.migrate() == timeline.newest()
        assert timeline.incidents("war").docs == before
        assert timeline.migrate() is None


def test_a_page_reads_no_more_rows_than_it_shows() -> None:
    """A page is read in the order of its index: nothing is sorted, and nothing is scanned."""
    with database(FILE) as url, begin(url) as timeline, timeline._ledger.reading() as c:  # noqa: SLF001 - its own plan
        snapshot = Snapshot(timeline._ledger, c, timeline.as_of())  # noqa: SLF001
        for name in ("incidents", "reports", "claims"):
            statement = snapshot._sql(name, ())  # noqa: SLF001
            c.execute(f"EXPLAIN QUERY PLAN {statement}", dict.fromkeys(BOUND, 0))
            plan = " / ".join(row[3] for row in c.fetchall())
            assert f"view1_{name}_page" in plan, plan
            assert "TEMP B-TREE" not in plan, plan


def test_who_follows_takes_in_what_others_write(url: str) -> None:
    """A follower is told of commits, or looks; it stops when it is told to."""
    with begin(url) as timeline, Timeline(url) as other:
        stop = threading.Event()
        thread = threading.Thread(target=other.follow, args=(stop,))
        thread.start()
        for told in reports(3):
            timeline.import_batch([told])
            must_reach(other, timeline.newest())
        stop.set()
        thread.join(5)
        assert not thread.is_alive()


def test_another_follower_takes_over_when_the_first_is_gone() -> None:
    """On PostgreSQL one follows and the others wait; none is needed twice, and none is missed."""
    with database(POSTGRES) as url, begin(url) as timeline:
        ledger = timeline._ledger  # noqa: SLF001 - who leads shows only inside
        with ledger.watching() as first:
            assert first.leads()
            with ledger.watching() as second:
                assert not second.leads()
        with ledger.watching() as third:
            assert third.leads()


def must_reach(timeline: Timeline, position: int) -> None:
    """Wait until the views are there, which somebody else moves on."""
    deadline = time.monotonic() + PATIENCE
    while timeline.lag()[0] < position:
        assert time.monotonic() < deadline


def test_rebuild_drops_what_an_earlier_one_left(anywhere: str) -> None:
    """Statements are made for one generation each, so that none reads another's tables."""
    with begin(anywhere) as timeline:
        first = rebuild(timeline._ledger)  # noqa: SLF001
        assert rebuild(timeline._ledger) == first  # noqa: SLF001
    for dialect in Dialect:
        assert "view7_docs" in sql("folding.sql", 7, dialect)["put_docs"]
