"""Takes the frame off a reported proposal: who proposed it is evidence, what was proposed is the wording."""

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.guidelines import clauses
from pipeline.shared.german import inflect

Form = Literal["dass", "zu", "nominal", "satz", "auftrag"]


def _any(*parts: str) -> str:
    """Return a group of alternatives; every part is a line of alternatives of its own."""
    return rf"(?:{'|'.join(parts)})"


PROPOSED = _any(
    "vorgeschlagen|angeregt|empfohlen|beantragt|gefordert|gewünscht|angestrebt|vereinbart|erbeten|verlangt",
    "befürwortet|geraten|festgehalten|formuliert|verabredet|angedacht|angemahnt|eingefordert|nahegelegt|gebeten",
    "erwünscht|überlegt|beabsichtigt|geplant|vorgesehen",
)
PROPOSES = _any(
    "regt|regte|regen|schlägt|schlug|schlagen|schlugen|empfiehlt|empfahl|empfehlen|beantragen|beantragte",
    "fordern|fordert|forderte|forderten|verlangen|verlangt|verlangte|plädiert|plädierte|plädieren|plädierten",
    "rät|riet|raten|befürworte|befürwortet|befürwortete|befürworten|bitten|bittet|bat|baten|überein|beschließt",
    r"beschlossen|legt nahe|sich vorstellen|einigt man sich|wünsch(?:t|te|en|ten|e) sich|einig(?:t|te|ten|en) sich",
    r"verständig(?:t|te|ten|en) sich|sprach(?:en)? sich|spr(?:icht|echen) sich",
)
PROPOSING = re.compile(rf"\b{_any(PROPOSED, PROPOSES)}\b", re.IGNORECASE)
"""A frame that proposes: `angeregt wird`, `der Beirat empfiehlt`."""
AIMING = re.compile(
    "^"
    + _any(
        r"(?:(?:[Uu]nser|[Mm]ein|[Dd]as|[Ee]in|[Aa]ls|[Dd]er|[Ee]inziges?|[Gg]emeinsames) )?"
        r"(?:wichtigstes |erstes |oberstes |großer )?(?:Ziel\w*|Wunsch|Anliegen)\b(?! und)",
        r"(?:Einigkeit|Konsens|Einvernehmen) besteht",
        r"(?:\w+ ){1,6}(?:verfolg\w+|über) das Ziel\b",
        r"(?:Angestrebt|Anzustreben|Wünschenswert|Wichtig|Entscheidend|Erreicht werden)\b",
        r"Es (?:wäre|ist|sei) (?:wichtig|wünschenswert|schön|gut)\b",
        r"(?:Es|Uns|Mir|Uns \w+) (?:geht|gehe|ging|gälte|gelte|gilt|muss|müsse|soll|solle)\b.*"
        r"\b(?:darum|erreichen|erreicht werden)",
        r".*\b(?:will|wolle|wollen|möchte|möchten|soll|solle)\b.* "
        r"(?:erreichen|erreicht werden|bewirken|dahin kommen|dahin|hinwirken)$",
        r"(?:Wir|Man) (?:will|wolle|wollen|möchten?|hoffen|hofft|streben an|wünschen uns)$",
        r"(?:Ich )?(?:[Ww]ürde?|[Ww]ünsche?) (?:ich )?mir(?: wünschen)?$",
        r"(?:Er|Sie|Man|\w+ \w+) hofft$",
    )
)
"""A frame that names an aim: `Ziel ist`, `man wolle erreichen`."""
SAYING = re.compile(
    r"\b"
    + _any(
        r"(?:betont|berichtet|erklärt|sagt|meint|äußert|ergänzt|schildert|bekräftigt|entgegnet|erwidert|antwortet)"
        r"(?:e|en)?",
        "betonen|unterstrichen|unterstreicht|hervorgehoben|hebt hervor|hob hervor|hoben hervor|hält fest|halten fest",
        "festgehalten|weist darauf hin|wies darauf hin|hingewiesen|gibt zu bedenken|wirft ein|warf ein|findet",
        r"merkt\w* an|stellt(?:e|en)? (?:fest|klar)|fasst(?:e|en)? zusammen|fügt(?:e|en)? hinzu|macht(?:e)? deutlich",
        r"erinnert(?:e|en)? daran|plädiert(?:e|en)?|verständigt\w* sich darauf",
        r"[Ee]inig (?:ist|war|sind|waren)|Konsens|Einigkeit|Einvernehmen",
    )
    + r"\b"
)
"""A frame that reports what somebody said."""
OFFERING = re.compile(
    r"\b"
    + _any(
        r"biete\w*|bot|boten|kündigt\w*|kündige\w*|sicher(?:t|te|e|n) zu|sag(?:t|te|e|en) zu|zugesagt|Aussicht",
        "erklärt sich|erklären sich|verpflichtet|bereit",
    )
    + r"\b",
    re.IGNORECASE,
)
"""A frame whose speaker will do it: the frame says who, so it stays."""
ADDRESSED = re.compile(
    r"^(?P<who>(?:[A-ZÄÖÜ]|d)[^,]{2,60}?) (?P<verb>wird|werde|werden|wurde|wurden|soll|solle|sollen) "
    r"(?:dringend |erneut )?(?:gebeten|ersucht|aufgefordert|angehalten|beauftragt|verpflichtet)(?: werden)?$"
)
NOMINAL = re.compile(
    rf"^{_any(PROPOSED, 'gebraucht|benötigt|nötig|notwendig|erforderlich|wünschenswert|sinnvoll|hilfreich|wichtig')} "
    r"(?:wird|werde|wurde|werden|wurden|würden|würde|ist|sei|sind|seien|wäre|wären)"
    r"(?: (?:auch|zudem|außerdem|ferner|daher|erneut|einhellig|mehrfach|von mehreren|allgemein|hier|weiterhin))?"
    r" (?P<noun>.+)$",
    re.IGNORECASE | re.DOTALL,
)
HELPFUL = re.compile(
    r"^(?:(?:Hier|Dort|Dafür|Dazu|Es|Außerdem|Zudem|Sehr) )?(?:wäre|wären) (?P<noun>[^,]+?) "
    r"(?:sehr |besonders |auch )*(?:hilfreich|wünschenswert|sinnvoll|gut|schön|nötig|wichtig|notwendig|denkbar)[.!]?$",
    re.IGNORECASE,
)
ASKED_TO = re.compile(
    r"^(?P<who>(?:[A-ZÄÖÜ]|d)[^,]{2,60}?) (?P<verb>wird|werde|werden|wurde|wurden) "
    r"(?:gebeten|beauftragt|aufgefordert),? zu (?P<what>\w+)(?P<rest>,.+)$"
)
SPOKEN_FOR = re.compile(
    r"^[^,]{3,60} sp(?:rach|rachen|richt|rechen|reche) sich (?:einhellig |klar |auch )?"
    r"für (?P<noun>(?!(?:einen|den|ein|eine|das|die)\b).+) aus[.]?$"
)
SPOKEN = re.compile(
    r"^(?:Herr|Frau|Dr\.|Prof\.|Er|Sie|Man|\[|Die|Der|Das|Eine?)[^,:]{0,50}?\b"
    r"(?:fasst(?:e)? zusammen|sagt(?:e)?|ergänzt(?:e)?|betont(?:e)?|meint(?:e)?|wirft ein|fordert(?:e)?|schlägt vor|"
    r"regt an|hält fest)\s*:\s*(?P<words>.+)$"
)
HIDDEN_ACTOR = re.compile(r"^(?:(?:Herr|Frau|Dr\.|Prof\.)\s|Er\b|Sie\b|.*\[[A-ZÄÖÜ]\w*_\d+\])")
ACTIVE_NOUN = re.compile(
    r"^(?:Er|Sie|Man|Mehrere|Einige|Eine? |Die |Der |Das |Herr |Frau |Dr\. |\[)[^,]{0,70}? "
    + _any(
        "regt|regte|regen|schlägt|schlug|schlagen|fordert|forderte|fordern|verlangt|verlangte|empfiehlt|empfahl",
        "beantragt|beantragte|(?:wünscht|wünschte|wünschen|wünschten) sich",
        "(?:wirbt|warb|werben|plädiert|plädierte|plädieren) für",
    )
    + r" (?:zudem |außerdem |auch |daher )?"
    r"(?P<noun>(?!(?:einen|den|dem|der|ihn|sie|es|sich|ihm)\b)[^,]+?)(?: (?:an|vor))?(?P<tail>,.*)?[.!]?$"
)
ATTRIBUTION = re.compile(
    r"\s*[,–]\s+"
    + _any(
        r"so (?!dass|viel|weit|lange|oft|gut|wie|gestalt|ausge|verteil|ange)"
        r"(?:[A-ZÄÖÜ]|die |der |das |ein |eine |einige |mehrere |auch )[^,;]{1,60}",
        "wie es heißt|wie sich zeigt|wie berichtet wird|heißt es|hieß es",
        r"(?:wurde|wird|werde) (?:angeregt|vorgeschlagen|gefordert|betont|berichtet|empfohlen)",
        r"(?:fordert|forderte|sagt|sagte|meint|meinte|betont|betonte|berichtet|berichtete|lautete|lautet) "
        r"(?:der|die|das|eine?|seine?|ihre?|[A-ZÄÖÜ])[^,;]{2,60}",
        r"(?:regte?|schlug|schlägt) (?:der|die|das|eine?|[A-ZÄÖÜ])[^,;]{2,60} (?:an|vor)",
        r"(?:darüber|darin|hierüber) (?:herrscht|besteht|bestand|herrschte)[^,;]{3,40}",
        r"da(?:rin|rüber) (?:sind|waren|ist|war) [^,;]{3,40} einig",
    )
    + r"(?P<end>,(?P<clause> (?:dass|ob|weil|wenn|wie))?|[.!]?$)"
)
"""Who said it, pushed into the sentence or hung on to it."""
NOUN_PHRASE = r"(?:[A-ZÄÖÜ„]|(?:ein|eine|der|die|das|mehr|weniger|zwei|drei|[a-zäöüß]{3,}(?:e|er|es)) )"
NAMED = re.compile(r"^(?!.*\b(?:nicht|nie|kaum)[.!]?$).*\b[A-ZÄÖÜ]\w{2,}", re.DOTALL)
LONGEST_FRAME = 16
LEFTOVER = re.compile(
    r"\b(?:würd\w*|wär\w*|hätt\w*|[a-zäöüß]+(?:stünd|gäb|käm|ging|hielt|blieb|fänd|läg|nähm|bräch|bekäm)en|"
    r"[a-zäöüß]{3,}(?:t|d)eten|[a-zäöüß]{4,}(?:l|r|h|s|f|k|g|ß|b|p)ten)(?=\s*(?:[,.;]|$|und))"
)
"""What may be second subjunctive at the end of a clause."""


