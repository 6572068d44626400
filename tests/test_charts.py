"""Charts: legible for everybody, true to the cells, nothing cut, the same bytes again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path

import corpora
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from pipeline.charts import drawing, raster
from pipeline.charts.__main__ import quotes
from pipeline.charts.drawing import Words
from pipeline.charts.figures import all_figures
from pipeline.charts.figures.standing import light
from pipeline.charts.figures.view import Drawn, View
from pipeline.charts.forms import bars, empty, heat, lights, scatter, splits, steps
from pipeline.frequencies import __main__ as frequencies
from pipeline.shared import tables
from pipeline.shared.corpus import Corpus

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"


def prepared(size: int, root: Path) -> Corpus:
    corpus = corpora.write(corpora.fabricate(size), root)
    frequencies.main(corpus, frequencies.Params(draws=100, seed=7))
    return corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return prepared(300, tmp_path_factory.mktemp("bilder"))


@pytest.fixture(scope="module")
def figures(corpus: Corpus) -> dict[str, Drawn]:
    cells = tables.CELLS.read(corpus)
    return all_figures(View(cells.loc[cells["variant"] == "oeffentlich"]), 10)


def boxes(drawn: Drawn) -> list[tuple[Text, tuple[float, float, float, float]]]:
    renderer = drawn.page.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    drawn.page.figure.draw(renderer)
    return [
        (text, text.get_window_extent(renderer).extents)
        for text in drawn.page.figure.findobj(Text)
        if isinstance(text, Text) and text.get_text().strip() and text.get_visible()
    ]


def test_no_word_leaves_its_picture(figures: dict[str, Drawn]) -> None:
    for key, drawn in figures.items():
        width, height = drawn.page.figure.get_size_inches() * drawn.page.figure.dpi
        for text, (left, bottom, right, top) in boxes(drawn):
            inside = left >= 0 and bottom >= 0 and right <= width and top <= height
            assert inside, (key, text.get_text())


def test_no_two_texts_overlap(figures: dict[str, Drawn]) -> None:
    for key, drawn in figures.items():
        if key == "themenkarte":  # its marks carry their numbers and may touch
            continue
        for (one, first), (other, second) in combinations(boxes(drawn), 2):
            across = min(first[2], second[2]) - max(first[0], second[0])
            upwards = min(first[3], second[3]) - max(first[1], second[1])
            assert across <= 1 or upwards <= 2.5, (key, one.get_text(), other.get_text())


def test_a_label_is_broken_between_words_and_never_cut() -> None:
    page = bars.bars(Words("Titel", "n = 3"), [bars.Bar(f"Lernen und {LONG} am Ufer", 3)])
    said = " ".join(text.get_text() for text in page.figure.findobj(Text) if isinstance(text, Text))
    assert LONG in said
    assert "…" not in said
    whole = bars.bars(Words("Titel", "n = 3"), [bars.Bar(LONG * 3, 3)])
    said = "".join(text.get_text() for text in whole.figure.findobj(Text) if isinstance(text, Text))
    assert LONG * 3 in said.replace("-", "")


def test_every_title_block_gives_n_and_every_figure_describes_its_numbers(figures: dict[str, Drawn]) -> None:
    for key, drawn in figures.items():
        assert re.search(r"\bn = |n wird nicht gezeigt", f"{drawn.words.title} {drawn.words.subtitle}"), key
        assert re.search(r"\d", drawn.alt), key
        assert len(drawn.data), key


def test_the_description_says_what_the_cells_say(corpus: Corpus, figures: dict[str, Drawn]) -> None:
    cells = tables.CELLS.read(corpus)
    rows = cells.loc[(cells["variant"] == "oeffentlich") & (cells["table"] == "felder") & (cells["column"] == "runden")]
    for row in rows.loc[(rows["row"] != "gesamt") & rows["shown"]].itertuples():
        assert f"{row.row_label}: {row.mentions}" in figures["felder"].alt


def test_small_numbers_are_guarded(tmp_path: Path) -> None:
    cells = tables.CELLS.read(prepared(12, tmp_path))
    drawn = all_figures(View(cells.loc[cells["variant"] == "intern"]), 10)
    assert drawn["felder"].words.note.startswith("Kleine Zahl")
    assert "%" not in " ".join(one.alt for one in drawn.values())


@pytest.mark.parametrize("ink", [drawing.INK, drawing.QUIET, drawing.GOOD, drawing.MIDDLE, drawing.BAD])
def test_text_has_enough_contrast(ink: str) -> None:
    assert drawing.contrast(ink, drawing.PAPER) >= 4.5


@pytest.mark.parametrize("color", [drawing.MAIN, drawing.RULE, drawing.INK])
def test_parts_of_a_picture_have_enough_contrast(color: str) -> None:
    assert drawing.contrast(color, drawing.PAPER) >= 3


def test_numbers_in_a_heat_map_have_enough_contrast() -> None:
    assert all(drawing.contrast(drawing.ink_on(color), color) >= 4.5 for color in drawing.SHADES)
    assert drawing.contrast(drawing.PAPER, drawing.MAIN) >= 4.5  # numbers in the marks of the theme map


# Machado, Oliveira and Fernandes (2009): full deuteranopia, on linear RGB
DEUTERANOPIA = np.array(
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
)


def lightness(color: str) -> float:
    value = drawing.luminance(color)
    return 116 * value ** (1 / 3) - 16 if value > 0.008856 else 903.3 * value


def simulated(color: str) -> str:
    levels = np.array([int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    seen = np.clip(DEUTERANOPIA @ linear, 0, 1)
    shown = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(level * 255):02x}" for level in shown)


@pytest.mark.parametrize("view", [str, simulated])
def test_categories_stay_apart_in_greyscale_and_for_colour_blind_readers(view: type[str]) -> None:
    shades = [lightness(view(color)) for color in drawing.SHADES]
    assert all(one - other >= 7 for one, other in pairwise(shades))
    assert abs(lightness(view(drawing.MAIN)) - lightness(view(drawing.OPEN))) > 40


def test_a_light_needs_no_colour() -> None:
    lamps = [light(done, 10, "geprüft") for done in (0, 5, 10)]
    assert len({lamp.symbol for lamp in lamps}) == len({lamp.word for lamp in lamps}) == 3


def test_pictures_hold_no_font_and_no_date(figures: dict[str, Drawn]) -> None:
    for drawn in figures.values():
        text = drawing.svg(drawn.page.figure).decode()
        assert "<text" not in text
        assert "dc:date" not in text


def test_the_last_digit_of_a_sum_names_nothing_in_a_picture() -> None:
    """Since 3.12 Python adds up 0.1 seven times to another number; the picture is the same, and so are its bytes."""
    drawn = []
    for width in (0.7, float(np.nextafter(0.7, 1)), float(np.nextafter(0.7, 0))):
        figure = Figure(figsize=(4, 3))
        axes = figure.add_axes((0.1, 0.1, width, 0.8))
        axes.bar([1], [1], hatch="//")
        axes.plot([0.5, 1.5], [0.5, 1.5], marker="o")
        drawn.append(drawing.svg(figure))
    assert len(set(drawn)) == 1
    named = re.findall(rb' id="([hmp]\d+)"', drawn[0])
    assert len(named) == len(set(named)) >= 3
    assert set(re.findall(rb"#([hmp]\d+)", drawn[0])) == set(named)


GOLDEN = Path(__file__).parent / "golden" / "charts"
TITLE = Words("Worum es geht: am häufigsten „Wasser und Ufer“ (12 von 20 Nennungen)", "n = 20 Nennungen", "Hinweis.")
FORMS = {
    "balken": lambda: bars.bars(
        TITLE, [bars.Bar("Wasser", 12, "4 Dokumente", 3), bars.Bar(LONG, 1, "1 Dokument"), bars.Bar("Leer", None)]
    ),
    "tafel": lambda: heat.heat(
        TITLE, heat.Grid(["Wasser", "Wege/Querungen"], ["Problem", "Ziel"], [[9, 2], [0, None]])
    ),
    "paare": lambda: splits.splits(TITLE, [("mit Ziel", "ohne Ziel", [splits.Split("Wasser", 3, 5)])]),
    "schritte": lambda: steps.steps(TITLE, [steps.Step(f"{number} Runde", ["3 Dokumente"]) for number in range(1, 5)]),
    "ampel": lambda: lights.lights(TITLE, ["Geprüft"], [("Wasser", [light(9, 10, "geprüft")])]),
    "karte": lambda: scatter.scatter(
        TITLE,
        ("Dokumente", "Nennungen"),
        [scatter.Point(3, 4, "o", "Steg"), scatter.Point(3, 4, "s", "Bank"), scatter.Point(5, 9, "^", "Pumpe")],
        [("o", "Wasser"), ("s", "Wege"), ("^", "Markt")],
    ),
    "nichts": lambda: empty.nothing(TITLE),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_it_was_accepted(name: str, update: bool) -> None:
    page = FORMS[name]()
    width, height = page.figure.get_size_inches()
    [drawn] = raster.pngs([raster.Picture(drawing.svg(page.figure), (float(width), float(height)), name)], 60)
    path = GOLDEN / f"{name}.png"
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(drawn)
    now, then = (np.asarray(Image.open(io.BytesIO(image)).convert("L"), float) for image in (drawn, path.read_bytes()))
    assert now.shape == then.shape
    assert np.abs(now - then).mean() < 1


ENDLESS = "Gemeinsame Anlaufstelle für Zuständigkeiten/Verfahren und Donaudampfschifffahrtsgesellschaftskapitäne"
EXTREMES: dict[str, Callable[[int], drawing.Page]] = {
    "balken": lambda count: bars.bars(
        TITLE, [bars.Bar(f"{ENDLESS} {n}", count, "12 Dokumente, 3 Gruppen", count, ENDLESS) for n in range(12)]
    ),
    "tafel": lambda count: heat.heat(TITLE, heat.Grid([f"{ENDLESS} {n}" for n in range(9)], [ENDLESS, "kurz"] * 6,
                                                      [[count, None] * 6] * 9)),
    "paare": lambda count: splits.splits(TITLE, [("mit", "ohne", [splits.Split(ENDLESS, count, count)] * 8)]),
    "schritte": lambda count: steps.steps(TITLE, [steps.Step(ENDLESS, [f"{count} Nennungen"])] * 7),
    "ampel": lambda count: lights.lights(
        TITLE, ["Geprüft", "Gedeckt"], [(ENDLESS, [light(count, count, "geprüft"), light(0, count, "gedeckt")])] * 8
    ),
    "karte": lambda count: scatter.scatter(
        TITLE, ("Dokumente", "Nennungen"),
        [scatter.Point(count % 50, count, "o", f"{ENDLESS} {n}") for n in range(20)], [("o", ENDLESS)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("count", [0, 1, 10_000])
@pytest.mark.parametrize("form", EXTREMES)
def test_long_labels_and_any_number_stay_in_the_picture_and_apart(form: str, count: int) -> None:
    page = EXTREMES[form](count)
    drawn = Drawn(page, TITLE, "", pd.DataFrame(), "")
    width, height = page.figure.get_size_inches() * page.figure.dpi
    seen = boxes(drawn)
    for text, (left, bottom, right, top) in seen:
        assert left >= 0, text.get_text()
        assert bottom >= 0, text.get_text()
        assert right <= width + 0.5, text.get_text()
        assert top <= height, text.get_text()
    if form != "karte":
        for (one, first), (other, second) in combinations(seen, 2):
            across = min(first[2], second[2]) - max(first[0], second[0])
            upwards = min(first[3], second[3]) - max(first[1], second[1])
            assert across <= 1 or upwards <= 2.5, (one.get_text(), other.get_text())
    if count == 10_000 and form in ("balken", "tafel"):
        assert any("10\u202f000" in text.get_text() for text, _ in seen)


A5 = 12.4 / 2.54  # inches: the text width of an A5 page


def test_type_is_large_enough_on_an_a5_page(figures: dict[str, Drawn]) -> None:
    for key, drawn in figures.items():
        sizes = {float(text.get_fontsize()) for text, _ in boxes(drawn)}
        assert min(sizes) * A5 / drawing.WIDTH >= 5.8, key


def test_a_word_at_the_head_of_a_column_is_never_divided() -> None:
    columns = ["Sprache", "Teilhabe", "Ehrenamt", "Gesundheit", "Übergreifend", "Zusammenarbeit", "Unklar", "Mobilität"]
    page = heat.heat(TITLE, heat.Grid(["Rat"], columns, [[1] * 8]))
    said = {text.get_text() for text in page.figure.findobj(Text) if isinstance(text, Text)}
    assert set(columns) <= said


def test_a_quote_stands_below_its_theme_only_where_it_is_released(corpus: Corpus) -> None:
    themes, statements = tables.THEMES.read(corpus), tables.STATEMENTS.read(corpus)
    free = set(statements.loc[statements["publish"] == "quote", "display_text"])
    public, inside = (quotes(themes, statements, public=public) for public in (True, False))
    assert public
    assert set(public.values()) <= free
    assert set(public) < set(inside)
    cells = tables.CELLS.read(corpus)
    drawn = all_figures(View(cells.loc[cells["variant"] == "oeffentlich"], public), 10)["themen"]
    said = " ".join(text.get_text() for text, _ in boxes(drawn)).replace("\\$", "$")
    assert sum(words.split(" ")[0] in said for words in public.values()) >= 5


def test_picture_and_svg_are_one_drawing(figures: dict[str, Drawn]) -> None:
    for key, drawn in figures.items():
        width, height = (float(edge) for edge in drawn.page.figure.get_size_inches())
        [image] = raster.pngs([raster.Picture(drawing.svg(drawn.page.figure), (width, height), drawn.alt)], 300)
        shown = Image.open(io.BytesIO(image))
        assert abs(shown.width - width * 300) < 2
        assert abs(shown.height - height * 300) < 2
        assert round(shown.info["dpi"][0]) == 300
        assert shown.info["Description"] == drawn.alt, key
