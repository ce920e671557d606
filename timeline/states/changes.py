"""Laying a set of changes over a value: what is unset stays, the rest is replaced."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import NODEFAULT, UNSET

T = TypeVar("T", bound=msgspec.Struct)


def given(changes: msgspec.Struct) -> dict[str, object]:
    """Return the fields of *changes* that are set."""
    return {name: value for name in changes.__struct_fields__ if (value := getattr(changes, name)) is not UNSET}


def changed(value: T, changes: msgspec.Struct, **also: object) -> T:
    """Return *value* with the set fields of *changes*, and *also* these; null puts a field back to its default."""
    defaults = {field.name: field for field in msgspec.structs.fields(type(value))}
    fields = {
        name: _default(defaults[name]) if new is None else new
        for name, new in given(changes).items()
        if name in defaults
    }
    return msgspec.structs.replace(value, **fields, **also)


def _default(field: msgspec.structs.FieldInfo) -> object:
    return field.default if field.default is not NODEFAULT else None
