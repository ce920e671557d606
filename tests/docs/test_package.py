"""The package carries all that it needs, the built page too, and can be built from what the image gets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.docs.belonging import files
from tests.docs.pages import ROOT

LOCKS = [path for path in files(ending="package-lock.json") if ROOT / "web" in path.parents]
PAGE = Path("api", "_page")
ASKING = """
from pathlib import Path
from starlette.testclient import TestClient
import api.page
from api.app import create_app
from timeline import Timeline
with Timeline.in_memory() as timeline:
    print(Path(api.page.__file__).parent)
    print(TestClient(create_app(timeline), base_url="http://localhost").get("/").text)
"""


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Give a folder with what .dockerignore lets in, as the image's first stage has it before the page is built."""
    for path in let_in():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    return tmp_path


def let_in() -> list[Path]:
    wanted = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    return [path for path in (file.relative_to(ROOT) for file in files()) if path.parts[0] in wanted]


@pytest.fixture
def wheel(given: Path) -> Path:
    """Give the package, built where the page was."""
    shutil.copytree(ROOT / PAGE, given / PAGE)
    (given / PAGE / ".built-from").touch()
    done = built(given)
    assert done.returncode == 0, done.stderr
    [found] = given.glob("dist/*.whl")
    return found


def built(folder: Path, *, call: str = "build_wheel") -> subprocess.CompletedProcess[str]:
    """Build a package by the backend's own function, as pip calls it."""
    script = f"import hatchling.build; hatchling.build.{call}('dist')"
    return subprocess.run(  # noqa: S603 - our own build backend
        [sys.executable, "-c", script], cwd=folder, check=False, capture_output=True, text=True
    )


def test_the_image_gets_all_that_the_package_is_made_of(wheel: Path) -> None:
    held = {name.replace("timeline/_seeds/", "seeds/") for name in ZipFile(wheel).namelist()}

    assert {path.as_posix() for path in let_in() if path.parts[0] in ("api", "timeline", "seeds")} <= held
    assert {".sql", ".yaml"} <= {Path(name).suffix for name in held}


def test_the_package_carries_the_page_and_not_what_it_is_built_from(wheel: Path) -> None:
    held = [Path(name) for name in ZipFile(wheel).namelist()]

    page = {path.relative_to(PAGE).as_posix() for path in held if path.is_relative_to(PAGE)}
    assets = {f"assets/{file.name}" for file in (ROOT / PAGE / "assets").iterdir()}
    assert page == {"index.html"} | assets
    assert {".js", ".css"} <= {Path(name).suffix for name in page}
    assert [path for path in held if path.parts[0] == "web" or path.suffix in {".svelte", ".ts"}] == []


def test_an_installed_package_serves_the_page(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    ZipFile(wheel).extractall(installed)  # what pip does with a wheel of Python alone

    asked = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", ASKING],
        cwd=tmp_path / "dist",
        env=os.environ | {"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )

    where, page = asked.stdout.split("\n", 1)
    assert Path(where) == installed / "api"
    assert page.strip() == (ROOT / PAGE / "index.html").read_text("utf-8").strip()


def test_a_package_without_the_page_is_refused_in_a_sentence(given: Path) -> None:
    done = built(given)

    assert done.returncode != 0
    assert "The page is not built, so the package would lack it. Build it first: python web/build.py" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(given.glob("dist/*"))


def test_an_editable_package_needs_no_page(given: Path) -> None:
    done = built(given, call="build_editable")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.parent.name)
def test_packages_of_the_page_are_locked_by_their_hashes_from_wherever_they_come(lock: Path) -> None:
    packages = {name: told for name, told in json.loads(lock.read_text("utf-8"))["packages"].items() if name}

    assert packages
    assert [name for name, told in packages.items() if "resolved" in told] == []
    assert [name for name, told in packages.items() if not told.get("integrity", "").startswith("sha512-")] == []
