"""Every published number is counted again here, by hand and from the raw tables alone, and found in every format."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import corpora
import docx
import numpy as np
import openpyxl
import pandas as pd
import pypdfium2
import pytest
from corpora import code
from scipy.optimize import linprog

from pipeline.charts import __main__ as charts
from pipeline.frequencies import __main__ as frequencies
from pipeline.report import __main__ as report
from pipeline.shared import tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.publication import HIDDEN
from pipeline.shared.schema import Table

PUBLIC, INTERNAL = tables.VARIANTS
TOTAL = "gesamt"
LISTS = ("veranstaltungen", "felder", "typen", "gruppen", "themen", "querschnitt", "zielgruppe", "akteur", "merker",
         "vorschlaege")  # fmt: skip
CROSSED = ("feld_typ", "feld_veranstaltung", "feld_gruppe", "feld_paare", "luecken", "pruefstand")
Cell = tuple[str, str, str]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    corpus = corpora.write(corpora.fabricate(400, seed=11), tmp_path_factory.mktemp("nachgezählt"))
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    charts.main(corpus, charts.Params(top_themes=5, dpi=72))
    report.main(corpus)
    return corpus


Row = dict[str, Any]


def rows_of(corpus: Corpus, table: Table) -> list[Row]:
    """Return a table as plain rows, missing values as empty words."""
    return [{str(name): "" if pd.isna(value) else value for name, value in row.items()}
            for row in table.read(corpus).to_dict("records")]  # fmt: skip


def several(pairs: Iterable[tuple[Any, Any]]) -> defaultdict[Any, set[Any]]:
    """Return everything that stands beside each first word."""
    found: defaultdict[Any, set[Any]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found


class Raw:
    """The raw tables as plain rows; nothing of the stage that counts is used."""

    def __init__(self, corpus: Corpus) -> None:
        read = partial(rows_of, corpus)
        self.documents = {row["document"]: row for row in read(tables.DOCUMENTS)}
        self.statements = read(tables.STATEMENTS)
        coded = read(tables.FIELDS)
        self.fields = several((row["statement_id"], (row["rank"], row["field"])) for row in coded if row["accepted"])
        self.decided = {row["statement_id"] for row in coded if row["accepted"] != row["suggested"]}
        self.marks = several(((row["statement_id"], row["kind"]), row["value"])
                             for row in read(tables.MARKS) if row["accepted"])  # fmt: skip
        stable = {row["theme_id"] for row in read(tables.THEMES) if row["status"] == "stabil"}
        self.themes = several((row["statement_id"], row["theme_id"])
                              for row in read(tables.THEME_MEMBERS) if row["theme_id"] in stable)  # fmt: skip
        self.supported = several((row["statement_id"], row["guideline_id"])
                                 for row in read(tables.GUIDELINE_EVIDENCE) if row["role"] == "stuetzt")  # fmt: skip
        self.gaps = several((row["kind"], row["statement_id"]) for row in read(tables.GAPS))

    def field(self, row: Row) -> str:
        found = sorted(self.fields[row["statement_id"]])
        return found[0][1] if found else "unklar"

    def said(self, row: Row) -> set[str]:
        return {code(name) for name in row["stakeholder_group"].split("|") if name not in ("", "unbekannt")}

    def present(self, row: Row) -> set[str]:
        names = self.documents[row["document"]]["stakeholder_group"].split("|")
        return self.said(row) or {code(name) for name in names if name not in ("", "unbekannt")}

    def checked(self, row: Row) -> bool:
        return bool(row["type_accepted"]) or row["statement_id"] in self.decided

    def flags(self, row: Row) -> set[str]:
        unsure = {"unsicher"} if not row["type_accepted"] and row["type_score"] < 0.5 else set()
        return {flag for flag in row["flags"].split("|") if flag} | unsure

    def listed(self, table: str, row: Row) -> set[str]:
        key = row["statement_id"]
        ways: dict[str, Callable[[], set[str]]] = {
            "veranstaltungen": lambda: {row["event"]},
            "felder": lambda: {self.field(row)},
            "typen": lambda: {row["type"]},
            "gruppen": lambda: self.said(row),
            "themen": lambda: self.themes[key],
            "merker": lambda: self.flags(row),
            "vorschlaege": lambda: self.supported[key],
        }
        return ways[table]() if table in ways else self.marks[key, table]

    def crossed(self, table: str, row: Row) -> set[str]:
        key, field = row["statement_id"], self.field(row)
        if table == "luecken":
            lacking = {kind for kind, keys in self.gaps.items() if key in keys}
            base = {kind for kind in self.gaps if kind.split("_")[0] == row["type"]}
            return lacking | {f"{kind}:gedeckt" for kind in base - lacking}
        ways: dict[str, Callable[[], set[str]]] = {
            "feld_typ": lambda: {row["type"]},
            "feld_veranstaltung": lambda: {row["event"]},
            "feld_gruppe": lambda: self.present(row),
            "feld_paare": lambda: {name for _, name in self.fields[key]} - {field},
            "pruefstand": lambda: {"geprueft" if self.checked(row) else "maschine"},
        }
        return ways[table]()


def records(cells: pd.DataFrame) -> list[Row]:
    """Return cells as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in cells.to_dict("records")]


