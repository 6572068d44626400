"""Confidential: no public file quotes material that may only be counted, and every page of the internal one says so."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from conftest import ROOT, Hermetic

from pipeline.clearance.opening import texts
from pipeline.shared.corpus import Corpus
from pipeline.shared.leaks import plain
from pipeline.shared.publication import CONFIDENTIAL
from pipeline.shared.release import runs
from pipeline.shared.tables import DOCUMENTS

INTERNAL = "intern"
SEALED = "Vertraulich"
LABEL = re.compile(r"\[[^\]\s]+_\d+\]")


def hushed(corpus: Corpus) -> frozenset[str]:
    """Return the runs of words that stand in papers which may only be counted, and in nothing that is free."""
    papers = DOCUMENTS.read(corpus)
    papers = papers.loc[papers["status"].eq("ok")]
    spoken: dict[bool, set[str]] = {True: set(), False: set()}
    for name, publish in zip(papers["document"], papers["publish"], strict=True):
        spoken[publish == "quote"] |= runs(LABEL.sub(" ", corpus.text(name)))
    written = [corpus.codebook, ROOT / "params.yaml", *sorted((ROOT / "pipeline").rglob("*.py"))]
    ours = {run for path in written for run in runs(path.read_text(encoding="utf-8"))}
    return frozenset(spoken[False] - spoken[True] - ours)


def public(corpus: Corpus) -> Iterator[Path]:
    """Yield every file that may leave the house."""
    for path in sorted(corpus.reports.rglob("*")):
        if path.is_file() and INTERNAL not in path.relative_to(corpus.reports).parts:
            yield path


def quoted(path: Path, secret: frozenset[str]) -> set[str]:
    """Return the runs of ``secret`` that stand in a file: in its text, cells, metadata, attachments."""
    found: set[str] = set()
    for text in texts(path.read_bytes(), path.suffix):
        for reading in plain(text):
            found |= runs(LABEL.sub(" ", reading)) & secret
    return found


def test_a_quotation_is_seen_in_any_file(tmp_path: Path) -> None:
    secret = frozenset(runs("Da fährt nach sechs Uhr kein Bus mehr"))
    (tmp_path / "a.html").write_text("<p>Da fährt nach <b>sechs</b> Uhr kein&nbsp;Bus mehr.</p>", encoding="utf-8")
    (tmp_path / "b.html").write_text("<p>Nach sechs fährt kein Bus.</p>", encoding="utf-8")
    assert quoted(tmp_path / "a.html", secret)
    assert not quoted(tmp_path / "b.html", secret)


@pytest.mark.slow
def test_no_public_file_quotes_what_may_only_be_counted(hermetic: Hermetic) -> None:
    secret = hushed(hermetic.corpus)
    files = list(public(hermetic.corpus))
    assert len(secret) > 1000
    assert {".html", ".pdf", ".docx", ".xlsx", ".csv", ".svg", ".png", ".qdpx", ".json"} <= {p.suffix for p in files}
    broken = {path.relative_to(hermetic.corpus.reports).as_posix(): len(quoted(path, secret)) for path in files}
    assert {name: count for name, count in broken.items() if count} == {}
    inside = hermetic.corpus.reports / INTERNAL / "index.html"
    assert quoted(inside, secret), "the internal report quotes interviews; else this test sees nothing"


@pytest.mark.slow
def test_every_page_of_the_internal_variant_says_that_it_is_confidential(hermetic: Hermetic) -> None:
    folder = hermetic.corpus.reports / INTERNAL
    for path in sorted(folder.glob("*.pdf")):
        for page in pypdfium2.PdfDocument(path):
            assert SEALED in page.get_textpage().get_text_bounded(), path.name
    for path in sorted(folder.glob("*.docx")):
        for section in docx.Document(io.BytesIO(path.read_bytes())).sections:
            marks = [
                section.header,
                *([section.first_page_header] if section.different_first_page_header_footer else []),
            ]
            assert all(CONFIDENTIAL in "".join(p.text for p in mark.paragraphs) for mark in marks), path.name
    for path in sorted(folder.glob("*.html")):
        assert SEALED in path.read_text(encoding="utf-8"), path.name
    for path in sorted(folder.glob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path).worksheets:
            said = "".join(
                str(part.text) for part in (sheet.oddHeader.left, sheet.oddHeader.center, sheet.oddHeader.right)
            )
            assert SEALED in said, (path.name, sheet.title)


@pytest.mark.slow
def test_no_public_file_claims_to_be_confidential(hermetic: Hermetic) -> None:
    for path in public(hermetic.corpus):
        if path.suffix in {".html", ".pdf", ".docx"} and "notebooks" not in path.parts:
            assert not any(CONFIDENTIAL in text for text in texts(path.read_bytes(), path.suffix)), path.name