@dataclass(frozen=True)
class Proposal:
    """What was proposed, without its frame, and the grammatical form it is left in."""

    form: Form
    words: str
    actor: str = ""
    plural: bool = False
    bare: bool = False


def without_attribution(text: str) -> str:
    """Return the text without inserted mentions of who said it.

    >>> without_attribution("Man solle, so ein Vorschlag, Studentinnen anfragen.")
    'Man solle Studentinnen anfragen.'
    """
    if text.startswith(("„", '"', "»")):
        return text
    return ATTRIBUTION.sub(lambda found: f",{found['clause']}" if found["clause"] else found["end"].strip(","), text)


def nominal(noun: str) -> str:
    """Return a noun phrase without the article that a heading does not need.

    >>> nominal("die Einrichtung einer Praxis"), nominal("ein gemeinsames Projekt")
    ('Einrichtung einer Praxis', 'gemeinsames Projekt')
    """
    if re.match(r"(?:ein|eine) ", noun):
        return noun.split(" ", 1)[1]
    if re.match(r"(?:der|die|das|Der|Die|Das) [A-ZÄÖÜ]\w+", noun):
        return noun.split(" ", 1)[1]
    return noun


def unframed(text: str) -> Proposal | None:
    """Return what a reporting or wishing frame holds; None where there is no frame.

    >>> unframed("Angeregt wird, Kosten zu erstatten.")
    Proposal(form='zu', words='Kosten zu erstatten.', actor='', plural=False, bare=False)
    >>> unframed("Ziel ist, dass alle beginnen.")
    Proposal(form='dass', words='alle beginnen.', actor='', plural=False, bare=False)
    """
    frame, comma, rest = text.partition(",")
    rest = rest.strip()
    short = bool(comma and rest) and len(frame.split()) <= LONGEST_FRAME
    content = _with_content(frame, rest) if short and not ASKED_TO.match(text) else None
    return content or _without_comma(text) or (_said(frame, rest) if short else None)


