"""Names themes as a consultant would: German noun phrases that stand in the statements.

A name is a noun, often with what hangs on it (*Wartezeit auf den Integrationskurs*), or two nouns (*Führerschein und
Busverbindung*). Words of papers that may only be counted enter a name or a list of terms only where a second paper
uses them as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.shared.german import words

NOUN = r"[A-ZÄÖÜ][A-Za-zäöüß]*[a-zäöüß]+(?:[-:*/][A-Za-zäöüßÄÖÜ]+)*"
SHORT = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß0-9]+(?:-[A-Za-zäöüßÄÖÜ]+)*"
BINDING = (
    r"(?:auf|für|zu|zum|zur|in|im|ins|an|am|ans|bei|beim|mit|ohne|von|vom|aus|nach|vor|über|gegen|unter|neben|zwischen|durch|"
    r"während|um|als|der|des|den)"
)
ARTICLE = r"(?:(?:den|dem|der|die|das|des|einen|einem|einer|eines|eine|ein)\s+)?"
ADJECTIVE = r"(?:[a-zäöüß]{3,}(?:en|em|er|es|e)\s+)?"
PHRASE = re.compile(rf"\b({NOUN})\s+({BINDING})\s+({ARTICLE}{ADJECTIVE})({NOUN})\b")
SINGLE = re.compile(rf"\b({SHORT})\b")
STARTERS = re.compile(r"(?:^|[.!?:;–\-\n„»(]\s*)([A-ZÄÖÜ][\w-]*)")
PLACEHOLDER = re.compile(r"\[[^\]]*\]|\([^)]*\)|#[\d:-]+#")
NOT_ADJECTIVE = frozenset(
    "aber alle allen aller alles als andere anderen auch beide beiden beim bitte dabei daher denen deren diese diesem "
    "diesen dieser dieses doch eher eine einem einen einer eines einige etwa euer gerne hatte haben haette hinter "
    "ihre ihren ihrer immer jede jedem jeden jeder jedes jene kaum kein keine keinen keiner leider lieber machen mehr "
    "meine meiner meinen mitte mussen nie oder ohne seine seinen seiner selber sollen solche sondern unsere unseren "
    "unserer unter viele vielen weder weitere wenige wenn wegen welche werden wieder wurde wurden zwischen".split()
)
EMPTY = frozenset(
    "jahr jahre jahren monat monate monaten woche wochen tag tage tagen uhr ende anfang fall beispiel frage problem probleme ziel ziele "
    "massnahme massnahmen thema themen leute mensch menschen person personen mal male ort landkreis kreis land teil art weise grund "
    "dinge sache sachen bereich angebot angebote moglichkeit moglichkeiten bedarf stelle stellen bisher heute derzeit hier hauptproblem "
    "montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april mai juni juli august september oktober "
    "november dezember herr frau euro prozent stunde stunden minute minuten idee ideen vorschlag wunsch punkt punkte tisch karte".split()
)
MOST_TERMS = 8
LONGEST_NAME = 60
STOP = words.STOP_WORDS


@dataclass(frozen=True)
class Said:
    """A statement as naming needs it."""

    statement_id: str
    text: str
    document: str
    quotable: bool


def nouns(text: str) -> list[str]:
    """Return the nouns of a text as they are spelled; the first word of a sentence counts only if it looks like one.

    >>> nouns("Kurse für Mütter fehlen. Derzeit keine Kinderbetreuung!")
    ['Kurse', 'Mütter', 'Kinderbetreuung']
    """
    clean = PLACEHOLDER.sub(" ", text)
    doubtful = {match.start(1) for match in STARTERS.finditer(clean)}
    return [
        match[1]
        for match in SINGLE.finditer(clean)
        if is_noun(match[1]) and (match.start(1) not in doubtful or starts_a_noun(match[1]))
    ]


@lru_cache(maxsize=50_000)
def is_noun(word: str) -> bool:
    """Return whether a capitalised word can carry a name: no function word, no empty word."""
    folded = words.fold(word)
    return len(word) > 2 and folded not in STOP and folded not in EMPTY and not word.isupper()  # noqa: PLR2004 (letters)


@lru_cache(maxsize=50_000)
def starts_a_noun(word: str) -> bool:
    """Return whether a word at the beginning of a sentence is a noun: the dictionary form keeps its capital.

    >>> starts_a_noun("Kurse"), starts_a_noun("Fehlende")
    (True, False)
    """
    found = words.lemma(word)
    return found[:1].isupper() and not word.endswith(("ende", "ere", "eren", "ige", "iche"))


def key(word: str) -> str:
    """Return what two spellings of a noun have in common.

    >>> key("Kursen") == key("Kurs"), key("Sprach-Kurs")
    (True, 'sprach-kurs')
    """
    return words.fold(words.lemma(word))


@lru_cache(maxsize=50_000)
def heads(word: str) -> tuple[str, ...]:
    """Return the key of a noun and of the last part of its hyphenated form."""
    parts = {key(word), key(word.rsplit("-", 1)[-1].capitalize())}
    return tuple(sorted(parts))


def usable(statements: Iterable[Said]) -> dict[str, bool]:
    """Return for the key of every noun whether it may be shown: in a quotable paper, or in two papers."""
    papers: dict[str, set[str]] = defaultdict(set)
    free: set[str] = set()
    for said in statements:
        for noun in nouns(said.text):
            papers[key(noun)].add(said.document)
            if said.quotable:
                free.add(key(noun))
    return {noun: noun in free or len(documents) > 1 for noun, documents in papers.items()}


def spelling(forms: Counter[str]) -> str:
    """Return how a noun is written in a list: its dictionary form where it occurs, else the most frequent form."""
    dictionary = Counter({form: count for form, count in forms.items() if words.lemma(form) == form})
    best = dictionary or forms
    return min(best, key=lambda form: (-best[form], len(form), form))


def phrases(text: str) -> list[tuple[str, str, str]]:
    """Return (phrase, first noun, last noun) of every noun with a noun that hangs on it.

    >>> phrases("Zu lange Wartezeit auf den Integrationskurs in der Stadt.")[0]
    ('Wartezeit auf den Integrationskurs', 'Wartezeit', 'Integrationskurs')
    """
    clean = PLACEHOLDER.sub(" ", text)
    found = []
    for match in PHRASE.finditer(clean):
        first, last, between = match[1], match[4], match[3].split()
        if between and words.fold(between[-1]) in NOT_ADJECTIVE:
            continue
        if match[2] == "den" or not (is_noun(first) and is_noun(last)):
            continue
        if match[2] in {"der", "des"} and between and between[0] in {"der", "die", "das", "den", "dem"}:
            continue
        found.append((re.sub(r"\s+", " ", match[0]), first, last))
    return found


def name(members: Sequence[Said], weights: Mapping[str, float], allowed: Mapping[str, bool], taken: set[str]) -> str:
    """Return the name of a theme: the phrase, noun or pair of nouns that says most about most of its statements.

    Args:
        members: the statements, the most central first.
        weights: key of a noun -> how characteristic it is.
        allowed: key of a noun -> may it be shown?
        taken: names that other themes bear already.
    """
    for wording in candidates(members, weights, allowed):
        if wording not in taken and len(wording) <= LONGEST_NAME:
            return wording
    return next((f"Einzelnes {number}" for number in range(1, 10_000) if f"Einzelnes {number}" not in taken), "Einzelnes")


def candidates(members: Sequence[Said], weights: Mapping[str, float], allowed: Mapping[str, bool]) -> list[str]:
    """Return possible names, the best first."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    scored: dict[str, float] = {}
    for said in members:
        for noun in nouns(said.text):
            forms[key(noun)][noun] += 1
    ranked = sorted((noun for noun in forms if allowed.get(noun)), key=lambda noun: (-weights.get(noun, 0), noun))
    value = {noun: weights.get(noun, 0.0) for noun in ranked}
    for place, said in enumerate(members):
        for phrase, first, last in phrases(said.text) if said.quotable else ():
            both = value.get(key(first), 0) + value.get(key(last), 0)
            near = 1.0 + 0.2 / (1 + place)
            if min(value.get(key(first), 0), value.get(key(last), 0)) > 0:
                scored[phrase] = max(scored.get(phrase, 0), both * near)
    pairs = [(one, other) for one in ranked[:4] for other in ranked[:4] if one < other and not related(one, other)]
    for one, other in pairs:
        first, second = sorted((one, other), key=lambda noun: (-value[noun], noun))
        wording = f"{spelling(forms[first])} und {spelling(forms[second])}"
        scored[wording] = 0.9 * (value[first] + value[second])
    for noun in ranked[:4]:
        scored[spelling(forms[noun])] = 0.6 * value[noun]
    return sorted(scored, key=lambda wording: (-round(scored[wording], 6), len(wording), wording))


