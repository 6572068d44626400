"""Counts of papers and proposals: what was handed in, what became of every line, how far the decisions are."""

from __future__ import annotations

import pandas as pd

from pipeline.frequencies.counting import TOTAL, Labels
from pipeline.frequencies.material import INTERVIEW, UNNAMED, Material
from pipeline.frequencies.sheets import Sheet, event_labels, ordered
from pipeline.shared import tables

READ: Labels = (
    ("ok", "gelesen"),
    ("duplicate_of", "doppelt abgegeben, einmal gezählt"),
    ("empty", "ohne Text"),
    ("refused", "nicht lesbar"),
)
STATEMENT = "statement"
USES: Labels = tuple(tables.CATEGORY_NAMES.items())
STATES: Labels = (
    ("angenommen", "angenommen"),
    ("ueberarbeitet", "überarbeitet"),
    ("offen", "offen"),
    ("verworfen", "verworfen"),
)
KINDS: Labels = (("leitlinie", "Leitlinien"), ("ziel", "Ziele"), ("aktivitaet", "Aktivitäten"))
COUNT: Labels = (("anzahl", "Anzahl"),)
POOLED_PAPERS = "Interviews, zusammengefasst"


def crosstab(frame: pd.DataFrame, row: str, column: str) -> pd.DataFrame:
    """Return how many rows of ``frame`` fall into each cell, as the column ``mentions``, with totals."""
    pairs = frame[[row, column]].rename(columns={row: "row", column: "column"})
    whole = pd.concat(
        [pairs, pairs.assign(column=TOTAL), pairs.assign(row=TOTAL), pairs.assign(row=TOTAL, column=TOTAL)]
    )
    return whole.groupby(["row", "column"]).size().to_frame("mentions")


def handed_in(material: Material) -> tuple[Sheet, pd.DataFrame]:
    """Return how many papers were read, and how many were not."""
    rows = material.tables.documents[["document", "status"]].assign(column="anzahl")
    sheet = Sheet("dateien", "Abgegebene Dateien", "Stand", READ, COUNT, rows)
    return sheet, crosstab(rows, "status", "column")


def papers_of_events(material: Material) -> tuple[Sheet, pd.DataFrame]:
    """Return how many papers of each event were read."""
    documents = material.tables.documents
    rows = documents.loc[documents["status"] == "ok", ["document", "event"]]
    rows = rows.assign(event=rows["event"].fillna(UNNAMED), column="anzahl")
    sheet = Sheet("papiere", "Dokumente je Veranstaltung", "Veranstaltung", event_labels(material), COUNT, rows)
    return sheet, crosstab(rows, "event", "column")


def whereabouts(material: Material, ledger: pd.DataFrame, *, pool: bool) -> tuple[Sheet, pd.DataFrame]:
    """Return how many passages of each paper became what.

    Where ``pool`` is set, interviews share one row, and statements are left out: their number in one paper is hidden
    in all other tables.
    """
    papers = material.tables.documents.set_index("document")
    kept = ledger.loc[ledger["document"].isin(papers.index)]
    kept = kept.loc[kept["category"] != STATEMENT] if pool else kept
    uses = [use for use in USES if not pool or use[0] != STATEMENT]
    hushed = papers["kind"].fillna("").eq(INTERVIEW) | papers["publish"].eq("internal")
    name = kept["document"].where(~kept["document"].map(hushed).astype(bool) | (not pool), POOLED_PAPERS)
    rows = kept.assign(name=name)
    labels = [(key, key) for key in sorted(rows["name"].unique())]
    sheet = Sheet("verbleib", "Was aus den Textstellen wurde", "Dokument", labels, ordered(uses, rows["category"]),
                  rows, "Gezählt sind Textstellen, nicht Aussagen.", crossed=True)  # fmt: skip
    return sheet, crosstab(rows, "name", "category")


def decisions(material: Material) -> tuple[Sheet, pd.DataFrame]:
    """Return how many proposals of each kind were decided."""
    rows = material.tables.guidelines[["kind", "status"]]
    sheet = Sheet("entscheidungen", "Stand der Vorschläge", "Art des Vorschlags", KINDS, STATES, rows, crossed=True)
    return sheet, crosstab(rows, "kind", "status")


def all_papers(material: Material, ledger: pd.DataFrame, *, pool: bool) -> list[tuple[Sheet, pd.DataFrame]]:
    """Return every count that is not about statements."""
    found = whereabouts(material, ledger, pool=pool)
    return [handed_in(material), papers_of_events(material), found, decisions(material)]


def whole(sheet: Sheet, counts: pd.DataFrame) -> pd.DataFrame:
    """Return ``counts`` with every cell of the sheet; the measures of statements stay empty."""
    rows, columns = [key for key, _ in sheet.rows], [key for key, _ in sheet.columns]
    index = pd.MultiIndex.from_product([[*rows, TOTAL], [*columns, TOTAL]], names=["row", "column"])
    frame = counts.reindex(index).fillna(0).astype("Int64")
    for column in tables.CELLS.columns:
        if column.nullable and column.name != "mentions":
            frame[column.name] = pd.Series(pd.NA, index=frame.index, dtype=column.dtype)
    return frame.assign(statement_ids="", shown=True)
