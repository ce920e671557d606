"""Answers as tables: a row for each item, in columns that its shape fixes, and nothing that a spreadsheet runs."""

from __future__ import annotations

import codecs
import csv
from io import StringIO
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from api.tables import Column, Form, Table
from tests.api.telling import CLAIMS, INCIDENTS, a_claim, get, newest, pointers, post, problem, recorded
from tests.api.test_audits import all_steps
from tests.api.test_seed import SEED
from timeline.service import Asked, ClaimFilters, Page, Timeline

CLASH = f"{SEED}/incidents/clash-2024-10-25"
LISTS = (
    "/v1/timelines",
    "/v1/sources",
    "/v1/sources/nis/history",
    f"{SEED}/incidents",
    f"{SEED}/claims",
    f"{SEED}/reports",
    f"{SEED}/changes",
    f"{SEED}/figures",
    f"{CLASH}/history",
)
Cells = list[dict[str, str]]


def table(answer: Response) -> Cells:
    """Return the rows of a table by the names in its head."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert answer.content.endswith(b"\r\n")
    return list(csv.DictReader(StringIO(answer.content.decode(), newline=""), strict=True))


def asked(client: TestClient, path: str, **query: str | int) -> Response:
    answer: Response = client.get(path, params={"format": "csv", **query})
    return answer


def cell(item: Any, name: str) -> Any:  # noqa: ANN401 - any JSON
    """Return the value of a JSON item that a column names."""
    for part in name.split("."):
        item = item.get(part) if isinstance(item, dict) else None
    return item


def shown(value: object) -> str | None:
    """Return how a value stands in a cell; None of what stands there as JSON."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list():
            return "; ".join(value) if value and isinstance(value[0], str) else None
        case _:
            return str(value)


@pytest.mark.parametrize("path", LISTS)
def test_a_table_tells_what_the_pages_tell(seeded: TestClient, path: str) -> None:
    """Every item is a row, and every value stands in the column of its dotted name."""
    items = all_steps(seeded, path)
    rows = table(asked(seeded, path))

    assert len(rows) == len(items)
    for row, item in zip(rows, items, strict=True):
        for name, said in row.items():
            if (wanted := shown(cell(item, name))) is not None:
                assert said == wanted, name


@pytest.mark.parametrize("path", LISTS)
def test_a_table_is_the_same_however_many_items_are_read_at_once(seeded: TestClient, path: str) -> None:
    whole = asked(seeded, path).content

    assert [asked(seeded, path, limit=limit).content for limit in (1, 7)] == [whole, whole]


@pytest.mark.parametrize("limit", [500, 2])
@pytest.mark.parametrize("path", [*LISTS, CLASH, f"{SEED}/diff?from=2024-10-20&to=2024-11-05", f"{SEED}/summary"])
def test_a_table_with_a_mark_is_the_same_behind_it(seeded: TestClient, path: str, limit: int) -> None:
    """The mark stands at the beginning of the file, once, whole or in pieces: spreadsheets tell UTF-8 by it."""
    begun = f"{path}{'&' if '?' in path else '?'}{'' if 'summary' in path else f'limit={limit}&'}"
    plain, marked = (seeded.get(f"{begun}format={form}") for form in ("csv", "csv-bom"))

    assert not plain.content.startswith(codecs.BOM_UTF8)
    assert marked.content == codecs.BOM_UTF8 + plain.content
    assert marked.headers["etag"] != plain.headers["etag"]
    for header in ("content-type", "content-disposition"):
        assert marked.headers[header] == plain.headers[header]


def test_columns_come_from_the_shape_and_not_from_what_is_told(seeded: TestClient) -> None:
    """An empty table has the same head."""
    for path in (f"{SEED}/incidents", f"{SEED}/claims", f"{SEED}/reports", f"{SEED}/figures", f"{CLASH}/history"):
        head, _, rows = asked(seeded, path).text.partition("\r\n")
        nothing = asked(seeded, path, known_on="1990-01-01").text

        assert rows
        assert nothing == head + "\r\n"
    names = asked(seeded, f"{SEED}/incidents").text.partition("\r\n")[0].split(",")
    assert names[:6] == ["incident", "title", "kind", "occurred.edtf", "occurred.earliest", "occurred.latest"]
    assert {"place.name", "signed_off.by", "asserted_by", "figures", "last_published"} <= set(names)


