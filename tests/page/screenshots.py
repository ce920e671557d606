"""Takes the pictures of the page that the documents show: `make screenshots`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from tests.page import chromium
from tests.page.sites import Site, a_site

FOLDER: Final = Path(__file__).parents[2] / "docs" / "pictures"
CASE: Final = "/?timeline=dprk-in-russia"


_SETTLED: Final = """() => new Promise((done) => {
  let quiet = 0;
  const look = () => {
    const main = document.querySelector('main');
    const isBusy = !main || document.querySelector('[aria-busy=true]')
      || [...main.querySelectorAll('p')].some((part) => part.textContent.startsWith('Loading'));
    quiet = isBusy ? 0 : quiet + 1;
    if (quiet > 15) done(true); else requestAnimationFrame(look);
  };
  look();
})"""


class Picture(NamedTuple):
    """What is shown on a picture: an address, on a screen of some size, in light or dark colours."""

    address: str
    size: tuple[int, int] = (1440, 960)
    colours: Literal["light", "dark"] = "light"
    at: str | None = None
    """What is scrolled to."""


PICTURES: Final = {
    "timeline": Picture(f"{CASE}&known_on=2024-10-28"),
    "incident": Picture(f"{CASE}&known_on=2024-10-28&incident=clash-2024-10-25"),
    "confirmed": Picture(f"{CASE}&known_on=2025-04-26&incident=combat-in-kursk", colours="dark"),
    "changes": Picture(f"{CASE}&known_on=2024-11-05&from=2024-10-28", at="#changes"),
    "figures": Picture(f"{CASE}&known_on=2024-12-31&incident=troops-in-russia"),
    "recording": Picture(f"{CASE}&form=report", size=(1100, 960)),
    "phone": Picture(f"{CASE}&known_on=2024-10-28", size=(390, 844)),
}


def take() -> None:
    """Take all pictures of a fresh ledger with the seeds."""
    program = chromium.found()
    if program is None:
        raise SystemExit(chromium.NEEDED)
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, a_site(Path(folder), seeded=True) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for name, picture in PICTURES.items():
            _take(browser, site, name, picture)
        browser.close()


def _take(browser: Browser, site: Site, name: str, picture: Picture) -> None:
    width, height = picture.size
    context = browser.new_context(
        base_url=site.url,
        color_scheme=picture.colours,
        locale="en-GB",
        reduced_motion="reduce",
        timezone_id="UTC",
        viewport={"width": width, "height": height},
    )
    page = context.new_page()
    page.goto(picture.address)
    settled(page)
    if picture.at:
        page.locator(picture.at).scroll_into_view_if_needed()
    page.screenshot(path=FOLDER / f"{name}.png", animations="disabled")
    context.close()


def settled(page: Page) -> None:
    """Wait until nothing on the page has been under way for a while."""
    page.evaluate(_SETTLED)


if __name__ == "__main__":
    take()
