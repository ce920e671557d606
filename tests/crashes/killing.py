"""Starts workers, and kills them at moments that nobody chose."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from tests.crashes.workers import READY, acknowledged
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]


@contextmanager
def started(
    module: str, *words: str, under: Sequence[str] = (), env: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Start a module as a process, *under* another program where that is wanted; it does not outlive the block."""
    command = [*under, sys.executable, "-m", module, *words]
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | dict(env or {})
    with subprocess.Popen(  # noqa: S603 - our own modules
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def killed(process: subprocess.Popen[str], chance: Random, longest: float, beforehand: int = 0) -> dict[str, int]:
    """Kill a worker a while after it is ready, and return what it acknowledged: keys, and their positions.

    It is let alone until it has acknowledged so much *beforehand*, and then for up to the *longest* seconds.
    """
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(1 + beforehand)]
    assert said[0] == READY, process.communicate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0, longest))
    assert process.poll() is None, process.communicate()
    process.kill()
    rest, _ = process.communicate(timeout=PATIENCE)
    return acknowledged("".join([*said, rest]))
