"""The statements of log.sql, in the words of whichever database."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.database import Cursor
from timeline.sql import statements


def sql(c: Cursor) -> Mapping[str, str]:
    """Return the statements of log.sql by name."""
    return statements("timeline.sealing", "log.sql", c.dialect)
