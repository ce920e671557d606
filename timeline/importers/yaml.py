"""Reads YAML files: lists of the same objects that JSON lines carry, under the plural of their name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

import msgspec
import yaml

from timeline.errors import NotAllowedError, quoted
from timeline.importers.line import Line

LISTS: Final = {
    "timelines": "timeline",
    "sources": "source",
    "incidents": "incident",
    "reports": "report",
    "claims": "claim",
    "corrections": "correction",
    "voids": "void",
    "withdrawals": "withdrawal",
    "grades": "grade",
    "merges": "merge",
    "sign_offs": "sign_off",
    "sealed_reports": "sealed_report",
    "opened_reports": "opened_report",
}
"""The lists that a file may hold, in the order in which their objects are taken, and the native line of each."""

_DEEPEST: Final = 100
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is not built everywhere
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_FRACTION: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER: Final = re.compile(r"[-+]?\.inf|\.nan", re.IGNORECASE)
_WORDS: Final[dict[str, object]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_DIGITS: Final = 19
Value = dict[str, object] | list[object]


class _BrokenError(Exception):
    """What is wrong with a file, and in which line."""

    def __init__(self, number: int, detail: str) -> None:
        super().__init__(detail)
        self.number, self.detail = number, detail


def read(stream: BinaryIO, file: str) -> Iterator[Line]:
    """Yield the objects of a file as native lines, list by list. A file that is broken anywhere yields nothing else."""
    reading = _Reading()
    try:
        for event in yaml.parse(stream, Loader=_LOADER):
            reading.take(event)
    except _BrokenError as broken:
        yield _broken(file, broken.number, broken.detail)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        yield _broken(file, mark.line + 1 if mark else 1, f"{error.problem}")
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        yield _broken(file, 1, str(error).replace("\n", " "))
    else:
        order = list(LISTS)
        share = stream.tell() // max(len(reading.objects), 1) if stream.seekable() else 0
        for name, number, value in sorted(reading.objects, key=lambda found: order.index(found[0])):
            yield Line(file, number, msgspec.json.encode({LISTS[name]: value}), share)


class _Reading:
    """Builds plain values from YAML's events: no tags, no references, no dates, every key once."""

    def __init__(self) -> None:
        self.objects: list[tuple[str, int, Value]] = []
        """Every object of the lists, with the name of its list and the line where it begins."""
        self._open: list[Value] = []
        self._keys: list[str | None] = []
        self._list = ""

    def take(self, event: yaml.Event) -> None:
        """Take in the next event."""
        number = event.start_mark.line + 1 if event.start_mark else 1
        match event:
            case yaml.AliasEvent():
                raise _BrokenError(number, "it refers to an anchor; allowed: every object in full")
            case yaml.NodeEvent() if event.anchor is not None:
                raise _BrokenError(number, "it sets an anchor; allowed: every object in full")
            case yaml.ScalarEvent():
                self._take_scalar(event, number)
            case yaml.MappingStartEvent():
                self._begin({}, event, number)
            case yaml.SequenceStartEvent():
                self._begin([], event, number)
            case yaml.CollectionEndEvent():
                self._open.pop()
                self._keys.pop()
            case _:
                return

    def _begin(self, value: Value, event: yaml.CollectionStartEvent, number: int) -> None:
        _must_have_no_tag(event.tag, number)
        if len(self._open) == _DEEPEST:
            raise _BrokenError(number, f"it is nested too deep; allowed: {_DEEPEST} levels")
        self._put(value, number)
        self._open.append(value)
        self._keys.append(None)

    def _take_scalar(self, event: yaml.ScalarEvent, number: int) -> None:
        _must_have_no_tag(event.tag, number)
        if self._open and isinstance(self._open[-1], dict) and self._keys[-1] is None:
            if event.value in self._open[-1]:
                raise _BrokenError(number, f"{quoted(event.value)} stands twice in one object; allowed: each key once")
            self._keys[-1] = event.value
        else:
            self._put(_plain(event.value, number) if event.implicit[0] else event.value, number)

    def _put(self, value: object, number: int) -> None:
        """Put a value where it belongs."""
        self._must_fit(value, number)
        if not self._open:
            return
        within, key = self._open[-1], self._keys[-1]
        if isinstance(within, list):
            within.append(value)
        elif key is None:
            raise _BrokenError(number, "a key is no text; allowed: text")
        else:
            within[key], self._keys[-1] = value, None

    def _must_fit(self, value: object, number: int) -> None:
        """Refuse what is no list of objects under one of the known names."""
        match len(self._open), value:
            case 0, dict():
                return
            case 0, _:
                raise _BrokenError(number, f"it is no object; allowed: lists under {', '.join(LISTS)}")
            case 1, list() | None:
                self._list = self._keys[0] or ""
                if self._list not in LISTS:
                    raise _BrokenError(number, f"{quoted(self._list)} is no list; allowed: {', '.join(LISTS)}")
            case 1, _:
                raise _BrokenError(number, f"{quoted(self._keys[0] or '')} holds no list; allowed: a list of objects")
            case 2, dict():
                self.objects.append((self._list, number, value))
            case 2, _:
                raise _BrokenError(number, f"{self._list} holds something else; allowed: objects")
            case _:
                return


def _must_have_no_tag(tag: str | None, number: int) -> None:
    if tag is not None:
        raise _BrokenError(number, f"it carries the tag {quoted(tag)}; allowed: no tags")


def _plain(text: str, number: int) -> object:
    """Return what an unquoted *text* means in YAML 1.2's JSON schema; anything else is text, as days and on and off."""
    if text in _WORDS:
        return _WORDS[text]
    if _NO_NUMBER.fullmatch(text):
        raise _BrokenError(number, f"{quoted(text)} is no number; allowed: finite ones")
    if _INTEGER.fullmatch(text):
        if len(text) > _DIGITS:
            raise _BrokenError(number, f"{quoted(text)} is too large a number; allowed: {_DIGITS} digits, or quotes")
        return int(text)
    return _fraction(text, number) if _FRACTION.fullmatch(text) else text


def _fraction(text: str, number: int) -> float:
    if (value := float(text)) in (float("inf"), float("-inf")):
        raise _BrokenError(number, f"{quoted(text)} is too large a number; allowed: finite ones")
    return value


def _broken(file: str, number: int, detail: str) -> Line:
    return Line(file, number, b"", 0, NotAllowedError.at("", f"no YAML: {detail}"))
