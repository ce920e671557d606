"""`timeline demo`: the seed timeline in a database of its own, ready to be asked."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from shutil import which
from typing import Annotated, Final

import typer

import timeline as package
from timeline.cli.importing import How, carried
from timeline.cli.options import Host, Port
from timeline.cli.serving import HOST, PORT, listen, must_be_free
from timeline.cli.terminal import say, warn
from timeline.errors import NotAllowedError
from timeline.importers import Files, UnreadableFileError
from timeline.service import Timeline

FILE: Final = "asknown-demo.db"
_URL: Final = f"sqlite:///{FILE}"
_SEED: Final = "dprk-in-russia"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    *,
    host: Host = HOST,
    port: Port = PORT,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Only load the seed timeline.")] = False,
) -> None:
    """Load the seed timeline into asknown-demo.db, here, whatever --database says; and serve it."""
    if not no_serve:
        must_be_free(host, port)
    with Timeline(_URL) as timeline:
        timeline.migrate()  # the file may be there from an earlier version
        _load(timeline)
        timeline.catch_up()
        timeline.seal_before_end(lambda error: warn(f"Not sealed: {error.detail}"))
        say(_to_try(None if no_serve else f"http://{host}:{port}"))
        if not no_serve:
            listen(timeline, host, port)


def _load(timeline: Timeline) -> None:
    """Replay the seeds; what is there is passed over. Somebody who has recorded more has them already."""
    with suppress(NotAllowedError):
        timeline.must_take_replays()
        counts = carried(timeline, Files(_seeds()), How(by="seed", replay=True))
        say(f"{FILE}: {counts.recorded} reports recorded, {counts.already_known} known already.")


def _seeds() -> list[str]:
    """Return the seed files: packed beside the code, or in the checkout around it."""
    code = Path(package.__file__).parent
    for folder in (code / "_seeds", code.parent / "seeds"):
        if found := sorted(folder.glob("*.yaml")):
            return [str(file) for file in found]
    raise UnreadableFileError("the seeds are not beside the code")


def _to_try(address: str | None) -> str:
    name = "timeline" if which("timeline") else sys.argv[0]
    command = f"{name} --database {_URL} show {_SEED}"
    lines = [
        "Three things to try:",
        f"  {command} --known-on 2024-10-28",
        f"  {command} --known-on 2024-10-30 --recorded-by 2024-10-30 --status reported",
    ]
    if address is None:
        return "\n".join([*lines, f"  {name} demo  (the same over HTTP)"])
    return "\n".join([*lines, f"  {address}/v1/timelines/{_SEED}/incidents?known_on=2024-10-28"])
