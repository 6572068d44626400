"""Finds nouns and noun phrases in statements, as they are spelled, and puts a noun into the nominative.

There is no tagger: German capitals, a list of function words and the dictionary of simplemma carry it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.shared.german import words

NOUN = r"[A-ZÄÖÜ][A-Za-zäöüß]*[a-zäöüß]+(?:[-:*/][A-Za-zäöüßÄÖÜ]+)*"
SHORT = r"[A-ZÄÖÜ][A-Za-zÄÖÜäöüß0-9]+(?:-[A-Za-zäöüßÄÖÜ]+)*"
BINDING = (
    r"(?:auf|für|zu|zum|zur|in|im|ins|an|am|ans|bei|beim|mit|ohne|von|vom|aus|nach|vor|über|gegen|unter|neben|"
    r"zwischen|durch|während|um|der|des)"
)
ARTICLE = r"(?:(?:den|dem|der|die|das|des|einen|einem|einer|eines|eine|ein)\s+)?"
ADJECTIVE = r"(?:[a-zäöüß]{3,}(?:en|em|er|es|e)\s+)?"
HANGING = re.compile(rf"\b({NOUN})\s+({BINDING})\s+({ARTICLE}{ADJECTIVE})({NOUN})\b")
DESCRIBED = re.compile(
    rf"(?:^|[,;:.!?(„–>-]\s*|\b(?:und|oder|ohne|für|keine|mehr|zu)\s+)([a-zäöüß]{{5,}}e)\s+({NOUN})\b"
)
SINGLE = re.compile(rf"\b({SHORT})\b")
STARTERS = re.compile(r"(?:^|[.!?:;–\-\n„»(]\s*)([A-ZÄÖÜ][\w-]*)")
PLACEHOLDER = re.compile(r"\[[^\]]*\]|\([^)]*\)|#[\d:-]+#")
ADDRESSED = re.compile(r"\b(?:Herrn?|Frau|Hr\.|Fr\.|Dr\.|Prof\.)\s+(?:[A-ZÄÖÜ][\w-]+\s*){1,2}")
ARTICLES = frozenset({"den", "dem", "der", "die", "das", "des", "einen", "einem", "einer", "eines", "eine", "ein"})
ADJECTIVAL = ("ende", "ere", "eren", "ige", "igen", "iche", "ichen", "ische", "ischen", "endes", "ender", "enden")
WEAK = (
    "e",
    "or",
    "ent",
    "ant",
    "ist",
    "at",
    "ung",
    "heit",
    "keit",
    "schaft",
    "ion",
    "tät",
    "ik",
    "ur",
)  # plural in -en
STOP = words.STOP_WORDS


def listed(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


NOT_ADJECTIVE = listed(
    """aber alle allen aller alles als andere anderen auch beide beiden beim bitte dabei daher denen deren diese diesem
    diesen dieser dieses doch eher eine einem einen einer eines einige etwa euer gerne hatte haben hinter ihre ihren
    ihrer immer jede jedem jeden jeder jedes jene kaum kein keine keinen keiner leider lieber machen mehr meine meiner
    meinen mitte müssen nie oder ohne seine seinen seiner selber sollen solche sondern unsere unseren unserer unter
    viele vielen weder weitere wenige wenn wegen welche werden wieder wurde wurden zwischen heute gerade würde sollte
    könnte hätte wäre möchte konnte musste wollte dürfte brauche lange lieber gerne beinahe"""
)
EMPTY = listed(
    """jahr jahre jahren monat monate monaten woche wochen tag tage tagen uhr ende anfang fall falle fallen beispiel
    frage fragen problem probleme problemen ziel ziele massnahme massnahmen thema themen leute leuten mensch menschen
    person personen mal male ort orte landkreis kreis kreises land teil art weise grund grunde dinge sache sachen
    bereich bereiche angebot angebote moglichkeit moglichkeiten bedarf stelle stellen bisher heute derzeit hier
    hauptproblem montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar marz april mai juni juli
    august september oktober november dezember herr frau euro prozent stunde stunden minute minuten idee ideen
    vorschlag wunsch punkt punkte tisch karte danke gute hinweis drittel halfte seite rolle stand anzahl zahl viertel
    eindruck tatsache gegenteil blick weg wege nichts etwas alles formulierung begriff satz wort worte beitrag
    nachfrage antwort entwurf runde gruppe plenum zettel anmerkung konzept leitlinie workshop protokoll schluss"""
)


def cleaned(text: str) -> str:
    """Return a text without brackets, time marks and names after a form of address."""
    return ADDRESSED.sub(" ", PLACEHOLDER.sub(" ", text))


def nouns(text: str) -> list[str]:
    """Return the nouns of a text as they are spelled; the first word of a sentence counts only if it looks like one.

    >>> nouns("Kurse für Mütter fehlen. Derzeit keine Kinderbetreuung!")
    ['Kurse', 'Mütter', 'Kinderbetreuung']
    """
    clean = cleaned(text)
    doubtful = {match.start(1) for match in STARTERS.finditer(clean)}
    return [
        match[1]
        for match in SINGLE.finditer(clean)
        if is_noun(match[1]) and (match.start(1) not in doubtful or starts_a_noun(match[1]))
    ]


@lru_cache(maxsize=50_000)
def is_noun(word: str) -> bool:
    """Return whether a capitalised word can carry a name: no function word, no empty word, no adjective.

    >>> is_noun("Kita"), is_noun("Jahre"), is_noun("Leichte")
    (True, False, False)
    """
    folded = words.fold(word)
    found = words.lemma(word)
    spoken = len(word) > 2 and folded not in STOP and folded not in EMPTY and not word.isupper()  # noqa: PLR2004 (letters)
    return spoken and words.fold(found) not in EMPTY and found[:1].isupper()


@lru_cache(maxsize=50_000)
def starts_a_noun(word: str) -> bool:
    """Return whether a word at the beginning of a sentence is a noun: it does not end like an adjective.

    >>> starts_a_noun("Kurse"), starts_a_noun("Fehlende")
    (True, False)
    """
    return words.lemma(word)[:1].isupper() and not word.endswith(ADJECTIVAL)


def key(word: str) -> str:
    """Return what the spellings of a noun have in common.

    >>> key("Kursen") == key("Kurs"), key("Kita-Plätze") == key("Kitaplatz")
    (True, True)
    """
    return words.fold(words.lemma(word)).replace("-", "")


@lru_cache(maxsize=50_000)
def nominative(word: str) -> str:
    """Return a noun without the ending of dative plural or genitive; what the dictionary does not know stays.

    >>> nominative("Kursen"), nominative("Akademikern"), nominative("Dienstes"), nominative("Familien")
    ('Kurse', 'Akademiker', 'Dienst', 'Familien')
    """
    found = words.lemma(word)
    if found == word:
        return word
    shorter = word.removesuffix("n")
    if shorter != word and not found.endswith(WEAK) and words.lemma(shorter) == found:
        return shorter
    if word.endswith("s") and word in {found + "s", found + "es"} and not found.endswith(("a", "i", "o", "u", "y")):
        return found
    return word


def phrases(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return (phrase, its nouns) of every noun with something that hangs on it or describes it.

    >>> phrases("Zu lange Wartezeiten auf den Integrationskurs in der Stadt.")[0]
    ('Wartezeiten auf den Integrationskurs', ('Wartezeiten', 'Integrationskurs'))
    >>> phrases("fehlende Kinderbetreuung")
    [('fehlende Kinderbetreuung', ('Kinderbetreuung',))]
    """
    clean = re.sub(r"\s+", " ", cleaned(text))
    found: list[tuple[str, tuple[str, ...]]] = []
    for match in HANGING.finditer(clean):
        first, bound, between, last = match[1], match[2], match[3].split(), match[4]
        genitive = bound in {"der", "des"}
        if not (is_noun(first) and is_noun(last)) or (genitive and between and between[0] in ARTICLES):
            continue
        if between and between[-1] in NOT_ADJECTIVE - ARTICLES:
            continue
        tail = clean[match.start(2) : match.end(4)]
        found.append((f"{nominative(first)} {tail}", (first, last)))
    described = (match for match in DESCRIBED.finditer(clean) if match[1] not in NOT_ADJECTIVE and is_noun(match[2]))
    found += [(f"{match[1]} {match[2]}", (match[2],)) for match in described if match[2] == nominative(match[2])]
    return found
