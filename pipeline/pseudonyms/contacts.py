"""Contacts: what identifies by its form. Mail, telephone, address, date of birth, case number, path."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.lexicon import Lexicon

UP = r"[A-ZÄÖÜ]"
LOW = r"[a-zäöüß]"
MAIL = re.compile(
    r"[\w.+%'-]*\w ?(?:@|\(at\)|\[at\]|\(ät\)| at (?=[\w-]+ ?(?:\.|\(dot\)|\(punkt\)|\[dot\]) ?[a-z]{2,})) ?"
    r"(?:[\w-]+(?:\.| ?(?:\(dot\)|\(punkt\)|\[dot\]) ?))+[A-Za-zäöü]{2,}",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_]*[\d_.][\w.]*\w")
PROFILE = re.compile(r"(?:https?://|www\.)\S*(?:facebook|instagram|linkedin|xing|tiktok|twitter|x)\.(?:com|de)/\S+")
PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|00)\d{2}[ ./()-]*(?:\(0\))?[ ./()-]*\d(?:[ ./–()-]{0,3}\d){5,13}(?!\w)"
    r"|(?<![\w.,/:-])\(?0[1-9]\d{1,4}\)? ?[/–-]? ?\d(?:[ ./–-]{0,3}\d){3,10}(?!\w)"
    r"|(?<![\w.,/:-])\(0 ?[1-9](?: ?\d){1,4}\) ?[/–-]? ?\d(?:[ ./–-]{0,3}\d){2,10}(?!\w)"
    r"|(?<![\w.,/:-])\(?0 ?[1-9](?: ?\d){1,4}\)? ?[/–-] ?\d(?:[ ./–-]{0,3}\d){2,10}(?!\w)"
)
PHONE_AFTER_WORD = re.compile(
    r"(?:Tel(?:efon)?|Fon|Mobil(?:nummer|telefon)?|Handy(?:nummer)?|Fax|Durchwahl|DW|App(?:arat)?|"
    r"Rufnummer|Nummer|Nebenstelle)"
    r"(?:\.|-Nr\.|nummer)?\s*(?:ist|lautet)?\s*(?:die)?\s*:?\s*(?P<number>[-–]?\s?\d(?:[ ./–()-]{0,3}\d){2,14})(?!\w)"
)
SHORTEST_NUMBER = 7
HOTLINE = re.compile(r"\(?(?:0 ?800|0 ?180|0 ?900|0 ?137|116 ?\d{3})")
DATE = re.compile(r"^\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})$|^\d{4}-\d{2}-\d{2}$|^\d{1,2}[.:]\d{2}$")
NUMBER = (
    r"\d{1,3}(?: ?[a-hA-H](?!\w))?(?: ?[-–/] ?\d{1,3}(?: ?[a-h](?!\w))?)?(?![\d.,:]*\d|\w| ?(?:%|"
    r"Prozent|Euro|€|Uhr|Jahre|Stunden|Personen|Plätze|P\.|bis \d))"
)
STREET_END = (
    r"(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|[Aa]llee|[Ww]eg|[Pp]latz|[Rr]ing|[Dd]amm|[Uu]fer|[Pp]fad|"
    r"[Ss]tieg|[Cc]haussee|[Hh]of|"
    r"[Kk]amp|[Bb]rücke|[Mm]arkt|[Gg]raben|[Pp]romenade|[Ww]all|[Tt]or|[Ee]sch|[Bb]erg|[Ww]iese|"
    r"[Gg]rund|[Ss]teig|[Ww]inkel|[Hh]öfe|[Ff]eld)"
)
BEFORE_STREET = rf"(?:(?:{UP}[\wßäöü-]+(?:er|en|e|es)|Von|Sankt|St\.) )?"
STREET_WORD = rf"{BEFORE_STREET}(?:{UP}[\wßäöü.'’]*-)*{UP}?[\wßäöü'’]*{STREET_END}"
PREPOSED = (
    r"(?:Am|An der|An den|Auf dem|Auf der|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Vor dem|"
    rf"Beim) {UP}[\wßäöü-]+(?: {UP}[\wßäöü-]+)?"
)
PREPOSED_STREET = re.compile(PREPOSED)
DWELLS = re.compile(
    r"(?:[Uu]nterkunft|[Uu]nterkünfte|[Ww]ohnung|[Ww]ohn(?:t|en|haft|heim)|[Hh]eim|[Aa]dresse|[Aa]nschrift|[Hh]aus|"
    r"[Cc]ontainer\w*|[Gg]elände|umgezogen|ziehen?)[ :,(]{1,3}(?:in|ist|im|am)? ?$"
)
TOWN = rf"(?: *[,;\n] *(?:D-)?\d{{2,3}}[\dxX]{{2,3}} {UP}[\wßäöü-]+(?: (?:am|an der|im|in) {UP}\w+| {UP}{LOW}+)?)"
ADDRESS = re.compile(rf"\b(?P<street>{STREET_WORD}|{PREPOSED}) ?{NUMBER}(?:{TOWN})?")
ADDRESS_TOWN = re.compile(rf"\b(?P<street>{UP}[\wßäöü.'’-]+(?: {UP}[\wßäöü-]+)?) {NUMBER}{TOWN}")
STREET = re.compile(
    rf"\b(?P<street>(?:{UP}[\wßäöü]*-)*{UP}?[\wßäöü]*(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|[Cc]haussee))(?!\w)"
)
STREET_TWO = re.compile(
    rf"\b(?P<street>{UP}{LOW}+(?:er|en) (?:Stra(?:ß|ss)e|Str\.|Gasse|Allee|Chaussee|Weg|Ring|Damm))(?!\w)"
)
STREET_PLACED = re.compile(
    r"(?:[Ww]ohn\w+|[Uu]nterkunft|[Hh]aus|[Ww]ohnung|[Ww]ohnheim|[Cc]ontainer\w*|"
    rf"[Ff]amilien?)[^.\n]{{0,30}} (?:in der|in die|aus der|an der|am|im|vom|zum|auf dem|auf der) "
    rf"(?P<street>(?:{UP}[\wßäöü]*-)*{UP}[\wßäöü]*-?(?:[Ww]eg|[Rr]ing|[Aa]llee|[Dd]amm|[Pp]fad|[Ss]tieg))(?!\w)"
)
COMMON_STREETS = re.compile(
    r"^(?:ein|ein?bahn|seiten|neben|haupt|bundes|land|landes|kreis|gemeinde|fahrrad|spiel|durchgangs|"
    r"hauptverkehrs|verkehrs|wohn|"
    r"anlieger|ring|orts|dorf|stadt|einkaufs|geschäfts|milch|produktions|fertigungs|straßen|alt|"
    r"neben|sack|quer|zufahrts|zugangs|"
    r"rad|fuß|heim|um|umgehungs|hin|rück|wander|rettungs|flucht|dienst|rechts|bildungs|berufs|lebens|"
    r"lern|lösungs|aus|mittel|schnell|fern|bundesfern|wasser|maut|"
    r"vorfahrts?|zubringer|ausfall|begegnungs|nachbar|impf|test|daten|pracht|küsten|auto|last|"
    r"arbeits|anfahrts|transport|geh|integrations|zugangs|melde|beschwerde|kommunikations|königs|"
    r"sonder|irr|fahr|kurz|"
    r"die|der|eine|diese|jede|gleiche|offene|ganze|lange|neue|alte|kleine|große|andere|auf|halbe|"
    r"beste|richtige|eigene|dritte|zweite)?"
    r"[\s-]?(?:straßen?|strasse|str\.|weg|gasse|allee|ring|damm|platz|pfad|stieg|chaussee)$",
    re.IGNORECASE,
)
ROADS = re.compile(
    r"^(?:(?:bundes|land|landes|kreis|gemeinde|europa)?straße|platz|weg|ring|hof|markt|berg|feld|winkel|tor|grund)$",
    re.IGNORECASE,
)
VENUE = re.compile(
    r"(?:(?:^|\n)(?:Ort|Veranstaltungsort|Tagungsort|Wo): [^\n]*|(?:Kreis|Rat|Bürger|Gemeinde|"
    r"Dorfgemeinschafts|Stadt|Kultur|Land|Amts)haus[^\n]{0,40}"
    r"|(?:Stadthalle|Sitzungssaal|Kreisverwaltung|Mehrzweckhalle|Festhalle|Gemeindesaal|Aula)[^\n]{0,40}), ?$"
)
BIRTH = re.compile(
    r"(?:geb(?:oren)?(?:\.|\b)(?:e[rn]?)?(?:\s?am|\s?im|\s?:|\s?in\s\w+\sam)?|Geburtsdatum\s?:?|"
    r"Geburtstag\s?:?|Geb\.-?\s?Dat\.\s?:?|Jahrgang|Jg\.|\*)\s*"
    r"(?P<date>\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})|\d{1,2}\.\s(?:Jan\w*|Feb\w*|Mär\w*|Apr\w*|Mai|"
    r"Jun\w*|Jul\w*|Aug\w*|Sep\w*|Okt\w*|"
    r"Nov\w*|Dez\w*)\.?\s\d{4}|(?:Jan\w*|Feb\w*|Mär\w*|Apr\w*|Mai|Jun\w*|Jul\w*|Aug\w*|Sep\w*|Okt\w*|"
    r"Nov\w*|Dez\w*)\.?\s(?:19|20)\d{2}|"
    r"(?:19|20)\d{2}(?![\d-])|\d{4}-\d{2}-\d{2})"
)
BORN = re.compile(
    r"\b(?:am|im) (?P<date>\d{1,2}\. ?(?:\d{1,2}\. ?|[A-ZÄ][a-zä]+ )\d{4})(?: in [^\n.,;]{2,30})? geboren"
)
CASE = re.compile(
    r"(?:Az\.?|Aktenzeichen|Geschäftszeichen|Gesch\.-?Z\.|GZ|Vorgangs(?:nummer|-?Nr\.)|Fall(?:nummer|"
    r"-?Nr\.)|Kunden(?:nummer|-?Nr\.)|"
    r"BG-?(?:Nummer|Nr\.)|AZR-?(?:Nummer|Nr\.)|Ausweis(?:nummer|-?Nr\.)|Pass(?:nummer|-?Nr\.)|"
    r"Versicherten(?:nummer|-?Nr\.)|"
    r"Steuer-?ID|IBAN|Kontonummer|Matrikel(?:nummer|-?Nr\.)|Mitglieds(?:nummer|-?Nr\.)|Kennzeichen)\s*:?\s*"
    r"(?P<number>(?=[^\n,;]*\d)[A-Z0-9][\w./-]*(?:[ ./-]{1,2}[A-Z0-9][\w./-]*){0,7})"
)
CASE_FORM = re.compile(
    r"\b(?P<number>DE\d{2}(?:\s?\d{4}){4}\s?\d{2}|\d{1,3}\s(?:Js|F|C|O|Ds|Ls|K|B|L|AS|SO|AY|UF|"
    r"XVII)\s\d{1,5}/\d{2})\b"
)
ROOT = r"(?:[A-Za-z]:[\\/]|\\\\[\w.$-]+\\|file:///?|/(?:Users|home|mnt|media|Volumes|srv|private|var)/|~/)"
PATH = re.compile(rf"(?<!\w){ROOT}(?:[^\n\"<>|*?]*?\.[A-Za-z0-9]{{2,5}}(?!\w)|[^\s\"<>|*?]*[^\s\"<>|*?.,;)])")
IP = re.compile(r"(?<![\d.])(?=(?:\d+\.)*\d{3}|(?:\d+\.)*\d\d\.(?:\d+\.)*\d\d)(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
"""A number in a network; numbered titles ('2.1.3.4') have no such long parts."""
AUDIO = re.compile(
    r"(?<![\w/\\])(?:[/\\]?[\w.-]+[/\\]){0,12}[/\\]?[\w.-]+\.(?:wav|mp3|m4a|mp4|ogg|flac|aac|wma|mov|avi|dss|ds2|amr)\b",
    re.IGNORECASE,
)


def contacts(text: str, lexicon: Lexicon) -> Iterator[Find]:
    """Yield what has a form of its own in ``text``."""
    yield from _plain(text)
    yield from _phones(text)
    yield from _addresses(text, lexicon)


def _plain(text: str) -> Iterator[Find]:
    for pattern, kind, why in (
        (MAIL, "email", "Mailadresse"),
        (HANDLE, "email", "Name in einem Netzwerk"),
        (PROFILE, "email", "Seite in einem Netzwerk"),
        (PATH, "path", "Dateipfad"),
        (AUDIO, "path", "Name einer Tondatei"),
        (IP, "address", "Adresse im Netz"),
    ):
        yield from (Find(found.start(), found.end(), kind, 1.0, why) for found in pattern.finditer(text))
    for pattern, group, kind, why in (
        (BIRTH, "date", "birthdate", "Geburtsdatum"),
        (BORN, "date", "birthdate", "Geburtsdatum"),
        (CASE, "number", "case", "Nummer nach ihrem Namen"),
        (CASE_FORM, "number", "case", "Form eines Aktenzeichens"),
    ):
        yield from (Find(*found.span(group), kind, 1.0, why) for found in pattern.finditer(text))


def _phones(text: str) -> Iterator[Find]:
    for found in PHONE.finditer(text):
        if (
            not DATE.match(found[0])
            and not HOTLINE.match(found[0])
            and sum(letter.isdigit() for letter in found[0]) >= SHORTEST_NUMBER
        ):
            yield Find(*found.span(), "phone", 1.0, "Telefonnummer")
    for found in PHONE_AFTER_WORD.finditer(text):
        start, end = found.span("number")
        yield Find(
            start + len(found["number"]) - len(found["number"].lstrip()), end, "phone", 1.0, "Nummer nach Telefon"
        )


def _addresses(text: str, lexicon: Lexicon) -> Iterator[Find]:
    for pattern in (ADDRESS, ADDRESS_TOWN):
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 30) : found.start()]
            dwells = PREPOSED_STREET.match(found["street"]) and DWELLS.search(before)
            if dwells or (not ROADS.match(found["street"]) and not _is_no_street(found["street"], found[0], lexicon)):
                score = 0.3 if VENUE.search(text[max(0, found.start() - 80) : found.start()]) else 0.95
                yield Find(*found.span(), "address", score, "Straße mit Hausnummer")
    for pattern in (STREET, STREET_TWO, STREET_PLACED):
        for found in pattern.finditer(text):
            if not COMMON_STREETS.match(found["street"]) and not VENUE.search(
                text[max(0, found.start() - 80) : found.start()]
            ):
                yield Find(*found.span("street"), "address", 0.8, "Straße")


def _is_no_street(street: str, whole: str, lexicon: Lexicon) -> bool:
    """Tell whether a word with a number only looks like a street: "Arbeitsplatz 2", "Zum Punkt 3"."""
    towny = re.search(r"\d{5}|\d{2,3}[xX]{2,3}", whole)
    preposed = re.match(PREPOSED, street)
    last = street.rsplit(maxsplit=1)[-1]
    surely = re.search(r"(?:stra(?:ß|ss)e|str\.|gasse|allee|chaussee)$", street, re.IGNORECASE)
    return (
        not towny and not surely and (bool(preposed) or lexicon.is_word(last) or not re.search(rf"{STREET_END}$", last))
    )
