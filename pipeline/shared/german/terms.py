"""Terms: the entries of the lexicon and how one token is matched with them, in any inflection or compound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from pipeline.shared.german.words import TOKEN, fold

POINTS: Final = {1: 0.5, 2: 1.5, 3: 3.0}
INFLECTIONS: Final = (
    "e", "n", "en", "er", "ern", "em", "es", "s", "ens", "in", "innen", "nen", "se", "sen", "ses", "te", "ten",
)  # fmt: skip
PLACE_FACTOR: Final = 0.75  # purpose before place
INNER_FACTOR: Final = 0.35  # the beginning of a word whose whole means something else
STRONG: Final = 2
SHORTEST_BASE: Final = 3
GAP: Final = 2
WIDE_GAP: Final = 6


@lru_cache(maxsize=200_000)
def base_forms(word: str) -> tuple[str, ...]:
    """Return the forms a folded token may be an inflection of, the token first.

    >>> base_forms("kursen")[:3]
    ('kursen', 'kurse', 'kurs')
    """
    forms = [word] + [word.removesuffix(end) for end in INFLECTIONS if word.endswith(end)]
    plural = word[:-1] if word.endswith("a") else word.removesuffix("en") if word.endswith("en") else ""
    if len(plural) > SHORTEST_BASE:  # Praktika, Zentren
        forms += [f"{plural}um", f"{plural}a"]
    kept = [form for form in forms if len(form) >= SHORTEST_BASE]
    return tuple(dict.fromkeys(kept + [f"{form}e" for form in kept]))


class Term(NamedTuple):
    """One entry of the lexicon."""

    field: str
    weight: int
    term: str
    kind: str


class Found(NamedTuple):
    """An entry found in one token: ``length`` letters of it, by which mode of matching."""

    term: Term
    length: int
    mode: str


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms by mode of matching: folded text to entries."""

    words: dict[str, list[Term]] = field(default_factory=dict)
    heads: dict[str, list[Term]] = field(default_factory=dict)
    beginnings: dict[str, list[Term]] = field(default_factory=dict)
    modifiers: dict[str, list[Term]] = field(default_factory=dict)
    exact: dict[str, list[Term]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict)

    def add(self, term: Term, mode: str) -> None:
        """File one entry under its mode (word, head, modifier, prefix, member = all three, phrase)."""
        text = term.term
        plain = text[1:] == text[1:].lower() or "-" in text or " " in text
        if mode == "phrase":
            parts = tuple(fold(part) for part in TOKEN.findall(text))
            self.phrases.setdefault(parts[0][:4], []).append((parts, term))
        elif mode in {"word", "member"} and (term.kind == "abbreviation" or not plain):
            self.exact.setdefault(text, []).append(term)
        else:
            self._shelve(fold(text), term, mode)

    def _shelve(self, key: str, term: Term, mode: str) -> None:
        for shelf, modes in (
            (self.words, {"word", "member"}),
            (self.beginnings, {"prefix"}),
            (self.heads, {"head", "member"}),
            (self.modifiers, {"modifier", "member"}),
        ):
            if mode in modes:
                shelf.setdefault(key, []).append(term)

    def found(self, token: str, *, capital: bool) -> list[Found]:
        """Return every entry found in a token; ``capital``: nouns may be matched although written small."""
        upper = token[:1].isupper() or capital or "-" in token
        hits = list(self._abbreviations(token))
        plain = fold(token).rstrip("-")
        pieces = [plain, *(piece for piece in plain.split("-") if len(piece) > GAP and "-" in plain)]
        for piece in pieces:
            hits += self._in_piece(piece, upper=upper, truncated=token.endswith("-"))
        return hits

    def _abbreviations(self, token: str) -> Iterator[Found]:
        for form in dict.fromkeys((token, token.rstrip("s"), *token.split("-"))):
            for term in self.exact.get(form, ()):
                yield Found(term, len(form) if form != token else len(token.rstrip("-")), "abbreviation")

    def _in_piece(self, piece: str, *, upper: bool, truncated: bool) -> Iterator[Found]:
        forms = base_forms(piece)
        for form in forms:
            yield from (Found(term, len(form), "word") for term in _cased(self.words.get(form, ()), upper=upper))
        if upper:
            tails = dict.fromkeys((form[at:], at) for form in forms for at in range(3, len(form) - 2))
            for tail, at in tails:
                if len(tail) > SHORTEST_BASE or at > SHORTEST_BASE:
                    yield from (Found(term, len(tail), "head") for term in self.heads.get(tail, ()))
        for end in range(3, len(piece) + 1):
            start, rest = piece[:end], len(piece) - end
            yield from (Found(term, end, "prefix") for term in _cased(self.beginnings.get(start, ()), upper=upper))
            if rest > GAP or truncated:
                firsts = _cased(self.modifiers.get(start, ()), upper=upper)
                yield from (Found(term, end, "modifier") for term in firsts)


