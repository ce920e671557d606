"""Reads JSON lines, one at a time: a file may be larger than the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from timeline.commands.decoding import LONGEST
from timeline.errors import UnreadableError
from timeline.importers.line import Line

_BOM: Final = b"\xef\xbb\xbf"  # some editors put it in front of UTF-8; RFC 8259, section 8.1 lets a reader ignore it
_PIECE: Final = LONGEST + len("\r\n")


def read(stream: BinaryIO, file: str) -> Iterator[Line]:
    """Yield the lines of *stream* that are not blank. One that is too long is passed over, never held."""
    number = 0
    while piece := stream.readline(_PIECE):
        number += 1
        if len(piece) == _PIECE and not piece.endswith(b"\n"):
            yield Line(file, number, b"", len(piece) + _rest(stream), _too_long())
            continue
        raw = piece.removeprefix(_BOM) if number == 1 else piece
        if stripped := raw.strip(b" \t\r\n"):
            yield Line(file, number, stripped, len(piece))


def _rest(stream: BinaryIO) -> int:
    """Pass over what is left of a line, and return how many bytes that was."""
    passed = 0
    while piece := stream.readline(2**16):
        passed += len(piece)
        if piece.endswith(b"\n"):
            break
    return passed


def _too_long() -> UnreadableError:
    return UnreadableError(f"the line is longer than {LONGEST} bytes")
