"""Proving what the ledger holds: sealed facts, checkpoints, proofs, receipts, and a verification of it all."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from timeline.errors import LedgerError, NotAllowedError, UnknownError
from timeline.proofs import HASH, WIDTH, Signer, consistency
from timeline.sealing import Finding, Keys, Log, Sealer, Trusted, Verifying, key_of, unsealed
from timeline.sealing.proofs import RECEIPT, FactProof, Question, SignedReceipt, evidence, fact_proof, inclusion_proof
from timeline.service.naming import Naming

SEALING = 2.0
"""Seconds between two checkpoints, at least, while there is something to seal."""
_AGAIN = 10.0  # seconds, where it could not be
_LENGTH = 2  # bytes, before each header of a bundle


class Verification(NamedTuple):
    """What a verification of facts, order, tree and signatures came to; *unsealed* facts are in no checkpoint yet.

    *signer* is the log's name, *trust* says whose word it is that the key is the right one.
    """

    facts: int
    sealed: int
    unsealed: int
    checkpoints: int
    signer: str | None
    trust: str
    findings: list[Finding]


class Proving(Naming):
    """What others can check of a ledger without trusting it (docs/log.md)."""

    _keys: Keys
    _sealer: Sealer
    _next_seal = 0.0

    @property
    def key_file(self) -> Path | None:
        """The file of the key that signs the log; None where there is no place for one."""
        return self._keys.path

    @property
    def seals(self) -> bool:
        """Whether there is a key to sign with, or a place for one."""
        return self._sealer.has_key

    def seal(self, on_batch: Callable[[int], object] | None = None) -> int:
        """Make every committed fact a leaf of the log and sign it; return the last position sealed.

        Raises NotAllowedError without a key, ForkedLogError where that would give the log a second history.
        """
        if not self.seals:
            raise NotAllowedError.at(
                "/key", "a ledger on a server is signed by a key whose file is named; see docs/log.md"
            )
        return self._sealer.seal(on_batch)

    def seal_in_time(self, newest: int, troubled: Callable[[LedgerError], object]) -> None:
        """Seal what lies up to the *newest* position, not more often than every SEALING seconds.

        *troubled* is told where that cannot be; it is tried again later.
        """
        if not self.seals or not self._sealer.is_due(newest) or time.monotonic() < self._next_seal:
            return
        self._next_seal = time.monotonic() + SEALING
        try:
            self.seal()
        except LedgerError as error:
            self._next_seal = time.monotonic() + _AGAIN
            troubled(error)

    def seal_before_end(
        self, troubled: Callable[[LedgerError], object], on_batch: Callable[[int], object] | None = None
    ) -> None:
        """Seal what is left, where there is a key; *troubled* is told where that cannot be."""
        if self.seals:
            try:
                self.seal(on_batch)
            except LedgerError as error:
                troubled(error)

    def unsealed(self) -> int:
        """Return how many facts no checkpoint covers yet."""
        with self._ledger.reading() as c:
            return unsealed(c)

    def checkpoint(self) -> str:
        """Return the newest checkpoint as a signed note. Raises NotSealedError before the first."""
        with self._log() as log:
            return log.newest.note

    def log_key(self) -> str:
        """Return the public key of the log as a vkey. Raises NotSealedError before the first checkpoint."""
        with self._log() as log:
            return log.newest.vkey

    def tile(self, level: int, number: int, width: int = WIDTH) -> bytes:
        """Return *width* hashes of a tile (c2sp.org/tlog-tiles). Raises UnknownError where there are fewer."""
        with self._log() as log:
            complete = log.newest.size >> (8 * level)
            if not 0 < width <= WIDTH or number * WIDTH + width > complete:
                raise UnknownError("tile", f"{level}/{number} of {width}")
            return log.tile(level, number)[: width * HASH]

    def headers(self, number: int, width: int = WIDTH) -> bytes:
        """Return *width* headers, each behind its length in two bytes (c2sp.org/tlog-tiles). Raises UnknownError."""
        with self._log() as log:
            first = number * WIDTH
            if not 0 < width <= WIDTH or first + width > log.newest.size:
                raise UnknownError("bundle of headers", f"{number} of {width}")
            found = [leaf.data for _, _, leaf in log.leaves(first, first + width)]
        return b"".join(len(header).to_bytes(_LENGTH, "big") + header for header in found)

    def fact_proof(self, position: int, size: int | None = None) -> FactProof:
        """Return what shows that a fact is in the log: under the checkpoint of *size* facts, or the newest.

        Raises UnknownError, or NotSealedError for a fact that is new.
        """
        with self._log() as log:
            return fact_proof(log, position, log.checkpoint(size))

    def inclusion(self, position: int, size: int | None = None) -> str:
        """Return the proof that a fact's leaf lies under a checkpoint, as c2sp.org/tlog-proof writes it."""
        with self._log() as log:
            under = log.checkpoint(size)
            return inclusion_proof(log, log.row(position, under).leaf, under)

    def consistency(self, old: int, new: int) -> list[str]:
        """Return what shows that the tree of *new* leaves continues that of *old* ones, in base64.

        Raises NotAllowedError where there are not as many.
        """
        with self._log() as log:
            if not 0 <= old <= new <= log.newest.size:
                raise NotAllowedError.at("/to", f"allowed: from at most to, and to at most {log.newest.size}")
            path = consistency(old, new, log.tiles(new).subtree)
        return [b64encode(step).decode() for step in path]

    def receipt(self, slug: str, path: str, position: int, body: bytes) -> SignedReceipt:
        """Return a receipt for the answer *body* at a *position*, which *path* asks for on a timeline.

        Raises UnknownError, NotSealedError, or ForkedLogError where the key is not that of the log.
        """
        self.must_know_timeline(slug)
        with self._ledger.reading() as c:
            number = self._number(c, self._ledger.ids(c).timeline(slug), "timeline", slug)
            shown = evidence(Log(self._ledger, c), number, position)
        origin, size, root = shown.checkpoint.origin, shown.checkpoint.size, shown.checkpoint.root
        question = msgspec.json.encode(Question(path=path, timeline=number)).decode()
        digest = b64encode(sha256(body).digest()).decode()
        said = f"{origin}/receipt\n{size}\n{b64encode(root).decode()}\n{position}\n{question}\n{digest}\n"
        return SignedReceipt(
            format=RECEIPT,
            key=shown.checkpoint.vkey,
            checkpoint=shown.checkpoint.note,
            headers=shown.headers,
            statement=Signer(origin, key_of(shown.checkpoint, self._keys)).note(said),
            answer=body.decode(),
            facts=shown.facts,
        )

    def verify(self, log_key: str | None = None, *, on_facts: Callable[[int], object] = lambda _: None) -> Verification:
        """Check every fact, its order, its leaf, the tree and all signatures; the views are for `compare`.

        *log_key* is the log's public key (a vkey) as somebody else has kept it. Raises NotSignedError for what is none.
        """
        trusted = Trusted.of(log_key, self._keys)
        with self._ledger.reading() as c:
            verdict = Verifying(self._ledger, c, trusted).verdict(on_facts)
            behind = unsealed(c)
        return Verification(
            facts=verdict.facts,
            sealed=verdict.sealed,
            unsealed=behind,
            checkpoints=verdict.checkpoints,
            signer=verdict.signer,
            trust=trusted.because,
            findings=verdict.findings,
        )

    @contextmanager
    def _log(self) -> Iterator[Log]:
        with self._ledger.reading() as c:
            yield Log(self._ledger, c)
