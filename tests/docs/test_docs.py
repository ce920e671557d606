"""The documents name every command, route, setting, field and value that the code has, and no other."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
import typer.main

from api.app import create_app
from api.problems import KINDS as PROBLEMS
from tests.docs.pages import PAGES, ROOT, codes, column, read, table
from timeline import commands, errors
from timeline.answers import AsKnown, Entry
from timeline.claims import Basis, Modality, Role, Stance
from timeline.cli.app import app
from timeline.commands import parse_line
from timeline.errors import NotAllowedError, TimelineError
from timeline.facts import KINDS, TOPICS
from timeline.figures import MEASURES, Figure, Scope
from timeline.places import Place, Precision
from timeline.reports import PublishedBasis
from timeline.service import Timeline
from timeline.sources import SourceKind
from timeline.status import Basis as StatusBasis
from timeline.status import Status

NATIVE, HTTP, COMMANDS, STATUS = "docs/native-format.md", "docs/http.md", "docs/command-line.md", "docs/status.md"
OF_EVERY_LINE = {"by", "recorded"}
STRUCTS: dict[str, tuple[type[msgspec.Struct], ...]] = {
    "timeline": (commands.OpenTimeline,),
    "source": (commands.RegisterSource,),
    "incident": (commands.OpenIncident,),
    "report": (commands.RecordReport,),
    "claim": (commands.AddClaim,),
    "correction": (commands.CorrectReport, commands.CorrectClaim),
    "void": (commands.VoidReport, commands.VoidClaim),
    "withdrawal": (commands.WithdrawReport,),
    "grade": (commands.GradeClaim,),
    "merge": (commands.MergeIncidents,),
    "sign_off": (commands.SignOff,),
    "sealed_report": (commands.SealReport,),
    "opened_report": (commands.OpenReport,),
    "erasure": (commands.EraseWording,),
    "place": (Place,),
    "figure": (Figure,),
}
VALUES: list[tuple[str, str, Iterable[str]]] = [
    ("source", "kind", SourceKind),
    ("report", "published_basis", PublishedBasis),
    ("claim", "modality", Modality),
    ("claim", "basis", Basis),
    ("claim", "actors", ["name", "role", *Role]),
    ("place", "precision", Precision),
    ("figure", "measure", [*MEASURES, "x-name"]),
    ("figure", "scope", Scope),
]


def test_every_command_is_documented_with_all_its_options() -> None:
    group = typer.main.get_command(app)
    known: dict[str, object] = vars(group)["commands"]
    options = {("", option) for option in _options(group)}
    options |= {(name, option) for name, command in known.items() for option in _options(command)}

    assert sorted(column(COMMANDS, "Commands")) == sorted(known)
    assert {("".join(codes(row[0])), *codes(row[1])) for row in table(COMMANDS, "Options")} == options


def _options(command: object) -> list[str]:
    parameters = [parameter for parameter in vars(command)["params"] if parameter.param_type_name == "option"]
    return [max(parameter.opts, key=len) for parameter in parameters if "--help" not in parameter.opts]


def test_every_setting_is_documented() -> None:
    sources = [path.read_text("utf-8") for folder in ("timeline", "api") for path in Path(ROOT, folder).rglob("*.py")]
    settings = {name for text in sources for name in re.findall(r'"(TIMELINE_[A-Z_]+)"', text)}
    documented = {name for name in column(COMMANDS, "Settings") if name.startswith("TIMELINE_")}

    assert documented == settings
    assert {name for page in PAGES for name in re.findall(r"TIMELINE_[A-Z_]+\b", read(page))} <= settings


def test_every_route_and_filter_is_documented() -> None:
    with Timeline.in_memory() as timeline:
        paths = create_app(timeline).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    common = set(column(HTTP, "Asking"))
    filters = {
        path: {p["name"] for p in _gets(methods) if p["in"] == "query"} - common for path, methods in paths.items()
    }

    assert set(column(HTTP, "Routes")) == routes
    assert {codes(row[0])[0]: set(codes(row[1])) for row in table(HTTP, "Filters")} == {
        path: names for path, names in filters.items() if names
    }


def _gets(methods: dict[str, dict[str, list[dict[str, str]]]]) -> list[dict[str, str]]:
    return methods.get("get", {}).get("parameters", [])


def test_every_problem_is_documented() -> None:
    documented = {(codes(row[0])[0], int(row[1])) for row in table(HTTP, "What can go wrong")}

    assert documented == {(kind.name, kind.status) for kind in PROBLEMS}


def test_every_error_is_documented() -> None:
    classes = [member for _, member in inspect.getmembers(errors, inspect.isclass) if issubclass(member, TimelineError)]

    assert set(column("docs/python.md", "What can go wrong")) == {error.__name__ for error in classes}


def test_every_field_of_an_answer_is_documented() -> None:
    assert sorted(column(HTTP, "An entry")) == sorted(Entry.__struct_fields__)
    assert column("docs/clocks.md", "What never changes") == list(AsKnown.__struct_fields__)


def test_every_fact_is_documented_and_every_claim_with_its_kind() -> None:
    rows = table("docs/facts.md", "What the ledger holds")

    assert sorted(codes(row[0])[0] for row in rows) == sorted(TOPICS)
    assert {codes(row[1])[0]: codes(row[0])[0] for row in rows if codes(row[1])} == {
        kind: fact.TOPIC for kind, fact in KINDS.items()
    }
    assert column(NATIVE, "Kinds of claim") == list(KINDS)


def test_every_stance_status_and_basis_is_documented() -> None:
    rows = table(STATUS, "Statuses")

    assert column(STATUS, "Stances") == list(Stance)
    assert {codes(row[0])[0] for row in rows} == set(Status)
    assert sorted(codes(row[1])[0] for row in rows) == sorted(StatusBasis)


def test_every_line_of_the_native_format_is_documented() -> None:
    with pytest.raises(NotAllowedError) as refused:
        parse_line(b'{"nonsense": {}}')
    lines = refused.value.problems[0].detail.partition("allowed: ")[2].split(", ")

    assert lines == [name for name in STRUCTS if name not in ("place", "figure")]


@pytest.mark.parametrize("line", STRUCTS)
def test_every_field_of_the_native_format_is_documented(line: str) -> None:
    forms = [{field.name: field.required for field in msgspec.structs.fields(form)} for form in STRUCTS[line]]
    rows = {codes(row[0])[0]: row[1] for row in table(NATIVE, line)}
    required = {name for name in rows if all(form.get(name, False) for form in forms)}

    assert set(rows) == set().union(*forms) - OF_EVERY_LINE
    assert required <= {name for name, needed in rows.items() if needed.startswith("required")}


@pytest.mark.parametrize(("line", "field", "values"), VALUES)
def test_every_value_of_a_field_is_documented(line: str, field: str, values: Iterable[str]) -> None:
    [told] = [row[2] for row in table(NATIVE, line) if codes(row[0]) == [field]]

    assert sorted(codes(told)) == sorted(values)
