"""Checks a proof or a receipt of an As Known ledger, with nothing but Python 3.11 or later.

python -I verify.py BUNDLE.json [VKEY]. The bundle is what /v1/log/facts/POSITION answers, or `timeline receipt` writes;
log.md describes it. VKEY is the public key that you were given. Exit code 0: it is shown, and what. 1: not, and why.
Not checked: the order of headers, and what others were shown (compare.py does); that reports are true, the clock right,
each fact filed under its right timeline; that the answer follows from the facts: to that, the ledger only signs.
"""
import hmac, json, re, sys
from base64 import b64decode, b64encode
from hashlib import sha256, sha512
from pathlib import Path

ERASED, HEADER = "wording-erased.1", (
    r'{"v":1,"position":\d+,"stream":\d+,"version":\d+,"topic":"[a-z0-9.-]+","recorded":"[\dT:-]{19}(\.\d{6})?Z",'
    r'"timeline":(null|\d+),"commitment":"[0-9a-f]{64}"}')
class RefusedError(Exception): ...
def must(holds, why):
    if not holds:
        raise RefusedError(why)
def unbase64(text):
    must(b64encode(b64decode(text, validate=True)).decode() == text, "base64 is not written in its one right way")
    return b64decode(text)

# Ed25519: RFC 8032, section 5.1. A point is (x, y): slow, and short.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE = -121665 * pow(121666, -1, P) % P, (4 * pow(5, -1, P) % P).to_bytes(32, "little")
def plus(one, other):
    (x1, y1), (x2, y2), d = one, other, D * one[0] * one[1] * other[0] * other[1]
    return (x1 * y2 + x2 * y1) * pow(1 + d, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - d, -1, P) % P
