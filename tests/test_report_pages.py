"""The report on paper: nothing sticks out or is cut, no glyph is missing, tags say what things are, Word files open."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import corpora
import numpy as np
import pikepdf
import pypdfium2
import pytest

from pipeline.charts import __main__ as charts
from pipeline.frequencies import __main__ as frequencies
from pipeline.report import __main__ as report
from pipeline.shared import tables
from pipeline.shared.corpus import Corpus

OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
LONG = "Zusammenarbeit/Verwaltungsgemeinschaft und Donaudampfschifffahrtsgesellschaftskapitänsvereinigung"
PAPERS = [f"{place}{name}.pdf" for place in ("", "intern/") for name in ("report", "summary")]
EDGE = 1.4  # centimetres at each side of a page that stay white
DOTS = 50


def published(invented: corpora.Invented, root: Path) -> Corpus:
    corpus = corpora.write(invented, root)
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    charts.main(corpus, charts.Params(top_themes=10, dpi=72))
    report.main(corpus)
    return corpus


def long_named() -> corpora.Invented:
    """Return a corpus whose themes, events and proposals have very long names."""
    invented = corpora.fabricate(300)
    for number, row in enumerate(invented.rows["themes.parquet"]):
        row["label"] = row["label_suggested"] = f"{LONG} {number}"
    for row in invented.rows["guidelines.parquet"]:
        row["text"] = f"{LONG}: {row['text']}"
    return invented


def one_paper() -> corpora.Invented:
    """Return a corpus of one paper with two statements."""
    invented = corpora.Invented()
    invented.add(tables.DOCUMENTS, document="brief.txt", event="auftakt", date="2024-01-01", kind="email",
                 publish="quote", status="ok", stakeholder_group="Rat", sha256="0", reader="text")  # fmt: skip
    for number, kind in enumerate(("problem", "ziel")):
        invented.add(tables.STATEMENTS, statement_id=f"a{number}", document="brief.txt", start=0, end=4, text="Steg",
                     display_text="Steg", position=number, event="auftakt", date="2024-01-01", kind="email",
                     publish="quote", type=kind, type_suggested=kind, block=0)  # fmt: skip
        invented.add(tables.FIELDS, statement_id=f"a{number}", field="wasser", rank=1, suggested=True,
                     accepted=True)  # fmt: skip
    invented.texts["brief.txt"] = "Steg\n"
    return invented


def nothing() -> corpora.Invented:
    """Return a corpus without a statement."""
    return corpora.fabricate(0)


KINDS: dict[str, Callable[[], corpora.Invented]] = {"lang": long_named, "einzeln": one_paper, "leer": nothing}


@pytest.fixture(scope="module", params=KINDS)
def corpus(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return published(KINDS[request.param](), tmp_path_factory.mktemp(request.param))


def elements(node: object) -> Iterator[pikepdf.Dictionary]:
    """Yield every element of a structure tree."""
    todo = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, pikepdf.Array):
            todo += list(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                yield one
            todo += [one["/K"]] if "/K" in one else []


@pytest.mark.parametrize("name", PAPERS)
def test_nothing_leaves_the_type_area(corpus: Corpus, name: str) -> None:
    with pypdfium2.PdfDocument(corpus.reports / name) as paper:
        for number, page in enumerate(paper, start=1):
            shown = np.asarray(page.render(scale=DOTS / 72).to_numpy())[..., :3]
            edge = int(EDGE / 2.54 * DOTS)
            for side in (shown[:, :edge], shown[:, -edge:], shown[: edge // 2], shown[-edge // 2 :]):
                assert side.min() > 200, (name, number)


@pytest.mark.parametrize("name", PAPERS)
def test_no_picture_is_higher_or_wider_than_the_page(corpus: Corpus, name: str) -> None:
    with pikepdf.open(corpus.reports / name) as paper:
        figures = [one for one in elements(paper.Root.StructTreeRoot.K) if one["/S"] == "/Figure"]
        found = [one["/A"] for one in figures if "/A" in one]
        marks = [each for one in found for each in (list(one) if isinstance(one, pikepdf.Array) else [one])]
        boxes = [one["/BBox"] for one in marks if isinstance(one, pikepdf.Dictionary) and "/BBox" in one]
        width, height = (float(edge) for edge in list(paper.pages[0].MediaBox)[2:])
        assert boxes
        for box in boxes:
            left, bottom, right, top = (float(edge) for edge in box)
            assert left >= 0
            assert bottom >= 0
            assert right <= width
            assert top <= height


@pytest.mark.parametrize("name", PAPERS)
def test_every_glyph_is_there_and_every_letter_can_be_read_out(corpus: Corpus, name: str) -> None:
    with pypdfium2.PdfDocument(corpus.reports / name) as paper:
        text = "".join(page.get_textpage().get_text_bounded() for page in paper)
    assert "ä" in text
    assert "\ufffd" not in text
    assert "\ufffe" not in text.replace("\ufffe\r\n", "")  # a hyphen at the end of a line
    assert "□" not in text


@pytest.mark.parametrize("name", PAPERS)
def test_tags_say_what_things_are(corpus: Corpus, name: str) -> None:
    with pikepdf.open(corpus.reports / name) as paper:
        assert paper.open_metadata()["pdfuaid:part"] == "1"
        assert str(paper.Root.Lang).startswith("de")
        assert bool(paper.Root.MarkInfo.Marked)
        assert bool(paper.Root.ViewerPreferences.DisplayDocTitle)
        seen = list(elements(paper.Root.StructTreeRoot.K))
        kinds = {str(one["/S"]) for one in seen}
        assert {"/H1", "/P", "/Figure", "/Caption"} <= kinds
        assert all(str(one.get("/Alt", "")).strip() for one in seen if one["/S"] == "/Figure")
        heads = [one for one in seen if one["/S"] == "/TH"]
        assert len(heads) >= sum(one["/S"] == "/Table" for one in seen)
        for page in paper.pages:
            assert "/StructParents" in page or not page.Contents.read_bytes()
            assert str(page.get("/Tabs", "/S")) == "/S"


def test_headings_of_the_pdf_descend_without_a_gap(corpus: Corpus) -> None:
    with pikepdf.open(corpus.reports / "report.pdf") as paper, paper.open_outline() as outline:
        assert [one.title for one in outline.root]
    levels = []
    with pikepdf.open(corpus.reports / "report.pdf") as paper:
        todo = [paper.Root.StructTreeRoot.K]
        while todo:
            one = todo.pop(0)
            if isinstance(one, pikepdf.Array):
                todo = [*one, *todo]
            elif isinstance(one, pikepdf.Dictionary):
                if re.fullmatch(r"/H[1-6]", str(one.get("/S", ""))):
                    levels.append(int(str(one["/S"])[2]))
                todo = [*([one["/K"]] if "/K" in one else []), *todo]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.skipif(not OFFICE, reason="kein LibreOffice auf diesem Rechner")
@pytest.mark.slow
def test_libreoffice_opens_the_word_document_and_keeps_headings_tables_and_pictures(
    corpus: Corpus, tmp_path: Path
) -> None:
    command = [OFFICE, f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}", "--headless", "--convert-to", "odt",
               "--outdir", str(tmp_path), str(corpus.reports / "report.docx")]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    with zipfile.ZipFile(tmp_path / "report.odt") as archive:
        body = archive.read("content.xml").decode()
    with zipfile.ZipFile(corpus.reports / "report.docx") as archive:
        own = archive.read("word/document.xml").decode()
    for level in (1, 2):
        assert body.count(f'text:outline-level="{level}"') >= own.count(f'"Heading{level}"') > 0
    assert body.count("<table:table ") == own.count("<w:tbl>")
    assert body.count("<draw:image") == own.count("<w:drawing") == 11
    assert body.count("<svg:desc>") == 11
    assert "table:table-header-rows" in body
