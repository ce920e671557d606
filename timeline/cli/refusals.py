"""Errors as sentences for a person at the command line."""

from __future__ import annotations

from timeline.errors import NotAllowedError, TimelineError


def sentences(error: TimelineError) -> list[str]:
    """Return what to say about an error, a sentence for each problem; an option is called by its name."""
    if not isinstance(error, NotAllowedError):
        return [error.detail]
    return [f"{_option(problem.pointer)}{problem.detail}" for problem in error.problems]


def _option(pointer: str) -> str:
    return f"--{pointer.removeprefix('/').replace('_', '-')}: " if pointer else ""
