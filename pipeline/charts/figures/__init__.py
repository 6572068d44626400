"""The figures of the report: each one reads one table of cells and says its finding, its n and its description."""

from __future__ import annotations

from pipeline.charts.figures.crossings import by_group, by_type
from pipeline.charts.figures.process import process
from pipeline.charts.figures.rankings import COUNTED, offers, ranking
from pipeline.charts.figures.standing import gaps, status
from pipeline.charts.figures.theme_map import theme_map
from pipeline.charts.figures.view import Drawn, View


def all_figures(view: View, top_themes: int) -> dict[str, Drawn]:
    """Return every figure of one variant by its key, in the order of the report."""
    return {
        "ablauf": process(view),
        "felder": ranking(view, "felder", "Worum es geht", COUNTED),
        "feld_typ": by_type(view),
        "luecken": gaps(view),
        "themen": ranking(view, "themen", "Themen", COUNTED, top_themes),
        "themenkarte": theme_map(view, 2 * top_themes),
        "querschnitt": ranking(view, "querschnitt", "Querschnittsthemen", COUNTED),
        "zielgruppen": ranking(view, "zielgruppe", "Zielgruppen", COUNTED),
        "gruppen": by_group(view),
        "angebote": offers(view),
        "stand": status(view),
    }
