"""The log against the driver alone: what recording, and reading all of it again, costs above that."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import cache, partial
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import msgspec

from bench.importing import Drafts, log_of
from bench.ratio import Head, Ratio, Result, at_least
from bench.stores import Bare, Finished, Store
from timeline.clocks import instant_text
from timeline.facts import TOPICS, Committed, Draft, ReportRecorded
from timeline.ledger import Ledger
from timeline.service import Timeline
from timeline.service.timeline import system_clock

ABOUT: Final = "Log"
FACTS: Final = 1_000
"""Facts a transaction."""
_TRANSACTIONS: Final = 60
_REPORTS, _TOGETHER = 300, 10
_READ: Final = 10_000
_SLICES: Final = 20
_APPEND: Final = {"SQLite": ("bare executemany", 0.55), "PostgreSQL": ("binary COPY", 0.5)}
_REPORT: Final = {"SQLite": 0.8, "PostgreSQL": 0.4}
_ENCODER: Final = msgspec.json.Encoder()
Pairs = list[tuple[float, float]]


def measure(store: Store, viewed: str) -> Iterator[Result]:
    """Measure with facts of the database *viewed*, in databases of its own; speeds are compared: more is better."""
    store.create("log")
    with (
        Timeline(store.address(viewed)) as source,
        Timeline(store.address("log")) as target,
        closing(store.bare(viewed)) as bare,
    ):
        facts = _facts(log_of(source))
        most = len(facts) * 3 // 4
        whole, rest = facts[: most // FACTS * FACTS or most], facts[most // FACTS * FACTS or most :]
        versions = Drafts()
        yield _appending(store.name, whole, _appended(log_of(target), bare, versions, whole))
        yield _reporting(store.name, _reported(log_of(target), bare, versions, rest))
        yield _replaying(store.name, list(_read(log_of(source), bare)), 2 * len(facts))
    with TemporaryDirectory() as folder, Timeline(store.address("log"), key=Path(folder) / "log.key") as target:
        yield from _sealing(store.name, target)


def _appending(name: str, facts: Sequence[Committed], taken: Pairs) -> Ratio:
    against, goal = _APPEND[name]
    what = f"{name}: append, {FACTS:,} facts a transaction, encoding included; of {against}"
    return Head(ABOUT, what, at_least(goal)).of(_speed_of(taken), _speeds(len(facts), taken))


def _reporting(name: str, taken: Pairs) -> Ratio:
    what = f"{name}: one durable report a transaction, of the bare insert"
    return Head(ABOUT, what, at_least(_REPORT[name])).of(_speed_of(taken), _speeds(_TOGETHER * len(taken), taken))


def _replaying(name: str, taken: Pairs, newest: int) -> Ratio:
    what = f"{name}: replay and decode, of a bare SELECT with msgspec"
    return Head(ABOUT, what, at_least(0.85)).of(_speed_of(taken), _speeds(min(_READ * len(taken), newest), taken))


def _sealing(name: str, timeline: Timeline) -> Iterator[Result]:
    """Seal everything at once, then verify it; to replay the same facts is what they are compared with."""
    log = log_of(timeline)
    with log.reading() as c:
        replayed = _seconds(lambda: _exhaust(partial(log.facts, c)))
    sealed, verified = _seconds(timeline.seal), _seconds(timeline.verify)
    count = timeline.verify().facts
    for what, took in (("seal", sealed), ("verify facts, order, tree and signatures", verified)):
        pair = (took, replayed)
        yield Head(ABOUT, f"{name}: {what}, of a replay (time)").of([pair], _speeds(count, [pair]))


def _speed_of(taken: Pairs) -> Pairs:
    """Return the pairs turned round: who takes half the time has double the speed."""
    return [(theirs, ours) for ours, theirs in taken]


def _facts(log: Ledger) -> list[Committed]:
    """Return facts from the middle of a ledger on: of reports, since sources and incidents come first."""
    with log.reading() as c:
        newest = log.newest(c)
        middle = newest.position // 2 if newest is not None else 0
        return list(log.facts(c, middle, middle + _TRANSACTIONS * FACTS))


def _appended(log: Ledger, bare: Bare, versions: Drafts, facts: Sequence[Committed]) -> Pairs:
    """Append transactions here and there in turn; what is timed begins with drafts here, with finished bytes there."""
    taken = []
    for number, first in enumerate(range(0, len(facts), FACTS)):
        drafts = [versions.of(fact) for fact in facts[first : first + FACTS]]
        rows = bare.ready([_finished(draft) for draft in drafts])
        taken.append(_in_turn(number, partial(_append, log, [drafts]), partial(bare.append, rows)))
    return taken


def _reported(log: Ledger, bare: Bare, versions: Drafts, facts: Sequence[Committed]) -> Pairs:
    """Append reports one by one, some here, then the same there."""
    told = [[versions.of(fact) for fact in report] for _, report in groupby(facts, lambda fact: fact.number)]
    kept = [report for report in told if isinstance(report[0].fact, ReportRecorded)][:_REPORTS]
    for report in (report for report in told if not isinstance(report[0].fact, ReportRecorded)):
        _append(log, [report])  # so that no stream has a gap
        bare.append(bare.ready([_finished(draft) for draft in report]))
    taken = []
    for number, first in enumerate(range(0, len(kept), _TOGETHER)):
        some = kept[first : first + _TOGETHER]
        rows = [bare.ready([_finished(draft) for draft in report]) for report in some]
        taken.append(_in_turn(number, partial(_append, log, some), partial(_each, bare.append, rows)))
    return taken


def _read(log: Ledger, bare: Bare) -> Iterator[tuple[float, float]]:
    """Read slices of the log, decoded, here and there."""
    with log.reading() as c:
        newest = log.newest(c)
        upto = newest.position if newest is not None else 0
        for number, after in enumerate(islice(range(0, max(upto - _READ, 0) + 1, _READ), _SLICES)):
            ours = partial(_exhaust, partial(log.facts, c, after, after + _READ))
            yield _in_turn(number, ours, partial(_decoded, bare, after, after + _READ))


def _in_turn(number: int, ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Time both; who comes first changes from time to time."""
    if number % 2:
        second = _seconds(theirs)
        return _seconds(ours), second
    return _seconds(ours), _seconds(theirs)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _append(log: Ledger, transactions: Sequence[Sequence[Draft]]) -> None:
    for drafts in transactions:
        log.append(drafts, now=system_clock(), checked=True)


def _each(work: Callable[[Any], object], things: Sequence[Any]) -> None:
    for thing in things:
        work(thing)


def _exhaust(facts: Callable[[], Iterator[Committed]]) -> None:
    for _ in facts():
        pass


def _finished(draft: Draft) -> Finished:
    """Return a fact as the log stores it, but for its moment."""
    envelope = (instant_text(0), "live", draft.by, draft.reason, draft.fact)
    return draft.stream, draft.version, draft.fact.TOPIC, _ENCODER.encode(envelope)


def _decoded(bare: Bare, after: int, upto: int) -> None:
    for _, topic, state in bare.stored(after, upto):
        _decoder(topic).decode(state)


@cache
def _decoder(topic: str) -> msgspec.json.Decoder[Any]:
    fact: Any = TOPICS[topic]
    return msgspec.json.Decoder(tuple[str, Literal["live", "replayed"], str, str | None, fact])


def _speeds(count: int, taken: Pairs) -> str:
    ours, theirs = (count / sum(column) for column in zip(*taken, strict=True))
    return f"{ours:,.0f} / {theirs:,.0f} a second"
