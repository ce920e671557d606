"""What every engine is asked, and how its answers are compared."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import Any, Final, Protocol

import msgspec

from bench.history import History, Version
from bench.workload import DAYS, FIRST, PLACES
from timeline.clocks import DAY, EVER, published_at

LIMIT: Final = 50
WINDOW: Final = 90
"""Days that a page looks at."""
NOW: Final = EVER - 1
_HALF: Final = 0.5
FIRST_DAY: Final = published_at(FIRST.date().isoformat()) - DAY + 1

Answer = Hashable
Page = bytes
"""The documents of a page as a JSON array, in the order of the timeline."""
Counts = tuple[tuple[str, str, int], ...]
"""How many incidents there are by status and month, sorted."""
Story = tuple[tuple[int, int, str], ...]
"""The versions of one incident: from when, until when, which document."""
Change = tuple[int, str | None, str | None]
"""An incident's number, and its documents on the earlier and the later day, None where there is none."""
Changes = tuple[Change, ...]
"""What differs between two days, by number."""


class PageAsked(msgspec.Struct, frozen=True):
    """A page: one place, what occurred within days [begins, ends), as known on a day. Days count from FIRST."""

    place: str
    begins: int
    ends: int
    known: int | None
    position: int | None = None

    @property
    def p(self) -> int:
        """The last microsecond of the day on which it is known; NOW where none is named."""
        return NOW if self.known is None else end_of(self.known)

    @property
    def window(self) -> tuple[int, int]:
        """The microseconds between which it occurred."""
        return start_of(self.begins), start_of(self.ends)


class CountsAsked(msgspec.Struct, frozen=True):
    """The counts as known on a day, by what all positions hold or those up to one."""

    known: int
    position: int | None = None

    @property
    def p(self) -> int:
        """The last microsecond of that day."""
        return end_of(self.known)


class StoryAsked(msgspec.Struct, frozen=True):
    """The history of the incident with this number and slug."""

    number: int
    slug: str


class ChangesAsked(msgspec.Struct, frozen=True):
    """What differs between two days: the first *limit* of it, or all."""

    earlier: int
    later: int
    limit: int | None

    @property
    def between(self) -> tuple[int, int]:
        """The last microseconds of both days."""
        return end_of(self.earlier), end_of(self.later)


class Engine(Protocol):
    """Something that is asked; *answers* lacks the questions that it cannot be asked."""

    name: str

    @property
    def answers(self) -> Mapping[str, Callable[..., Any]]:
        """What it can be asked, by the name of the question."""

    def canonical(self, question: str, answer: Any) -> Answer:  # noqa: ANN401 - rows differ by question
        """Return an answer in the form in which all are compared: this takes no part in what is timed."""

    def close(self) -> None:
        """Let go of everything."""


class Peer(Engine, Protocol):
    """An engine that keeps the finished history in its own way."""

    def load(self, versions: Iterable[Sequence[Version]]) -> None:
        """Take in all versions, batch by batch, and make ready to be asked."""


def start_of(day: int) -> int:
    """Return the first microsecond of a day."""
    return FIRST_DAY + day * DAY


def end_of(day: int) -> int:
    """Return the last microsecond of a day."""
    return start_of(day + 1) - 1


def date_of(day: int) -> str:
    """Return a day as text."""
    return (FIRST + timedelta(days=day)).date().isoformat()


def past_page(random: Random) -> PageAsked:
    """Return a page of a random place and window that had begun by the random day on which it is known."""
    known = random.randrange(1, DAYS)
    begins = random.randrange(known)
    return PageAsked(_place(random), begins, begins + WINDOW, known)


def now_page(random: Random) -> PageAsked:
    """Return a page of a random place and window, as known now."""
    return msgspec.structs.replace(past_page(random), known=None)


def full_page(random: Random, place: str | None = None) -> PageAsked:
    """Return a page that has its 50 entries with a tenth of the data, too: a wide window, known late."""
    begins = random.randrange(DAYS // 3)
    known = DAYS - 1 - random.randrange(DAYS // 10)
    return PageAsked(place or _place(random), begins, begins + 2 * DAYS // 3, known)


def counts(random: Random) -> CountsAsked:
    """Return the counts of a random day."""
    return CountsAsked(random.randrange(1, DAYS))


def changes(random: Random, *, days: int, limit: int | None) -> ChangesAsked:
    """Return two random days so far apart, and how much is wanted of what differs."""
    earlier = random.randrange(1, DAYS - days)
    return ChangesAsked(earlier, earlier + days, limit)


def story(random: Random, history: History) -> StoryAsked:
    """Return a random incident: half of them chosen by their versions, so that hot ones come up."""
    row = random.randrange(len(history))
    if random.random() < _HALF:
        number = random.randrange(len(history.names[0]))
        row = int((history.slug == number).argmax())
    return StoryAsked(int(history.number[row]), history.names[0][history.slug[row]])


def _place(random: Random) -> str:
    return str(random.choice(PLACES)["admin1"])


def array_of(docs: Iterable[str]) -> Page:
    """Return JSON texts joined to an array, as a body holds them."""
    return f"[{','.join(docs)}]".encode()
