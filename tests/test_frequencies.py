"""Frequencies: every number can be recounted, led back to statements, and cannot be worked out where it is hidden."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import corpora
import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from pipeline.frequencies import files, sheets
from pipeline.frequencies.__main__ import Params, main, read
from pipeline.frequencies.cells import PUBLIC, Rules, cells, concealed
from pipeline.frequencies.counting import TOTAL
from pipeline.frequencies.material import prepare
from pipeline.frequencies.sheets import Sheet
from pipeline.shared import codebook, tables
from pipeline.shared.corpus import Corpus

PARAMS = Params(draws=200, seed=7)
ADDITIVE = ("felder", "typen", "veranstaltungen", "feld_typ", "feld_veranstaltung", "pruefstand")


def counted(corpus: Corpus) -> pd.DataFrame:
    main(corpus, PARAMS)
    return tables.CELLS.read(corpus)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpora.write(corpora.fabricate(400), tmp_path_factory.mktemp("zahlen"))


@pytest.fixture(scope="module")
def found(corpus: Corpus) -> pd.DataFrame:
    return counted(corpus)


def cell(found: pd.DataFrame, variant: str, *key: str) -> pd.Series:
    table, row, column = key
    rows = found.set_index(["variant", "table", "row", "column"])
    return rows.loc[(variant, table, row, column)]


def test_a_recount_from_the_statements_equals_every_number_of_the_internal_tables(
    corpus: Corpus, found: pd.DataFrame
) -> None:
    statements = tables.STATEMENTS.read(corpus).set_index("statement_id")
    inside = found.loc[(found["variant"] == "intern") & (found["statement_ids"].fillna("") != "")]
    assert len(inside) > 300
    for row in inside.itertuples():
        own = statements.loc[row.statement_ids.split()]
        groups = {group for cell in own["stakeholder_group"] for group in cell.split("|")} - {"unbekannt"}
        assert (row.mentions, row.documents, row.groups) == (len(own), own["document"].nunique(), len(groups))
        assert row.votes == own["votes"].fillna(0).sum()
        assert row.checked == (own["type_accepted"].fillna("") != "").sum()


def test_fields_and_types_are_counted_as_they_were_accepted(corpus: Corpus, found: pd.DataFrame) -> None:
    statements = tables.STATEMENTS.read(corpus)
    first = tables.FIELDS.read(corpus).query("accepted and rank == 1").set_index("statement_id")["field"]
    expected = pd.crosstab(statements["statement_id"].map(first), statements["type"])
    for field in corpora.FIELDS:
        for kind in corpora.TYPES:
            assert cell(found, "intern", "feld_typ", field, kind)["mentions"] == expected.loc[field, kind]


def test_public_tables_of_two_features_hold_no_interview(corpus: Corpus, found: pd.DataFrame) -> None:
    statements = tables.STATEMENTS.read(corpus)
    written = (statements["kind"] != "interview").sum()
    assert cell(found, PUBLIC, "feld_typ", TOTAL, TOTAL)["mentions"] == written
    assert cell(found, "intern", "feld_typ", TOTAL, TOTAL)["mentions"] == len(statements)


def test_public_cells_lead_only_to_statements_that_may_be_quoted(corpus: Corpus, found: pd.DataFrame) -> None:
    statements = tables.STATEMENTS.read(corpus)
    hushed = set(statements.loc[statements["publish"] != "quote", "statement_id"])
    public = found.loc[found["variant"] == PUBLIC, "statement_ids"].fillna("")
    assert not hushed & {key for cell in public for key in cell.split()}


def test_no_shown_cell_rests_on_too_few_documents(found: pd.DataFrame) -> None:
    papers = ("dateien", "verbleib", "entscheidungen")
    shown = found.loc[(found["variant"] == PUBLIC) & found["shown"] & ~found["table"].isin(papers)]
    shown = shown.loc[shown["mentions"] > 0]
    least = np.where(shown["column"] == "interview", 5, 3)
    assert (shown["documents"] >= least).all()
    gone = found.loc[~found["shown"]]
    assert len(gone)
    assert gone[["mentions", "documents", "groups", "votes", "share"]].isna().all().all()


def equations(part: pd.DataFrame) -> Iterator[tuple[dict[tuple[str, str], int], int]]:
    """Yield every sum that a reader knows: the cells in it and its value, shown cells already taken away."""
    grid = {(row.row, row.column): row for row in part.itertuples()}
    rows = sorted({row for row, _ in grid} - {TOTAL})
    columns = sorted({column for _, column in grid} - {TOTAL})
    lines = [([(row, column) for column in columns], (row, TOTAL)) for row in rows]
    lines += [([(row, column) for row in rows], (TOTAL, column)) for column in columns]
    for inner, total in lines:
        if total in grid and grid[total].shown:
            known = sum(int(grid[key].mentions) for key in inner if grid[key].shown)
            yield dict.fromkeys((key for key in inner if not grid[key].shown), 1), int(grid[total].mentions) - known


def solved(part: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the hidden cells whose value follows from everything shown, with counts of zero or more."""
    known = list(equations(part))
    unknown = sorted({key for terms, _ in known for key in terms})
    if not unknown:
        return []
    matrix = [[terms.get(key, 0) for key in unknown] for terms, _ in known if terms]
    values = [value for terms, value in known if terms]
    found = []
    for place, key in enumerate(unknown):
        goal = np.zeros(len(unknown))
        goal[place] = 1
        low = linprog(goal, A_eq=matrix, b_eq=values, bounds=(0, None)).fun
        high = linprog(-goal, A_eq=matrix, b_eq=values, bounds=(0, None)).fun
        if abs(-high - low) < 0.5:
            found.append(key)
    return found


