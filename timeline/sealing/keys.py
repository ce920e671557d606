"""The key that signs a log, and the last checkpoint it signed: files beside the database, never in it."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import NoReturn

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from timeline.errors import KeyFileError

_MODE = 0o600  # nobody but the owner
_UNFIT, _NAMED = re.compile(r"[^A-Za-z0-9.]"), 80
"""What the name of a file had better not hold, and how much of an origin goes into one."""


class Keys:
    """A private key in a file (PEM, PKCS #8), made when first needed, and beside it what was signed last.

    In a backup of the database they would sign a second history of it; beside it, they tell that it is an older one.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._key: Ed25519PrivateKey | None = None
        self._signed: str | None = None

    def private(self) -> Ed25519PrivateKey:
        """Return the key. Raises KeyFileError where its file cannot be read, or made."""
        if self._key is None:
            self._key = Ed25519PrivateKey.generate() if self.path is None else _load(self.path) or _make(self.path)
        return self._key

    def known(self) -> Ed25519PrivateKey | None:
        """Return the key, if there is one already. Raises KeyFileError."""
        if self._key is None and self.path is not None:
            self._key = _load(self.path)
        return self._key

    def signed(self) -> str | None:
        """Return the checkpoint that was signed last, as far as is known outside of the database."""
        if self.path is None:
            return self._signed
        try:
            return self.published.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(f"{self.published}: {error}") from error

    def put_aside(self, beginning: str) -> None:
        """Keep what was signed last under another name, so that another log may begin; not what it has signed already.

        *beginning* is the origin of that log. Raises KeyFileError.
        """
        if (note := self.signed()) is None:
            return
        origin = note.partition("\n")[0]
        if origin == beginning:
            return
        self._signed = None
        if self.path is not None:
            name = _UNFIT.sub("-", origin[:_NAMED])
            try:
                self.published.replace(self.published.with_name(f"{self.published.name}.{name}"))
            except OSError as error:
                raise KeyFileError(f"{self.published}: {error.strerror}") from error

    def keep(self, note: str) -> None:
        """Keep a checkpoint that is in the database already. Raises KeyFileError."""
        self._signed = note
        if self.path is not None:
            _write(self.published, note.encode())

    @property
    def published(self) -> Path:
        """The file of the checkpoint that was signed last."""
        assert self.path is not None  # noqa: S101 - its callers have looked
        return self.path.with_name(f"{self.path.name}.checkpoint")


def _load(path: Path) -> Ed25519PrivateKey | None:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyFileError(f"{path}: {error.strerror}") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileError(f"{path} holds no private key; allowed: Ed25519, in PEM, without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds a private key of another kind; allowed: Ed25519")
    return key


def _make(path: Path) -> Ed25519PrivateKey:
    """Draw a key and keep it; where another process was faster, theirs."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = _beside(path)
    try:
        _durably(draft, pem)
        try:
            path.hardlink_to(draft)  # as a whole, and only where none is
        except FileExistsError:
            return _load(path) or _nowhere(path)
        finally:
            draft.unlink()
        _sync(path.parent)  # or a power cut could take the name, and with it the log that was signed
    except OSError as error:
        raise KeyFileError(f"{path} cannot be made: {error.strerror}") from error
    return key


def _nowhere(path: Path) -> NoReturn:
    raise KeyFileError(f"{path} is a link that leads nowhere")


def _write(path: Path, content: bytes) -> None:
    draft = _beside(path)
    try:
        _durably(draft, content)
        draft.replace(path)
    except OSError as error:
        raise KeyFileError(f"{path}, which tells what was signed last, cannot be written: {error.strerror}") from error


def _beside(path: Path) -> Path:
    """Return a name for a file on its way, which no other thread and no other machine on the same folder draws."""
    return path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")


def _durably(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
