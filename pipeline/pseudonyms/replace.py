"""Replace: the text with pseudonyms, how offsets move, and the way back byte for byte."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate


@dataclass(frozen=True)
class Swap:
    """``original`` stood at ``start`` to ``end`` of the read text; ``label`` stands there now."""

    start: int
    end: int
    original: str
    label: str


@dataclass(frozen=True)
class Masked:
    """A text with pseudonyms and the swaps that made it, in order and disjoint."""

    text: str
    swaps: tuple[Swap, ...]

    def moved(self, position: int) -> int:
        """Return where ``position`` of the read text lies now; inside a name it is the name's beginning.

        >>> mask("Frau Abel fragt", [Swap(5, 9, "Abel", "[Person_1]")]).moved(10)
        16
        """
        place = bisect_right(self._starts, position) - 1
        if place < 0:
            return position
        swap = self.swaps[place]
        if position < swap.end:
            return swap.start + self._shifts[place]
        return position + self._shifts[place + 1]

    @cached_property
    def _starts(self) -> list[int]:
        return [swap.start for swap in self.swaps]

    @cached_property
    def _shifts(self) -> list[int]:
        """Return by how much the text has moved before each swap, and after the last."""
        return list(accumulate((len(swap.label) - (swap.end - swap.start) for swap in self.swaps), initial=0))

    def spans(self) -> list[tuple[int, int, str]]:
        """Return for each pseudonym its place in the new text and the words it stands for."""
        found, shift = [], 0
        for swap in self.swaps:
            start = swap.start + shift
            found.append((start, start + len(swap.label), swap.original))
            shift += len(swap.label) - (swap.end - swap.start)
        return found


def mask(text: str, swaps: Sequence[Swap]) -> Masked:
    """Return ``text`` with every swap made; raises ValueError where swaps overlap or do not fit the text."""
    parts, position = [], 0
    for swap in swaps:
        if swap.start < position or text[swap.start : swap.end] != swap.original:
            message = "swaps must be in order, disjoint, and match the text"
            raise ValueError(message)
        parts += [text[position : swap.start], swap.label]
        position = swap.end
    return Masked("".join([*parts, text[position:]]), tuple(swaps))


def resolve(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """Return the read text: every pseudonym at its place put back. Inverse of :func:`mask`.

    >>> masked = mask("Frau Abel fragt", [Swap(5, 9, "Abel", "[Person_1]")])
    >>> resolve(masked.text, masked.spans())
    'Frau Abel fragt'
    """
    parts, position = [], 0
    for start, end, original in spans:
        parts += [text[position:start], original]
        position = end
    return "".join([*parts, text[position:]])
