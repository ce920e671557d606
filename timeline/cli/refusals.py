"""Errors as sentences for a person at the command line."""

from __future__ import annotations

from timeline.errors import NotAllowedError, TimelineError

_ARGUMENTS = {"/from": "FROM", "/to": "TO"}
"""What is no option here, but stands by its place."""


def sentences(error: TimelineError) -> list[str]:
    """Return what to say about an error, a sentence for each problem; an option or argument is called by its name."""
    if not isinstance(error, NotAllowedError):
        return [error.detail]
    return [f"{_option(problem.pointer)}{problem.detail}" for problem in error.problems]


def _option(pointer: str) -> str:
    if pointer in _ARGUMENTS:
        return f"{_ARGUMENTS[pointer]}: "
    return f"--{pointer.removeprefix('/').replace('_', '-')}: " if pointer else ""
