"""One document: from its blocks to assertions and to a ledger that accounts for every character."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from pipeline.shared.german.announced import type_of
from pipeline.statements import details, transcripts
from pipeline.statements.answers import read_turn
from pipeline.statements.categories import Verdict
from pipeline.statements.groups import Roll
from pipeline.statements.ledger import Span, cover
from pipeline.statements.neighbours import with_neighbours
from pipeline.statements.notes import LETTERS, SALUTATION, read_note
from pipeline.statements.outlines import figures, outlined, recalled
from pipeline.statements.reading import Reading, Setting, Unit
from pipeline.statements.structure import TABLE_HEAD, Block, column_role, labelled, signed
from pipeline.statements.surveys import Survey, survey

_HEAD_BLOCKS, _LETTER_HEAD = 14, 3
_CHOSEN: Final = Verdict("other", "Kurze Antwort auf eine geschlossene Frage")
_TITLE_WORDS: Final = 12
_MEETING: Final = re.compile(
    r"^(?:(?:am |den )?(?:mo|di|mi|do|fr|sa|so)\w*\.?,? (?:den |dem )?)?\d{1,2}\."
    r" ?(?:\d{1,2}\.|[a-zä]{3,9}\.?) ?\d{2,4}\b",
    re.IGNORECASE,
)
"""A line that begins with the day of a meeting."""
_RUNNING_HEADER: Final = 2
"""Lines above the first title that may be a running header; more of them are content without a title."""


def _head_zone(text: str, blocks: Sequence[Block]) -> int:
    """Return the number of the first block after the header of a document.

    The header ends where content is announced: at a second heading, a list, a card or a turn of speech.
    """
    titles = content = 0
    for block in blocks:
        title = block.kind in ("title", "heading") and block.level != TABLE_HEAD
        content += block.kind in ("paragraph", "cell")
        if title and titles and (content or type_of(text[block.start : block.end])):
            return block.number
        titles += title
        if block.kind in ("item", "card", "turn") or content > _HEAD_BLOCKS:
            return block.number
    return blocks[_LETTER_HEAD].number if len(blocks) > 2 * _LETTER_HEAD else 0


def _running_header(blocks: Sequence[Block]) -> int:
    """Return the number of the first title where only a line or two stand above it, else 0."""
    first = next((place for place, block in enumerate(blocks) if block.kind in ("title", "heading")), 0)
    return blocks[first].number if 0 < first <= _RUNNING_HEADER else 0


def _dated_title(blocks: Sequence[Block], text: str) -> int:
    """Return the number of the block below the date of the meeting that the first block names, else 0."""
    if len(blocks) <= 1 or blocks[0].kind not in ("paragraph", "heading", "title") or blocks[1].kind != "paragraph":
        return 0
    title, below = (" ".join(text[block.start : block.end].split()) for block in blocks[:2])
    plain = len(title.split()) <= _TITLE_WORDS and not title.endswith((".", "!", "?", ":"))
    return blocks[1].number + 1 if plain and _MEETING.match(below) else 0


def _letterhead(blocks: Sequence[Block], text: str) -> int:
    """Return the number of the block that greets, near the beginning of a letter, else 0."""
    greeting = (block.number for block in blocks[:_HEAD_BLOCKS] if SALUTATION.match(text[block.start : block.end]))
    return next(greeting, 0)


def _read_note(reading: Reading, block: Block, table: Survey, head: bool) -> None:
    """Read a block that is no turn of speech.

    In a table the question of its row is its context; it stands for a column title that says nothing ('Antwort').
    """
    if block.number in table.asking:
        reading.book((block.start, block.end), Verdict("question", "Frage in einer Tabelle, bei der Antwort vermerkt"))
        return
    if block.number in table.chosen:
        reading.book((block.start, block.end), _CHOSEN)
        return
    before, count, asked = reading.question, len(reading.units), table.asked(block)
    reading.question = asked or before
    read_note(reading, block, head)
    reading.question = before
    if asked and not column_role(block.column):
        reading.units[count:] = [replace(unit, column=asked) for unit in reading.units[count:]]


def read(text: str, blocks: Sequence[Block], setting: Setting) -> tuple[list[Unit], list[Span]]:
    """Return the assertions of a document and the ledger that covers its text.

    Raises nothing on odd blocks: what overlaps or lies outside every block is entered as such.
    """
    reading = Reading(text, setting, Roll(setting.cues, setting.people))
    placed = sorted(blocks, key=lambda block: (block.start, block.end, block.number))
    ordered = outlined(signed(labelled(placed, text), text), text)
    counting, ranking = figures(ordered, text), recalled(ordered, text)
    asking = transcripts.by_label(ordered, text)
    content_from = _head_zone(text, ordered)
    spoken = transcripts.is_transcript(ordered)
    table = survey(ordered, text)
    reading.references = details.are_references(text, (text[block.start : block.end] for block in ordered))
    above = _letterhead(ordered, text) if setting.kind in LETTERS else _running_header(ordered)
    reading.titled_from = above or _dated_title(ordered, text)
    asked: Block | None = None
    for block, following in zip_longest(ordered, ordered[1:]):
        reading.look_ahead(block, following)
        if spoken and block.kind in ("paragraph", "item", "cell"):
            reading.book((block.start, block.end), Verdict("metadata", "Angabe zum Transkript, kein Redebeitrag"))
        elif block.kind == "turn":
            read_turn(reading, block, asking[block.number], asked)
            asked = block if asking[block.number] else None
        elif block.number in counting:
            reading.book((block.start, block.end), Verdict("other", "Zeile einer Tabelle mit Zahlen"))
        elif block.number in ranking:
            reading.book((block.start, block.end), Verdict("other", "Rangfolge: die Aussage steht weiter oben"))
        elif block.start < block.end:
            _read_note(reading, block, table, block.number < content_from)
            if block.kind == "item" and reading.deeper_follows:
                reading.points.append((block.level, " ".join(text[block.start : block.end].split()).rstrip(":")))
    return with_neighbours(reading), cover(text, reading.spans)
