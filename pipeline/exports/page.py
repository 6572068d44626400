"""Page: review.html, a page that works without network and saves decisions as CSV for the folder ``review``."""

from __future__ import annotations

import json
import math
from pathlib import Path

from pipeline.exports import rows as sheets
from pipeline.exports.material import Material
from pipeline.exports.rows import STATUS
from pipeline.shared.publication import CONFIDENTIAL
from pipeline.shared.review.forms import HIDDEN, REMEMBERED

TEMPLATES = Path(__file__).with_name("templates")
PLACE = "@@DATA@@"
PROGRAM = "@@PROGRAM@@"
SEAL = "@@SEAL@@"
MARKS = (("querschnitt", "cross_cutting"), ("zielgruppe", "target_groups"), ("akteur", "groups"))


def build(material: Material, corpus: str) -> bytes:
    """Return the page with everything that can be decided, those statements first whose decision settles most."""
    book = material.book
    types, fields = ([[entry.key, entry.name] for entry in entries] for entries in (book.types, book.fields))
    data = {
        "corpus": corpus,
        "types": types,
        "fields": fields,
        "typeNames": dict(types),
        "fieldNames": dict(fields),
        "markNames": mark_names(material),
        "themeNames": dict(zip(material.themes["theme_id"], material.themes["label"], strict=True)),
        "states": [[key, word] for key, word in STATUS.items()],
        "rows": rows(material),
        "themes": themes(material),
        "guidelines": guidelines(material),
        "documents": documents(material),
        "answers": answers(material),
    }
    seal = f'<p class="seal">{CONFIDENTIAL}</p>' if material.whole else ""
    shell = (TEMPLATES / "review.html").read_text(encoding="utf-8").replace(SEAL, seal)
    program = (TEMPLATES / "review.js").read_text(encoding="utf-8").strip()
    return shell.replace(PROGRAM, program).replace(PLACE, embedded(data)).encode("utf-8")


def embedded(data: object) -> str:
    r"""Return ``data`` as JSON that may stand inside a script element.

    >>> embedded("</script>")
    '"\\u003c/script>"'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def rows(material: Material) -> list[dict[str, object]]:
    """Return what the page shows of each statement, in the line of the workbook.

    Those without words come behind, and last those whose type and fields were decided in an earlier review.
    """
    fields = material.fields.sort_values(["statement_id", "rank", "field"], kind="stable")
    suggested = fields[fields["suggested"].fillna(value=False)]
    named: dict[str, list[str]] = {}
    scores: dict[str, float] = {}
    for name, field, score in zip(suggested["statement_id"], suggested["field"], suggested["score"], strict=True):
        named.setdefault(name, []).append(field)
        scores.setdefault(name, float(score))
    line = fields.dropna(subset=["ask"]).set_index("statement_id")["ask"].to_dict()
    marked = marks(material)
    inside = dict(zip(material.members["statement_id"], material.members["theme_id"], strict=True))
    settled = set(material.decisions["types"]["statement_id"]) & set(material.decisions["fields"]["statement_id"])
    found = []
    for row in material.statements.to_dict("records"):
        name = str(row["statement_id"])
        doubt = min(float(row["type_score"]), scores.get(name, 0.0))
        shown = {
            "id": name,
            "text": row["display_text"],
            "hidden": row["display_text"] == HIDDEN,
            "document": row["document"],
            "place": str(row["context"] or ""),
            "type": row["type_suggested"],
            "fields": named.get(name, [])[:2],
            "marks": marked.get(name, []),
            "theme": inside.get(name, ""),
            "settled": name in settled,
        }
        key = (name in settled, bool(shown["hidden"]), line.get(name, math.inf), round(doubt, 4), name)
        found.append((key, shown))
    return [shown for _, shown in sorted(found, key=lambda item: item[0])]


def marks(material: Material) -> dict[str, list[str]]:
    """Return statement -> its marks (``kind|value``) that hold or are suggested."""
    found: dict[str, list[str]] = {}
    ordered = material.marks.sort_values(["statement_id", "kind", "value"], kind="stable")
    for name, kind, value in zip(ordered["statement_id"], ordered["kind"], ordered["value"], strict=True):
        found.setdefault(name, []).append(f"{kind}|{value}")
    return found


def mark_names(material: Material) -> dict[str, str]:
    """Return mark (``kind|value``) -> how the codebook calls it."""
    return {
        f"{kind}|{entry.key}": f"{kind.capitalize()}: {entry.name}"
        for kind, part in MARKS
        for entry in getattr(material.book, part)
        if entry.counted
    }


def themes(material: Material) -> list[dict[str, object]]:
    """Return what the page shows of each theme, as the sheet of the workbook does."""
    return [
        {
            "id": f"t:{row['Kennung']}",
            "text": row["Gültiger Name"] or row["Vorschlag"],
            "place": f"{row['Feld']} · {row['Wörter']} · {row['Nennungen']} Nennungen aus {row['Quellen']} Quellen",
            "members": row[REMEMBERED],
        }
        for row in sheets.themes(material).to_dict("records")
    ]


def guidelines(material: Material) -> list[dict[str, object]]:
    """Return what the page shows of each candidate guideline, with the words that support it."""
    return [
        {
            "id": f"g:{row['Kennung']}",
            "text": row["Gilt"] or row["Vorschlag"],
            "place": f"{row['Art']} · {row['Feld']} · {row['Nennungen']} Nennungen aus {row['Quellen']} Quellen",
            "status": row["Stand"],
            "evidence": row["Belege"],
            "settled": row["Stand"] != STATUS["offen"],
        }
        for row in sheets.guidelines(material).to_dict("records")
    ]


def documents(material: Material) -> list[dict[str, object]]:
    """Return what the page shows of each document."""
    return [
        {
            "id": f"d:{row['Dokument']}",
            "document": row["Dokument"],
            "place": " · ".join(word for word in (row["Art"], f"{row['Aussagen']} Aussagen", row["Stand"]) if word),
            "settled": bool(row["Stand"]),
        }
        for row in sheets.documents(material).to_dict("records")
    ]


def answers(material: Material) -> list[dict[str, object]]:
    """Return the pairs of then and today that somebody is asked about, as the sheet of the workbook does."""
    return [
        {
            "id": f"a:{row['Vermutung']}|{row['Kennung damals']}|{row['Kennung']}",
            "kind": row["Vermutung"],
            "earlier_statement": row["Kennung damals"],
            "statement_id": row["Kennung"],
            "then": row["Aussage damals"],
            "text": row["Aussage"],
            "settled": bool(row["Gilt"]),
        }
        for row in sheets.answers(material).to_dict("records")
    ]
