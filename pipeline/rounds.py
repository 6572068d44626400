"""Rounds: what has changed since then?

Two corpora side by side, the earlier one named in params.yaml; where none is named the tables are empty. Themes of
the earlier round are the frame: a theme of this round continues the one with the same identifier, else the most
similar one in the same field. Other people came this time, so shares are compared and not counts, and a change is
named only where its 95 % interval excludes zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pydantic import Field
from scipy.optimize import linear_sum_assignment

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.params import StageParams
from pipeline.shared.schema import rows
from pipeline.shared.tables import FIELDS, ROUND_SHARES, ROUND_THEMES, STATEMENTS, THEME_MEMBERS, THEMES

Z = 1.959964
DIGITS = 4


class Params(StageParams):
    """Which round came before, and how alike two themes must be to be one.

    ``earlier`` is empty or the way from this corpus to the other one ("../kreis2023/"), because dvc.yaml appends it.
    """

    earlier: str = Field(pattern=r"^(\.\./[^/]+/)?$")
    vectors: str
    min_similarity: float = Field(ge=0, le=1)


@dataclass(frozen=True)
class Round:
    """What a round says: statements with their first field, themes and who belongs to them."""

    statements: pd.DataFrame
    themes: pd.DataFrame
    members: pd.DataFrame

    @property
    def size(self) -> int:
        """Return the number of statements."""
        return len(self.statements)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927).

    >>> [round(bound, 3) for bound in wilson(5, 10)]
    [0.237, 0.763]
    """
    share, spread = count / total, Z * Z / total
    middle = share + spread / 2
    half = Z * math.sqrt(share * (1 - share) / total + spread / (4 * total))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def difference(before: tuple[int, int], now: tuple[int, int]) -> tuple[float, float, float]:
    """Return change of a share in percentage points with its 95 % interval (Newcombe 1998, method 10).

    ``before`` and ``now`` are count and total. Nothing is known where a total is zero: the interval is then all.

    >>> difference((10, 100), (30, 100))
    (20.0, 9.0002, 30.5789)
    """
    if not before[1] or not now[1]:
        return 0.0, -100.0, 100.0
    then, today = before[0] / before[1], now[0] / now[1]
    (then_low, then_high), (low, high) = wilson(*before), wilson(*now)
    down = math.hypot(today - low, then_high - then)
    up = math.hypot(high - today, then - then_low)
    change = today - then
    return tuple(round(100 * value, DIGITS) for value in (change, change - down, change + up))  # type: ignore[return-value]


def read(corpus: Corpus) -> Round:
    """Return what the tables of ``corpus`` say; ``field`` is each statement's first accepted field."""
    fields = FIELDS.read(corpus)
    first = fields[fields["accepted"] & (fields["rank"] == 1)].drop_duplicates("statement_id")
    statements = STATEMENTS.read(corpus).merge(first[["statement_id", "field"]], on="statement_id", how="left")
    return Round(statements, THEMES.read(corpus), THEME_MEMBERS.read(corpus))


def centres(part: Round, vectors: Vectors) -> dict[str, np.ndarray]:
    """Return the mean direction of each theme's statements: theme_id -> (d,) unit vector."""
    joined = part.members.merge(part.statements[["statement_id", "display_text"]], on="statement_id")
    joined = joined.sort_values(["theme_id", "statement_id"], kind="stable")
    encoded = vectors.encode(joined["display_text"].tolist())
    means = {}
    for theme, places in joined.reset_index(drop=True).groupby("theme_id", sort=True).groups.items():
        mean = encoded[np.asarray(places)].mean(axis=0)
        means[str(theme)] = mean / (np.linalg.norm(mean) + 1e-9)
    return means


def continued(earlier: Round, now: Round, vectors: Vectors, least: float) -> dict[str, tuple[str, float]]:
    """Return theme -> (earlier theme, similarity): same identifier first, then the best pairing inside a field.

    The pairing is one to one and maximises the summed similarity (Kuhn 1955, Munkres 1957); pairs below ``least``
    are no continuation.
    """
    pairs = {theme: (theme, 1.0) for theme in sorted(set(now.themes["theme_id"]) & set(earlier.themes["theme_id"]))}
    old_centres, new_centres = centres(earlier, vectors), centres(now, vectors)
    for field in sorted(set(now.themes["field"]) & set(earlier.themes["field"])):
        old = [key for key in of_field(earlier.themes, field) if key not in pairs and key in old_centres]
        new = [key for key in of_field(now.themes, field) if key not in pairs and key in new_centres]
        if not old or not new:
            continue
        similar = np.array([[float(new_centres[a] @ old_centres[b]) for b in old] for a in new])
        for row, column in zip(*linear_sum_assignment(-similar), strict=True):
            if similar[row, column] >= least:
                pairs[new[row]] = (old[column], round(float(similar[row, column]), DIGITS))
    return pairs


def of_field(themes: pd.DataFrame, field: str) -> list[str]:
    """Return the themes of ``field`` in key order."""
    return sorted(themes.loc[themes["field"] == field, "theme_id"])


