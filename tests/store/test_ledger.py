"""The ledger on real databases: what it promises of time, order, bytes and other people's files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.builders import a_clash, a_report, a_source, a_timeline, an_incident
from tests.stores import FILE, POSTGRES, behind_our_back, database
from tests.telling import Clock
from timeline.claims import Claim
from timeline.database import one
from timeline.errors import LedgerError, NotOurLedgerError, StaleWriteError, UnreadableFactError
from timeline.facts import ClaimMade, Draft, LedgerOpened, RulesAdopted, TimelineOpened, claim_made
from timeline.ledger import Ledger
from timeline.service import Asked, Timeline
from timeline.service.location import database_name

NOON = 1_730_116_800_000_000  # 2024-10-28T12:00:00Z
STREAM = UUID(int=7)


def opened(slug: str, version: int = 1) -> Draft:
    return Draft(UUID(int=sum(map(ord, slug))), version, TimelineOpened(slug=slug, title=slug), "desk")


@pytest.fixture
def ledger(anywhere: str) -> Iterator[Ledger]:
    with closing(a_ledger(anywhere)) as opened_now:
        yield opened_now


def a_ledger(url: str, namespace: UUID | None = None) -> Ledger:
    return Ledger(database_name(url), namespace or uuid4())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def test_recorded_times_grow_even_when_the_clock_jumps_back(anywhere: str) -> None:
    """However the machine's clock stands, a later transaction is recorded later."""
    clock = Clock(NOON)
    with Timeline(anywhere, clock=clock) as timeline:
        recorded = []
        for number, jump in enumerate([0, -3_600_000_000, 5, -86_400_000_000, 10]):
            clock.now = NOON + jump
            recorded.append(timeline.record(a_timeline(f"t{number}")).recorded)

    assert recorded == [NOON, NOON + 1, NOON + 5, NOON + 6, NOON + 10]


def test_the_first_transaction_opens_the_ledger_and_shares_its_time_with_it(ledger: Ledger) -> None:
    """LedgerOpened and RulesAdopted join the first transaction; before it the ledger is empty."""
    with ledger.reading() as c:
        assert ledger.newest(c) is None

    ledger.append([opened("a")], now=NOON)

    with ledger.reading() as c:
        facts = list(ledger.facts(c))
    assert [type(committed.fact) for committed in facts] == [LedgerOpened, RulesAdopted, TimelineOpened]
    assert {committed.recorded for committed in facts} == {NOON}


def test_a_stored_fact_is_an_envelope_that_explains_itself(url: str) -> None:
    """Recorded, clock, by, reason and the fact stand in one JSON array."""
    with closing(a_ledger(url)) as ledger:
        ledger.append([opened("a")], now=NOON)

    [(topic, state)] = behind_our_back(url, "SELECT topic, state FROM stored_events WHERE topic LIKE 'timeline%'")

    assert topic == "timeline-opened.1"
    assert isinstance(state, bytes)
    assert json.loads(state) == ["2024-10-28T12:00:00Z", "live", "desk", None, {"slug": "a", "title": "a"}]


@pytest.mark.parametrize(
    ("store", "setting", "waits", "does_not"),
    [(FILE, "PRAGMA synchronous", 2, 1), (POSTGRES, "SHOW synchronous_commit", "on", "off")],
)
def test_facts_are_on_the_disk_before_they_are_acknowledged_and_views_need_not_be(
    store: str, setting: str, waits: object, does_not: object
) -> None:
    """Whatever the database is set to. What a power cut takes from the views, the ledger gives back."""
    with database(store) as url, closing(a_ledger(url)) as ledger:
        for durable, expected in ((True, waits), (False, does_not), (True, waits)):
            with ledger.writing(durable=durable) as c:
                assert one(c, setting)[0] == expected
        if store == FILE:
            assert behind_our_back(url, "PRAGMA journal_mode") == [("wal",)]


def test_a_fact_that_would_not_read_back_is_refused_before_it_is_written(ledger: Ledger) -> None:
    """One unreadable row would stop every reader for ever, so it never gets in, nor does what came with it."""
    too_long = Claim(kind="x-test", ref="c1", statement="so it is said")
    msgspec.structs.force_setattr(too_long, "statement", "x" * 501)

    with pytest.raises(UnreadableFactError, match="ObservationReported"):
        ledger.append([opened("a"), Draft(STREAM, 1, claim_made(too_long), "desk")], now=NOON)

    with ledger.reading() as c:
        assert list(ledger.facts(c)) == []


def test_text_that_is_no_text_is_refused_before_it_is_written(ledger: Ledger) -> None:
    """A lone surrogate cannot be stored; it is refused like whatever else would not come back."""
    with pytest.raises(UnreadableFactError):
        ledger.append([Draft(STREAM, 1, TimelineOpened(slug="a", title="\ud800"), "desk")], now=NOON)


def test_a_topic_that_is_not_ours_is_refused_and_never_imported(url: str) -> None:
    """A topic names no code to load: it is looked up in a fixed list."""
    with closing(a_ledger(url)) as ledger:
        ledger.append([opened("a")], now=NOON)
        behind_our_back(url, "UPDATE stored_events SET topic = 'os:system' WHERE topic LIKE 'timeline%'")

        with ledger.reading() as c, pytest.raises(UnreadableFactError, match="os:system"):
            list(ledger.facts(c))


