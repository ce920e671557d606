"""Finds strace, which notes what a process tells the system to do, or installs it where this user may."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.debian import see_to

NEEDED = "Crashes are tested under strace, and there is none. On Debian, as root: apt-get install strace"
SYNCS = "fsync,fdatasync"


def under(trace: Path, *, calls: str, failing: str = "") -> tuple[str, ...]:
    """Return what starts a program whose *calls* are noted in a file; of its syncs those fail that *failing* names."""
    program = found()
    assert program is not None, NEEDED
    faults = ("-e", f"inject={SYNCS}:error=EIO:when={failing}") if failing else ()
    return (
        program,
        "-f",
        "--seccomp-bpf",
        "-y",
        "-xx",
        "-s",
        str(2**24),
        "-e",
        f"trace={calls}",
        *faults,
        "-o",
        str(trace),
    )


def found() -> str | None:
    """Return the path of strace, if there is one."""
    return shutil.which("strace")


if __name__ == "__main__":
    see_to(found, ("strace",), NEEDED)
