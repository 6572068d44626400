"""Page: review.html, a page that works without network and saves decisions as CSV for the folder ``review``."""

from __future__ import annotations

import json
import math
from pathlib import Path

from pipeline.exports.material import Material
from pipeline.shared.publication import CONFIDENTIAL
from pipeline.shared.review.forms import HIDDEN

TEMPLATE = Path(__file__).with_name("templates") / "review.html"
PLACE = "@@DATA@@"
SEAL = "@@SEAL@@"


def build(material: Material, corpus: str) -> bytes:
    """Return the page with all statements, those first whose decision settles most."""
    book = material.book
    types, fields = ([[entry.key, entry.name] for entry in entries] for entries in (book.types, book.fields))
    data = {
        "corpus": corpus,
        "types": types,
        "fields": fields,
        "typeNames": dict(types),
        "fieldNames": dict(fields),
        "rows": rows(material),
    }
    seal = f'<p class="seal">{CONFIDENTIAL}</p>' if material.whole else ""
    shell = TEMPLATE.read_text(encoding="utf-8").replace(SEAL, seal)
    return shell.replace(PLACE, embedded(data)).encode("utf-8")


def embedded(data: object) -> str:
    r"""Return ``data`` as JSON that may stand inside a script element.

    >>> embedded("</script>")
    '"\\u003c/script>"'
    """
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def rows(material: Material) -> list[dict[str, object]]:
    """Return what the page shows of each undecided statement, in the line of the workbook; those without words last."""
    fields = material.fields.sort_values(["statement_id", "rank", "field"], kind="stable")
    suggested = fields[fields["suggested"].fillna(value=False)]
    named: dict[str, list[str]] = {}
    scores: dict[str, float] = {}
    for name, field, score in zip(suggested["statement_id"], suggested["field"], suggested["score"], strict=True):
        named.setdefault(name, []).append(field)
        scores.setdefault(name, float(score))
    line = fields.dropna(subset=["ask"]).set_index("statement_id")["ask"].to_dict()
    decided = set(material.decisions["types"]["statement_id"]) & set(material.decisions["fields"]["statement_id"])
    statements = material.statements[~material.statements["statement_id"].isin(decided)]
    found = []
    for row in statements.to_dict("records"):
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
        }
        found.append((bool(shown["hidden"]), line.get(name, math.inf), round(doubt, 4), name, shown))
    return [item[-1] for item in sorted(found, key=lambda item: item[:4])]
