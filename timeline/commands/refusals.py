"""Why a value was refused and where: msgspec's messages in the words of this project."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import msgspec
from msgspec import inspect

from timeline.errors import FieldProblem, NotAllowedError, quoted

_LONGEST: Final = 128  # of what a refusal repeats
_PLACED = re.compile(r"(?s)(?P<said>.*) - at `\$(?P<path>[A-Za-z0-9_.\[\]]*)`")
_STEP = re.compile(r"[A-Za-z0-9_]+")
_MISSING = re.compile(r"Object missing required field `(.*)`")
_WRONG: Final = (
    (re.compile(r"Expected `.*`, got `(.*)`"), "it is {got}"),
    (re.compile(r"Invalid enum value .*", re.DOTALL), "{it} is none of them"),
    (re.compile(r"Expected `\w+` of length <= .*"), "it is too long"),
    (re.compile(r"Expected `\w+` of length >= .*"), "it is too short"),
    (re.compile(r"Expected `\w+` matching regex .*", re.DOTALL), "{it} is not of that form"),
    (re.compile(r"Expected `\w+` [<>]=? .*|.*out of range"), "it is out of range"),
)
"""What msgspec says, and what we say."""

_KINDS: Final = {
    "str": "text",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
}
"""What msgspec calls the kinds of JSON, and what we call them."""


def refusal(problem: msgspec.ValidationError, value: object, kind: object) -> FieldProblem:
    """Return which field of *value*, read as a *kind*, is wrong, and a sentence that says what is allowed."""
    info = _info(kind)
    if str(problem).startswith("Object contains unknown field") and (unknown := _unknown(value, info)):
        return unknown
    placed = _PLACED.fullmatch(str(problem))
    said, path = (placed["said"], placed["path"]) if placed else (str(problem), "")
    steps = _STEP.findall(path)
    pointer = "".join(map(step, steps))
    if isinstance(problem.__cause__, NotAllowedError):
        inner = problem.__cause__.problems[0]
        return FieldProblem(pointer + inner.pointer, inner.detail)
    if missing := _MISSING.fullmatch(said):
        return FieldProblem(f"{pointer}/{missing[1]}", "it is missing")
    for one in steps:
        value, info = _inside(value, info)[one]
    wrong, allowed = _wrong(said, value), _allowed(info)
    return FieldProblem(pointer, f"{wrong}; allowed: {allowed}" if allowed else wrong)


def step(name: str) -> str:
    """Return *name* as a step of a pointer, shortened where it cannot be one of ours (RFC 6901, section 3)."""
    return "/" + name[:_LONGEST].replace("~", "~0").replace("/", "~1")


@cache
def _info(kind: object) -> inspect.Type:
    return inspect.type_info(kind)


def _unknown(value: object, kind: inspect.Type, pointer: str = "") -> FieldProblem | None:
    """Find the first unknown field; msgspec's message cannot tell a field's name from a place."""
    inside, bare = _inside(value, kind), _bare(kind)
    if isinstance(value, dict) and isinstance(bare, inspect.StructType):
        for name in (name for name in value if name not in inside):
            known = ", ".join(field.encode_name for field in bare.fields)
            return FieldProblem(pointer + step(name), f"there is no such field; allowed: {known}")
    found = (_unknown(*node, pointer + step(name)) for name, node in inside.items())
    return next((problem for problem in found if problem), None)


def _inside(value: object, kind: inspect.Type) -> dict[str, tuple[object, inspect.Type]]:
    """Return the members of *value* that *kind* knows, each with its own kind, by field name or number."""
    match value, _bare(kind):
        case dict(), inspect.StructType(fields=fields):
            return {one.encode_name: (value[one.encode_name], one.type) for one in fields if one.encode_name in value}
        case list(), inspect.VarTupleType(item_type=item_type):
            return {str(number): (item, item_type) for number, item in enumerate(value)}
        case _:
            return {}


def _wrong(said: str, value: object) -> str:
    """Return *said* in our words, with the *value* itself where it is text."""
    it = quoted(value) if isinstance(value, str) else "it"
    for pattern, words in _WRONG:
        if match := pattern.fullmatch(said):
            return words.format(it=it, got=" or ".join(_KINDS.get(kind, kind) for kind in match.groups()))
    return said.replace("`", "")


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
        case inspect.StructType():
            return "an object"
        case inspect.BoolType():
            return "true, false"
        case _:
            return ""
