"""The tables that a run ends with, on the terminal or as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bench.ratio import Figure, Ratio, Result

_KEPT = {True: "yes", False: "no", None: ""}
BEGIN, END = "<!-- bench: what stands here is replaced by the next run -->", "<!-- bench: end -->"
_BOLD = {"yes": "yes", "no": "**no**", "": ""}
_COLOURS = {"yes": "[green]yes[/]", "no": "[red]no[/]", "": ""}
_RATIOS = ("Ratio", "measured", "8 of 10 within", "goal", "kept", "both took (median), or why not run")
_FIGURES = ("On this machine", "measured")
_GREAT, _SOME = 100, 10
R = TypeVar("R", Ratio, Figure)


def show(console: Console, title: str, results: Sequence[Result]) -> None:
    """Print the ratios, and below them the figures."""
    ratios = Table(*_RATIOS, title=title, title_justify="left")
    for about, members in _grouped(ratio for ratio in results if isinstance(ratio, Ratio)):
        ratios.add_section()
        ratios.add_row(f"[bold]{about}[/]")
        for *cells, kept, note in map(ratio_cells, members):
            ratios.add_row(*cells, _COLOURS[kept], note)
    console.print(ratios)
    figures = Table(*_FIGURES, title_justify="left")
    for about, of_group in _grouped(figure for figure in results if isinstance(figure, Figure)):
        figures.add_section()
        figures.add_row(f"[bold]{about}[/]")
        for figure in of_group:
            figures.add_row(figure.what, figure.measured)
    console.print(figures)


def markdown(title: str, results: Sequence[Result]) -> str:
    """Return the same tables as Markdown: what has a goal, what has none, and what holds for one machine only."""
    ratios = [ratio for ratio in results if isinstance(ratio, Ratio)]
    figures = [figure for figure in results if isinstance(figure, Figure)]
    kept = Counter(ratio.kept for ratio in ratios if ratio.goal is not None)
    told = f"{kept[True]} of {kept.total()} goals are kept, {kept[False]} are missed, {kept[None]} were not measured."
    lines = [f"Size of this run: **{title}**. {told}", "", "### With a goal"]
    lines += _tables(ratio for ratio in ratios if ratio.goal is not None)
    lines += ["", "### Without a goal", *_tables(ratio for ratio in ratios if ratio.goal is None)]
    lines += ["", "### On this machine", "", f"| {' | '.join(_FIGURES)} |", "|---|---:|"]
    for about, of_group in _grouped(figures):
        lines += [f"| {about}: {figure.what} | {figure.measured} |" for figure in of_group]
    return "\n".join(lines) + "\n"


def put_into(page: Path, tables: str) -> None:
    """Put tables between the two marks of a page, in place of what stands there. Raises ValueError without marks."""
    text = page.read_text("utf-8")
    before, begun, rest = text.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not begun or not ended:
        raise ValueError(f"{page} lacks {END if begun else BEGIN}")
    page.write_text(f"{before}{BEGIN}\n\n{tables}\n{END}{after}", "utf-8")


def ratio_cells(ratio: Ratio) -> list[str]:
    """Return what stands in the row of a ratio."""
    goal = "" if ratio.goal is None else str(ratio.goal)
    if ratio.value is None:
        return [ratio.what, "not run", "", goal, "", ratio.note]
    within = f"{_number(ratio.low)} to {_number(ratio.high)}" if ratio.pairs > 1 else ""
    return [ratio.what, _number(ratio.value), within, goal, _KEPT[ratio.kept], ratio.note]


def _tables(ratios: Iterable[Ratio]) -> Iterator[str]:
    for about, members in _grouped(ratios):
        yield from ("", f"| {about} | {' | '.join(_RATIOS[1:])} |", "|---|---:|---:|---:|---|---|")
        for *cells, kept, note in map(ratio_cells, members):
            yield f"| {' | '.join([*cells, _BOLD[kept], note])} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= _GREAT else f"{value:.1f}" if value >= _SOME else f"{value:.2f}"


def _grouped(results: Iterable[R]) -> Iterator[tuple[str, list[R]]]:
    """Yield the results by what they are about, in the order in which groups come first."""
    groups: dict[str, list[R]] = {}
    for result in results:
        groups.setdefault(result.about, []).append(result)
    yield from groups.items()