def _cased(terms: Iterable[Term], *, upper: bool) -> list[Term]:
    """Return the terms that may stand in a word: nouns need a capital letter."""
    return [term for term in terms if upper or not term.term[:1].isupper()]


def best_of(found: Sequence[Found]) -> dict[str, tuple[float, Term]]:
    """Return per field the points and entry of the best hit of one token.

    A short last member inside a longer hit of another field is letters only (*Ausbildung*, *Bildung*).
    """
    longest = max((hit.length for hit in found), default=0)
    best: dict[str, tuple[float, Term]] = {}
    for hit in found:
        rivals = [other for other in found if other.length > hit.length and other.term.field != hit.term.field]
        if hit.mode == "head" and any(other.mode != "modifier" for other in rivals):
            continue
        points = POINTS[hit.term.weight] * (PLACE_FACTOR if hit.term.kind in {"place", "institution"} else 1)
        begins = hit.mode in {"modifier", "prefix"} and hit.length < longest
        if begins and any(_outweighs(other, hit) for other in rivals):
            points *= INNER_FACTOR
        if points > best.get(hit.term.field, (0.0,))[0]:
            best[hit.term.field] = (points, hit.term)
    return best


def _outweighs(other: Found, hit: Found) -> bool:
    strong = other.term.weight >= STRONG and other.mode in {"word", "prefix", "modifier"}
    return strong and other.length >= hit.length + SHORTEST_BASE


def phrase_end(words: Sequence[str], at: int, parts: Sequence[str]) -> int:
    """Return the index behind the phrase that begins at ``at``, 0 if it does not stand there.

    Up to two words may stand between its parts, up to six at an ellipsis.

    >>> phrase_end(["bildung", "und", "teilhabe"], 0, ("bildung", "teilhabe"))
    3
    """
    next_word, wide = at, False
    for number, part in enumerate(parts):
        if part == "…":
            wide = True
            continue
        gap = (WIDE_GAP if wide else GAP) if number else 0
        reach = range(next_word, min(next_word + gap + 1, len(words)))
        strict = number and not wide and len(part) <= SHORTEST_BASE
        place = next((i for i in reach if _same(words[i], part)), -1)
        if place < 0 or (strict and place != next_word):
            return 0
        next_word, wide = place + 1, False
    return next_word


def may_begin(word: str, parts: Sequence[str]) -> bool:
    """Return whether a phrase of these parts can begin with a folded word.

    >>> may_begin("bildungen", ("bildung", "teilhabe"))
    True
    """
    return parts[0] == "…" or _same(word, parts[0])


def _same(word: str, part: str) -> bool:
    """Return whether a word is a part of a phrase in some inflection."""
    if word == part:
        return True
    if len(part) <= SHORTEST_BASE or len(word) - len(part) > 4:  # noqa: PLR2004 (longest ending)
        return False
    close = abs(len(word) - len(part)) <= SHORTEST_BASE
    return word.startswith(part) or part in base_forms(word) or (len(part) > 5 and close and word.startswith(part[:-2]))  # noqa: PLR2004