def test_a_table_goes_on_from_the_page_that_is_asked(seeded: TestClient) -> None:
    whole = table(asked(seeded, f"{SEED}/incidents"))
    following = get(seeded, f"{SEED}/incidents", limit=5)["next"]

    assert table(seeded.get(f"{following}&format=csv")) == whole[5:]


def test_a_table_of_an_incident_or_a_report_holds_its_claims(seeded: TestClient) -> None:
    claims = get(seeded, CLASH, limit=500)["claims"]
    rows = table(asked(seeded, CLASH, limit=3))
    report = f"/v1/reports/{claims[0]['report']['id']}"

    assert [row["claim"] for row in rows] == [claim["claim"] for claim in claims]
    assert [row["report.key"] for row in rows] == [claim["report"]["key"] for claim in claims]
    assert rows[0]["chain"].startswith('[{"slug":"')
    assert {row["report.id"] for row in table(asked(seeded, report))} == {claims[0]["report"]["id"]}


def test_a_table_of_a_difference_has_both_ends_in_a_row(seeded: TestClient) -> None:
    ends = {"from": "2024-10-20", "to": "2024-11-05"}
    told = get(seeded, f"{SEED}/diff", limit=500, **ends)
    rows = table(asked(seeded, f"{SEED}/diff", **ends))

    assert [*rows[0]][:6] == ["change", "incident", "title", "changed", "steps", "before.title"]
    assert [(row["change"], row["incident"]) for row in rows] == [
        *(("added", entry["incident"]) for entry in told["added"]),
        *(("removed", entry["incident"]) for entry in told["removed"]),
        *(("changed", change["incident"]) for change in told["changed"]),
    ]
    row, change = rows[-1], told["changed"][-1]
    assert row["changed"] == "; ".join(change["changed"])
    assert (row["steps"], row["title"]) == (str(change["steps"]), change["after"]["title"])
    for state in ("before", "after"):
        assert row[f"{state}.status"] == change[state]["status"]
        assert row[f"{state}.occurred.edtf"] == cell(change[state], "occurred.edtf")
        assert row[f"{state}.reports"] == str(change[state]["reports"])
    assert len(table(asked(seeded, f"{SEED}/diff", limit=2, **ends))) == len(rows)


def test_a_table_of_counts_has_a_column_for_each_that_was_counted_by(seeded: TestClient) -> None:
    told = get(seeded, f"{SEED}/summary", by="status,month")["items"]
    row = get(seeded, f"{SEED}/summary", points="2024-10-10/2024-10-20", every="week")["points"]

    assert table(asked(seeded, f"{SEED}/summary", by="status,month")) == [
        {name: shown(value) for name, value in item.items()} for item in told
    ]
    assert table(asked(seeded, f"{SEED}/summary", points="2024-10-10/2024-10-20", every="week")) == [
        {"at": point["at"], "position": str(point["position"]), "status": item["status"]}
        | {"incidents": str(item["incidents"])}
        for point in row
        for item in point["items"]
    ]


def test_no_text_is_run_by_a_spreadsheet(world: TestClient) -> None:
    """A formula gets an apostrophe before it; a number is none."""
    for begin in "=+-@":
        recorded(world, claims=[a_claim(statement=f"{begin}1+1", place={"name": f"{begin}2", "lat": -30.5, "lon": 4})])

    rows = table(asked(world, CLAIMS))

    assert [row["statement"] for row in rows] == ["'=1+1", "'+1+1", "'-1+1", "'@1+1"]
    assert [row["place.name"] for row in rows] == ["'=2", "'+2", "'-2", "'@2"]
    assert {(row["place.lat"], row["place.lon"]) for row in rows} == {("-30.5", "4.0")}


def test_commas_quotes_and_lines_stay_in_their_cells() -> None:
    said = {"a": 'She said: "No, never",\nand went.\r\n', "b": ["\tone", "two"], "c": {"d": -1}}
    columns = (Column(("a",)), Column(("b",), Form.JOINED), Column(("c", "d")), Column(("c", "e")))

    text = Table(columns, [said]).text(head=True).decode()

    assert text == 'a,b,c.d,c.e\r\n"She said: ""No, never"",\nand went.\r\n",\'\tone; two,-1,\r\n'


