"""The scripts of docs/ take what is true, and refuse what was changed, by whoever has the key too."""

from __future__ import annotations

import ast
import json
import sys
from base64 import b64encode
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outside.books import Book, Bundle, river
from tests.outside.verifying import COMPARE, COMPARISON, SCRIPT, VERIFY, comparison, run, told, verdict
from timeline.proofs import WITNESS, Signer

TIMELINE, REPORT, CLAIM, EARLIER, NEWEST, LAKE = 3, 6, 7, 10, 14, 16
ERASURES = (17, 18)
AT = NEWEST


def erased() -> Book:
    """Return the book after words were erased, some of them twice."""
    book = river()
    assert (book.erase(CLAIM, NEWEST), book.erase(CLAIM)) == ERASURES
    return book


BOOK, OTHER = erased(), erased()
FORMER = deepcopy(BOOK)
FORMER.rows = FORMER.rows[:-4]
RECEIPT = BOOK.receipt(TIMELINE, AT)
PROOF = BOOK.proof(REPORT)
ERASED_PROOF = BOOK.proof(CLAIM, erasures=ERASURES)
QUESTION = {"path": "/v1/timelines/river?known_on=2026-11-22", "timeline": TIMELINE}


def leaf(position: int) -> str:
    """Return the number of a leaf, as a receipt names it."""
    return str(BOOK.rows.index(BOOK.row(position)))


def without(bundle: Bundle, position: int) -> Bundle:
    """Return a receipt without a fact."""
    return bundle | {"facts": {number: fact for number, fact in bundle["facts"].items() if number != leaf(position)}}


def with_fact(position: int, **changes: object) -> Bundle:
    """Return the receipt with something else said of one fact."""
    fact = RECEIPT["facts"][leaf(position)]
    return RECEIPT | {"facts": RECEIPT["facts"] | {leaf(position): fact | changes}}


def resigned(headers: list[str], facts: Bundle | None = None, *, at: int = AT) -> Bundle:
    """Return a receipt over other headers, which the ledger signs to."""
    changed = RECEIPT | {"headers": headers, "checkpoint": BOOK.signed(headers), "facts": facts or RECEIPT["facts"]}
    return BOOK.stated(changed, at=at, question=QUESTION)


def headers_with(position: int, old: str, new: str) -> list[str]:
    """Return the headers, one of them changed."""
    changed = [header.replace(old, new) if f'"position":{position},' in header else header for header in BOOK.headers()]
    assert changed != BOOK.headers()
    return changed


def swapped(items: list[str]) -> list[str]:
    """Return *items* with two that changed places."""
    return [*items[:8], items[9], items[8], *items[10:]]


def flipped(note: str) -> str:
    """Return a note with another last sign but one of its signature."""
    return note[:-6] + ("A" if note[-6] != "A" else "B") + note[-5:]


def renumbered(facts: Bundle, gone: int) -> Bundle:
    """Return facts as numbered where a leaf is gone."""
    return {str(int(n) - (int(n) > gone)): fact for n, fact in facts.items() if int(n) != gone}


def answering(**changes: object) -> Bundle:
    """Return the receipt with another answer, to which the ledger signs."""
    answer = json.dumps(json.loads(RECEIPT["answer"]) | changes)
    return BOOK.stated(RECEIPT | {"answer": answer}, at=AT, question=QUESTION)


