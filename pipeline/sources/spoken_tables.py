"""Interviews typed into a table: time, speaker and words stand side by side, one turn a row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.sources.labels import CLOCK, CODE, WORDS, clock
from pipeline.sources.pieces import Piece, clean

TITLE = re.compile(r"(sprecher|speaker|redner|person|wer spricht|stimme|name).{0,6}", re.IGNORECASE)
TIME = re.compile(rf"[\[(#]*({CLOCK})[\])#]*(\s*[-–]\s*[\[(#]*{CLOCK}[\])#]*)?")
FEW_ROWS = 4
LABEL_LENGTH = 40
SHARE = 0.7


def spoken(pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` with the rows of a table that holds an interview as turns; other tables as they are."""
    done: list[Piece] = []
    index = 0
    while index < len(pieces):
        end = index
        while end < len(pieces) and pieces[end].table is not None and pieces[end].table == pieces[index].table:
            end += 1
        part = pieces[index : max(end, index + 1)]
        done += _turns(part) or part
        index += len(part)
    return done


def _turns(part: Sequence[Piece]) -> list[Piece]:
    """Return the turns of one table, [] where it holds no interview."""
    rows: dict[int, list[Piece]] = {}
    for piece in part:
        rows.setdefault(piece.row or 0, []).append(piece)
    lines = list(rows.values())
    head = lines.pop(0) if lines and any(TITLE.fullmatch(clean(piece.text)) for piece in lines[0]) else []
    labels = [_label(line) for line in lines]
    named = [label for label in labels if label]
    sure = bool(head) or _asked(lines, labels)
    if len(lines) < FEW_ROWS or len(named) < SHARE * len(lines) or not _voices(named, sure=sure):
        return []
    done = [replace(piece, kind="metadata", level=0, table=None, row=None, path=()) for piece in head]
    speaker = ""
    for line, label in zip(lines, labels, strict=True):
        speaker = label or speaker
        done.append(_turn(line, label, speaker))
    return done


def _label(line: Sequence[Piece]) -> str:
    """Return the label of a row: its only short cell that is no time, beside a longer one."""
    texts = [clean(piece.text) for piece in line]
    short = [text for text in texts if not TIME.fullmatch(text)]
    if len(short) <= 1 or len(short[0]) > LABEL_LENGTH or WORDS.match(short[0].strip(": ")):
        return ""
    return short[0].rstrip(": ") if re.match(r"[^\W\d_]", short[0]) and not short[0].endswith((".", "!", "?")) else ""


def _asked(lines: Sequence[Sequence[Piece]], labels: Sequence[str]) -> bool:
    """Tell whether one label stands beside questions, and the others beside answers."""
    asking: Counter[str] = Counter()
    for line, label in zip(lines, labels, strict=True):
        asking[label] += clean(line[-1].text).rstrip(' )"“').endswith("?")
    count = Counter(labels)
    askers = [label for label in count if label and asking[label] >= SHARE * count[label]]
    others = sum(count[label] for label in count if label not in askers)
    answered_with = sum(asking[label] for label in count if label not in askers)
    return len(askers) == 1 and count[askers[0]] > 1 and others > 1 and answered_with * FEW_ROWS <= others


def _voices(labels: Sequence[str], *, sure: bool) -> bool:
    """Tell whether labels are speakers: few, coming back, taking turns, and known by code or title."""
    counts = Counter(labels)
    changes = sum(a != b for a, b in pairwise(labels))
    known = sure or all(CODE.match(label) for label in counts)
    return known and 1 < len(counts) <= max(2, len(labels) // 2) and changes * 3 >= len(labels)


def _turn(line: Sequence[Piece], label: str, speaker: str) -> Piece:
    """Return one row as a turn; label and time stand before its words."""
    texts = [clean(piece.text) for piece in line]
    times = [text for text in texts if TIME.fullmatch(text)]
    words = [text for text in texts if text not in times]
    words = words[1:] if label else words
    first = TIME.fullmatch(times[0]) if times else None
    before = " ".join([*times, *([f"{label}:"] if label else [])])
    said = Piece("turn", "\n".join(words), before=before, speaker=speaker, time=clock(first[1]) if first else "")
    return replace(said, page=line[0].page)
