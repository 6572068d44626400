"""Scouting: what each document shows by itself, and what all of them show together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.pseudonyms.contacts import contacts
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.lexicon import Lexicon
from pipeline.pseudonyms.patterns import LABEL_INSIDE, LIST_HEADING, NAME_COLUMN, TOKEN, TURNED_WHOLE
from pipeline.pseudonyms.people import entries, labelled, people, places_of
from pipeline.pseudonyms.roles import roles
from pipeline.pseudonyms.spread import Names, clip, combined, merge, names, sweep, words_of
from pipeline.shared.reading import Block, Reading
from pipeline.shared.spelling import fold

FREQUENT_PLACE = 2
WRAPPED = 45
LONG_NAME = 6
FEWEST_CELLS = 2
LOWEST = 0.01
RUN = re.compile(r"\w+")
SPREADING = ("email", "phone", "address", "rare-role", "case", "path")


@dataclass(frozen=True)
class Decisions:
    """What people decided: names that must be replaced with their kind, and folded words that must stay."""

    added: Mapping[str, str]
    refused: frozenset[str]


NOTHING = Decisions({}, frozenset())


@dataclass(frozen=True)
class Rules:
    """How sure a find must be (``threshold``), what people decided, evidence that does not count, names or numbers."""

    threshold: float
    decisions: Decisions = NOTHING
    skipped: frozenset[str] = frozenset()
    by_name: bool = False


@dataclass(frozen=True)
class Scout:
    """What one document shows by itself: finds in its text, and names in its speakers' labels."""

    reading: Reading
    finds: tuple[Find, ...]
    speakers: tuple[tuple[str, tuple[Find, ...]], ...]

    def everything(self) -> list[Find]:
        """Return the finds of text and labels."""
        return [*self.finds, *(find for _, found in self.speakers for find in found)]


@dataclass(frozen=True)
class Evidence:
    """What the whole corpus shows: the judge of its words, its names, and how sure each word of a name is."""

    judge: Judge
    known: Names
    sure: Mapping[str, float]
    phrases: Mapping[str, str]
    noble: frozenset[str]

    @cached_property
    def begun(self) -> Mapping[str, Sequence[str]]:
        """Return the phrases by the rarest of their runs of letters, without which none can stand in a text."""
        runs = {words: RUN.findall(words.casefold()) for words in self.phrases}
        count = Counter(run for own in runs.values() for run in set(own))
        found: dict[str, list[str]] = {}
        for words, own in runs.items():
            found.setdefault(min(own, key=count.__getitem__, default=""), []).append(words)
        return found


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
    """Return the text with a space for each line end that only wraps a long line; length and places stay the same.

    Labels inside a line ("Ort: … Anwesend: …", as a reader joins the lines of a head) begin a line of their own.
    """
    letters = list(reading.text)
    for block in reading.blocks:
        begin = block.start
        for place in range(block.start, block.end):
            if letters[place] == "\n":
                if place - begin >= WRAPPED:
                    letters[place] = " "
                begin = place + 1
    return LABEL_INSIDE.sub("\n", "".join(letters))


def sources_of(text: str, judge: Judge) -> Iterator[Find]:
    """Yield every find that ``text`` gives without its layout."""
    yield from contacts(text, judge.lexicon)
    yield from people(text, judge)
    yield from roles(text, judge)


def scout(reading: Reading, judge: Judge) -> Scout:
    """Return what ``reading`` shows by itself."""
    text = unwrapped(reading)
    finds = list(sources_of(text, judge))
    for block in reading.blocks:
        if _lists_names(block):
            finds += entries(
                text, (block.start, block.end), judge, "Liste oder Spalte mit Namen", strict=_only_clear(block)
            )
    finds += _turned_cells(reading, judge)
    speakers = sorted({block.speaker for block in reading.blocks if block.speaker})
    labels = {speaker: (*labelled(speaker, judge), *contacts(speaker, judge.lexicon)) for speaker in speakers}
    finds += _before_turns(reading, labels)
    return Scout(reading, tuple(sorted(set(finds))), tuple(labels.items()))


