"""What the tables of the documents say of numbers, words and refusals is so."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.docs.pages import ROOT, codes, examples, table
from timeline import edtf
from timeline.answers import Entry
from timeline.claims import Claim, Stance
from timeline.clocks import instant_text
from timeline.commands import OpenIncident, OpenTimeline, RecordReport, RegisterSource, parse_line
from timeline.errors import NotAllowedError
from timeline.importers import Files, Replayer
from timeline.service import Asked, Outcome, Timeline, Told
from timeline.sources import SourceKind

SEED = "dprk-in-russia"
LINE = {
    "source": {"slug": "new", "name": "New", "kind": "outlet"},
    "incident": {"timeline": "river", "slug": "new", "title": "New"},
    "report": {"timeline": "river", "key": "new", "source": "gazette", "published": "2025-03-02"},
    "claim": {"kind": "observation_reported", "statement": "So it is."},
}


BEFORE: dict[str, list[Stance]] = {
    "none": [],
    "asserts": [Stance.ASSERTS],
    "denies": [Stance.DENIES],
    "withholds": [Stance.WITHHOLDS],
    "retracts": [Stance.ASSERTS, Stance.RETRACTS],
}


@pytest.fixture(scope="module")
def ledger() -> Iterator[Timeline]:
    """Replay the seeds; the tests only read them."""
    with Timeline.in_memory() as timeline:
        files = Files([str(path) for path in sorted(ROOT.glob("seeds/*.yaml"))])
        assert Replayer(timeline).replay(files).rejected == 0
        yield timeline


@pytest.mark.parametrize("row", table("docs/status.md", "5. The demo's cases"), ids=" ".join)
def test_the_cases_of_the_demo_are_as_told(ledger: Timeline, row: list[str]) -> None:
    slug, day, status, basis, reports, voices = (cell.strip("`") for cell in row)

    entry = ledger.incident(SEED, slug, Asked(as_of=ledger.as_of(day))).item

    assert entry is not None
    assert (entry.status, entry.status_basis) == (status, basis)
    assert (entry.reports, entry.independent_voices) == (int(reports), int(voices))


@pytest.mark.parametrize("row", table("docs/status.md", "Words"), ids=lambda row: row[0])
def test_a_stance_changes_the_word_of_a_voice_as_told(row: list[str]) -> None:
    words = [_word([*BEFORE[row[0]], stance]) for stance in Stance]

    assert words == row[1:]


def _word(stances: list[Stance]) -> str:
    """Return what the word of a voice is after claims of these stances, a day each."""
    with Timeline.in_memory() as timeline:
        timeline.record(OpenTimeline(slug="words", title="Words"))
        timeline.record(RegisterSource(slug="mayor", name="The mayor", kind=SourceKind.OFFICIAL))
        timeline.record(OpenIncident(timeline="words", slug="it", title="It is so"))
        for day, stance in enumerate(stances, start=1):
            claim = Claim(kind="x-word", incident="it", stance=stance, statement="It is so, or not.")
            published = f"2025-01-{day:02}"
            timeline.record(
                RecordReport(timeline="words", key=published, source="mayor", published=published, claims=(claim,))
            )
        entry = timeline.incident("words", "it").item
    assert entry is not None
    return next((stance for stance, voices in _by_word(entry).items() if voices), "none")


def _by_word(entry: Entry) -> dict[str, list[str]]:
    return {
        "asserts": entry.asserted_by,
        "denies": entry.denied_by,
        "withholds": entry.withheld_by,
        "retracts": entry.retracted_by,
    }


@pytest.mark.parametrize("row", table("docs/clocks.md", "Asking"), ids=" ".join)
def test_the_two_clocks_answer_as_told(ledger: Timeline, row: list[str]) -> None:
    _, known_on, recorded_by, answer = row

    asked = Asked(as_of=ledger.as_of(known_on or None, recorded_by or None))
    entry = ledger.incident(SEED, "clash-2024-10-25", asked).item

    assert (f"`{entry.status}`" if entry else "nothing") == answer


@pytest.mark.parametrize("row", table("docs/clocks.md", "Occurred: fuzzy dates"), ids=" ".join)
def test_fuzzy_dates_have_the_bounds_that_are_told(row: list[str]) -> None:
    date = edtf.parse(codes(row[0])[0])

    bounds = ["" if moment is None else instant_text(moment) for moment in (date.earliest, date.latest)]

    assert bounds == row[2:]


def test_the_lines_of_the_native_format_are_taken() -> None:
    with _river() as timeline:
        statuses = [_status(timeline, day) for day in ("2025-03-01", "2025-03-03", "2025-03-04")]

    assert statuses == [None, "reported", None]


@pytest.mark.parametrize("row", table("docs/native-format.md", "What is refused"), ids=lambda row: row[1])
def test_what_is_refused_is_refused_in_these_words(row: list[str]) -> None:
    name, written, refusal = codes(row[0])[0], json.loads(codes(row[1])[0]), row[2]
    inner = LINE[name] | written
    if name == "claim":
        inner = LINE["report"] | {"claims": [inner]}
    line = {"report" if name == "claim" else name: {"claims": [LINE["claim"]], **inner} if name == "report" else inner}

    [problem] = _refused(json.dumps(line).encode()).problems

    told = f"{problem.pointer.removeprefix('/claims/0').removeprefix('/')}: {problem.detail}"
    assert told.startswith(refusal)


def _refused(line: bytes) -> NotAllowedError:
    """Return why a line is refused, as it is read or as it is recorded."""
    with _river() as timeline:
        try:
            [outcome] = timeline.import_batch([Told(parse_line(line), "desk")])
        except NotAllowedError as error:
            return error
    assert isinstance(outcome.error, NotAllowedError)
    return outcome.error


def _river() -> Timeline:
    """Return a ledger of the lines that the page of the native format shows."""
    [shown] = [one for one in examples("docs/native-format.md") if one.language == "jsonl"]
    timeline = Timeline.in_memory()
    lines = [Told(parse_line(line.encode()), "desk") for line in shown.text.splitlines()]
    outcomes: list[Outcome] = timeline.import_batch(lines)
    assert [outcome.result for outcome in outcomes] == ["recorded"] * len(lines)
    timeline.catch_up()
    return timeline


def _status(timeline: Timeline, day: str) -> str | None:
    entry = timeline.incident("river", "dam-opened", Asked(as_of=timeline.as_of(day))).item
    return None if entry is None else entry.status
