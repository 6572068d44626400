"""Evaluation: how far can we trust it?

Machine against people, per stage. Every figure compares what was suggested, not what people have corrected since;
the gold material is the consultant's, and nothing was tuned on it. Without gold only the sizes are told.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from pydantic import Field

from pipeline.evaluation import (
    baselines,
    coders,
    coding,
    detection,
    gold,
    guidelines,
    learning,
    privacy,
    rounds,
    themes,
)
from pipeline.evaluation.scores import DIGITS, accuracy, macro_f1
from pipeline.shared import codebook, stage
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.german import encoder
from pipeline.shared.german.tagger import Tagger
from pipeline.shared.german.tagger.paths import FIGURES
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.params import StageParams
from pipeline.shared.schema import write_whole
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    LEDGER,
    MARKS,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

REST = "rest"
CONTEXT = ("context", "heading", "column", "question", "document_fields", "event", "kind")


class Params(StageParams):
    """How the figures are computed."""

    seed: int = Field(ge=0)
    vectors: str


def sizes(corpus: Corpus) -> dict[str, float]:
    """Return how much there is of everything; known for every corpus."""
    documents, statements = DOCUMENTS.read(corpus), STATEMENTS.read(corpus)
    return {
        "size.documents": float(len(documents)),
        "size.documents_refused": float((documents["status"] == "refused").sum()),
        "size.statements": float(len(statements)),
        "size.statements_checked": float(statements["type_accepted"].notna().sum()),
        "size.themes": float((THEMES.read(corpus)["status"] != REST).sum()),
        "size.guidelines": float(len(GUIDELINES.read(corpus))),
    }


def text_alone(truth: pd.DataFrame, tagger: Tagger, book: Codebook) -> dict[str, float]:
    """Return field accuracy and type macro-F1 of gold statements read without any context."""
    each_alone = [f"{number}" for number in range(len(truth))]
    frame = truth[["text"]].assign(**dict.fromkeys(CONTEXT, ""), position=0, document=each_alone)
    read = tagger.read(frame)
    fields = np.asarray(tagger.field_scores(read, book).idxmax(axis=1), dtype=str)
    types = np.asarray(tagger.type_scores(read, book).idxmax(axis=1), dtype=str)
    first = np.asarray([labels[0] if len(labels) else "" for labels in truth["fields"]], dtype=str)
    return {
        "text_alone.fields.primary_accuracy": round(accuracy(first, fields), DIGITS),
        "text_alone.types.macro_f1": round(macro_f1(np.asarray(truth["type"], dtype=str), types), DIGITS),
    }


def compared_with_baselines(rows: pd.DataFrame, corpus: Corpus, book: Codebook, params: Params) -> dict[str, float]:
    """Return what simple methods reach on the same statements in the same run."""
    texts, truth = rows["text"].tolist(), np.asarray(rows["truth_field"], dtype=str)
    known = baselines.training(corpus.root / "data" / "training", book)
    simple = baselines.tfidf(known, ("field", "type"), texts, params.seed)
    found = {
        "keyword_vote": baselines.keyword_vote(texts, book),
        "heading_only": baselines.heading_only(rows["document_fields"].tolist(), book),
        "tfidf": simple["field"],
    }
    figures = {
        f"baseline.{name}.fields.primary_accuracy": round(accuracy(truth, np.asarray(labels, dtype=str)), DIGITS)
        for name, labels in found.items()
    }
    types = np.asarray(simple["type"], dtype=str)
    expected = np.asarray(rows["truth_type"], dtype=str)
    figures["baseline.tfidf.types.macro_f1"] = round(macro_f1(expected, types), DIGITS)
    return figures


def learning_figures(
    rows: pd.DataFrame, statements: pd.DataFrame, tagger: Tagger, book: Codebook, params: Params
) -> dict[str, float]:
    """Return what decisions taken from gold would do for the statements that nobody touched."""
    ordered = statements.sort_values(["document", "position"], ignore_index=True)
    number = {key: at for at, key in enumerate(book.field_keys)}
    truth = ordered["statement_id"].map(dict(zip(rows["statement_id"], rows["truth_field"], strict=True))).map(number)
    known = np.flatnonzero(truth.notna().to_numpy())
    question = tagger.question(tagger.read(ordered), book)
    return learning.figures(question, known, np.array(truth.iloc[known], dtype=np.intp), params.seed)


def theme_figures(corpus: Corpus, pairs: pd.DataFrame, truth: pd.DataFrame, params: Params) -> dict[str, float]:
    """Return agreement of themes with gold, and that of KMeans on plain vectors with as many clusters."""
    if "theme_id" not in truth:
        return {}
    table, statements = THEMES.read(corpus), STATEMENTS.read(corpus)
    rest = frozenset(table.loc[table["status"] == REST, "theme_id"])
    rows = themes.placed(pairs, truth, THEME_MEMBERS.read(corpus), rest)
    number = max(1, int((table["status"] != REST).sum()))
    vectors = Vectors.load(corpus.root / params.vectors)
    texts = rows.merge(statements[["statement_id", "display_text"]], on="statement_id")["display_text"].tolist()
    plain = rows.assign(found=baselines.kmeans(texts, number, vectors, params.seed)) if texts else rows
    return {**themes.themes(rows), **{f"baseline.kmeans.{k}": v for k, v in themes.themes(plain).items()}}


def guideline_figures(corpus: Corpus, pairs: pd.DataFrame, truth: pd.DataFrame) -> dict[str, float]:
    """Return how many guidelines of the gold material have a candidate that stands on the same statements."""
    drafts = gold.read(corpus, "guidelines")
    if drafts.empty:
        return {}
    behind = guidelines.behind(drafts, truth, pairs)
    return guidelines.guidelines(drafts, behind, GUIDELINES.read(corpus), GUIDELINE_EVIDENCE.read(corpus))


def against_gold(corpus: Corpus, params: Params) -> dict[str, float]:
    """Return every figure that gold statements allow; none without them."""
    truth = gold.read(corpus, "statements")
    if truth.empty:
        return {}
    book, statements, ledger = codebook.read(corpus), STATEMENTS.read(corpus), LEDGER.read(corpus)
    texts = {document: corpus.text(document) for document in ledger["document"].unique()}
    personal = gold.read(corpus, "personal_data")
    plain = gold.without_people(truth, personal)
    beside = gold.without_people(gold.read(corpus, "non_statements"), personal)
    pairs = detection.matched(plain, statements, texts)
    rows = coding.compared(pairs, truth, statements, FIELDS.read(corpus))
    worded = rows.merge(statements[["statement_id", "text"]], on="statement_id")
    tagger = Tagger.at_hand(corpus.root)
    return {
        **detection.detection(plain, statements, texts),
        **detection.ledger_figures(plain, ledger, texts),
        **detection.left_out(beside, plain, statements, texts),
        **coding.types(rows, params.seed),
        **coding.fields(rows, params.seed),
        **coding.by_part(rows),
        **coding.crossing(pairs, truth, MARKS.read(corpus)),
        **learning_figures(rows, statements, tagger, book, params),
        **text_alone(truth, tagger, book),
        **compared_with_baselines(worded, corpus, book, params),
        **theme_figures(corpus, pairs, truth, params),
        **guideline_figures(corpus, pairs, truth),
        **rounds.rounds(corpus, pairs),
        **coders.metrics(corpus, book, params.seed),
    }


def of_the_tagger(corpus: Corpus) -> dict[str, float]:
    """Return what the tagger's own stage measured on other material (CIMT); nothing where it was not measured."""
    path = corpus.root / FIGURES
    found: dict[str, float] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def of_the_encoder() -> dict[str, float]:
    """Return a figure that names the language model which helped, and its checksum; nothing without one."""
    told = encoder.identity(encoder.chosen())
    return {f"encoder.{told['name']}.{told['sha256']}": 1} if told else {}


def main(corpus: Corpus, params: Params) -> str:
    """Compare the machine with people and write the figures."""
    figures = {**sizes(corpus), **against_gold(corpus, params), **of_the_tagger(corpus), **privacy.figures(corpus)}
    figures |= of_the_encoder()
    content = json.dumps({key: figures[key] for key in sorted(figures)}, indent=1, ensure_ascii=False)
    write_whole(corpus.reports / "metrics.json", content.encode() + b"\n")
    return f"{len(figures)} Kennzahlen" + ("" if (corpus.gold / "statements.jsonl").is_file() else ", kein Gold")


if __name__ == "__main__":
    stage.run(main)
