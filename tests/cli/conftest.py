"""What tests of the command line share: a command on a database of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import SEEDS, Command


@pytest.fixture
def timeline(tmp_path: Path) -> Command:
    """Return the command on a database that is not there yet."""
    return Command(tmp_path / "ledger.db")


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Return the command on a database that holds the seeds; tests must not change it."""
    command = Command(tmp_path_factory.mktemp("seeded") / "ledger.db")
    assert command("import", "--replay-recorded", *SEEDS).code == 0
    return command
