"""A verifier that was not written here comes to the same verdicts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import combinations
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.builders import an_incident
from tests.outside.asking import SEED, proof, replayed
from tests.outside.golang import judged
from tests.stores import FILE, database
from timeline.proofs import WITNESS, Signer
from timeline.service import Timeline

ZERO = b64encode(bytes(32)).decode()
Asked = dict[str, object]


@pytest.mark.slow
def test_go_takes_what_is_true_and_refuses_what_is_not(tmp_path: Path) -> None:
    with database(FILE) as url, closing(replayed(url, tmp_path)) as timeline:
        kept = [timeline.checkpoint()]
        for number in range(6):
            timeline.record(an_incident(f"late-{number}", timeline=SEED))
            timeline.seal()
            kept.append(timeline.checkpoint())
        true = [*_inclusions(timeline), *_consistencies(timeline, kept), _cosigned(timeline)]
    false = [forged for one in true for forged in _forged(one)]

    verdicts = judged(tmp_path, [*true, *false])

    refused = verdicts[len(true) :]
    assert verdicts[: len(true)] == ["ok"] * len(true)
    assert [(one, said) for one, said in zip(false, refused, strict=True) if not said.startswith("no: ")] == []
    assert len(false) > 3 * len(true) > 100


def _inclusions(timeline: Timeline) -> Iterator[Asked]:
    """Yield proofs of facts, from all over the ledger."""
    for position in range(1, timeline.newest() + 1, 5):
        told = proof(timeline, position)
        yield {"vkey": told["key"], "header": told["header"], "proof": told["proof"]}


def _consistencies(timeline: Timeline, kept: Sequence[str]) -> Iterator[Asked]:
    """Yield proofs that each checkpoint continues each older one."""
    for older, newer in combinations(kept, 2):
        sizes = [int(note.split("\n")[1]) for note in (older, newer)]
        path = timeline.consistency(*sizes)
        yield {"vkey": timeline.log_key(), "checkpoint": newer, "older": older, "consistency": path}


def _cosigned(timeline: Timeline) -> Asked:
    """Return a proof whose checkpoint a witness signed as well, which Go passes over."""
    told = proof(timeline, 1)
    text = timeline.checkpoint().partition("\n\n")[0] + "\n"
    witness = Signer("witness.example", Ed25519PrivateKey.generate(), WITNESS)
    return {"vkey": told["key"], "header": told["header"], "proof": told["proof"] + witness.sign(text, 1_790_000_000)}


def _forged(one: Asked) -> Iterator[Asked]:
    """Yield what is nearly *one*, and not true."""
    yield one | {"vkey": Signer(str(one["vkey"]).partition("+")[0], Ed25519PrivateKey.generate()).verifier.vkey}
    if "header" in one:
        head, _, checkpoint = str(one["proof"]).partition("\n\n")
        yield one | {"header": str(one["header"]).replace('"version":', '"version":1')}
        yield one | {"proof": f"{head}\n{ZERO}\n\n{checkpoint}"}
        yield one | {"proof": f"{head.rpartition(chr(10))[0]}\n\n{checkpoint}"}
        yield one | {"proof": f"{head}\n\n{_grown(checkpoint)}"}
    else:
        path = list(one["consistency"])  # type: ignore[call-overload] # JSON
        yield one | {"consistency": [*path, ZERO]}
        yield one | {"consistency": path[:-1]}
        yield one | {"consistency": [ZERO, *path[1:]]}
        yield one | {"checkpoint": _grown(str(one["checkpoint"]))}
        yield one | {"older": _grown(str(one["older"]))}


def _grown(note: str) -> str:
    """Return a checkpoint that claims another leaf."""
    origin, size, rest = note.split("\n", 2)
    return f"{origin}\n{int(size) + 1}\n{rest}"
