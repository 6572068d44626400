"""German wording for readers: numbers, shares, dates, lists and plurals, the same on every machine.

DIN 5008: groups of three digits parted by a narrow no-break space, decimal comma, a space before the percent sign.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

NARROW = "\u202f"  # narrow no-break space between groups of digits
FIXED = "\u00a0"  # no-break space before a unit
DASH = "\u2013"
OUTSIDE = "Text, den kein Block enthält"  # the reason in the ledger for words that no stage read


def number(value: float, decimals: int = 0) -> str:
    """Return ``value`` with German separators.

    >>> number(1234567).replace(NARROW, "_"), number(-3.14159, 2), number(12)
    ('1_234_567', '-3,14', '12')
    """
    written = f"{value:,.{decimals}f}"
    return written.replace(",", NARROW).replace(".", ",")


def percent(share: float, decimals: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage.

    >>> percent(0.125, 1).replace(FIXED, " ")
    '12,5 %'
    """
    return f"{number(share * 100, decimals)}{FIXED}%"


def span(low: float, high: float) -> str:
    """Return an interval of shares as a range of percentages.

    >>> span(0.114, 0.252).replace(FIXED, " ")
    '11–25 %'
    """
    return f"{number(math.floor(low * 100 + 0.5))}{DASH}{number(math.floor(high * 100 + 0.5))}{FIXED}%"


def day(iso: str) -> str:
    """Return an ISO date as a German one; anything else comes back as it is.

    >>> day("2023-08-30"), day("unbekannt")
    ('30.08.2023', 'unbekannt')
    """
    try:
        return date.fromisoformat(iso).strftime("%d.%m.%Y")
    except ValueError:
        return iso


def plural(count: int, one: str, many: str) -> str:
    r"""Return ``count`` with the fitting noun.

    >>> plural(1, "Nennung", "Nennungen"), plural(0, "Nennung", "Nennungen")
    ('1\xa0Nennung', '0\xa0Nennungen')
    """
    return f"{number(count)}{FIXED}{one if count == 1 else many}"


def mentions(count: int) -> str:
    """Return a number of mentions."""
    return plural(count, "Nennung", "Nennungen")


def documents(count: int, *, dative: bool = False) -> str:
    """Return a number of documents.

    >>> documents(3, dative=True).replace(FIXED, " ")
    '3 Dokumenten'
    """
    return plural(count, "Dokument", "Dokumenten" if dative else "Dokumente")


def groups(count: int) -> str:
    """Return a number of stakeholder groups."""
    return plural(count, "Gruppe", "Gruppen")


def listing(words: Sequence[str]) -> str:
    """Return words as a German enumeration.

    >>> listing(["Sprache", "Arbeit", "Bildung"]), listing(["Arbeit"]), listing([])
    ('Sprache, Arbeit und Bildung', 'Arbeit', '')
    """
    if len(words) < 2:  # noqa: PLR2004 - one word needs no "und"
        return "".join(words)
    return f"{', '.join(words[:-1])} und {words[-1]}"


def lines(text: str, width: int) -> list[str]:
    """Return ``text`` in lines of at most ``width`` characters, broken between words (or after "/"), never cut.

    >>> lines("Kita/Schule/VHS/Bildungsträger", 16)
    ['Kita/Schule/VHS/', 'Bildungsträger']
    >>> lines("Vernetzung und Zuständigkeit", 12)
    ['Vernetzung', 'und', 'Zuständigkeit']
    """
    found: list[str] = []
    for piece in pieces(text):
        if found and len(found[-1]) + len(piece.rstrip()) <= width:
            found[-1] += piece
        else:
            found.append(piece)
    return [line.strip() for line in found] or [""]


def pieces(text: str) -> list[str]:
    """Return the parts of ``text`` between which a line may be broken; joined they are the text again.

    >>> pieces("Kita/Schule und VHS")
    ['Kita/', 'Schule ', 'und ', 'VHS']
    """
    parts: list[str] = []
    for word in text.split():
        stems = word.split("/")
        parts.extend(f"{stem}/" for stem in stems[:-1])
        parts.append(f"{stems[-1]} ")
    return [*parts[:-1], parts[-1].rstrip()] if parts else []


def shortened(text: str, width: int) -> str:
    """Return ``text`` cut between words to at most ``width`` characters, with an ellipsis; for previews only.

    >>> shortened("Kurse fehlen in der Fläche", 16)
    'Kurse fehlen in …'
    """
    if len(text) <= width:
        return text
    head = text[: width + 1].rsplit(" ", 1)[0] if " " in text[: width + 1] else text[:width]
    return f"{head.rstrip(' ,;:')} …"


def parts(cell: object) -> list[str]:
    """Return the entries of a cell that joins several with "|"; an empty cell has none.

    >>> parts("Politik|Ehrenamt"), parts(None), parts("")
    (['Politik', 'Ehrenamt'], [], [])
    """
    return [part.strip() for part in cell.split("|") if part.strip()] if isinstance(cell, str) else []


def joined(words: Iterable[str]) -> str:
    """Return entries as one cell.

    >>> joined(["a", "b"])
    'a|b'
    """
    return "|".join(words)


FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four are the wide ones


def tame(cell: Any) -> Any:  # noqa: ANN401 - a cell may hold anything
    """Return a cell or heading of a CSV so that no spreadsheet takes its words for a formula.

    >>> tame("=1+1"), tame(3), tame("Kurse")
    ("'=1+1", 3, 'Kurse')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
