"""The ledger of a document: disjoint spans that account for every character of its text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.shared.german.segments import LIST_MARK
from pipeline.shared.wording import OUTSIDE

REASON_MARK: Final = "Aufzählungszeichen oder Nummer"
REASON_OUTSIDE: Final = OUTSIDE
REASON_SPEAKER: Final = "Sprecherkürzel, Zeitmarke oder Satzzeichen neben der Aussage"
REASON_BLANK: Final = "Leerraum am Anfang"

_CLOSING: Final = re.compile(r"[\s.,;:!?)\]}“”\"'»…*_|/·–—-]*")
_LABEL: Final = re.compile(
    r"(?:[\s#\[\](){}<>|/:*_,;.!?…“”„\"'»–—-]|\d|[A-Z]\d{0,2}\b|<v[^>]*>|</v>)*"
    r"(?:[\w.,\[\]/:*()&’' -]{1,60}:)?[\s#\[\](){}<>|/:*_,;.\d–—-]*"
)
_LONG: Final = 80


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a document's text with its category and a German reason; offsets count code points."""

    start: int
    end: int
    category: str
    reason: str


def _explained(text: str, start: int, end: int) -> Span:
    """Return the span of a gap that no block explains: a mark, a label, or words that nobody read."""
    gap = text[start:end]
    if LIST_MARK.fullmatch(gap.strip() + " ") or not any(sign.isalnum() for sign in gap):
        return Span(start, end, "furniture", REASON_MARK)
    if len(gap) <= _LONG and _LABEL.fullmatch(gap):
        return Span(start, end, "metadata", REASON_SPEAKER)
    return Span(start, end, "other", REASON_OUTSIDE)


def _gap(text: str, start: int, end: int, before: Span | None) -> Iterator[Span]:
    """Yield the spans that fill the text between two spans, the one before it included."""
    tail = _CLOSING.match(text, start, end)
    rest = tail.end() if tail and before else start
    if before:
        yield Span(before.start, rest, before.category, before.reason)
    if rest < end and text[rest:end].strip():
        yield _explained(text, rest, end)
    elif rest < end:
        yield Span(rest, end, "furniture", REASON_BLANK)


def disjoint(spans: Iterable[Span], length: int) -> list[Span]:
    """Return the spans in reading order, clipped to the text and to each other; the earlier one keeps its text.

    >>> [(span.start, span.end) for span in disjoint([Span(3, 9, "other", "a"), Span(0, 5, "other", "b")], 8)]
    [(0, 5), (5, 8)]
    """
    kept: list[Span] = []
    reached = 0
    for span in sorted(spans, key=lambda span: (span.start, span.end, span.category, span.reason)):
        start, end = max(span.start, reached), min(span.end, length)
        if start < end:
            kept.append(Span(start, end, span.category, span.reason))
            reached = end
    return kept


def cover(text: str, spans: Iterable[Span]) -> list[Span]:
    r"""Return disjoint spans that cover the text completely.

    Whitespace and closing punctuation after a span belong to it; bullets, speaker labels and time marks between
    spans become furniture or metadata; other words outside every span become `other`. An empty text has none.

    >>> [(span.start, span.end, span.category) for span in cover("- Busse fehlen\n", [Span(2, 14, "statement", "")])]
    [(0, 2, 'furniture'), (2, 15, 'statement')]
    """
    filled: list[Span] = []
    before: Span | None = None
    reached = 0
    for span in disjoint(spans, len(text)):
        filled.extend(_gap(text, reached, span.start, before))
        before, reached = span, span.end
    filled.extend(_gap(text, reached, len(text), before))
    return filled
