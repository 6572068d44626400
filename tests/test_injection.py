"""Whatever papers, names, codebook and decisions hold is text in every output: never a formula, a script, a command.

The corpus of ``injections.py`` goes through the real stages once; then each kind of attack is looked for in each kind
of output, and each output for what it must never hold.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import browser
import docx
import injections
import openpyxl
import pypdfium2
import pytest
import yaml
from browser import Browser
from conftest import ROOT, SHARED_BY_CORPORA, Project, empty_project, stages
from injections import KINDS, MARKS, seen
from lxml import etree
from PIL import Image

from pipeline.shared import tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.glyphs import printable
from pipeline.shared.stage import COMMANDS

# the notebooks run inside this process here, and their kernel client closes its sockets late
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
READ = ("inputs", "sources", "pseudonyms", "statements", "fields", "themes", "guidelines")
FIRST = re.compile(r"^\s*[=+\-@\t\r＝＋－＠]")
NUMBER = re.compile(r"[+\-−]?[\d.,  ]+ ?%?")
FOREIGN = ("onerror", "onload", "onmouseover", "onfocus", "autofocus")
STARTS = "javascript:", "http://injiziert.example"
INSIDE = ("Relationship", "hyperlink", "instrText", "fldSimple")
PATIENCE = 300


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Run every stage over the hostile corpus, with hostile decisions."""
    book = yaml.safe_load((ROOT / "data/raw/sample/codebook.yaml").read_text(encoding="utf-8"))
    made = empty_project(tmp_path_factory.mktemp("feindlich") / "Prüfung Ä & co")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.root)
        injections.write(made, book)
        made.run(*READ)
        injections.decide(made, book)
        made.run("inputs", *(name for name in stages() if name not in (*SHARED_BY_CORPORA, "inputs", "sources")))
        yield made


@pytest.fixture(scope="module")
def corpus(project: Project) -> Corpus:
    return project.corpus


def files(corpus: Corpus, *suffixes: str) -> list[Path]:
    """Return the reports that end so; never none."""
    found = [path for path in sorted(corpus.reports.rglob("*")) if path.suffix in suffixes]
    assert found
    return found


class Words(HTMLParser):
    """The texts of a page, its attributes, and what its scripts and styles hold."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = [""]
        self.programs: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in {"mark", "b", "strong", "em", "span", "wbr", "a", "i"}:
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"mark", "b", "strong", "em", "span", "wbr", "a", "i"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            self.programs.append((json.dumps(self.tags[-1][1]), data))
        else:
            self.texts[-1] += data


def strings(value: object) -> Iterator[str]:
    """Yield every string of a JSON structure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def told_by_page(path: Path) -> Iterator[str]:
    """Yield the texts, described attributes and data of one page."""
    page = Words(path.read_text(encoding="utf-8"))
    yield from page.texts
    for _, attributes in page.tags:
        yield from attributes.values()
    for kind, program in page.programs:
        if "json" in kind:
            yield from strings(json.loads(program))
        else:
            for found in re.finditer(r'"(?:[^"\\\n]|\\.)*"', program):
                try:
                    yield str(json.loads(found[0]))
                except ValueError:
                    continue


def pages(corpus: Corpus) -> Iterator[str]:
    for path in files(corpus, ".html"):
        yield from told_by_page(path)


