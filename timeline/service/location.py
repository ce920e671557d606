"""Where a database is: the addresses that `--database` and TIMELINE_DATABASE_URL take."""

from __future__ import annotations

from uuid import uuid4

from timeline.errors import NotAllowedError

_SQLITE = "sqlite:///"
MEMORY = ":memory:"


def database_name(url: str) -> str:
    """Return the path of the SQLite file that *url* names: relative behind three slashes, absolute behind four.

    `sqlite:///:memory:` names a new database in memory. Raises NotAllowedError.
    """
    if not url.startswith(_SQLITE) or not (path := url.removeprefix(_SQLITE)):
        raise NotAllowedError.at("/database", f'"{url}" is no address; allowed: sqlite:///path/to/file.db')
    if path == MEMORY:
        return f"file:{uuid4().hex}?mode=memory&cache=shared"
    if path.startswith("file:") or MEMORY in path:
        raise NotAllowedError.at("/database", f'"{url}" is no file; allowed: sqlite:///path/to/file.db')
    return path
