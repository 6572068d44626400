"""Masking: from readings to pseudonymised readings, for a whole corpus at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.pseudonyms.contacts import contacts
from pipeline.pseudonyms.find import LABELS, Find
from pipeline.pseudonyms.key import Key
from pipeline.pseudonyms.lexicon import Lexicon, fold
from pipeline.pseudonyms.people import (
    LIST_HEADING,
    NAME_COLUMN,
    Judge,
    entries,
    labelled,
    TOKEN,
    people,
    places_of,
)
from pipeline.pseudonyms.replace import Masked, Swap, mask
from pipeline.pseudonyms.roles import roles
from pipeline.pseudonyms.spread import Names, Person, clip, combined, identities, merge, names, sweep, words_of
from pipeline.shared.reading import Block, Reading

FREQUENT_PLACE = 2
WRAPPED = 45
LONG_NAME = 6


@dataclass(frozen=True)
class Decisions:
    """What people decided: folded names that must be replaced, and words that must stay."""

    added: Mapping[str, str]
    refused: frozenset[str]


NOTHING = Decisions({}, frozenset())


@dataclass(frozen=True)
class Scout:
    """What one document shows by itself: finds in its text, and names in its speakers' labels."""

    reading: Reading
    finds: tuple[Find, ...]
    speakers: tuple[tuple[str, tuple[Find, ...]], ...]


def judge_of(readings: Sequence[Reading], lexicon: Lexicon) -> Judge:
    """Return the judge that knows which words this corpus uses as places."""
    seen: dict[str, int] = {}
    for reading in readings:
        for place in places_of(reading.text):
            seen[place] = seen.get(place, 0) + 1
    listed = {place for place in seen if place in lexicon.first_names | lexicon.surnames}
    plain = (place for place in seen if not lexicon.is_common(place))
    return Judge(lexicon, frozenset(place for place in plain if place not in listed or seen[place] > FREQUENT_PLACE))


def unwrapped(reading: Reading) -> str:
    """Return the text with a space for each line end that only wraps a long line; length and places stay the same."""
    letters = list(reading.text)
    for block in reading.blocks:
        begin = block.start
        for place in range(block.start, block.end):
            if letters[place] == "\n":
                if place - begin >= WRAPPED:
                    letters[place] = " "
                begin = place + 1
    return "".join(letters)


def scout(reading: Reading, judge: Judge) -> Scout:
    """Return what ``reading`` shows by itself."""
    text = unwrapped(reading)
    finds = [*contacts(text, judge.lexicon), *people(text, judge), *roles(text, judge)]
    for block in reading.blocks:
        if _lists_names(block):
            finds += entries(text, block.start, block.end, judge, "Liste oder Spalte mit Namen", strict=_only_clear(block))
    speakers = sorted({block.speaker for block in reading.blocks if block.speaker})
    return Scout(reading, tuple(sorted(set(finds))), tuple((speaker, tuple(labelled(speaker, judge))) for speaker in speakers))


def _lists_names(block: Block) -> bool:
    last = block.heading_path.rsplit(" > ", 1)[-1]
    return bool(NAME_COLUMN.match(block.column.strip())) or (
        block.kind in {"item", "cell", "paragraph"} and bool(last) and bool(LIST_HEADING.match(last))
    )


def _only_clear(block: Block) -> bool:
    return bool(re.match(r"(?i)^(?:wer|zust|verantw|feder|kümmer|leitung|umsetz|von wem)", block.column.strip()))


def evidence(scouts: Sequence[Scout], judge: Judge, decisions: Decisions, threshold: float) -> tuple[Names, dict[str, float]]:
    """Return the names of the corpus and how sure each word of a name is, all documents together."""
    finds = [find for one in scouts for find in _all(one) if find.kind == "person" and not _refused(find, "", decisions)]
    finds += typos(scouts, finds, judge, threshold)
    sure = combined(finds)
    raised = [
        replace(find, score=max([find.score, *(sure.get(fold(word), 0.0) for word in words_of(find))]))
        for find in finds
    ]
    known = names(raised, judge, threshold)
    added = frozenset(word for name in decisions.added for word in fold(name).split() if decisions.added[name] == "person")
    return Names((known.anywhere | added) - decisions.refused, known.speaking - decisions.refused, decisions.refused), sure


