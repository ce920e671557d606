"""A PostgreSQL server that is killed and started again: nothing acknowledged is lost, and the service recovers."""

from __future__ import annotations

from pathlib import Path
from random import Random
from threading import Timer

import pytest

from tests.crashes.postgres import a_server
from tests.crashes.recovering import must_have_recovered
from tests.crashes.serving import begin, must_come, served

LONGEST = 1.0  # seconds


def kill_the_server(folder: Path, times: int) -> None:
    """Kill it while reports are recorded over HTTP; the service and its follower must go on by themselves."""
    chance = Random()  # noqa: S311 - no secret
    with a_server() as server:
        begin(server.url)
        with served(server.url, folder) as caller:
            for _ in range(times):
                caller.record_until_taken()
                killing = Timer(chance.uniform(0, LONGEST), server.kill)
                killing.start()
                while killing.is_alive():
                    caller.record()
                caller.record_until_refused()
                server.start()
                caller.record_until_taken()
                caller.must_read()
                must_come(caller.is_followed)
        must_have_recovered(server.url, caller.acknowledged)
        assert len(caller.acknowledged) >= 2 * times


def test_what_was_acknowledged_outlives_a_kill_of_the_database_server(tmp_path: Path) -> None:
    kill_the_server(tmp_path, times=1)


@pytest.mark.slow
def test_what_was_acknowledged_outlives_kills_of_the_database_server(tmp_path: Path) -> None:
    kill_the_server(tmp_path, times=25)
