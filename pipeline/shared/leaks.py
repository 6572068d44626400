"""Leaks: does a known original stand in a text, in whatever spelling, inflection or markup?

The needles come from the key. How a needle counts depends on what it is: a word that is nothing but a name counts
wherever it stands; a name that is a German word as well (Koch, Sommer) only behind a title or as part of a full name;
telephone numbers by their digits; everything else as the words it was found with.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from pipeline.shared.corpus import Corpus
from pipeline.shared.spelling import fold, fold_text, words
from pipeline.shared.vault import Vault

LABELS = {
    "person": "Person",
    "email": "Mail",
    "phone": "Telefon",
    "address": "Adresse",
    "birthdate": "Geburtsdatum",
    "rare-role": "Funktion",
    "case": "Aktenzeichen",
    "path": "Pfad",
    "place": "Ort",
    "organisation": "Einrichtung",
}
WORD, TITLED, PHRASE, DIGITS = "word", "titled", "phrase", "digits"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
TAG = re.compile(r"<[^<>]{0,2000}>")
WRAPPED = re.compile(r"-\s*\n")
HYPHENATED = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[^\W\d_])")
NUMBER = re.compile(r"(?:\+|00)?\d[\d ./()–-]{4,24}\d")
TITLE = r"(?:frau|herrn?|fr\.|hr\.|dr\.|prof\.|familie|kollegin|kollege)"
TITLES = frozenset(["frau", "herr", "herrn", "fr", "hr", "dr", "prof", "familie", "kollegin", "kollege"])
TITLED_WORD = re.compile(rf"(?<!\w){TITLE} (?:{TITLE} )*([^\W\d_]+\.?)")
SPELLED = re.compile(r" \w \w \w ")
BETWEEN_DIGITS = b" ./()-"
INFLECTIONS = ("s", "es", "sche", "schen", "scher", "sches", "n", "en")
FOLDER = "needles"
SHORTEST = 3
SQUEEZED = 9
SINGLE = 4
SHORTEST_NUMBER = 6


def sealed_in(corpus: Corpus) -> tuple[Vault, bytes]:
    """Return the vault of the needles and what opens it: all papers of ``corpus`` together, as for the readings."""
    papers = [path for path in sorted(corpus.documents.rglob("*")) if path.is_file()]
    opener = b"".join(hashlib.sha512(path.read_bytes()).digest() for path in papers)
    return Vault(corpus.confidential / FOLDER, "needles"), opener


def seal(known: Mapping[str, tuple[str, str]], corpus: Corpus) -> None:
    """Encrypt the needles, so that only who has the papers can read them; older ones go."""
    vault, opener = sealed_in(corpus)
    vault.seal(opener, json.dumps(known, ensure_ascii=False, sort_keys=True).encode())
    vault.keep_only([opener])


def unsealed(corpus: Corpus) -> Needles | None:
    """Return the needles of ``corpus``; None where the stage pseudonyms has not run on these very papers."""
    vault, opener = sealed_in(corpus)
    content = vault.open(opener)
    return (
        None
        if content is None
        else Needles({needle: (how, kind) for needle, (how, kind) in json.loads(content).items()})
    )


def plain(text: str) -> list[str]:
    r"""Return the ways in which ``text`` can be read: as it stands, unescaped, without markup, without hyphenation.

    >>> plain("Frau Tie&shy;de")[-1], plain("<b>Tie</b>de")[-1], plain("Tie-\nde")[-1]
    ('Frau Tiede', 'Tiede', 'Tiede')
    """
    if "\\u" in text:
        text = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    opened = html.unescape(text)
    if PERCENT.search(opened):
        opened = f"{opened}\n{unquote(opened)}"
    for letter in INVISIBLE:
        opened = opened.replace(letter, "")
    readings = [opened]
    if "<" in opened:
        readings += [TAG.sub(" ", opened), TAG.sub("", opened)]
    readings += [HYPHENATED.sub("", reading) for reading in readings if WRAPPED.search(reading)]
    return list(dict.fromkeys(readings))


def digits(number: str) -> str:
    """Return the digits of a telephone number without the country's prefix.

    >>> digits("+49 (0)4951 12-3"), digits("04951/123")
    ('4951123', '4951123')
    """
    bare = re.sub(r"\D", "", re.sub(r"\(0\)", "", number))
    return re.sub(r"^0049", "", bare).lstrip("0") if not number.strip().startswith("+49") else bare[2:].lstrip("0")


@dataclass(frozen=True)
class Needles:
    """What must not stand anywhere: needle -> (how it counts, its kind)."""

    known: Mapping[str, tuple[str, str]]

    def _of(self, how: str) -> dict[str, str]:
        return {needle: kind for needle, (mode, kind) in self.known.items() if mode == how}

    @cached_property
    def words(self) -> dict[str, str]:
        """Return the folded words that count wherever they stand."""
        return {fold(needle): kind for needle, kind in self._of(WORD).items()}

    @cached_property
    def forms(self) -> dict[str, str]:
        """Return every inflection of the words, each with the word it is a form of; the words themselves first."""
        inflected = {word + ending: word for ending in reversed(INFLECTIONS) for word in self.words}
        return inflected | {word: word for word in self.words}

    @cached_property
    def titled(self) -> dict[str, str]:
        """Return the folded words that count behind a title."""
        return {fold(needle): kind for needle, kind in self._of(TITLED).items()}

    @cached_property
    def phrases(self) -> dict[str, str]:
        """Return the folded phrases with single spaces."""
        return {spaced(fold(needle)): kind for needle, kind in self._of(PHRASE).items()}

    @cached_property
    def openings(self) -> dict[str, set[str]]:
        """Return the phrases by their first word, with which each can only stand in a text; "" for those without."""
        found: dict[str, set[str]] = {"": set()}
        for phrase in self.phrases:
            first, *others = words(phrase) or [""]
            for form in (first,) if others or not first else (first, first + "s"):
                found.setdefault(form, set()).add(phrase)
        return found

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Return telephone numbers by their digits."""
        return {
            digits(needle): kind for needle, kind in self._of(DIGITS).items() if len(digits(needle)) >= SHORTEST_NUMBER
        }

    def hits(self, text: str, ignored: frozenset[str] = frozenset()) -> Counter[str]:
        """Return how often each kind stands in ``text``; folded words in ``ignored`` do not count."""
        found: Counter[str] = Counter()
        for reading in plain(text):
            found |= self._in(reading, ignored)
        return found

    def _in(self, text: str, ignored: frozenset[str]) -> Counter[str]:
        folded = spaced(fold_text(text))
        counts = Counter(words(folded))
        found: Counter[str] = Counter()
        for token in counts.keys() & self.forms.keys():
            if (root := self.forms[token]) not in ignored:
                found[self.words[root]] += counts[token]
        begun = [self.openings[first] for first in (self.openings.keys() & counts.keys()) | {""}]
        for phrase in set().union(*begun) - ignored:
            if phrase in folded and (times := bounded(phrase, folded)):
                found[self.phrases[phrase]] += times
        if self.titled and counts.keys() & TITLES:
            for match in TITLED_WORD.finditer(folded):
                titled = self.titled.get(match[1]) or self.titled.get(re.sub(r"'?s$", "", match[1]))
                found.update([titled] if titled else [])
        found.update(self._numbers_in(text, folded))
        if not found and sum(counts[token] for token in counts if len(token) == 1) >= SINGLE:
            found = self._squeezed(folded, ignored)
        return +found

    def _numbers_in(self, text: str, folded: str) -> Counter[str]:
        """Return telephone numbers; in most texts no such digits follow each other, which is quicker to see."""
        if not self.numbers:
            return Counter()
        tight = folded.replace("(0)", "").replace("–", "").encode(errors="replace").translate(None, BETWEEN_DIGITS)
        if not any(number.encode() in tight for number in self.numbers):
            return Counter()
        standing = [digits(match[0]) for match in NUMBER.finditer(text)]
        return Counter(kind for one in standing for number, kind in self.numbers.items() if number in one)

    def _squeezed(self, folded: str, ignored: frozenset[str]) -> Counter[str]:
        """Return long needles that only show when every space is taken out: letters set one by one."""
        if not SPELLED.search(folded):
            return Counter()
        tight = folded.replace(" ", "")
        long = {**self.words, **{phrase.replace(" ", ""): kind for phrase, kind in self.phrases.items()}}
        return Counter(
            kind
            for needle, kind in long.items()
            if len(needle) >= SQUEEZED and needle not in ignored and needle in tight
        )


def spaced(text: str) -> str:
    """Return ``text`` with single spaces."""
    return " ".join(text.split())


def bounded(phrase: str, text: str) -> int:
    """Return how often ``phrase`` stands in ``text`` and is not part of longer words."""
    left = r"(?<!\w)" if phrase[0].isalnum() else ""
    right = r"(?!\w)" if phrase[-1].isalnum() else ""
    return len(
        re.findall(rf"{left}{re.escape(phrase)}(?:s|')?{right}" if right else rf"{left}{re.escape(phrase)}", text)
    )


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded words of ``texts``."""
    return frozenset(word for text in texts for word in words(fold_text(text)))
