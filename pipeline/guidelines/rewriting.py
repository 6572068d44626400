"""Rewrites one statement as the sentence of a concept, from its own words; verbatim where that is not safe.

A goal becomes a state, a measure an infinitive or noun phrase, a principle a plain statement. Every rule
returns nothing where it is in doubt, and the cleaned words of the statement stand: method ``auszug``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.guidelines import clauses, forms, order, states, things
from pipeline.guidelines.cleaning import PLACEHOLDER, clean, expand, finish, without_actor
from pipeline.guidelines.desired import desired
from pipeline.guidelines.faithful import invented, negators
from pipeline.guidelines.reported import Proposal, leftover, unframed, without_attribution
from pipeline.shared.german import inflect

BARE = "Ziel ist, dass"
FRAMES = {"ziel": "Ziel ist, dass", "massnahme": "Vorgeschlagen wird, dass", "grundsatz": "Grundsatz ist, dass"}
QUOTED = {
    "leitlinie": "Als Grundsatz wurde genannt",
    "ziel": "Als Ziel wurde genannt",
    "aktivitaet": "Vorgeschlagen wurde",
}
"""How words are introduced that cannot safely be made a sentence."""
EXAMINE = re.compile(
    r"^(?:Es (?:soll|sollte|wird|ist) |Zu )(?:geprüft werden|geprüft|prüfen|zu prüfen)(?: (?:ist|sei|"
    r"wäre))?, (?P<rest>(?:ob|wie|welche|inwieweit|inwiefern)\b.+)$"
)
NEED = re.compile(
    r"^(?:Wir|Man|Es) (?:brauchen|braucht|bräuchten|bräuchte|benötigen) (?:also |auch |dringend |"
    r"endlich |unbedingt )*(?P<rest>.+)$"
)
IMPERATIVE = re.compile(
    r"^(?:Bitte )?(?P<verb>[A-ZÄÖÜ]?[a-zäöüß]+en) Sie (?:doch |bitte "
    r")*(?P<rest>[^,?]+?)(?P<tail>,.*)?$"
)
WHY_NOT = re.compile(r"^Warum nicht (?P<rest>[^?,]+)\?$")
PERSONAL = re.compile(
    r"\b(?:[Ii]ch|[Mm]ir|[Mm]ich|[Mm]ein(?:e[mnrs]?)?|[Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?[mnrs]?|Ihnen)\b|"
    r"(?<=\w )Sie\b"
)
POINTING = re.compile(
    r"^(?:(?:Das|Die)(?= [a-zäöüß]+ )(?! [a-zäöüß]+(?:e|en|er|es) )|Dies\w*(?! [A-ZÄÖÜ])|Sie|Er|Dort|"
    r"Da|Dabei|Damit|Davon|Dafür|Dazu|Daran|Darauf|Darüber|Dann|Deshalb|Deswegen|Daher|Trotzdem|"
    r"Aber|Und|Denn|Sonst|Außerdem|Zudem|So|Stattdessen|Weil|Letztere\w*|Solche\w*|Auch sie|Auch das|"
    r"Beides|Beide|Jene\w*)\b"
)
BROKEN = re.compile(r"\.\.\.|…|->|→|=>|↑|↓|\s/\s|\(unv|\?|[=<>{}|]|\b\w+['’]\w*|\bnich\b|\bnix\b|\bgibt's\b")
SPOKEN = re.compile(
    r"\b(?:gibts|is|ned|net|dat|wat|et|det|dit|ner|nem|nen|mia|ma|koa|bissl|Kopp|Leut|uff|mer|ham|mei|amal|kriegt?|kriegen|"
    r"halt|irgendwie|ja|doch|krass|Sachen|Ding)\b"
)
ADDRESSING = re.compile(
    r"^(?:Lasst|Macht|Gebt|Setzt|Nehmt|Holt|Sorgt|Stellt|Schafft|Baut|Hört|Schickt|Zahlt|Kommt|Geht|Denkt|Stockt|Ihre?[nrms]?)\b"
    r"(?! [A-ZÄÖÜ]\w+ (?:und|für|zu[rm]?|über)\b.*\b(?:ist|sind)\b)"
)
LACKING = re.compile(
    r"\b(?:fehlt|fehlen|fehlte|mangelt|scheitert|scheitern|überlastet|überfordert|verhindert|leider)\b"
    r"|\b(?:gibt es|hat|haben) (?:\w+ ){0,4}(?:nichts|kaum|nirgends)\b|\bzu (?:wenig|lange|teuer|spät|kompliziert)\b",
    re.IGNORECASE,
)
"""What a problem says; in a goal or measure it is a sign of a wrong type or of two matters in one."""
OPEN_START = re.compile(
    r"^(?:Hoffentlich|Vielleicht|Leider|Eigentlich|Schade|Danke|Klar|Natürlich|Genau|Nee?|Gilt|Ist|Sind|War|Hat|Haben|Geht|Gehen|"
    r"Kostet|Wird|Werden|Muss|Müssen|Soll|Sollen|Darf|Dürfen|Kann|Können|Fehlt|Braucht|Kommt|Läuft|Macht|Bringt|Hilft)\b"
)
VAGUE = re.compile(
    r"\b(?:davon|dito|wie oben|s\. ?o\.|siehe oben|usw|etc|schon wieder)\b|\b(?:Herr|Frau|Dr\.) [A-ZÄÖÜ]"
)
SENTENCES = re.compile(r"(?<!\d)[.!?]\s+[A-ZÄÖÜ„]")
SHORTEST, LONGEST, MOST_COMMAS = 3, 28, 2
READABLE = 0.35
"""Below this quality a wording is used only where the theme offers nothing better."""


@dataclass(frozen=True)
class Draft:
    """A sentence for a concept: its words, how they came about, and how presentable they are (0 to 1)."""

    text: str
    method: str
    quality: float
    form: str = "zitat"


def rewrite(text: str, statement_type: str, *, reported: bool = False) -> Draft | None:
    """Return the statement as a sentence of a concept; None where nothing fit to print is left.

    ``statement_type`` is massnahme, ziel, grundsatz or problem; a problem has a draft only where its
    reversal is certain. ``reported``: does the paper report in the subjunctive?

    >>> rewrite("Idee: Man könnte am Abend Kurse anbieten (5 P.)", "massnahme").text
    'Am Abend Kurse anbieten.'
    """
    plain = without_actor(expand(clean(text)))
    plain = without_attribution(plain)
    if not plain:
        return None
    reshaped = _reshaped(plain, statement_type, reported)
    words = finish(reshaped or plain)
    if reshaped and not faithful(words, text, statement_type):
        reshaped, words = None, finish(plain)
    if _unprintable(words) or (statement_type == "problem" and not reshaped):
        return None
    method = "umgeformt" if finish(plain) != words else "auszug"
    form = forms.form_of(words, statement_type)
    return Draft(words, method, _quality(words, reshaped is not None, form), form)


def faithful(words: str, said: str, statement_type: str) -> bool:
    """Tell whether a sentence adds no content word and keeps every negation; a problem is meant to lose its own."""
    kept = statement_type == "problem" or said.rstrip().endswith("?") or negators(words) == negators(said)
    return kept and not invented(words, [said])


def _unprintable(plain: str) -> bool:
    return bool(PLACEHOLDER.search(plain)) or not re.search(r"[A-Za-zÄÖÜäöü]{3}", plain)


def _reshaped(plain: str, statement_type: str, reported: bool) -> str | None:
    """Return the rewritten words, None where no rule is sure."""
    proposal = unframed(plain) if statement_type != "problem" else None
    if proposal:
        return _from_frame(proposal, statement_type)
    said, changed = clauses.direct(plain, reported=reported)
    if changed and leftover(said):
        return None
    if statement_type == "problem":
        return desired(said)
    short = clauses.without_afterthought(plain)
    for rule in RULES[statement_type]:
        found = rule(short)
        if found and not leftover(found):
            return clauses.direct(found, reported=reported)[0]
    if changed:
        return said
    return short if statement_type != "grundsatz" and short != plain else None


def _from_frame(proposal: Proposal, statement_type: str) -> str | None:
    """Return the content of a frame in the form of its type."""
    if proposal.form == "auftrag":
        return _assigned(proposal)
    if proposal.form == "zu":
        return _phrase(proposal.words)
    if proposal.form == "nominal":
        said = clauses.direct(proposal.words, reported=True)[0]
        made = things.done(said) if statement_type == "massnahme" else None
        return None if statement_type == "grundsatz" else made or said
    said = clauses.direct(proposal.words, reported=True)[0]
    if leftover(said):
        return None
    if proposal.form == "satz":
        return said if statement_type == "grundsatz" else clauses.settle(said) or said
    frame = BARE if proposal.bare else FRAMES[statement_type]
    said = clauses.without_afterthought(said)
    return None if PERSONAL.search(said) else order.main_clause(said) or f"{frame} {said}"


def _phrase(words: str) -> str | None:
    """Return a `zu` clause as an infinitive phrase."""
    phrase = clauses.infinitive_phrase(clauses.direct(words, reported=True)[0])
    return None if phrase is None or leftover(phrase) else phrase


def _assigned(proposal: Proposal) -> str | None:
    """Return `actor + finite verb + rest` for somebody who is asked to do something."""
    phrase = _phrase(proposal.words)
    if phrase is None:
        return None
    if "," in phrase and len(re.findall(r"\bzu\b|\w+zu\w+en\b", proposal.words)) > 1:
        return phrase
    modal = "sollen" if proposal.plural else "soll"
    return clauses.settle(f"{proposal.actor} {modal} {phrase}") or phrase


def _examination(text: str) -> str | None:
    found = EXAMINE.match(clauses.direct(text, reported=False)[0])
    return f"Prüfen, {found['rest']}" if found else None


def _need(text: str) -> str | None:
    found = NEED.match(text)
    return f"Es braucht {found['rest']}" if found else None


def _thing(text: str) -> str | None:
    """Return `Wir brauchen einen Treffpunkt` as what is done."""
    found = NEED.match(text)
    return things.done(found["rest"]) if found else None


def _why_not(text: str) -> str | None:
    found = WHY_NOT.match(text)
    return found["rest"] if found and inflect.is_infinitive(found["rest"].split()[-1]) else None


def _request(text: str) -> str | None:
    """Return `Bitte informieren Sie die Familien früher` as an infinitive phrase."""
    found = IMPERATIVE.match(text)
    if not found or not inflect.is_infinitive(found["verb"].lower()) or found["verb"] == "Lassen":
        return None
    tail = (found["tail"] or "").strip(", ").split()
    if re.search(r"\b(?:Sie|uns|mir|Ihr\w*)\b", text[found.start("rest") :]) or (
        tail and not clauses.opens_subordinate(tail)
    ):
        return None
    words = found["rest"].rstrip(".! ").split()
    prefix = words[-1] if words[-1] in inflect.SEPARABLE else ""
    verb = prefix + found["verb"].lower()
    kept = words[:-1] if prefix and inflect.is_infinitive(verb) else words
    return f"{' '.join(kept)} {verb}{(found['tail'] or '').rstrip('.')}"


RULES: dict[str, tuple[Callable[[str], str | None], ...]] = {
    "massnahme": (
        _examination, _thing, _need, _why_not, things.how_about, _request, clauses.impersonal, clauses.settle,
        things.to_do, things.done,
    ),
    "ziel": (_need, clauses.impersonal, clauses.settle, states.state),
    "grundsatz": (),
}  # fmt: skip
"""What is tried on a statement of each type, in this order."""


def _quality(words: str, reshaped: bool, form: str) -> float:
    """Return how presentable a sentence is: complete, impersonal, of one piece, of readable length."""
    length = len(words.split())
    score = (1.0 if reshaped else 0.9) - 0.15 * (form == "zitat")
    score -= 0.3 * bool(re.search(r"\b[Uu]ns(?:er\w*)?\b", words))
    score -= 0.5 * bool(PERSONAL.search(words))
    score -= 0.35 * bool(POINTING.match(words))
    score -= 0.45 * bool(ADDRESSING.match(words) or OPEN_START.match(words))
    score -= 0.45 * bool(LACKING.search(words))
    score -= 0.5 * bool(BROKEN.search(words))
    score -= 0.25 * bool(SPOKEN.search(words))
    score -= 0.25 * bool(SENTENCES.search(words))
    score -= 0.15 * (words.count(",") > MOST_COMMAS or ":" in words or ";" in words)
    score -= 0.4 * (words.count("(") != words.count(")") or words.count("„") != words.count("“"))
    score -= 0.1 * ("(" in words) + 0.1 * ("„" in words) + 0.2 * ("[" in words)
    score -= 0.3 * (length < SHORTEST) + 0.2 * (length == 1) + 0.015 * max(0, length - LONGEST)
    score -= 0.2 * words.rstrip(".").isupper() + 0.3 * bool(VAGUE.search(words))
    return round(min(max(score, 0.0), 1.0), 4)


def shown(draft: Draft, kind: str) -> str:
    """Return the sentence as a candidate of ``kind`` shows it: words that are no sentence are marked as a quote.

    >>> shown(Draft("Werkbus Kai, 5 Firmen zahlen.", "auszug", 0.7, "zitat"), "aktivitaet")
    'Vorgeschlagen wurde: „Werkbus Kai, 5 Firmen zahlen.“'
    """
    if draft.form != "zitat":
        return draft.text
    words = draft.text.strip().replace("„", "‚").replace("“", "‘").replace('"', "‚")
    return f"{QUOTED[kind]}: „{words}“"


def is_sentence(text: str) -> bool:
    """Tell whether a finite verb stands in the text.

    >>> is_sentence("Eltern kennen das Schulsystem."), is_sentence("Prüfung bestanden.")
    (True, False)
    """
    plain = [clauses.bare(word) for word in clauses.tokens(text)]
    last = len(plain) - 1 - plain[-1:].count(".")
    return any(
        clauses.is_finite(word) and (place < last or not inflect.is_infinitive(word))
        for place, word in enumerate(plain)
        if place
    )
