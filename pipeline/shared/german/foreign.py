"""Foreign words: is a statement in another language than German? Then type and field are guessed, and people look."""

from __future__ import annotations

from typing import Final

from pipeline.shared.german.words import STOP_WORDS, is_known, tokens

ENGLISH: Final = frozenset((
    "the", "and", "of", "to", "is", "are", "we", "you", "they", "our", "your", "their", "my", "need", "more", "for",
    "with", "not", "only", "have", "has", "no", "should", "there", "that", "this", "from", "people", "it", "be",
    "can", "at", "on", "do", "what", "how", "why", "would", "like", "make", "help", "get",
))  # fmt: skip
SHARED: Final = frozenset((
    "in", "so", "an", "am", "was", "war", "also", "die", "man", "hat", "her", "will", "bin", "on", "do", "be",
    "for", "des", "me",
))  # fmt: skip
"""Small words that stand in other languages as well."""
FEWEST: Final = 3
LATIN: Final = 0x250  # code points below hold the Latin letters with their accents
UNKNOWN: Final = 0.7


def is_foreign(text: str) -> bool:
    """Tell whether ``text`` is not German: another script, English, or hardly a word that German knows.

    >>> [is_foreign(said) for said in ("Мало місць у садку", "We need more courses", "Daha fazla kurs istiyoruz")]
    [True, True, True]
    >>> is_foreign("IQ-Netzwerk, BAMF, DRK"), is_foreign("mir san halt immer die gleichen")
    (False, False)
    """
    letters = [sign for sign in text if sign.isalpha()]
    if sum(ord(sign) >= LATIN for sign in letters) * 2 > len(letters):
        return True
    words = [word for word in tokens(text) if not word.isupper()]
    small = {word.lower() for word in words}
    if len(words) < FEWEST or small & (STOP_WORDS - SHARED - ENGLISH):
        return False
    if len(small & ENGLISH) > 1:
        return True
    if "." in text.rstrip(" ."):  # abbreviations, which no dictionary knows either
        return False
    lower = [word for word in words if word.islower()]
    strange = sum(not is_known(word) for word in words)
    return len(lower) > 1 and strange >= UNKNOWN * len(words)
