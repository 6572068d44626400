"""Lexicon: which fields and types do the words of a statement speak for?

Reads the weighted terms, exclusions and cues of ``data/training/lexicon`` (its README gives the matching rules).
The votes are features of the tagger and reasons a person can read; they decide nothing alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from pipeline.shared import yamls
from pipeline.shared.german.patterns import KEY, Patterns
from pipeline.shared.german.terms import POINTS, SHORTEST_BASE, Found, Term, Terms, best_of, may_begin, phrase_end
from pipeline.shared.german.words import TOKEN, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

BRACKET_FACTOR: Final = 0.4  # examples in brackets weigh less
USED_FACTOR: Final = 0.5  # a word already read as part of a phrase
SCOPE_FACTOR: Final = 0.75
REMEMBERED: Final = 1_000_000  # texts whose points are kept: fields asks several times about each


class Hit(NamedTuple):
    """A place where the lexicon spoke: for which field, with how many points, by which words of the text."""

    field: str
    points: float
    words: str
    start: int


class Exclusion(NamedTuple):
    """A token that looks like a field and is none, under a condition on the whole text."""

    blocks: frozenset[str]
    condition: re.Pattern[str] | None
    negated: bool
    reading: Term | None

    def holds(self, text: str) -> bool:
        """Return whether the condition is met."""
        return self.condition is None or bool(self.condition.search(text)) != self.negated


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Terms per field, exclusions, type cues; ``fields`` and ``types`` are the labels it can vote for."""

    terms: Terms
    fields: tuple[str, ...]
    types: tuple[str, ...]
    exclusions: tuple[Exclusion, ...]
    exclusion_words: Patterns
    cue_types: tuple[tuple[str, int], ...]
    cues: Patterns
    scope_effects: tuple[Mapping[str, float], ...]
    scopes: Patterns
    seen: dict[tuple[str, bool], list[Found]] = field(default_factory=dict, repr=False)
    excluded: dict[str, list[int]] = field(default_factory=dict, repr=False)
    settled: dict[tuple[str, bool], list[tuple[str, float]]] = field(default_factory=dict, repr=False)
    begun: dict[str, list[tuple[tuple[str, ...], Term]]] = field(default_factory=dict, repr=False)
    voted: dict[str, tuple[float, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the lexicon that lies in ``folder`` (fields*.yaml, exclusions.yaml, types.yaml)."""
        parts = [yamls.content(path) for path in sorted(folder.glob("fields*.yaml"))]
        fields = {name: entries for part in parts for name, entries in part["fields"].items()}
        moves = [move for part in parts for move in part.get("moved", ())]
        terms = Terms()
        for name, entries in fields.items():
            for entry in entries:
                label = _moved(name, entry["term"], moves)
                terms.add(Term(label, entry["weight"], entry["term"], entry["kind"]), entry["mode"])
        exclusions = yamls.content(folder / "exclusions.yaml")["exclusions"]
        types = yamls.content(folder / "types.yaml")
        cues = [(name, cue) for name, entries in types["types"].items() for cue in entries]
        scopes = [entry for name in ("negation", "modal", "konjunktiv") for entry in types["scopes"][name]]
        scopes = [entry for entry in scopes if isinstance(entry["effect"], dict)]
        return cls(
            terms=terms,
            fields=tuple(fields),
            types=tuple(types["types"]),
            exclusions=tuple(_exclusion(entry) for entry in exclusions),
            exclusion_words=Patterns.of(entry["token"] for entry in exclusions),
            cue_types=tuple((name, cue["weight"]) for name, cue in cues),
            cues=Patterns.of(cue["cue"] for _, cue in cues),
            scope_effects=tuple(entry["effect"] for entry in scopes),
            scopes=Patterns.of(entry["pattern"] for entry in scopes),
        )

    def hits(self, text: str) -> list[Hit]:
        """Return every place of the text where an entry speaks for a field; phrases first, then words."""
        plain = normalise(text)
        found = [(match.group(), match.start()) for match in TOKEN.finditer(plain)]
        capital = not any(token[:1].isupper() and len(token) > SHORTEST_BASE for token, _ in found)
        phrases, used = self._phrases(found, plain)
        brackets = [(match.start(), match.end()) for match in re.finditer(r"\([^()]{3,}\)", plain)]
        if sum(end - start for start, end in brackets) >= 0.7 * len(plain):
            brackets = []
        hits = list(phrases)
        for token, start in found:
            heard = self._heard(token, plain, capital=capital)
            inside = BRACKET_FACTOR if heard and any(begin < start < end for begin, end in brackets) else 1
            for name, points in heard:
                factor = USED_FACTOR if start in used and points < POINTS[3] else 1
                hits.append(Hit(name, points * factor * inside, token, start))
        return hits

    def votes(self, text: str) -> dict[str, float]:
        """Return the points per field, every field of the lexicon included."""
        return dict(zip(self.fields, self.points(text), strict=True))

    def points(self, text: str) -> tuple[float, ...]:
        """Return the points of each of ``fields``."""
        if text not in self.voted:
            points = dict.fromkeys(self.fields, 0.0)
            for hit in self.hits(text):
                points[hit.field] += hit.points
            if len(self.voted) >= REMEMBERED:
                self.voted.clear()
            self.voted[text] = tuple(points.values())
        return self.voted[text]

    def _heard(self, token: str, text: str, *, capital: bool) -> list[tuple[str, float]]:
        """Return field and points of a token by field; it is kept unless the text around it decides."""
        key = (token, capital)
        if key in self.settled:
            return self.settled[key]
        found = [(name, points) for name, (points, _) in sorted(self._word(token, text, capital=capital).items())]
        if all(self.exclusions[number].condition is None for number in self.excluded[token]):
            self.settled[key] = found
        return found

    def _word(self, token: str, text: str, *, capital: bool) -> dict[str, tuple[float, Term]]:
        key = (token, capital)
        if key not in self.seen:
            self.seen[key] = self.terms.found(token, capital=capital)
        if token not in self.excluded:
            self.excluded[token] = self.exclusion_words.covering(token)
        if not self.seen[key] and not self.excluded[token]:
            return {}
        blocked, readings = self._exclude(self.excluded[token], text)
        best = best_of([hit for hit in self.seen[key] if hit.term.field not in blocked])
        for term in readings:
            if POINTS[term.weight] > best.get(term.field, (0.0,))[0]:
                best[term.field] = (POINTS[term.weight], term)
        return best

    def _exclude(self, numbers: Iterable[int], text: str) -> tuple[set[str], list[Term]]:
        """Return the fields blocked for a token and its right readings; the first that reads or asks ends it."""
        blocked: set[str] = set()
        for number in numbers:
            exclusion = self.exclusions[number]
            if exclusion.holds(text):
                blocked |= exclusion.blocks
                if exclusion.reading:
                    return blocked, [exclusion.reading]
                if exclusion.condition:
                    break
        return blocked, []

    def _phrases(self, found: Sequence[tuple[str, int]], text: str) -> tuple[list[Hit], set[int]]:
        """Return the hits of phrases and the starts of the words they used."""
        words = [fold(token) for token, _ in found]
        beginnings = {word[:KEY] for word in words}
        hits, used = [], set()
        for at, word in enumerate(words):
            for parts, term in self._begun(word):
                end = phrase_end(words, at, parts) if parts[-1][:KEY] in beginnings else 0
                if end:
                    span = found[at:end]
                    last, begin = span[-1]
                    hits.append(Hit(term.field, POINTS[term.weight], text[span[0][1] : begin + len(last)], span[0][1]))
                    used |= {start for _, start in span}
        return hits, used

    def _begun(self, word: str) -> list[tuple[tuple[str, ...], Term]]:
        """Return the phrases whose first part a folded word may be."""
        if word not in self.begun:
            near = self.terms.phrases.get(word[:4], ())
            self.begun[word] = [(parts, term) for parts, term in near if may_begin(word, parts)]
        return self.begun[word]

    def type_votes(self, text: str) -> dict[str, float]:
        """Return the points per type (and for no statement) that the cues of the wording give."""
        core = core_of(text)
        points = dict.fromkeys(self.types, 0.0)
        for number in self.cues.matching(core):
            name, weight = self.cue_types[number]
            points[name] += POINTS[weight]
        for number in self.scopes.matching(core):
            for name, effect in self.scope_effects[number].items():
                if name in points:
                    points[name] += effect * SCOPE_FACTOR
        return points

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return the folded words the lexicon knows."""
        return frozenset({*self.terms.words, *self.terms.heads, *self.terms.beginnings, *self.terms.modifiers})


NOISE: Final = re.compile(r"\((lacht|lachend|schmunzelt|seufzt|unv\.?[^)]*|\.{1,3}|\d+|pause)\)", re.IGNORECASE)
BULLET: Final = re.compile(r"^[\s•·▪◦\-–*►➢✓]+")
QUOTED: Final = re.compile(r"[„“\"»«][^„“”\"»«]{12,}[“”\"»«]")
QUOTES_LATER: Final = re.compile(r"^\W{0,2}\w.*[„\"“]")
LAST_BRACKET: Final = re.compile(r"\s*\([^()]*\)\s*([.!]?)$")


def core_of(text: str) -> str:
    """Return what decides the type: without bullet, transcription marks, longer quotation and last bracket.

    >>> core_of("- Kurse anbieten (VHS, Kreis)")
    'Kurse anbieten'
    """
    plain = BULLET.sub("", NOISE.sub(" ", normalise(text)).strip())
    core = QUOTED.sub(" ", plain) if QUOTES_LATER.search(plain) else plain
    return LAST_BRACKET.sub(r"\1", core) or core


def _moved(name: str, term: str, moves: Sequence[Mapping[str, str]]) -> str:
    """Return the label of an entry after the moves that the codebook's rules ask for."""
    fits = (m["to"] for m in moves if m["from"] == name and re.search(m["terms"], term, re.IGNORECASE))
    return next(fits, name)


def _exclusion(entry: Mapping[str, Any]) -> Exclusion:
    condition = entry.get("if") or ""
    reading = entry.get("reading")
    return Exclusion(
        frozenset(entry["blocks"]),
        re.compile(condition.removeprefix("!"), re.IGNORECASE) if condition else None,
        condition.startswith("!"),
        Term(reading["field"], reading["weight"], entry["token"], "reading") if reading else None,
    )
