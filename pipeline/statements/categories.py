"""Categories: is a unit something that was said in the matter, and if not, what is it?

Places speak first (a section called 'Anwesende', a header block), then the wording; what nothing speaks against is a
statement. Every verdict carries a German reason that a person can read and contest.
"""

import re
from dataclasses import dataclass
from typing import Final

from pipeline.shared.german.foreign import is_foreign
from pipeline.shared.german.patterns import Patterns
from pipeline.shared.german.segments import LIST_MARK
from pipeline.statements import talk, wording

STATEMENT: Final = "statement"
REASON_GREETING: Final = "Begrüßung, Dank oder Abschied"
REASON_RECORDING: Final = "Rede über Aufnahme, Protokoll oder Gespräch selbst"
REASON_COVERING: Final = "Einleitung oder Schluss einer Nachricht"
SPOKEN: Final = "cue"
"""The kind of block that holds a sentence of a recording without speakers."""

REASON_FILLER: Final = "Reaktion oder Füllwort ohne Inhalt"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: kind of block, region, announced type, header zone, below a question, in a letter."""

    kind: str
    region: str = ""
    expected: str = ""
    head: bool = False
    asked: bool = False
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A category with its reason; `flags` are notes for the reader of a statement."""

    category: str
    reason: str
    flags: tuple[str, ...] = ()


RULES: Final = wording.rules()
"""Wordings that are no statements, the first that fits."""

_TRIED: Final = Patterns.of(pattern for rule in RULES for pattern in rule.patterns)
_RULE_OF: Final = tuple(rule for rule in RULES for _ in rule.patterns)

_QUESTION: Final = re.compile(r"\?+[\s“”\"')]*$")
_OPEN_QUESTION: Final = re.compile(
    r"^\W*(?:frage|offene frage|fragen|rückfrage|nachfrage)\b[^:.]{0,80}:.*\?", re.IGNORECASE
)
_SUGGESTING: Final = wording.pattern("categories.suggesting")
_ASKING: Final = wording.pattern("categories.asking")
_ORGANISING: Final = wording.pattern("categories.organising")
_ADDRESSED: Final = re.compile(r"\b(?:Sie|Ihnen|Ihre\w*|Ihr|ihr|euch|eure\w*|wir|uns|du|dir)\b")
_CHECK: Final = wording.pattern("categories.check")
_REFERENCE: Final = wording.pattern("categories.reference")
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\s*$")
_BRACKETED: Final = re.compile(r"\([^()]*\)\W*")
_NOTES: Final = frozenset({"item", "cell", "card"})
_VERB: Final = re.compile(r"\b\w+(?:t|en|te|ten|st)\b")
_ONE_WORD, _SHORT_ASIDE = 1, 4
_ADDRESS: Final = re.compile(r"\[\w+_\d+\]|(?:https?://|www\.)\S+|^\W*anonym(?:ous)?\W*$", re.IGNORECASE)
_STAMP: Final = re.compile(r"#[0-9a-f]{6}\b|\d{4}-\d{2}-\d{2}T[\d:.]+Z?|(?<=\d) ?(?:[AP]M|Uhr)\b", re.IGNORECASE)


def flags(text: str) -> tuple[str, ...]:
    """Return the notes that the wording itself calls for.

    >>> flags("Prüfen, ob der Bus öfter fahren kann"), flags("s. o.")
    (('pruefauftrag',), ('verweis',))
    """
    found = []
    if _CHECK.search(text):
        found.append("pruefauftrag")
    if _REFERENCE.search(text):
        found.append("verweis")
    if is_foreign(text):
        found.append("fremdsprachig")
    return tuple(found)


