"""Heads of a theme: the one principle or goal, rarely two, under which its activities stand.

The head is worded from the most general and most central sentence that speaks of a norm or a wish; everything said in
the theme is its evidence. A second head needs a group of its own: other papers, another matter, another kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.guidelines.candidates import (
    OF_TYPE,
    Candidate,
    best_wording,
    candidate,
    identifier,
    wordings,
)
from pipeline.guidelines.chain import NO_THEME
from pipeline.guidelines.rewriting import Draft, is_sentence
from pipeline.guidelines.similarity import leaders

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

NORMATIVE = ("grundsatz", "ziel")
GENERAL = re.compile(
    r"\b(?:all\w{0,2}|jede\w?|niemand|kein\w*|überall|gleichberechtigt\w*|unabhängig)\b", re.IGNORECASE
)
EMBRACING, WHOLE_SENTENCE, BREADTH = 0.2, 0.2, 0.05
"""What speaking of all, being a sentence, and each further paper that says nearly the same count for a head."""
SECOND_PAPERS, SECOND_SIZE = 2, 3
"""How many papers and statements a second head needs of its own."""
FAR = 0.35
"""How near the wordings of two heads of a theme may be at most."""


@dataclass(frozen=True)
class Said:
    """What heads are made from: the statements, their representation, their sentences."""

    items: pd.DataFrame
    matrix: Matrix
    written: list[Draft | None]
    near: dict[str, float]
    least: float

    @cached_property
    def kinds(self) -> NDArray[np.object_]:
        """Return the type of each statement."""
        return self.items["type"].to_numpy()

    @cached_property
    def papers(self) -> NDArray[np.object_]:
        """Return the document of each statement."""
        return self.items["document"].to_numpy()

    @cached_property
    def ids(self) -> list[str]:
        """Return the identifier of each statement."""
        return self.items["statement_id"].astype(str).tolist()

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Return the place of each statement by its identifier."""
        return {name: place for place, name in enumerate(self.ids)}


def heads(said: Said) -> list[Candidate]:
    """Return the principles and goals of all themes; where a theme has none, its best reversed problem is the goal.

    Statements outside of themes are joined only where they say nearly the same, and stand for themselves.
    """
    free = ~said.items["drafted"].to_numpy(dtype=bool)
    themes = said.items["theme_id"].to_numpy()
    found: list[Candidate] = []
    for theme, places in sorted(said.items.groupby("theme_id", sort=True).indices.items()):
        own = [int(place) for place in places if free[place]]
        if own:
            found += (
                _loose(own, said) if str(theme).startswith(NO_THEME) else _of_theme(str(themes[places[0]]), own, said)
            )
    return found


def _of_type(places: Sequence[int], said: Said, *types: str) -> list[int]:
    return [place for place in places if said.kinds[place] in types]


def _groups(places: Sequence[int], said: Said, least: float) -> list[list[int]]:
    """Return the places in groups that say nearly the same, in canonical order."""
    found: dict[int, list[int]] = {}
    for place, leader in zip(places, leaders(said.matrix[list(places)], least), strict=True):
        found.setdefault(leader, []).append(place)
    return list(found.values())


def _loose(places: Sequence[int], said: Said) -> list[Candidate]:
    """Return heads of what belongs to no theme: each group that says nearly the same."""
    made = []
    for type_ in NORMATIVE:
        own = _of_type(places, said, type_)
        for group in _groups(own, said, max(said.near[type_], FAR + said.near["grundsatz"])) if own else []:
            chosen = best_wording(group, said.written, said.matrix, said.least)
            draft = said.written[chosen] if chosen is not None else None
            if chosen is not None and draft is not None:
                made.append(candidate(said.items, OF_TYPE[type_], draft, chosen, group))
    return made


