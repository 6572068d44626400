"""Checks that a sentence says nothing its evidence does not: every content word stems from it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from pipeline.guidelines.cleaning import expand
from pipeline.guidelines.states import PASSIVE
from pipeline.shared.german import inflect, words

NORMATIVE = frozenset(
    words.fold(word)
    for word in inflect.vocabulary("""
    Ziel Grundsatz Vorgeschlagen vorgeschlagen wird werden ist sind dass es gibt braucht ausreichend
    Sicherstellung Prüfen Einrichtung Angebot Durchführung Bereitstellung Erarbeitung Einführung Benennung Einsatz
    Abschluss Gewährung
    zusätzlicher haben genannt
    kürzer kürzere kürzeres kürzerer niedriger niedrigere früher frühere kleiner kleinere einfacher einfachere
    schneller schnellere größer größere länger längere großzügiger günstiger günstigere ein eine einen
    """)
)
"""What a rewriting may add: frames of a goal, measure or principle, and opposites of `zu lange`, `zu hoch` ..."""
WORD = re.compile(r"[^\W\d_][\w-]*|\d+(?:[.,]\d+)*")


NEGATORS = inflect.vocabulary("nicht nie niemals niemand niemanden niemandem nichts kaum ohne weder nur")


def negators(text: str) -> Counter[str]:
    """Return the negating and restricting words of a text with their number.

    >>> negators("Kein Kind wartet, niemand zahlt nicht")
    Counter({'kein': 1, 'niemand': 1, 'nicht': 1})
    """
    low = (word.lower() for word in WORD.findall(text))
    return Counter(
        "kein" if word.startswith("kein") else word for word in low if word in NEGATORS or word.startswith("kein")
    )


def invented(sentence: str, evidence: Iterable[str]) -> list[str]:
    """Return the content words of a sentence that none of the evidence texts holds in any form.

    >>> invented("Die Kammer richtet Kurse ein.", ["Die Kammer soll Kurse einrichten"])
    []
    >>> invented("Die Kammer bezahlt Kurse.", ["Die Kammer soll Kurse einrichten"])
    ['bezahlt']
    """
    known = {form for text in evidence for form in _forms(text)}
    return [word for word in WORD.findall(sentence) if not _function_word(word) and not known & _keys(word)]


def _function_word(word: str) -> bool:
    low = words.fold(word)
    return low in NORMATIVE or low in words.STOP_WORDS or word.lower() in words.STOP_WORDS


def _keys(word: str) -> set[str]:
    """Return what a word is looked up by: itself, its stem and its dictionary form, without capitals and umlauts."""
    return {words.fold(word), words.stem(word), words.fold(inflect.lemma(word.lower()))}


def _forms(text: str) -> set[str]:
    """Return every key of every word of a text, verbs with their finite forms and parts."""
    found: set[str] = set()
    for word in WORD.findall(f"{text} {expand(text)}"):
        found |= _keys(word)
        infinitive = inflect.without_zu(word) or (f"{word}n" if word.endswith("e") else word)
        for verb in {word, infinitive, inflect.lemma(word)}:
            if inflect.is_infinitive(verb):
                found |= _verb_forms(verb)
        plain = inflect.indicative(word.lower(), reported=True)
        if plain:
            found |= _keys(plain)
        found |= _joined(word, text)
    return found


def _verb_forms(infinitive: str) -> set[str]:
    prefix, base = inflect.split(infinitive)
    forms = {
        infinitive,
        base,
        prefix,
        PASSIVE.get(infinitive, ""),
        *(inflect.finite(infinitive, plural=plural)[0] for plural in (True, False)),
    }
    return {words.fold(form) for form in forms if form}


def _joined(word: str, text: str) -> set[str]:
    """Return the infinitives that a verb of the text makes with a prefix that stands apart from it."""
    low = word.lower()
    if not inflect.is_infinitive(low):
        return set()
    apart = set(WORD.findall(text)) & set(inflect.SEPARABLE)
    return {words.fold(prefix + low) for prefix in apart if inflect.is_infinitive(prefix + low)}
