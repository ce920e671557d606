"""What tests of the page record over HTTP: timelines, incidents, and reports on them."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from tests.page.sites import Site
from timeline.commands import RecordReport, commitment, parse_object

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


def tell_sealed(site: Site) -> str:
    """Seal a report with one claim, open it, and return when it was sealed."""
    claim = {"kind": "clash_reported", "incident": "i1", "statement": "It was so, and we knew."}
    report = {"key": "sealed", "source": "wire", "published": "2024-10-02", "claims": [claim]}
    told = parse_object("report", json.dumps(report).encode(), timeline="t")
    assert isinstance(told, RecordReport)
    salt = "0f" * 16
    recorded: str = _post(site, "/v1/timelines/t/sealed-reports", {"commitment": commitment(told, salt)})["recorded"]
    _post(site, "/v1/timelines/t/opened-reports", {"report": report, "salt": salt})
    return recorded


def _post(site: Site, address: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = site.client.post(address, json=body)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told
