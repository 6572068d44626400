"""Turns a problem into the state that is wished for, where the words leave no doubt; else None."""

import re
from collections.abc import Callable

from pipeline.guidelines import clauses
from pipeline.guidelines.phrases import number_of
from pipeline.guidelines.states import ARTICLE_OF
from pipeline.shared.german import inflect

NEGATIONS = re.compile(
    r"\b(?:nicht|kein\w*|kaum|nie|niemals|niemand\w*|ohne|weder|nur|wenig\w*|fehl\w*|mangel\w*|selten|man|"
    r"zu (?:wenig|lang|viel|spät|hoch|groß|klein|weit|teuer)\w*|"
    r"un(?:klar|bekannt|gelöst|gleich|sicher|zureichend|genügend|möglich)\w*|schlecht\w*|schwer\w*|"
    r"vollständig|gänzlich|völlig)\b",
    re.IGNORECASE,
)
"""Words with which a reversal may say something else than meant."""
CLAUSE = re.compile(r"[,;:–?→/]|\s-\s|\b(?:weil|obwohl|aber|sondern|wenn|dass|und .* nicht)\b")
SOME = re.compile(r"(?:Viele|Manche|Einige|Mehrere|Die meisten|Oft|Häufig)\b(?! (?:fehl|kein|zu ))")
PERSONAL = re.compile(r"\b(?:ich|mir|mich|mein\w*)\b", re.IGNORECASE)
CAUSE = re.compile(r"\b(?:aus (?=[A-ZÄÖÜ])|wegen|mangels|trotz|wir|uns|viele|alle)\b|\bund\b|→")
"""Reasons and second matters: without the negation they would be wrong."""
NEARER = {
    "lang": "kürzer",
    "hoch": "niedriger",
    "hoh": "niedriger",
    "spät": "früher",
    "groß": "kleiner",
    "kompliziert": "einfacher",
    "bürokratisch": "einfacher",
    "schwierig": "einfacher",
    "langsam": "schneller",
    "klein": "größer",
    "kurz": "länger",
    "knapp": "großzügiger",
    "gering": "größer",
    "weit": "kürzer",
    "teuer": "günstiger",
    "teur": "günstiger",
}
"""What `zu ...` asks for."""
FEMININE = re.compile(
    r"(?:ung|heit|keit|schaft|ion|tät|stelle|hilfe|kraft|person|gruppe|reihe|börse|liste|karte|schule|sprache|pflege|"
    r"arbeit|zeit|kultur)$"
)
KNOWING = (
    "kennen|kennt|erreichen|erreicht|finden|findet|verstehen|versteht|bekommen|bekommt|erhalten|erhält|wissen|weiß|"
    "nutzen|nutzt"
)
STATES = (
    "bekannt|erreichbar|geklärt|gesichert|finanziert|abgestimmt|vernetzt|barrierefrei|informiert|verständlich|"
    "vorhanden|anerkannt|beteiligt|vertreten|sichtbar|mehrsprachig"
)
NO_NOUN = re.compile(
    r"(?:ein\w*|der|die|das|den|dem|an|am|im|in|oft|häufig|noch|auch|vor|es|uns|hier|überall|bisher|nach|für|bei|beim|"
    r"wir|mir|vielen|dort|manchen|auf|zu|zum)\b",
    re.IGNORECASE,
)
NO_TAIL = re.compile(r" (?:es|uns|ihnen|den|der|dem|vielen|mir|oft|häufig|noch)\b")
MOST_WORDS = 16
UNCOUNTED = inflect.vocabulary(
    "Zugang Kontakt Anschluss Anspruch Geld Zeit Arbeit Hilfe Unterstützung Deutsch Personal Ruhe Wohnraum"
)
"""Nouns that stand without an article."""
ADVERBS = re.compile(r"\b(?:noch|mehr|auch|immer|länger|selbst|so|erst|gar|überhaupt|mal|schon|bloß|allein|gern)\b")
"""Words with which `not` means something else than its opposite."""


def _phrase(noun: str) -> bool:
    """Tell whether the words are a noun phrase: no verb stands among them."""
    for word in re.findall(r"(?<![\w-])[a-zäöüß]{3,}(?![\w-])", noun):
        base = inflect.lemma(word)
        if inflect.is_infinitive(word) or (word.endswith("t") and base != word and inflect.is_infinitive(base)):
            return False
    return True


def _plural(noun: str) -> bool:
    """Tell whether a noun is certainly a plural: its dictionary form is another one."""
    same = inflect.lemma(noun) in {noun, noun.lower()}
    return noun[:1].isupper() and not same and noun.endswith(("n", "e", "er", "s"))


def _head(noun: str) -> str:
    """Return the first noun of a phrase."""
    return next((word for word in re.findall(r"\w[\w-]*", noun) if word[:1].isupper()), "")


def _lacking(found: re.Match[str]) -> str | None:
    """`Es fehlen Plätze` and `zu wenig Plätze`: enough of them."""
    return None if NO_NOUN.match(found["noun"]) else f"Ausreichend {found['noun']}"


