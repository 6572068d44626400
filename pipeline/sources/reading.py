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
from pipeline.sources.pieces import Draft, Refused, assemble
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


def read(path: Path, options: Options | None = None) -> Reading:
    """Return the reading of the paper at ``path``; raises Refused with a German reason where there is none."""
    return read_bytes(path.read_bytes(), path.name, options or Options())


def read_bytes(data: bytes, name: str, options: Options) -> Reading:
    """Return the reading of ``data``, a paper called ``name``; raises Refused as ``read`` does."""
    found = detect.format_of(data, name) if data.strip() else "txt"
    try:
        draft = READERS[found](data, options)
    except RecursionError:
        raise Refused("die Datei ist zu tief verschachtelt und wurde nicht gelesen; bitte neu speichern") from None
    draft.pieces = spoken(draft.pieces)
    if found not in SHEETS:
        draft.pieces = structured(draft.pieces if found in {"vtt", "srt"} else turns(draft.pieces))
    reading = assemble(name, hashlib.sha256(data).hexdigest(), draft)
    return replace(reading, version=version(options))


@cache
def version(options: Options) -> str:
    """Return what a sealed reading must have been made with to be used again: the code of the readers and the knobs."""
    digest = hashlib.sha256(repr(options).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]