def times(number, one):
    half = times(number // 2, plus(one, one)) if number else (0, 1)
    return plus(half, one) if number % 2 else half
def point(raw):  # 5.1.3
    odd, y = divmod(int.from_bytes(raw, "little"), 1 << 255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    must(len(raw) == 32 and y < P and x * x % P == square and (x or not odd), "a signature or key is no point")
    return (x if x % 2 == odd else P - x), y
def is_signed(key, message, signature):  # 5.1.7
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    k = int.from_bytes(sha512(r + key + message).digest(), "little") % ORDER
    return len(signature) == 64 and s < ORDER and times(s, point(BASE)) == plus(point(r), times(k, point(key)))

# Signed notes: c2sp.org/signed-note and /tlog-checkpoint. What keys have signed that were not given says nothing here.
def key_of(vkey, kind=1):  # its name and number, and the key itself; 1 is the kind of a log's
    (name, number, _), raw = vkey.split("+", 2), unbase64(vkey.split("+", 2)[2])
    must(sha256(f"{name}\n".encode() + raw).hexdigest()[:8] == number and raw[0] == kind, f"this is no vkey: {vkey!r}")
    return name, bytes.fromhex(number), raw[1:]
def signatures(key, note):  # what is signed, and what the key put below it
    text, _, below = note.rpartition("\n\n")
    found = [unbase64(signature) for signature in re.findall(rf"^— {re.escape(key[0])} (\S+)$", below, re.MULTILINE)]
    return f"{text}\n", [raw[4:] for raw in found if raw[:4] == key[1]]
def opened(key, note):  # its lines
    text, found = signatures(key, note)
    must(found and is_signed(key[2], text.encode(), found[0]), "it is not signed with the key of the ledger")
    return text.split("\n")[:-1]
def checkpoint(key, note):  # origin, size, root
    lines = opened(key, note)
    must(len(lines) == 3 and lines[:2] == [key[0], str(int(lines[1]))], "this is no checkpoint of the log")
    return lines

# Leaves and tree: log.md; RFC 6962, section 2.1
def hashed(kind, *parts):
    return sha256(kind + b"".join(parts)).digest()
def root_of(headers):
    if len(headers) < 2:
        return hashed(b"\0", headers[0].encode()) if headers else sha256().digest()
    left = 1 << (len(headers) - 1).bit_length() - 1  # the greatest power of two that leaves something to the right
    return hashed(b"\1", root_of(headers[:left]), root_of(headers[left:]))
def header_of(text):
    must(re.fullmatch(HEADER, text, re.ASCII), f"this is no header of a fact: {text[:300]!r}")
    return json.loads(text)
def wording(header, fact, blanked):  # what a fact says, as it was recorded, or else as an erasure says that it was left
    place, salt, stored = header["position"], fact["salt"], bytes.fromhex(fact["stream"]) + fact["state"].encode()
    must(salt or sha256(stored).hexdigest() == blanked.get(place), f"position {place}: no erasure says why it is gone")
    right = not salt or hmac.digest(unbase64(salt), stored, "sha256").hex() == header["commitment"]
    right = right and (not salt or len(unbase64(salt)) == 16) and re.fullmatch("[0-9a-f]{32}", fact["stream"])
    recorded, *_, says = json.loads(fact["state"])
    must(right and recorded == header["recorded"], f"position {place}: these are not the words that were recorded")
    return says
def proof(key, bundle, within=None):  # c2sp.org/tlog-proof; RFC 9162, section 2.1.3.2
    header, (head, _, note), blanked = header_of(bundle["header"]), bundle["proof"].partition("\n\n"), {}
    tree, (form, index, *path) = checkpoint(key, note), head.split("\n")
    leaf, last, node = int(index[6:]), int(tree[1]) - 1, hashed(b"\0", bundle["header"].encode())
    good = (bundle["format"], key_of(bundle["key"])) == ("asknown-proof/1", key) and within in (None, tree)
    must(good, "a proof within it is of another form, key or tree")
    must([form, index] == ["c2sp.org/tlog-proof@v1", f"index {leaf}"] and 0 <= leaf <= last, "it is no proof of a leaf")
    for step in map(unbase64, path):
        must(last > 0, "the proof is too long")
        while leaf == last and leaf % 2 == 0:  # an odd one at the end moves up as it is
            leaf, last = leaf // 2, last // 2
        node, leaf, last = hashed(b"\1", *((step, node) if leaf % 2 else (node, step))), leaf // 2, last // 2
    must(last == 0 and node == unbase64(tree[2]), "the header does not lie in the tree that was signed")
    for other in sorted(bundle["erasures"], key=lambda one: header_of(one["header"])["position"]):  # the last counts
        erased, says = header_of(other["header"]), json.loads(proof(key, other, tree)[-1])
        must(erased["topic"] == ERASED and erased["position"] > header["position"], "this is no erasure of the fact")
        blanked |= dict(says["blanked"])
    says = json.dumps(wording(header, bundle, blanked), ensure_ascii=False)
    lost = "" if bundle["salt"] else " Some of its words were erased, and the log says so."
    return [f"The fact at position {header['position']} ({header['topic']}) was recorded at {header['recorded']}.",
            f"It is one of the {tree[1]} facts of the log that was signed.{lost} It says:", says]

def complete(headers, at, asked, facts):
    needed = {str(leaf): header for leaf, header in enumerate(headers) if header["topic"] == ERASED
              or (header["position"] <= at and header["timeline"] in (None, asked["timeline"]))}
    lacking = [header["position"] for leaf, header in needed.items() if leaf not in facts]
    must(not lacking, f"LEFT OUT: the log holds facts that the bundle does not give, at positions {lacking}")
    must(len(facts) == len(needed), "the bundle gives facts that do not bear on the answer")
    says, blanked, topics = {}, {}, {header["position"]: header["topic"] for header in headers}
    for leaf, header in reversed(needed.items()):  # from the last back: the last erasure that lists a position counts
        says[header["position"]] = wording(header, facts[leaf], blanked)
        blanked = (dict(says[header["position"]]["blanked"]) if header["topic"] == ERASED else {}) | blanked
    must(topics.get(asked["timeline"]) == "timeline-opened.1" and at in topics, "it has no such timeline or position")
    gone = [header["position"] for leaf, header in needed.items() if not facts[leaf]["salt"]]
    slug, reports = says[asked["timeline"]]["slug"], sum(one["topic"] == "report-recorded.1" for one in needed.values())
    must(re.fullmatch(rf"/v1/timelines/{re.escape(slug)}([/?].*)?", asked["path"]), "it answers for another timeline")
    return [f"All {len(says)} facts that bear on timeline '{slug}' are in the bundle, {reports} of them reports.",
            f"Words were erased at positions {gone}, and the log says so." if gone else "No words of them were erased."]
def receipt(key, bundle):
    tree, headers = checkpoint(key, bundle["checkpoint"]), [header_of(text) for text in bundle["headers"]]
    whole = (tree[1], unbase64(tree[2])) == (str(len(headers)), root_of(bundle["headers"]))
    must(whole, "a header is missing, added, changed or moved: together they do not give the tree that was signed")
    *told, at, question, digest = opened(key, bundle["statement"])
    must(told == [f"{tree[0]}/receipt", *tree[1:]], "the statement speaks of another tree")
    must(sha256(bundle["answer"].encode()).digest() == unbase64(digest), "the answer is not the one that was signed")
    asked, seen = json.loads(question), str(json.loads(bundle["answer"])["as_of"]["position"])
    must({seen, *re.findall(r"[?&]at_position=([^&]*)", asked["path"])} == {at}, "the answer takes in more, or less")
    return [f"The log: {len(headers)} facts from {headers[0]['recorded']} to {headers[-1]['recorded']}, none left out.",
            f"The question: {asked['path']}",
            f"The answer is the one that the ledger signed, and takes in all up to position {at}.",
            *complete(headers, int(at), asked, bundle["facts"])]

def main(bundle, vkey=None):
    must(vkey in (None, bundle["key"]), "the bundle names another key than the one that you gave")
    said = {"asknown-proof/1": proof, "asknown-receipt/1": receipt}[bundle["format"]](key_of(bundle["key"]), bundle)
    warning = f"Signed by whoever made this bundle: you gave no key. Compare with the ledger's own: {bundle['key']}"
    return [f"Signed by {bundle['key'].split('+')[0]}, with the key that you gave." if vkey else warning, *said]
def run(check, arguments):  # returns the exit code
    try:
        code, lines = 0, check(json.loads(Path(arguments[0]).read_text("utf-8")), *arguments[1:])
    except Exception as error:  # whatever a file may hold that is no bundle
        form = "" if isinstance(error, RefusedError) else f"it is not of the form of log.md: {type(error).__name__} "
        code, lines = 1, [f"REFUSED: {form}{str(error)[:400]}"]
    for line in lines:  # what a bundle says must not steer a terminal
        sys.stdout.buffer.write("".join(sign if sign.isprintable() else "?" for sign in line).encode() + b"\n")
    return code
if __name__ == "__main__":
    sys.exit(run(main, sys.argv[1:]))
