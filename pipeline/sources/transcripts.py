"""Interviews: who speaks, when, and what; in every convention that transcription programs and typists use.

A document becomes a transcript only where labels come back again and again. "Teilnehmer:innen" is no label (nothing
follows the colon but letters), nor is "Ziel: ..." (a word of the workshop, not of a person).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.sources.pieces import Piece, clean

CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,-]\d{1,3})?"
MARK = re.compile(rf"\s*(?:#({CLOCK})#|\[({CLOCK})\]|\(({CLOCK})\)|\{{({CLOCK})\}})\s*")
ROLE = (
    r"(?:I|B|R|F|A|M|T|P|S|IP|IN|IW|INT|BF|GP|TN|MOD|KI|E|Q)\d{0,2}|S\d{2}|[A-ZÄÖÜ]{2,3}|"
    r"(?i:interviewer(?:in)?|interview|befragte[rn]?|interviewte[rn]?|moderator(?:in)?|moderation|sprecher(?:in)?|speaker|"
    r"person|teilnehmer(?:in)?|proband(?:in)?|expert(?:e|in)|frage|antwort|unbekannt|stimme|spk|unknown)(?:[ _-]?[A-Z0-9]{1,2})?"
)
NAME = r"(?:(?:Herr|Frau|Dr\.|Prof\.)\s+)*[A-ZÄÖÜ][\w.’'-]*(?:,? (?:von|van|zu|der|de|al|el|[A-ZÄÖÜ(][\w.,’'/()-]*)){0,5}"
LABEL = re.compile(rf"^(?P<label>{ROLE}|{NAME})\s*:(?=\s|$)\s*")
ALONE = re.compile(rf"^(?P<label>{ROLE}|{NAME})\s+\(?\[?(?P<time>{CLOCK})\]?\)?$|^\(?\[?(?P<time2>{CLOCK})\]?\)?\s+(?P<label2>{ROLE}|{NAME})$")
CODE = re.compile(rf"^(?:{ROLE})$")
WORDS = re.compile(
    r"^(ziele?|teilziele?|probleme?|maßnahmen?|massnahmen?|idee\w*|vorschl\w+|wer|wo|wie|wann|was|bis wann|zuständig\w*|hinweis\w*"
    r"|anmerkung\w*|notiz\w*|ergebnis\w*|thema|themen|top|beschluss|datum|ort|zeit|termin|uhrzeit|beginn|ende|dauer|protokoll"
    r"|herausforderung\w*|bedarf\w*|ressource\w*|angebot\w*|wunsch|wünsche|fazit|stand|status|nr|anwesend\w*|entschuldigt"
    r"|kontext|kommentar\w*|beispiel\w*|vorteil\w*|nachteil\w*|positiv\w*|negativ\w*|chance\w*|risik\w+|stärke\w*|schwäche\w*"
    r"|tel|fax|mail|e-mail|telefon|betreff|von|an|cc|gesendet|verteiler|leitung|auftrag|quelle|frist|kosten|lesehilfe|legende"
    r"|schritt \w+|tisch \w+|gruppe \w+|runde \w+|cluster|kategorie|ansprechpartner\w*|adresse|inhalt\w*|ps|nb|achtung|wichtig"
    r"|teilnehmende|aufgabe\w*|bereich|konflikt|streitpunkt|gegenrede|lösung\w*|hürde\w*|leitlinie\w*)$",
    re.IGNORECASE,
)
FEW_TURNS = 3
SHARE = 0.5
NO_SPEAKER_LENGTH = 60


@dataclass(frozen=True)
class Line:
    """One paragraph of a possible transcript: its label and time where it opens a turn, and the words that follow."""

    piece: Piece
    label: str = ""
    before: str = ""
    time: str = ""
    text: str = ""


def turns(pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` as turns where the document is a transcript; else as they came."""
    lines = [parsed(piece) for piece in _split(pieces)]
    speakers = _speakers(lines)
    return _join(lines, speakers) if speakers else list(pieces)


def parsed(piece: Piece) -> Line:
    """Return a paragraph with its label and time read off.

    >>> line = parsed(Piece("paragraph", "[00:01:23] B: Ja, (..) genau. #00:01:29-4#"))
    >>> (line.label, line.time, line.text)
    ('B', '00:01:23', 'Ja, (..) genau. #00:01:29-4#')
    """
    text = clean(piece.text)
    if piece.kind not in {"paragraph", "item", "heading", "turn"} or piece.table is not None:
        return Line(piece, text=text)
    first, _, rest = text.partition("\n")
    alone = ALONE.match(first)
    if alone:
        label = alone["label"] or alone["label2"]
        return Line(piece, label, first, clock(alone["time"] or alone["time2"]), rest)
    early = MARK.match(text)
    body = text[early.end() :] if early else text
    found = LABEL.match(body)
    if not found or WORDS.match(found["label"].strip()):
        return Line(piece, text=text)
    late = MARK.match(body[found.end() :])
    cut = len(text) - len(body) + found.end() + (late.end() if late else 0)
    time = early or late
    return Line(piece, found["label"].strip(), text[:cut].strip(), clock(_time(time)) if time else "", text[cut:])


def clock(time: str) -> str:
    """Return a time mark as hours, minutes and seconds.

    >>> [clock(time) for time in ("00:01:23-4", "1:23", "01:02:03.500", "")]
    ['00:01:23', '00:01:23', '01:02:03', '']
    """
    parts = re.sub(r"[.,-]\d+$", "", time).split(":") if time else []
    return ":".join(part.zfill(2) for part in ["00"] * (3 - len(parts)) + parts) if parts else ""


