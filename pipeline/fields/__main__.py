"""Fields: which fields of work does each statement speak about?

The tagger weighs wording and context; what people decided about this corpus teaches it on the next run. A statement
that somebody decided keeps the suggestion of the unadapted machine, so that quality stays measurable.
"""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from pipeline.fields import marks, suggest
from pipeline.shared import codebook, review, stage
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.tagger import Tagger
from pipeline.shared.params import StageParams
from pipeline.shared.tables import FIELDS, MARKS, STATEMENTS

KEY = ["statement_id", "field"]
MARK_KEY = ["statement_id", "kind", "value"]


class Params(StageParams):
    """When a second field is suggested, and when other answers are named."""

    second_at: float = Field(ge=0, le=1)
    safe: float = Field(ge=0, le=1)
    most: int = Field(ge=1)
    learn: bool


def suggestions(
    statements: pd.DataFrame, decisions: pd.DataFrame, tagger: Tagger, book: Codebook, params: Params
) -> pd.DataFrame:
    """Return the suggested fields; undecided statements profit from what people decided about others."""
    limits = (params.second_at, params.safe, params.most)
    texts = tagger.read(statements)
    first = suggest.primary_decisions(decisions, statements)
    plain = suggest.suggested(texts, tagger, book, limits)
    if not params.learn or not first.notna().any():
        return plain
    adapted = suggest.suggested(texts, tagger.adapted(texts, book, fields=first), book, limits)
    decided = set(decisions["statement_id"])
    return pd.concat(
        [plain[plain["statement_id"].isin(decided)], adapted[~adapted["statement_id"].isin(decided)]],
        ignore_index=True,
    )


def main(corpus: Corpus, params: Params) -> str:
    """Suggest fields and marks for every statement, then let people's decisions overrule."""
    book = codebook.read(corpus)
    statements = STATEMENTS.read(corpus).sort_values(["document", "position"], ignore_index=True)
    tagger = Tagger.load(corpus.root / "data" / "models" / "tagger")
    decisions, stale = review.current(review.read(corpus, "fields"), statements)
    marked, stale_marks = review.current(review.read(corpus, "marks"), statements)

    found = suggestions(statements, decisions, tagger, book, params)
    fields = review.decide(found, decisions, key=KEY)
    labelled = review.decide(marks.suggested(statements, book), marked, key=MARK_KEY)

    FIELDS.write(fields.reindex(columns=FIELDS.names), corpus)
    MARKS.write(labelled.reindex(columns=MARKS.names), corpus)
    holding = int(fields["accepted"].sum())
    overtaken = len(stale) + len(stale_marks)
    return f"{holding} Zuordnungen und {len(labelled)} Merkmale, {len(decisions)} entschieden, {overtaken} überholt"


if __name__ == "__main__":
    stage.run(main)
