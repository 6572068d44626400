"""Match: which source, code and place of a returned project is which of the exported one, and what was changed.

Never by GUID alone. Sources: GUID, name, identical text, name without decoration, similar text. Codes: GUID, path,
unique name, same places (a renamed code), else new. Places: see places. A code lies at a place once, whoever gave it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.shared.refi.model import Code, Project, Selection, Source, canonical, fold, guid, walk
from pipeline.shared.refi.places import Place, resolve

SIMILAR = 0.6  # share of common runs, or of common places, from which two texts or codes are the same
RUN = 12
STEP = 5
ENDING = re.compile(r"\.(txt|docx?|rtf|odt|pdf|md|html?|xlsx|csv|eml|vtt|srt)$")
NUMBER_BEFORE, NUMBER_BEHIND = re.compile(r"^\d+_"), re.compile(r" ?\(\d+\)$")
Span = tuple[str, int, int]  # key of the source, start, end in our text


def stem(name: str) -> str:
    """Return a source's name without what tools add to it.

    >>> stem("1_Runde eins.txt"), stem("Runde eins (2)")
    ('runde eins', 'runde eins')
    """
    return NUMBER_BEHIND.sub("", NUMBER_BEFORE.sub("", ENDING.sub("", fold(name))))


def likeness(first: str, second: str) -> float:
    """Return the share of common runs of characters of two texts (Jaccard), 0 to 1."""
    one, two = ({fold(text)[at : at + RUN] for at in range(len(text) - RUN + 1)} for text in (first, second))
    return len(one & two) / max(1, len(one | two))


def match_sources(ours: Iterable[Source], theirs: Iterable[Source]) -> dict[str, str]:
    """Return key of a returned source -> key of ours; sources that are new are left out."""
    found: dict[str, str] = {}
    rules: tuple[Callable[[Source, Source], bool], ...] = (
        lambda our, their: their.key in (our.key.lower(), guid("source", our.key).lower()),
        lambda our, their: fold(our.name) == fold(their.name),
        lambda our, their: bool(their.text) and canonical(their.text) == our.text,
        lambda our, their: stem(our.name) == stem(their.name),
        lambda our, their: bool(their.text) and likeness(our.text, their.text) > SIMILAR,
    )
    open_ours, open_theirs = list(ours), list(theirs)
    for rule in rules:
        for their in list(open_theirs):
            fitting = [our for our in open_ours if rule(our, their)]
            if len(fitting) == 1:
                found[their.key] = fitting[0].key
                open_ours.remove(fitting[0])
                open_theirs.remove(their)
    return found


@dataclass(frozen=True)
class Found:
    """A code at a place of our text as the returned project has it."""

    source: str
    place: Place
    code: str
    user: str
    date: str
    memo: str
    quote: str

    @property
    def span(self) -> Span:
        """Return where it lies."""
        return self.source, self.place.start, self.place.end


@dataclass
class Located:
    """A returned project on our text: codings, comments on places, and what could not be placed."""

    sources: dict[str, str]
    codings: list[Found] = field(default_factory=list)
    memos: dict[Span, str] = field(default_factory=dict)
    lost: list[tuple[str, Selection]] = field(default_factory=list)
    readings: dict[str, str] = field(default_factory=dict)


def locate(ours: Project, theirs: Project) -> Located:
    """Return every coding of ``theirs`` on our texts; a selection without code is a comment on its place."""
    located = Located(match_sources(ours.sources, theirs.sources))
    texts = {source.key: source.text for source in ours.sources}
    for source in theirs.sources:
        key = located.sources.get(source.key)
        if key is None or not source.selections:
            continue
        located.readings[key], places = resolve(source.text, source.selections, texts[key])
        for selection, place in zip(source.selections, places, strict=True):
            if place is None:
                located.lost.append((key, selection))
            else:
                keep(located, key, selection, place)
    return located


def keep(located: Located, key: str, selection: Selection, place: Place) -> None:
    """Add one placed selection to ``located``."""
    if not selection.codings and selection.memo:
        located.memos[key, place.start, place.end] = selection.memo
    for coding in selection.codings:
        found = Found(key, place, coding.code, coding.user, coding.date, selection.memo, selection.name)
        located.codings.append(found)


def clean_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a path of names, folded; a folder and its mirror code of the same name count once.

    >>> clean_path(("Felder", "Arbeit", "arbeit"))
    ('felder', 'arbeit')
    """
    kept: list[str] = []
    for name in map(fold, path):
        if not kept or kept[-1] != name:
            kept.append(name)
    return tuple(kept)


