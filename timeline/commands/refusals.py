"""Why a value was refused and where: msgspec's messages in the words of this project."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec
from msgspec import inspect

from timeline.errors import FieldProblem, NotAllowedError

_PLACED = re.compile(r"(?s)(?P<said>.*?)(?: - at `\$(?P<path>[A-Za-z0-9_.\[\]]*)`)?")
_STEP = re.compile(r"[A-Za-z0-9_]+")
_LONGEST: Final = 128  # of what a refusal repeats
_MISSING = re.compile(r"Object missing required field `(.*)`")
_UNKNOWN = re.compile(r"(?s)Object contains unknown field `(.*)`")
_WRONG: Final = (
    (re.compile(r"Expected `.*`, got `(.*)`"), "it is of the kind {}"),
    (re.compile(r"Invalid enum value (.*)", re.DOTALL), "it is {}"),
    (re.compile(r"Expected `\w+` of length <= .*"), "it is too long"),
    (re.compile(r"Expected `\w+` of length >= .*"), "it is too short"),
    (re.compile(r"Expected `\w+` matching regex .*", re.DOTALL), "it is not of that form"),
    (re.compile(r"Expected `\w+` [<>]=? .*|.*out of range"), "it is out of range"),
)


def refusal(problem: msgspec.ValidationError, kind: Any) -> FieldProblem:  # noqa: ANN401 - whatever msgspec decodes to
    """Return which field of a *kind* is wrong, and a sentence that says what is allowed."""
    placed = _PLACED.fullmatch(str(problem))
    said, path = (placed["said"], placed["path"] or "") if placed else (str(problem), "")
    steps = _STEP.findall(path)
    pointer = "".join(f"/{step}" for step in steps)
    if isinstance(problem.__cause__, NotAllowedError):
        inner = problem.__cause__.problems[0]
        return FieldProblem(pointer + inner.pointer, inner.detail)
    if missing := _MISSING.fullmatch(said):
        return FieldProblem(f"{pointer}/{missing[1]}", "it is missing")
    allowed = _allowed(_at(inspect.type_info(kind), steps))
    if unknown := _UNKNOWN.fullmatch(said):
        field = unknown[1][:_LONGEST].replace("~", "~0").replace("/", "~1")  # RFC 6901, section 3
        return FieldProblem(f"{pointer}/{field}", f"there is no such field; allowed: {allowed}")
    return FieldProblem(pointer, f"{_wrong(said)}; allowed: {allowed}" if allowed else said.replace("`", ""))


def _wrong(said: str) -> str:
    for pattern, words in _WRONG:
        if match := pattern.fullmatch(said):
            return words.format(*(group[:_LONGEST] for group in match.groups()))
    return said.replace("`", "")


def _at(kind: inspect.Type, steps: list[str]) -> inspect.Type:
    """Return the type that *steps* lead to from *kind*."""
    for step in steps:
        match _bare(kind):
            case inspect.StructType(fields=fields):
                kind = next(field.type for field in fields if field.encode_name == step)
            case inspect.VarTupleType(item_type=item):
                kind = item
            case other:
                return other
    return kind


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return the one type that a value has where it is given, without what else is said of it."""
    match kind:
        case inspect.Metadata(type=inner):
            return _bare(inner)
        case inspect.UnionType(types=types):
            return _bare(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case _:
            return kind


def _allowed(kind: inspect.Type) -> str:
    """Return what a *kind* may be, in words; '' where there are none."""
    match kind:
        case inspect.Metadata(extra_json_schema={"description": str(words)}):
            return words
        case inspect.UnionType(types=types):
            return _allowed(next(one for one in types if not isinstance(one, inspect.NoneType)))
        case inspect.EnumType(cls=members):
            return ", ".join(member.value for member in members)
        case inspect.StructType(fields=fields):
            return ", ".join(field.encode_name for field in fields)
        case inspect.BoolType():
            return "true, false"
        case _:
            return ""
