"""Decisions: people split, join, add and reject assertions, and say of what type they are."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pipeline.statements import identity
from pipeline.statements.ledger import Span
from pipeline.statements.reading import Unit

Decision = Mapping[Hashable, Any]
REJECTED: Final = "Von Menschen als keine Aussage verworfen"
ADDED: Final = "Von Menschen als Aussage ergänzt"


@dataclass(frozen=True, slots=True)
class Named:
    """An assertion with its identifier."""

    name: str
    unit: Unit


def named(document: str, text: str, units: Sequence[Unit]) -> list[Named]:
    """Return the assertions of a document with their identifiers."""
    names = identity.identifiers(document, [text[unit.start : unit.end] for unit in units])
    return [Named(name, unit) for name, unit in zip(names, units, strict=True)]


def _located(text: str, quote: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Return where a quote stands in the text, whatever its whitespace, or None."""
    words = [re.escape(word) for word in quote.split()]
    found = re.compile(r"\s+".join(words)).search(text, start, len(text) if end is None else end) if words else None
    return found.span() if found else None


def _fresh(document: str, text: str, unit: Unit, taken: Sequence[Named]) -> Named:
    """Return a new assertion with an identifier that no other has."""
    wording = text[unit.start : unit.end]
    same = Counter(identity.neutral(text[other.unit.start : other.unit.end]) for other in taken)
    return Named(identity.identifier(document, wording, same[identity.neutral(wording)]), unit)


def _split(document: str, text: str, old: Named, value: str, taken: Sequence[Named]) -> list[Named] | None:
    """Return the parts of an assertion that a decision names, parted by |, or None where they do not stand in it."""
    reached, parts = old.unit.start, list[Named]()
    for words in value.split("|"):
        place = _located(text, words, reached, old.unit.end)
        if not place:
            return None
        unit = replace(old.unit, start=place[0], end=place[1], votes=None if parts else old.unit.votes)
        parts.append(_fresh(document, text, unit, [*taken, *parts]))
        reached = place[1]
    return parts


def _joined(document: str, text: str, pair: tuple[Named, Named], taken: Sequence[Named]) -> Named:
    """Return two assertions as one, from the first character of the one to the last of the other."""
    first, second = sorted((one.unit for one in pair), key=lambda unit: unit.start)
    votes = [unit.votes for unit in (first, second) if unit.votes is not None]
    unit = replace(first, end=max(first.end, second.end), votes=sum(votes) if votes else None)
    return _fresh(document, text, unit, taken)


def _changed(document: str, text: str, items: list[Named], decision: Decision) -> list[Named] | None:
    """Return the assertions after one decision, or None where it does not fit the text any more."""
    action, value = str(decision["action"]), str(decision.get("value") or "")
    by_name = {item.name: item for item in items}
    if action == "hinzufuegen":
        place = _located(text, str(decision.get("quote") or ""))
        added = [Unit(*place, block=-1, said=str(decision.get("type") or ""))] if place else []
        return [*items, *(_fresh(document, text, unit, items) for unit in added)] if added else None
    old = by_name.get(str(decision.get("statement_id") or ""))
    if old is None:
        return None
    rest = [item for item in items if item is not old]
    if action == "teilen":
        parts = _split(document, text, old, value, rest)
        return [*rest, *parts] if parts else None
    if action == "zusammenlegen" and value in by_name and by_name[value] is not old:
        other = by_name[value]
        rest = [item for item in rest if item is not other]
        return [*rest, _joined(document, text, (old, other), rest)]
    return rest if action == "verwerfen" else None


def applied(
    document: str, text: str, items: Sequence[Named], decisions: Sequence[Decision]
) -> tuple[list[Named], list[Decision]]:
    """Return the assertions after all decisions, and the decisions that are overtaken because their text is gone."""
    current, overtaken = list(items), list[Decision]()
    for decision in decisions:
        changed = _changed(document, text, current, decision)
        if changed is None:
            overtaken.append(decision)
        else:
            current = changed
    return sorted(current, key=lambda item: (item.unit.start, item.unit.end)), overtaken


def carved(spans: Sequence[Span], pieces: Sequence[Span]) -> list[Span]:
    """Return the spans with the pieces cut out of them, and the pieces.

    >>> [(span.start, span.end) for span in carved([Span(0, 9, "other", "")], [Span(3, 5, "statement", "")])]
    [(0, 3), (3, 5), (5, 9)]
    """
    kept = list(spans)
    for piece in pieces:
        rest: list[Span] = []
        for span in kept:
            if span.end <= piece.start or span.start >= piece.end:
                rest.append(span)
                continue
            rest.extend(
                replace(span, start=start, end=end)
                for start, end in ((span.start, piece.start), (piece.end, span.end))
                if start < end
            )
        kept = [*rest, piece]
    return sorted(kept, key=lambda span: (span.start, span.end))