def _with_content(frame: str, rest: str) -> Proposal | None:
    """Return the `dass` or `zu` clause behind the comma of a frame."""
    hidden = bool(HIDDEN_ACTOR.match(frame))
    offered = bool(OFFERING.search(frame))
    if (offered and not PROPOSING.search(frame) and not hidden) or re.search(r"\bso(?: \w+){0,2}$", frame):
        return None
    asked = ADDRESSED.match(frame)
    if asked and is_zu_clause(rest):
        plural = asked["verb"] in {"werden", "wurden", "sollen"}
        return Proposal("auftrag", rest, asked["who"], plural)
    framed = PROPOSING.search(frame) or AIMING.search(frame) or (hidden and offered)
    if rest.startswith("dass ") and (framed or SAYING.search(frame)):
        return Proposal("dass", rest.removeprefix("dass "))
    return Proposal("zu", rest) if framed and is_zu_clause(rest) else None


def _said(frame: str, rest: str) -> Proposal | None:
    """Return the main clause that a frame of speaking reports."""
    framed = PROPOSING.search(frame) or AIMING.search(frame) or SAYING.search(frame)
    return Proposal("satz", rest) if framed and _reports(rest) else None


def _reports(rest: str) -> bool:
    """Tell whether a main clause in reported speech follows: subjunctive in second place."""
    words = clauses.tokens(rest)
    if not words or clauses.bare(words[0]).lower() in clauses.OPENERS | {"ob", "wie", "da", "um", "als", "bis"}:
        return False
    said, changed = clauses.direct(rest, reported=True)
    if not changed:
        return False
    pairs = zip(words, clauses.tokens(said), strict=True)
    return any(old != new and not clauses.closes(words, place) for place, (old, new) in enumerate(pairs))


