"""Checks a proof or a receipt of an As Known ledger, with nothing but Python 3.11 or later.

    python -I verify.py BUNDLE.json [VKEY | CHECKPOINT]...

BUNDLE.json is what /v1/log/facts/POSITION answers, or `timeline receipt` writes; log.md says what is in it. A VKEY is
the public key of the ledger, or of a witness, who must then have cosigned. A CHECKPOINT is a file that you, or a
witness, kept: the bundle must come from the same log. Exit code 0: it is shown, and what. 1: it is not, and why.

Not checked: that reports are true; that the ledger's clock was right (only a witness's time is somebody else's); that
each fact was filed under its right timeline; that the answer follows from the facts: to that, the ledger only signs.
"""

import hmac
import json
import re
import sys
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

ERASED, OPENED, LOG, WITNESS = "wording-erased.1", "timeline-opened.1", 1, 4
HEADER = re.compile(
    r'{"v":1,"position":(\d+),"stream":(\d+),"version":(\d+),"topic":"([a-z0-9.-]+)","recorded":"([\dT:-]{19})(\.\d{6})?Z",'
    r'"timeline":(null|\d+),"commitment":"([0-9a-f]{64})"}',
    re.ASCII,
)


class RefusedError(Exception): ...


def must(holds: object, why: str) -> None:
    if not holds:
        raise RefusedError(why)


def unbase64(text: str) -> bytes:
    raw = b64decode(text, validate=True)
    must(b64encode(raw).decode() == text, "base64 is not written in its one right way")
    return raw


# Ed25519 (RFC 8032, section 5.1). A point is (x, y): slow, and short.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def plus(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:  # the sum of section 3
    t = D * a[0] * b[0] * a[1] * b[1]
    return (a[0] * b[1] + a[1] * b[0]) * pow(1 + t, -1, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, -1, P) % P


