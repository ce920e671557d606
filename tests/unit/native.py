"""Native lines for the tests of this folder: one of each, every field filled."""

from __future__ import annotations

import json
from typing import Any

from timeline.commands import Command, parse_line

PLACE: dict[str, Any] = {
    "name": "Kursk Oblast",
    "country": "RU",
    "admin1": "RU-KRS",
    "lat": 51.7,
    "lon": 36.2,
    "precision": "region",
}
CLAIM: dict[str, Any] = {
    "ref": "c1",
    "kind": "clash_reported",
    "incident": "clash-2024-10-25",
    "stance": "denies",
    "statement": "A first clash has taken place.",
    "quote": {"exact": "the first visual contact", "prefix": "we had ", "suffix": " on Friday"},
    "chain": ["lrt", "ohman", "unnamed-ohman"],
    "occurred": "2024-10-25?",
    "place": PLACE,
    "actors": [{"name": "103rd Airborne Brigade", "role": "partner"}],
    "figures": [
        {
            "measure": "killed",
            "low": 1,
            "high": 3,
            "best": 2,
            "scope": "window",
            "qualifier": "about",
            "includes": ["officers"],
        }
    ],
    "modality": "alleged",
    "likelihood": "likely",
    "basis": "testimony",
    "derived_from": ["nis"],
}
ABOUT_REPORT: dict[str, Any] = {
    "source": "lrt",
    "published": "2024-10-28",
    "published_basis": "page",
    "title": "First clash",
    "url": "https://www.lrt.lt/en/1?a=b#c",
    "language": "lt",
    "sha256": "0123456789abcdef" * 4,
    "archive_url": "http://archive.example/1",
    "accessed": "2024-10-29T08:00:00Z",
    "chain": ["lrt", "ohman"],
    "place": {"country": "RU"},
    "occurred": "2024-10",
    "entered": {"on": "2024-10-29", "by": "jk", "system": "old spreadsheet"},
}
TOLD: dict[str, Any] = {"by": "desk", "recorded": "2024-10-30T09:15:00.000001Z"}
KEY = "dprk/r15"

LINES: dict[str, dict[str, Any]] = {
    "timeline": {"slug": "dprk-in-russia", "title": "North Koreans in Russia", "description": "Who said what.", **TOLD},
    "source": {
        "slug": "nis",
        "name": "National Intelligence Service",
        "kind": "organisation",
        "speaks_for": "ROK",
        "linked_to": ["UA"],
        "reliability": "B",
        **TOLD,
    },
    "incident": {
        "timeline": "dprk-in-russia",
        "slug": "clash-2024-10-25",
        "title": "The clash of 25 October",
        "adverse_to": ["DPRK", "RU"],
        "occurred": "2024-10-25?",
        "place": PLACE,
        **TOLD,
    },
    "report": {"timeline": "dprk-in-russia", "key": KEY, **ABOUT_REPORT, "claims": [CLAIM], **TOLD},
    "claim": {"report": KEY, **CLAIM, "ref": "c4", **TOLD},
    "correction": {
        "report": KEY,
        "claim": "c1",
        "changes": {field: value for field, value in CLAIM.items() if field != "ref"},
        "reason": "We had the wrong day.",
        **TOLD,
    },
    "void": {"report": KEY, "claim": "c1", "duplicate_of": "dprk/r11", "reason": "Said there already.", **TOLD},
    "withdrawal": {"report": KEY, "published": "2024-11-02", "reason": "The page is gone.", **TOLD},
    "grade": {
        "report": KEY,
        "claim": "c1",
        "credibility": 3,
        "rationale": "A single witness.",
        "published": "2024-11-02",
        **TOLD,
    },
    "merge": {"timeline": "dprk-in-russia", "incident": "a", "into": "b", "reason": "The same clash.", **TOLD},
    "sign_off": {
        "timeline": "dprk-in-russia",
        "incident": "a",
        "signed": True,
        "rationale": "Seen on three videos.",
        "published": "2025-05-01",
        **TOLD,
    },
    "sealed_report": {"timeline": "dprk-in-russia", "commitment": "3b" * 32, **TOLD},
    "opened_report": {
        "report": {
            "timeline": "dprk-in-russia",
            "key": KEY,
            "source": "lrt",
            "published": "2024-10-28",
            "claims": [{"ref": "c1", "kind": "clash_reported", "statement": "They met."}],
        },
        "salt": "0f" * 16,
        **TOLD,
    },
}
"""A line of every name, with every field that it may have."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "timeline": ("slug",),
    "source": ("slug",),
    "incident": ("timeline", "slug"),
    "report": ("timeline", "source", "published", "claims"),
    "claim": ("report", "kind", "statement"),
    "correction": ("report", "changes", "reason"),
    "void": ("report", "reason"),
    "withdrawal": ("report", "reason"),
    "grade": ("report", "claim", "credibility"),
    "merge": ("timeline", "incident", "into", "reason"),
    "sign_off": ("timeline", "incident", "signed", "rationale"),
    "sealed_report": ("timeline", "commitment"),
    "opened_report": ("report", "salt"),
}
"""The fields without which a line says nothing, whatever the ledger knows (a report also needs its key or url)."""


def line(name: str, fields: object) -> bytes:
    """Return a native line."""
    return json.dumps({name: fields}, ensure_ascii=False).encode()


def read(name: str, fields: object) -> Command:
    """Return what a native line says."""
    return parse_line(line(name, fields))


def changed(name: str, pointer: str, value: object) -> dict[str, Any]:
    """Return the full *name* line's inner object with *value* at *pointer*."""
    inner: dict[str, Any] = json.loads(json.dumps(LINES[name]))
    *path, last = pointer.split("/")[1:]
    target: Any = inner
    for step in path:
        target = target[int(step) if step.isdigit() else step]
    target[int(last) if last.isdigit() else last] = value
    return inner