def related(one: str, other: str) -> bool:
    """Return whether a noun is contained in another.

    >>> related("kurs", "integrationskurs"), related("kurs", "bus")
    (True, False)
    """
    return one in other or other in one


def summary(members: Sequence[tuple[Said, str]], names: Mapping[str, str]) -> str:
    """Return one line of the statements' own words: the most central quotable statement of each type.

    Args:
        members: statement and type, the most central first.
        names: type -> how it is called, in the order of the line.
    """
    parts = []
    for kind, called in names.items():
        shown = next((clipped(said.text) for said, own in members if own == kind and said.quotable), "")
        if shown:
            parts.append(f"{called}: {shown}")
    return " · ".join(parts)


LONGEST_QUOTE = 110


def clipped(text: str) -> str:
    """Return a statement cut at a clause or word, with a sign where something was left out.

    >>> clipped("Busse fehlen.")
    'Busse fehlen'
    """
    clean = re.sub(r"\s+", " ", text).strip().rstrip(".")
    if len(clean) <= LONGEST_QUOTE:
        return clean
    cut = clean[: LONGEST_QUOTE - 2]
    clause = max(cut.rfind(", "), cut.rfind("; "), cut.rfind(" – "))
    return (cut[:clause] if clause > LONGEST_QUOTE // 2 else cut[: cut.rfind(" ")]).rstrip(" ,;–") + " …"


def terms(ranked: Sequence[tuple[str, float]], forms: Mapping[str, Counter[str]], allowed: Mapping[str, bool]) -> str:
    """Return the terms that may be shown, with comma between."""
    shown = [spelling(forms[noun]) for noun, _ in ranked if allowed.get(noun) and noun in forms]
    return ", ".join(shown[:MOST_TERMS])
