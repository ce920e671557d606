"""What every format is read into: native lines, each with its place in a file."""

from __future__ import annotations

from typing import NamedTuple

from timeline.errors import ConflictError, FieldProblem, NotAllowedError, TimelineError, UnreadableError


class UnreadableFileError(TimelineError):
    """This file cannot be used:"""  # noqa: D400 - the docstring is the message: the facts of the case follow its colon


class Line(NamedTuple):
    """A line of the native format as it stands in *file*, or was made of what stands there.

    *size* is how many bytes of the file it took; *error* says why it could not even be read.
    """

    file: str
    number: int
    raw: bytes
    size: int
    error: TimelineError | None = None

    @property
    def place(self) -> str:
        """Where it stands, as FILE:LINE."""
        return f"{self.file}:{self.number}"


def problems_of(error: TimelineError) -> tuple[FieldProblem, ...]:
    """Return what is wrong with a line, field by field."""
    match error:
        case NotAllowedError():
            return error.problems
        case ConflictError():
            known = f"{error.what} '{error.key}' is recorded already and says something else here"
            return (FieldProblem(error.pointer, f"{known}; allowed: the same again, a new key, or a correction"),)
        case UnreadableError():
            return (FieldProblem("", f"no JSON: {'; '.join(map(str, error.args))}"),)
        case _:
            return (FieldProblem("", error.detail),)


def sentences(line: Line, error: TimelineError) -> list[str]:
    """Return each problem of a line as `FILE:LINE: field: what is wrong, what is allowed`."""
    found = ((problem.pointer.removeprefix("/"), problem.detail) for problem in problems_of(error))
    return [f"{line.place}: {field}: {detail}" if field else f"{line.place}: {detail}" for field, detail in found]
