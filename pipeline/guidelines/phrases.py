"""Phrases of notes: what may stand behind a noun, which number it has, and where a verb stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.guidelines import clauses
from pipeline.guidelines.nouns import known
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
ADJECTIVE = re.compile(r"[A-ZÄÖÜa-zäöüß][a-zäöüß-]+(?:e|er|es|en|em)")
BARE_ADJECTIVE = re.compile(r" [a-zäöüß]+(?:ig|lich|los|isch|frei|bar|sam)$")
ENDING = {"m": ("er", "en", "em"), "n": ("es", "e", "em"), "f": ("e", "er"), "p": ("e",)}
"""Endings of an adjective that agree with a gender in a note."""
NO_ADJECTIVE = vocabulary("""
    alle jede jeder jedes jeden diese dieser dieses keine keiner unsere ihre seine meine mehr viele einige andere beide
    unser weniger immer aber oder über unter unser euer hier wieder leider lieber bitte heute weiter sonst eine einer
    der die das den dem
    """)
SHORT = 2
VERB_LIKE = re.compile(r"^[a-zäöüß]{3,}(?:en|eln|ern)$")
BEFORE_ADJECTIVE = vocabulary("ein einer eines einem einen zusätzlicher neuen alten 2 3 4 5 6 10")
"""Words before an adjective that could be a verb: `einer festen Stelle`."""
PARTICIPLE = re.compile(
    r"(?:ab|an|auf|aus|bei|ein|fest|her|hin|mit|nach|vor|weg|weiter|zu|zurück|zusammen)ge\w{3,}(?:t|en)$"
)
DIRECTED = re.compile(r" (?:ins|ans|aufs|(?:in|an|auf) (?:die|das))\b")
"""A direction: where no verb stands, one is missing."""


def agrees(adjectives: Sequence[str], gender: str) -> bool:
    """Tell whether adjectives can stand before a noun of this gender."""
    return all(word.endswith(ENDING[gender]) and word.lower() not in NO_ADJECTIVE for word in adjectives)


def plain_rest(rest: str) -> bool:
    """Tell whether what follows the noun hangs on it: places, purposes, relative clauses, no second note."""
    if NOTE.search(rest) or not WORD_AFTER.match(rest):
        return False
    segments = rest.split(", ")
    if not no_verb(segments[0]) or BARE_ADJECTIVE.search(segments[0]) or DIRECTED.search(segments[0]):
        return False
    return all(SEGMENT.match(segment) for segment in segments[1:]) and not re.match(r" (?:und|oder)\b", rest)


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


def no_verb(words: str) -> bool:
    """Tell whether no verb stands among the words."""
    tokens = [clauses.bare(token) for token in clauses.tokens(words)]
    if tokens and VERB_LIKE.search(tokens[-1]) and tokens[-1] not in inflect.NOT_VERBS:
        return False
    return not any(finite_at(tokens, place) for place in range(len(tokens)))


def finite_at(tokens: Sequence[str], place: int) -> bool:
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
    return bool(after) and third(word)


def third(word: str) -> bool:
    """Tell whether a word is the third person of a verb; it may be a participle as well.

    >>> third("übernachtet"), third("bekannt")
    (True, False)
    """
    roots = (f"{word[:-1]}en", f"{word[:-2]}en", f"{word[:-1]}n") if word.islower() and word.endswith("t") else ()
    return any(inflect.is_infinitive(root) and inflect.finite(root, plural=False) == (word, "") for root in roots)


def hanging(segments: Sequence[str]) -> bool:
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
