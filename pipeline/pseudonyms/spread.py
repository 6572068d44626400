"""Spread: a name found once is replaced everywhere, and everything that belongs to one person gets one number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.pseudonyms.find import Find, at_least
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.patterns import FIRM, GOOD, INITIAL, STRONG_VERB, UP, WEAK
from pipeline.shared.spelling import fold, spelled_out

MOST = 0.99
WEAK_TOGETHER = 0.5
SHORTEST = 3
ACRONYM = 5
SHORTEST_SMALL = 5
PIECE = re.compile(r"[^\W\d_]+")
TOKEN = re.compile(r"(?<![\w@])[^\W\d_]+(?:['’-][^\W\d_]+)*")
GENITIVE = ("s", "es", "sche", "schen", "scher", "sches")
SPEAKING = re.compile(r"(?:\s\([^)\n]{2,60}\))?,?\s(?P<verb>\w+(?:\szu\sbedenken)?)\b")


@dataclass(frozen=True)
class Names:
    """Folded words of names found in the corpus: replaced wherever they stand, or only where somebody speaks.

    ``doubtful`` are those of ``anywhere`` with little evidence: a word that reads as German is none of them.
    """

    anywhere: frozenset[str]
    speaking: frozenset[str]
    doubtful: frozenset[str] = frozenset()


def combined(finds: Iterable[Find]) -> dict[str, float]:
    """Return for each folded word of a name how sure its kinds of evidence together are (noisy or over kinds)."""
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for find in finds:
        if find.kind == "person":
            for word in words_of(find):
                seen = best[fold(word)]
                seen[find.evidence] = max(seen.get(find.evidence, 0.0), min(find.score, MOST))
    return {word: _together(list(scores.values())) for word, scores in sorted(best.items())}


def _together(scores: Sequence[float]) -> float:
    """Return how sure different kinds of evidence are together; weak ones alone never reach the threshold."""
    rest = 1.0
    for score in scores:
        rest *= 1 - score
    return round(1 - rest if max(scores) > WEAK else min(1 - rest, WEAK_TOGETHER), 4)


def words_of(find: Find) -> list[str]:
    """Return the words of a person's name without initials and particles."""
    words = [word for part in (find.first, find.last) for word in part.split()]
    return [word for word in words if re.match(UP, word) and not re.fullmatch(INITIAL, word)]


def names(finds: Iterable[Find], judge: Judge, threshold: float) -> Names:
    """Return the words to look for everywhere: those of sure finds, unless German knows them as words."""
    anywhere: set[str] = set()
    speaking: set[str] = set()
    firm: set[str] = set()
    for find in finds:
        if find.kind != "person" or find.score < threshold:
            continue
        for part in sorted({part for word in words_of(find) for part in (word, *word.split("-"))}):
            if part.lower() not in judge.lexicon.function and not (part.isupper() and len(part) <= ACRONYM):
                target = speaking if _common(part, judge, certain=find.score >= FIRM) else anywhere
                target |= {fold(part), spelled_out(part)}
                firm |= {fold(part), spelled_out(part)} if find.score >= GOOD else set()
    return Names(frozenset(anywhere), frozenset(speaking - anywhere), frozenset(anywhere - firm))


def _common(part: str, judge: Judge, *, certain: bool) -> bool:
    """Tell whether a word of a name also is something else; a ``certain`` name outweighs a rare word (Pallasch)."""
    lex = judge.lexicon
    known = lex.is_common(part) if certain else lex.is_word(part)
    return len(part) < SHORTEST or known or judge.is_place(part) or lex.is_body(part)


def sweep(text: str, known: Names, judge: Judge) -> Iterator[Find]:
    """Yield every place where a known name stands, in any spelling and inflection."""
    for token in TOKEN.finditer(text):
        for find in _match(text, token.start(), token[0], known):
            written = text[find.start : find.end]
            plain = written[0].isupper() and written.lower() not in judge.lexicon.words
            if fold(written) in known.doubtful and judge.lexicon.is_ordinary(written):
                continue
            small = len(written) >= SHORTEST_SMALL and not judge.lexicon.is_word(written)
            small = small and _known(spelled_out(written), known.anywhere) is not None  # "hörst" is not "Horst"
            if (plain or small or fold(written) in known.speaking) and not judge.phrase(text, find.start, find.end):
                yield find


def _match(text: str, start: int, word: str, known: Names) -> Iterator[Find]:
    whole = _known(word, known.anywhere)
    if whole is not None:
        end = start + len(word)
        genitive = not whole and text[end : end + 1] in {"'", "’"} and word[-1] in "sxzßS"
        yield Find(
            start,
            end + genitive,
            "person",
            0.9,
            "an anderer Stelle erkannt",
            "",
            word[: len(word) - len(whole)],
            "s" if genitive else whole,
        )
    elif whole is None and re.search(r"['’-]", word):
        for piece in PIECE.finditer(word):
            tail = _known(piece[0], known.anywhere)
            if tail is not None and piece[0][0].isupper():
                last = piece[0][: len(piece[0]) - len(tail)]
                yield Find(
                    start + piece.start(),
                    start + piece.end(),
                    "person",
                    0.9,
                    "an anderer Stelle erkannt",
                    "",
                    last,
                    tail,
                )
    elif fold(word) in known.speaking and word[0].isupper() and _speaks(text, start, start + len(word)):
        yield Find(start, start + len(word), "person", 0.7, "an anderer Stelle erkannt, spricht hier", "", word)


def _known(word: str, known: frozenset[str]) -> str | None:
    """Return the inflection with which ``word`` is a known name ("" without one); None where it is not known."""
    if fold(word) in known:
        return ""
    for ending in GENITIVE:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST and fold(word[: -len(ending)]) in known:
            return ending
    return None


