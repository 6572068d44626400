"""The cells of every table: counted, protected, and led back to their statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.frequencies import counting, papers, sheets
from pipeline.frequencies.counting import MEASURES, TOTAL
from pipeline.frequencies.material import Material, public, written
from pipeline.frequencies.sheets import POOLED, ROUNDS, Sheet
from pipeline.shared import publication
from pipeline.shared.tables import CELLS, VARIANTS

PUBLIC, INTERNAL = VARIANTS
Mask = dict[str, set[str]]
KEPT = {column.name: column.dtype for column in CELLS.columns if column.dtype != "string"}


@dataclass(frozen=True)
class Rules:
    """How a variant is counted and what it may show."""

    variant: str
    draws: int
    seed: int
    minimum: int
    minimum_pooled: int
    minimum_for_shares: int

    @property
    def protects(self) -> bool:
        """Tell whether small cells are hidden."""
        return self.variant == PUBLIC

    def least(self, column: str) -> int:
        """Return the least number of documents behind a cell of ``column``."""
        return self.minimum_pooled if column == POOLED else self.minimum


def counted(sheet: Sheet, material: Material) -> pd.DataFrame:
    """Return the measures of every cell of ``sheet``, zeros included, with its totals."""
    assigned = sheet.assigned
    rows, columns = [key for key, _ in sheet.rows], [key for key, _ in sheet.columns]
    if sheet.crossed and sheet.totals:
        assigned, columns = counting.with_totals(assigned), [*columns, TOTAL]
    if sheet.totals:
        rows = [*rows, TOTAL]
    return counting.full(counting.tally(assigned, material), rows, columns)


def grid(cells: pd.DataFrame, measure: str, columns: tuple[str, ...], rows: list[str]) -> pd.DataFrame:
    """Return one measure as a table of ``rows`` and ``columns``."""
    wide = cells[measure].unstack("column")  # noqa: PD010 - pivot_table is for what may stand twice
    return wide.loc[rows, list(columns)].rename_axis(index=None, columns=None)


def concealed(counted_sheets: Sequence[tuple[Sheet, pd.DataFrame]], rules: Rules) -> dict[str, set[tuple[str, str]]]:
    """Return for each sheet the cells that must not be shown, all sheets together.

    Where a table of two features cannot be protected while a total is known, the list that prints this total hides
    it, and everything is worked out again; each round hides more, so it ends.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    while True:
        before, masked, off = sum(map(len, asked.values())), dict[str, Mask](), {}
        for sheet, counts in counted_sheets:
            off[sheet.key] = hidden(sheet, counts, rules, masked, asked)
            if not sheet.crossed:
                masked[sheet.key] = {
                    column: {row for row, other in off[sheet.key] if other == column} for column, _ in sheet.columns
                }
        if sum(map(len, asked.values())) == before:
            return off


def hidden(
    sheet: Sheet, cells: pd.DataFrame, rules: Rules, masked: dict[str, Mask], asked: dict[str, set[str]]
) -> set[tuple[str, str]]:
    """Return the cells of ``sheet`` that must not be shown.

    First those with too few documents behind them and those of rows or columns that a list already hides; then
    what :func:`publication.suppress` adds so that nothing can be computed from the totals. Totals that must not be
    known either are added to ``asked``: list -> rows.
    """
    if not rules.protects:
        return set()
    some = cells["mentions"] > 0
    least = np.array([rules.least(column) for _, column in cells.index])
    small = some & (cells["documents"] < least)
    rows_off = masked.get(sheet.margins[0], {}).get(ROUNDS, set())
    columns_off = masked.get(sheet.margins[1], {}).get(ROUNDS, set())
    wanted = asked[sheet.key]
    off = [
        row in rows_off or column in columns_off or (row in wanted and column == ROUNDS) for row, column in cells.index
    ]
    found = set(cells.index[small | (some & np.array(off, dtype=bool))])
    for block in sheet.blocks:
        for rows in parts(sheet):
            whole = sheet.crossed and sheet.totals
            more, totals = secondary(
                cells, [*rows, TOTAL] if whole else rows, (*block, TOTAL) if whole else block, found
            )
            found |= more
            if sheet.crossed:
                asked[sheet.margins[0]] |= totals & set(rows) - rows_off
                asked[sheet.margins[1]] |= totals & set(block) - columns_off
                found |= {(row, TOTAL) for row in totals & set(rows)} | {
                    (TOTAL, column) for column in totals & set(block)
                }
    return found & set(cells.index)


def parts(sheet: Sheet) -> list[list[str]]:
    """Return the rows that add up to one known total: all of them, or those under the same part."""
    keys = [key for key, _ in sheet.rows]
    if not sheet.parts:
        return [keys]
    return [[key for key in keys if sheet.parts[key] == part] for part in sorted(set(sheet.parts.values()))]


