"""Tables as rows of cells: which row holds the titles, and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median

from pipeline.sources import votes
from pipeline.sources.pieces import Piece, clean, flat

SEARCHED_ROWS = 25
ABBREVIATED = re.compile(r"^(?:\S+ ){0,3}[A-ZÄÖÜ]\w{0,3}\.$")
KEY = re.compile(r"(?:\S+ ){0,3}\S+\s?:")
TITLE_LENGTH = 45
TITLE_WORDS = 6
FEW_TITLE_WORDS = 3
LEAST_ASKED, LEAST_QUESTIONS = 3, 2
PAIR, LEAST_KEYS = 2, 4
ROLES = {
    "number": r"(lfd|nr|nummer|no|id|pos|#|zeile)\b\.?.*|runde|\w+[-_ ](id|nr|nummer)|fragebogen",
    "question": r"(leit|impuls|interview)?frage(stellung|text)?|question",
    "votes": r".*(punkt|stimme|vote|votum|gewicht|●).*|prio\.?|pkte?\.?|häufigkeit|unterstützungen"
    r"|anzahl( (der )?(nennungen|antworten|reaktionen))?|(anzahl )?(likes?|herzen|reaktionen|reactions?)"
    r"|gefällt( mir)?|zustimmungen",
    "kind": r"(art|typ|kartenart|kartentyp|(karten)?farbe|rubrik|art der (karte|nennung))",
    "cluster": r".*(cluster|überschrift|thema|themen|handlungsfeld|arbeitsbereich|oberbegriff|schwerpunkt|stellwand).*"
    r"|top|tagesordnungspunkt|(themen|aufgaben)?bereich|kategorie|feld|abschnitt|block|section|area|spalte",
    "title": r"betreff|beitragstitel|(post )?subject|post title",
    "text": r".*(kartentext|karten?inhalt|wortlaut|stichwort|nennung|beitrag|beiträge|aussage|inhalt|gesagt|genannt).*"
    r"|karten?|text|punkt|ergebnis(se)?|antwort(en|text)?|freitext(antwort)?|äußerung|answer|response|body",
    "claim": r".*(problem|herausforderung|hürde|schwierigkeit|bedarf|ziel(?!grupp)|maßnahme|massnahme|vorschl|idee"
    r"|lösung|angebot|ressource|aktivität|stärke|schwäche|chance|risik|handlungsempfehlung|vorhanden|läuft|wunsch|wünsche"
    r"|leitlinie"
    r"|was (fehlt|klemmt|hakt|hapert|nervt|stört)|wo (klemmt|hakt|drückt)"
    r"|was tun|offene frage|hemmnis|was gibt es|projekt(?!leit|name|nr|partner|träger|kosten)"
    r"|schritt|ist-stand|soll|empfehlung).*",
    "aside": r".*(wer\b|zuständig|verantwortlich|federführ|beteilig|partner|bis wann|zeit|frist|termin|datum|anmerkung"
    r"|bemerkung|kommentar|tisch|notiz|kosten|finanz|status|priorität|ort\b|quelle|name|institution|hinweis|wann\b).*"
    r"|träger(schaft)?|anbieter|veranstalter|akteur(e|innen)?|durchführ\w*|umsetz\w+ durch|ansprechp\w*|seit( wann)?"
    r"|laufzeit|dauer|zielgruppen?|adressat(en|innen)?|für wen|indikator(en)?"
    r"|projekt(leit|name|nr|partner|träger|kosten)\w*|comments?|alter|geschlecht|wohnort|plz",
    "technical": r".*(erstellt|geändert|bearbeit|hochgeladen|vermerk|anhang|autor|verfass|nutzer|e-?mail).*|author|user"
    r"|created.*|updated.*|attachments?.*|url|link|bild(er)?|start-?sprache|(bg )?colou?r|position [xy]|width|height"
    r"|tags?|last modified|letzte (änderung|seite)|(start|end) date|startzeit|fertigstellungszeit|(first|last) name"
    r"|ip( address)?|custom data.*|(breiten|längen)grad|zufallsstartwert|referrer.*",
}
COMPILED = {role: re.compile(pattern, re.IGNORECASE) for role, pattern in ROLES.items()}
STAMP = re.compile(r"(?:\d{1,2}\.\d{1,2}\.|\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/)[\d.,:TZ +-]*(?:Uhr|[AP]M)?")
HEADER_BLOCK = re.compile(
    r"(datum|ort|uhrzeit|zeit|beginn|ende|dauer|anwesend\w*|teilnehm\w*|entschuldigt|moderation|protokoll\w*|leitung"
    r"|verteiler|anlass|veranstaltung|thema|tn|interview\w*|befragte\w*|gesprächs\w*)",
    re.IGNORECASE,
)
ATTENDANCE = re.compile(
    r"((vor|nach|familien)?name(, vorname)?|vorname|titel|anrede|institution|organisation|einrichtung|funktion|adresse"
    r"|dienststelle|unterschrift|e-?mail(-adresse)?|telefon|tel\.?|firma|verein|kommune|(lfd\. )?nr\.?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Cell:
    """One cell: its pieces (paragraphs, items), how many columns it spans, and whether it was declared a title."""

    pieces: tuple[Piece, ...] = ()
    span: int = 1
    title: bool = False

    @cached_property
    def text(self) -> str:
        """Return the words of the cell on one line."""
        return flat(" ".join(clean(piece.text) for piece in self.pieces))

    @property
    def bold(self) -> bool:
        """Tell whether all its words are bold."""
        return bool(self.pieces) and all(piece.bold for piece in self.pieces)


@dataclass
class Grid:
    """A table as rows of cells; a cell covered by a merged one is empty, and every row is equally long."""

    rows: list[list[Cell]]
    number: int
    cards: bool = False
    path: tuple[str, ...] = ()
    column: str = ""
    roles: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    lonely: bool = False
    first_row: int = 0

    def __post_init__(self) -> None:
        """Make all rows equally long; a table without cells has no rows."""
        width = max((len(row) for row in self.rows), default=0)
        self.rows = [[*row, *[Cell()] * (width - len(row))] for row in self.rows if width]

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return len(self.rows[0]) if self.rows else 0


def cell(text: str, *, bold: bool = False, span: int = 1, title: bool = False) -> Cell:
    """Return a cell of plain text; empty text gives an empty cell."""
    return Cell((Piece("cell", text, bold=bold),) if text.strip() else (), span, title)


def role_of(title: str) -> str:
    """Return the role of the column called ``title``: votes, cluster, title, kind, text, claim, number, ... or "".

    >>> [role_of(title) for title in ("Lfd.", "Klebepunkte", "Maßnahme", "Bis wann?", "Kita")]
    ['number', 'votes', 'claim', 'aside', '']
    """
    words = flat(title).strip(" :?.")
    return next((role for role, pattern in COMPILED.items() if pattern.fullmatch(words)), "")


def short(text: str) -> bool:
    """Tell whether ``text`` is short enough for a column title, and no sentence, number or list of points."""
    words = text.split()
    fits = 0 < len(text) <= TITLE_LENGTH and len(words) <= TITLE_WORDS
    return (
        fits
        and not text.endswith((".", "!", ";"))
        and votes.count(text) is None
        and any(sign.isalpha() for sign in text)
    )


def header_row(grid: Grid) -> int | None:
    """Return the row that holds the column titles, or None for a table without any."""
    if _is_profile(grid):
        return None
    rows = list(enumerate(grid.rows[:SEARCHED_ROWS]))
    filled = {index: [part for part in row if part.text] for index, row in rows}
    declared = next((i for i, row in rows if filled[i] and all(part.title for part in row if part.text)), None)
    if declared is not None and (len(filled[declared]) > 1 or grid.width == 1):
        return declared
    first = next((i for i, parts in filled.items() if len(parts) > 1), None)
    if first is not None and is_asked([part.text for part in filled[first]]) and _answers(grid, first):
        return first
    known = {i: sum(bool(role_of(part.text)) for part in parts if _titular(part.text)) for i, parts in filled.items()}
    fitting = [i for i, parts in filled.items() if len(parts) > 1 and known[i] * 2 >= len(parts)]
    best = max(fitting, key=lambda i: (known[i], -i), default=None)
    if best is not None and known[best] > 1:
        return best
    fits = first is not None and (_borne_out(grid, first) or _looks_like_titles(grid, first, filled[first]))
    return first if fits else None


def _is_profile(grid: Grid) -> bool:
    """Tell whether a table of two columns describes one thing: its first column holds names known for columns."""
    keys = [row[0].text for row in grid.rows if row[0].text and any(part.text for part in row[1:])]
    known = sum(len(key.split()) <= FEW_TITLE_WORDS and bool(role_of(key) or key.endswith("?")) for key in keys)
    if grid.width != PAIR or len(keys) < LEAST_KEYS or len(set(keys)) < len(keys):
        return False
    return known * 2 >= len(keys) and not role_of(grid.rows[0][1].text)


def is_asked(titles: Sequence[str]) -> bool:
    """Tell whether titles are the questions of a survey, with its own columns ('ID', 'Zeitstempel') beside them.

    >>> is_asked(["ID", "Wo wohnen Sie?", "Was fehlt Ihnen?"]), is_asked(["Problem", "Wer?", "Bis wann?"])
    (True, False)
    """
    texts = [title for title in titles if title]
    asked = sum("?" in text and len(text.split()) >= LEAST_ASKED for text in texts)
    return asked >= LEAST_QUESTIONS and len(set(texts)) == len(texts) and asked * 3 >= len(texts)


def _answers(grid: Grid, head: int) -> bool:
    """Tell whether the rows below a row of questions hold answers: hardly a question among them."""
    below = [part.text for row in grid.rows[head + 1 :] for part in row if part.text]
    return bool(below) and sum(text.endswith("?") for text in below) * 10 <= len(below)


def _borne_out(grid: Grid, index: int) -> bool:
    """Tell whether a first row is confirmed by what is below: under 'Punkte' stand points, under 'Erstellt' days."""
    texts = [part.text for part in grid.rows[index]]
    filled = [text for text in texts if text]
    if len(set(filled)) < len(filled) or not all(map(_titular, filled)):
        return False
    for column, text in enumerate(texts):
        below = [row[column].text for row in grid.rows[index + 1 :] if row[column].text]
        counted = role_of(text) == "votes" and all(votes.count(said) is not None for said in below)
        if below and (counted or (len(below) > 1 and all(map(STAMP.fullmatch, below)))):
            return True
    return False


def _looks_like_titles(grid: Grid, index: int, parts: Sequence[Cell]) -> bool:
    """Tell whether an unknown first row holds titles: short, distinct, and bold or clearly shorter than the rest."""
    texts = [part.text for part in parts]
    below = [part.text for row in grid.rows[index + 1 :] for part in row if part.text]
    if not below or len(set(texts)) < len(texts) or not all(_titular(text) or role_of(text) for text in texts):
        return False
    if all(part.bold for part in parts) and not all(part.bold for row in grid.rows for part in row if part.text):
        return True
    return median(map(len, below)) >= 1.5 * median(map(len, texts)) and len(parts) * 2 > grid.width


def _titular(text: str) -> bool:
    """Tell whether ``text`` may be a title, the stop of a closing abbreviation ("Rathaus & Co.") apart."""
    return short(text[:-1] if ABBREVIATED.search(text) else text)


def is_header_block(titles: Sequence[str]) -> bool:
    """Tell whether the titles are those of a header (Datum, Ort) or of an attendance list, not of a table of cards."""
    filled = sum(bool(title) for title in titles)
    known = [[bool(part.fullmatch(title.strip(": ?"))) for title in titles] for part in (HEADER_BLOCK, ATTENDANCE)]
    return any(sum(hits) > 1 and sum(hits) * 2 > filled for hits in known)


def is_form(grid: Grid) -> bool:
    """Tell whether a table is the head of a paper: keys with a colon and values in turn ('Ort:', 'Rathaus')."""
    rows = [[clean(part.pieces[-1].text).strip() for part in row if part.text] for row in grid.rows]
    keys = [text for row in rows for text in row[::2]]
    named = [text.strip(": ") for text in keys]
    told = 2 * sum(bool(HEADER_BLOCK.fullmatch(name)) for name in named) >= len(named) > 0
    said = any(role_of(name) in {"claim", "text", "question"} for name in named)
    nested = any(piece.table is not None for row in grid.rows for part in row for piece in part.pieces)
    plain = all(map(KEY.fullmatch, keys)) and not any(KEY.fullmatch(text) for row in rows for text in row[1::2])
    return told and plain and not said and not nested


def next_header(grid: Grid, head: int) -> int | None:
    """Return the row below ``head`` that holds other titles known by name: a second table below the first."""
    for index in range(head + 2, len(grid.rows) - 1):
        parts = [part.text for part in grid.rows[index] if part.text]
        known = sum(bool(role_of(text)) and len(text.split()) <= FEW_TITLE_WORDS for text in parts)
        same = [part.text for part in grid.rows[index]] == [part.text for part in grid.rows[head]]
        alone = not any(part.text for part in grid.rows[index - 1]) or all(
            part.bold or part.title for part in grid.rows[index] if part.text
        )
        if len(parts) > 1 and known == len(parts) and not same and alone:
            return index
    return None
