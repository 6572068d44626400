"""Places: bring the selections of a returned source back onto our text, and say how each was verified.

Tools disagree about newlines, byte order marks, units (code points or UTF-16) and whether an end is inclusive. All
readings are tried on a sample of selections, the one with most verified quotes wins, then the one with most clean word
edges. After that the quote that a tool keeps with a selection is the record, and the position is the hint.
"""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.shared.refi.align import Aligner, Skeleton, bare, skeleton
from pipeline.shared.refi.model import Selection

SAMPLE = 300  # selections on which the readings are tried
SHORT = 8  # skeleton characters from which a name may be a quote
CUT = 40  # a name this long may be a quote that was cut
FINDABLE = 12  # skeleton characters from which a quote is searched for
NEAR = 400  # skeleton characters within which a quote is taken for the same place
EDITED = 0.85  # similarity from which a quote counts as edited in place
ALIKE = 0.5  # and from which it is at least kept, as doubtful
ELLIPSIS = re.compile(r"(…|\.\.\.|\[\.\.\.\])$")


@dataclass(frozen=True)
class Place:
    """A place in our text, and how it was found; ``sure`` is False where a person should look.

    ``how``: quote (the tool's own quote stands there), position (nothing to check against), unit (this one was
    counted differently), searched (the quote was found near by), edited (the quote was changed), doubt.
    """

    start: int
    end: int
    how: str
    sure: bool


@dataclass(frozen=True)
class Reading:
    """One way to count: the text as counted, whether ends are inclusive, and whether UTF-16 units are counted."""

    name: str
    text: str
    inclusive: bool = False
    utf16: bool = False

    @cached_property
    def units(self) -> list[int]:
        """Return the UTF-16 position of every code point, and of the end."""
        places, at = [], 0
        for character in self.text:
            places.append(at)
            at += 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004 - end of the Basic Multilingual Plane
        return [*places, at]

    def span(self, selection: Selection) -> tuple[int, int]:
        """Return the stated place of ``selection`` in code points of ``text``."""
        start, end = selection.start, selection.end + self.inclusive
        if self.utf16:
            start, end = bisect.bisect_left(self.units, start), bisect.bisect_left(self.units, end)
        return max(0, start), min(len(self.text), end)


def readings(text: str) -> list[Reading]:
    """Return the ways to count ``text``, the plain one first, without those that come to the same."""
    lf = text.replace("\r\n", "\n").replace("\r", "\n")
    named = {
        "wie gespeichert": text,
        "Zeilenende zählt 1": lf,
        "Zeilenende zählt 2": lf.replace("\n", "\r\n"),
        "BOM zählt mit": "\ufeff" + text,
    }
    texts = {words: name for name, words in reversed(named.items())}
    astral = any(ord(character) > 0xFFFF for character in text)  # noqa: PLR2004 - end of the Basic Multilingual Plane
    return [
        Reading(name, words, inclusive, utf16)
        for name, words in named.items()
        if texts[words] == name
        for inclusive in (False, True)
        for utf16 in ((False, True) if astral else (False,))
    ]


@dataclass(frozen=True)
class Quote:
    """The name of a selection taken as a quote: its skeleton, and whether it may be cut."""

    bare: str
    cut: bool

    @property
    def usable(self) -> bool:
        """Return whether the quote is long enough to check anything."""
        return len(self.bare) >= SHORT

    def stands_in(self, words: str) -> bool:
        """Return whether ``words`` (trimmed text) are this quote."""
        found = bare(words)
        return found == self.bare or (self.cut and found.startswith(self.bare))


def quote(name: str) -> Quote:
    """Return the name of a selection as a quote.

    >>> quote("Die Vereine brauchen …").cut, quote("Ja").usable
    (True, False)
    """
    words = ELLIPSIS.sub("", name.strip()).strip()
    skeleton_text = bare(words)
    return Quote(skeleton_text, len(skeleton_text) >= CUT or words != name.strip())