def secondary(
    cells: pd.DataFrame, rows: list[str], block: tuple[str, ...], found: set[tuple[str, str]]
) -> tuple[set[tuple[str, str]], set[str]]:
    """Return the cells of a block to hide so that none of those ``found`` follows from the rest, and secret totals."""
    if len(block) == 1:
        column = block[0]
        counts = cells["mentions"].xs(column, level="column").to_dict()
        off = {row for row in rows if (row, column) in found}
        return {(row, column) for row in publication.partners({row: counts[row] for row in rows}, off)}, set()
    own = [(row, column) for row in rows for column in block]
    if not rows or not found.intersection(own):
        return set(), set()
    table = grid(cells, "mentions", block, rows).astype("int64")
    behind = pd.DataFrame(1, index=table.index, columns=table.columns)
    for row, column in found.intersection(own):
        behind.loc[row, column] = 0
    named = {TOTAL: publication.TOTAL}
    shown = publication.suppress(table.rename(index=named, columns=named), behind.rename(index=named, columns=named), 1)
    gone = shown.isna().set_axis(table.index).set_axis(table.columns, axis=1)
    cells_gone = {(row, column) for row in rows for column in block if bool(gone.loc[row, column])}
    return cells_gone, set(shown.attrs["hidden_totals"])


def shares(sheet: Sheet, cells: pd.DataFrame, material: Material, rules: Rules) -> pd.DataFrame:
    """Return ``share``, ``low`` and ``high`` of each row in its column's total; none where the total is small."""
    blank = pd.DataFrame(dict.fromkeys(("share", "low", "high"), pd.NA), index=cells.index).astype("Float64")
    if sheet.crossed or not sheet.totals:
        return blank
    bounds = counting.intervals(sheet.assigned, material, rules.draws, rules.seed)
    columns = cells.index.get_level_values("column")
    totals = cells["mentions"].xs(TOTAL, level="row").reindex(columns).to_numpy()
    wanted = (totals >= rules.minimum_for_shares) & (cells.index.get_level_values("row") != TOTAL)
    value = (cells["mentions"] / np.maximum(totals, 1)).where(wanted)
    return pd.DataFrame(
        {
            "share": value.round(4).astype("Float64"),
            "low": bounds["low"].astype(float).reindex(cells.index).where(wanted).round(4).astype("Float64"),
            "high": bounds["high"].astype(float).reindex(cells.index).where(wanted).round(4).astype("Float64"),
        }
    )


def quotable_only(cells: pd.DataFrame, material: Material) -> pd.Series:
    """Return the statements behind each cell that may be quoted."""
    rows = material.statements
    free = set(rows.loc[publication.quotable(rows), "statement_id"])
    return cells["statement_ids"].map(lambda ids: " ".join(key for key in ids.split() if key in free))


def finished(sheet: Sheet, cells: pd.DataFrame, order: int, variant: str) -> pd.DataFrame:
    """Return the rows of the table CELLS for one sheet."""
    row_labels, column_labels = dict(sheet.rows), dict(sheet.columns)
    rows = {key: place for place, key in enumerate([*row_labels, TOTAL])}
    columns = {key: place for place, key in enumerate([*column_labels, TOTAL])}
    frame = cells.reset_index()
    return frame.assign(
        variant=variant,
        table=sheet.key,
        table_label=sheet.title,
        row_title=sheet.row_title,
        note=sheet.note,
        row_label=[row_labels.get(key, "Gesamt") for key in frame["row"]],
        column_label=[column_labels.get(key, "Gesamt") for key in frame["column"]],
        row_part=[sheet.parts.get(key, "") for key in frame["row"]],
        table_order=order,
        row_order=[rows[key] for key in frame["row"]],
        column_order=[columns[key] for key in frame["column"]],
    )


def variant_sheets(material: Material, rules: Rules) -> list[tuple[Sheet, Material]]:
    """Return every table with the material it is counted from."""
    everyone = public(material) if rules.protects else material
    rounds = written(everyone) if rules.protects else everyone
    return [
        *((sheet, everyone) for sheet in sheets.lists(everyone)),
        *((sheet, rounds) for sheet in sheets.crossed(rounds)),
    ]


def cells(material: Material, ledger: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Return the table CELLS for one variant."""
    found: list[pd.DataFrame] = []
    made = [(sheet, behind, counted(sheet, behind)) for sheet, behind in variant_sheets(material, rules)]
    gone_in = concealed([(sheet, counts) for sheet, _, counts in made], rules)
    for order, (sheet, behind, counts) in enumerate(made):
        off = gone_in[sheet.key]
        whole = counts.join(shares(sheet, counts, behind, rules))
        if rules.protects:
            whole["statement_ids"] = quotable_only(whole, behind)
        gone = pd.Series([key in off for key in whole.index], index=whole.index)
        whole = whole.astype(dict.fromkeys(MEASURES, "Int64"))
        whole.loc[gone, [*MEASURES, "share", "low", "high"]] = pd.NA
        whole["statement_ids"] = whole["statement_ids"].where(~gone, "")
        whole["shown"] = ~gone
        found.append(finished(sheet, whole, order, rules.variant))
    for order, (sheet, counts) in enumerate(papers.all_papers(material, ledger, pool=rules.protects), start=len(found)):
        found.append(finished(sheet, papers.whole(sheet, counts), order, rules.variant))
    return CELLS.typed(pd.concat([part.astype(KEPT) for part in found], ignore_index=True))
