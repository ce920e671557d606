"""What goes to the ledger to be recorded, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from timeline.commands import AddClaim, Command, OpenReport, RecordReport
from timeline.errors import TimelineError
from timeline.facts import ClaimMade, Draft, Ids, claim_id
from timeline.ledger import Commit

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


class Answered(msgspec.Struct, frozen=True):
    """The *answer* to a request; *replayed* where it was given before, and nothing was done."""

    answer: bytes
    replayed: bool = False


class Judged(msgspec.Struct, frozen=True):
    """What one command comes to in the state that it was judged against; *known* says that it is nothing new.

    *erasures* is the newest erasure that it was judged by.
    """

    told: Told
    ids: Ids
    drafts: tuple[Draft, ...]
    said: bytes
    known: bool
    erasures: int

    def receipt(self, commit: Commit | None) -> Receipt:
        """Return what it came to, as of a commit."""
        report, claims = _named(self.told.command, self.ids, self.drafts)
        return Receipt(
            position=commit.position if commit else 0,
            recorded=commit.recorded if commit else None,
            already_known=self.known,
            opened=any(draft.version == 1 for draft in self.drafts),
            report=report,
            claims=claims,
        )


def _named(command: Command, ids: Ids, drafts: Sequence[Draft] = ()) -> tuple[str | None, tuple[str, ...]]:
    """Return the ids of the report and the claims that *command* recorded, or found recorded."""
    match command:
        case RecordReport(report_key=key, claims=told) | OpenReport(report=RecordReport(report_key=key, claims=told)):
            refs = [claim.ref for claim in told]
        case AddClaim(report=key, ref=ref):
            refs = [draft.fact.claim.ref for draft in drafts if isinstance(draft.fact, ClaimMade)] or [ref]
        case OpenReport(report=str(key)):
            refs = []
        case _:
            return None, ()
    stream = ids.report(key)
    return str(stream), tuple(str(claim_id(stream, ref)) for ref in refs if ref is not None)
