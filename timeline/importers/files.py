"""The files of one import, read line by line in the order in which they are taken."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, Self

import msgspec

from timeline.clocks import parse_instant
from timeline.importers.formats import STDIN, Format, format_of
from timeline.importers.line import Line, UnreadableFileError


class _Inner(msgspec.Struct):
    """What a sort needs of an object."""

    recorded: str = ""


_INNER = msgspec.json.Decoder(dict[str, _Inner])


class Files:
    """Files to be imported; `-` is the standard input. Raises UnreadableFileError, before any line is read."""

    def __init__(self, files: Sequence[str], *, format_name: str | None = None) -> None:
        self._files = [(file, format_of(file, format_name)) for file in files]
        self._kept: BinaryIO | None = None
        for file in files:
            if file != STDIN:
                with _opened(file):
                    pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._kept is not None:
            self._kept.close()

    @property
    def size(self) -> int | None:
        """How many bytes there are to read; None where nobody knows."""
        names = [file for file, _ in self._files]
        return None if STDIN in names else sum(Path(file).stat().st_size for file in names)

    def keep_input(self) -> None:
        """Put the standard input by, so that it can be read more than once."""
        if any(file == STDIN for file, _ in self._files):
            self._kept = TemporaryFile()  # noqa: SIM115 - closed with this object
            copyfileobj(sys.stdin.buffer, self._kept)

    def lines(self) -> Iterator[Line]:
        """Yield the lines of all files, one after another."""
        for file, format_ in self._files:
            yield from self._read(file, format_)

    def by_recorded(self) -> Iterator[Line]:
        """Yield the lines as a replay takes them: neighbouring files that have no order are sorted together."""
        for unordered, files in groupby(self._files, key=lambda pair: pair[1].unordered):
            lines = (line for file, format_ in files for line in self._read(file, format_))
            yield from sorted(lines, key=recorded_of) if unordered else lines

    def _read(self, file: str, format_: Format) -> Iterator[Line]:
        if file != STDIN:
            with _opened(file) as stream:
                yield from format_.read(stream, file)
        elif self._kept is None:
            yield from format_.read(sys.stdin.buffer, "stdin")
        else:
            self._kept.seek(0)
            yield from format_.read(self._kept, "stdin")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    try:
        with Path(file).open("rb") as stream:
            yield stream
    except OSError as error:
        raise UnreadableFileError(f"{file}: {error.strerror or error}") from error


def recorded_of(line: Line) -> int:
    """Return when a line says it was recorded; one that does not say so comes first, to be refused."""
    try:
        [inner] = _INNER.decode(line.raw).values()
        return parse_instant(inner.recorded)
    except ValueError:  # msgspec's own errors among them
        return -(2**63)