def _time(found: re.Match[str]) -> str:
    return next((group for group in found.groups() if group), "")


def _split(pieces: Sequence[Piece]) -> list[Piece]:
    """Cut paragraphs whose lines each open a turn: typists break lines instead of paragraphs."""
    done: list[Piece] = []
    for piece in pieces:
        parts = clean(piece.text).split("\n") if piece.kind == "paragraph" and piece.table is None else []
        opening = [bool(parsed(replace(piece, text=part)).label) for part in parts]
        if len(parts) > 1 and sum(opening) > 1:
            chunk: list[str] = []
            for part, opens in zip(parts, opening, strict=True):
                if opens and chunk:
                    done.append(replace(piece, text="\n".join(chunk)))
                    chunk = []
                chunk.append(part)
            done.append(replace(piece, text="\n".join(chunk)))
        else:
            done.append(piece)
    return done


def _speakers(lines: Sequence[Line]) -> frozenset[str]:
    """Return the labels that stand for speakers; none where this is no transcript."""
    counts = Counter(line.label for line in lines if line.label)
    names = {label for label, count in counts.items() if count > 1 or CODE.match(label)}
    names = {label for label in names if len(label) <= NO_SPEAKER_LENGTH}
    first = next((i for i, line in enumerate(lines) if line.label in names), len(lines))
    body = [line for line in lines[first:] if line.piece.kind in {"paragraph", "item", "heading"} and line.text + line.before]
    opened = [line for line in body if line.label in names]
    changes = sum(a.label != b.label for a, b in zip(opened, opened[1:], strict=False))
    open_letters = sum(len(line.text) for line in opened)
    enough = len(opened) >= SHARE * len(body) or open_letters >= SHARE * sum(len(line.text) for line in body)
    timed = any(line.time or MARK.search(line.text) for line in opened)
    wanted = FEW_TURNS if timed or any(CODE.match(line.label) for line in opened) else 2 * FEW_TURNS
    regular = len({line.label for line in opened}) > 1 and changes * 3 >= len(opened)
    return frozenset(names) if len(opened) >= wanted and enough and regular else frozenset()


def _join(lines: Sequence[Line], speakers: frozenset[str]) -> list[Piece]:
    """Return header, turns and what stands between; a paragraph without label continues the turn before it."""
    done: list[Piece] = []
    started = False
    for line in lines:
        if line.label in speakers:
            started = True
            turn = replace(line.piece, kind="turn", text=line.text, before=line.before, speaker=line.label, time=line.time, level=0)
            done += _timed(turn)
        elif not started:
            done.append(_header(line.piece))
        elif line.piece.kind == "paragraph" and done[-1].kind == "turn" and not _aside(line.text):
            done += _continued(done.pop(), line)
        else:
            done.append(replace(line.piece, kind="metadata") if _aside(line.text) and line.piece.kind == "paragraph" else line.piece)
    return [piece for piece in done if piece.text.strip() or piece.before]


def _header(piece: Piece) -> Piece:
    return replace(piece, kind="metadata", level=0) if piece.kind in {"paragraph", "heading", "title", "item"} else piece


def _aside(text: str) -> bool:
    """Tell whether a paragraph is a remark of the typist: nothing but a bracket."""
    return bool(re.fullmatch(r"\s*[\[(][^\])]*[\])]\.?\s*", text)) and len(text) > len("(lacht laut)")


def _continued(turn: Piece, line: Line) -> list[Piece]:
    """Return the open turn with one more paragraph; where it had its own time, the paragraph is a turn of its own."""
    early = MARK.match(line.text)
    if turn.after or (early and early.start() == 0) or not turn.text:
        text = line.text[early.end() :] if early else line.text
        before = early[0].strip() if early else ""
        time = clock(_time(early)) if early else turn.time
        if not turn.text:
            return _timed(replace(turn, text=text, time=time or turn.time, before=f"{turn.before} {before}".strip()))
        return [turn, *_timed(replace(turn, text=text, before=before, after="", time=time))]
    return _timed(replace(turn, text=f"{turn.text}\n{line.text}"))


def _timed(turn: Piece) -> list[Piece]:
    """Return a turn cut at the time marks inside it; a mark after the words says when they ended."""
    parts: list[Piece] = []
    text, before, time = clean(turn.text), turn.before, turn.time
    position = 0
    for found in MARK.finditer(text):
        words = text[position : found.start()].strip()
        if words and found.end() < len(text) and not re.search(r"[.!?…:)\"“”–-]$", words):
            continue
        if words:
            mark = found[0].strip()
            hash_mark = mark.startswith("#")
            parts.append(replace(turn, text=words, before=before, time=time or clock(_time(found)), after=mark if hash_mark else ""))
            before, time = ("", "") if hash_mark else (mark, clock(_time(found)))
        else:
            before, time = f"{before} {found[0].strip()}".strip(), time or clock(_time(found))
        position = found.end()
    rest = _unmarked(text[position:])
    if rest or not parts:
        parts.append(replace(turn, text=rest, before=before, time=time or turn.time))
    return [replace(part, text=_unmarked(part.text)) for part in parts]


def _unmarked(text: str) -> str:
    """Return ``text`` without time marks in the middle of its sentences."""
    return re.sub(r"\s+([.,;!?])", r"\1", MARK.sub(" ", text)).strip() if MARK.search(text) else text.strip()
