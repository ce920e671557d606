"""Checks a whole ledger: facts, order, leaves, tree and signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from timeline.database import Cursor, rows
from timeline.errors import LedgerError, NotSignedError, UnreadableFactError
from timeline.ledger import Ledger, Stored
from timeline.proofs import (
    HASH,
    WIDTH,
    Tiles,
    Verifier,
    blanked_digest,
    commitment,
    leaf_hash,
    open_note,
    root,
)
from timeline.sealing.blanked import Blanked
from timeline.sealing.headers import Headers
from timeline.sealing.keys import Keys
from timeline.sealing.log import Checkpoint, LeafRow, as_checkpoint, named
from timeline.sealing.order import Order
from timeline.sealing.statements import sql


class Finding(NamedTuple):
    """Something that is not as it was written: *place* says where, *detail* what."""

    place: str
    detail: str


class Verdict(NamedTuple):
    """What a verification came to: facts read and sealed, checkpoints checked, the log's name, all findings."""

    facts: int
    sealed: int
    checkpoints: int
    signer: str | None
    findings: list[Finding]


class Trusted(NamedTuple):
    """What is trusted beside the database: the log's public key (None: any), and whose word that is.

    Where a key was *given*, something must be signed. *signed* is the checkpoint that the *file* beside the key holds;
    *troubles* tell what of both cannot be read.
    """

    key: bytes | None
    because: str
    given: bool
    signed: str | None
    file: str
    troubles: list[Finding]

    @classmethod
    def of(cls, log_key: str | None, keys: Keys) -> Trusted:
        """Return what is trusted: ask before a snapshot is taken, which then holds all that was signed.

        Raises NotSignedError for a *log_key* that is none.
        """
        file, signed, troubles = f"{keys.path}.checkpoint", None, list[Finding]()
        key, because = _given(log_key) if log_key is not None else _beside(keys, troubles)
        try:
            signed = keys.signed()
        except LedgerError as error:
            troubles.append(Finding(file, error.detail))
        return cls(key, because, log_key is not None, signed, file, troubles)


def _given(log_key: str) -> tuple[bytes, str]:
    return Verifier.parse(log_key).key, "The key is the one that was given."


def _beside(keys: Keys, troubles: list[Finding]) -> tuple[bytes | None, str]:
    private = None
    try:
        private = keys.known()
    except LedgerError as error:
        troubles.append(Finding(f"{keys.path}", error.detail))
    if private is None:
        return None, "The key is the database's own word: name the one that you trust with --log-key."
    return private.public_key().public_bytes_raw(), f"The key is that of {keys.path}."


