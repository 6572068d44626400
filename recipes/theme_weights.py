"""Learns how much each kind of evidence counts for the themes, on invented papers; prints weights for params.yaml.

Papers are composed from training statements of known concerns: twelve concerns per field; most statements of a concern
in one of three kinds of paper (lists under headings, tables with one concern per row, interviews that stay on a concern
in about two of five steps); one field in five is wrong. The space of concerns is learned without the concerns in the
papers. Non-negative logistic regression on all pairs. Run from the project folder: ``python -m recipes.theme_weights``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors
from pipeline.themes.evidence import dense, gather

FOLDER = Path("data/training")
SOURCES = ("type_contrast", "same_concern_inventory")
KINDS = ("wording", "concern", "ideas", "meaning", "table_row", "heading", "field")
PAPERS, CONCERNS_PER_FIELD, WRONG_FIELDS, STAY = 8, 12, 0.2, 0.5
HOMES = (0.35, 0.3, 0.25)  # small: a concern keeps to few papers
PENALTY = 1e-4
NAME = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{4,}")

Random = np.random.Generator


def known(source: str) -> pd.DataFrame:
    """Return text, field and theme of the statements of a source that have a field."""
    rows = [json.loads(line) for line in (FOLDER / f"{source}.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [row for row in rows if row.get("type")]
    fields = [(row.get("fields") or [row.get("field")])[0] or "" for row in told]
    frame = pd.DataFrame({"text": [r["text"] for r in told], "field": fields, "theme": [r["matter"] for r in told]})
    return frame[frame["field"] != ""].reset_index(drop=True)


def drawn(frame: pd.DataFrame, random: Random) -> pd.DataFrame:
    """Return the statements of some concerns of every field."""
    kept: list[str] = []
    for _, part in frame.groupby("field", sort=True):
        themes = part["theme"].unique()
        kept += list(random.choice(themes, min(CONCERNS_PER_FIELD, len(themes)), replace=False))
    return frame[frame["theme"].isin(kept)].reset_index(drop=True)


def ordered(rows: pd.DataFrame, random: Random) -> list[int]:
    """Return the rows in an order that stays on a concern in about half of all steps."""
    left = {str(theme): list(random.permutation(part.index)) for theme, part in rows.groupby("theme", sort=True)}
    order: list[int] = []
    current = ""
    while left:
        if current not in left or random.random() > STAY:
            current = str(random.choice(sorted(left)))
        order.append(int(left[current].pop()))
        left = {theme: rest for theme, rest in left.items() if rest}
    return order


def heading(texts: pd.Series, random: Random) -> str:
    """Return one or two capitalised words of the texts."""
    found = NAME.findall(" ".join(texts)) or ["Weiteres"]
    return " und ".join(random.choice(found, min(len(found), int(random.integers(1, 3))), replace=False))


def paper(frame: pd.DataFrame, random: Random) -> pd.DataFrame:
    """Return the statements with document, position, heading, question and row_key of invented papers."""
    parts = []
    names = [str(name) for name in frame["theme"]]
    home = {theme: random.dirichlet(HOMES) for theme in sorted(set(names))}
    kind = np.array([random.choice(3, p=home[theme]) for theme in names])
    for (field, place), rows in frame.groupby([frame["field"], kind], sort=True):
        own = rows.loc[ordered(rows, random)].assign(document=f"{field}{place}", heading="", question="", row_key="")
        themes = list(random.permutation(own["theme"].unique()))
        section = own["theme"].map({theme: number // 3 for number, theme in enumerate(themes)})
        if place == 1:
            own = own.sort_values("theme", kind="stable")
            own["row_key"] = own["document"] + "|" + own["theme"]
        elif place == 0:
            own = own.assign(section=section).sort_values("section", kind="stable")
            titles = own.groupby("section")["text"].agg(lambda texts: heading(texts, random))
            own = own.assign(heading=own.pop("section").map(titles))
        else:
            turn = (own["theme"] != own["theme"].shift()).cumsum() // 2
            titles = own.groupby(turn)["text"].agg(lambda texts: f"Wie ist das mit {heading(texts.head(1), random)}?")
            own = own.assign(question=turn.map(titles))
        parts.append(own.assign(position=range(len(own))))
    return pd.concat(parts, ignore_index=True)


def pairs(frame: pd.DataFrame, concerns: Concerns, random: Random) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return (pairs, kinds) of evidence, and whether each pair is of one theme."""
    fields = sorted(frame["field"].unique())
    wrong = random.random(len(frame)) < WRONG_FIELDS
    given = [str(random.choice(fields)) if error else field for field, error in zip(frame["field"], wrong, strict=True)]
    evidence = gather(frame.assign(field=given), concerns)
    first, second = np.triu_indices(len(frame), 1)
    columns = [dense(evidence.rows[kind] @ evidence.rows[kind].T)[first, second] for kind in KINDS]
    theme = frame["theme"].to_numpy()
    return np.stack(columns, axis=1).astype(np.float64), theme[first] == theme[second]


def fitted(evidence: NDArray[np.float64], same: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the weights of the kinds, none below 0, and the intercept."""
    rows, truth = np.hstack([evidence, np.ones((len(evidence), 1))]), same.astype(np.float64)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ weights
        value = float(np.mean(np.logaddexp(0, odds) - truth * odds) + PENALTY * np.sum(weights[:-1] ** 2) / 2)
        slope = rows.T @ (1 / (1 + np.exp(-odds)) - truth) / len(rows)
        slope[:-1] += PENALTY * weights[:-1]
        return value, slope

    limits: list[tuple[float | None, None]] = [(0.0, None)] * len(KINDS) + [(None, None)]
    start = np.append(np.ones(len(KINDS)), -3.0)
    solver: Callable[..., object] = minimize
    result = solver(loss, start, jac=True, method="L-BFGS-B", bounds=limits)
    return np.asarray(result["x"])  # type: ignore[index]


def main() -> None:
    """Print the weights."""
    vectors = Vectors.load(Path("data/models/de_static_pd_50k_192.npz"))
    concepts = Concepts.load(FOLDER / "lexicon/concepts.yaml", vectors)
    found = []
    for source in SOURCES:
        others = [pair for pair in groups(FOLDER) if not pair[0].startswith(source)]
        concerns, frame = Concerns.train(others, vectors, concepts), known(source)
        for seed in range(PAPERS // 2):
            random = np.random.default_rng(seed)
            found.append(pairs(paper(drawn(frame, random), random), concerns, random))
    weights = fitted(np.concatenate([rows for rows, _ in found]), np.concatenate([same for _, same in found]))
    for kind, weight in zip((*KINDS, "intercept"), weights, strict=True):
        print(f"{kind}: {weight:.2f}")


if __name__ == "__main__":
    main()
