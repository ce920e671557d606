"""What a witness does with a checkpoint: check it against the last one, keep it, and only then cosign it."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import NamedTuple

from timeline.errors import ForkSeenError, NotAllowedError, NotSignedError, UnreachableError
from timeline.proofs import Signer, Verifier, consistent, open_note, read_checkpoint
from timeline.witness.kept import Kept
from timeline.witness.source import Source


class Seen(NamedTuple):
    """A log as it was seen: its *size*, the size *before*, and where the cosigned checkpoint lies."""

    size: int
    before: int
    file: Path


class Tree(NamedTuple):
    """The head of a tree, and the signed note that says so."""

    size: int
    root: bytes
    note: str

    def __str__(self) -> str:
        return f"{self.size:,} facts, root {b64encode(self.root).decode()}"


class Witness:
    """Watches one log. *signer* is the witness's own key, *log* the public key of the log."""

    def __init__(self, source: Source, kept: Kept, signer: Signer, log: Verifier) -> None:
        self._source, self._kept, self._signer, self._log = source, kept, signer, log

    def look(self, now: int) -> Seen:
        """Fetch the newest checkpoint, and cosign it at *now* (seconds since 1970) if it continues the last one.

        Raises UnreachableError, NotSignedError where it is not the log's own, ForkSeenError where there are two
        histories: the evidence is kept.
        """
        before = self._last(now)
        tree = self._read(self._source.checkpoint())
        if before is not None:
            self._must_continue(before, tree)
        if before is None or tree.size > before.size:
            self._kept.keep(
                tree.size, tree.note
            )  # on the disk before it is signed: a witness never signs two histories
            self._cosign(tree, now)
        last = 0 if before is None else before.size
        return Seen(tree.size, last, self._kept.file(max(tree.size, last)))

    def _last(self, now: int) -> Tree | None:
        """Return the last tree that was kept; where this ended between keeping and cosigning, cosign it now."""
        note = self._kept.newest()
        if note is None:
            return None
        tree = self._read(note)
        if self._signer.verifier.name not in open_note(note, [self._log, self._signer.verifier]).signers:
            self._cosign(tree, now)
        return tree

    def _read(self, note: str) -> Tree:
        opened = open_note(note, [self._log])
        origin, size, root = read_checkpoint(opened.text)
        if origin != self._log.name:
            raise NotSignedError(f"it is a checkpoint of '{origin}', not of '{self._log.name}'")
        return Tree(size, root, note)

    def _cosign(self, tree: Tree, now: int) -> None:
        text = open_note(tree.note, [self._log]).text
        self._kept.keep(tree.size, tree.note + self._signer.sign(text, now))

    def _must_continue(self, before: Tree, tree: Tree) -> None:
        """Refuse a tree that does not continue *before*; an older one will do, if the log has the newer one still."""
        small, large = sorted((before, tree), key=lambda one: one.size)
        path = list[bytes]()
        if 0 < small.size < large.size:
            try:
                path = self._source.continuation(small.size, large.size)
            except UnreachableError as error:
                if large is tree or not error.refused:
                    raise
        if consistent((small.size, small.root), (large.size, large.root), path):
            return
        steps = "".join(f"{b64encode(step).decode()}\n" for step in path)
        texts = {"kept.txt": before.note, "seen.txt": tree.note, "proof.txt": steps}
        told = f"kept: {before}; seen: {tree}; both are signed"
        try:
            where = self._kept.evidence(f"{before.size}-{tree.size}", texts)
        except NotAllowedError as error:  # it is a fork all the same
            raise ForkSeenError(f"{told}. They could not be put aside: {error.detail}") from error
        raise ForkSeenError(f"{told}, and lie in {where}")
