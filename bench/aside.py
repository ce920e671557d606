"""Work in a process of its own, so that one piece of work does not pay for the memory of another."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from types import TracebackType
from typing import NamedTuple, Protocol, Self

_FRESH = multiprocessing.get_context("spawn")  # a fork would begin with the memory of its parent
_LAST_WORDS = 2.0  # seconds
_OURS = (RUSAGE_SELF, RUSAGE_CHILDREN)
_KIBIBYTE = 1024  # the unit of ru_maxrss on Linux


class Spent(NamedTuple):
    """What a piece of work took: seconds by the clock and of the processor, *peak* bytes of memory; where it got to.

    Processes that it started, and waited for, are counted: their processor, and the most memory that one of them had.
    """

    seconds: float
    cpu: float
    peak: int
    position: int


class Work(Protocol):
    """Something that is done piece by piece."""

    def piece(self, upto: int) -> Callable[[], int]:
        """Make the next piece ready, which returns the position that it gets to."""

    def close(self) -> None:
        """End it."""


class Aside:
    """Work that is begun in a new process, and measured piece by piece."""

    def __init__(self, begin: Callable[[], Work]) -> None:
        self._pipe, other = _FRESH.Pipe()
        self._process = _FRESH.Process(target=_serve, args=(other, begin), daemon=True)
        self._process.start()
        other.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._pipe.send(None)
        else:
            self._process.join(_LAST_WORDS)  # it may be about to say what went wrong
            self._process.terminate()
        self._process.join()

    def __call__(self, upto: int) -> Spent:
        """Do the next piece. Raises EOFError where the process fell over."""
        self._pipe.send(upto)
        return Spent(*self._pipe.recv())


def _serve(pipe: Connection, begin: Callable[[], Work]) -> None:
    with closing(begin()) as work:
        while (upto := pipe.recv()) is not None:
            piece = work.piece(upto)
            gc.collect()
            began, cpu = time.perf_counter(), _cpu()
            position = piece()
            pipe.send((time.perf_counter() - began, _cpu() - cpu, _peak(), position))


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in map(getrusage, _OURS))


def _peak() -> int:
    return sum(used.ru_maxrss for used in map(getrusage, _OURS)) * _KIBIBYTE
