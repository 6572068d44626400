"""Cover: the first sheet of a workbook. What to do, who decides, how far it is, and what the machine made of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.workbook import Workbook

from pipeline.exports import looks
from pipeline.shared.review import forms
from pipeline.shared.wording import number, percent

COVER_WIDTH = 90  # characters
EXPLAINED = (
    "Auf jedem Blatt zeigt der weiße Teil, was die Maschine vorschlägt; in die gelben Spalten schreiben Sie, was gilt.",
    "Eine leere gelbe Zelle entscheidet nichts. Wer einen Vorschlag bestätigen will, wählt ihn aus.",
    "Oben steht, was am meisten klärt: unsichere Zeilen, die für viele ähnliche stehen.",
    "Sie dürfen sortieren, filtern, Zeilen löschen und nach Belieben aufhören.",
    "Speichern Sie die Mappe unter beliebigem Namen im Ordner review Ihres Korpus, dann `dvc repro`.",
    "Mehrere Personen nehmen je eine eigene Kopie. Widersprüche werden aufgelistet; die jüngste Entscheidung gilt.",
)
ELSEWHERE = "Wortlaute, die nur gezählt werden dürfen, stehen in intern/review.xlsx."


def write(book: Workbook, style: looks.Looks, said: Sequence[str], figures: pd.DataFrame) -> None:
    """Write the first sheet: what to do, who decides, and how far it is."""
    sheet = book.add_worksheet(forms.COVER)
    sheet.set_column(0, 0, COVER_WIDTH, style.prose)
    sheet.set_column(1, 5, 20, style.prose)
    sheet.write_string(0, 0, forms.COVER, style.title)
    for line, sentence in enumerate(said, 2):
        sheet.write_string(line, 0, sentence, style.prose)
        sheet.set_row(line, looks.LINE_HEIGHT * (1 + len(sentence) // COVER_WIDTH))
    line = len(said) + 3
    for prompt in (forms.NAME_PROMPT, forms.DATE_PROMPT):
        sheet.write_string(line, 0, prompt, style.head_open)
        sheet.write_blank(line, 1, None, style.open)
        line += 1
    line += 1
    for place, heading in enumerate(figures.columns):
        sheet.write_string(line, place, heading, style.head)
    for offset, row in enumerate(figures.itertuples(index=False), 1):
        for place, cell in enumerate(row):
            sheet.write_string(line + offset, place, str(cell), style.prose)
        sheet.set_row(line + offset, 3 * looks.LINE_HEIGHT)
    looks.printed(sheet)
    sheet.protect("", looks.UNPROTECTED)
    sheet.activate()


def progress(sheets: dict[str, pd.DataFrame], target: float) -> pd.DataFrame:
    """Return for types and fields how many are decided, how many are expected to be right, and how many to go."""
    lines = []
    for title in ("Typen", "Felder"):
        table = sheets[title]
        decided = table["Gilt"].ne("")
        scores = table["Sicherheit"].where(~decided, 1.0).to_numpy(dtype=float)
        lines.append(
            {
                "Stand": title,
                "Aussagen": number(len(table)),
                "entschieden": number(int(decided.sum())),
                "erwartet richtig": percent(float(scores.mean())) if len(scores) else "–",
                "Ziel": percent(target),
                "noch zu prüfen": f"noch {number(to_go(scores, target))} Prüfungen bis zur Zielgenauigkeit",
            }
        )
    return pd.DataFrame(lines)


def to_go(scores: np.ndarray[tuple[int, ...], np.dtype[np.float64]], target: float) -> int:
    """Return how many codings must be checked from the top until ``target`` is the expected share of right ones.

    ``scores`` are calibrated probabilities in the order of the sheet; a checked coding counts as right.

    >>> to_go(np.array([0.5, 0.9, 0.9, 1.0]), 0.9)
    1
    """
    if not len(scores):
        return 0
    gains = np.concatenate([[0.0], np.cumsum(1 - scores)])
    reached = (scores.sum() + gains) / len(scores) >= target - 1e-12
    return int(np.argmax(reached)) if reached.any() else len(scores)


def learned(report: pd.DataFrame) -> list[str]:
    """Return a sentence on what the machine made of earlier decisions; ``report`` is the table learning."""
    return [sentence(row) for row in report[report["decisions"] > 0].to_dict("records")]


def sentence(row: Mapping[Hashable, Any]) -> str:
    r"""Return what was learned from decisions, before and after on those held out in turn.

    >>> told = sentence({"decisions": 40, "before": 0.5, "after": 0.65, "learned": True, "changed": 12})
    >>> print(told.replace("\N{NO-BREAK SPACE}", " ").replace(". ", ".\n"))
    Aus 40 Entscheidungen gelernt: 12 andere Aussagen haben einen neuen Vorschlag.
    Von zurückgehaltenen Entscheidungen sieht die Maschine 65 % voraus, ohne die anderen Entscheidungen 50 %.
    """
    begin = f"Aus {number(int(row['decisions']))} Entscheidungen"
    foreseen = ""
    if not (pd.isna(row["before"]) or pd.isna(row["after"])):
        foreseen = (
            f" Von zurückgehaltenen Entscheidungen sieht die Maschine {percent(float(row['after']))} voraus, "
            f"ohne die anderen Entscheidungen {percent(float(row['before']))}."
        )
    if not row["learned"]:
        return f"{begin} wurde nichts übertragen: Es hilft nicht, weitere vorauszusagen.{foreseen}"
    changed = int(row["changed"])
    others = f"{number(changed)} andere Aussagen haben" if changed != 1 else "eine andere Aussage hat"
    return f"{begin} gelernt: {others} einen neuen Vorschlag.{foreseen}"
