"""One document: from its blocks to assertions and to a ledger that accounts for every character."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pipeline.shared.german.segments import LIST_MARK
from pipeline.statements import categories, details, transcripts, wording
from pipeline.statements.categories import STATEMENT, Place, Verdict
from pipeline.statements.groups import UNKNOWN, Roll, Voice, carries_on, group_of, heading_group
from pipeline.statements.ledger import Span, cover
from pipeline.statements.structure import (
    TABLE_HEAD,
    Block,
    column_role,
    expected_type,
    labelled,
    levels,
    region,
    type_role,
)
from pipeline.statements.units import Piece, note_units, sentence_units, trimmed

_SPOKEN_KINDS: Final = frozenset({"interview", "email", "mail", "brief", "umfrage", "survey", "online"})
_ASIDE_ROLES: Final = {
    "responsible": "Zuständigkeit, bei der Aussage vermerkt",
    "due": "Frist, bei der Aussage vermerkt",
    "votes": "Punkte, bei der Aussage vermerkt",
    "number": "Nummer oder Kennzeichen einer Karte",
    "kind": "Art der Karte, bei der Aussage vermerkt",
    "detail": "Angabe zu Kosten oder Stand",
    "head": "Kopfangabe in einer Tabelle",
}
_FIXED: Final = {
    "title": Verdict("heading", "Titel"),
    "heading": Verdict("heading", "Überschrift"),
    "furniture": Verdict("furniture", "Kopf- oder Fußzeile, Seitenzahl"),
    "metadata": Verdict("metadata", "Kopfangabe zum Dokument"),
    "quoted": Verdict("furniture", "Zitierte frühere Nachricht"),
    "signature": Verdict("furniture", "Grußformel oder Unterschrift"),
}
_RUNNING: Final = frozenset({"paragraph", "footnote", "comment"})
_TITLES: Final = wording.pattern("document.titles")
_NAMES: Final = (
    r"(?:Leit(?:linie|ziel|satz)|(?:Teil|Handlungs|Ober)?[Zz]iel|Maßnahme|Massnahme|Empfehlung|Grundsatz|Forderung)"
)
_SAID_IN_TITLE: Final = re.compile(rf"^(?P<label>{_NAMES}\s*[\d.]*[a-z]?)\s*[:–-]\s+(?=(?:\S+\s+){{2,}}\S)")
"""A title that says something: 'Ziel 2: Alle Familien sind informiert'."""

_NUMBERED_LABEL: Final = re.compile(rf"^{_NAMES}\s*\d[\d.]*[a-z]?\s*[:–-]\s+")
_MAY_SAY: Final = frozenset({"title", "heading", "paragraph", "item"})
_DETAIL_LINE: Final = re.compile(r"\W*(?P<label>[A-ZÄÖÜ][\wäöüß /-]{2,30}):\s+(?P<value>[^\n]+)$")
_LEAD_IN: Final = re.compile(r":\s*$")
_TECHNICAL_REMARK: Final = wording.pattern("document.technical_remark")
_LETTERS: Final = frozenset({"email", "mail", "brief"})
_FAREWELL: Final = wording.pattern("document.farewell")
_POSTSCRIPT: Final = re.compile(r"^\W*(?:ps|p\. ?s\.?|n\. ?b\.?|nachtrag)\b", re.IGNORECASE)
_MOST_ACTOR_WORDS: Final = 8
_FRAGMENT: Final = 40
"""Characters up to which a turn may be a mere reaction: there the tagger decides as in running text."""
_FRAGMENT_DOUBT, _TURN_DOUBT = 0.4, 0.15
_LETTER_HEAD: Final = 3
_SHORT_TITLE, _LONG_TITLE, _SHORT_NOTE, _HEAD_BLOCKS, _LEAST_REMARK = 9, 20, 16, 14, 4


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
    """How far the tagger's doubt counts: 1 in running text, 0 where structure says that it is an assertion."""


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
    list_follows: bool = False

    def book(self, piece: Piece, verdict: Verdict) -> None:
        """Enter a span that is no assertion into the ledger."""
        self.spans.append(Span(*piece, verdict.category, verdict.reason))

    def add(self, unit: Unit, reason: str) -> None:
        """Enter an assertion, its votes apart, into the ledger."""
        self.units.append(unit)
        self.spans.append(Span(unit.start, unit.end, STATEMENT, reason))


