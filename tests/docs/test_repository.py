"""The repository holds what it must, and names nothing that belongs to one machine."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from tests.docs.belonging import files
from tests.docs.pages import ROOT, codes, table
from timeline.cli.app import app

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
DEPENDENCIES_PAGE = (ROOT / "docs/dependencies.md").read_text("utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE)["services"]
OURS = [name for name, service in SERVICES.items() if "build" in service]
DEFAULTS = re.compile(r"\$\{(\w+):-([^}]*)\}")

# In pieces, so that this file does not name them either. A folder after a letter belongs to some site's address.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.", "yarn" + "pkg.", "deb." + "debian."]
OPTIONS = ["--" + "index-url", "--extra-" + "index-url"]
FOLDERS = [rf"(?<![\w.-])/{name}/" for name in ("ho" + "me", "ro" + "ot", "tm" + "p", "Us" + "ers", "wo" + "rk")]
NEEDLES = [*map(re.escape, [*HOSTS, *OPTIONS]), *FOLDERS]


def names(requirements: list[str]) -> set[str]:
    """Return the names alone: of "uvloop>=0.23; …" it is "uvloop"."""
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower() for requirement in requirements}


RUN_TIME = names(PROJECT["project"]["dependencies"])
DEVELOPMENT = names([*PROJECT["dependency-groups"]["dev"], *PROJECT["build-system"]["requires"]])
NODE = names(PROJECT["dependency-groups"]["node"])
GO = names(PROJECT["dependency-groups"]["go"])
PACKAGES = [json.loads(path.read_text("utf-8")) for path in files(ending="package.json")]
OF_THE_PAGE = {name for one in PACKAGES for kind in ("dependencies", "devDependencies") for name in one.get(kind, {})}


@pytest.mark.parametrize("needle", NEEDLES)
def test_no_file_names_a_registry_host_or_a_folder_of_one_machine(needle: str) -> None:
    assert [path for path in files() if re.search(needle.encode(), path.read_bytes())] == []


def test_every_dependency_has_its_sentence_with_licence_and_keeper() -> None:
    told = re.findall(r"^- \*\*(\S+)\*\* \([^;]+; kept by [^)]+\): .+\.$", DEPENDENCIES_PAGE, re.MULTILINE)

    assert sorted(told) == sorted(RUN_TIME | DEVELOPMENT | NODE | GO | OF_THE_PAGE)


@pytest.mark.parametrize(
    ("lock", "required"),
    [
        ("requirements.txt", RUN_TIME),
        ("requirements-dev.txt", RUN_TIME | DEVELOPMENT),
        ("web/requirements.txt", NODE),
        ("tests/outside/requirements.txt", GO),
    ],
)
def test_every_dependency_is_locked_with_its_hashes(lock: str, required: set[str]) -> None:
    text = (ROOT / lock).read_text("utf-8")

    locked = re.findall(r"^([a-z0-9._-]+)==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)

    assert required <= set(locked)
    assert len(locked) == len(re.findall(r"^\S", text, re.MULTILINE))


def test_both_locks_name_the_same_versions() -> None:
    run_time, development = (
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )

    assert run_time <= development


def test_every_python_file_says_in_its_first_line_what_it_is_for() -> None:
    assert [path for path in files(ending=".py") if not _begins_with_a_sentence(path)] == []


def _begins_with_a_sentence(path: Path) -> bool:
    text = path.read_text("utf-8")
    first = (ast.get_docstring(ast.parse(text), clean=False) or "").partition("\n")[0]
    return text.startswith('"""' + first) and first.endswith(".") and ". " not in first


def test_the_licence_is_the_one_that_is_declared() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")

    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert re.match(r"\s*Apache License\s+Version 2\.0,", licence)


@pytest.mark.parametrize("target", ["setup", "check", "test", "test-all", "bench", "demo"])
def test_make_knows_the_promised_targets(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_the_compose_file_holds_the_database_the_api_and_the_follower() -> None:
    assert set(SERVICES) == {"postgres", "migrate", "api", "follower"}


def test_no_service_can_be_reached_from_another_machine() -> None:
    assert set(re.findall(r"\d+(?:\.\d+){3}", COMPOSE)) == {"127.0.0.1"}
    assert [name for name, service in SERVICES.items() if service["network_mode"] != "host" or "ports" in service] == []
    assert "listen_addresses=127.0.0.1" in SERVICES["postgres"]["command"]
    assert _option("--host", SERVICES["api"]["command"]) == "127.0.0.1"


def _option(name: str, command: list[str]) -> str:
    return command[command.index(name) + 1]


def test_a_password_is_asked_of_those_on_this_machine_too() -> None:
    assert "--auth-host=scram-sha-256" in SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split()


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_do_no_more_than_it_needs(service: str) -> None:
    told = SERVICES[service]

    assert (told["read_only"], told["cap_drop"]) == (True, ["ALL"])
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told.get("user", _user_of_the_image()) not in ("root", "0")


def _user_of_the_image() -> str:
    return str(re.findall(r"^USER (\w+)", DOCKERFILE, re.MULTILINE)[-1])


@pytest.mark.parametrize("service", OURS)
def test_a_service_runs_a_command_that_the_command_line_takes(service: str) -> None:
    name, *arguments = [DEFAULTS.sub(r"\2", word) for word in SERVICES[service]["command"]]
    known: dict[str, Any] = vars(typer.main.get_command(app))["commands"]

    assert name in known
    assert known[name].make_context(name, arguments)


def test_every_variable_of_the_compose_file_is_documented_with_its_default() -> None:
    rows = table("docs/server.md", "With Docker Compose")

    assert {(*codes(row[0]), *codes(row[1])) for row in rows} == set(DEFAULTS.findall(COMPOSE))


def test_images_are_pinned_by_their_tags() -> None:
    images = [*re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE), SERVICES["postgres"]["image"]]

    assert [image for image in images if not re.fullmatch(r"[a-z]+:\d[\w.-]*", image)] == []


def test_the_image_is_built_with_all_that_the_build_backend_needs() -> None:
    taken = re.findall(r"\^\\\((.+)\\\)==", DOCKERFILE)[0].split(r"\|")

    assert set(taken) == _needed("hatchling")


def _needed(package: str) -> set[str]:
    """Return the names of a package and of all below it, but for what only older Pythons need."""
    found = [package]
    for name in found:
        found += names([one for one in requires(name) or [] if ";" not in one]) - set(found)
    return set(found)
