"""Erasing wording: from the ledger, then from the views, then from the files of the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple

from timeline.commands import EraseWording, checked, digest
from timeline.database import Cursor
from timeline.decide import target
from timeline.errors import ErasingError, NotAllowedError
from timeline.ledger import Change, Erasure, Ledger, LedgerPast
from timeline.service.forgotten import must_not_tell_erased
from timeline.service.proving import Proving
from timeline.service.receipts import Outcome, Receipt, Result, Told
from timeline.service.viewing import Viewing
from timeline.service.writing import again
from timeline.views import current, is_outdated


class Wiped(NamedTuple):
    """What an erasure came to, and what is *left* to do until its wording is in no file: a sentence for each."""

    receipt: Receipt
    left: list[str]


class Erasing(Proving, Viewing):
    """What a Timeline does to erase wording."""

    _ledger: Ledger
    _clock: Callable[[], int]
    erasure: int
    """The position of the newest erasure that an answer knew of; 0 before the first."""
    _erasure_told: int

    def erase(self, command: EraseWording, *, by: str = "local") -> Wiped:
        """Overwrite wording where it is stored, make the views anew without it, and tidy the files of the database.

        No question is answered between the first and the second. Raises NotAllowedError.
        """
        told = Told(checked(command), by, checked=True)
        self._seal()  # a salt can be forgotten only once it was drawn
        receipt = again(lambda: self._erase(told, None))
        left = self.finish_erasing()
        self._seal()  # the proofs of what was erased hold that of the erasure
        return Wiped(receipt, left)

    def _seal(self) -> None:
        if self.seals:
            self.seal()

    def erasable(self, command: EraseWording, *, by: str = "local") -> list[Change]:
        """Return what an erasure would overwrite, and change nothing. Raises NotAllowedError."""
        with self._ledger.reading() as c:
            found = self._ledger.erasable(c, self._erasure(c, Told(checked(command), by), replaying=False))
        return [change for change in found if change.is_new]

    def finish_erasing(self) -> list[str]:
        """Make the views anew where an erasure has left them behind, and tidy the files; return what is left to do."""
        self.refresh()
        return self._ledger.tidy()

    def refresh(self) -> None:
        """Make the views anew where they hold what was erased, until they hold nothing of it."""
        while self._is_outdated():
            with suppress(ErasingError):  # another erasure came between
                self.rebuild()

    def replay_erasures(self, batch: Sequence[Told], recorded: int) -> list[Outcome]:
        """Erase again what the ledger had erased from which the lines come; the views follow with refresh()."""
        if len(batch) > 1:
            problem = "an erasure stands alone; allowed: a transaction of its own"
            return [Outcome("refused", NotAllowedError.at("/recorded", problem))]
        (told,) = batch
        try:
            receipt = self._erase(told, recorded)
        except NotAllowedError as error:
            return [Outcome("refused", error)]
        result: Result = "already_known" if receipt.already_known else "recorded"
        return [Outcome(result, None, told.command, position=receipt.position)]

    def _erase(self, told: Told, replayed: int | None) -> Receipt:
        now, said = self._clock(), [digest(told.command)] if replayed is not None else []
        with self._ledger.reading() as c:
            erasure = self._erasure(c, told, replaying=replayed is not None)
            if said and self._ledger.said(c, said[0]):
                return Receipt(position=0, recorded=None, already_known=True)
        position = self._ledger.erase(erasure, told.author, now=now, replayed=replayed, said=said)
        with self._ledger.reading() as c:
            commit = self._ledger.newest(c) if position is None else self._ledger.commit_by_position(c, position)
        assert commit is not None  # noqa: S101 - there was something to erase, or to find erased
        return Receipt(position=commit.position, recorded=commit.recorded, already_known=position is None)

    def _erasure(self, c: Cursor, told: Told, *, replaying: bool) -> Erasure:
        command = told.command
        assert isinstance(command, EraseWording)  # noqa: S101 - nothing else is asked for
        past = LedgerPast(self._ledger, c, self._clock())
        must_not_tell_erased(past, command)
        for field in ("order", "recorded"):
            if not replaying and getattr(command, field) is not None:
                raise NotAllowedError.at(f"/{field}", "only a replay may give it")
        if command.author is not None and command.author == told.author:
            raise NotAllowedError.at("/by", "it is the author whose name is to be erased; allowed: another's")
        of = target(past, command)
        return Erasure(
            what=of.what,
            stream=of.stream,
            name=of.name,
            fields=of.fields,
            basis=command.basis,
            ref=command.claim,
            timeline=command.timeline,
            order=None if command.order is None else command.order.text,
        )

    def look_for_erasures(self, erased: Callable[[], object]) -> None:
        """Tell where wording was erased since the last look: whatever is remembered of answers may hold it."""
        with self._ledger.reading() as c:
            newest = self._ledger.newest_erasure(c)
        if newest != self._erasure_told:
            self.erasure = self._erasure_told = newest
            erased()

    def _is_outdated(self) -> bool:
        with self._ledger.reading() as c:
            return is_outdated(c, current(c, any_format=True).number)