def _lacking_of(found: re.Match[str]) -> str | None:
    """`Es fehlt an Plätzen`, `Mangel an Personal`: the noun stands in the dative."""
    noun = found["noun"]
    return None if re.match(r"(?:ein\w*|de[mrn]|allen?)\b", noun) else f"Sicherstellung von {noun}"


def _missing(found: re.Match[str]) -> str | None:
    """`fehlende Kinderbetreuung`: it exists."""
    noun = found["noun"]
    if re.match(r"[a-zäöü]+ (?:und|oder)", noun):
        return None
    accusative = re.sub(r"^([a-zäöüß]+)er(?= )", r"\1en", noun) if found["ending"] == "r" else noun
    return f"Es gibt {accusative}"


def _none(found: re.Match[str]) -> str | None:
    """`Es gibt keinen Treffpunkt`: a meeting place; `keine Kurse`: courses."""
    ending, noun = found["ending"], found["noun"]
    return f"Es gibt ein{ending} {noun}" if ending in {"en", ""} else _none_of_them(found)


def _none_of_them(found: re.Match[str]) -> str | None:
    """`Keine Kurse am Abend`: courses in the evening."""
    noun = found["noun"]
    if _plural(_head(noun)):
        return f"Es gibt {noun}"
    return f"Es gibt eine {noun}" if FEMININE.search(_head(noun)) else None


def _too(found: re.Match[str]) -> str | None:
    """`zu lange Wartezeiten`: shorter ones."""
    better = NEARER.get(found["adjective"].lower())
    return f"{better}{found['ending']} {found['noun']}" if better else None


def _not_reached(found: re.Match[str]) -> str | None:
    """`Eltern kennen das Schulsystem nicht`: they know it."""
    if CAUSE.search(found["middle"]):
        return None
    return f"{found['head']} {found['middle']}".strip()


def _absent(found: re.Match[str]) -> str | None:
    """`Kinderbetreuung am Abend fehlt`: it exists."""
    noun, tail = found["noun"], found["tail"] or ""
    if NO_NOUN.match(noun) or NO_TAIL.match(tail):
        return None
    described = re.match(r"[A-ZÄÖÜ][a-zäöüß]+e [A-ZÄÖÜ]", noun)
    return f"Es gibt {noun[0].lower() if described else noun[0]}{noun[1:]}{tail}"


def _need(found: re.Match[str]) -> str | None:
    """`Wir brauchen Treffpunkte`: they are needed."""
    return f"Es braucht {found['noun']}"


def _state(found: re.Match[str]) -> str | None:
    """`sind kaum bekannt`: they are known."""
    return f"{found['head']} {found['verb']} {found['state']}"


def _access(found: re.Match[str]) -> str | None:
    """`Frauen haben keinen Zugang zu Kursen`: they have access."""
    ending = found["ending"]
    article = {"en": "einen ", "e": "eine ", "": "ein "}[ending] if found["noun"].split()[0] not in UNCOUNTED else ""
    if ending == "e" and _plural(_head(found["noun"])):
        article = ""
    return f"{found['head']} {found['verb']} {article}{found['noun']}"


def _reach(found: re.Match[str]) -> str | None:
    """`Vereine erreichen Neue nicht`: they do."""
    middle, tail = found["middle"], found["tail"] or ""
    if (
        ADVERBS.search(middle + tail)
        or CAUSE.search(middle + tail)
        or any(clauses.is_finite(word) for word in middle.split())
    ):
        return None
    return re.sub(" +", " ", f"{found['head']} {found['verb']} {middle}{tail}").strip()


def _suffices(found: re.Match[str]) -> str | None:
    """`Die Plätze reichen nicht aus`: they suffice."""
    return f"{found['head']} {found['verb']} aus"


def _lasts(found: re.Match[str]) -> str | None:
    """`Die Bearbeitung dauert zu lange`: it goes faster."""
    verb = "gehen" if found["verb"] == "dauern" else "geht"
    return f"{found['head']} {verb} schneller"


def _nearer(found: re.Match[str]) -> str | None:
    """`Die Wege sind zu weit`: they are shorter."""
    better = NEARER.get(found["adjective"].lower())
    return f"{found['head']} {found['verb']} {better}" if better else None


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]


def _rule(pattern: str, turn: Callable[[re.Match[str]], str | None]) -> Rule:
    return re.compile(rf"^{pattern}\.?$"), turn


