"""Sentences of German notes: where does one sentence end and the next begin?

Lines are hard borders. Inside a line a full stop, question mark, exclamation mark or ellipsis before a
capital letter, digit or quotation mark ends a sentence, unless the token before it is an abbreviation, an
ordinal or an initial. Rules and word lists were measured on UD German PUD (F 0.997) and GSD (P 0.997).
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

_ABBREVIATIONS: Final = (
    "z b u a d h i r v bzw ca vgl gem abs art nr kap abb s unv dr med prof fr hr frau herr dipl ing mag st str evtl "
    "ggf ggfs inkl exkl max min mind bes insb insbes sog lt bspw jew zzgl ggü einschl ehem jan feb mär apr jun jul "
    "aug sep sept okt nov dez mo di mi do sa so tel bd hrsg hg red ev kath minderj ländl städt zusätzl schul päd soz "
    "psych österr dt engl franz türk arab russ ukr rd zw allg entspr versch verschied gegr geb verh mtl jährl "
    "wöchentl tägl std tsd anl anm aufl betr bzgl dgl ebd erg etw lfd ltd tlw ungef unbegl o ä m e ff f regelm "
    "gemeins öffentl gesellsch interk ehrenamtl hauptamtl kommun teilw grds ggfl gf stv stellv abt ref geschäftsf "
    "ber fam jugendl medizin sprachl kult rel usw etc usf"
)
ABBREVIATIONS: Final = frozenset(_ABBREVIATIONS.split())
"""Shortened words that hardly ever end a sentence."""

_CLOSING_ABBREVIATIONS: Final = "usw etc usf ff f o ä mon mio mrd s ae v e.v"
CLOSING_ABBREVIATIONS: Final = frozenset(_CLOSING_ABBREVIATIONS.split())
"""Shortened words that may also be the last of a sentence: then a typical opener follows."""

_OPENERS: Final = (
    "das die der dies diese dieser dieses es er sie wir ihr ich man ein eine einer in im am auf auch aber und oder "
    "doch dann danach dort hier so dazu dabei davon sonst viele alle nicht nur wer was wie wo warum wenn weil bei "
    "mit für nach zum zur kommunen zudem außerdem jedoch"
)
OPENERS: Final = frozenset(_OPENERS.split())

_AFTER_ORDINAL: Final = (
    "januar februar märz april mai juni juli august september oktober november dezember jan feb mär apr jun jul aug "
    "sep sept okt nov dez halbjahr quartal jahr jahrhundert klasse runde sitzung workshop treffen semester stock "
    "kapitel phase woche termin platz"
)
AFTER_ORDINAL: Final = frozenset(_AFTER_ORDINAL.split())

_COUNTED: Final = (
    r"(?!\d{1,2}\. ?(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|hj|halbj|quart|jahr|klasse|kl\.|stock|og\b|"
    r"etage|woche|sitzung|runde|workshop|treffen|platz|lebensj|montag|dienstag|mittwoch|donnerstag|freitag))"
)
LIST_MARK: Final = re.compile(
    rf"^\s*{_COUNTED}(?:[-–—•*·▪►✓‣◦○●■□❑➢➤→⇒>+]+|\[[ x]\]|->|=>|\(?\d{{1,2}}[.)]|\(?[a-h][.)](?!\s?[a-zäöü]\.)|"
    r"\(?[ivx]{1,4}[.)]|\d{1,2}(?:\.\d(?!\d)){1,3}\.?)(?:\s+|$)",
    re.IGNORECASE,
)
"""A bullet or a number at the start of a line."""

_CANDIDATE: Final = re.compile(
    r"(?P<mark>[.!?…]+)(?P<quote>[\"“”»')\]]*)(?P<gap>\s+)(?=(?P<next>[\"„»(\[–—-]?\s?[A-ZÄÖÜ0-9„\"]\S*))"
)
_GLUED: Final = re.compile(r"(?P<word>[A-Za-zÄÖÜäöüß]*[a-zäöüß]{3})[.!?](?=(?!Innen)[A-ZÄÖÜ][a-zäöüß]+[ ,])")
"""A sentence that begins without a blank before it, as in hasty notes; names of files and places go on otherwise."""

_NUMBER: Final = re.compile(r"[\d.]*\d")
_ROMAN: Final = re.compile(r"[ivx]{1,4}")
_MULTIPART: Final = re.compile(r"\b\w\.\s?$")
_BEFORE: Final = 4  # characters: all that _MULTIPART looks at
_LEFT: Final = 200  # characters before a full stop that are looked at; whole lines would take time by their square
_SHORT_PART: Final = 2
_LONG_DATE: Final = 6


def _after_number(word: str, follower: str, *, capital: bool) -> bool:
    """Tell whether "3." or "14.3." ends a sentence: not before a month or a noun that is counted."""
    if follower in AFTER_ORDINAL or not capital:
        return False
    if len(word) <= _SHORT_PART and follower not in OPENERS:
        return False
    return "." not in word or follower in OPENERS or len(word) >= _LONG_DATE


def _after_full_stop(left: str, follower: str, *, quoted: bool, capital: bool) -> bool:
    """Tell whether a single full stop after `left` ends a sentence."""
    word = left.rsplit(None, 1)[-1].lstrip("(\"„['") if left.strip() and not left[-1].isspace() else ""
    lower = word.lower()
    if "@" in lower or lower.startswith("www."):
        return True
    if _NUMBER.fullmatch(lower):
        return _after_number(lower, follower, capital=capital)
    if _ROMAN.fullmatch(lower):
        return follower in OPENERS
    last = re.split(r"[.\-–/]", lower)[-1]
    multipart = "." in lower or bool(_MULTIPART.search(left[: len(left) - len(word)][-_BEFORE:]))
    if last in CLOSING_ABBREVIATIONS or (multipart and len(last) <= _SHORT_PART):
        return follower in OPENERS
    if len(word) == 1 and word.isalpha():
        return follower in OPENERS
    return last not in ABBREVIATIONS or quoted


def _is_border(text: str, found: re.Match[str]) -> bool:
    """Tell whether the candidate mark ends a sentence."""
    mark, follower = found["mark"], re.sub(r"^\W+", "", found["next"])
    if "?" in mark or "!" in mark:
        return True
    if mark != ".":
        return follower[:1].isupper()
    plain = follower.lower().strip('.,;:!?“”"')
    quoted = bool(found["quote"].strip(")]"))
    left = text[max(0, found.start() - _LEFT) : found.start()]
    return _after_full_stop(left, plain, quoted=quoted, capital=follower[:1].isupper())


def starts(line: str) -> list[int]:
    """Return the offsets at which the sentences of one line begin; the first is 0.

    A bullet or number at the start of the line belongs to the first sentence.

    >>> starts("Es fehlen z. B. Dolmetscher. Das ist ein Problem.")
    [0, 29]
    >>> starts("Es fehlen Kurse.Auch abends ist nichts.")
    [0, 16]
    """
    bullet = LIST_MARK.match(line)
    first = bullet.end() if bullet else 0
    found = [match.end() for match in _CANDIDATE.finditer(line, first) if _is_border(line, match)]
    glued = [match.end() for match in _GLUED.finditer(line, first) if match["word"].lower() not in ABBREVIATIONS]
    return sorted({0, *found, *glued})


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a text, without surrounding whitespace, in reading order.

    Offsets count Unicode code points. Only whitespace lies between the spans.

    >>> text = "Im 2. Halbjahr startet die 3. Runde. Bis zum 30.6. läuft die Anmeldung."
    >>> [text[start:end] for start, end in sentences(text)]
    ['Im 2. Halbjahr startet die 3. Runde.', 'Bis zum 30.6. läuft die Anmeldung.']
    """
    return list(_sentences(text, starts))


def flowing_sentences(text: str) -> list[tuple[int, int]]:
    r"""Return the sentences of running text in which a line break is only a blank.

    >>> text = "Der Kurs ist\nvoll. Viele warten."
    >>> [text[start:end] for start, end in flowing_sentences(text)]
    ['Der Kurs ist\nvoll.', 'Viele warten.']
    """
    borders = [*starts(text), len(text)]
    pairs = pairwise(borders)
    return [span for begin, end in pairs if (span := _trimmed(text, begin, end))[0] < span[1]]


def _sentences(text: str, cut: Callable[[str], list[int]]) -> Iterator[tuple[int, int]]:
    """Yield the trimmed spans between the borders that `cut` finds in every line."""
    for line in re.finditer(r"[^\n]+", text):
        borders = [*(line.start() + start for start in cut(line[0])), line.end()]
        for begin, end in pairwise(borders):
            span = _trimmed(text, begin, end)
            if span[0] < span[1]:
                yield span


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """Return the span without whitespace at either side."""
    part = text[begin:end]
    stripped = part.strip()
    left = begin + len(part) - len(part.lstrip())
    return left, left + len(stripped)
