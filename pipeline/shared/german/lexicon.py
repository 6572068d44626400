"""Lexicon: which fields and types do the words of a statement speak for?

Reads the weighted terms, exclusions and cues of ``data/training/lexicon`` (its README gives the matching rules).
The votes are features of the tagger and reasons a person can read; they decide nothing alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

import yaml

from pipeline.shared.german.words import TOKEN, fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

parser: Any = import_module("re._parser")  # the standard library's own; there is no public way to read a pattern

POINTS: Final = {1: 0.5, 2: 1.5, 3: 3.0}
INFLECTIONS: Final = (
    "e", "n", "en", "er", "ern", "em", "es", "s", "ens", "in", "innen", "nen", "se", "sen", "ses", "te", "ten",
)  # fmt: skip
PLACE_FACTOR: Final = 0.75  # purpose before place
BRACKET_FACTOR: Final = 0.4  # examples in brackets weigh less
USED_FACTOR: Final = 0.5  # a word already read as part of a phrase
INNER_FACTOR: Final = 0.35  # the beginning of a word whose whole means something else
STRONG: Final = 2
SHORTEST_BASE: Final = 3
GAP: Final = 2
WIDE_GAP: Final = 6
KEY: Final = 3
SCOPE_FACTOR: Final = 0.75


class Term(NamedTuple):
    """One entry of the lexicon."""

    field: str
    weight: int
    term: str
    kind: str


class Hit(NamedTuple):
    """A place where the lexicon spoke: for which field, with how many points, by which words of the text."""

    field: str
    points: float
    words: str
    start: int


class Found(NamedTuple):
    """An entry found in one token: ``length`` letters of it, by which mode of matching."""

    term: Term
    length: int
    mode: str


def base_forms(word: str) -> list[str]:
    """Return the forms a folded token may be an inflection of, the token first.

    >>> base_forms("kursen")[:3]
    ['kursen', 'kurse', 'kurs']
    """
    forms = [word] + [word.removesuffix(end) for end in INFLECTIONS if word.endswith(end)]
    plural = word[:-1] if word.endswith("a") else word.removesuffix("en") if word.endswith("en") else ""
    if len(plural) > SHORTEST_BASE:  # Praktika, Zentren
        forms += [f"{plural}um", f"{plural}a"]
    kept = [form for form in forms if len(form) >= SHORTEST_BASE]
    return list(dict.fromkeys(kept + [f"{form}e" for form in kept]))


def literals(pattern: str) -> set[str]:
    """Return strings of which every match of a pattern must contain at least one; empty if none can be named.

    >>> sorted(literals("(es )?(fehlt|mangelt)"))
    ['fehlt', 'mangelt']
    """
    return _needed(parser.parse(pattern, re.IGNORECASE))


def _needed(parsed: Iterable[Any]) -> set[str]:
    """Return the best set of literals among the parts of a sequence: the one whose shortest member is longest."""
    options: list[set[str]] = []
    run = ""
    for code, value in [*parsed, (None, None)]:
        if code is parser.LITERAL:
            run += chr(value).lower()
            continue
        options.append({run} if run else set())
        run = ""
        if code is parser.BRANCH:
            parts = [_needed(branch) for branch in value[1]]
            options.append(set().union(*parts) if all(parts) else set())
        elif code is parser.SUBPATTERN:
            options.append(_needed(value[3]))
        elif code in (parser.MAX_REPEAT, parser.MIN_REPEAT) and value[0]:
            options.append(_needed(value[2]))
    return max(options, key=lambda option: min(map(len, option), default=0), default=set())


@dataclass(frozen=True, eq=False)
class Patterns:
    """Many regular expressions behind an index of the letters they need, so that few have to be tried."""

    compiled: tuple[re.Pattern[str], ...]
    index: Mapping[str, tuple[tuple[str, int], ...]]
    always: tuple[int, ...]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Self:
        """Return the index of these patterns; they are matched without regard to case."""
        index: dict[str, list[tuple[str, int]]] = {}
        always: list[int] = []
        compiled = []
        for number, pattern in enumerate(patterns):
            compiled.append(re.compile(pattern, re.IGNORECASE))
            needed = literals(pattern)
            if not needed or min(map(len, needed)) < KEY:
                always.append(number)
                continue
            for literal in sorted(needed):
                index.setdefault(literal[:KEY], []).append((literal, number))
        return cls(tuple(compiled), {key: tuple(found) for key, found in index.items()}, tuple(always))

    def candidates(self, text: str) -> list[int]:
        """Return the numbers of the patterns that may match, in order."""
        low = text.lower()
        keys = {low[at : at + KEY] for at in range(len(low) - KEY + 1)}
        near = (pair for key in keys.intersection(self.index) for pair in self.index[key])
        found = {number for literal, number in near if literal in low}
        return sorted(found.union(self.always))

    def matching(self, text: str) -> list[int]:
        """Return the numbers of the patterns found somewhere in the text, in order."""
        return [number for number in self.candidates(text) if self.compiled[number].search(text)]

    def covering(self, word: str) -> list[int]:
        """Return the numbers of the patterns that match the whole word, in order."""
        return [number for number in self.candidates(word) if self.compiled[number].fullmatch(word)]


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
    headings: tuple[tuple[re.Pattern[str], str], ...]
    seen: dict[tuple[str, bool], list[Found]] = field(default_factory=dict, repr=False)
    excluded: dict[str, list[int]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Return the lexicon that lies in ``folder`` (fields*.yaml, exclusions.yaml, types.yaml)."""
        parts = [_yaml(path) for path in sorted(folder.glob("fields*.yaml"))]
        fields = {name: entries for part in parts for name, entries in part["fields"].items()}
        moves = [move for part in parts for move in part.get("moved", ())]
        terms = Terms()
        for name, entries in fields.items():
            for entry in entries:
                label = _moved(name, entry["term"], moves)
                terms.add(Term(label, entry["weight"], entry["term"], entry["kind"]), entry["mode"])
        exclusions = _yaml(folder / "exclusions.yaml")["exclusions"]
        types = _yaml(folder / "types.yaml")
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
            headings=tuple((re.compile(e["pattern"], re.IGNORECASE), e["effect"]) for e in types["scopes"]["heading"]),
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
            inside = BRACKET_FACTOR if any(begin < start < end for begin, end in brackets) else 1
            for name, (points, _) in sorted(self._word(token, plain, capital=capital).items()):
                factor = USED_FACTOR if start in used and points < POINTS[3] else 1
                hits.append(Hit(name, points * factor * inside, token, start))
        return hits

    def votes(self, text: str) -> dict[str, float]:
        """Return the points per field, every field of the lexicon included."""
        points = dict.fromkeys(self.fields, 0.0)
        for hit in self.hits(text):
            points[hit.field] += hit.points
        return points

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
            for parts, term in self.terms.phrases.get(word[:4], ()):
                end = phrase_end(words, at, parts) if parts[-1][:KEY] in beginnings else 0
                if end:
                    span = found[at:end]
                    last, begin = span[-1]
                    hits.append(Hit(term.field, POINTS[term.weight], text[span[0][1] : begin + len(last)], span[0][1]))
                    used |= {start for _, start in span}
        return hits, used

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

    def heading_type(self, heading: str) -> str:
        """Return the type that a heading or column title announces, or nothing."""
        plain = heading.strip()
        return next((name for pattern, name in self.headings if pattern.search(plain)), "")

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return the folded words the lexicon knows."""
        return frozenset({*self.terms.words, *self.terms.heads, *self.terms.beginnings, *self.terms.modifiers})


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


def _same(word: str, part: str) -> bool:
    """Return whether a word is a part of a phrase in some inflection."""
    if word == part:
        return True
    if len(part) <= SHORTEST_BASE or len(word) - len(part) > 4:  # noqa: PLR2004 (longest ending)
        return False
    close = abs(len(word) - len(part)) <= SHORTEST_BASE
    return word.startswith(part) or part in base_forms(word) or (len(part) > 5 and close and word.startswith(part[:-2]))  # noqa: PLR2004


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


def _yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file's content, read by the C loader where it is there."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe loader)
    return content
