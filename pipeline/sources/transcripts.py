"""Interviews: who speaks, when, and what; in every convention that transcription programs and typists use.

A document becomes a transcript only where labels come back again and again. "Teilnehmer:innen" is no label (nothing
follows the colon but letters), nor is "Ziel: ..." (a word of the workshop, not of a person).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.sources.pieces import Piece, clean

CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,-]\d{1,3})?"
MARK = re.compile(rf"\s*(?:#({CLOCK})#|\[({CLOCK})\]|\(({CLOCK})\)|\{{({CLOCK})\}})\s*")
ROLE = (
    r"(?:I|B|R|F|A|M|T|P|S|IP|IN|IW|INT|BF|GP|TN|MOD|KI|E|Q)\d{0,2}|S\d{2}|[A-ZÄÖÜ]{2,3}|"
    r"(?i:interviewer(?:in)?|interview|befragte[rn]?|interviewte[rn]?|moderator(?:in)?|moderation|sprecher(?:in)?|speaker|"
    r"person|teilnehmer(?:in)?|proband(?:in)?|expert(?:e|in)|frage|antwort|unbekannt|stimme|spk|unknown)(?:[ _-]?[A-Z0-9]{1,2})?"
)
NAME = (
    r"(?:(?:Herr|Frau|Dr\.|Prof\.)\s+)*[A-ZÄÖÜ][\w.’'-]*(?:,? (?:von|van|zu|der|de|al|el|[A-ZÄÖÜ(][\w.,’'/()-]*)){0,5}"
)
LABEL = re.compile(rf"^(?P<label>{ROLE}|{NAME})\s*:(?=\s|$)\s*")
ALONE = re.compile(
    rf"^(?P<label>{ROLE}|{NAME})\s+\(?\[?(?P<time>{CLOCK})\]?\)?$|^\(?\[?(?P<time2>{CLOCK})\]?\)?\s+(?P<label2>{ROLE}|{NAME})$"
)
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
LABEL_LENGTH = 60
CODE_LENGTH = 3
SHORT_BRACKET = 14
BEGIN = "00:00:00"
SPOKEN = {"paragraph", "item", "heading"}
SENTENCE_END = re.compile(r"[.!?…:)\"“”–-]$")
END = r"[\[(*–-]*\s*(ende|schluss|abbruch|beginn|anfang|unterbrechung) (der|des|dieser) (aufnahme|aufzeichnung|interviews?|gesprächs?|auszugs|transkripts?|audio\w*|teils?)[\])*.–-]*"


@dataclass(frozen=True)
class Line:
    """A paragraph: all its words, and where it may open a turn its label, what stands before the words, and they."""

    piece: Piece
    whole: str = ""
    label: str = ""
    before: str = ""
    time: str = ""
    text: str = ""


def turns(pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` as turns where the document is a transcript; else as they came."""
    lines = [parsed(piece) for piece in _split(pieces)]
    speakers = _speakers(lines)
    return Turns(lines, speakers).pieces() if speakers else list(pieces)


def parsed(piece: Piece) -> Line:
    """Return a paragraph with its label and time read off.

    >>> line = parsed(Piece("paragraph", "[00:01:23] B: Ja, (..) genau. #00:01:29-4#"))
    >>> (line.label, line.time, line.text)
    ('B', '00:01:23', 'Ja, (..) genau. #00:01:29-4#')
    """
    text = clean(piece.text)
    if piece.kind not in {"paragraph", "item", "heading", "turn"} or piece.table is not None:
        return Line(piece, text)
    first, _, rest = text.partition("\n")
    alone = ALONE.match(first)
    if alone:
        label = alone["label"] or alone["label2"]
        return Line(piece, text, label, first, clock(alone["time"] or alone["time2"]), rest)
    early = MARK.match(text)
    body = text[early.end() :] if early else text
    found = LABEL.match(body)
    if not found or WORDS.match(found["label"].strip()):
        return Line(piece, text)
    late = MARK.match(body[found.end() :])
    cut = len(text) - len(body) + found.end() + (late.end() if late else 0)
    time = early or late
    said = clock(_time(time)) if time else ""
    return Line(piece, text, found["label"].strip(), text[:cut].strip(), said, text[cut:])


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
    counts = Counter(line.label for line in lines if line.label and len(line.label) <= LABEL_LENGTH)
    firm = {label for label, count in counts.items() if count > 1}
    if not firm:
        firm = {label for label in counts if len(label) <= CODE_LENGTH}
    first = next((i for i, line in enumerate(lines) if line.label in firm), len(lines))
    late = [line for line in lines[first:] if line.label in counts]
    names = firm | {line.label for line in late if CODE.match(line.label) or line.time}
    body = [line for line in lines[first:] if line.piece.kind in SPOKEN and line.whole]
    opened = [line for line in body if line.label in names]
    return frozenset(names) if opened and _regular(opened, body) else frozenset()


