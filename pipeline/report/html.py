"""The report as one HTML file that needs nothing else: pictures, styles, program and statements inside."""

from __future__ import annotations

import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.report import overview, quality, rounds, texts
from pipeline.report.chapters import Chapter
from pipeline.report.findings import findings
from pipeline.report.payload import payload
from pipeline.report.pictures import Figure
from pipeline.report.sheets import CROSSED, LISTS, sheet
from pipeline.report.source import Source
from pipeline.report.texts import TEMPLATES
from pipeline.shared.wording import FIXED

THEMES_IN_TABLE = 30
BY_FIELD = ("felder", "feld_typ", "feld_veranstaltung", "feld_gruppe", "feld_paare", "luecken", "pruefstand")


def inline(figure: Figure) -> str:
    """Return the picture as an element of the page: named, with its own identifiers, without a fixed size."""
    body = figure.svg[figure.svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    prefix = f"{figure.key}-"
    body = re.sub(r'\bid="', f'id="{prefix}', body)
    body = re.sub(r'href="#', f'href="#{prefix}', body)
    body = body.replace("url(#", f"url(#{prefix}")
    body = re.sub(r"\s*\n\s*", "\n", body)
    opening, rest = body.split(">", 1)
    box = re.search(r'viewBox="[^"]*"', opening)
    title = f"bild-{figure.key}"
    head = (
        f'<svg xmlns:xlink="http://www.w3.org/1999/xlink" {box.group() if box else ""} role="img" '
        f'aria-labelledby="{title}" focusable="false">'
    )
    return f'{head}<title id="{title}">{escape(figure.title)}. {escape(figure.alt)}</title>{rest}'


def escape(text: str) -> str:
    """Return ``text`` as it may stand in an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def targets(chapters: list[Chapter]) -> dict[str, str]:
    """Return where the row of a table leads: the chapter of a field, the entry of a theme."""
    fields = {one.key: f"feld-{one.key}" for one in chapters}
    themes = {f"themen|{theme.key}": f"thema-{theme.key}" for one in chapters for theme in one.themes}
    return {**{f"{table}|{key}": name for table in BY_FIELD for key, name in fields.items()}, **themes}


def render(source: Source, chapters: list[Chapter], figures: list[Figure]) -> str:
    """Return the whole report as HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals["nbsp"] = FIXED
    lists = [key for key in (*LISTS, *CROSSED) if key != "merker"]
    return environment.get_template("report.html").render(
        book=source.codebook,
        public=source.public,
        confidential=texts.CONFIDENTIAL,
        period=overview.period(source),
        findings=findings(source),
        numbers=overview.key_numbers(source),
        faults=quality.faults(source),
        remarks=quality.remarks(source),
        figures=[
            (
                figure,
                inline(figure),
                rounds.sheet_of(source, figure.table) or sheet(source, figure.table, THEMES_IN_TABLE),
            )
            for figure in figures
        ],
        rounds={"title": rounds.TITLE, "lead": rounds.LEAD, "sheets": rounds.sheets(source)},
        sheets=[sheet(source, key, THEMES_IN_TABLE) for key in lists],
        chapters=chapters,
        terms=texts.how_to_read(source),
        method=texts.method(source),
        doubts=sheet(source, "merker"),
        whereabouts=quality.whereabouts(source),
        dropped=quality.dropped(source),
        measured=quality.measured(source.metrics),
        heads=quality.HEADS,
        basis=quality.basis(source.metrics),
        limits=texts.limits(),
        targets=targets(chapters),
        total=len(source.statements),
        style=(TEMPLATES / "report.css").read_text(encoding="utf-8"),
        program=(TEMPLATES / "report.js").read_text(encoding="utf-8"),
        payload=payload(source, chapters),
    )
