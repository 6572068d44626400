"""Notes: blocks that are no turn of speech, from titles over cards and cells to running text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pipeline.shared.german.announced import type_of
from pipeline.shared.german.segments import LIST_MARK
from pipeline.statements import categories, details, talk, transcripts, wording
from pipeline.statements.categories import STATEMENT, Place, Verdict
from pipeline.statements.groups import Voice, carries_on, heading_group
from pipeline.statements.neighbours import ASIDE_ROLES, note_cell, note_line
from pipeline.statements.reading import Reading, Unit, verdict_on
from pipeline.statements.structure import TABLE_HEAD, Block, column_role, expected_type, levels, region
from pipeline.statements.units import Piece, note_units, sentence_units, trimmed

_SPOKEN_KINDS: Final = frozenset({"interview", "email", "mail", "brief", "umfrage", "survey", "online"})
_FIXED: Final = {
    "title": Verdict("heading", "Titel"),
    "heading": Verdict("heading", "Überschrift"),
    "furniture": Verdict("furniture", "Kopf- oder Fußzeile, Seitenzahl"),
    "metadata": Verdict("metadata", "Kopfangabe zum Dokument"),
    "quoted": Verdict("furniture", "Zitierte frühere Nachricht"),
    "signature": Verdict("furniture", "Grußformel oder Unterschrift"),
}
_LOOSE: Final = {"paragraph": 1.0, "footnote": 1.0, "comment": 1.0, "cue": 0.5}
"""How far the tagger's doubt counts in running text; a cue is one sentence alone and says less for itself."""
_ANNOUNCED: Final = 0.5
"""How much of that is left under a heading that announces statements ('Maßnahmen')."""
_ASIDE, _UNCONCERNED = 6.0, 2.6
"""How far it counts in a letter for a sentence about writer and reader or of a postscript: about half of these are
asides, far more than among the lines that taught the tagger (shift of the prior, Saerens, Latinne and Decaestecker
2002). The second holds for other sentences of a letter that complain and demand nothing. Remarks below a post or at
the edge of a page are asides as often as postscripts."""
_TITLES: Final = wording.pattern("document.titles")
_NAMES: Final = (
    r"(?:Leit(?:linie|ziel|satz)|(?:Teil|Handlungs|Ober)?[Zz]iel|Maßnahme|Massnahme|Empfehlung|Grundsatz|Forderung)"
)
_SAID_IN_TITLE: Final = re.compile(rf"^(?P<label>{_NAMES}\s*[\d.]*[a-z]?)\s*[:–-]\s+(?=(?:\S+\s+){{2,}}\S)")
"""A title that says something: 'Ziel 2: Alle Familien sind informiert'."""
_NUMBERED_LABEL: Final = re.compile(
    rf"^(?:{_NAMES}\s*\d[\d.]*[a-z]?\s*[:–-]|[A-Z]{{1,2}}[ -]?\d+(?:\.\d+)+[.:)]?|(?:M|HZ|TZ|LZ|OZ)\s?\d+\s?[:–-])\s+"
)
"""'Maßnahme 3: …', 'M 4.1.2 …', 'TZ 2: …'."""
_MAY_SAY: Final = frozenset({"title", "heading", "paragraph", "item"})
_LEAD_IN: Final = re.compile(r":\s*$")
_TECHNICAL_REMARK: Final = wording.pattern("document.technical_remark")
LETTERS: Final = frozenset({"email", "mail", "brief"})
_FAREWELL: Final = wording.pattern("document.farewell")
SALUTATION: Final = re.compile(
    r"^\W*(?:sehr geehrte|liebe[rs]?|guten (?:tag|morgen|abend)|hallo|moin)\b", re.IGNORECASE
)
_SIGNED: Final = re.compile(r"^\W*gez\.", re.IGNORECASE)
_ENCLOSED: Final = re.compile(r"^Anhang \d+: ")
_POSTSCRIPT: Final = re.compile(r"^\W*(?:(?:p\.? ?)+s|n\. ?b\.?|nachtrag)\b[.:]*\s*", re.IGNORECASE)
_ADDED_LABEL: Final = re.compile(
    r"^(?:(?:[Pp]\.? ?)+[Ss](?:\b\.?\s*:|\.\s|\s)|(?i:(?:noch |wichtig )*(?:fürs|für das) protokoll)\s*:)\s*"
)
_CARD_TITLE = 3
_PERSONAL: Final = "personal"
_SEVERAL: Final = 2
_SHORT_POINT, _SHORT_TITLE, _LONG_TITLE, _SHORT_NOTE, _LEAST_REMARK = 3, 9, 20, 16, 4


