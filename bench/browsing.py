"""The page in Chromium with 5,000 incidents in view: how soon it can be used, and a moved clock is painted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from bench.ratio import Head, Result, at_most
from bench.served import timeline_served
from bench.stores import Store
from tests.page import chromium
from timeline.claims import Claim, Stance
from timeline.commands import Command, OpenIncident, OpenTimeline, RecordReport, RegisterSource
from timeline.places import Place
from timeline.service import Timeline, Told
from timeline.sources import SourceKind

ABOUT: Final = "Page"
_DATABASE: Final = "browsed"
_INCIDENTS: Final = 5_000
_FIRST: Final = date(2022, 1, 1)
_DAYS: Final = 1_095
_LOADS, _DRAGS = 10, 100
_INTERACTIVE, _PAINTED = 1.5, 0.1
"""Seconds that it may take until the page can be used, and until a moved clock is painted."""
_SIZE: Final[ViewportSize] = {"width": 1440, "height": 960}
_ARGUMENTS: Final = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
_USABLE: Final = """() => new Promise((done) => {
  const look = () => {
    const isUsable = document.querySelector('#timeline li a') && document.getElementById('clock-slider')?.max > 0;
    if (isUsable) setTimeout(() => done(performance.now())); else requestAnimationFrame(look);
  };
  look();
})"""
"""Resolves, in milliseconds since the visit began, when rows are painted, and the clock has its stops."""
_DRAGGED: Final = """async (count) => {
  const slider = document.getElementById('clock-slider');
  const shown = () => new URL(document.querySelector('#timeline .as a').href).searchParams.get('known_on');
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const taken = [];
  for (let turn = 0; turn < count; turn += 1) {
    const began = performance.now();
    slider.value = Math.floor((((turn * 37) % 100) / 100) * (slider.max - 1));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    const wanted = new URLSearchParams(location.search).get('known_on');
    do await frame(); while (shown() !== wanted);
    await new Promise((done) => setTimeout(done)); // behind the paint of that frame
    taken.push(performance.now() - began);
  }
  return taken;
}"""
"""Moves the clock far and wide; returns for each move the milliseconds until the list of that moment is painted."""


def measure(store: Store, folder: Path) -> Iterator[Result]:
    """Record incidents of three years, serve them, and read the page. Says why not where there is no browser."""
    program = chromium.found()
    if program is None:
        yield Head(ABOUT, store.name).missing(chromium.NEEDED)
        return
    store.create(_DATABASE)
    address = store.address(_DATABASE)
    with Timeline(address) as timeline:
        told = (Told(command, "bench") for command in _commands())
        while batch := list(islice(told, 5_000)):
            timeline.import_batch(batch)
        timeline.catch_up()
    with timeline_served(address, folder) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield from _read(browser, f"http://127.0.0.1:{served.port}/", store.name)
        browser.close()
    store.remove(_DATABASE)


def _read(browser: Browser, url: str, name: str) -> Iterator[Result]:
    usable: list[float] = []
    dragged: list[float] = []
    for _ in range(_LOADS):
        context = browser.new_context(viewport=_SIZE)  # a new one has nothing cached
        page = context.new_page()
        page.goto(url, wait_until="commit")
        usable.append(page.evaluate(_USABLE) / 1000)
        if len(usable) == _LOADS:
            dragged = sorted(taken / 1000 for taken in page.evaluate(_DRAGGED, _DRAGS))
        context.close()
    middle = sorted(usable)[_LOADS // 2]
    head = Head(ABOUT, f"{name}: until it can be used, nothing cached / {_INTERACTIVE} s", at_most(1))
    yield head.of([(seconds, _INTERACTIVE) for seconds in usable], f"{middle:.2f} s")
    latest = dragged[_DRAGS * 95 // 100]
    what = f"{name}: from a moved clock to the painted list, {_INCIDENTS:,} incidents, 95th of 100 / {_PAINTED} s"
    yield Head(ABOUT, what, at_most(1)).of([(latest, _PAINTED)], f"{latest * 1000:.0f} ms")


def _commands() -> Iterator[Command]:
    """Yield what opens a timeline, and two reports on each of its incidents."""
    random = Random(1)  # noqa: S311 - nothing secret
    yield OpenTimeline(slug="many", title="Many incidents")
    yield RegisterSource(slug="wire", name="A wire", kind=SourceKind.OUTLET)
    voices = ("UA", "RU", "US", "ROK", "DPRK")
    for voice in voices:
        slug = f"office-{voice.lower()}"
        yield RegisterSource(slug=slug, name=f"Office of {voice}", kind=SourceKind.OFFICIAL, speaks_for=voice)
    regions = ("RU-KRS", "RU-BEL", "RU-BRY", "UA-14", "UA-59", "UA-63", "UA-43")
    for number in range(_INCIDENTS):
        happened = _FIRST + timedelta(days=random.randrange(_DAYS))
        region = random.choice(regions)
        place = Place(name=region, country=region[:2], admin1=region)
        incident = f"i{number}"
        yield OpenIncident(
            timeline="many", slug=incident, title=f"Incident {number}", occurred=happened.isoformat(), place=place
        )
        for stance in (Stance.ASSERTS, random.choice([*Stance])):
            claim = Claim(
                kind="clash_reported",
                incident=incident,
                statement="They have fought.",
                stance=stance,
                chain=("wire", f"office-{random.choice(voices).lower()}"),
            )
            published = (happened + timedelta(days=random.randrange(60))).isoformat()
            key = f"r{number}-{stance}-{random.random()}"
            yield RecordReport(timeline="many", key=key, source="wire", published=published, claims=(claim,))
