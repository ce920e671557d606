"""`python -m bench`: measures the import and the pages of the past, and prints the ratios."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.console import Console

from bench.ratio import Ratio
from bench.reading import Pages, pages
from bench.table import figures_table, ratios_table
from bench.writing import BARE, VIEWED, Slice, slices
from timeline.service import LIMIT, Timeline

MIB = 2**20
MEMORY = 500 * MIB
SEEDS = (1, 2, 3)


def main() -> None:
    """Run everything in a folder of its own that is gone afterwards."""
    asked = _asked()
    console = Console()
    with TemporaryDirectory(prefix="asknown-bench-") as name:
        folder = Path(name)
        taken = []
        with console.status("Importing") as status:
            for slice_ in slices(folder, seed=SEEDS[0], reports=asked.reports):
                taken.append(slice_)
                status.update(f"Importing: {sum(s.lines for s in taken):,} lines")
            status.update("Reading")
            with Timeline(f"sqlite:///{folder / VIEWED}") as timeline:
                read = [page for seed in SEEDS for page in pages(timeline, seed=seed, days=asked.days)]
        title = f"{asked.reports:,} one-claim reports, seed {SEEDS[0]}; {len(read)} past days, seeds {SEEDS}"
        console.print(ratios_table(title, [*_import_ratios(taken), *_page_ratios(read)]))
        console.print(figures_table(_figures(folder, taken, read)))


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m bench", description="Measure the import and the pages of the past.")
    parser.set_defaults(reports=100_000)  # of two options that set one value, the first alone would give the default
    parser.add_argument("--quick", action="store_const", dest="reports", const=5_000, help="5,000 reports, not 100,000")
    parser.add_argument("--reports", type=int, help="how many reports to import (default: 100,000)")
    parser.add_argument("--days", type=int, default=200, help="past days for each of the seeds (default: 200)")
    return parser.parse_args()


def _import_ratios(taken: list[Slice]) -> list[Ratio]:
    by_clock = [(piece.viewed.seconds, piece.bare.seconds) for piece in taken]
    of_processor = [(piece.viewed.cpu, piece.bare.cpu) for piece in taken]
    return [
        Ratio.of_sums("import with views / log alone", by_clock, goal=4),
        Ratio.of_sums("the same in time of the processor", of_processor),
    ]


def _page_ratios(read: list[Pages]) -> list[Ratio]:
    return [
        Ratio.of("page as known on a past day / now", [(page.past, page.now) for page in read], goal=1.2),
        Ratio.of("page on both clocks / now", [(page.both, page.now) for page in read], goal=1.3),
        Ratio.of("page inside the list, past / now", [(page.past_inside, page.now_inside) for page in read]),
    ]


def _figures(folder: Path, taken: list[Slice], read: list[Pages]) -> list[tuple[str, str]]:
    lines = sum(piece.lines for piece in taken)
    viewed, bare = (
        sum(spent.seconds for spent in column) for column in zip(*(piece[1:] for piece in taken), strict=True)
    )
    peak = max(piece.viewed.peak for piece in taken)
    return [
        ("import with views", f"{lines / viewed:,.0f} lines a second"),
        ("log alone", f"{lines / bare:,.0f} lines a second"),
        ("memory of the import at its peak", f"{peak / MIB:,.0f} MiB (goal: below {MEMORY // MIB})"),
        ("database, log with views", _size(folder / VIEWED)),
        ("database, log alone", _size(folder / BARE)),
        (f"page of {LIMIT} as known now", f"{median(page.now for page in read) * 1000:.2f} ms"),
        (f"page of {LIMIT} as known on a past day", f"{median(page.past for page in read) * 1000:.2f} ms"),
        (f"page of {LIMIT} on both clocks", f"{median(page.both for page in read) * 1000:.2f} ms"),
    ]


def _size(path: Path) -> str:
    return f"{path.stat().st_size / MIB:,.0f} MiB"


if __name__ == "__main__":
    main()
