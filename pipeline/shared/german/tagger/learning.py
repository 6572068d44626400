"""Learning: what people decided about this corpus, applied to what they have not seen yet, with a brake.

Two layers. The pool that weighs text against context is fitted again on the decided rows, drawn to what it was. What
it still gets wrong is explained by a smooth correction: rows of similar wording, under one heading, beside each other,
of one paper move together (kernel logistic regression, which is the most probable Gaussian process: Rasmussen,
Williams 2006, "Gaussian Processes for Machine Learning", chapter 3). The strengths were set on papers composed of
training lines, half of them with fields as another consultant would draw them.

The brake: decisions are learned from only where that helps to foresee other decisions (cross-validation), and no more
rows change than people decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.special import log_softmax

from pipeline.shared.german.tagger import pooling
from pipeline.shared.german.tagger.elsewhere import Wording
from pipeline.shared.german.tagger.pooling import Pool

if TYPE_CHECKING:
    from numpy.typing import NDArray

TEXT: Final = 8.0  # how strongly rows of the same wording move together, in squared log odds; so the others
SECTION: Final = 1.0
BESIDE: Final = 0.5
PAPER: Final = 0.3
PAPER_TOLD: Final = 0.3
PAPER_SAID: Final = 1.0
REACH: Final = 2.0  # rows: how far a neighbour in reading order counts
COUNTED: Final = 0.6  # common words against near meaning
PULL: Final = 10.0  # the weights known before count as much as this; divided by the number of decisions
FEWEST: Final = 15  # decisions: with fewer it cannot be tested whether they help to foresee others
ENOUGH: Final = 40  # decisions: with fewer the pool stays as it was
MOST: Final = 1500  # decided rows that correct others; of more, every second, third ... is taken
FORESEEN: Final = 0.5  # share of held-out decisions that must be foreseen
TOLERATED: Final = 0.03  # share of held-out decisions by which fewer may be foreseen: chance
FOLDS: Final = 5
CHUNK: Final = 2000
STEPS: Final = 60


@dataclass(frozen=True, eq=False)
class Places:
    """Where n rows stand: wording, place in the papers, and what was said of them before anybody decided.

    ``sections`` and ``papers`` (n,) names or None;
    ``order`` (n,) reading order; ``told`` (n, answers) probabilities with context, ``said`` those of the text alone.
    """

    wording: Wording
    sections: NDArray[Any]
    papers: NDArray[Any]
    order: NDArray[np.float64]
    told: NDArray[np.float64]
    said: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.order)

    def some(self, rows: NDArray[Any]) -> Places:
        """Return the places of some rows."""
        parts = (self.sections, self.papers, self.order, self.told, self.said)
        return Places(self.wording.some(rows), *(part[rows] for part in parts))

    def near(self, others: Places) -> NDArray[np.float64]:
        """Return (n, others) how strongly two rows move together."""
        own, other = self.wording, others.wording
        counted = np.asarray((own.counted @ other.counted.T).todense()) / 2
        wording = (COUNTED * counted + (1 - COUNTED) * np.maximum(own.vectors @ other.vectors.T, 0)) ** 2
        paper = same(self.papers, others.papers)
        beside = np.exp(-np.abs(self.order[:, None] - others.order[None, :]) / REACH)
        inside = (
            PAPER + BESIDE * beside + PAPER_TOLD * alike(self.told, others.told)
            + PAPER_SAID * alike(self.said, others.said)
        )  # fmt: skip
        section = same(self.sections, others.sections)
        return np.asarray(TEXT * wording + SECTION * section + paper * inside, dtype=np.float64)


def same(first: NDArray[Any], second: NDArray[Any]) -> NDArray[np.float64]:
    """Return (n, m): 1 where two names are equal and not None."""
    known = np.array([name is not None for name in first], dtype=bool)
    return np.asarray((first[:, None] == second[None, :]) & known[:, None], dtype=np.float64)


def alike(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (n, m) cosine of two sets of probabilities."""
    one, two = (shares / np.linalg.norm(shares, axis=1, keepdims=True) for shares in (first, second))
    return np.asarray(one @ two.T, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Question:
    """All rows of one question: ``pool`` and its ``opinions`` (n, answers, k), and where the rows stand."""

    pool: Pool
    opinions: NDArray[np.float64]
    places: Places

    def scores(self) -> NDArray[np.float64]:
        """Return (n, answers) log probabilities before anybody decided."""
        return self.pool.scores(self.opinions)


@dataclass(frozen=True)
class Report:
    """What people can be told of the learning.

    ``before`` and ``after`` are the shares of held-out decisions that the machine foresees without and with the other
    decisions (NaN where they are too few); ``learned`` says whether it pays; ``changed`` how many undecided rows have
    another first answer now, ``held_back`` how many would have, had the brake not held them.
    """

    decisions: int = 0
    before: float = float("nan")
    after: float = float("nan")
    learned: bool = False
    changed: int = 0
    held_back: int = 0


@dataclass(frozen=True, eq=False)
class Learned:
    """The scores of all rows (n, answers, log probabilities) after people's decisions, the pool, and the report."""

    scores: NDArray[np.float64]
    pool: Pool
    report: Report


def learn(question: Question, rows: NDArray[np.intp], truth: NDArray[np.intp]) -> Learned:
    """Return what the decisions ``truth`` (answer numbers) about ``rows`` teach about all rows.

    Where they do not help to foresee each other, everything stays as it was.
    """
    plain = question.scores()
    if not len(rows):
        return Learned(plain, question.pool, Report())
    report = foreseen(question, rows, truth)
    if not report.learned:
        return Learned(plain, question.pool, report)
    found, pool = taught(question, rows, truth)
    kept, held_back = braked(plain, found, rows)
    undecided = np.setdiff1d(np.arange(len(plain)), rows)
    changed = int((kept.argmax(axis=1) != plain.argmax(axis=1))[undecided].sum())
    told = Report(report.decisions, report.before, report.after, learned=True, changed=changed, held_back=held_back)
    return Learned(kept, pool, told)


def taught(question: Question, rows: NDArray[np.intp], truth: NDArray[np.intp]) -> tuple[NDArray[np.float64], Pool]:
    """Return (n, answers) log probabilities of all rows after the decisions, and the pool fitted again."""
    pool = question.pool
    if len(rows) >= ENOUGH:
        pool = pooling.fitted(pool.names, question.opinions[rows], truth, pool.weights, pull=PULL / len(rows))
    logs = pool.scores(question.opinions)
    step = -(-len(rows) // MOST)
    pulling, decided = rows[::step], question.places.some(rows[::step])
    pulls = fitted(decided.near(decided), logs[pulling], truth[::step])
    starts = range(0, len(logs), CHUNK)
    parts = [question.places.some(np.arange(at, min(at + CHUNK, len(logs)))).near(decided) @ pulls for at in starts]
    return np.asarray(log_softmax(logs + np.vstack(parts), axis=1)), pool


def fitted(near: NDArray[np.float64], logs: NDArray[np.float64], truth: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return (decided, answers) how much each decided row pulls: the most probable correction of ``logs``."""
    right = np.eye(logs.shape[1])[truth]

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        pulls = flat.reshape(logs.shape)
        shift = near @ pulls
        found = log_softmax(logs + shift, axis=1)
        gradient = near @ (np.exp(found) - right + pulls)
        return float(0.5 * (pulls * shift).sum() - (right * found).sum()), gradient.ravel()

    from scipy.optimize import minimize  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    found = minimize(loss, np.zeros(logs.size), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return np.asarray(found.x.reshape(logs.shape), dtype=np.float64)


def foreseen(question: Question, rows: NDArray[np.intp], truth: NDArray[np.intp]) -> Report:
    """Return how well decisions are foreseen without and with the others, each fold of them held out in turn.

    Learning pays where held-out decisions become more probable than by merely being less sure (the plain scores,
    flattened as the other decisions advise), hardly fewer are foreseen, and at least half of them: decisions that
    contradict the machine and each other are not carried over to others. A handful of decisions is believed.
    """
    if len(rows) < FEWEST:
        return Report(len(rows), learned=True)
    plain = question.scores()
    fold = np.arange(len(rows)) % FOLDS
    before, after, gain = 0, 0, 0.0
    for number in range(FOLDS):
        shown, hidden = fold != number, fold == number
        found, _ = taught(question, rows[shown], truth[shown])
        flat = flattened(plain, rows[shown], truth[shown])
        asked, answers = rows[hidden], truth[hidden]
        before += int((plain[asked].argmax(axis=1) == answers).sum())
        after += int((found[asked].argmax(axis=1) == answers).sum())
        gain += float((found[asked, answers] - flat[asked, answers]).sum())
    count = len(rows)
    return Report(
        count,
        before / count,
        after / count,
        learned=gain > 0 and after >= count * FORESEEN and after >= before - count * TOLERATED,
    )


def flattened(plain: NDArray[np.float64], rows: NDArray[np.intp], truth: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the scores, less sure by the one factor that suits the decisions best (temperature, Guo et al. 2017)."""

    def loss(factor: float) -> float:
        return -float(log_softmax(plain[rows] * factor, axis=1)[np.arange(len(rows)), truth].sum())

    from scipy.optimize import minimize_scalar  # noqa: PLC0415 - only teaching needs it, and it is slow to import

    best = minimize_scalar(loss, bounds=(0.0, 1.5), method="bounded").x
    return np.asarray(log_softmax(plain * best, axis=1))


def braked(
    plain: NDArray[np.float64], found: NDArray[np.float64], rows: NDArray[np.intp]
) -> tuple[NDArray[np.float64], int]:
    """Return the scores in which no more undecided rows have another first answer than were decided, and the rest.

    The surest changes hold; the others keep their plain scores, their number is returned.

    >>> plain, found = np.log([[0.6, 0.4]] * 3), np.log([[0.9, 0.1], [0.4, 0.6], [0.1, 0.9]])
    >>> kept, back = braked(plain, found, np.array([0]))
    >>> kept.argmax(axis=1).tolist(), back
    ([0, 0, 1], 1)
    """
    was, now = plain.argmax(axis=1), found.argmax(axis=1)
    others = np.ones(len(plain), dtype=bool)
    others[rows] = False
    changed = np.flatnonzero((was != now) & others)
    surest = changed[np.argsort(found[changed, was[changed]] - found[changed, now[changed]], kind="stable")]
    back = surest[len(rows) :]
    kept = found.copy()
    kept[back] = plain[back]
    return kept, len(back)
