"""Everything As Known can refuse or fail at, one class per thing that can be wrong."""

from __future__ import annotations

from typing import NamedTuple


class FieldProblem(NamedTuple):
    """What is wrong with a field: *pointer* (RFC 6901; '' is the whole) is the place, *detail* says what is allowed."""

    pointer: str
    detail: str


def quoted(text: str, longest: int = 60) -> str:
    """Return *text* as an error may repeat it: in quotes, and shortened, for it may be a megabyte."""
    return f'"{text}"' if len(text) <= longest else f'"{text[:longest]}…"'


class TimelineError(Exception):
    """As Known could not do what was asked."""

    @property
    def detail(self) -> str:
        """The message for a person: what the class says, and the facts of this case."""
        says = (type(self).__doc__ or "").strip()
        return " ".join([says, *map(str, self.args)])

    def __str__(self) -> str:
        return self.detail


class UnreadableError(TimelineError):
    """This cannot be read as JSON of the native format:"""


class NotAllowedError(TimelineError, ValueError):  # msgspec carries a ValueError out of a value, with its place
    """This is not allowed:"""

    def __init__(self, *problems: FieldProblem) -> None:
        super().__init__("; ".join(f"{pointer or '(whole)'}: {detail}" for pointer, detail in problems))
        self.problems = problems

    @classmethod
    def at(cls, pointer: str, detail: str) -> NotAllowedError:
        """Return the error for one field."""
        return cls(FieldProblem(pointer, detail))


class KeyTakenError(NotAllowedError):
    """This key was given to another request:"""

    def __init__(self, key: str) -> None:
        said = f"{quoted(key)} was sent with another method, path or body; a new request takes a new key"
        super().__init__(FieldProblem("/Idempotency-Key", said))
        self.key = key


class AsOfError(NotAllowedError):
    """This point of view does not exist (yet):"""


class UnknownError(TimelineError):
    """This is not in the ledger:"""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(f"{what} '{name}'")
        self.what, self.name = what, name


class ConflictError(TimelineError):
    """This is recorded already, and says something else:"""

    def __init__(self, what: str, key: str, pointer: str) -> None:
        super().__init__(f"{what} '{key}' differs in {pointer}")
        self.what, self.key, self.pointer = what, key, pointer


class NotReadyError(TimelineError):
    """The views have not reached this position yet; ask again soon:"""

    def __init__(self, wanted: int, reached: int) -> None:
        super().__init__(f"{wanted} was asked for, {reached} is reached")
        self.wanted, self.reached = wanted, reached


class BackupError(TimelineError):
    """No backup can be made, or restored:"""


class NotSealedError(TimelineError):
    """The log has not got there yet; ask again in some seconds. Not sealed is:"""


class ErasingError(TimelineError):
    """Wording was erased, and the views are being made anew without it; ask again soon."""


class ErasedError(NotAllowedError):
    """This was erased, and may not be recorded again:"""


class LedgerError(TimelineError):
    """The ledger's database cannot be used:"""


class NotOurLedgerError(LedgerError):
    """This database is not a ledger of As Known:"""


class NotDurableError(LedgerError):
    """This database may lose what it has acknowledged:"""


class LedgerWriteError(LedgerError):
    """The database took nothing of this write (it may be read-only, locked or out of space):"""


class KeyFileError(LedgerError):
    """A private key, or the file beside it, cannot be used:"""


class BrokenLogError(LedgerError):
    """The log does not hold what it must; run `timeline verify` to see where:"""


class ForkedLogError(LedgerError):
    """Signing here would give the log two histories, so nothing is signed:"""


class ForkSeenError(TimelineError):
    """THIS LOG DOES NOT CONTINUE WHAT IT SIGNED BEFORE: facts were changed, removed, or put in another order:"""


class UnreachableError(TimelineError):
    """The server cannot be asked, or does not answer as it should:"""

    def __init__(self, said: str, *, refused: bool = False) -> None:
        super().__init__(said)
        self.refused = refused


class NotSignedError(TimelineError):
    """This is not signed as it should be:"""


class UnreadableFactError(LedgerError):
    """A stored fact cannot be read, or one to be stored would not read back the same:"""


class StaleWriteError(LedgerError):
    """Another writer was faster; nothing of this write was stored:"""
