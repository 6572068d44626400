"""Puts a `dass` clause into the order of a main clause: the verb moves behind the subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.guidelines import clauses
from pipeline.guidelines.phrases import SHORT, number_of, third
from pipeline.shared.german import inflect
from pipeline.shared.german.inflect import vocabulary

NOMINATIVE = vocabulary("keiner niemand jeder man wir er ich")
"""Words that are the subject where they stand; what opens the clause is none then."""
ARTICLES = vocabulary("der die das ein eine jeder jede jedes alle kein keine diese dieser dieses unsere ihre zwei drei")
ALONE = vocabulary("alle niemand jeder jede man wir keiner viele")


def main_clause(words: str) -> str | None:
    """Return a `dass` clause as a main clause: the verb moves behind the subject.

    >>> main_clause("alle Kinder am Ganztag teilnehmen können"), main_clause("sich alle hier wohlfühlen, auch Neue")
    ('alle Kinder können am Ganztag teilnehmen', 'alle fühlen sich hier wohl, auch Neue')
    >>> main_clause("mit uns geredet wird") is None
    True
    """
    tokens = clauses.tokens(words.rstrip(". "))
    plain = [clauses.bare(word) for word in tokens]
    end = (plain.index(",") if "," in plain else len(plain)) - 1
    tail = tokens[end + 1 :]
    if end < 1 or (tail and not clauses.opens_subordinate([*plain[end + 2 :], ""])):
        return None
    if tail and any(
        clauses.closes(tokens, place) and plain[place] in clauses.FINITE and plain[place - 1] == ","
        for place in range(end + 2, len(plain))
    ):
        return None
    reflexive = plain[0] == "sich"
    start = int(reflexive)
    stop = _subject(plain, start, end)
    if stop is None or not (clauses.is_finite(plain[end]) or third(plain[end]) or _parted(plain[end])):
        return None
    middle = plain[stop:end]
    if middle and (NOMINATIVE & set(middle) or (plain[start] == "das" and middle[0][:1].isupper())):
        return None
    if any(word in {"und", "oder", "sondern"} for word in middle) and any(
        clauses.is_finite(word) for word in middle[:-1]
    ):
        return None
    verb, prefix = _parted(plain[end]) or (plain[end], "")
    own = ["sich"] if reflexive else []
    said = " ".join([*plain[start:stop], verb, *own, *middle, *([prefix] if prefix else [])])
    return re.sub(r" ([,.;:!?])", r"\1", said) + "".join(tail)


def _subject(plain: Sequence[str], start: int, end: int) -> int | None:
    """Return where the subject ends that opens a clause; None where it is not certain."""
    place = start
    if plain[place].lower() in ARTICLES | ALONE:
        alone = plain[place].lower() in ALONE
        place += 1
        while (
            place < end
            and plain[place].islower()
            and plain[place].endswith(("e", "en", "er", "es"))
            and plain[place + 1][:1].isupper()
        ):
            if alone and not plain[place + 1][:1].isupper():
                break
            place += 1
        if not plain[place][:1].isupper():
            return place if alone and place == start + 1 else None
    elif not plain[place][:1].isupper() or number_of(plain[place]) is None:
        return None
    place += 1
    while place + 1 < end and plain[place] in {"und", "oder", "sowie"} and plain[place + 1][:1].isupper():
        place += 2
    if place + 1 < end and plain[place] in {"der", "des"}:
        return None
    return place if place < end or place == end else None


def _parted(word: str) -> tuple[str, str] | None:
    """Return a finite verb with its prefix apart: `teilnehmen` and `teilnimmt` become `nimmt ... teil`."""
    if not word.islower():
        return None
    if inflect.is_infinitive(word):
        prefix, base = inflect.split(word)
        return (base, prefix) if prefix else None
    for prefix in inflect.SEPARABLE:
        base = word.removeprefix(prefix)
        if base != word and len(base) > SHORT and prefix not in inflect.SEPARABLE_ONLY_IN:
            verb = inflect.lemma(base)
            if (
                inflect.is_infinitive(verb)
                and inflect.split(prefix + verb)[0] == prefix
                and inflect.finite(verb, plural=False)[0] == base
            ):
                return base, prefix
    return None
