"""How long a test waits for what must come: as long as it may take on a machine that does much else."""

from typing import Final

PATIENCE: Final = 120.0  # seconds; only a test that fails waits for so long
