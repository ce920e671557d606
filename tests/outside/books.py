"""A ledger as outsiders see it, made up without one: so that a test can play a ledger that lies, and signs to it."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from timeline.proofs import (
    SALT,
    Leaf,
    Signer,
    blanked_digest,
    checkpoint,
    commitment,
    inclusion,
    leaf_hash,
    node_hash,
    root,
)

ERASED = "wording-erased.1"
Bundle = dict[str, Any]


class Row(msgspec.Struct):
    """A fact and its leaf; *salt* is None where wording was erased."""

    leaf: Leaf
    stream: UUID
    state: bytes
    salt: bytes | None

    @property
    def fact(self) -> Bundle:
        """What a bundle says beside the header."""
        salt = None if self.salt is None else b64encode(self.salt).decode()
        return {"salt": salt, "stream": self.stream.hex, "state": self.state.decode()}


class Book:
    """Rows and a key: enough to make every proof, true or false."""

    def __init__(self, origin: str = "asknown/9f86d081884c7d65") -> None:
        self.origin = origin
        self.signer = Signer(origin, Ed25519PrivateKey.generate())
        self.rows: list[Row] = []

    @property
    def vkey(self) -> str:
        """The public key."""
        return self.signer.verifier.vkey

    def add(self, topic: str, fact: Bundle, *, stream: int = 0, timeline: int | None = None, gap: int = 0) -> int:
        """Record a fact, and return its position; without a *stream* it begins one."""
        position = (self.rows[-1].leaf.position if self.rows else 0) + 1 + gap
        number = stream or position
        recorded = f"2026-11-22T20:{position // 60:02}:{position % 60:02}Z"
        name = uuid5(UUID(int=7), str(number))
        state = json.dumps([recorded, "live", "ana", None, fact], ensure_ascii=False, separators=(",", ":")).encode()
        salt = os.urandom(SALT)
        leaf = Leaf(
            position=position,
            stream=number,
            version=1 + sum(row.leaf.stream == number for row in self.rows),
            topic=topic,
            recorded=recorded,
            timeline=timeline,
            commitment=commitment(salt, name, state).hex(),
        )
        self.rows.append(Row(leaf, name, state, salt))
        return position

    def erase(self, *positions: int) -> int:
        """Blank the words of facts, and record that it was done."""
        blanked = []
        for row in (self.row(position) for position in positions):
            recorded, clock, _, _, fact = json.loads(row.state)
            row.state = json.dumps(
                [recorded, clock, "", None, fact | {"statement": ""}], separators=(",", ":")
            ).encode()
            row.salt = None
            blanked.append([row.leaf.position, blanked_digest(row.stream, row.state)])
        return self.add(ERASED, {"basis": "a court", "blanked": blanked})

    def row(self, position: int) -> Row:
        """Return the fact at a position."""
        return next(row for row in self.rows if row.leaf.position == position)

    def headers(self, size: int | None = None) -> list[str]:
        """Return the first headers."""
        return [row.leaf.data.decode() for row in self.rows[:size]]

    def checkpoint(self, size: int | None = None) -> str:
        """Return the signed head over the first leaves."""
        return self.signed(self.headers(size))

    def signed(self, headers: list[str]) -> str:
        """Return a signed head over any headers."""
        return self.signer.note(checkpoint(self.origin, len(headers), root(len(headers), subtrees(headers))))

    def proof(self, position: int, *, erasures: tuple[int, ...] = ()) -> Bundle:
        """Return the proof of one fact."""
        headers = self.headers()
        place = self.rows.index(self.row(position))
        path = "".join(f"{b64encode(one).decode()}\n" for one in inclusion(place, len(headers), subtrees(headers)))
        return {
            "format": "asknown-proof/1",
            "key": self.vkey,
            "header": headers[place],
            **self.rows[place].fact,
            "proof": f"c2sp.org/tlog-proof@v1\nindex {place}\n{path}\n{self.checkpoint()}",
            "erasures": [self.proof(erasure) for erasure in erasures],
        }

    def receipt(self, timeline: int, at: int, *, path: str = "/v1/timelines/river?known_on=2026-11-22") -> Bundle:
        """Return the receipt of an answer; it names the reports up to its position."""
        seen = [row for row in self.rows if row.leaf.position <= at and row.leaf.timeline == timeline]
        said = [json.loads(row.state)[4]["key"] for row in seen if row.leaf.topic == "report-recorded.1"]
        answer = json.dumps({"as_of": {"position": at}, "items": said})
        facts = {
            str(number): row.fact
            for number, row in enumerate(self.rows)
            if row.leaf.topic == ERASED or (row.leaf.position <= at and row.leaf.timeline in (None, timeline))
        }
        bundle = {
            "format": "asknown-receipt/1",
            "key": self.vkey,
            "checkpoint": self.checkpoint(),
            "headers": self.headers(),
            "statement": "",
            "answer": answer,
            "facts": facts,
        }
        return self.stated(bundle, at=at, question={"path": path, "timeline": timeline})

    def stated(self, bundle: Bundle, *, at: int, question: Bundle) -> Bundle:
        """Sign to a receipt as it now stands."""
        tree = bundle["checkpoint"].split("\n")[1:3]
        digest = b64encode(sha256(bundle["answer"].encode()).digest()).decode()
        lines = [f"{self.origin}/receipt", *tree, str(at), json.dumps(question), digest]
        return bundle | {"statement": self.signer.note("".join(f"{line}\n" for line in lines))}


def subtrees(headers: list[str]) -> Any:  # noqa: ANN401 - what the proofs of a tree read from
    """Return what gives the hashes of perfect subtrees over *headers*."""
    levels = [[leaf_hash(header.encode()) for header in headers]]
    while len(levels[-1]) > 1:
        below = levels[-1]
        levels.append([node_hash(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
    return lambda level, place: levels[level][place]


def river() -> Book:
    """Return a book with two timelines, gaps between positions, and words that were erased, some of them twice."""
    book = Book()
    ledger = book.add("ledger-opened.1", {"namespace": "12345678-1234-5678-1234-567812345678"})
    book.add("rules-adopted.1", {"rules": 1}, stream=ledger)
    timeline = book.add("timeline-opened.1", {"slug": "river", "title": "The river"}, timeline=3)
    book.add("source-registered.1", {"slug": "gazette", "name": "Die Zeitung „G“", "kind": "outlet"})
    book.add("incident-opened.1", {"timeline": "river", "slug": "dam"}, timeline=timeline)
    for number in range(3):
        report = book.add(
            "report-recorded.1", {"timeline": "river", "key": f"r{number}"}, timeline=timeline, gap=number
        )
        book.add("observation-reported.1", {"statement": f"Said {number}."}, stream=report, timeline=timeline)
    lake = book.rows[-1].leaf.position + 1
    book.add("timeline-opened.1", {"slug": "lake", "title": "The lake"}, timeline=lake)
    book.add("report-recorded.1", {"timeline": "lake", "key": "secret"}, timeline=lake)
    return book
