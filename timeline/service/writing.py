"""Takes commands to the ledger: decided on what is known, appended whole, tried again where another was faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Literal, TypeVar

import msgspec

from timeline.clocks import parse_instant
from timeline.commands import AddClaim, Command, RecordReport, digest
from timeline.decide import Decision, decide
from timeline.errors import ConflictError, NotAllowedError, StaleWriteError, TimelineError
from timeline.facts import ClaimMade, Draft, Ids, claim_id
from timeline.ledger import Ledger, LedgerPast

_TRIES = 20
T = TypeVar("T")
Result = Literal["recorded", "already_known", "refused"]


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What recording a command came to; *report* and *claims* are ids, where it was about one report."""

    position: int
    recorded: int | None
    already_known: bool = False
    opened: bool = False
    report: str | None = None
    claims: tuple[str, ...] = ()


class Outcome(msgspec.Struct, frozen=True):
    """What one of many commands came to, in the transaction that ends at *position*."""

    result: Result
    error: TimelineError | None = None
    command: Command | None = None
    drafts: tuple[Draft, ...] = ()
    ids: Ids | None = None
    position: int = 0

    @property
    def named(self) -> tuple[str | None, tuple[str, ...]]:
        """The ids of the report and the claims that it recorded, or found recorded."""
        return (None, ()) if self.command is None or self.ids is None else _named(self.command, self.ids, self.drafts)


class Told(msgspec.Struct, frozen=True):
    """A command, and who says it where it does not say so itself.

    *checked* says that the command was read from text: one made in Python may hold values that no text could give.
    """

    command: Command
    by: str
    checked: bool = False

    @property
    def author(self) -> str:
        """Who says it."""
        return self.command.by or self.by


class Writer:
    """Appends to one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def record(self, told: Told, now: int) -> Receipt:
        """Record one command, judged against the present state; saying again what stands so comes to nothing.

        Raises NotAllowedError or ConflictError.
        """
        if told.command.recorded is not None:
            raise NotAllowedError.at("/recorded", "the ledger sets it; only a replay may give it")
        return _again(lambda: self._record(told, now))

    def _record(self, told: Told, now: int) -> Receipt:
        said = digest(told.command)
        with self._ledger.reading() as c:
            past = LedgerPast(self._ledger, c, now)
            decision = decide(past, told.command, by=told.author, now=now)
            known = not decision.changes and (not decision.drafts or past.said(said))
            ids = past.ids
        position = 0
        if not known:
            remembered = _remembered(told.command, said)
            position = self._ledger.append(decision.drafts, now=now, said=remembered, checked=told.checked)
        with self._ledger.reading() as c:
            commit = self._ledger.commit_by_position(c, position) if position else self._ledger.newest(c)
        report, claims = _named(told.command, ids, decision.drafts)
        return Receipt(
            position=commit.position if commit else 0,
            recorded=commit.recorded if commit else None,
            already_known=known,
            opened=any(draft.version == 1 for draft in decision.drafts),
            report=report,
            claims=claims,
        )

    def import_batch(self, batch: Sequence[Told], now: int, *, stop: bool = True) -> list[Outcome]:
        """Record what is new of *batch* in one transaction; *stop* at the first refused, keeping what came before.

        A line whose exact content was recorded before is passed over.
        """
        return _again(lambda: self._import(batch, now, stop=stop))

    def _import(self, batch: Sequence[Told], now: int, *, stop: bool) -> list[Outcome]:
        with self._ledger.reading() as c:
            drafting = Drafting(LedgerPast(self._ledger, c, now), now)
            outcomes = drafting.take(batch, stop=stop)
        checked = all(told.checked for told in batch)
        position = self._ledger.append(drafting.past.drafts, now=now, said=drafting.said, checked=checked)
        return [msgspec.structs.replace(outcome, position=position) for outcome in outcomes]

    def replay(self, batch: Sequence[Told], recorded: int, now: int) -> list[Outcome]:
        """Record the lines of one transaction of a replay, at the time they give. Raises StaleWriteError."""
        with self._ledger.reading() as c:
            drafting = Drafting(LedgerPast(self._ledger, c, recorded), now, replaying=True)
            outcomes = drafting.take(batch, stop=True)
        if all(outcome.error is None for outcome in outcomes):
            checked = all(told.checked for told in batch)
            self._ledger.append(drafting.past.drafts, now=now, replayed=recorded, said=drafting.said, checked=checked)
        return outcomes

    @contextmanager
    def trying(self, now: int, *, replaying: bool) -> Iterator[Callable[[Sequence[Told]], list[Outcome]]]:
        """Give a function that decides commands one after another, and appends nothing."""
        with self._ledger.reading() as c:
            drafting = Drafting(LedgerPast(self._ledger, c, now), now, replaying=replaying)
            yield lambda batch: drafting.take(batch, stop=False)


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
        content = digest(command) if self._replaying or not isinstance(command, RecordReport) else None
        if content is not None and (content in self._said_here or self.past.said(content)):
            return None
        decision = decide(self.past, command, by=told.author, now=self._now)
        if isinstance(command, RecordReport) and not decision.changes:
            if self._replaying:
                raise ConflictError("report", command.report_key, "/recorded")
            return None
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


def _named(command: Command, ids: Ids, drafts: Sequence[Draft] = ()) -> tuple[str | None, tuple[str, ...]]:
    """Return the ids of the report and the claims that *command* recorded, or found recorded."""
    match command:
        case RecordReport(report_key=key, claims=told):
            refs = [claim.ref for claim in told]
        case AddClaim(report=key, ref=ref):
            refs = [draft.fact.claim.ref for draft in drafts if isinstance(draft.fact, ClaimMade)] or [ref]
        case _:
            return None, ()
    stream = ids.report(key)
    return str(stream), tuple(str(claim_id(stream, ref)) for ref in refs if ref is not None)


def _again(attempt: Callable[[], T]) -> T:
    """Try until no other writer comes first."""
    for _ in range(_TRIES):
        with suppress(StaleWriteError):
            return attempt()
    return attempt()


def _remembered(command: Command, said: bytes) -> list[bytes]:
    """Which digest to keep: a report is known by its key."""
    return [] if isinstance(command, RecordReport) else [said]
