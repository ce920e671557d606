"""`timeline witness`: watches the log of a server elsewhere, and tells when it signs another history."""

from __future__ import annotations

import signal
import time
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from timeline.cli.terminal import say, warn
from timeline.errors import ForkSeenError, NotAllowedError, NotSignedError, UnreachableError
from timeline.proofs import LOG, WITNESS, Signer, Verifier
from timeline.sealing import Keys
from timeline.witness import Kept, Source, Witness

_FORKED = 3
_MONTH = 2_678_400  # seconds
_NAMED = 16
"""Hex digits in the name of a witness, which is made from its key."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("witness")(witness)


def witness(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The server, as http://127.0.0.1:8000.")],
    *,
    state: Annotated[Path, typer.Option("--state", metavar="DIR", help="A folder for what is kept; made when needed.")],
    log_key: Annotated[
        str | None,
        typer.Option("--log-key", metavar="VKEY", help="The log's public key, as you have it from elsewhere."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="FILE", help="The witness's own key, made when needed; else in DIR."),
    ] = None,
    every: Annotated[
        float, typer.Option("--every", metavar="SECONDS", min=1, max=_MONTH, help="How often to look.")
    ] = 60,
    once: Annotated[bool, typer.Option("--once", help="Look once, and end.")] = False,
) -> None:
    """Keep and cosign what a log signs, as long as it continues what it signed before. Exit code 3: it does not."""
    asked, kept = Source(source), Kept(state)
    with kept.alone():
        _must_be_whole(kept)
        signer = _signer(key or state / "witness.key")
        kept.publish(signer.verifier.vkey)
        watching = Witness(asked, kept, signer, _log(asked, kept, log_key))
        try:
            if once:
                _look(watching)
            else:
                _watch(watching, every)
        except ForkSeenError as error:
            warn(f"error: {error.detail}")
            raise typer.Exit(_FORKED) from None


def _watch(watching: Witness, every: float) -> None:
    """Look again and again, until stopped; trouble on the way is told, and passes."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    warn("Watching (Ctrl-C ends it)")
    while not stop.is_set():
        try:
            _look(watching)
        except (UnreachableError, NotSignedError) as error:
            warn(f"error: {error.detail}")
        stop.wait(every)


def _look(watching: Witness) -> None:
    seen = watching.look(int(time.time()))
    if seen.size > seen.before:
        say(f"{seen.size:,} facts, {seen.size - seen.before:,} of them new; cosigned: {seen.file}")
    else:
        say(f"{seen.size:,} facts, none of them new.")


def _must_be_whole(kept: Kept) -> None:
    """End where a fork was seen: whoever signed two histories may show the first again."""
    if forks := kept.known_forks():
        warn(f"error: a fork of this log was seen before; the evidence is in {forks[0]}. Begin with another folder.")
        raise typer.Exit(_FORKED)


def _signer(file: Path) -> Signer:
    """Return the witness's signer, named by its key."""
    private = Keys(file).private()
    digest = sha256(private.public_key().public_bytes_raw()).hexdigest()
    return Signer(f"asknown-witness/{digest[:_NAMED]}", private, WITNESS)


def _log(asked: Source, kept: Kept, given: str | None) -> Verifier:
    """Return the log's key: as it was given, else as it is remembered, else as the server says it. The first stays."""
    known = kept.log_key()
    if given is not None and known is not None and Verifier.parse(given) != Verifier.parse(known):
        raise NotAllowedError.at("/log-key", f"this folder is about another log: {known}")
    log = Verifier.parse(given or known or asked.key())
    if log.kind != LOG:
        raise NotAllowedError.at("/log-key", "this is the key of a witness, not of a log")
    if known is None:
        kept.know(log.vkey)
        if given is None:
            warn(f"No key was given: this trusts the one that the server says, from now on. Compare it:\n{log.vkey}")
    return log
