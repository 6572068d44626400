"""Opening: every text that a file holds, whatever its format: pages, cells, metadata, attachments, raw bytes.

Nothing is trusted to be what its name says: an unknown or broken file is read as bytes, in the encodings in which a
name could stand there.
"""

from __future__ import annotations

import base64
import binascii
import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pypdfium2

from pipeline.shared.refi.snapshot import MARK

DEEPEST = 4
DESCRIPTION = 400  # bytes before a stream of a PDF that say what it is
BETWEEN_CELLS = "\n¦\n"  # so that the end of one cell and the beginning of the next are no phrase
TEXTS = frozenset(
    [
        "csv",
        "tsv",
        "json",
        "jsonl",
        "html",
        "htm",
        "xml",
        "svg",
        "md",
        "txt",
        "log",
        "yaml",
        "yml",
        "ipynb",
        "qdc",
        "qde",
        "css",
        "js",
        "typ",
        "tex",
        "py",
        "lock",
        "rels",
        "srt",
        "vtt",
        "eml",
        "rtf",
        "toml",
        "cfg",
        "ini",
    ]
)
EMBEDDED = re.compile(
    r"(?:data:[\w/+.-]+;base64,|\"image/(?:png|jpeg|svg\+xml)\": ?\"|"
    rf"\"application/pdf\": ?\"|{re.escape(MARK)}\w+:)([A-Za-z0-9+/=\\n\s]{{40,}})"
)
RUN = re.compile(r"[\w .,;:@/()'’+&-]{5,}")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)")
HEXED = re.compile(rb"<([0-9A-Fa-f\s]{8,})>")
PNG = b"\x89PNG\r\n\x1a\n"
UNREADABLE = (
    ValueError, KeyError, OSError, EOFError, TypeError, RuntimeError, zlib.error, zipfile.BadZipFile,
    NotImplementedError, lzma.LZMAError, pa.ArrowException, pypdfium2.PdfiumError,
)  # fmt: skip


def texts(data: bytes, ending: str, depth: int = 0) -> Iterator[str]:
    """Yield every text in ``data``, a file whose name ends in ``ending``; raw bytes where a format does not open."""
    ending = ending.lower().lstrip(".")
    if depth > DEEPEST:
        yield from raw(data)
        return
    reader = _reader(data, ending)
    if reader is None:
        yield from raw(data)
        return
    try:
        yield from reader(data, depth)
    except UNREADABLE:
        yield from raw(data)


def _reader(data: bytes, ending: str) -> Callable[[bytes, int], Iterator[str]] | None:
    """Return what opens ``data``: by its first bytes, then by its name."""
    signs: tuple[tuple[bytes, Callable[[bytes, int], Iterator[str]]], ...] = (
        (b"PAR1", _parquet), (b"%PDF", _pdf), (PNG, _png), (b"PK\x03\x04", _zip), (b"\x1f\x8b", _gzip), (b"BZh", _bzip),
        (b"\xfd7zXZ", _xz), (b"\x78\xda", _zlib), (b"\x93NUMPY", _array), (b"ARROW1", _arrow),
    )  # fmt: skip
    for sign, reader in signs:
        if data.startswith(sign):
            return reader
    return _plain if ending in TEXTS else None


def decoded(data: bytes) -> str:
    """Return bytes as text: UTF-8, else UTF-16 where there is its mark, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def raw(data: bytes) -> Iterator[str]:
    """Yield what bytes say as UTF-8, as Windows-1252 and as UTF-16 at both alignments."""
    yield printable(data.decode("utf-8", errors="replace"))
    yield printable(data.decode("cp1252", errors="replace"))
    for offset in (0, 1):
        for encoding in ("utf-16-le", "utf-16-be"):
            if data.count(0) * 4 >= len(data):
                yield printable(data[offset:].decode(encoding, errors="replace"))
    for found in re.finditer(rb"\x78[\x01\x5e\x9c\xda]", data):
        unpacked = _inflated(data[found.start() :])
        if unpacked:
            yield printable(unpacked.decode("utf-8", errors="replace"))
            yield printable(unpacked.decode("cp1252", errors="replace"))


def printable(text: str) -> str:
    r"""Return the runs of readable characters in ``text``: in random bytes three letters say nothing.

    >>> printable("\x00\x01ab\x02Frau Tiede\x03")
    'Frau Tiede'
    """
    return "\n".join(RUN.findall(text))


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def _plain(data: bytes, depth: int) -> Iterator[str]:
    """Yield a text and what is packed in it; letters that were opened are no words, and are left out of the text."""
    text, left, end = decoded(data), [], 0
    for found in EMBEDDED.finditer(text):
        body = re.sub(r"\\n|\s", "", found[1])
        ending = "svg" if "svg" in found[0][:40] else ""
        try:
            inner = base64.b64decode(body + "=" * (-len(body) % 4))
        except (binascii.Error, ValueError):
            continue
        if _reader(inner, ending):
            left.append(text[end : found.start(1)])
            end = found.end(1)
        yield from texts(inner, ending, depth + 1)
    yield "\n".join([*left, text[end:]])


def _zip(data: bytes, depth: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive.comment.decode("utf-8", errors="replace")
        for member in archive.infolist():
            yield member.filename + " " + member.comment.decode("utf-8", errors="replace")
            yield from texts(archive.read(member), member.filename.rsplit(".", 1)[-1], depth + 1)


def _gzip(data: bytes, depth: int) -> Iterator[str]:
    yield from raw(data[:512])
    yield from _unknown(gzip.decompress(data), depth)


def _bzip(data: bytes, depth: int) -> Iterator[str]:
    yield from _unknown(bz2.decompress(data), depth)


def _zlib(data: bytes, depth: int) -> Iterator[str]:
    yield from _unknown(zlib.decompress(data), depth)


def _xz(data: bytes, depth: int) -> Iterator[str]:
    yield from _unknown(lzma.decompress(data), depth)


def _unknown(data: bytes, depth: int) -> Iterator[str]:
    """Yield the texts of unpacked bytes: as text where they are UTF-8, else by their first bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        yield from texts(data, "", depth + 1)
    else:
        yield from texts(data, "txt", depth + 1)


