"""Spelling: the forms under which one word is the same word (case, marks, ä and ae, composed and decomposed)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

LETTERS = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "ς": "σ"})
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
FOREIGN = re.compile(r"[^\x00-\x7f]")
TOKEN = re.compile(r"[^\W\d_]+")
FEW = 300  # different letters, so that replacing them one by one is quicker than looking at every letter
APART = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalpha()})


@cache
def fold(word: str) -> str:
    """Return ``word`` in small letters without marks, so that spellings of one name meet.

    >>> fold("Yılmaz"), fold("YILMAZ"), fold("Groß"), fold("Kovačević")
    ('yilmaz', 'yilmaz', 'gross', 'kovacevic')
    """
    return _folded(word)


def _folded(text: str) -> str:
    small = unicodedata.normalize("NFKD", text.translate(LETTERS).lower())
    return "".join(letter for letter in small if not unicodedata.combining(letter)).lower().translate(LETTERS)


def spelled_out(word: str) -> str:
    """Return the folded word with ä, ö, ü written as ae, oe, ue.

    >>> spelled_out("Müller")
    'mueller'
    """
    small = unicodedata.normalize("NFC", word.lower())
    return fold("".join(UMLAUTS.get(letter, letter) for letter in small))


def fold_text(text: str) -> str:
    """Return a whole text folded as :func:`fold` folds a word.

    >>> fold_text("Frau YILMAZ-Groß, Kovačević")
    'frau yilmaz-gross, kovacevic'
    """
    if text.isascii():
        return text.lower()
    foreign = set(FOREIGN.findall(text))
    if len(foreign) > FEW:
        return _folded(text)
    for letter in sorted(foreign):
        text = text.replace(letter, fold(letter))
    return text.lower()


def words(text: str) -> list[str]:
    """Return the runs of letters in ``text``, as ``TOKEN`` finds them, in order.

    >>> words("Grün-Weiß 04 e.V. – „Tor“")
    ['Grün', 'Weiß', 'e', 'V', 'Tor']
    """
    if not text.isascii():
        foreign = set(FOREIGN.findall(text))
        if len(foreign) > FEW:
            return TOKEN.findall(text)
        for letter in foreign:
            if not letter.isalnum() or letter.isdecimal():
                text = text.replace(letter, " ")
    return text.translate(APART).split() if text.isascii() else TOKEN.findall(text)
