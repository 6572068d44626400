"""How far the report can be trusted: papers not read, doubts, passages not counted, agreement and error rates."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from pipeline.report.sheets import Sheet, crossed
from pipeline.report.source import INTERVIEW, Source
from pipeline.shared import tables
from pipeline.shared.wording import number

READ_NAMES = {
    "refused": "nicht lesbar", "empty": "ohne Text", "duplicate_of": "doppelt abgegeben, einmal gezählt",
    "ok": "gelesen",
}  # fmt: skip


def faults(source: Source) -> list[dict[str, str]]:
    """Return the papers that were not read, with what to do; interviews are not named outside the house."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[rows["status"] != "ok"].sort_values(["status", "document"], kind="stable")
    found = []
    for _, row in rows.iterrows():
        hushed = source.public and (row["kind"] == INTERVIEW or row["publish"] == "internal")
        name = "eine vertrauliche Datei (Name nur im internen Bericht)" if hushed else str(row["document"])
        note = "" if pd.isna(row["note"]) or hushed else str(row["note"])
        found.append({"name": name, "status": READ_NAMES[row["status"]], "note": note})
    return found


def remarks(source: Source) -> list[dict[str, str]]:
    """Return what was noticed while reading papers that were read."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[(rows["status"] == "ok") & rows["note"].fillna("").str.len().gt(0)]
    if source.public:
        rows = rows.loc[~(rows["kind"].fillna("").eq(INTERVIEW) | rows["publish"].eq("internal"))]
    return [{"name": str(row["document"]), "note": str(row["note"])} for _, row in rows.iterrows()]


def whereabouts(source: Source) -> Sheet:
    """Return how many passages of each paper became what."""
    return crossed(source.cells_of("verbleib"), "")


def dropped(source: Source) -> list[tuple[str, str, str]]:
    """Return why passages were not counted: category, reason and how often; confidential papers are only added up."""
    rows = source.table(tables.LEDGER)
    rows = rows.loc[rows["category"] != "statement"]
    names = {row["column"]: str(row["column_label"]) for row in source.cells_of("verbleib")}
    sizes = Counter(zip(rows["category"], rows["reason"], strict=True))
    ranked = sorted(sizes.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(names.get(category, category), str(reason), number(size)) for (category, reason), size in ranked]