def _without_bullet(text: str, piece: Piece) -> Piece:
    """Return the piece without a bullet or number, if words follow, and without a comma that only parts a list."""
    piece = piece[0], piece[0] + len(text[slice(*piece)].rstrip(" ,;\n"))
    words = text[piece[0] : piece[1]]
    mark = LIST_MARK.match(words) or _NUMBERED_LABEL.match(words) or _ADDED_LABEL.match(words)
    if mark and text[piece[0] + mark.end() : piece[1]].strip():
        return trimmed(text, piece[0] + mark.end(), piece[1])
    return piece


def _is_note(words: str) -> bool:
    """Tell whether a paragraph is written like a bullet: one short line that is no sentence."""
    return len(words.split()) <= _SHORT_NOTE and not re.search(r"[.!?:]\W*$", words)


def _pieces(reading: Reading, block: Block, place: Place) -> list[Piece]:
    """Return the candidate assertions of a block."""
    words = reading.text[block.start : block.end]
    if block.kind in ("item", "cell", "card") or _is_note(words):
        return note_units(reading.text, block.start, block.end)
    if reading.setting.kind in _SPOKEN_KINDS and not reading.enclosed:
        return _spoken_pieces(reading, block, place)
    return sentence_units(reading.text, block.start, block.end)


def _spoken_pieces(reading: Reading, block: Block, place: Place) -> list[Piece]:
    """Return the assertions of a mail or survey answer: sentences that belong together are one.

    A sentence that is none ('Den Bogen schicke ich morgen') stands alone and is not glued to what was said.
    """
    text = reading.text
    sentences = [_without_bullet(text, one) for one in transcripts.spoken_units(text, block.start, block.end)]
    after = bool(_POSTSCRIPT.match(text[block.start : block.end]))
    kinds = [_heard(reading, text[begin:stop], place, after) for begin, stop in sentences]
    pieces: list[Piece] = []
    for first, last in transcripts.runs(kinds):
        if kinds[first] not in (STATEMENT, _PERSONAL):
            pieces += sentences[first:last]
            continue
        grouped = transcripts.grouped([text[begin:stop] for begin, stop in sentences[first:last]])
        pieces += [(sentences[first + begin][0], sentences[first + stop - 1][1]) for begin, stop in grouped]
    return pieces


def _heard(reading: Reading, sentence: str, place: Place, after: bool) -> str:
    """Return the category of a sentence; one of a letter that may be an aside is set apart."""
    category = verdict_on(reading, sentence, place).category
    aside = place.letter and (after or talk.is_personal(sentence)) and not talk.is_staked(sentence)
    return _PERSONAL if category == STATEMENT and aside else category


def _looseness(reading: Reading, block: Block, place: Place, piece: Piece) -> float:
    """Return how far the tagger's doubt counts for the assertion at a piece."""
    words = reading.text[slice(*piece)]
    remark = block.kind == "comment" or (place.letter and block.kind == "paragraph")
    if remark and not talk.is_staked(words):
        after = _POSTSCRIPT.match(reading.text[block.start : block.end])
        return _ASIDE if after or block.kind == "comment" or talk.is_personal(words) else _UNCONCERNED
    return _LOOSE.get(block.kind, 0.0) * (_ANNOUNCED if place.expected else 1.0)


