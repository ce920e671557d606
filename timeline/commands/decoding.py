"""From JSON text to checked values, with every string in NFC."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Final, TypeVar

import msgspec

from timeline.commands.refusals import refusal, step
from timeline.errors import NotAllowedError, UnreadableError, quoted

T = TypeVar("T")
LONGEST: Final = 64 * 2**20
"""The longest line, in bytes."""

_decode = msgspec.json.Decoder().decode
_encode = msgspec.json.Encoder().encode
_WITHOUT_CONTROLS = re.compile(r'(?:[^\\\x7f-\x9f]+|\\["\\])*+')  # in compact JSON any other escape is a control


def read(raw: bytes) -> object:
    """Return what JSON *raw* says, its text in NFC, its keys unique, without control characters.

    Raises UnreadableError or NotAllowedError.
    """
    if len(raw) > LONGEST:
        raise UnreadableError(f"it is longer than {LONGEST} bytes")
    try:
        value = _decode(raw)
        compact = _encode(value)
        if _may_repeat_keys(raw, compact):
            json.loads(raw, object_pairs_hook=_single, parse_int=str)
        plain = raw.isascii() and b"\\" not in raw and b"\x7f" not in raw
        return value if plain else _normalised(value, compact)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise UnreadableError(str(problem)) from None
    except RecursionError:
        raise UnreadableError("it is nested too deep") from None


def converted(value: object, kind: type[T]) -> T:
    """Return what was read as a *kind*. Raises NotAllowedError."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as problem:
        raise NotAllowedError(refusal(problem, value, kind)) from None


def _may_repeat_keys(raw: bytes, compact: bytes) -> bool:
    """Tell whether *raw* may give a key twice, of which *compact* keeps one: fewer quotes. Escapes hide quotes."""
    return b"\\" in raw or raw.count(b'"') != compact.count(b'"')


def _single(pairs: list[tuple[str, object]]) -> None:
    """Refuse twin keys: readers disagree about which one counts (RFC 8259, section 4)."""
    keys: set[str] = set()
    for key, _ in pairs:
        if key in keys:
            raise NotAllowedError.at("", f"{quoted(key)} stands twice in one object; allowed: each key once")
        keys.add(key)


def _normalised(value: object, compact: bytes) -> object:
    """Return *value* in NFC: *compact* as a whole may be normalised, no mark combines with the punctuation of JSON."""
    text = str(compact, "utf-8")
    if not _WITHOUT_CONTROLS.fullmatch(text):
        raise NotAllowedError.at(_control_in(value) or "", "it holds a control character; allowed: text on one line")
    return value if unicodedata.is_normalized("NFC", text) else _decode(unicodedata.normalize("NFC", text))


def _control_in(value: object) -> str | None:
    """Return the pointer to the first text that holds a control character, or to the object that has it in a key."""
    match value:
        case str():
            return "" if any(unicodedata.category(mark) == "Cc" for mark in value) else None
        case dict():
            if any(_control_in(key) is not None for key in value):
                return ""
            found = ((step(key), _control_in(item)) for key, item in value.items())
        case list():
            found = ((step(str(number)), _control_in(item)) for number, item in enumerate(value))
        case _:
            return None
    return next((first + rest for first, rest in found if rest is not None), None)
