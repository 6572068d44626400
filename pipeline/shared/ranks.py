"""Ranks: the fields of work that hold, what people accepted or the machine's suggestion where nobody decided."""

from __future__ import annotations

import pandas as pd


def ranked(fields: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the table FIELDS that hold, those of one statement together, its first field first."""
    kept = fields.loc[fields["accepted"].fillna(value=False).astype(bool)]
    return kept.sort_values(["statement_id", "rank", "field"], kind="stable", na_position="last")


def by_place(fields: pd.DataFrame, place: int) -> pd.DataFrame:
    """Return the rows that hold at ``place`` (0: first field, 1: second field), with statement_id as index."""
    rows = ranked(fields)
    return rows[rows.groupby("statement_id").cumcount() == place].set_index("statement_id")


def first_fields(fields: pd.DataFrame) -> pd.Series:
    """Return statement_id -> first field that holds.

    >>> first_fields(pd.DataFrame({"statement_id": ["a", "a", "b"], "field": ["y", "x", "z"], "rank": [2, 1, 1],
    ...                            "accepted": [True, True, False]})).to_dict()
    {'a': 'x'}
    """
    return by_place(fields, 0)["field"].astype(str)
