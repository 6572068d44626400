"""Turns a problem into the state that is wished for, where the words leave no doubt; else None."""

import re
from collections.abc import Callable

from pipeline.shared.german import inflect

NEGATIONS = re.compile(
    r"\b(?:nicht|kein\w*|kaum|nie|niemals|niemand\w*|ohne|weder|nur|wenig\w*|fehl\w*|mangel\w*|selten|man|zu (?:wenig|lang|viel|spät|hoch|groß|klein|weit|teuer)\w*|"
    r"un(?:klar|bekannt|gelöst|gleich|sicher|zureichend|genügend|möglich)\w*|schlecht\w*|schwer\w*)\b", re.I
)
CLAUSE = re.compile(r"[,;:–?]|\s-\s|\b(?:weil|obwohl|aber|sondern|wenn|dass|und .* nicht)\b")
NEAR = {
    "lang": "kürzer", "hoch": "niedriger", "hoh": "niedriger", "spät": "früher", "groß": "kleiner", "kompliziert": "einfacher",
    "bürokratisch": "einfacher", "schwierig": "einfacher", "langsam": "schneller", "klein": "größer", "kurz": "länger",
    "knapp": "großzügiger", "gering": "größer", "weit": "kürzer", "teuer": "günstiger", "teur": "günstiger",
}  # fmt: skip
FEMININE = ("ung", "heit", "keit", "schaft", "ion", "tät", "stelle", "hilfe", "kraft", "person", "gruppe", "reihe", "börse",
            "liste", "karte", "schule", "sprache", "pflege", "arbeit", "zeit", "anlaufstelle", "betreuung", "kultur")  # fmt: skip
KNOWING = "kennen|kennt|erreichen|erreicht|finden|findet|verstehen|versteht|bekommen|bekommt|erhalten|erhält|wissen|weiß|nutzen|nutzt"
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
    return noun[:1].isupper() and inflect.lemma(noun) not in {noun, noun.lower()} and noun.endswith(("n", "e", "er", "s"))


def _lacking(found: re.Match[str]) -> str | None:
    """`Es fehlen Plätze` and `zu wenig Plätze`: enough of them."""
    noun = found["noun"]
    first = noun.split()[0]
    if re.match(r"(?:ein\w*|der|die|das|den|dem|an|am|im|in|oft|häufig|noch|auch|vor|es|uns|hier|überall|bisher|nach|für|bei)$", first, re.I):
        return None
    return f"Ausreichend {noun}"


def _lacking_of(found: re.Match[str]) -> str | None:
    """`Es fehlt an Plätzen`, `Mangel an Personal`: the noun stands in the dative."""
    noun = found["noun"]
    if len(noun.split()) > 1 and noun.split()[0][:1].islower():
        return None
    return f"Sicherstellung von {noun}"


def _missing(found: re.Match[str]) -> str | None:
    """`fehlende Kinderbetreuung`: it exists."""
    noun, ending = found["noun"], found["ending"]
    if ending == "r":
        noun = re.sub(r"^([a-zäöüß]+)er(?= )", r"\1en", noun)
    if ending in {"r", "e", "s"} and re.match(r"[a-zäöü]+ (?:und|oder)", noun):
        return None
    return f"Es gibt {noun}"


def _none(found: re.Match[str]) -> str | None:
    """`keinen Treffpunkt`: a meeting place; `keine Kurse`: courses."""
    ending, noun = found["ending"], found["noun"]
    head = next((word for word in re.findall(r"\w[\w-]*", noun) if word[:1].isupper()), "")
    if ending in {"en", ""}:
        return f"Es gibt ein{ending} {noun}"
    if _plural(head):
        return f"Es gibt {noun}"
    return f"Es gibt eine {noun}" if head.endswith(FEMININE) else None


def _none_of_them(found: re.Match[str]) -> str | None:
    """`Keine Kurse am Abend`: courses in the evening."""
    head = next((word for word in re.findall(r"\w[\w-]*", found["noun"]) if word[:1].isupper()), "")
    if _plural(head):
        return f"Es gibt {found['noun']}"
    return f"Es gibt eine {found['noun']}" if head.endswith(FEMININE) else None


def _too(found: re.Match[str]) -> str | None:
    """`zu lange Wartezeiten`: shorter ones."""
    better = NEAR.get(found["adjective"])
    return f"{better}{found['ending']} {found['noun']}" if better else None


def _not_reached(found: re.Match[str]) -> str | None:
    """`Eltern kennen das Schulsystem nicht`: they know it."""
    return f"{found['head']} {found['middle']}".strip() + (f" {found['tail']}" if found["tail"] else "")


