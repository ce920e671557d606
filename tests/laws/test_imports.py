"""Laws 5 and 6: neither the order nor the number of imports matters for what is known now."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings

from tests.asking import anonymous, asked, names
from tests.generators import CHANCE, History, dated, histories
from tests.material import PUBLISHED, START, TIMELINES
from tests.telling import by_tester, telling
from timeline.clocks import published_at
from timeline.commands import AddClaim, Command, MergeIncidents, OpenIncident, RecordReport, RegisterSource, SignOff
from timeline.service import Timeline

MOMENTS = (None, published_at(PUBLISHED[0]), published_at(PUBLISHED[1]))


def entries(timeline: Timeline) -> list[list[str]]:
    """Return all entries as known now, at some moments of the published clock."""
    called = {claim: name for slug in TIMELINES for claim, name in names(timeline, slug).items()}
    pages = [timeline.incidents(slug, asked(moment)).docs for slug in TIMELINES for moment in MOMENTS]
    return [[anonymous(doc, called) for doc in page] for page in pages]


def stream(command: Command) -> str:
    """Return what a command is about; commands about one thing keep their order."""
    match command:
        case RecordReport():
            return f"report {command.report_key}"
        case RegisterSource(slug=slug):
            return f"source {slug}"
        case OpenIncident() | SignOff():
            return (
                f"incident {command.timeline} {command.slug if isinstance(command, OpenIncident) else command.incident}"
            )
        case MergeIncidents(timeline=slug):
            return f"timeline {slug}"
        case AddClaim(report=key):
            return f"report {key}"
        case _:
            return f"report {getattr(command, 'report', '')}"


def shuffled(commands: list[Command], random: Random) -> list[Command]:
    """Return the commands in another order, in which those about one thing follow each other as before."""
    places = [stream(command) for command in commands]
    random.shuffle(places)
    waiting = {place: [c for c in commands if stream(c) == place] for place in places}
    return [waiting[place].pop(0) for place in places]


@settings(max_examples=250)
@given(histories(steps=8), CHANCE)
def test_what_is_known_now_does_not_depend_on_the_order_of_import(history: History, random: Random) -> None:
    """Law 5."""
    commands = [dated(command) for transaction in history.transactions for command in transaction]
    first, later = commands[: history.ground], commands[history.ground :]
    answers = []
    for order in (later, shuffled(later, random)):
        with telling() as (timeline, clock):
            clock.now = START
            timeline.import_batch(by_tester(first), stop=False)
            timeline.import_batch(by_tester(order[:3]), stop=False)
            for command in order[3:]:
                timeline.import_batch(by_tester([command]), stop=False)
            timeline.catch_up()
            answers.append(entries(timeline))
    assert answers[0] == answers[1]


@settings(max_examples=250)
@given(histories(steps=8), CHANCE)
def test_importing_twice_adds_no_position(history: History, random: Random) -> None:
    """Law 6."""
    with telling() as (timeline, clock):
        accepted: list[Command] = []
        for commands, now in zip(history.transactions, history.clock, strict=True):
            clock.now = now
            outcomes = timeline.import_batch(by_tester(commands), stop=False)
            accepted += [c for c, outcome in zip(commands, outcomes, strict=True) if outcome.error is None]
        reached = timeline.catch_up()
        clock.now += random.randint(0, 10)
        again = timeline.import_batch(by_tester(accepted))
        assert {outcome.result for outcome in again} == {"already_known"}
        assert timeline.catch_up() == reached
