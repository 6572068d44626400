"""What a project holds: codes, sources with selections, notes. The same shapes are written and read."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:leitlinien:refi")
STAND_IN = "\u25a1"  # takes the place of a character outside the Basic Multilingual Plane
LAST_OF_BMP = "\uffff"
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # not allowed in XML 1.0
OUTSIDE_BMP = re.compile("[\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Code:
    """A node of the codebook; a folder is not codable."""

    key: str
    name: str
    codable: bool = True
    color: str = ""
    description: str = ""
    children: tuple[Code, ...] = ()


@dataclass(frozen=True)
class Coding:
    """A code given by a user; ``code`` is the code's key, ``user`` a name."""

    code: str
    user: str = ""
    date: str = ""


@dataclass(frozen=True)
class Selection:
    """A stretch of text, half-open, counted in Unicode code points of its source's text."""

    key: str
    start: int
    end: int
    codings: tuple[Coding, ...] = ()
    name: str = ""
    memo: str = ""


@dataclass(frozen=True)
class Source:
    """A text with its selections and document variables."""

    key: str
    name: str
    text: str
    selections: tuple[Selection, ...] = ()
    memo: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Note:
    """A free note (journal entry)."""

    name: str
    text: str


@dataclass(frozen=True)
class Project:
    """A whole project; ``users`` are names, ``modified`` is a date as words (empty where unknown)."""

    name: str
    origin: str
    users: tuple[str, ...]
    codes: tuple[Code, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...] = ()
    memo: str = ""
    modified: str = ""


def guid(*parts: str) -> str:
    """Return the GUID of a stable key: version 5, upper case because ATLAS.ti and MAXQDA write it that way."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join(parts))).upper()


def canonical(text: str) -> str:
    r"""Return the only text that offsets may refer to: no BOM, LF, NFC, nothing that XML forbids.

    >>> canonical("\ufeffCafe\u0301\r\nneu")
    'Café\nneu'
    """
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return ILLEGAL.sub(" ", unicodedata.normalize("NFC", plain))


def exportable(text: str) -> str:
    """Return ``text`` with one stand-in for each character outside the Basic Multilingual Plane.

    Offsets stay valid, and code points equal UTF-16 units, so that tools which count UTF-16 (every Qt, Java, .NET or
    JavaScript text widget) cannot drift.

    >>> exportable("a😀b")
    'a□b'
    """
    return OUTSIDE_BMP.sub(STAND_IN, ILLEGAL.sub(" ", text))


def walk(codes: tuple[Code, ...], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Code]]:
    """Yield (path of names, code) for every node, parents first."""
    for code in codes:
        here = (*path, code.name)
        yield here, code
        yield from walk(code.children, here)


def fold(name: str) -> str:
    """Return ``name`` as names are compared: NFKC, no case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
