"""The report on paper: tagged PDF (PDF/UA-1) set by typst, German, with descriptions of all figures.

All words reach typst as data, never as markup. Fonts are the ones that typst and matplotlib bring along, so every
machine sets the same pages; a character that none of them knows becomes an empty box instead of a gap.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import typst

from pipeline.report import overview, rounds, texts
from pipeline.report.chapters import Chapter, Proposal, Theme
from pipeline.report.paper import ROWS, chapter, cited, frame, reliability, rows_of
from pipeline.report.pictures import Figure
from pipeline.report.sheets import CROSSED, LISTS, ranked, sheet
from pipeline.report.source import Source
from pipeline.report.texts import TEMPLATES
from pipeline.shared.glyphs import FONTS, printable
from pipeline.shared.wording import number

BROAD = 8
FULL, HIGHEST = 15.2, 21.5  # cm: how wide and how high a picture may be
ELSEWHERE = ("merker",)  # stands with the data quality


def cleaned(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a structure of words with every word printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: cleaned(part) for key, part in value.items()}
    return [cleaned(part) for part in value] if isinstance(value, list | tuple) else value


def pictures(figures: list[Figure], width: float) -> list[dict[str, Any]]:
    """Return the figures for typst, not wider than ``width`` cm and never higher than a page."""
    return [
        {
            "file": f"{one.key}.svg",
            "alt": f"{one.title}. {one.alt}",
            "title": one.title,
            "subtitle": one.subtitle,
            "width": min(width, HIGHEST / one.ratio),
        }
        for one in figures
    ]


def report(source: Source, chapters: list[Chapter], figures: list[Figure]) -> bytes:
    """Return the whole report as PDF."""
    data = {
        **frame(source),
        "terms": texts.how_to_read(source),
        "figures": pictures(figures, FULL),
        "chapters": [chapter(one) for one in chapters],
        "evidence": cited(source, chapters),
        "rounds": {"title": rounds.TITLE, "lead": rounds.LEAD,
                   "sheets": [rows_of(table) for table in rounds.sheets(source)]},
        "sheets": [rows_of(sheet(source, key, ROWS)) for key in (*LISTS, *CROSSED) if key not in ELSEWHERE],
        "quality": reliability(source),
        "method": texts.method(source),
    }  # fmt: skip
    return set_in_type("report.typ", data, figures)


def summary(source: Source, chapters: list[Chapter], figures: list[Figure]) -> bytes:
    """Return two pages for the steering group as PDF."""
    themes = sorted((t for one in chapters for t in one.themes), key=breadth)[:BROAD]
    plans = [(one.name, plan) for one in chapters for plan in one.proposals if not plan.withheld]
    plans.sort(key=lambda entry: breadth(entry[1]))
    chosen = [one for one in figures if one.key == "felder"]
    data = {
        **frame(source),
        "figures": pictures(chosen, FULL),
        "themes": {"title": "Themen, die in den meisten Dokumenten vorkommen", "note": "",
                   "heads": ["Thema", "Nennungen", "Dokumente", "Gruppen"],
                   "rows": [[t.label, t.mentions, t.documents, t.groups] for t in themes]},
        "plans": [{"kind": p.kind, "field": name, "text": p.text, "facts": p.facts} for name, p in plans[:BROAD]],
        "gaps": overview.gap_lines(source, 3),
        "crossing": [f"{name} ({number(size)})" for name, size in ranked(source, "querschnitt", "runden", 5)],
        "caveats": texts.caveats(),
    }  # fmt: skip
    return set_in_type("summary.typ", data, chosen)


def breadth(one: Theme | Proposal) -> tuple[int, int, str]:
    """Return a key that sorts by documents, then mentions, the broadest first; hidden counts come last."""
    values = [int("".join(filter(str.isdigit, value)) or 0) for value in (one.documents, one.mentions)]
    return -values[0], -values[1], one.key


def set_in_type(template: str, data: dict[str, Any], figures: list[Figure]) -> bytes:
    """Return the pages of ``template`` with ``data`` and ``figures`` as PDF/UA-1."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("base.typ", template):
            (place / name).write_bytes((TEMPLATES / name).read_bytes())
        (place / "data.json").write_text(json.dumps(cleaned(data), ensure_ascii=False), encoding="utf-8")
        for figure in figures:
            (place / f"{figure.key}.svg").write_text(figure.svg, encoding="utf-8")
        made = typst.compile(
            str(place / template), root=str(place), font_paths=[str(FONTS)], ignore_system_fonts=True,
            pdf_standards=["ua-1"], package_path=str(place), package_cache_path=str(place),
        )  # fmt: skip
    return bytes(made)
