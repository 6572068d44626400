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
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from pipeline.shared.corpus import Corpus
from pipeline.shared.spelling import LETTERS, fold
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
INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
MARKS = re.compile(r"[\u0300-\u036f]")
TOKEN = re.compile(r"[^\W\d_]+")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
TAG = re.compile(r"<[^<>]{0,2000}>")
HYPHENATED = re.compile(r"(?<=[^\W\d_])-\s*\n\s*(?=[a-zäöüß])")
NUMBER = re.compile(r"(?:\+|00)?\d[\d ./()–-]{4,24}\d")
TITLE = r"(?:frau|herrn?|fr\.|hr\.|dr\.|prof\.|familie|kollegin|kollege)"
INFLECTIONS = ("s", "es", "sche", "schen", "scher", "sches", "n", "en")
FOLDER = "needles"
SHORTEST = 3
SQUEEZED = 9
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
    opened = html.unescape(ESCAPE.sub(lambda found: chr(int(found[1], 16)), text))
    if "%" in opened:
        opened = f"{opened}\n{unquote(opened)}"
    readings = [opened.translate(INVISIBLE)]
    if "<" in opened:
        readings += [TAG.sub(" ", readings[0]), TAG.sub("", readings[0])]
    if "-" in opened:
        readings += [joined for reading in list(readings) if (joined := HYPHENATED.sub("", reading)) != reading]
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
    def beginnings(self) -> frozenset[str]:
        """Return the first letters of the words: most words of a text are ruled out by them."""
        return frozenset(word[:SHORTEST] for word in self.words)

    @cached_property
    def titled(self) -> dict[str, str]:
        """Return the folded words that count behind a title."""
        return {fold(needle): kind for needle, kind in self._of(TITLED).items()}

    @cached_property
    def phrases(self) -> dict[str, str]:
        """Return the folded phrases with single spaces."""
        return {spaced(fold(needle)): kind for needle, kind in self._of(PHRASE).items()}

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
        found: Counter[str] = Counter()
        for token, count in Counter(TOKEN.findall(folded)).items():
            root = self._root(token)
            if root and root not in ignored:
                found[self.words[root]] += count
        for phrase, kind in self.phrases.items():
            if phrase in folded and phrase not in ignored and (times := bounded(phrase, folded)):
                found[kind] += times
        if self.titled:
            for match in re.finditer(rf"(?<!\w){TITLE} (?:{TITLE} )*([^\W\d_]+\.?)", folded):
                titled = self.titled.get(match[1]) or self.titled.get(re.sub(r"'?s$", "", match[1]))
                found.update([titled] if titled else [])
        found.update(self._numbers_in(text))
        return +(found | self._squeezed(folded, ignored, found))

    def _root(self, word: str) -> str:
        """Return the needle of which the folded ``word`` is a form; "" where it is none."""
        if word[:SHORTEST] not in self.beginnings:
            return ""
        if word in self.words:
            return word
        for ending in INFLECTIONS:
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and word[: -len(ending)] in self.words:
                return word[: -len(ending)]
        return ""

    def _numbers_in(self, text: str) -> Counter[str]:
        found: Counter[str] = Counter()
        if self.numbers:
            for match in NUMBER.finditer(text):
                standing = digits(match[0])
                found.update(kind for number, kind in self.numbers.items() if number in standing)
        return found

    def _squeezed(self, folded: str, ignored: frozenset[str], found: Counter[str]) -> Counter[str]:
        """Return long needles that only show when every space is taken out: letters set one by one."""
        if found or not re.search(r"(?:\b\w ){4}", folded):
            return Counter()
        tight = re.sub(r"\s", "", folded)
        long = {**self.words, **{re.sub(r"\s", "", phrase): kind for phrase, kind in self.phrases.items()}}
        return Counter(
            kind
            for needle, kind in long.items()
            if len(needle) >= SQUEEZED and needle not in ignored and needle in tight
        )


def spaced(text: str) -> str:
    """Return ``text`` with single spaces."""
    return re.sub(r"\s+", " ", text).strip()


def fold_text(text: str) -> str:
    """Return a whole text folded: small letters, without marks."""
    small = unicodedata.normalize("NFKD", text.translate(LETTERS).lower())
    return MARKS.sub("", small).translate(LETTERS)


def bounded(phrase: str, text: str) -> int:
    """Return how often ``phrase`` stands in ``text`` and is not part of longer words."""
    left = r"(?<!\w)" if phrase[0].isalnum() else ""
    right = r"(?!\w)" if phrase[-1].isalnum() else ""
    return len(
        re.findall(rf"{left}{re.escape(phrase)}(?:s|')?{right}" if right else rf"{left}{re.escape(phrase)}", text)
    )


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Return the folded words of ``texts``."""
    return frozenset(fold(word) for text in texts for word in set(TOKEN.findall(text)))
