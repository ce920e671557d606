"""The tables that a run ends with."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from bench.ratio import Ratio


def ratios_table(title: str, ratios: Iterable[Ratio]) -> Table:
    """Return the ratios, each with its spread and its goal."""
    table = Table(title=title, title_justify="left")
    table.add_column("Ratio")
    for heading in ("measured", "8 of 10 within", "goal"):
        table.add_column(heading, justify="right")
    table.add_column("kept")
    for ratio in ratios:
        table.add_row(
            ratio.what,
            f"{ratio.value:.2f}",
            f"{ratio.low:.2f} to {ratio.high:.2f}",
            "" if ratio.goal is None else f"{ratio.goal:.2f}",
            {True: "[green]yes[/]", False: "[red]no[/]", None: ""}[ratio.kept],
        )
    return table


def figures_table(figures: Iterable[tuple[str, str]]) -> Table:
    """Return figures that say something about one machine only."""
    table = Table(title="On this machine", title_justify="left")
    table.add_column("What")
    table.add_column("measured", justify="right")
    for what, measured in figures:
        table.add_row(what, measured)
    return table
