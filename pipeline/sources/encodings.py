"""From bytes to writing: byte order mark, strict UTF-8, UTF-16, then the code page that gives German letters."""

from __future__ import annotations

import codecs

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GERMAN = frozenset("äöüÄÖÜß„“–€éè’")
USUAL = GERMAN | frozenset("”‚‘—…àêëçñáíóúâîôûčšžğışćłźż§°•·«»µ½¼²³×\u00a0\u00ad´")
CODE_PAGES = ("cp1252", "cp850", "mac_roman")
SAMPLE = 200_000
ZERO_SHARE = 0.25


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of ``data`` and the name of its encoding; never fails.

    >>> decode("Ämter öffnen später".encode("cp850"))
    ('Ämter öffnen später', 'cp850')
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").lstrip("\ufeff"), encoding
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.end == len(data) and error.start > 0:
            return data[: error.start].decode("utf-8"), "utf-8"  # cut inside a character
    best = max(CODE_PAGES, key=lambda page: (_likeness(data, page), -CODE_PAGES.index(page)))
    return data.decode(best, errors="replace"), best


def _wide(data: bytes) -> str:
    """Return the UTF-16 flavour of text without a mark: every second byte of European writing is zero."""
    sample = data[:SAMPLE]
    if len(sample) < len("ab") * 2:
        return ""
    if sample[1::2].count(0) > len(sample) * ZERO_SHARE:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > len(sample) * ZERO_SHARE else ""


def _likeness(data: bytes, page: str) -> int:
    """Return how German ``data`` reads in code page ``page``: usual letters count up, odd ones down."""
    text = data[:SAMPLE].decode(page, errors="replace")
    strange = sum(1 for sign in text if sign > "\x7f" and sign not in USUAL)
    return sum(1 for sign in text if sign in GERMAN) - 3 * strange
