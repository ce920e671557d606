"""What loses its power: a process that sets a ledger up, records so many reports, acknowledges each, and seals."""

from __future__ import annotations

import sys
from contextlib import suppress
from unittest.mock import patch

from tests.crashes.material import GROUND
from tests.crashes.workers import record
from timeline.errors import LedgerError
from timeline.ledger.sqlite import LedgerCursor
from timeline.service import Timeline

OURS = "FULL"
CHECKPOINTS = {"PRAGMA wal_autocheckpoint = 1000": "PRAGMA wal_autocheckpoint = 200"}
"""Several in a short trace."""


def main(url: str, number: str, level: str) -> None:
    """Record a *number* of reports; at another *level* of synchronous than ours, to show what that would lose."""
    execute = LedgerCursor.execute

    def weakly(cursor: LedgerCursor, statement: str, *given: object) -> None:
        if level != OURS and statement == "BEGIN IMMEDIATE":
            execute(cursor, f"PRAGMA synchronous = {level}")
        execute(cursor, CHECKPOINTS.get(statement, statement), *given)

    with patch.object(LedgerCursor, "execute", weakly), Timeline(url) as timeline:
        for command in GROUND:
            timeline.record(command)
        with suppress(LedgerError):
            timeline.seal()
        record(timeline, "report", int(number), excused=(LedgerError,))
        with suppress(LedgerError):
            timeline.rebuild(batch=40)
            timeline.seal()
        record(timeline, "late", 3, excused=(LedgerError,))


if __name__ == "__main__":
    main(*sys.argv[1:])
