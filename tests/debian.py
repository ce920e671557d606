"""Installs programs that the tests need, by the packages of Debian, where this user may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence


def see_to(found: Callable[[], str | None], packages: Sequence[str], needed: str) -> None:
    """Install *packages* where nothing is found and this is root on Debian; else say what is *needed*."""
    if packages and not found() and os.geteuid() == 0 and shutil.which("apt-get"):
        _install(packages)
    if not found():
        sys.stderr.write(f"{needed}.\n")  # no failure: all but the tests does without


def _install(packages: Sequence[str]) -> None:
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *step], env=quietly, check=False, stdout=subprocess.DEVNULL)  # noqa: S603, S607 - ours, and wherever apt-get is
