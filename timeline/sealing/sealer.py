"""Makes every fact a leaf, and signs the tree: at most some seconds after it was committed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from timeline.database import Cursor, one
from timeline.errors import ForkedLogError, NotSignedError
from timeline.ledger import Ledger
from timeline.proofs import SALT, Signer, checkpoint, commitment, leaf_hash, open_note, root
from timeline.sealing.headers import Headers
from timeline.sealing.keys import Keys
from timeline.sealing.log import Checkpoint, as_checkpoint, named, newest_checkpoint, reached, tiles
from timeline.sealing.statements import sql

BATCH = 4_000
"""Facts sealed in one transaction: enough to spread its cost, few enough to leave writers their turn."""
_NAME = "asknown"
_DRAWN = 8  # bytes of an origin, which nobody else draws


class Sealer:
    """Seals one ledger with one key."""

    def __init__(self, ledger: Ledger, keys: Keys, *, alone: bool) -> None:
        self._ledger, self._keys = ledger, keys
        self._sealed = 0
        self.has_key = alone or keys.path is not None  # nobody else sees a ledger in memory: any key does

    def is_due(self, newest: int) -> bool:
        """Tell whether a position may lie behind what this one has sealed, or seen sealed."""
        return newest > self._sealed

    def seal(self, on_batch: Callable[[int], object] | None = None) -> int:
        """Seal all that is committed, and return the last position sealed.

        Raises ForkedLogError where this would give the log a second history, LedgerWriteError where nothing is stored.
        """
        with self._ledger.reading() as c:
            newest, self._sealed = self._ledger.newest(c), reached(c)[1]
        while newest is not None and self.is_due(newest.position):
            with self._ledger.writing() as c:
                c.execute(sql(c)["turn"])
                made = self._batch(c)
                self._sealed = reached(c)[1]
            if made is None:
                break
            self._publish(made)
            if on_batch is not None:
                on_batch(self._sealed)
        return self._sealed

    def _batch(self, c: Cursor) -> Checkpoint | None:
        """Seal the next facts; None where there are none."""
        size, position = reached(c)
        before = newest_checkpoint(c)
        origin = self._origin(c, before)
        continued = before if before is not None and before.origin == origin else None
        key = self._key(c, origin, continued)
        tree, headers, leaves = tiles(c, size), Headers(self._ledger, c), list[tuple[int, int, bytes, bytes]]()
        for stored in islice(self._ledger.stored(c, position), BATCH):
            salt = secrets.token_bytes(SALT)
            committed = commitment(salt, stored.stream, stored.state)
            leaves.append((tree.size, stored.position, salt, committed))
            tree.add(leaf_hash(headers.leaf(stored, committed).data))
        if not leaves:
            return None
        c.executemany(sql(c)["put_leaf"], leaves)
        for level, number, hashes in tree.changed():
            c.execute(sql(c)["put_tile"], {"level": level, "number": number, "hashes": hashes})
        signer = Signer(origin, key)
        note = signer.note(checkpoint(origin, tree.size, root(tree.size, tree.subtree)))
        c.execute(sql(c)["put_checkpoint"], {"size": tree.size, "note": note, "vkey": signer.verifier.vkey})
        return as_checkpoint(note, signer.verifier.vkey)

    def _origin(self, c: Cursor, before: Checkpoint | None) -> str:
        """Return the name of the log: as it was named last, as its checkpoints say, or a new one."""
        if renamed := named(self._ledger, c):
            return renamed[-1].origin
        return new_origin() if before is None else before.origin

    def _key(self, c: Cursor, origin: str, before: Checkpoint | None) -> Ed25519PrivateKey:
        """Return the key that goes on behind a checkpoint of *origin*, or begins it.

        Raises ForkedLogError for another history.
        """
        key = None if before is None else key_of(before, self._keys)
        if (signed := signed_last(self._keys)) is not None:
            if signed.origin != origin and self._is_given_up(c, signed):
                self._keys.put_aside(origin)
            else:
                must_hold(c, signed, None if before is None else before.origin, self._keys)
        return key or self._keys.private()

    def _is_given_up(self, c: Cursor, signed: Checkpoint) -> bool:
        """Tell whether the log was named anew by somebody who knew of all that was *signed*, and was stopped then."""
        return any(
            one.before == signed.origin and signed.size <= (one.signed or one.kept) for one in named(self._ledger, c)
        )

    def _publish(self, made: Checkpoint) -> None:
        """Keep what was signed outside of the database, too, where nobody else has kept more."""
        note = self._keys.signed()
        if note is None or as_checkpoint(note).size < made.size:
            self._keys.keep(made.note)


def new_origin() -> str:
    """Return a name for a log that no other has."""
    return f"{_NAME}/{secrets.token_hex(_DRAWN)}"


def signed_last(keys: Keys) -> Checkpoint | None:
    """Return what was signed last, as the file beside the key says. Raises ForkedLogError where it says nothing."""
    note = keys.signed()
    try:
        return None if note is None else as_checkpoint(note)
    except NotSignedError:
        raise ForkedLogError(f"{keys.published} holds no checkpoint, so what was signed last is not known") from None


def must_hold(c: Cursor, signed: Checkpoint, origin: str | None, keys: Keys) -> None:
    """Refuse a database that does not hold all that was *signed* under its *origin*. Raises ForkedLogError."""
    size = reached(c)[0]
    if signed.origin != origin:
        raise ForkedLogError(
            f"{keys.published} was signed for {signed.origin}, this database holds {origin or 'no such log'}: "
            "give each ledger a key of its own"
        )
    if signed.size > size or root(signed.size, tiles(c, size).subtree) != signed.root:
        raise ForkedLogError(
            f"{signed.size} facts were signed already, this database holds {size} of them, or others: it was "
            "restored from an older backup; see docs/backup.md"
        )


def unsealed(c: Cursor) -> int:
    """Return how many facts are not sealed yet."""
    return int(one(c, sql(c)["unsealed"], (reached(c)[1],))[0])


def key_of(before: Checkpoint, keys: Keys) -> Ed25519PrivateKey:
    """Return the key that a checkpoint is signed with: none is made in its place. Raises ForkedLogError."""
    key = keys.known()
    if key is None:
        raise ForkedLogError(
            f"{keys.path} is not there, and {before.origin} goes on with its own key only; "
            "put it there, or name it with --key"
        )
    try:
        open_note(before.note, [Signer(before.origin, key).verifier])
    except NotSignedError:
        raise ForkedLogError(
            f"the key of {keys.path or 'this process'} is not that of {before.origin}; name the right one with --key"
        ) from None
    return key
