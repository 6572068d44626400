"""Learning: what do a person's decisions about some statements do for the others? Simulated with gold decisions.

Statements are decided in the order in which the review workbook asks, or in random order. ``asked`` is how people
work: after each session (``DECISIONS``) the pipeline runs, learns, and puts the open statements in a new line;
``at_once`` works through the first line to its end. What learning does is told in three ways. *Rest*: how right is
everything that nobody touched (``rest.asked`` against ``rest.none``)? *Same rest*: how right is that without learning
(``rest.asked_unlearned``)? *Held out*: half of the statements are never asked; what helps there is learning alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.scores import DIGITS
from pipeline.shared.german.tagger import asking, learning
from pipeline.shared.german.tagger.learning import Question

DECISIONS = (50, 100, 150)
DRAWS = 3

Rows = npt.NDArray[np.intp]


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
    before = right(question.scores(), answer)

    def drawn(known: Rows) -> list[Rows]:
        line = np.asarray(chance.permutation(known), dtype=np.intp)
        return [line[:count] for count in DECISIONS]

    def asked(known: Rows) -> list[Rows]:
        return sessions(question, known, answer)

    def at_once(known: Rows) -> list[Rows]:
        line = asking.order(np.exp(question.scores()), question.places, known)
        return [line[:count] for count in DECISIONS]

    for name, ask, draws in (("asked", asked, 1), ("at_once", at_once, 1), ("random", drawn, DRAWS)):
        for _ in range(draws):
            for decided in ask(rows):
                after = right(learned(question, decided, answer), answer)
                rest = np.setdiff1d(rows, decided)
                yield f"rest.{name}.{len(decided):03}", float(after[rest].mean())
                yield f"rest.{name}_unlearned.{len(decided):03}", float(before[rest].mean())
    for _ in range(DRAWS):
        half = np.sort(chance.permutation(rows)[: len(rows) // 2])
        others = np.setdiff1d(rows, half)
        yield "held_out.none", float(before[others].mean())
        for name, ask in (("asked", asked), ("random", drawn)):
            for decided in ask(half):
                after = right(learned(question, decided, answer), answer)
                yield f"held_out.{name}.{len(decided):03}", float(after[others].mean())


def sessions(question: Question, rows: Rows, answer: Rows) -> list[Rows]:
    """Return what is decided after each of ``DECISIONS``: after each the machine learns, and asks anew."""
    decided, found = np.array([], dtype=np.intp), list[Rows]()
    for count in DECISIONS:
        shares = np.exp(learned(question, decided, answer))
        line = asking.order(shares, question.places, np.setdiff1d(rows, decided))
        decided = np.concatenate([decided, line[: count - len(decided)]])
        found.append(decided)
    return found


def learned(question: Question, rows: Rows, answer: Rows) -> npt.NDArray[np.float64]:
    """Return the scores after decisions about ``rows``, put in the order in which the stage reads them."""
    known = np.sort(rows)
    return learning.learn(question, known, answer[known]).scores


def right(scores: npt.NDArray[np.float64], answer: Rows) -> npt.NDArray[np.bool_]:
    """Return for each row whether its best answer is the true one."""
    return np.asarray(scores.argmax(axis=1) == answer, dtype=np.bool_)