def assigned(raw: Raw, variant: str) -> dict[Cell, list[Row]]:
    """Return the statements of every cell that has any."""
    found: dict[Cell, list[Row]] = defaultdict(list)
    for row in raw.statements:
        interview = row["kind"] == "interview"
        if variant == PUBLIC and row["publish"] not in ("quote", "count"):
            continue
        for table in LISTS:
            for name in {TOTAL, *raw.listed(table, row)}:
                found[table, name, "interview" if interview else "runden"].append(row)
        if variant == PUBLIC and interview:
            continue
        for table in CROSSED:
            field, columns = raw.field(row), raw.crossed(table, row)
            for column in columns:
                found[table, field, column].append(row)
            if table in ("feld_typ", "feld_veranstaltung", "pruefstand"):
                for cell in ((field, TOTAL), *((TOTAL, column) for column in columns), (TOTAL, TOTAL)):
                    found[table, *cell].append(row)
    return found


@pytest.mark.parametrize("variant", [PUBLIC, INTERNAL])
def test_every_count_of_statements_is_the_same_when_counted_by_hand(corpus: Corpus, variant: str) -> None:
    raw = Raw(corpus)
    expected = assigned(raw, variant)
    cells = tables.CELLS.read(corpus)
    own = cells.loc[(cells["variant"] == variant) & cells["table"].isin([*LISTS, *CROSSED])]
    assert set(own["table"]) == {*LISTS, *CROSSED}
    compared = 0
    for cell in records(own):
        behind = expected.pop((cell["table"], cell["row"], cell["column"]), [])
        if not cell["shown"]:
            assert pd.isna(cell["mentions"])
            continue
        compared += 1
        wanted = {
            "mentions": len(behind),
            "distinct": len({row["duplicate_group"] or row["statement_id"] for row in behind}),
            "documents": len({row["document"] for row in behind}),
            "groups": len({group for row in behind for group in raw.said(row)}),
            "votes": sum(int(row["votes"] or 0) for row in behind),
            "checked": sum(raw.checked(row) for row in behind),
        }
        assert {name: cell[name] for name in wanted} == wanted, (cell["table"], cell["row"], cell["column"])
        quoted = {row["statement_id"] for row in behind if variant == INTERNAL or row["publish"] == "quote"}
        assert set((cell["statement_ids"] or "").split()) == quoted
    assert compared > 300
    assert not expected, "a cell with statements is missing"


def test_every_count_of_papers_is_the_same_when_counted_by_hand(corpus: Corpus) -> None:
    raw = Raw(corpus)
    cells = tables.CELLS.read(corpus)
    inside = cells.loc[cells["variant"] == INTERNAL].set_index(["table", "row", "column"])["mentions"]
    for status in ("ok", "duplicate_of", "empty", "refused"):
        assert inside["dateien", status, "anzahl"] == sum(row["status"] == status for row in raw.documents.values())
    for event in corpora.EVENTS:
        papers = [row for row in raw.documents.values() if (row["event"], row["status"]) == (event, "ok")]
        assert inside["papiere", event, "anzahl"] == len(papers)
    ledger, proposals = rows_of(corpus, tables.LEDGER), rows_of(corpus, tables.GUIDELINES)
    for (document, category), size in Counter((row["document"], row["category"]) for row in ledger).items():
        assert inside["verbleib", document, category] == size
    assert inside["verbleib", TOTAL, TOTAL] == len(ledger)
    for (kind, status), size in Counter((row["kind"], row["status"]) for row in proposals).items():
        assert inside["entscheidungen", kind, status] == size


