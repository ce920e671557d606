"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from timeline.importers import UnreadableFileError


def write_whole(file: Path, content: Iterable[bytes]) -> None:
    """Write *file* whole or not at all: under another name first, then put in its place. Raises UnreadableFileError."""
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as stream:
            unfinished = Path(stream.name)
            try:
                stream.writelines(content)
                stream.flush()
                os.fsync(stream.fileno())
                unfinished.chmod(0o666 & ~_umask())
                unfinished.replace(file)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UnreadableFileError(f"{file}: {error.strerror}") from error


def _umask() -> int:
    """Return the process's mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
