"""Masking: from readings to pseudonymised readings, for a whole corpus at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.pseudonyms.aliases import Aliases, words
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.labels import Labeller
from pipeline.pseudonyms.replace import Masked, Swap, mask
from pipeline.pseudonyms.scouting import Evidence, Rules, Scout, evidence, scout, settled, sources_of
from pipeline.pseudonyms.spread import Person, identities, merge, sweep
from pipeline.shared.engine import LOCAL, Engine
from pipeline.shared.key import Key
from pipeline.shared.reading import Block, Reading

IN_TITLE = 0.5


@dataclass(frozen=True)
class Result:
    """A pseudonymised document: its text, its blocks with moved offsets, and what was found."""

    document: str
    masked: Masked
    blocks: tuple[Block, ...]
    finds: tuple[Find, ...]


@dataclass(frozen=True)
class Outcome:
    """The pseudonymised documents in the order of their names, and the evidence behind them."""

    results: list[Result]
    scouts: list[Scout]
    shown: Evidence


@dataclass
class Hunt:
    """One document on its way: what was found in its text and labels, and who it is."""

    scout: Scout
    finds: list[Find]
    spoken: list[tuple[str, list[Find]]]
    persons: list[Person] = field(default_factory=list)

    def everything(self) -> list[Find]:
        """Return the finds of text and labels, in the order of ``persons``."""
        return [*self.finds, *(find for _, found in self.spoken for find in found)]


def pseudonymise(readings: Sequence[Reading], judge: Judge, key: Key, rules: Rules, engine: Engine = LOCAL) -> Outcome:
    """Return the documents with pseudonyms; ``key`` learns what stands for what, known names keep their numbers."""
    ordered = sorted(readings, key=lambda reading: reading.document)
    scouts = engine.mapped(partial(scout, judge=judge), ordered, "Namen suchen", named=True)
    shown = evidence(scouts, judge, rules)
    hunts = [Hunt(one, settled(one, shown, rules), _spoken(one, shown)) for one in scouts]
    persons = identities({hunt.scout.reading.document: hunt.everything() for hunt in hunts})
    key.forms = {}
    spoken = (text for one in ordered for text in (one.text, *(block.speaker for block in one.blocks)))
    labeller = Labeller(key, Aliases(key.aliases, words(spoken)) if rules.by_name else None)
    for hunt in hunts:
        hunt.persons = persons[hunt.scout.reading.document]
    return Outcome([_result(hunt, labeller, shown) for hunt in hunts], scouts, shown)


def _spoken(one: Scout, shown: Evidence) -> list[tuple[str, list[Find]]]:
    return [(label, merge(label, [*finds, *sweep(label, shown.known, shown.judge)])) for label, finds in one.speakers]


def _result(hunt: Hunt, labeller: Labeller, shown: Evidence) -> Result:
    reading = hunt.scout.reading
    swaps = [
        _swap(reading.text, find, person, labeller) for find, person in zip(hunt.finds, hunt.persons, strict=False)
    ]
    masked = mask(reading.text, swaps)
    rest = iter(hunt.persons[len(hunt.finds) :])
    speakers = {
        label: mask(label, [_swap(label, find, next(rest), labeller) for find in found]).text
        for label, found in hunt.spoken
    }
    titles = _titles(reading, masked)
    moved = [_moved(block, masked, speakers) for block in reading.blocks]
    blocks = [
        replace(
            block,
            heading_path=_path(block.heading_path, titles, labeller, shown),
            column=_path(block.column, titles, labeller, shown),
        )
        for block in moved
    ]
    return Result(reading.document, masked, tuple(blocks), tuple(hunt.finds))


def _moved(block: Block, masked: Masked, speakers: Mapping[str, str]) -> Block:
    speaker = speakers.get(block.speaker, block.speaker)
    return replace(block, start=masked.moved(block.start), end=masked.moved(block.end), speaker=speaker)


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


def _path(path: str, titles: dict[str, str], labeller: Labeller, shown: Evidence) -> str:
    """Return a path of headings with pseudonyms; ``titles`` remembers what was worked out."""
    for title in path.split(" > "):
        if title not in titles:
            titles[title] = _title(title, labeller, shown)
    return " > ".join(titles[title] for title in path.split(" > "))


def _title(title: str, labeller: Labeller, shown: Evidence) -> str:
    judge = shown.judge
    finds = merge(title, [*sources_of(title, judge), *sweep(title, shown.known, judge)])
    finds = [find for find in finds if find.score > IN_TITLE]
    persons = identities({"": finds})[""]
    return mask(title, [_swap(title, find, person, labeller) for find, person in zip(finds, persons, strict=True)]).text
