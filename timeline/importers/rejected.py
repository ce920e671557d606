"""Writes the lines that were refused, with the reasons, beside the file they come from."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from timeline.errors import TimelineError
from timeline.importers.line import Line, UnreadableFileError, problems_of


class Rejected:
    """One `FILE.rejected.jsonl` for every file with refused lines, made with the first of them.

    Each line is an object: `place`, `line` (the refused text, null where it could not be read) and `errors`.
    To try again, mend the texts and import them: `jq -r .line FILE.rejected.jsonl | timeline import -`.
    """

    def __init__(self) -> None:
        self.names: list[str] = []
        self._open: dict[str, BinaryIO] = {}

    def write(self, line: Line, error: TimelineError) -> None:
        """Write down a line and what is wrong with it. Raises UnreadableFileError."""
        problems = [problem._asdict() for problem in problems_of(error)]
        text = line.raw.decode(errors="replace") if line.raw else None
        said = msgspec.json.encode({"place": line.place, "line": text, "errors": problems})
        try:
            stream = self._stream(line.file)
            stream.write(said + b"\n")
            stream.flush()  # an import that is interrupted has told what it refused
        except OSError as problem:
            raise UnreadableFileError(f"{line.file}.rejected.jsonl: {problem.strerror}") from problem

    def close(self) -> None:
        """Close the files."""
        for stream in self._open.values():
            stream.close()

    def _stream(self, file: str) -> BinaryIO:
        if file not in self._open:
            name = f"{file}.rejected.jsonl"
            self._open[file] = open(name, "wb")  # noqa: PTH123, SIM115 - stays open until close()
            self.names.append(name)
        return self._open[file]