def _without_bullet(text: str, piece: Piece) -> Piece:
    """Return the piece without a bullet or number, if words follow, and without a comma that only parts a list."""
    piece = piece[0], piece[0] + len(text[slice(*piece)].rstrip(" ,;\n"))
    mark = LIST_MARK.match(text[piece[0] : piece[1]]) or _NUMBERED_LABEL.match(text[piece[0] : piece[1]])
    if mark and text[piece[0] + mark.end() : piece[1]].strip():
        return trimmed(text, piece[0] + mark.end(), piece[1])
    return piece


def _is_note(words: str) -> bool:
    """Tell whether a paragraph is written like a bullet: one short line that is no sentence."""
    return len(words.split()) <= _SHORT_NOTE and not re.search(r"[.!?:]\W*$", words)


def _pieces(reading: Reading, block: Block) -> list[Piece]:
    """Return the candidate assertions of a block."""
    words = reading.text[block.start : block.end]
    if block.kind in ("item", "cell", "card") or _is_note(words):
        return note_units(reading.text, block.start, block.end)
    if reading.setting.kind in _SPOKEN_KINDS:
        return _spoken_pieces(reading.text, block.start, block.end)
    return sentence_units(reading.text, block.start, block.end)


def _spoken_pieces(text: str, start: int, end: int) -> list[Piece]:
    """Return the assertions of a mail or survey answer: sentences that belong together are one."""
    sentences = transcripts.spoken_units(text, start, end)
    runs = transcripts.grouped([text[begin:stop] for begin, stop in sentences])
    return [(sentences[first][0], sentences[last - 1][1]) for first, last in runs]


def _unit(reading: Reading, block: Block, piece: Piece, verdict: Verdict, expected: str) -> Unit:
    """Return the assertion at a piece with its votes taken off."""
    aside = details.votes_after(reading.text, *piece)
    row = (block.table, block.row) if block.table is not None and block.row is not None else None
    heading = " > ".join(part for part in (block.heading_path, reading.lead) if part)
    return Unit(
        piece[0], aside.end, block.number, heading, block.column, reading.question, expected,
        votes=aside.votes, flags=verdict.flags, row=row, loose=float(block.kind in _RUNNING),
    )  # fmt: skip


def _voices(reading: Reading, block: Block, units: Sequence[Unit], opening: Voice) -> list[Unit]:
    """Return the assertions of a block with speaker and group; `opening` is who greeted at its beginning."""
    headings = levels(block.heading_path)
    table = heading_group(headings, reading.roll.cues)
    voiced: list[Unit] = []
    last = opening
    for unit in units:
        words = reading.text[unit.start : unit.end]
        own = reading.roll.voice(words)
        if own == Voice() and last != Voice() and carries_on(words):
            own = last
        last = own
        group = (table or own.group) if block.kind in ("item", "cell", "card") else (own.group or table)
        voiced.append(replace(unit, voice=Voice(own.speaker, group or reading.setting.group)))
    return voiced


def _verdict(reading: Reading, words: str, place: Place) -> Verdict:
    """Return the verdict on a unit; what stands alike in many documents is furniture."""
    if " ".join(words.split()).strip("[]") in reading.setting.repeated:
        return Verdict("furniture", "Steht wortgleich in mehreren Dokumenten")
    return categories.judge(words, place)


def _whole_block(reading: Reading, block: Block, place: Place) -> Verdict | None:
    """Return the verdict on a block that is judged as a whole: in the header, after the end of a letter."""
    words = reading.text[block.start : block.end]
    if place.head:
        verdict = categories.by_wording(words, place)
        return verdict if verdict and verdict.category in ("metadata", "attendance", "agenda", "furniture") else None
    if reading.closed and not _POSTSCRIPT.match(words):
        return Verdict("furniture", "Grußformel oder Unterschrift")
    return None