FORGED: dict[str, tuple[Callable[[], Bundle], str]] = {
    "a report is left out of the facts": (lambda: without(RECEIPT, REPORT), "LEFT OUT"),
    "a source is left out of the facts": (lambda: without(RECEIPT, 4), "LEFT OUT"),
    "an erasure is left out": (lambda: without(RECEIPT, ERASURES[0]), "LEFT OUT"),
    "erased words are left out as if never there": (lambda: without(RECEIPT, CLAIM), "LEFT OUT"),
    "a report is left out of facts and headers": (
        lambda: without(RECEIPT, REPORT) | {"headers": [h for h in RECEIPT["headers"] if f':{REPORT},"s' not in h]},
        "the tree that was signed",
    ),
    "a stream lacks its middle, and the ledger signs to it": (
        lambda: resigned(
            [h for n, h in enumerate(BOOK.headers()) if n != int(leaf(REPORT))],
            renumbered(RECEIPT["facts"], int(leaf(REPORT))),
        ),
        "does not follow",
    ),
    "a header is added": (lambda: RECEIPT | {"headers": [*RECEIPT["headers"], RECEIPT["headers"][-1]]}, "the tree"),
    "a header is changed": (
        lambda: RECEIPT | {"headers": headers_with(REPORT, '"timeline":3', '"timeline":13')},
        "the tree",
    ),
    "headers change places": (lambda: RECEIPT | {"headers": swapped(RECEIPT["headers"])}, "the tree"),
    "headers change places, and the ledger signs to it": (lambda: resigned(swapped(BOOK.headers())), "does not follow"),
    "a stream moves to another timeline midway": (
        lambda: resigned(headers_with(CLAIM, '"timeline":3', '"timeline":13')),
        "does not follow",
    ),
    "time goes back": (lambda: resigned(headers_with(NEWEST, "T20:", "T19:")), "does not follow"),
    "a version is missing": (lambda: resigned(headers_with(CLAIM, '"version":2', '"version":3')), "does not follow"),
    "a fact claims to be first": (lambda: resigned(headers_with(CLAIM, '"stream":6', '"stream":7')), "does not follow"),
    "a stream goes on as another": (
        lambda: resigned(headers_with(2, '"stream":1,"version":2', '"stream":2,"version":1')),
        "two names",
    ),
    "a header is written in another way": (
        lambda: resigned([header.replace(':1,"position"', ': 1,"position"') for header in BOOK.headers()]),
        "no header",
    ),
    "words are changed": (
        lambda: with_fact(REPORT, state=BOOK.row(REPORT).state.decode().replace("r0", "r9")),
        "not the words",
    ),
    "salt is changed": (lambda: with_fact(REPORT, salt=b64encode(bytes(16)).decode()), "not the words"),
    "salt is longer by a zero": (
        lambda: with_fact(REPORT, salt=b64encode((BOOK.row(REPORT).salt or b"") + b"\0").decode()),
        "not the words",
    ),
    "a fact is said of another stream": (lambda: with_fact(REPORT, stream="0" * 32), "not the words"),
    "words are hidden, as if erased": (lambda: with_fact(REPORT, salt=None), "no erasure"),
    "erased words are changed": (
        lambda: with_fact(CLAIM, state=BOOK.row(CLAIM).state.decode().replace('""', '"Nothing."')),
        "no erasure",
    ),
    "erased words are put back": (
        lambda: with_fact(CLAIM, state=BOOK.row(CLAIM).state.decode().replace('"",null', '"ana",null')),
        "no erasure",
    ),
    "two facts change places": (
        lambda: (
            RECEIPT
            | {
                "facts": RECEIPT["facts"]
                | {leaf(REPORT): RECEIPT["facts"][leaf(4)], leaf(4): RECEIPT["facts"][leaf(REPORT)]}
            }
        ),
        "not the words",
    ),
    "a fact of another timeline is slipped in": (
        lambda: RECEIPT | {"facts": RECEIPT["facts"] | {leaf(LAKE): BOOK.row(LAKE).fact}},
        "do not bear",
    ),
    "the answer lacks a report": (lambda: RECEIPT | {"answer": RECEIPT["answer"].replace('"r1", ', "")}, "the answer"),
    "the statement is of another answer": (
        lambda: RECEIPT | {"statement": BOOK.receipt(TIMELINE, EARLIER)["statement"]},
        "the answer",
    ),
    "the position is lowered": (
        lambda: RECEIPT | {"statement": RECEIPT["statement"].replace(f"\n{AT}\n", f"\n{EARLIER}\n")},
        "not signed",
    ),
    "the position is lowered, and the ledger signs to it": (
        lambda: BOOK.stated(without(without(RECEIPT, 14), 13), at=EARLIER, question=QUESTION),
        "more, or less",
    ),
    "the answer is of another position": (lambda: answering(as_of={"position": EARLIER}), "more, or less"),
    "the position is no fact's": (
        lambda: BOOK.stated(
            without(without(RECEIPT, 14), 13) | {"answer": '{"as_of": {"position": 11}}'},
            at=11,
            question=QUESTION,
        ),
        "no such timeline or position",
    ),
    "the question asks at another position": (
        lambda: BOOK.receipt(TIMELINE, AT, path="/v1/timelines/river/incidents?known_on=2026-11-22&at_position=10"),
        "more, or less",
    ),
    "the question is of another timeline": (
        lambda: BOOK.receipt(TIMELINE, AT, path="/v1/timelines/lake?known_on=2026-11-22"),
        "another timeline",
    ),
    "the question is of a timeline with a longer name": (
        lambda: BOOK.receipt(TIMELINE, AT, path="/v1/timelines/riverside"),
        "another timeline",
    ),
    "what is called a timeline is a report": (lambda: BOOK.receipt(REPORT, AT), "no such timeline"),
    "the statement is of an older tree": (
        lambda: RECEIPT | {"statement": FORMER.receipt(TIMELINE, AT)["statement"]},
        "another tree",
    ),
    "the tree is an older one": (lambda: RECEIPT | {"checkpoint": FORMER.checkpoint()}, "the tree"),
    "the size is another": (
        lambda: RECEIPT | {"checkpoint": RECEIPT["checkpoint"].replace("\n15\n", "\n14\n")},
        "not signed",
    ),
    "the checkpoint is of another log": (lambda: RECEIPT | {"checkpoint": OTHER.checkpoint()}, "not signed"),
    "the statement is of another log": (
        lambda: RECEIPT | {"statement": OTHER.receipt(TIMELINE, AT)["statement"]},
        "not signed",
    ),
    "the statement is given as checkpoint": (lambda: RECEIPT | {"checkpoint": RECEIPT["statement"]}, "no checkpoint"),
    "the checkpoint is given as statement": (lambda: RECEIPT | {"statement": RECEIPT["checkpoint"]}, "another tree"),
    "all is of another log": (lambda: OTHER.receipt(TIMELINE, AT), "another key"),
    "the key is another": (lambda: RECEIPT | {"key": OTHER.vkey}, "another key"),
    "a bit of the signature is another": (
        lambda: RECEIPT | {"checkpoint": flipped(RECEIPT["checkpoint"])},
        "not signed",
    ),
    "a bit of the statement's signature is another": (
        lambda: RECEIPT | {"statement": flipped(RECEIPT["statement"])},
        "not signed",
    ),
    "a proof is of other words": (lambda: PROOF | {"state": PROOF["state"].replace("r0", "r9")}, "not the words"),
    "a proof has another salt": (lambda: PROOF | {"salt": b64encode(bytes(16)).decode()}, "not the words"),
    "a proof is of another header": (lambda: PROOF | {"header": BOOK.headers()[3]}, "does not lie in"),
    "a proof is of another leaf": (
        lambda: PROOF | {"proof": PROOF["proof"].replace("index 5\n", "index 4\n")},
        "does not lie in",
    ),
    "a proof is of another tree": (
        lambda: PROOF | {"proof": PROOF["proof"].partition("\n\n")[0] + "\n\n" + FORMER.checkpoint()},
        "does not lie in",
    ),
    "a proof is of another log": (
        lambda: PROOF | {"proof": PROOF["proof"].partition("\n\n")[0] + "\n\n" + OTHER.checkpoint()},
        "not signed",
    ),
    "a proof is too long": (
        lambda: PROOF | {"proof": PROOF["proof"].replace("\n\n", f"\n{b64encode(bytes(32)).decode()}\n\n", 1)},
        "too long",
    ),
    "a proof is too short": (
        lambda: PROOF | {"proof": PROOF["proof"].split("\n\n")[0].rpartition("\n")[0] + "\n\n" + BOOK.checkpoint()},
        "does not lie in",
    ),
    "a proof hides words, as if erased": (lambda: PROOF | {"salt": None}, "no erasure"),
    "a proof of erased words lacks the erasures": (lambda: ERASED_PROOF | {"erasures": []}, "no erasure"),
    "a proof of erased words has an erasure of others": (
        lambda: BOOK.proof(NEWEST, erasures=ERASURES[1:]),
        "no erasure",
    ),
    "a proof of erased words has the last erasure without its proof": (
        lambda: ERASED_PROOF | {"erasures": [BOOK.proof(ERASURES[0]) | {"header": BOOK.headers()[0]}]},
        "does not lie in",
    ),
    "a proof names what is no erasure": (lambda: ERASED_PROOF | {"erasures": [BOOK.proof(LAKE)]}, "no erasure"),
    "a proof names an earlier erasure": (lambda: BOOK.proof(ERASURES[1], erasures=ERASURES[:1]), "no erasure"),
    "the format is another": (lambda: RECEIPT | {"format": "asknown-proof/1"}, "form"),
    "the format is unknown": (lambda: RECEIPT | {"format": "asknown-receipt/2"}, "form"),
}


