"""Tries the threshold of later rounds on invented pairs of rounds; prints what each value finds and wrongly tells.

Two rounds are composed of the inventory of concerns: four concerns are new, four gone, the others go on; the space of
concerns is learned without them, papers and wrong fields are those of recipes/theme_weights.py. With and without the
cores of new themes (pipeline/themes/frame.py) it counts groups of new concerns (at least half of one), parts of them,
and other groups; the same for what is then told as new, because chance does not explain it (pipeline/rounds/guard.py)
and it lies apart or says a new word (pipeline/rounds/fresh.py); the share of statements of new concerns that go to a
theme of then, and the share of the others that find the theme most of their concern lie in.

Figures (23 November 2026, 14 pairs of about 700 and 165 statements, 56 new concerns): without cores groups of 26, told
22 and 3 parts, 0 others; with cores groups of 35, told 32 and 6 parts, 1 other; strayed 0.31 and 0.19, found again 0.41
and 0.40. Before (cores of both rounds joined blind, only new words): told 25 and 4 parts, 1 other, strayed 0.28. Cores
around join_above in other steps, and with a distance of 0.15 or 0.3 asked for, told 26 to 31 and 0 or 1 others; cores
made of statements that share a new word told 4 more, with 4 more parts and 1 other (not taken).
Run from the project folder: ``python -m recipes.round_frame``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from scipy import sparse

from pipeline.rounds import guard
from pipeline.rounds.fresh import Speech, speech
from pipeline.shared import chance
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors
from pipeline.themes.clusters import Labels, Limits, clusters, means
from pipeline.themes.evidence import gather
from pipeline.themes.frame import AROUND, HALF, Frame, cores, distances, grown, nearness
from recipes.theme_weights import FOLDER, WRONG_FIELDS, drawn, known, paper

SOURCE = "same_concern_inventory"
PAIRS, FRESH, GONE = 14, 4, 4
VALUES = (3.2,)
FALSE_SHARE = 0.1
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
    rows = [gather(part, concerns).weighted(weights).whole() * HALF for part in (both, alone)]
    space = sparse.hstack(rows).tocsr()
    old, new = space[: len(then)], space[len(then) :]
    sizes = np.bincount(labels).astype(float)
    names = tuple(str(number) for number in range(len(sizes)))
    return Frame(names, means(old, labels), sizes, new, {}, nearness(new, old), tuple(now["document"].astype(str)))


def clear(then: pd.DataFrame, now: pd.DataFrame, labels: Labels, placed: Labels) -> set[int]:
    """Return the new groups that enough statements of several papers name, and that chance does not explain."""
    groups = np.unique(np.concatenate([labels, placed]))
    sides = []
    for part, places in ((then, labels), (now, placed)):
        table = pd.crosstab(part["document"].astype(str).to_numpy(), places).reindex(columns=groups, fill_value=0)
        sides.append(guard.Round(table.to_numpy(dtype=np.int64), np.zeros(len(groups), dtype=np.int64)))
    likely, many = guard.appeared(*sides), sides[1].table
    tried = [place for place, group in enumerate(groups.tolist()) if group > labels.max()
             and many[:, place].sum() >= ENOUGH and (many[:, place] > 0).sum() >= SEVERAL]  # fmt: skip
    found = chance.told([likely[place][0] for place in tried], [likely[place][1] for place in tried], FALSE_SHARE)
    return {int(groups[place]) for place, sure in zip(tried, found, strict=True) if sure}


def counted(
    rounds: tuple[pd.DataFrame, pd.DataFrame, set[str]],
    labels: Labels,
    placed: Labels,
    away: Callable[[int, Labels], bool],
) -> list[float]:
    """Return new concerns told, parts of them, others, all three with the guard, and shares strayed and found again.

    ``rounds`` are those of ``two_rounds``; ``away`` says of a group and its places whether it is new in wording.
    """
    then, now, fresh = rounds
    k = int(labels.max()) + 1
    concern, papers = now["theme"].astype(str).to_numpy(), now["document"].astype(str).to_numpy()
    told: list[tuple[str, bool, bool]] = []
    sure = clear(then, now, labels, placed)
    for group in np.unique(placed[placed >= k]).tolist():
        inside = placed == group
        if inside.sum() >= ENOUGH and len(set(papers[inside])) >= SEVERAL:
            main = str(pd.Series(concern[inside]).value_counts().sort_index().idxmax())
            whole = 2 * int((concern[inside] == main).sum()) >= int((concern == main).sum())
            told.append((main, whole, group in sure and away(group, np.flatnonzero(inside))))
    known_themes = pd.Series(labels).groupby(list(then["theme"].astype(str)))
    home = {str(name): int(own.mode().iloc[0]) for name, own in known_themes}
    new = np.isin(concern, sorted(fresh))
    again = [home.get(name, -1) == group for name, group in zip(concern[~new], placed[~new], strict=True)]
    figures = []
    for part in (told, [one for one in told if one[2]]):
        right = {name for name, whole, _ in part if whole and name in fresh}
        odd = sum(name not in fresh for name, _, _ in part)
        figures += [float(len(right)), float(len(part) - len(right) - odd), float(odd)]
    return [*figures, float((placed[new] < k).mean()), float(np.mean(again))]


def main() -> None:
    """Print the figures of each threshold."""
    all_knobs = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))
    knobs, least = all_knobs["themes"], all_knobs["rounds"]["novelty"]
    vectors = Vectors.load(Path(knobs["vectors"]))
    concepts = Concepts.load(Path(knobs["concepts"]), vectors)
    others = [pair for pair in groups(FOLDER) if not pair[0].startswith(SOURCE)]
    concerns, frame = Concerns.train(others, vectors, concepts), known(SOURCE)
    limits = Limits(*(knobs[name] for name in ("join_above", "attach_above", "settle_above", "small", "exact", "seed")))
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

        core = cores(whole, knobs["join_above"])
        for value, cored in tried:
            own = core if cored else np.full(len(now), -1)
            placed = grown(whole, np.arange(len(now)), value, own)
            far = distances(whole, placed, own)

            def away(group: int, places: Labels, far: dict[int, float] = far, spoken: Speech = spoken) -> bool:
                return far.get(group, 0.0) > 0 or spoken.novelty(map(str, places.tolist()))[0] <= least

            found[value, cored].append(counted((then, now, fresh), labels, placed, away))
    for (value, cored), rows in found.items():
        new, part, beside, told, parts, odd, strayed, again = np.asarray(rows).T
        how = "cores" if cored else "no cores"
        print(f"{value}, {how}: groups of {new.sum():.0f} of {PAIRS * FRESH} new concerns, {part.sum():.0f} parts, "
              f"{beside.sum():.0f} beside; told {told.sum():.0f}, {parts.sum():.0f} parts, {odd.sum():.0f} beside; "
              f"strayed {strayed.mean():.2f}, found again {again.mean():.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
