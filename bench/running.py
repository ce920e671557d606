"""One run: which databases there are, what is loaded already, and what was measured so far."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Final, Self

import msgspec

from bench import browsing, crowd, feeding, growth, importing, log, rebuilding, serving
from bench.aside import Aside
from bench.asknown import AsKnown
from bench.comparing import Field, asked_of_all
from bench.field import loaded_peers
from bench.gathering import Gathering
from bench.history import History
from bench.machine import machine
from bench.postgres_store import PostgresStore
from bench.ratio import Figure, Head, Ratio, Result
from bench.servers import NotRunError, postgres
from bench.sqlite_store import SqliteStore
from bench.stores import Store
from bench.workload import Workload
from timeline.errors import TimelineError
from timeline.service import Timeline

SEED: Final = 1
PARTS: Final = ("import", "crowd", "log", "rebuild", "questions", "growth", "http", "feed", "page")
_DATABASES: Final = ("viewed", "bare")
_ON_POSTGRES: Final = "As Known on PostgreSQL"
Say = Callable[[str], object]


class Run:
    """Measures part by part in a folder of its own; what is loaded and measured there is kept for the next run."""

    def __init__(self, folder: Path, claims: int, parameters: int, *, say: Say, profiled: bool = False) -> None:
        self._folder, self._claims, self._parameters, self._profiled = folder, claims, parameters, profiled
        self._began, self._tell = time.monotonic(), say
        self._stack = ExitStack()
        self._home, self._tenth = folder / f"{claims}", folder / f"{claims // growth.TIMES}"
        self._kept = self._home / "results.json"
        self._results: dict[str, list[Ratio | Figure]] = {}
        self._missing: dict[str, str] = {}
        self._server: str | None = None

    def __enter__(self) -> Self:
        for home in (self._home, self._tenth):
            home.mkdir(parents=True, exist_ok=True)
        if self._kept.exists():
            kept = msgspec.json.decode(self._kept.read_bytes(), type=dict[str, list[Ratio | Figure]])
            self._results = {name: results for name, results in kept.items() if not name.endswith(_ON_POSTGRES)}
        self._results["machine"] = list(machine())
        try:
            self._server = self._stack.enter_context(postgres(self._folder / "postgres"))
            self._try_postgres(self._server)
        except (NotRunError, TimelineError) as error:
            self._missing[_ON_POSTGRES] = f"{type(error).__name__}: {error}"
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def title(self) -> str:
        """What was measured, in a sentence."""
        claims = f"{self._claims:,} claims about {Workload(SEED, self._claims).incidents:,} incidents, seed {SEED}"
        return f"{claims}; {self._parameters} parameters a question for each of 3 seeds"

    @property
    def results(self) -> list[Result]:
        """Everything measured in this folder so far."""
        in_order = sorted(self._results, key=lambda name: [name.startswith(part) for part in PARTS], reverse=True)
        return [result for name in in_order for result in self._results[name]]

    def measure(self, part: str) -> None:
        """Measure one of PARTS, having loaded what it needs, and keep the results."""
        if part == "questions":
            self._keep(part, self._compared())
            return
        for store in self._stores(self._home):
            if part not in {"crowd", "feed", "page"}:  # which make up their own
                self._import(store, self._home)
            results = self._measured(part, store)
            if results is not None:
                self._keep(f"{part} {store.name}", results)
        for name, why in self._missing.items():
            self._keep(f"{part} {name}", [Head(part.capitalize(), name).missing(why)])

    def _measured(self, part: str, store: Store) -> Iterable[Result] | None:
        """Return what a part measures on one database; an import is measured while it loads."""
        match part:
            case "crowd":
                return crowd.measure(store, self._home, min(crowd.CLAIMS, self._claims))
            case "feed":
                return feeding.measure(store, self._home)
            case "growth":
                return self._grown(store)
            case "http":
                return serving.measure(store, _DATABASES[0], self._home)
            case "page":
                return browsing.measure(store, self._home)
            case "log":
                return log.measure(store, _DATABASES[0])
            case "rebuild":
                return rebuilding.measure(store, _DATABASES[0])
            case _:
                return None

    def _say(self, text: str) -> None:
        self._tell(f"{time.monotonic() - self._began:7.0f} s  {text}")

    def _keep(self, name: str, results: Iterable[Result]) -> None:
        self._say(f"{name} …")
        kept = self._results[name] = []
        for result in results:  # one by one: a run of hours may be cut off
            kept.append(result)
            self._kept.write_bytes(msgspec.json.encode(self._results))

    def _try_postgres(self, server: str) -> None:
        store = PostgresStore(server, prefix="probe_")
        store.create("probe")
        Timeline(store.address("probe")).close()
        store.remove("probe")

    def _stores(self, home: Path) -> list[Store]:
        stores: list[Store] = [SqliteStore(str(home))]
        if self._server is not None and not self._missing:
            stores.append(PostgresStore(self._server, prefix=f"n{home.name}_"))
        return stores

    def _import(self, store: Store, home: Path) -> None:
        """Import the workload, unless that was done in this folder before."""
        done = home / f"imported-{store.name}"
        if done.exists() and store.exists(_DATABASES[0]):
            return
        lines = importing.write_lines(home, Workload(SEED, int(home.name)))
        taken = []
        for piece in importing.imported(store, home, lines, _DATABASES):
            taken.append(piece)
            self._say(f"import into {store.name}: {sum(piece.lines for piece in taken):,} of {lines[1]:,} lines")
        done.touch()
        for name in (importing.GROUND, importing.TOLD):
            (home / name).unlink()
        if home == self._home:
            self._keep(f"import {store.name}", list(importing.results(store, taken, _DATABASES)))
        store.remove(_DATABASES[1])

    def _history(self) -> History:
        """Return the finished history, gathered from the facts in a process of its own."""
        done = self._home / "gathered"
        if not done.exists():
            [sqlite, *_] = self._stores(self._home)
            self._say("gathering the finished history")
            with Aside(partial(Gathering, sqlite.address(_DATABASES[0]), str(self._home))) as gathering:
                gathering(0)
            done.touch()
        return History(self._home)

    def _compared(self) -> Iterator[Result]:
        for store in self._stores(self._home):
            self._import(store, self._home)
        with ExitStack() as stack:
            history = stack.enter_context(closing(self._history()))
            ours = [
                stack.enter_context(closing(AsKnown(store.name, store.address(_DATABASES[0]))))
                for store in self._stores(self._home)
            ]
            missing = dict(self._missing)
            peers = loaded_peers(stack, self._home, self._peers_address(), missing=missing, say=self._say)
            field = Field(ours, peers, missing, profiled=self._profiled)
            yield Figure(about="Questions", what="versions of entries that peers keep", measured=f"{len(history):,}")
            for question in asked_of_all(history):
                yield from field.compare(question, self._parameters, history, self._say)

    def _peers_address(self) -> str | None:
        if self._server is None:
            return None
        store = PostgresStore(self._server, prefix=f"n{self._claims}_")
        if not store.exists("peers"):
            store.create("peers")
        return store.address("peers")

    def _grown(self, store: Store) -> Iterator[Result]:
        [small] = [other for other in self._stores(self._tenth) if other.name == store.name]
        self._import(small, self._tenth)
        with ExitStack() as stack:
            large, tenth = (
                stack.enter_context(closing(AsKnown(of.name, of.address(_DATABASES[0])))) for of in (store, small)
            )
            incidents = [Workload(SEED, int(home.name)).incidents for home in (self._home, self._tenth)]
            yield from growth.Growth(large, tenth, incidents).measure(self._parameters)
