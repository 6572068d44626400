"""Align: where does a place in a returned text lie in our own text?

Both texts are reduced to their skeleton (letters, digits and punctuation without case of accents, blanks or quote
marks). Runs of 24 characters that are unique in both anchor the alignment (a longest increasing chain); the gaps
between anchors are aligned with shorter runs and then by matching blocks.
"""

from __future__ import annotations

import bisect
import difflib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

ANCHORS = (24, 10)  # lengths of the runs that anchor, the longer first
LARGEST_GAP = 4_000_000  # product of two lengths up to which matching blocks are searched
SHORTEST_BLOCK = 2
SAME_MARK = str.maketrans(
    {
        **dict.fromkeys("„“”«»", '"'),
        **dict.fromkeys("‚‘’", "'"),
        **dict.fromkeys("–—‑", "-"),
        "…": ".",
    }
)
JOINING = "\u200d\ufe0f"  # belong to the character before them


@lru_cache(maxsize=65536)
def folded(character: str) -> str:
    """Return what stands for ``character`` in a skeleton: nothing for blanks, format characters and marks.

    >>> [folded(c) for c in ("É", " ", "\u00ad", "„", "ß")]
    ['E', '', '', '"', 'ß']
    """
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf") or unicodedata.combining(character):
        return ""
    plain = unicodedata.normalize("NFKD", character.translate(SAME_MARK))
    return "".join(part for part in plain if not unicodedata.combining(part) and not part.isspace())


@dataclass(frozen=True)
class Skeleton:
    """The skeleton of a text, and for each of its characters the place in the text."""

    text: str
    places: list[int]


def skeleton(text: str) -> Skeleton:
    """Return the skeleton of ``text``."""
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in folded(character):
            kept.append(part)
            places.append(place)
    return Skeleton("".join(kept), places)


def bare(text: str) -> str:
    """Return only the skeleton's text.

    >>> bare("Ein  „Büro“ ")
    'Ein"Buro"'
    """
    return "".join(map(folded, text))


def unique_runs(text: str, length: int) -> dict[str, int]:
    """Return run -> place for the runs of ``length`` characters that occur once in ``text``."""
    runs = [text[place : place + length] for place in range(len(text) - length + 1)]
    counts = Counter(runs)
    return {run: place for place, run in enumerate(runs) if counts[run] == 1}


def chain(first: str, second: str, length: int) -> list[tuple[int, int]]:
    """Return pairs of places of runs unique in both texts: the longest chain that increases in both."""
    there = unique_runs(second, length)
    pairs = [(place, there[run]) for run, place in unique_runs(first, length).items() if run in there]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect.bisect_left(tails, place)
        if at == len(tails):
            tails.append(place)
            ends.append(number)
        else:
            tails[at], ends[at] = place, number
        before.append(ends[at - 1] if at else -1)
    found, number = [], ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def mapping(returned: str, own: str) -> list[int]:
    """Return for each character of skeleton ``returned`` its place in skeleton ``own``, -1 where it has none."""
    if returned == own:
        return list(range(len(returned)))
    found = [-1] * len(returned)
    fill(returned, own, (0, 0), ANCHORS, found)
    return found


def fill(returned: str, own: str, offset: tuple[int, int], lengths: tuple[int, ...], found: list[int]) -> None:
    """Align ``returned`` with ``own`` (both parts of the whole, beginning at ``offset``) and note it in ``found``."""
    if not returned or not own:
        return
    if not lengths:
        if len(returned) * len(own) <= LARGEST_GAP:
            match_blocks(returned, own, offset, found)
        return
    here = there = 0
    for one, two in [*chain(returned, own, lengths[0]), (len(returned), len(own))]:
        if one >= here and two >= there:
            part = (offset[0] + here, offset[1] + there)
            fill(returned[here:one], own[there:two], part, lengths[1:], found)
        if one == len(returned):
            break
        for step in range(lengths[0]):
            found[offset[0] + one + step] = offset[1] + two + step
        here, there = one + lengths[0], two + lengths[0]


def match_blocks(returned: str, own: str, offset: tuple[int, int], found: list[int]) -> None:
    """Align two short parts by their matching blocks."""
    blocks = difflib.SequenceMatcher(None, returned, own, autojunk=False).get_matching_blocks()
    for block in blocks:
        if block.size >= SHORTEST_BLOCK or len(returned) <= SHORTEST_BLOCK + 1:
            for step in range(block.size):
                found[offset[0] + block.a + step] = offset[1] + block.b + step


class Aligner:
    """Carries places from several readings of a returned text (which differ in blanks only) to our own text."""

    def __init__(self, returned: str, own: str) -> None:
        """Align the two texts once."""
        self.own = own
        self.own_skeleton = skeleton(own)
        self.returned_skeleton = skeleton(returned)
        self.found = mapping(self.returned_skeleton.text, self.own_skeleton.text)
        self.places: dict[str, list[int]] = {returned: self.returned_skeleton.places}

    def span(self, reading: str, start: int, end: int) -> tuple[int, int, float] | None:
        """Return (start, end, share of characters found) in our text for [start, end) of ``reading``; None if lost."""
        if reading == self.own:
            return (start, end, 1.0) if 0 <= start < end <= len(self.own) else None
        if reading not in self.places:
            self.places[reading] = skeleton(reading).places
        places = self.places[reading]
        low, high = bisect.bisect_left(places, start), bisect.bisect_left(places, end)
        hits = [self.found[place] for place in range(low, high) if self.found[place] >= 0]
        if not hits:
            return None
        begin, last = self.own_skeleton.places[min(hits)], self.own_skeleton.places[max(hits)] + 1
        while last < len(self.own) and (unicodedata.combining(self.own[last]) or self.own[last] in JOINING):
            last += 1
        return begin, last, len(hits) / (high - low)