NOUN = r"(?P<noun>[A-ZÄÖÜa-zäöü][^,]+?)"
HEAD = (
    r"(?P<head>(?:Die |Das |Der |Unsere )?(?:[A-ZÄÖÜ]?[a-zäöüß]+(?:e|er|en) )?[A-ZÄÖÜ][\w-]+(?: und [A-ZÄÖÜ][\w-]+)?"
    r"(?: (?:in|im|an|am|auf|aus|mit|ohne|für|beim?|von|zu[mr]?|der|des) [^,]*?)?)"
)
"""A subject: a noun, its adjective, and what hangs on it."""
VERBS = (
    "kennen|kennt|erreichen|erreicht|finden|findet|verstehen|versteht|bekommen|bekommt|erhalten|erhält|nutzen|nutzt|"
    "können|kann|dürfen|darf|werden|wird|sind|ist|wissen|weiß|kommen|kommt|gehen|geht|haben|hat|trauen|traut|passen|"
    "passt|fahren|fährt|funktionieren|funktioniert|greifen|greift|gelten|gilt|melden|meldet|arbeiten|arbeitet"
)
MEASURED = r"\w*(?:[Ww]artezeit|[Ff]ahrt|[Vv]erfahren|[Kk]ost|[Gg]ebühr|[Hh]ürde|[Mm]iete|[Ww]ege?\b)\w*"
OFTEN = r"(?:oft |häufig |noch |noch immer |bisher |hier |vielerorts )?"
RULES: tuple[Rule, ...] = (
    _rule(rf"(?:Es (?:fehlen|fehlten)|Fehlen) {NOUN}", _lacking),
    _rule(rf"(?:Es gibt |Es gebe |Nach wie vor |Immer noch )?[Zz]u wenige? {NOUN}", _lacking),
    _rule(rf"(?:Es fehlt|Es mangelt|Mangel) an {NOUN}", _lacking_of),
    _rule(rf"[Ff]ehlende(?P<ending>[rs]?) {NOUN}", _missing),
    _rule(rf"(?:Es gibt |Es gebe )kein(?P<ending>en|e|) {NOUN}", _none),
    _rule(rf"Keine {NOUN}", _none_of_them),
    _rule(rf"(?P<noun>[A-ZÄÖÜ][^,]*?) {OFTEN}(?:fehlt|fehlen)(?P<tail> [^,]+?)?", _absent),
    _rule(r"[Zz]u (?P<adjective>\w+?)(?P<ending>e[rs]?) (?P<noun>[A-ZÄÖÜ][^,]+?)", _too),
    _rule(
        rf"(?:Sehr |Oft )?(?P<adjective>[Ll]ang|[Hh]oh|[Ww]eit)(?P<ending>e[rs]?) "
        rf"(?P<noun>{MEASURED}[^,]*?)",
        _too,
    ),
    _rule(rf"(?P<head>[A-ZÄÖÜ][^,]*? (?:{KNOWING})) (?P<middle>[^,]*?) ?\b(?:nicht|kaum)", _not_reached),
    _rule(
        rf"(?P<head>[A-ZÄÖÜ][^,]*?) (?P<verb>ist|sind) {OFTEN}"
        rf"(?:nicht|kaum|zu wenig|nicht ausreichend|nicht hinreichend) (?P<state>{STATES})",
        _state,
    ),
    _rule(
        rf"{HEAD} (?P<verb>haben|hat|finden|findet|bekommen|bekommt|erhalten|erhält) kein(?P<ending>en|e|) {NOUN}",
        _access,
    ),
    _rule(rf"{HEAD} (?P<verb>reicht|reichen) nicht aus", _suffices),
    _rule(rf"{HEAD} (?P<verb>dauert|dauern) (?:viel |oft )?(?:zu lang|zu lange)", _lasts),
    _rule(rf"{HEAD} (?P<verb>ist|sind) (?:oft |viel )?zu (?P<adjective>\w+)", _nearer),
    _rule(rf"{HEAD} (?P<verb>{VERBS}) (?P<middle>[^,]*?) ?\bnicht(?P<tail> [^,]+)?", _reach),
    _rule(rf"(?:Wir brauchen|Man braucht|Es braucht|Wir bräuchten|Es bräuchte) {NOUN}", _need),
)


def _with_article(result: str, found: re.Match[str]) -> str | None:
    """Return the state with the article that a note leaves out; None where it is not certain."""
    parts = found.groupdict()
    if "verb" not in parts or not result.startswith(str(parts.get("head"))):
        return result
    if not str(parts["verb"]).endswith(("t", "weiß", "kann", "darf")) or parts["verb"] == "sind":
        return result
    first = str(parts["head"]).split()[0]
    if first in {"Die", "Der", "Das", "Unsere"}:
        return result
    article = ARTICLE_OF.get(number_of(first) or "")
    return f"{article} {result}" if article else None


def desired(text: str) -> str | None:
    """Return the wished-for state of a problem in one clause; None where the reversal is not certain.

    >>> desired("Es fehlen Kita-Plätze im Nordkreis."), desired("Angebote sind kaum bekannt")
    ('Ausreichend Kita-Plätze im Nordkreis', 'Angebote sind bekannt')
    >>> desired("Eltern kennen das Schulsystem nicht und erfahren zu spät vom Elternabend.") is None
    True
    """
    if len(text.split()) > MOST_WORDS or SOME.match(text) or CLAUSE.search(text) or PERSONAL.search(text):
        return None
    for pattern, turn in RULES:
        found = pattern.match(text)
        if found:
            result = turn(found)
            whole = "noun" not in found.groupdict() or _phrase(found["noun"])
            result = _with_article(result, found) if result else None
            return result if result and whole and not NEGATIONS.search(result) else None
    return None
