"""Names the form of a sentence, so that a reader sees what is a sentence and what stands as a quote."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.guidelines import clauses
from pipeline.guidelines.nouns import ENTRIES, known
from pipeline.guidelines.phrases import DIRECTED, NOTE, SHORT, finite_at, hanging, number_of
from pipeline.shared.german import inflect
from pipeline.shared.german.inflect import vocabulary

NAMED_SO = vocabulary(
    "Erste Erster Ersten Frühe Früher Frühen Leichte Leichter Einfache Einfacher Runder Runden Offene"
)
"""Adjectives with a capital that are part of a name: `Erste Hilfe`, `Frühe Hilfen`."""
NOMINAL = re.compile(
    r"^(?:(?:Ein\w*|Der|Die|Das|Mehr|Weniger|Kein\w*|\d+|Zwei|Drei) )?(?:[A-ZÄÖÜa-zäöüß-]+(?:e|er|es|en|em) )*"
    r"[A-ZÄÖÜ„][\w-]+"
)
BROKEN = re.compile(r"[?…=<>|!]|/(?!-?in)|->|→|\.\s+[a-zäöüß]")
WHOLE = {"ziel": "zustand", "problem": "zustand", "grundsatz": "grundsatz"}


def form_of(text: str, statement_type: str) -> str:
    """Return the form of a sentence: infinitiv, satz, zustand, grundsatz, nominal; zitat where it is none of them.

    >>> [form_of(text, "ziel") for text in ("Wege sind kurz.", "Wege verkürzen.", "Kurze Wege.", "Wege: kurz, Bus weg")]
    ['zustand', 'infinitiv', 'nominal', 'zitat']
    """
    plain = re.sub(r" \([^()]*\)", "", text.rstrip(".! "))
    framed = any(plain.startswith(f"{entry.frame} ") for entry in ENTRIES if entry.frame)
    if framed and re.match(r"\w+ (?:eine[rs]|von|[a-zäöüß-]+er) ", plain):
        return "nominal"
    segments = [[clauses.bare(token) for token in clauses.tokens(part)] for part in plain.split(", ")]
    if not all(segments) or BROKEN.search(plain):
        return "zitat"
    if _is_whole(segments, statement_type):
        return WHOLE.get(statement_type, "satz")
    if _is_infinitive(segments, plain.split(", ")):
        return "infinitiv"
    if NOTE.search(plain) or not NOMINAL.match(plain) or not hanging(plain.split(", ")[1:]) or _lacks_verb(plain):
        return "zitat"
    return "zitat" if _two_nouns(segments[0]) else "nominal"


def _is_infinitive(segments: Sequence[Sequence[str]], said: Sequence[str]) -> bool:
    """Tell whether an infinitive closes a proposal, with nothing but what hangs on it beside it."""
    ends = [inflect.is_infinitive(segment[-1]) for segment in segments]
    first = ends[0] and hanging(said[1:])
    last = ends[-1] and not clauses.opens_subordinate(segments[-1]) and hanging(said[1:-1])
    return segments[0][0] == "Prüfen" or first or last or (len(ends) > 1 and all(ends))


def _lacks_verb(plain: str) -> bool:
    """Tell whether a direction is given to something that is no action: `Lampen ans Ufer`."""
    return bool(DIRECTED.search(plain)) and not re.match(r"\w+(?:ung|bot|satz|bau|schluss)\b", plain)


def _is_whole(segments: Sequence[Sequence[str]], statement_type: str) -> bool:
    """Tell whether a finite verb stands where a main clause has it."""
    first = segments[0]
    last = len(first) - 1
    if any(finite_at(first, place) for place in range(1, last)) or (
        last and finite_at(first, last) and not inflect.is_infinitive(first[last])
    ):
        return True
    after = [segment for segment in segments[1:] if len(segment) > 1]
    if first[0].lower() in clauses.SUBORDINATE and any(finite_at(segment, 0) for segment in after):
        return True
    if any(finite_at(segment, 0) and not inflect.is_infinitive(segment[0]) for segment in after):
        return True
    told = bool(after) and clauses.opens_subordinate(after[0])
    several = number_of(first[0]) == "p" or first[0] in {"Alle", "Wir"}
    return statement_type in WHOLE and last > 0 and inflect.is_infinitive(first[last]) and told and several


def _two_nouns(tokens: Sequence[str]) -> bool:
    """Tell whether two nouns stand side by side as only notes have it: `Werkbus Gewerbegebiet`."""
    nouns = [
        word[:1].isupper()
        and len(word) > SHORT
        and word not in NAMED_SO
        and (bool(place) or known(word) is not None or not re.search(r"(?:e|er|es|en)$", word))
        for place, word in enumerate(tokens)
    ]
    return any(one and other for one, other in pairwise(nouns)) and tokens[0] not in {
        "Der",
        "Die",
        "Das",
        "Kein",
    }
