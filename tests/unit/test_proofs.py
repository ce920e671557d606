"""The tree and the signed notes, against their definitions."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.errors import NotSignedError
from timeline.proofs import (
    EMPTY,
    WITNESS,
    Leaf,
    Signer,
    Tiles,
    Verifier,
    checkpoint,
    consistency,
    consistent,
    included,
    inclusion,
    leaf_hash,
    open_note,
    read_checkpoint,
    root,
    tile_path,
)

LEAVES = [b"leaf %d" % number for number in range(700)]
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
LOG = Signer("example.org/log", KEY)


def tiles_of(size: int) -> Tiles:
    """Build the tree of so many leaves."""
    tiles = Tiles(lambda *_: b"", 0)
    for leaf in LEAVES[:size]:
        tiles.add(leaf_hash(leaf))
    return tiles


def by_definition(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 6962, section 2.1, defines it."""
    if len(leaves) <= 1:
        return sha256(b"\0" + leaves[0]).digest() if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\1" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


TREE = tiles_of(len(LEAVES))
ROOTS = [root(size, TREE.subtree) for size in range(len(LEAVES) + 1)]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 700])
def test_a_root_is_what_the_rfc_defines(size: int) -> None:
    assert ROOTS[size] == by_definition(LEAVES[:size])


def test_the_empty_tree_has_its_root() -> None:
    assert ROOTS[0] == EMPTY


def test_a_root_of_before_can_be_told_from_a_tree_that_has_grown() -> None:
    assert all(root(size, tiles_of(size).subtree) == ROOTS[size] for size in (1, 5, 255, 256, 300))


def test_every_leaf_is_shown_to_be_in_every_small_tree_and_no_other_is() -> None:
    for size in range(1, 66):
        for place in range(size):
            path = inclusion(place, size, TREE.subtree)
            assert included(leaf_hash(LEAVES[place]), place, size, path) == ROOTS[size]
            assert included(leaf_hash(b"another"), place, size, path) != ROOTS[size]
            assert included(leaf_hash(LEAVES[place]), place + 1, size, path) != ROOTS[size]


def test_every_small_tree_is_shown_to_continue_every_smaller_one() -> None:
    for new in range(66):
        for old in range(new + 1):
            path = consistency(old, new, TREE.subtree)
            assert consistent((old, ROOTS[old]), (new, ROOTS[new]), path)
            if old:
                assert not consistent((old, bytes(32)), (new, ROOTS[new]), path)
                assert not consistent((old, ROOTS[old]), (new, bytes(32)), path)
            assert not consistent((old, ROOTS[old]), (new, ROOTS[new]), [*path, bytes(32)])


@settings(max_examples=300)
@given(st.integers(1, 700), st.data())
def test_proofs_hold_across_tiles(size: int, data: st.DataObject) -> None:
    place, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))

    assert included(leaf_hash(LEAVES[place]), place, size, inclusion(place, size, TREE.subtree)) == ROOTS[size]
    assert consistent((old, ROOTS[old]), (size, ROOTS[size]), consistency(old, size, TREE.subtree))


@pytest.mark.parametrize(("number", "path"), [(0, "000"), (67, "067"), (1067, "x001/067"), (1234067, "x001/x234/067")])
def test_tiles_are_addressed_as_specified(number: int, path: str) -> None:
    assert tile_path(number) == path


def test_a_leaf_is_written_field_by_field_in_its_order() -> None:
    leaf = Leaf(
        position=4, stream=3, version=2, topic="x.1", recorded="2026-01-01T00:00:00Z", timeline=None, commitment="ab"
    )

    assert leaf.data == (
        b'{"v":1,"position":4,"stream":3,"version":2,"topic":"x.1","recorded":"2026-01-01T00:00:00Z",'
        b'"timeline":null,"commitment":"ab"}'
    )


def test_a_checkpoint_reads_back_and_is_known_by_its_signer() -> None:
    note = LOG.note(checkpoint("example.org/log", 5, bytes(32)))

    opened = open_note(note, [Verifier.parse(LOG.verifier.vkey)])

    assert opened.signers == {"example.org/log": None}
    assert read_checkpoint(opened.text) == ("example.org/log", 5, bytes(32))


def test_a_key_is_written_as_the_specification_of_notes_does() -> None:
    """Name, the first four bytes of SHA-256 of name, newline, kind and key, and kind with key in base64."""
    key = b"\x01" + bytes.fromhex(
        "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
    )  # of the seed of zeros
    known = sha256(b"example.org/log\n" + key).hexdigest()[:8]

    assert LOG.verifier.vkey == f"example.org/log+{known}+{b64encode(key).decode()}"
    assert Verifier.parse(LOG.verifier.vkey) == LOG.verifier


def test_a_witness_signs_with_its_time() -> None:
    note = LOG.note(checkpoint("example.org/log", 5, bytes(32)))
    witness = Signer("example.org/witness", KEY, WITNESS)
    text = note.rpartition("\n\n")[0] + "\n"

    opened = open_note(note + witness.sign(text, 1_700_000_000), [witness.verifier, LOG.verifier])

    assert opened.signers == {"example.org/log": None, "example.org/witness": 1_700_000_000}


@pytest.mark.parametrize("at", range(0, 150, 7))
def test_a_changed_note_is_refused(at: int) -> None:
    note = LOG.note(checkpoint("example.org/log", 5, bytes(32))).encode()
    changed = note[:at] + bytes([note[at] ^ 1]) + note[at + 1 :]

    with pytest.raises(NotSignedError):
        open_note(changed.decode(errors="replace"), [LOG.verifier])


@pytest.mark.parametrize("vkey", ["", "a", "a+b+c", "a+00000000+AQ==", LOG.verifier.vkey + "A"])
def test_what_is_no_key_is_refused(vkey: str) -> None:
    with pytest.raises(NotSignedError):
        Verifier.parse(vkey)


@pytest.mark.parametrize("text", ["", "a\n", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\nAAAA\n", "\n1\nAAAA\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotSignedError):
        read_checkpoint(text)