def counts(part: Round) -> dict[str, tuple[int, int]]:
    """Return theme -> (mentions, documents)."""
    joined = part.members.merge(part.statements[["statement_id", "document"]], on="statement_id")
    grouped = joined.groupby("theme_id").agg(mentions=("statement_id", "nunique"), documents=("document", "nunique"))
    return as_pairs(grouped)


def as_pairs(grouped: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return index -> the two whole numbers of each row."""
    numbers = grouped.to_numpy(dtype=int)
    return {str(key): (int(first), int(second)) for key, (first, second) in zip(grouped.index, numbers, strict=True)}


def verdict(before: int, now: int, low: float, high: float) -> str:
    """Return what became of a theme.

    >>> verdict(0, 3, -1.0, 2.0), verdict(4, 9, 0.5, 3.0), verdict(4, 5, -1.0, 3.0)
    ('neu', 'gewachsen', 'gleich')
    """
    if not before:
        return "neu"
    if not now:
        return "entfallen"
    return "gewachsen" if low > 0 else "geschrumpft" if high < 0 else "gleich"


def theme_changes(earlier: Round, now: Round, pairs: Mapping[str, tuple[str, float]]) -> pd.DataFrame:
    """Return one row per theme of either round with what became of it."""
    old_counts, new_counts = counts(earlier), counts(now)
    old_themes, new_themes = earlier.themes.set_index("theme_id"), now.themes.set_index("theme_id")
    gone = sorted(set(old_themes.index) - {old for old, _ in pairs.values()})
    records = []
    staying = [(key, pairs.get(key, ("", 0.0))[0]) for key in new_themes.index]
    for key, before in [*staying, *(("", key) for key in gone)]:
        (mentions, documents), (then, papers) = new_counts.get(key, (0, 0)), old_counts.get(before, (0, 0))
        points, low, high = difference((then, earlier.size), (mentions, now.size))
        named = new_themes.loc[key] if key else old_themes.loc[before]
        records.append(
            {
                "pair": f"{before}>{key}",
                "earlier_theme": before or pd.NA,
                "theme_id": key or pd.NA,
                "label": old_themes.loc[before, "label"] if before else named["label"],
                "field": named["field"],
                "change": verdict(then, mentions, low, high),
                "score": pairs[key][1] if key in pairs else pd.NA,
                "mentions_before": then,
                "mentions_now": mentions,
                "documents_before": papers,
                "documents_now": documents,
                "points": points,
                "low": low,
                "high": high,
            }
        )
    return rows(ROUND_THEMES, records)


def share_changes(earlier: Round, now: Round) -> pd.DataFrame:
    """Return fields, types and groups with their shares then and now."""
    records = []
    for dimension, column in (("Arbeitsbereich", "field"), ("Typ", "type"), ("Gruppe", "stakeholder_group")):
        then, today = tally(earlier.statements, column), tally(now.statements, column)
        for value in sorted(then.keys() | today.keys()):
            before, after = then.get(value, (0, 0)), today.get(value, (0, 0))
            points, low, high = difference((before[0], earlier.size), (after[0], now.size))
            figures = {"points": points, "low": low, "high": high, "clear": low > 0 or high < 0}
            figures |= {"mentions_before": before[0], "mentions_now": after[0]}
            figures |= {"documents_before": before[1], "documents_now": after[1]}
            records.append({"dimension": dimension, "value": value, **figures})
    return rows(ROUND_SHARES, records)


def tally(statements: pd.DataFrame, column: str) -> dict[str, tuple[int, int]]:
    """Return value -> (mentions, documents) of ``column``; empty cells are left out."""
    known = statements.dropna(subset=[column])
    grouped = known.groupby(column, sort=True).agg(mentions=("statement_id", "size"), papers=("document", "nunique"))
    return as_pairs(grouped)


def absent(tables: Iterable[str], earlier: Corpus) -> list[str]:
    """Return which files of the earlier round are missing."""
    return [earlier.relative(earlier.processed / file) for file in tables if not (earlier.processed / file).is_file()]


def main(corpus: Corpus, params: Params) -> str:
    """Compare the corpus with its earlier round."""
    if not params.earlier:
        ROUND_THEMES.write(ROUND_THEMES.empty(), corpus)
        ROUND_SHARES.write(ROUND_SHARES.empty(), corpus)
        return "keine frühere Runde angegeben (rounds.earlier)"
    before = Corpus(params.earlier.split("/")[1], corpus.root)
    missing = absent([table.file for table in (STATEMENTS, FIELDS, THEMES, THEME_MEMBERS)], before)
    if missing:
        remedy = f"Erst die frühere Runde auswerten (corpus: {before.name}), dann diese."
        raise Repairable("params.yaml", [f"rounds.earlier: {file} fehlt" for file in missing], remedy)

    earlier, now = read(before), read(corpus)
    vectors = Vectors.load(corpus.root / params.vectors)
    themes = theme_changes(earlier, now, continued(earlier, now, vectors, params.min_similarity))

    ROUND_THEMES.write(themes, corpus)
    ROUND_SHARES.write(share_changes(earlier, now), corpus)
    found = themes["change"].value_counts()
    return ", ".join(f"{found.get(change, 0)} {change}" for change in ("neu", "entfallen", "gewachsen", "geschrumpft"))


if __name__ == "__main__":
    stage.run(main)
