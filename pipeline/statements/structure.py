"""What headings, columns and labels promise: the role of a place in a document."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document as the table `blocks` has it; `start` and `end` count code points of the text."""

    number: int
    kind: str
    start: int
    end: int
    heading_path: str = ""
    column: str = ""
    row: int | None = None
    table: int | None = None
    level: int = 0
    speaker: str = ""
    votes: int | None = None


def _words(*parts: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the parts, whatever their case."""
    return re.compile("|".join(parts), re.IGNORECASE)


TYPE_ROLES: Final[Mapping[str, re.Pattern[str]]] = {
    "angebot": _words(
        r"was (?:es )?(?:schon |bereits )?(?:gibt|läuft)", r"gibt es (?:schon|bereits|hier)?", r"\bbestand", r"vorhanden",
        r"ressource", r"stärken\b", r"läuft", r"bestehende", r"angebote?\b(?! schaffen)", r"gute beispiele", r"gelingt",
        r"gut(?:e)? praxis", r"was (?:ist|klappt|funktioniert)", r"erfolge",
    ),
    "problem": _words(
        r"problem", r"herausforder", r"bedarf", r"bedürfnis", r"hürde", r"hindernis", r"barriere", r"schwäche", r"defizit",
        r"was (?:uns )?(?:fehlt|nervt|stört|bremst|hindert|ist schwierig)", r"wo (?:hakt|drückt|klemmt|liegt)", r"hakt",
        r"drückt der schuh", r"stolperstein", r"risik", r"lücke", r"schwierig", r"kritik", r"knackpunkt", r"sorgen\b",
    ),
    "massnahme": _words(
        r"ma(?:ß|ss)nahme", r"\bidee", r"vorschl[aä]g", r"umsetzung", r"aktivität", r"lösung", r"handlungs(?:empf|schritt|ans)",
        r"was (?:können|müssen|sollten|tun|ist zu tun|müsste|brauchen)", r"empfehlung", r"forderung", r"projekt(?:e|idee)",
        r"schritte zur", r"\bto-?dos?\b", r"impulse",
    ),
    "ziel": _words(
        r"\bziele?\b", r"zielsetzung", r"zielbild", r"wunsch", r"wünsche", r"wollen wir", r"wohin", r"vision", r"soll(?:zustand)?\b",
        r"erreichen", r"in (?:fünf|zehn|\d+) jahren", r"zukunft",
    ),
    "grundsatz": _words(r"leitlinie", r"grundsatz", r"grundsätze", r"leitbild", r"haltung", r"\bwerte\b", r"leitgedanke"),
}
"""What the title of a column or section says about the type of the statements below it, the first that fits."""

REGIONS: Final[Mapping[str, re.Pattern[str]]] = {
    "attendance": _words(
        r"^(?:\W|\d)*(?:anwesen|abwesen|teilnehm(?:er|ende|erinnen)\S*(?: und \w+)?$|teilnahmeliste|teilnehmerliste|entschuldigt|"
        r"verteiler|gäste|mitwirkende|mitglieder der|unterschrift)"
    ),
    "agenda": _words(r"^(?:\W|\d)*(?:tagesordnung|agenda|(?:tages)?ablauf|zeitplan|programm$|programmablauf|inhalt(?:sverzeichnis)?$)"),
    "sources": _words(
        r"^(?:\W|\d)*(?:literatur|quellen|impressum|abkürzung|abbildungsverz|tabellenverz|danksagung|fußnoten|herausgeber|"
        r"bildnachweis|kontakt$|ansprechpartner|datenschutz)"
    ),
    "housekeeping": _words(
        r"(?:^|\W)(?:arbeitsaufträge|aufträge|nächste(?:r)? (?:schritte|termin|sitzung|treffen)|weitere[sr]? (?:vorgehen|termine|verlauf)|"
        r"wie geht(?:'s| es|s)? weiter|verabredungen|organisatorisches|termine$|ausblick|nacharbeit|wer macht was|zur erledigung)"
    ),
    "method": _words(
        r"^(?:\W|\d)*(?:methode|methodisch|vorgehen(?:sweise)?|arbeitsweise|spielregeln|hinweise? (?:zu|zum|zur|für)|lesehilfe|legende|"
        r"ausfüllhinweis|anleitung|arbeitsauftrag|datengrundlage|zur befragung|beteiligungsprozess|der prozess|verfahren$)"
    ),
    "greeting": _words(r"begrüßung|eröffnung|grußwort|vorstellungsrunde|verabschiedung|schlusswort|ausklang|vorwort|geleitwort|abschied"),
    "questions": _words(r"^(?:\W|\d)*(?:leitfragen?|fragestellung|impulsfragen?|interviewleitfaden|fragen an)"),
}
"""Sections whose content is not what was said in the matter, by their title."""

_COLUMNS: Final[Mapping[str, re.Pattern[str]]] = {
    "responsible": _words(
        r"^(?:wer\b|zuständig|verantwort|federführ|akteur|träger|durchführ|partner|beteiligte|durch wen|kümmer|umsetzung durch|"
        r"ansprechp|wer macht|initiative|kooperation)"
    ),
    "due": _words(
        r"^(?:bis wann|wann|frist|zeit|termin|zieldatum|beginn|start|fällig|bis$|dauer|laufzeit|jahr|umsetzungszeit|erledigt bis|"
        r"realisierung|umsetzung bis)"
    ),
    "votes": _words(r"^(?:\W*punkte|klebep|p\.?$|pkt|stimmen|votes?|gewicht|prio|anzahl|bewertung|wertung|●|dots?$)"),
    "number": _words(r"^(?:nr\.?|lfd|id|#|pos\.?|karte(?:n)?(?:-?nr\.?| nr\.?)|nummer|zeile|farbe|tisch|gruppe|ag|tn|foto)\W*$"),
    "cluster": _words(r"^(?:cluster|überschrift|thema|themen\w*|kategorie|bereich|handlungsfeld|oberpunkt|rubrik|block|feld|wand)\b"),
    "kind": _words(r"^(?:art|typ|kartenart|sorte|codierung)\b"),
    "remark": _words(r"^(?:anmerkung|bemerkung|kommentar|notiz|hinweis|ergänzung|rückmeldung|sonstiges)"),
    "detail": _words(r"^(?:kosten|budget|finanz|mittel|ressourcen|status|stand|indikator|kennzahl|messgröße|quelle|rücklauf|n$)"),
    "head": _words(
        r"^(?:datum|ort$|uhrzeit|moderation|protokoll|leitung|veranstaltung|name|vorname|institution|organisation|einrichtung|funktion|"
        r"telefon|tel|e-?mail|unterschrift|adresse|alter|geschlecht|wohnort|zeitstempel|datensatz)"
    ),
}
"""What the title of a table column says about its cells, if they are no statements."""


_FULL_QUESTION: Final = 4


def column_role(title: str) -> str:
    """Return what the cells of a column hold: a kind of detail, a type of statement, or '' for free text.

    >>> [column_role(title) for title in ("Wer?", "Bis wann", "Maßnahme", "Was wollen wir erreichen?", "Punkte")]
    ['responsible', 'due', 'massnahme', 'ziel', 'votes']
    """
    bare = title.strip().strip("„“\"*_ ")
    typed = type_role(bare)
    for role, pattern in _COLUMNS.items():
        if pattern.search(bare) and not (typed and bare.endswith("?") and len(bare.split()) >= _FULL_QUESTION):
            return role
    return typed


def type_role(title: str) -> str:
    """Return the type of statement that a title announces, or ''.

    >>> type_role("2. Wo drückt der Schuh?"), type_role("Gesundheit")
    ('problem', '')
    """
    return next((role for role, pattern in TYPE_ROLES.items() if pattern.search(title)), "")


def levels(heading_path: str) -> list[str]:
    """Return the headings above a block, the nearest first.

    >>> levels("Protokoll > TOP 2 > Ziele")
    ['Ziele', 'TOP 2', 'Protokoll']
    """
    return [part.strip() for part in reversed(heading_path.split(" > ")) if part.strip()]


def expected_type(heading_path: str, column: str) -> str:
    """Return the type that the column or the nearest telling heading announces, or ''."""
    return next((role for title in (column, *levels(heading_path)) if (role := type_role(title))), "")


def region(heading_path: str) -> str:
    """Return the kind of section by its nearest telling heading, or '' for a section with content.

    A heading that announces statements ends the search: 'Ablauf > Probleme' is a section with content.

    >>> region("Protokoll > TOP 1 Begrüßung"), region("Ablauf > Probleme")
    ('greeting', '')
    """
    for title in levels(heading_path):
        found = next((name for name, pattern in REGIONS.items() if pattern.search(title)), "")
        if found:
            return found
        if type_role(title):
            return ""
    return ""
