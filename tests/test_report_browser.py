"""The HTML report in a browser: accessible (axe-core), usable by keyboard alone, silent on the network, quick."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import browser
import corpora
import pytest
from browser import Browser

from pipeline.charts import __main__ as charts
from pipeline.frequencies import __main__ as frequencies
from pipeline.report import __main__ as report
from pipeline.shared import tables
from pipeline.shared.corpus import Corpus

pytestmark = pytest.mark.skipif(not browser.PROGRAM, reason="kein Chromium auf diesem Rechner")

CARRIERS = ("axe_core_python", "axe_playwright_python", "axe_selenium_python")  # packages that bring axe-core along
MANY = 20_000
PATIENCE = 200  # milliseconds until the first filter has an answer


def axe() -> Path | None:
    """Return where axe-core lies: named by AXE_CORE, or brought by an installed package."""
    if named := os.environ.get("AXE_CORE"):
        return Path(named)
    for name in CARRIERS:
        found = importlib.util.find_spec(name)
        if found is not None and found.origin:
            return next(iter(sorted(Path(found.origin).parent.rglob("axe.min.js"))), None)
    return None


def published(size: int, root: Path) -> Corpus:
    corpus = corpora.write(corpora.fabricate(size), root)
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    charts.main(corpus, charts.Params(top_themes=5, dpi=72))
    report.main(corpus)
    return corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return published(200, tmp_path_factory.mktemp("netz"))


@pytest.fixture
def page(corpus: Corpus, tmp_path: Path) -> Iterator[Browser]:
    with Browser(tmp_path) as shown:
        shown.window(1280, 900)
        shown.open(corpus.reports / "index.html")
        yield shown


OPEN_ALL = """
document.querySelectorAll('details').forEach(node => { node.open = true; });
for (const name of ['theme', 'plan', 'offers', 'rest']) document.querySelector(`button[data-${name}]`)?.click();
document.querySelectorAll('#liste .said button').forEach((node, place) => { if (place < 3) node.click(); });
"""
VIOLATIONS = """
axe.run().then(found => found.violations.map(one => one.id + ': ' + one.nodes.map(node => node.target).join(' | ')))
"""


@pytest.mark.skipif(axe() is None, reason="axe-core fehlt: AXE_CORE=Pfad/axe.min.js setzen")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("variant", ["", "intern"])
def test_axe_finds_no_violation_with_everything_open(corpus: Corpus, page: Browser, variant: str, scheme: str) -> None:
    page.scheme(scheme)
    page.open(corpus.reports / variant / "index.html")
    page.run(OPEN_ALL)
    source = axe()
    assert source is not None
    page.run(f"{source.read_text(encoding='utf-8')};0")
    assert page.run(VIOLATIONS) == []


def test_everything_that_can_be_worked_has_a_name(page: Browser) -> None:
    page.run(OPEN_ALL)
    nodes = page.ask("Accessibility.getFullAXTree")["nodes"]
    worked = {"button", "link", "textbox", "searchbox", "combobox", "DisclosureTriangle", "img", "image", "region"}
    found = [node for node in nodes if not node["ignored"] and node["role"]["value"] in worked]
    assert len(found) > 200
    assert not [node["role"]["value"] for node in found if not node.get("name", {}).get("value")]


def test_the_page_asks_for_nothing_but_itself(corpus: Corpus, page: Browser) -> None:
    page.run(OPEN_ALL)
    page.type("Steg")
    page.run("new Promise(done => setTimeout(done, 300))")
    assert page.requests == [(corpus.reports / "index.html").as_uri()]


def test_the_keyboard_alone_leads_from_a_figure_to_the_place_in_the_source(corpus: Corpus, page: Browser) -> None:
    page.press("Tab")
    assert page.run("document.activeElement.textContent") == "Zum Inhalt springen"
    page.press("Enter")
    page.tab_until("e.tagName === 'SUMMARY' && e.closest('#abb-felder')")
    page.press("Enter")
    page.tab_until("e.matches('#abb-felder td button')")
    promised = int(page.run("document.activeElement.firstChild.textContent.replace(/\\D/g, '')"))
    page.press("Enter")
    assert page.run("document.activeElement.id") == "h-aussagen"
    assert not page.run("document.getElementById('auswahl').hidden")
    shown = int(page.run("parseInt(document.getElementById('treffer').textContent.replace(/\\D*(\\d+).*/, '$1'))"))
    assert 0 < shown <= promised  # those that may be quoted
    page.tab_until("e.matches('#liste .said button')")
    words = page.run("document.activeElement.closest('.said').querySelector('.words').textContent")
    page.press("Space")
    assert page.run("document.activeElement.getAttribute('aria-expanded')") == "true"
    marked = page.run("document.activeElement.closest('.said').querySelector('mark').textContent")
    statements = tables.STATEMENTS.read(corpus)
    own = statements.loc[statements["display_text"] == words].iloc[0]
    assert marked == own["text"]
    assert page.run("document.activeElement.closest('.said').querySelector('.place').textContent").startswith(
        str(own["document"])
    )


def test_a_theme_in_a_table_leads_to_its_chain_and_a_statement_back_to_its_theme(page: Browser) -> None:
    page.tab_until("e.tagName === 'SUMMARY' && e.closest('#abb-themen')")
    page.press("Enter")
    page.tab_until("e.matches('#abb-themen th a')")
    page.press("Enter")
    page.wait("document.activeElement.matches('li.theme')")
    theme = page.run("document.activeElement.id")
    assert page.run("document.activeElement.closest('details').open")
    page.tab_until("e.matches('button[data-theme]')")
    page.press("Enter")
    words = page.run("document.querySelector('.chain .words').textContent")
    page.run("document.getElementById('f-text').focus()")
    page.type(words)
    page.wait(f"[...document.querySelectorAll('#liste .said a')].some(way => way.hash === '#{theme}')")
    page.tab_until(f"e.hash === '#{theme}'")
    page.press("Enter")
    page.wait(f"document.activeElement.id === '{theme}'")


def test_the_filter_is_worked_by_keyboard_and_says_what_it_found(page: Browser) -> None:
    everything = page.run("document.getElementById('treffer').textContent")
    page.tab_until("e.id === 'f-text'")
    page.type("Steg")
    page.wait(f"document.getElementById('treffer').textContent !== {everything!r}")
    assert page.run("document.getElementById('treffer').getAttribute('aria-live')") == "polite"
    texts = page.run("[...document.querySelectorAll('#liste .words')].map(node => node.textContent)")
    assert texts
    assert all("steg" in text.lower() for text in texts)
    page.tab_until("e.id === 'f-type'")
    page.press("ArrowDown")
    page.wait("document.getElementById('f-type').value !== ''")
    kind = page.run("document.getElementById('f-type').selectedOptions[0].textContent")
    facts = page.run("[...document.querySelectorAll('#liste .said > .quiet')].map(node => node.textContent)")
    assert all(text.startswith(kind) for text in facts)
    page.tab_until("e.type === 'reset'")
    page.press("Enter")
    page.wait(f"document.getElementById('treffer').textContent === {everything!r}")


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_sticks_out_of_the_window(page: Browser, width: int) -> None:
    page.window(width, 800)
    page.run(OPEN_ALL)
    assert page.run("document.documentElement.scrollWidth") <= width


def test_numbers_on_the_page_are_those_of_the_tables(corpus: Corpus, page: Browser) -> None:
    cells = tables.CELLS.read(corpus)
    cells = cells.loc[cells["variant"] == "oeffentlich"]
    known = {f"{row.table}|{row.row}|{row.column}": row for row in cells.itertuples()}
    said = page.run("[...document.querySelectorAll('td[data-cell]')].map(cell => [cell.dataset.cell, "
                    "(cell.querySelector('button')?.firstChild ?? cell).textContent])")  # fmt: skip
    assert len(said) > 300
    for key, words in said:
        expected = "·" if not known[key].shown else str(known[key].mentions)
        assert words.replace("\u202f", "") == expected, key


FILTERED = """
(() => {
  const box = document.getElementById('f-field');
  const begun = performance.now();
  box.value = '1';
  box.dispatchEvent(new Event('change'));
  document.body.getBoundingClientRect();
  return performance.now() - begun;
})()
"""
SEARCHED = """
(() => {
  const box = document.getElementById('f-text');
  box.value = 'Steg am Ufer';
  const begun = performance.now();
  document.getElementById('filter').requestSubmit();
  document.body.getBoundingClientRect();
  return performance.now() - begun;
})()
"""


@pytest.mark.slow
def test_twenty_thousand_statements_are_filtered_before_one_notices(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    corpus = published(MANY, tmp_path_factory.mktemp("viele"))
    with Browser(tmp_path) as shown:
        shown.open(corpus.reports / "intern" / "index.html")
        assert shown.run("document.getElementById('treffer').textContent").startswith("20.000")
        filtered, searched = shown.run(FILTERED), shown.run(SEARCHED)
    print(f"first filter {filtered:.0f} ms, first full-text search {searched:.0f} ms")
    assert filtered < PATIENCE
    assert searched < PATIENCE
