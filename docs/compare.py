"""Compares the headers of a bundle with each other and with what was kept elsewhere: checkpoints, cosignatures.

    python -I compare.py BUNDLE.json VKEY [WITNESS_VKEY]... [CHECKPOINT]...

The bundle itself is checked by verify.py, which lies beside this file. VKEY is the ledger's public key. A witness whose
key is given must have cosigned: when it saw the log, is its word, not the ledger's. A CHECKPOINT is a file that you, or
a witness, kept: the bundle must come from the same log. Exit code 0: it is shown, and what. 1: it is not, and why.
"""
import re, sys
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

SPEC = spec_from_file_location("verify", Path(__file__).with_name("verify.py"))
verify = module_from_spec(SPEC)
SPEC.loader.exec_module(verify)
must, WITNESS = verify.must, 4

def must_be_in_order(headers):
    """Refuse a header that is not the next of its stream, later than all before, and where its stream belongs."""
    versions, timelines, position, recorded = {}, {}, 0, ""
    for header in headers:
        stream, moment = header["stream"], header["recorded"][:-1]  # without the Z, which sorts behind a fraction
        home = None if header["topic"] == verify.ERASED else timelines.setdefault(stream, header["timeline"])
        grows = header["position"] > position and moment >= recorded
        follows = header["version"] == versions.get(stream, 0) + 1 and header["timeline"] == home
        begins = stream in versions or stream == header["position"]
        must(grows and follows and begins, f"position {header['position']} does not follow from what lies before it")
        position, recorded, versions[stream] = header["position"], moment, header["version"]

def must_keep_their_names(headers, facts):
    """Refuse words of one stream under the header of another."""
    names = {(headers[int(leaf)]["stream"], fact["stream"]) for leaf, fact in facts.items()}
    one_each = len(names) == len(dict(names)) == len({name for _, name in names})
    must(one_each, "a stream has two names, or a name two streams")

def continues(bundle, tree, kept):
    """Refuse a bundle that is not of the log of a checkpoint that was kept; else say so."""
    origin, size, root = kept
    if bundle["format"] == "asknown-proof/1":
        must(kept == tree, f"a checkpoint of another tree says nothing of this proof: ask for one with ?size={size}")
        return f"The log is the one of the checkpoint of {size} facts that was kept."
    headers = bundle["headers"]
    must(int(size) <= len(headers), f"it is older than the checkpoint of {size} facts that was kept")
    same = (origin, verify.unbase64(root)) == (tree[0], verify.root_of(headers[: int(size)]))
    must(same, f"REWRITTEN: the first {size} facts are not those of the checkpoint that was kept")
    return f"The log continues the checkpoint of {size} facts that was kept."

def seen(witness, notes):
    """Return what a witness cosigned, and when: c2sp.org/tlog-cosignature."""
    told = []
    for note in notes:
        text, found = verify.signatures(witness, note)
        for signature in found:
            time = int.from_bytes(signature[:8], "big")
            signed = f"cosignature/v1\ntime {time}\n{text}"
            good = verify.is_signed(witness[2], signed.encode(), signature[8:])
            must(good, f"the signature of {witness[0]} is not right")
            moment = f"{datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M:%S} UTC"
            told.append(f"The witness {witness[0]} saw {text.split(chr(10))[1]} facts at {moment}.")
    must(told, f"the witness {witness[0]} did not cosign it")
    return told

def main(bundle, vkey, *others):
    """Return what is shown."""
    witnesses = [one for one in others if re.fullmatch(r"[^+]+\+[0-9a-f]{8}\+\S{44}", one)]
    files = [Path(one).read_text("utf-8") for one in others if one not in witnesses]
    if bundle["format"] == "asknown-receipt/1":
        headers, own = [verify.header_of(text) for text in bundle["headers"]], bundle["checkpoint"]
        must_be_in_order(headers)
        must_keep_their_names(headers, bundle["facts"])
    else:
        own = bundle["proof"].partition("\n\n")[2]
    said, key = verify.main(bundle, vkey), verify.key_of(vkey)
    kept = [continues(bundle, verify.checkpoint(key, own), verify.checkpoint(key, note)) for note in files]
    told = [line for one in witnesses for line in seen(verify.key_of(one, WITNESS), [own, *files])]
    return [*said, *kept, *told]

if __name__ == "__main__":
    sys.exit(verify.run(main, sys.argv[1:]))