def _of_theme(theme: str, places: Sequence[int], said: Said) -> list[Candidate]:
    """Return the one head of a theme, or two."""
    normative = _of_type(places, said, *NORMATIVE)
    groups = [
        group
        for type_ in NORMATIVE
        if (own := _of_type(places, said, type_))
        for group in _groups(own, said, said.near[type_])
    ]
    breadth = {place: len(set(said.papers[group])) for group in groups for place in group}
    first = _first(places, normative, breadth, said)
    if first is None:
        return _reversed(theme, places, said)
    head = replace(_named(first, normative, said, theme), whole=True)
    other = _second(first, groups, said)
    return _ranked(head, _named(other[0], other[1], said, f"{theme} zweites") if other else None)


def _named(chosen: int, members: Sequence[int], said: Said, anchor: str) -> Candidate:
    draft = said.written[chosen]
    if draft is None:
        message = "a wording needs a draft"
        raise ValueError(message)
    kind = OF_TYPE.get(str(said.kinds[chosen]), "ziel")
    one = candidate(said.items, kind, draft, chosen, [*members] or [chosen])
    return replace(one, guideline_id=identifier("kopf", anchor))


def _first(places: Sequence[int], normative: Sequence[int], breadth: dict[int, int], said: Said) -> int | None:
    """Return the place of the sentence that stands for the theme."""
    middle = said.matrix[list(places)].mean(axis=0)
    scored = []
    for place in wordings(normative, said.written, said.matrix, said.least):
        draft = said.written[place]
        if draft is not None:
            shape = EMBRACING * bool(GENERAL.search(draft.text)) + WHOLE_SENTENCE * is_sentence(draft.text)
            near = float(np.round(said.matrix[place] @ middle, 4))
            scored.append((-round(draft.quality + shape + near + BREADTH * breadth[place], 4), place))
    return min(scored)[1] if scored else None


def _second(first: int, groups: Sequence[list[int]], said: Said) -> tuple[int, list[int]] | None:
    """Return the wording and the members of a further head: the broadest group that speaks of something else."""
    found = []
    for group in groups:
        chosen = best_wording(group, said.written, said.matrix, said.least)
        own = len(set(said.papers[group]))
        if chosen is None or first in group or own < SECOND_PAPERS or len(group) < SECOND_SIZE:
            continue
        if float(np.round(said.matrix[chosen] @ said.matrix[first], 4)) < FAR:
            found.append((-own, -len(group), chosen, group))
    return min(found)[2:] if found else None


def _ranked(head: Candidate, other: Candidate | None) -> list[Candidate]:
    """Return the heads of a theme; a goal stands under the principle beside it."""
    if other is None:
        return [head]
    if head.kind == "leitlinie" and other.kind == "ziel":
        return [head, replace(other, parent=head.guideline_id)]
    if head.kind == "ziel" and other.kind == "leitlinie":
        return [replace(head, parent=other.guideline_id), other]
    return [head, other]


def _reversed(theme: str, places: Sequence[int], said: Said) -> list[Candidate]:
    """Return the goal of a theme where nobody named one: its best problem turned round; none where that is not safe."""
    problems = _of_type(places, said, "problem")
    chosen = best_wording(problems, said.written, said.matrix, said.least) if problems else None
    return [replace(_named(chosen, [chosen], said, theme), whole=True)] if chosen is not None else []


def under(made: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """Return the activities ``made`` with the head of their theme as parent: its goal, else its principle.

    Where a theme has neither, its largest activity leads and stands on everything said in the theme.
    """
    order = {"ziel": 0, "leitlinie": 1}
    above: dict[str, str] = {}
    for head in sorted(found, key=lambda one: (not one.whole, order[one.kind])):
        for theme in head.theme_ids:
            if not theme.startswith(NO_THEME):
                above.setdefault(theme, head.guideline_id)
    leading: dict[str, Candidate] = {}
    for one in made:
        theme = one.theme_ids[0]
        if theme not in above and not theme.startswith(NO_THEME):
            leading[theme] = max(leading.get(theme, one), one, key=lambda each: (len(each.members), each.guideline_id))
    return [
        replace(one, parent=above.get(one.theme_ids[0], ""), whole=leading.get(one.theme_ids[0]) == one) for one in made
    ]