def test_the_same_place_in_a_stream_is_taken_once(ledger: Ledger) -> None:
    """A writer who was slower is told so, and leaves nothing behind."""
    ledger.append([opened("a")], now=NOON)

    with pytest.raises(StaleWriteError):
        ledger.append([opened("b"), opened("a")], now=NOON)

    with ledger.reading() as c:
        assert [f.fact.slug for f in ledger.facts(c, 2) if isinstance(f.fact, TimelineOpened)] == ["a"]


def test_two_processes_that_open_one_ledger_share_its_namespace(url: str) -> None:
    """The second opener finds the first one's namespace, so that ids agree."""
    with closing(a_ledger(url, UUID(int=1))) as first, closing(a_ledger(url, UUID(int=2))) as other:
        first.append([opened("a")], now=NOON)

        with pytest.raises(StaleWriteError):  # it had not seen that the ledger was open
            other.append([opened("b")], now=NOON)
        with other.reading() as c:
            assert other.ids(c).namespace == UUID(int=1)
        other.append([opened("b")], now=NOON)


@pytest.mark.parametrize(
    "content", [b"not a database, but long enough to look at" * 50, b"SQLite format 3\0" + b"?" * 4096]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    """Nothing is written into a file that we cannot read."""
    path.write_bytes(content)

    with pytest.raises(NotOurLedgerError):
        Ledger(str(path), uuid4())

    assert path.read_bytes() == content


def test_a_database_of_somebody_else_is_refused_and_left_alone(url: str) -> None:
    """A database with tables that are not ours gets none of ours."""
    behind_our_back(url, "CREATE TABLE theirs (x INTEGER)")

    with pytest.raises(NotOurLedgerError, match="it holds 1 tables of something else"):
        Timeline(url)

    behind_our_back(url, "DROP TABLE theirs")
    with Timeline(url) as timeline:  # nothing was in the way but theirs
        assert timeline.newest() == 0


@pytest.mark.parametrize(
    ("store", "later"),
    [(FILE, "PRAGMA user_version = 99"), (POSTGRES, "UPDATE asknown SET version = 99")],
)
def test_a_ledger_of_a_later_version_is_refused(store: str, later: str) -> None:
    """Software does not guess at a schema that it does not know."""
    with database(store) as url:
        with closing(a_ledger(url)) as ledger:
            ledger.append([opened("a")], now=NOON)
        behind_our_back(url, later)

        with pytest.raises(NotOurLedgerError, match="99"):
            a_ledger(url)


@pytest.mark.parametrize(
    ("store", "older"),
    [(FILE, "PRAGMA user_version = 1"), (POSTGRES, "UPDATE asknown SET version = 1")],
)
def test_an_older_ledger_gets_what_it_lacks_and_keeps_what_it_holds(store: str, older: str) -> None:
    """The tables of version 1 are those of version 2, less some."""
    with database(store) as url:
        with closing(a_ledger(url)) as ledger:
            ledger.append([opened("a")], now=NOON)
        for table in ("leaves", "tiles", "checkpoints", "requests", "erased", "secrets"):
            behind_our_back(url, f"DROP TABLE {table}")
        behind_our_back(url, older)

        with closing(a_ledger(url)) as ledger, ledger.reading() as c:
            assert len(list(ledger.facts(c))) == 3
            for table in ("leaves", "tiles", "checkpoints", "requests", "erased", "secrets"):
                assert one(c, f"SELECT count(*) FROM {table}") == (0,)  # noqa: S608 - our own names


def test_a_server_that_is_not_there_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    """Nobody waits for a server that does not listen, and nobody is shown a traceback."""
    with pytest.raises(LedgerError, match="connection"):
        Timeline(f"postgresql://nobody@/nothing?host={tmp_path}")


def test_settings_of_the_shell_do_not_reach_the_event_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would let a variable of the shell swap the database for memory, and lose everything."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "eventsourcing.popo")
    monkeypatch.setenv("LEDGER_SQLITE_DBNAME", ":memory:")

    Ledger(str(path), uuid4()).append([opened("a")], now=NOON)

    assert sqlite3.connect(path).execute("SELECT count(*) FROM stored_events").fetchone() == (3,)


def test_a_position_inside_a_transaction_means_the_commit_before_it(anywhere: str) -> None:
    """A report and its claims become visible together, or not at all."""
    with Timeline(anywhere, clock=Clock(NOON)) as timeline:
        for command in (a_timeline(), a_source()):
            timeline.record(command)
        before = timeline.record(an_incident()).position
        receipt = timeline.record(a_report(claims=[a_clash(), a_clash(), a_clash()]))

        inside = timeline.as_known(Asked(as_of=timeline.as_of(at_position=receipt.position - 1)))
        at = timeline.as_known(Asked(as_of=timeline.as_of(at_position=receipt.position)))

    assert (inside.position, at.position) == (before, receipt.position)


def test_every_kind_of_claim_has_a_fact_of_its_own() -> None:
    """A claim's fact is the class of its kind; free kinds are observations."""
    made = claim_made(Claim(kind="x-rumour", ref="c1", statement="so it is said"))
    assert isinstance(made, ClaimMade)
    assert type(made).__name__ == "ObservationReported"