@dataclass(frozen=True)
class Codes:
    """Which returned code is which of ours, and how that was found; ``new`` are those that are none."""

    same: dict[str, str]
    how: dict[str, str]
    new: dict[str, tuple[str, ...]]


def match_codes(ours: Project, theirs: Project, located: Located) -> Codes:
    """Return which code of ``theirs`` is which of ``ours``."""
    our_codes = {code.key: (path, code) for path, code in walk(ours.codes)}
    open_theirs = {code.key: (path, code) for path, code in walk(theirs.codes)}
    same: dict[str, str] = {}
    how: dict[str, str] = {}

    def give(their: str, our: str, rule: str) -> None:
        same[their], how[their] = our, rule
        del open_theirs[their]

    for their, our, rule in candidates(our_codes, open_theirs):
        if their in open_theirs and our not in same.values():
            give(their, our, rule)
    for their in mirrors(our_codes, open_theirs):
        del open_theirs[their]
    for their, our, share in by_places(ours, located, set(our_codes) - set(same.values()), set(open_theirs)):
        if their in open_theirs and our not in same.values():
            give(their, our, f"umbenannt, {share:.0%} gleiche Stellen")
    used = {coding.code for coding in located.codings}
    new = {key: path for key, (path, code) in open_theirs.items() if code.codable or key in used}
    return Codes(same, how, new)


Nodes = Mapping[str, tuple[tuple[str, ...], Code]]


def candidates(ours: Nodes, theirs: Nodes) -> Iterator[tuple[str, str, str]]:
    """Yield (their key, our key, rule), the strongest rule first; codable nodes meet codable ones first."""
    by_guid = {guid("code", key).lower(): key for key in ours} | {key.lower(): key for key in ours}
    by_path: dict[tuple[tuple[str, ...], bool], list[str]] = defaultdict(list)
    by_name: dict[str, list[str]] = defaultdict(list)
    for key, (path, code) in ours.items():
        by_path[clean_path(path), code.codable].append(key)
        by_name[fold(code.name)].append(key)
    listed = sorted(theirs.items(), key=lambda item: not item[1][1].codable)
    yield from ((key, by_guid[key], "GUID") for key, _ in listed if key in by_guid)
    for key, (path, code) in listed:
        yield from ((key, our, "Pfad") for our in by_path[clean_path(path), code.codable])
    for key, (_, code) in listed:
        if len(by_name[fold(code.name)]) == 1:
            yield key, by_name[fold(code.name)][0], "Name"


def mirrors(ours: Nodes, theirs: Nodes) -> list[str]:
    """Return folders that a client made beside one of our codes of the same name."""
    names = {fold(code.name) for _, code in ours.values()}
    return [key for key, (_, code) in theirs.items() if not code.codable and fold(code.name) in names]


def by_places(
    ours: Project, located: Located, our_keys: set[str], their_keys: set[str]
) -> list[tuple[str, str, float]]:
    """Return (their key, our key, share of common places), the most alike first: a renamed code keeps its places."""
    mine: dict[str, set[Span]] = defaultdict(set)
    yours: dict[str, set[Span]] = defaultdict(set)
    for source in ours.sources:
        for selection in source.selections:
            for coding in selection.codings:
                if coding.code in our_keys:
                    mine[coding.code].add((source.key, selection.start, selection.end))
    for found in located.codings:
        if found.code in their_keys:
            yours[found.code].add(found.span)
    pairs = [
        (their, our, len(spans & others) / len(spans | others))
        for their, spans in yours.items()
        for our, others in mine.items()
    ]
    return sorted((p for p in pairs if p[2] >= SIMILAR), key=lambda pair: (-pair[2], pair[0], pair[1]))


