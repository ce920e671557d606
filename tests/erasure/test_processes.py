"""An erasure and other processes: what they hold in memory, and what is left where one is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.telling import a_client
from tests.builders import a_clash, a_report
from tests.erasure.canaries import BASIS, KEY, SLUG, URL, erasures, heard_in, heard_in_files, sing
from tests.patience import PATIENCE
from tests.stores import SHARED, database
from timeline.commands import EraseWording
from timeline.errors import ErasingError
from timeline.service import Asked, Timeline

MANY = Asked(limit=500)
_ERASE = """
import os, signal, sys
from timeline.commands import EraseWording
from timeline.service import Timeline
timeline = Timeline(sys.argv[1])
if sys.argv[2] == "rebuild":
    timeline.rebuild = lambda **_: os.kill(os.getpid(), signal.SIGKILL)
else:
    timeline._ledger._store.tidy = lambda: os.kill(os.getpid(), signal.SIGKILL)
timeline.erase(EraseWording(report=sys.argv[3], basis="By law."))
"""


@pytest.fixture(params=SHARED)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty database that may be opened more than once."""
    with database(request.param) as address:
        yield address


def test_a_follower_elsewhere_goes_on_without_what_was_erased(url: str) -> None:
    """It remembers what it has folded, and must fold what comes next onto what is left."""
    with Timeline(url) as here, Timeline(url) as there:
        sing(here)
        there.catch_up()
        there.record(a_report(key="warm", claims=[a_clash(incident=SLUG, chain=("gazette", SLUG))]))
        for command in erasures():
            here.erase(command)

        incident = next(entry.incident for entry in there.incidents("war") if entry.incident.startswith("erased-"))
        there.record(a_report(key="next", claims=[a_clash(incident=incident, statement="And again.")]))

        assert there.compare().different == 0
        assert heard_in("".join(there.claims("war").docs).encode()) == []


def test_a_server_elsewhere_lets_go_of_its_answers(url: str) -> None:
    """Those that it keeps in memory, as they never change, and those that a client has by their ETag."""
    with Timeline(url) as here, Timeline(url) as there, a_client(there) as client:
        sing(here)
        pinned = f"/v1/timelines/war/claims?at_position={here.newest()}"
        client.get(pinned, params={"min_position": here.newest()})
        first = client.get(pinned)
        assert heard_in(first.content)

        for command in erasures():
            here.erase(command)

        deadline = time.monotonic() + PATIENCE
        while heard_in((again := client.get(pinned)).content) or again.status_code != 200:
            assert time.monotonic() < deadline
        held = client.get(pinned, headers={"If-None-Match": first.headers["etag"]})
        assert (held.status_code, again.headers["etag"] != first.headers["etag"]) == (200, True)


def test_nothing_is_answered_until_the_views_are_made_anew(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others may ask meanwhile, and record: what they record is read later."""
    with Timeline(url) as here, Timeline(url) as there:
        sing(here)
        asked = []

        def rebuild(**_: object) -> int:
            with pytest.raises(ErasingError):
                there.claims("war")
            asked.append(there.record(a_report(key="meanwhile")))
            monkeypatch.undo()
            return here.rebuild()

        monkeypatch.setattr(here, "rebuild", rebuild)
        here.erase(EraseWording(report=KEY, basis=BASIS))

        assert [receipt.position for receipt in asked] == [there.newest()]
        assert "meanwhile" in [report.key for report in there.reports("war")]
        assert there.compare().different == 0


def test_writers_beside_an_erasure_record_nothing_of_it(url: str) -> None:
    """What was decided before is judged again: no fact names a slug that is gone."""
    with Timeline(url) as here:
        sing(here)
        stop, refused = threading.Event(), list[str]()

        def write() -> None:
            with Timeline(url) as there:
                for number in range(10_000):
                    if stop.is_set():
                        return
                    try:
                        chain = ("gazette", SLUG)
                        there.record(a_report(key=f"beside-{number}", claims=[a_clash(incident=SLUG, chain=chain)]))
                    except ValueError as error:
                        refused.append(str(error))
                        return

        writer = threading.Thread(target=write)
        writer.start()
        while "beside-3" not in [report.key for report in here.reports("war", MANY)]:
            here.catch_up()
        here.erase(EraseWording(source=SLUG, basis=BASIS))
        writer.join(PATIENCE)
        stop.set()

        assert refused
        assert BASIS in refused[0]
        assert here.compare().different == 0
        assert not [link.slug for claim in here.claims("war", MANY) for link in claim.chain if link.slug == SLUG]


@pytest.mark.parametrize("when", ["rebuild", "tidy"])
def test_an_erasure_that_was_killed_is_finished(tmp_path: Path, when: str) -> None:
    """Wording is gone from all answers at once, and from the files when it was finished."""
    url = f"sqlite:///{tmp_path}/ledger.db"
    with Timeline(url) as timeline:
        sing(timeline)
    killed = subprocess.run([sys.executable, "-c", _ERASE, url, when, KEY], check=False)  # noqa: S603 - ours
    assert killed.returncode == -signal.SIGKILL

    with Timeline(url) as timeline:
        if when == "rebuild":
            with pytest.raises(ErasingError):
                timeline.claims("war")
        assert timeline.finish_erasing() == []
        for command in erasures()[1:]:
            timeline.erase(command)

        assert URL not in "".join(timeline.reports("war").docs)
        assert timeline.compare().different == 0
    assert heard_in_files(tmp_path) == {}
