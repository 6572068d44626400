"""A thing that somebody wants, as what is done: `Sprachcafé` becomes `Einrichtung eines Sprachcafés`.

Every function returns None where it is not sure; the caller then keeps the words as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.guidelines import clauses
from pipeline.guidelines.nouns import Noun, alone, known
from pipeline.guidelines.phrases import ADJECTIVE, ENDING, NOTE, agrees, finite_at, plain_rest
from pipeline.shared.german import inflect
from pipeline.shared.german.inflect import vocabulary

ARTICLE = re.compile(r"[Ee]in(?:e|en|em|er)?")
NOTED = re.compile(r"^(?P<thing>[^,:;–]{3,80}?)(?:, |: |; | – )(?P<notes>[^„“]{3,})$")
LONGEST = 24
WIDE = re.compile(r"^ (?P<how>kreisweit|gemeindeweit|landesweit|mehrsprachig|kostenlos|mobil|digital)(?=$|[ ,])")
"""What notes put behind the noun and a sentence before it."""
STOP = re.compile(r"(?<=[a-zäöüß]{3})\. (?=[A-ZÄÖÜ])")
CHECKING = re.compile(r"\b[Pp]rüf(?:en|ung|auftrag)\b")
"""Notes that want it examined first, not done."""
APPOSED = re.compile(
    r"^ [A-ZÄÖÜ][\w-]+(?: und [A-ZÄÖÜ][\w-]+)?(?=$| (?:in|im|an|am|für|mit|bei|beim|zu|zum|zur|auf|nach)\b)"
)
NAMING = re.compile(
    r"(?:[Tt]isch|[Ss]telle|[Vv]ertrag|[Tt]ag|[Ww]oche|[Ff]orum|[Nn]etzwerk|[Kk]onzept|[Ll]eitfaden|[Kk]urs|[Kk]onferenz)$"
)
"""Things that bear the name of their matter behind them: `Runder Tisch Gesundheit`."""
NUMBERED = re.compile(
    r"^(?P<number>\d+|[Zz]wei|[Dd]rei|[Vv]ier|[Ff]ünf|[Ss]echs|[Ss]ieben|[Aa]cht|[Nn]eun|[Zz]ehn|[Zz]wölf) "
    r"(?P<adjectives>(?:[a-zäöüß]+e )*)(?P<noun>[A-ZÄÖÜ][\w-]+)(?P<rest>.*)$"
)
MORE = re.compile(r"^[Mm]ehr (?P<rest>.+)$")
TO_BE = re.compile(
    r"^(?P<subject>[A-ZÄÖÜ]\w* .+?|[A-ZÄÖÜ][\w-]+) (?P<verb>ist|sind) (?P<middle>.*?)(?P<zu>zu )?"
    r"(?P<infinitive>\w+)\.?$"
)
ABILITIES = vocabulary("verstehen erkennen finden sehen hören lesen erreichen erwarten haben spüren merken")
"""Verbs with which `ist zu` says that it can be done."""
HOW_ABOUT = re.compile(r"^Wie wär(?:e|s|e es|'s)? (?:es )?mit (?P<rest>[^?]+)\?$")


def _stem(adjective: str) -> str:
    return re.sub(r"(?:e|er|es|en|em)$", "", adjective)


def done(text: str) -> str | None:
    """Return a thing that is wanted as what is done: `Sprachcafé im Ort` becomes `Einrichtung eines Sprachcafés ...`.

    >>> done("Fester Ansprechpartner im Rathaus"), done("Mehrsprachige Flyer für Eltern")
    ('Benennung eines festen Ansprechpartners im Rathaus', 'Bereitstellung mehrsprachiger Flyer für Eltern')
    >>> done("Mehr Abendkurse"), done("Zwei neue Treffpunkte")
    ('Angebot zusätzlicher Abendkurse', 'Einrichtung von zwei neuen Treffpunkten')
    >>> done("Lerncafé mit Tablets, offene Zeiten"), done("Sprachcafé Familienzentrum, 2x im Monat")
    ('Einrichtung eines Lerncafés mit Tablets (offene Zeiten)', None)
    """
    plain = text.rstrip(".! ")
    return _thing(plain) or _noted(plain)


def _noted(plain: str) -> str | None:
    """Return a thing with its notes behind it in brackets: `Lerncafé, offene Zeiten`."""
    found = NOTED.match(plain)
    if not found or re.search(r"[(?…=<>|]|->|→", plain) or len(plain.split()) > LONGEST:
        return None
    notes = [clauses.bare(token) for token in clauses.tokens(found["notes"])]
    if finite_at(notes, 0) or CHECKING.search(found["notes"]):
        return None
    made = _thing(found["thing"])
    return f"{made} ({STOP.sub('; ', found['notes'])})" if made else None


def _thing(plain: str) -> str | None:
    """Return a thing that is wanted as what is done; no notes may stand behind it."""
    numbered = NUMBERED.match(plain)
    if numbered:
        return _counted(numbered)
    more = MORE.match(plain)
    found = _phrase(more["rest"] if more else plain)
    if found is None:
        return None
    article, adjectives, word, rest = found
    noun, single = known(word), alone(word)
    wide = WIDE.match(rest)
    if wide and noun is not None:
        adjectives, rest = [*adjectives, f"{wide['how']}{ENDING[noun.gender][0]}"], rest[wide.end() :]
    certain = article or word.lower().endswith("fonds")
    if single and not more and (certain or (adjectives and agrees(adjectives, single.gender))):
        noun = single
    free = APPOSED.sub("", rest) if NAMING.search(word) else rest
    if noun is None or not noun.frame or not plain_rest(free) or not agrees(adjectives, noun.gender):
        return None
    if (more and noun.gender != "p") or (article and (noun.gender == "p" or not _article_fits(article, noun))):
        return None
    return _framed(noun, adjectives, (word, rest), more=bool(more))


def _phrase(plain: str) -> tuple[str, list[str], str, str] | None:
    """Return article, adjectives, noun and rest of a phrase whose first known noun only adjectives come before."""
    words = plain.replace(",", " ,").split(" ")
    article = words.pop(0) if ARTICLE.fullmatch(words[0]) else ""
    named = [number for number, word in enumerate(words) if word[:1].isupper() and known(word)]
    described = named[:2] == [0, 1] and ADJECTIVE.fullmatch(words[0])
    place = named[1] if described else named[0] if named else None
    if place is None or not all(ADJECTIVE.fullmatch(word) for word in words[:place]):
        return None
    rest = words[place + 1 :]
    return article, words[:place], words[place], f" {' '.join(rest)}".replace(" ,", ",") if rest else ""


def _article_fits(article: str, noun: Noun) -> bool:
    """Tell whether an article agrees: nominative, accusative or dative."""
    fitting = {"m": ("ein", "einen", "einem"), "n": ("ein", "einem"), "f": ("eine", "einer")}
    return article.lower() in fitting[noun.gender]


def _framed(noun: Noun, adjectives: Sequence[str], said: tuple[str, str], *, more: bool) -> str:
    """Return `Einrichtung + genitive`; ``said`` is the noun and what follows it."""
    word, rest = said
    stems = [_stem(adjective).lower() for adjective in adjectives]
    if noun.gender == "p":
        described = " ".join([*(["zusätzlicher"] if more else []), *(f"{stem}er" for stem in stems)])
        return f"{noun.frame} {described} {word}{rest}" if described else f"{noun.frame} von {noun.genitive}{rest}"
    article = "einer" if noun.gender == "f" else "eines"
    return f"{noun.frame} {' '.join([article, *(f'{stem}en' for stem in stems), noun.genitive])}{rest}"


def _counted(found: re.Match[str]) -> str | None:
    """Return `Einrichtung von zwei neuen Treffpunkten`."""
    noun = known(found["noun"])
    if noun is None or noun.gender != "p" or not noun.frame or not plain_rest(found["rest"]):
        return None
    stems = [f"{_stem(adjective)}en" for adjective in found["adjectives"].split()]
    return f"{noun.frame} von {' '.join([found['number'].lower(), *stems, noun.genitive])}{found['rest']}"


def how_about(text: str) -> str | None:
    """Return `Wie wäre es mit einem Sprachcafé?` as what is done.

    >>> how_about("Wie wäre es mit einem Sprachcafé am Markt?")
    'Einrichtung eines Sprachcafés am Markt'
    """
    found = HOW_ABOUT.match(text)
    return done(found["rest"]) if found and re.match(r"eine[mr] ", found["rest"]) else None


def to_do(text: str) -> str | None:
    """Return `X ist auszubauen` as an infinitive phrase.

    >>> to_do("Der Zugang zum Kurs ist zu erleichtern."), to_do("Lotsinnen sind regelmäßig zu schulen")
    ('Den Zugang zum Kurs erleichtern', 'Lotsinnen regelmäßig schulen')
    >>> to_do("Die Lage ist schwer zu erklären") is None
    True
    """
    found = TO_BE.match(text)
    if not found or NOTE.search(text) or "," in text or clauses.NEGATIVE & set(text.lower().split()):
        return None
    infinitive = found["infinitive"] if found["zu"] else inflect.without_zu(found["infinitive"])
    if (
        not infinitive
        or not inflect.is_infinitive(infinitive)
        or re.search(r"\b(?:schwer|leicht|kaum|schwierig|gut|nur|so) $", found["middle"])
    ):
        return None
    subject = _accusative(found["subject"], plural=found["verb"] == "sind")
    return f"{subject} {found['middle']}{infinitive}" if subject else None


def _accusative(subject: str, *, plural: bool) -> str | None:
    """Return a subject as an object; None where the masculine form is not certain."""
    first, _, rest = subject.partition(" ")
    if plural or first in {"Die", "Das", "Eine", "Jede", "Jedes", "Diese", "Dieses"}:
        return subject
    if first in {"Der", "Jeder", "Dieser"} and rest[:1].isupper() and not rest.split()[0].endswith("e"):
        return f"{first[:-1]}n {rest}"
    if first == "Ein":
        noun = known(next((word for word in rest.split() if word[:1].isupper()), ""))
        simple = rest[:1].isupper() and noun is not None and noun.gender in {"m", "n"}
        return (f"Einen {rest}" if noun and noun.gender == "m" else subject) if simple else None
    return None