def _before_turns(reading: Reading, labels: Mapping[str, Sequence[Find]]) -> Iterator[Find]:
    """Yield the names of the labels where they stand in the text, before what is said."""
    end = 0
    for block in reading.blocks:
        begin = reading.text.rfind(block.speaker, end, block.start) if block.speaker else -1
        if begin >= 0:
            yield from (replace(find, start=begin + find.start, end=begin + find.end) for find in labels[block.speaker])
        end = block.end


def _turned_cells(reading: Reading, judge: Judge) -> list[Find]:
    """Return "surname, first name" that fill a block, where the paper is a list of such: most end in a first name."""
    cells = [
        found for block in reading.blocks if (found := TURNED_WHOLE.fullmatch(reading.text, block.start, block.end))
    ]
    cells = [found for found in cells if not judge.lexicon.is_body(found["last"])]
    listed = sum(judge.lexicon.is_first(found["first"].split()[0]) for found in cells)
    if listed < FEWEST_CELLS or listed * 2 < len(cells):
        return []
    return [Find(*one.span(), "person", 0.8, "Liste mit Namen", one["first"], one["last"]) for one in cells]


def _lists_names(block: Block) -> bool:
    last = block.heading_path.rsplit(" > ", 1)[-1]
    return bool(NAME_COLUMN.match(block.column.strip())) or (
        block.kind in {"item", "cell", "paragraph"} and bool(last) and bool(LIST_HEADING.match(last))
    )


def _only_clear(block: Block) -> bool:
    return bool(re.match(r"(?i)^(?:wer|zust|verantw|feder|kümmer|leitung|umsetz|von wem)", block.column.strip()))


def evidence(scouts: Sequence[Scout], judge: Judge, rules: Rules) -> Evidence:
    """Return the names of the corpus and how sure each word of a name is, all documents together."""
    decisions = rules.decisions
    finds = [
        find
        for one in scouts
        for find in one.everything()
        if find.kind == "person" and not refused(find, "", decisions)
    ]
    finds += typos(scouts, finds, judge, rules.threshold)
    sure = combined(finds)
    known = names([raised(find, sure, max) for find in finds], judge, rules.threshold)
    added = {
        word for name, kind in decisions.added.items() if kind == "person" for word in re.findall(r"[\w'’-]{3,}", name)
    }
    plain = frozenset(fold(word) for word in added if not judge.lexicon.is_word(word))
    certain = [raised(find, sure) for find in finds]
    return Evidence(
        judge,
        Names(
            (known.anywhere | plain) - decisions.refused,
            known.speaking - decisions.refused,
            known.doubtful - plain,
        ),
        sure,
        phrases(scouts, rules),
        frozenset(find.last for find in certain if " " in find.last and find.score >= rules.threshold),
    )


def phrases(scouts: Sequence[Scout], rules: Rules) -> dict[str, str]:
    """Return what was found by its form or circumstances, as written, with its kind: it goes wherever it stands."""
    found: dict[str, str] = {}
    for one in scouts:
        for find in one.finds:
            words = " ".join(one.reading.text[find.start : find.end].split())
            sure = find.score >= rules.threshold and not {find.kind, find.evidence} & rules.skipped
            if (
                find.kind in SPREADING
                and sure
                and len(words) >= LONG_NAME
                and not refused(find, words, rules.decisions)
            ):
                found.setdefault(words, find.kind)
    return found


def raised(find: Find, sure: Mapping[str, float], choose: Callable[..., float] = min) -> Find:
    """Return ``find`` as sure as the whole corpus makes its words: all of them (``min``) or any (``max``)."""
    if find.kind != "person":
        return find
    return replace(
        find, score=max(find.score, choose((sure.get(fold(word), 0.0) for word in words_of(find)), default=0.0))
    )