def _read_content(reading: Reading, block: Block, place: Place) -> None:
    """Cut a block into assertions and enter what is none with its reason."""
    whole = _whole_block(reading, block, place)
    if whole:
        reading.book((block.start, block.end), whole)
        return
    found: list[tuple[Unit, str]] = []
    opening = Voice()
    for piece in _pieces(reading, block):
        bare = _without_bullet(reading.text, piece)
        words = reading.text[bare[0] : bare[1]]
        verdict = _verdict(reading, words, place)
        if reading.list_follows and piece[1] == block.end and reading.text[: piece[1]].endswith((":", ",")):
            verdict = Verdict("heading", "Einleitung einer Aufzählung")
        if reading.setting.kind in _LETTERS and verdict.category == "greeting" and _FAREWELL.match(words):
            reading.closed = True
        if verdict.category != STATEMENT:
            reading.book(bare, verdict)
        else:
            found.append((_unit(reading, block, bare, verdict, place.expected), verdict.reason))
        if verdict.category == "greeting":
            opening = reading.roll.voice(words)
    voiced = _voices(reading, block, [unit for unit, _ in found], opening)
    for unit, (_, reason) in zip(voiced, found, strict=True):
        first = unit is voiced[0]
        own = unit.votes if unit.votes is not None else block.votes if first else None
        reading.add(replace(unit, votes=own), reason)
        after = details.votes_after(reading.text, unit.start, block.end)
        if after.votes is not None and after.end == unit.end:
            reading.book(trimmed(reading.text, unit.end, block.end), Verdict("metadata", _ASIDE_ROLES["votes"]))


def _aside(reading: Reading, block: Block, role: str) -> None:
    """Note what a neighbouring cell says about the assertions of its row."""
    reading.book((block.start, block.end), Verdict("metadata", _ASIDE_ROLES[role]))
    if block.table is not None and block.row is not None:
        cells = reading.asides.setdefault((block.table, block.row), {})
        words = reading.text[block.start : block.end]
        cells[role] = f"{cells[role]}\n{words}" if role in cells else words


def _read_cell(reading: Reading, block: Block, place: Place) -> None:
    """Read a table cell by the role of its column."""
    role = column_role(block.column)
    words = reading.text[block.start : block.end]
    if role in _ASIDE_ROLES:
        _aside(reading, block, role)
    elif role == "cluster":
        reading.book((block.start, block.end), Verdict("heading", "Überschrift einer Kartengruppe"))
    elif role == "remark" and (len(words.split()) < _LEAST_REMARK or _TECHNICAL_REMARK.search(words)):
        reading.book((block.start, block.end), Verdict("metadata", "Anmerkung zu einer Karte"))
    else:
        _read_content(reading, block, place)


def _is_title(reading: Reading, block: Block, words: str) -> bool:
    """Tell whether a paragraph or card only names what follows."""
    if block.kind == "paragraph" and reading.list_follows and words.rstrip().endswith((":", ",")):
        return len(words.split()) <= _LONG_TITLE and len(sentence_units(words, 0, len(words))) == 1
    if block.kind in ("cell", "turn") or len(words.split()) > _SHORT_TITLE:
        return False
    return bool(_TITLES.match(words)) or (block.kind == "paragraph" and bool(_LEAD_IN.search(words)))


def _note_detail(reading: Reading, block: Block, place: Place) -> bool:
    """Note a line such as 'Zuständig: VHS' below a measure with that measure; tell whether it was one."""
    found = _DETAIL_LINE.match(reading.text, block.start, block.end) if block.kind in ("paragraph", "item") else None
    role = column_role(found["label"]) if found else ""
    role = "due" if found and role not in _ASIDE_ROLES and details.is_due(found["value"]) else role
    if not found or not reading.units or role not in ("responsible", "due", "detail") or place.head:
        return False
    last = reading.units[-1]
    measure = last.expected in ("massnahme", "ziel") or place.expected in ("massnahme", "ziel")
    if not measure or len(found["value"].split()) > _MOST_ACTOR_WORDS:
        return False
    value = found["value"].strip()
    if role == "responsible":
        reading.units[-1] = replace(last, responsible=last.responsible or value)
    elif role == "due":
        reading.units[-1] = replace(last, due=last.due or value)
    reading.book((block.start, block.end), Verdict("metadata", _ASIDE_ROLES[role]))
    return True