@dataclass(frozen=True)
class Moved:
    """A coding whose boundaries were changed: the old place and the new."""

    code: str
    old: Span
    new: Found


@dataclass(frozen=True)
class Difference:
    """What a person changed: every code at every place, before and after.

    ``kept`` and ``gone`` are (span, our code); ``added`` carry our code, or ``neu:<name>`` for a code of hers.
    ``renamed`` and ``new_codes`` name codes; ``memos`` are new words at a place; ``new_sources`` are texts we never
    exported.
    """

    kept: list[tuple[Span, str]]
    gone: list[tuple[Span, str]]
    added: list[tuple[str, Found]]
    moved: list[Moved]
    renamed: dict[str, str]
    new_codes: dict[str, tuple[str, ...]]
    memos: dict[Span, tuple[str, str]]
    new_sources: list[str]
    located: Located


def difference(ours: Project, theirs: Project) -> Difference:
    """Return what was changed between ``ours`` as exported and ``theirs`` as returned."""
    located = locate(ours, theirs)
    codes = match_codes(ours, theirs, located)
    before = {
        ((source.key, selection.start, selection.end), coding.code)
        for source in ours.sources
        for selection in source.selections
        for coding in selection.codings
    }
    after: dict[tuple[Span, str], Found] = {}
    names = {key: path[-1] for key, path in codes.new.items()}
    for found in located.codings:
        code = codes.same.get(found.code) or (f"neu:{names[found.code]}" if found.code in names else "")
        if code:
            after.setdefault((found.span, code), found)
    gone, added = sorted(before - set(after)), sorted(set(after) - before)
    moved = boundaries(gone, added, after)
    changed = {(move.old, move.code) for move in moved} | {(move.new.span, move.code) for move in moved}
    return Difference(
        sorted(before & set(after)),
        [item for item in gone if item not in changed],
        [(code, after[span, code]) for span, code in added if (span, code) not in changed],
        moved,
        renamed(ours, theirs, codes),
        codes.new,
        memos(ours, located),
        [source.name for source in theirs.sources if source.key not in located.sources and source.text.strip()],
        located,
    )


def boundaries(
    gone: list[tuple[Span, str]], added: list[tuple[Span, str]], after: Mapping[tuple[Span, str], Found]
) -> list[Moved]:
    """Return the pairs of a vanished and a new coding with the same code at overlapping places."""
    moved, taken = [], set()
    for old, code in gone:
        fitting = [
            (min(old[2], new[2]) - max(old[1], new[1]), new)
            for new, other in added
            if other == code and new[0] == old[0] and new[1] < old[2] and old[1] < new[2] and (new, code) not in taken
        ]
        if fitting:
            _, best = max(fitting)
            taken.add((best, code))
            moved.append(Moved(code, old, after[best, code]))
    return moved


def renamed(ours: Project, theirs: Project, codes: Codes) -> dict[str, str]:
    """Return our code's key -> its new name."""
    old = {code.key: code.name for _, code in walk(ours.codes)}
    new = {code.key: code.name for _, code in walk(theirs.codes)}
    return {our: new[their] for their, our in codes.same.items() if fold(old[our]) != fold(new[their])}


def memos(ours: Project, located: Located) -> dict[Span, tuple[str, str]]:
    """Return place -> (words, user) of the comments that we did not export."""
    exported = {source.key: {fold(selection.memo) for selection in source.selections} | {""} for source in ours.sources}
    found: dict[Span, tuple[str, str]] = {}
    for coding in located.codings:
        if fold(coding.memo) not in exported[coding.source]:
            found.setdefault(coding.span, (coding.memo, coding.user))
    for span, memo in located.memos.items():
        if fold(memo) not in exported[span[0]]:
            found.setdefault(span, (memo, ""))
    return found
