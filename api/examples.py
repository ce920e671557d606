"""Examples for the reference, in the words of the first timeline: North Korean troops in Russia."""

from __future__ import annotations

from typing import Any, Final

_REPORT: Final = "5d0b1f0e-8f0c-5f4e-9f6a-1f2d3c4b5a69"
_CLAIM: Final = "0b6b1a2e-5d0c-5c0e-9a54-3c1d7c2f8e11"
_COMMITMENT: Final = "3b0c1f5e9a7d2846c0e1f7b3d5a9824614c7e0b9f3a2d8651e4b7c9d0a3f6852"
_RECORDED: Final = "2026-11-22T20:00:00.000123Z"
_RECEIPT: Final = {"position": 413, "recorded": _RECORDED}
_AS_OF: Final = {
    "known_on": "2024-10-31T23:59:59.999999Z",
    "recorded_by": _RECORDED,
    "position": 412,
    "settled": True,
    "clock": "live",
    "rules": 1,
}
_OCCURRED: Final = {"edtf": "2024-10-25?", "earliest": "2024-10-25T00:00:00Z", "latest": "2024-10-26T00:00:00Z"}
_PLACE: Final = {"name": "Kursk Oblast", "country": "RU", "admin1": "RU-KRS", "precision": "region"}
_ENTRY: Final = {
    "incident": "clash-2024-10-25",
    "title": "North Korean soldiers fight in Kursk Oblast for the first time",
    "kind": "clash_reported",
    "occurred": _OCCURRED,
    "place": _PLACE,
    "adverse_to": ["DPRK", "RU"],
    "status": "disputed",
    "status_basis": "outside_denials",
    "signed_off": None,
    "reports": 3,
    "independent_voices": 1,
    "asserted_by": ["blue-yellow"],
    "denied_by": ["UA"],
    "withheld_by": ["seed-outlet"],
    "retracted_by": [],
    "admitted_by": [],
    "erased": None,
    "figures": [],
    "because": [_CLAIM],
    "first_published": "2024-10-28",
    "last_published": "2024-10-30",
}
_CLAIM_VIEW: Final = {
    "claim": _CLAIM,
    "ref": "c1",
    "report": {
        "id": _REPORT,
        "key": "dprk/r15",
        "source": "lrt",
        "title": None,
        "url": "https://example.org/r15",
        "published": "2024-10-28",
        "published_basis": "page",
    },
    "timeline": "dprk-in-russia",
    "incident": "clash-2024-10-25",
    "kind": "clash_reported",
    "stance": "asserts",
    "statement": "Ukrainian troops met North Korean soldiers in Kursk Oblast on 25 October.",
    "quote": None,
    "chain": [{"slug": "lrt", "name": "LRT", "kind": "outlet", "voice": "lrt"}],
    "voice": "blue-yellow",
    "occurred": _OCCURRED,
    "place": _PLACE,
    "actors": [],
    "figures": [],
    "modality": "asserted",
    "likelihood": None,
    "basis": "testimony",
    "derived_from": [],
    "credibility": None,
    "corrected": False,
    "withdrawn": False,
    "position": 97,
    "recorded": _RECORDED,
    "by": "desk",
    "sealed": None,
    "erased": None,
}
_REPORT_VIEW: Final = {
    "id": _REPORT,
    "key": "dprk/r15",
    "timeline": "dprk-in-russia",
    "source": "lrt",
    "published": "2024-10-28",
    "published_basis": "page",
    "title": None,
    "url": "https://example.org/r15",
    "language": "lt",
    "sha256": None,
    "archive_url": None,
    "accessed": None,
    "chain": ["lrt", "ohman"],
    "place": None,
    "occurred": None,
    "entered": None,
    "claims": [_CLAIM],
    "corrected": False,
    "withdrawn": False,
    "position": 96,
    "recorded": _RECORDED,
    "by": "desk",
    "sealed": None,
    "erased": None,
}
_SOURCE_VIEW: Final[dict[str, Any]] = {
    "slug": "nis",
    "name": "National Intelligence Service",
    "kind": "official",
    "voice": "ROK",
    "speaks_for": "ROK",
    "linked_to": [],
    "reliability": "B",
    "erased": None,
}
_TIMELINE_VIEW: Final = {
    "timeline": "dprk-in-russia",
    "title": "North Korean troops in the Russo-Ukrainian war",
    "description": "Who said what about North Korean soldiers, and when the public could know it.",
    "incidents": 12,
    "reports": 52,
    "erased": None,
}


