"""The native line: one JSON object with one top-level key, and the command it stands for."""

from __future__ import annotations

import unicodedata
from hashlib import blake2b
from typing import Final

import msgspec

from timeline.commands.amending import (
    CorrectClaim,
    CorrectReport,
    GradeClaim,
    MergeIncidents,
    SignOff,
    VoidClaim,
    VoidReport,
    WithdrawReport,
)
from timeline.commands.decoding import converted, read
from timeline.commands.recording import AddClaim, OpenIncident, OpenTimeline, RecordReport, RegisterSource
from timeline.errors import FieldProblem, NotAllowedError, quoted

Command = (
    OpenTimeline
    | RegisterSource
    | OpenIncident
    | RecordReport
    | AddClaim
    | CorrectClaim
    | CorrectReport
    | VoidClaim
    | VoidReport
    | WithdrawReport
    | GradeClaim
    | MergeIncidents
    | SignOff
)
"""Everything one can tell the ledger."""

_OF_CLAIM: Final[dict[str, type[Command]]] = {"correction": CorrectClaim, "void": VoidClaim}
_OF: Final[dict[str, type[Command]]] = {
    "timeline": OpenTimeline,
    "source": RegisterSource,
    "incident": OpenIncident,
    "report": RecordReport,
    "claim": AddClaim,
    "correction": CorrectReport,
    "void": VoidReport,
    "withdrawal": WithdrawReport,
    "grade": GradeClaim,
    "merge": MergeIncidents,
    "sign_off": SignOff,
}
_NAMES: Final = {kind: name for table in (_OF, _OF_CLAIM) for name, kind in table.items()}
_FIRST: Final = ("timeline", "report", "key")
_LAST: Final = ("by", "recorded")
_NULL: Final = b"null"
_ABSENT_IF_NULL: Final = {"claim", "stance", "actors", "figures", "modality", "derived_from", "scope", "includes"}
"""The fields for which null, where it is no clearing, means the same as nothing; other fields know what null is."""
_DEEPEST: Final = 4  # claims, claim, figures, figure
_sorted = msgspec.json.Encoder(order="sorted").encode


def parse_line(raw: bytes) -> Command:
    """Return what a native line says. Raises UnreadableError or NotAllowedError; pointers begin in the inner object."""
    try:
        line = _object(read(raw))
    except NotAllowedError as refused:
        raise NotAllowedError(*(FieldProblem(_inner(place), detail) for place, detail in refused.problems)) from None
    if len(line) != 1:
        raise NotAllowedError.at("", f"it has {len(line)} top-level keys; allowed: one of {', '.join(_OF)}")
    [(name, inner)] = line.items()
    return _command(name, _object(inner), has_nulls=_NULL in raw)


def parse_object(name: str, raw: bytes, **path_fields: str) -> Command:
    """Return what the inner object of a *name* line says, where its path says *path_fields* already.

    Raises UnreadableError, or NotAllowedError (also where the object contradicts its path).
    """
    inner = _object(read(raw))
    for field, value in path_fields.items():
        said = unicodedata.normalize("NFC", value)
        if inner.get(field) not in (None, said):
            raise NotAllowedError.at(f"/{field}", f"the path says {quoted(said)}; allowed: the same, or nothing")
        inner[field] = said
    return _command(name, inner, has_nulls=_NULL in raw)


def to_line(command: Command) -> bytes:
    """Return the canonical native line of *command*: defaults left out, fields in the order of the format."""
    fields = msgspec.to_builtins(command)
    middle = [name for name in fields if name not in _FIRST and name not in _LAST]
    inner = {name: fields[name] for name in (*_FIRST, *middle, *_LAST) if name in fields}
    return msgspec.json.encode({_NAMES[type(command)]: inner})


def digest(command: Command) -> bytes:
    """Return 16 bytes that stand for what *command* says, whoever says it: a hash of its line with sorted keys."""
    said = command if command.by is None else msgspec.structs.replace(command, by=None)
    return blake2b(_sorted({_NAMES[type(command)]: said}), digest_size=16).digest()


def checked(command: Command) -> Command:
    """Return *command*, made in Python, as its native line would be read. Raises NotAllowedError."""
    try:
        line = to_line(command)
    except (TypeError, ValueError, OverflowError) as problem:
        raise NotAllowedError.at("", f"it cannot be written as JSON: {problem}") from None
    return parse_line(line)


def _command(name: str, inner: dict[str, object], *, has_nulls: bool) -> Command:
    if name not in _OF:
        raise NotAllowedError.at("", f"{quoted(name)} is no line of the format; allowed: {', '.join(_OF)}")
    fields = _without_absent(inner) if has_nulls else inner
    kinds = _OF_CLAIM if name in _OF_CLAIM and "claim" in fields else _OF
    return converted(fields, kinds[name])


def _without_absent(fields: dict[str, object]) -> dict[str, object]:
    """Leave out the nulls that say no more than an absent field; directly in changes they say more, they clear."""
    return {
        field: {changed: _present(new) for changed, new in value.items()}
        if field == "changes" and isinstance(value, dict)
        else _present(value)
        for field, value in fields.items()
        if value is not None or field not in _ABSENT_IF_NULL
    }


def _present(value: object, depth: int = _DEEPEST) -> object:
    match value:
        case dict() if depth:
            return {
                field: _present(item, depth - 1)
                for field, item in value.items()
                if item is not None or field not in _ABSENT_IF_NULL
            }
        case list() if depth:
            return [_present(item, depth - 1) for item in value]
        case _:
            return value


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise NotAllowedError.at("", "it is no JSON object; allowed: an object")
    return value


def _inner(pointer: str) -> str:
    """Return a pointer into a line as one into its inner object."""
    return pointer[pointer.find("/", 1) :] if "/" in pointer[1:] else ""