def _without_comma(text: str) -> Proposal | None:
    """Return the noun phrase of `gefordert wird ...`, the clause of a bare `dass`, and what stands behind `sagt:`."""
    if text.lower().startswith("dass "):
        return Proposal("dass", text[5:], bare=True)
    asked = ASKED_TO.match(text)
    if asked:
        plural = asked["verb"] in {"werden", "wurden"}
        return Proposal("auftrag", f"zu {asked['what']}{asked['rest']}", asked["who"], plural)
    spoken = SPOKEN.match(text)
    if spoken:
        return Proposal("satz", spoken["words"])
    found = NOMINAL.match(text) or HELPFUL.match(text) or SPOKEN_FOR.match(text) or ACTIVE_NOUN.match(text)
    if found and re.match(NOUN_PHRASE, found["noun"].strip()) and NAMED.search(found["noun"]):
        tail = found.groupdict().get("tail") or ""
        return Proposal("nominal", nominal(found["noun"].strip()) + tail)
    return None


def is_zu_clause(rest: str) -> bool:
    """Tell whether a clause is closed by an infinitive with `zu` and opened by no subordinating word."""
    words = [clauses.bare(word) for word in clauses.tokens(rest)]
    if not words or words[0].lower() in clauses.SUBORDINATE - {"die", "der", "das", "den", "dem", "auch", "als", "bis"}:
        return False
    for place, word in enumerate(words):
        zu = inflect.without_zu(word) or (place and words[place - 1] == "zu" and inflect.is_infinitive(word))
        if zu and (place + 1 == len(words) or words[place + 1] in {",", ".", "!", ";", ":", "–", "und", "oder"}):
            return True
    return False


def leftover(text: str) -> bool:
    """Tell whether a form that may be second subjunctive is left at the end of a clause."""
    return any(
        not inflect.is_infinitive(found[0]) and not inflect.without_zu(found[0]) for found in LEFTOVER.finditer(text)
    )
