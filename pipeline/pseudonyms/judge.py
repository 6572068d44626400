"""Judge: what a word may be, in this corpus."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pipeline.pseudonyms.lexicon import Lexicon
from pipeline.pseudonyms.patterns import MONTHS, NAMESAKE, RHETORICAL, RHETORICAL_AFTER, SAINT, SHORT
from pipeline.shared.spelling import fold

LONG = 7
ABBREVIATED = re.compile(r"[a-zäöüß][A-ZÄÖÜ]+$")  # "FamZ", "KiTaS"
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß"


@dataclass(frozen=True)
class Judge:
    """Says of a word what it may be; ``places`` are words that this corpus uses as places (folded)."""

    lexicon: Lexicon
    places: frozenset[str] = frozenset()

    def strange(self, word: str) -> bool:
        """Tell whether German does not know ``word``, and it is no public body and no place of the corpus."""
        lex = self.lexicon
        shaped = len(word) > 2 and not re.search(r"[a-zäöü][A-ZÄÖÜ]", word) and not re.search(r"[A-ZÄÖÜ]{3,}", word)  # noqa: PLR2004
        return shaped and not (lex.is_ordinary(word) or lex.is_body(word) or lex.is_role(word) or self.is_place(word))

    def likely(self, word: str) -> bool:
        """Tell whether ``word`` is a name where a name is expected: no word of official texts, office, body, place."""
        lex = self.lexicon
        other = lex.is_common(word) or lex.is_body(word) or lex.is_role(word) or self.is_place(word)
        return len(word) > SHORT - 1 and not other and not ABBREVIATED.search(word)

    def is_place(self, word: str) -> bool:
        """Tell whether the corpus uses ``word`` as a place, or it is a country."""
        return fold(word) in self.places or fold(word) in self.lexicon.countries

    def named(self, word: str) -> bool:
        """Tell whether ``word`` may be a surname: listed as one, or strange."""
        return (
            (self.lexicon.is_surname(word) and not self.is_place(word))
            or self.lexicon.is_ambiguous(word)
            or self.strange(word)
        )

    def clear(self, word: str) -> bool:
        """Tell whether ``word`` can hardly be anything else than a name."""
        return (self.lexicon.is_plain_name(word) and not self.is_place(word)) or self.strange(word)

    def misspelt(self, word: str) -> bool:
        """Tell whether a long word that no list holds is a frequent German word with one letter left out or doubled."""
        small = word.lower()
        if len(small) < LONG or self.lexicon.is_plain_name(word):
            return False
        cuts = range(len(small) + 1)
        fewer = (small[:cut] + small[cut + 1 :] for cut in cuts)
        more = (small[:cut] + letter + small[cut:] for cut in cuts for letter in LETTERS)
        return any(form in self.lexicon.frequent for form in (*fewer, *more))

    def phrase(self, text: str, start: int, end: int) -> bool:
        """Tell whether the span is part of a figure of speech or of the name of a project."""
        around = text[max(0, start - 30) : end + 30].casefold()
        words = text[start:end].casefold()
        if SAINT.search(text[max(0, start - 12) : start]) or NAMESAKE.match(text[end : end + 60]):
            return True
        if words in MONTHS and re.match(r"\.|[/–-]|,? (?:und|bis|\d)", text[end : end + 5]):
            return True
        if RHETORICAL.search(text[max(0, start - 45) : start]) or RHETORICAL_AFTER.match(text[end : end + 45]):
            return True
        return any(words in phrase and phrase in around for phrase in self.sayings)

    @cached_property
    def sayings(self) -> tuple[str, ...]:
        """Return the figures of speech and names of projects, folded."""
        return tuple(phrase.casefold() for phrase in self.lexicon.phrases)
