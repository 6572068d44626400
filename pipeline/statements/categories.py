"""Categories: is a unit something that was said in the matter, and if not, what is it?

Places speak first (a section called 'Anwesende', a header block), then the wording; what nothing speaks against is a
statement. Every verdict carries a German reason that a person can read and contest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from pipeline.shared.german.segments import LIST_MARK

STATEMENT: Final = "statement"
REASON_GREETING: Final = "Begrüßung, Dank oder Abschied"
REASON_RECORDING: Final = "Rede über Aufnahme, Protokoll oder Gespräch selbst"
_ANY_LENGTH: Final = 999
REASON_FILLER: Final = "Reaktion oder Füllwort ohne Inhalt"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: kind of its block, region, type announced above it, header zone, question above it."""

    kind: str
    region: str = ""
    expected: str = ""
    head: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A category with its reason; `flags` are notes for the reader of a statement."""

    category: str
    reason: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording that gives a unit away; `head` rules hold only in the header zone of a document."""

    category: str
    reason: str
    pattern: re.Pattern[str]
    head: bool = False
    most_words: int = 999


def _rules() -> tuple[Rule, ...]:
    """Return the rules of wording.yaml, their patterns joined and compiled."""
    content = yaml.safe_load(Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8"))
    fragments: dict[str, str] = {}
    for name, pattern in content["fragments"].items():
        fragments[name] = _filled(pattern, fragments)
    return tuple(
        Rule(
            rule["category"],
            rule["reason"],
            re.compile("|".join(f"(?:{_filled(part, fragments)})" for part in rule["patterns"]), re.IGNORECASE),
            rule.get("head", False),
            rule.get("most_words", _ANY_LENGTH),
        )
        for rule in content["rules"]
    )


def _filled(pattern: str, fragments: Mapping[str, str]) -> str:
    """Return the pattern with the names of fragments replaced by the fragments."""
    return re.sub(r"\{([A-Z]+)\}", lambda found: fragments[found[1]], pattern)


RULES: Final[tuple[Rule, ...]] = _rules()
"""Wordings that are no statements, the first that fits."""

_QUESTION: Final = re.compile(r"\?+[\s“”\"')]*$")
_OPEN_QUESTION: Final = re.compile(r"^\W*(?:frage|offene frage|fragen|rückfrage|nachfrage)\b[^:.]{0,80}:.*\?", re.IGNORECASE)
_SUGGESTING: Final = re.compile(
    r"^\W*(?:könn\w+|kann|wäre\w*|wie wäre|warum (?:nicht|kann man nicht)|wieso nicht|sollten? (?:man|wir)|dürfte)\b"
    r"|^\W*(?:warum|wieso|weshalb)\b.*\bnicht\b", re.IGNORECASE)
_ASKING: Final = re.compile(
    r"^\W*(?:(?:und|aber|also|nun)\s)?(?:wie|was|wer|wem|wen|wo|wohin|welche\w*|warum|wann|woran|wodurch|womit|wofür|wozu|worin|"
    r"inwie\w+|in welche\w*|mit we\w+|haben|können|sind|gibt|ist|sehen|kennen|hat|wünschen|fühlen|möchten|würden)\b", re.IGNORECASE)
_ADDRESSED: Final = re.compile(r"\b(?:Sie|Ihnen|Ihre\w*|Ihr|ihr|euch|eure\w*|wir|uns|du|dir)\b")
_CHECK: Final = re.compile(r"\bprüf(?:en|ung|auftrag)?,?\s*(?:,\s*)?(?:ob|inwie\w+|wie)\b|\bprüfauftrag\b|^\W*prüfen\b|\bprüfen\W*$", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"^\W*(?:dito|s\. ?o\.|siehe (?:oben|ob|karte|tisch|frage|nr|punkt)|wie oben|s\. (?:tisch|karte|nr|ob)|vgl\. (?:oben|karte|tisch))", re.IGNORECASE)
_NOTES: Final = frozenset({"item", "cell", "card"})
_VERB: Final = re.compile(r"\b\w+(?:t|en|te|ten|st)\b")
_ONE_WORD: Final = 1


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
    return tuple(found)


def _of_region(place: Place) -> Verdict | None:
    """Return what the section says about everything in it, or None."""
    verdicts = {
        "attendance": Verdict("attendance", "Steht unter der Überschrift einer Teilnahmeliste"),
        "agenda": Verdict("agenda", "Steht unter der Überschrift Tagesordnung oder Ablauf"),
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
    if not _QUESTION.search(text):
        return None
    worry = place.kind in _NOTES and not place.asked and (place.expected == "problem" or not _ADDRESSED.search(text))
    if worry or _SUGGESTING.search(text) or not _ASKING.search(text):
        return Verdict(STATEMENT, "Als Frage notierte Sorge oder Anregung", ("frage",))
    return Verdict("question", "Frage der Moderation oder aus der Runde")


def by_wording(text: str, place: Place) -> Verdict | None:
    """Return the verdict of the first wording rule that fits, or None."""
    bullet = LIST_MARK.match(text)
    bare = text[bullet.end() :] if bullet and bullet.end() < len(text) else text
    words = len(bare.split())
    for rule in RULES:
        if (rule.head and not place.head) or words > rule.most_words:
            continue
        if rule.pattern.search(bare) or (rule.category == "agenda" and rule.pattern.search(text)):
            return Verdict(rule.category, rule.reason)
    return None


def judge(text: str, place: Place) -> Verdict:
    """Return category and reason of a unit at a place.

    >>> judge("Anwesend: 12 Personen", Place("paragraph", head=True)).category
    'attendance'
    >>> judge("Busse fahren zu selten", Place("item")).category
    'statement'
    """
    if not any(sign.isalpha() for sign in text):
        return Verdict("furniture", "Enthält keine Wörter")
    verdict = _of_region(place) or by_wording(text, place) or _of_question(text, place)
    if verdict is None:
        verdict = Verdict(STATEMENT, "Aussage zum Thema")
    if verdict.category != STATEMENT:
        return verdict
    doubt = ("zweifel",) if len(text.split()) <= _ONE_WORD and not place.expected else ()
    return Verdict(STATEMENT, verdict.reason, (*verdict.flags, *flags(text), *doubt))
