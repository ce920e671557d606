"""Laws 5 and 6: neither the order nor the number of imports matters for what is known now."""

from __future__ import annotations

from random import Random

from tests.telling import by_tester
from timeline.commands import AddClaim, Command, MergeIncidents, OpenIncident, RecordReport, RegisterSource, SignOff
from timeline.service import Timeline


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


def importing_again_adds_no_position(timeline: Timeline, accepted: list[Command]) -> None:
    """Law 6, for the lines that were *accepted*."""
    reached = timeline.catch_up()
    again = timeline.import_batch(by_tester(accepted))
    assert {outcome.result for outcome in again} == {"already_known"}
    assert timeline.catch_up() == reached
