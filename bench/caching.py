"""Pinned pages from the cache of an nginx in front, against the same bytes from files of that nginx."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.ratio import Head, Ratio, at_least
from bench.servers import PATIENCE, NotRunError, free_port, stopping

_SLICES, _SECONDS = 6, 2
_HEAD: Final = ("HTTP", "{}: pinned pages a second from the cache of nginx, of the same as files", at_least(0.7))
# Without tcp_nopush: with it, this nginx held back the ends of cached pages for milliseconds.
_SETTINGS: Final = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 10000000;
    default_type application/json;
    client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/fastcgi;
    proxy_temp_path {folder}/proxy;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    proxy_cache_path {folder}/cache keys_zone=pages:16m max_size=1g inactive=1d use_temp_path=off;
    open_file_cache max=1000;
    server {{
        listen 127.0.0.1:{port};
        location /files/ {{ root {folder}; }}
        location /v1/ {{
            proxy_pass http://127.0.0.1:{behind};
            proxy_cache pages;
            proxy_cache_lock on;
            add_header X-Cache $upstream_cache_status;
        }}
    }}
}}
"""
_SCRIPT: Final = """
local paths = {{ {paths} }}
local turn = 0
request = function()
    turn = turn % #paths + 1
    return wrk.format("GET", paths[turn])
end
"""
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")


def nginx_ratio(name: str, behind: int, bodies: dict[str, bytes], folder: Path) -> Ratio:
    """Return how many pinned pages a second come out of the cache, of those that come out of files."""
    about, what, goal = _HEAD
    head = Head(about, what.format(name), goal)
    nginx, wrk = shutil.which("nginx"), shutil.which("wrk")
    if nginx is None or wrk is None:
        return head.missing(
            "needs nginx and wrk on the PATH; on Debian: apt-get install --no-install-recommends nginx wrk"
        )
    with TemporaryDirectory(prefix="nginx-", dir=folder) as inside:
        try:
            rates = _rates(nginx, wrk, behind, bodies=bodies, folder=Path(inside))
        except NotRunError as error:
            return head.missing(str(error))
    cached, filed = (median(column) for column in zip(*rates, strict=True))
    return head.of(rates, f"{cached:,.0f} / {filed:,.0f} a second")


def _rates(nginx: str, wrk: str, behind: int, *, bodies: dict[str, bytes], folder: Path) -> list[tuple[float, float]]:
    port, files = free_port(), [f"/files/{number}.json" for number in range(len(bodies))]
    (folder / "files").mkdir()
    for path, body in zip(files, bodies.values(), strict=True):
        (folder / path[1:]).write_bytes(body)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_SETTINGS.format(user=user, folder=folder, port=port, behind=behind))
    scripts = [_script(folder / "cached.lua", bodies), _script(folder / "filed.lua", files)]
    command = [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with stopping(subprocess.Popen(command, stderr=subprocess.DEVNULL)):  # noqa: S603 - found on the PATH
        _must_answer(port, bodies, files)
        url, taken = f"http://127.0.0.1:{port}/", []
        for number in range(_SLICES):
            order = scripts if number % 2 else scripts[::-1]
            rates = {script: _rate([wrk, "-t1", "-c8", f"-d{_SECONDS}s", "-s", str(script), url]) for script in order}
            taken.append((rates[scripts[0]], rates[scripts[1]]))
    return taken


def _script(path: Path, addresses: Iterable[str]) -> Path:
    path.write_text(_SCRIPT.format(paths=", ".join(f'"{address}"' for address in addresses)))
    return path


def _must_answer(port: int, bodies: dict[str, bytes], files: Sequence[str]) -> None:
    """Fill the cache, and make sure that both ways give the very bytes, the second time from the cache."""
    deadline = time.monotonic() + PATIENCE
    for (path, body), file in zip(bodies.items(), files, strict=True):
        for address, from_cache in ((path, None), (path, "HIT"), (file, None)):
            status, got, cache = _got(port, address, deadline)
            if (status, got) != (200, body) or (from_cache is not None and cache != from_cache):
                raise NotRunError(f"nginx answered {address} with {status}, cache {cache}")


def _got(port: int, path: str, deadline: float) -> tuple[int, bytes, str | None]:
    while True:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
                connection.request("GET", path)
                answer = connection.getresponse()
                return answer.status, answer.read(), answer.getheader("X-Cache")
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise NotRunError("nginx did not start") from None
            time.sleep(0.05)


def _rate(command: list[str]) -> float:
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - found on the PATH
    found = _RATE.search(said)
    if found is None or "Non-2xx" in said:
        raise NotRunError(f"wrk said: {said[-200:]}")
    return float(found[1])
