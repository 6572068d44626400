"""Needles: what the leak scan must look for, and how each of them counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.pseudonyms.masking import Outcome
from pipeline.pseudonyms.patterns import INITIAL, MONTHS, TOKEN, UP
from pipeline.shared.key import Key
from pipeline.shared.leaks import DIGITS, LABELS, PHRASE, TITLED, WORD
from pipeline.shared.spelling import fold

SHORTEST = 3
SHORTEST_PHRASE = 6
KINDS = {label: kind for kind, label in LABELS.items()}


def needles(outcome: Outcome, key: Key, public: str) -> dict[str, tuple[str, str]]:
    """Return for every original how the scan looks for it; ``public`` is folded text that may be printed (codebook)."""
    found: dict[str, tuple[str, str]] = {}
    harmless = _harmless(outcome)
    for label, forms in sorted(key.forms.items()):
        kind = KINDS[label[1:].rsplit("_", 1)[0]]
        for form in forms:
            made = _person(form, outcome, harmless) if kind == "person" else _other(form, kind)
            for needle, how in made:
                if kind == "person" or fold(needle) not in public:
                    found.setdefault(needle, (how, kind))
    return found


def _person(form: str, outcome: Outcome, harmless: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the words of a name, and the whole of it where it has several."""
    words = [word for word in re.findall(r"[^\s,]+", form) if re.match(UP, word)]
    if len([word for word in words if not re.fullmatch(INITIAL, word)]) > 1:
        yield form, PHRASE
    known = outcome.shown.known.anywhere
    for word in words:
        for part in {word, *word.split("-")}:
            single = fold(part) in known and fold(part) not in harmless and len(part) >= SHORTEST and part.isalpha()
            yield part, WORD if single and fold(part) not in MONTHS else TITLED


def _other(form: str, kind: str) -> Iterator[tuple[str, str]]:
    if kind == "phone":
        yield form, DIGITS
    elif kind == "birthdate":
        if re.match(r"\d{1,2}\.\s?(?:\d{1,2}\.|\w+)\s?\d{2,4}", form):
            yield form, PHRASE
    elif len(form) >= SHORTEST_PHRASE:
        yield form, PHRASE


def _harmless(outcome: Outcome) -> frozenset[str]:
    """Return folded names that also stand in the names of houses and projects of this corpus, where they stay."""
    judge = outcome.shown.judge
    kept = set()
    for result in outcome.results:
        text = result.masked.text
        for token in TOKEN.finditer(text):
            for part in token[0].split("-"):
                if fold(part) in outcome.shown.known.anywhere and judge.phrase(text, token.start(), token.end()):
                    kept.add(fold(part))
    return frozenset(kept)
