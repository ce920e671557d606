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
from timeline.commands.erasing import EraseWording
from timeline.commands.recording import AddClaim, OpenIncident, OpenTimeline, RecordReport, RegisterSource
from timeline.commands.sealed import OpenReport, SealReport
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
    | SealReport
    | OpenReport
    | EraseWording
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
    "sealed_report": SealReport,
    "opened_report": OpenReport,
    "erasure": EraseWording,
}
_NAMES: Final = {kind: name for table in (_OF, _OF_CLAIM) for name, kind in table.items()}
_FIRST: Final = ("timeline", "report", "key")
_LAST: Final = ("by", "recorded")
_NULL: Final = b"null"
_ABSENT_IF_NULL: Final = {"claim", "stance", "actors", "figures", "modality", "derived_from", "scope", "includes"}
"""The fields for which null, where it is no clearing, means the same as nothing; other fields know what null is."""
_DEEPEST: Final = 5  # report, claims, claim, figures, figure
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
    holder, place = _holder(name, inner)
    for field, value in path_fields.items():
        said = unicodedata.normalize("NFC", value)
        if holder.get(field) not in (None, said):
            raise NotAllowedError.at(f"{place}/{field}", f"the path says {quoted(said)}; allowed: the same, or nothing")
        holder[field] = said
    return _command(name, inner, has_nulls=_NULL in raw)


def to_line(command: Command) -> bytes:
    """Return the canonical native line of *command*: defaults left out, fields in the order of the format."""
    fields = msgspec.to_builtins(command)
    middle = [name for name in fields if name not in _FIRST and name not in _LAST]
    inner = {name: fields[name] for name in (*_FIRST, *middle, *_LAST) if name in fields}
    return msgspec.json.encode({_NAMES[type(command)]: inner})


def canonical(command: Command) -> bytes:
    """Return what *command* says, whoever says it: its line as compact JSON, keys sorted, defaults left out."""
    said = command if command.by is None else msgspec.structs.replace(command, by=None)
    return _sorted({_NAMES[type(command)]: said})


def digest(command: Command) -> bytes:
    """Return 16 bytes that stand for what *command* says."""
    return blake2b(canonical(command), digest_size=16).digest()


def checked(command: Command) -> Command:
    """Return *command*, made in Python, as its native line would be read. Raises NotAllowedError."""
    try:
        line = to_line(command)
    except (TypeError, ValueError, OverflowError) as problem:
        raise NotAllowedError.at("", f"it cannot be written as JSON: {problem}") from None
    return parse_line(line)


def _holder(name: str, inner: dict[str, object]) -> tuple[dict[str, object], str]:
    """Return the object that names its timeline, and where it stands: an opened report is one inside."""
    if name != "opened_report":
        return inner, ""
    report = inner.get("report")
    if not isinstance(report, dict):
        raise NotAllowedError.at("/report", "it is no object; allowed: what was sealed, as in a report line")
    return report, "/report"


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
