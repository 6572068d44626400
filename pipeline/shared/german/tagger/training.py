"""Training: from labelled lines to a tagger, deterministic, in one or two minutes on two cores.

Experts learn from single lines. How far they can be trusted is learned from lines they have not seen (whole hands
are left out, because the next district's papers come from other hands), put together to documents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from pipeline.shared import yamls
from pipeline.shared.codebook import Codebook, FieldOfWork, Kind
from pipeline.shared.german.encoder import Encoder
from pipeline.shared.german.tagger import compose, context, material, pooling
from pipeline.shared.german.tagger.elsewhere import Wording
from pipeline.shared.german.tagger.judges import STATEMENT, Panel, Reader, in_parts, learned, rows_of
from pipeline.shared.german.tagger.marking import Marker
from pipeline.shared.german.tagger.model import (
    FIELD_OPINIONS,
    FIRST_OPINIONS,
    TYPE_OPINIONS,
    Tagger,
    Texts,
    second_signs,
)
from pipeline.shared.german.tagger.paths import LEXICON, VECTORS
from pipeline.shared.german.tagger.pooling import Pool

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIGURATIVE: Final = ("same_concern_arbeit", "same_concern_ehrenamt", "same_concern_sprache")
FIRST_HAND: Final = (
    "concept_prose", "demands_and_mails", "field_depth", "interviews", "running_text", "type_contrast",
    "workshop_notes",
)  # fmt: skip
FIRST_WEIGHT: Final = 2.0  # these lines were labelled together with the rules of coding; all hands are read better so
IDLE: Final = dict(zip(STATEMENT, (0.2, 0.8), strict=True))  # in papers; the lines were written to teach statements
SHARED: Final = "same_concern"
NUMBERED: Final = r"_\d+$"
PAPERS: Final = 40  # of one composed corpus; so the next two
CONCERNS: Final = 40
OTHERS: Final = 300
FOREIGN_WEIGHT: Final = 4.0  # a find that belongs elsewhere is rare, and worth more than one more confirmation
TITLES: Final = ("heading", "column", "question")
TITLE_TRUST: Final = 0.5
TYPES: Final = ("problem", "ziel", "massnahme", "angebot", "grundsatz")


@dataclass(frozen=True)
class Choices:
    """The knobs of training."""

    folds: int
    documents: int
    seed: int


def folds_of(files: pd.Series, count: int) -> NDArray[np.intp]:
    """Return a fold per row; what one hand wrote is never split, hands are dealt out in alphabetical order.

    Files of one hand are told by their names, which differ in a number at the end only.

    >>> folds_of(pd.Series(["karten_1", "mails", "karten_2"]), 2).tolist()
    [0, 1, 0]
    """
    hands = files.str.replace(NUMBERED, "", regex=True)
    names = sorted(set(hands))
    return np.asarray(hands.map({name: at % count for at, name in enumerate(names)}), dtype=np.intp)


def training_codebook(words: Mapping[str, Any], classes: tuple[str, ...]) -> Codebook:
    """Return a codebook whose fields are the labels of the training material."""
    fields = tuple(
        FieldOfWork(
            key=label,
            name=words["labels"][label]["names"][0],
            short=words["labels"][label]["names"][1],
            cues=tuple(words["labels"][label].get("cues", ())),
            role=words["labels"][label].get("role", "field"),
        )
        for label in classes
    )
    return Codebook(version="0", fields=fields, types=tuple(Kind(key=name, name=name) for name in TYPES))


@dataclass(frozen=True, eq=False)
class Lesson:
    """What single lines taught: a tagger without context, the statements, and what it says of them unseen."""

    tagger: Tagger
    statements: pd.DataFrame
    topics: NDArray[np.float64]
    types: NDArray[np.float64]
    wording: Wording
    words: Mapping[str, Any]


def taught(folder: Path, choices: Choices, encoder: Encoder | None = None) -> Lesson:
    """Return what the lines of the files below ``folder`` teach about texts alone; an encoder is one more expert."""
    lines = material.read(folder)
    words = yamls.content(folder / "labels.yaml")
    said = np.flatnonzero(lines["is_statement"])
    statements = lines.iloc[said].reset_index(drop=True)
    reader = Reader.fit(list(lines["text"]), LEXICON, VECTORS, encoder)
    sheet = pd.DataFrame(
        {"fold": folds_of(lines["file"], choices.folds), "asked": plain(lines), "weight": counted(lines)}
    )
    form = in_parts(reader.form, list(lines["text"]))
    topic = in_parts(reader.topic, list(statements["text"]))
    classes = tuple(sorted(set(statements["label"])))
    some = sheet.iloc[said]
    labels, topics = _panel(topic, statements["label"].to_numpy(), classes, some)
    types, said_types = _panel(rows_of(form, said), statements["type"].to_numpy(), TYPES, some)
    answers = np.where(lines["is_statement"], STATEMENT[1], STATEMENT[0])
    stated, _ = _panel(form, answers, STATEMENT, sheet, IDLE)
    asked = np.flatnonzero(statements["marks"].notna())
    marker = Marker.taught(rows_of(topic, asked), statements.iloc[asked])
    empty = Pool((), np.zeros(0))
    tagger = Tagger(reader, labels, types, stated, empty, empty, empty, np.zeros(4), marker)
    return Lesson(tagger, statements, topics, said_types, Wording.of(topic), words)


def trained(folder: Path, choices: Choices, encoder: Encoder | None = None) -> Tagger:
    """Return a tagger taught by the files below ``folder``."""
    lesson = taught(folder, choices, encoder)
    return joined(lesson, composed(lesson, choices))


def composed(lesson: Lesson, choices: Choices) -> pd.DataFrame:
    """Return documents put together from the lesson's statements; ``row`` counts in these, ``corpus`` numbers corpora.

    The papers of one corpus come back to the same concerns again and again, so each draws from some of the concerns,
    some other lines and all that could be said anywhere, each line once. Lines written to hide their subject in images
    (``FIGURATIVE``) are left out: papers are plainer.
    """
    chance = np.random.default_rng(choices.seed)
    statements = lesson.statements
    roles = {label: entry.get("role", "field") for label, entry in lesson.words["labels"].items()}
    usable = np.flatnonzero(plain(statements))
    shared = statements["file"].iloc[usable].str.startswith(SHARED).to_numpy()
    concerns = statements["matter"].iloc[usable[shared]]
    names = sorted(set(concerns))
    vague = usable[statements["label"].iloc[usable].map(roles).eq("unclear").to_numpy()]
    found = []
    for number in range(-(-choices.documents // PAPERS)):
        talked = {names[at] for at in chance.choice(len(names), min(CONCERNS, len(names)), replace=False)}
        others = chance.choice(usable[~shared], min(OTHERS, (~shared).sum()), replace=False)
        rows = np.unique(np.concatenate([usable[shared][concerns.isin(talked)], others, vague]))
        papers = compose.documents(statements.iloc[rows], lesson.words, PAPERS, chance)
        papers = papers.assign(row=rows[papers["row"].to_numpy()], corpus=number).drop_duplicates("row")
        found.append(papers.assign(document=f"c{number:03d}-" + papers["document"]))
    return pd.concat(found, ignore_index=True)


def plain(lines: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which lines speak as plainly as papers do."""
    return np.asarray(~lines["file"].str.startswith(FIGURATIVE), dtype=bool)


