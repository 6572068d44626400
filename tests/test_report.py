"""Report: complete, accessible, harmless, confidential where it must be, and the same bytes again."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import corpora
import docx
import pikepdf
import pytest

from pipeline.charts import __main__ as charts
from pipeline.frequencies import __main__ as frequencies
from pipeline.report import __main__ as report
from pipeline.shared import glyphs, tables
from pipeline.shared.corpus import Corpus

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), "")
SIZE = 150
PRODUCTS = ("index.html", "report.pdf", "report.docx", "summary.pdf")


def published(size: int, root: Path, invented: corpora.Invented | None = None) -> Corpus:
    corpus = corpora.write(invented or corpora.fabricate(size), root)
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    charts.main(corpus, charts.Params(top_themes=5, dpi=72))
    report.main(corpus)
    return corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return published(SIZE, tmp_path_factory.mktemp("bericht"))


@pytest.fixture(scope="module")
def page(corpus: Corpus) -> str:
    return (corpus.reports / "index.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Collects tags, attributes and headings of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name))]


def data(page: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="daten">(.*?)</script>', page, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_the_page_needs_nothing_else(page: str) -> None:
    seen = Elements(page)
    assert not [tag for tag, attributes in seen.tags if tag in ("link", "iframe", "object", "embed", "img")]
    links = [*seen.values("src"), *seen.values("href"), *seen.values("xlink:href")]
    assert [link for link in links if not link.startswith("#")] == []
    assert "default-src 'none'" in page
    assert not re.search(r"@import|url\((?!#)", page)


def test_every_reference_inside_the_page_has_its_target_once(page: str) -> None:
    seen = Elements(page)
    names = seen.values("id")
    assert len(names) == len(set(names))
    used = {link[1:] for link in [*seen.values("href"), *seen.values("xlink:href")] if link.startswith("#")}
    used |= {name for cell in seen.values("aria-labelledby") for name in cell.split()} | set(seen.values("for"))
    assert used <= set(names)


def test_headings_descend_without_a_gap(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Elements(page).tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_picture_has_a_name_and_a_table(page: str) -> None:
    pictures = [attributes for tag, attributes in Elements(page).tags if tag == "svg"]
    assert len(pictures) == 11
    assert all(attributes["role"] == "img" and attributes["aria-labelledby"] for attributes in pictures)
    assert page.count("Zahlen zu Abbildung") >= 22


def test_hostile_words_stay_words(page: str) -> None:
    body = page.split('id="daten"', maxsplit=1)[0]
    assert "<script>alert" not in page
    assert "<b>fett" not in page
    assert body.count("<script") == 1  # the opening tag of the data
    assert any("<script>alert('x')</script>" in text for text in data(page)["columns"]["t"])  # type: ignore[index]


def test_faults_stand_on_the_first_page(page: str) -> None:
    head = page.split('id="bilder"', maxsplit=1)[0]
    for name in ("kaputt.docx", "leer.pdf", "notiz.xyz", "zweimal.docx"):
        assert name in head


def test_the_public_report_holds_no_word_and_no_name_of_confidential_papers(corpus: Corpus) -> None:
    statements = tables.STATEMENTS.read(corpus)
    hushed = statements.loc[statements["publish"] != "quote"]
    quoted = set(statements.loc[statements["publish"] == "quote", "display_text"])
    secret = [text for text in hushed["display_text"] if text not in quoted] + list(hushed["document"].unique())
    for path in corpus.reports.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".csv", ".svg") and "intern" not in path.parts:
            text = path.read_text(encoding="utf-8-sig")
            assert not [word for word in secret if word in text], path.name
    paper = docx.Document(io.BytesIO((corpus.reports / "report.docx").read_bytes()))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert not [word for word in secret if word in text]


def test_a_proposal_in_confidential_words_is_withheld_outside(tmp_path: Path) -> None:
    invented = corpora.fabricate(120)
    secret = next(row for row in invented.rows["statements.parquet"] if row["publish"] == "count")
    for number, row in enumerate(invented.rows["guidelines.parquet"]):
        row["method"], row["wording"] = "auszug", secret["statement_id"]
        row["text"] = f"Ganz vertraulicher Satz {number}"
    corpus = published(0, tmp_path, invented)
    for path in [corpus.reports / "index.html", *(corpus.reports / "tables").glob("*.csv")]:
        assert "Ganz vertraulicher Satz" not in path.read_text(encoding="utf-8-sig"), path.name
    assert "Ganz vertraulicher Satz" in (corpus.reports / "intern" / "index.html").read_text(encoding="utf-8")


def test_a_theme_named_in_confidential_words_is_not_named_outside(tmp_path: Path) -> None:
    invented = corpora.fabricate(150)
    secret = next(row for row in invented.rows["statements.parquet"] if row["publish"] == "count")
    secret["display_text"] = "Unsere alte Fähre fährt seit Ostern nicht mehr"
    for row in invented.rows["themes.parquet"]:
        row["label"] = "Alte Fähre fährt seit Ostern nicht"
    corpus = corpora.write(invented, tmp_path)
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    for path in (corpus.reports / "tables").glob("*.csv"):
        assert "Fähre" not in path.read_text(encoding="utf-8-sig"), path.name
    assert "Fähre" in (corpus.reports / "intern" / "tables" / "themen.csv").read_text(encoding="utf-8-sig")


def test_the_internal_report_is_marked_everywhere_and_complete(corpus: Corpus) -> None:
    page = (corpus.reports / "intern" / "index.html").read_text(encoding="utf-8")
    assert page.count("Vertraulich – nur für den internen Gebrauch") >= 3
    assert len(data(page)["columns"]["t"]) == SIZE  # type: ignore[index]
    with pikepdf.open(corpus.reports / "intern" / "report.pdf") as paper:
        assert len(paper.pages) > 3


def test_each_statement_is_found_again_in_its_passage(corpus: Corpus, page: str) -> None:
    columns = data(page)["columns"]
    texts = tables.STATEMENTS.read(corpus).set_index("statement_id")["text"]
    for key, passage, place in zip(columns["id"], columns["x"], columns["p"], strict=True):  # type: ignore[index]
        if passage:
            assert passage[place[0] : place[0] + place[1]] == texts[key]


def figures_of(paper: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return the figure elements of the structure tree."""
    found, todo = [], [paper.Root.StructTreeRoot]
    while todo:
        node = todo.pop()
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.get("/S") == "/Figure":
            found.append(node)
        kids = node.get("/K", [])
        todo += list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return found