def _read_note(reading: Reading, block: Block, head: bool) -> None:
    """Read a block that is no turn of speech."""
    words = reading.text[block.start : block.end]
    if reading.lead and block.heading_path != reading.lead_path:
        reading.lead = ""
    fixed = _FIXED.get(block.kind)
    said = _SAID_IN_TITLE.match(words) if block.kind in _MAY_SAY and block.level != TABLE_HEAD else None
    if fixed and not said:
        asked = fixed.category == "heading" and words.rstrip().endswith("?")
        reading.book((block.start, block.end), Verdict("question", "Frage als Überschrift") if asked else fixed)
        return
    path = " > ".join(part for part in (block.heading_path, reading.lead) if part)
    letter = reading.setting.kind in _SPOKEN_KINDS and reading.setting.kind != "interview"
    announced = type_role(said["label"]) if said else expected_type(path, block.column)
    place = Place(block.kind, region(path), announced, head and not said, letter=letter)
    if _note_detail(reading, block, place):
        return
    if _is_title(reading, block, words) and not place.region:
        plain = categories.by_wording(words, place)
        if plain is None or plain.category == "other":
            reading.lead, reading.lead_path = words.strip().rstrip(":"), block.heading_path
            reading.book((block.start, block.end), plain or Verdict("heading", "Zwischenüberschrift"))
            return
    if block.kind == "cell":
        _read_cell(reading, block, place)
    else:
        _read_content(reading, block, place)


_BESIDE: Final = frozenset({"greeting", "furniture", "metadata"})
_SPOKEN_REASONS: Final = frozenset({categories.REASON_FILLER, categories.REASON_RECORDING})


def _turn_verdict(reading: Reading, sentence: str) -> Verdict:
    """Return the verdict on one sentence of an answer."""
    plain = details.display(sentence)
    if not any(sign.isalpha() for sign in plain) or (plain[0] in "([" and plain.rstrip(".!")[-1] in ")]"):
        return Verdict("other", "Geräusch, Pause oder Anmerkung der Transkription")
    spoken = _verdict(reading, plain, Place("turn"))
    if spoken.category in _BESIDE or spoken.reason in _SPOKEN_REASONS:
        return spoken
    if transcripts.biography(plain, reading.question):
        return Verdict("biography", "Angaben zur befragten Person oder ein erkennbarer Fall")
    return Verdict(STATEMENT, "Aussage im Gespräch", categories.flags(plain))


def _read_answer(reading: Reading, block: Block, asked: Block | None) -> None:
    """Read the turn of somebody who is interviewed."""
    text = reading.text
    words = text[block.start : block.end]
    if asked and transcripts.agrees(words) and transcripts.suggests(text[asked.start : asked.end]):
        reading.spans = [span for span in reading.spans if span.start < asked.start]
        voice = Voice(block.speaker, reading.setting.group)
        unit = Unit(asked.start, asked.end, asked.number, question=reading.question, voice=voice, flags=("suggestiv",))
        reading.add(unit, "In der Frage formuliert, in der Antwort bestätigt")
        reading.book((block.start, block.end), Verdict("other", "Bestätigung, bei der Frage davor gezählt"))
        return
    sentences = transcripts.spoken_units(text, block.start, block.end)
    verdicts = [_turn_verdict(reading, text[start:end]) for start, end in sentences]
    for first, last in _runs(verdicts):
        if verdicts[first].category != STATEMENT:
            reading.book((sentences[first][0], sentences[last - 1][1]), verdicts[first])
            continue
        for begin, stop in transcripts.grouped([text[start:end] for start, end in sentences[first:last]]):
            piece = sentences[first + begin][0], sentences[first + stop - 1][1]
            marks = tuple(
                dict.fromkeys(flag for verdict in verdicts[first + begin : first + stop] for flag in verdict.flags)
            )
            voice = Voice(block.speaker, reading.setting.group)
            loose = _FRAGMENT_DOUBT if piece[1] - piece[0] <= _FRAGMENT else _TURN_DOUBT
            unit = Unit(
                *piece, block.number, block.heading_path, "", reading.question, voice=voice, flags=marks, loose=loose
            )
            reading.add(unit, verdicts[first].reason)


def _runs(verdicts: Sequence[Verdict]) -> Iterable[Piece]:
    """Yield the runs (first, last + 1) of neighbouring sentences with the same category."""
    first = 0
    for place in range(1, len(verdicts) + 1):
        if place == len(verdicts) or verdicts[place].category != verdicts[first].category:
            yield first, place
            first = place