def _all(one: Scout) -> list[Find]:
    return [*one.finds, *(find for _, found in one.speakers for find in found)]


def typos(scouts: Sequence[Scout], finds: Sequence[Find], judge: Judge, threshold: float) -> list[Find]:
    """Return words one letter away from a sure name that German does not know: misspelt names."""
    sure = {fold(word) for find in finds if find.score >= threshold for word in words_of(find)}
    near = {shape for word in sure if len(word) >= LONG_NAME for shape in neighbours(word)}
    found = []
    for one in scouts:
        for token in TOKEN.finditer(one.reading.text):
            word = fold(token[0])
            if word not in sure and len(word) >= LONG_NAME and near & neighbours(word) and judge.strange(token[0]) and not _inflected(word, sure):
                found.append(Find(*token.span(), "person", 0.6, "ähnelt einem erkannten Namen", "", token[0]))
    return found


def _inflected(word: str, sure: set[str]) -> bool:
    return any(word.removesuffix(ending) in sure for ending in ("s", "es", "n", "en"))


def neighbours(word: str) -> frozenset[str]:
    """Return ``word`` and every form with one letter left out; two words that share one are a letter apart.

    >>> bool(neighbours("tiemann") & neighbours("thiemann"))
    True
    """
    return frozenset([word, *(word[:cut] + word[cut + 1 :] for cut in range(len(word)))])


def _refused(find: Find, text: str, decisions: Decisions) -> bool:
    if find.kind != "person":
        return fold(" ".join(text[find.start : find.end].split())) in decisions.refused
    words = {fold(word) for word in words_of(find)} | {fold(f"{find.first} {find.last}".strip())}
    return bool(words & decisions.refused)


def settled(one: Scout, known: Names, judge: Judge, sure: Mapping[str, float], decisions: Decisions, threshold: float) -> list[Find]:
    """Return what is replaced in one document: disjoint, in order, cut at the edges of blocks."""
    text = unwrapped(one.reading)
    raised = [_raised(find, sure) for find in one.finds if not _refused(find, one.reading.text, decisions)]
    wanted = [find for find in raised if find.score >= threshold]
    merged = merge(text, [*wanted, *sweep(text, known, judge), *_decided(text, decisions)])
    return clip(merged, (edge for block in one.reading.blocks for edge in (block.start, block.end)))


def _raised(find: Find, sure: Mapping[str, float]) -> Find:
    if find.kind != "person":
        return find
    words = words_of(find)
    return replace(find, score=max(find.score, min((sure.get(fold(word), 0.0) for word in words), default=0.0)))


def _decided(text: str, decisions: Decisions) -> Iterable[Find]:
    """Yield what people added word for word (names are also swept in every spelling)."""
    for name, kind in decisions.added.items():
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?:s|'|’)?(?!\w)", text, re.IGNORECASE):
            first, _, last = name.rpartition(" ")
            yield Find(*found.span(), kind, 1.0, "von Menschen bestimmt", first, last, "s" if len(found[0]) > len(name) else "")


class Labeller:
    """Gives pseudonyms: the same person the same number, in every document and every run."""

    def __init__(self, key: Key) -> None:
        """Continue the numbering of ``key``."""
        self.key = key

    def person(self, person: Person) -> str:
        """Return the pseudonym of ``person``; somebody first known by surname alone keeps the number."""
        known = self.key.numbers.get("person", {})
        shorter = Person(person.last).key
        if person.key not in known and person.first and shorter in known and not self._taken(known, person, known[shorter]):
            known[person.key] = known[shorter]
        return f"[{LABELS['person']}_{self.key.number('person', person.key)}]"

    @staticmethod
    def _taken(known: Mapping[str, int], person: Person, number: int) -> bool:
        return any(other == number and not form.endswith("|") for form, other in known.items() if form.startswith(f"{person.last}|"))

    def label(self, find: Find, original: str, person: Person) -> str:
        """Return what stands in the place of ``original``: pseudonym and kept inflection."""
        label = self.person(person) if find.kind == "person" else self._other(find.kind, original)
        forms = self.key.forms.setdefault(label, [])
        core = original.removesuffix(find.tail) if find.tail else original
        if core not in forms:
            forms.append(core)
        return label + find.tail

    def _other(self, kind: str, original: str) -> str:
        canonical = re.sub(r"\D", "", original) if kind == "phone" else " ".join(fold(original).split())
        return f"[{LABELS[kind]}_{self.key.number(kind, canonical)}]"


