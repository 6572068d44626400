"""What a report is made of: the tables of one variant, and how their counts are written for readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.shared import publication, tables
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.publication import HIDDEN
from pipeline.shared.schema import Table
from pipeline.shared.wording import number, parts

TOTAL, ROUNDS, POOLED = "gesamt", "runden", "interview"
PUBLIC, INTERNAL = tables.VARIANTS
Row = dict[str, Any]

INTERVIEW = "interview"

READING = (tables.DOCUMENTS, tables.BLOCKS, tables.LEDGER, tables.STATEMENTS, tables.FIELDS, tables.THEMES,
           tables.THEME_MEMBERS, tables.CHAIN, tables.GAPS, tables.GUIDELINES, tables.GUIDELINE_EVIDENCE,
           tables.CELLS, tables.FIGURES)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Everything that a report is made of: tables by file name, drawn figures, block texts.

    ``encoder`` is name and checksum of the language model that helped; empty without one.
    """

    corpus: Corpus
    codebook: Codebook
    tables: Mapping[str, pd.DataFrame]
    variant: str
    text: Callable[[str], str]
    metrics: Mapping[str, float] = field(default_factory=dict)
    encoder: Mapping[str, str] = field(default_factory=dict)

    def table(self, table: Table) -> pd.DataFrame:
        """Return a processed table."""
        return self.tables[table.file]

    @property
    def public(self) -> bool:
        """Tell whether this is the variant for everybody."""
        return self.variant == PUBLIC

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Return the statements whose words may be shown in this variant, in reading order."""
        rows = self.table(tables.STATEMENTS)
        rows = rows.loc[publication.quotable(rows)] if self.public else rows
        rows = rows.sort_values(["date", "document", "position"], kind="stable", na_position="last")
        return rows.reset_index(drop=True)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Return the cells of this variant."""
        rows = self.table(tables.CELLS)
        rows = rows.loc[rows["variant"] == self.variant]
        return rows.sort_values(["table_order", "row_order", "column_order"], kind="stable")

    @cached_property
    def tables_of_cells(self) -> dict[str, list[Row]]:
        """Return the cells of this variant by table, in the order of the report."""
        found: dict[str, list[Row]] = {}
        for row in self.cells.to_dict("records"):
            found.setdefault(str(row["table"]), []).append(row)  # type: ignore[arg-type]
        return found

    def cells_of(self, table: str) -> list[Row]:
        """Return the cells of one table; a table that does not exist has none."""
        return self.tables_of_cells.get(table, [])

    @cached_property
    def records(self) -> list[Row]:
        """Return the shown statements as dictionaries."""
        return self.statements.to_dict("records")  # type: ignore[return-value]

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the place of each shown statement by its identifier."""
        return {key: place for place, key in enumerate(self.statements["statement_id"])}


def count(value: Any) -> str:  # noqa: ANN401 - a nullable integer
    """Return a count for readers, a dot where it is not shown."""
    return HIDDEN if pd.isna(value) else number(int(value))


def noun(value: str, one: str, many: str) -> str:
    """Return a written count with the fitting noun.

    >>> noun("1", "Gruppe", "Gruppen")
    '1 Gruppe'
    """
    return f"{value} {one if value == '1' else many}"


def carried(mentions: str, documents: str, groups: str) -> str:
    """Return what stands behind a theme or proposal, in words.

    >>> carried("4", "3", "1"), carried("4", "3", "0"), carried("·", "·", "·")
    ('4 Nennungen, 3 Dokumente, 1 Gruppe', '4 Nennungen, 3 Dokumente', 'Zahlen nicht gezeigt')
    """
    if HIDDEN in (mentions, documents):
        return "Zahlen nicht gezeigt"
    said = [noun(mentions, "Nennung", "Nennungen"), noun(documents, "Dokument", "Dokumente")]
    return ", ".join(said if groups in ("0", HIDDEN) else [*said, noun(groups, "Gruppe", "Gruppen")])


def groups_of(cell: object) -> str:
    """Return the groups of a cell as words.

    >>> groups_of("Rat|Ehrenamt")
    'Rat, Ehrenamt'
    """
    return ", ".join(parts(cell))
