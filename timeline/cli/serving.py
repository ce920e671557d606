"""`timeline serve`: the ledger over HTTP."""

from __future__ import annotations

import socket
from importlib import import_module
from ipaddress import ip_address
from typing import Annotated

import typer

from timeline.cli.app import ledger
from timeline.cli.options import Host, Port
from timeline.cli.terminal import warn
from timeline.errors import NotAllowedError
from timeline.service import Timeline

HOST, PORT = "127.0.0.1", 8000


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("serve")(serve)


def serve(
    context: typer.Context,
    *,
    host: Host = HOST,
    port: Port = PORT,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes.")] = 1,
) -> None:
    """Serve the ledger over HTTP, until stopped."""
    must_be_free(host, port)
    with ledger(context) as timeline:
        timeline.refresh()  # where an erasure was killed
        listen(timeline, host, port, workers=workers)


def listen(timeline: Timeline, host: str, port: int, *, workers: int = 1) -> None:
    """Serve a ledger, until stopped."""
    shell = import_module("api.server")  # found at run time: the library does not know its shell, and starts without it
    warn(f"Serving on http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C ends it)")
    shell.serve(timeline, host=host, port=port, workers=workers)


def must_be_free(host: str, port: int) -> None:
    """Refuse an address that others could reach, or that is taken. Raises NotAllowedError."""
    if host != "localhost" and not _is_loopback(host):
        raise NotAllowedError.at(
            "/host",
            f"'{host}' can be reached by others, and there is no access control yet; allowed: {HOST}, ::1, localhost",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NotAllowedError.at(
                "/port", f"{port} of {host} cannot be had: {error.strerror}; choose another"
            ) from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