def _read_turn(reading: Reading, block: Block, asking: bool, asked: Block | None) -> None:
    """Read one turn: a question becomes context, an answer assertions."""
    if not asking:
        _read_answer(reading, block, asked)
        return
    words = details.display(reading.text[block.start : block.end])
    reading.book((block.start, block.end), Verdict("question", "Beitrag der Interviewerin oder des Interviewers"))
    if not transcripts.agrees(words):
        reading.question = words


def _details(reading: Reading, unit: Unit) -> Unit:
    """Return the assertion with who is responsible and by when, from its row or its closing bracket."""
    if unit.responsible or unit.due or unit.expected not in ("massnahme", ""):
        return unit
    inside = details.bracket(reading.text[unit.start : unit.end])
    if inside and details.is_due(inside) and (unit.expected or not inside.isdigit()):
        return replace(unit, due=inside)
    bodies = details.actors(inside)
    named = [part for part in bodies if group_of(part, reading.roll.cues)]
    if unit.expected == "massnahme" and bodies and named == bodies and len(inside.split()) <= _MOST_ACTOR_WORDS:
        return replace(unit, responsible=inside)
    return unit


def _line(cell: str, order: int, count: int) -> str:
    """Return the line of a cell that belongs to one of `count` measures: its own if the lines match, else all."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    return lines[order] if len(lines) == count else " ".join(lines)


def _share_row(units: list[Unit], places: Sequence[int], cells: Mapping[str, str]) -> None:
    """Give the details of a row to its measures, line by line where the lines match."""
    titled = [place for place in places if type_role(units[place].column) == "massnahme"]
    measures = titled or [place for place in places if units[place].expected == "massnahme"]
    chosen = measures or [place for place in places if not units[place].expected] or list(places)
    for order, place in enumerate(chosen):
        responsible, due = (_line(cells.get(role, ""), order, len(chosen)) for role in ("responsible", "due"))
        unit = units[place]
        units[place] = replace(unit, responsible=responsible or unit.responsible, due=due or unit.due)
    lines = [line for line in cells.get("votes", "").split("\n") if line.strip()]
    for place, line in zip(chosen, lines, strict=False):
        if units[place].votes is None:
            units[place] = replace(units[place], votes=details.number(line))


def _finish(reading: Reading) -> list[Unit]:
    """Return the assertions in reading order with the details of their rows."""
    units = sorted(reading.units, key=lambda unit: (unit.start, unit.end))
    for row, cells in sorted(reading.asides.items()):
        places = [place for place, unit in enumerate(units) if unit.row == row]
        if places:
            _share_row(units, places, cells)
    return [_details(reading, unit) for unit in units]


def _head_zone(text: str, blocks: Sequence[Block]) -> int:
    """Return the number of the first block after the header of a document.

    The header ends where content is announced: at a second heading, a list, a card or a turn of speech.
    """
    titles = content = 0
    for block in blocks:
        title = block.kind in ("title", "heading") and block.level != TABLE_HEAD
        content += block.kind in ("paragraph", "cell")
        if title and titles and (content or type_role(text[block.start : block.end])):
            return block.number
        titles += title
        if block.kind in ("item", "card", "turn") or content > _HEAD_BLOCKS:
            return block.number
    return blocks[_LETTER_HEAD].number if len(blocks) > 2 * _LETTER_HEAD else 0


def read(text: str, blocks: Sequence[Block], setting: Setting) -> tuple[list[Unit], list[Span]]:
    """Return the assertions of a document and the ledger that covers its text.

    Raises nothing on odd blocks: what overlaps or lies outside every block is entered as such.
    """
    reading = Reading(text, setting, Roll(setting.cues, setting.people))
    ordered = labelled(sorted(blocks, key=lambda block: (block.start, block.end, block.number)), text)
    asking = transcripts.by_label(ordered, text)
    content_from = _head_zone(text, ordered)
    spoken = transcripts.is_transcript(ordered)
    asked: Block | None = None
    for place, block in enumerate(ordered):
        reading.list_follows = [following.kind for following in ordered[place + 1 : place + 2]] == ["item"]
        if spoken and block.kind in ("paragraph", "item", "cell"):
            reading.book((block.start, block.end), Verdict("metadata", "Angabe zum Transkript, kein Redebeitrag"))
        elif block.kind == "turn":
            _read_turn(reading, block, asking[block.number], asked)
            asked = block if asking[block.number] else None
        elif block.start < block.end:
            _read_note(reading, block, block.number < content_from)
    return _finish(reading), cover(text, reading.spans)
