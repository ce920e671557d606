"""Proofs for others, as docs/log.md describes them: of one fact, and of an answer that leaves nothing out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Final

import msgspec

from timeline.errors import BrokenLogError, UnreadableFactError
from timeline.ledger import Stored
from timeline.proofs import Leaf, inclusion
from timeline.sealing.headers import ERASURE
from timeline.sealing.log import Checkpoint, LeafRow, Log

FACT: Final = "asknown-proof/1"
RECEIPT: Final = "asknown-receipt/1"


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """What a commitment binds: *salt* in base64 (None where wording was erased), *stream* in hex, *state* as stored."""

    salt: str | None
    stream: str
    state: str


class FactProof(msgspec.Struct, frozen=True, kw_only=True):
    """Everything there is to check one fact."""

    format: str
    key: str
    header: str
    salt: str | None
    stream: str
    state: str
    proof: str
    erasures: list[FactProof] = []


class SignedReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """An answer, and what shows that nothing was left out; *facts* are by leaf number."""

    format: str
    key: str
    checkpoint: str
    headers: list[str]
    statement: str
    answer: str
    facts: dict[str, Wording]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt answers: the address that asks for it, and the number of its timeline."""

    path: str
    timeline: int


def wording(row: LeafRow, stored: Stored) -> Wording:
    """Return what a leaf's commitment binds. Raises UnreadableFactError."""
    try:
        state = stored.state.decode()
    except UnicodeDecodeError as error:
        raise UnreadableFactError(f"position {stored.position}: {error}") from error
    salt = None if row.salt is None else b64encode(row.salt).decode()
    return Wording(salt=salt, stream=stored.stream.hex, state=state)


def inclusion_proof(log: Log, place: int, under: Checkpoint) -> str:
    """Return that a leaf lies under a checkpoint, as c2sp.org/tlog-proof writes it."""
    path = inclusion(place, under.size, log.tiles(under.size).subtree)
    lines = ["c2sp.org/tlog-proof@v1", f"index {place}", *(b64encode(step).decode() for step in path)]
    return "\n".join([*lines, "", under.note])


def fact_proof(log: Log, position: int, under: Checkpoint) -> FactProof:
    """Return what shows that a fact is under a checkpoint. Raises UnknownError or NotSealedError.

    It is not, as it now stands, where its wording was erased behind that checkpoint.
    """
    row, stored = log.row(position, under), log.stored(position)
    bound, erasures = wording(row, stored), list[FactProof]()
    if row.salt is None:
        erasures = [fact_proof(log, erasure, under) for erasure in log.erasures_of(position)]
    return FactProof(
        format=FACT,
        key=under.vkey,
        header=log.leaf(row, stored).data.decode(),
        salt=bound.salt,
        stream=bound.stream,
        state=bound.state,
        proof=inclusion_proof(log, row.leaf, under),
        erasures=erasures,
    )


class Evidence(msgspec.Struct, frozen=True):
    """The headers under a checkpoint, and the wording of all facts that an answer may rest on."""

    checkpoint: Checkpoint
    headers: list[str]
    facts: dict[str, Wording]


def evidence(log: Log, timeline: int, position: int) -> Evidence:
    """Gather what an answer on a *timeline* up to a *position* may rest on. Raises BrokenLogError, NotSealedError."""
    newest = log.newest
    headers, facts = list[str](), dict[str, Wording]()
    for row, stored, leaf in _leaves(log, newest.size):
        headers.append(leaf.data.decode())
        if leaf.topic == ERASURE or (leaf.position <= position and leaf.timeline in (timeline, None)):
            facts[str(row.leaf)] = wording(row, stored)
    if log.last(newest.size) < position:
        raise BrokenLogError(f"position {position} is answered, and not sealed")
    return Evidence(newest, headers, facts)


def _leaves(log: Log, size: int, chunk: int = 5_000) -> Iterator[tuple[LeafRow, Stored, Leaf]]:
    for first in range(0, size, chunk):
        yield from log.leaves(first, min(first + chunk, size))
