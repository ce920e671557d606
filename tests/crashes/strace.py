"""Finds strace, which notes what a process tells the system to do, or installs it where this user may."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.debian import see_to

NEEDED = "Crashes are tested under strace, and there is none. On Debian, as root: apt-get install strace"
SYNCS = "fsync,fdatasync"


def noting(trace: Path, *, calls: str, failing: str = "") -> tuple[str, ...]:
    """Return what starts a program whose *calls* are noted in a file; of its syncs those fail that *failing* names."""
    noted = ("-y", "-xx", "-s", str(2**24), "-e", f"trace={calls}", "-o", str(trace))
    return (*_strace(), *noted, *(_fault(SYNCS, "EIO", failing) if failing else ()))


def failing(calls: str, error: str, when: str) -> tuple[str, ...]:
    """Return what starts a program some *calls* of which end in an *error*: those that are named, as strace counts."""
    return (*_strace(), "-D", "-e", f"trace={calls}", "-o", os.devnull, *_fault(calls, error, when))


def _strace() -> tuple[str, ...]:
    program = found()
    assert program is not None, NEEDED
    return (program, "-f", "--seccomp-bpf")


def _fault(calls: str, error: str, when: str) -> tuple[str, ...]:
    return ("-e", f"inject={calls}:error={error}:when={when}")


def found() -> str | None:
    """Return the path of strace, if there is one."""
    return shutil.which("strace")


if __name__ == "__main__":
    see_to(found, ("strace",), NEEDED)
