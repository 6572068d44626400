"""Turns a problem into the state that is wished for, where the words leave no doubt; else None."""

import re
from collections.abc import Callable

from pipeline.shared.german import inflect

NEGATIONS = re.compile(
    r"\b(?:nicht|kein\w*|kaum|nie|niemals|niemand\w*|ohne|weder|nur|wenig\w*|fehl\w*|mangel\w*|selten|man|"
    r"zu (?:wenig|lang|viel|spät|hoch|groß|klein|weit|teuer)\w*|"
    r"un(?:klar|bekannt|gelöst|gleich|sicher|zureichend|genügend|möglich)\w*|schlecht\w*|schwer\w*|"
    r"vollständig|gänzlich|völlig)\b",
    re.IGNORECASE,
)
"""Words with which a reversal may say something else than meant."""
CLAUSE = re.compile(r"[,;:–?]|\s-\s|\b(?:weil|obwohl|aber|sondern|wenn|dass|und .* nicht)\b")
SOME = re.compile(r"(?:Viele|Manche|Einige|Mehrere|Die meisten|Oft|Häufig)\b(?! (?:fehl|kein|zu ))")
PERSONAL = re.compile(r"\b(?:ich|mir|mich|mein\w*)\b", re.IGNORECASE)
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
    return f"{found['head']} {found['middle']}".strip()


def _absent(found: re.Match[str]) -> str | None:
    """`Kinderbetreuung am Abend fehlt`: it exists."""
    noun, tail = found["noun"], found["tail"] or ""
    return None if NO_NOUN.match(noun) or NO_TAIL.match(tail) else f"Es gibt {noun}{tail}"


def _need(found: re.Match[str]) -> str | None:
    """`Wir brauchen Treffpunkte`: they are needed."""
    return f"Es braucht {found['noun']}"


def _state(found: re.Match[str]) -> str | None:
    """`sind kaum bekannt`: they are known."""
    return f"{found['head']} {found['verb']} {found['state']}"


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]


def _rule(pattern: str, turn: Callable[[re.Match[str]], str | None]) -> Rule:
    return re.compile(rf"^{pattern}\.?$"), turn


NOUN = r"(?P<noun>[A-ZÄÖÜa-zäöü][^,]+?)"
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
    _rule(rf"(?:Wir brauchen|Man braucht|Es braucht|Wir bräuchten|Es bräuchte) {NOUN}", _need),
)


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
            return result if result and whole and not NEGATIONS.search(result) else None
    return None