@pytest.mark.parametrize("name", ["report.pdf", "summary.pdf", "intern/report.pdf"])
def test_the_pdf_is_tagged_german_and_described(corpus: Corpus, name: str) -> None:
    with pikepdf.open(corpus.reports / name) as paper:
        assert str(paper.Root.Lang).startswith("de")
        assert bool(paper.Root.MarkInfo.Marked)
        assert paper.open_metadata()["pdfuaid:part"] == "1"
        assert paper.open_metadata()["dc:title"]
        pictures = figures_of(paper)
        assert pictures
        assert all(str(picture.get("/Alt", "")) for picture in pictures)
        if "summary" not in name:
            assert "/Outlines" in paper.Root


def test_the_summary_has_two_pages(corpus: Corpus) -> None:
    with pikepdf.open(corpus.reports / "summary.pdf") as paper:
        assert len(paper.pages) == 2


def test_a_character_without_a_picture_becomes_a_box() -> None:
    assert glyphs.printable("gut 𒀀 – „so“ → ◐\x07") == "gut □ – „so“ → ◐ "


def test_the_word_document_has_headings_captions_and_repeated_header_rows(corpus: Corpus) -> None:
    archive = (corpus.reports / "report.docx").read_bytes()
    paper = docx.Document(io.BytesIO(archive))
    styles = [paragraph.style.name for paragraph in paper.paragraphs]
    assert {"Title", "Heading 1", "Heading 2", "Heading 3", "Caption"} <= set(styles)
    body = zipfile.ZipFile(io.BytesIO(archive)).read("word/document.xml").decode()
    assert body.count("<w:tblHeader") == len(paper.tables)
    assert len(re.findall(r'descr="[^"]+"', body)) == 11
    assert "SEQ Abbildung" in body


def test_the_same_tables_are_the_same_bytes(corpus: Corpus, tmp_path: Path) -> None:
    other = published(SIZE, tmp_path)
    names = [path.relative_to(corpus.reports) for path in sorted(corpus.reports.rglob("*")) if path.is_file()]
    assert len(names) > 100
    for name in names:
        assert (corpus.reports / name).read_bytes() == (other.reports / name).read_bytes(), name


def test_nothing_at_all_still_gives_a_report(tmp_path: Path) -> None:
    corpus = published(0, tmp_path)
    assert len(list((corpus.reports / "charts").glob("*.png"))) == 11
    assert all((corpus.reports / name).stat().st_size > 2000 for name in PRODUCTS)


@pytest.mark.skipif(not CHROMIUM, reason="Chromium ist nicht installiert")
def test_the_program_of_the_page_runs_in_a_browser(corpus: Corpus, tmp_path: Path) -> None:
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}",
               "--virtual-time-budget=3000", "--dump-dom", (corpus.reports / "index.html").as_uri()]  # fmt: skip
    shown = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True).stdout
    assert re.search(r'id="treffer"[^>]*>\d+(?:&nbsp;|\s)Aussagen gefunden', shown)
    assert re.search(r'<td[^>]*data-cell="felder\|[^"]*"[^>]*><button', shown)


