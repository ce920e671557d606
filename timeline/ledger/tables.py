"""The versions of the ledger's tables: what each added, and so what an older ledger lacks."""

from __future__ import annotations

from typing import Final

from timeline.database import Cursor, script
from timeline.errors import NotOurLedgerError
from timeline.ledger.appending import sql

_STEPS: Final = ("create", "create_2")
SCHEMA: Final = len(_STEPS)
NOTHING: Final = 0
"""The version of an empty database."""


def complete(c: Cursor, version: int) -> None:
    """Add what tables of a *version* lack; an older ledger keeps all that it holds."""
    for step in _STEPS[version:]:
        script(c, sql(c, step))


def must_be_known(version: int) -> int:
    """Return a *version* that this software reads. Raises NotOurLedgerError for one of the future."""
    if not NOTHING < version <= SCHEMA:
        raise NotOurLedgerError(f"its schema is version {version}; this software reads versions 1 to {SCHEMA}")
    return version