def grid(corpus: Corpus, variant: str, table: str) -> dict[tuple[str, str], str]:
    """Return the mentions of a table as they must be read: by label of row and column."""
    cells = tables.CELLS.read(corpus)
    cells = cells.loc[(cells["variant"] == variant) & (cells["table"] == table)]
    return {
        (one["row_label"], one["column_label"]): str(one["mentions"]) if one["shown"] else HIDDEN
        for one in records(cells)
    }


def folder(corpus: Corpus, variant: str) -> Path:
    return corpus.reports if variant == PUBLIC else corpus.reports / variant


def read_csv(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("variant", [PUBLIC, INTERNAL])
@pytest.mark.parametrize("table", [*CROSSED, "verbleib", "entscheidungen", "dateien", "papiere"])
def test_csv_and_workbook_hold_the_cells_of_crossed_tables(corpus: Corpus, variant: str, table: str) -> None:
    wanted = grid(corpus, variant, table)
    heads, *rows = read_csv(folder(corpus, variant) / "tables" / f"{table}.csv")
    assert {(row[0], head): cell for row in rows for head, cell in zip(heads[1:], row[1:], strict=True)} == wanted
    sheet = openpyxl.load_workbook(folder(corpus, variant) / "tables.xlsx", read_only=True)[table]
    lines: list[list[Any]] = [[cell.value for cell in row] for row in sheet.iter_rows()]
    said = {(line[0], head): cell for line in lines[1:] for head, cell in zip(lines[0][1:], line[1:], strict=True)}
    assert {key: str(cell) for key, cell in said.items()} == wanted
    assert all(isinstance(cell, int) for key, cell in said.items() if wanted[key] != HIDDEN)


@pytest.mark.parametrize("variant", [PUBLIC, INTERNAL])
@pytest.mark.parametrize("table", LISTS)
def test_csv_holds_the_cells_of_lists(corpus: Corpus, variant: str, table: str) -> None:
    cells = tables.CELLS.read(corpus)
    cells = cells.loc[(cells["variant"] == variant) & (cells["table"] == table)]
    heads, *rows = read_csv(folder(corpus, variant) / "tables" / f"{table}.csv")
    assert len(rows) == len(cells)
    names = {"Nennungen": "mentions", "Nennungen ohne Wiederholungen": "distinct", "Dokumente": "documents",
             "Gruppen": "groups", "Klebepunkte": "votes", "davon geprüft": "checked"}  # fmt: skip
    ordered = cells.sort_values(["row_order", "column_order"])
    for row, cell in zip(rows, ordered.to_dict("records"), strict=True):
        said = dict(zip(heads, row, strict=True))
        for head, name in names.items():
            hidden = HIDDEN if name in ("mentions", "distinct", "documents") else ""
            assert said[head] == (str(cell[name]) if cell["shown"] else hidden)


class Page(HTMLParser):
    """Collects what stands in the cells of a page that name what they count."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.key = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.key = dict(attrs).get("data-cell") or "" if tag == "td" else self.key

    def handle_data(self, data: str) -> None:
        if self.key and data.strip():
            self.said.append((self.key, data.strip().replace("\u202f", "")))

    def handle_endtag(self, tag: str) -> None:
        self.key = "" if tag == "td" else self.key


@pytest.mark.parametrize("variant", [PUBLIC, INTERNAL])
def test_the_page_holds_the_cells(corpus: Corpus, variant: str) -> None:
    cells = tables.CELLS.read(corpus)
    cells = cells.loc[cells["variant"] == variant]
    keys = [f"{table}|{row}|{column}" for table, row, column in cells[["table", "row", "column"]].to_numpy()]
    known = dict(zip(keys, cells["mentions"].astype("string").where(cells["shown"], HIDDEN), strict=True))
    said = Page((folder(corpus, variant) / "index.html").read_text(encoding="utf-8")).said
    assert len({key.split("|")[0] for key, _ in said}) >= 15
    assert [key for key, words in said if known[key] != words] == []


@pytest.mark.parametrize("variant", [PUBLIC, INTERNAL])
def test_the_word_document_and_the_pdf_hold_the_cells(corpus: Corpus, variant: str) -> None:
    cells = tables.CELLS.read(corpus)
    titles = {row["table_label"]: row["table"] for row in records(cells.loc[cells["variant"] == variant])}
    paper = docx.Document(str(folder(corpus, variant) / "report.docx"))
    captions = [line.text.split(": ", 1)[1] for line in paper.paragraphs if line.text.startswith("Tabelle ")]
    found = 0
    with pypdfium2.PdfDocument(folder(corpus, variant) / "report.pdf") as pages:
        printed = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)
    for caption, table in zip(captions, paper.tables, strict=True):
        if titles.get(caption) in CROSSED:
            wanted = grid(corpus, variant, titles[caption])
            heads, *rows = [[cell.text.replace("\u202f", "") for cell in row.cells] for row in table.rows]
            said = {(row[0], head): cell for row in rows for head, cell in zip(heads[1:], row[1:], strict=True)}
            turned = {(column, row): value for (row, column), value in said.items()}
            assert wanted in (said, turned), caption
            found += 1
            short = [" ".join(row) for row in rows if len(row[0]) < 12]
            assert short
            assert all(line in printed for line in short), caption
    assert found == len(CROSSED)


def links(cells: pd.DataFrame) -> Iterator[tuple[list[Cell], Cell]]:
    """Yield every sum that a reader of all tables together knows: the parts and where their total stands."""
    keys = {(one["table"], one["row"], one["column"]) for one in records(cells)}
    rows = {table: sorted({row for name, row, _ in keys if name == table} - {TOTAL}) for table in (*LISTS, *CROSSED)}
    columns = {table: sorted({column for name, _, column in keys if name == table} - {TOTAL}) for table in CROSSED}
    for table in ("felder", "typen", "veranstaltungen"):
        for column in ("runden", "interview"):
            yield [(table, row, column) for row in rows[table]], (table, TOTAL, column)
    for table in ("feld_typ", "feld_veranstaltung", "pruefstand"):
        for row in rows[table]:
            yield [(table, row, column) for column in columns[table]], ("felder", row, "runden")
            yield [(table, row, TOTAL)], ("felder", row, "runden")
        for column in columns[table]:
            yield [(table, row, column) for row in rows[table]], (table, TOTAL, column)
    for kind in columns["feld_typ"]:
        yield [("feld_typ", TOTAL, kind)], ("typen", kind, "runden")
    for event in columns["feld_veranstaltung"]:
        yield [("feld_veranstaltung", TOTAL, event)], ("veranstaltungen", event, "runden")
    for gap in (column for column in columns["luecken"] if ":" not in column):
        for row in rows["luecken"]:
            yield [("luecken", row, gap), ("luecken", row, f"{gap}:gedeckt")], ("feld_typ", row, gap.split("_")[0])


def bounds(cells: pd.DataFrame) -> dict[Cell, tuple[float, float]]:
    """Return between which counts each hidden cell must lie, by all tables taken together (linear programming)."""
    shown = {(one["table"], one["row"], one["column"]): int(one["mentions"]) for one in records(cells) if one["shown"]}
    sums = list(links(cells))
    unknown = sorted({key for parts, whole in sums for key in (*parts, whole) if key not in shown})
    place = {key: number for number, key in enumerate(unknown)}
    matrix, values = [], []
    for parts, whole in sums:
        line, known = np.zeros(len(unknown)), 0
        for key, sign in [*((key, 1) for key in parts), (whole, -1)]:
            if key in shown:
                known -= sign * shown[key]
            else:
                line[place[key]] += sign
        if line.any():
            matrix.append(line)
            values.append(known)
    found = {}
    for key in unknown:
        goal = np.zeros(len(unknown))
        goal[place[key]] = 1
        low, high = (linprog(sign * goal, A_eq=np.array(matrix), b_eq=values, bounds=(0, None)) for sign in (1, -1))
        assert low.status == 0, "the sums that a reader knows contradict each other"
        found[key] = (float(low.fun), float(-high.fun) if high.status == 0 else np.inf)
    return found


@pytest.mark.parametrize("size", [60, 150, 400])
def test_no_hidden_cell_follows_from_all_tables_taken_together(size: int, tmp_path: Path) -> None:
    corpus = corpora.write(corpora.fabricate(size, seed=size), tmp_path)
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    cells = tables.CELLS.read(corpus)
    found = bounds(cells.loc[cells["variant"] == PUBLIC])
    assert found
    assert {key: ends for key, ends in found.items() if ends[1] - ends[0] < 0.5} == {}
