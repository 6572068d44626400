"""Rankings: fields, themes, cross-cutting themes, target groups, existing offers."""

from __future__ import annotations

from pipeline.charts.drawing import Words
from pipeline.charts.figures.view import (
    POOLED,
    ROUNDS,
    SMALL_N,
    TOTAL,
    Drawn,
    View,
    carried,
    described,
    guard,
    headline,
    leaders,
    quoted,
    ranking_data,
    size,
    whole,
)
from pipeline.charts.forms.bars import Bar, bars
from pipeline.charts.forms.empty import nothing
from pipeline.shared.wording import mentions, number

COUNTED = (
    "Interviews stehen gestrichelt dahinter, wenn genug Interviews dazu beitragen. Oft genannt heißt nicht wichtig."
)


def ranking(view: View, key: str, what: str, note: str, limit: int | None = None) -> Drawn:
    """Draw a table of one feature as bars, in its own order or, with a limit, the largest first."""
    rows = view.table(key, ROUNDS)
    if limit is not None:
        rows = rows.loc[rows["mentions"].fillna(0) > 0]
        rows = rows.sort_values(["mentions", "documents", "row"], ascending=[False, False, True], kind="stable")
        rows = rows.head(limit)
    pooled = view.table(key, POOLED).set_index("row")["mentions"]
    subtitle = f"Nennungen aus Veranstaltungen und Schriftlichem, {size(view, key)}"
    words = Words(headline(view, rows, key, what), subtitle, guard(view, key, note))
    parts = rows["row_part"].fillna("")
    drawn = [
        Bar(
            f"{row['row_label']} ({part})" if part else str(row["row_label"]),
            whole(row["mentions"]),
            carried(row),
            whole(pooled.get(row["row"])) or 0,
            view.quotes.get(str(row["row"]), "") if key == "themen" else "",
        )
        for (_, row), part in zip(rows.iterrows(), parts, strict=True)
    ]
    page = bars(words, drawn) if any(bar.value != 0 for bar in drawn) else nothing(words)
    alt = described(rows, f"Balkendiagramm, {subtitle}.")
    return Drawn(page, words, alt, ranking_data(rows), key)


def offers(view: View) -> Drawn:
    """Draw where existing offers were named."""
    rows = view.table("feld_typ", "angebot")
    total = view.cells.loc[(view.cells["table"] == "feld_typ") & (view.cells["row"] == TOTAL)
                           & (view.cells["column"] == "angebot"), "mentions"]  # fmt: skip
    count = whole(total.iloc[0]) if len(total) else 0
    names, most = leaders(rows)
    n = "n wird nicht gezeigt" if count is None else f"n = {mentions(count)}"
    title = "Was es schon gibt: " + (f"am häufigsten in {quoted(names)} ({number(most)})" if names else "keine Zahlen")
    few = "Kleine Zahl: Das sind Einzelfälle. " if count is not None and 0 < count < SMALL_N else ""
    words = Words(title, f"Nennungen bestehender Angebote je Arbeitsbereich, ohne Interviews, {n}",
                  f"{few}Die Liste der Angebote steht im Bericht und in der Tabelle „angebote“.")  # fmt: skip
    drawn = [Bar(str(row["row_label"]), whole(row["mentions"]), carried(row)) for _, row in rows.iterrows()]
    page = bars(words, drawn) if drawn else nothing(words)
    return Drawn(page, words, described(rows, "Balkendiagramm bestehender Angebote."), ranking_data(rows), "feld_typ")
