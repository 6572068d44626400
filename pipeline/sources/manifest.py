"""The manifest: what people wrote down about each paper, and what can be inferred where they wrote nothing."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.shared.reading import Reading
from pipeline.sources.encodings import decode
from pipeline.sources.sheets import separator

COLUMNS = ("file", "event", "date", "fields", "stakeholder_group", "kind")
OPTIONAL = ("publish",)
PUBLISH = ("quote", "count", "internal")
MONTHS = (
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
)
ISO = re.compile(r"(?<!\d)(20\d{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
GERMAN = re.compile(
    r"(?<!\d)(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.(?:\s(?=20\d{2}))?(20\d{2}|\d{2})(?!\d|[:.]\d)"
)
SPELLED = re.compile(
    rf"(?<!\d)(0?[1-9]|[12]\d|3[01])\.?\s+({'|'.join(MONTHS)}|jan|feb|mär|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\.?\s+(20\d{{2}})",
    re.IGNORECASE,
)
EVENT = re.compile(
    r"(ws|workshop|auftakt|abschluss|forum|konferenz|treffen|werkstatt|klausur|plenum|beirat|dialog|fachtag|tagung|runde"
    r"|arbeitskreis|arbeitsgruppe|ag|steuerungsgruppe|netzwerk\w*|sitzung|veranstaltung)\w*|[a-zäöü]{1,4}\d{1,2}",
    re.IGNORECASE,
)
HEAD = 2500
FEBRUARY = 2
NEAR = 12  # paragraphs at either end of a letter in which it greets and takes leave
SALUTATION = re.compile(
    r"(sehr geehrte|liebe[rs]?) (?:[^.?]|(?<=\bdr)\.|(?<=\bprof)\.|(?<=\bh)\.|(?<=\bc)\.){2,100}[,!]$", re.IGNORECASE
)
LEAVE = re.compile(
    r"(mit [^.]{0,30}grüßen|(viele|beste|freundliche|herzliche) grüße|hochachtungsvoll)\b", re.IGNORECASE
)
FEW_TURNS = 4


@dataclass(frozen=True)
class Entry:
    """What is known about one paper, in the order of the manifest's columns; ``notes`` are German hints."""

    file: str
    event: str = ""
    date: str = ""
    fields: str = ""
    stakeholder_group: str = ""
    kind: str = ""
    publish: str = ""
    notes: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass
class Manifest:
    """The entries by file name (NFC) and the faults of the list itself, in German."""

    entries: dict[str, Entry] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def name_of(file: str) -> str:
    """Return a file name as it is compared: composed letters, no folder of the same list."""
    return unicodedata.normalize("NFC", file.strip()).removeprefix("./").removeprefix("documents/")


def parse(data: bytes) -> Manifest:
    """Return the manifest in ``data``; whatever is wrong with it is named by line, and the rest is used."""
    text, _ = decode(data)
    sign = separator(text) if text.strip() else ";"
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    try:
        filled = [(number, row) for number, row in enumerate(rows, start=1) if any(value.strip() for value in row)]
    except csv.Error:
        return Manifest(faults=[f"Zeile {rows.line_num}: nicht als Tabelle lesbar"])
    if not filled:
        return Manifest(faults=["das Manifest ist leer"])
    head = [value.strip().lower() for value in filled[0][1]]
    found = Manifest()
    found.faults += [f"Spalte {name} fehlt" for name in COLUMNS if name not in head]
    found.faults += [
        f"Spalte {place} ist unbekannt" for place, name in enumerate(head, 1) if name and name not in COLUMNS + OPTIONAL
    ]
    for number, row in filled[1:] if "file" in head else []:
        _add(found, dict(zip(head, [value.strip() for value in row], strict=False)), number)
    return found


def _add(found: Manifest, row: Mapping[str, str], number: int) -> None:
    name = name_of(row.get("file", ""))
    if not name:
        found.faults.append(f"Zeile {number}: file ist leer")
    elif name in found.entries:
        found.faults.append(f"Zeile {number}: die Datei steht schon in einer früheren Zeile; diese gilt nicht")
    else:
        entry, faults = _checked(Entry(name, *(row.get(column, "") for column in (*COLUMNS[1:], *OPTIONAL))), number)
        found.entries[name] = entry
        found.faults += faults


def _checked(entry: Entry, number: int) -> tuple[Entry, list[str]]:
    """Return an entry with its date in one form and a known way of publishing; what is not understood is said."""
    faults: list[str] = []
    date = date_in(entry.date)
    if entry.date and not date:
        faults.append(f"Zeile {number}: date ist kein Datum (JJJJ-MM-TT)")
    publish = entry.publish.lower()
    if publish and publish not in PUBLISH:
        faults.append(f"Zeile {number}: publish ist nicht in {', '.join(PUBLISH)}; vorsichtshalber gilt internal")
        publish = "internal"
    return replace(entry, date=date, publish=publish, kind=entry.kind.lower(), notes=tuple(faults)), faults


