"""A returned file may be damaged in every way that tools damage files: places are found again, or doubted."""

from __future__ import annotations

import bisect
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from pipeline.shared.refi.model import Selection, canonical, exportable
from pipeline.shared.refi.places import resolve

WHO = ("Die Ehrenamtlichen", "Viele Geflüchtete", "Frühkräfte im Schichtdienst", "Junge Mütter", "Die Beratungsstelle")
WHO += ("Der Landkreis", "Die Schulen", "Unsere Vereine", "Pflegekräfte", "Auszubildende")
DO = ("brauchen", "wünschen sich", "vermissen", "suchen", "fordern", "erhalten kaum")
WHAT = (
    "verlässliche Ansprechpersonen",
    "Sprachkurse am Abend",
    "bezahlbaren Wohnraum",
    "Übersetzungshilfe bei Behörden",
)
WHAT += ("eine schnelle Anerkennung der Abschlüsse", "Kinderbetreuung während der Kurse", "mehr Begegnungsorte 😀")
WHAT += ("ein „Welcome-Büro“ 👩‍🏫",)
WHERE = ("auf dem Land", "in Moorwede (Au)", "seit über 9 Monaten", "ab 2024", "trotz großer Nachfrage")
WHERE += ("– auch am Wochenende", "im südlichen Kreis")
Move = Callable[[int], int]


@dataclass(frozen=True)
class Made:
    """A made-up text with its selections."""

    text: str
    spans: list[tuple[int, int]]


def made(paragraphs: int = 760, seed: int = 7) -> Made:
    choose = random.Random(seed)
    text, spans = "", []
    for number in range(paragraphs):
        if number % 12 == 0:
            text += f"{number // 12 + 1}.\u00a0Arbeitsphase\t({choose.choice(['Probleme', 'Ziele', 'Maßnahmen'])})\n\n"
        for _ in range(choose.randint(1, 4)):
            sentence = f"{choose.choice(WHO)} {choose.choice(DO)} {choose.choice(WHAT)} {choose.choice(WHERE)}."
            if choose.random() < 0.5:
                spans.append((len(text), len(text) + len(sentence)))
            text += sentence + " "
        text = text.rstrip(" ") + "\n"
    return Made(canonical(text), spans)


WHOLE = made()


def edited(edits: list[tuple[int, int, str]], text: str) -> tuple[str, Move]:
    """Return ``text`` with (place, deleted, inserted) and how a boundary moves."""
    parts, at = [], 0
    for place, deleted, inserted in edits:
        parts += [text[at:place], inserted]
        at = place + deleted
    parts.append(text[at:])

    def move(boundary: int) -> int:
        shift = 0
        for place, deleted, inserted in edits:
            if place + deleted <= boundary:
                shift += len(inserted) - deleted
            elif place < boundary:
                return place + shift + len(inserted)
            else:
                break
        return boundary + shift

    return "".join(parts), move


def utf16(text: str) -> list[int]:
    places = [0]
    for character in text:
        places.append(places[-1] + (2 if ord(character) > 0xFFFF else 1))
    return places


def damages(text: str) -> dict[str, tuple[str, Move]]:
    lines = [found.start() for found in re.finditer("\n", text)]
    units = utf16(text)
    before = lambda at: bisect.bisect_left(lines, at)  # noqa: E731
    long_way = [0]
    for character in text:
        long_way.append(long_way[-1] + len(unicodedata.normalize("NFD", character)))
    blanks = [
        (found.start(), len(found.group()), "\n" if found.group()[0] == "\n" else " ")
        for found in re.finditer("\n\n+|\t|\u00a0", text)
    ]
    choose = random.Random(3)
    words = [
        (found.start(), len(found.group()), choose.choice(["[Ort]", "Kreis", "Willkommens"]))
        for found in re.finditer("Moorwede \\(Au\\)|Landkreis|Welcome", text)
        if choose.random() < 0.25
    ]
    crlf = text.replace("\n", "\r\n")
    return {
        "unchanged": (text, lambda at: at),
        "CRLF counted 2": (crlf, lambda at: at + before(at)),
        "CRLF counted 1": (crlf, lambda at: at),
        "BOM counted": (text, lambda at: at + 1),
        "UTF-16 units": (text, lambda at: units[at]),
        "CRLF and UTF-16": (crlf, lambda at: units[at] + before(at)),
        "docx-like blanks": edited(blanks, text),
        "doubled paragraphs": edited([(place, 1, "\n\n") for place in lines], text),
        "inserted header": edited([(0, 0, "Importiert am 01.02.2024\n\n")], text),
        "edited words": edited(words, text),
        "NFD": (unicodedata.normalize("NFD", text), lambda at: long_way[at]),
        "positions 37 off": (text, lambda at: at + 37),
    }