COMPARED = ("does not follow", "two names")


def test_a_true_receipt_is_taken_and_told_in_plain_words(tmp_path: Path) -> None:
    code, said = run(tmp_path, RECEIPT, BOOK.vkey)

    assert code == 0
    assert said.splitlines() == [
        f"Signed by {BOOK.origin}, with the key that you gave.",
        "The log: 15 facts from 2026-11-22T20:00:01Z to 2026-11-22T20:00:18Z, none left out.",
        "The question: /v1/timelines/river?known_on=2026-11-22",
        "The answer is the one that the ledger signed, and takes in all up to position 14.",
        "All 13 facts that bear on timeline 'river' are in the bundle, 3 of them reports.",
        "Words were erased at positions [7, 14], and the log says so.",
    ]


def test_a_true_proof_is_taken_and_tells_what_the_fact_says(tmp_path: Path) -> None:
    code, said = run(tmp_path, PROOF, BOOK.vkey)

    assert code == 0
    assert said.splitlines() == [
        f"Signed by {BOOK.origin}, with the key that you gave.",
        "The fact at position 6 (report-recorded.1) was recorded at 2026-11-22T20:00:06Z.",
        "It is one of the 15 facts of the log that was signed. It says:",
        '{"timeline": "river", "key": "r0"}',
    ]


