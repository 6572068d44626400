"""Proposals of a language model: a wording holds only where it says nothing that its evidence does not say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from pipeline.guidelines.cleaning import PLACEHOLDER
from pipeline.guidelines.faithful import invented, negators
from pipeline.guidelines.forms import form_of
from pipeline.guidelines.rewriting import SENTENCES

MODEL = "modell"
QUOTE = "zitat"
MOST_WORDS = 40
MOST_TEXTS = 6
TYPE_OF = {"leitlinie": "grundsatz", "ziel": "ziel", "aktivitaet": "massnahme"}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def faults(proposal: str, wording: str, evidence: Iterable[str]) -> list[str]:
    """Return what speaks against a proposed sentence, in German; nothing where it may stand.

    ``wording`` is the statement that the candidate is worded from, ``evidence`` what else supports it.

    >>> faults("Die VHS bietet Kurse an.", "Kurse anbieten (VHS)", [])
    []
    >>> faults("Die VHS bietet 3 kostenlose Kurse an.", "Kurse anbieten (VHS)", [])
    ['Wort ohne Beleg', 'Zahl ohne Beleg']
    >>> faults("Die VHS bietet keine Kurse an.", "Kurse anbieten (VHS)", [])
    ['Wort ohne Beleg', 'Verneinung anders als im Beleg']
    """
    texts = [wording, *evidence]
    added = invented(proposal, texts)
    known = {number for text in texts for number in NUMBER.findall(text)}
    tests = {
        "Wort ohne Beleg": any(not NUMBER.fullmatch(word) for word in added),
        "Zahl ohne Beleg": not set(NUMBER.findall(proposal)) <= known,
        "Verneinung anders als im Beleg": negators(proposal) != negators(wording),
        "kein einzelner Satz": "\n" in proposal or bool(SENTENCES.search(proposal)),
        "zu lang": len(proposal.split()) > MOST_WORDS,
        "Platzhalter": bool(PLACEHOLDER.search(proposal)),
        "leer": not re.search(r"[A-Za-zÄÖÜäöüß]{3}", proposal),
    }
    return [name for name, fault in tests.items() if fault]


def supporting(proofs: pd.DataFrame, items: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each candidate the quotable statements that support it, the weightiest first, at most six."""
    free = items.loc[items["quotable"].astype(bool), ["statement_id", "display_text"]]
    rows = proofs.loc[proofs["role"].eq("stuetzt")].merge(free, on="statement_id")
    rows = rows.sort_values(["guideline_id", "weight", "statement_id"], ascending=[True, False, True], kind="stable")
    groups = rows.groupby("guideline_id", sort=True)["display_text"]
    return {str(name): [str(text) for text in part][:MOST_TEXTS] for name, part in groups}


def worded(
    suggested: pd.DataFrame, proposed: pd.DataFrame, proofs: pd.DataFrame, items: pd.DataFrame
) -> tuple[pd.DataFrame, int, int]:
    """Return the candidates with the proposals that hold, how many these are, and how many were refused or overtaken.

    ``proposed``: guideline_id, before, proposal. A proposal made for other words than those of today is overtaken.
    """
    table = suggested.copy()
    said = proposed.set_index("guideline_id")
    texts = supporting(proofs, items)
    wordings = dict(zip(items["statement_id"], items["display_text"].astype(str), strict=True))
    used = 0
    for place, row in zip(table.index, table.itertuples(), strict=True):
        name = str(row.guideline_id)
        if name not in said.index or str(said.loc[name, "before"]).strip() != row.text_suggested:
            continue
        proposal = str(said.loc[name, "proposal"]).strip()
        if not faults(proposal, wordings[row.wording], texts.get(name, [])):
            form = form_of(proposal, TYPE_OF[str(row.kind)])
            table.loc[place, ["text_suggested", "text", "method", "form"]] = [proposal, proposal, MODEL, form]
            used += 1
    return table, used, len(said) - used


def wanting(table: pd.DataFrame) -> Sequence[str]:
    """Return the candidates whose words stand as they were said: a wording may be proposed for them."""
    open_quotes = table["form"].eq(QUOTE) & table["status"].eq("offen")
    return [str(name) for name in table.loc[open_quotes.astype(bool), "guideline_id"].sort_values()]
