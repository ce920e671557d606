"""What real ledgers say to prove themselves is taken by the verifier, and what is left out of it is missed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.builders import a_report, a_source, a_timeline, an_incident
from tests.outside.asking import proof, receipt, replayed
from tests.outside.verifying import Bundle, comparison, run, verdict
from tests.stores import FILE, SHARED, database
from timeline.service import Timeline

DAYS = ["2024-10-17", "2024-10-28", "2025-04-26", None]


@pytest.fixture(scope="module", params=SHARED)
def seeded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Timeline]:
    """Give a ledger with the seeds; tests only ask it."""
    with database(request.param) as url, closing(replayed(url, tmp_path_factory.mktemp("key"))) as timeline:
        yield timeline


@pytest.mark.parametrize("day", DAYS)
def test_a_receipt_of_a_ledger_is_taken(seeded: Timeline, tmp_path: Path, day: str | None) -> None:
    code, said = verdict(tmp_path, receipt(seeded, day), seeded.log_key())

    assert code == 0, said
    assert "52 of them reports." in said


def test_a_receipt_is_taken_by_a_python_that_has_nothing_of_ours(seeded: Timeline, tmp_path: Path) -> None:
    assert run(tmp_path, receipt(seeded, DAYS[0]), seeded.log_key()).code == 0


def test_any_fact_of_a_ledger_can_be_proved(seeded: Timeline, tmp_path: Path) -> None:
    newest = seeded.newest()
    for position in {1, newest, *Random(newest).sample(range(1, newest), 12)}:  # noqa: S311 - no secret
        code, said = verdict(tmp_path, proof(seeded, position), seeded.log_key())

        assert code == 0, said


def test_whatever_fact_is_left_out_of_a_receipt_is_missed(seeded: Timeline, tmp_path: Path) -> None:
    given = receipt(seeded, DAYS[1])
    for left_out in Random(1).sample(sorted(given["facts"]), 8):  # noqa: S311 - no secret
        facts = {leaf: fact for leaf, fact in given["facts"].items() if leaf != left_out}

        code, said = verdict(tmp_path, given | {"facts": facts}, seeded.log_key())

        assert (code, "LEFT OUT" in said) == (1, True)


def test_whatever_header_is_left_out_of_a_receipt_is_missed(seeded: Timeline, tmp_path: Path) -> None:
    given = receipt(seeded, DAYS[1])
    for leaf in Random(2).sample(range(len(given["headers"])), 8):  # noqa: S311 - no secret
        headers = given["headers"][:leaf] + given["headers"][leaf + 1 :]

        assert verdict(tmp_path, given | {"headers": headers}, seeded.log_key()).code == 1


def test_a_ledger_that_grows_continues_the_checkpoints_that_were_kept(tmp_path: Path) -> None:
    with database(FILE) as url, Timeline(url, key=tmp_path / "key") as timeline:
        kept = []
        for command in (a_timeline(), a_source(), an_incident(), a_report(), a_timeline("other"), a_report()):
            timeline.record(command)
            timeline.seal()
            kept.append(timeline.checkpoint())

        code, said = comparison(tmp_path, receipt(timeline, slug="war"), timeline.log_key(), kept=tuple(kept))

    assert code == 0, said
    assert said.count("continues the checkpoint") == len(kept)


def test_a_ledger_that_began_anew_with_the_same_key_is_found(tmp_path: Path) -> None:
    """Whoever has the key can sign another history, but not one that fits what others kept."""
    (_, kept, _), (key, new, given) = _begun(tmp_path), _begun(tmp_path)

    assert comparison(tmp_path, given, key, kept=(new,)).code == 0
    assert comparison(tmp_path, given, key, kept=(kept,)).code == 1


def _begun(folder: Path) -> tuple[str, str, Bundle]:
    """Return key, checkpoint and receipt of a new ledger."""
    (folder / "key.checkpoint").unlink(missing_ok=True)
    with database(FILE) as url, Timeline(url, key=folder / "key") as timeline:
        timeline.record(a_timeline())
        timeline.seal()
        return timeline.log_key(), timeline.checkpoint(), receipt(timeline, slug="war")
