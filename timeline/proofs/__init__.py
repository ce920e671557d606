"""What outsiders check a ledger by, as pure values: tree, tiles, leaves, signed notes."""

from timeline.proofs.leaves import SALT, Leaf, blanked_digest, commitment
from timeline.proofs.notes import LOG, WITNESS, Note, Signer, Verifier, checkpoint, open_note, read_checkpoint
from timeline.proofs.tiles import HASH, WIDTH, Tiles, tile_path
from timeline.proofs.tree import EMPTY, consistency, consistent, included, inclusion, leaf_hash, node_hash, root

__all__ = [
    "EMPTY",
    "HASH",
    "LOG",
    "SALT",
    "WIDTH",
    "WITNESS",
    "Leaf",
    "Note",
    "Signer",
    "Tiles",
    "Verifier",
    "blanked_digest",
    "checkpoint",
    "commitment",
    "consistency",
    "consistent",
    "included",
    "inclusion",
    "leaf_hash",
    "node_hash",
    "open_note",
    "read_checkpoint",
    "root",
    "tile_path",
]
