"""What is found: a span of a document, its kind, and what speaks for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.shared.leaks import LABELS

KINDS = tuple(LABELS)
SURE = 1.0


@dataclass(frozen=True, order=True)
class Find:
    """A span that identifies somebody; ``score`` says how sure (0 to 1), ``evidence`` why (German, no names).

    Of a person ``first`` and ``last`` are the parts of the name as written; ``tail`` is an inflection that is kept.
    """

    start: int
    end: int
    kind: str
    score: float
    evidence: str
    first: str = ""
    last: str = ""
    tail: str = ""

    def overlaps(self, other: Find) -> bool:
        """Tell whether both share a character."""
        return self.start < other.end and other.start < self.end


def settle(finds: Iterable[Find]) -> list[Find]:
    """Return disjoint finds in order: of those that overlap the longer one wins, then the surer, then the earlier.

    >>> found = settle([Find(0, 4, "person", 0.9, ""), Find(2, 9, "email", 0.5, ""), Find(9, 12, "case", 1, "")])
    >>> [find.end for find in found]
    [9, 12]
    """
    ranked = sorted(finds, key=lambda find: (find.start - find.end, -find.score, find))
    taken: list[Find] = []
    covered: set[int] = set()
    for find in ranked:
        span = range(find.start, find.end)
        if span and not covered.intersection(span):
            taken.append(find)
            covered.update(span)
    return sorted(taken)


def at_least(find: Find, score: float) -> Find:
    """Return ``find`` with its score raised to ``score``."""
    return replace(find, score=max(find.score, score))