@pytest.mark.parametrize(
    "bundle", [BOOK.proof(row.leaf.position) for row in BOOK.rows if row.salt], ids=lambda b: b["header"][:22]
)
def test_every_fact_can_be_proved(tmp_path: Path, bundle: Bundle) -> None:
    assert verdict(tmp_path, bundle, BOOK.vkey).code == 0


@pytest.mark.parametrize(
    "erasures", [ERASURES, ERASURES[::-1], ERASURES[1:]], ids=["in order", "out of order", "the last"]
)
def test_erased_words_are_accounted_for_by_the_last_erasure(tmp_path: Path, erasures: tuple[int, ...]) -> None:
    code, said = verdict(tmp_path, BOOK.proof(CLAIM, erasures=erasures), BOOK.vkey)

    assert (code, "Some of its words were erased, and the log says so." in said) == (0, True)


def test_an_erasure_whose_own_words_were_erased_counts_as_it_was_left(tmp_path: Path) -> None:
    book = erased()
    book.erase(ERASURES[0])

    assert verdict(tmp_path, book.receipt(TIMELINE, AT), book.vkey).code == 0


@pytest.mark.parametrize("at", [3, 6, 7, 16, 18])
def test_an_answer_of_any_position_can_be_shown(tmp_path: Path, at: int) -> None:
    assert verdict(tmp_path, BOOK.receipt(TIMELINE, at), BOOK.vkey).code == 0


@pytest.mark.parametrize("forged", FORGED)
def test_what_is_forged_is_refused(tmp_path: Path, forged: str) -> None:
    made, why = FORGED[forged]

    code, said = (comparison if why in COMPARED else verdict)(tmp_path, made(), BOOK.vkey)

    assert (code, said.startswith("REFUSED: "), said.count("\n")) == (1, True, 0), said
    assert why in said


