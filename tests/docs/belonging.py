"""The files that belong to the repository."""

from __future__ import annotations

import os
from fnmatch import fnmatch
from pathlib import Path

from tests.docs.pages import ROOT


def files(*, ending: str = "") -> list[Path]:
    """Return what belongs to the repository: all that .gitignore does not leave out, committed already or not."""
    ignored = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line)]
    found = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if not _matches(name, ignored)]
        found += [Path(folder, name) for name in names if name.endswith(ending) and not _matches(name, ignored)]
    return found


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
