"""What became of themes, fields, types and groups; a change is named only where chance does not explain it.

Other people came this time, so shares are compared and not counts, and only those of statements that were collected
in a way both rounds used: where nobody was interviewed, what was said in interviews is not gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.rounds.fresh import Speech
from pipeline.rounds.sides import COUNTED, NOTHING, Side
from pipeline.shared import chance
from pipeline.shared.earlier import FieldChanges
from pipeline.shared.schema import rows
from pipeline.shared.tables import ROUND_SHARES, ROUND_THEMES

DIMENSIONS = (("Arbeitsbereich", "field"), ("Typ", "type"), ("Gruppe", "stakeholder_group"))
MERGED, SPLIT = "zusammengelegt", "geteilt"


@dataclass(frozen=True)
class Limits:
    """From when on something is new, how many of the reported changes may be chance, and how new its words must be."""

    min_mentions: int
    min_documents: int
    false_share: float
    novelty: float


def comparable(then: Side, now: Side) -> tuple[Side, Side]:
    """Return both rounds with only what was collected in a way that both used."""
    ways = set(then.statements["way"]) & set(now.statements["way"])
    return then.collected(ways), now.collected(ways)


def likelihood(pair: chance.Pair, today: chance.Pair, field: tuple[int, int]) -> tuple[float, float]:
    """Return how often chance alone changes a theme so much, and the least that could be.

    ``pair`` and ``today`` are mentions and statements of each round, ``field`` the statements in themes of the same
    field. What is gone must be gone among all statements and inside its field: where a field was hardly on the table,
    its themes are not gone. What grew or shrank among all must have done so inside its field; else the field did.

    >>> likelihood((10, 100), (0, 100), (10, 0))
    (1.0, 1.0)
    >>> likelihood((10, 100), (20, 100), (10, 30))
    (1.0, 1.0)
    """
    among = chance.chances(pair, today)
    if not pair[0]:
        return among
    if not today[0]:
        inside = chance.chances((pair[0], field[0]), (0, field[1]))
        return max(inside[0], among[0]), max(inside[1], among[1])
    everywhere = today[0] * pair[1] - pair[0] * today[1]
    within = today[0] * field[0] - pair[0] * field[1]
    return among if everywhere * within > 0 else (1.0, 1.0)


def theme_changes(then: Side, now: Side, limits: Limits, decided: Mapping[str, str], speech: Speech) -> pd.DataFrame:
    """Return one row per theme of either round with what became of it; ``decided`` are fates that people gave."""
    old, new = then.figures("theme_id"), now.figures("theme_id")
    then_alike, now_alike = comparable(then, now)
    old_alike, new_alike = then_alike.figures("theme_id"), now_alike.figures("theme_id")
    field_of = pd.concat([then.themes["field"], now.themes["field"]]).groupby(level=0).last()
    exposed = [side.statements["theme_id"].map(field_of).value_counts() for side in (then_alike, now_alike)]
    said = (
        now.statements.dropna(subset=["theme_id"])
        .groupby("theme_id")["statement_id"]
        .apply(lambda ids: " ".join(sorted(ids)))
    )
    records = []
    for theme in sorted({*then.themes.index, *now.themes.index} & {*old, *new}):
        before, after = old.get(theme, NOTHING), new.get(theme, NOTHING)
        pair = (old_alike.get(theme, NOTHING)["mentions"], then_alike.size)
        today = (new_alike.get(theme, NOTHING)["mentions"], now_alike.size)
        points, low, high = chance.difference(pair, today)
        field = (int(exposed[0].get(field_of[theme], 0)), int(exposed[1].get(field_of[theme], 0)))
        value, least = likelihood(pair, today, field)
        known = theme in then.themes.index
        novelty, word = (1.0, "") if known else speech.novelty(str(said.get(theme, "")).split())
        named = (now if theme in now.themes.index else then).themes.loc[theme]
        figures = {f"{name}_before": before[name] for name in COUNTED} | {
            f"{name}_now": after[name] for name in COUNTED
        }
        records.append(
            {"theme_id": theme, "earlier": known, "label": named["label"], "field": named["field"],
             "compared_before": pair[0], "compared_now": today[0], "points": points,
             "low": low, "high": high,
             "chance": value, "least": least, "novelty": novelty, "new_word": word or pd.NA,
             "statement_ids": said.get(theme, pd.NA)} | figures
        )  # fmt: skip
    table = pd.DataFrame.from_records(records)
    if table.empty:
        return ROUND_THEMES.empty()
    clear = chance.told(table["chance"].tolist(), table["least"].tolist(), limits.false_share)
    fates = [verdict(row, limits, clear=known) for row, known in zip(table.to_dict("records"), clear, strict=True)]
    table["change"] = [decided.get(theme, fate) for theme, fate in zip(table["theme_id"], fates, strict=True)]
    return ROUND_THEMES.typed(table)


def verdict(row: Mapping[Any, Any], limits: Limits, *, clear: bool) -> str:
    """Return what became of a theme; ``clear`` says whether chance may be ruled out.

    >>> bounds = Limits(3, 2, 0.1, 0.01)
    >>> row = {"earlier": True, "mentions_before": 9, "mentions_now": 0, "compared_before": 9, "compared_now": 0}
    >>> verdict(row, bounds, clear=True), verdict(row | {"compared_before": 1}, bounds, clear=True)
    ('entfallen', 'nicht vergleichbar')
    """
    figure = {name: int(row[name]) for name in row if str(name).startswith(("mentions", "compared", "documents"))}
    enough = figure["mentions_now"] >= limits.min_mentions and figure["documents_now"] >= limits.min_documents
    if not row["earlier"]:
        return "neu" if enough and clear and row["novelty"] <= limits.novelty else "vereinzelt"
    if 2 * figure["compared_before"] < figure["mentions_before"]:
        return "nicht vergleichbar"
    if not figure["mentions_now"]:
        return "entfallen" if clear else "nicht genannt"
    if not clear:
        return "gleich"
    if row["points"] < 0:
        return "geschrumpft"
    return "gewachsen" if enough else "gleich"


def share_changes(then: Side, now: Side, changes: FieldChanges) -> pd.DataFrame:
    """Return fields, types and groups with their shares then and now; the parts of a split field count as one."""
    whole = now.statements["field"].map(changes.comparable, na_action="ignore")
    alike = Side(now.statements.assign(field=whole), now.themes)
    records = []
    for dimension, column in DIMENSIONS:
        before, after = then.figures(column), alike.figures(column)
        for value in sorted(before.keys() | after.keys()):
            old, new = before.get(value, NOTHING), after.get(value, NOTHING)
            points, low, high = chance.difference((old["mentions"], then.size), (new["mentions"], now.size))
            figures = {"points": points, "low": low, "high": high, "clear": low > 0 or high < 0}
            for name in ("mentions", "documents"):
                figures |= {f"{name}_before": old[name], f"{name}_now": new[name]}
            records.append({"dimension": dimension, "value": value, **figures})
    return rows(ROUND_SHARES, records)
