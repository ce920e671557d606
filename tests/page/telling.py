"""What tests of the page record over HTTP: timelines, incidents, and reports on them."""

from __future__ import annotations

from itertools import count
from typing import Any

from tests.page.sites import Site

_keys = count(1)


def open_timeline(site: Site, *incidents: str, title: str = "A timeline") -> None:
    """Open the timeline `t` with a wire to report from, and incidents by their titles, as i1, i2 and so on."""
    _post(site, "/v1/timelines", {"slug": "t", "title": title})
    _post(site, "/v1/sources", {"slug": "wire", "name": "A wire", "kind": "outlet"})
    for number, incident in enumerate(incidents, 1):
        _post(site, "/v1/timelines/t/incidents", {"slug": f"i{number}", "title": incident, "occurred": "2024-10-01"})


def tell(site: Site, *, incident: str = "i1", published: str = "2024-10-02", **claim: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """Record a report with one claim, and return the receipt."""
    told = {"kind": "clash_reported", "incident": incident, "statement": "It was so.", **claim}
    report = {"key": f"key/{next(_keys):06}", "source": "wire", "published": published, "claims": [told]}
    return _post(site, "/v1/timelines/t/reports", report)


def _post(site: Site, address: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = site.client.post(address, json=body)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told
