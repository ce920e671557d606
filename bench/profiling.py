"""Where the time of a question goes: the database, or which functions of Python."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from cProfile import Profile
from types import CodeType
from typing import Any, Final

_TOP: Final = 10
_DATABASE: Final = ("'sqlite3.", " Connection.wait")
"""In the names of functions that ask a database, or wait for it: psycopg's is one of Python's that waits in C."""


def profile(ask: Callable[[Any], object], parameters: Sequence[Any]) -> str:
    """Return lines that say what each answer took, how much of it in the database, and the functions that took most.

    Shares are those of a profiled run, which makes Python look slower than it is; the milliseconds are without.
    """
    began = time.perf_counter()
    for parameter in parameters:
        ask(parameter)
    each = (time.perf_counter() - began) / len(parameters) * 1000
    profiled = Profile()
    with profiled:
        for parameter in parameters:
            ask(parameter)
    found = sorted(profiled.getstats(), key=lambda entry: entry.inlinetime, reverse=True)
    total = sum(entry.inlinetime for entry in found) or 1.0
    inside = sum(entry.inlinetime for entry in found if _asks_database(entry.code))
    lines = [f"{each:,.3g} ms an answer; {inside / total:.0%} in the database"]
    for entry in found[:_TOP]:
        calls = entry.callcount / len(parameters)
        lines.append(f"{entry.inlinetime / total:4.0%} {calls:10,.0f} calls  {_named(entry.code)}")
    return "".join(f"\n    {line}" for line in lines)


def _asks_database(code: CodeType | str) -> bool:
    return any(name in _named(code) for name in _DATABASE)


def _named(code: CodeType | str) -> str:
    if isinstance(code, str):
        return code
    folders = code.co_filename.split("/")[-2:]
    return f"{'/'.join(folders)}:{code.co_firstlineno} {code.co_qualname}"
