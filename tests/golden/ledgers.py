"""Old ledgers: each a database as some version left it, beside what it answered.

`python -m tests.golden.ledgers make NAME` adds a folder in `ledgers/`: the database of the present software, told all
that `everything.py` tells, and its answers. A new kind of fact, or a new form of the tables, needs one more, beside the
others. What was released is never made anew: it is what somebody has on disk. (That of an older version is made in a
worktree of it, into which the two scripts are copied.)

`python -m tests.golden.ledgers renew` writes down what old ledgers answer today, where answers have got new fields, or
a new kind of question came up, on purpose. It refuses where anything that was answered is not answered any more, word
for word, in its place: that would be another past, and no renewal makes it right.
"""

from __future__ import annotations

import lzma
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from starlette.testclient import TestClient

from tests.addresses import ON_THINGS, ON_TIMELINES, address, is_a_question
from tests.api.telling import a_client
from tests.asking import asked
from tests.golden.everything import BEGIN, HOUR, tell_everything
from tests.telling import Clock
from timeline.answers import ReportView
from timeline.service import Timeline

LEDGERS = Path(__file__).parent / "ledgers"
DATABASE, ANSWERS = "ledger.db.xz", "answers.jsonl.xz"
LATER = BEGIN + 10_000 * HOUR
"""When old ledgers are asked."""

POINTS = (
    "",
    "known_on=2024-10-28",
    "recorded_by=2024-11-01",
    "known_on=2024-10-31T12:00:00Z&recorded_by=2025-01-15T00:00:00Z",
    "at_position={most}",
    "known_on=2024-11-02&at_position={nearly_all}",
)
"""Points of view, on one clock, the other, and both; the last two lie behind the seeds, one inside a transaction."""
INCIDENTS = ("dprk-in-russia/incidents/clash-2024-10-25", "dprk-in-russia/incidents/combat-in-kursk")
SMALL = ("war/incidents/clash", "war/incidents/combat")
KEYS = ("all-kinds", "forty", "taken-down", "mistaken")


def kept(name: str) -> bytes:
    """Return the database of an old ledger, as some version left it."""
    return lzma.decompress((LEDGERS / name / DATABASE).read_bytes())


@contextmanager
def opened(name: str) -> Iterator[tuple[Timeline, Path]]:
    """Give a copy of an old ledger, opened by this software, and the file it is in."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        path.write_bytes(kept(name))
        with Timeline(f"sqlite:///{path}", clock=Clock(LATER)) as timeline:
            yield timeline, path


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """Return rows of a database file, whatever software made it."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(statement).fetchall()


def questions(timeline: Timeline) -> list[str]:
    """Return the addresses of everything that is asked of a ledger, from every point of view."""
    newest = timeline.newest()
    points = [point.format(most=newest - 25, nearly_all=newest - 8) for point in POINTS]
    reports = small_reports(timeline, newest)
    things = {
        "incident": [f"/v1/timelines/{incident}" for incident in (*INCIDENTS, *SMALL)],
        "report": [f"/v1/reports/{reports[key].id}" for key in KEYS],
        "claim": [f"/v1/claims/{reports[key].claims[0]}" for key in KEYS],
        "source": [f"/v1/sources/{slug}" for slug in ("gazette", "leak", "ukrainska-pravda")],
    }
    paths = ["/v1/timelines", "/v1/sources?limit=500"]
    paths += [path.format(timeline=slug) for path, slug in product(ON_TIMELINES, ("dprk-in-russia", "war"))]
    paths += [of + path for kind, found in things.items() for of, path in product(found, ON_THINGS[kind])]
    return [address(path, point) for path, point in product(paths, points) if is_a_question(path, point)]


def small_reports(timeline: Timeline, newest: int) -> dict[str, ReportView]:
    """Return the reports of the small timeline when the last of those that are asked for had not been voided yet."""
    for position in range(newest, 0, -1):
        reports = {report.key: report for report in timeline.reports("war", asked(position=position))}
        if reports.keys() >= set(KEYS):
            return reports
    raise ValueError(newest)


def answer(client: TestClient, asked_at: str) -> str:
    """Return what is answered today."""
    told = client.get(asked_at)
    assert told.status_code == 200, (asked_at, told.text)
    return told.text


def answers(name: str) -> dict[str, str]:
    """Return what an old ledger answered, by address."""
    lines = lzma.decompress((LEDGERS / name / ANSWERS).read_bytes()).splitlines()
    return dict(msgspec.json.decode(line, type=tuple[str, str]) for line in lines)


def keep_answers(name: str, timeline: Timeline, addresses: list[str]) -> None:
    """Write down what a ledger answers today."""
    client = a_client(timeline)
    lines = [msgspec.json.encode((asked_at, answer(client, asked_at))) for asked_at in addresses]
    (LEDGERS / name / ANSWERS).write_bytes(lzma.compress(b"\n".join(lines)))


def make(name: str) -> None:
    """Add a ledger of the present software."""
    (LEDGERS / name).mkdir(parents=True)
    with TemporaryDirectory() as folder:
        path, backup, clock = Path(folder) / "ledger.db", Path(folder) / "backup", Clock(LATER)
        with Timeline(f"sqlite:///{folder}/first.db", clock=clock) as timeline:
            tell_everything(timeline, clock)
            timeline.seal()
            timeline.backup(backup)
        clock.now = LATER
        with Timeline(f"sqlite:///{path}", clock=clock) as timeline:  # a log that was restarted has a fact of its own
            timeline.restore(backup, new_log=True)
            timeline.rebuild()
            timeline.seal()
            keep_answers(name, timeline, questions(timeline))
        (LEDGERS / name / DATABASE).write_bytes(lzma.compress(path.read_bytes()))


def renew(name: str) -> None:
    """Write down what an old ledger answers today, if it still answers all that it did."""
    before = answers(name)
    with opened(name) as (timeline, _):
        timeline.migrate()
        client = a_client(timeline)
        for asked_at, old in before.items():
            if not still_told(msgspec.json.decode(old), msgspec.json.decode(answer(client, asked_at))):
                sys.exit(f"{name} does not answer any more what it did: {asked_at}")
        keep_answers(name, timeline, list(dict.fromkeys((*before, *questions(timeline)))))


def still_told(old: object, new: object) -> bool:
    """Tell whether an answer holds all that it did: new fields may have come, nothing else."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(name in new and still_told(value, new[name]) for name, value in old.items())
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(still_told, old, new))
    return old == new


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", name]:
            make(name)
        case ["renew"]:
            for folder in sorted(LEDGERS.iterdir()):
                renew(folder.name)
        case _:
            sys.exit(__doc__)
