"""Tries the threshold of later rounds on invented pairs of rounds; prints what each value finds and wrongly tells.

Two rounds are composed of the inventory of concerns: four concerns are new, four gone, the others go on; the space of
concerns is learned without them, papers and wrong fields are those of recipes/theme_weights.py. For each value of
``themes.frame_above``, with and without the cores of new themes (pipeline/themes/frame.py), it counts: new concerns
told as new, other groups told as new, both also where the words must be new (pipeline/rounds/fresh.py), the share of
statements of new concerns that go to a theme of then, and the share of the others that find the theme most of their
concern lie in.

Figures (23 November 2026, eight pairs of about 700 and 165 statements, 32 new concerns): at 3.2, which params.yaml
holds, 15 told and 13 others without cores, 17 and 15 with them, of which 14 and 4 in new words; strayed 0.27 and 0.21,
found again 0.40. At 2.6 without cores 9 and 7, with them 18 and 9, in new words 15 and 3, strayed 0.31, found again
0.47; at 4.0 13 and 7 in new words, strayed 0.06, found again 0.29. How much of a group must say the new word, in how
many papers, and words that nobody said then were tried as well: they moved errors from one kind to the other. Growth,
shrinking and what is gone are not simulated here.
Run from the project folder: ``python -m recipes.round_frame``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from scipy import sparse

from pipeline.rounds.fresh import Speech, speech
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors
from pipeline.themes.clusters import Labels, Limits, clusters, means
from pipeline.themes.evidence import gather
from pipeline.themes.frame import AROUND, HALF, Frame, cores, grown
from recipes.theme_weights import FOLDER, WRONG_FIELDS, drawn, known, paper

SOURCE = "same_concern_inventory"
PAIRS, FRESH, GONE = 8, 4, 4
VALUES = (2.6, 3.2, 4.0)
ENOUGH, SEVERAL = 4, 2  # mentions and papers from which a theme is told as new

Random = np.random.Generator


def two_rounds(frame: pd.DataFrame, random: Random) -> tuple[pd.DataFrame, pd.DataFrame, set[str]]:
    """Return the papers of both rounds, and the concerns that are new in the second."""
    themes = [str(theme) for theme in random.permutation(sorted(frame["theme"].unique()))]
    fresh, gone = set(themes[:FRESH]), set(themes[FRESH : FRESH + GONE])
    now: list[int] = []
    for theme in themes:
        rows = [int(row) for row in random.permutation(frame.index[frame["theme"] == theme])]
        now += rows if theme in fresh else [] if theme in gone else rows[: int(random.binomial(4, 0.45))]
    today = frame.index.isin(now)
    fields = sorted(frame["field"].unique())
    made = []
    for part in (frame[~today], frame[today]):
        whole = paper(part.reset_index(drop=True), random)
        wrong = random.random(len(whole)) < WRONG_FIELDS
        given = [str(random.choice(fields)) if error else field
                 for field, error in zip(whole["field"], wrong, strict=True)]  # fmt: skip
        made.append(whole.assign(field=given))
    return made[0], made[1], fresh


def framed(
    then: pd.DataFrame, now: pd.DataFrame, labels: Labels, concerns: Concerns, weights: dict[str, float]
) -> Frame:
    """Return the frame of themes ``labels`` of the first round with the statements of the second."""
    both = pd.concat([then.assign(row_key=""), now.assign(row_key="")], ignore_index=True)
    both["document"] = [f"{number < len(then)}|{name}" for number, name in enumerate(both["document"])]
    alone = both.assign(**dict.fromkeys(AROUND, ""), document=[str(number) for number in range(len(both))])
    rows = [gather(part, concerns).weighted(weights) * HALF for part in (both, alone)]
    space = sparse.hstack(rows).tocsr()
    sizes = np.bincount(labels).astype(float)
    names = tuple(str(number) for number in range(len(sizes)))
    papers = tuple(now["document"].astype(str))
    return Frame(names, means(space[: len(then)], labels), sizes, space[len(then) :], {}, space[: len(then)], papers)


def counted(
    rounds: tuple[pd.DataFrame, pd.DataFrame, set[str]],
    labels: Labels,
    placed: Labels,
    new_words: Callable[[Labels], bool],
) -> list[float]:
    """Return new concerns told, others told, both in new words only, and the shares strayed and found again.

    ``rounds`` are those of ``two_rounds``.
    """
    then, now, fresh = rounds
    k = int(labels.max()) + 1
    concern, papers = now["theme"].astype(str).to_numpy(), now["document"].astype(str).to_numpy()
    told: list[tuple[str, bool]] = []
    for group in np.unique(placed[placed >= k]):
        inside = placed == group
        if inside.sum() >= ENOUGH and len(set(papers[inside])) >= SEVERAL:
            main = pd.Series(concern[inside]).value_counts().sort_index().idxmax()
            whole = 2 * int((concern[inside] == main).sum()) >= int((concern == main).sum())
            told.append((str(main) if whole else "", new_words(np.flatnonzero(inside))))
    known_themes = pd.Series(labels).groupby(list(then["theme"].astype(str)))
    home = {str(name): int(own.mode().iloc[0]) for name, own in known_themes}
    new = np.isin(concern, sorted(fresh))
    again = [home.get(name, -1) == group for name, group in zip(concern[~new], placed[~new], strict=True)]
    figures = []
    for groups_told in ([name for name, _ in told], [name for name, said in told if said]):
        right = len(fresh & set(groups_told))
        figures += [float(right), float(len(groups_told) - right)]
    return [*figures, float((placed[new] < k).mean()), float(np.mean(again))]


def main() -> None:
    """Print the figures of each threshold."""
    all_knobs = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))
    knobs, least = all_knobs["themes"], all_knobs["rounds"]["novelty"]
    vectors = Vectors.load(Path(knobs["vectors"]))
    concepts = Concepts.load(Path(knobs["concepts"]), vectors)
    others = [pair for pair in groups(FOLDER) if not pair[0].startswith(SOURCE)]
    concerns, frame = Concerns.train(others, vectors, concepts), known(SOURCE)
    limits = Limits(knobs["join_above"], knobs["attach_above"], knobs["small"], knobs["exact"], knobs["seed"])
    tried = [(value, cored) for value in VALUES for cored in (False, True)]
    found: dict[tuple[float, bool], list[list[float]]] = {knob: [] for knob in tried}
    for seed in range(PAIRS):
        random = np.random.default_rng(seed)
        then, now, fresh = two_rounds(drawn(frame, random), random)
        labels = clusters(gather(then, concerns).weighted(knobs["weights"]), limits)
        whole = framed(then, now, labels, concerns, knobs["weights"])
        said = [part.assign(display_text=part["text"], statement_id=[str(place) for place in range(len(part))])
                for part in (then, now)]  # fmt: skip
        spoken = speech(said[0], said[1], vectors, concepts)

        def new_words(places: Labels, spoken: Speech = spoken) -> bool:
            return spoken.novelty(map(str, places.tolist()))[0] <= least

        core = cores(whole, knobs["join_above"])
        for value, cored in tried:
            placed = grown(whole, np.arange(len(now)), value, core if cored else None)
            found[value, cored].append(counted((then, now, fresh), labels, placed, new_words))
    for (value, cored), rows in found.items():
        new, beside, worded, odd, strayed, again = np.asarray(rows).T
        how = "cores" if cored else "no cores"
        print(f"{value}, {how}: {new.sum():.0f} of {PAIRS * FRESH} new, {beside.sum():.0f} "
              f"beside; in new words {worded.sum():.0f} and {odd.sum():.0f}; strayed {strayed.mean():.2f}, "
              f"found again {again.mean():.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