def test_without_a_key_it_says_that_anybody_may_have_signed(tmp_path: Path) -> None:
    code, said = verdict(tmp_path, RECEIPT)

    assert code == 0
    assert said.startswith(
        f"Signed by whoever made this bundle: you gave no key. Compare with the ledger's own: {BOOK.vkey}"
    )


def test_what_was_compared_is_told_by_a_python_that_has_nothing_of_ours(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text(FORMER.checkpoint(), "utf-8")

    code, said = run(tmp_path, RECEIPT, BOOK.vkey, str(kept), script=COMPARISON)

    assert (code, said.splitlines()[-1]) == (0, "The log continues the checkpoint of 11 facts that was kept.")


def test_a_log_that_was_rewritten_is_found_by_a_checkpoint_that_was_kept(tmp_path: Path) -> None:
    told = FORMER.checkpoint()
    other = river()
    other.signer = BOOK.signer
    other.erase(CLAIM, NEWEST)

    assert comparison(tmp_path, RECEIPT, BOOK.vkey, kept=(told,)).said.endswith(
        "continues the checkpoint of 11 facts that was kept."
    )
    assert comparison(tmp_path, other.receipt(TIMELINE, AT), BOOK.vkey).code == 0
    assert "REWRITTEN" in comparison(tmp_path, other.receipt(TIMELINE, AT), BOOK.vkey, kept=(told,)).said


def test_a_receipt_cannot_be_compared_with_a_later_checkpoint(tmp_path: Path) -> None:
    book = river()
    given = book.receipt(TIMELINE, AT)
    book.erase(CLAIM)

    assert "older" in comparison(tmp_path, given, book.vkey, kept=(book.checkpoint(),)).said


def test_a_proof_lies_in_the_checkpoint_that_was_kept_or_is_refused(tmp_path: Path) -> None:
    assert comparison(tmp_path, PROOF, BOOK.vkey, kept=(BOOK.checkpoint(),)).code == 0
    assert "ask for one with ?size=11" in comparison(tmp_path, PROOF, BOOK.vkey, kept=(FORMER.checkpoint(),)).said


def test_a_witness_says_when_it_saw_the_log(tmp_path: Path) -> None:
    witness = Signer("witness.example", Ed25519PrivateKey.generate(), WITNESS)
    text = FORMER.checkpoint().partition("\n\n")[0] + "\n"
    kept = FORMER.checkpoint() + witness.sign(text, 1_790_000_000)
    keys = (BOOK.vkey, witness.verifier.vkey)

    assert (
        "The witness witness.example saw 11 facts at 2026-09-21 14:13:20 UTC."
        in comparison(tmp_path, RECEIPT, *keys, kept=(kept,)).said
    )
    assert "did not cosign" in comparison(tmp_path, RECEIPT, *keys).said
    itself = RECEIPT | {
        "checkpoint": BOOK.checkpoint() + witness.sign(BOOK.checkpoint().partition("\n\n")[0] + "\n", 1)
    }
    assert "saw 15 facts at 1970-01-01 00:00:01 UTC." in comparison(tmp_path, itself, *keys).said
    assert verdict(tmp_path, itself, BOOK.vkey).code == 0
    late = FORMER.checkpoint() + witness.sign(text.replace("\n11\n", "\n12\n"), 1_790_000_000)
    assert "the signature of witness.example" in comparison(tmp_path, RECEIPT, *keys, kept=(late,)).said


@pytest.mark.parametrize("script", [SCRIPT, COMPARISON], ids=lambda script: script.name)
def test_what_outsiders_run_needs_nothing_but_python(script: Path) -> None:
    nodes = list(ast.walk(ast.parse(script.read_text("utf-8"))))
    names = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
    names += [node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)]

    assert "sys" in names
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_verifier_can_be_read_at_one_sitting() -> None:
    assert SCRIPT.read_text("utf-8").count("\n") < 150


GARBAGE = ["", "{", "null", "[]", "{}", '"', "[" * 100_000, '{"format": "asknown-receipt/1"}']
NONSENSE = [None, 1, "x", [1], {"a": 1}]


