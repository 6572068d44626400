"""Rounds: what has changed since then?

The earlier round lies in data/raw/<corpus>/earlier (pipeline/handover.py puts it there); where there is none the
tables are empty. Its themes were the frame of this round's (pipeline/themes/frame.py), so a theme that goes on has the
same identifier in both.
"""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from pipeline.rounds import answers, compare, fresh, plans, sheets, sides
from pipeline.shared import codebook, earlier, release, review, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.params import StageParams
from pipeline.shared.tables import ROUND_ANSWERS, ROUND_GUIDELINES, ROUND_SHARES, ROUND_SHEETS, ROUND_THEMES, VARIANTS

TOLD = ("neu", "entfallen", "gewachsen", "geschrumpft")
FATES = {"zusammenlegen": compare.MERGED, "teilen": compare.SPLIT}


class Params(StageParams):
    """From when on a change is reported, and how alike two statements must be to answer each other."""

    min_mentions: int = Field(ge=1)
    min_documents: int = Field(ge=1)
    false_share: float = Field(ge=0, le=1)
    novelty: float = Field(ge=0, le=1)
    min_answer: float = Field(ge=0, le=1)
    vectors: str
    concepts: str


def decided_fates(corpus: Corpus) -> dict[str, str]:
    """Return theme_id -> merged or split, where people decided so in this round."""
    decisions = review.read(corpus, "themes").dropna(subset=["value"])
    chosen = decisions[decisions["action"].isin(FATES)]
    return {
        str(row["value"] if row["action"] == "zusammenlegen" else row["theme_id"]): FATES[str(row["action"])]
        for row in chosen.to_dict("records")
    }


def main(corpus: Corpus, params: Params) -> str:
    """Compare the corpus with its earlier round."""
    before = earlier.of(corpus)
    if before is None:
        for table in (ROUND_THEMES, ROUND_SHARES, ROUND_ANSWERS, ROUND_GUIDELINES, ROUND_SHEETS):
            table.write(table.empty(), corpus)
        return "keine frühere Runde übergeben (python -m pipeline.handover)"
    book = codebook.read(corpus)
    changes = earlier.codebook_changes(corpus, [field.key for field in book.fields]).fields
    then, now = sides.read(before, changes), sides.read(corpus)
    limits = compare.Limits(params.min_mentions, params.min_documents, params.false_share, params.novelty)
    vectors = Vectors.load(corpus.root / params.vectors)
    concepts = Concepts.load(corpus.root / params.concepts, vectors)
    speech = fresh.speech(then.statements, now.statements, vectors, concepts)
    themes = compare.theme_changes(then, now, limits, decided_fates(corpus), speech)
    answered = answers.decided(answers.answers(then, now, vectors, params.min_answer), review.read(corpus, "answers"))
    guidelines = plans.fates(before, corpus, changes, answered, vectors)

    ROUND_THEMES.write(themes, corpus)
    ROUND_SHARES.write(compare.share_changes(then, now, changes), corpus)
    ROUND_ANSWERS.write(answered, corpus)
    ROUND_GUIDELINES.write(guidelines, corpus)
    known = release.release(pd.concat([then.statements, now.statements], ignore_index=True))
    tables = {"themes": themes, "guidelines": guidelines, "answers": answered}
    shown = {
        name: sheets.all_sheets(sheets.variant(then, now, book, known, public=name == VARIANTS[0]), tables)
        for name in VARIANTS
    }
    ROUND_SHEETS.write(sheets.table(shown), corpus)
    found = themes["change"].value_counts()
    return ", ".join(f"{found.get(change, 0)} {change}" for change in TOLD)


if __name__ == "__main__":
    stage.run(main)
