"""What has changed since the last round: the sheets of the comparison as a chapter; there is none without one."""

from __future__ import annotations

from pipeline.report.sheets import Line, Sheet
from pipeline.report.source import Source
from pipeline.shared.tables import ROUND_SHEETS

TITLE = "Was hat sich seit der letzten Runde geändert?"
LEAD = (
    "Verglichen werden Anteile, nicht Zahlen, und nur, was in beiden Runden auf ähnlichem Weg gesammelt wurde. Andere "
    "Leute am Tisch sagen anderes: Das ist noch keine Veränderung. Neu, gewachsen, geschrumpft und entfallen heißt ein "
    "Thema nur, wo Zufall das kaum erklärt."
)
SIDES = (("damals", 3), ("heute", 7))  # first of the four columns mentions, papers, events, groups
COUNTED = 4


def sheets(source: Source) -> list[Sheet]:
    """Return the sheets of this variant in the order of the chapter."""
    rows = source.tables.get(ROUND_SHEETS.file, ROUND_SHEETS.empty())
    rows = rows.loc[rows["variant"] == source.variant]
    order = ("beteiligung", "themen", "felder", "typen", "gruppen", "leitlinien", "aktivitaeten", "jahre", "antworten")
    found = {str(key): part.sort_values(["row", "column"]) for key, part in rows.groupby("sheet", sort=False)}
    named = [f"runde_{name}" for name in order]
    made = []
    for key in [name for name in named if name in found]:
        part = found[key]
        heads = tuple(part.loc[part["row"] == part["row"].min(), "head"])
        cells = [tuple(line["words"].fillna("")) for _, line in part.groupby("row", sort=True)]
        lines: list[Line] = [(str(row[0]), tuple((str(words), "") for words in row[1:])) for row in cells]
        first = part.iloc[0]
        made.append(Sheet(key, str(first["title"]), str(first["note"] or ""), heads, tuple(lines)))
    return [together(sheet) if sheet.key == "runde_themen" else sheet for sheet in made]


def together(sheet: Sheet) -> Sheet:
    """Return the sheet of themes with the four counts of a round in one column: they are read together."""
    keep = [place for place in range(len(sheet.heads)) if not 3 <= place < SIDES[1][1] + COUNTED]  # noqa: PLR2004
    heads = [sheet.heads[place] for place in keep]
    heads[3:3] = [f"{name}: Nennungen / Dokumente / Veranstaltungen / Gruppen" for name, _ in SIDES]
    lines: list[Line] = []
    for name, cells in sheet.rows:
        words = [name, *(text for text, _ in cells)]
        kept = [words[place] for place in keep]
        kept[3:3] = [" / ".join(words[start : start + COUNTED]) for _, start in SIDES]
        lines.append((kept[0], tuple((text, "") for text in kept[1:])))
    return Sheet(sheet.key, sheet.title, sheet.note, tuple(heads), tuple(lines))


def sheet_of(source: Source, key: str) -> Sheet | None:
    """Return the sheet behind a figure; None where the figure shows something else."""
    return next((sheet for sheet in sheets(source) if sheet.key == key), None)
