"""Mutations that keep a file's outer form, so that fuzzing reaches what lies behind it."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable, Sequence

from lxml import etree

Mutate = Callable[[bytes, int], bytes]

MOST_PART = 400_000
TOKENS = [
    token.encode()
    for token in (
        *("\n", "\n\n", "\t", ";", ",", '"', "\r\n", "\x0c", "\u2028", "\u00ad", "\u202e", "e\u0301", "\ufeff", "\x00"),
        *("I:", "B: ", "Frau Dr. ", "TOP 1 ", "- ", "1. ", "a) ", "| x | y |\n|---|---|\n", "# ", "**", "_", "> ", "•"),
        *("WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\n", "00:00:01,000 --> 99:99:99,999\n", "<v I>", "</v>", "NOTE "),
        *("\\par ", "\\u8364?", "\\'e4", "{\\*\\", "{", "}", "\\bin99999 ", "\\trowd\\cellx1 x\\cell\\row ", "\\fs-1 "),
        *(
            "<table><tr><td colspan=99999>",
            "<li>",
            "<p>",
            "</p>",
            "<!--",
            "&#x110000;",
            "&#0;",
            "<ul>",
            "<br>",
            "<![CDATA[",
        ),
        *("From: a@b\n", "Content-Type: multipart/mixed; boundary=x\n", "--x\n", "=?utf-8?q?=FF?=", "Date: x\n"),
        *(
            "Content-Transfer-Encoding: base64\n",
            "charset=utf-7",
            "charset=unknown-8bit",
            "filename*=utf-8''%FF",
            "0" * 400,
        ),
        *(
            "/Length 0",
            "/Kids [1 0 R]",
            "9999999999",
            "-1",
            "nan",
            "1e309",
            "inf",
            "/Rotate 90",
            "BT /F1 12 Tf (x) Tj ET",
        ),
        *(
            "file;event;date;fields",
            "sep=",
            "statement_id;type",
            "ja",
            "31.02.2024",
            "9999-99-99",
            "\u0662",
            "²",
            "=cmd",
        ),
    )
]
ATTRIBUTES = (
    "",
    "-1",
    "0",
    "1",
    "9",
    "99999999999999999999",
    "nan",
    "x",
    "1e400",
    "A1",
    "ZZZZ99999",
    "true",
    "²",
    "..",
)


def mutated(data: bytes, most: int, seed: int, pool: Sequence[bytes], mutate: Mutate) -> bytes:
    """Return ``data`` changed at random: a container part by part, anything else as words and bytes."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    if data.startswith(b"PK"):
        changed = container(data, chance, mutate)
        if changed is not None and len(changed) <= most:
            return changed
    return flat(data, most, chance, pool, mutate)


def flat(data: bytes, most: int, chance: random.Random, pool: Sequence[bytes], mutate: Mutate) -> bytes:
    """Return bytes changed: by the fuzzer, by a word put in, a stretch repeated, taken out, or taken from a seed."""
    way = chance.randrange(8)
    place = chance.randrange(len(data) + 1)
    if way <= 2 or not data:  # noqa: PLR2004
        return mutate(data, most)
    if way <= 4:  # noqa: PLR2004
        token = chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 50, 2000))
        return (data[:place] + token + data[place:])[:most]
    end = min(len(data), place + chance.choice((1, 10, 100, 1000)))
    if way == 5:  # noqa: PLR2004
        return (data[:place] + data[place:end] * chance.choice((2, 3, 30, 1000)) + data[end:])[:most]
    if way == 6 or not pool:  # noqa: PLR2004
        return data[:place] + data[end:]
    other = chance.choice(pool)
    start = chance.randrange(len(other) + 1)
    return (data[:place] + other[start : start + chance.choice((10, 100, 1000, 10_000))] + data[place:])[:most]


def container(data: bytes, chance: random.Random, mutate: Mutate) -> bytes | None:
    """Return a ZIP container with one part changed, dropped or renamed; None where it cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist() if entry.file_size < MOST_PART}
    except Exception:  # noqa: BLE001 - it is broken already
        return None
    if not parts:
        return None
    names = sorted(parts)
    heavy = [name for name in names if name.endswith((".xml", ".rels", ".qde", ".txt"))] or names
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        name = chance.choice(heavy)
        way = chance.randrange(20)
        if way == 0 and len(parts) > 1:
            parts.pop(name, None)
        elif way == 1:
            parts[name] = flat(parts.get(name, b""), MOST_PART, chance, (), mutate)
        else:
            parts[name] = tree(parts.get(name, b""), chance)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(parts.items(), key=lambda part: part[0] != "mimetype"):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def tree(content: bytes, chance: random.Random) -> bytes:
    """Return an XML part with some of its elements dropped, doubled, moved, nested, or with other values and words."""
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return content
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(chance.choice((1, 2, 5, 20))):
        element = chance.choice(elements)
        CHANGES[chance.randrange(len(CHANGES))](element, elements, chance)
    return bytes(etree.tostring(root))


def _drop(element: etree._Element, _: Sequence[etree._Element], __: random.Random) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(element: etree._Element, _: Sequence[etree._Element], chance: random.Random) -> None:
    parent = element.getparent()
    if parent is not None and len(list(element.iter())) < 200:  # noqa: PLR2004
        for _number in range(chance.choice((1, 1, 2, 30))):
            parent.insert(parent.index(element), _copy(element))


def _move(element: etree._Element, elements: Sequence[etree._Element], chance: random.Random) -> None:
    target = chance.choice(elements)
    if len(list(element.iter())) < 200:  # noqa: PLR2004
        target.insert(chance.randrange(len(target) + 1), _copy(element))


def _value(element: etree._Element, elements: Sequence[etree._Element], chance: random.Random) -> None:
    names = list(element.attrib) or list(chance.choice(elements).attrib)
    if names:
        other = list(chance.choice(elements).attrib.values())
        element.set(chance.choice(names), chance.choice((*ATTRIBUTES, *other)))


def _without(element: etree._Element, _: Sequence[etree._Element], chance: random.Random) -> None:
    if element.attrib:
        element.attrib.pop(chance.choice(list(element.attrib)))


def _words(element: etree._Element, elements: Sequence[etree._Element], chance: random.Random) -> None:
    tokens = [token.decode() for token in TOKENS if token.isascii() and b"\x00" not in token and b"\x0c" not in token]
    element.text = chance.choice((None, "", "²", "nan", "99999999999", chance.choice(elements).text, *tokens))


def _name(element: etree._Element, elements: Sequence[etree._Element], chance: random.Random) -> None:
    element.tag = chance.choice(elements).tag


def _copy(element: etree._Element) -> etree._Element:
    copied = copy.deepcopy(element)
    copied.tail = None
    return copied


CHANGES = (_drop, _double, _move, _value, _value, _without, _words, _name)