def _unit(reading: Reading, block: Block, piece: Piece, verdict: Verdict, place: Place) -> Unit:
    """Return the assertion at a piece with its votes taken off."""
    aside = details.votes_after(reading.text, *piece, bare=not reading.references)
    row = (block.table, block.row) if block.table is not None and block.row is not None else None
    return Unit(
        piece[0], aside.end, block.number, reading.path(block.heading_path), block.column, reading.question,
        place.expected, votes=aside.votes, flags=verdict.flags, row=row,
        loose=_looseness(reading, block, place, (piece[0], aside.end)),
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


def _whole_block(reading: Reading, block: Block, place: Place) -> Verdict | None:
    """Return the verdict on a block that is judged as a whole: in the header, after the end of a letter."""
    words = reading.text[block.start : block.end]
    if block.kind == "paragraph" and block.number < reading.titled_from and _is_note(words):
        return categories.by_wording(words, place) or Verdict("metadata", "Titel oder Kopfzeile")
    if place.head:
        verdict = categories.by_wording(words, place)
        return verdict if verdict and verdict.category in ("metadata", "attendance", "agenda", "furniture") else None
    if place.letter and _POSTSCRIPT.match(words) and talk.is_banter(words):
        return Verdict("other", "Frage oder Scherz nach dem Gruß, ohne Anliegen")
    below = block.number == reading.signed + 1 and len(words.split()) <= _SHORT_POINT
    if (reading.closed and not _POSTSCRIPT.match(words)) or below:
        return Verdict("furniture", "Grußformel oder Unterschrift")
    return None


def _said_beside(reading: Reading, piece: Piece, place: Place) -> Sequence[Piece]:
    """Return the sentences of a note that as a whole is an aside, where one of them says something in the matter."""
    sentences = sentence_units(reading.text, *piece)
    whole = verdict_on(reading, reading.text[slice(*piece)], place).category
    if len(sentences) < _SEVERAL or whole != "other":
        return [piece]
    words = [reading.text[slice(*sentence)] for sentence in sentences]
    said = [verdict_on(reading, one, place).category == STATEMENT for one in words if len(one.split()) > _SHORT_POINT]
    return sentences if any(said) else [piece]


def _leads_in(reading: Reading, block: Block) -> bool:
    """Tell whether the end of a block leads in the list below; a point ends with a comma because the next follows."""
    words = reading.text[block.start : block.end]
    one_of_many = block.kind == "item" and not reading.deeper_follows
    return reading.list_follows and words.endswith(":" if one_of_many else (":", ","))


def _lead_in_apart(reading: Reading, block: Block, pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return the pieces with the sentence that leads in a list ('Wir fordern:') parted from what is said before."""
    sentences = sentence_units(reading.text, *pieces[-1]) if pieces and _leads_in(reading, block) else []
    if len(sentences) <= 1:
        return pieces
    return [*pieces[:-1], (pieces[-1][0], sentences[-2][1]), sentences[-1]]


def _read_content(reading: Reading, block: Block, place: Place) -> None:
    """Cut a block into assertions and enter what is none with its reason."""
    whole = _whole_block(reading, block, place)
    if whole:
        reading.signed = block.number if _SIGNED.match(reading.text[block.start : block.end]) else reading.signed
        reading.book((block.start, block.end), whole)
        return
    found: list[tuple[Unit, str]] = []
    opening = Voice()
    pieces = [part for piece in _pieces(reading, block, place) for part in _said_beside(reading, piece, place)]
    for piece in _lead_in_apart(reading, block, pieces):
        bare = _without_bullet(reading.text, piece)
        words = reading.text[bare[0] : bare[1]]
        verdict = verdict_on(reading, words, place)
        if piece[1] == block.end and _leads_in(reading, block):
            verdict = Verdict("heading", "Einleitung einer Aufzählung")
        if reading.setting.kind in LETTERS and verdict.category == "greeting" and _FAREWELL.match(words):
            reading.closed = not reading.enclosed
        if verdict.category == "furniture" and _SIGNED.match(words):
            reading.signed = block.number
        if verdict.category != STATEMENT:
            reading.book(bare, verdict)
        else:
            unit = _unit(reading, block, bare, verdict, place)
            found.append((unit, verdict.reason))
            if unit.votes is not None and unit.end < bare[1]:
                reading.book(trimmed(reading.text, unit.end, bare[1]), Verdict("metadata", ASIDE_ROLES["votes"]))
        if verdict.category == "greeting":
            opening = reading.roll.voice(words)
    voiced = _voices(reading, block, [unit for unit, _ in found], opening)
    for unit, (_, reason) in zip(voiced, found, strict=True):
        first = unit is voiced[0]
        own = unit.votes if unit.votes is not None else block.votes if first else None
        reading.add(replace(unit, votes=own), reason)


def _read_cell(reading: Reading, block: Block, place: Place) -> None:
    """Read a table cell by the role of its column."""
    role = column_role(block.column)
    words = reading.text[block.start : block.end]
    row = (block.table, block.row)
    if place.head and not block.column and (words.rstrip().endswith(":") or reading.key_row == row):
        reading.key_row = row
        reading.book((block.start, block.end), Verdict("metadata", ASIDE_ROLES["head"]))
    elif role in ASIDE_ROLES and not (role == "votes" and _speaks(words)):
        note_cell(reading, block, role)
    elif role == "cluster":
        reading.book((block.start, block.end), Verdict("heading", "Überschrift einer Kartengruppe"))
    elif role == "remark" and (len(words.split()) < _LEAST_REMARK or _TECHNICAL_REMARK.search(words)):
        reading.book((block.start, block.end), Verdict("metadata", "Anmerkung zu einer Karte"))
    else:
        _read_content(reading, block, place)


def _speaks(words: str) -> bool:
    """Tell whether a cell under 'Reaktionen' or 'Bewertung' holds a remark instead of a number of votes."""
    return sum(word.strip(",.!").isalpha() for word in words.split()) >= _LEAST_REMARK


def _is_title(reading: Reading, block: Block, words: str) -> bool:
    """Tell whether a paragraph or card only names what follows."""
    single = len(sentence_units(words, 0, len(words))) == 1
    if block.kind == "paragraph" and reading.list_follows and words.rstrip().endswith((":", ",")):
        return len(words.split()) <= _LONG_TITLE and single
    if block.kind in ("cell", "turn") or len(words.split()) > (_CARD_TITLE if block.kind == "card" else _SHORT_TITLE):
        return False
    if reading.deeper_follows and (len(words.split()) <= _SHORT_POINT or (words.rstrip().endswith(":") and single)):
        return True
    return bool(_TITLES.match(words)) or (block.kind == "paragraph" and bool(_LEAD_IN.search(words)))


def read_note(reading: Reading, block: Block, head: bool) -> None:
    """Read a block that is no turn of speech."""
    words = reading.text[block.start : block.end]
    if reading.lead and block.heading_path != reading.lead_path:
        reading.lead = ""
    if reading.setting.kind in LETTERS and block.kind == "heading" and _FAREWELL.match(words) and not reading.enclosed:
        reading.closed = True
        reading.book((block.start, block.end), _FIXED["signature"])
        return
    fixed = _FIXED.get(block.kind)
    said = _SAID_IN_TITLE.match(words) if block.kind in _MAY_SAY and block.level != TABLE_HEAD else None
    if fixed and not said:
        asked = fixed.category == "heading" and words.rstrip().endswith("?")
        if reading.setting.kind in LETTERS and fixed.category == "heading" and _ENCLOSED.match(words):
            reading.enclosed, reading.closed = True, False
        reading.book((block.start, block.end), Verdict("question", "Frage als Überschrift") if asked else fixed)
        return
    path = reading.path(block.heading_path)
    letter = reading.setting.kind in _SPOKEN_KINDS - {"interview"} and not reading.enclosed
    told = expected_type(path, block.column) or (type_of(reading.question) if block.table is not None else "")
    announced = type_of(said["label"]) if said else told
    place = Place(block.kind, region(path), announced, head and not said, letter=letter)
    if note_line(reading, block, place):
        return
    if _is_title(reading, block, words) and not place.region:
        plain = categories.by_wording(words, place)
        if plain is None or plain.category == "other":
            if block.kind != "item" or not reading.deeper_follows:
                reading.lead, reading.lead_path = words.strip().rstrip(":"), block.heading_path
            reading.book((block.start, block.end), plain or Verdict("heading", "Zwischenüberschrift"))
            return
    if block.kind == "cell":
        _read_cell(reading, block, place)
    else:
        _read_content(reading, block, place)