@pytest.mark.parametrize("number", range(len(GARBAGE)))
def test_garbage_is_refused_in_a_sentence(tmp_path: Path, number: int) -> None:
    code, said = verdict(tmp_path, GARBAGE[number], BOOK.vkey)

    assert (code, said.startswith("REFUSED: "), said.count("\n")) == (1, True, 0)


@pytest.mark.parametrize("field", [f"{name} {n}" for n, one in enumerate((RECEIPT, PROOF)) for name in one])
def test_a_field_that_holds_nonsense_is_refused_in_a_sentence(tmp_path: Path, field: str) -> None:
    name, number = field.split()
    for value in NONSENSE:
        code, said = verdict(tmp_path, (RECEIPT, PROOF)[int(number)] | {name: value}, BOOK.vkey)

        assert (code, said.startswith("REFUSED: "), said.count("\n")) == (1, True, 0)


@pytest.mark.parametrize("arguments", [[], ["nowhere.json"], [SCRIPT.as_posix()]], ids=["none", "no file", "no bundle"])
@pytest.mark.parametrize("script", [VERIFY, COMPARE], ids=["verify", "compare"])
def test_wrong_usage_is_told_in_a_sentence(script: Any, arguments: list[str]) -> None:  # noqa: ANN401 - no module of ours
    code, said = told(script, *arguments)

    assert (code, said.startswith("REFUSED: "), said.count("\n")) == (1, True, 0)


@pytest.mark.parametrize("bundle", [RECEIPT, PROOF, ERASED_PROOF], ids=["receipt", "proof", "proof of erased words"])
def test_no_bit_of_a_bundle_can_be_another(tmp_path_factory: pytest.TempPathFactory, bundle: Bundle) -> None:
    folder, written = tmp_path_factory.mktemp("bits"), json.dumps(bundle, ensure_ascii=False).encode()

    @settings(max_examples=40)
    @given(st.integers(0, len(written) - 1), st.integers(0, 7))
    def flip(place: int, bit: int) -> None:
        changed = bytearray(written)
        changed[place] ^= 1 << bit
        (folder / "bundle.json").write_bytes(changed)
        code, said = told(VERIFY, str(folder / "bundle.json"), BOOK.vkey)
        assert (code, said.startswith("REFUSED: ")) == (1, True)

    flip()


@pytest.mark.slow
def test_no_byte_of_a_proof_can_be_another(tmp_path: Path) -> None:
    written, file = json.dumps(PROOF, ensure_ascii=False).encode(), tmp_path / "bundle.json"
    for place in range(len(written)):
        changed = bytearray(written)
        changed[place] ^= 1 << place % 8
        file.write_bytes(changed)
        assert told(VERIFY, str(file), BOOK.vkey).code == 1, place


KEY = Ed25519PrivateKey.generate()


@given(st.binary(max_size=200))
@settings(max_examples=20)
def test_signatures_are_judged_as_the_library_does(message: bytes) -> None:
    public, signature = KEY.public_key().public_bytes_raw(), KEY.sign(message)

    assert VERIFY.is_signed(public, message, signature)
    assert not VERIFY.is_signed(public, message + b"x", signature)
    assert not VERIFY.is_signed(public, message, signature[:-1])


def test_a_signature_has_no_second_form() -> None:
    """The same number once more around the group's order is no signature, nor is a point written in another way."""
    public, signature = KEY.public_key().public_bytes_raw(), KEY.sign(b"it")
    around = int.from_bytes(signature[32:], "little") + VERIFY.ORDER

    assert not VERIFY.is_signed(public, b"it", signature[:32] + around.to_bytes(32, "little"))
    assert VERIFY.point((1).to_bytes(32, "little")) == (0, 1)
    for other in (VERIFY.P + 1, 1 | 1 << 255):
        with pytest.raises(VERIFY.RefusedError):
            VERIFY.point(other.to_bytes(32, "little"))


def test_a_test_vector_of_the_standard_holds() -> None:
    """RFC 8032, section 7.1, test 2."""
    public = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
    signature = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )

    assert VERIFY.is_signed(bytes.fromhex(public), b"\x72", bytes.fromhex(signature))
