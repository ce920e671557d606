"""Folds a share of all things beside the others, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from uuid import uuid4

import msgspec

from timeline.errors import LedgerError
from timeline.ledger import Ledger
from timeline.projections import Share
from timeline.views.follower import Follower


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """Take what a *share* of all things comes to into a *generation*, *upto* the commit at a position."""

    generation: int
    share: Share
    upto: int
    whole: int
    batch: int

    def do(self, ledger: Ledger, on_batch: Callable[[int], object] | None = None) -> None:
        """Do it here and now."""
        follower = Follower(ledger, self.generation, whole=self.whole, share=self.share)
        follower.catch_up(batch=self.batch, upto=self.upto, on_batch=on_batch)


Beside = Callable[[Ledger, Work], AbstractContextManager[None]]
"""Gets work done beside what is done in the context, or before; at its end it is done."""


@contextmanager
def in_a_process(ledger: Ledger, work: Work) -> Iterator[None]:
    """Let another process do *work*, and wait for it at the end. Raises LedgerError where it fell over."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", "from timeline.views.sharing import work_from_input as work; work()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a Ctrl-C is for who asked for the work
    )
    with process:
        try:
            assert process.stdin is not None  # noqa: S101 - it is a pipe
            with suppress(BrokenPipeError):  # it is gone already, and says why
                process.stdin.write(msgspec.json.encode((ledger.database, work)))  # an address may hold a password
                process.stdin.close()
            process.stdin = None
            yield
            _, said = process.communicate()
            if process.returncode:
                lines = said.decode(errors="replace").strip().splitlines() or ["it was ended from outside"]
                raise LedgerError(f"a process that had a share of the work fell over: {lines[-1]}")
        finally:
            process.kill()


def work_from_input() -> None:
    """Do the work that is written on standard input: what such a process is for."""
    database, work = msgspec.json.decode(sys.stdin.buffer.read(), type=tuple[str, Work])
    with closing(Ledger(database, uuid4(), unsafe=True)) as ledger:  # who shares the work out has looked
        work.do(ledger)
