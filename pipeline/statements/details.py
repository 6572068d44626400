"""What stands beside the wording: votes, responsible body and due date, and the wording as it is displayed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pipeline.shared.german.segments import LIST_MARK

DOTS: Final = "●•⚫⬤∙"
_POINT: Final = (
    r"(?:Klebe)?(?:[Pp]unkte?|[Pp]kte?\.?|P\.?|[Ss]timmen?|[Nn]ennung(?:en)?|[Dd]ots?|[Vv]otes?"
    r"|[x×](?:\s?●|\s?genannt)?|[Mm]al genannt)"
)
_VOTES: Final = re.compile(
    rf"\s*(?:[\[(]\s*(?P<bracket>\d{{1,3}})\s*(?P<unit>{_POINT})?\s*[\])]"
    rf"|[\[(]\s*(?P<dots>[{DOTS}\s]+)\s*[\])]"
    rf"|(?<=\s)(?P<bare>\d{{1,3}})\s*(?:Klebepunkte?|Punkte?|Pkt\.?|P\.?|Stimmen?|Nennung(?:en)?)"
    rf"|(?:(?<=\s)|(?<=[.!?]))(?P<loose>[●⚫⬤](?:\s*[●⚫⬤])*)"
    rf"|(?P<plus>\(?\+ ?1\)?(?:\s*\(?\+ ?1\)?)*)"
    rf"|[–—-]\s*(?P<dash>\d{{1,3}})\s*(?:Punkte?|P\.|Stimmen?|Nennung(?:en)?))\s*$"
)
_MOST_WORDS: Final = 4
_YEAR: Final = range(1900, 2101)
_MARKS: Final = re.compile(
    r"#\d{2}:\d{2}:\d{2}(?:-\d+)?#|\[\d{2}:\d{2}(?::\d{2})?\]|//[^/\n]{0,40}//|\((?:\.{1,3}|…|\d{1,2}|Pause)\)"
    r"|\((?:lacht|lachen|seufzt|räuspert sich|hustet|schmunzelt|zögert|überlegt|unv\.?[^)]{0,30}|unverständlich)\)"
)
_ACTOR_SPLIT: Final = re.compile(r"\s*(?:,|/|\+|&|;| und | u\. )\s*")
_TRAILING_BRACKET: Final = re.compile(r"(?:\(([^()]{2,60})\)|(?:->|→|=>|➔)\s*([^()>→;!?]{2,60}?))\s*\.?\s*$")
_DUE: Final = re.compile(
    r"^(?:ab|bis|bis zum|bis Ende|ab Mitte|Start|Beginn|zum|im|in|sofort|laufend|kurzfristig|mittelfristig|langfristig|"
    r"Q[1-4]|[1-4]\. ?Quartal|[12]\. ?(?:Hj\.?|Halbjahr)|Frühjahr|Sommer|Herbst|Winter|Januar|Februar|März|April|Mai|"
    r"Juni|Juli|August|September|Oktober|November|Dezember|\d{1,2}/\d{2,4}|\d{4})\b.*$",
    re.IGNORECASE,
)
_DUE_PROOF: Final = re.compile(
    r"\d{4}|\d{1,2}/\d{2}|\d{1,2}\.\d{1,2}\.|Q[1-4]|sofort|laufend|fristig|Hj|Halbjahr", re.IGNORECASE
)
_QUOTE_PAIRS: Final = (("„", "“"), ("»", "«"))


@dataclass(frozen=True, slots=True)
class Aside:
    """Votes after a wording: where the wording ends without them, and their number."""

    end: int
    votes: int | None


_POINTED: Final = re.compile(
    r"\b\w*punkte?n?\b|\bstimmen\b|\bdots?\b|\d ?P\.|in (?:runden |eckigen )?klammern", re.IGNORECASE
)
_ENDING: Final = re.compile(r"[^\s(]\s*\((\d{1,3})\)\s*$")


def are_references(text: str, wordings: Iterable[str]) -> bool:
    """Tell whether bare numbers in brackets at the end of a document's wordings point to notes, and are no votes.

    They do where they run 1, 2, 3 in the order of the text and nothing speaks of points or votes.

    >>> are_references("", ["Busse fehlen (1)", "Kurse fehlen (2)"]), are_references("", ["Busse fehlen (4)"])
    (True, False)
    """
    found = [int(ending[1]) for words in wordings if (ending := _ENDING.search(words))]
    return bool(found) and found == list(range(1, len(found) + 1)) and not _POINTED.search(text)


def votes_after(text: str, start: int, end: int, *, bare: bool = True) -> Aside:
    """Return the end of the wording text[start:end] without its votes, and the votes.

    With ``bare`` a number in brackets is votes even where no unit ('P.') stands beside it.

    >>> votes_after("Busse fehlen (5 P.)", 0, 19)
    Aside(end=12, votes=5)
    >>> votes_after("Räume (5x)", 0, 10).votes, votes_after("Augenhöhe – 3 Nennungen", 0, 23)
    (5, Aside(end=9, votes=3))
    >>> votes_after("Treff gegründet (2015)", 0, 22).votes is None
    True
    """
    found = _VOTES.search(text, start, end)
    if not found or found.start() <= start:
        return Aside(end, None)
    if not bare and found["bracket"] and not found["unit"]:
        return Aside(end, None)
    dots = found["dots"] or found["loose"]
    if found["plus"]:
        return Aside(found.start(), found["plus"].count("+"))
    digits = found["bracket"] or found["bare"] or found["dash"]
    count = sum(sign in DOTS for sign in dots) if dots else int(digits)
    if count in _YEAR:
        return Aside(end, None)
    return Aside(found.start(), count)


def number(text: str) -> int | None:
    """Return the votes that a cell of its own states, else None.

    >>> number("7 Punkte"), number("●●●"), number(" 12 "), number("viele"), number("2024")
    (7, 3, 12, None, None)
    """
    bare = text.strip()
    if bare and all(sign in DOTS or sign.isspace() for sign in bare):
        return sum(sign in DOTS for sign in bare)
    found = re.fullmatch(rf"[\[(]?\s*(\d{{1,3}})\s*(?:{_POINT})?\s*[\])]?", bare)
    return int(found[1]) if found else None


def bracket(text: str) -> str:
    """Return the words of a closing bracket, or behind a closing arrow, without it; or an empty string.

    >>> bracket("Lotsen schulen (VHS, Caritas)."), bracket("Pool aufbauen -> VHS")
    ('VHS, Caritas', 'VHS')
    """
    found = _TRAILING_BRACKET.search(text)
    return (found[1] or found[2]).strip() if found else ""


def is_due(text: str) -> bool:
    """Tell whether the words name a time by which something is done.

    >>> is_due("bis Ende 2025"), is_due("ab 01/24"), is_due("ab und zu")
    (True, True, False)
    """
    return bool(_DUE.match(text.strip()) and _DUE_PROOF.search(text))


def actors(text: str) -> list[str]:
    """Return the bodies that a bracket or cell lists; none where it holds a sentence or a question.

    >>> actors("Kreis, VHS / Caritas")
    ['Kreis', 'VHS', 'Caritas']
    """
    parts = [part for part in _ACTOR_SPLIT.split(text.strip()) if part]
    return parts if all(len(part.split()) <= _MOST_WORDS and not part.endswith("?") for part in parts) else []


def _balanced(text: str) -> str:
    """Return the wording with the quotation marks closed that its cut left open."""
    for opening, closing in _QUOTE_PAIRS:
        opened, closed = text.count(opening), text.count(closing)
        if opened > closed:
            text += closing * (opened - closed)
        elif closed > opened and not text.count('"'):
            text = opening * (closed - opened) + text
    return text


def display(text: str) -> str:
    r"""Return the wording for readers: one line, without bullet, marks of transcription and open quotes.

    >>> display("- Das  ist\n„eine (..) Hürde")
    'Das ist „eine Hürde“'
    """
    plain = _MARKS.sub(" ", text)
    bullet = LIST_MARK.match(plain)
    if bullet and bullet.end() < len(plain) and any(sign.isalpha() for sign in plain[bullet.end() :]):
        plain = plain[bullet.end() :]
    folded = re.sub(r"\s+([,.;!?])", r"\1", " ".join(plain.split())) or " ".join(text.split())
    return _balanced(folded)
