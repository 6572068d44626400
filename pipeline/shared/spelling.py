"""Spelling: the forms under which one word is the same word (case, marks, ä and ae, composed and decomposed)."""

from __future__ import annotations

import unicodedata
from functools import cache

LETTERS = str.maketrans({"ı": "i", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "’": "'"})
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}


@cache
def fold(word: str) -> str:
    """Return ``word`` in small letters without marks, so that spellings of one name meet.

    >>> fold("Yılmaz"), fold("YILMAZ"), fold("Groß"), fold("Kovačević")
    ('yilmaz', 'yilmaz', 'gross', 'kovacevic')
    """
    small = unicodedata.normalize("NFKD", word.translate(LETTERS).lower())
    return "".join(letter for letter in small if not unicodedata.combining(letter)).translate(LETTERS)


def spelled_out(word: str) -> str:
    """Return the folded word with ä, ö, ü written as ae, oe, ue.

    >>> spelled_out("Müller")
    'mueller'
    """
    small = unicodedata.normalize("NFC", word.lower())
    return fold("".join(UMLAUTS.get(letter, letter) for letter in small))