def times(number: int, a: tuple[int, int]) -> tuple[int, int]:
    half = times(number // 2, plus(a, a)) if number else (0, 1)
    return plus(half, a) if number % 2 else half


def point(raw: bytes) -> tuple[int, int]:  # 5.1.3
    odd, y = divmod(int.from_bytes(raw, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    x = root if root * root % P == square else root * pow(2, (P - 1) // 4, P) % P
    must(
        len(raw) == 32 and y < P and x * x % P == square and (x or not odd),
        "a key or signature is no point of the curve",
    )
    return (x if x % 2 == odd else P - x), y


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:  # 5.1.7
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    k = int.from_bytes(sha512(r + key + message).digest(), "little") % ORDER
    base = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    return len(signature) == 64 and s < ORDER and times(s, base) == plus(point(r), times(k, point(key)))


class Keys:  # those that are trusted, the log's at the end
    def __init__(self, vkeys: list[str]) -> None:  # c2sp.org/signed-note
        self.keys, self.cosigned = dict[tuple[str, bytes], bytes](), dict[tuple[str, str], str]()
        self.log = vkeys[-1]
        for name, number, key in (vkey.split("+", 2) for vkey in vkeys):
            raw = unbase64(key)
            fits = sha256(f"{name}\n".encode() + raw).hexdigest()[:8] == number and raw[0] in (LOG, WITNESS)
            must(fits, f"this is no vkey: {name}+{number}+{key}")
            self.keys[name, bytes.fromhex(number)] = raw

    def opened(self, note: str) -> tuple[str, list[str]]:  # whose log it is, and the lines that are signed
        text, _, signatures = note.rpartition("\n\n")
        logs = []
        for dash, name, signature in (line.split(" ") for line in signatures.removesuffix("\n").split("\n")):
            key, rest = self.keys.get((name, unbase64(signature)[:4]), b"\0"), unbase64(signature)[4:]
            signed = f"{text}\n"
            if key[0] == WITNESS:  # c2sp.org/tlog-cosignature
                time, rest = int.from_bytes(rest[:8], "big"), rest[8:]
                signed = f"cosignature/v1\ntime {time}\n{text}\n"
                seen = f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M:%S} UTC"
                self.cosigned[name, text.split("\n")[1]] = seen
            logs += [name] if key[0] == LOG else []
            good = dash == "—" and (key == b"\0" or is_signed(key[1:], signed.encode(), rest))
            must(good, f"the signature of {name} is not right")
        must(logs, "it is not signed with the key of the ledger")
        return logs[0], text.split("\n")

    def checkpoint(self, note: str) -> list[str]:  # c2sp.org/tlog-checkpoint: origin, size, root
        log, lines = self.opened(note)
        must(len(lines) == 3 and lines[0] == log and lines[1] == str(int(lines[1])), "this is no checkpoint of the log")
        return lines


def hashed(kind: bytes, *parts: bytes) -> bytes:  # RFC 6962, section 2.1
    return sha256(kind + b"".join(parts)).digest()


def root_of(hashes: list[bytes]) -> str:
    while len(hashes) > 1:  # pairs, from the left; an odd one at the end moves up as it is
        pairs = [hashes[i : i + 2] for i in range(0, len(hashes), 2)]
        hashes = [hashed(b"\1", *pair) if len(pair) == 2 else pair[0] for pair in pairs]
    return b64encode(hashes[0] if hashes else sha256().digest()).decode()


def header_of(text: str) -> dict[str, Any]:
    must(HEADER.fullmatch(text), f"this is no header of a fact: {text[:300]}")
    return dict(json.loads(text))


def must_be_in_order(headers: list[dict[str, Any]]) -> None:
    versions, timelines, position, recorded = dict[int, int](), dict[int, int | None](), 0, ""
    for header in headers:
        stream, moment = header["stream"], header["recorded"][:-1]  # without the Z, which sorts behind a fraction
        timeline = None if header["topic"] == ERASED else timelines.setdefault(stream, header["timeline"])
        grows = header["position"] > position and moment >= recorded
        follows = header["version"] == versions.get(stream, 0) + 1 and header["timeline"] == timeline
        begins = stream in versions or stream == header["position"]
        must(grows and follows and begins, f"position {header['position']} does not follow from what lies before it")
        position, recorded, versions[stream] = header["position"], moment, header["version"]


def wording(header: dict[str, Any], fact: dict[str, Any], blanked: dict[int, str]) -> Any:
    """Return what a fact says, as it was recorded, or else as an erasure says that it was left."""
    place, salt, stored = header["position"], fact["salt"], bytes.fromhex(fact["stream"]) + fact["state"].encode()
    must(re.fullmatch("[0-9a-f]{32}", fact["stream"]), f"position {place}: this is no id of a stream")
    if salt is None:
        accounted = sha256(stored).hexdigest() == blanked.get(place)
        must(accounted, f"position {place}: no erasure says why its words are gone")
    else:
        keyed = hmac.digest(unbase64(salt), stored, "sha256").hex() if len(unbase64(salt)) == 16 else None
        must(keyed == header["commitment"], f"position {place}: these are not the words that were recorded")
    recorded, *_, says = json.loads(fact["state"])
    must(recorded == header["recorded"], f"position {place}: the words were not recorded when the header says")
    return says


def proof(keys: Keys, bundle: dict[str, Any], kept: list[list[str]]) -> list[str]:
    header, says, tree = proved(keys, bundle)
    must(all(one == tree for one in kept), "a checkpoint of another tree says nothing of this proof; take a receipt")
    lost = "" if bundle["salt"] else " Some of its words were erased, and the log says so."
    return [
        f"The fact at position {header['position']} ({header['topic']}) was recorded at {header['recorded']}.",
        f"It is one of the {tree[1]} facts of the log that was signed.{lost} It says:",
        json.dumps(says, ensure_ascii=False),
    ]


def proved(keys: Keys, bundle: dict[str, Any]) -> tuple[dict[str, Any], Any, list[str]]:  # c2sp.org/tlog-proof
    must(
        (bundle["format"], bundle["key"]) == ("asknown-proof/1", keys.log),
        "a proof within it is of another form or key",
    )
    header, (head, _, note) = header_of(bundle["header"]), bundle["proof"].partition("\n\n")
    tree, (form, index, *path) = keys.checkpoint(note), head.split("\n")
    leaf, last, node = int(index[6:]), int(tree[1]) - 1, hashed(b"\0", bundle["header"].encode())
    good = [form, index] == ["c2sp.org/tlog-proof@v1", f"index {leaf}"] and 0 <= leaf <= last
    must(good, "this is no proof of a leaf")
    for step in map(unbase64, path):  # RFC 9162, section 2.1.3.2
        must(last > 0, "the proof is too long")
        node = hashed(b"\1", step, node) if leaf % 2 or leaf == last else hashed(b"\1", node, step)
        while leaf == last and leaf % 2 == 0 and leaf:
            leaf, last = leaf // 2, last // 2
        leaf, last = leaf // 2, last // 2
    must(last == 0 and b64encode(node).decode() == tree[2], "the header does not lie in the tree that was signed")
    blanked: dict[int, str] = {}
    for erasure in sorted(bundle["erasures"], key=lambda one: header_of(one["header"])["position"]):
        erased, says, other = proved(keys, erasure)
        later = other == tree and erased["position"] > header["position"]
        must(erased["topic"] == ERASED and later, "this is no erasure of the fact, in the same tree")
        blanked |= dict(says["blanked"])  # the last one counts
    return header, wording(header, bundle, blanked), tree


def receipt(keys: Keys, bundle: dict[str, Any], kept: list[list[str]]) -> list[str]:
    tree, headers = keys.checkpoint(bundle["checkpoint"]), [header_of(text) for text in bundle["headers"]]
    hashes = [hashed(b"\0", text.encode()) for text in bundle["headers"]]
    whole = tree[1:] == [str(len(hashes)), root_of(hashes)]
    must(whole, "a header is missing, added, changed or moved: together they do not give the tree that was signed")
    must_be_in_order(headers)
    for name, size, root in kept:
        must(int(size) <= len(hashes), f"it is older than the checkpoint of {size} facts that was kept")
        same = [name, root] == [tree[0], root_of(hashes[: int(size)])]
        must(same, f"REWRITTEN: the first {size} facts are not those of the checkpoint that was kept")
    *told, at, question, digest = keys.opened(bundle["statement"])[1]
    must(told == [f"{tree[0]}/receipt", *tree[1:]], "the statement speaks of another tree")
    answered = b64encode(sha256(bundle["answer"].encode()).digest()).decode()
    must(answered == digest, "the answer is not the one that was signed")
    asked, seen = json.loads(question), json.loads(bundle["answer"])["as_of"]["position"]
    wanted = re.findall(r"[?&]at_position=([^&]*)", asked["path"]) or [at]
    must(wanted == [str(seen)] == [at], "the answer takes in more, or less, than the statement says")
    facts, gone = complete(headers, int(at), asked["timeline"], bundle["facts"])
    slug = facts[asked["timeline"]]["slug"]
    must(re.fullmatch(rf"/v1/timelines/{re.escape(slug)}([/?].*)?", asked["path"]), "it answers for another timeline")
    reports = sum(header["topic"] == "report-recorded.1" and header["position"] in facts for header in headers)
    return [
        f"The log: {len(headers)} facts from {headers[0]['recorded']} to {headers[-1]['recorded']}, none left out.",
        f"The question: {asked['path']}",
        f"The answer is the one that the ledger signed, and takes in all up to position {at}.",
        f"All {len(facts)} facts that bear on timeline '{slug}' are in the bundle, {reports} of them reports.",
        f"Words were erased at positions {gone}, and the log says so." if gone else "No words were erased from them.",
        *(f"The log continues the checkpoint of {size} facts that was kept." for _, size, _ in kept),
    ]


def complete(headers: list[Any], at: int, timeline: int, facts: dict[str, Any]) -> tuple[dict[int, Any], list[int]]:
    """Return what the facts say that bear on a timeline, by position, and where words were erased."""
    needed = {
        str(leaf): header
        for leaf, header in enumerate(headers)
        if header["topic"] == ERASED or (header["position"] <= at and header["timeline"] in (None, timeline))
    }
    lacking = [header["position"] for leaf, header in needed.items() if leaf not in facts]
    must(not lacking, f"LEFT OUT: the log holds facts that the bundle does not give, at positions {lacking}")
    must(len(facts) == len(needed), "the bundle gives facts that do not bear on the answer")
    says, blanked, streams = dict[int, Any](), dict[int, str](), dict[int, str]()
    for leaf, header in reversed(needed.items()):
        says[header["position"]] = wording(header, facts[leaf], blanked)
        if header["topic"] == ERASED:  # from the last one back, since the last that lists a position counts
            blanked = dict(says[header["position"]]["blanked"]) | blanked
        one = streams.setdefault(header["stream"], facts[leaf]["stream"]) == facts[leaf]["stream"]
        must(one, f"position {header['position']}: header and words are of different streams")
    must(len(set(streams.values())) == len(streams), "one stream has two names")
    topics = {header["position"]: header["topic"] for header in headers}
    must(topics.get(timeline) == OPENED and at in topics, "the log has no such timeline, or no such position")
    return says, [header["position"] for leaf, header in needed.items() if facts[leaf]["salt"] is None]


def main(file: str, *trusted: str) -> list[str]:
    bundle = json.loads(Path(file).read_text("utf-8"))
    vkeys = [one for one in trusted if re.fullmatch(r"[^+]+\+[0-9a-f]{8}\+\S{44}", one)]
    keys = Keys([*vkeys, bundle["key"]])
    logs = [key for key in keys.keys.values() if key[0] == LOG]
    must(len(logs) == 1, "the bundle names another key than the one that you gave")
    kept = [keys.checkpoint(Path(one).read_text("utf-8")) for one in trusted if one not in vkeys]
    form = {"asknown-proof/1": proof, "asknown-receipt/1": receipt}[bundle["format"]]
    said = form(keys, bundle, kept)
    witnesses = {name for name, _ in keys.cosigned}
    for (name, _), key in keys.keys.items():
        must(key[0] == LOG or name in witnesses, f"the witness {name} did not cosign it")
    sure = f"Signed by {bundle['key'].split('+')[0]}, with the key that you gave."
    warning = f"Signed by whoever made this bundle: you gave no key. Compare with the ledger's own: {bundle['key']}"
    witnessed = [f"The witness {name} saw {size} facts at {time}." for (name, size), time in keys.cosigned.items()]
    return [sure if bundle["key"] in vkeys else warning, *said, *witnessed]


def run(arguments: list[str]) -> tuple[int, list[str]]:
    try:
        must(arguments, "Usage: verify.py BUNDLE.json [VKEY | CHECKPOINT]...")
        return 0, main(*arguments)
    except RefusedError as error:
        return 1, [f"REFUSED: {error}"]
    except Exception as error:  # noqa: BLE001 - whatever a file may hold that is no bundle
        return 1, [f"REFUSED: it is not of the form that log.md describes ({type(error).__name__}: {str(error)[:200]})"]


if __name__ == "__main__":
    code, lines = run(sys.argv[1:])
    for line in lines:  # what a bundle says must not steer the terminal
        shown = "".join(sign if sign.isprintable() else "?" for sign in line)
        sys.stdout.buffer.write(f"{shown}\n".encode("utf-8", "replace"))
    sys.exit(code)
