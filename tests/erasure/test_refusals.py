"""What was erased is not recorded again, and nothing is opened under a name that stands in for an erased one."""

from __future__ import annotations

import pytest

from tests.builders import a_claim, a_clash, a_missed_claim, a_report, a_source, a_timeline, an_incident
from tests.erasure.canaries import BASIS, KEY, SLUG, URL, WORDS, sing
from timeline.claims import Quote
from timeline.commands import Command, EraseWording
from timeline.errors import ErasedError, NotAllowedError, UnknownError
from timeline.service import Timeline, Told

AGAIN: dict[str, Command] = {
    "/key": a_report(key=KEY),
    "/url": a_report(key="new", url=URL),
    "/claims/0/statement": a_report(key="new", claims=[a_clash(statement=f"{WORDS.upper()}   WAS there.")]),
    "/claims/0/quote/exact": a_report(key="new", claims=[a_clash(quote=Quote(exact=WORDS))]),
    "/claims/0/chain/1": a_report(key="new", claims=[a_clash(chain=("gazette", SLUG))]),
    "/claims/0/incident": a_report(key="new", claims=[a_clash(incident=SLUG)]),
    "/slug": a_source(SLUG),
    "/name": a_source("new", name=WORDS),
    "/report": a_missed_claim(KEY),
}


@pytest.fixture(scope="module")
def erased() -> Timeline:
    """Return a ledger in which the canaries were erased, but for the author."""
    timeline = Timeline.in_memory()
    sing(timeline)
    timeline.erase(EraseWording(report=KEY, basis=BASIS))
    timeline.erase(EraseWording(source=SLUG, basis=BASIS))
    timeline.erase(EraseWording(timeline="war", incident=SLUG, basis=BASIS))
    return timeline


@pytest.mark.parametrize("place", AGAIN)
def test_what_was_erased_is_refused_and_not_repeated(erased: Timeline, place: str) -> None:
    with pytest.raises(ErasedError) as refused:
        erased.record(AGAIN[place])

    [problem] = [one for one in refused.value.problems if one.pointer == place]
    assert BASIS in problem.detail
    assert SLUG not in str(refused.value).casefold()


def test_an_import_refuses_the_line_and_keeps_the_others(erased: Timeline) -> None:
    outcomes = erased.import_batch([Told(AGAIN["/url"], "desk"), Told(a_report(key="fine"), "desk")], stop=False)

    assert [outcome.result for outcome in outcomes] == ["refused", "recorded"]


def test_the_same_slug_may_be_used_on_another_timeline(erased: Timeline) -> None:
    erased.record(a_timeline("trade"))

    assert erased.record(an_incident(SLUG, "trade", title="Another matter")).opened


def test_an_erased_name_finds_nothing(erased: Timeline) -> None:
    with pytest.raises(UnknownError):
        erased.source(SLUG)
    with pytest.raises(UnknownError):
        erased.incident("war", SLUG)


def test_what_was_erased_goes_on_under_its_pseudonym(erased: Timeline) -> None:
    source = next(source for source in erased.sources() if source.slug.startswith("erased-"))
    report = next(report for report in erased.reports("war") if report.key.startswith("erased-"))

    receipt = erased.record(a_missed_claim(report.key, chain=("gazette", source.slug)))

    assert erased.compare().different == 0
    assert not receipt.already_known
    claim = next(claim for claim in erased.claims("war") if claim.claim == receipt.claims[0])
    assert (claim.chain[-1].slug, claim.voice) == (source.slug, source.slug)


@pytest.mark.parametrize("place", ["/key", "/slug"])
def test_nothing_is_opened_under_a_pseudonym(erased: Timeline, place: str) -> None:
    name = f"erased-{'0' * 32}"
    with pytest.raises(NotAllowedError, match=f"^.*{place}: such a name stands in"):
        erased.record(a_report(key=name) if place == "/key" else a_source(name))


def test_a_pseudonym_of_something_else_names_nothing(erased: Timeline) -> None:
    report = next(report for report in erased.reports("war") if report.key.startswith("erased-"))
    with pytest.raises(NotAllowedError, match="is not known"):
        erased.record(a_report(key="new", claims=[a_claim(derived_from=(report.key,))]))


def test_erasing_again_finds_nothing_until_something_was_added() -> None:
    with Timeline.in_memory() as timeline:
        sing(timeline)
        first = next(report.id for report in timeline.reports("war") if report.key == KEY)
        key = f"erased-{first.replace('-', '')}"
        position = timeline.erase(EraseWording(report=KEY, basis=BASIS)).receipt.position

        again = timeline.erase(EraseWording(report=key, basis=BASIS)).receipt
        assert (again.already_known, again.position) == (True, position)

        timeline.record(a_missed_claim(key, statement="Slipped in again."))
        assert not timeline.erase(EraseWording(report=key, basis=BASIS)).receipt.already_known
        assert timeline.compare().different == 0


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (EraseWording(report="before", basis="It is about BEFORE."), "/basis: it repeats"),
        (EraseWording(report="before", fields=("name",), basis=BASIS), "/fields: 'name' is no wording of a report"),
        (EraseWording(report="nowhere", basis=BASIS), "/report: 'nowhere' is not known"),
        (EraseWording(report="before", claim="c9", basis=BASIS), "/claim: 'c9' is no claim"),
        (EraseWording(author="local", basis=BASIS), "/by: it is the author"),
        (EraseWording(source="nobody", basis=BASIS), "is not known"),
    ],
)
def test_an_erasure_of_what_is_not_there_is_refused(erased: Timeline, command: EraseWording, problem: str) -> None:
    with pytest.raises(NotAllowedError, match=problem):
        erased.erase(command)


def test_an_erasure_stands_alone(erased: Timeline) -> None:
    [outcome] = erased.import_batch([Told(EraseWording(report="before", basis=BASIS), "desk")], stop=False)

    assert "stands alone" in str(outcome.error)
