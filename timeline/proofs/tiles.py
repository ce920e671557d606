"""The tree as tiles of 256 hashes (c2sp.org/tlog-tiles): what is kept, served, and read proofs from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from timeline.errors import BrokenLogError
from timeline.proofs.tree import node_hash

HEIGHT: Final = 8
WIDTH: Final = 1 << HEIGHT
HASH: Final = 32
Read = Callable[[int, int], bytes]
"""Gives the hashes of a tile, as many as there are: its level and its number."""


class Tiles:
    """The tree behind tiles that are read once each, and those that change when leaves are added."""

    def __init__(self, read: Read, size: int) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytearray] = {}
        self._changed: set[tuple[int, int]] = set()

    def add(self, leaf: bytes) -> None:
        """Add the hash of the next leaf; a tile that is full gives its hash to the one above."""
        level, place, hashed = 0, self.size, leaf
        self.size += 1
        while True:
            number = place // WIDTH
            tile = self._tile(level, number)
            tile += hashed
            self._changed.add((level, number))
            if len(tile) < WIDTH * HASH:
                return
            level, place, hashed = level + 1, number, _folded(tile)

    def changed(self) -> list[tuple[int, int, bytes]]:
        """Return level, number and hashes of the tiles that changed, and forget which they were."""
        changed = [(level, number, bytes(self._tiles[level, number])) for level, number in sorted(self._changed)]
        self._changed.clear()
        return changed

    def subtree(self, level: int, place: int) -> bytes:
        """Return the hash of a perfect subtree of 2^level leaves. Raises BrokenLogError where it is not there."""
        above, within = divmod(level, HEIGHT)
        number, offset = divmod(place << within, WIDTH)
        end = offset + (1 << within)
        tile = self._tile(above, number)
        if len(tile) < end * HASH:
            raise BrokenLogError(f"tile {number} of level {above} lacks hashes")
        return _folded(tile[offset * HASH : end * HASH])

    def _tile(self, level: int, number: int) -> bytearray:
        key = (level, number)
        if key not in self._tiles:
            self._tiles[key] = bytearray(self._read(level, number))
        return self._tiles[key]


def _folded(tile: bytes | bytearray) -> bytes:
    """Return the hash over as many hashes as a power of two."""
    hashes = [bytes(tile[at : at + HASH]) for at in range(0, len(tile), HASH)]
    while len(hashes) > 1:
        hashes = [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes), 2)]
    return hashes[0]


def tile_path(number: int) -> str:
    """Return a tile's number as addresses write it: groups of three digits, all but the last with an x before."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))
