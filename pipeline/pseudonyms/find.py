"""What is found: a span of a document, its kind, and what speaks for it."""

from __future__ import annotations

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


def at_least(find: Find, score: float) -> Find:
    """Return ``find`` with its score raised to ``score``."""
    return replace(find, score=max(find.score, score))
