"""The map of themes: how often they were named, and in how many papers."""

from __future__ import annotations

from pipeline.charts.drawing import Words
from pipeline.charts.figures.view import ROUNDS, Drawn, View, ranking_data, size
from pipeline.charts.forms.empty import nothing
from pipeline.charts.forms.scatter import Point, scatter
from pipeline.shared.wording import documents, mentions, number, plural

SHAPES = ("o", "s", "D", "^", "v", "p", "h", "<", ">", "8")


def theme_map(view: View, limit: int) -> Drawn:
    """Draw themes by how often they were named and in how many papers."""
    rows = view.table("themen", ROUNDS)
    total = len(rows)
    rows = rows.loc[rows["mentions"].fillna(0) > 0]
    rows = rows.sort_values(["mentions", "documents", "row"], ascending=[False, False, True], kind="stable").head(limit)
    fields = sorted(set(rows["row_part"]))
    shapes = {name: SHAPES[place % len(SHAPES)] for place, name in enumerate(fields)}
    points = [
        Point(int(row["documents"]), int(row["mentions"]), shapes[row["row_part"]], str(row["row_label"]))
        for _, row in rows.iterrows()
    ]
    title = "Themenkarte: keine Themen, die gezeigt werden können"
    if points:
        broad = max(points, key=lambda point: (point.across, point.upwards))
        where = f"{mentions(int(broad.upwards))} in {documents(int(broad.across), dative=True)}"
        title = f"Am breitesten getragen: „{broad.words}“ ({where})"
    among = f"Die {number(len(points))} meistgenannten von {plural(total, 'Thema', 'Themen')}"
    note = "Rechts: in vielen Dokumenten. Oben: oft genannt. Die Form zeigt den Arbeitsbereich."
    words = Words(title, f"{among}, {size(view, 'themen')}", note)
    page = nothing(words)
    if points:
        page = scatter(words, ("Dokumente", "Nennungen"), points, [(shapes[name], name) for name in fields])
    said = [f"{place}. {point.words}: {mentions(int(point.upwards))}, {documents(int(point.across))}"
            for place, point in enumerate(points, start=1)]  # fmt: skip
    return Drawn(page, words, "Punktekarte. " + "; ".join(said) + ".", ranking_data(rows), "themen")
