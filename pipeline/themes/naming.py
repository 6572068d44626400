"""Names themes as a consultant would: German noun phrases that stand in the statements.

A name is a noun, often with what hangs on it (*Wartezeit auf den Integrationskurs*), or two nouns (*Führerschein und
Busverbindung*). It is chosen for being near to the theme and far from all others, and for the number of statements
that use its words. Words of papers that may only be counted enter a name or a list of terms only where a second paper
uses them as well; whole phrases come from quotable papers only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from pipeline.shared.german import words
from pipeline.themes.nouns import key, nominative, nouns, phrases

MOST_TERMS = 8
LONGEST_NAME = 58
LONGEST_QUOTE = 110
PAIRED = 5
MOST_PHRASES = 40
MOST_NOUNS = 12
SHORTEST_PART = 3


@dataclass(frozen=True)
class Said:
    """A statement as naming needs it."""

    statement_id: str
    text: str
    document: str
    quotable: bool
    nouns: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, statement_id: str, text: str, document: str, *, quotable: bool) -> Said:
        """Return the statement with its nouns."""
        return cls(statement_id, text, document, quotable, tuple(nouns(text)))


@dataclass(frozen=True)
class Candidate:
    """A possible name: its wording, the keys of its nouns, and how good its form is."""

    wording: str
    keys: tuple[str, ...]
    form: float


def usable(statements: Iterable[Said]) -> set[str]:
    """Return the keys of the nouns that may be shown: those in a quotable paper or in two papers."""
    papers: dict[str, set[str]] = defaultdict(set)
    free: set[str] = set()
    for said in statements:
        for noun in said.nouns:
            papers[key(noun)].add(said.document)
            if said.quotable:
                free.add(key(noun))
    return free | {noun for noun, documents in papers.items() if len(documents) > 1}


def spelling(forms: Counter[str]) -> str:
    """Return how a noun is written in a list: its most frequent form that can stand alone."""
    standing: Counter[str] = Counter()
    for form, count in forms.items():
        standing[nominative(form)] += count
    return min(standing, key=lambda form: (-standing[form], words.lemma(form) != form, len(form), form))


def coverage(members: Sequence[Said], wanted: Iterable[str]) -> dict[str, float]:
    """Return for each key of a noun the share of the statements that use it, also inside a compound."""
    counted: Counter[str] = Counter()
    for said in members:
        counted.update({key(noun) for noun in said.nouns})
    return {noun: _uses(noun, counted) / len(members) for noun in sorted(set(wanted))}


def _uses(noun: str, counted: Mapping[str, int]) -> int:
    if len(noun) <= SHORTEST_PART:
        return counted.get(noun, 0)
    return sum(count for other, count in counted.items() if noun in other)


def candidates(members: Sequence[Said], weights: Mapping[str, float], allowed: set[str]) -> list[Candidate]:
    """Return possible names of a theme.

    Args:
        members: the statements, the most central first.
        weights: key of a noun -> how characteristic it is, at most 1.
        allowed: keys of the nouns that may be shown.
    """
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for said in members:
        for noun in said.nouns:
            if key(noun) in allowed:
                forms[key(noun)][noun] += 1
    ranked = sorted(forms, key=lambda noun: (-weights.get(noun, 0), noun))[:MOST_NOUNS]
    found = [Candidate(spelling(forms[noun]), (noun,), 0.0) for noun in ranked]
    for one, other in combinations(ranked[:PAIRED], 2):
        if one not in other and other not in one:
            found.append(Candidate(f"{spelling(forms[one])} und {spelling(forms[other])}", (one, other), 0.05))
    for said in members:
        if said.quotable and len(found) < MOST_PHRASES + MOST_NOUNS:
            hanging = [(wording, tuple(key(noun) for noun in own)) for wording, own in phrases(said.text)]
            found += [Candidate(wording, own, 0.12) for wording, own in hanging if allowed.issuperset(own)]
    return [candidate for candidate in found if len(candidate.wording) <= LONGEST_NAME]


def best(
    found: Sequence[tuple[Candidate, float]],
    weights: Mapping[str, float],
    covered: Mapping[str, float],
    taken: set[str],
) -> str:
    """Return the best name that no other theme bears.

    Args:
        found: candidates and how near each is to the theme, less how near it is to all statements.
        weights: key of a noun -> how characteristic it is, at most 1.
        covered: key of a noun -> share of the statements that use it.
        taken: names of other themes.
    """

    def worth(candidate: Candidate, near: float) -> float:
        said = sum(weights.get(noun, 0) * 0.5 + covered.get(noun, 0) for noun in candidate.keys) / len(candidate.keys)
        return round(near + said + candidate.form, 6)

    ranked = sorted(found, key=lambda pair: (-worth(*pair), len(pair[0].wording), pair[0].wording))
    free = (candidate.wording for candidate, _ in ranked if candidate.wording not in taken)
    numbered = (f"Weitere Aussagen {number}" for number in range(1, len(taken) + 2))
    return next(free, next(name for name in numbered if name not in taken))


def summary(members: Sequence[tuple[Said, str]], names: Mapping[str, str]) -> str:
    """Return one line of the statements' own words: the most central quotable statement of each type.

    Args:
        members: statement and type, the most central first.
        names: type -> how it is called, in the order of the line.
    """
    parts = []
    for kind, called in names.items():
        shown = next((clipped(said.text) for said, own in members if own == kind and said.quotable), "")
        if shown:
            parts.append(f"{called}: {shown}")
    return " · ".join(parts)


def clipped(text: str) -> str:
    """Return a statement cut at a clause or word, with a sign where something was left out.

    >>> clipped("Busse fehlen.")
    'Busse fehlen'
    """
    clean = re.sub(r"\s+", " ", text).strip().rstrip(".")
    if len(clean) <= LONGEST_QUOTE:
        return clean
    cut = clean[: LONGEST_QUOTE - 2]
    clause = max(cut.rfind(", "), cut.rfind("; "), cut.rfind(" – "))
    return (cut[:clause] if clause > LONGEST_QUOTE // 2 else cut[: cut.rfind(" ")]).rstrip(" ,;–") + " …"


def terms(ranked: Sequence[tuple[str, float]], forms: Mapping[str, Counter[str]]) -> str:
    """Return the strongest terms that may be shown, with comma between."""
    return ", ".join([spelling(forms[noun]) for noun, _ in ranked if noun in forms][:MOST_TERMS])
