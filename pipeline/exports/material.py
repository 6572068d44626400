"""Material: everything that an export may draw on, and which words of it may leave the house."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pandas as pd

from pipeline.shared import coded, earlier, review
from pipeline.shared.coded import Coded
from pipeline.shared.corpus import Corpus
from pipeline.shared.publication import quotable
from pipeline.shared.review.forms import HIDDEN
from pipeline.shared.tables import LEARNING, ROUND_ANSWERS, STATEMENTS

WORDS = ("text", "display_text", "context", "heading", "column", "question", "speaker")
INTERNAL = "internal"


@dataclass(frozen=True)
class Material(Coded):
    """A coded corpus and what people decided; ``whole`` says that all words are in it.

    ``answers`` are the pairs of statements of then and of today that a person is asked about (``ROUND_ANSWERS``), with
    the words of then (``earlier_text``) and whether they may be quoted (``earlier_quotable``). ``learning`` says what
    the machine learned from the decisions.
    """

    decisions: dict[str, pd.DataFrame]
    whole: bool = True
    answers: pd.DataFrame = field(default_factory=lambda: asked(ROUND_ANSWERS.empty(), STATEMENTS.empty()))
    learning: pd.DataFrame = field(default_factory=LEARNING.empty)


def read(corpus: Corpus) -> Material:
    """Return the material of ``corpus`` with all words in it."""
    before = earlier.of(corpus)
    none = ROUND_ANSWERS.empty(), STATEMENTS.empty()
    answers, then = none if before is None else (ROUND_ANSWERS.read(corpus), STATEMENTS.read(before))
    return Material(
        **vars(coded.read(corpus)),
        decisions={kind: review.read(corpus, kind) for kind in review.KINDS},
        answers=asked(answers, then),
        learning=LEARNING.read(corpus),
    )


def asked(answers: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Return ``answers`` with the words of the statements of ``then``, the likeliest first."""
    words = then.set_index("statement_id")["display_text"].to_dict()
    may = dict(zip(then["statement_id"], quotable(then), strict=True))
    rows = answers.assign(
        earlier_text=answers["earlier_statement"].map(words).fillna("").astype(object),
        earlier_quotable=answers["earlier_statement"].map(may).fillna(value=False).astype(bool),
    )
    order = ["kind", "score", "earlier_statement", "statement_id"]
    return rows.sort_values(order, ascending=[True, False, True, True], kind="stable").reset_index(drop=True)


def released(material: Material) -> Material:
    """Return ``material`` as it may leave the house.

    Statements of papers that are only counted keep their codes and lose their words, also in the evidence of codes
    and in texts of guidelines that quote them. Internal papers and their statements are left out.
    """
    statements = material.statements[material.statements["publish"] != INTERNAL].reset_index(drop=True)
    hidden = ~quotable(statements)
    silent = {name: statements[name].mask(hidden, "") for name in WORDS if name in statements}
    silent |= {name: statements[name].mask(hidden, HIDDEN) for name in ("text", "display_text")}
    known, mute = set(statements["statement_id"]), set(statements.loc[hidden, "statement_id"])
    quoting = material.guidelines["wording"].isin(mute)
    guidelines = material.guidelines.assign(
        **{name: material.guidelines[name].mask(quoting, HIDDEN) for name in ("text_suggested", "text")}
    )
    documents = material.documents[material.documents["publish"] != INTERNAL].reset_index(drop=True)
    answers = material.answers[material.answers["statement_id"].isin(known)].reset_index(drop=True)
    said = answers["earlier_text"].where(answers["earlier_quotable"], HIDDEN)
    return replace(
        material,
        documents=documents,
        statements=statements.assign(**silent),
        fields=hushed(material.fields, known, mute),
        marks=hushed(material.marks, known, mute),
        members=hushed(material.members, known, mute),
        guidelines=guidelines,
        evidence=hushed(material.evidence, known, mute),
        whole=False,
        answers=answers.assign(earlier_text=said),
    )


def hushed(table: pd.DataFrame, known: set[str], mute: set[str]) -> pd.DataFrame:
    """Return the rows of ``known`` statements, without the words that stand in evidence for ``mute`` ones."""
    rows = table[table["statement_id"].isin(known)].reset_index(drop=True)
    if "evidence" not in rows:
        return rows
    return rows.assign(evidence=rows["evidence"].mask(rows["statement_id"].isin(mute)))