@pytest.mark.parametrize("size", [90, 300])
def test_hidden_cells_cannot_be_computed_from_the_totals(size: int, tmp_path: Path) -> None:
    corpus = corpora.write(corpora.fabricate(size, seed=size), tmp_path)
    rules = Rules(PUBLIC, 100, 7, 3, 5, 20)
    found = cells(prepare(read(corpus), codebook.read(corpus)), tables.LEDGER.read(corpus), rules)
    for table in ADDITIVE:
        part = found.loc[found["table"] == table]
        small = {(row.row, row.column) for row in part.itertuples() if not row.shown}
        assert not small & set(solved(part)), table


def test_a_total_that_one_table_hides_is_hidden_in_all(found: pd.DataFrame) -> None:
    public = found.loc[found["variant"] == PUBLIC]
    off = set(public.query("table == 'felder' and column == 'runden' and not shown")["row"])
    for table in ("feld_typ", "feld_veranstaltung", "pruefstand"):
        part = public.loc[(public["table"] == table) & (public["column"] == TOTAL) & public["row"].isin(off)]
        assert not part["shown"].any()


def test_nobody_learns_from_the_ledger_how_much_one_paper_says(found: pd.DataFrame) -> None:
    ledger = found.loc[found["table"] == "verbleib"]
    assert "statement" in set(ledger.loc[ledger["variant"] == "intern", "column"])
    assert "statement" not in set(ledger.loc[ledger["variant"] == PUBLIC, "column"])
    assert not [name for name in ledger.loc[ledger["variant"] == PUBLIC, "row"] if "_interview_" in name]


def planted() -> corpora.Invented:
    """Return four papers with seven statements whose counts are known."""
    invented = corpora.Invented()
    for number in range(4):
        invented.add(tables.DOCUMENTS, document=f"d{number}.txt", event=f"workshop{number % 2 + 1}", date="2024-01-01",
                     kind="protokoll", publish="quote", status="ok", stakeholder_group="Rat|Ehrenamt")  # fmt: skip
    for number in range(7):
        paper = f"d{number % 4}.txt"
        invented.add(tables.STATEMENTS, statement_id=f"a{number}", document=paper, start=number, end=number + 1,
                     text="x", display_text="x", position=number, event=f"workshop{number % 4 % 2 + 1}",
                     date="2024-01-01", kind="protokoll", publish="quote", stakeholder_group="Rat|Ehrenamt",
                     votes=5 if number == 0 else pd.NA, type="problem" if number < 5 else "ziel", type_suggested="ziel",
                     type_accepted="problem" if number == 1 else "", type_score=0.5,
                     duplicate_group="d1" if number < 2 else "")  # fmt: skip
        invented.add(tables.FIELDS, statement_id=f"a{number}", field="wasser", rank=1, score=0.5, suggested=True,
                     accepted=number != 6)  # fmt: skip
    invented.add(tables.FIELDS, statement_id="a6", field="wege", rank=1, score=0.5, suggested=False, accepted=True)
    invented.add(tables.FIELDS, statement_id="a0", field="wege", rank=2, score=0.5, suggested=True, accepted=True)
    return invented