def clean_edges(text: str, start: int, end: int) -> bool:
    """Return whether [start, end) of ``text`` begins and ends at the edge of a word and with no blank."""
    if not 0 <= start < end <= len(text) or text[start].isspace() or text[end - 1].isspace():
        return False
    left = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    right = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    return left and right


def score(reading: Reading, selections: Sequence[Selection], quotes: Sequence[Quote]) -> tuple[int, int]:
    """Return (verified quotes, clean edges) of ``reading``."""
    verified = edges = 0
    for selection, said in zip(selections, quotes, strict=True):
        start, end = reading.span(selection)
        words = reading.text[start:end]
        edges += clean_edges(reading.text, start, end)
        verified += said.usable and words == words.strip() and said.stands_in(words)
    return verified, edges


class Resolver:
    """Resolves the selections of one source; see :func:`resolve`."""

    def __init__(self, returned: str, selections: Sequence[Selection], own: str) -> None:
        """Choose the reading of ``returned``."""
        self.own = own
        self.selections = selections
        self.readings = readings(returned)
        step = max(1, len(selections) // SAMPLE)
        quotes = [quote(selection.name) for selection in selections]
        sample, said = selections[::step], quotes[::step]
        self.best = max(self.readings, key=lambda reading: score(reading, sample, said))
        self.quotes = quotes if self.names_are_quotes(quotes[::step]) else [Quote("", cut=False)] * len(quotes)

    @cached_property
    def aligner(self) -> Aligner:
        """Return the alignment, made only when it is needed."""
        return Aligner(self.readings[0].text, self.own)

    @cached_property
    def whole(self) -> Skeleton:
        """Return the skeleton of the chosen reading."""
        return skeleton(self.best.text)

    def names_are_quotes(self, quotes: Sequence[Quote]) -> bool:
        """Return whether names quote the text: some tools write titles there."""
        usable = [said for said in quotes if said.usable]
        texts = (self.whole.text, bare(self.own))
        return 2 * sum(any(said.bare in text for text in texts) for said in usable) >= len(usable) > 0

    def to_own(self, reading: Reading, start: int, end: int) -> tuple[int, int, float] | None:
        """Return [start, end) of ``reading`` in our text with the share found."""
        if reading.text == self.own:
            return (start, end, 1.0) if 0 <= start < end <= len(self.own) else None
        return self.aligner.span(reading.text, start, end)

    def place(self, number: int) -> Place | None:
        """Return the place of selection ``number``; None where it is lost."""
        said = self.quotes[number]
        stated = self.to_own(self.best, *self.best.span(self.selections[number]))
        if not said.usable:
            return self.unquoted(number, stated)
        return (
            self.checked(said, stated, "quote")
            or self.other_unit(number, said)
            or self.searched(number, said)
            or self.edited(number, said, stated)
        )

    def checked(self, said: Quote, stated: tuple[int, int, float] | None, how: str) -> Place | None:
        """Return the stated place where our text has the quote there, word for word."""
        if stated is None:
            return None
        words = self.own[stated[0] : stated[1]]
        if words != words.strip() or not said.stands_in(words):
            return None
        return Place(stated[0], stated[1], how, sure=self.trusted or not said.cut)

    @cached_property
    def trusted(self) -> bool:
        """Return whether most quotes stand where they should; if not, the beginning of a quote may fit by chance."""
        step = max(1, len(self.selections) // SAMPLE)
        usable = sum(said.usable for said in self.quotes[::step])
        return 2 * score(self.best, self.selections[::step], self.quotes[::step])[0] >= usable

    def unquoted(self, number: int, stated: tuple[int, int, float] | None) -> Place | None:
        """Return the stated place of a selection without a quote: sure where it has clean edges and was found whole."""
        if stated is None:
            return None
        start, end = self.best.span(self.selections[number])
        clean = clean_edges(self.best.text, start, end) and clean_edges(self.own, stated[0], stated[1])
        sure = clean and stated[2] == 1.0
        return Place(stated[0], stated[1], "position" if sure else "doubt", sure=sure)

    def other_unit(self, number: int, said: Quote) -> Place | None:
        """Return the place under another reading, if the quote stands there: some files mix two ways to count."""
        for reading in self.readings:
            start, end = reading.span(self.selections[number])
            words = reading.text[start:end]
            if reading is not self.best and words == words.strip() and said.stands_in(words):
                found = self.checked(said, self.to_own(reading, start, end), "unit")
                if found:
                    return found
        return None

    @cached_property
    def own_whole(self) -> Skeleton:
        """Return the skeleton of our text."""
        return skeleton(self.own)

    def expected(self, number: int) -> int:
        """Return where the skeleton of our text is expected to hold the selection, from its stated position."""
        start, _ = self.best.span(self.selections[number])
        found = self.to_own(self.best, start, min(len(self.best.text), start + NEAR))
        return bisect.bisect_left(self.own_whole.places, found[0] if found else start)

    def hits(self, said: Quote) -> list[int]:
        """Return all places of the quote in the skeleton of our text."""
        if len(said.bare) < FINDABLE:
            return []
        return [found.start() for found in re.finditer(re.escape(said.bare), self.own_whole.text)]

    @cached_property
    def drifts(self) -> list[tuple[int, int]]:
        """Return (expected place, drift) of the selections whose quote occurs once: how far off, and where."""
        drifts = []
        for number, said in enumerate(self.quotes):
            if said.usable and not said.cut and len(hits := self.hits(said)) == 1:
                at = self.expected(number)
                drifts.append((at, hits[0] - at))
        return sorted(drifts)

    def drift(self, at: int) -> int:
        """Return the drift of the nearest selection that is known to be somewhere else than stated."""
        place = bisect.bisect_left(self.drifts, (at, 0))
        near = self.drifts[max(0, place - 1) : place + 1]
        return min(near, key=lambda known: abs(known[0] - at))[1] if near else 0

    def searched(self, number: int, said: Quote) -> Place | None:
        """Return the place of the quote in our text that lies nearest to where it should be."""
        hits = self.hits(said)
        if not hits:
            return None
        at = self.expected(number)
        best = min(hits, key=lambda hit: (abs(hit - at - self.drift(at)), hit))
        if abs(best - at) > NEAR and len(hits) > 1:
            return None
        start, end = self.own_whole.places[best], self.own_whole.places[best + len(said.bare) - 1] + 1
        if said.cut:  # the quote says where it begins, the stated length where it ends
            low, high = self.best.span(self.selections[number])
            end = max(end, min(len(self.own), start + high - low))
        return Place(start, end, "searched", sure=len(hits) == 1 and not said.cut)

    def edited(self, number: int, said: Quote, stated: tuple[int, int, float] | None) -> Place | None:
        """Return the stated place of a quote that stands nowhere any more; the more alike, the less doubtful."""
        if stated is None:
            return None
        words = bare(self.best.text[slice(*self.best.span(self.selections[number]))])
        alike = difflib.SequenceMatcher(None, words, said.bare, autojunk=False).ratio()
        how = "edited" if alike >= ALIKE else "doubt"
        clean = clean_edges(self.own, stated[0], stated[1])
        return Place(stated[0], stated[1], how, sure=alike >= EDITED and clean and not said.cut)


def resolve(returned: str, selections: Sequence[Selection], own: str) -> tuple[str, list[Place | None]]:
    """Return the reading that was chosen (its German name) and, for each selection, its place in ``own``.

    ``returned`` is the source's text as the tool stored it; ``own`` is the text that was exported.
    """
    resolver = Resolver(returned, selections, own)
    places = [resolver.place(number) for number in range(len(selections))]
    units = ", UTF-16" if resolver.best.utf16 else ""
    return resolver.best.name + (", Ende einschließlich" if resolver.best.inclusive else "") + units, places
