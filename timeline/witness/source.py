"""A server of As Known as a witness asks it, over HTTP."""

from __future__ import annotations

from base64 import b64decode
from http import HTTPStatus
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import msgspec

from timeline.errors import NotAllowedError, UnreachableError

_PATIENCE: Final = 30.0  # seconds
_LONGEST: Final = 1 << 20  # bytes: a proof is far below it, however large the log
_HASH: Final = 32  # bytes


class _Continued(msgspec.Struct):
    proof: list[str]


class Source:
    """Answers what a log says of itself. Every question may raise UnreachableError."""

    def __init__(self, address: str) -> None:
        """Take the *address* of the server, as http://127.0.0.1:8000. Raises NotAllowedError."""
        try:
            parts = urlsplit(address)
            known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            known = False
        if not known:
            raise NotAllowedError.at(
                "/source", f"'{address[:80]}' is no address of a server; allowed: http://host:port"
            )
        self.address = address.rstrip("/")

    def key(self) -> str:
        """Return the public key, as the server says it."""
        return self._text("/v1/log/key").strip()

    def checkpoint(self) -> str:
        """Return the newest checkpoint, a signed note."""
        return self._text("/v1/log/checkpoint")

    def continuation(self, old: int, new: int) -> list[bytes]:
        """Return what is to show that the tree of *new* leaves continues that of *old* ones."""
        path = f"/v1/log/consistency?from={old}&to={new}"
        try:
            steps = [
                b64decode(step, validate=True) for step in msgspec.json.decode(self._get(path), type=_Continued).proof
            ]
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnreachableError(f"{self.address}{path}: {error}") from None
        if any(len(step) != _HASH for step in steps):
            raise UnreachableError(f"{self.address}{path}: a hash of another length than SHA-256 has")
        return steps

    def _text(self, path: str) -> str:
        try:
            return self._get(path).decode()
        except UnicodeDecodeError as error:
            raise UnreachableError(f"{self.address}{path}: {error}") from None

    def _get(self, path: str) -> bytes:
        asked = Request(f"{self.address}{path}", headers={"Cache-Control": "no-cache"})  # noqa: S310 - looked at above
        try:
            with urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310 - likewise
                body: bytes = answer.read(_LONGEST)
        except HTTPError as error:
            with error:
                refused = error.code == HTTPStatus.UNPROCESSABLE_ENTITY  # ours alone says so: it has no such tree
                said = f"{self.address}{path}: {error.code} {error.reason}"
                raise UnreachableError(said, refused=refused) from None
        except (OSError, HTTPException, ValueError) as error:  # a URLError is an OSError; a redirect may lead nowhere
            raise UnreachableError(f"{self.address}{path}: {getattr(error, 'reason', error)}") from None
        return body
