"""Reads named statements from .sql files, where every statement has a comment that says what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

_NAMED = re.compile(r"^-- name: (?P<name>\w+)$", re.MULTILINE)


def statements(package: str, file: str) -> Mapping[str, str]:
    """Return the statements of *file* in *package* by the names in their `-- name:` lines."""
    text = files(package).joinpath(file).read_text(encoding="utf-8")
    heads = list(_NAMED.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return {head["name"]: text[head.end() : end].strip() for head, end in zip(heads, ends, strict=True)}
