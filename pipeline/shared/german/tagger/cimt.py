"""CIMT: how well the reading of form carries over to real contributions of citizens, process by process.

The corpus (Romberg, Conrad 2021) holds sentences of participation processes about cycling, labelled as option for
action (``mpos``), reason (``premise``), both, or no argument. The same features and experts that tell the types of
statements are taught by all processes but one, and by the project's own lines where their types mean the same, and
asked about that one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from pipeline.shared.german.tagger import material, training
from pipeline.shared.german.tagger.judges import Panel, Reader, rows_of, unseen

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS: Final = 4
TITLE: Final = "# "  # a heading is a heading: structure may be read
STEPS: Final = np.linspace(-3, 3, 61)
MEASURE, REASON, NONE = "mpos", "premise", "non-arg"
DIGITS: Final = 4
WITH_OWN: Final = "measure_reason"  # our lines know no argument without a measure or a reason
OWN_WEIGHT: Final = 0.3  # a line of ours, written for other matters, beside a real contribution
OWN: Final[Mapping[str, str]] = {"massnahme": MEASURE, "ziel": MEASURE, "problem": REASON, "angebot": REASON}
QUESTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "measure_reason": {MEASURE: MEASURE, REASON: REASON},
    "argument": {MEASURE: "ja", REASON: "ja", f"{MEASURE}+{REASON}": "ja", NONE: "nein"},
}


def read(folder: Path) -> pd.DataFrame:
    """Return the sentences below ``folder``: process, text, code; in the order of the files."""
    rows = []
    for path in sorted(folder.glob("*/dataset_*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                title = TITLE if row["title/text"] == "title" else ""
                rows.append((path.parent.name, title + row["content"], row["code"]))
    return pd.DataFrame(rows, columns=["process", "text", "code"])


def answered(
    matrices: Mapping[str, Any], labels: NDArray[Any], asked: NDArray[np.bool_], own: NDArray[np.bool_]
) -> NDArray[Any]:
    """Return the answers for the rows ``asked``; all others teach, ``own`` ones less, and set no border."""
    classes = sorted(set(labels))
    some = rows_of(matrices, np.flatnonzero(~asked))
    truth, ours = labels[~asked], own[~asked]
    place = np.cumsum(~ours) - 1
    folds = np.where(ours, -1, place * FOLDS // max(int((~ours).sum()), 1))  # runs: a contribution stays together
    numbers = np.array([classes.index(label) for label in truth])
    weight = np.where(ours, OWN_WEIGHT, 1.0)
    opinions = unseen(some, truth, classes, folds, weight)[~ours]
    panel = Panel.trained(some, list(truth), classes, weight).pooled(opinions, numbers[~ours])
    if panel.pool is None:
        raise ValueError("the panel has no pool yet")
    border = fair_border(panel.pool.scores(opinions), numbers[~ours])
    logs = panel.log_shares(rows_of(matrices, np.flatnonzero(asked)))
    chosen = (logs[:, 1] - logs[:, 0] > border).astype(int)
    return np.asarray(np.asarray(classes)[chosen])


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
    return pd.DataFrame({"process": "", "text": lines["text"], "code": lines["type"].map(dict(OWN))})


def figures(folder: Path, lines: Path, lexicon: Path, vectors: Path) -> dict[str, float]:
    """Return macro-F1 per question and process left out, and the mean of each question; nothing without the corpus.

    ``folder`` holds the corpus, ``lines`` the project's own training material.
    """
    sentences = pd.concat([read(folder), own_lines(lines)], ignore_index=True)
    processes = sorted(set(sentences["process"]) - {""})
    found: dict[str, float] = {}
    for process in processes:
        asked, own = (sentences["process"] == process).to_numpy(), (sentences["process"] == "").to_numpy()
        reader = Reader.fit(list(sentences.loc[~asked, "text"]), lexicon, vectors)
        matrices = reader.form(list(sentences["text"]))
        for question, meaning in QUESTIONS.items():
            fits = sentences["code"].isin(list(meaning)).to_numpy() & (~own | (question == WITH_OWN))
            labels = sentences.loc[fits, "code"].map(dict(meaning)).to_numpy(dtype=object)
            answers = answered(rows_of(matrices, np.flatnonzero(fits)), labels, asked[fits], own[fits])
            score = float(f1_score(labels[asked[fits]], answers, average="macro"))
            found[f"cimt.{question}.{process}"] = round(score, DIGITS)
    means = {
        question: [found[f"cimt.{question}.{process}"] for process in processes] for question in QUESTIONS if processes
    }
    return found | {f"cimt.{name}.macro_f1": round(float(np.mean(scores)), DIGITS) for name, scores in means.items()}