def date_in(text: str) -> str:
    """Return the first date in ``text`` as JJJJ-MM-TT, "" where there is none.

    >>> [date_in(text) for text in ("20231004_ws", "am 4.10.23", "Mittwoch, 8. November 2023", "31.02.2023")]
    ['2023-10-04', '2023-10-04', '2023-11-08', '']
    >>> date_in("14.5. 23:12"), date_in("am 12.3. 40 Leute"), date_in("4. 10. 2023")
    ('', '', '2023-10-04')
    """
    found = []
    for pattern, order in ((ISO, "ymd"), (GERMAN, "dmy"), (SPELLED, "dmy")):
        match = pattern.search(text)
        if match:
            parts = dict(zip(order, match.groups(), strict=True))
            found.append((match.start(), parts["y"], parts["m"], parts["d"]))
    for _, year, month, day in sorted(found):
        number = int(month) if month.isdigit() else _month(month)
        if int(day) <= _days(int(year), number):
            return f"{int(f'20{year}'[-4:]):04d}-{number:02d}-{int(day):02d}"
    return ""


def _month(name: str) -> int:
    short = name.lower()[:3].replace("mrz", "mär")
    return next(number for number, month in enumerate(MONTHS, start=1) if month.startswith(short))


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == FEBRUARY else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def inferred(reading: Reading, others: Sequence[Entry], names: Mapping[str, str]) -> Entry:
    """Return what name and header of a paper without a line in the manifest tell.

    ``others`` are the entries of the manifest: a paper of the same day belongs to the same event. ``names`` are the
    codebook's fields by key; a key or name in the file name or the first heading counts.
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", unicodedata.normalize("NFC", reading.document))
    date = date_in(stem) or date_in(reading.text[:HEAD])
    kind = kind_of(reading, stem)
    same_day = sorted({entry.event for entry in others if entry.date and entry.date == date and entry.event})
    event = same_day[0] if len(same_day) == 1 else "interview" if kind == "interview" else _event(stem)
    title = next((reading.slice(block) for block in reading.blocks if block.kind in {"title", "heading"}), "")
    fields = [key for key, name in names.items() if _named(key, name, f"{stem} {title}")]
    guessed = ", ".join(
        word
        for word, value in (("Datum", date), ("Veranstaltung", event), ("Art", kind), ("Arbeitsbereich", fields))
        if value
    )
    note = f"steht nicht im Manifest; aus Name und Kopf erschlossen: {guessed}; bitte dort eintragen"
    return Entry(reading.document, event, date, "|".join(fields), "", kind, notes=(note,))


def kind_of(reading: Reading, stem: str) -> str:
    """Return what sort of paper it is: interview, email, kartenabschrift, fotoprotokoll, brief or protokoll."""
    kinds = [block.kind for block in reading.blocks]
    if reading.reader.startswith("eml"):
        return "email"
    if (
        re.search(r"interview|transkript|gespräch|gespraech", stem, re.IGNORECASE)
        or kinds.count("turn") + kinds.count("cue") >= FEW_TURNS
    ):
        return "interview"
    if "card" in kinds:
        return "kartenabschrift"
    if _is_letter(reading):
        return "brief"
    return "fotoprotokoll" if re.search(r"foto", stem, re.IGNORECASE) else "protokoll"


def _is_letter(reading: Reading) -> bool:
    """Tell whether a paper greets somebody near its beginning and takes leave near its end."""
    words = [reading.slice(block) for block in reading.blocks if block.kind != "furniture"]
    greeted = any(SALUTATION.match(one) for one in words[:NEAR])
    return greeted and any(LEAVE.match(one) for one in words[-NEAR:])


def _event(stem: str) -> str:
    """Return the first word of a file name that names an event: a common noun for one, or letters with a number."""
    words = [word for word in re.split(r"[\s_\-.]+", re.sub(ISO, " ", re.sub(GERMAN, " ", stem))) if word]
    return next((word.lower() for word in words if EVENT.fullmatch(word)), "")


def _named(key: str, name: str, text: str) -> bool:
    """Tell whether a field's key, or a long word of its name, stands in ``text`` as the beginning of a word."""
    words = [key, *[word for word in re.findall(r"\w{6,}", name) if word[0].isupper()]]
    return any(re.search(rf"(?<![^\W_]){re.escape(word)}", text, re.IGNORECASE) for word in words)
