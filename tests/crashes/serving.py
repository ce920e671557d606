"""A server in trouble: a process, and a client that keeps what was acknowledged, and what was refused."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from httpx2 import Client, HTTPError, Response

from tests.builders import TIMELINE
from tests.crashes.killing import ROOT
from tests.crashes.material import GROUND, told
from tests.patience import PATIENCE
from timeline.service import Timeline

NO_LEDGER = "/docs#no-ledger"
_REPORTS, _INCIDENTS = f"/v1/timelines/{TIMELINE}/reports", f"/v1/timelines/{TIMELINE}/incidents"


class Caller:
    """Records over HTTP, and looks at every answer."""

    def __init__(self, client: Client) -> None:
        self.acknowledged: dict[str, int] = {}
        self.refused: set[str] = set()
        self._client, self._numbers = client, count()

    def record(self) -> bool:
        """Record one more report; tell whether it was acknowledged. Any answer but that and a clear refusal fails."""
        key = f"report-{next(self._numbers)}"
        claims = [{"kind": one.kind, "incident": one.incident, "statement": one.statement} for one in told(key).claims]
        body = {"key": key, "source": told(key).source, "published": told(key).published, "claims": claims}
        answer = self._client.post(_REPORTS, json=body)
        if answer.status_code == 201:
            self.acknowledged[key] = answer.json()["position"]
            return True
        must_be_clear(answer)
        self.refused.add(key)
        return False

    def record_until_refused(self) -> None:
        """Record until the service does not take it."""
        must_come(lambda: not self.record())

    def record_until_taken(self) -> None:
        """Record until the service takes it."""
        must_come(self.record)

    def must_read(self) -> None:
        """See that reads go on."""
        answer = self._client.get(_INCIDENTS)
        assert answer.status_code == 200, answer.text

    def is_followed(self) -> bool:
        """Tell whether the views have caught up."""
        return self._client.get("/readyz").status_code == 200


def must_be_clear(answer: Response) -> None:
    """See that an answer says what is wrong, as a problem document."""
    assert answer.status_code == 503, answer.text
    assert answer.json()["type"] == NO_LEDGER, answer.text
    assert answer.json()["detail"].count(chr(10)) == 0


def must_come(what: Callable[[], bool]) -> None:
    """Look until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline


def begin(url: str) -> None:
    """Set a ledger up, with its ground."""
    with Timeline(url) as timeline:
        for command in GROUND:
            timeline.record(command)


@contextmanager
def served(url: str, folder: Path, under: Sequence[str] = ()) -> Iterator[Caller]:
    """Serve a ledger by a process, *under* another program where that is wanted; its log is in the *folder*."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*under, sys.executable, "-m", "timeline", "--database", url, "serve", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=ROOT, env=environment) as process,  # noqa: S603 - ours
        Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client,
    ):
        try:
            must_come(lambda: _answers(client))
            yield Caller(client)
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
        finally:
            process.kill()


def _answers(client: Client) -> bool:
    try:
        return client.get("/livez").status_code == 200
    except HTTPError:
        return False
