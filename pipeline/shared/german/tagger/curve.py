"""Learning curve: would more training lines make the reading of fields and types better?

Whole hands are left out, because the next district's papers come from other hands. Of the lines of the others a share
is drawn with a fixed seed; the text alone is read, by the same experts and pooled in the same way as in training.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.shared.german.tagger import material
from pipeline.shared.german.tagger.judges import Panel, Reader, rows_of
from pipeline.shared.german.tagger.training import TYPES, folds_of, plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARES: Final = (0.125, 0.25, 0.5, 1.0)
FOLDS: Final = 5
ASKED: Final = (0, 1)  # folds that are asked; the others would cost as much and tell the same
DIGITS: Final = 4


def figures(folder: Path, lexicon: Path, vectors: Path) -> dict[str, float]:
    """Return ``curve.<fields|types>.<lines>``: the share of unseen lines read rightly, by the lines learned from.

    ``folder`` holds the training lines. The number of lines is the mean over the folds asked.
    """
    lines = material.read(folder)
    lines = lines[lines["is_statement"]].reset_index(drop=True)
    reader = Reader.fit(list(lines["text"]), lexicon, vectors)
    read = {"fields": reader.topic(list(lines["text"])), "types": reader.form(list(lines["text"]))}
    answers = {"fields": lines["label"].to_numpy(), "types": lines["type"].to_numpy()}
    classes = {"fields": tuple(sorted(set(lines["label"]))), "types": TYPES}
    folds, like_papers = folds_of(lines["file"], FOLDS), plain(lines)
    found: dict[str, float] = {}
    for share in SHARES:
        drawn = [_drawn(folds != fold, share, fold) for fold in ASKED]
        count = round(float(np.mean([len(rows) for rows in drawn])))
        for what, matrices in read.items():
            right = [
                _right(matrices, answers[what], classes[what], rows, np.flatnonzero((folds == fold) & like_papers))
                for fold, rows in zip(ASKED, drawn, strict=True)
            ]
            found[f"curve.{what}.{count}"] = round(float(np.concatenate(right).mean()), DIGITS)
    return found


def _drawn(usable: NDArray[np.bool_], share: float, seed: int) -> NDArray[np.intp]:
    """Return the rows of a share of the usable ones; a larger share holds the smaller ones."""
    order = np.random.default_rng(seed).permutation(np.flatnonzero(usable))
    return np.sort(order[: max(1, round(share * len(order)))])


def _right(
    matrices: Mapping[str, Any],
    answers: NDArray[Any],
    classes: tuple[str, ...],
    taught: NDArray[np.intp],
    asked: NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Return which of the rows asked the experts read rightly; each counts the same."""
    panel = Panel.trained(rows_of(matrices, taught), list(answers[taught]), classes)
    opinions = panel.opinions(rows_of(matrices, asked))[:, :, : len(panel.experts)]
    said = np.asarray(classes)[opinions.mean(axis=2).argmax(axis=1)]
    return np.asarray(said == answers[asked])
