"""Remembers which statement lay in which theme, so that themes hold when papers arrive.

A generation is kept for every set of statements that was ever analysed. A set that was seen before continues what it
continued then: running again, or taking a paper back out, gives the same bytes as the first time. A new set continues
the latest generation. Without the file nothing is remembered and everything is computed from the papers alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pandas as pd

LENGTH = 8
KEPT = 12


def state(statements: Iterable[str]) -> str:
    """Return what tells one set of statements from another, whatever their order.

    >>> state(["a2", "a1"]) == state(["a1", "a2"]) != state(["a1"])
    True
    """
    joined = "\x1f".join(sorted(statements))
    return "s" + hashlib.blake2b(joined.encode(), digest_size=LENGTH).hexdigest()


def _generations(history: pd.DataFrame) -> dict[str, int]:
    """Return state -> number of its generation."""
    first = history.drop_duplicates("generation")
    return {str(name): int(number) for name, number in zip(first["state"], first["generation"], strict=True)}


def past(history: pd.DataFrame, now: str) -> pd.Series:
    """Return statement -> theme as they were before the statements of state ``now`` were first analysed."""
    known = _generations(history)
    here = known.get(now, max(known.values(), default=0) + 1)
    before = max((number for number in known.values() if number < here), default=0)
    rows = history[history["generation"] == before]
    return pd.Series(rows["theme_id"].to_numpy(), index=rows["statement_id"].astype(str), dtype=str)


def extended(history: pd.DataFrame, now: str, theme_of: pd.Series) -> pd.DataFrame:
    """Return the history with ``theme_of`` (statement -> theme) as the generation of state ``now``.

    Statements that lie alone have no theme to remember. The oldest generations are forgotten.
    """
    known = _generations(history)
    number = known.get(now, max(known.values(), default=0) + 1)
    held = theme_of[theme_of.map(theme_of.value_counts()) > 1]
    rows = pd.DataFrame({"statement_id": held.index.astype(str), "theme_id": held.to_numpy()})
    others = history[
        (history["generation"] != number) & (history["generation"] > max(number, *known.values(), 0) - KEPT)
    ]
    return pd.concat([others, rows.assign(generation=number, state=now)], ignore_index=True)
