"""CIMT: how well the reading of form carries over to real contributions of citizens, process by process.

The corpus (Romberg, Conrad 2021) holds sentences of participation processes about cycling, labelled as option for
action (``mpos``), reason (``premise``), both, or no argument. The same features and experts that tell the types of
statements are taught by all processes but one and asked about that one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from sklearn.metrics import f1_score

from pipeline.shared.german.tagger.judges import Panel, Reader, rows_of, unseen

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS: Final = 4
TITLE: Final = "# "  # a heading is a heading: structure may be read
STEPS: Final = np.linspace(-3, 3, 61)
MEASURE, REASON, NONE = "mpos", "premise", "non-arg"
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
    matrices: Mapping[str, Any], labels: NDArray[Any], taught: NDArray[np.bool_], classes: Sequence[str]
) -> NDArray[Any]:
    """Return the answers for the rows that were not taught."""
    some = rows_of(matrices, np.flatnonzero(taught))
    truth = labels[taught]
    folds = np.arange(len(truth)) * FOLDS // max(len(truth), 1)  # runs of sentences: a contribution stays together
    numbers = np.array([list(classes).index(label) for label in truth])
    opinions = unseen(some, truth, classes, folds)
    panel = Panel.trained(some, list(truth), classes).pooled(opinions, numbers)
    if panel.pool is None:
        raise ValueError("the panel has no pool yet")
    border = fair_border(panel.pool.scores(opinions), numbers)
    logs = panel.log_shares(rows_of(matrices, np.flatnonzero(~taught)))
    chosen = (logs[:, 1] - logs[:, 0] > border).astype(int)
    return np.asarray(np.asarray(classes)[chosen])


def fair_border(logs: NDArray[np.float64], truth: NDArray[np.integer[Any]]) -> float:
    """Return the log odds of the second of two classes from which on to choose it for the best macro-F1.

    Rare answers would drown otherwise; the border is found on taught rows the experts had not seen.
    """
    odds = logs[:, 1] - logs[:, 0]
    scores = [f1_score(truth, (odds > step).astype(int), average="macro") for step in STEPS]
    return float(STEPS[int(np.argmax(scores))])


def figures(folder: Path, lexicon: Path, vectors: Path) -> dict[str, float]:
    """Return macro-F1 per question and process left out, and the mean of each question."""
    sentences = read(folder)
    found: dict[str, float] = {}
    for question, meaning in QUESTIONS.items():
        asked = sentences[sentences["code"].isin(list(meaning))].reset_index(drop=True)
        labels = asked["code"].map(dict(meaning)).to_numpy(dtype=object)
        classes = sorted(set(meaning.values()))
        scores = []
        for process in sorted(set(asked["process"])):
            taught = (asked["process"] != process).to_numpy()
            reader = Reader.fit(list(asked.loc[taught, "text"]), lexicon, vectors)
            answers = answered(reader.form(list(asked["text"])), labels, taught, classes)
            score = float(f1_score(labels[~taught], answers, average="macro"))
            found[f"cimt.{question}.{process}"] = round(score, 4)
            scores.append(score)
        found[f"cimt.{question}.macro_f1"] = round(float(np.mean(scores)), 4)
    return found
