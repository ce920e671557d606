"""`python -m bench`: measures As Known beside what a user would pick instead, and prints a table of ratios."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console

from bench.running import PARTS, Run
from bench.table import markdown, put_into, show

_CLAIMS: Final = 1_000_000
_QUICK: Final = 20_000
_WIDTH: Final = 180


def main() -> None:
    """Run what is asked for; without a folder to keep, everything happens in one that is gone afterwards."""
    asked = _asked()
    console = Console()
    if not console.is_terminal:
        console = Console(width=_WIDTH)  # a file has room for whole rows
    with ExitStack() as stack:
        folder = asked.folder
        if folder is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="asknown-bench-")))
        say = partial(console.print, markup=False, highlight=False, soft_wrap=True)
        run = Run(folder.resolve(), asked.claims, asked.parameters, say=say, profiled=asked.profile)
        stack.enter_context(run)
        for part in [part for part in PARTS if not asked.only or part in asked.only]:
            run.measure(part)
        show(console, run.title, run.results)
        if asked.markdown is not None:
            asked.markdown.write_text(markdown(run.title, run.results), "utf-8")
        if asked.into is not None:
            put_into(asked.into, markdown(run.title, run.results))


def _asked() -> Namespace:
    parser = ArgumentParser(prog="python -m bench", description="Measure As Known beside its peers.")
    parser.set_defaults(claims=_CLAIMS)  # of two options that set one value, the first alone would give the default
    parser.add_argument("--claims", type=int, help=f"how many claims (default: {_CLAIMS:,})")
    parser.add_argument("--quick", action="store_const", dest="claims", const=_QUICK, help=f"only {_QUICK:,} claims")
    parser.add_argument(
        "--parameters", "--days", type=int, default=30, help="parameters of each question and seed (default: 30)"
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--folder", type=Path, help="keep databases and results here, and go on from them")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the tables to a file, as Markdown")
    parser.add_argument("--into", type=Path, metavar="PAGE", help="put them into a page, in place of those of before")
    parser.add_argument("--profile", action="store_true", help="say what takes our time in each of the questions")
    return parser.parse_args()


if __name__ == "__main__":
    main()
