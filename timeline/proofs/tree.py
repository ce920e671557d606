"""The Merkle tree of RFC 6962: roots, and proofs that a leaf is in it or that one tree continues another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

EMPTY: Final = sha256(b"").digest()
"""The root of a tree without leaves."""
Subtree = Callable[[int, int], bytes]
"""Gives the hash of the perfect subtree of 2^level leaves: its level, and its place among those of that level."""


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962, section 2.1)."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others."""
    return sha256(b"\1" + left + right).digest()


def root(size: int, subtree: Subtree) -> bytes:
    """Return the root of the first *size* leaves."""
    return _hash(0, size, subtree) if size else EMPTY


def inclusion(leaf: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of a leaf in the tree of *size* leaves (RFC 6962, section 2.1.1)."""
    path, low, high = list[bytes](), 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if leaf < middle:
            path.append(_hash(middle, high, subtree))
            high = middle
        else:
            path.append(_hash(low, middle, subtree))
            low = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return what shows that the tree of *new* leaves continues that of *old* ones (RFC 6962, section 2.1.2)."""
    if old in (0, new):
        return []
    path, low, high, whole = list[bytes](), 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_hash(middle, high, subtree))
            high = middle
        else:
            path.append(_hash(low, middle, subtree))
            low, whole = middle, False
    return [*([] if whole else [_hash(low, high, subtree)]), *path[::-1]]


def included(leaf: bytes, place: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf's hash and its *path* come to (RFC 9162, section 2.1.3.2); None where none can be."""
    if not 0 <= place < size:
        return None
    walked = _walk(place, size - 1, path, (leaf, None))
    return walked and walked[0]


def consistent(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> bool:
    """Tell whether *path* shows that a tree (size and root) continues an older one (RFC 9162, section 2.1.4.2)."""
    (small, old_root), (large, new_root) = old, new
    if not 0 <= small <= large:
        return False
    if small == large:
        return not path and old_root == new_root
    if small == 0:
        return not path and old_root == EMPTY
    steps = [old_root, *path] if small & (small - 1) == 0 else list(path)
    if not steps:
        return False
    first, last = small - 1, large - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    return _walk(first, last, steps[1:], (steps[0], steps[0])) == (new_root, old_root)


def _walk(
    place: int, last: int, path: Sequence[bytes], start: tuple[bytes, bytes | None]
) -> tuple[bytes, bytes | None] | None:
    """Go up from a node to the root, with the root of the older tree beside it."""
    newer, older = start
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            newer, older = node_hash(step, newer), None if older is None else node_hash(step, older)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, step)
        place, last = place >> 1, last >> 1
    return (newer, older) if last == 0 else None


def _hash(low: int, high: int, subtree: Subtree) -> bytes:
    """Return the hash of the leaves from *low* on, before *high*."""
    count = high - low
    level = count.bit_length() - 1
    if count == 1 << level:  # and so low is a multiple of it
        return subtree(level, low >> level)
    middle = low + _split(count)
    return node_hash(_hash(low, middle, subtree), _hash(middle, high, subtree))


def _split(count: int) -> int:
    """Return the largest power of two below *count*."""
    return 1 << ((count - 1).bit_length() - 1)
