"""Which format is it? Asked of the content first; the name only decides where the content is plain text."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath

from pipeline.shared.errors import UNPACK_FAULTS
from pipeline.sources.encodings import decode
from pipeline.sources.pieces import Refused

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.text-template": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
TEXT_NAMES = {".md": "md", ".markdown": "md", ".csv": "csv", ".tsv": "csv", ".tab": "csv"}
CUE = re.compile(r"\s*(?:\d+\s+)?\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
MAIL_HEADER = re.compile(
    r"^(From|To|Subject|Date|Received|Return-Path|Message-ID|MIME-Version|X-[\w-]+|Delivered-To):", re.IGNORECASE
)
HTML = re.compile(r"<!doctype html|<html[\s>]|<body[\s>]|<head[\s>]", re.IGNORECASE)
ADVICE = {
    "odp": "Präsentationen werden nicht gelesen; bitte als PDF speichern",
    "pages": "Apple Pages wird nicht gelesen; bitte als DOCX oder PDF speichern",
    "zip": "Archive werden nicht geöffnet; bitte die Dateien einzeln nach documents/ legen",
    "epub": "EPUB wird nicht gelesen; bitte als DOCX oder PDF speichern",
    "msg": "Outlook-Nachricht im Format MSG; bitte als EML oder TXT speichern",
    "media": "Ton- oder Bilddatei mit Sprache; bitte zuerst verschriften (TXT, VTT, DOCX)",
    "unknown": "das Format ist nicht bekannt; bitte als DOCX, PDF, XLSX oder TXT speichern",
}


def format_of(data: bytes, name: str) -> str:
    """Return the key of the format (docx, odt, pdf, xlsx, ods, rtf, html, vtt, srt, eml, md, csv, txt, image, ole ...).

    Raises Refused where nothing here can read it; the message says what to save it as.
    """
    found = _packed(data) if data.startswith(b"PK") else _binary(data) or _text(data, name)
    if found in ADVICE:
        raise Refused(ADVICE[found])
    return found


def _packed(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.open("mimetype").read(80).strip() if "mimetype" in names else b""
    except UNPACK_FAULTS:
        raise Refused(
            "die Datei ist beschädigt oder unvollständig; bitte noch einmal speichern oder kopieren"
        ) from None
    if mime in ODF:
        return ODF[mime]
    for member, key in (
        ("word/", "docx"),
        ("xl/", "xlsx"),
        ("ppt/", "pptx"),
        ("Index/", "pages"),
        ("META-INF/container.xml", "epub"),
    ):
        if any(entry.startswith(member) for entry in names):
            return key
    return "odt" if "content.xml" in names else "zip"


def _binary(data: bytes) -> str:
    tests: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
        ("pdf", lambda head: b"%PDF-" in head[:1024]),
        ("ole", lambda head: head.startswith(OLE)),
        ("image", lambda head: head.startswith(IMAGES) or head[4:12] in {b"ftypheic", b"ftypmif1"}),
        ("rtf", lambda head: head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")),
        (
            "media",
            lambda head: head.startswith((b"ID3", b"RIFF", b"OggS", b"fLaC", b"\xff\xfb")) or head[4:8] == b"ftyp",
        ),
    )
    head = data[:HEAD]
    return next((key for key, test in tests if test(head)), "")


PROGRAMS = (b"MZ\x90", b"MZ\x00", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def _text(data: bytes, name: str) -> str:
    head, _ = decode(data[: 4 * HEAD])
    if _unreadable(head) or data.startswith(PROGRAMS):
        return "unknown"
    stripped = head.lstrip("\ufeff \r\n\t")
    if stripped.startswith("WEBVTT"):
        return "vtt"
    if CUE.match(stripped):
        return "srt"
    if HTML.search(stripped[:2000]) and stripped.startswith("<"):
        return "html"
    suffix = PurePath(name).suffix.lower()
    if _mail(stripped) or suffix == ".eml":
        return "eml"
    return TEXT_NAMES.get(suffix, "html" if suffix in {".html", ".htm"} and "<" in head else "txt")


def _mail(text: str) -> bool:
    """Tell whether ``text`` opens with at least two mail headers."""
    lines = [line for line in text.splitlines()[:30] if line and not line[0].isspace()]
    first = lines[:1]
    known = sum(bool(MAIL_HEADER.match(line)) for line in lines)
    return bool(first and MAIL_HEADER.match(first[0])) and known > 1


def _unreadable(text: str) -> bool:
    """Tell whether decoded bytes are no writing at all: many control characters."""
    sample = text[:HEAD]
    bad = sum(1 for sign in sample if ord(sign) < ord(" ") and sign not in "\r\n\t\f\x0b\x1a")
    return bad > max(2, len(sample) // 50)
