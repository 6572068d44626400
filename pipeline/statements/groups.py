"""Stakeholder groups and speakers: who said it, where the document makes that clear."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pipeline.statements import wording

UNKNOWN: Final = "unbekannt"

REPORTING: Final = wording.pattern("groups.reporting").pattern
_LETTER: Final = r"(?:[^.:;?!„“\n]|(?<=\bDr)\.|(?<=\bProf)\.|(?<=\bHr)\.|(?<=\bFr)\.|(?<=\be)\.|(?<=\bV)\.|(?<=\bSt)\.)"
_REPORT: Final = re.compile(rf"^(?P<who>{_LETTER}{{2,90}}?)\s+(?P<verb>{REPORTING})(?=[\s,:.])")
_FROM: Final = wording.pattern("groups.from")
_LABEL: Final = re.compile(rf"^(?P<who>{_LETTER}{{2,60}}?)\s*:\s+(?=\S)")
_PERSON: Final = wording.pattern("groups.person")
_NO_SPEAKER: Final = wording.pattern("groups.no_speaker")
_LEADING: Final = re.compile(
    r"^(?:Vorschlag|Hinweis|Gegenrede|Antwort|Frage|Einwurf|Anmerkung|Idee|Wunsch|K)\s+", re.IGNORECASE
)
_TABLE: Final = re.compile(r"^(?:\W*)(?:Tisch|Gruppe|AG|Kleingruppe|Runde|Station|Workshop)\b", re.IGNORECASE)
_PRONOUN: Final = re.compile(r"^(?:Er|Sie|Es|Diese[rs]?|Man|Dort|Dabei|Später|Zudem|Außerdem|Dafür|Das|Darauf)\b")
_KONJUNKTIV: Final = wording.pattern("groups.konjunktiv")
_REPLACED: Final = re.compile(r"\[\w+_\d+\]")
_INTRODUCED: Final = re.compile(r"(\[\w+_\d+\])\s*\(([^()\n]{2,60})\)")
_MOST_LABEL_WORDS: Final = 7


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said a unit: label as written and group, both empty where the document does not say."""

    speaker: str = ""
    group: str = ""


@lru_cache(maxsize=64)
def _pattern(cues: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for the cues of one group: whole words with German endings; short forms as written."""
    parts = [rf"{re.escape(cue)}(?:{'e|n|en|s|es|er|r|innen|in' if cue[-1:].islower() else 's'})?" for cue in cues]
    return re.compile(rf"(?<![\wäöüß-])(?:{'|'.join(sorted(parts, key=len, reverse=True)) or '(?!)'})(?![\wäöüß])")


def group_of(label: str, cues: Mapping[str, tuple[str, ...]]) -> str:
    """Return the group that a label names, or '' where it names none or several alike.

    `cues` maps the name of a group to its words. A group wins with more hits than every other.

    >>> group_of("Tisch 5 (Klinikum, Pflege, Polizei)", {"Gesundheit": ("Klinikum", "Pflege"), "Polizei": ("Polizei",)})
    'Gesundheit'
    """
    hits = {name: len(set(_pattern(words).findall(label))) for name, words in cues.items()}
    ranked = sorted(((count, name) for name, count in hits.items() if count), key=lambda pair: (-pair[0], pair[1]))
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return ""
    return ranked[0][1]


def heading_group(headings: Iterable[str], cues: Mapping[str, tuple[str, ...]]) -> str:
    """Return the group that sat at the table a heading names ('Tisch 2 (Schulen, Kitas)'), or ''."""
    for heading in headings:
        if _TABLE.match(heading) and "(" in heading:
            return group_of(heading.split("(", 1)[1], cues)
    return ""


def label_of(text: str) -> str:
    """Return the speaker that a unit begins with, or ''; gender forms and words like 'Ziel:' are no speakers.

    >>> label_of("Frau [Person_2] (VHS) berichtet, es fehle Geld."), label_of("Teilnehmer:innen warten")
    ('Frau [Person_2] (VHS)', '')
    >>> label_of("Jobcenter: 212 Personen warten"), label_of("Ziel: alle kommen mit")
    ('Jobcenter', '')
    """
    found = _LABEL.match(text) or _REPORT.match(text) or _FROM.match(text)
    if not found:
        return ""
    who = _LEADING.sub("", found["who"].strip(" -–•*"))
    proper = (who[:1].isupper() or who[:1] == "[") and who.count("(") == who.count(")")
    return who if proper and len(who.split()) <= _MOST_LABEL_WORDS and not _NO_SPEAKER.search(who) else ""


def carries_on(text: str) -> bool:
    """Tell whether a sentence of minutes goes on with what the speaker before it said."""
    return bool(_PRONOUN.match(text) or _KONJUNKTIV.search(text))


def is_person(label: str) -> bool:
    """Tell whether a speaker label names a person and not a body."""
    return bool(_PERSON.search(label))


def people(texts: Iterable[str], cues: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the groups of people whom any document introduces with a bracket: '[Person_3] (Jobcenter)'.

    Who is introduced with different groups has none.

    >>> people(["Frau [Person_3] (Jobcenter) fragt."], {"Arbeitsverwaltung": ("Jobcenter",)})
    {'[Person_3]': 'Arbeitsverwaltung'}
    """
    found: dict[str, set[str]] = {}
    for text in texts:
        for name, inside in _INTRODUCED.findall(text):
            group = group_of(inside, cues)
            if group:
                found.setdefault(name, set()).add(group)
    return {name: min(groups) for name, groups in sorted(found.items()) if len(groups) == 1}


class Roll:
    """Who belongs to which group, as far as the documents say."""

    def __init__(self, cues: Mapping[str, tuple[str, ...]], known: Mapping[str, str]) -> None:
        """Start with the words of the groups and the people who are known from other documents."""
        self.cues = cues
        self.known = dict(known)

    def voice(self, text: str) -> Voice:
        """Return speaker and group of a unit by its own words; remembers a person's group."""
        label = label_of(text)
        if not label:
            return Voice()
        group = group_of(label, self.cues)
        if not is_person(label):
            return Voice(label, group) if group else Voice()
        replaced = _REPLACED.search(label)
        name = replaced[0] if replaced else label.split("(", 1)[0].strip()
        group = group or self.known.get(name, "")
        if group:
            self.known.setdefault(name, group)
        return Voice(label, group)
