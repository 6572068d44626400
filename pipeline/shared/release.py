"""Keeps words that were not released out of labels and proposals: a name of a theme can be somebody's sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from pipeline.shared import publication

WITHHELD = "Wortlaut stammt aus nicht freigegebenem Material und steht nur im internen Bericht."
UNNAMED_THEME = "Thema ohne freigegebenen Namen"
LONGEST_ECHO = 5  # words in a row that would be a quotation
EXTRACT = "auszug"


def runs(text: str) -> set[str]:
    """Return the runs of words that are long enough to recognise somebody's sentence.

    >>> sorted(runs("Die Bank am Ufer fehlt seit Jahren"))
    ['am ufer fehlt seit jahren', 'bank am ufer fehlt seit', 'die bank am ufer fehlt']
    """
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    return {" ".join(words[at : at + LONGEST_ECHO]) for at in range(len(words) - LONGEST_ECHO + 1)}


@dataclass(frozen=True)
class Release:
    """What may be said outside: the statements that are free, and the runs of words that are not."""

    free: frozenset[str]
    hushed: frozenset[str]

    def words(self, text: str, instead: str = WITHHELD) -> str:
        """Return ``text``, or a remark where it repeats words that were not released.

        >>> Release(frozenset(), frozenset({"a b c d e"})).words("A b c d e f", "–")
        '–'
        """
        return instead if self.hushed and runs(text) & self.hushed else text

    def proposal(self, text: str, wording: str, method: str) -> str:
        """Return the text of a proposal, or a remark where it is an extract of a statement that is not free."""
        return WITHHELD if method == EXTRACT and wording not in self.free else self.words(text)


def release(statements: pd.DataFrame) -> Release:
    """Return what may be said of ``statements``: words stand free where any released statement says them as well."""
    open_rows = publication.quotable(statements)
    free = {run for text in statements.loc[open_rows, "display_text"] for run in runs(text)}
    hushed = {run for text in statements.loc[~open_rows, "display_text"] for run in runs(text)}
    return Release(frozenset(statements.loc[open_rows, "statement_id"]), frozenset(hushed - free))


def released_themes(themes: pd.DataFrame, known: Release) -> pd.DataFrame:
    """Return ``themes`` with every label that may not be said outside replaced."""
    return themes.assign(label=[known.words(str(label), UNNAMED_THEME) for label in themes["label"]])


def released_guidelines(guidelines: pd.DataFrame, known: Release) -> pd.DataFrame:
    """Return ``guidelines`` with every text that may not be said outside replaced."""
    columns = (guidelines[name] for name in ("text", "wording", "method"))
    return guidelines.assign(text=[known.proposal(*map(str, row)) for row in zip(*columns, strict=True)])
