"""The pages of the ledger: whole, labelled without colour alone, harmless, inside the house only."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from test_report import published

from pipeline.report import __main__ as report
from pipeline.report.ledger_pages import Paper, Passage
from pipeline.report.texts import TEMPLATES
from pipeline.shared import tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import CATEGORY_NAMES

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), "")
VOID = {"meta", "input", "link", "br"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return published(120, tmp_path_factory.mktemp("verbleib"))


def pages(corpus: Corpus) -> dict[str, str]:
    folder = corpus.reports / "intern" / "verbleib"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.html"))}


class Text(HTMLParser):
    """Collects the passages of a page: class, label, reason and words, and every tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.passages: list[list[str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        inside = "text" in self.open
        if tag not in VOID:
            self.open.append("text" if given.get("id") == "text" else tag)
        if inside and tag == "span":
            self.passages.append([str(given["class"]), "", "", ""])

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "text" in self.open and self.open[-1] != "text":
            self.passages[-1][{"b": 1, "em": 2}.get(self.open[-1], 3)] += data


def test_every_paper_that_was_read_has_a_page_with_its_whole_text(corpus: Corpus) -> None:
    ledger = tables.LEDGER.read(corpus)
    shown = {
        re.sub(r".*Verbleib des Textes: (.*?)</h1>.*", r"\1", page, flags=re.DOTALL): Text(page)
        for name, page in pages(corpus).items()
        if name != "index.html"
    }
    documents = tables.DOCUMENTS.read(corpus)
    read = set(documents.loc[documents["status"] == "ok", "document"])
    assert set(shown) == read
    for document, page in shown.items():
        spans = ledger[ledger["document"] == document].sort_values("start")
        assert "".join(words for *_, words in page.passages) == "".join(
            corpus.text(document)[start:end] for start, end in zip(spans["start"], spans["end"], strict=True)
        )
        assert [kind for kind, *_ in page.passages] == spans["category"].tolist()


def test_colour_is_never_alone(corpus: Corpus) -> None:
    for name, page in pages(corpus).items():
        for kind, label, reason, words in Text(page).passages:
            if any(sign.isalnum() for sign in words):
                assert label.startswith(CATEGORY_NAMES[kind]), name
                assert reason, name
    lines = re.findall(r"^\.(\w+)\{background:var\(--\1\);border-bottom:2px (\w+)", style(), re.MULTILINE)
    assert {kind for kind, _ in lines} == set(CATEGORY_NAMES)


def style() -> str:
    return (TEMPLATES / "ledger.css").read_text(encoding="utf-8")


def colours() -> list[dict[str, str]]:
    """Return the colours by name, for light and for dark."""
    parts = re.findall(r":root\{([^}]*)\}", style())
    light = dict(re.findall(r"--([\w-]+):(#\w+)", parts[0]))
    return [light, light | dict(re.findall(r"--([\w-]+):(#\w+)", parts[1]))]


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio by WCAG 2.1."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["hell", "dunkel"])
def test_words_and_lines_stand_out_by_day_and_by_night(theme: int) -> None:
    found = colours()[theme]
    for category in CATEGORY_NAMES:
        assert contrast(found[category], found["ink"]) >= 4.5, category
        assert contrast(found[f"{category}-line"], found["paper"]) >= 3, category
    assert contrast(found["paper"], found["quiet"]) >= 4.5
    assert contrast(found["warnback"], found["warn"]) >= 4.5


def test_a_page_needs_no_network_and_runs_no_words(corpus: Corpus) -> None:
    known = set(pages(corpus))
    for name, page in pages(corpus).items():
        text = Text(page)
        assert "default-src 'none'" in page
        assert "<script>alert" not in page
        assert page.count("<script") == (name != "index.html")
        for tag, given in text.tags:
            assert "src" not in given
            target = str(given.get("href", "#")).split("#", maxsplit=1)[0]
            assert tag != "link"
            assert not target or target in known or target == "../index.html", target
        names = [str(given["id"]) for _, given in text.tags if "id" in given]
        assert len(names) == len(set(names)), name


def test_headings_descend_and_tables_can_be_reached_by_keyboard(corpus: Corpus) -> None:
    for page in pages(corpus).values():
        tags = Text(page).tags
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        scrolled = [given for _, given in tags if given.get("class") == "scroll"]
        assert all(given["tabindex"] == "0" and given["aria-label"] for given in scrolled)


def test_nothing_of_it_lies_outside_the_house(corpus: Corpus) -> None:
    outside = [path for path in corpus.reports.rglob("*") if "intern" not in path.relative_to(corpus.reports).parts]
    assert not [path for path in outside if path.name == "verbleib"]
    assert "verbleib/index.html" not in (corpus.reports / "index.html").read_text(encoding="utf-8")
    assert "verbleib/index.html" in (corpus.reports / "intern" / "index.html").read_text(encoding="utf-8")
    assert all("Vertraulich" in page for page in pages(corpus).values())


def test_papers_that_were_not_read_are_listed_and_pages_of_gone_papers_go(corpus: Corpus) -> None:
    (corpus.reports / "intern" / "verbleib" / "dalt.html").write_text("alt", encoding="utf-8")
    report.main(corpus)
    listed = pages(corpus)["index.html"]
    documents = tables.DOCUMENTS.read(corpus)
    assert "dalt.html" not in pages(corpus)
    assert all(name in listed for name in documents.loc[documents["status"] != "ok", "document"])
    assert len(pages(corpus)) == (documents["status"] == "ok").sum() + 1


def test_the_name_of_a_page_says_nothing_about_the_paper() -> None:
    paper = Paper("Gespräch Frau Ahrens.docx", (), (Passage("s1", "other", "Sonstiges", "Grund", "Wort"),))
    assert re.fullmatch(r"d[0-9a-f]{12}\.html", paper.file)
    assert paper.covered.startswith("0")


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="no browser here")
def test_the_program_shows_the_controls_and_hides_the_reasons(corpus: Corpus, tmp_path: Path) -> None:
    name = next(name for name in pages(corpus) if name != "index.html")
    place = corpus.reports / "intern" / "verbleib" / name
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}",
               "--virtual-time-budget=2000", "--dump-dom", place.as_uri()]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout
    assert re.search(r"<fieldset data-programm=\"\">", shown)
    assert re.search(r'<body class="">', shown)