def _speaks(text: str, start: int, end: int) -> bool:
    """Tell whether the word stands where a speaker stands."""
    before, after = text[max(0, start - 12) : start], text[end : end + 90]
    opens = not before or re.search(r"(?:^|[\n.!?:;–•„»\"(*>]\s?|[\n]- )$", before)
    verb = SPEAKING.match(after)
    if opens and verb and STRONG_VERB.match(verb["verb"]):
        return True
    if re.search(r"(?:^|\n)(?:[-–*•>] ?)?$", before) and after.startswith(":"):
        return True
    return bool(re.search(r"\(\s?$", before) and after.startswith(")")) or bool(re.search(r"\b[Ll]aut\s$", before))


def merge(text: str, finds: Iterable[Find]) -> list[Find]:
    """Return disjoint finds: of those that overlap the longest stays, first name and surname side by side are one.

    What has a form of its own (a mail address) goes before names; a name is as sure as the surest find inside it.
    """
    ranked = sorted(finds, key=lambda find: (find.kind == "person", find.start - find.end, -find.score, find))
    starts: list[int] = []
    taken: list[Find] = []
    for find in ranked:
        place = bisect_right(starts, find.start)
        first = place - 1 if place and taken[place - 1].end > find.start else place
        last = bisect_left(starts, find.end)
        if first >= last:
            starts.insert(place, find.start)
            taken.insert(place, find)
        elif last - first == 1 and taken[first].kind == "person" == find.kind:
            taken[first] = at_least(taken[first], find.score)
    return _side_by_side(text, taken)


def _side_by_side(text: str, finds: Sequence[Find]) -> list[Find]:
    done: list[Find] = []
    for find in finds:
        before = done[-1] if done else None
        joined = (
            before is not None and before.kind == "person" == find.kind and text[before.end : find.start] in {" ", ""}
        )
        if joined and before is not None and not before.tail and not before.first and len(before.last.split()) == 1:
            first = " ".join(part for part in (before.last, find.first) if part)
            done[-1] = Find(
                before.start,
                find.end,
                "person",
                max(before.score, find.score),
                find.evidence,
                first,
                find.last,
                find.tail,
            )
        else:
            done.append(find)
    return done


def clip(finds: Iterable[Find], borders: Iterable[int]) -> list[Find]:
    """Return ``finds`` cut at ``borders``, so that no find reaches over the edge of a block."""
    edges = sorted(set(borders))
    done = []
    for find in finds:
        inside = edges[bisect_right(edges, find.start) : bisect_left(edges, find.end)]
        parts = list(pairwise([find.start, *inside, find.end]))
        for place, (start, end) in enumerate(parts):
            done.append(replace(find, start=start, end=end, tail=find.tail if place == len(parts) - 1 else ""))
    return sorted(done)


@dataclass(frozen=True)
class Person:
    """A person by folded first name ("" unknown, "k." an initial) and folded surname or only name."""

    last: str
    first: str = ""

    @property
    def key(self) -> str:
        """Return the form under which the key knows the person."""
        return f"{self.last}|{self.first}"


def person_of(find: Find, document: str) -> Person:
    """Return whom a find names, as far as the find alone tells; an initial alone is somebody of that document."""
    if re.fullmatch(INITIAL, find.last) and not find.first:
        return Person(fold(find.last), f"@{document}")
    last = fold(find.last.split()[-1]) if find.last.split() else ""
    first = fold(find.first.split()[0]) if find.first.split() else ""
    return Person(last, first)


def identities(finds: Mapping[str, Sequence[Find]]) -> dict[str, list[Person]]:
    """Return for each document the person of each of its finds (same order).

    A surname alone is the one person of that surname in the document, else in the corpus; with two of them it
    stays a person of its own, because guessing would put words in somebody's mouth. First names likewise.
    """
    known = {name: [person_of(find, name) for find in found] for name, found in sorted(finds.items())}
    people = {
        name: {one for one, find in zip(known[name], finds[name], strict=True) if find.kind == "person"}
        for name in known
    }
    everyone = {person for group in people.values() for person in group}
    full = {person for person in everyone if person.first and not person.first.endswith(".") and person.first[0] != "@"}
    done = {}
    near = _by_name(full)
    for document, persons in known.items():
        local = people[document] & full
        met = {person: _identity(person, local, near, full) for person in dict.fromkeys(persons)}
        done[document] = [met[person] for person in persons]
    return done


def _by_name(full: Iterable[Person]) -> dict[str, set[Person]]:
    """Return the persons by each name, and each part of a double name, that somebody may call them by."""
    found: dict[str, set[Person]] = defaultdict(set)
    for person in full:
        for name in (person.last, *person.last.split("-"), person.first):
            found[name].add(person)
    return found


def _identity(person: Person, local: set[Person], near: Mapping[str, set[Person]], full: set[Person]) -> Person:
    if person in full or person.first.startswith("@"):
        return person
    everyone = {other for name in (person.last, *person.last.split("-")) for other in near.get(name, ())}
    for pool in (everyone & local, everyone):
        same = [other for other in pool if _may_be(person, other)]
        if len(same) == 1:
            return same[0]
        if same:
            return person
    return person


def _may_be(person: Person, other: Person) -> bool:
    """Tell whether ``person`` (a surname, a first name, an initial with a surname) may be ``other``."""
    last = person.last == other.last or person.last in other.last.split("-") or other.last in person.last.split("-")
    if not person.first:
        return last or person.last == other.first
    return last and person.first[0] == other.first[0] and person.first.endswith(".")
