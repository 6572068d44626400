"""Fragments of a wish or a proposal made whole: a goal becomes a state, a thing somebody wants becomes what is done.

Every function returns None where it is not sure; the caller then keeps the words as they were said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.guidelines import clauses
from pipeline.guidelines.nouns import ENTRIES, Noun, alone, known
from pipeline.shared.german import inflect
from pipeline.shared.german.inflect import vocabulary

PREPOSITIONS = (
    "in|im|ins|an|am|auf|für|mit|ohne|bei|beim|zu|zum|zur|von|vom|aus|nach|vor|über|gegen|unter|neben|zwischen|durch|"
    "während|um|ab|bis|seit|statt|innerhalb|außerhalb|rund|auch|einschließlich|sowohl|jeweils|mindestens|höchstens|nur"
)
WORD_AFTER = re.compile(
    rf"^(?: (?:{PREPOSITIONS}|der|des|vor Ort|direkt|einmal|zweimal|jeden|jede|jedes|„)\b|$| „|"
    r", (?:der|die|das|den|dem|deren|dessen|damit|um|wo|auch|mit|für|ohne|in|an|bei|zu|zum|zur|am|im|auf)\b)"
)
"""What may follow the noun of a note: where, for whom, with what, which; no further noun beside it."""
SEGMENT = re.compile(
    rf"^(?:{PREPOSITIONS}|der|die|das|den|dem|deren|dessen|welche\w*|damit|wo|wenn|sodass|und zwar|etwa|zum Beispiel|"
    r"z\. ?B\.|sofern|sobald|einmal|zweimal|dienstags|samstags|abends|nachmittags)\b"
)
NOTE = re.compile(r"[;:→=<>/|?]|->|\s[–-]\s|\.\s|\+|\bstatt\b.*\bstatt\b")
ARTICLE = re.compile(r"[Ee]in(?:e|en|em|er)?")
ADJECTIVE = re.compile(r"[A-ZÄÖÜa-zäöüß][a-zäöüß-]+(?:e|er|es|en|em)")
NOTED = re.compile(r"^(?P<thing>[^,:;–]{3,80}?)(?:, |: |; | – )(?P<notes>[^„“]{3,})$")
LONGEST = 24
WIDE = re.compile(r"^ (?P<how>kreisweit|gemeindeweit|landesweit|mehrsprachig|kostenlos|mobil|digital)(?=$|[ ,])")
"""What notes put behind the noun and a sentence before it."""
STOP = re.compile(r"(?<=[a-zäöüß]{3})\. (?=[A-ZÄÖÜ])")
CHECKING = re.compile(r"\b[Pp]rüf(?:en|ung|auftrag)\b")
"""Notes that want it examined first, not done."""
BARE_ADJECTIVE = re.compile(r" [a-zäöüß]+(?:ig|lich|los|isch|frei|bar|sam)$")
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
ENDING = {"m": ("er", "en", "em"), "n": ("es", "e", "em"), "f": ("e", "er"), "p": ("e",)}
"""Endings of an adjective that agree with a gender in a note."""
NO_ADJECTIVE = vocabulary("""
    alle jede jeder jedes jeden diese dieser dieses keine keiner unsere ihre seine meine mehr viele einige andere beide
    unser weniger immer aber oder über unter unser euer hier wieder leider lieber bitte heute weiter sonst eine einer
    der die das den dem
    """)
TO_BE = re.compile(
    r"^(?P<subject>[A-ZÄÖÜ]\w* .+?|[A-ZÄÖÜ][\w-]+) (?P<verb>ist|sind) (?P<middle>.*?)(?P<zu>zu )?"
    r"(?P<infinitive>\w+)\.?$"
)
ABILITIES = vocabulary("verstehen erkennen finden sehen hören lesen erreichen erwarten haben spüren merken")
"""Verbs with which `ist zu` says that it can be done."""
HOW_ABOUT = re.compile(r"^Wie wär(?:e|s|e es|'s)? (?:es )?mit (?P<rest>[^?]+)\?$")
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
SHORT = 2
NOMINATIVE = vocabulary("keiner niemand jeder man wir er ich")
"""Words that are the subject where they stand; what opens the clause is none then."""
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
ARTICLES = vocabulary("der die das ein eine jeder jede jedes alle kein keine diese dieser dieses unsere ihre zwei drei")
ALONE = vocabulary("alle niemand jeder jede man wir keiner viele")


def _agrees(adjectives: Sequence[str], gender: str) -> bool:
    """Tell whether adjectives can stand before a noun of this gender."""
    return all(word.endswith(ENDING[gender]) and word.lower() not in NO_ADJECTIVE for word in adjectives)


def _stem(adjective: str) -> str:
    return re.sub(r"(?:e|er|es|en|em)$", "", adjective)


def _plain_rest(rest: str) -> bool:
    """Tell whether what follows the noun hangs on it: places, purposes, relative clauses, no second note."""
    if NOTE.search(rest) or not WORD_AFTER.match(rest):
        return False
    segments = rest.split(", ")
    if not _no_verb(segments[0]) or BARE_ADJECTIVE.search(segments[0]) or DIRECTED.search(segments[0]):
        return False
    return all(SEGMENT.match(segment) for segment in segments[1:]) and not re.match(r" (?:und|oder)\b", rest)


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
    if _finite_at(notes, 0) or CHECKING.search(found["notes"]):
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
    if single and not more and (certain or (adjectives and _agrees(adjectives, single.gender))):
        noun = single
    free = APPOSED.sub("", rest) if NAMING.search(word) else rest
    if noun is None or not noun.frame or not _plain_rest(free) or not _agrees(adjectives, noun.gender):
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
    if noun is None or noun.gender != "p" or not noun.frame or not _plain_rest(found["rest"]):
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


def number_of(word: str) -> str | None:
    """Return `p` for a certain plural, `f` for a certain feminine singular, else the known gender or None.

    >>> number_of("Wartezeiten"), number_of("Zusammenarbeit"), number_of("Zugang")
    ('p', 'f', 'm')
    """
    noun = known(word)
    if noun is not None:
        return noun.gender
    if word == "Eltern" or re.search(r"(?:innen|ungen|heiten|keiten|schaften|ionen|kräfte|stellen|leute)$", word):
        return "p"
    if re.search(r"(?:ung|heit|keit|schaft|ion|tät|arbeit)$", word):
        return "f"
    return None


ARTICLE_OF = {"m": "Der", "f": "Die", "n": "Das", "p": "Die"}


VERB_LIKE = re.compile(r"^[a-zäöüß]{3,}(?:en|eln|ern)$")


def _no_verb(words: str) -> bool:
    """Tell whether no verb stands among the words."""
    tokens = [clauses.bare(token) for token in clauses.tokens(words)]
    if tokens and VERB_LIKE.search(tokens[-1]) and tokens[-1] not in inflect.NOT_VERBS:
        return False
    return not any(_finite_at(tokens, place) for place in range(len(tokens)))


def _nearer(plain: str) -> str | None:
    """`Kürzere Wartezeiten beim Amt`: they are shorter."""
    found = COMPARATIVE.match(plain)
    number = number_of(found["noun"]) if found else None
    if not found or number not in {"p", "f"} or not _no_verb(found["rest"]):
        return None
    if re.match(r" (?:und|oder|als|statt)\b", found["rest"]) or re.search(r"\b(?:als|statt|und)\b", found["rest"]):
        return None
    verb = "sind" if number == "p" else "ist"
    return f"Die {found['noun']}{found['rest']} {verb} {found['stem'].lower()}"


def _amount(plain: str) -> str | None:
    """`Mehr Frauen in Ausbildung`: there are more."""
    found = AMOUNT.match(plain)
    if not found or not _no_verb(found["rest"]) or OUT_OF_PLACE.search(found["rest"]):
        return None
    return f"Es gibt {found['amount'].lower()} {found['rest']}"


def _there_are(plain: str) -> str | None:
    """`Gleiche Chancen in Stadt und Fläche`: there are; only for what is certainly more than one."""
    words = plain.split(" ")
    place = next((number for number, word in enumerate(words) if word[:1].isupper() and number_of(word)), None)
    if place is None or not all(ADJECTIVE.fullmatch(word) for word in words[:place]):
        return None
    adjectives, rest = words[:place], " ".join(["", *words[place + 1 :]])
    if number_of(words[place]) != "p" or not _plain_rest(rest) or OUT_OF_PLACE.search(rest):
        return None
    if not _agrees(adjectives, "p") or not (adjectives or rest):
        return None
    return f"Es gibt {plain[0].lower()}{plain[1:]}" if adjectives else f"Es gibt {plain}"


def _without_copula(plain: str) -> str | None:
    """`Eltern gut informiert`: they are."""
    words = plain.split()
    if len(words) < SHORT or words[-1] not in STATES or not _no_verb(" ".join(words[1:-1])):
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
    if stop is None or not (clauses.is_finite(plain[end]) or _third(plain[end]) or _parted(plain[end])):
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


BEFORE_ADJECTIVE = vocabulary("ein einer eines einem einen zusätzlicher neuen alten 2 3 4 5 6 10")
"""Words before an adjective that could be a verb: `einer festen Stelle`."""
NAMED_SO = vocabulary(
    "Erste Erster Ersten Frühe Früher Frühen Leichte Leichter Einfache Einfacher Runder Runden Offene"
)
"""Adjectives with a capital that are part of a name: `Erste Hilfe`, `Frühe Hilfen`."""
PARTICIPLE = re.compile(
    r"(?:ab|an|auf|aus|bei|ein|fest|her|hin|mit|nach|vor|weg|weiter|zu|zurück|zusammen)ge\w{3,}(?:t|en)$"
)
DIRECTED = re.compile(r" (?:ins|ans|aufs|(?:in|an|auf) (?:die|das))\b")
"""A direction: where no verb stands, one is missing."""
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
    if NOTE.search(plain) or not NOMINAL.match(plain) or not _hanging(plain.split(", ")[1:]) or _lacks_verb(plain):
        return "zitat"
    return "zitat" if _two_nouns(segments[0]) else "nominal"


def _is_infinitive(segments: Sequence[Sequence[str]], said: Sequence[str]) -> bool:
    """Tell whether an infinitive closes a proposal, with nothing but what hangs on it beside it."""
    ends = [inflect.is_infinitive(segment[-1]) for segment in segments]
    first = ends[0] and _hanging(said[1:])
    last = ends[-1] and not clauses.opens_subordinate(segments[-1]) and _hanging(said[1:-1])
    return segments[0][0] == "Prüfen" or first or last or (len(ends) > 1 and all(ends))


def _lacks_verb(plain: str) -> bool:
    """Tell whether a direction is given to something that is no action: `Lampen ans Ufer`."""
    return bool(DIRECTED.search(plain)) and not re.match(r"\w+(?:ung|bot|satz|bau|schluss)\b", plain)


def _is_whole(segments: Sequence[Sequence[str]], statement_type: str) -> bool:
    """Tell whether a finite verb stands where a main clause has it."""
    first = segments[0]
    last = len(first) - 1
    if any(_finite_at(first, place) for place in range(1, last)) or (
        last and _finite_at(first, last) and not inflect.is_infinitive(first[last])
    ):
        return True
    after = [segment for segment in segments[1:] if len(segment) > 1]
    if first[0].lower() in clauses.SUBORDINATE and any(_finite_at(segment, 0) for segment in after):
        return True
    if any(_finite_at(segment, 0) and not inflect.is_infinitive(segment[0]) for segment in after):
        return True
    told = bool(after) and clauses.opens_subordinate(after[0])
    several = number_of(first[0]) == "p" or first[0] in {"Alle", "Wir"}
    return statement_type in WHOLE and last > 0 and inflect.is_infinitive(first[last]) and told and several


def _finite_at(tokens: Sequence[str], place: int) -> bool:
    """Tell whether a word is a finite verb; one that may be a participle only where more follows."""
    word = tokens[place]
    if not word.islower():
        return False
    before, after = tokens[place - 1].lower() if place else "", tokens[place + 1] if place + 1 < len(tokens) else ""
    if after[:1].isupper() and (before in clauses.ATTRIBUTIVE or before in BEFORE_ADJECTIVE):
        return False
    if PARTICIPLE.match(word):
        return False
    if clauses.is_finite(word):
        joined = before == "zu" or after in {"und", "oder", "sowie", ":"} or inflect.is_infinitive(after)
        return not (inflect.is_infinitive(word) and joined)
    return bool(after) and _third(word)


def _third(word: str) -> bool:
    """Tell whether a word is the third person of a verb; it may be a participle as well.

    >>> _third("übernachtet"), _third("bekannt")
    (True, False)
    """
    roots = (f"{word[:-1]}en", f"{word[:-2]}en", f"{word[:-1]}n") if word.islower() and word.endswith("t") else ()
    return any(inflect.is_infinitive(root) and inflect.finite(root, plural=False) == (word, "") for root in roots)


def _hanging(segments: Sequence[str]) -> bool:
    """Tell whether what follows a comma hangs on the sentence: no second note."""
    return all(
        SEGMENT.match(segment)
        or re.match(
            r"(?:um|ohne|dann|und|auch|aber|nicht|egal|unabhängig|zunächst|zuerst|zwei|drei|vier|\d+|je|möglichst|zusammen|abends|"
            r"monatlich|jährlich|bis)\b",
            segment,
        )
        for segment in segments
    )


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