def _page(item: dict[str, Any]) -> dict[str, Any]:
    return {"as_of": _AS_OF, "items": [item], "next": None}


def _step(before: dict[str, Any], after: dict[str, Any], *because: str) -> dict[str, Any]:
    changed = [name for name in after if before.get(name) != after[name]]
    step = {"at": "2024-10-30T23:59:59.999999Z", "position": 97, "before": before, "after": after}
    return step | {"changed": changed, "because": [*because], "by": "desk", "reason": None}


_COUNTED: Final = [{"status": "disputed", "month": "2024-10", "incidents": 1}]

ANSWERS: Final[dict[str, dict[str, Any]]] = {
    "TimelinePage": _page(_TIMELINE_VIEW),
    "TimelineFound": {"as_of": _AS_OF, "timeline": _TIMELINE_VIEW},
    "SourcePage": _page(_SOURCE_VIEW),
    "SourceFound": {"as_of": _AS_OF, "source": _SOURCE_VIEW},
    "EntryPage": _page(_ENTRY),
    "IncidentFound": {"as_of": _AS_OF, "entry": _ENTRY, "claims": [_CLAIM_VIEW], "next": None},
    "ClaimPage": _page(_CLAIM_VIEW),
    "ClaimFound": {"as_of": _AS_OF, "claim": _CLAIM_VIEW},
    "ReportPage": _page(_REPORT_VIEW),
    "ReportFound": {"as_of": _AS_OF, "report": _REPORT_VIEW, "claims": [_CLAIM_VIEW], "next": None},
    "EntryHistory": _page(_step({**_ENTRY, "reports": 1, "last_published": "2024-10-28"}, _ENTRY, _CLAIM)),
    "ClaimHistory": _page(_step({**_CLAIM_VIEW, "credibility": 3}, _CLAIM_VIEW)),
    "ReportHistory": _page(_step({**_REPORT_VIEW, "language": None}, _REPORT_VIEW)),
    "SourceHistory": _page(_step({**_SOURCE_VIEW, "reliability": "C"}, _SOURCE_VIEW)),
    "SummaryTold": {"as_of": _AS_OF, "items": _COUNTED},
    "MomentsTold": {
        "as_of": _AS_OF,
        "clock": "published",
        "thinned": False,
        "items": [{"at": "2024-10-28T23:59:59.999999Z", "position": None}],
    },
    "DifferenceTold": {
        "from": {**_AS_OF, "known_on": "2024-10-28T23:59:59.999999Z"},
        "to": _AS_OF,
        "added": [],
        "removed": [],
        "changed": [
            {
                "incident": "clash-2024-10-25",
                "before": {**_ENTRY, "reports": 1},
                "after": _ENTRY,
                "changed": ["reports"],
                "steps": 2,
            }
        ],
        "next": None,
    },
    "FigurePage": {
        "as_of": _AS_OF,
        "items": [
            {
                "at": "2024-10-28T23:59:59.999999Z",
                "voice": "US",
                "incident": "troops-in-russia",
                "measure": "personnel_present",
                "scope": "snapshot",
                "low": None,
                "high": None,
                "best": 10_000,
                "qualifier": "around",
                "includes": [],
                "claim": _CLAIM,
            }
        ],
        "next": None,
        "envelopes": [
            {"measure": "personnel_present", "scope": "snapshot", "low": 10_000, "high": 10_000, "voices": ["US"]}
        ],
    },
    "VoicesTold": {
        "as_of": _AS_OF,
        "incident": "clash-2024-10-25",
        "independent_voices": 1,
        "voices": [
            {
                "voice": "blue-yellow",
                "named": True,
                "word": "asserts",
                "group": 1,
                "offices": [
                    {"source": "ohman", "stance": "asserts", "published": "2024-10-28", "claim": _CLAIM},
                ],
                "words": [
                    {
                        "published": "2024-10-28",
                        "claim": _CLAIM,
                        "report": "dprk/r15",
                        "office": "ohman",
                        "stance": "asserts",
                        "before": None,
                        "after": "asserts",
                        "reversal": False,
                        "contradicts": [],
                    }
                ],
            }
        ],
        "claims": [{"claim": _CLAIM, "voice": "blue-yellow", "rule": "counts", "of": None, "because": []}],
        "echoes": [],
    },
    "SimilarFound": {
        "as_of": _AS_OF,
        "incidents": [{"entry": _ENTRY, "because": ["kind", "occurred"]}],
        "reports": [{"report": _REPORT_VIEW, "because": ["url"]}],
    },
    "RecordTold": {
        "as_of": _AS_OF,
        "record": {
            "source": "nis",
            "reports": 0,
            "claims": {"asserts": 24, "mentions": 9},
            "carried": {},
            "statuses": {"confirmed": 20, "reported": 4},
            "carried_statuses": {},
            "reversals": 0,
            "retractions": 0,
            "withdrawn": 0,
            "confirmed": 2,
            "median_days": 178.5,
        },
    },
    "ChangePage": _page(
        {
            "position": 97,
            "recorded": _RECORDED,
            "by": "desk",
            "fact": "clash_reported",
            "incident": "clash-2024-10-25",
            "report": _REPORT,
            "claim": _CLAIM,
            "reason": None,
            "transitions": [{"incident": "clash-2024-10-25", "from": None, "to": "reported", "because": [_CLAIM]}],
        }
    ),
    "Opened timeline": {"timeline": "dprk-in-russia", **_RECEIPT},
    "Opened source": {"source": "nis", **_RECEIPT},
    "Opened incident": {"incident": "clash-2024-10-25", **_RECEIPT},
    "Added incident": {"incident": "clash-2024-10-25", **_RECEIPT},
    "Added report": {"report": _REPORT, **_RECEIPT},
    "Added sealed report": {"timeline": "dprk-in-russia", **_RECEIPT},
    "Added claim": {"report": _REPORT, "claim": _CLAIM, **_RECEIPT},
    **{
        f"Erased {name}": {name: value, "left": [], **_RECEIPT}
        for name, value in (
            ("report", _REPORT),
            ("source", "nis"),
            ("timeline", "dprk-in-russia"),
            ("incident", "clash-2024-10-25"),
        )
    },
    "RecordedReport": {"report": _REPORT, "claims": [_CLAIM], "position": 412, "recorded": _RECORDED},
    "FactProof": {
        "format": "asknown-proof/1",
        "key": "asknown/9f86d081884c7d65+98db8b24+Adi4BPGAJ+0XGD2wULqk/LOmkuhkeWx8el+oyaYl/Tu6",
        "header": '{"v":1,"position":412,"stream":398,"version":2,"topic":"clash-reported.1","recorded":'
        '"2026-11-22T20:00:00.000123Z","timeline":3,"commitment":"f1cc2c082bfceda0099a0cc4b987dca9…"}',
        "salt": "AW5yDXC5bG7fT7ZbPYtz/w==",
        "stream": "cfac15d9038957d0b8e4e9bd843a4335",
        "state": '["2026-11-22T20:00:00.000123Z","live","local",null,{"claim":{…}}]',
        "proof": "c2sp.org/tlog-proof@v1\nindex 411\n…\n\nasknown/9f86d081884c7d65\n1204\n…",
        "erasures": [],
    },
    "ConsistencyTold": {"from": 1100, "to": 1204, "proof": ["P2Qj16IvxPn+fV9hv+quGoZMuCSTzPACFe9sDkkPqpE="]},
    "Health": {"position": 412, "newest": 412, "lag": 0},
}
"""An example of every answer, by its shape and, where that is not enough, what it is about."""

