"""A test that did not run has not passed."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CONFTEST = Path(__file__).parents[1] / "conftest.py"


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    pytester.path.joinpath("README.md").write_text("- `no such machine`: it is rare.\n", "utf-8")
    return pytester


@pytest.mark.parametrize(
    "body",
    [
        "def test_it(): pytest.skip('not today')",
        "@pytest.mark.skip(reason='not today')\ndef test_it(): pass",
        "@pytest.mark.xfail(reason='not today')\ndef test_it(): raise ValueError",
        "def test_it(): pytest.xfail('not today')",
        "@pytest.fixture\ndef it(): pytest.skip('not today')\ndef test_it(it): pass",
        "pytest.skip('not today', allow_module_level=True)",
    ],
    ids=["in the test", "by mark", "expected to fail", "failed on purpose", "in a fixture", "whole file"],
)
def test_a_skip_without_a_listed_reason_fails(suite: pytest.Pytester, body: str) -> None:
    suite.makepyfile(f"import pytest\n{body}\n")

    result = suite.runpytest_inprocess()

    result.stdout.fnmatch_lines(["*Skipped for a reason that tests/README.md does not list: not today*"])
    assert result.ret != pytest.ExitCode.OK


def test_a_skip_with_a_listed_reason_is_a_skip(suite: pytest.Pytester) -> None:
    suite.makepyfile("import pytest\ndef test_it(): pytest.skip('no such machine')")

    suite.runpytest_inprocess().assert_outcomes(skipped=1)
