"""A leaf of the log: what stands in the open about a fact, and the commitment to its wording (docs/log.md)."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

SALT: Final = 16
"""Bytes of a salt: nobody can guess it, so nobody can try wordings against a commitment without it."""
_encode = msgspec.json.Encoder().encode


class Leaf(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The header of a fact; *recorded* is an instant, *commitment* 64 hex digits. Field order is that of its bytes."""

    v: int = 1
    position: int
    stream: int
    version: int
    topic: str
    recorded: str
    timeline: int | None
    commitment: str

    @property
    def data(self) -> bytes:
        """The bytes that are hashed."""
        return _encode(self)


def commitment(salt: bytes, stream: UUID, state: bytes) -> bytes:
    """Return what binds a leaf to the stored bytes of its fact, and tells nothing of them without the *salt*."""
    return hmac.digest(salt, stream.bytes + state, "sha256")


def blanked_digest(stream: UUID, state: bytes) -> str:
    """Return by which digest an erasure names the bytes that it leaves."""
    return sha256(stream.bytes + state).hexdigest()
