"""What goes to a person's terminal: tables, messages, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

Step = Callable[[float], object]


class Screen(Console):
    """Prints words as they are: no markup, no colours for numbers, no emoji."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        """End without a fault where the reader of a pipe has had enough; Rich alone would call it one."""
        raise BrokenPipeError


def say(text: str | Text = "") -> None:
    """Print for a person; in a pipe without colour, and never as markup."""
    Screen().print(text, soft_wrap=True)


def warn(text: str) -> None:
    """Print beside the results, on stderr."""
    Screen(stderr=True).print(text, soft_wrap=True)


def put(body: bytes) -> None:
    """Print bytes as they are, and end the line."""
    sys.stdout.buffer.write(body + b"\n")
    sys.stdout.buffer.flush()


@contextmanager
def progress(what: str, total: float | None, unit: str) -> Iterator[Step]:
    """Show how far a long work is, how fast it goes and how long it will take: only on a terminal, on stderr."""
    console = Screen(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        _Rate(unit),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task(what, total=total)
        yield lambda step: shown.advance(task, step)


def steps(step: Step, reached: int = 0) -> Callable[[int], None]:
    """Return what turns positions reached into steps, from one that is *reached* already."""

    def on_batch(position: int) -> None:
        nonlocal reached
        step(position - reached)
        reached = position

    return on_batch


class _Rate(TextColumn):
    """How many of something were done in a second."""

    def __init__(self, unit: str) -> None:
        super().__init__("{task.speed}")
        self._unit = unit

    def render(self, task: object) -> Text:
        """Return the present rate."""
        speed = getattr(task, "speed", None)
        return Text(f"{speed:,.0f} {self._unit}/s" if speed else "", style="dim")
