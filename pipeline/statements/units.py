"""Units: where one assertion ends and the next begins, by structure first and then by wording.

One assertion is one type and one content: a card, bullet, cell or clause. Cuts are made at line breaks inside a
cell, at ';', between two infinitives with objects of their own, and before 'aber' where what exists turns into what
is missing. Reasons, examples, quotes, truncated compounds and abbreviations are never cut off.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pipeline.shared.german.segments import LIST_MARK, flowing_sentences
from pipeline.statements import wording

Piece = tuple[int, int]

_FUNCTION_WORDS: Final = (
    r"(?:und|oder|sowie|bzw\.|mit|für|von|vom|zu|zum|zur|in|im|an|am|auf|aus|bei|beim|durch|ohne|um|über|unter|vor|nach|"
    r"der|die|das|den|dem|des|ein|eine|einen|einem|einer|nicht|nur|auch|dass|weil|wenn|damit|als|wie|sich|ist|sind|wird|werden|"
    r"haben|hat|kann|können|soll|sollen)"
)
_RUNS_ON: Final = re.compile(rf"(?:[,–/-]|\b{_FUNCTION_WORDS})\s*$", re.IGNORECASE)
_CONTINUES: Final = re.compile(rf"\s*(?:[a-zäöüß]+en\b[.!]?\s*$|{_FUNCTION_WORDS}\b|[,;)])")
_POSITIVE: Final = wording.pattern("units.positive")
_NEGATIVE: Final = wording.pattern("units.negative")
_NO_LACK: Final = re.compile(r"\bkein\w* (?:mangel|problem)\w*", re.IGNORECASE)
_CONTRAST: Final = re.compile(
    r"\s*(?:[,;.–…-]|\.{3})\s+(?=(?:\S+\s){0,2}(?:aber|jedoch|allerdings|doch|leider)\s)", re.IGNORECASE
)
_FIRST_POINT: Final = re.compile(r"\(?[a1]\)\s")
_VOTED: Final = re.compile(r"[\[(]\s*\d{1,3}\s*(?:P\.?|Punkte?|Pkt\.?|Stimmen?)?\s*[\])](?=\s+[-–]\s)")
_NEXT_POINT: Final = re.compile(r"\s(?P<point>\(?[b-h2-9]\)\s)")
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\s*$")
_PASSED_ON: Final = re.compile(r"\s*(?:->|→|=>|➔)\s*[A-ZÄÖÜ][^;!?]*$")
_AND: Final = re.compile(r"(?<=[a-zäöüß]n)\s+(?=und\s)")
_INFINITIVE: Final = re.compile(r"\b[a-zäöü][a-zäöüß]{2,}(?:en|ern|eln)$")
_NO_INFINITIVE: Final = wording.pattern("units.no_infinitive")
_TAKEN_BACK: Final = wording.pattern("units.taken_back")
_FINITE: Final = wording.pattern("units.finite")
_SHARED_OBJECT: Final = wording.pattern("units.shared_object")
_BACK_REFERENCE: Final = wording.pattern("units.back_reference")
_CLAUSE_WORDS: Final = 5
_PARAGRAPH_SENTENCES, _PARAGRAPH_WORDS = 3, 40  # from then on a bullet is a paragraph
_CAPITAL_WORD: Final = re.compile(r"\b[A-ZÄÖÜ][\wäöüß:*/-]+")
_LEAST_LEFT, _LEAST_RIGHT = 2, 3
_OPENING: Final = "(„[»"
_CLOSING: Final = {")": "(", "“": "„", "]": "[", "«": "»"}


def trimmed(text: str, start: int, end: int) -> Piece:
    """Return the span without whitespace at either side."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def sheltered(text: str) -> list[bool]:
    """Return for every character whether it stands inside brackets or quotation marks that are closed again."""
    inside = [False] * len(text)
    stack: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in _OPENING:
            stack.append((sign, place))
        elif sign in _CLOSING and stack and stack[-1][0] == _CLOSING[sign]:
            _, begin = stack.pop()
            inside[begin:place] = [True] * (place - begin)
    return inside


