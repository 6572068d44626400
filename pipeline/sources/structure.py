"""What a line is when no style says so: typed bullets, bold lines, numbered titles, words with a colon.

Readers bring pieces; here typed marks are set apart from the words, and lines that look like headings become some.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.sources.pieces import Piece, clean

LISTED = {"paragraph", "item", "cell", "card"}
BULLET = re.compile(
    r"^(?:[-*+][ \t]+\[[ xX]\]|[-–—−*+•·▪◦‣■□▸►➢➤✓✔☐☑⁃→»o>!?]|●(?!\s*●)|--|->|=>|\([-+–−!?]\))[ \t]+(?=\S)"
)
TIGHT_BULLET = re.compile(r"^[•▪◦‣■□▸►➢➤✓✔☐☑⁃](?=\S)")
NUMBER = re.compile(r"^(\(?(\d{1,2}|[a-z])[.)])[ \t]+(?=\S)")
SECTION = re.compile(
    r"^((?:\d{1,2}\.)+\d{0,2}|\d{1,2}(?:\.\d{1,2})+|TOP\s*\d+|[IVX]{1,4}\.|[A-Z]\.|\d{1,2})[.:]?\s+(?=\S)"
)
CALENDAR = re.compile(
    r"\d{1,2}\.\s+(jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez|klasse|klässl|etage|stock|og\b|quartal|halbjahr"
    r"|jahr|woche|sitzung|runde|workshop|treffen|platz|montag|dienstag|mittwoch|donnerstag|freitag|lebensjahr|jahrgang"
    r"|hj\b|hälfte|semester|trimester|schuljahr|kw\b|q\b|generation|mal\b)",
    re.IGNORECASE,
)
KEYED = re.compile(
    r"^(datum|ort|uhrzeit|zeit|beginn|ende|dauer|anwesend\w*|teilnehm\S*|entschuldigt|(gesamt)?moderation|protokoll\w*"
    r"|leitung|verteiler|anlass|veranstaltung|tn|termin|hinweis|anmerkung|stand|notizen?|abschrift|erstellt)\b",
    re.IGNORECASE,
)
ENUMERATED = re.compile(r"^\(?1[.)].*\s\(?2[.)]\s.*\s\(?3[.)]\s")  # an agenda on one line
PERSON = re.compile(r"^(herr|frau|dr|prof)\b", re.IGNORECASE)
TITLE_LENGTH = 120
INTRO_LENGTH = 70
RUN_IN_LENGTH = 60
STATION = re.compile(
    r"^(TOP|Tisch|Gruppe|Runde|Station|Stellwand|Thema|Block|Phase|Teil|AG|Handlungsfeld|Kapitel)\s*(\d|[A-H]\b|[IVX]+\b)"
)
TITLE_WORD = re.compile(
    r"protokoll|notiz|mitschrift|workshop|dokumentation|ergebnis|sitzung|treffen|konzept|veranstaltung|abschrift|bereich"
    r"|interview|forum|caf[eé]|tagung|bericht|auswertung|zusammenfassung|sammlung|werkstatt|konferenz|klausur|\d{1,2}\.\d{1,2}\.",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"(unsere |die |wichtigste |größte |weitere )*(probleme?|herausforderung(en)?|ziele?|maßnahmen?|massnahmen?|ideen"
    r"|vorschläge|angebote|ressourcen|lösungen|lösungsideen|bedarfe?|handlungsempfehlungen|wünsche|stärken|schwächen|chancen|risiken"
    r"|hürden|hindernisse|bestehende angebote|leitlinien|handlungsbedarfe?|projektideen)[ :?]*"
    r"|was (läuft|fehlt|tun|gibt es|klappt|hakt|brauchen wir|wünschen wir uns)( schon| gut| bereits)?[ :?]*",
    re.IGNORECASE,
)
FEW_WORDS = 5
CONTENTS = re.compile(r"(\.[ \t]?){4,}\s*\d{1,4}$|…{2,}\s*\d{1,4}$")
RUN_IN_LEVEL = 7
MOST_SIZES = 3
INTRO_LEVEL = 8


def structured(pieces: Sequence[Piece]) -> list[Piece]:
    """Return ``pieces`` with typed list marks set apart and headings found; text and order are unchanged."""
    titled = _titled(_marked([part for piece in pieces for part in _parts(_contents(piece))]))
    if not any(piece.kind in {"heading", "title", "turn", "cue", "card"} for piece in titled):
        titled = _plainly_titled(titled)
    return _introduced(_run_in(titled))


def _contents(piece: Piece) -> Piece:
    """Return ``piece`` as furniture where it is a line of a table of contents: dots up to a page number."""
    listed = piece.kind in LISTED | {"heading"} and CONTENTS.search(clean(piece.text))
    return replace(piece, kind="furniture", level=0) if listed else piece


def _parts(piece: Piece) -> list[Piece]:
    """Return a piece cut before its lines that begin with a list mark: some people break lines, not paragraphs."""
    lines = clean(piece.text).split("\n") if piece.kind in LISTED and "\n" in piece.text and not piece.before else []
    expected, chunks, marks = 0, list[list[str]](), 0
    for line in lines:
        sign = mark(line, expected)
        expected = following(sign, expected)
        marks += bool(sign)
        if sign or not chunks:
            chunks.append([line])
        else:
            chunks[-1].append(line)
    return (
        [replace(piece, text="\n".join(chunk)) for chunk in chunks]
        if marks > 1 or (marks and len(chunks) > 1)
        else [piece]
    )


def mark(text: str, expected: int = 0) -> str:
    """Return the typed list mark at the beginning of ``text`` ("" where there is none).

    A number is a mark where it is 1 or follows the one before (``expected``); a date or an ordinal is none.

    >>> [mark(line, 2) for line in ("- Bus fehlt", "2. Kita", "13. März", "●●● viele", "–  ja")]
    ['-', '2.', '', '', '–']
    """
    found = BULLET.match(text) or TIGHT_BULLET.match(text)
    if found:
        return found[0].strip()
    found = NUMBER.match(text)
    if not found or CALENDAR.match(text) or ENUMERATED.search(text):
        return ""
    value = int(found[2]) if found[2].isdigit() else ord(found[2]) - ord("a") + 1
    return found[1] if value in {1, expected} else ""


def following(sign: str, expected: int) -> int:
    """Return the number that the item after the one marked ``sign`` would bear; bullets leave it as it is.

    >>> [following(sign, 7) for sign in ("1.", "(b)", "-")]
    [2, 3, 7]
    """
    value = re.sub(r"[^a-z0-9]", "", sign)
    if value.isdigit():
        return int(value) + 1
    return ord(value) - ord("a") + 2 if NUMBER.match(f"{sign} x") else expected


def _marked(pieces: Sequence[Piece]) -> list[Piece]:
    """Set typed marks apart: a paragraph becomes an item, a cell keeps its kind."""
    done: list[Piece] = []
    expected = 0
    for piece in pieces:
        text = clean(piece.text)
        sign = mark(text, expected) if piece.kind in LISTED and not piece.before else ""
        if piece.kind in {"heading", "title"}:
            expected = 0
        if not sign or (piece.bold and NUMBER.match(text) and piece.kind == "paragraph"):
            done.append(piece)
            continue
        expected = following(sign, expected)
        kind = "item" if piece.kind == "paragraph" else piece.kind
        done.append(replace(piece, kind=kind, text=text[len(sign) :].strip(), before=sign))
    return done


def _titled(pieces: Sequence[Piece]) -> list[Piece]:
    """Turn bold lines into headings; styled headings are left alone, and the bold ones rank below them."""
    bold = [piece for piece in pieces if _is_title(piece)]
    if not bold:
        return list(pieces)
    ranks = iter(_ranked(bold, first=_opens(pieces, bold[0])))
    done, base = [], 0
    for piece in pieces:
        if _is_title(piece):
            level = max(1, min(base + next(ranks), INTRO_LEVEL - 2))
            done.append(replace(piece, kind="heading", level=level))
            continue
        base = piece.level if piece.kind == "heading" and piece.level < INTRO_LEVEL else base
        done.append(piece)
    return done


def _opens(pieces: Sequence[Piece], title: Piece) -> bool:
    """Tell whether ``title`` is that of the whole document: the first words, with a header or a heading behind them."""
    place = pieces.index(title)
    after = pieces[place + 1] if place + 1 < len(pieces) else None
    named = bool(TITLE_WORD.search(clean(title.text)))
    headed = after is not None and (_is_title(after) or bool(KEYED.match(clean(after.text))))
    return (named or headed) and all(piece.kind in {"furniture", "metadata"} for piece in pieces[:place])


def _ranked(bold: Sequence[Piece], *, first: bool) -> list[int]:
    """Return the rank of each bold line: by size, then by number; the first of a document stands over its equals.

    Among equals, lines without a number stand below those with one: "1. Wohnen" holds "Probleme" and "Ziele".
    """
    sizes = sorted({piece.size for piece in bold}, reverse=True)
    equals = Counter(piece.size for piece in bold)
    texts = [clean(piece.text) for piece in bold]
    deepest = max((_depth(text) for text in texts), default=0)
    top = first and equals[bold[0].size] > 1 and not SECTION.match(texts[0])
    numbered: set[float] = set()
    ranks = []
    for index, (piece, text) in enumerate(zip(bold, texts, strict=True)):
        rank = 1 + min(sizes.index(piece.size), MOST_SIZES) + (top and index > 0 and piece.size == bold[0].size)
        if SECTION.match(text):
            numbered.add(piece.size)
            ranks.append(rank + _depth(text))
        else:
            ranks.append(rank + (1 + deepest if piece.size in numbered else 0))
    return ranks


def _is_title(piece: Piece) -> bool:
    text = clean(piece.text)
    fits = piece.kind == "paragraph" and piece.bold and piece.table is None and len(text) <= TITLE_LENGTH
    return fits and "\n" not in text and not text.endswith((".", ",", ";")) and not KEYED.match(text)


def _plainly_titled(pieces: Sequence[Piece]) -> list[Piece]:
    """Find headings in a document that was written without any look: its first line, numbers, a line over a list."""
    done = list(pieces)
    for index, piece in enumerate(pieces):
        whole = f"{piece.before} {clean(piece.text)}".strip()
        if piece.table is not None or not _titular(whole) or piece.kind not in {"paragraph", "item"}:
            continue
        above, below = (pieces[i] if 0 <= i < len(pieces) else None for i in (index - 1, index + 1))
        level = _plain_rank(whole, above, below, piece)
        if level:
            done[index] = replace(piece, kind="heading", level=level, text=whole, before="")
    return done


def _titular(text: str) -> bool:
    """Tell whether ``text`` could be a heading by its length and end."""
    fits = 1 < len(text) <= TITLE_LENGTH and not text.endswith((".", ",", ";", "!", ":")) and "\n" not in text
    return (
        fits
        and (not KEYED.match(text) or (":" not in text and bool(TITLE_WORD.search(text))))
        and any(sign.isalpha() for sign in text)
    )


def _plain_rank(text: str, above: Piece | None, below: Piece | None, piece: Piece) -> int:
    """Return the rank of a plain line as a heading, 0 where nothing says that it is one."""
    if above is None and below is not None and piece.kind == "paragraph" and TITLE_WORD.search(text):
        return 1
    numbers = [one for one in (above, below) if one is not None and one.kind == "item" and one.before[:1].isdigit()]
    if below is None or piece.kind == "item":
        return 2 if below is not None and piece.before[:1].isdigit() and not numbers else 0
    if re.match(r"\d{1,2}\.\d{1,2}\.?\s+[A-ZÄÖÜ]", text) and not re.match(
        r"\d{1,2}\.\d{1,2}\.?\s*(\d|uhr|h\b)", text, re.IGNORECASE
    ):
        return 2 + _depth(text)
    if STATION.match(text) or (text.isupper() and len(text) > MOST_SIZES):
        return 2
    return 3 if below.kind == "item" and len(text.split()) <= FEW_WORDS else 0


def _depth(text: str) -> int:
    """Return how deep a typed section number reaches: 0 for "2" and for none, 1 for "2.1".

    >>> [_depth(text) for text in ("2 Wohnen", "2.1 Miete", "2.1.3 Kaution", "Miete")]
    [0, 1, 2, 0]
    """
    found = SECTION.match(text)
    return len(re.findall(r"\d+", found[1])) - 1 if found and re.match(r"\d", found[1]) else 0


def _run_in(pieces: Sequence[Piece]) -> list[Piece]:
    """Split "Sprache: Es fehlen Kurse" where the first words are bold: a heading that runs in, then the paragraph."""
    done: list[Piece] = []
    for piece in pieces:
        lead = clean(piece.lead)
        text = clean(piece.text)
        fits = piece.kind == "paragraph" and piece.table is None and 0 < len(lead) <= RUN_IN_LENGTH
        ends = lead.endswith((":", ".")) or text[len(lead) : len(lead) + 1] == ":"
        if fits and ends and text.startswith(lead) and not KEYED.match(lead) and not PERSON.match(lead):
            cut = len(lead) + (text[len(lead) : len(lead) + 1] == ":")
            done.append(replace(piece, kind="heading", level=RUN_IN_LEVEL, text=text[:cut], lead=""))
            done.append(replace(piece, text=text[cut:].strip(), lead=""))
        else:
            done.append(piece)
    return done


def _introduced(pieces: Sequence[Piece]) -> list[Piece]:
    """Turn a short line with a colon into a heading where a list follows, and a line that only names what follows."""
    done = list(pieces)
    for index, (piece, after) in enumerate(itertools.pairwise(pieces)):
        text = clean(piece.text)
        short = piece.kind == "paragraph" and piece.table is None and len(text) <= INTRO_LENGTH and "\n" not in text
        intro = text.endswith(":") and after.kind == "item" and not KEYED.match(text)
        if short and (intro or (NAMED.fullmatch(text) and after.kind in {"item", "paragraph"})):
            done[index] = replace(piece, kind="heading", level=INTRO_LEVEL)
    return done
