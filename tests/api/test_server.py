"""The server as a process: it listens on this machine only, and stops when told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from httpx2 import Client, HTTPError, Response

from api.errors import ListenError, SettingError
from api.server import KEEP, LOG_REQUESTS, serve
from tests.patience import PATIENCE
from tests.stores import SHARED, database
from timeline.service import Timeline

SERVING = """
import sys
from api.server import serve
from timeline import Timeline
if __name__ == "__main__":
    with Timeline(sys.argv[1]) as timeline:
        serve(timeline, port=int(sys.argv[2]), workers=int(sys.argv[3]))
    print("closed in peace")
"""


@contextmanager
def a_server(folder: Path, workers: int = 1, url: str | None = None) -> Iterator[tuple[subprocess.Popen[str], Client]]:
    """Give a server process, and a client of it."""
    script = folder / "serving.py"
    script.write_text(SERVING, "utf-8")
    port = a_free_port()
    address = url or f"sqlite:///{folder / 'ledger.db'}"
    arguments = [sys.executable, str(script), address, str(port), str(workers)]
    root = str(Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": root}
    with (
        subprocess.Popen(  # noqa: S603 - our own script
            arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
        ) as process,
        Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
    ):
        try:
            must_answer(client)
            yield process, client
        finally:
            process.kill()


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def must_answer(client: Client) -> None:
    """Ask until the server is up."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            assert client.get("/readyz").status_code == 200
        except HTTPError:
            continue
        return
    pytest.fail("the server did not come up")


def stopped(process: subprocess.Popen[str], number: signal.Signals) -> str:
    """Stop a server, and return what it said."""
    process.send_signal(number)
    said, _ = process.communicate(timeout=PATIENCE)
    return said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_stops_in_peace(tmp_path: Path, number: signal.Signals) -> None:
    with a_server(tmp_path) as (process, client):
        assert client.post("/v1/timelines", json={"slug": "war", "title": "The war"}).status_code == 201

        said = stopped(process, number)

        assert (process.returncode, said) == (0, "closed in peace\n")


def test_a_request_that_waits_is_told_that_the_server_stops(tmp_path: Path) -> None:
    with a_server(tmp_path) as (process, client):
        answers: list[Response] = []
        path = "/v1/timelines?min_position=999"
        waiting = threading.Thread(target=lambda: answers.append(client.get(path)))
        waiting.start()
        while 'route="/livez"' not in client.get("/metrics").text:  # the waiting request is in by then
            client.get("/livez")

        stopped(process, signal.SIGTERM)
        waiting.join()

        assert answers[0].status_code == 503


@pytest.mark.parametrize("store", SHARED)
def test_workers_share_one_ledger(tmp_path: Path, store: str) -> None:
    with database(store) as url, a_server(tmp_path, workers=2, url=url) as (process, client):
        position = client.post("/v1/timelines", json={"slug": "war", "title": "The war"}).json()["position"]
        for _ in range(20):
            with Client(base_url=client.base_url, timeout=PATIENCE) as other:  # another connection, any worker
                told = other.get("/v1/timelines", params={"min_position": position}).json()
                assert [one["timeline"] for one in told["items"]] == ["war"]

        said = stopped(process, signal.SIGTERM)

        assert (process.returncode, said) == (0, "closed in peace\n")


@pytest.mark.parametrize("wanted", [True, False])
def test_requests_are_logged_where_that_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, wanted: bool
) -> None:
    if wanted:
        monkeypatch.setenv(LOG_REQUESTS, "1")
    with a_server(tmp_path) as (process, _):
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=PATIENCE)

    assert "listening" in log
    assert ("route=/readyz status=200" in log) is wanted


@pytest.mark.parametrize("said", ["many", "-1", "1.5", "²"])
def test_a_setting_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv(KEEP, said)
    with Timeline.in_memory() as timeline, pytest.raises(SettingError, match="allowed: a whole number"):
        serve(timeline, port=0)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])  # noqa: S104 - it must be refused
def test_only_this_machine_is_listened_on(host: str) -> None:
    with Timeline.in_memory() as timeline, pytest.raises(ListenError, match="allowed: 127"):
        serve(timeline, host=host, port=0)


def test_a_port_that_is_taken_is_refused_in_a_sentence() -> None:
    with Timeline.in_memory() as timeline, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(ListenError, match=f"127.0.0.1 port {taken.getsockname()[1]}"):
            serve(timeline, port=taken.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 70_000])
def test_a_port_that_is_none_is_refused(port: int) -> None:
    with Timeline.in_memory() as timeline, pytest.raises(ListenError):
        serve(timeline, port=port)


def test_a_ledger_in_memory_has_one_process() -> None:
    with Timeline.in_memory() as timeline, pytest.raises(ListenError, match="workers=1"):
        serve(timeline, port=0, workers=2)
