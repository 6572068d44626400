"""Counts mentions, documents and groups side by side, with intervals for shares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.frequencies.material import Material

TOTAL = "gesamt"
MEASURES = ("mentions", "distinct", "documents", "groups", "votes", "checked")
Labels = Sequence[tuple[str, str]]


def tally(assigned: pd.DataFrame, material: Material) -> pd.DataFrame:
    """Return the measures per ``row`` and ``column`` of ``assigned`` (columns statement_id, row, column).

    A statement counts once per cell. Votes are added up apart and never multiply a mention. The index is
    (row, column); ``statement_ids`` joins the statements of the cell in reading order.
    """
    wanted = material.statements[["statement_id", "document", "same", "votes", "checked"]]
    pairs = assigned[["statement_id", "row", "column"]].drop_duplicates()
    rows = wanted.merge(pairs, on="statement_id", how="inner")
    cells = rows.groupby(["row", "column"], sort=True)
    counts = cells.agg(
        mentions=("statement_id", "size"),
        distinct=("same", "nunique"),
        documents=("document", "nunique"),
        votes=("votes", "sum"),
        checked=("checked", "sum"),
        statement_ids=("statement_id", " ".join),
    )
    groups = pairs.merge(material.groups, on="statement_id").groupby(["row", "column"])["group"].nunique()
    counts["groups"] = groups.reindex(counts.index).fillna(0).astype(int)
    return counts


def with_totals(assigned: pd.DataFrame) -> pd.DataFrame:
    """Return ``assigned`` with each statement also in the total of its row, of its column and of the table."""
    return pd.concat(
        [
            assigned,
            assigned.assign(column=TOTAL),
            assigned.assign(row=TOTAL),
            assigned.assign(row=TOTAL, column=TOTAL),
        ],
        ignore_index=True,
    )


def full(counts: pd.DataFrame, rows: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Return ``counts`` with every combination of ``rows`` and ``columns``; what nobody said is a zero."""
    index = pd.MultiIndex.from_product([rows, columns], names=["row", "column"])
    whole = counts.reindex(index)
    whole["statement_ids"] = whole["statement_ids"].astype("string").fillna("")
    return whole.fillna(dict.fromkeys(MEASURES, 0)).astype(dict.fromkeys(MEASURES, int))


def intervals(assigned: pd.DataFrame, material: Material, draws: int, seed: int) -> pd.DataFrame:
    """Return ``low`` and ``high`` of each row's share per column: 95 % of a bootstrap over whole documents.

    The share is the row's part of the row ``gesamt``. Statements of one paper were said in one round and are not
    independent, so papers are drawn, not statements (cluster bootstrap; Davison and Hinkley 1997, section 3.8).
    One paper alone has no interval.
    """
    papers = material.statements[["statement_id", "document"]]
    rows = papers.merge(assigned[["statement_id", "row", "column"]].drop_duplicates(), on="statement_id")
    found = []
    for column, part in rows.groupby("column", sort=True):
        paper, names = pd.factorize(part["document"], sort=True)
        row, labels = pd.factorize(part["row"], sort=True)
        if TOTAL not in labels or len(names) < 2:  # noqa: PLR2004 - one paper cannot vary
            continue
        table = sparse.csr_matrix((np.ones(len(part), dtype=np.int64), (row, paper)), shape=(len(labels), len(names)))
        weights = np.random.default_rng(seed).multinomial(len(names), [1 / len(names)] * len(names), size=draws)
        drawn = (table @ weights.T).T
        shares = drawn / np.maximum(drawn[:, [list(labels).index(TOTAL)]], 1)
        low, high = np.quantile(shares, [0.025, 0.975], axis=0)
        found.append(pd.DataFrame({"row": labels, "column": column, "low": low, "high": high}))
    if not found:
        return pd.DataFrame(columns=["low", "high"], index=pd.MultiIndex.from_arrays([[], []], names=["row", "column"]))
    return pd.concat(found).set_index(["row", "column"])
