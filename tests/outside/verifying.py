"""The scripts for outsiders as they run them: each by itself, or quicker in this process."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

from tests.docs.pages import ROOT

SCRIPT, COMPARISON = ROOT / "docs" / "verify.py", ROOT / "docs" / "compare.py"
Bundle = dict[str, Any]


class Verdict(NamedTuple):
    """Its exit code, and what it said."""

    code: int
    said: str


def _loaded(script: Path) -> Any:  # noqa: ANN401 - a script that is no module of ours
    spec = spec_from_file_location(script.stem, script)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY, COMPARE = _loaded(SCRIPT), _loaded(COMPARISON)


def verdict(folder: Path, bundle: Bundle | str, *trusted: str) -> Verdict:
    """Return what verify.py makes of a bundle, in this process."""
    return told(VERIFY, str(_file(folder, bundle)), *trusted)


def comparison(folder: Path, bundle: Bundle | str, *trusted: str, kept: tuple[str, ...] = ()) -> Verdict:
    """Return what compare.py makes of a bundle and what others kept, in this process."""
    return told(COMPARE, str(_file(folder, bundle)), *trusted, *_kept(folder, kept))


def told(script: Any, *arguments: str) -> Verdict:  # noqa: ANN401 - as above
    """Return what a script says, without the end of its last line."""
    with redirect_stdout(TextIOWrapper(BytesIO(), "utf-8")) as out:
        code = getattr(script, "verify", script).run(script.main, arguments)
    return Verdict(code, out.buffer.getvalue().decode().removesuffix("\n"))


def run(folder: Path, bundle: Bundle | str, *trusted: str, script: Path = SCRIPT) -> Verdict:
    """Return what a script says, run by a Python that has nothing of ours."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(script), str(_file(folder, bundle)), *trusted], capture_output=True, check=False
    )
    assert done.stderr == b""
    return Verdict(done.returncode, done.stdout.decode())


def _file(folder: Path, bundle: Bundle | str) -> Path:
    file = folder / "bundle.json"
    file.write_text(bundle if isinstance(bundle, str) else json.dumps(bundle, ensure_ascii=False), "utf-8", "replace")
    return file


def _kept(folder: Path, notes: tuple[str, ...]) -> list[str]:
    files = [folder / f"kept-{number}.txt" for number in range(len(notes))]
    for file, note in zip(files, notes, strict=True):
        file.write_text(note, "utf-8")
    return [str(file) for file in files]
