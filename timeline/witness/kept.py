"""What a witness keeps in a folder: the log's key, every checkpoint it saw, and the evidence of forks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from timeline.errors import NotAllowedError

_ENDING: Final = ".txt"


class Kept:
    """A folder of small text files. Each is written whole and reaches the disk before anything is built on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkpoints, self.forks = folder / "checkpoints", folder / "forks"
        self._key = folder / "log.vkey"
        try:
            for one in (self.checkpoints, self.forks):
                one.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._refused(error) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other witnesses away from the folder. Raises NotAllowedError where one is there."""
        try:
            lock = (self.folder / "lock").open("w")
        except OSError as error:
            raise self._refused(error) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise NotAllowedError.at("/state", f"another witness works in {self.folder}") from None
            yield

    def log_key(self) -> str | None:
        """Return the vkey of the log that this folder is about, where one was seen."""
        vkey = self._read(self._key)
        return vkey and vkey.strip()

    def know(self, vkey: str) -> None:
        """Remember the vkey of the log, for good."""
        self._write(self._key, f"{vkey}\n")

    def newest(self) -> str | None:
        """Return the checkpoint of the largest tree that was seen."""
        sizes = [int(file.stem) for file in self.checkpoints.glob(f"*{_ENDING}") if file.stem.isdecimal()]
        return self._read(self.file(max(sizes))) if sizes else None

    def keep(self, size: int, note: str) -> None:
        """Keep a checkpoint, or one more signature on it."""
        self._write(self.file(size), note)

    def publish(self, vkey: str) -> None:
        """Leave the witness's own public key where others look for it."""
        self._write(self.folder / "witness.vkey", f"{vkey}\n")

    def evidence(self, name: str, texts: dict[str, str]) -> Path:
        """Keep what shows a fork, in a folder of its own. Raises NotAllowedError."""
        folder = self.forks / name
        try:
            folder.mkdir(exist_ok=True)
            for file, text in texts.items():
                self._write(folder / file, text)
            _reach_disk(self.forks)
        except OSError as error:
            raise self._refused(error) from error
        return folder

    def known_forks(self) -> list[Path]:
        """Return where there is evidence of forks."""
        return sorted(one for one in self.forks.iterdir() if one.is_dir())

    def file(self, size: int) -> Path:
        """Return where the checkpoint of a tree of this size lies."""
        return self.checkpoints / f"{size}{_ENDING}"

    def _read(self, file: Path) -> str | None:
        try:
            return file.read_text("utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise self._refused(error) from error

    def _write(self, file: Path, text: str) -> None:
        draft = file.with_name(f"{file.name}.new")
        try:
            with draft.open("w", encoding="utf-8") as written:
                written.write(text)
                written.flush()
                os.fsync(written.fileno())
            draft.replace(file)
            _reach_disk(file.parent)
        except OSError as error:
            raise self._refused(error) from error

    def _refused(self, error: OSError | UnicodeDecodeError) -> NotAllowedError:
        return NotAllowedError.at("/state", f"{self.folder} cannot be used: {error}")


def _reach_disk(folder: Path) -> None:
    """See to it that the names in a folder outlive the power, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
