"""What was erased is found nowhere, and all that is no wording stays as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import msgspec
import psycopg
import pytest

from tests.addresses import ON_THINGS, ON_TIMELINES
from tests.api.telling import a_client
from tests.erasure.canaries import SLUG, erasures, heard_in, heard_in_files, history, sing
from tests.stores import server_in
from timeline.exporters import FORMATS
from timeline.importers.files import Files
from timeline.importers.replaying import Replayer
from timeline.service import Asked, IncidentFilters, ReportFilters, Timeline

MANY = Asked(limit=500)


@pytest.fixture
def apart() -> Iterator[Path]:
    """Give a folder that a server's own user may enter: pytest closes its own to others, again and again."""
    with TemporaryDirectory(prefix="asknown-erasure-") as folder:
        yield Path(folder)


def statuses(timeline: Timeline) -> list[tuple[object, ...]]:
    """Return what is no wording, at every position and around every day."""
    found = []
    days = (None, "2024-10-27", "2024-10-28", "2024-10-29", "2024-10-30", "2024-11-01")
    for position in range(1, len(history()) * 3):
        if position > timeline.newest():
            break
        for day in days:
            asked = Asked(as_of=timeline.as_of(day, at_position=position), limit=500)
            for entry in timeline.incidents("war", asked):
                figures = sorted((figure.measure, figure.best) for figure in entry.figures)
                voices = len(entry.asserted_by), len(entry.denied_by), len(entry.admitted_by), entry.independent_voices
                said = entry.status, entry.status_basis, entry.reports, voices, figures, entry.first_published
                found.append((position, day, *said, entry.because, entry.signed_off is not None))
    return sorted(found, key=repr)


def answers(timeline: Timeline, moments: Sequence[str]) -> list[object]:
    """Return what a timeline tells at some moments, but for ids and positions."""
    found: list[object] = []
    for day in ("2024-10-28", "2024-10-30", "2024-11-01", None):
        for moment in moments:
            asked = Asked(as_of=timeline.as_of(day, moment), limit=500)
            pages = timeline.incidents("war", asked), timeline.claims("war", asked), timeline.reports("war", asked)
            found += [[without_places(item) for item in msgspec.to_builtins(list(page))] for page in pages]
    return found


def without_places(told: object) -> object:
    """Return something told without positions and ids, which another ledger has otherwise."""
    match told:
        case dict():
            return {
                k: without_places(v)
                for k, v in told.items()
                if k not in ("position", "claim", "claims", "id", "because")
            }
        case list():
            return [without_places(item) for item in told]
        case _:
            return told


def replayed(exported: bytes, folder: Path, moments: Sequence[str]) -> list[object]:
    """Return what a ledger answers into which lines were replayed."""
    file = folder / "exported.jsonl"
    file.write_bytes(exported)
    with Timeline.in_memory() as other:
        counts = Replayer(other).replay(Files([str(file)]))
        assert counts.rejected == 0
        return answers(other, moments)


def analyze(url: str) -> None:
    """Let a server take samples of what is stored, as it does by itself from time to time."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def test_what_was_erased_is_in_no_file_of_a_server(apart: Path) -> None:
    """Tables, statistics, the server's own log: a server of its own, all of whose files are looked through."""
    with server_in(apart) as url, Timeline(url, unsafe=True) as timeline:
        sing(timeline)
        timeline.rebuild()
        analyze(url)
        assert heard_in_files(apart) != {}

        for command in erasures():
            assert timeline.erase(command).left == []

        assert heard_in_files(apart) == {}
        assert timeline.compare().different == 0


def test_a_role_with_few_rights_is_told_what_is_left(apart: Path) -> None:
    """Wording is gone from tables and answers all the same, and a superuser can finish it."""
    with server_in(apart) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE ROLE desk LOGIN")
            connection.execute("CREATE SCHEMA news AUTHORIZATION desk")
        schema = f"{'&' if '?' in url else '?'}options={quote('-csearch_path=news')}"
        with Timeline(f"{url}{schema}&user=desk".replace("postgres:@", ""), unsafe=True) as timeline:
            sing(timeline)
            left = [timeline.erase(command).left for command in erasures()][-1]
            assert [sentence.split(" ")[0] for sentence in left] == ["a", "the"]

        with Timeline(f"{url}{schema}", unsafe=True) as timeline:
            assert timeline.finish_erasing() == []
        assert heard_in_files(apart) == {}


def test_what_was_erased_is_in_no_file_and_in_no_answer(tmp_path: Path) -> None:
    with Timeline(f"sqlite:///{tmp_path}/ledger.db") as timeline:
        sing(timeline)
        assert set(heard_in_files(tmp_path)) & {"ledger.db", "ledger.db-wal"}
        before, newest = statuses(timeline), timeline.newest()

        for command in erasures():
            assert timeline.erase(command).left == []

        assert heard_in_files(tmp_path) == {}
        exported = b"\n".join(FORMATS["native"].lines(timeline.committed("war")))
        assert heard_in(exported) == []
        moments = [change.recorded for change in timeline.changes("war", MANY)][:-1]  # an author's is no timeline's
        assert replayed(exported, tmp_path, moments) == answers(timeline, moments)
        after = [row for row in statuses(timeline) if isinstance(row[0], int) and row[0] <= newest]
        assert after == [row for row in before if isinstance(row[0], int) and row[0] <= newest]
        assert timeline.compare().different == 0
        assert timeline.verify().findings == []
        assert heard_in("".join(told_over_http(timeline)).encode()) == []
        assert timeline.incidents("war", MANY, IncidentFilters(q=SLUG)).docs == []
        assert timeline.reports("war", MANY, ReportFilters(q=SLUG)).docs == []


def told_over_http(timeline: Timeline) -> Iterator[str]:
    """Yield what every route answers, from old and new points of view."""
    things = {
        "incident": [f"/v1/timelines/war/incidents/{entry.incident}" for entry in timeline.incidents("war", MANY)],
        "report": [f"/v1/reports/{report.id}" for report in timeline.reports("war", MANY)],
        "claim": [f"/v1/claims/{claim.claim}" for claim in timeline.claims("war", MANY)],
        "source": [f"/v1/sources/{source.slug}" for source in timeline.sources(MANY)],
    }
    paths = ["/v1/timelines", "/v1/sources", *(path.format(timeline="war") for path in ON_TIMELINES)]
    paths += [of + path for kind, found in things.items() for of in found for path in ON_THINGS[kind]]
    paths += [f"/v1/log/facts/{position}" for position in range(1, timeline.newest() + 1)]
    client = a_client(timeline)
    for path in paths:
        points = (
            ("", "known_on=2024-10-30", "at_position=20") if "/diff?" not in path and "/log/" not in path else ("",)
        )
        for point in points:
            answer = client.get(f"{path}{'&' if '?' in path else '?'}{point}".rstrip("?&"))
            assert answer.status_code in {200, 404}, (path, answer.text)
            yield answer.text
