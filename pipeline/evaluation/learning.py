"""Learning: what do a person's decisions about some statements do for the others? Simulated with gold decisions.

Statements are decided in the order in which the review workbook asks, or in random order. Two questions are kept
apart. *Rest*: how right is everything that nobody touched? It gets better because the doubtful statements were asked
(``rest.asked`` against ``rest.none``), and because the machine learned (against ``rest.asked_unlearned``, the same
rest without learning). *Held out*: half of the statements are never asked; what helps there is learning alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.scores import DIGITS
from pipeline.shared.german.tagger import asking, learning
from pipeline.shared.german.tagger.learning import Question

DECISIONS = (50, 100, 150)
DRAWS = 3

Rows = npt.NDArray[np.intp]
Ask = Callable[[Rows], Rows]


def figures(question: Question, rows: Rows, truth: Rows, seed: int) -> dict[str, float]:
    """Return flat figures; ``rows`` are those with a gold answer ``truth`` (answer numbers). Too few give nothing."""
    if len(rows) < 2 * DECISIONS[-1]:
        return {}
    answer = np.full(len(question.opinions), -1, dtype=np.intp)
    answer[rows] = truth
    before = right(question.scores(), answer)
    found = {"learning.decisions": float(DECISIONS[-1]), "learning.rest.none": float(before[rows].mean())}
    collected: dict[str, list[float]] = defaultdict(list)
    for name, value in simulated(question, rows, answer, seed):
        collected[name].append(value)
    found |= {f"learning.{name}": float(np.mean(values)) for name, values in collected.items()}
    last = f".{DECISIONS[-1]:03}"
    found |= {key.removesuffix(last): value for key, value in found.items() if key.endswith(last)}
    return {key: round(value, DIGITS) for key, value in sorted(found.items())}


def simulated(question: Question, rows: Rows, answer: Rows, seed: int) -> Iterator[tuple[str, float]]:
    """Yield (name, accuracy) of every step of both orders, on the rest and on a half that is never asked."""
    chance = np.random.default_rng(seed)
    shares = np.exp(question.scores())
    before = right(question.scores(), answer)

    def asked(known: Rows) -> Rows:
        return asking.order(shares, question.places, known)

    def drawn(known: Rows) -> Rows:
        return np.asarray(chance.permutation(known), dtype=np.intp)

    for name, ask, draws in (("asked", asked, 1), ("random", drawn, DRAWS)):
        for _ in range(draws):
            line = ask(rows)
            for count in DECISIONS:
                after = right(learned(question, line[:count], answer), answer)
                yield f"rest.{name}.{count:03}", float(after[line[count:]].mean())
                yield f"rest.{name}_unlearned.{count:03}", float(before[line[count:]].mean())
    for _ in range(DRAWS):
        half = np.sort(chance.permutation(rows)[: len(rows) // 2])
        others = np.setdiff1d(rows, half)
        yield "held_out.none", float(before[others].mean())
        for name, ask in (("asked", asked), ("random", drawn)):
            line = ask(half)
            for count in DECISIONS:
                after = right(learned(question, line[:count], answer), answer)
                yield f"held_out.{name}.{count:03}", float(after[others].mean())


def learned(question: Question, rows: Rows, answer: Rows) -> npt.NDArray[np.float64]:
    """Return the scores after decisions about ``rows``, put in the order in which the stage reads them."""
    known = np.sort(rows)
    return learning.learn(question, known, answer[known]).scores


def right(scores: npt.NDArray[np.float64], answer: Rows) -> npt.NDArray[np.bool_]:
    """Return for each row whether its best answer is the true one."""
    return np.asarray(scores.argmax(axis=1) == answer, dtype=np.bool_)
