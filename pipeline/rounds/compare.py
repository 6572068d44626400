"""What became of themes, fields, types and groups; a change is named only where chance does not explain it.

Other people came this time, so shares are compared and not counts, and only those of statements that were collected
in a way both rounds used: where nobody was interviewed, what was said in interviews is not gone. What chance explains
is said by pipeline/rounds/guard.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.rounds import guard
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


def theme_changes(then: Side, now: Side, limits: Limits, decided: Mapping[str, str], speech: Speech) -> pd.DataFrame:
    """Return one row per theme of either round with what became of it; ``decided`` are fates that people gave."""
    old, new = then.figures("theme_id"), now.figures("theme_id")
    then_alike, now_alike = comparable(then, now)
    old_alike, new_alike = then_alike.figures("theme_id"), now_alike.figures("theme_id")
    field_of = pd.concat([then.themes["field"], now.themes["field"]]).groupby(level=0).last()
    likely = guard.of_themes(then_alike, now_alike, {str(theme): str(field) for theme, field in field_of.items()})
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
        value, least = likely[theme]
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
             "apart": pd.NA if known else named["apart"],
             "statement_ids": said.get(theme, pd.NA)} | figures
        )  # fmt: skip
    table = pd.DataFrame.from_records(records)
    if table.empty:
        return ROUND_THEMES.empty()
    clear = told(table, limits)
    fates = [verdict(row, limits, clear=known) for row, known in zip(table.to_dict("records"), clear, strict=True)]
    table["change"] = [decided.get(theme, fate) for theme, fate in zip(table["theme_id"], fates, strict=True)]
    return ROUND_THEMES.typed(table)


def told(table: pd.DataFrame, limits: Limits) -> list[bool]:
    """Return for which themes chance may be ruled out; themes of then and new ones are tried apart.

    A new theme that too few statements or papers name could never be told, so it is no try.
    """
    known = table["earlier"].astype(bool)
    few = (table["mentions_now"] < limits.min_mentions) | (table["documents_now"] < limits.min_documents)
    least = table["least"].mask(~known & few, 1.0)
    clear: dict[object, bool] = {}
    for part in (known, ~known):
        found = chance.told(table.loc[part, "chance"].tolist(), least[part].tolist(), limits.false_share)
        clear |= dict(zip(table.index[part], found, strict=True))
    return [clear[row] for row in table.index]


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
        away = not pd.isna(row["apart"]) and row["apart"] > 0
        return "neu" if enough and clear and (away or row["novelty"] <= limits.novelty) else "vereinzelt"
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
