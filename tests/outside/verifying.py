"""The verifier as outsiders run it: as a script of its own, or quicker in this process."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any, NamedTuple

from tests.docs.pages import ROOT

SCRIPT = ROOT / "docs" / "verify.py"
Bundle = dict[str, Any]


class Verdict(NamedTuple):
    """Its exit code, and what it said."""

    code: int
    said: str


def _loaded() -> Any:  # noqa: ANN401 - a script that is no module of ours
    spec = spec_from_file_location("verify", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


VERIFY = _loaded()


def verdict(folder: Path, bundle: Bundle | str, *trusted: str, kept: tuple[str, ...] = ()) -> Verdict:
    """Return what the verifier makes of a bundle, in this process."""
    code, lines = VERIFY.run([str(_file(folder, bundle)), *trusted, *_kept(folder, kept)])
    return Verdict(code, "\n".join(lines))


def run(folder: Path, bundle: Bundle | str, *trusted: str) -> Verdict:
    """Return what the script says, run by a Python that has nothing of ours."""
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", str(SCRIPT), str(_file(folder, bundle)), *trusted], capture_output=True, check=False
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
