"""The comparison with the earlier round as tables that people open."""

from __future__ import annotations

import pandas as pd

from pipeline.frequencies.registers import Register
from pipeline.shared.publication import HIDDEN


def tables(compared: pd.DataFrame, variant: str) -> dict[str, Register]:
    """Return the sheets of ROUND_SHEETS of a variant by key: title and rows; numbers stay numbers."""
    own = compared.loc[compared["variant"] == variant]
    found = {}
    for key, part in own.groupby("sheet", sort=True):
        lines = [
            [
                number(words, value, low)
                for words, value, low in zip(row["words"], row["value"], row["low"], strict=True)
            ]
            for _, row in part.sort_values(["row", "column"]).groupby("row", sort=True)
        ]
        heads = part.sort_values(["row", "column"])["head"].head(len(lines[0])).tolist()
        found[str(key)] = (str(part["title"].iloc[0]), pd.DataFrame(lines, columns=heads))
    return found


def number(words: object, value: object, low: object) -> object:
    """Return a cell: a count as a number, everything else as words.

    >>> number("1", 1.0, pd.NA), number("·", pd.NA, pd.NA)
    (1, '·')
    """
    if pd.isna(value) or not pd.isna(low):  # type: ignore[call-overload]
        return "" if pd.isna(words) else str(words)  # type: ignore[call-overload]
    return int(value) if words != HIDDEN else HIDDEN  # type: ignore[call-overload]