def _array(data: bytes, _: int) -> Iterator[str]:
    array = np.load(io.BytesIO(data), allow_pickle=False)
    if array.dtype.kind in "US":
        yield "\n".join(str(cell) for cell in array.ravel().tolist())
    elif array.dtype.kind in "ui" and array.dtype.itemsize == 1:
        yield from _letters(array.tobytes())


def _letters(data: bytes) -> Iterator[str]:
    """Yield bytes that are a text throughout; numbers are none."""
    try:
        yield data.decode("utf-8")
    except UnicodeDecodeError:
        return


def _parquet(data: bytes, _: int) -> Iterator[str]:
    table = pq.read_table(io.BytesIO(data))
    yield from _table(table)


def _arrow(data: bytes, _: int) -> Iterator[str]:
    yield from _table(pa.ipc.open_file(io.BytesIO(data)).read_all())


def _table(table: pa.Table) -> Iterator[str]:
    yield "\n".join(table.column_names)
    for key, value in (table.schema.metadata or {}).items():
        yield decoded(key) + " " + decoded(value)
    for column in table.columns:
        kind = column.type
        if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind)):
            yield BETWEEN_CELLS.join(dict.fromkeys(str(cell) for cell in column.to_pylist() if cell is not None))


def _png(data: bytes, _: int) -> Iterator[str]:
    """Yield the texts beside a picture: tEXt, zTXt, iTXt, eXIf, and whatever follows its end."""
    place = len(PNG)
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        body = data[place + 8 : place + 8 + length]
        place += 12 + length
        if kind not in {b"IDAT", b"IHDR", b"PLTE", b"tRNS"}:
            yield from raw(body)
        if kind == b"IEND":
            break
    if data[place:]:
        yield from raw(data[place:])


def _pdf(data: bytes, depth: int) -> Iterator[str]:
    """Yield pages, metadata, outlines, attachments and the texts of every stream (XMP, forms, annotations)."""
    document = pypdfium2.PdfDocument(data)
    try:
        yield "\n".join(document.get_metadata_dict().values())
        yield "\n".join(mark.get_title() for mark in document.get_toc())
        for page in document:
            yield page.get_textpage().get_text_bounded()
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            yield attached.get_name()
            yield from _unknown(bytes(attached.get_data()), depth)
    finally:
        document.close()
    yield from _strings(STREAM.sub(b"", data))
    for found in STREAM.finditer(data):
        described = data[max(0, found.start() - DESCRIPTION) : found.start()]
        if any(kind in described for kind in (b"/ObjStm", b"/Metadata", b"/XML", b"/EmbeddedFile")):
            content = _inflated(found[1]) or found[1]
            yield printable(content.decode("utf-8", errors="replace"))
            yield from _strings(content)


def _strings(data: bytes) -> Iterator[str]:
    """Yield the strings of PDF objects: in brackets, and in hexadecimal."""
    pieces = [re.sub(rb"\\([()\\])", rb"\1", found[1]) for found in LITERAL.finditer(data)]
    for found in HEXED.finditer(data):
        body = re.sub(rb"\s", b"", found[1])
        pieces.append(bytes.fromhex((body + b"0" * (len(body) % 2)).decode()))
    yield printable(
        BETWEEN_CELLS.join(
            piece.decode("utf-16", errors="replace")
            if piece.startswith((b"\xfe\xff", b"\xff\xfe"))
            else piece.decode("cp1252", errors="replace")
            for piece in pieces
            if len(piece) > 2  # noqa: PLR2004 - shorter than any name
        )
    )
