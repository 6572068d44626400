"""Fields: which fields of work does each statement speak about?

The tagger weighs wording and context; what people decided about this corpus teaches it on the next run. A statement
that somebody decided keeps the suggestion of the untaught machine, so that quality stays measurable.
"""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
from pydantic import Field

from pipeline.fields import marks, suggest, teach
from pipeline.shared import codebook, engine, review, stage
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.tagger import Tagger
from pipeline.shared.german.tagger.learning import Report
from pipeline.shared.german.tagger.model import Texts
from pipeline.shared.params import StageParams
from pipeline.shared.tables import FIELDS, LEARNING, MARKS, STATEMENTS
from pipeline.shared.wording import percent

KEY = ["statement_id", "field"]
MARK_KEY = ["statement_id", "kind", "value"]


class Params(StageParams):
    """When a second field is suggested, and when other answers are named."""

    second_at: float = Field(ge=0, le=1)
    safe: float = Field(ge=0, le=1)
    most: int = Field(ge=1)
    agreement: float = Field(gt=0.5, le=1)
    mark_at: float = Field(ge=0, le=1)
    learn: bool


def suggestions(
    texts: Texts, decisions: pd.DataFrame, tagger: Tagger, book: Codebook, params: Params
) -> tuple[pd.DataFrame, Report]:
    """Return the suggested fields, and what was learned; undecided statements profit from decisions about others."""
    limits = (params.second_at, params.safe, params.most, params.agreement)
    statements = texts.frame
    if statements.empty:
        return suggest.empty(), Report()
    first = teach.primary_decisions(decisions, statements)
    lesson = teach.lesson(tagger, texts, book, first if params.learn else first.where(first.isna()))
    decided = set(decisions["statement_id"])
    found = suggest.suggested(texts, (lesson.tagger, book, lesson.scores), limits)
    if lesson.report.learned:
        plain = suggest.suggested(texts, (tagger, book, tagger.field_scores(texts, book)), limits)
        found = pd.concat(
            [plain[plain["statement_id"].isin(decided)], found[~found["statement_id"].isin(decided)]],
            ignore_index=True,
        )
    asked = found["statement_id"].map(teach.places_in_line(lesson, statements, decided))
    return found.assign(ask=asked.where(found["rank"] == suggest.FIRST).astype("Int64")), lesson.report


def told(report: Report) -> str:
    """Return what was learned as a half sentence for the console.

    >>> told(Report(40, 0.5, 0.65, learned=True, changed=12, held_back=3))
    'daraus gelernt: 12 andere geändert, 3 zurückgehalten (zurückgelegte Entscheidungen getroffen: 50 % → 65 %)'
    >>> told(Report(40, 0.5, 0.4))
    'daraus nicht gelernt, weil es zurückgelegte Entscheidungen nicht besser voraussagt (50 % → 40 %)'
    """
    if not report.decisions:
        return "daraus nichts zu lernen"
    foreseen = "" if report.before != report.before else f"{percent(report.before)} → {percent(report.after)}"
    if not report.learned:
        return f"daraus nicht gelernt, weil es zurückgelegte Entscheidungen nicht besser voraussagt ({foreseen})"
    held = f", {report.held_back} zurückgehalten" if report.held_back else ""
    hidden = f" (zurückgelegte Entscheidungen getroffen: {foreseen})" if foreseen else ""
    return f"daraus gelernt: {report.changed} andere geändert{held}{hidden}"


def main(corpus: Corpus, params: Params) -> str:
    """Suggest fields and marks for every statement, then let people's decisions overrule."""
    book = codebook.read(corpus)
    statements = STATEMENTS.read(corpus).sort_values(["document", "position"], ignore_index=True)
    tagger = Tagger.at_hand(corpus.root)
    said = teach.with_added(review.read(corpus, "fields"), review.read(corpus, "statements"), statements)
    decisions, stale = review.current(said, statements)
    marked, stale_marks = review.current(review.read(corpus, "marks"), statements)

    where = engine.chosen()
    texts = tagger.read(statements, where)
    found, report = suggestions(texts, decisions, tagger, book, params)
    fields = review.decide(found, decisions, key=KEY)
    heard = tagger.meant(texts, params.mark_at)
    labelled = review.decide(marks.suggested(statements, book, heard, where), marked, key=MARK_KEY)

    FIELDS.write(fields.reindex(columns=FIELDS.names), corpus)
    LEARNING.write(LEARNING.typed(pd.DataFrame([{"question": "fields", **asdict(report)}])), corpus)
    MARKS.write(labelled.reindex(columns=MARKS.names), corpus)
    holding = int(fields["accepted"].sum())
    overtaken = len(stale) + len(stale_marks)
    return (
        f"{holding} Zuordnungen und {len(labelled)} Merkmale, {len(decisions)} entschieden, {told(report)}, "
        f"{overtaken} überholt"
    )


if __name__ == "__main__":
    stage.run(main)