TOLD: Final[dict[str, dict[str, Any]]] = {
    "OpenTimeline": {"slug": "dprk-in-russia", "title": "North Korean troops in the Russo-Ukrainian war"},
    "RegisterSource": {
        "slug": "nis",
        "name": "National Intelligence Service",
        "kind": "official",
        "speaks_for": "ROK",
        "reliability": "B",
    },
    "OpenIncident": {
        "slug": "clash-2024-10-25",
        "title": "North Korean soldiers fight in Kursk Oblast for the first time",
        "adverse_to": ["DPRK", "RU"],
        "occurred": "2024-10-25?",
        "place": _PLACE,
    },
    "RecordReport": {
        "key": "dprk/r15",
        "source": "lrt",
        "published": "2024-10-28",
        "chain": ["lrt", "ohman"],
        "claims": [
            {
                "kind": "clash_reported",
                "incident": "clash-2024-10-25",
                "statement": "Ukrainian troops met North Korean soldiers in Kursk Oblast on 25 October.",
                "occurred": "2024-10-25?",
            }
        ],
    },
    "AddClaim": {
        "kind": "casualties_claimed",
        "incident": "clash-2024-10-25",
        "statement": "All but one of the North Korean soldiers were killed.",
        "figures": [{"measure": "survivors", "best": 1, "scope": "window"}],
    },
    "CorrectClaim": {"claim": "c1", "changes": {"occurred": "2024-10-26"}, "reason": "The page says the 26th."},
    "CorrectReport": {"changes": {"published": "2024-10-29"}, "reason": "The page was dated in another zone."},
    "VoidClaim": {"claim": "c1", "reason": "It was entered twice."},
    "VoidReport": {"duplicate_of": "dprk/r11", "reason": "The same page under another address."},
    "WithdrawReport": {"published": "2024-11-02", "reason": "The outlet took the page down."},
    "GradeClaim": {"claim": "c1", "credibility": 3, "rationale": "Possible, with no second voice."},
    "MergeIncidents": {"into": "combat-in-kursk", "reason": "The same fighting, reported under two dates."},
    "SealReport": {"commitment": _COMMITMENT},
    "OpenReport": {
        "salt": "00112233445566778899aabbccddeeff",
        "report": {
            "timeline": "dprk-in-russia",
            "key": "dprk/r15",
            "source": "lrt",
            "published": "2024-10-28",
            "claims": [
                {
                    "kind": "clash_reported",
                    "incident": "clash-2024-10-25",
                    "statement": "Ukrainian troops met North Korean soldiers in Kursk Oblast on 25 October.",
                }
            ],
        },
    },
    "EraseWording": {"fields": ["statement", "quote"], "basis": "GDPR Art. 17, request of 2026-11-02"},
    "SignOff": {"signed": True, "rationale": "Both governments have said so.", "published": "2025-05-01"},
}
"""An example of everything one can tell, less what its path says."""

LINES: Final = (
    '{"source": {"slug": "nis", "name": "National Intelligence Service", "kind": "official", "speaks_for": "ROK"}}\n'
    '{"withdrawal": {"report": "dprk/r15", "reason": "The outlet took the page down."}}\n'
)
LINE_ANSWERS: Final = (
    '{"line":1,"status":201,"position":413}\n'
    '{"line":2,"type":"/docs#not-allowed","title":"Not allowed","status":422,"detail":"…","errors":'
    '[{"pointer":"/report","detail":"…"}]}\n'
)