def cut(text: str, piece: Piece, borders: Iterable[int]) -> list[Piece]:
    """Return the trimmed, non-empty parts of a piece between borders (offsets in the text)."""
    start, end = piece
    marks = [start, *sorted({border for border in borders if start < border < end}), end]
    parts = [trimmed(text, begin, stop) for begin, stop in pairwise(marks)]
    parts = [(begin, begin + len(text[begin:stop].rstrip(" ;,–-\n")) if stop < end else stop) for begin, stop in parts]
    return [part for part in parts if any(sign.isalnum() for sign in text[slice(*part)])] or parts[:1]


def _line_borders(text: str, piece: Piece) -> Iterator[int]:
    """Yield the line breaks of a cell that part two notes; a wrapped line is no border."""
    for found in re.finditer(r"\s*\n\s*", text[piece[0] : piece[1]]):
        left, right = text[piece[0] : piece[0] + found.start()], text[piece[0] + found.end() : piece[1]]
        line, following = left.rsplit("\n", 1)[-1], right.split("\n", 1)[0]
        wrapped = _RUNS_ON.search(line) or (_CONTINUES.match(following) and not re.search(r"[.!?;:]\s*$", line))
        if LIST_MARK.match(following) or not wrapped:
            yield piece[0] + found.end()


def _inline_points(text: str, piece: Piece) -> Iterator[int]:
    """Yield the places of 'b)' or '2)' in a note that begins with 'a)' or '1)', and of a remark after the votes."""
    for found in _VOTED.finditer(text, *piece):
        yield found.end()
    if not _FIRST_POINT.match(text, *piece):
        return
    for found in _NEXT_POINT.finditer(text, *piece):
        yield found.start("point")


def _semicolons(text: str, piece: Piece) -> Iterator[int]:
    """Yield the places after a ';' that parts two notes, outside brackets and quotes."""
    inside = sheltered(text[piece[0] : piece[1]])
    for place in range(*piece):
        if text[place] == ";" and not inside[place - piece[0]]:
            yield place + 1


def _clauses(text: str, piece: Piece) -> Iterator[int]:
    """Yield the places after a ';' that parts two full clauses of running text, the second no comment on the first."""
    borders = [piece[0], *_semicolons(text, piece), piece[1]]
    for before, place, after in zip(borders, borders[1:], borders[2:], strict=False):
        left, right = text[before:place], text[place:after]
        if min(len(left.split()), len(right.split())) >= _CLAUSE_WORDS and not _BACK_REFERENCE.match(right):
            yield place


def _is_infinitive(words: str) -> bool:
    """Tell whether the words end with an infinitive and not with an adjective, a modal or a noun."""
    bare = words.strip().rstrip(".!,")
    if not _INFINITIVE.search(bare):
        return False
    return not _NO_INFINITIVE.search(bare) or bool(_TAKEN_BACK.search(bare))


def _two_infinitives(text: str, piece: Piece) -> Iterator[int]:
    """Yield the 'und' between two infinitives that have objects of their own."""
    whole = text[piece[0] : piece[1]]
    inside = sheltered(whole)
    for found in _AND.finditer(whole):
        left, right = whole[: found.start()], whole[found.end() :]
        if _FINITE.search(whole) or _SHARED_OBJECT.match(right):
            continue
        objects = _CAPITAL_WORD.search(right[4:]) and _CAPITAL_WORD.search(left)
        plain = not inside[found.start()] and not re.search(r",|\b(?:zu|um|damit|dass|weil|wenn)\b", right)
        bare_right = _ASIDE.sub("", _PASSED_ON.sub("", right))
        if (
            objects
            and plain
            and _is_infinitive(left)
            and _is_infinitive(bare_right)
            and not re.search(r"\bzu\s+\w+$", left)
        ):
            yield piece[0] + found.end()


