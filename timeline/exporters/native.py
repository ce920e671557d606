"""Facts as native lines again: what a replay into an empty ledger needs to answer the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

import msgspec
from msgspec import UNSET

from timeline import facts
from timeline.clocks import instant_text
from timeline.commands import (
    Command,
    EraseWording,
    OpenIncident,
    OpenTimeline,
    Order,
    RegisterSource,
    VoidClaim,
    VoidReport,
    digest,
    to_line,
)
from timeline.exporters.telling import Said, command, opening, report
from timeline.facts import Committed

_DESCRIBING = (OpenTimeline, RegisterSource, OpenIncident)
"""What is said of one thing in one transaction can be said in one line: nobody ever saw it in between."""


def lines(committed: Iterable[Committed]) -> Iterator[bytes]:
    """Yield the native lines, with recorded and by, that facts in ledger order come from."""
    names = _Names()
    for _, transaction in groupby(committed, key=lambda fact: fact.recorded):
        yield from map(to_line, _distinct(_told(list(transaction), names)))


class _Names:
    """How the streams met so far are called in the format: by slug, by timeline and slug, or by report key."""

    def __init__(self) -> None:
        self._names: dict[int, Said] = {}
        self._keys: set[str] = set()
        self._orders: dict[int, Order] = {}

    def of(self, committed: Committed) -> Said:
        """Return the fields that name the stream of a fact."""
        match committed.fact:
            case facts.TimelineOpened(slug=slug) | facts.SourceRegistered(slug=slug):
                self._names[committed.number] = {"slug": slug}
            case facts.IncidentOpened(timeline=timeline, slug=slug):
                self._names[committed.number] = {"timeline": timeline, "slug": slug}
            case facts.ReportRecorded(key=key):
                self._keys.add(key)
                if committed.erased is not None and committed.erased.order is not None:
                    self._orders[committed.number] = Order.of(committed.erased.order)
                self._names[committed.number] = {"report": key}
            case _:
                pass
        return self._names.get(committed.number, {})

    def within(self, told: Command, number: int) -> Command:
        """Return *told* without naming a report of another timeline, which is not exported.

        An erasure tells where the report of this *number* stands, whose key it took.
        """
        if isinstance(told, EraseWording) and "key" in told.fields:
            return msgspec.structs.replace(told, order=self._orders.get(number))
        if isinstance(told, VoidClaim | VoidReport) and told.duplicate_of not in self._keys:
            return msgspec.structs.replace(told, duplicate_of=None)
        return told


def _told(transaction: Sequence[Committed], names: _Names) -> Iterator[tuple[int, Command]]:
    """Yield the commands of one transaction, each with the number of its stream."""
    rest = deque(transaction)
    while rest:
        committed = rest.popleft()
        name, said = names.of(committed), {"by": committed.by, "recorded": instant_text(committed.recorded)}
        match committed.fact:
            case facts.ReportRecorded() as fact:
                made = [rest.popleft().fact for _ in range(fact.claims)]  # they follow in one piece
                told = report(fact, [one.claim for one in made if isinstance(one, facts.ClaimMade)], said)
                opened = _opened(committed, rest)
                yield committed.number, told if opened is None else opening(opened, told)
            case _:
                yield committed.number, names.within(command(committed, name, said), committed.number)


def _opened(recorded: Committed, rest: deque[Committed]) -> facts.ReportOpened | None:
    """Take the fact from the *rest* of a transaction that a report was recorded by being opened, if it was."""
    if rest and (rest[0].number, rest[0].by) == (recorded.number, recorded.by):
        fact = rest[0].fact
        if isinstance(fact, facts.ReportOpened):
            rest.popleft()
            return fact
    return None


def _distinct(told: Iterable[tuple[int, Command]]) -> list[Command]:
    """Join what one author said of one thing, or what all did: a replay passes over the second of two equal lines."""
    told = list(told)
    joined = _joined(told, by_author=True)
    return joined if len(set(map(digest, joined))) == len(joined) else _joined(told, by_author=False)


def _joined(told: Iterable[tuple[int, Command]], *, by_author: bool) -> list[Command]:
    joined: list[Command] = []
    latest: dict[int, int] = {}
    for number, said in told:
        before = latest.get(number)
        if before is not None and isinstance(said, _DESCRIBING) and (joined[before].by == said.by or not by_author):
            joined[before] = _after(joined[before], said)
            continue
        if isinstance(said, _DESCRIBING):
            latest[number] = len(joined)
        joined.append(said)
    return joined


def _after(before: Command, said: Command) -> Command:
    """Return one command for two: what the second leaves unset stands as in the first."""
    fields = {name: value for name in said.__struct_fields__ if (value := getattr(said, name)) is not UNSET}
    return msgspec.structs.replace(before, **fields)
