"""Seals the reports of a file: first their openings are kept, then their commitments are recorded."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from timeline.clocks import published_at
from timeline.commands import Command, OpenReport, RecordReport, SealReport, commitment, parse_line, to_line
from timeline.errors import NotAllowedError, TimelineError
from timeline.importers.line import Line, UnreadableFileError
from timeline.service import Outcome, Timeline, Told

Refused = Callable[[Line, TimelineError], object]
_MODE = 0o600  # nobody but the owner


class Sealed(NamedTuple):
    """What a file came to: the line that opens, or tells, each of its lines, and what seals its reports."""

    openings: list[bytes]
    seals: list[SealReport]


def sealed(commands: Sequence[Command], salts: Callable[[], str]) -> Sealed:
    """Return openings and seals of the reports among *commands*; what else they tell is told when they are opened."""
    told = Sealed([], [])
    for command in commands:
        if not isinstance(command, RecordReport):
            told.openings.append(to_line(command))
            continue
        salt = salts()
        told.openings.append(to_line(OpenReport(report=replace(command, by=None), salt=salt, by=command.by)))
        told.seals.append(SealReport(timeline=command.timeline, commitment=commitment(command, salt)))
    return told


def check(timeline: Timeline, slug: str, lines: Iterable[Line], refused: Refused) -> list[Command]:
    """Return what lines tell, if all of it could be recorded, at the latest when it is published; tell of the rest."""
    read = [(line, _read(line, slug)) for line in lines]
    commands = [told for _, told in read if not isinstance(told, TimelineError)]
    days = [published_at(told.published) for told in commands if isinstance(told, RecordReport)]
    with timeline.trying(at=max([timeline.now(), *days])) as tried:
        outcomes = iter(tried([Told(command, "", checked=True) for command in commands]))
    good = True
    for line, told in read:
        error = told if isinstance(told, TimelineError) else _why_not(told, next(outcomes))
        if error is not None:
            good = False
            refused(line, error)
    return commands if good else []


def record(timeline: Timeline, seals: Sequence[SealReport], by: str) -> int:
    """Record commitments in one transaction; return the position reached."""
    for outcome in timeline.import_batch([Told(seal, by, checked=True) for seal in seals]):
        if outcome.error is not None:
            raise outcome.error
    return timeline.catch_up()


def keep(path: Path, openings: Sequence[bytes]) -> None:
    """Write openings where no file is yet, for the owner's eyes, and see them onto the disk.

    Raises UnreadableFileError.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(opening + b"\n" for opening in openings)
            file.flush()
            os.fsync(descriptor)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # a file that no folder names is gone after a crash
        finally:
            os.close(folder)
    except OSError as error:
        raise UnreadableFileError(f"{path}: {error.strerror}") from error


def _read(line: Line, slug: str) -> Command | TimelineError:
    if line.error is not None:
        return line.error
    try:
        command = parse_line(line.raw)
    except TimelineError as error:
        return error
    if isinstance(command, RecordReport) and command.timeline != slug:
        return NotAllowedError.at("/timeline", f"it is '{command.timeline}'; allowed: '{slug}', as TIMELINE says")
    return command


def _why_not(command: Command, outcome: Outcome) -> TimelineError | None:
    if isinstance(command, RecordReport) and outcome.result == "already_known":
        return NotAllowedError.at("", "it is recorded already, for all to read; allowed: reports that are not")
    return outcome.error
