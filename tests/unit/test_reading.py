"""Bytes that are no line, or hold what no line may hold, whatever their fields."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.native import LINES, line, read
from tests.unit.sayings import INVISIBLE
from timeline.commands import OpenTimeline, parse_line, parse_object
from timeline.commands.decoding import LONGEST
from timeline.errors import NotAllowedError, UnreadableError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
)


def titled(title: str) -> bytes:
    """Return a line whose title stands in JSON as *title* does here."""
    return f'{{"timeline": {{"slug": "a", "title": "{title}"}}}}'.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize(
    "raw",
    [
        *[b"", b" ", b"{", b"}", b'{"timeline"', b"{'timeline': {}}", b'{"timeline": {},}', b'{"timeline": {}} {}'],
        *[b'{"timeline": {"slug": NaN}}', b'{"timeline": {"slug": Infinity}}', b'{"timeline": {"slug": -Infinity}}'],
        *[b'{"timeline": {"slug": 01}}', b'{"timeline": {"slug": +1}}', b'{"timeline": {"slug": .5}}'],
        *[b'\xef\xbb\xbf{"timeline": {"slug": "a"}}', '{"timeline": {"slug": "a"}}'.encode("utf-16")],
        *[titled("\ud800"), titled("\udfff\ud800"), titled(r"\ud800"), titled(r"\udc00\ud800"), titled(r"\ud800x")],
        *[b'{"timeline": {"slug": "a", "title": "\xff"}}', b'{"timeline": {"slug": "a", "title": "\xc0\xaf"}}'],
        *[titled(r"\x41"), titled(r"\u00g0"), titled("a\tb"), titled("a\nb"), titled("a\x00b"), titled("a\x1fb")],
        *[b"[" * 100_000, b'{"timeline":' * 2_000],
    ],
    ids=str,
)
def test_what_is_no_json_of_rfc_8259_cannot_be_read(raw: bytes) -> None:
    with pytest.raises(UnreadableError):
        parse_line(raw)


@pytest.mark.parametrize("mark", [*"\b\f\n\r\t\0\x01\x1f", "\x7f", "\x80", "\x85", "\x9f"])
@pytest.mark.parametrize("around", ["", "é", "e\u0301", "\\\\", '\\"'])
def test_control_characters_are_refused_where_they_stand(mark: str, around: str) -> None:
    claim = LINES["report"]["claims"][0]
    for written in (json.dumps(f"a{mark}b"), json.dumps(f"a{mark}b", ensure_ascii=False)):
        title = written.replace("a", f"a{around}")
        with pytest.raises(NotAllowedError, match="control character") as refused:
            parse_line(titled(title[1:-1]))
        assert refused.value.problems[0].pointer == "/title"
    with pytest.raises(NotAllowedError, match="control character") as refused:
        read("report", LINES["report"] | {"claims": [claim, claim | {"statement": f"{around}{mark}"}]})
    assert refused.value.problems[0].pointer == "/claims/1/statement"


def test_a_control_character_in_a_key_is_refused() -> None:
    with pytest.raises(NotAllowedError, match="control character"):
        parse_line(b'{"timeline": {"slug": "a", "ti\\u0000tle": "t"}}')
    with pytest.raises(NotAllowedError, match="control character"):
        parse_object("timeline", b'{"slug": "a", "\\u0000": "t"}')


@pytest.mark.parametrize(
    "title",
    [
        *["\\\\n", "\\\\\\\\u0000", '\\"', "\\/", "\\u00e9", "\\ud83d\\ude00", "\\u0041\\u030a", "a\u2028b", "\ufdd0"],
        *[
            "a\u200fb",
            "\U0010ffff",
            "\u0301a",
            "a\u0301",
            "\u212b",
            "\u1100\u1161",
            '\\"\u0301',
            "\\\\\u0338",
            "x\\u0301",
        ],
    ],
)
def test_any_other_character_may_stand_in_text_and_is_kept_in_nfc(title: str) -> None:
    said = parse_line(titled(title))
    assert isinstance(said, OpenTimeline)
    assert said.title == unicodedata.normalize("NFC", json.loads(f'"{title}"'))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=100), st.booleans())
def test_text_is_read_as_any_json_reader_reads_it_but_in_nfc(title: str, ascii_only: bool) -> None:  # noqa: FBT001
    if not any(mark.isprintable() and mark not in INVISIBLE for mark in title.replace(" ", "")):
        return
    said = parse_line(json.dumps({"timeline": {"slug": "a", "title": title}}, ensure_ascii=ascii_only).encode())
    assert isinstance(said, OpenTimeline)
    assert said.title == unicodedata.normalize("NFC", title)


def test_lengths_are_counted_in_nfc() -> None:
    assert read("timeline", {"slug": "a", "title": "e\u0301" * 300}) == read(
        "timeline", {"slug": "a", "title": "é" * 300}
    )
    with pytest.raises(NotAllowedError, match="too long"):
        read("timeline", {"slug": "a", "title": "\u0958" * 151})  # each is two code points in NFC


@pytest.mark.parametrize(
    "raw",
    [
        b'{"timeline": {"slug": "a", "slug": "b"}}',
        b'{"timeline": {"slug": "a", "slug": "a"}}',
        b'{"timeline": {"slug" : "a", "slug": "b"}}',
        b'{"timeline": {"slug"\t\n: "a", "slug": "b"}}',
        b'{"timeline": {"slug": "a", "\\u0073lug": "b"}}',
        '{"timeline": {"slug": "a", "title": "é", "title": "é"}}'.encode(),
        b'{"timeline": {"slug": "a"}, "timeline": {"slug": "b"}}',
        b'{"timeline": {"slug": "a", "title": "\\"", "slug": "b"}}',
        b'{"timeline": {"slug": "a", "description": null, "description": null}}',
        b'{"timeline": {"slug": "a", "slug": "b", "title": "\\u0022\\u0022\\u0022\\u0022"}}',
        b'{"merge": {"timeline": "a", "incident": "b", "into": 1, "into": null, "reason": "r"}}',
    ],
)
def test_a_key_stands_once_in_an_object(raw: bytes) -> None:
    with pytest.raises(NotAllowedError, match="stands twice in one object"):
        parse_line(raw)


@pytest.mark.parametrize(
    "title", [":a", "a :", r"\":", r"\" :", "slug", r"\"slug\":", r"\"slug\": 1, \"slug\": 1", r"\\"]
)
def test_text_that_looks_like_keys_is_text(title: str) -> None:
    said = parse_line(titled(title))
    assert isinstance(said, OpenTimeline)
    assert said.title == json.loads(f'"{title}"')


def test_a_line_may_have_64_mib_and_no_byte_more() -> None:
    padded = titled("t").ljust(LONGEST)
    assert parse_line(padded) == OpenTimeline(slug="a", title="t")
    with pytest.raises(UnreadableError, match="longer than 67108864 bytes"):
        parse_line(padded + b" ")


def test_ten_megabytes_of_text_are_refused_in_one_sentence() -> None:
    for statement in ("s" * 10_000_000, "é" * 5_000_000, "e\u0301" * 3_000_000, '"' * 5_000_000):
        with pytest.raises(NotAllowedError, match="too long") as refused:
            read("claim", LINES["claim"] | {"statement": statement})
        assert refused.value.problems[0].pointer == "/statement"
        assert len(str(refused.value)) < 200


@pytest.mark.parametrize("depth", [10, 100, 400, 600, 800, 900, 950, 1_000, 5_000, 100_000])
@pytest.mark.parametrize("inner", ['"a"', '"é"', r'"\n"', "null"])
def test_depth_is_refused_and_breaks_nothing(depth: int, inner: str) -> None:
    for deep in ('{"place": ' * depth + inner + "}" * depth, "[" * depth + inner + "]" * depth):
        for name in ("report", "correction", "timeline"):
            with pytest.raises((NotAllowedError, UnreadableError)):
                parse_line(f'{{"{name}": {{"changes": {deep}}}}}'.encode())


@pytest.mark.parametrize(
    "value",
    [
        {"_type_": "uuid_hex", "_data_": "zz"},
        {"_type_": "decimal_str", "_data_": "1.5"},
        {"__class__": "timeline"},
        {"__proto__": {}},
        {"$ref": "#"},
    ],
)
def test_no_open_object_gets_into_a_command(value: dict[str, object]) -> None:
    for name, fields in LINES.items():
        for field in fields:
            with pytest.raises(NotAllowedError):
                read(name, fields | {field: value})


@given(st.sampled_from(list(LINES)), st.data())
def test_whatever_stands_in_a_field_is_read_or_refused(name: str, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(list(LINES[name])))
    raw = json.dumps({name: LINES[name] | {field: data.draw(JSON)}}).encode()
    try:
        parse_line(raw)
    except NotAllowedError as refused:
        # Without a claim, a correction is one of the report, which has other fields to change.
        place = "/changes" if (name, field) == ("correction", "claim") and b'"claim": null' in raw else f"/{field}"
        assert refused.problems[0].pointer.startswith(place)  # noqa: PT017 - being read is right too
    except UnreadableError:
        assert b"NaN" in raw or b"Infinity" in raw or b"\\u" in raw


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_or_read(raw: bytes) -> None:
    for sent in (raw, b'{"timeline": {"slug": "' + raw + b'"}}', b'{"timeline": ' + raw + b"}"):
        try:
            said = parse_line(sent)
        except (NotAllowedError, UnreadableError):
            continue
        assert isinstance(said, OpenTimeline)


def test_blanks_around_a_line_mean_nothing() -> None:
    assert parse_line(b" \t" + line("timeline", LINES["timeline"]) + b" \r\n") == read("timeline", LINES["timeline"])
