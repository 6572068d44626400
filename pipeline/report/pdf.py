"""The report on paper: tagged PDF (PDF/UA-1) set by typst, German, with descriptions of all figures.

All words reach typst as data, never as markup. Fonts are the ones that typst and matplotlib bring along, so every
machine sets the same pages; a character that none of them knows becomes an empty box instead of a gap.
"""

from __future__ import annotations

import json
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst
from matplotlib.font_manager import get_font

from pipeline.report import content, texts
from pipeline.report.content import CROSSED, LISTS, Source
from pipeline.report.html import TEMPLATES, labels_of
from pipeline.shared.wording import day, number

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
UNKNOWN = "□"
LIMIT = 25  # proposals and themes per field; the rest stands in the HTML report
PROOFS = 12  # evidence numbers per proposal
ROWS = 40
BROAD = 8


@lru_cache(maxsize=1)
def known() -> frozenset[int]:
    """Return the characters that can be set."""
    return frozenset(get_font(str(FONTS / "DejaVuSans.ttf")).get_charmap())


def printable(text: str) -> str:
    r"""Return ``text`` with every character that cannot be set as an empty box, control characters as spaces.

    >>> printable("a\tb")
    'a b'
    """
    return "".join(letter if (ord(letter) in known() and letter.isprintable()) or letter in "\u202f\u00a0\u00ad"
                   else " " if letter.isspace() or ord(letter) < 32 else UNKNOWN for letter in text)  # noqa: PLR2004  # fmt: skip


def cleaned(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a structure of words with every word printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: cleaned(part) for key, part in value.items()}
    return [cleaned(part) for part in value] if isinstance(value, list | tuple) else value


def rows_of(sheet: content.Sheet, limit: int = ROWS) -> dict[str, Any]:
    """Return a table for typst."""
    rows = [[name, *(words for words, _ in cells)] for name, cells in sheet.rows[:limit]]
    return {"title": sheet.title, "note": sheet.note, "heads": list(sheet.heads), "rows": rows}


def numbered(name: str, places: tuple[int, ...]) -> str:
    """Return evidence numbers of one role.

    >>> numbered("Gestützt von", (0, 4))
    'Gestützt von [1], [5]'
    """
    if not places:
        return ""
    more = f" und {number(len(places) - PROOFS)} weiteren" if len(places) > PROOFS else ""
    return f"{name} {', '.join(f'[{place + 1}]' for place in places[:PROOFS])}{more}"


def evidence(plan: content.Proposal) -> str:
    """Return the evidence numbers of a proposal."""
    said = [
        numbered("Gestützt von", plan.supports),
        numbered("Widerspruch", plan.contradicts),
        numbered("Gibt es schon", plan.offers),
    ]
    return "; ".join(part for part in said if part) or "Belege nur im internen Bericht"


def chapter(one: content.Chapter) -> dict[str, Any]:
    """Return a chapter for typst."""
    plans = [
        {"kind": plan.kind, "text": plan.text, "facts": plan.facts, "evidence": evidence(plan)}
        for plan in one.proposals[:LIMIT]
    ]
    rows = [
        [f"{it.label} – „{it.quote}“" if it.quote else it.label, it.mentions, it.documents, it.groups, it.votes]
        for it in one.themes[:LIMIT]
    ]
    heads = ["Thema", "Nennungen", "Dokumente", "Gruppen", "Klebepunkte"]
    rest = len(one.proposals) - LIMIT, len(one.themes) - LIMIT
    return {
"name": one.name, "definition": one.definition, "facts": one.facts, "plans": plans,
        "more_plans": f"{number(rest[0])} weitere Vorschläge stehen im HTML-Bericht." if rest[0] > 0 else "",
        "themes": {"title": f"Themen im Bereich {one.name}", "note": "", "heads": heads, "rows": rows},
        "more_themes": f"{number(rest[1])} weitere Themen stehen im HTML-Bericht." if rest[1] > 0 else "",
    }  # fmt: skip


