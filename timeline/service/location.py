"""Where a database is: the addresses that `--database` and TIMELINE_DATABASE_URL take."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from timeline.errors import NotAllowedError
from timeline.ledger import must_be_libpq_uri

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")
_ALLOWED = "sqlite:///path/to/file.db, or a libpq URI as postgresql://host/database"
MEMORY = ":memory:"
IN_MEMORY = f"{_SQLITE}{MEMORY}"
"""The address of a new database in memory, which is this process's own."""


def key_beside(url: str) -> Path | None:
    """Return where the key that signs a ledger lies unless told: beside a file; a server has no such place."""
    if url == IN_MEMORY or not url.startswith(_SQLITE):
        return None
    file = Path(url.removeprefix(_SQLITE))
    return Path(f"{file.resolve() if file.is_symlink() else file}.key")  # one file has one key, by whichever name


def must_be_there(url: str) -> None:
    """Refuse the address of a file that is not there, where it is not to be made. Raises NotAllowedError."""
    if url != IN_MEMORY and url.startswith(_SQLITE) and not Path(url.removeprefix(_SQLITE)).exists():
        raise NotAllowedError.at("/database", f"there is no file {url.removeprefix(_SQLITE)}")


def database_name(url: str) -> str:
    """Return what the ledger opens for *url*.

    A libpq URI (`postgresql://…`) stays what it is. `sqlite:///` is followed by the path of a file, so that a relative
    one stands behind three slashes, an absolute one behind four; `sqlite:///:memory:` names a new database in memory.
    Raises NotAllowedError.
    """
    if url.startswith(_POSTGRES):
        must_be_libpq_uri(url)
        return url
    if not url.startswith(_SQLITE) or not (path := url.removeprefix(_SQLITE)):
        raise NotAllowedError.at("/database", f'"{url}" is no address; allowed: {_ALLOWED}')
    if path == MEMORY:
        return f"file:{uuid4().hex}?mode=memory&cache=shared"
    if path.startswith("file:") or MEMORY in path:
        raise NotAllowedError.at("/database", f'"{url}" is no file; allowed: sqlite:///path/to/file.db')
    return path