def _contrasts(text: str, piece: Piece) -> Iterator[int]:
    """Yield the 'aber' at which what exists turns into what is missing."""
    whole = text[piece[0] : piece[1]]
    inside = sheltered(whole)
    for found in _CONTRAST.finditer(whole):
        left, right = whole[: found.start()], re.split(r"[.;!?]", whole[found.end() :])[0]
        if inside[found.start()] or len(left.split()) < _LEAST_LEFT or len(right.split()) < _LEAST_RIGHT:
            continue
        if _POSITIVE.search(left) and not _NEGATIVE.search(_NO_LACK.sub("", left)) and _NEGATIVE.search(right):
            yield piece[0] + found.end()


_NEW_TYPE: Final = wording.pattern("units.new_type")


def _new_types(text: str, piece: Piece) -> Iterator[int]:
    """Yield the sentence starts that announce another type: 'Vorschlag:', 'Ziel:', 'Man könnte'."""
    whole = text[piece[0] : piece[1]]
    for start, _ in flowing_sentences(whole)[1:]:
        if _NEW_TYPE.match(whole, start):
            yield piece[0] + start


def _with_asides(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces with those that only stand in brackets joined to the piece before."""
    joined: list[Piece] = []
    for start, end in pieces:
        aside = text[start] in "([" and text[start:end].rstrip(" .!,;").endswith((")", "]"))
        if aside and joined and text[start + 1 : end].count("(") == 0:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _refine(text: str, pieces: Iterable[Piece], rule: Callable[[str, Piece], Iterator[int]]) -> list[Piece]:
    """Return the pieces cut further by one rule."""
    found: list[Piece] = []
    for piece in pieces:
        borders = list(rule(text, piece))
        found += cut(text, piece, borders) if borders else [piece]
    return found


def _sentence_borders(text: str, piece: Piece) -> Iterator[int]:
    """Yield the sentence starts of running text; a quote that is still open is not cut."""
    whole = text[piece[0] : piece[1]]
    inside = sheltered(whole)
    for start, _ in flowing_sentences(whole)[1:]:
        if not inside[start] or not inside[start - 1]:
            yield piece[0] + start


def _running_text(text: str, piece: Piece) -> Iterator[int]:
    """Yield the sentence starts of a bullet that is a paragraph: many words in three or more full sentences."""
    sentences = flowing_sentences(text[piece[0] : piece[1]])
    words = [len(text[piece[0] + start : piece[0] + end].split()) for start, end in sentences]
    if len(sentences) >= _PARAGRAPH_SENTENCES and min(words) >= _CLAUSE_WORDS and sum(words) >= _PARAGRAPH_WORDS:
        yield from _sentence_borders(text, piece)


def note_units(text: str, start: int, end: int) -> list[Piece]:
    """Return the assertions of a card, cell or bullet.

    >>> note = "Elternlotsen schulen und Elternabende mehrsprachig gestalten"
    >>> [note[begin:stop] for begin, stop in note_units(note, 0, len(note))]
    ['Elternlotsen schulen', 'und Elternabende mehrsprachig gestalten']
    >>> note = "Sprach- und Integrationskurse anbieten"
    >>> len(note_units(note, 0, len(note)))
    1
    """
    pieces = cut(text, (start, end), ())
    for rule in (_line_borders, _inline_points, _running_text, _semicolons, _new_types, _contrasts, _two_infinitives):
        pieces = _refine(text, pieces, rule)
    return _with_asides(text, pieces)


def sentence_units(text: str, start: int, end: int) -> list[Piece]:
    """Return the assertions of running text: its sentences, cut further at ';' and at a contrast.

    >>> text = "Frau A.: „Wir warten. Seit Jahren.“ Der Kurs ist voll."
    >>> [text[begin:stop] for begin, stop in sentence_units(text, 0, len(text))]
    ['Frau A.: „Wir warten. Seit Jahren.“', 'Der Kurs ist voll.']
    """
    pieces = cut(text, (start, end), ())
    for rule in (_sentence_borders, _clauses, _contrasts):
        pieces = _refine(text, pieces, rule)
    return _with_asides(text, pieces)
