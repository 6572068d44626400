"""How far the report can be trusted: papers not read, doubts, passages not counted, agreement and error rates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from pipeline.report.sheets import Sheet, crossed
from pipeline.report.source import INTERVIEW, Source
from pipeline.shared import tables
from pipeline.shared.wording import number, percent, span

READ_NAMES = {
    "refused": "nicht lesbar", "empty": "ohne Text", "duplicate_of": "doppelt abgegeben, einmal gezählt",
    "ok": "gelesen",
}  # fmt: skip
TEN = 0.095  # from here on a share reads as a number out of ten that is not zero
KINDS = "fields.primary_accuracy.kind."
Metrics = Mapping[str, float]


def faults(source: Source) -> list[dict[str, str]]:
    """Return the papers that were not read, with what to do; interviews are not named outside the house."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[rows["status"] != "ok"].sort_values(["status", "document"], kind="stable")
    found = []
    for _, row in rows.iterrows():
        hushed = source.public and (row["kind"] == INTERVIEW or row["publish"] == "internal")
        name = "eine vertrauliche Datei (Name nur im internen Bericht)" if hushed else str(row["document"])
        note = "" if pd.isna(row["note"]) or hushed else str(row["note"])
        found.append({"name": name, "status": READ_NAMES[row["status"]], "note": note})
    return found


def remarks(source: Source) -> list[dict[str, str]]:
    """Return what was noticed while reading papers that were read."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[(rows["status"] == "ok") & rows["note"].fillna("").str.len().gt(0)]
    if source.public:
        rows = rows.loc[~(rows["kind"].fillna("").eq(INTERVIEW) | rows["publish"].eq("internal"))]
    return [{"name": str(row["document"]), "note": str(row["note"])} for _, row in rows.iterrows()]


def whereabouts(source: Source) -> Sheet:
    """Return how many passages of each paper became what."""
    return crossed(source.cells_of("verbleib"), "verbleib")


def dropped(source: Source) -> list[tuple[str, str, str]]:
    """Return why passages were not counted: category, reason and how often; confidential papers are only added up."""
    rows = source.table(tables.LEDGER)
    rows = rows.loc[rows["category"] != "statement"]
    names = {row["column"]: str(row["column_label"]) for row in source.cells_of("verbleib")}
    sizes = Counter(zip(rows["category"], rows["reason"], strict=True))
    ranked = sorted(sizes.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(names.get(category, category), str(reason), number(size)) for (category, reason), size in ranked]


def of_ten(share: float) -> str:
    """Return a share in words that need no percentages.

    >>> of_ten(0.87), of_ten(0.998), of_ten(0.04)
    ('etwa 9 von 10', 'fast alle', 'fast keine')
    """
    tenths = int(share * 10 + 0.5)
    return "fast alle" if tenths == 10 else f"etwa {tenths} von 10" if share >= TEN else "fast keine"  # noqa: PLR2004


def sentence(words: str) -> str:
    """Return words that begin with a capital letter.

    >>> sentence("etwa 9 von 10")
    'Etwa 9 von 10'
    """
    return words[:1].upper() + words[1:]


def ranged(metrics: Metrics, key: str) -> str:
    """Return the interval of a share, where there is one."""
    low, high = metrics.get(f"{key}.low"), metrics.get(f"{key}.high")
    return "" if low is None or high is None else span(low, high)


SHARES = (
    ("detection.recall", "Aussagen gefunden", "{} Aussagen, die Menschen markiert haben, findet auch die Maschine."),
    ("detection.precision", "Gefundenes ist wirklich eine Aussage", "{} Fundstellen sind auch für Menschen Aussagen."),
    ("types.accuracy", "Art der Aussage richtig", "{} Aussagen haben dieselbe Art, die Menschen ihnen geben."),
    ("fields.primary_accuracy", "Erster Arbeitsbereich richtig", "{} Aussagen ordnen auch Menschen so zu."),
    ("fields.top2", "Richtiger Bereich unter den ersten beiden", "{} Aussagen haben ihn an 1. oder 2. Stelle."),
    ("privacy.recall", "Namen und Kontakte erkannt", "{} Angaben zu Personen wurden von selbst ersetzt."),
)  # fmt: skip
HEADS = ("Was gemessen wurde", "Wert", "95-%-Bereich", "In Worten")


def measured(metrics: Metrics) -> list[tuple[str, str, str, str]]:
    """Return how often the machine agrees with people: what, value, interval, and in words."""
    found = [
        (name, percent(metrics[key], 1), ranged(metrics, key), sentence(words.format(of_ten(metrics[key]))))
        for key, name, words in SHARES if key in metrics
    ]  # fmt: skip
    kinds = {key.removeprefix(KINDS): value for key, value in metrics.items() if key.startswith(KINDS)}
    if kinds:
        worst = min(kinds, key=lambda kind: (kinds[kind], kind))
        found.append((f"Erster Arbeitsbereich, schwächste Papierart ({sentence(worst)})", percent(kinds[worst], 1), "",
                      "Bei dieser Art von Papieren irrt die Maschine am häufigsten."))  # fmt: skip
    if "themes.ari" in metrics:
        found.append(("Themen wie von Menschen gebildet (0 Zufall, 1 gleich)", number(metrics["themes.ari"], 2), "",
                      "Menschen hätten manches anders zusammengestellt; Themen sind Vorschläge."))  # fmt: skip
    return found + agreed(metrics)


def agreed(metrics: Metrics) -> list[tuple[str, str, str, str]]:
    """Return how far people agree with each other: the range over all pairs of coders (Krippendorff's alpha)."""
    found = []
    for key, name in (("type", "Art der Aussage"), ("field", "Arbeitsbereich")):
        pairs = [value for known, value in metrics.items()
                 if known.startswith("coders.") and known.endswith(f".{key}.alpha")]  # fmt: skip
        if pairs:
            low, high = number(min(pairs), 2), number(max(pairs), 2)
            value = low if low == high else f"{low} bis {high}"
            found.append(
                (
                    f"Menschen untereinander: {name} (Alpha, 1 heißt immer gleich)",
                    value,
                    "",
                    "Auch Menschen entscheiden nicht immer gleich.",
                )
            )
    return found


def basis(metrics: Metrics) -> str:
    """Return on what the figures rest, in one sentence."""
    if not measured(metrics):
        return (
            "Für diese Papiere gibt es keine Stellen, die Menschen unabhängig markiert haben. Wie oft die Maschine "
            "irrt, ist hier deshalb nicht gemessen."
        )
    gold = metrics.get("detection.gold")
    with_what = (
        f"mit {number(gold)} Aussagen verglichen, die Menschen unabhängig markiert haben"
        if gold
        else ("mit den Entscheidungen von Menschen verglichen")
    )
    return f"Die Maschine wurde {with_what}. Die Werte gelten für diese Papiere."
