"""Takes commands to the ledger: decided on what is known, appended whole, tried again where another was faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar, assert_never

import msgspec

from timeline.clocks import parse_instant
from timeline.commands import Command, EraseWording, OpenReport, RecordReport, SealReport, digest
from timeline.database import Cursor
from timeline.decide import Decision, decide
from timeline.errors import ConflictError, NotAllowedError, StaleWriteError
from timeline.ledger import Commit, Ledger, LedgerPast, Request, keep, kept
from timeline.service.forgotten import must_not_open_pseudonyms, must_not_tell_erased
from timeline.service.receipts import Answered, Judged, Outcome, Receipt, Told

_TRIES = 20
_KNOWN = RecordReport | OpenReport | SealReport
"""What is known again by its own stream, without a digest of what was said."""
T = TypeVar("T")


class Writer:
    """Appends to one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def record(self, told: Told, now: int) -> Receipt:
        """Record one command, judged against the present state; saying again what stands so comes to nothing.

        Raises NotAllowedError or ConflictError.
        """
        _must_be_live(told)
        return again(lambda: self._record(told, now))

    def record_once(self, told: Told, request: Request, now: int, answer: Callable[[Receipt], bytes]) -> Answered:
        """Record one command, unless *request* was answered before, and keep its *answer* in the same transaction.

        Raises KeyTakenError too.
        """
        _must_be_live(told)
        return again(lambda: self._record_once(told, request, now, answer))

    def _record(self, told: Told, now: int) -> Receipt:
        with self._ledger.reading() as c:
            judged = self._judged(c, told, now)
        position = 0 if judged.known else self._append(judged, now)
        with self._ledger.reading() as c:
            return judged.receipt(self._commit(c, position))

    def _record_once(self, told: Told, request: Request, now: int, answer: Callable[[Receipt], bytes]) -> Answered:
        with self._ledger.reading() as c:
            if (before := kept(c, request, now)) is not None:
                return Answered(before, replayed=True)
            judged = self._judged(c, told, now)
        keeping = Keeping(request, now, lambda c, position: answer(judged.receipt(self._commit(c, position))))
        self._append(judged, now, keeping)
        return Answered(keeping.answer)

    def _judged(self, c: Cursor, told: Told, now: int) -> Judged:
        said = digest(told.command)
        past = LedgerPast(self._ledger, c, now)
        must_not_tell_erased(past, told.command)
        decision = decide(past, told.command, by=told.author, now=now)
        must_not_open_pseudonyms(decision.drafts)
        known = not decision.changes and (not decision.drafts or past.said(said))
        return Judged(told, past.ids, tuple(decision.drafts), said, known, past.erased.newest)

    def _append(self, judged: Judged, now: int, keeping: Keeping | None = None) -> int:
        told = judged.told
        said = [] if judged.known else _remembered(told.command, judged.said)
        drafts = () if judged.known else judged.drafts
        return self._ledger.append(
            drafts, now=now, said=said, checked=told.checked, beside=keeping, erasures=judged.erasures
        )

    def _commit(self, c: Cursor, position: int) -> Commit | None:
        """Return the commit at a position; the newest where nothing was appended."""
        return self._ledger.commit_by_position(c, position) if position else self._ledger.newest(c)

    def import_batch(self, batch: Sequence[Told], now: int, *, stop: bool = True) -> list[Outcome]:
        """Record what is new of *batch* in one transaction; *stop* at the first refused, keeping what came before.

        A line whose exact content was recorded before is passed over.
        """
        return again(lambda: self._import(batch, now, stop=stop))

    def import_once(
        self, batch: Sequence[Told], request: Request, now: int, answer: Callable[[list[Outcome]], bytes]
    ) -> Answered:
        """Record what is new of *batch*, unless *request* was answered before, and keep its *answer*."""
        return again(lambda: self._import_once(batch, request, now, answer))

    def _import(self, batch: Sequence[Told], now: int, *, stop: bool) -> list[Outcome]:
        with self._ledger.reading() as c:
            drafting = Drafting(LedgerPast(self._ledger, c, now), now)
            outcomes = drafting.take(batch, stop=stop)
        return _at(outcomes, self._append_all(drafting, batch, now))

    def _import_once(
        self, batch: Sequence[Told], request: Request, now: int, answer: Callable[[list[Outcome]], bytes]
    ) -> Answered:
        with self._ledger.reading() as c:
            if (before := kept(c, request, now)) is not None:
                return Answered(before, replayed=True)
            drafting = Drafting(LedgerPast(self._ledger, c, now), now)
            outcomes = drafting.take(batch, stop=False)
        keeping = Keeping(request, now, lambda _, position: answer(_at(outcomes, position)))
        self._append_all(drafting, batch, now, keeping)
        return Answered(keeping.answer)

    def _append_all(self, drafting: Drafting, batch: Sequence[Told], now: int, keeping: Keeping | None = None) -> int:
        checked = all(told.checked for told in batch)
        past = drafting.past
        return self._ledger.append(
            past.drafts, now=now, said=drafting.said, checked=checked, beside=keeping, erasures=past.erased.newest
        )

    def replay(self, batch: Sequence[Told], recorded: int, now: int) -> list[Outcome]:
        """Record the lines of one transaction of a replay, at the time they give. Raises StaleWriteError."""
        with self._ledger.reading() as c:
            drafting = Drafting(LedgerPast(self._ledger, c, recorded), now, replaying=True)
            outcomes = drafting.take(batch, stop=True)
        if all(outcome.error is None for outcome in outcomes):
            checked = all(told.checked for told in batch)
            past, said = drafting.past, drafting.said
            self._ledger.append(
                past.drafts, now=now, replayed=recorded, said=said, checked=checked, erasures=past.erased.newest
            )
        return outcomes

    @contextmanager
    def trying(self, now: int, *, replaying: bool) -> Iterator[Callable[[Sequence[Told]], list[Outcome]]]:
        """Give a function that decides commands one after another, and appends nothing."""
        with self._ledger.reading() as c:
            drafting = Drafting(LedgerPast(self._ledger, c, now), now, replaying=replaying)
            yield lambda batch: drafting.take(batch, stop=False)


