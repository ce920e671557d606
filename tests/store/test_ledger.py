"""The ledger on real SQLite files: what it promises of time, order, bytes and other people's files."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import pytest

from tests.builders import a_clash, a_report, a_source, a_timeline, an_incident
from tests.telling import Clock
from timeline.claims import Claim
from timeline.errors import NotOurLedgerError, StaleWriteError, UnreadableFactError
from timeline.facts import ClaimMade, Draft, LedgerOpened, RulesAdopted, TimelineOpened, claim_made
from timeline.ledger import Ledger
from timeline.service import Asked, Timeline

NOON = 1_730_116_800_000_000  # 2024-10-28T12:00:00Z
STREAM = UUID(int=7)


def opened(slug: str, version: int = 1) -> Draft:
    return Draft(UUID(int=sum(map(ord, slug))), version, TimelineOpened(slug=slug, title=slug), "desk")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(str(path), uuid4())


def test_recorded_times_grow_even_when_the_clock_jumps_back(path: Path) -> None:
    """However the machine's clock stands, a later transaction is recorded later."""
    clock = Clock(NOON)
    with Timeline(f"sqlite:///{path}", clock=clock) as timeline:
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


def test_a_stored_fact_is_an_envelope_that_explains_itself(path: Path, ledger: Ledger) -> None:
    """Recorded, clock, by, reason and the fact stand in one JSON array."""
    ledger.append([opened("a")], now=NOON)

    [(topic, state)] = sqlite3.connect(path).execute("SELECT topic, state FROM stored_events WHERE rowid = 3")

    assert topic == "timeline-opened.1"
    assert json.loads(state) == ["2024-10-28T12:00:00Z", "live", "desk", None, {"slug": "a", "title": "a"}]


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(ledger: Ledger) -> None:
    """Connections run with synchronous=FULL in WAL mode."""
    with ledger.writing() as c:
        c.execute("PRAGMA synchronous")
        (synchronous,) = c.fetchone()
        c.execute("PRAGMA journal_mode")
        (journal,) = c.fetchone()
    assert (synchronous, journal) == (2, "wal")


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


def test_a_topic_that_is_not_ours_is_refused_and_never_imported(path: Path, ledger: Ledger) -> None:
    """A topic names no code to load: it is looked up in a fixed list."""
    ledger.append([opened("a")], now=NOON)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE stored_events SET topic = 'os:system' WHERE rowid = 3")

    with ledger.reading() as c, pytest.raises(UnreadableFactError, match="os:system"):
        list(ledger.facts(c))


def test_the_same_place_in_a_stream_is_taken_once(ledger: Ledger) -> None:
    """A writer who was slower is told so, and leaves nothing behind."""
    ledger.append([opened("a")], now=NOON)

    with pytest.raises(StaleWriteError):
        ledger.append([opened("b"), opened("a")], now=NOON)

    with ledger.reading() as c:
        assert [f.fact.slug for f in ledger.facts(c, 2) if isinstance(f.fact, TimelineOpened)] == ["a"]


def test_two_processes_that_open_one_ledger_share_its_namespace(path: Path) -> None:
    """The second opener finds the first one's namespace, so that ids agree."""
    one, other = Ledger(str(path), UUID(int=1)), Ledger(str(path), UUID(int=2))
    one.append([opened("a")], now=NOON)

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


def test_a_database_of_somebody_else_is_refused_and_left_alone(path: Path) -> None:
    """A database with tables that are not ours gets none of ours."""
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (x)")

    with pytest.raises(NotOurLedgerError, match="something else"):
        Timeline(f"sqlite:///{path}")

    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]


def test_a_ledger_of_a_later_version_is_refused(path: Path, ledger: Ledger) -> None:
    """Software does not guess at a schema that it does not know."""
    ledger.append([opened("a")], now=NOON)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")

    with pytest.raises(NotOurLedgerError, match="99"):
        Ledger(str(path), uuid4())


def test_settings_of_the_shell_do_not_reach_the_event_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would let a variable of the shell swap the database for memory, and lose everything."""
    monkeypatch.setenv("PERSISTENCE_MODULE", "eventsourcing.popo")
    monkeypatch.setenv("LEDGER_SQLITE_DBNAME", ":memory:")

    Ledger(str(path), uuid4()).append([opened("a")], now=NOON)

    assert sqlite3.connect(path).execute("SELECT count(*) FROM stored_events").fetchone() == (3,)


def test_a_position_inside_a_transaction_means_the_commit_before_it(path: Path) -> None:
    """A report and its claims become visible together, or not at all."""
    with Timeline(f"sqlite:///{path}", clock=Clock(NOON)) as timeline:
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
