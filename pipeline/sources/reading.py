"""One paper, one reading: find the format, read it, find speakers and headings, join the text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from pipeline.shared.reading import Reading
from pipeline.sources import detect, docx, html, legacy, mail, odt, pdf, pptx, rtf, sheets, subtitles, text
from pipeline.sources.options import Options
from pipeline.sources.pieces import HEADER_CELL, Attachment, Draft, Piece, Refused, assemble
from pipeline.sources.spoken_tables import spoken
from pipeline.sources.structure import structured
from pipeline.sources.transcripts import turns

READERS: dict[str, Callable[[bytes, Options], Draft]] = {
    "docx": docx.read,
    "odt": odt.read,
    "rtf": rtf.read,
    "pdf": pdf.read,
    "pptx": pptx.read,
    "xlsx": sheets.read_xlsx,
    "ods": sheets.read_ods,
    "csv": sheets.read_csv,
    "txt": text.read,
    "md": text.read_markdown,
    "html": html.read,
    "vtt": subtitles.read,
    "srt": subtitles.read,
    "eml": mail.read,
    "ole": legacy.read_ole,
    "image": legacy.read_scan,
}
SHEETS = {"xlsx", "ods", "csv"}
MOST_ATTACHED = 10
MOST_BYTES = 30_000_000


def read(path: Path, options: Options | None = None) -> Reading:
    """Return the reading of the paper at ``path``; raises Refused with a German reason where there is none."""
    return read_bytes(path.read_bytes(), path.name, options or Options())


def read_bytes(data: bytes, name: str, options: Options) -> Reading:
    """Return the reading of ``data``, a paper called ``name``; raises Refused as ``read`` does."""
    draft = drafted(data, name, options)
    for number, file in enumerate(draft.attached, start=1):
        draft.pieces += _brought_along(draft, file, number, options)
    reading = assemble(name, hashlib.sha256(data).hexdigest(), draft)
    return replace(reading, version=version(options))


def drafted(data: bytes, name: str, options: Options) -> Draft:
    """Return what the reader of its format found in ``data``, with speakers, list marks and headings."""
    found = detect.format_of(data, name) if data.strip() else "txt"
    try:
        draft = READERS[found](data, options)
    except RecursionError:
        raise Refused("die Datei ist zu tief verschachtelt und wurde nicht gelesen; bitte neu speichern") from None
    draft.pieces = spoken(draft.pieces)
    if found not in SHEETS:
        draft.pieces = structured(draft.pieces if found in {"vtt", "srt"} else turns(draft.pieces))
    return draft


def _brought_along(draft: Draft, file: Attachment, number: int, options: Options) -> list[Piece]:
    """Return the pieces of the ``number``-th file attached to a document, below a title of its own.

    What it brings along itself is not opened, tables keep their own numbers, and what cannot be read is noted.
    """
    title = f"Anhang {number}"
    if number > MOST_ATTACHED or len(file.data) > MOST_BYTES:
        draft.note(f"{title} nicht gelesen: zu viele oder zu große Anhänge; einzeln nach documents/ legen")
        return []
    try:
        inside = drafted(file.data, file.name, options)
    except Refused as reason:
        draft.note(f"{title} nicht gelesen: {reason}")
        return []
    if inside.attached:
        draft.note(f"{title} hat selbst Anhänge; diese einzeln nach documents/ legen")
    for note in inside.notes:
        draft.note(f"{title}: {note}")
    if not inside.pieces:
        draft.note(f"{title} enthält keinen Text")
        return []
    draft.note(f"{title} mitgelesen ({inside.reader})")
    used = {piece.table for piece in draft.pieces if piece.table is not None}
    shift = max(used, default=-1) + 1
    below = [_below(piece, shift) for piece in inside.pieces]
    return [Piece("heading", f"{title}: {file.name}", 1), *below]


def _below(piece: Piece, shift: int) -> Piece:
    """Return a piece of an attached file: its headings one rank lower, its tables numbered on."""
    title = piece.kind in {"title", "heading"} and piece.level < HEADER_CELL - 1
    kind, level = ("heading", piece.level + 1) if title else (piece.kind, piece.level)
    return replace(piece, kind=kind, level=level, table=None if piece.table is None else piece.table + shift)


@cache
def version(options: Options) -> str:
    """Return what a sealed reading must have been made with to be used again: the code of the readers and the knobs."""
    digest = hashlib.sha256(repr(options).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