class Keeping:
    """Keeps the answer to a request, once the transaction that it came to has its position."""

    answer = b""

    def __init__(self, request: Request, now: int, tell: Callable[[Cursor, int], bytes]) -> None:
        self._request, self._now, self._tell = request, now, tell

    def __call__(self, c: Cursor, position: int) -> None:
        """Tell the answer, and keep it."""
        self.answer = self._tell(c, position)
        keep(c, self._request, self.answer, self._now)


class Drafting:
    """Commands decided one after another, each knowing those before it; nothing is appended yet."""

    def __init__(self, past: LedgerPast, now: int, *, replaying: bool = False) -> None:
        self.past, self.said = past, list[bytes]()
        self._now, self._replaying = now, replaying
        self._said_here: set[bytes] = set()

    def take(self, batch: Iterable[Told], *, stop: bool) -> list[Outcome]:
        """Decide *batch*; *stop* behind the first command that is refused."""
        outcomes: list[Outcome] = []
        for told in batch:
            outcomes.append(self._take(told))
            if stop and outcomes[-1].error is not None:
                break
        return outcomes

    def _take(self, told: Told) -> Outcome:
        try:
            decision = self._decide(told)
        except (NotAllowedError, ConflictError) as error:
            return Outcome("refused", error)
        if decision is None:
            return Outcome("already_known", None, told.command, (), self.past.ids)
        return Outcome("recorded", None, told.command, decision.drafts, self.past.ids)

    def _decide(self, told: Told) -> Decision | None:
        """Decide one command; None where it was recorded before."""
        command = told.command
        self._must_be_timed(command)
        if not self._replaying:
            _must_not_erase(command)
        must_not_tell_erased(self.past, command)
        content = digest(command) if self._replaying or not isinstance(command, _KNOWN) else None
        if content is not None and (content in self._said_here or self.past.said(content)):
            return None
        decision = decide(self.past, command, by=told.author, now=self._now)
        if isinstance(command, _KNOWN) and not decision.changes:
            if self._replaying:
                raise ConflictError(*_what(command), "/recorded")
            return None
        if not self._replaying:
            must_not_open_pseudonyms(decision.drafts)
        self.past.add(decision.drafts)
        if content is not None:
            self.said.append(content)
            self._said_here.add(content)
        return decision

    def _must_be_timed(self, command: Command) -> None:
        if self._replaying and command.recorded is None:
            raise NotAllowedError.at("/recorded", "required in a replay: an instant with an offset")
        if not self._replaying and command.recorded is not None:
            raise NotAllowedError.at("/recorded", "the ledger sets it; only --replay-recorded may give it")
        if command.recorded is not None and parse_instant(command.recorded) > self._now:
            raise NotAllowedError.at("/recorded", f"'{command.recorded}' is in the future")


def _at(outcomes: Sequence[Outcome], position: int) -> list[Outcome]:
    return [msgspec.structs.replace(outcome, position=position) for outcome in outcomes]


def _must_not_erase(command: Command) -> None:
    if isinstance(command, EraseWording):
        raise NotAllowedError.at("", "an erasure stands alone; allowed: `timeline erase`, or a request of its own")


def _must_be_live(told: Told) -> None:
    _must_not_erase(told.command)
    if told.command.recorded is not None:
        raise NotAllowedError.at("/recorded", "the ledger sets it; only a replay may give it")


def again(attempt: Callable[[], T]) -> T:
    """Try until no other writer comes first."""
    for _ in range(_TRIES):
        with suppress(StaleWriteError):
            return attempt()
    return attempt()


def _remembered(command: Command, said: bytes) -> list[bytes]:
    """Which digest to keep: a report is known by its key."""
    return [] if isinstance(command, _KNOWN) else [said]


def _what(command: RecordReport | OpenReport | SealReport) -> tuple[str, str]:
    """Return what a command is about, and its name."""
    match command:
        case SealReport(commitment=name):
            return "sealed report", name
        case RecordReport(report_key=name) | OpenReport(report=RecordReport(report_key=name) | str(name)):
            return "report", name
        case _ as never:
            assert_never(never)