class Verifying:
    """One verification of a ledger, on one snapshot. Whatever cannot be read is a finding."""

    def __init__(self, ledger: Ledger, c: Cursor, trusted: Trusted) -> None:
        self._ledger, self._c, self._trusted = ledger, c, trusted
        self._findings = [*trusted.troubles]
        self._grown = Tiles(lambda *_: b"", 0)
        self._roots: dict[int, bytes] = {}
        self._names: list[str] = []
        self._count = self._position = 0

    def verdict(self, on_fact: Callable[[int], object]) -> Verdict:
        """Check everything; tell *on_fact* of each fact."""
        checkpoints = self._checkpoints()
        wanted = {checkpoint.size for checkpoint in checkpoints}
        self._roots[0] = root(0, self._grown.subtree)
        try:
            self._facts(wanted, on_fact)
        except LedgerError as error:  # nothing behind it can be read
            self._find(f"behind position {self._position}", error.detail)
        self._tiles()
        for checkpoint in checkpoints:
            if self._roots.get(checkpoint.size) != checkpoint.root:
                self._find(
                    f"checkpoint of {checkpoint.size}", "the facts under it do not give the root that was signed"
                )
        self._signatures(checkpoints)
        return Verdict(self._count, self._grown.size, len(checkpoints), self._names[-1] or None, self._findings)

    def _find(self, place: str, detail: str) -> None:
        self._findings.append(Finding(place, detail))

    def _facts(self, wanted: set[int], on_fact: Callable[[int], object]) -> None:
        """Go through facts and leaves side by side."""
        headers, blanked = Headers(self._ledger, self._c), self._blanked()
        order, leaves = Order(self._ledger, self._c, self._find), self._leaves()
        row = next(leaves, None)
        for stored in self._ledger.stored(self._c):
            self._count, self._position = self._count + 1, stored.position
            order.take(stored)
            while row is not None and row.position < stored.position:
                row = self._left_over(row, leaves)
            if row is not None and row.position == stored.position:
                self._leaf(row, stored, headers, blanked.get(stored.position))
                if self._grown.size in wanted:
                    self._roots[self._grown.size] = root(self._grown.size, self._grown.subtree)
                row = next(leaves, None)
            elif row is not None:
                self._find(f"position {stored.position}", "it was put among facts that are sealed, and has no leaf")
            on_fact(1)
        while row is not None:
            row = self._left_over(row, leaves)
        order.end()

    def _left_over(self, row: LeafRow, leaves: Iterator[LeafRow]) -> LeafRow | None:
        self._find(f"leaf {row.leaf}", f"it stands for position {row.position}, which is gone")
        return next(leaves, None)

    def _leaf(self, row: LeafRow, stored: Stored, headers: Headers, blanked: str | None) -> None:
        """Check a fact against its leaf, and let the tree grow by it."""
        place = f"position {stored.position}"
        if row.leaf != self._grown.size:
            self._find(place, f"it is leaf {row.leaf}, {self._grown.size} is next")
        committed = bytes(row.commitment)
        if row.salt is not None:
            if commitment(bytes(row.salt), stored.stream, stored.state) != committed:
                self._find(place, "it is not what was committed to")
        elif blanked is None:
            self._find(place, "its salt is gone, and no erasure says so")
        elif blanked_digest(stored.stream, stored.state) != blanked:
            self._find(place, "it is not what its erasure left")
        try:
            hashed = leaf_hash(headers.leaf(stored, committed).data)
        except UnreadableFactError as error:
            self._find(place, error.detail)
            hashed = bytes(HASH)
        self._grown.add(hashed)

    def _tiles(self) -> None:
        """Compare the tiles that are kept with those of the tree that has grown again."""
        grown = {(level, number): hashes for level, number, hashes in self._grown.changed()}
        for level, number, hashes in rows(self._c, sql(self._c)["tiles"]):
            if grown.pop((level, number), None) != bytes(hashes):
                self._find(f"tile {number} of level {level}", "its hashes are not those of the facts")
        for level, number in grown:
            self._find(f"tile {number} of level {level}", "it is missing")

    def _checkpoints(self) -> list[Checkpoint]:
        """Return the checkpoints that can be read, their signatures checked."""
        found, missing = list[Checkpoint](), 0
        self._names = self._origins()
        for number, (counted, size, note, vkey) in enumerate(rows(self._c, sql(self._c)["checkpoints"]), 1):
            place = f"checkpoint {counted}"
            if counted != number + missing:
                self._find(place, f"number {number + missing} is missing before it")
                missing = counted - number
            try:
                checkpoint = as_checkpoint(note, vkey)
                verifier = Verifier.parse(vkey)
                open_note(note, [verifier])
            except NotSignedError as error:
                self._find(place, error.detail)
                continue
            if verifier.name != checkpoint.origin:
                self._find(place, f"{verifier.name} signed for {checkpoint.origin}")
            if size != checkpoint.size:
                self._find(place, f"it is kept as one of {size} facts")
            if checkpoint.origin not in self._names:
                self._find(place, f"it is of another log, {checkpoint.origin}")
            found.append(checkpoint)
        return found

    def _origins(self) -> list[str]:
        """Return how the log was called, the present name last."""
        first = next((note.partition("\n")[0] for *_, note, _ in rows(self._c, sql(self._c)["checkpoints"])), "")
        try:
            return [first, *(renamed.origin for renamed in named(self._ledger, self._c))]
        except LedgerError as error:
            self._find("the ledger's own facts", error.detail)
            return [first]

    def _signatures(self, checkpoints: list[Checkpoint]) -> None:
        """Check that the newest checkpoint covers all leaves, and that those are there that are trusted."""
        covered, trusted = max((checkpoint.size for checkpoint in checkpoints), default=0), self._trusted
        if covered < self._grown.size:
            self._find(f"leaf {covered}", "no checkpoint is left that covers the leaves from here on")
        for checkpoint in checkpoints:
            must = checkpoint.size == covered or checkpoint.origin == self._names[-1]
            if must and trusted.key not in (None, Verifier.parse(checkpoint.vkey).key):
                self._find(f"checkpoint of {checkpoint.size}", f"it is signed with another key. {trusted.because}")
        if trusted.given and not checkpoints:
            self._find("checkpoints", f"there is none, so nothing is signed. {trusted.because}")
        if trusted.signed is not None and trusted.signed not in {checkpoint.note for checkpoint in checkpoints}:
            self._find(trusted.file, "the database does not hold the checkpoint that was signed last")

    def _leaves(self) -> Iterator[LeafRow]:
        first = 0
        while chunk := rows(self._c, sql(self._c)["leaves"], {"first": first, "behind": first + WIDTH * 20}):
            for found in chunk:
                yield LeafRow(*found)
            first = chunk[-1][0] + 1

    def _blanked(self) -> dict[int, str]:
        try:
            return Blanked(self._c).digests
        except UnreadableFactError as error:
            self._find("erasures", error.detail)
            return {}