def _of_region(place: Place) -> Verdict | None:
    """Return what the section says about everything in it, or None."""
    verdicts = {
        "attendance": Verdict("attendance", "Steht unter der Überschrift einer Teilnahmeliste"),
        "agenda": Verdict("agenda", "Steht unter der Überschrift Tagesordnung oder Ablauf"),
        "formal": Verdict("other", "Steht unter einem förmlichen Abschnitt einer Vorlage"),
        "sources": Verdict("other", "Steht unter Literatur, Impressum oder Verzeichnis"),
        "housekeeping": Verdict("housekeeping", "Steht unter der Überschrift für Arbeitsaufträge und nächste Schritte"),
        "method": Verdict("other", "Steht unter der Überschrift für Methode und Vorgehen"),
        "questions": Verdict("question", "Steht unter der Überschrift Leitfragen"),
    }
    return verdicts.get(place.region)


def _of_question(text: str, place: Place) -> Verdict | None:
    """Return the verdict on a question: asked by the moderation it is none, noted as a worry or an idea it is one."""
    if _OPEN_QUESTION.search(text):
        return Verdict("question", "Als Frage bezeichnet")
    if not _QUESTION.search(_ASIDE.sub("", text)):
        return None
    if place.letter and _ORGANISING.search(text):
        return Verdict("question", "Frage zur Organisation")
    worry = place.letter and not _ADDRESSED.search(text)
    worry |= place.kind in _NOTES and not place.asked and (place.expected == "problem" or not _ADDRESSED.search(text))
    if worry or _SUGGESTING.search(text) or not _ASKING.search(text):
        return Verdict(STATEMENT, "Als Frage notierte Sorge oder Anregung", ("frage",))
    return Verdict("question", "Frage der Moderation oder aus der Runde")


def by_wording(text: str, place: Place) -> Verdict | None:
    """Return the verdict of the first wording rule that fits, or None."""
    bullet = LIST_MARK.match(text)
    bare = text[bullet.end() :] if bullet and bullet.end() < len(text) else text
    words = len(bare.split())
    for number in _TRIED.candidates(text):
        rule = _RULE_OF[number]
        if (rule.head and not place.head) or words > rule.most_words:
            continue
        tried = _TRIED.compiled_at(number)
        if tried.search(bare) or (rule.category == "agenda" and tried.search(text)):
            return Verdict(rule.category, rule.reason)
    return None


def _of_talk(text: str, place: Place) -> Verdict | None:
    """Return the verdict on a sentence of a letter or recording that only speaks of writing and talking."""
    if not (place.letter or place.kind == SPOKEN):
        return None
    if place.kind == SPOKEN and text.rstrip().endswith("?") and _ADDRESSED.search(text):
        return Verdict("question", "Frage an die befragte Person")
    if place.letter and talk.is_covering(text):
        return Verdict("other", REASON_COVERING)
    return Verdict("other", REASON_RECORDING) if talk.is_talk(text) else None


def judge(text: str, place: Place) -> Verdict:
    """Return category and reason of a unit at a place.

    >>> judge("Anwesend: 12 Personen", Place("paragraph", head=True)).category
    'attendance'
    >>> judge("Busse fahren zu selten", Place("item")).category
    'statement'
    """
    if not any(sign.isalpha() for sign in _STAMP.sub("", text)):
        return Verdict("furniture", "Enthält keine Wörter")
    if not any(sign.isalpha() for sign in _ADDRESS.sub("", text)):
        return Verdict("metadata", "Nur ein Name oder eine Adresse")
    beside = place.kind == "paragraph" or (place.kind == "cell" and len(text.split()) <= _SHORT_ASIDE)
    if beside and _BRACKETED.fullmatch(text):
        return Verdict("other", "Randbemerkung in Klammern")
    verdict = _of_region(place) or by_wording(text, place) or _of_talk(text, place) or _of_question(text, place)
    if verdict is None:
        verdict = Verdict(STATEMENT, "Aussage zum Thema")
    if verdict.category != STATEMENT:
        return verdict
    doubt = ("zweifel",) if len(text.split()) <= _ONE_WORD and not place.expected else ()
    return Verdict(STATEMENT, verdict.reason, (*verdict.flags, *flags(text), *doubt))