def test_a_table_is_kept_as_json_is(world: TestClient) -> None:
    recorded(world)
    answer = asked(world, INCIDENTS, known_on="2024-10-28")
    pinned = world.get(answer.headers["content-location"])

    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["etag"] != world.get(INCIDENTS, params={"known_on": "2024-10-28"}).headers["etag"]
    assert world.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert pinned.headers["cache-control"] == "public, max-age=86400, immutable"
    assert (pinned.headers["content-type"], pinned.content) == (answer.headers["content-type"], answer.content)
    assert "link" not in asked(world, INCIDENTS, limit=1).headers


def test_a_table_is_called_by_what_it_tells_and_from_where(world: TestClient) -> None:
    recorded(world)
    at = newest(world)
    for path, query, named in (
        (INCIDENTS, {}, f"war-incidents-at-{at}"),
        (f"{INCIDENTS}/clash", {}, f"war-incidents-clash-claims-at-{at}"),
        (CLAIMS, {"known_on": "2024-10-28"}, f"war-claims-known-on-2024-10-28-at-{at}"),
        ("/v1/sources", {"at_position": at}, f"sources-at-{at}"),
        ("/v1/timelines", {}, f"timelines-at-{at}"),
    ):
        headers = asked(world, path, **query).headers
        assert headers["content-disposition"] == f'attachment; filename="{named}.csv"'


def test_all_pages_of_a_table_are_of_one_moment_of_the_ledger(
    world: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is recorded while it is read is not in it."""
    for _ in range(4):
        recorded(world)
    read = Timeline.claims

    def interrupted(timeline: Timeline, slug: str, asked: Asked, filters: ClaimFilters | None = None) -> Page[Any]:
        page = read(timeline, slug, asked, filters)
        recorded(world)
        return page

    monkeypatch.setattr(Timeline, "claims", interrupted)

    assert len(table(asked(world, CLAIMS, limit=1))) == 4


def kept(client: TestClient) -> int:
    return len(client.app.state.memory.shelf)  # type: ignore[attr-defined] # it is ours


def test_a_whole_table_at_a_position_is_kept_in_memory_and_one_in_pieces_is_not(world: TestClient) -> None:
    for _ in range(3):
        recorded(world)
    whole, pieces = ({"at_position": newest(world), "limit": limit} for limit in (3, 2))
    for method in ("HEAD", "GET", "GET"):
        answers = [world.request(method, CLAIMS, params={"format": "csv", **query}) for query in (whole, pieces)]
        if method == "GET":
            assert answers[0].content == answers[1].content
            assert len(table(answers[0])) == 3

    assert kept(world) == 1


def test_what_is_wrong_is_told_as_ever(seeded: TestClient) -> None:
    assert problem(asked(seeded, "/v1/timelines/peace/incidents"), 404)
    assert pointers(asked(seeded, f"{SEED}/incidents", status="doubted")) == ["/status"]
    assert pointers(asked(seeded, f"{SEED}/incidents", cursor="x")) == ["/cursor"]
    assert pointers(asked(seeded, f"{SEED}/diff", to="2024-10-28")) == ["/from"]
    for path in (f"{SEED}/incidents", f"{SEED}/summary"):
        assert pointers(seeded.get(path, params={"format": "xml"})) == ["/format"]
    for path in (SEED, "/v1/sources/nis", f"{SEED}/moments"):
        assert pointers(asked(seeded, path)) == ["/format"]
    assert pointers(seeded.get(SEED, params={"format": "csv-bom"})) == ["/format"]
    live = seeded.get(f"{SEED}/changes", params={"format": "csv"}, headers={"Accept": "text/event-stream"})
    assert pointers(live) == ["/format"]


def test_a_withdrawal_and_its_reason_stand_in_the_history(world: TestClient) -> None:
    told = recorded(world)
    report, reason = f"/v1/reports/{told['report']}", "Taken down, they say."
    post(world, f"{report}/withdrawals", {"published": "2024-10-31", "reason": reason})

    rows = table(asked(world, f"{report}/history"))

    assert [(row["before.withdrawn"], row["after.withdrawn"], row["reason"]) for row in rows] == [
        ("", "false", ""),
        ("false", "true", reason),
    ]
