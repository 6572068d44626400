"""What is a name, and what is an ordinary German word? Lists in ``data/lexicon``, written for this project."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from pipeline.shared.corpus import PROJECT
from pipeline.shared.german.words import is_known
from pipeline.shared.spelling import fold, spelled_out

FOLDER = PROJECT / "data" / "lexicon"
MEMBERS = "../training/lexicon/compounds.txt"
FREQUENT = 40_000
FUNCTION = 400
SHORTEST_PART = 4
SHORTEST_WORD = 3
LONG_TAIL = 5
LINKS = ("", "s", "es", "n", "en", "er", "e")
ENDINGS = ("s", "es", "n", "en", "e", "er", "em", "in", "innen", "r")
NAME_ENDINGS = re.compile(
    r"(?:meier|meyer|mayer|maier|kamp|hoff|brink|huber|bauer|hausen|mann|ski|ska|loh|berg|berger|stein|burg|thal)$"
)


@dataclass(frozen=True)
class Lexicon:
    """Folded lists; ``words`` and ``frequent`` are German words of official texts in small letters."""

    first_names: frozenset[str]
    surnames: frozenset[str]
    ambiguous: frozenset[str]
    bodies: frozenset[str]
    roles: frozenset[str]
    professions: frozenset[str]
    countries: frozenset[str]
    phrases: tuple[str, ...]
    words: frozenset[str]
    frequent: frozenset[str]
    function: frozenset[str]
    heads: tuple[str, ...]

    def is_first(self, word: str) -> bool:
        """Tell whether ``word`` is a first name; of a double name every part must be one."""
        return all(fold(part) in self.first_names for part in word.split("-"))

    def is_surname(self, word: str) -> bool:
        """Tell whether ``word`` is a known surname or a double name with a known one."""
        return fold(word) in self.surnames or any(fold(part) in self.surnames for part in word.split("-"))

    def is_ambiguous(self, word: str) -> bool:
        """Tell whether ``word`` is a name and a German word, place or month as well."""
        return fold(word) in self.ambiguous

    def is_role(self, word: str) -> bool:
        """Tell whether ``word`` is an office, a profession or a form of address."""
        return fold(word) in self.roles

    def is_job(self, word: str) -> bool:
        """Tell whether ``word`` is an office or a profession in the singular."""
        return fold(word) in self.roles or fold(word) in self.professions

    def is_body(self, word: str) -> bool:
        """Tell whether ``word`` is a public body, an association or a brand."""
        return word.upper() == word or fold(word) in self.bodies or fold(word.split("-", maxsplit=1)[0]) in self.bodies

    def is_common(self, word: str) -> bool:
        """Tell whether official texts know ``word``, or it is a name and a German word as well."""
        small = word.lower()
        return (
            small in self.words
            or self.is_ambiguous(word)
            or any(small.endswith(ending) and small[: -len(ending)] in self.frequent for ending in ENDINGS)
        )

    def is_word(self, word: str) -> bool:
        """Tell whether ``word`` itself is a German word: listed, or inflected from a frequent one."""
        return _cached(self, word.lower(), _listed)

    def is_ordinary(self, word: str) -> bool:
        """Tell whether ``word`` reads as German: a word, a compound of words, or one that ends in a word."""
        parts = [part for part in word.lower().split("-") if part]
        return bool(parts) and _cached(self, parts[-1], _german)

    def is_plain_name(self, word: str) -> bool:
        """Tell whether ``word`` alone shows that it is a name: listed as one and not a German word as well."""
        listed = self.is_first(word) or fold(word) in self.surnames
        common = self.is_ambiguous(word) or word.lower() in self.words
        return listed and not common and len(word) >= SHORTEST_WORD


_known: dict[tuple[str, str], bool] = {}


def _cached(lexicon: Lexicon, word: str, test: Callable[[Lexicon, str], bool]) -> bool:
    key = (test.__name__, word)
    if key not in _known:
        _known[key] = test(lexicon, word)
    return _known[key]


def _listed(lexicon: Lexicon, word: str) -> bool:
    folded_word = fold(word)
    if word in lexicon.words or folded_word in lexicon.ambiguous or folded_word in lexicon.roles:
        return True
    if folded_word in lexicon.surnames or folded_word in lexicon.first_names:
        return False
    if len(word) >= SHORTEST_WORD and is_known(word):
        return True
    return any(word.endswith(ending) and word[: -len(ending)] in lexicon.frequent for ending in ENDINGS)


def _german(lexicon: Lexicon, word: str) -> bool:
    if _listed(lexicon, word):
        return True
    folded_word = fold(word)
    if folded_word in lexicon.surnames or folded_word in lexicon.first_names or NAME_ENDINGS.search(word):
        return False
    return _composed(lexicon, word) or _ends_in_word(lexicon, word)


def _ends_in_word(lexicon: Lexicon, word: str) -> bool:
    """Tell whether the end of ``word`` is a long frequent word: "Traumagruppe", "Erzählrunde"."""
    tails = (word[cut:] for cut in range(3, len(word) - LONG_TAIL + 1))
    return any(_in_frequent(lexicon, tail) for tail in tails) or any(
        word.removesuffix(head).removesuffix(link) in lexicon.frequent
        for head in lexicon.heads
        if word.endswith(head) and len(word) >= len(head) + SHORTEST_WORD
        for link in LINKS
    )


def _in_frequent(lexicon: Lexicon, word: str) -> bool:
    return word in lexicon.frequent or any(
        word.endswith(end) and word[: -len(end)] in lexicon.frequent for end in ENDINGS
    )


def _composed(lexicon: Lexicon, word: str) -> bool:
    """Tell whether ``word`` splits into a frequent first part and a frequent or composed rest."""
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        head, rest = word[:cut], word[cut:]
        stems = {head.removesuffix(link) for link in LINKS}
        if any(len(stem) >= SHORTEST_WORD and stem in lexicon.frequent for stem in stems) and (
            _in_frequent(lexicon, rest) or _composed(lexicon, rest)
        ):
            return True
    return False


def lines(name: str) -> list[str]:
    """Return the lines of a list, without remarks."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def folded(name: str) -> frozenset[str]:
    """Return the words of a list, folded, each also with ae, oe, ue."""
    words = [word for line in lines(name) for word in line.split()]
    return frozenset(spelling for word in words for spelling in (fold(word), spelled_out(word)))


@cache
def load() -> Lexicon:
    """Return the lists of ``data/lexicon``."""
    words = gzip.decompress((FOLDER / "words_de.txt.gz").read_bytes()).decode().split()
    domain = {word.lower() for line in [*lines("domain_words.txt"), *lines(MEMBERS)] for word in line.split()}
    return Lexicon(
        first_names=folded("first_names.txt"),
        surnames=folded("surnames.txt"),
        ambiguous=folded("ambiguous.txt"),
        bodies=folded("public_bodies.txt"),
        roles=folded("roles.txt"),
        professions=folded("professions.txt"),
        countries=folded("countries.txt"),
        phrases=tuple(sorted(lines("not_names.txt"), key=lambda phrase: (-len(phrase), phrase))),
        words=frozenset(words),
        frequent=frozenset(words[:FREQUENT]) | domain,
        function=frozenset(words[:FUNCTION]),
        heads=tuple(lines("short_heads.txt")[0].split()),
    )