def separated(corpus: Corpus) -> Iterator[str]:
    csv.field_size_limit(2 * len(injections.MEGABYTE))
    for path in files(corpus, ".csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream, delimiter=";"):
                yield from row


def workbooks(corpus: Corpus) -> Iterator[str]:
    for path in files(corpus, ".xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                yield from (str(cell.value) for cell in row if cell.value is not None)


def typeset(corpus: Corpus) -> Iterator[str]:
    for path in files(corpus, ".pdf"):
        document = pypdfium2.PdfDocument(path)
        yield " ".join(page.get_textpage().get_text_range() for page in document)


def word_files(corpus: Corpus) -> Iterator[str]:
    for path in files(corpus, ".docx"):
        paper = docx.Document(str(path))
        yield from (paragraph.text for paragraph in paper.paragraphs)
        yield from (cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def projects(corpus: Corpus) -> Iterator[str]:
    for path in files(corpus, ".qdpx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".txt"):
                    yield from archive.read(name).decode("utf-8-sig").split("\n")
                elif name.endswith(".qde"):
                    for node in etree.fromstring(archive.read(name)).iter():
                        yield from (node.text or "", *node.attrib.values())


def drawn(corpus: Corpus) -> Iterator[str]:
    for path in files(corpus, ".png"):
        with Image.open(path) as image:
            yield str(image.info["Description"])


OUTPUTS: dict[str, Callable[[Corpus], Iterator[str]]] = {
    "pages": pages, "csv": separated, "workbooks": workbooks, "pdf": typeset, "docx": word_files, "projects": projects,
    "charts": drawn,
}  # fmt: skip
WHOLE = ("pages", "csv", "workbooks", "projects")  # where every statement stands; elsewhere some are shown
SOME = {"pdf": 10, "docx": 10, "charts": 3}


def bare(text: str) -> str:
    """Return what is compared: what a reader sees, composed, without blanks and line breaks."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", seen(text)))


@cache
def told(corpus: Corpus, output: str) -> list[str]:
    """Return everything that an output says, as it is compared."""
    return [bare(text) for text in OUTPUTS[output](corpus)]


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_statement_keeps_what_can_be_seen_of_an_attack(corpus: Corpus, kind: str) -> None:
    """What reading takes away is what cannot be seen or is cut off as a sentence of its own; nothing else changes."""
    statements = tables.STATEMENTS.read(corpus)
    found = statements.loc[statements["display_text"].str.contains(MARKS[kind], regex=False)]
    assert set(injections.PAPERS) <= set(found["document"])
    for document, text in found[["document", "display_text"]].itertuples(index=False):
        if document in injections.PAPERS:
            whole = bare(corpus.text(document))
            assert bare(text) in whole
            assert bare(clipped(KINDS[kind])) in whole, kind
        assert not COMMANDS.search(text)


def clipped(attack: str) -> str:
    """Return the longest part of an attack that no control divides."""
    return max(re.split(r"[\x00-\x1f\x7f-\x9f\u00ad\ufffe\uffff]|[^\S ]", attack), key=lambda part: len(part.strip()))


@pytest.mark.parametrize("output", list(OUTPUTS))
@pytest.mark.parametrize("kind", list(KINDS))
def test_an_attack_is_text_in_every_output(corpus: Corpus, kind: str, output: str) -> None:
    statements = tables.STATEMENTS.read(corpus)
    said = statements.loc[statements["display_text"].str.contains(MARKS[kind], regex=False), "display_text"]
    wanted = {bare(text) for text in said}
    texts = told(corpus, output)
    there = [text for text in texts if MARKS[kind] in text]
    if output in WHOLE:
        assert all(any(text in other for other in there) for text in wanted)
    elif output in ("pdf", "docx"):
        for text in there:
            for place in re.finditer(re.escape(MARKS[kind]), text):
                before = set_in_type(text[: place.end()])
                assert any(before.endswith(set_in_type(end)) for end in ends(corpus, kind)), before[-80:]
    assert not any(COMMANDS.search(text) for text in there)


def set_in_type(text: str) -> str:
    """Return a text as type shows it: a box for what has no picture, no hyphen (one at the end of a line gets lost)."""
    return printable(text).replace("-", "")


@cache
def ends(corpus: Corpus, kind: str) -> frozenset[str]:
    """Return every way in which a free word may end at the mark of ``kind``: statements, themes, guidelines."""
    found = []
    for table, column in ((tables.STATEMENTS, "display_text"), (tables.THEMES, "label"), (tables.GUIDELINES, "text")):
        found += [str(text) for text in table.read(corpus)[column] if MARKS[kind] in str(text)]
    return frozenset(bare(text).split(MARKS[kind])[0][-30:] + MARKS[kind] for text in found)


@pytest.mark.parametrize("output", list(SOME))
def test_outputs_that_show_a_choice_show_attacks(corpus: Corpus, output: str) -> None:
    """Without this the matrix could pass because nothing hostile got there."""
    whole = " ".join(told(corpus, output))
    assert sum(mark in whole for mark in MARKS.values()) >= SOME[output]


def test_no_cell_is_a_formula(corpus: Corpus) -> None:
    for path in files(corpus, ".xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            words = [cell for row in sheet.iter_rows() for cell in row if MARKED.search(str(cell.value))]
            assert all(cell.data_type != "f" for cell in words)
            assert all(cell.hyperlink is None for cell in words)


MARKED = re.compile(r"Zk\d\dq")


def test_no_separated_cell_begins_like_a_formula(corpus: Corpus) -> None:
    broken = [cell for cell in separated(corpus) if FIRST.match(cell) and not NUMBER.fullmatch(cell.strip())]
    assert broken == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="kein LibreOffice auf diesem Rechner")
def test_libreoffice_sees_no_formula(corpus: Corpus, tmp_path: Path) -> None:
    given = [corpus.reports / "intern/tables/aussagen.csv", corpus.reports / "intern/review.xlsx"]
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless",
               "--convert-to", "fods", "--infilter=CSV:59,34,76", "--outdir", str(tmp_path)]  # fmt: skip
    for path in given:
        own = [part for part in command if path.suffix == ".csv" or not part.startswith("--infilter")]
        subprocess.run([*own, str(path)], check=True, capture_output=True, timeout=PATIENCE)
        text = (tmp_path / f"{path.stem}.fods").read_text(encoding="utf-8")
        cells = re.findall(r"<table:table-cell[^>]*>(?:(?!</table:table-cell>).)*Zk\d\dq", text, re.DOTALL)
        assert len(cells) >= len(KINDS)
        assert not [cell for cell in cells if "table:formula" in cell or 'xlink:href="http' in cell]


def test_no_page_holds_an_element_of_an_attack(corpus: Corpus) -> None:
    for path in files(corpus, ".html"):
        page = Words(path.read_text(encoding="utf-8"))
        for tag, attributes in page.tags:
            assert not set(attributes) & set(FOREIGN), path.name
            assert not any(attributes.get(name, "").strip().lower().startswith(STARTS) for name in ("href", "src"))
            assert (tag, attributes.get("src")) != ("img", "x")
        assert not [program for _, program in page.programs if "alert('da')" in program and "<script>" in program]


@pytest.mark.skipif(not browser.PROGRAM, reason="kein Chromium auf diesem Rechner")
def test_a_browser_runs_nothing_and_asks_for_nothing(corpus: Corpus, tmp_path: Path) -> None:
    with Browser(tmp_path) as shown:
        shown.window(1280, 900)
        for path in files(corpus, ".html"):
            shown.open(path)
            shown.run(OPEN)
            shown.run("new Promise(done => setTimeout(done, 100))")
            assert shown.dialogs == []
            assert shown.run("typeof window.pwned") == "undefined", path.name
            assert shown.requests == [path.as_uri()], path.name
            assert shown.run("document.documentElement.scrollWidth <= window.innerWidth + 1"), path.name


OPEN = """
document.querySelectorAll('details').forEach(node => { node.open = true; });
document.querySelectorAll('input, textarea, button').forEach(node => { node.focus(); });
document.querySelectorAll('*').forEach(node => { node.dispatchEvent(new MouseEvent('mouseover')); });
"""


def test_no_chart_holds_more_than_drawing(corpus: Corpus) -> None:
    for path in files(corpus, ".svg"):
        for node in etree.fromstring(path.read_bytes()).iter(etree.Element):
            assert etree.QName(node).localname not in {"script", "foreignObject", "image", "a"}
            assert not [name for name in node.attrib if etree.QName(name).localname.startswith("on")]
            links = [value for name, value in node.attrib.items() if etree.QName(name).localname == "href"]
            assert all(link.startswith("#") for link in links)


def test_no_word_file_holds_a_field_or_a_link_of_an_attack(corpus: Corpus) -> None:
    for path in files(corpus, ".docx"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    root = etree.fromstring(archive.read(name))
                    for node in root.iter(etree.Element):
                        if etree.QName(node).localname in INSIDE:
                            inside = " ".join([node.text or "", *node.attrib.values()])
                            assert not MARKED.search(inside)
                            assert "injiziert" not in inside


def test_nothing_was_started_and_nothing_written_beside(project: Project) -> None:
    assert not list(project.root.rglob("pwned*"))
    assert not {"calc", "id"} & {path.name for path in project.root.iterdir()}


def test_what_is_typeset_reads_no_file(corpus: Corpus) -> None:
    """The attack on typst asks for params.yaml; none of its words may stand in a report."""
    assert not any("top_themes" in text for text in told(corpus, "pdf"))


def test_a_word_of_a_megabyte_is_kept_whole(corpus: Corpus) -> None:
    text = corpus.text("lang.txt")
    assert injections.MEGABYTE in text.replace(" ", "")
    assert max(map(len, text.split())) <= 500
    documents = tables.DOCUMENTS.read(corpus).set_index("document")
    assert "in Stücke geteilt" in str(documents.loc["lang.txt", "note"])


def test_no_escape_and_no_bidi_control_reaches_the_terminal(tmp_path: Path) -> None:
    made = empty_project(tmp_path / "leer")
    made.document("\x1b[31m\u202ekaputt.exe", b"MZ\x90\x00")
    made.document("a.md", "# Werkstatt\n\n## Probleme\n\n- Der Radweg fehlt hier.\n")
    said = ""
    for stage in ("inputs", "sources"):
        done = subprocess.run(
            [sys.executable, "-m", f"pipeline.{stage}"], cwd=made.root, capture_output=True, text=True, check=False,
            env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
        )  # fmt: skip
        assert done.returncode == 0
        said += done.stdout + done.stderr
    assert r"\x1b[31m\u202ekaputt.exe" in said
    assert not {"\x1b", "\u202e"} & set(said)