def _regular(opened: Sequence[Line], body: Sequence[Line]) -> bool:
    """Tell whether turns make up the document: enough of them, two voices, and one following the other."""
    changes = sum(a.label != b.label for a, b in pairwise(opened))
    letters = sum(len(line.whole) for line in opened)
    enough = len(opened) >= SHARE * len(body) or letters >= SHARE * sum(len(line.whole) for line in body)
    sure = any(line.time or MARK.search(line.text) or CODE.match(line.label) for line in opened)
    voices = len({line.label for line in opened})
    wanted = FEW_TURNS if sure else 2 * FEW_TURNS
    return len(opened) >= wanted and enough and voices > 1 and changes * 3 >= len(opened)


class Turns:
    """One pass over the lines of a transcript; state is the last turn and the time at which it ended."""

    def __init__(self, lines: Sequence[Line], speakers: frozenset[str]) -> None:
        """Find the last turn; where no paragraph goes on without label before it, none does behind it."""
        self.lines = lines
        self.speakers = speakers
        own = [i for i, line in enumerate(lines) if line.label in speakers]
        loose = [
            line for line in lines[own[0] : own[-1]] if line.label not in speakers and line.piece.kind == "paragraph"
        ]
        self.last = own[-1] if not loose and len(own) > FEW_TURNS else len(lines)
        self.done: list[Piece] = []
        self.ended = ""

    def pieces(self) -> list[Piece]:
        """Return header, turns and what stands between; a paragraph without label continues the turn before it."""
        started = False
        for number, line in enumerate(self.lines):
            own = line.label in self.speakers
            started = started or own
            if own:
                self._open(line)
            elif not started:
                self.done.append(_header(line.piece))
            elif line.piece.kind != "paragraph":
                self.done.append(line.piece)
            elif (
                self.done[-1].kind != "turn"
                or _aside(line.whole)
                or (number > self.last and self.lines[self.last].text)
            ):
                self.done.append(replace(line.piece, kind="metadata"))
            else:
                self._continue(line)
        return [piece for piece in self.done if piece.text.strip() or piece.before]

    def _open(self, line: Line) -> None:
        turn = replace(line.piece, kind="turn", text=line.text, before=line.before, speaker=line.label, time=line.time)
        self._add(replace(turn, level=0, bold=False, lead=""))

    def _add(self, turn: Piece) -> None:
        """Add a turn, cut at its time marks; where marks stand at the end, it began when the last one ended."""
        for part in _timed(turn):
            late = part.after and not turn.time
            self.done.append(replace(part, time=self.ended or BEGIN) if late else part)
            self.ended = part.time if late else self.ended

    def _continue(self, line: Line) -> None:
        """Add a paragraph to the open turn; where either has its own time, it is a turn of its own."""
        turn = self.done[-1]
        early = MARK.match(line.whole)
        text = line.whole[early.end() :] if early else line.whole
        before = early[0].strip() if early else ""
        time = clock(_time(early)) if early else ""
        if not turn.text:
            self.done.pop()
            self._add(replace(turn, text=text, time=turn.time or time, before=f"{turn.before} {before}".strip()))
        elif turn.after or early:
            self._add(replace(turn, text=text, before=before, after="", time=time))
        else:
            self.done.pop()
            self._add(replace(turn, text=f"{turn.text}\n{text}"))


def _header(piece: Piece) -> Piece:
    return (
        replace(piece, kind="metadata", level=0) if piece.kind in {"paragraph", "heading", "title", "item"} else piece
    )


def _aside(text: str) -> bool:
    """Tell whether a paragraph is a remark of the typist: the end of the recording, or a long bracket.

    >>> [_aside(text) for text in ("[Ende des Auszugs]", "Ende der Aufnahme", "(lacht)", "Ende gut.")]
    [True, True, False, False]
    """
    bracket = re.fullmatch(r"\s*[\[(][^\])]*[\])]\.?\s*", text) and len(text) > SHORT_BRACKET
    return bool(bracket or re.fullmatch(END, text.strip(), re.IGNORECASE))


def _timed(turn: Piece) -> list[Piece]:
    """Return a turn cut at the time marks inside it; a mark after the words says when they ended."""
    parts: list[Piece] = []
    text, before, time = clean(turn.text), turn.before, turn.time
    position = 0
    for found in MARK.finditer(text):
        words, mark = text[position : found.start()].strip(), found[0].strip()
        if words and found.end() < len(text) and not SENTENCE_END.search(words):
            continue
        if not words:
            before, time = f"{before} {mark}".strip(), time or clock(_time(found))
        elif mark.startswith("#") or found.end() == len(text):
            parts.append(replace(turn, text=words, before=before, time=time or clock(_time(found)), after=mark))
            before, time = "", ""
        else:
            parts.append(replace(turn, text=words, before=before, time=time))
            before, time = mark, clock(_time(found))
        position = found.end()
    rest = text[position:]
    if rest or not parts:
        parts.append(replace(turn, text=rest, before=before, time=time))
    return [replace(part, text=_unmarked(part.text)) for part in parts]


def _unmarked(text: str) -> str:
    """Return ``text`` without time marks in the middle of its sentences."""
    return re.sub(r"\s+([.,;!?])", r"\1", MARK.sub(" ", text)).strip() if MARK.search(text) else text.strip()
