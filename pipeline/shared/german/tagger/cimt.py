"""CIMT: how well the reading of form carries over to real contributions of citizens, process by process.

The corpus (Romberg, Conrad 2021) holds sentences of participation processes about cycling, labelled as option for
action (``mpos``), reason (``premise``), both, or no argument. The same features and experts that tell the types of
statements are taught by all processes but one, and by the project's own lines where their types mean the same, and
asked about that one. A contribution holds several sentences: what stands around one is heard too, as everywhere.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from pipeline.shared.german.tagger import context, material, pooling, training
from pipeline.shared.german.tagger.judges import Reader, learned, rows_of, with_constants
from pipeline.shared.german.tagger.model import centred

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS: Final = 4
TITLE: Final = "# "  # a heading is a heading: structure may be read
STEPS: Final = np.linspace(-3, 3, 61)
MEASURE, REASON, NONE = "mpos", "premise", "non-arg"
DIGITS: Final = 4
OPINIONS: Final = ("text", "around", "document", "other question")
WITH_OWN: Final = "measure_reason"  # our lines know no argument without a measure or a reason
OWN_WORTH: Final = 3200  # so many real contributions are our lines worth together: they speak of other matters
OWN: Final[Mapping[str, str]] = {"massnahme": MEASURE, "ziel": MEASURE, "problem": REASON, "angebot": REASON}
QUESTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "measure_reason": {MEASURE: MEASURE, REASON: REASON},
    "argument": {MEASURE: "ja", REASON: "ja", f"{MEASURE}+{REASON}": "ja", NONE: "nein"},
}


def read(folder: Path) -> pd.DataFrame:
    """Return the sentences below ``folder``: process, document, text, code; in the order of the files."""
    rows = []
    for path in sorted(folder.glob("*/dataset_*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                title = TITLE if row["title/text"] == "title" else ""
                rows.append((path.parent.name, row["document_id"], title + row["content"], row["code"]))
    return pd.DataFrame(rows, columns=["process", "document", "text", "code"])


def heard(matrices: Mapping[str, Any], answers: NDArray[Any], own: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the (n, 2) log shares of every row from its text alone, said by experts that were not taught with it.

    ``answers`` (n,) teach where they are not empty; ``own`` rows teach less and never say how much experts are worth.
    """
    taught, rest = np.flatnonzero(answers != ""), np.flatnonzero(answers == "")
    classes, ours = sorted(set(answers[taught])), own[taught]
    place = np.cumsum(~ours) - 1
    folds = np.where(ours, -1, place * FOLDS // max(int((~ours).sum()), 1))  # runs: a contribution stays together
    truth = np.array([classes.index(answer) for answer in answers[taught]])
    some, weight = rows_of(matrices, taught), np.where(ours, min(1.0, OWN_WORTH / max(int(ours.sum()), 1)), 1.0)
    panel, opinions = learned(some, answers[taught], classes, folds, weight)
    panel = panel.pooled(opinions[~ours], truth[~ours])
    if panel.pool is None:
        raise ValueError("the panel has no pool yet")
    logs = np.zeros((len(answers), len(classes)))
    logs[taught], logs[rest] = panel.pool.scores(opinions), panel.log_shares(rows_of(matrices, rest))
    return logs


def opinions_of(logs: NDArray[np.float64], other: NDArray[np.float64], documents: list[str]) -> NDArray[np.float64]:
    """Return (n, 2, opinions): the text, what stands around it, the rest of the contribution, the other question."""
    order, shares = np.arange(len(logs)), np.exp(logs)
    said = [centred(logs), context.around(shares, documents, order), context.among(shares, documents, order)]
    return with_constants(np.stack([*said, centred(other)], axis=2))


def answered(opinions: NDArray[np.float64], answers: NDArray[Any], asked: NDArray[np.bool_]) -> NDArray[Any]:
    """Return the answers for the rows ``asked``, from opinions weighted by rows that have ``answers``."""
    taught = answers != ""
    classes = sorted(set(answers[taught]))
    truth = np.array([classes.index(answer) for answer in answers[taught]])
    pool = pooling.fitted((*OPINIONS, *(f"constant {name}" for name in classes)), opinions[taught], truth)
    border = fair_border(pool.scores(opinions[taught]), truth)
    logs = pool.scores(opinions[asked])
    return np.asarray(np.asarray(classes)[(logs[:, 1] - logs[:, 0] > border).astype(int)])


def fair_border(logs: NDArray[np.float64], truth: NDArray[np.integer[Any]]) -> float:
    """Return the log odds of the second of two classes from which on to choose it for the best macro-F1.

    Rare answers would drown otherwise; the border is found on taught rows the experts had not seen.
    """
    odds = logs[:, 1] - logs[:, 0]
    scores = [f1_score(truth, (odds > step).astype(int), average="macro") for step in STEPS]
    return float(STEPS[int(np.argmax(scores))])


def own_lines(folder: Path) -> pd.DataFrame:
    """Return the plain statements of the training material whose type answers ``measure_reason``: text, code."""
    lines = material.read(folder)
    lines = lines[training.plain(lines) & lines["is_statement"] & lines["type"].isin(list(OWN))]
    return pd.DataFrame({"process": "", "document": "", "text": lines["text"], "code": lines["type"].map(dict(OWN))})


def figures(folder: Path, lines: Path, lexicon: Path, vectors: Path) -> dict[str, float]:
    """Return macro-F1 per question and process left out, and the mean of each question; nothing without the corpus.

    ``folder`` holds the corpus, ``lines`` the project's own training material.
    """
    sentences = read(folder)
    together = pd.concat([sentences, own_lines(lines)], ignore_index=True)
    documents = list(sentences["process"] + " " + sentences["document"])
    processes = sorted(set(sentences["process"]))
    found: dict[str, float] = {}
    for process in processes:
        asked, own = (together["process"] == process).to_numpy(), (together["process"] == "").to_numpy()
        reader = Reader.fit(list(together.loc[~asked, "text"]), lexicon, vectors)
        matrices = reader.form(list(together["text"]))
        truth = {name: _answers(together["code"], meaning) for name, meaning in QUESTIONS.items()}
        known = {name: np.where(asked | (own & (name != WITH_OWN)), "", truth[name]) for name in QUESTIONS}
        said = {name: heard(matrices, known[name], own)[: len(sentences)] for name in QUESTIONS}
        for name, other in (("measure_reason", "argument"), ("argument", "measure_reason")):
            opinions = opinions_of(said[name], said[other], documents)
            wanted = (asked & (truth[name] != ""))[: len(sentences)]
            answers = answered(opinions, known[name][: len(sentences)], wanted)
            score = float(f1_score(truth[name][: len(sentences)][wanted], answers, average="macro"))
            found[f"cimt.{name}.{process}"] = round(score, DIGITS)
    means = {name: [found[f"cimt.{name}.{process}"] for process in processes] for name in QUESTIONS if processes}
    return found | {f"cimt.{name}.macro_f1": round(float(np.mean(scores)), DIGITS) for name, scores in means.items()}


def _answers(codes: pd.Series, meaning: Mapping[str, str]) -> NDArray[Any]:
    """Return the (n,) answers that codes mean to a question, empty where they mean none."""
    return codes.map(dict(meaning)).fillna("").to_numpy(dtype=object)
