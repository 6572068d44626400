"""Draws every figure of both variants as SVG and PNG, with its data as CSV and its description as a table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pydantic import Field

from pipeline.charts import drawing
from pipeline.charts.figures import all_figures
from pipeline.charts.figures.view import Drawn, View
from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.progress import bar
from pipeline.shared.schema import rows, write_whole
from pipeline.shared.tables import CELLS, FIGURES, VARIANTS

SCREEN = 150  # dots per inch where a picture is not meant for printing


class Params(StageParams):
    """How much is drawn, and how fine."""

    top_themes: int = Field(ge=3, le=20)
    dpi: int = Field(ge=72, le=600)


def csv(data: pd.DataFrame) -> bytes:
    """Return the data of a figure as CSV for a German spreadsheet; texts cannot become formulas."""
    safe = data.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@" and cell else cell)
    safe = safe.map(lambda cell: str(cell).replace(".", ",") if isinstance(cell, float) else cell)
    return b"\xef\xbb\xbf" + safe.to_csv(index=False, sep=";", lineterminator="\r\n").encode()


def save(drawn: Drawn, place: Path, dots: int) -> None:
    """Write one figure: SVG, PNG and CSV."""
    write_whole(place.with_suffix(".svg"), drawing.svg(drawn.page.figure))
    write_whole(place.with_suffix(".png"), drawing.png(drawn.page.figure, dots, drawn.alt))
    write_whole(place.with_suffix(".csv"), csv(drawn.data))


def main(corpus: Corpus, params: Params) -> str:
    """Draw both variants."""
    cells = CELLS.read(corpus)
    told = []
    for variant in VARIANTS:
        public = variant == VARIANTS[0]
        place = (corpus.reports if public else corpus.reports / variant) / "charts"
        figures = all_figures(View(cells.loc[cells["variant"] == variant]), params.top_themes)
        for order, (key, drawn) in enumerate(bar(figures.items(), "Diagramme zeichnen")):
            save(drawn, place / key, params.dpi if public else min(params.dpi, SCREEN))
            told.append(
                {"variant": variant, "figure": key, "order": order, "title": drawn.words.title,
                 "subtitle": drawn.words.subtitle, "alt": drawn.alt, "note": drawn.words.note, "table": drawn.table}
            )  # fmt: skip
    FIGURES.write(rows(FIGURES, told), corpus)
    return f"{len(told)} Diagramme gezeichnet, je zur Hälfte öffentlich und intern"


if __name__ == "__main__":
    stage.run(main)
