"""What text may be: its lengths, its alphabets, and the shape of the names built from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from msgspec import Meta

from timeline.errors import NotAllowedError

# Something to see: no space, and none of the fillers and marks that show nothing (Unicode, Default_Ignorable and kin).
_NOT_BLANK: Final = r"[^\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]"
_SLUG: Final = r"\A[a-z0-9][a-z0-9._-]{0,127}\Z"
_VOICE: Final = r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\Z"
_KIND: Final = r"\A(?:[a-z][a-z0-9_]*|x-[a-z0-9-]+)\Z"
_HEX: Final = r"\A[0-9A-Fa-f]{64}\Z"
_SALT: Final = r"\A[0-9A-Fa-f]{32}\Z"
_ADMIN1: Final = r"\A[A-Z]{2}-[A-Z0-9]{1,3}\Z"
# RFC 9110, section 4.2: a host, and no userinfo, which is there to deceive. Other schemes could run code in a browser.
_URL: Final = (
    r"\A(?i:https?)://(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:\[\]<>\"\\]+)(?::[0-9]{1,5})?(?:/[^\s<>\"\\]*|[?#][^\s<>\"\\]*)?\Z"
)
# RFC 5646, section 2.1, less the few tags that are grandfathered.
_LANGUAGE: Final = (
    r"\A(?:(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?|[Xx](?:-[A-Za-z0-9]{1,8})+)\Z"
)


Slug = Annotated[str, Meta(pattern=_SLUG, description="1 to 128 of a-z 0-9 . _ - beginning with a letter or digit")]
Ref = Slug
Voice = Annotated[
    str, Meta(pattern=_VOICE, description="1 to 128 of A-Z a-z 0-9 . _ - beginning with a letter or digit")
]
Kind = Annotated[str, Meta(max_length=300, pattern=_KIND, description="a kind in snake_case, or a free one as x-name")]
ReportKey = Annotated[str, Meta(max_length=200, description="1 to 200 printable characters")]
"""A report's name in the ledger; whether all of it prints is for `must_print` to say, no pattern can."""

Short = Annotated[str, Meta(max_length=300, description="text of at most 300 characters")]
Name = Annotated[str, Meta(max_length=300, pattern=_NOT_BLANK, description="1 to 300 characters, not blank")]
Statement = Annotated[str, Meta(max_length=500, pattern=_NOT_BLANK, description="1 to 500 characters, not blank")]
Fragment = Annotated[str, Meta(max_length=500, description="text of at most 500 characters")]
Long = Annotated[str, Meta(max_length=2000, description="text of at most 2000 characters")]
Reason = Annotated[str, Meta(max_length=2000, pattern=_NOT_BLANK, description="1 to 2000 characters, not blank")]

Url = Annotated[
    str, Meta(max_length=2000, pattern=_URL, description="http:// or https:// with a host, at most 2000 characters")
]
Language = Annotated[
    str, Meta(max_length=300, pattern=_LANGUAGE, description="a BCP 47 language tag, as en or zh-Hant-TW")
]
Sha256 = Annotated[str, Meta(pattern=_HEX, description="64 hex digits")]
Salt = Annotated[str, Meta(pattern=_SALT, description="32 hex digits")]
Country = Annotated[str, Meta(description="an ISO 3166-1 alpha-2 code, as RU")]
"""A country's code; whether it exists is for a place to say."""
Admin1 = Annotated[str, Meta(pattern=_ADMIN1, description="an ISO 3166-2 code, as RU-KRS")]
Moment = Annotated[str, Meta(max_length=300, description="a moment or date of at most 300 characters")]
"""Text that a clock or EDTF still has to read; `must_parse` makes it do so."""


def must_print(text: str | None, pointer: str) -> None:
    """Refuse a report key that is blank or has a character that does not print. Raises NotAllowedError."""
    if text is not None and not (text.isprintable() and text.strip()):
        raise NotAllowedError.at(pointer, "it does not print in full; allowed: 1 to 200 printable characters")


def must_parse(parse: Callable[[str], object], text: str | None, pointer: str) -> None:
    """Refuse text that *parse* cannot read, in the words of its ValueError. Raises NotAllowedError."""
    if text is None:
        return
    try:
        parse(text)
    except ValueError as problem:
        raise NotAllowedError.at(pointer, str(problem)) from None
