"""What a bench needs of a database that As Known can live in, and of the driver below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol
from uuid import UUID

Finished = tuple[UUID, int, str, bytes]
"""A fact as the log stores it: its stream, its place there, its topic, and its bytes."""
Loading = Callable[[], object]


class Bare(Protocol):
    """A table of the log's shape, filled by the driver alone."""

    def ready(self, rows: Sequence[Finished]) -> Sequence[Any]:
        """Return rows as the driver takes them."""

    def append(self, rows: Sequence[Any]) -> None:
        """Store rows in one transaction that is on the disk when this returns."""

    def stored(self, after: int, upto: int) -> Sequence[Any]:
        """Read position, topic and bytes of what the log itself holds."""

    def close(self) -> None:
        """Let go of the databases."""


class Store(Protocol):
    """One kind of database, and where databases of this run are."""

    @property
    def name(self) -> str:
        """What it is called in tables."""

    def address(self, database: str) -> str:
        """Return the address of a database."""

    def exists(self, database: str) -> bool:
        """Tell whether there is one."""

    def create(self, database: str) -> None:
        """Make way for a new one."""

    def remove(self, database: str) -> None:
        """Take one away, if there is one."""

    def size(self, database: str) -> int:
        """Return how many bytes it takes."""

    def bare(self, log: str) -> Bare:
        """Give a bare table of the shape that the *log* has, in a database of its own."""

    def loadings(self, views: str, generation: int) -> Iterator[Loading]:
        """Yield the pieces of work that load and index, in a database of its own, what the views hold."""
