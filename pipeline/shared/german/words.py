"""Words: what counts as one word of a German text, and what it is made of.

Everything here is for matching, never for quoting: gender forms are folded (``Teilnehmer:innen`` becomes
``Teilnehmerinnen``), umlauts lose their dots, compounds fall into members.

Sources: lemmas by simplemma (Barbaresi, MIT); members after Koehn, Knight (2003), "Empirical Methods for Compound
Splitting", with a list of known members in place of counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

import simplemma

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

TOKEN: Final = re.compile(r"§+\s?\d+\w*|…|[^\W\d_][\w]*(?:-[\w]+)*-?|\d+")
FOLDED: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "é": "e", "è": "e", "ç": "c"})
GENDER: Final = (
    (re.compile(r"(\w)[:*_/·]-?(innen|in|r|n|e)\b"), r"\1\2"),  # Lehrer:innen, Lehrer/-innen, jede*r
    (re.compile(r"([a-zäöüß])Innen\b"), r"\1innen"),
    (re.compile(r"(\w{3,})\(inn?en\)"), r"\1innen"),
)
INVISIBLE: Final = str.maketrans({"\u00ad": None, "\u200b": None, "\u00a0": " ", "\u202f": " "})
LINKS: Final = ("", "s", "es", "n", "en", "er", "e")
SHORTEST_MEMBER: Final = 3
SHORTEST_STEM: Final = 4
SHORTEST_LEMMA: Final = 3
ENDINGS: Final = re.compile(r"(?:innen|in|ern|e[mnrs]|[ens])$")
INFLECTIONS: Final = ("innen", "in", "en", "er", "ern", "es", "n", "e", "s")

STOP_WORDS: Final = frozenset(
    """
    ab aber all alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf
    aus bei beim bereits bin bis bist bzw da dabei dadurch dafür dagegen daher damit dann daran darauf daraus darf
    darin darüber darum das dass davon dazu dein dem den denen denn der deren des deshalb dessen die dies diese
    diesem diesen dieser dieses doch dort du durch dürfen eben ebenfalls eher ein eine einem einen einer eines
    einfach einige einigen einiger einiges einmal er es etc etwa etwas euch euer für ganz gar ge gegen gegenüber
    gehen geht gerade gern ggf gibt hab habe haben hat hatte hatten hätte hätten hier hin hinter ich ihm ihn ihnen
    ihr ihre ihrem ihren ihrer ihres im immer in indem ins ist ja je jede jedem jeden jeder jedes jedoch jetzt kann
    könne können könnte könnten lassen lässt machen macht man manche mehr mein meine mich mir mit möchte müssen
    muss müsste nach ne nicht noch nun nur ob oder ohne schon sehr sei seien sein seine seinem seinen seiner seit
    sich sie sind so sodass sogar solche soll sollen sollte sollten sondern sonst sowie trotz über um und uns unser
    unsere unserem unseren unserer unter usw viel viele vielen vom von vor wann war waren warum was wäre wären
    wegen weil welche welcher wenn wer werde werden wie wieder will wir wird wo wobei wohl wollen worden wurde
    wurden würde würden zu zum zur zwar zwischen
    """.split()  # noqa: SIM905 (a list would be three pages long)
)


def fold(text: str) -> str:
    """Return the text in lower case without umlauts and sharp s.

    >>> fold("Größe")
    'grosse'
    """
    return text.lower().translate(FOLDED)


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """Return the text with gender forms written out and invisible characters removed.

    >>> normalise("Lehrer:innen, Teilnehmer/-innen und KollegInnen")
    'Lehrerinnen, Teilnehmerinnen und Kolleginnen'
    """
    plain = text.translate(INVISIBLE)
    for pattern, replacement in GENDER:
        plain = pattern.sub(replacement, plain)
    return plain


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a normalised text in order, as they are written.

    >>> tokens("Sprach- und B1-Kurse ab 2024!")
    ['Sprach-', 'und', 'B1-Kurse', 'ab', '2024']
    """
    return TOKEN.findall(normalise(text))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Return the dictionary form of a word as simplemma knows it, else the word itself.

    >>> lemma("Häuser")
    'Haus'
    """
    return found_lemma(word) if len(word) > SHORTEST_LEMMA else word


def found_lemma(word: str) -> str:
    """Return the dictionary form of a word of any length.

    simplemma's list stays packed: its table of a million words takes longer to build and 90 MB more than it saves.
    """
    return str(simplemma.lemmatize(word, lang="de", low_memory=True))


@lru_cache(maxsize=200_000)
def is_known(word: str) -> bool:
    """Return whether simplemma's dictionary has a word, written large or small.

    >>> is_known("Häuser"), is_known("Xqwrt")
    (True, False)
    """
    return bool(simplemma.is_known(word, lang="de", low_memory=True))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the folded word without one inflection ending; forms of one word mostly meet in one stem.

    >>> stem("Schulen"), stem("Schule"), stem("Kursleiterinnen")
    ('schul', 'schul', 'kursleiter')
    """
    plain = fold(word).strip("-")
    found = ENDINGS.search(plain, SHORTEST_STEM)
    return plain[: found.start()] if found else plain


@dataclass(frozen=True, eq=False)
class Compounds:
    """Splits compounds into members from a list of known ones (folded, lower case)."""

    known: frozenset[str]
    seen: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the splitter for a text file with one lower-case member per line."""
        return cls.of(path.read_text(encoding="utf-8").split("\n"))

    @classmethod
    def of(cls, members: Iterable[str]) -> Self:
        """Return the splitter for these members."""
        return cls(frozenset(fold(member.strip()) for member in members if len(member.strip()) >= SHORTEST_MEMBER))

    def members(self, word: str) -> tuple[str, ...]:
        """Return the folded members of a word, first to last; a word that is none known comes back whole.

        >>> Compounds.of(["schule", "sozial", "arbeit", "sprache", "kurs"]).members("Schulsozialarbeit")
        ('schule', 'sozial', 'arbeit')
        """
        plain = fold(word).strip("-")
        if plain not in self.seen:
            pieces = (piece for piece in plain.split("-") if piece)
            self.seen[plain] = tuple(member for piece in pieces for member in self._split(piece) or (piece,))
        return self.seen[plain]

    def _split(self, word: str, *, last: bool = True) -> tuple[str, ...]:
        """Return the members of ``word``; empty if it cannot be split. ``last``: nothing stands behind it."""
        whole = self._ending(word) if last else self._linked(word)
        if whole:
            return (whole,)
        for cut in range(len(word) - SHORTEST_MEMBER, SHORTEST_MEMBER - 1, -1):
            first = self._linked(word[:cut])
            rest = self._split(word[cut:], last=last) if first else ()
            if rest:
                return (first, *rest)
        return ()

    def _ending(self, piece: str) -> str:
        """Return the member that ``piece`` is an inflected form of, or nothing."""
        bases = (piece, *(piece.removesuffix(end) for end in INFLECTIONS if piece.endswith(end)))
        return next((form for base in bases for form in (base, f"{base}e") if form in self.known), "")

    def _linked(self, piece: str) -> str:
        """Return the member that ``piece`` is with its linking sound, or nothing."""
        bases = (piece.removesuffix(link) for link in LINKS if piece.endswith(link))
        return next((form for base in bases for form in (base, f"{base}e") if form in self.known), "")