def selections(text: str, spans: list[tuple[int, int]], move: Move, names: str) -> list[Selection]:
    found = []
    for number, (start, end) in enumerate(spans):
        words = text[start:end]
        cut = words[:40] + "…" if len(words) > 40 else words
        name = {"full": words, "cut": cut, "ours": " ".join(words.split())[:100], "none": ""}[names]
        found.append(Selection(str(number), move(start), move(end), (), name))
    return found


def outcome(damage: str, names: str) -> tuple[int, int, int]:
    """Return (right, wrong but sure, all)."""
    text, spans = WHOLE.text, WHOLE.spans
    returned, move = damages(text)[damage]
    _, places = resolve(returned, selections(text, spans, move, names), text)
    right = sum(
        place is not None and (place.start, place.end) == span for place, span in zip(places, spans, strict=True)
    )
    silent = sum(
        place is not None and place.sure and (place.start, place.end) != span
        for place, span in zip(places, spans, strict=True)
    )
    return right, silent, len(spans)


@pytest.mark.parametrize("names", ["full", "ours", pytest.param("cut", marks=pytest.mark.slow)])
@pytest.mark.parametrize("damage", list(damages(WHOLE.text)))
def test_with_quotes_nearly_all_places_are_right_and_none_silently_wrong(damage: str, names: str) -> None:
    right, silent, whole = outcome(damage, names)
    assert silent == 0
    assert right >= ({"cut": 0.5}.get(names, 0.85) if damage == "positions 37 off" else 0.99) * whole


@pytest.mark.parametrize("damage", [d for d in damages(WHOLE.text) if d != "positions 37 off"])
def test_without_quotes_the_reading_is_still_found(damage: str) -> None:
    right, silent, whole = outcome(damage, "none")
    assert right >= 0.99 * whole
    assert silent == 0


def test_an_exported_text_cannot_be_counted_in_two_ways() -> None:
    text = exportable(WHOLE.text)
    assert utf16(text)[-1] == len(text)
    assert len(text) == len(WHOLE.text)


@pytest.mark.parametrize("names", ["full", "cut", "ours"])
def test_two_ways_to_count_in_one_document_are_told_apart(names: str) -> None:
    text, spans = WHOLE.text, WHOLE.spans
    units = utf16(text)
    by_points = selections(text, spans, lambda at: at, names)
    by_units = selections(text, spans, lambda at: units[at], names)
    mixed = [
        unit if number % 3 == 0 else point for number, (point, unit) in enumerate(zip(by_points, by_units, strict=True))
    ]
    _, places = resolve(text, mixed, text)
    right = [p is not None and (p.start, p.end) == span for p, span in zip(places, spans, strict=True)]
    assert sum(right) >= 0.99 * len(spans)
    assert not [p for p, fine in zip(places, right, strict=True) if p and p.sure and not fine]


def test_an_inclusive_end_is_recognised() -> None:
    found = [Selection(s.key, s.start, s.end - 1, (), s.name) for s in selections(WHOLE.text, WHOLE.spans, int, "full")]
    name, places = resolve(WHOLE.text, found, WHOLE.text)
    assert "einschließlich" in name
    assert [(p.start, p.end) for p in places if p] == WHOLE.spans
