"""Signed notes of C2SP (c2sp.org/signed-note): checkpoints, receipts, and the keys that sign them."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from timeline.errors import NotSignedError

LOG, WITNESS = b"\x01", b"\x04"
"""What kind of signature a key makes: of a log, or of a witness, with a time (c2sp.org/tlog-cosignature)."""
_DASH: Final = "\u2014"
_ID, _TIME = 4, 8  # bytes
_ROOT: Final = 32  # bytes
_CHECKPOINT: Final = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[A-Za-z0-9+/=]+)\n")


class Verifier(msgspec.Struct, frozen=True):
    """A public key with a name. Its text is a vkey: name, id and key with plus signs between."""

    name: str
    kind: bytes
    key: bytes

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """Read a vkey. Raises NotSignedError."""
        name, _, rest = vkey.strip().partition("+")
        said, _, encoded = rest.partition("+")
        try:
            raw = b64decode(encoded, validate=True)
        except (NoBase64, ValueError):
            raise NotSignedError(f"'{vkey[:80]}' is no vkey: name+id+key") from None
        verifier = cls(name, raw[:1], raw[1:])
        if not name or raw[:1] not in (LOG, WITNESS) or len(raw) != 33 or verifier.id.hex() != said:  # noqa: PLR2004 - kind and key
            raise NotSignedError(f"'{vkey[:80]}' is no vkey of an Ed25519 key")
        return verifier

    @property
    def id(self) -> bytes:
        """The first bytes of a hash of name and key: by what a signature names its key."""
        return sha256(self.name.encode() + b"\n" + self.kind + self.key).digest()[:_ID]

    @property
    def vkey(self) -> str:
        """The key as others are given it."""
        return f"{self.name}+{self.id.hex()}+{b64encode(self.kind + self.key).decode()}"

    def verified(self, text: str, signature: bytes) -> int | None:
        """Return when a witness signed *text* (seconds since 1970), None for a log's key. Raises InvalidSignature."""
        public = Ed25519PublicKey.from_public_bytes(self.key)
        if self.kind == LOG:
            public.verify(signature, text.encode())
            return None
        time = int.from_bytes(signature[:_TIME], "big")
        public.verify(signature[_TIME:], _cosigned(text, time))
        return time


class Signer:
    """A private key with a name."""

    def __init__(self, name: str, key: Ed25519PrivateKey, kind: bytes = LOG) -> None:
        self._key = key
        self.verifier = Verifier(name, kind, key.public_key().public_bytes_raw())

    def sign(self, text: str, time: int = 0) -> str:
        """Return the signature line of *text*; a witness says at what *time* (seconds since 1970)."""
        if self.verifier.kind == LOG:
            signature = self._key.sign(text.encode())
        else:
            signature = time.to_bytes(_TIME, "big") + self._key.sign(_cosigned(text, time))
        return f"{_DASH} {self.verifier.name} {b64encode(self.verifier.id + signature).decode()}\n"

    def note(self, text: str) -> str:
        """Return *text*, which ends a line, as a signed note."""
        return f"{text}\n{self.sign(text)}"


class Note(msgspec.Struct, frozen=True):
    """A text, and who signed it: by name, with the time that a witness gave."""

    text: str
    signers: Mapping[str, int | None]

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.removesuffix("\n").split("\n")


def open_note(note: str, verifiers: Sequence[Verifier]) -> Note:
    """Return what was signed by at least one of *verifiers*; unknown signatures are passed over, as specified.

    Raises NotSignedError where none is known, or one that is known is wrong.
    """
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise NotSignedError("it is no signed note: a text, an empty line, signatures")
    text += "\n"
    known = {(verifier.name, verifier.id): verifier for verifier in verifiers}
    signers: dict[str, int | None] = {}
    for line in signatures.removesuffix("\n").split("\n"):  # and at no other sign that ends lines in Unicode
        name, signature = _signature(line)
        verifier = known.get((name, signature[:_ID]))
        if verifier is not None:
            try:
                signers[name] = verifier.verified(text, signature[_ID:])
            except InvalidSignature:
                raise NotSignedError(f"the signature of {name} does not fit the text") from None
    if not signers:
        raise NotSignedError("nobody signed it whose key is known")
    return Note(text, signers)


def checkpoint(origin: str, size: int, root: bytes) -> str:
    """Return the text of a checkpoint (c2sp.org/tlog-checkpoint)."""
    return f"{origin}\n{size}\n{b64encode(root).decode()}\n"


def read_checkpoint(text: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint's text. Raises NotSignedError."""
    found = _CHECKPOINT.match(text)
    try:
        root = b64decode(found["root"], validate=True) if found else b""
    except NoBase64:
        root = b""
    if found is None or len(root) != _ROOT:
        raise NotSignedError("it is no checkpoint: origin, size and root")
    return found["origin"], int(found["size"]), root


def _cosigned(text: str, time: int) -> bytes:
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.rpartition(" ")
    try:
        signature = b64decode(encoded, validate=True)
    except (NoBase64, ValueError):
        signature = b""
    if dash != _DASH or not name or len(signature) <= _ID:
        raise NotSignedError("a line of its signatures is none")
    return name, signature
