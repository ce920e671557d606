"""The repository holds what it must, and names nothing that belongs to one machine."""

from __future__ import annotations

import ast
import os
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DEPENDENCIES_PAGE = (ROOT / "docs/dependencies.md").read_text("utf-8")

# In pieces, so that this file does not name them either. A folder after a letter belongs to some site's address.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "yarn" + "pkg.", "deb." + "debian."]
OPTIONS = ["--" + "index-url", "--extra-" + "index-url"]
FOLDERS = [rf"(?<![\w.-])/{name}/" for name in ("ho" + "me", "ro" + "ot", "tm" + "p", "Us" + "ers", "wo" + "rk")]
NEEDLES = [*map(re.escape, [*HOSTS, *OPTIONS]), *FOLDERS]


def files(*, ending: str = "") -> list[Path]:
    """Return what belongs to the repository: all that .gitignore does not leave out, committed already or not."""
    ignored = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines() if line)]
    found = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = [name for name in subfolders if not _matches(name, ignored)]
        found += [Path(folder, name) for name in names if name.endswith(ending) and not _matches(name, ignored)]
    return found


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def names(requirements: list[str]) -> set[str]:
    """Return the names alone: of "uvloop>=0.23; …" it is "uvloop"."""
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in requirements}


RUN_TIME = names(PROJECT["project"]["dependencies"])
DEVELOPMENT = names([*PROJECT["dependency-groups"]["dev"], *PROJECT["build-system"]["requires"]])


@pytest.mark.parametrize("needle", NEEDLES)
def test_no_file_names_a_registry_host_or_a_folder_of_one_machine(needle: str) -> None:
    assert [path for path in files() if re.search(needle.encode(), path.read_bytes())] == []


def test_every_dependency_has_its_sentence_with_licence_and_keeper() -> None:
    told = re.findall(r"^- \*\*(\S+)\*\* \([^;]+; kept by [^)]+\): .+\.$", DEPENDENCIES_PAGE, re.MULTILINE)

    assert sorted(told) == sorted(RUN_TIME | DEVELOPMENT)


@pytest.mark.parametrize(
    ("lock", "required"),
    [("requirements.txt", RUN_TIME), ("requirements-dev.txt", RUN_TIME | DEVELOPMENT)],
)
def test_every_dependency_is_locked_with_its_hashes(lock: str, required: set[str]) -> None:
    text = (ROOT / lock).read_text("utf-8")

    locked = re.findall(r"^([a-z0-9._-]+)==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)

    assert required <= set(locked)
    assert len(locked) == len(re.findall(r"^\S", text, re.MULTILINE))


def test_both_locks_name_the_same_versions() -> None:
    run_time, development = (
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )

    assert run_time <= development


def test_every_python_file_says_in_its_first_line_what_it_is_for() -> None:
    assert [path for path in files(ending=".py") if not _begins_with_a_sentence(path)] == []


def _begins_with_a_sentence(path: Path) -> bool:
    text = path.read_text("utf-8")
    first = (ast.get_docstring(ast.parse(text), clean=False) or "").partition("\n")[0]
    return text.startswith('"""' + first) and first.endswith(".") and ". " not in first


def test_the_licence_is_the_one_that_is_declared() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")

    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert re.match(r"\s*Apache License\s+Version 2\.0,", licence)


@pytest.mark.parametrize("target", ["setup", "check", "test", "test-all", "bench", "demo"])
def test_make_knows_the_promised_targets(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
