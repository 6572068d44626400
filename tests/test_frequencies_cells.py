"""Cells of the tables at their edges: what is hidden where, and what a list and a crossing hide for one another."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd
import pytest

from pipeline.frequencies import cells, counting
from pipeline.frequencies.cells import INTERNAL, PUBLIC, Rules
from pipeline.frequencies.counting import MEASURES, TOTAL
from pipeline.frequencies.material import Material
from pipeline.frequencies.sheets import POOLED, ROUNDS, SOURCES, Sheet
from pipeline.shared.publication import TOTAL as WHOLE

RULES = Rules(PUBLIC, draws=50, seed=7, minimum=3, minimum_pooled=5, minimum_for_shares=4)
INSIDE = Rules(INTERNAL, draws=50, seed=7, minimum=3, minimum_pooled=5, minimum_for_shares=4)
NOTHING = pd.DataFrame({"statement_id": [], "row": [], "column": []})
Figures = dict[tuple[str, str], tuple[int, int]]


def labels(names: str) -> list[tuple[str, str]]:
    return [(name, name.upper()) for name in names]


def counts(figures: Figures) -> pd.DataFrame:
    index = pd.MultiIndex.from_tuples(list(figures), names=["row", "column"])
    return pd.DataFrame(list(figures.values()), index=index, columns=["mentions", "documents"])


def listing(names: str, key: str = "felder", **more: Any) -> Sheet:
    more = {"columns": SOURCES, "blocks": ((ROUNDS,), (POOLED,))} | more
    return Sheet(key, key, key, labels(names), assigned=NOTHING, **more)


def crossing(rows: str, columns: str, **more: Any) -> Sheet:
    more = {"blocks": (tuple(columns),), "margins": ("felder", "typen")} | more
    return Sheet("feld_typ", "", "", labels(rows), labels(columns), NOTHING, crossed=True, **more)


def whole(inner: Figures) -> Figures:
    """Return the cells with their totals; as many documents as mentions stand behind a total."""
    rows, columns = (sorted({key[place] for key in inner}) for place in (0, 1))
    found = dict(inner)
    for row in rows:
        found[row, TOTAL] = (sum(inner[row, column][0] for column in columns),) * 2
    for column in columns:
        found[TOTAL, column] = (sum(inner[row, column][0] for row in rows),) * 2
    found[TOTAL, TOTAL] = (sum(one for one, _ in inner.values()),) * 2
    return found


def test_interviews_need_more_papers_and_only_the_public_tables_hide() -> None:
    assert (RULES.least(POOLED), RULES.least(ROUNDS), RULES.least(TOTAL)) == (5, 3, 3)
    assert (RULES.protects, INSIDE.protects) == (True, False)


def off(sheet: Sheet, figures: Figures, rules: Rules = RULES, masked: Any = None, asked: Any = None) -> set[Any]:
    asked = defaultdict(set) if asked is None else asked
    return cells.hidden(sheet, counts(figures), rules, masked or {}, asked)


LIST: Figures = {
    ("a", ROUNDS): (9, 3),
    ("b", ROUNDS): (4, 2),
    ("c", ROUNDS): (0, 0),
    ("d", ROUNDS): (5, 3),
    ("a", POOLED): (9, 5),
    ("b", POOLED): (7, 4),
    ("c", POOLED): (8, 5),
    ("d", POOLED): (0, 0),
}


def test_a_list_hides_the_small_and_the_next_in_each_column_apart() -> None:
    assert off(listing("abcd"), LIST) == {("b", ROUNDS), ("d", ROUNDS), ("b", POOLED), ("c", POOLED)}
    assert off(listing("abcd"), LIST, INSIDE) == set()


def test_what_a_crossing_asks_for_is_hidden_in_the_rounds_and_nowhere_else() -> None:
    large = {key: (mentions + 9, 9) for key, (mentions, _) in LIST.items()}
    asked: Any = defaultdict(set, {"felder": {"a"}})
    assert off(listing("abcd"), large, asked=asked) == {("a", ROUNDS), ("c", ROUNDS)}


def test_parts_of_a_list_are_protected_apart() -> None:
    figures: Figures = {(row, ROUNDS): (9, 9) for row in "abcd"} | {("c", ROUNDS): (1, 1)}
    parted = listing("abcd", blocks=((ROUNDS,),), parts={"a": "x", "b": "x", "c": "y", "d": "y"})
    assert cells.parts(parted) == [["a", "b"], ["c", "d"]]
    assert cells.parts(listing("abcd")) == [["a", "b", "c", "d"]]
    assert off(parted, figures) == {("c", ROUNDS), ("d", ROUNDS)}


CROSS: Figures = whole({(r, c): (9, 9) for r in "abc" for c in "pqr"} | {("a", "p"): (1, 1), ("b", "q"): (5, 5)})


def test_a_crossing_hides_a_rectangle_around_a_small_cell() -> None:
    assert off(crossing("abc", "pqr"), CROSS) == {("a", "p"), ("a", "q"), ("b", "p"), ("b", "q")}
    assert off(crossing("abc", "pqr"), CROSS, INSIDE) == set()


def test_a_row_or_column_that_a_list_hides_is_hidden_whole() -> None:
    large: Figures = whole({(r, c): (9, 9) for r in "abc" for c in "pqr"})
    rows = off(crossing("abc", "pqr"), large, masked={"felder": {ROUNDS: {"b"}, POOLED: {"a"}}})
    assert {("b", column) for column in ("p", "q", "r", TOTAL)} <= rows
    assert not {("c", TOTAL), ("a", TOTAL)} <= rows
    columns = off(crossing("abc", "pqr"), large, masked={"typen": {ROUNDS: {"q"}, POOLED: {"p"}}})
    assert {(row, "q") for row in ("a", "b", "c", TOTAL)} <= columns
    assert not {(TOTAL, "p"), (TOTAL, "r")} <= columns


def test_totals_that_must_not_be_known_are_asked_of_the_lists() -> None:
    asked: Any = defaultdict(set)
    lonely = whole({(r, c): (0, 0) for r in "ab" for c in "pq"} | {("a", "p"): (2, 2)})
    found = off(crossing("ab", "pq", totals=False), {k: v for k, v in lonely.items() if TOTAL not in k}, asked=asked)
    assert ("a", "p") in found
    assert asked["felder"] | asked["typen"]
    assert found <= set(lonely)
    again: Any = defaultdict(set)
    known = {"felder": {ROUNDS: set("ab")}, "typen": {ROUNDS: set("pq")}}
    off(crossing("ab", "pq"), lonely, masked=known, asked=again)
    assert not again["felder"] | again["typen"]


def test_a_crossing_says_which_totals_went() -> None:
    asked: Any = defaultdict(set)
    figures = whole({("a", "p"): (1, 1), ("a", "q"): (1, 1), ("b", "p"): (9, 9), ("b", "q"): (9, 9)})
    found = off(crossing("ab", "pq"), figures, asked=asked)
    assert found == {(row, column) for row in "ab" for column in ("p", "q", TOTAL)}
    assert (asked["felder"], asked["typen"]) == ({"a", "b"}, set())
    turned = {(column, row): figure for (row, column), figure in figures.items()}
    asked = defaultdict(set)
    assert off(crossing("pq", "ab"), turned, asked=asked) == {(column, row) for row, column in found}
    assert (asked["felder"], asked["typen"]) == (set(), {"a", "b"})


def test_sheets_are_worked_out_again_until_nothing_more_is_asked() -> None:
    figures = whole({("a", "p"): (1, 1), ("a", "q"): (1, 1), ("b", "p"): (9, 9), ("b", "q"): (9, 9)})
    large: Figures = {("a", ROUNDS): (30, 9), ("b", ROUNDS): (31, 9), ("c", ROUNDS): (32, 9)}
    fields = listing("abc", columns=((ROUNDS, ""),), blocks=((ROUNDS,),))
    types = listing("pq", "typen", columns=((ROUNDS, ""),), blocks=((ROUNDS,),))
    other = {("p", ROUNDS): (30, 9), ("q", ROUNDS): (31, 9)}
    made = [(fields, counts(large)), (types, counts(other)), (crossing("ab", "pq"), counts(figures))]
    gone = cells.concealed(made, RULES)
    assert gone["felder"] == {("a", ROUNDS), ("b", ROUNDS)}
    assert gone["typen"] == set()
    assert gone["feld_typ"] == {(row, column) for row in "ab" for column in ("p", "q", TOTAL)}
    assert cells.concealed(made, INSIDE) == {"felder": set(), "typen": set(), "feld_typ": set()}


def test_one_column_hides_its_own_rows_only() -> None:
    found = {("b", ROUNDS), ("z", ROUNDS), ("a", POOLED)}
    gone, totals = cells.secondary(counts(LIST), ["a", "b", "c", "d"], (ROUNDS,), found)
    assert (gone, totals) == ({("b", ROUNDS), ("d", ROUNDS)}, set())
    assert cells.secondary(counts(LIST), ["a", "d"], (ROUNDS,), found) == (set(), set())


def test_a_block_without_hidden_cells_stays_as_it_is() -> None:
    table = counts(CROSS)
    assert cells.secondary(table, ["a", "b"], ("p", "q"), {("c", "p"), ("a", "r")}) == (set(), set())
    assert cells.secondary(table, [], ("p", "q"), {("a", "p")}) == (set(), set())
    gone, totals = cells.secondary(table, ["a", "b", TOTAL], ("p", "q", TOTAL), {("a", "p")})
    assert gone == {("a", "p"), ("a", "q"), ("b", "p"), ("b", "q")}
    assert totals == set()
    lonely = counts({("a", "p"): (1, 1), ("a", "q"): (0, 0), ("b", "p"): (0, 0), ("b", "q"): (0, 0)})
    assert cells.secondary(lonely, ["a", "b"], ("p", "q"), {("a", "p")})[1] & {"a", "b", "p", "q", WHOLE}


STATEMENTS = pd.DataFrame(
    {
        "statement_id": ["s1", "s2", "s3", "s4", "s5"],
        "document": ["d1", "d1", "d2", "d2", "d3"],
        "same": ["s1", "s1", "s3", "s4", "s5"],
        "votes": [2, 0, 0, 1, 0],
        "checked": [1, 0, 0, 0, 0],
        "publish": ["quote", "count", "quote", "quote", pd.NA],
        "field": ["a", "a", "a", "b", "b"],
    }
)
GROUPS = pd.DataFrame({"statement_id": ["s1"], "group": ["g"]})


def material() -> Material:
    empty = GROUPS.iloc[:0]
    return Material(None, STATEMENTS, GROUPS, empty, empty, empty, empty, None)  # type: ignore[arg-type]


def said(totals: bool = True) -> pd.DataFrame:
    rows = STATEMENTS[["statement_id"]].assign(row=STATEMENTS["field"], column=ROUNDS)
    return pd.concat([rows, rows.assign(row=TOTAL)], ignore_index=True) if totals else rows


def told(**more: Any) -> Sheet:
    return Sheet("felder", "Felder", "Feld", labels("abc"), SOURCES, **({"assigned": said()} | more))


def test_lists_have_a_total_row_and_crossings_a_total_column_as_well() -> None:
    found = cells.counted(told(), material())
    assert found["mentions"].to_dict() == {
        ("a", ROUNDS): 3, ("a", POOLED): 0, ("b", ROUNDS): 2, ("b", POOLED): 0,
        ("c", ROUNDS): 0, ("c", POOLED): 0, (TOTAL, ROUNDS): 5, (TOTAL, POOLED): 0,
    }  # fmt: skip
    crossed = cells.counted(told(assigned=said(totals=False), crossed=True), material())
    assert crossed["mentions"].xs(TOTAL, level="column").to_dict() == {"a": 3, "b": 2, "c": 0, TOTAL: 5}
    bare = cells.counted(told(assigned=said(totals=False), crossed=True, totals=False), material())
    plain = cells.counted(told(assigned=said(totals=False), totals=False), material())
    for frame in (bare, plain):
        assert sorted({key for pair in frame.index for key in pair}) == sorted(["a", "b", "c", ROUNDS, POOLED])


def test_shares_stand_in_lists_with_enough_in_the_column_and_not_in_its_total() -> None:
    sheet, rules = told(), RULES
    table = cells.counted(sheet, material())
    found = cells.shares(sheet, table, material(), rules)
    assert found["share"].dropna().to_dict() == {("a", ROUNDS): 0.6, ("b", ROUNDS): 0.4, ("c", ROUNDS): 0.0}
    ends = counting.intervals(sheet.assigned, material(), 50, 7)
    for end in ("low", "high"):
        assert found.loc[("a", ROUNDS), end] == round(float(ends.loc[("a", ROUNDS), end]), 4)
        assert pd.isna(found.loc[(TOTAL, ROUNDS), end])
        assert pd.isna(found.loc[("a", POOLED), end])
    assert found.loc[("a", ROUNDS), "low"] < found.loc[("a", ROUNDS), "high"]
    at = Rules(PUBLIC, 50, 7, 3, 5, minimum_for_shares=5)
    assert cells.shares(sheet, table, material(), at)["share"].notna().sum() == 3
    above = Rules(PUBLIC, 50, 7, 3, 5, minimum_for_shares=6)
    assert cells.shares(sheet, table, material(), above).isna().all().all()
    zero = cells.shares(sheet, table, material(), Rules(PUBLIC, 50, 7, 3, 5, 0))
    assert zero.loc[("a", POOLED), "share"] == 0


def test_shares_have_four_digits() -> None:
    three = STATEMENTS.iloc[[0, 2, 3]]
    few = Material(None, three, GROUPS, GROUPS, GROUPS, GROUPS, GROUPS, None)  # type: ignore[arg-type]
    rows = three[["statement_id"]].assign(row=three["field"], column=ROUNDS)
    sheet = told(assigned=pd.concat([rows, rows.assign(row=TOTAL)], ignore_index=True))
    found = cells.shares(sheet, cells.counted(sheet, few), few, Rules(PUBLIC, 51, 7, 3, 5, 1))
    assert found.loc[("a", ROUNDS), "share"] == 0.6667
    assert {round(value, 4) == value for end in ("low", "high") for value in found[end].dropna()} == {True}


@pytest.mark.parametrize("more", [{"crossed": True}, {"totals": False}])
def test_crossings_and_lists_without_a_total_have_no_shares(more: dict[str, bool]) -> None:
    sheet = told()
    table = cells.counted(sheet, material())
    found = cells.shares(told(**more), table, material(), RULES)
    assert found.isna().all().all()
    assert (list(found), len(found)) == (["share", "low", "high"], len(table))


def test_only_released_statements_stand_behind_a_public_cell() -> None:
    table = cells.counted(told(), material())
    found = cells.quotable_only(table, material())
    assert found.loc[[("a", ROUNDS), ("b", ROUNDS), ("c", ROUNDS)]].tolist() == ["s1 s3", "s4", ""]


def test_a_finished_table_carries_its_labels_and_its_order() -> None:
    sheet = told(parts={"a": "x"}, note="so")
    found = cells.finished(sheet, cells.counted(sheet, material()), 4, PUBLIC).set_index(["row", "column"])
    assert found["row_order"].groupby("row").first().to_dict() == {"a": 0, "b": 1, "c": 2, TOTAL: 3}
    assert found["column_order"].groupby("column").first().to_dict() == {ROUNDS: 0, POOLED: 1}
    assert found["row_label"].groupby("row").first().to_dict() == {"a": "A", "b": "B", "c": "C", TOTAL: "Gesamt"}
    assert found.loc[("a", POOLED), ["row_part", "column_label", "note"]].tolist() == ["x", SOURCES[1][1], "so"]
    assert set(found["table_order"]) == {4}


@pytest.mark.parametrize("rules", [RULES, INSIDE])
def test_a_hidden_cell_is_empty_in_every_column(rules: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = told(blocks=((ROUNDS,), (POOLED,)))
    last = told(blocks=((ROUNDS,), (POOLED,)))
    pooled: list[bool] = []

    def all_papers(*_: object, pool: bool) -> list[tuple[Sheet, pd.DataFrame]]:
        pooled.append(pool)
        return [(last, cells.counted(last, material())[["mentions"]])]

    monkeypatch.setattr(cells.sheets, "lists", lambda _: [sheet])
    monkeypatch.setattr(cells.sheets, "crossed", lambda _: [])
    monkeypatch.setattr(cells, "public", lambda one: one)
    monkeypatch.setattr(cells, "written", lambda one: one)
    monkeypatch.setattr(cells.papers, "all_papers", all_papers)
    found = cells.cells(material(), pd.DataFrame(), rules)
    assert pooled == [rules.protects]
    assert set(found["variant"]) == {rules.variant}
    assert sorted(set(found["table_order"])) == [0, 1]
    rows = found.loc[found["table_order"] == 0].set_index(["row", "column"])
    inner = rows.loc[[("a", ROUNDS), ("b", ROUNDS)]]
    measures = [*MEASURES, "share", "low", "high"]
    if rules.protects:
        assert inner[measures].isna().all().all()
        assert inner["statement_ids"].fillna("").eq("").all()
        assert rows.loc[(TOTAL, ROUNDS), ["mentions", "statement_ids"]].tolist() == [5, "s1 s3 s4"]
        assert not inner["shown"].any()
        assert rows.loc[(TOTAL, ROUNDS), "shown"]
    else:
        assert inner["mentions"].tolist() == [3, 2]
        assert inner["statement_ids"].tolist() == ["s1 s2 s3", "s4 s5"]
        assert rows["shown"].all()


def test_public_tables_leave_out_what_is_not_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "public", lambda one: ("public", one))
    monkeypatch.setattr(cells, "written", lambda one: ("written", one))
    monkeypatch.setattr(cells.sheets, "lists", lambda one: [("list", one)])
    monkeypatch.setattr(cells.sheets, "crossed", lambda one: [("crossed", one)])
    anything: Any = "all"
    shut, written = ("public", "all"), ("written", ("public", "all"))
    assert cells.variant_sheets(anything, RULES) == [(("list", shut), shut), (("crossed", written), written)]
    assert cells.variant_sheets(anything, INSIDE) == [(("list", "all"), "all"), (("crossed", "all"), "all")]