def cited(source: Source, chapters: list[content.Chapter]) -> list[dict[str, str]]:
    """Return the statements that the proposals shown refer to, with number and place."""
    places = {
        place
        for one in chapters
        for plan in one.proposals[:LIMIT]
        for role in (plan.supports, plan.contradicts, plan.offers)
        for place in role[:PROOFS]
    }
    events = labels_of(source, "veranstaltungen")
    found = []
    for place in sorted(places):
        row = source.statements.iloc[place]
        event = events.get(row["event"], "") if isinstance(row["event"], str) else ""
        when = day(row["date"]) if isinstance(row["date"], str) else ""
        where = ", ".join(part for part in (event, when, str(row["document"])) if part)
        found.append({"number": str(place + 1), "text": str(row["display_text"]), "place": f"({where})"})
    return found


def frame(source: Source) -> dict[str, Any]:
    """Return what every document on paper says about itself."""
    title = source.codebook.title or "Auswertung"
    period = content.period(source)
    return {
        "title": f"{title}: Was gesagt wurde",
        "lead": f"Auswertung der Papiere des Beteiligungsverfahrens{', ' + period if period else ''}. "
                f"Codebuch {source.codebook.version}.",
        "footer": f"{title} · {texts.PUBLIC_NOTE if source.public else texts.CONFIDENTIAL}",
        "seal": "" if source.public else texts.CONFIDENTIAL,
        "numbers": [list(one) for one in content.key_numbers(source)],
        "faults": content.faults(source),
    }  # fmt: skip


def pictures(figures: list[content.Figure]) -> list[dict[str, str]]:
    """Return the figures for typst."""
    return [
        {"file": f"{one.key}.svg", "alt": f"{one.title}. {one.alt}", "title": one.title, "subtitle": one.subtitle}
        for one in figures
    ]


def report(source: Source, chapters: list[content.Chapter], figures: list[content.Figure]) -> bytes:
    """Return the whole report as PDF."""
    dropped = [[*entry] for entry in content.dropped(source)[:ROWS]]
    data = {
        **frame(source),
        "terms": texts.how_to_read(source),
        "figures": pictures(figures),
        "chapters": [chapter(one) for one in chapters],
        "evidence": cited(source, chapters),
        "sheets": [rows_of(content.sheet(source, key, ROWS)) for key in (*LISTS, *CROSSED) if key != "feld_gruppe"],
        "remarks": content.remarks(source),
        "dropped": {"title": "Warum Textstellen keine Aussagen sind", "note": "",
                    "heads": ["Wofür gehalten", "Grund", "Textstellen"], "rows": dropped},
        "method": texts.method(source),
    }  # fmt: skip
    return set_in_type("report.typ", data, figures)


def summary(source: Source, chapters: list[content.Chapter], figures: list[content.Figure]) -> bytes:
    """Return two pages for the steering group as PDF."""
    themes = sorted((t for one in chapters for t in one.themes), key=breadth)[:BROAD]
    plans = [(one.name, plan) for one in chapters for plan in one.proposals if not plan.withheld]
    plans.sort(key=lambda entry: breadth(entry[1]))
    chosen = [one for one in figures if one.key in ("ablauf", "felder")]
    data = {
        **frame(source),
        "figures": pictures(chosen),
        "themes": {"title": "Themen, die in den meisten Dokumenten vorkommen", "note": "",
                   "heads": ["Thema", "Nennungen", "Dokumente", "Gruppen"],
                   "rows": [[t.label, t.mentions, t.documents, t.groups] for t in themes]},
        "plans": [{"kind": p.kind, "field": name, "text": p.text, "facts": p.facts} for name, p in plans[:BROAD]],
        "gaps": content.gap_lines(source, 3),
        "crossing": [f"{name} ({number(size)})" for name, size in content.ranked(source, "querschnitt", "runden", 5)],
        "caveats": texts.caveats(),
    }  # fmt: skip
    return set_in_type("summary.typ", data, chosen)


def breadth(one: content.Theme | content.Proposal) -> tuple[int, int, str]:
    """Return a key that sorts by documents, then mentions, the broadest first; hidden counts come last."""
    values = [int("".join(filter(str.isdigit, value)) or 0) for value in (one.documents, one.mentions)]
    return -values[0], -values[1], one.key


def set_in_type(template: str, data: dict[str, Any], figures: list[content.Figure]) -> bytes:
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
