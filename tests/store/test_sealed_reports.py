"""A report that is sealed tells nothing; opened, it shows that it was known when it was sealed."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from tests.asking import asked
from tests.builders import a_clash, a_correction, a_missed_claim, a_report, a_source, a_timeline, a_void, an_incident
from tests.stores import database
from timeline.answers import ReportView, Sealed
from timeline.clocks import Clock, instant_text
from timeline.commands import Command, OpenReport, RecordReport, SealReport, commitment, parse_line, to_line
from timeline.errors import ConflictError, NotAllowedError
from timeline.exporters.native import lines
from timeline.importers import Files, Replayer
from timeline.service import Asked, Receipt, Timeline, Told

SALT, OTHER_SALT = "00112233445566778899aabbccddeeff", "ff" * 16
REPORT = a_report(
    key="ein-schluessel", title="Ein Geheimnis", claims=[a_clash(statement="Sie haben gekämpft."), a_clash()]
)


def begin(timeline: Timeline) -> None:
    for command in (a_timeline(), a_timeline("peace"), a_source(), an_incident()):
        timeline.record(command)


def a_seal(report: RecordReport = REPORT, salt: str = SALT, timeline: str = "war") -> SealReport:
    return SealReport(timeline=timeline, commitment=commitment(report, salt))


def an_opening(report: RecordReport | str = REPORT, salt: str = SALT) -> OpenReport:
    return OpenReport(report=report, salt=salt)


def where(receipt: Receipt) -> Sealed:
    assert receipt.recorded is not None
    return Sealed(position=receipt.position, recorded=instant_text(receipt.recorded))


def seen(timeline: Timeline, position: int | None = None) -> list[ReportView]:
    return list(timeline.reports("war", asked(position=position)))


def test_an_opened_report_was_known_since_it_was_sealed(anywhere: str) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        sealed = timeline.record(a_seal())
        assert seen(timeline) == []
        opened = timeline.record(an_opening())

        [report] = seen(timeline)
        assert (report.key, report.title, report.sealed) == ("ein-schluessel", "Ein Geheimnis", where(sealed))
        assert report.position < opened.position
        assert report.claims == list(opened.claims)
        assert seen(timeline, sealed.position) == []
        [entry] = timeline.incidents("war")
        assert (entry.status, entry.reports) == ("reported", 1)


def test_a_sealed_report_is_told_in_the_feed_without_its_words(anywhere: str) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        before = timeline.newest()
        timeline.record(a_seal())
        told = [(change.fact, change.report) for change in timeline.changes("war") if change.position > before]
        assert told == [("report_sealed", None)]
        assert [change.fact for change in timeline.changes("peace") if change.position > before] == []
        timeline.record(an_opening())
        changes = [change for change in timeline.changes("war") if change.position > before]
        facts = [change.fact for change in changes]
        assert facts == ["report_sealed", "report_recorded", "clash_reported", "clash_reported", "report_opened"]
        assert [len(change.transitions) for change in changes] == [0, 0, 0, 1, 0]


@pytest.mark.parametrize(
    "opening",
    [
        an_opening(salt=OTHER_SALT),
        an_opening(a_report(key="ein-schluessel", title="Ein anderes", claims=REPORT.claims)),
        an_opening(a_report(key="another")),
    ],
)
def test_nothing_but_what_was_sealed_is_opened(anywhere: str, opening: OpenReport) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        timeline.record(a_seal())
        before = timeline.newest()
        with pytest.raises(NotAllowedError, match="not what was sealed on timeline 'war'"):
            timeline.record(opening)
        assert timeline.newest() == before


def test_what_was_sealed_on_another_timeline_is_not_opened() -> None:
    with Timeline.in_memory() as timeline:
        begin(timeline)
        timeline.record(a_seal(timeline="peace"))
        with pytest.raises(NotAllowedError, match="not what was sealed on timeline 'war'"):
            timeline.record(an_opening())
        with pytest.raises(ConflictError, match="/timeline"):
            timeline.record(a_seal())


def test_what_an_opened_report_names_must_be_known() -> None:
    with Timeline.in_memory() as timeline:
        begin(timeline)
        report = a_report(source="nobody")
        timeline.record(a_seal(report))
        with pytest.raises(NotAllowedError, match="'nobody' is not known"):
            timeline.record(an_opening(report))


@pytest.mark.parametrize("command", [a_seal(), an_opening()])
def test_saying_it_twice_comes_to_nothing(anywhere: str, command: Command) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        for first in (a_seal(), an_opening()):
            timeline.record(first)
        before = timeline.newest()
        again = timeline.record(command, by="somebody else")
        assert (again.already_known, again.position) == (True, before)
        [outcome] = timeline.import_batch([Told(command, "somebody else")])
        assert (outcome.result, timeline.newest()) == ("already_known", before)


@pytest.mark.parametrize("opening", [an_opening(), an_opening("ein-schluessel")])
def test_a_report_that_is_recorded_openly_gets_the_proof(anywhere: str, opening: OpenReport) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        sealed = timeline.record(a_seal())
        recorded = timeline.record(REPORT)
        assert [report.sealed for report in seen(timeline)] == [None]
        timeline.record(a_correction("ein-schluessel", title="Berichtigt"))
        opened = timeline.record(opening)

        [report] = seen(timeline)
        assert (report.sealed, report.title, report.corrected) == (where(sealed), "Berichtigt", True)
        assert [report.sealed for report in seen(timeline, recorded.position)] == [None]
        assert opened.report == recorded.report
        timeline.record(a_missed_claim("ein-schluessel", ref="missed"))
        claims = {claim.ref: claim.sealed for claim in timeline.claims("war")}
        assert claims == {"c1": where(sealed), "c2": where(sealed), "missed": None}
        assert timeline.compare().different == 0


def test_a_report_that_says_something_else_openly_stays_as_it_is() -> None:
    with Timeline.in_memory() as timeline:
        begin(timeline)
        timeline.record(a_seal())
        timeline.record(a_report(key="ein-schluessel", title="Ein anderes", claims=REPORT.claims))
        with pytest.raises(ConflictError, match="/title"):
            timeline.record(an_opening())
        with pytest.raises(NotAllowedError, match="not what was sealed"):
            timeline.record(an_opening("ein-schluessel"))


def test_the_first_of_two_seals_counts_whichever_is_opened_first(anywhere: str) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        first, second = timeline.record(a_seal()), timeline.record(a_seal(salt=OTHER_SALT))
        timeline.record(an_opening(salt=OTHER_SALT))
        assert [report.sealed for report in seen(timeline)] == [where(second)]
        timeline.record(an_opening())
        assert [report.sealed for report in seen(timeline)] == [where(first)]


def test_a_step_of_a_reports_history_is_its_opening() -> None:
    with Timeline.in_memory() as timeline:
        begin(timeline)
        timeline.record(a_seal())
        timeline.record(REPORT, by="ana")
        timeline.record(an_opening("ein-schluessel"), by="ben")
        [report] = seen(timeline)
        steps = timeline.report_history(UUID(report.id), Asked(), Clock.RECORDED)
        assert [step.by for step in steps] == ["ana", "ben"]


def test_sealed_and_opened_in_one_transaction_is_rebuilt_the_same(anywhere: str) -> None:
    with Timeline(anywhere) as timeline:
        begin(timeline)
        timeline.import_batch([Told(command, "desk") for command in (a_seal(), an_opening())])
        timeline.catch_up()
        [report] = seen(timeline)
        assert report.sealed is not None
        assert report.sealed.position < report.position
        timeline.record(a_void("ein-schluessel", "c2"))
        docs = timeline.reports("war").docs
        timeline.rebuild(batch=1)
        assert timeline.reports("war").docs == docs
        assert timeline.compare().different == 0


@pytest.mark.parametrize("openly", [False, True])
def test_a_replay_of_what_is_exported_was_known_as_early(tmp_path: Path, *, openly: bool) -> None:
    with Timeline.in_memory() as timeline:
        begin(timeline)
        timeline.record(a_seal(), by="ana")
        for command in (REPORT, an_opening()) if openly else (an_opening(),):
            timeline.record(command, by="ben")
        exported = list(lines(timeline.committed("war")))
        told = [type(parse_line(line)) for line in exported]
        last: list[type[Command]] = [RecordReport, OpenReport] if openly else [SealReport, OpenReport]
        assert told[-2:] == last

        (tmp_path / "out.jsonl").write_bytes(b"\n".join(exported))
        with Timeline.in_memory() as copy:
            for _ in range(2):  # the second run passes over everything
                assert Replayer(copy).replay(Files([str(tmp_path / "out.jsonl")])).rejected == 0
            assert list(lines(copy.committed("war"))) == exported
            [report], [replayed] = seen(timeline), seen(copy)
            assert replayed.sealed is not None
            assert report.sealed is not None
            assert replayed.sealed.recorded == report.sealed.recorded


def test_a_replay_keeps_the_seal_of_a_report_whose_salt_was_erased(tmp_path: Path) -> None:
    """And takes no other word for it."""
    with Timeline.in_memory() as timeline:
        begin(timeline)
        sealed = timeline.record(a_seal())
        timeline.record(an_opening())
        exported = list(lines(timeline.committed("war")))
    given, salt = a_seal().commitment.encode(), f'"salt":"{SALT}"'.encode()
    with pytest.raises(NotAllowedError, match="only a replay"):
        parse_line(exported[-1].replace(salt, salt + b',"commitment":"' + given + b'"'))
    with pytest.raises(NotAllowedError, match="only a replay"):
        OpenReport(report=REPORT, commitment=a_seal().commitment)
    for said, refused in ((given, 0), (b"00" * 32, 1)):
        erased = exported[-1].replace(salt, b'"commitment":"' + said + b'"').replace("gekämpft".encode(), b"[erased]")
        (tmp_path / "out.jsonl").write_bytes(b"\n".join([*exported[:-1], erased]))
        with Timeline.in_memory() as copy:
            assert Replayer(copy).replay(Files([str(tmp_path / "out.jsonl")])).rejected == refused
            if refused:
                continue
            [report] = seen(copy)
            assert report.sealed is not None
            assert report.sealed.recorded == where(sealed).recorded
            assert list(lines(copy.committed("war")))[-1] == erased


def test_a_replay_opens_nothing_that_it_did_not_seal(tmp_path: Path) -> None:
    with Timeline.in_memory() as timeline:
        begin(timeline)
        timeline.record(a_seal())
        timeline.record(an_opening())
        exported = [line for line in lines(timeline.committed("war")) if b"sealed_report" not in line]
    (tmp_path / "out.jsonl").write_bytes(b"\n".join(exported))
    with Timeline.in_memory() as copy:
        assert Replayer(copy).replay(Files([str(tmp_path / "out.jsonl")])).rejected == 1


def test_no_word_is_in_any_file_before_the_opening(tmp_path: Path) -> None:
    """And every word is in one behind it: this test knows where to look."""
    words = (b"Ein Geheimnis", "gekämpft".encode(), SALT.encode(), b"ein-schluessel")
    with database("file") as url, Timeline(url, key=tmp_path / "log.key") as timeline:
        begin(timeline)
        timeline.record(a_seal())
        timeline.seal()
        folder = Path(url.removeprefix("sqlite:///")).parent

        def found() -> list[bytes]:
            files = b"".join(file.read_bytes() for file in folder.iterdir())
            return [word for word in words if word in files]

        assert found() == []
        timeline.record(an_opening())
        assert found() == list(words)


def test_anybody_can_check_an_opened_report_with_what_is_public() -> None:
    """As docs/sealed-reports.md says, with Python's own library alone."""
    with Timeline.in_memory() as timeline:
        begin(timeline)
        sealed = timeline.record(a_seal())
        timeline.record(an_opening(), by="desk")
        timeline.seal()
        proof = timeline.fact_proof(sealed.position)
        exported = [json.loads(line) for line in lines(timeline.committed("war"))]
    [opened] = [line["opened_report"] for line in exported if "opened_report" in line]
    message = json.dumps({"report": opened["report"]}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    given = hmac.digest(bytes.fromhex(opened["salt"]), message.encode(), sha256).hex()
    assert json.loads(proof.state)[-1] == {"timeline": "war", "commitment": given}
    assert json.loads(proof.header)["topic"] == "report-sealed.1"
    assert json.loads(proof.header)["timeline"] is not None


def test_a_commitment_is_the_same_for_ever() -> None:
    """Where this fails, what was sealed cannot be opened any more."""
    report = (
        b'{"report":{"timeline":"war","url":"https://example.org/1","source":"gazette","published":"2024-10-28",'
        b'"place":{"name":"Kursk","lat":51.0,"lon":36.25},"claims":[{"kind":"clash_reported","stance":"asserts",'
        b'"statement":"Sie haben gek\xc3\xa4mpft.","figures":[{"measure":"killed","best":3}]}],"by":"ana"}}'
    )
    told = parse_line(report)
    assert isinstance(told, RecordReport)
    assert commitment(told, SALT) == "a7ddae0eefc796cd077c617b8f25a67212d3c1d9e83b70d6d3a8e01dd666a893"
    keyed = parse_line(report.replace(b'"timeline"', b'"key":"https://example.org/1","timeline"'))
    assert isinstance(keyed, RecordReport)
    assert commitment(keyed, SALT) == commitment(told, SALT)


def test_an_opened_report_says_nothing_of_its_author_inside() -> None:
    with pytest.raises(NotAllowedError, match="/report/by"):
        parse_line(to_line(an_opening()).replace(b'"source":', b'"by":"ana","source":'))
