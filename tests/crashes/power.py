"""Cuts the power of a process: what it told the system to do says which disks could be left at any moment."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import Final, NamedTuple

from tests.crashes.workers import acknowledged

CALLS: Final = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,link,linkat,rename"
SECTOR: Final = 512
"""Bytes that a disk writes whole, or not at all."""
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_FILE = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_ACKNOWLEDGING = "1"


class Step(NamedTuple):
    """Something that a process told the system to do, or to whoever listens: then it is to *content*."""

    what: str
    path: str = ""
    offset: int = 0
    content: bytes = b""


def steps(trace: Path, folder: Path) -> list[Step]:
    """Read what strace noted: all that changes files in a *folder*, and what was acknowledged."""
    read = []
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            assert "<unfinished" not in line, "threads would have to be told apart"
            if (call := _CALL.match(line)) and (step := _step(*call.groups())) is not None:
                read.append(step)
    return [step for step in read if step.what == "acknowledge" or _concerns(step, folder)]


def _concerns(step: Step, folder: Path) -> bool:
    path = Path(step.path)
    return not step.path.endswith("-shm") and folder in (path, path.parent)  # what is shared is made anew


def _step(call: str, words: str, result: str) -> Step | None:
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(words)]
    if call == "openat":
        return Step("create", texts[0].decode()) if "O_CREAT" in words and result != "-1" else None
    if call in {"unlink", "link", "linkat", "rename"}:
        return Step(call.removesuffix("at"), texts[-1].decode(), content=texts[0]) if result != "-1" else None
    number, name = _FILE.findall(words)[0]
    path = bytes.fromhex(name.replace("\\x", "")).decode()
    numbers = [int(word) for word in re.findall(r", (\d+)", words)]
    match call:
        case "write" if number == _ACKNOWLEDGING:
            return Step("acknowledge", content=texts[0])
        case "write":
            return Step("write", path, 0, texts[0])  # at once: so are the small files written that are no database
        case "pwrite64" if result != "-1":
            return Step("write", path, numbers[-1], texts[0][: int(result)])
        case "ftruncate" if result != "-1":
            return Step("truncate", path, numbers[-1])
        case "fsync" | "fdatasync":
            return Step("sync" if result != "-1" else "fail", path)
        case _:
            return None


class Disk:
    """What is on a disk for certain, and what may be: names and contents wait for a sync of their own, each."""

    def __init__(self) -> None:
        self.acknowledged: dict[str, int] = {}
        self._numbers = count()
        self._now: dict[str, int] = {}  # names as the process sees them
        self._names: dict[str, int] = {}  # names on the disk
        self._waiting_names: list[tuple[str, int | None]] = []
        self._contents: dict[int, bytearray] = defaultdict(bytearray)
        self._waiting: dict[int, list[Step]] = defaultdict(list)

    def take(self, step: Step) -> None:
        """Take one step."""
        match step.what:
            case "acknowledge":
                self.acknowledged |= acknowledged(step.content.decode())
            case "create" if step.path not in self._now:
                self._name(step.path, next(self._numbers))
            case "unlink" | "link" | "rename":
                self._rename(step)
            case "write" | "truncate":
                self._waiting[self._now[step.path]].append(step)
            case "fail":  # what waits is given up, and the next sync says that all is well
                self._waiting.pop(self._now.get(step.path, -1), None)
            case "sync" if step.path in self._now:
                for waiting in self._waiting.pop(self._now[step.path], ()):
                    _write(self._contents[self._now[step.path]], waiting)
            case "sync":  # of the folder
                _rename(self._names, self._waiting_names)
                self._waiting_names = []
            case _:
                pass

    def _rename(self, step: Step) -> None:
        source = step.content.decode()
        self._name(step.path, None if step.what == "unlink" else self._now[source])
        if step.what == "rename":
            self._name(source, None)

    def _name(self, path: str, number: int | None) -> None:
        _rename(self._now, [(path, number)])
        self._waiting_names.append((path, number))

    def left(self, chance: Random) -> dict[str, bytes]:
        """Return files as a power cut could leave them: of what waits, any part may have come through."""
        names, how = dict(self._names), chance.choice(["none", "some", "torn"])
        _rename(names, self._waiting_names[: chance.randint(0, len(self._waiting_names))])
        return {path: self._content(number, chance, how) for path, number in names.items()}

    def _content(self, number: int, chance: Random, how: str) -> bytes:
        content = bytearray(self._contents.get(number, b""))
        for step in self._waiting.get(number, ()):
            if how == "none" or chance.random() < 0.5:
                continue
            _write(content, _torn(step, chance) if how == "torn" else step)
        return bytes(content)


def _torn(step: Step, chance: Random) -> Step:
    """Return what came through of a write: at least one sector."""
    sectors = max(2, len(step.content) // SECTOR)
    return step._replace(content=step.content[: SECTOR * chance.randrange(1, sectors)])


def _rename(names: dict[str, int], changes: Sequence[tuple[str, int | None]]) -> None:
    for path, number in changes:
        if number is None:
            names.pop(path, None)
        else:
            names[path] = number


def _write(content: bytearray, step: Step) -> None:
    if step.what == "truncate":
        del content[step.offset :]
    content.extend(bytes(max(0, step.offset - len(content))))
    content[step.offset : step.offset + len(step.content)] = step.content


def cuts(
    told: Sequence[Step], moments: Iterable[int], chance: Random
) -> Iterator[tuple[dict[str, bytes], dict[str, int]]]:
    """Cut the power before the steps that are numbered; yield files that were left, and what was acknowledged."""
    disk, numbers = Disk(), Counter(moments)
    for number, step in enumerate(told):
        for _ in range(numbers[number]):
            yield disk.left(chance), dict(disk.acknowledged)
        disk.take(step)
