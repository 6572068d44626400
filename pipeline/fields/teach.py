"""Teach: what people decided about fields teaches the tagger, and says which statements to ask about next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.shared.codebook import Codebook
from pipeline.shared.german.tagger import Tagger, asking, learning
from pipeline.shared.german.tagger.learning import Places, Report
from pipeline.shared.german.tagger.model import Texts

ADDED = "hinzufuegen"


def with_added(decisions: pd.DataFrame, added: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """Return the decisions about fields with those that people gave to statements they added by quote.

    A quote belongs to the statement of its document with the same words, whatever the whitespace. Somebody who later
    decided about that statement itself is not overruled.
    """
    rows = added[(added["action"] == ADDED) & added["field"].notna()]
    if rows.empty:
        return decisions
    places = zip(statements["document"], statements["text"], statements["statement_id"], strict=True)
    names = {(str(document), spaced(text)): name for document, text, name in places}
    found = [
        names.get((str(document), spaced(quote)))
        for document, quote in zip(rows["document"], rows["quote"], strict=True)
    ]
    given = rows.assign(statement_id=pd.array(found, dtype="string"), accepted=True, rank=1, complete=True)
    known = set(decisions["statement_id"].dropna())
    new = given[given["statement_id"].notna() & ~given["statement_id"].isin(known)]
    if new.empty:
        return decisions
    new = new.reindex(columns=decisions.columns).drop_duplicates("statement_id", keep="last")
    return pd.concat([decisions, new.astype(decisions.dtypes.to_dict())], ignore_index=True)


def spaced(text: object) -> str:
    r"""Return a text with single blanks.

    >>> spaced("Busse  fehlen\n")
    'Busse fehlen'
    """
    return " ".join(str(text).split())


def primary_decisions(decisions: pd.DataFrame, statements: pd.DataFrame) -> pd.Series:
    """Return the first field that people gave each statement, indexed like ``statements``; missing = undecided.

    Of several accepted fields the one with the lowest rank is the first; rows without rank come last.
    """
    accepted = decisions[decisions["accepted"].astype("boolean").fillna(False)]
    ranks = accepted["rank"] if "rank" in accepted else pd.Series(pd.NA, index=accepted.index)
    ordered = accepted.assign(_rank=ranks.astype("Float64").fillna(9)).sort_values(
        ["statement_id", "_rank", "field"], kind="stable"
    )
    first = ordered.drop_duplicates("statement_id").set_index("statement_id")["field"]
    return statements["statement_id"].map(first).astype(object)


@dataclass(frozen=True, eq=False)
class Lesson:
    """The tagger after the decisions, its scores (statements x fields), where statements stand, and the report."""

    tagger: Tagger
    scores: pd.DataFrame
    places: Places
    report: Report


def lesson(tagger: Tagger, texts: Texts, book: Codebook, first: pd.Series) -> Lesson:
    """Return what the first fields that people gave (``first``, missing = undecided) teach about all statements."""
    question = tagger.question(texts, book)
    number = {key: at for at, key in enumerate(book.field_keys)}
    rows = np.flatnonzero(first.isin(number).to_numpy())
    learned = learning.learn(question, rows, np.array([number[field] for field in first.iloc[rows]], dtype=np.intp))
    scores = pd.DataFrame(np.exp(learned.scores), index=texts.frame.index, columns=book.field_keys)
    return Lesson(replace(tagger, field_pool=learned.pool), scores, question.places, learned.report)


def places_in_line(taught: Lesson, statements: pd.DataFrame, decided: Collection[str]) -> Mapping[str, int]:
    """Return undecided statement -> its place among those to look at (1 = first)."""
    names = statements["statement_id"].astype(str)
    rows = np.flatnonzero(~names.isin(set(decided)).to_numpy())
    line = asking.order(taught.scores.to_numpy(), taught.places, rows)
    return {names.iloc[row]: place for place, row in enumerate(line, 1)}
