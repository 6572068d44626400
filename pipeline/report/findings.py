"""The most important findings in plain German, each with the figure that shows it; every number stands in a table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.report.sheets import size, total
from pipeline.report.source import POOLED, ROUNDS, TOTAL, Row, Source
from pipeline.shared.wording import documents, listing, mentions, number

LEADING = 2
PROBLEM_GAPS = ("problem_ohne_massnahme", "problem_ohne_ziel")


@dataclass(frozen=True)
class Finding:
    """A sentence and the figure that it is taken from."""

    words: str
    figure: str


def shown(source: Source, table: str, column: str = ROUNDS) -> list[Row]:
    """Return the rows of a column with a count that is shown and not zero, the largest first."""
    rows = [row for row in source.cells_of(table) if row["column"] == column and row["row"] != TOTAL]
    rows = [row for row in rows if row["row"] != source.codebook.unclear]
    return sorted((row for row in rows if not pd.isna(row["mentions"]) and row["mentions"] > 0), key=size)


def leading(rows: list[Row]) -> list[Row]:
    """Return the first rows, and all that count as much as the last of them; too many equal ones are none."""
    if len(rows) <= LEADING:
        return rows
    last = rows[LEADING - 1]["mentions"]
    found = [row for row in rows if row["mentions"] >= last]
    return found if len(found) <= LEADING + 1 else [row for row in rows if row["mentions"] > last]


def named(rows: list[Row]) -> str:
    """Return rows with their counts as an enumeration.

    >>> named([{"row_label": "Wege", "mentions": 9}, {"row_label": "Ufer", "mentions": 4}])
    '„Wege“ (9) und „Ufer“ (4)'
    """
    return listing([f"„{row['row_label']}“ ({number(int(row['mentions']))})" for row in rows])


def amount(source: Source) -> Finding:
    """Return how much was said and handed in."""
    rounds, pooled = total(source, "felder"), total(source, "felder", POOLED)
    papers = [int(row["mentions"]) for row in source.cells_of("dateien") if row["row"] == "ok"]
    said = "Gezählt sind Nennungen" if rounds is None else f"Gezählt sind {mentions(rounds)}"
    more = f" und {number(pooled)} aus Interviews" if pooled else ""
    return Finding(f"{said} aus Veranstaltungen und Schriftlichem{more}, aus {documents(papers[0], dative=True)}."
                   if papers else f"{said}.", "ablauf")  # fmt: skip


def subjects(source: Source) -> Finding | None:
    """Return which fields were named most often."""
    rows = leading(shown(source, "felder"))
    if not rows:
        return None
    return Finding(f"Am häufigsten geht es um {named(rows)}; in Klammern stehen die Nennungen.", "felder")


def kinds(source: Source) -> Finding | None:
    """Return what kind of statements were made."""
    rows = leading(shown(source, "typen"))
    return Finding(f"Am häufigsten sind Aussagen der Art {named(rows)}.", "feld_typ") if rows else None


def broadest(source: Source) -> Finding | None:
    """Return the theme that stands in the most papers."""
    rows = shown(source, "themen")
    if not rows:
        return None
    most = max(int(row["documents"]) for row in rows)
    broad = [row for row in rows if int(row["documents"]) == most]
    if len(broad) > LEADING + 1:
        return Finding(f"{number(len(broad))} Themen stehen in je {documents(most, dative=True)}; breiter ist keines.",
                       "themenkarte")  # fmt: skip
    words = f"Am breitesten getragen: {named(broad)}, genannt in {'je ' if len(broad) > 1 else ''}"
    return Finding(f"{words}{documents(most, dative=True)}.", "themenkarte")


def across(source: Source) -> Finding | None:
    """Return the cross-cutting themes named most often."""
    rows = leading(shown(source, "querschnitt"))
    return Finding(f"Quer durch alle Bereiche geht es am häufigsten um {named(rows)}.", "querschnitt") if rows else None


def lacking(source: Source) -> Finding | None:
    """Return where most problems have no counterpart."""
    for kind in PROBLEM_GAPS:
        met = {row["row"]: row["mentions"] for row in shown(source, "luecken", f"{kind}:gedeckt")}
        rows = [row for row in shown(source, "luecken", kind) if row["row"] in met]
        if rows:
            what, count = rows[0]["column_label"], int(rows[0]["mentions"])
            first = [row for row in rows if row["mentions"] == count]
            if len(first) > 1:
                where = listing([f"„{row['row_label']}“" for row in first])
                return Finding(f"Größte Lücken in {where}: „{what}“ trifft auf je {mentions(count)} zu.", "luecken")
            of = f"{number(count)} von {number(count + int(met[first[0]['row']]))}"
            return Finding(f"Größte Lücke in „{first[0]['row_label']}“: „{what}“ trifft auf {of} zu.", "luecken")
    return None


def existing(source: Source) -> Finding | None:
    """Return where existing offers were named most often."""
    rows = leading(shown(source, "feld_typ", "angebot"))
    return Finding(f"Bestehende Angebote wurden am häufigsten genannt in {named(rows)}.", "angebote") if rows else None


def checked(source: Source) -> Finding | None:
    """Return how much people have checked."""
    done, whole = total(source, "pruefstand", "geprueft"), total(source, "pruefstand", TOTAL)
    if not whole:
        return None
    if done is None:
        return Finding("Zuordnungen sind Vorschläge der Maschine, bis Menschen sie geprüft haben.", "stand")
    if not done:
        return Finding("Noch hat kein Mensch die Zuordnungen geprüft: Alle sind Vorschläge der Maschine.", "stand")
    return Finding(f"Von Menschen geprüft sind {number(done)} von {number(whole)} Aussagen; alles andere sind "
                   "Vorschläge der Maschine.", "stand")  # fmt: skip


def findings(source: Source) -> list[Finding]:
    """Return the findings for the first page, those without numbers left out."""
    made = (amount, subjects, kinds, broadest, across, lacking, existing, checked)
    return [found for make in made if (found := make(source)) is not None]
