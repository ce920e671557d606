"""What the log proves, read from one snapshot: checkpoints, tiles, and paths through the tree."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from timeline.database import Cursor, one, rows
from timeline.errors import BrokenLogError, NotSealedError, NotSignedError, UnknownError
from timeline.facts import LEDGER_STREAM, LogRestarted
from timeline.ledger import Ledger, Stored
from timeline.proofs import Leaf, Tiles, read_checkpoint
from timeline.sealing.blanked import Blanked
from timeline.sealing.headers import Headers
from timeline.sealing.statements import sql


class LeafRow(NamedTuple):
    """What is kept of a leaf; *salt* is None where wording was erased."""

    leaf: int
    position: int
    salt: bytes | None
    commitment: bytes


class Checkpoint(NamedTuple):
    """A signed head of the tree, with the *note* that says so, and the public key that it names."""

    origin: str
    size: int
    root: bytes
    note: str
    vkey: str = ""


def reached(c: Cursor) -> tuple[int, int]:
    """Return how many leaves there are, and the position of the last one."""
    return one(c, sql(c)["reached"]) or (0, 0)


def tile(c: Cursor, level: int, number: int) -> bytes:
    """Return the hashes of a tile, as many as there are."""
    row = one(c, sql(c)["tile"], {"level": level, "number": number})
    return b"" if row is None else bytes(row[0])


def tiles(c: Cursor, size: int) -> Tiles:
    """Return the tree of *size* leaves."""
    return Tiles(partial(tile, c), size)


def newest_checkpoint(c: Cursor) -> Checkpoint | None:
    """Return the newest checkpoint; None before the first. Raises BrokenLogError for what is none."""
    row = one(c, sql(c)["newest_checkpoint"])
    return None if row is None else _kept("the newest checkpoint", *row)


def _kept(name: str, note: str, vkey: str) -> Checkpoint:
    try:
        return as_checkpoint(note, vkey)
    except NotSignedError as error:
        raise BrokenLogError(f"{name}: {error.detail}") from error


def as_checkpoint(note: str, vkey: str = "") -> Checkpoint:
    """Return what a signed checkpoint says, its signatures unchecked. Raises NotSignedError."""
    return Checkpoint(*read_checkpoint(note), note, vkey)


def named(ledger: Ledger, c: Cursor) -> list[LogRestarted]:
    """Return how the log was named anew, each time."""
    return [one.fact for one in ledger.stream(c, LEDGER_STREAM) if isinstance(one.fact, LogRestarted)]


class Log:
    """The log as one snapshot of the database has it."""

    def __init__(self, ledger: Ledger, c: Cursor) -> None:
        self._ledger, self._c = ledger, c
        self._headers = Headers(ledger, c)

    @property
    def newest(self) -> Checkpoint:
        """The newest checkpoint. Raises NotSealedError before the first."""
        found = newest_checkpoint(self._c)
        if found is None:
            raise NotSealedError("nothing")
        return found

    def checkpoint(self, size: int | None) -> Checkpoint:
        """Return the checkpoint over *size* leaves, or the newest. Raises UnknownError or NotSealedError."""
        newest = self.newest
        if size is None or size == newest.size:
            return newest
        row = one(self._c, sql(self._c)["checkpoint_of"], (size,))
        if row is None:
            raise UnknownError("checkpoint", f"of {size} facts")
        return _kept(f"the checkpoint of {size} facts", *row)

    def tiles(self, size: int) -> Tiles:
        """Return the tree of the first *size* leaves."""
        return tiles(self._c, size)

    def tile(self, level: int, number: int) -> bytes:
        """Return the hashes of a tile, as many as there are."""
        return tile(self._c, level, number)

    def row(self, position: int, under: Checkpoint) -> LeafRow:
        """Return the leaf of a position under a checkpoint. Raises UnknownError or NotSealedError."""
        found = one(self._c, sql(self._c)["leaf_of"], (position,))
        if found is not None and found[0] < under.size:
            return LeafRow(*found)
        if under.size < self.newest.size:
            raise UnknownError("fact", f"{position} under the checkpoint of {under.size} facts")
        newest = self._ledger.newest(self._c)
        if newest is not None and reached(self._c)[1] < position <= newest.position:
            raise NotSealedError(f"position {position}")
        raise UnknownError("fact", str(position))

    def stored(self, position: int) -> Stored:
        """Return what is stored at a position. Raises UnknownError."""
        found = next(iter(self._ledger.stored(self._c, position - 1, position)), None)
        if found is None:
            raise UnknownError("fact", str(position))
        return found

    def last(self, size: int) -> int:
        """Return the position of the last of *size* leaves; 0 where there are none."""
        row = one(self._c, sql(self._c)["position_of"], (size - 1,))
        return 0 if row is None else int(row[0])

    def erasures_of(self, position: int) -> list[int]:
        """Return the positions of the erasures that took wording from a position."""
        return Blanked(self._c).by(position)

    def leaf(self, row: LeafRow, stored: Stored) -> Leaf:
        """Return the header of a leaf."""
        return self._headers.leaf(stored, bytes(row.commitment))

    def leaves(self, first: int, behind: int) -> Iterator[tuple[LeafRow, Stored, Leaf]]:
        """Yield the leaves from *first* on, before *behind*, with what is stored. Raises BrokenLogError."""
        found = [LeafRow(*row) for row in rows(self._c, sql(self._c)["leaves"], {"first": first, "behind": behind})]
        if len(found) != behind - first:
            raise BrokenLogError(f"{len(found)} of {behind - first} leaves from {first} on are there")
        if not found:
            return
        stored = self._ledger.stored(self._c, found[0].position - 1, found[-1].position)
        for row in found:
            fact = next(stored, None)
            if fact is None or fact.position != row.position:
                raise BrokenLogError(f"position {row.position} is not what leaf {row.leaf} stands for")
            yield row, fact, self.leaf(row, fact)
