"""Opposed stances: do two statements want, or report, the opposite of the same thing?

Every statement is read for claims: a dimension (more or less, duty or free choice ...), the side it takes, what it
speaks of, and what else stands in the same clause. Two claims are opposed when they take the two sides of one dimension
for the same noun, and the rest of their clauses does not speak of different things: `mehr Kurse am Abend` and `weniger
Kurse am Vormittag` do not contradict each other. It is meant to be right rather than complete.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

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
    sides: tuple[re.Pattern[str], re.Pattern[str]]
    reason: str
    types: frozenset[str]
    after: bool = False


def _sides(one: str, other: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE)


WORKS = "klappt|klappen|läuft|laufen|funktioniert|funktionieren"
DIMENSIONS = (
    Dimension(
        "menge",
        _sides(
            r"(?<!nicht )(?<!kein )(?<!keine )(?<!keinen )(?<!immer )mehr(?! als| oder)|zusätzliche\w*|weitere[nrms]?|"
            r"ausbauen|ausgebaut|aufstocken|aufgestockt|Ausbau",
            r"weniger(?! als)|kürzen|gekürzt|abbauen|abgebaut|reduzieren|reduziert|verringern|Abbau|Kürzung",
        ),
        "Die eine Aussage will mehr davon, die andere weniger.",
        WANTED,
        after=True,
    ),
    Dimension(
        "pflicht",
        _sides(
            r"Pflicht|verpflichtend\w*|verbindlich\w*|obligatorisch\w*|vorgeschrieben",
            r"auf freiwilliger Basis|freiwillig\w*|ohne Zwang|ohne Pflicht|jedem selbst überlassen",
        ),
        "Die eine Aussage will es verpflichtend, die andere freiwillig.",
        WANTED,
    ),
    Dimension(
        "ort",
        _sides(
            r"zentral|zentrale[nrms]?|an einem Ort|an einer Stelle|zentralisieren",
            r"dezentral\w*|in jeder Gemeinde|in jedem Ort|in allen Gemeinden|wohnortnah\w*|vor Ort",
        ),
        "Die eine Aussage will es an einem Ort, die andere verteilt.",
        WANTED,
    ),
    Dimension(
        "bestand",
        _sides(
            r"abschaffen|abgeschafft|beenden|beendet|auslaufen lassen|streichen|gestrichen|schließen|geschlossen|"
            r"Abschaffung|verzichten|aufgeben",
            r"beibehalten|erhalten bleiben|fortführen|fortgeführt|weiterführen|weitergeführt|fortsetzen|verstetigen|"
            r"verstetigt|dauerhaft sichern|bleiben|Erhalt|Fortführung|Verstetigung",
        ),
        "Die eine Aussage will es beenden, die andere beibehalten.",
        WANTED,
    ),
    Dimension(
        "kosten",
        _sides(
            r"kostenlos\w*|kostenfrei\w*|gebührenfrei\w*|umsonst|beitragsfrei\w*",
            r"kostenpflichtig\w*|Eigenanteil|Eigenbeitrag|Gebühr|Gebühren|Kostenbeitrag|gebührenpflichtig\w*",
        ),
        "Die eine Aussage will es kostenlos, die andere gegen Bezahlung.",
        WANTED,
    ),
    Dimension(
        "erlaubnis",
        _sides(
            r"erlauben|erlaubt|zulassen|zugelassen|gestatten|gestattet",
            r"verbieten|verboten|untersagen|untersagt|Verbot",
        ),
        "Die eine Aussage will es erlauben, die andere verbieten.",
        WANTED,
    ),
    Dimension(
        "reichen",
        _sides(
            r"(?:reichen|reicht)(?! nicht| nie| kaum| längst)(?: \w+){0,2} aus|genug|ausreichend|genügend|genügen|"
            r"genügt",
            r"(?:reichen|reicht)(?: \w+){0,3} (?:nicht|kaum|nie)(?: aus)?|zu wenige?|fehlen|fehlt|Mangel an|"
            r"nicht genug|nicht ausreichend\w*",
        ),
        "Die eine Aussage sagt, dass es reicht, die andere, dass es nicht reicht.",
        TOLD,
    ),
    Dimension(
        "gelingen",
        _sides(
            rf"(?:{WORKS})(?! nicht| kaum| schlecht| nie)(?: \w+)? (?:gut|reibungslos|prima|bestens)|"
            r"bewährt|haben sich bewährt|hat sich bewährt",
            rf"(?:{WORKS})(?: \w+){{0,3}} (?:nicht|kaum|schlecht|nie|schleppend)",
        ),
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

    >>> [stem for _, stem in nouns("Verpflichtende Kurse am Hafen")]
    ['kurs', 'hafe']
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
        one, other = (side.search(clause) for side in dimension.sides)
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
    behind = [(place, stem) for place, stem in named if place >= found.end()]
    if behind and (after or (behind[0][0] == found.end() + 1 and ADJECTIVE.search(found[0]))):
        return behind[0][1]
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


def pairs(stances: Sequence[Stance]) -> Iterator[tuple[int, int, str]]:
    """Return (place, place, reason) of all statements that contradict each other, in order.

    Only statements are compared that take sides on the same noun, or of which one may be the negation of the other, so
    that the work grows with the number of statements and not with its square.
    """
    seen = {(min(pair), max(pair)) for pair in [*_facing(stances), *_denying(stances)] if pair[0] != pair[1]}
    for one, other in sorted(seen):
        reason = opposed(stances[one], stances[other])
        if reason:
            yield one, other, reason


def _facing(stances: Sequence[Stance]) -> Iterator[tuple[int, int]]:
    """Return the pairs that take opposite sides on the same noun and name nothing or a common thing beside it."""
    found: dict[tuple[str, ...], tuple[list[int], list[int]]] = {}
    for place, own in enumerate(stances):
        for claim in own.claims:
            key = (claim.dimension, *claim.about)
            for part in ("*", *sorted(claim.beside)) if claim.beside else ("*", "-"):
                found.setdefault((*key, part), ([], []))[claim.side].append(place)
    for key, (one, other) in sorted(found.items()):
        if key[-1] == "-":
            every = found[*key[:-1], "*"]
            yield from product(one, every[1])
            yield from product(other, every[0])
        elif key[-1] != "*":
            yield from product(one, other)


def _denying(stances: Sequence[Stance]) -> Iterator[tuple[int, int]]:
    """Return the pairs of a negated statement and one that is not in which one of the rarest words is the same."""
    for group in _nearly_alike(stances):
        negated = [place for place in group if stances[place].negated]
        yield from product(negated, [place for place in group if not stances[place].negated])


def _nearly_alike(stances: Sequence[Stance]) -> Iterator[list[int]]:
    """Return groups that share one of their rarest words: what shares most words shares one of these."""
    seen = Counter(stem for own in stances for stem in own.content)
    groups: dict[str, list[int]] = {}
    for place, own in enumerate(stances):
        if len(own.content) >= SHORTEST:
            ranked = sorted(own.content, key=lambda stem: (seen[stem], stem))
            for stem in ranked[: len(ranked) - int(SAME_WORDS * len(ranked)) + 1]:
                groups.setdefault(stem, []).append(place)
    yield from groups.values()
