"""Safety: text of a report is text, whatever it holds, and nothing but the page's own code runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site
from tests.page.telling import open_timeline, tell

ATTACKS = [
    "<script>window.run = 1</script>",
    "<img src=x onerror='window.run = 1'>",
    "<svg onload='window.run = 1'>",
    "'\"><iframe srcdoc='<script>parent.run = 1</script>'>",
    "{{constructor.constructor('window.run = 1')()}}",
    "javascript:window.run=1",
    "</title><script>window.run = 1</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_of_a_report_never_runs(ledger: Site, reader: Reader, attack: str) -> None:
    open_timeline(ledger, attack, title=attack)
    tell(
        ledger,
        statement=attack,
        quote={"exact": attack, "prefix": attack},
        place={"name": attack},
        actors=[{"name": attack, "role": "subject"}],
        figures=[{"measure": "killed", "best": 3, "qualifier": attack[:40]}],
    )

    page = reader.open(ledger, "/?timeline=t&incident=i1&from=2024-01-01&known_on=2024-10-03")
    article = page.locator("#incident")
    expect(article.get_by_text(attack).first).to_be_visible()
    for panel in ("timeline", "changes"):
        expect(page.locator(f"#{panel}").get_by_text(attack).first).to_be_visible()
    page.locator("#timeline").get_by_role("button", name="Table").click()
    expect(page.locator("#timeline").get_by_text(attack).first).to_be_visible()

    assert page.title() == f"{attack} · As Known"
    assert page.evaluate("window.run") is None
    assert page.evaluate("document.querySelectorAll('main script, main iframe, main img').length") == 0


def test_a_source_link_leads_to_the_web_only_and_tells_it_nothing(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, "/?timeline=dprk-in-russia&incident=clash-2024-10-25")
    links = page.locator("#incident a[href^='http']")
    expect(links.first).to_be_visible()

    for link in links.all():
        assert {"noreferrer", "noopener"} <= set((link.get_attribute("rel") or "").split())
        assert (link.get_attribute("href") or "").startswith(("https://", "http://"))


def test_code_from_elsewhere_is_refused_by_the_policy(reader: Reader, demo: Site) -> None:
    page = reader.open(demo)
    expect(page.locator("#timeline li")).not_to_have_count(0)
    reader.expects("Trusted(HTML|Script)|require-trusted-types-for")

    ran = page.evaluate("""() => {
      const script = document.createElement('script');
      try { script.textContent = 'window.run = 1'; document.body.append(script); } catch { /* as it should */ }
      try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); return 'markup'; } catch { /* likewise */ }
      return window.run ?? 'nothing';
    }""")

    assert ran == "nothing"