def _absent(found: re.Match[str]) -> str | None:
    """`Kinderbetreuung am Abend fehlt`: it exists."""
    noun, tail = found["noun"], found["tail"] or ""
    if re.match(r"(?:Der|Die|Das|Ein\w*|Es|Wir|Uns|Mir|Vielen|Den|Dem|Oft|Hier|Dort|Häufig|Manchen|Noch|Bisher|In|Im|An|Am|Auf|Bei|Beim|Für|Nach|Vor|Zu|Zum)\b", noun):
        return None
    return f"Es gibt {noun}{tail}" if not re.match(r" (?:es|uns|ihnen|den|der|dem|vielen|mir|oft|häufig|noch)\b", tail) else None


def _need(found: re.Match[str]) -> str | None:
    """`Wir brauchen Treffpunkte`: they are needed."""
    return f"Es braucht {found['noun']}"


def _state(found: re.Match[str]) -> str | None:
    """`sind kaum bekannt`: they are known."""
    return f"{found['head']} {found['verb']} {found['state']}"


Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]]

RULES: tuple[Rule, ...] = (
    (re.compile(r"^(?:Es (?:fehlen|fehlten)|Fehlen) (?P<noun>[A-ZÄÖÜa-zäöü][^,]+?)\.?$"), _lacking),
    (re.compile(r"^(?:Es gibt |Es gebe |Nach wie vor |Immer noch )?zu wenige? (?P<noun>[A-ZÄÖÜa-zäöü][^,]+?)\.?$", re.I), _lacking),
    (re.compile(r"^(?:Es fehlt|Es mangelt|Mangel) an (?P<noun>[^,]+?)\.?$"), _lacking_of),
    (re.compile(r"^Fehlende(?P<ending>[rs]?) (?P<noun>[^,]+?)\.?$", re.I), _missing),
    (re.compile(r"^(?:Es gibt |Es gebe )kein(?P<ending>en|e|) (?P<noun>[^,]+?)\.?$"), _none),
    (re.compile(r"^Keine(?P<ending>) (?P<noun>[^,]+?)\.?$"), _none_of_them),
    (re.compile(r"^(?P<noun>[A-ZÄÖÜ][^,]*?) (?:oft |häufig |noch |noch immer |bisher |hier |völlig |vielerorts )?(?:fehlt|fehlen)(?P<tail> [^,]+?)?\.?$"), _absent),
    (re.compile(r"^zu (?P<adjective>\w+?)(?P<ending>e[rs]?) (?P<noun>[A-ZÄÖÜ][^,]+?)\.?$", re.I), _too),
    (
        re.compile(rf"^(?P<head>[A-ZÄÖÜ][^,]*? (?:{KNOWING})) (?P<middle>[^,]*?)\b(?:nicht|kaum)(?: (?P<tail>rechtzeitig|immer))?\.?$"),
        _not_reached,
    ),
    (
        re.compile(
            r"^(?P<head>[A-ZÄÖÜ][^,]*?) (?P<verb>ist|sind) (?:noch |oft |häufig )?(?:nicht|kaum|zu wenig|nicht ausreichend|nicht hinreichend) "
            r"(?P<state>bekannt|erreichbar|geklärt|gesichert|finanziert|abgestimmt|vernetzt|barrierefrei|informiert|verständlich|"
            r"vorhanden|anerkannt|beteiligt|vertreten|sichtbar|mehrsprachig)\.?$"
        ),
        _state,
    ),
    (re.compile(r"^(?:Wir brauchen|Man braucht|Es braucht|Wir bräuchten|Es bräuchte) (?P<noun>[^,]+?)\.?$"), _need),
)


def desired(text: str) -> str | None:
    """Return the wished-for state of a problem in one clause; None where the reversal is not certain.

    >>> desired("Es fehlen Kita-Plätze im Nordkreis."), desired("Angebote sind kaum bekannt")
    ('Ausreichend Kita-Plätze im Nordkreis', 'Angebote sind bekannt')
    >>> desired("Eltern kennen das Schulsystem nicht und erfahren zu spät vom Elternabend.") is None
    True
    """
    if len(text.split()) > MOST_WORDS or CLAUSE.search(text) or re.search(r"\b(?:ich|mir|mich|mein\w*)\b", text, re.I):
        return None
    for pattern, rule in RULES:
        found = pattern.match(text)
        if found:
            result = rule(found)
            whole = "noun" not in found.groupdict() or _phrase(found["noun"])
            return result if result and whole and not NEGATIONS.search(result) else None
    return None
