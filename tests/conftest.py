"""What holds for every test: no settings from outside, the effort of hypothesis, no skip without a listed reason."""

from __future__ import annotations

import os
import re
from collections.abc import Generator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

from tests.stores import FOLDER

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

# Before any test module is imported: a developer's own settings must not decide what the tests see.
for setting in [name for name in os.environ if name.startswith("TIMELINE_")]:
    del os.environ[setting]

EFFORT = {"ci": 1, "thorough": 10}[os.environ.get("HYPOTHESIS_PROFILE", "ci")]

# Said in full, since hypothesis brings a "ci" of its own, which a machine that sets CI has loaded already.
# Speed decides nothing: the workers share the machine with whatever else runs there.
settings.register_profile(
    "ci", deadline=None, derandomize=False, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")

# Where hypothesis keeps the settings of one test; it has no public way to change them from outside.
SETTINGS = "_hypothesis_internal_use_settings"

LISTED = frozenset(re.findall(r"^- `(.+?)`: ", Path(__file__).with_name("README.md").read_text("utf-8"), re.MULTILINE))


def pytest_configure(config: pytest.Config) -> None:
    """Say where the server of this run keeps its data, if there will be one: once, for all processes that test."""
    if FOLDER not in os.environ:
        os.environ[FOLDER] = mkdtemp(prefix="asknown-postgres-")
        config.add_cleanup(lambda: rmtree(os.environ.pop(FOLDER), ignore_errors=True))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Multiply the examples of every property: a profile alone would pass over those that name a number."""
    tests = [getattr(item.obj, "__func__", item.obj) for item in items if isinstance(item, pytest.Function)]
    for test in set(tests):
        asked = getattr(test, SETTINGS, None)
        if isinstance(asked, settings):
            setattr(test, SETTINGS, settings(asked, max_examples=asked.max_examples * EFFORT))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a test that was skipped, or expected to fail, for a reason that tests/README.md does not list."""
    return _judged((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail a file that was skipped as a whole for a reason that tests/README.md does not list."""
    return _judged((yield))


def _judged(report: Report) -> Report:
    if report.skipped and (reason := _reason(report)) not in LISTED:
        vars(report).pop("wasxfail", None)
        report.outcome = "failed"
        report.longrepr = f"Skipped for a reason that tests/README.md does not list: {reason}"
    return report


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    expected_failure: str | None = getattr(report, "wasxfail", None)
    if expected_failure is not None:
        return expected_failure.removeprefix("reason: ")
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped: ")