def test_the_first_page_says_the_findings_of_a_planted_corpus(tmp_path: Path) -> None:
    invented = corpora.Invented()
    for number in range(8):
        document = f"d{number % 4}.txt"
        if number < 4:
            invented.add(tables.DOCUMENTS, document=document, event="auftakt", date="2024-01-01", kind="protokoll",
                         publish="quote", status="ok", stakeholder_group="Rat", sha256=f"{number}")  # fmt: skip
        invented.add(tables.STATEMENTS, statement_id=f"a{number}", document=document, start=number, end=number + 1,
                     text="x", display_text="x", position=number, event="auftakt", date="2024-01-01", kind="protokoll",
                     publish="quote", type="problem", type_suggested="problem", block=0)  # fmt: skip
        invented.add(tables.FIELDS, statement_id=f"a{number}", field="wasser", rank=1, suggested=True, accepted=True)
    corpus = published(0, tmp_path, invented)
    page = (corpus.reports / "index.html").read_text(encoding="utf-8")
    head = re.sub(r"<[^>]+>", "", page.split('class="findings"')[1].split("</ul>")[0]).replace("\xa0", " ")
    assert "Gezählt sind 8 Nennungen aus Veranstaltungen und Schriftlichem, aus 4 Dokumenten." in head
    assert "Am häufigsten geht es um „Wasser und Ufer“ (8)" in head
    assert "Am häufigsten sind Aussagen der Art „Problem“ (8)." in head
    assert "Noch hat kein Mensch die Zuordnungen geprüft" in head
    assert "Lücke" not in head
    words = [paragraph.text for paragraph in docx.Document(str(corpus.reports / "report.docx")).paragraphs]
    assert "Am häufigsten sind Aussagen der Art „Problem“ (8)." in words


def test_every_number_of_a_finding_stands_in_a_table(corpus: Corpus, page: str) -> None:
    cells = tables.CELLS.read(corpus)
    cells = cells.loc[(cells["variant"] == "oeffentlich") & cells["shown"]]
    known = {int(value) for name in ("mentions", "documents") for value in cells[name].dropna()}
    gaps = cells.loc[cells["table"] == "luecken"].assign(kind=lambda rows: rows["column"].str.split(":").str[0])
    known |= {int(value) for value in gaps.groupby(["row", "kind"])["mentions"].sum()}
    labels = set(cells["row_label"]) | set(cells["column_label"])
    head = re.sub(r"<a .*?</a>|<[^>]+>", "", page.split('class="findings"')[1].split("</ul>", maxsplit=1)[0])
    for label in sorted(labels, key=len, reverse=True):
        head = head.replace(f"„{label}“", "")
    numbers = [int(found.replace("\u202f", "")) for found in re.findall(r"\d[\d\u202f]*", head)]
    assert len(numbers) > 8
    assert set(numbers) <= known


def test_the_chapter_on_quality_says_what_was_measured_and_what_not(corpus: Corpus, tmp_path: Path) -> None:
    other = corpora.write(corpora.fabricate(60), tmp_path)
    frequencies.main(other, frequencies.Params(draws=100, seed=7))
    charts.main(other, charts.Params(top_themes=5, dpi=72))
    (other.reports / "metrics.json").write_text(json.dumps({
        "detection.gold": 750, "detection.recall": 0.9973, "types.accuracy": 0.8729, "types.accuracy.low": 0.8457,
        "types.accuracy.high": 0.8957, "fields.primary_accuracy.kind.protokoll": 0.905,
        "fields.primary_accuracy.kind.interview": 0.6915, "coders.a_b.field.alpha": 0.93,
        "coders.a_c.field.alpha": 0.97,
    }), encoding="utf-8")  # fmt: skip
    report.main(other)
    for path in ("index.html", "intern/index.html"):
        told = (other.reports / path).read_text(encoding="utf-8").replace("\xa0", " ")
        for words in ("mit 750 Aussagen verglichen", "87,3 %", "85–90 %", "Etwa 9 von 10 Aussagen", "99,7 %",
                      "Fast alle", "schwächste Papierart (Interview)", "69,2 %", "0,93 bis 0,97",
                      "Was die Zahlen nicht sagen"):  # fmt: skip
            assert words in told, words
    unmeasured = (corpus.reports / "index.html").read_text(encoding="utf-8")
    assert "ist hier deshalb nicht gemessen" in unmeasured
    assert "Wie oft die Maschine und Menschen übereinstimmen" not in unmeasured