def counted(lines: pd.DataFrame) -> NDArray[np.float64]:
    """Return what each line counts where linear experts are taught."""
    return np.where(lines["file"].str.startswith(FIRST_HAND), FIRST_WEIGHT, 1.0)


def foreign(composed: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which rows of composed workshops belong to another field than the workshop."""
    given = composed["document_fields"]
    single = (given != "") & ~given.str.contains("|", regex=False) & (composed["kind"] != "interview")
    return np.asarray(single & (composed["label"] != given), dtype=bool)


def _panel(
    matrices: Mapping[str, Any],
    answers: NDArray[Any],
    classes: tuple[str, ...],
    sheet: pd.DataFrame,
    shares: Mapping[str, float] | None = None,
) -> tuple[Panel, NDArray[np.float64]]:
    """Return the panel taught by all rows, and its log shares for rows unseen by the experts.

    ``sheet`` holds for each row its ``fold``, its ``weight``, and whether it is ``asked``: only rows like those of
    papers say how often each answer is right, because their mix of answers is that of papers. Where that is known
    better, ``shares`` says how often each answer is given in papers.
    """
    taught, opinions = learned(matrices, answers, classes, sheet["fold"].to_numpy(), sheet["weight"].to_numpy())
    truth = np.array([classes.index(answer) for answer in answers])
    asked = sheet["asked"].to_numpy()
    given = pd.Series(answers[asked])
    weight = given.map(shares) / given.map(given.value_counts(normalize=True)) if shares else None
    panel = taught.pooled(opinions[asked], truth[asked], None if weight is None else weight.to_numpy())
    if panel.pool is None:
        raise ValueError("the pool was not fitted")
    return panel, panel.pool.scores(opinions)


def joined(lesson: Lesson, composed: pd.DataFrame) -> Tagger:
    """Return the tagger with pools that weigh text against context, learned from composed documents."""
    codebook = training_codebook(lesson.words, lesson.tagger.labels.classes)
    texts = as_texts(lesson, composed)
    rows = composed["row"].to_numpy()
    keys = {key: at for at, key in enumerate(codebook.field_keys)}
    field_truth = composed["label"].map(keys).to_numpy()
    type_truth = lesson.statements["type"].map({name: at for at, name in enumerate(TYPES)}).to_numpy()[rows]
    weight = np.where(foreign(composed), FOREIGN_WEIGHT, 1.0)
    first = lesson.tagger.first_opinions(texts, codebook)
    reader = replace(
        lesson.tagger, first_pool=doubted(pooling.fitted(FIRST_OPINIONS, first, field_truth, weight=weight))
    )
    opinions = corpus_by_corpus(reader, first, texts, composed["corpus"].to_numpy())
    fields = pooling.fitted(FIELD_OPINIONS, opinions, field_truth, weight=weight)
    names = (*TYPE_OPINIONS, *(f"constant {name}" for name in TYPES))
    types = pooling.fitted(names, lesson.tagger.type_opinions(texts.frame, lesson.types[rows]), type_truth)
    fields = doubted(fields)
    tagger = replace(reader, field_pool=fields, type_pool=types)
    said = tagger.to_fields(texts.topics, codebook)
    signs = second_signs(said, np.exp(fields.scores(opinions)), tagger.votes(list(texts.frame["text"]), codebook))
    second = second_weights(signs, _seconds(lesson, rows, codebook), field_truth)
    return replace(tagger, second=second)


def corpus_by_corpus(
    tagger: Tagger, first: NDArray[np.float64], texts: Texts, corpora: NDArray[Any]
) -> NDArray[np.float64]:
    """Return what the second reading says of all rows; no corpus knows of the others."""
    parts = [np.flatnonzero(corpora == corpus) for corpus in np.unique(corpora)]
    found = np.concatenate([tagger.read_again(first[rows], texts.some(rows)) for rows in parts])
    return np.asarray(found[np.argsort(np.concatenate(parts))])


def doubted(pool: Pool) -> Pool:
    """Return the pool with half the trust in what titles speak about.

    Titles of composed documents are topics of lines that the panel was taught with; those of real papers are not.
    """
    trust = np.array([TITLE_TRUST if name in TITLES else 1.0 for name in pool.names])
    return Pool(pool.names, pool.weights * trust)


def _seconds(lesson: Lesson, rows: NDArray[Any], codebook: Codebook) -> NDArray[np.float64]:
    """Return (n, fields): 1 where a statement has the field as its second."""
    found = np.zeros((len(lesson.statements), len(codebook.fields)))
    for row, labels in enumerate(lesson.statements["labels"]):
        for label in labels[1:2]:
            if label in codebook.field_keys:
                found[row, codebook.field_keys.index(label)] = 1
    return np.asarray(found[rows], dtype=np.float64)


def second_weights(
    signs: NDArray[np.float64], seconds: NDArray[np.float64], truth: NDArray[Any]
) -> NDArray[np.float64]:
    """Return the weights of ``second_signs`` by logistic regression on every field but the primary one."""
    other = np.ones(seconds.shape, dtype=bool)
    other[np.arange(len(truth)), truth] = False
    model = LogisticRegression(fit_intercept=False, C=10.0, max_iter=200)
    model.fit(signs[other], seconds[other])
    return np.asarray(model.coef_[0], dtype=np.float64)


def as_texts(lesson: Lesson, composed: pd.DataFrame) -> Texts:
    """Return composed documents as read texts; what is said of each text was said unseen."""
    rows = composed["row"].to_numpy()
    frame = context.complete(composed.assign(text=lesson.statements["text"].to_numpy()[rows]))
    return Texts(frame, lesson.topics[rows], lesson.wording.some(rows), np.zeros((len(rows), 0)))