def test_planted_figures_come_out_exactly(tmp_path: Path) -> None:
    found = counted(corpora.write(planted(), tmp_path))
    water = cell(found, "intern", "felder", "wasser", "runden")
    names = ["mentions", "distinct", "documents", "groups", "votes", "checked"]
    assert water[names].tolist() == [6, 5, 4, 2, 5, 1]
    assert cell(found, "intern", "feld_typ", "wasser", "problem")["mentions"] == 5
    assert cell(found, "intern", "feld_paare", "wasser", "wege")["mentions"] == 1
    assert cell(found, "intern", "pruefstand", "wege", "geprueft")["mentions"] == 1
    assert found["share"].isna().all()  # fewer than 20 mentions
    assert (
        cell(found, PUBLIC, "felder", "wege", "runden")["shown"] is False
        or not cell(found, PUBLIC, "felder", "wege", "runden")["shown"]
    )


def test_shares_have_an_interval_around_them(found: pd.DataFrame) -> None:
    rows = found.loc[found["share"].notna() & found["low"].notna()]
    assert len(rows)
    assert (rows["low"] <= rows["share"] + 1e-9).mean() > 0.95
    assert (rows["high"] >= rows["share"] - 1e-9).mean() > 0.95


def test_the_order_of_rows_does_not_matter(corpus: Corpus, found: pd.DataFrame, tmp_path: Path) -> None:
    other = corpora.write(corpora.fabricate(400), tmp_path)
    for table in corpora.WRITTEN:
        path = table.path(other)
        shuffled = pd.read_parquet(path).sample(frac=1, random_state=3)
        shuffled.to_parquet(path, index=False)
    assert counted(other).equals(found)
    for path in [*sorted((corpus.reports / "tables").iterdir()), corpus.reports / "tables.xlsx"]:
        assert path.read_bytes() == (other.reports / path.relative_to(corpus.reports)).read_bytes(), path.name


def rows_of(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))


@pytest.mark.usefixtures("found")
def test_no_table_holds_a_formula(corpus: Corpus) -> None:
    for path in sorted(corpus.reports.rglob("*.csv")):
        assert not [cell for row in rows_of(path) for cell in row if cell.startswith(("=", "@"))], path.name
    book = openpyxl.load_workbook(corpus.reports / "intern" / "tables.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}
    texts = {cell.value for row in book["aussagen"].iter_rows() for cell in row}
    assert any(str(text).startswith("=SUMME") for text in texts)


@pytest.mark.usefixtures("found")
def test_the_workbook_has_one_frozen_header_row_and_real_numbers(corpus: Corpus) -> None:
    book = openpyxl.load_workbook(corpus.reports / "tables.xlsx")
    assert book.sheetnames[0] == "Hinweise"
    assert all(sheet.freeze_panes == "A2" and not sheet.merged_cells.ranges for sheet in book)
    counts = [row[2].value for row in book["felder"].iter_rows(min_row=2)]
    assert [value for value in counts if isinstance(value, int)]
    assert {value for value in counts if not isinstance(value, int)} <= {"·"}


@pytest.mark.usefixtures("found")
def test_public_tables_quote_nothing_that_was_not_released(corpus: Corpus) -> None:
    statements = tables.STATEMENTS.read(corpus)
    papers = statements.loc[statements["publish"] != "quote", "document"].unique()
    for path in sorted((corpus.reports / "tables").glob("*.csv")):
        text = path.read_text(encoding="utf-8-sig")
        assert not [name for name in papers if name in text], path.name


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 3)), max_size=40))
def test_totals_are_the_sum_of_their_cells(draws: list[tuple[int, int, int]]) -> None:
    fields, types = list(corpora.FIELDS), list(corpora.TYPES)
    assigned = pd.DataFrame(
        [(f"a{number}", fields[field], types[kind]) for number, (field, kind, _) in enumerate(draws)],
        columns=["statement_id", "row", "column"],
    )
    statements = pd.DataFrame(
        {
            "statement_id": assigned["statement_id"],
            "document": [f"d{paper}" for *_, paper in draws],
            "same": assigned["statement_id"],
            "votes": 0,
            "checked": 0,
        }
    )
    from pipeline.frequencies import counting  # noqa: PLC0415 - only here
    from pipeline.frequencies.material import Material  # noqa: PLC0415

    nobody = pd.DataFrame({"statement_id": [], "group": []}, dtype="string")
    material = Material(None, statements, nobody, nobody, nobody, nobody, nobody, None)  # type: ignore[arg-type]
    counts = counting.full(counting.tally(counting.with_totals(assigned), material), [*fields, TOTAL], [*types, TOTAL])
    inner = counts.drop(TOTAL, level="row").drop(TOTAL, level="column")["mentions"]
    assert counts.loc[(TOTAL, TOTAL), "mentions"] == len(draws) == inner.sum()


