"""Draws every figure of both variants as SVG and PNG, with its data as CSV and its description as a table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from pydantic import Field

from pipeline.charts import drawing, raster
from pipeline.charts.figures import all_figures, rounds
from pipeline.charts.figures.view import Drawn, View
from pipeline.shared import earlier, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.publication import quotable
from pipeline.shared.schema import rows, write_whole
from pipeline.shared.tables import CELLS, FIGURES, STATEMENTS, THEMES, VARIANTS
from pipeline.shared.wording import parts, tame

LONGEST = 110  # letters of a quote in a picture; longer ones are not shortened but left out
SCREEN = 150  # dots per inch where a picture is not meant for printing


class Params(StageParams):
    """How much is drawn, and how fine."""

    top_themes: int = Field(ge=3, le=20)
    dpi: int = Field(ge=72, le=600)


def csv(data: pd.DataFrame) -> bytes:
    """Return the data of a figure as CSV for a German spreadsheet; texts cannot become formulas."""
    safe = data.map(tame).rename(columns=tame)
    safe = safe.map(lambda cell: str(cell).replace(".", ",") if isinstance(cell, float) else cell)
    return b"\xef\xbb\xbf" + safe.to_csv(index=False, sep=";", lineterminator="\r\n").encode()


def quotes(themes: pd.DataFrame, statements: pd.DataFrame, *, public: bool) -> dict[str, str]:
    """Return for each theme the first short statement that stands for it and may be quoted in this variant.

    Words with a placeholder in them are left to the report.
    """
    free = statements.loc[quotable(statements)] if public else statements
    free = free.loc[free["display_text"].str.len().le(LONGEST) & ~free["display_text"].str.contains("[", regex=False)]
    words = dict(zip(free["statement_id"], free["display_text"], strict=True))
    found = {}
    for theme, cell in zip(themes["theme_id"], themes["representatives"], strict=True):
        told = [words[key] for key in parts(cell) if key in words]
        if told:
            found[str(theme)] = str(told[0])
    return found


def save(figures: Mapping[str, Drawn], folder: Path, dots: int) -> None:
    """Write the figures of a variant: SVG, PNG and CSV of each."""
    pictures = {key: pictured(drawn) for key, drawn in figures.items()}
    images = raster.pngs(list(pictures.values()), dots)
    for (key, picture), image in zip(pictures.items(), images, strict=True):
        write_whole(folder / f"{key}.svg", picture.svg)
        write_whole(folder / f"{key}.png", image)
        write_whole(folder / f"{key}.csv", csv(figures[key].data))


def pictured(drawn: Drawn) -> raster.Picture:
    """Return a figure as a picture."""
    width, height = drawn.page.figure.get_size_inches()
    return raster.Picture(drawing.svg(drawn.page.figure), (float(width), float(height)), drawn.alt)


def main(corpus: Corpus, params: Params) -> str:
    """Draw both variants."""
    cells, themes, statements = CELLS.read(corpus), THEMES.read(corpus), STATEMENTS.read(corpus)
    compared = earlier.compared(corpus)
    told = []
    for variant in VARIANTS:
        public = variant == VARIANTS[0]
        place = (corpus.reports if public else corpus.reports / variant) / "charts"
        view = View(cells.loc[cells["variant"] == variant], quotes(themes, statements, public=public))
        figures = all_figures(view, params.top_themes) | rounds.figures(compared[compared["variant"] == variant])
        save(figures, place, params.dpi if public else min(params.dpi, SCREEN))
        for order, (key, drawn) in enumerate(figures.items()):
            told.append(
                {"variant": variant, "figure": key, "order": order, "title": drawn.words.title,
                 "subtitle": drawn.words.subtitle, "alt": drawn.alt, "note": drawn.words.note, "table": drawn.table}
            )  # fmt: skip
    FIGURES.write(rows(FIGURES, told), corpus)
    return f"{len(told)} Diagramme gezeichnet, je zur Hälfte öffentlich und intern"


if __name__ == "__main__":
    stage.run(main)
