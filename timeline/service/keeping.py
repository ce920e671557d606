"""Backup and restore: a whole ledger as one file, online, checked, and never signed as a second history."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from timeline.database import Cursor
from timeline.errors import BackupError, ForkedLogError
from timeline.facts import LEDGER_STREAM, Draft, LogRestarted
from timeline.ledger.copying import read_copy, take_copy, write_copy
from timeline.sealing import (
    Keys,
    Trusted,
    Verdict,
    Verifying,
    must_hold,
    new_origin,
    newest_checkpoint,
    reached,
    signed_last,
)
from timeline.service.naming import Naming

Progress = Callable[[int], object]


class Restored(NamedTuple):
    """What a restore came to: facts brought back, and how many signed ones are lost for good."""

    facts: int
    lost: int


class Keeping(Naming):
    """Copies a ledger into a file, and back."""

    _keys: Keys
    _clock: Callable[[], int]

    def backup(self, file: Path, on_facts: Progress = lambda _: None) -> Verdict:
        """Write everything but the views into a new *file*, as one moment has it, and verify what was written.

        Others may read and write meanwhile. Raises BackupError.
        """
        with self._ledger.reading() as c:
            write_copy(c, file, on_facts)
        nothing = Trusted.of(None, Keys(None))  # who makes backups need not read the key, and more is signed meanwhile
        with read_copy(file) as copy:
            return Verifying(self._ledger, copy, nothing).verdict(lambda _: None)

    def restore(
        self, file: Path, *, new_log: bool = False, by: str = "local", on_facts: Progress = lambda _: None
    ) -> Restored:
        """Bring a backup back into this ledger, which is empty; the views are to be made anew behind it.

        Where the key beside it has signed more than the backup holds, the log can only go on under another name, as a
        *new_log*: what was signed and is not there is lost, and anybody may show that it was once there.
        Raises BackupError, or ForkedLogError where that is so and a new log was not asked for.
        """
        with read_copy(file) as copy:
            if new_log and self._ledger.newest(copy) is None:
                raise BackupError(f"{file} holds no fact that a log could go on behind; restore it without --new-log")
            fork = self._fork(copy)
            if fork is not None and not new_log:
                raise fork
            held = reached(copy)[0]
            restarted = self._restarted(copy, fork) if new_log else None
            with self._ledger.appending() as target:
                take_copy(copy, target, on_facts)
                if restarted is not None:
                    version = len(self._ledger.stream(target, LEDGER_STREAM)) + 1
                    self._ledger.put(target, Draft(LEDGER_STREAM, version, restarted, by), now=self._clock())
        if restarted is not None:
            self._keys.put_aside(restarted.origin)  # not sooner: without the note nobody would know of the fork
        return Restored(held, 0 if restarted is None else max(0, restarted.signed - held))

    def _fork(self, copy: Cursor) -> ForkedLogError | None:
        """Return why a backup cannot go on under the name of the log; None where it can."""
        before = newest_checkpoint(copy)
        try:
            if (signed := signed_last(self._keys)) is not None:
                must_hold(copy, signed, before and before.origin, self._keys)
        except ForkedLogError as error:
            return error
        return None

    def _restarted(self, copy: Cursor, fork: ForkedLogError | None) -> LogRestarted:
        before, signed = newest_checkpoint(copy), None
        with suppress(ForkedLogError):  # where nobody can say any more
            signed = signed_last(self._keys)
        return LogRestarted(
            origin=new_origin(),
            before=before and before.origin,
            signed=0 if signed is None or fork is None else signed.size,
            kept=reached(copy)[0],
        )
