"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

_NAME_LENGTH = 300


def _must_be_name(by: str) -> str:
    if not by.strip() or len(by) > _NAME_LENGTH or not by.isprintable():
        raise typer.BadParameter(f"allowed: 1 to {_NAME_LENGTH} printable characters, not blank")
    return by


By = Annotated[
    str,
    typer.Option(
        "--by",
        envvar="TIMELINE_BY",
        metavar="WHO",
        callback=_must_be_name,
        help="Who records, where nobody else is named.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, as over HTTP.")]
Host = Annotated[str, typer.Option("--host", metavar="H", help="Where to listen; loopback only.")]
Port = Annotated[int, typer.Option("--port", metavar="P", min=1, max=65_535)]
Slug = Annotated[str, typer.Argument(metavar="TIMELINE", help="The slug of a timeline.")]
KnownOn = Annotated[
    str | None, typer.Option("--known-on", metavar="D", help="Only what was public by then: a day, or an instant.")
]
RecordedBy = Annotated[
    str | None, typer.Option("--recorded-by", metavar="D", help="Only what this ledger had recorded by then.")
]
Output = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; else the standard output.")
]
