"""No two candidates say the same: a second one takes other words of its own, or becomes evidence of the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.guidelines.candidates import Candidate, wordings
from pipeline.guidelines.faithful import negators
from pipeline.guidelines.heads import Said
from pipeline.guidelines.similarity import stems
from pipeline.shared.german import words

SAME = 0.8
"""Share of common stems from which two sentences are nearly the same."""
EVERY = ""  # stands in every sentence
ORDER = {"leitlinie": 0, "ziel": 1, "aktivitaet": 2}

Print = tuple[frozenset[str], tuple[object, ...]]


def fingerprint(text: str) -> Print:
    """Return the stems of a sentence, and what must be equal beside them: negations and numbers.

    >>> fingerprint("Kurse am Abend.") == fingerprint("Am Abend: ein Kurs")
    True
    """
    plain = frozenset(stems(text)) or frozenset(token.lower() for token in words.tokens(text))
    numbers = tuple(sorted(token for token in words.tokens(text) if token.isdigit()))
    return plain, (tuple(sorted(negators(text).items())), numbers)


def same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of stems are nearly the same.

    >>> same(frozenset("abcde"), frozenset("abcd")), same(frozenset("abc"), frozenset("abd"))
    (True, False)
    """
    return len(one & other) >= SAME * len(one | other)


class _Taken:
    """The sentences that are used, found again by what must be equal and by a stem of which nearly all are shared."""

    def __init__(self) -> None:
        self._said: list[tuple[frozenset[str], int]] = []
        self._with: dict[tuple[tuple[object, ...], str], list[int]] = {}

    def owner(self, text: str) -> int | None:
        """Return the number of the candidate that says nearly the same, of several the first; None if there is none."""
        bag, rest = fingerprint(text)
        told = {stem: self._with.get((rest, stem), []) for stem in bag | {EVERY}}
        missed = int((1 - SAME) * len(bag)) + 1  # so many stems of ours a sentence nearly the same lacks at most
        seldom = sorted(bag, key=lambda stem: (len(told[stem]), stem))[: missed + 1] if len(bag) > missed else [EVERY]
        places = sorted({place for stem in seldom for place in told[stem]})
        return next((self._said[place][1] for place in places if same(bag, self._said[place][0])), None)

    def add(self, text: str, number: int) -> None:
        """Remember a sentence."""
        bag, rest = fingerprint(text)
        for stem in bag | {EVERY}:
            self._with.setdefault((rest, stem), []).append(len(self._said))
        self._said.append((bag, number))


def distinct(made: Sequence[Candidate], said: Said) -> list[Candidate]:
    """Return the candidates without two that say nearly the same, over all kinds.

    Those with the widest evidence keep their words. A later one takes the next best wording of its own statements; if
    none is left, its statements become evidence of the earlier one, and what stood under it stands under that.
    """
    taken = _Taken()
    kept: list[Candidate] = []
    moved: dict[str, str] = {}
    for one in sorted(
        made,
        key=lambda each: (not each.drafted, ORDER[each.kind], not each.whole, -len(each.members), each.guideline_id),
    ):
        fitting, owner = _free(one, said, taken)
        if fitting is None and owner is not None:
            kept[owner] = _joined(kept[owner], one)
            moved[one.guideline_id] = kept[owner].guideline_id
        elif fitting is not None:
            taken.add(fitting.draft.text, len(kept))
            kept.append(fitting)
    return [replace(one, parent=_above(one, moved)) for one in kept]


def _free(one: Candidate, said: Said, taken: _Taken) -> tuple[Candidate | None, int | None]:
    """Return the candidate with a wording nobody else has, or the number of the one that has it."""
    owner = taken.owner(one.draft.text)
    if owner is None or one.drafted:
        return (one, None) if owner is None else (None, owner)
    worded = said.place_of.get(one.wording)
    alike = [place for place in one.members if worded is not None and said.kinds[place] == said.kinds[worded]]
    for place in wordings(alike, said.written, said.matrix, said.least):
        draft = said.written[place]
        if draft is not None and taken.owner(draft.text) is None:
            return replace(one, draft=draft, wording=said.ids[place]), None
    return None, owner


def _joined(first: Candidate, other: Candidate) -> Candidate:
    themes = first.theme_ids + (other.theme_ids if other.whole else ())
    return replace(
        first,
        members=tuple(dict.fromkeys([*first.members, *other.members])),
        theme_ids=tuple(dict.fromkeys(themes)),
    )


def _above(one: Candidate, moved: dict[str, str]) -> str:
    """Return the parent after all joining; nobody stands under himself."""
    parent = one.parent
    while parent in moved:
        parent = moved[parent]
    return "" if parent == one.guideline_id else parent
