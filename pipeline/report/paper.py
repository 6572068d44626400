"""The report as it is laid out on paper: the same words for PDF and Word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.report import overview, quality, texts
from pipeline.report.chapters import Chapter, Proposal
from pipeline.report.findings import findings
from pipeline.report.sheets import Sheet, labels_of, sheet
from pipeline.report.source import Source
from pipeline.shared.wording import day, number

LIMIT = 25  # proposals and themes per field; the rest stands in the HTML report

PROOFS = 12  # evidence numbers per proposal

ROWS = 40
MOST_PAPERS = 200
WIDE = 11  # columns; a table with more is turned where that makes it narrower


def rows_of(sheet: Sheet, limit: int = ROWS) -> dict[str, Any]:
    """Return a table for typst."""
    rows = [[breakable(name), *(words for words, _ in cells)] for name, cells in sheet.rows[:limit]]
    heads = list(sheet.heads)
    if len(heads) > WIDE and len(rows) < len(heads):
        heads, *rows = (list(line) for line in zip(heads, *rows, strict=True))
    return {"title": sheet.title, "note": sheet.note, "heads": heads, "rows": rows, "widths": weights(heads, rows)}


def breakable(name: str) -> str:
    r"""Return a name that may be broken behind an underscore: file names are long.

    >>> breakable("auftakt_protokoll.docx").replace("\u200b", "|")
    'auftakt_|protokoll.docx'
    """
    return name.replace("_", "_\u200b")


def weights(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return how wide the columns are beside each other: names at the left are wide, numbers narrow.

    >>> weights(["Thema", "Nennungen"], [["Steg und Ufer", "3"]])
    [14.0, 6.0]
    """
    longest = [max([len(head) / 2, *(len(row[place]) for row in rows)]) for place, head in enumerate(heads)]
    return [max(14.0, min(longest[0], 30.0)), *(min(max(length + 1, 6.0), 40.0) for length in longest[1:])]


def numbered(name: str, places: tuple[int, ...]) -> str:
    """Return evidence numbers of one role.

    >>> numbered("Gestützt von", (0, 4))
    'Gestützt von [1], [5]'
    """
    if not places:
        return ""
    more = f" und {number(len(places) - PROOFS)} weiteren" if len(places) > PROOFS else ""
    return f"{name} {', '.join(f'[{place + 1}]' for place in places[:PROOFS])}{more}"


def evidence(plan: Proposal) -> str:
    """Return the evidence numbers of a proposal."""
    said = [
        numbered("Gestützt von", plan.supports),
        numbered("Widerspruch", plan.contradicts),
        numbered("Gibt es schon", plan.offers),
    ]
    return "; ".join(part for part in said if part) or "Belege nur im internen Bericht"


def chapter(one: Chapter) -> dict[str, Any]:
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


def cited(source: Source, chapters: list[Chapter]) -> list[dict[str, str]]:
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
        row = source.records[place]
        event = events.get(row["event"], "") if isinstance(row["event"], str) else ""
        when = day(row["date"]) if isinstance(row["date"], str) else ""
        where = ", ".join(part for part in (event, when, str(row["document"])) if part)
        found.append({"number": str(place + 1), "text": str(row["display_text"]), "place": f"({where})"})
    return found


def frame(source: Source) -> dict[str, Any]:
    """Return what every document on paper says about itself."""
    title = source.codebook.title or "Auswertung"
    period = overview.period(source)
    return {
        "title": f"{title}: Was gesagt wurde",
        "lead": f"Auswertung der Papiere des Beteiligungsverfahrens{', ' + period if period else ''}. "
                f"Codebuch {source.codebook.version}.",
        "footer": f"{title} · {texts.PUBLIC_NOTE if source.public else texts.CONFIDENTIAL}",
        "seal": "" if source.public else texts.CONFIDENTIAL,
        "findings": [one.words for one in findings(source)],
        "numbers": [list(one) for one in overview.key_numbers(source)],
        "faults": quality.faults(source),
    }  # fmt: skip


def reliability(source: Source) -> dict[str, Any]:
    """Return the chapter on data quality: error rates, doubts, what became of passages, what figures do not say."""
    measured = [list(line) for line in quality.measured(source.metrics)]
    table = {"title": "Wie oft die Maschine und Menschen übereinstimmen", "note": "", "heads": list(quality.HEADS)}
    reasons = {"title": "Warum Textstellen keine Aussagen sind", "note": "",
               "heads": ["Wofür gehalten", "Grund", "Textstellen"]}  # fmt: skip
    return {
        "basis": quality.basis(source.metrics),
        "measured": {**table, "rows": measured},
        "limits": texts.limits(),
        "remarks": quality.remarks(source),
        "doubts": rows_of(sheet(source, "merker")),
        "whereabouts": rows_of(quality.whereabouts(source), MOST_PAPERS),
        "dropped": {**reasons, "rows": [list(line) for line in quality.dropped(source)[:ROWS]]},
    }
