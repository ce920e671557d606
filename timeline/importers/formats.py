"""The formats that can be imported: by name, or by the end of a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from timeline.importers import native, yaml
from timeline.importers.line import Line, UnreadableFileError

STDIN = "-"


class Format(NamedTuple):
    """How files are read; *unordered* ones are sorted by recorded for a replay, the others must be in order."""

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str], Iterator[Line]]
    unordered: bool = False


FORMATS = {
    format_.name: format_
    for format_ in (
        Format("native", (".jsonl", ".ndjson", ".json"), native.read),
        Format("yaml", (".yaml", ".yml"), yaml.read, unordered=True),
    )
}


def format_of(file: str, name: str | None = None) -> Format:
    """Return the format *name* or, without one, that of the file's suffix. Raises UnreadableFileError."""
    if name is not None:
        if name not in FORMATS:
            raise UnreadableFileError(f"'{name}' is no format; allowed: {', '.join(FORMATS)}")
        return FORMATS[name]
    if file == STDIN:
        return FORMATS["native"]
    suffix = PurePath(file).suffix.lower()
    found = next((one for one in FORMATS.values() if suffix in one.suffixes), None)
    if found is None:
        raise UnreadableFileError(f"{file}: its name tells no format; name one: --format {' or '.join(FORMATS)}")
    return found
