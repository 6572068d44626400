"""Opposed stances: do two statements want, or report, the opposite of the same thing?

Every statement is read for claims: a dimension (more or less, duty or free choice ...), the side it takes, what it
speaks of, and what else stands in the same clause. Two claims are opposed when they take the two sides of one dimension
for the same noun, and the rest of their clauses does not speak of different things: `mehr Kurse am Abend` and `weniger
Kurse am Vormittag` do not contradict each other. It is meant to be right rather than complete.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pipeline.shared.german import words

WANTED = frozenset({"ziel", "massnahme", "grundsatz"})
TOLD = frozenset({"problem", "angebot"})
CLAUSE = re.compile(r"[,;:.!?–]|\s-\s|\b(?:aber|sondern|sonst|weil|damit|obwohl|statt)\b")
TOKEN = re.compile(r"[\wäöüÄÖÜß][\wäöüÄÖÜß-]*")
DENIED = re.compile(r"\b(?:nicht|kein\w*|nie|niemals|niemand\w*|ohne)\b", re.IGNORECASE)
NOT_DENIED = re.compile(r"\bnicht (?:nur|mehr|zuletzt|selten|unbedingt|weniger)\b|\bkein\w* mehr\b", re.IGNORECASE)
ADJECTIVE = re.compile(r"(?:e|er|es|en|em)$")
SHORTEST = 3
SAME_WORDS = 0.75
"""Share of equal content words from which a statement and one with a negation are the same but for it."""


@dataclass(frozen=True)
class Dimension:
    """A question with two sides: patterns of both, why they contradict, and of what statements."""

    name: str
    one: re.Pattern[str]
    other: re.Pattern[str]
    reason: str
    types: frozenset[str]
    after: bool = False


def _dimension(name: str, one: str, other: str, reason: str, types: frozenset[str], *, after: bool = False) -> Dimension:
    sides = (re.compile(rf"\b(?:{side})\b", re.IGNORECASE) for side in (one, other))
    return Dimension(name, *sides, reason, types, after)


DIMENSIONS = (
    _dimension(
        "menge",
        r"(?<!nicht )(?<!kein )(?<!keine )(?<!keinen )(?<!immer )mehr(?! als| oder)|zusätzliche\w*|weitere[nrms]?|ausbauen|ausgebaut|"
        r"aufstocken|aufgestockt|Ausbau",
        r"weniger(?! als)|kürzen|gekürzt|abbauen|abgebaut|reduzieren|reduziert|verringern|Abbau|Kürzung",
        "Die eine Aussage will mehr davon, die andere weniger.",
        WANTED,
        after=True,
    ),
    _dimension(
        "pflicht",
        r"Pflicht|verpflichtend\w*|verbindlich\w*|obligatorisch\w*|vorgeschrieben|zur Pflicht machen",
        r"freiwillig\w*|ohne Zwang|ohne Pflicht|auf freiwilliger Basis|jedem selbst überlassen",
        "Die eine Aussage will es verpflichtend, die andere freiwillig.",
        WANTED,
    ),
    _dimension(
        "ort",
        r"zentral|zentrale[nrms]?|an einem Ort|an einer Stelle|zentralisieren",
        r"dezentral\w*|in jeder Gemeinde|in jedem Ort|in allen Gemeinden|wohnortnah\w*|vor Ort",
        "Die eine Aussage will es an einem Ort, die andere verteilt.",
        WANTED,
    ),
    _dimension(
        "bestand",
        r"abschaffen|abgeschafft|einstellen und beenden|beenden|beendet|auslaufen lassen|streichen|gestrichen|schließen|"
        r"geschlossen|Abschaffung|verzichten|aufgeben",
        r"beibehalten|erhalten bleiben|fortführen|fortgeführt|weiterführen|weitergeführt|fortsetzen|verstetigen|verstetigt|"
        r"dauerhaft sichern|bleiben|Erhalt|Fortführung|Verstetigung",
        "Die eine Aussage will es beenden, die andere beibehalten.",
        WANTED,
    ),
    _dimension(
        "kosten",
        r"kostenlos\w*|kostenfrei\w*|gebührenfrei\w*|umsonst|beitragsfrei\w*",
        r"kostenpflichtig\w*|Eigenanteil|Eigenbeitrag|Gebühr|Gebühren|Kostenbeitrag|gebührenpflichtig\w*",
        "Die eine Aussage will es kostenlos, die andere gegen Bezahlung.",
        WANTED,
    ),
    _dimension(
        "erlaubnis",
        r"erlauben|erlaubt|zulassen|zugelassen|gestatten|gestattet",
        r"verbieten|verboten|untersagen|untersagt|Verbot",
        "Die eine Aussage will es erlauben, die andere verbieten.",
        WANTED,
    ),
    _dimension(
        "reichen",
        r"(?:reichen|reicht)(?! nicht| nie| kaum| längst)(?: \w+){0,2} aus|(?:genug|ausreichend|genügend)|sind ausreichend|genügen|genügt",
        r"(?:reichen|reicht)(?: \w+){0,3} (?:nicht|kaum|nie)(?: aus)?|zu wenige?|fehlen|fehlt|Mangel an|nicht genug|nicht ausreichend\w*",
        "Die eine Aussage sagt, dass es reicht, die andere, dass es nicht reicht.",
        TOLD,
    ),
    _dimension(
        "gelingen",
        r"(?:klappt|klappen|läuft|laufen|funktioniert|funktionieren)(?! nicht| kaum| schlecht| nie)(?: \w+)? (?:gut|reibungslos|prima|bestens)|"
        r"bewährt|haben sich bewährt|hat sich bewährt",
        r"(?:klappt|klappen|läuft|laufen|funktioniert|funktionieren)(?: \w+){0,3} (?:nicht|kaum|schlecht|nie|schleppend)",
        "Die eine Aussage sagt, dass es gelingt, die andere, dass es nicht gelingt.",
        TOLD,
    ),
)
NEGATED = "Die eine Aussage verneint, was die andere sagt."


@dataclass(frozen=True)
class Claim:
    """A side taken: dimension, side, what it is about (stems), what else its clause names (stems)."""

    dimension: str
    side: bool
    about: frozenset[str]
    beside: frozenset[str]


@dataclass(frozen=True)
class Stance:
    """What a statement takes sides on, its content words without negations, and whether it is negated."""

    claims: tuple[Claim, ...]
    content: frozenset[str]
    negated: bool
    wanted: bool


def nouns(clause: str) -> list[tuple[int, str]]:
    """Return (place, stem) of the nouns of a clause: capitalised words that describe no following noun.

    >>> [stem for _, stem in nouns("Verpflichtende Kurse für Eltern")]
    ['kurs', 'elt']
    """
    found = list(TOKEN.finditer(clause))
    result = []
    for place, token in enumerate(found):
        word = token[0]
        following = found[place + 1][0] if place + 1 < len(found) else ""
        describes = following[:1].isupper() and ADJECTIVE.search(word) and token.end() + 1 == found[place + 1].start()
        low = word.lower()
        if word[:1].isupper() and len(word) >= SHORTEST and low not in words.STOP_WORDS and not describes:
            result.append((token.start(), words.stem(word)))
    return result


def stance(text: str, statement_type: str) -> Stance:
    """Return what a statement takes sides on.

    >>> stance("Deutschkurse verpflichtend machen", "massnahme").claims
    (Claim(dimension='pflicht', side=True, about=frozenset({'deutschkurs'}), beside=frozenset()),)
    """
    claims = tuple(claim for clause in CLAUSE.split(text) if clause for claim in _claims(clause, statement_type))
    plain = [token for token in words.tokens(text) if len(token) >= SHORTEST and not DENIED.fullmatch(token)]
    content = frozenset(words.stem(token) for token in plain if token.lower() not in words.STOP_WORDS)
    negated = bool(DENIED.search(NOT_DENIED.sub("", text)))
    return Stance(claims, content, negated, statement_type in WANTED)


def _claims(clause: str, statement_type: str) -> Iterator[Claim]:
    named = nouns(clause)
    for dimension in DIMENSIONS:
        if statement_type not in dimension.types:
            continue
        one, other = dimension.one.search(clause), dimension.other.search(clause)
        if bool(one) == bool(other):
            continue
        found = one or other
        if found is None:
            continue
        before = clause[: found.start()]
        turned = bool(DENIED.search(before[-20:])) and dimension.types == WANTED
        own = [(place, stem) for place, stem in named if not found.start() <= place < found.end()]
        about = _about(own, found, after=dimension.after)
        if about:
            rest = frozenset(stem for _, stem in own) - {about}
            yield Claim(dimension.name, bool(one) != turned, frozenset({about}), rest)


def _about(named: list[tuple[int, str]], found: re.Match[str], *, after: bool) -> str | None:
    """Return the noun that a side is taken on: the next one behind an adjective or amount, else the clause's first."""
    if not named:
        return None
    behind = [stem for place, stem in named if place >= found.end()]
    attribute = found[0][0].islower() and found[0].endswith(("e", "en", "er", "es"))
    verb = found[0].endswith("en") and not behind
    if behind and (after or attribute) and not verb:
        return behind[0]
    return named[0][1]


