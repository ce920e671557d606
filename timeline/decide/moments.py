"""Which published moments are plausible when a line is recorded."""

from __future__ import annotations

from timeline.clocks import day_start, instant_text, published_at
from timeline.errors import NotAllowedError

DAY = 86_400_000_000


def must_not_lie_ahead(published: str | None, now: int, pointer: str = "/published") -> None:
    """Refuse a published time later than the end of tomorrow (UTC), as seen from *now*: a slip."""
    if published is None:
        return
    end_of_tomorrow = (now // DAY + 2) * DAY - 1
    if published_at(published) > end_of_tomorrow:
        raise NotAllowedError.at(pointer, f"'{published}' lies after tomorrow, {instant_text(end_of_tomorrow)}")


def must_not_precede(published: str | None, report_published: str) -> None:
    """Refuse a withdrawal before the day on which its report was published."""
    if published is not None and published_at(published) < day_start(report_published):
        raise NotAllowedError.at("/published", f"'{published}' is before the report was published, {report_published}")