def test_an_event_is_named_for_readers() -> None:
    assert sheets.named("workshop12") == "Workshop 12"


def test_nothing_at_all_gives_empty_tables(tmp_path: Path) -> None:
    corpus = corpora.write(corpora.fabricate(0), tmp_path)
    assert main(corpus, PARAMS).startswith("0 Aussagen")
    assert files.folder(corpus, "intern").joinpath("tables.xlsx").is_file()


def few(cells_of: dict[tuple[str, str], tuple[int, int]], crossed: dict[str, str]) -> list[tuple[Sheet, pd.DataFrame]]:
    """Return fields, types and their crossing as sheets with counts: (field, type) -> mentions, documents."""
    rows, columns = (sorted({key[place] for key in cells_of} | extra) for place, extra in ((0, {"b"}), (1, {"q"})))
    grid = {(r, c): cells_of.get((r, c), (0, 0)) for r in rows for c in columns}

    def total(keys: list[tuple[str, str]]) -> tuple[int, int]:
        return sum(grid[key][0] for key in keys), max((grid[key][1] for key in keys), default=0)

    def frame(found: dict[tuple[str, str], tuple[int, int]]) -> pd.DataFrame:
        index = pd.MultiIndex.from_tuples(list(found), names=["row", "column"])
        return pd.DataFrame(list(found.values()), index=index, columns=["mentions", "documents"])

    nothing = pd.DataFrame({"statement_id": [], "row": [], "column": []})
    made = []
    for key, names, place in (("felder", rows, 0), ("typen", columns, 1)):
        counts = {(name, "runden"): total([cell for cell in grid if cell[place] == name]) for name in names}
        sheet = Sheet(
            key, key, key, [(name, name) for name in names], (("runden", ""),), nothing, blocks=(("runden",),)
        )
        made.append((sheet, frame(counts | {(TOTAL, "runden"): total(list(grid))})))
    whole = grid | {(r, TOTAL): total([(r, c) for c in columns]) for r in rows}
    whole |= {(TOTAL, c): total([(r, c) for r in rows]) for c in columns} | {(TOTAL, TOTAL): total(list(grid))}
    named = [[(name, name) for name in names] for names in (rows, columns)]
    for key, second in crossed.items():
        sheet = Sheet(
            key, key, key, *named, nothing, crossed=True, blocks=(tuple(columns),), margins=("felder", second)
        )
        made.append((sheet, frame(whole)))
    return made


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ab"), st.sampled_from("pqr")),
        st.tuples(st.integers(1, 9), st.integers(1, 5)),
        min_size=1,
    )
)
def test_no_small_cell_follows_from_its_own_table_and_the_lists_together(
    drawn: dict[tuple[str, str], tuple[int, int]],
) -> None:
    crossed = {"feld_typ": "typen", "pruefstand": ""}
    made = few({key: (n, min(n, papers)) for key, (n, papers) in drawn.items()}, crossed)
    gone = concealed(made, Rules(PUBLIC, 100, 7, 3, 5, 20))
    for sheet, counts in made[2:]:
        lists = {(row, TOTAL) for row, _ in gone["felder"]}
        lists |= {(TOTAL, row) for row, _ in gone["typen"]} if crossed[sheet.key] else set()
        off = (gone[sheet.key] | lists) - {(TOTAL, TOTAL)}  # how much was said in all is known from many places
        frame = counts.reset_index().assign(shown=[key not in off for key in counts.index])
        small = {
            (row.row, row.column)
            for row in frame.itertuples()
            if TOTAL not in {row.row, row.column} and int(row.mentions) > 0 and int(row.documents) < 3
        }
        assert small <= gone[sheet.key]
        if int(frame["documents"].max()) >= 3:  # else all that was said stands in one or two papers
            assert not small & set(solved(frame)), sheet.key