def settled(one: Scout, shown: Evidence, rules: Rules) -> list[Find]:
    """Return what is replaced in one document: disjoint, in order, cut at the edges of blocks."""
    text = unwrapped(one.reading)
    finds = [raised(find, shown.sure) for find in one.finds if not refused(find, one.reading.text, rules.decisions)]
    wanted = [
        find for find in finds if find.score >= rules.threshold and not {find.kind, find.evidence} & rules.skipped
    ]
    swept = [*sweep(text, shown.known, shown.judge), *_repeated(text, shown), *_noble(text, shown.noble)]
    wanted = [_genitive(find, shown.known) for find in wanted]
    merged = merge(text, [*wanted, *swept, *_decided(text, rules.decisions)])
    parts = clip(merged, (edge for block in one.reading.blocks for edge in (block.start, block.end)))
    return [find for find in parts if text[find.start : find.end].strip()]  # the line end between two blocks stays


def _genitive(find: Find, known: Names) -> Find:
    """Return ``find`` with the s of a genitive set apart where the corpus knows the name without it."""
    bare = find.last[:-1]
    if find.kind != "person" or find.tail or not find.last.endswith("s") or fold(bare) not in known.anywhere:
        return find
    return replace(find, last=bare, tail="s")


def _repeated(text: str, shown: Evidence) -> Iterator[Find]:
    """Yield every further place of what was found by its form or circumstances.

    Only phrases whose rarest run of letters stands in the text are looked for: all of them in all papers would take
    time with the square of the papers.
    """
    small = text.casefold()
    begun = ("", *dict.fromkeys(RUN.findall(small)))
    for words in (words for run in begun for words in shown.begun.get(run, ())):
        if words.split()[0].casefold() in small:
            spaced = r"\s+".join(map(re.escape, words.split()))
            for found in re.finditer(rf"(?<![\w-]){spaced}(?!\w)", text, re.IGNORECASE):
                yield Find(*found.span(), shown.phrases[words], LOWEST, "an anderer Stelle erkannt")


def _noble(text: str, known: frozenset[str]) -> Iterator[Find]:
    """Yield every further place of a surname with its particle ("van den Broek", "v. d. Broek")."""
    for last in sorted(known):
        if last.rsplit(maxsplit=1)[-1] in text:
            particle, bare = map(re.escape, last.rsplit(maxsplit=1))
            for found in re.finditer(rf"(?<![\w-])(?:{particle}|v\. ?d\.|v\.) {bare}(?P<tail>s?)(?!\w)", text):
                name = found[0].removesuffix(found["tail"])
                yield Find(*found.span(), "person", LOWEST, "an anderer Stelle erkannt", "", name, found["tail"])


def refused(find: Find, text: str, decisions: Decisions) -> bool:
    """Tell whether people said that these words must stay."""
    if find.kind != "person":
        return fold(" ".join(text[find.start : find.end].split())) in decisions.refused
    words = {fold(word) for word in words_of(find)} | {fold(f"{find.first} {find.last}".strip())}
    return bool(words & decisions.refused)


def _decided(text: str, decisions: Decisions) -> Iterator[Find]:
    """Yield what people added word for word (names are also swept in every spelling)."""
    for name, kind in sorted(decisions.added.items()):
        spaced = r"\s+".join(map(re.escape, name.split()))
        for found in re.finditer(rf"(?<!\w){spaced}(?:s|'|’)?(?!\w)", text, re.IGNORECASE):
            first, _, last = name.rpartition(" ")
            tail = "s" if len(found[0]) > len(name) and kind == "person" else ""
            yield Find(*found.span(), kind, 1.0, "von Menschen bestimmt", first, last, tail)


def typos(scouts: Sequence[Scout], finds: Sequence[Find], judge: Judge, threshold: float) -> list[Find]:
    """Return words one letter away from a sure name that German does not know: misspelt names."""
    sure = {fold(word) for find in finds if find.score >= threshold for word in words_of(find)}
    near = {shape for word in sure if len(word) >= LONG_NAME for shape in neighbours(word)}
    found = []
    for one in scouts:
        for token in TOKEN.finditer(one.reading.text):
            word = fold(token[0])
            if (
                word not in sure
                and len(word) >= LONG_NAME
                and near & neighbours(word)
                and judge.strange(token[0])
                and not _inflected(word, sure)
            ):
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