def opposed(one: Stance, other: Stance) -> str | None:
    """Return why two statements contradict each other; None where they do not, or where it is not certain.

    >>> opposed(stance("Mehr Abendkurse", "ziel"), stance("Weniger Abendkurse anbieten", "massnahme"))
    'Die eine Aussage will mehr davon, die andere weniger.'
    >>> opposed(stance("Mehr Kurse am Abend", "ziel"), stance("Weniger Kurse am Vormittag", "ziel")) is None
    True
    """
    for first in one.claims:
        for second in other.claims:
            same = first.dimension == second.dimension and first.about == second.about
            if same and first.side != second.side and _same_matter(first.beside, second.beside):
                return next(dimension.reason for dimension in DIMENSIONS if dimension.name == first.dimension)
    if one.negated != other.negated and one.wanted == other.wanted:
        shared, every = one.content & other.content, one.content | other.content
        if len(shared) >= SHORTEST and len(shared) >= SAME_WORDS * len(every):
            return NEGATED
    return None


def _same_matter(one: Collection[str], other: Collection[str]) -> bool:
    """Tell whether what stands beside two claims may be the same: one says nothing, or they share a word."""
    return not one or not other or bool(frozenset(one) & frozenset(other))


def speaking(stances: Iterable[Stance]) -> list[bool]:
    """Return which statements can contradict any other: they take a side, or may be the negation of another."""
    return [bool(stance.claims) or len(stance.content) >= SHORTEST for stance in stances]
