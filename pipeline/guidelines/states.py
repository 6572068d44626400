"""Fragments of a wish made whole: a goal becomes a state.

Every function returns None where it is not sure; the caller then keeps the words as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.guidelines.phrases import ADJECTIVE, NOTE, SHORT, agrees, no_verb, number_of, plain_rest
from pipeline.shared.german import inflect
from pipeline.shared.german.inflect import vocabulary

PASSIVE = dict(
    pair.split(":")
    for pair in sorted(
        vocabulary("""
    verbessern:verbessert stärken:gestärkt fördern:gefördert verkürzen:verkürzt erleichtern:erleichtert abbauen:abgebaut
    ausbauen:ausgebaut aufbauen:aufgebaut sichern:gesichert erhöhen:erhöht senken:gesenkt vereinfachen:vereinfacht
    beschleunigen:beschleunigt ermöglichen:ermöglicht vernetzen:vernetzt beteiligen:beteiligt einbeziehen:einbezogen
    unterstützen:unterstützt entlasten:entlastet vermeiden:vermieden verhindern:verhindert verringern:verringert
    reduzieren:reduziert steigern:gesteigert erweitern:erweitert gewährleisten:gewährleistet
    sicherstellen:sichergestellt erreichen:erreicht schützen:geschützt anerkennen:anerkannt
    wertschätzen:wertgeschätzt informieren:informiert verankern:verankert verstetigen:verstetigt
    bündeln:gebündelt klären:geklärt vermitteln:vermittelt begleiten:begleitet
    ernstnehmen:ernstgenommen fortbilden:fortgebildet qualifizieren:qualifiziert sensibilisieren:sensibilisiert
    wahrnehmen:wahrgenommen abstimmen:abgestimmt koordinieren:koordiniert befähigen:befähigt mitdenken:mitgedacht
    """)
    )
)
"""Verbs with an object that a goal may hold, and their participles."""
WITH_PLACE = vocabulary("""
    informieren beteiligen einbeziehen fortbilden qualifizieren sensibilisieren begleiten unterstützen schützen
    entlasten vermitteln befähigen wertschätzen mitdenken verankern fördern erreichen wahrnehmen
    """)
"""Verbs to which `in ...` and `über ...` belong, and not to the noun before it."""
PREPOSITION = re.compile(r"(?:zu|zum|zur|zwischen|für|von|vom|in|im|bei|beim|auf|an|am|gegen|gegenüber|mit)$")
STATES = vocabulary("""
    bekannt erreichbar geklärt gesichert finanziert abgestimmt vernetzt barrierefrei informiert verständlich vorhanden
    anerkannt beteiligt vertreten sichtbar mehrsprachig bezahlbar verzahnt eingebunden einbezogen aufgeklärt geschult
    qualifiziert ausgestattet zugänglich transparent entlastet geschützt willkommen wertgeschätzt verankert begleitet
    versorgt verbindlich geregelt abgebaut gestärkt
    """)
COMPARATIVE = re.compile(
    r"^(?P<stem>(?:kürz|bess|schnell|einfach|niedrig|höh|größ|leicht|läng|früh|eng|klar|stärk|gerecht|fair|günstig|"
    r"verlässlich|verständlich|sichtbar|kleiner|öft|näh|reibungslos|zügig|direkt)er)e "
    r"(?P<noun>[A-ZÄÖÜ][\w-]+)(?P<rest>.*)$",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"^(?P<amount>[Mm]ehr|[Ww]eniger) (?P<rest>(?:[a-zäöüß]+(?:e|er|es|en) )?[A-ZÄÖÜ][\w-]+.*)$")
OUT_OF_PLACE = re.compile(r"\b(?:als|statt|mehr|weniger|ans|ins|aufs|(?:in|an|auf) (?:die|den|das)|zu[mr]?)\b")
"""What would not stand after `es gibt`: comparisons and directions."""
ACCESS = re.compile(
    r"^(?:(?P<adjective>[A-ZÄÖÜ][a-zäöüß]+)er )?Zugang (?P<to>(?:zu|zum|zur) .+?) für "
    r"(?P<who>[Aa]lle(?: [A-ZÄÖÜ][\w-]+)?)$"
)
ARTICLE_OF = {"m": "Der", "f": "Die", "n": "Das", "p": "Die"}


def state(text: str) -> str | None:
    """Return a goal that is no sentence as the state that is wished for.

    >>> state("Kürzere Wartezeiten beim Amt"), state("Mehr Frauen in Ausbildung"), state("Eltern gut informiert")
    ('Die Wartezeiten beim Amt sind kürzer', 'Es gibt mehr Frauen in Ausbildung', 'Eltern sind gut informiert')
    >>> state("Sprachbarrieren abbauen"), state("Gleicher Zugang zu Bildung für alle Kinder")
    ('Sprachbarrieren werden abgebaut', 'Alle Kinder haben gleichen Zugang zu Bildung')
    """
    plain = text.rstrip(".! ")
    if NOTE.search(plain) or "," in plain or "„" in plain:
        return None
    return (
        _access(plain)
        or _nearer(plain)
        or _amount(plain)
        or _without_copula(plain)
        or _passive(plain)
        or _there_are(plain)
    )


def _access(plain: str) -> str | None:
    """`Freier Zugang zu X für alle`: all have it."""
    found = ACCESS.match(plain)
    if not found:
        return None
    who = found["who"][:1].upper() + found["who"][1:]
    adjective = f"{found['adjective'].lower()}en " if found["adjective"] else ""
    return f"{who} haben {adjective}Zugang {found['to']}"


def _nearer(plain: str) -> str | None:
    """`Kürzere Wartezeiten beim Amt`: they are shorter."""
    found = COMPARATIVE.match(plain)
    number = number_of(found["noun"]) if found else None
    if not found or number not in {"p", "f"} or not no_verb(found["rest"]):
        return None
    if re.match(r" (?:und|oder|als|statt)\b", found["rest"]) or re.search(r"\b(?:als|statt|und)\b", found["rest"]):
        return None
    verb = "sind" if number == "p" else "ist"
    return f"Die {found['noun']}{found['rest']} {verb} {found['stem'].lower()}"


def _amount(plain: str) -> str | None:
    """`Mehr Frauen in Ausbildung`: there are more."""
    found = AMOUNT.match(plain)
    if not found or not no_verb(found["rest"]) or OUT_OF_PLACE.search(found["rest"]):
        return None
    return f"Es gibt {found['amount'].lower()} {found['rest']}"


def _there_are(plain: str) -> str | None:
    """`Gleiche Chancen in Stadt und Fläche`: there are; only for what is certainly more than one."""
    words = plain.split(" ")
    place = next((number for number, word in enumerate(words) if word[:1].isupper() and number_of(word)), None)
    if place is None or not all(ADJECTIVE.fullmatch(word) for word in words[:place]):
        return None
    adjectives, rest = words[:place], " ".join(["", *words[place + 1 :]])
    if number_of(words[place]) != "p" or not plain_rest(rest) or OUT_OF_PLACE.search(rest):
        return None
    if not agrees(adjectives, "p") or not (adjectives or rest):
        return None
    return f"Es gibt {plain[0].lower()}{plain[1:]}" if adjectives else f"Es gibt {plain}"


def _without_copula(plain: str) -> str | None:
    """`Eltern gut informiert`: they are."""
    words = plain.split()
    if len(words) < SHORT or words[-1] not in STATES or not no_verb(" ".join(words[1:-1])):
        return None
    whole = words[0] == "Alle" and len(words) > SHORT and words[1][:1].isupper()
    head = words[1] if whole else words[0]
    number = "p" if whole else number_of(head)
    if (
        number is None
        or not head[:1].isupper()
        or any(word[:1].isupper() for word in words[2 if whole else 1 : 3 if whole else 2])
    ):
        return None
    if number == "p":
        cut = 2 if whole else 1
        return " ".join([*words[:cut], "sind", *words[cut:]])
    return " ".join([ARTICLE_OF[number], words[0], "ist", *words[1:]])


def _passive(plain: str) -> str | None:
    """`Sprachbarrieren abbauen`: they are taken down."""
    words = plain.split()
    participle = PASSIVE.get(words[-1])
    if participle is None or any(inflect.is_infinitive(word) for word in words[:-1]) or "sich" in words:
        return None
    cut, number = _object(words)
    between = words[cut:-1]
    if number is None or (between and (between[0][:1].isupper() or between[0] in {"und", "oder"})):
        return None
    verb = "werden" if number == "p" else "wird"
    hangs = bool(between) and bool(PREPOSITION.match(between[0])) and words[-1] not in WITH_PLACE
    if hangs and sum(bool(PREPOSITION.match(word)) for word in between) > 1:
        return None
    named = [ARTICLE_OF[number], *words[:1]] if cut == 1 and number != "p" else list(words[:cut])
    parts = [*named, *between, verb] if hangs else [*named, verb, *between]
    return " ".join([*parts, participle])


def _object(words: Sequence[str]) -> tuple[int, str | None]:
    """Return how many words the object has that opens a phrase, and its gender (p for plural), None if uncertain."""
    if words[0] in {"Alle", "Jede", "Jedes", "Die", "Das"} and len(words) > SHORT:
        known_number = number_of(words[1])
        given = {"Alle": "p", "Jede": "f", "Jedes": "n", "Das": "n"}.get(words[0], known_number)
        return SHORT, given if words[1][:1].isupper() and given in {"p", "f", "n"} else None
    return 1, number_of(words[0]) if words[0][:1].isupper() and len(words) > 1 else None
