"""Dot votes: how many points a card got, in the ways people write it down."""

from __future__ import annotations

import re

DOTS = "●•⬤∙⚫🔴🔵🟢🟡"
MARKED = re.compile(
    r"^\(?\s*(\d{1,3})\s*(?:x|×|P\.?|Pkt\.?|Pkte?\.?|Punkte?n?|Klebepunkte?|Stimmen?|Votes?)\s*\)?$", re.IGNORECASE
)
BARE = re.compile(r"^[(\[]?\s*(\d{1,3})(?:[.,]0+)?\s*[)\]]?$")
TALLY = re.compile(r"^[|Il/\s]+$")


def count(text: str) -> int | None:
    """Return the votes that a cell of its own names, or None.

    >>> [count(cell) for cell in ("5", "3 P.", "●●●", "(7)", "4 Klebepunkte", "||||", "-", "hoch")]
    [5, 3, 3, 7, 4, 4, None, None]
    """
    found = MARKED.match(text.strip()) or BARE.match(text.strip())
    if found:
        return int(found[1])
    signs = re.sub(r"[\s\ufe0f]", "", text)
    if signs and all(sign in DOTS for sign in signs):
        return len(signs)
    return len(signs) if "|" in signs and TALLY.match(text.strip()) else None


def surely(text: str) -> bool:
    """Tell whether ``text`` can only be votes: a number with a unit, or dots."""
    return count(text) is not None and not BARE.match(text.strip())
