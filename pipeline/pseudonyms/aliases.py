"""Aliases: names of the same cultural area in the place of [Person_3], for papers that people are to read as prose.

An option (``pseudonyms.style``). Which alias stands for which pseudonym is kept in the key, so it is the same in every
paper and every round. No alias is a name or any other word of the papers; where none is left the pseudonym stays.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.pseudonyms import lexicon
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.patterns import INITIAL
from pipeline.pseudonyms.spread import Person
from pipeline.shared.spelling import fold

HOME = "deutsch"
NEIGHBOURS = {"serbisch": "Balkan", "spanisch": "romanisch", "westafrikanisch": "afrikanisch"}
SHORTEST = 4
SILENT = ("s", "ß", "x", "z")


@cache
def sections(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of a list by the heading they stand under, as written."""
    found: dict[str, tuple[str, ...]] = {}
    heading = ""
    for line in (lexicon.FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()
        else:
            found[heading] = (*found.get(heading, ()), *line.split())
    return found


def section_of(name: str, word: str) -> str:
    """Return the heading under which a list has ``word``; "" where it has it not."""
    return next((heading for heading, names in sections(name).items() if fold(word) in set(map(fold, names))), "")


def akin(heading: str, name: str) -> str:
    """Return the heading of another list that stands for the same cultural area as ``heading``.

    >>> akin("türkisch, kurdisch", "surnames.txt"), akin("deutsch, weiblich", "surnames.txt")
    ('türkisch, kurdisch', 'deutsch')
    """
    wanted = {part.strip() for part in heading.split(",")}
    wanted |= {NEIGHBOURS[part] for part in wanted if part in NEIGHBOURS}
    wanted |= {part for part, other in NEIGHBOURS.items() if other in wanted}
    fitting = (other for other in sections(name) if wanted & {part.strip() for part in other.split(",")})
    return next(fitting, next(other for other in sections(name) if other.startswith(HOME)))


@dataclass
class Aliases:
    """Gives each pseudonym a first name and a surname; ``given`` is what the key remembers, ``real`` folded words."""

    given: dict[str, list[str]]
    real: frozenset[str]
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Note which names are taken; what meanwhile is a word of the papers must be given anew."""
        for label in [label for label, names in self.given.items() if self.real & set(map(fold, names))]:
            del self.given[label]
        self.used |= {fold(name) for names in self.given.values() for name in names}

    def names(self, label: str, person: Person) -> list[str]:
        """Return first name and surname for ``label``; nothing where the lists have none left."""
        if label not in self.given:
            first, last = section_of("first_names.txt", person.first), section_of("surnames.txt", person.last)
            if not first and not last:
                first = section_of("first_names.txt", person.last)  # somebody known by the first name alone
            drawn = [
                self._drawn("first_names.txt", first or akin(last or HOME, "first_names.txt"), label),
                self._drawn("surnames.txt", last or akin(first or HOME, "surnames.txt"), label),
            ]
            if not all(drawn):
                return []
            self.given[label] = drawn
            self.used |= set(map(fold, drawn))
        return self.given[label]

    def _drawn(self, name: str, heading: str, label: str) -> str:
        """Return a free name from one part of a list, else from the German part; the same for the same papers."""
        lex = lexicon.load()
        for part in (heading, akin(HOME, name)):
            free = [
                one
                for one in sorted(sections(name)[part])
                if lex.is_plain_name(one) and len(one) >= SHORTEST and fold(one) not in self.real | self.used
            ]
            if free:
                return free[int(hashlib.sha256(label.encode()).hexdigest(), 16) % len(free)]
        return ""

    def shown(self, label: str, find: Find, original: str, person: Person) -> str:
        """Return what stands for ``original`` (without ending): the alias in the same form, inflection kept."""
        names = self.names(label, person)
        if not names:
            return label + find.tail
        alias = _formed(names, find, original, person)
        if find.tail == "s" and alias.endswith(SILENT):
            return alias + "'"
        return alias + find.tail


def _formed(names: Sequence[str], find: Find, original: str, person: Person) -> str:
    """Return first name and surname in the form of ``original``: both, turned, an initial, one of them, capitals."""
    first, last = names
    short = re.fullmatch(INITIAL, find.first) is not None
    if find.first and "," in original:
        alias = f"{last}, {first}"
    elif find.first:
        alias = f"{first[0]}. {last}" if short else f"{first} {last}"
    elif re.fullmatch(INITIAL, find.last):
        alias = f"{last[0]}."
    else:
        alias = first if person.first == fold(find.last) or section_of("first_names.txt", find.last) else last
    return alias.upper() if original.isupper() and len(original) > SHORTEST else alias


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return every folded word of ``texts``, parts of double names as well."""
    return frozenset(fold(word) for text in texts for word in re.findall(r"[^\W\d_]+", text))
