"""Lets `python -m timeline` do what the command `timeline` does."""

from timeline.cli import main

main()
