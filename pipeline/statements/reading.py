"""What is known and found while one document is read: its setting, its assertions, its ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.statements import categories
from pipeline.statements.categories import STATEMENT, Place, Verdict
from pipeline.statements.groups import UNKNOWN, Roll, Voice
from pipeline.statements.ledger import Span
from pipeline.statements.structure import Block
from pipeline.statements.units import Piece


@dataclass(frozen=True, slots=True)
class Unit:
    """An assertion: its span, where it stands, who said it and what stands beside it."""

    start: int
    end: int
    block: int
    heading: str = ""
    column: str = ""
    question: str = ""
    expected: str = ""
    voice: Voice = field(default_factory=Voice)
    votes: int | None = None
    responsible: str = ""
    due: str = ""
    flags: tuple[str, ...] = ()
    row: tuple[int, int] | None = None
    said: str = ""
    """The type that somebody gave an assertion when adding it."""
    loose: float = 0.0
    """How far the tagger's doubt counts: 1 in running text, 0 where structure says that it is an assertion, more than 1
    for what may be an aside of a letter."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known about a document before it is read: kind, groups and the words that name groups."""

    kind: str = ""
    groups: tuple[str, ...] = ()
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    @property
    def group(self) -> str:
        """Return the group that holds where the text names none: the only one, of an interview the first."""
        if len(self.groups) == 1 or (self.groups and self.kind == "interview"):
            return self.groups[0]
        return UNKNOWN


@dataclass(slots=True)
class Reading:
    """What has been found so far while a document is read from the top."""

    text: str
    setting: Setting
    roll: Roll
    units: list[Unit] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    asides: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)
    question: str = ""
    lead: str = ""
    lead_path: str = ""
    closed: bool = False
    enclosed: bool = False
    """Is this a file attached to a letter, and not the letter itself?"""

    signed: int = -2
    """The number of the block that bears 'gez.'; what stands directly below it is the signer's office."""

    references: bool = False
    """Do bare numbers in brackets behind a wording point to notes, '(1)', '(2)', and are no votes?"""

    titled_from: int = 0
    """The number of the first title; short lines before it in the head of a document are its running header."""

    key_row: tuple[int | None, int | None] | None = None
    """The table row in the head of a document that began with a key such as 'Sitzungsende:'."""

    list_follows: bool = False
    points: list[tuple[int, str]] = field(default_factory=list)
    """The bullets above the current one, the outermost first, with their levels."""

    deeper_follows: bool = False

    def path(self, heading_path: str) -> str:
        """Return the headings, the line that leads in and the bullets above, parted by >."""
        return " > ".join(part for part in (heading_path, self.lead, *(words for _, words in self.points)) if part)

    def look_ahead(self, block: Block, following: Block | None) -> None:
        """Note what stands above and below a block in its list."""
        level = block.level if block.kind == "item" else 0
        self.points = [point for point in self.points if block.kind == "item" and point[0] < level]
        self.list_follows = following is not None and following.kind == "item"
        self.deeper_follows = self.list_follows and following is not None and following.level > level

    def book(self, piece: Piece, verdict: Verdict) -> None:
        """Enter a span that is no assertion into the ledger."""
        self.spans.append(Span(*piece, verdict.category, verdict.reason))

    def add(self, unit: Unit, reason: str) -> None:
        """Enter an assertion, its votes apart, into the ledger."""
        self.units.append(unit)
        self.spans.append(Span(unit.start, unit.end, STATEMENT, reason))


def verdict_on(reading: Reading, words: str, place: Place) -> Verdict:
    """Return the verdict on a unit; what stands alike in many documents is furniture."""
    if " ".join(words.split()).strip("[]") in reading.setting.repeated:
        return Verdict("furniture", "Steht wortgleich in mehreren Dokumenten")
    return categories.judge(words, place)
