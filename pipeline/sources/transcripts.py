"""Interviews: who speaks, when, and what; in every convention that transcription programs and typists use.

A document becomes a transcript only where labels come back again and again. "Teilnehmer:innen" is no label (nothing
follows the colon but letters), nor is "Ziel: ..." (a word of the workshop, not of a person).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.sources.labels import CODE, MARK, Line, clock, first_time, parsed
from pipeline.sources.pieces import Piece, clean

FEW_TURNS = 3
SHARE = 0.5
LABEL_LENGTH = 60
CODE_LENGTH = 3
SHORT_BRACKET = 14
BEGIN = "00:00:00"
SPOKEN = {"paragraph", "item", "heading"}
SENTENCE_END = re.compile(r"[.!?…:)\"“”–-]$")
END = (
    r"[\[(*–-]*\s*(ende|schluss|abbruch|beginn|anfang|unterbrechung) (der|des|dieser) "
    r"(aufnahme|aufzeichnung|interviews?|gesprächs?|auszugs|transkripts?|audio\w*|teils?)[\])*.–-]*"
    r"|.{0,60}(hat )?die (transkription|aufzeichnung) .{0,30}(gestartet|beendet|gestoppt)"
    r"|dieses (bearbeitbare )?transkript (wurde|ist) .{0,90}"
)


def turns(pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` as turns where the document is a transcript; else as they came."""
    lines = [parsed(piece) for piece in _split(pieces)]
    speakers = _speakers(lines)
    return Turns(lines, speakers).pieces() if speakers else list(pieces)


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
    """Tell whether turns make up the document: enough of them, two voices, and one following the other.

    Where a label stands alone in its line, the next line is what was said.
    """
    changes = sum(a.label != b.label for a, b in pairwise(opened))
    below = [after for before, after in pairwise(body) if before.label and not before.text and not after.label]
    held = [*opened, *below]
    letters = sum(len(line.whole) for line in held)
    enough = len(held) >= SHARE * len(body) or letters >= SHARE * sum(len(line.whole) for line in body)
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
        time = clock(first_time(early)) if early else ""
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
            before, time = f"{before} {mark}".strip(), time or clock(first_time(found))
        elif mark.startswith("#") or found.end() == len(text):
            parts.append(replace(turn, text=words, before=before, time=time or clock(first_time(found)), after=mark))
            before, time = "", ""
        else:
            parts.append(replace(turn, text=words, before=before, time=time))
            before, time = mark, clock(first_time(found))
        position = found.end()
    rest = text[position:]
    if rest or not parts:
        parts.append(replace(turn, text=rest, before=before, time=time))
    return [replace(part, text=_unmarked(part.text)) for part in parts]


def _unmarked(text: str) -> str:
    """Return ``text`` without time marks in the middle of its sentences."""
    return re.sub(r"\s+([.,;!?])", r"\1", MARK.sub(" ", text)).strip() if MARK.search(text) else text.strip()
