"""Labels and time marks: who begins to speak, and when, in the ways that programs and typists write it down."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.sources.pieces import Piece, clean

CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,-]\d{1,3})?"
MARK = re.compile(rf"\s*(?:#({CLOCK})#|\[({CLOCK})\]|\(({CLOCK})\)|\{{({CLOCK})\}})\s*")
ROLE = (
    r"(?:I|B|R|F|A|M|T|P|S|IP|IN|IW|INT|BF|GP|TN|MOD|KI|E|Q)\d{0,2}|S\d{2}|[A-ZÄÖÜ]{2,3}|"
    r"(?:TN|IP|BF|GP|B|I|P)[ -]\d{1,2}|"
    r"(?i:(?:interviewer|moderator|sprecher|teilnehmer|proband)(?:[:*_/]?-?in|\(in\))?|(?:befragte|interviewte)(?:[:*_/]?-?[rn])?|"
    r"interview|moderation|speaker|person|expert(?:e|in|e[:*_/]-?in)|gast|frage|antwort|unbekannt|stimme|spk|unknown|alle|plenum)"
    r"(?:[ _-]?[A-Z0-9]{1,2})?"
)
NAME = (
    r"(?:(?:Herr|Frau|Dr\.|Prof\.)\s+)*[A-ZÄÖÜ][\w.’'-]*(?:,? (?:von|van|zu|der|de|al|el|[A-ZÄÖÜ(][\w.,’'/()-]*)){0,5}"
    r"(?: \d{1,2})?"
)
LABEL = re.compile(rf"^(?P<label>{ROLE}|{NAME})(?: \([a-zäöüß][a-zäöüß, ]{{2,30}}\))?\s*:(?=\s|$)\s*")
ALONE = re.compile(
    rf"^(?P<label>{ROLE}|{NAME})\s+\(?\[?(?P<time>{CLOCK})\]?\)?$"
    rf"|^\(?\[?(?P<time2>{CLOCK})\]?\)?\s+(?P<label2>{ROLE}|{NAME})$"
)
POSTED = re.compile(
    r"^\[?\d{1,2}[./]\d{1,2}[./]\d{2,4},?\s+(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\s?[AP]M)?\]?\s*(?:[-–]\s*)?"
    r"(?P<label>[^:\n\[\]]{1,40}):\s+"
    r"|^(?P<time2>\d{1,2}:\d{2}:\d{2})\s+(?:Von|From)\s+(?P<label2>[^:\n]{1,40}?)\s+(?:an|to)\s+[^:\n]{1,40}:\s+"
)
"""The beginning of a message in the export of a chat: date, time and who wrote it."""
CODE = re.compile(rf"^(?:{ROLE})$")
WORDS = re.compile(
    r"^(ziele?|teilziele?|probleme?|maßnahmen?|massnahmen?|idee\w*|vorschl\w+|wer|wo|wie|wann|was|bis wann|zuständig\w*"
    r"|hinweis\w*|anmerkung\w*|notiz\w*|ergebnis\w*|thema|themen|top|beschluss|datum|ort|zeit|termin|uhrzeit|beginn|ende|dauer|protokoll"
    r"|herausforderung\w*|bedarf\w*|ressource\w*|angebot\w*|wunsch|wünsche|fazit|stand|status|nr|anwesend\w*|entschuldigt"
    r"|kontext|kommentar\w*|beispiel\w*|vorteil\w*|nachteil\w*|positiv\w*|negativ\w*|chance\w*|risik\w+|stärke\w*|schwäche\w*"
    r"|tel|fax|mail|e-mail|telefon|betreff|von|an|cc|gesendet|verteiler|leitung|auftrag|quelle|frist|kosten|lesehilfe|legende"
    r"|schritt \w+|tisch \w+|gruppe \w+|runde \w+|cluster|kategorie|ansprechpartner\w*|adresse|inhalt\w*|ps|nb"
    r"|achtung|wichtig|teilnehmende|aufgabe\w*|bereich|konflikt|streitpunkt|gegenrede|lösung\w*|hürde\w*|leitlinie\w*"
    r"|(?:block|teil|phase|station|modul|kapitel|abschnitt|workshop|ag|punkt|karte|folie|seite|tag|handlungsfeld|stufe|baustein"
    r"|projekt|forum|raum|szenario|variante|option|beispiel|anlage|these|prio\w*|stand|klasse|bürgergespräch|projektgruppe))"
    r"( \d{1,2})?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Line:
    """A paragraph: all its words, and where it may open a turn its label, what stands before the words, and they."""

    piece: Piece
    whole: str = ""
    label: str = ""
    before: str = ""
    time: str = ""
    text: str = ""


def parsed(piece: Piece) -> Line:
    """Return a paragraph with its label and time read off.

    >>> line = parsed(Piece("paragraph", "[00:01:23] B: Ja, (..) genau. #00:01:29-4#"))
    >>> (line.label, line.time, line.text)
    ('B', '00:01:23', 'Ja, (..) genau. #00:01:29-4#')
    >>> parsed(Piece("paragraph", "12.05.25, 18:20 - Olga T.: Uns fehlt ein Raum")).label
    'Olga T.'
    >>> parsed(Piece("paragraph", "SAD (zustimmend): Ja.")).label
    'SAD'
    """
    text = clean(piece.text)
    if piece.kind not in {"paragraph", "item", "heading", "turn"} or piece.table is not None:
        return Line(piece, text)
    first, _, rest = text.partition("\n")
    alone = ALONE.match(first)
    if alone:
        label = alone["label"] or alone["label2"]
        return Line(piece, text, label, first, clock(alone["time"] or alone["time2"]), rest)
    posted = POSTED.match(text)
    if posted:
        label, time = posted["label"] or posted["label2"], posted["time"] or posted["time2"]
        return Line(piece, text, label.strip(), posted[0].strip(), moment(time), text[posted.end() :])
    early = MARK.match(text)
    body = text[early.end() :] if early else text
    found = LABEL.match(body)
    if not found or WORDS.match(found["label"].strip()):
        return Line(piece, text)
    late = MARK.match(body[found.end() :])
    cut = len(text) - len(body) + found.end() + (late.end() if late else 0)
    time = early or late
    said = clock(first_time(time)) if time else ""
    return Line(piece, text, found["label"].strip(), text[:cut].strip(), said, text[cut:])


def clock(time: str) -> str:
    """Return a time mark as hours, minutes and seconds.

    >>> [clock(time) for time in ("00:01:23-4", "1:23", "01:02:03.500", "")]
    ['00:01:23', '00:01:23', '01:02:03', '']
    """
    parts = re.sub(r"[.,-]\d+$", "", time).split(":") if time else []
    return ":".join(part.zfill(2) for part in ["00"] * (3 - len(parts)) + parts) if parts else ""


def moment(time: str) -> str:
    """Return the time of day of a message; two numbers are hours and minutes there.

    >>> moment("18:20"), moment("9:05:30")
    ('18:20:00', '09:05:30')
    """
    hours, minutes, *seconds = time.split(":")
    return ":".join([hours.zfill(2), minutes, *(seconds or ["00"])])


def first_time(found: re.Match[str]) -> str:
    """Return the time that a match of MARK holds."""
    return next((group for group in found.groups() if group), "")
