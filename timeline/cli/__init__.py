"""The command line."""

from timeline.cli.main import main

__all__ = ["main"]