@dataclass(frozen=True)
class Result:
    """A pseudonymised document: its text, its blocks with moved offsets, and what was found."""

    document: str
    masked: Masked
    blocks: tuple[Block, ...]
    finds: tuple[Find, ...]


def pseudonymise(
    readings: Sequence[Reading], judge: Judge, key: Key, decisions: Decisions, threshold: float
) -> tuple[list[Result], list[Scout], dict[str, float]]:
    """Return the documents with pseudonyms, in the order of their names; ``key`` learns what stands for what."""
    ordered = sorted(readings, key=lambda reading: reading.document)
    scouts = [scout(reading, judge) for reading in ordered]
    known, sure = evidence(scouts, judge, decisions, threshold)
    found = {one.reading.document: settled(one, known, judge, sure, decisions, threshold) for one in scouts}
    spoken = {one.reading.document: _spoken(one, known, judge) for one in scouts}
    together = {name: [*found[name], *(find for _, finds in spoken[name] for find in finds)] for name in found}
    persons = identities(together)
    labeller = Labeller(key)
    results = []
    for one in scouts:
        name = one.reading.document
        results.append(_result(one.reading, found[name], spoken[name], persons[name], labeller, known, judge))
    return results, scouts, sure


def _spoken(one: Scout, known: Names, judge: Judge) -> list[tuple[str, list[Find]]]:
    return [(speaker, merge(speaker, [*finds, *sweep(speaker, known, judge)])) for speaker, finds in one.speakers]


def _result(
    reading: Reading,
    finds: Sequence[Find],
    spoken: Sequence[tuple[str, list[Find]]],
    persons: Sequence[Person],
    labeller: Labeller,
    known: Names,
    judge: Judge,
) -> Result:
    swaps = [_swap(reading.text, find, person, labeller) for find, person in zip(finds, persons, strict=False)]
    masked = mask(reading.text, swaps)
    rest = iter(persons[len(finds) :])
    speakers = {}
    for speaker, found in spoken:
        speakers[speaker] = mask(speaker, [_swap(speaker, find, next(rest), labeller) for find in found]).text
    titles = _titles(reading, masked)
    blocks = tuple(
        replace(
            block,
            start=masked.moved(block.start),
            end=masked.moved(block.end),
            speaker=speakers.get(block.speaker, block.speaker),
            heading_path=_path(block.heading_path, titles, labeller, known, judge),
            column=_path(block.column, titles, labeller, known, judge),
        )
        for block in reading.blocks
    )
    return Result(reading.document, masked, blocks, tuple(finds))


def _swap(text: str, find: Find, person: Person, labeller: Labeller) -> Swap:
    original = text[find.start : find.end]
    return Swap(find.start, find.end, original, labeller.label(find, original, person))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" :")


def _titles(reading: Reading, masked: Masked) -> dict[str, str]:
    """Return for each heading as read how it reads now."""
    return {
        _flat(reading.slice(block)): _flat(masked.text[masked.moved(block.start) : masked.moved(block.end)])
        for block in reading.blocks
        if block.kind in {"title", "heading"}
    }


def _path(path: str, titles: Mapping[str, str], labeller: Labeller, known: Names, judge: Judge) -> str:
    """Return a path of headings with pseudonyms."""
    return " > ".join(_title(title, titles, labeller, known, judge) for title in path.split(" > ")) if path else path


def _title(title: str, titles: Mapping[str, str], labeller: Labeller, known: Names, judge: Judge) -> str:
    if title in titles:
        return titles[title]
    finds = merge(title, [*contacts(title, judge.lexicon), *people(title, judge), *roles(title, judge), *sweep(title, known, judge)])
    finds = [find for find in finds if find.kind != "person" or find.score > FAIR_TITLE]
    persons = identities({"": finds})[""]
    return mask(title, [_swap(title, find, person, labeller) for find, person in zip(finds, persons, strict=True)]).text


FAIR_TITLE = 0.5
