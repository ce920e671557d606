"""Lets what library and database raise speak our language."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from eventsourcing.persistence import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    PersistenceError,
)

from timeline.errors import LedgerError, LedgerWriteError, NotOurLedgerError, StaleWriteError

_FASTER = (
    IntegrityError,
    sqlite3.IntegrityError,
    psycopg.IntegrityError,
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
)
"""What tells that another writer came first."""
_BROKEN = (InterfaceError, OperationalError, sqlite3.OperationalError, psycopg.OperationalError, psycopg.InterfaceError)
"""What tells that the database cannot be reached, or takes nothing."""


def _said(error: BaseException) -> str:
    """Return what a database says, on one line."""
    return " ".join(str(error).split())


@contextmanager
def translated(*, writing: bool = False) -> Iterator[None]:
    """Let the errors of library and database speak our language."""
    try:
        yield
    except _FASTER as error:
        raise StaleWriteError(_said(error)) from error
    except _BROKEN as error:
        raise (LedgerWriteError if writing else LedgerError)(_said(error)) from error
    except (DatabaseError, sqlite3.DatabaseError, psycopg.Error) as error:
        raise NotOurLedgerError(_said(error)) from error
    except PersistenceError as error:
        raise LedgerError(str(error)) from error
