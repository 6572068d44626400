"""Categories: is a unit something that was said in the matter, and if not, what is it?

Places speak first (a section called 'Anwesende', a header block), then the wording; what nothing speaks against is a
statement. Every verdict carries a German reason that a person can read and contest.
"""

import re
from dataclasses import dataclass
from typing import Final

from pipeline.shared.german.segments import LIST_MARK

STATEMENT: Final = "statement"
REASON_GREETING: Final = "Begrüßung, Dank oder Abschied"
REASON_FILLER: Final = "Reaktion oder Füllwort ohne Inhalt"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands: kind of its block, region, type announced above it, header zone, question above it."""

    kind: str
    region: str = ""
    expected: str = ""
    head: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A category with its reason; `flags` are notes for the reader of a statement."""

    category: str
    reason: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A wording that gives a unit away; `head` rules hold only in the header zone of a document."""

    category: str
    reason: str
    pattern: re.Pattern[str]
    head: bool = False
    most_words: int = 999


def _rule(category: str, reason: str, *parts: str, head: bool = False, most: int = 999) -> Rule:
    """Return a rule whose pattern finds any of the parts, whatever their case."""
    return Rule(category, reason, re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE), head, most)


_WEEKDAY = r"(?:(?:mo|di|mi|do|fr|sa|so)\b\.?,?|(?:mon|diens|donners|frei|sams|sonn)tag,?|mittwoch,?)"
_MONTH = r"(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)\w*\.?"
_DATE = rf"(?:\d{{1,2}}\.\s?(?:\d{{1,2}}\.\s?(?:\d{{2,4}})?|{_MONTH}\s?(?:\d{{2,4}})?))"
_CLOCK = r"(?:\d{1,2}[.:]\d{2}(?:\s?(?:uhr|h)\b)?|\d{1,2}\s?uhr)"
_NAME = r"(?:\[\w+?_\d+\]|(?:herr|frau|hr\.?|fr\.?|dr\.?|prof\.?)\s\S+)"
_GROUP = r"(?:teilnehm\w+(?:[:*_]\w+)?|tn|anwesend\w*|gäste|runde|plenum|gruppe|beteiligten|mitwirkenden|publikum|ausschuss)"

RULES: Final[tuple[Rule, ...]] = (
    _rule("furniture", "Seitenzahl, Fußzeile oder Trennlinie",
          r"^\W*(?:seite\s*)?\d{1,3}(?:\s*(?:von|/)\s*\d{1,3})?\W*$", r"^seite \d+", r"^\W*(?:ende des (?:auszugs|fragebogens|dokuments)|"
          r"bitte wenden|fortsetzung (?:auf|tabelle|nächste)|wird fortgesetzt)", r"^\.{3,}|\.{5,}\s*\d+$",
          r"^(?:©|copyright|alle rechte vorbehalten|gez\.)"),
    _rule("furniture", "Hinweis auf ein erfundenes oder bearbeitetes Dokument",
          r"erfundene\w* (?:beispiel|dokument|person)", r"nicht zur (?:veröffentlichung|weitergabe)\W*$"),
    _rule("metadata", "Kopfangabe zum Dokument",
          r"^(?:datum|uhrzeit|veranstaltungsort|sitzungsort|veranstaltung|anlass|betreff|(?:gesamt)?moderation(?: und \w+)?|"
          r"sitzungsleitung|protokoll(?:führ\w+|ant\w*)?|mitschrift|abschrift|abgetippt|dokumentation|notizen|schriftführ\w+|"
          r"verfasser\w*|bearbeit(?:et|ung|er\w*)(?: von| am)?|erstellt(?: von| am)?|zusammengestellt(?: von)?|aktenzeichen|az\.?|"
          r"interview(?:er\w*|te\w*|partner\w*)?(?:\s\d+)?|gesprächspartner\w*|befragte\w*|transkri\w+|aufnahme\w*|"
          r"herausgeber\w*|redaktion|ansprechpartner\w*|tel\.?|telefon|e-?mail|fax|internet|impressum|satz und druck|auflage|"
          r"(?:abb|tab|foto|bild|quelle|quellen|grafik|karte|anlage|anlagen)(?:ildung|elle)?\.?\s*\d*|berichtszeitraum|"
          r"fördersumme|aktualisiert am|vorlage nr\w*)\s*(?:\([^)]*\))?\s*:"),
    _rule("metadata", "Kopfangabe zum Dokument",
          r"^(?:termin|tag|zeit|beginn|ende|dauer|ort|raum|leitung|thema|kontakt|stand|version|fassung|von|an|cc|gesendet|vorsitz|"
          r"begleitung|auftraggeber\w*|auswertung|gruppe|fachbereich|einladung)\b[^:]{0,30}:", head=True),
    _rule("metadata", "Datum und Ort der Veranstaltung", rf"^\W*(?:{_WEEKDAY}\s*)?(?:den\s)?{_DATE}(?:\W|$)", head=True, most=24),
    _rule("metadata", "Angabe zum Stand oder zur Fassung",
          r"^(?:entwurf|arbeitsfassung|endfassung|stand|fassung|version)\b[\s,:(vom]*(?:\d|\w+ \d{4})", r"^\(?(?:mitschrift|protokoll)\b.*"
          r"(?:nicht abgestimmt|entwurf)", r"^zusammengestellt (?:von|durch)", r"^(?:teil \d+:.*){2,}"),
    _rule("attendance", "Liste oder Zahl der Anwesenden",
          rf"^\W*(?:anwesend\w*|abwesend\w*|{_GROUP}|teilgenommen haben|entschuldigt\w*|es fehl(?:t|en)(?: entschuldigt)?|verteiler|"
          r"mitwirkende|teilnahmeliste|anwesenheitsliste|dabei(?: waren)?|da waren|vertreten(?: sind| waren)?)"
          r"\s*(?:\([^)]*\)|lt\. liste)?\s*:",
          rf"^\W*\d{{1,3}} (?:personen|{_GROUP}|pers\.|leute|menschen)\b(?=[\s,(]*(?:aus|von|darunter|\(|,|;|$))",
          r"\b(?:nahmen|haben|waren) (?:\S+ ){0,6}\d{1,4} (?:\S+ ){0,14}(?:teil|teilgenommen|anwesend|gekommen)\W*$",
          r"^(?:\S+ ){0,8}nahmen (?:\S+ ){0,3}\d+", r"\d+ stimmberechtigte mitglieder", r"(?:teilnahme|anwesenheits)liste liegt"),
    _rule("attendance", "Liste der Anwesenden", r"^da\s*:", r"\bentschuldigt\b", head=True),
    _rule("agenda", "Tagesordnung oder Ablauf",
          r"^(?:tagesordnung|ablauf|agenda|programm|zeitplan|tagesablauf)\s*:", r"\btagesordnung\b.*\b(?:angenommen|genehmigt|ergänzt|"
          r"festgestellt|beschlossen|erhoben)", r"^top \d+\W.*\btop \d+", r"^top \d+[:.]? (?:genehmigung|eröffnung|begrüßung|verschiedenes)",
          rf"^\W*{_CLOCK}(?:.*?\W{_CLOCK}){{2}}",
          r"^\W*\d{1,2}[.:]\d{2}(?:\s?[–-]\s?\d{1,2}[.:]\d{2})?(?:\s?uhr)?\W+(?:begrüßung|ankommen|pause|einführung|kaffee|vorstellung|"
          r"impuls|mittag|abschluss|ausklang|runde|ende|stehkaffee|kurzvortrag|einlass|eröffnung|plenum|workshop|arbeitsphase)",
          r"^(?:\d{1,2}\.\s[^.]{3,40}\s){2,}\d{1,2}\.\s", r"beschlussfähigkeit", r"genehmigung (?:der|des) (?:niederschrift|protokoll)"),
    _rule("agenda", "Programmpunkt mit Uhrzeit", r"^\W*\d{1,2}[.:]\d{2}\s?(?:uhr)?\W+\w", head=True, most=12),
    _rule("housekeeping", "Arbeitsauftrag oder Organisatorisches zur Veranstaltung",
          r"\b(?:verschickt|versendet|schickt|mailt|sendet|verschicken|versenden|rumschicken|rausschicken|zusenden|herumschicken|"
          r"leitet weiter|reicht nach|nachreichen|sammelt\b.*\bein|stellt\b.*\b(?:zusammen|bereit|ein))\b(?=.*\b(?:protokoll\w*|liste\w*|"
          r"\w+liste|einladung\w*|unterlagen|folien|präsentation\w*|fotos?|entwurf\w*|raster|datei\w*|link|tn\b|teilnehm\w+|verteiler|"
          r"rum|per mail|termin\w*|ergebnisse|tischdecken|karten|plakate))",
          r"\b(?:protokoll|liste|einladung|unterlagen|folien|präsentation|fotos?|entwurf|fragebogen|\w*liste)\b.*\b(?:wird|werden|folgt|folgen|"
          r"geht|gehen|kommt|liegt|liegen|steht|stehen)\b.*\b(?:verschickt|versandt|versendet|zugesandt|per (?:e-?)?mail|nachgereicht|"
          r"aus(?:gelegt)?|bereit|gemailt|rum)\b",
          r"^(?:\W*)(?:das |die |der )?(?:nächste\w*|folgende\w*) (?:termin|treffen|sitzung|workshop|veranstaltung|mal|runde)\b",
          r"^\W*(?:termin(?:e)?|nächstes mal|doodle|to-?dos?|hausaufgabe)\b.{0,20}:", r"\bdoodle\b",
          r"^\W*(?:anmeldung|rückmeldung\w*|nachträge|ergänzungen|einwände|korrekturen|änderungswünsche|fehlende karten)\b.*"
          r"\b(?:bis|bitte|an|möglich|per)\b", r"\b(?:bitte|möchte\w*)\b.*\b(?:bis|zum) \d{1,2}\.\d{1,2}\.",
          r"\bgilt als genehmigt\b", r"\b(?:fortsetzung|veranstaltung|sitzung|workshop|treffen) (?:findet|fand|endet|endete|beginnt|begann|schließt)\b",
          r"(?:schlüssel|namensschilder|raumkarten|stühle|geschirr|beamer|flipchart|stifte)\b.*\b(?:abgeben|zurück|mitbringen|stellen|"
          r"wegräumen|umdrehen|aufräumen)", r"^rückgabe ", r"\bmeldet sich (?:bitte )?(?:bei|per|unter)\b", r"\bfolgt per mail\b",
          r"\bfragt (?:beim?|bei der|nach)\b.*\b(?:nach dem|nach der|schlüssel|raum|termin)\b.*$(?<!\?)",
          r"^bitte (?:bringen|tauschen|maximal|füllen|kreuzen|beachten|tragen|melden|geben|denken|ordnen|schreiben sie (?:auf|je|pro))",
          r"\bklärt (?:mit|bis|ab|beim?)\b.*\b(?:ob|termin|raum|bis \d)", r"\bübernimmt (?:das protokoll|die (?:einladung|moderation))",
          r"\bgeht (?:im|am|bis|anschließend|dann)\b.*\b(?:steuerungsgruppe|kreistag|ausschuss|gremien|redaktion)\b"),
    _rule("greeting", REASON_GREETING,
          rf"\b(?:begrüß(?:t|te|en|ten)|heiß(?:t|en)\b.*willkommen|eröffnete? (?:die (?:sitzung|veranstaltung|versammlung|runde|konferenz|tagung)|den (?:abend|workshop|nachmittag)|das (?:treffen|plenum)))\b(?!.*\b(?:dass|vorschlag|idee)\b)",
          rf"\b(?:dank(?:t|te|en)|bedank(?:t|te|en) sich|verabschiedete? (?:sich|die teil|die anw|alle|die gäste)|wünscht\b.*(?:heimweg|abend|heimfahrt|erfolg|gutes gelingen))\b"
          r"(?!.*\b(?:keine?r?|nie|niemand|nicht)\b)",
          r"^\W*(?:herzlich(?:en)? (?:willkommen|dank)|vielen dank|(?:besten|lieben|schönen) dank|danke(?: \S+){0,5}\W*$|dank an|"
          r"ein (?:herzlicher|großer) dank|guten (?:tag|morgen|abend)|sehr geehrte|liebe[rs]? (?:frau|herr|alle|kolleg\w+|leser\w*|team|(?-i:[\[A-ZÄÖÜ]\S*(?: \S+)?\W*$))|"
          r"(?:moin|hallo|servus|grüß gott)(?: \S+){0,3}\W*$|mit (?:freundlichen|besten|herzlichen|lieben) grüßen|(?:viele|beste|freundliche|liebe|herzliche|schöne) grüße|"
          r"mfg\b|lg\b|tschüss|auf wiedersehen|schöne[ns]? (?:feiertage|tag|abend|wochenende|grüße)|kommen sie gut)",
          r"\bgrüßen sie\b", r"\bschön, dass (?:sie|ihr) (?:da|hier|gekommen|zeit)"),
    _rule("other", "Erläuterung zum Vorgehen (Methode, Moderation)",
          r"^\W*(?:auftrag|arbeitsauftrag|leitfragen?|impulsfragen?|lesehilfe|legende|methode|spielregeln?|hinweis(?:e)? (?:zum|zur|der redaktion|"
          r"für (?:die )?(?:teilnehm|lesende))|anmerkung der (?:redaktion|protokoll)\w*|redaktionelle anmerkung|energizer|antwort (?:der moderation|"
          rf"{_NAME}))\b[^:]*:", r"\b(?:stell(?:t|te|en)|erläuter(?:t|te|n)|erklär(?:t|te)|führ(?:t|te))\b.*\b(?:ablauf|methode|vorgehen|verfahren|tagesordnung|"
          r"arbeitsweise|prozess|auftrag|spielregeln|stand des|zwischenstand)\b", r"\bklebe?punkte?n?\b", r"\b(?:jede[rs]?(?:[/:*]\S+)?|alle) (?:hat|haben|erhält|erhalten|"
          r"bekommt|bekommen|tn erhält)\b.*\bpunkte?\b", r"\bpunkte? (?:=|:|vergeben|kleben|verteilt|setzen)", r"\b(?:zahl|ziffer|angabe)e?n? in (?:eckigen )?klammern?\b",
          r"\b(?:karten?|ergebnisse|zettel|tischdecken|stichworte|begriffe|beiträge)\b.*\b(?:wurden?|werden)\b.*\b(?:gesammelt|geclustert|abgeschrieben|"
          r"vorgestellt|präsentiert|sortiert|übertragen|abgetippt|fotografiert|gewichtet|dokumentiert|aufgehängt|zugeordnet|vorgelesen|hingen)\b",
          r"\b(?:ergebnisse|karten|plakate|zwischenergebnisse)\b.*\b(?:hingen|lagen|hängen) (?:\S+ )?aus\b", r"\bgearbeitet (?:wurde|wird) in\b",
          r"\b(?:kleingruppen?|arbeitsgruppen?|thementische?n?|world[- ]?caf[ée]|weltcaf[ée]|moderationsteam|tischgastgeber\S*|blitzlicht(?:runde)?|"
          r"kartenabfrage|fishbowl|graphic recorder|stellwände?n?|flipchart|pinnwand|themenparkplatz|parkplatz)\b(?=.*\b(?:runden?|minuten|gebildet|aufgeteilt|"
          r"ausgefüllt|gearbeitet|erläuter\w+|hielt|vorgestellt|gesammelt|notiert|bleib\w+|je|pro|beginn\w*|wechsel\w*|diskutier\w+)\b)",
          r"^(?:drei|zwei|vier|\d) runden (?:à|zu|von)", r"\b(?:wechsel|pause|runde) nach \d+ minuten", r"\breihenfolge (?:wie|ohne|der)\b",
          r"\b(?:leere )?felder wurden\b", r"^(?:dieser|diese[rs]?) (?:punkt|text|absatz|karte|tabelle|abschnitt|leitsätze) wurden?\b",
          r"^(?:rot|grün|gelb|blau|weiß|rosa|orange) ?[=:]", r"^\W*\w{1,3}\.? ?= ?(?:klebe)?\w+", r"^\(?\d+\)? ?= ", r"^ein satz pro (?:person|karte)",
          r"^entwürfe? (?:der|des) \w*(?:gruppe|redaktion)", r"\bnicht (?:kommentiert|protokolliert|transkribiert)\b",
          r"^(?:die|in den) (?:workshop\w*|arbeitsgruppen|sitzungen) (?:werden|wurden)\b.*\b(?:gesammelt|gebündelt|gewichtet|diskutiert)",
          r"^zum abschnitt\b.*:$", r"^(?:das konzept|der bericht|die broschüre|dieses? \w+) (?:soll aus|gliedert sich|besteht aus|umfasst|bezieht sich|gibt es auch)"),
    _rule("other", "Zählung oder Statistik ohne Bewertung",
          r"^zahlen zum einstieg", r"^(?:von \d+ maßnahmen|insgesamt gingen)\b", r"^abstimmungsergebnis", r"^(?:ja|nein|enthaltungen?)\W*\d"),
    _rule("other", "Nebenbemerkung ohne Aussage zum Thema",
          r"\b(?:kaffee|kuchen\w*|suppe|buffet|butterkuchen|fladenbrot|schnittchen|catering|mittagessen|getränke|brötchen|kekse)\b.*"
          r"\b(?:war|waren|super|lecker|kalt|besser|gespendet|spendet|prima|köstlich|schmeckt\w*|leer|alle)\b", r"^ausklang (?:mit|bei)\b",
          r"^(?:kaffee|kuchen|suppe|essen)\W+(?:war |bitte )?(?:besser|super|lecker|kalt|gut|toll)\b",
          r"\b(?:heizung|beamer|mikrofon|klimaanlage|lautsprecher|wlan im saal)\b.*\b(?:defekt|kaputt|kalt|geht|ging|fiel|streikt|wieder)\b",
          r"^\W*(?:großer |viel |langer )?(?:applaus|beifall|gelächter|lachen|heiterkeit)\W*$", r"\(applaus\)\W*$",
          r"^\W*(?:kurze |kleine )?(?:pause|unterbrechung|mittagspause|kaffeepause|umbaupause)(?:\W+(?!=)|$)(?!.*=)", r"^(?:puh|ups|haha|juhu|lol)\b",
          r"^„?(?:(?:ich )?bin (?:platt|müde|gespannt|raus)|schön war'?s|war (?:toll|super|gut|schön)|gute stimmung|weiter so|schöner abend)\b",
          r"^\(?(?:ging schnell|war schon spät)", most=14),
    _rule("other", REASON_FILLER,
          r"^\W*(?:ja|nein|nee|genau|mhm|hm+|ok(?:ay)?|gut|gerne?|bitte|danke|stimmt|richtig|klar|ach so|doch|eben|tja|naja|k\.? ?a\.?|keine angabe|"
          r"keine|-|/|entfällt|so|moment|entschuldigung)(?:[\s,.!…]+(?:ja|nein|nee|genau|mhm|gut|gerne?|bitte|danke|okay|ne|also))*[\s.!…]*$"),
)
"""Wordings that are no statements, the first that fits."""

_QUESTION: Final = re.compile(r"\?+[\s“”\"')]*$")
_OPEN_QUESTION: Final = re.compile(r"^\W*(?:frage|offene frage|fragen|rückfrage|nachfrage)\b[^:.]{0,80}:.*\?", re.IGNORECASE)
_SUGGESTING: Final = re.compile(
    r"^\W*(?:könn\w+|kann|wäre\w*|wie wäre|warum (?:nicht|kann man nicht)|wieso nicht|sollten? (?:man|wir)|dürfte)\b"
    r"|^\W*(?:warum|wieso|weshalb)\b.*\bnicht\b", re.IGNORECASE)
_ASKING: Final = re.compile(
    r"^\W*(?:(?:und|aber|also|nun)\s)?(?:wie|was|wer|wem|wen|wo|wohin|welche\w*|warum|wann|woran|wodurch|womit|wofür|wozu|worin|"
    r"inwie\w+|in welche\w*|mit we\w+|haben|können|sind|gibt|ist|sehen|kennen|hat|wünschen|fühlen|möchten|würden)\b", re.IGNORECASE)
_ADDRESSED: Final = re.compile(r"\b(?:Sie|Ihnen|Ihre\w*|Ihr|ihr|euch|eure\w*|wir|uns|du|dir)\b")
_CHECK: Final = re.compile(r"\bprüf(?:en|ung|auftrag)?,?\s*(?:,\s*)?(?:ob|inwie\w+|wie)\b|\bprüfauftrag\b|^\W*prüfen\b|\bprüfen\W*$", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"^\W*(?:dito|s\. ?o\.|siehe (?:oben|ob|karte|tisch|frage|nr|punkt)|wie oben|s\. (?:tisch|karte|nr|ob)|vgl\. (?:oben|karte|tisch))", re.IGNORECASE)
_NOTES: Final = frozenset({"item", "cell", "card"})
_VERB: Final = re.compile(r"\b\w+(?:t|en|te|ten|st)\b")
_ONE_WORD: Final = 1


def flags(text: str) -> tuple[str, ...]:
    """Return the notes that the wording itself calls for.

    >>> flags("Prüfen, ob der Bus öfter fahren kann"), flags("s. o.")
    (('pruefauftrag',), ('verweis',))
    """
    found = []
    if _CHECK.search(text):
        found.append("pruefauftrag")
    if _REFERENCE.search(text):
        found.append("verweis")
    return tuple(found)


def _of_region(place: Place) -> Verdict | None:
    """Return what the section says about everything in it, or None."""
    verdicts = {
        "attendance": Verdict("attendance", "Steht unter der Überschrift einer Teilnahmeliste"),
        "agenda": Verdict("agenda", "Steht unter der Überschrift Tagesordnung oder Ablauf"),
        "sources": Verdict("other", "Steht unter Literatur, Impressum oder Verzeichnis"),
        "housekeeping": Verdict("housekeeping", "Steht unter der Überschrift für Arbeitsaufträge und nächste Schritte"),
        "method": Verdict("other", "Steht unter der Überschrift für Methode und Vorgehen"),
        "questions": Verdict("question", "Steht unter der Überschrift Leitfragen"),
    }
    return verdicts.get(place.region)


def _of_question(text: str, place: Place) -> Verdict | None:
    """Return the verdict on a question: asked by the moderation it is none, noted as a worry or an idea it is one."""
    if _OPEN_QUESTION.search(text):
        return Verdict("question", "Als Frage bezeichnet")
    if not _QUESTION.search(text):
        return None
    worry = place.kind in _NOTES and not place.asked and (place.expected == "problem" or not _ADDRESSED.search(text))
    if worry or _SUGGESTING.search(text) or not _ASKING.search(text):
        return Verdict(STATEMENT, "Als Frage notierte Sorge oder Anregung", ("frage",))
    return Verdict("question", "Frage der Moderation oder aus der Runde")


def by_wording(text: str, place: Place) -> Verdict | None:
    """Return the verdict of the first wording rule that fits, or None."""
    bullet = LIST_MARK.match(text)
    bare = text[bullet.end() :] if bullet and bullet.end() < len(text) else text
    words = len(bare.split())
    for rule in RULES:
        if (rule.head and not place.head) or words > rule.most_words:
            continue
        if rule.pattern.search(bare) or (rule.category == "agenda" and rule.pattern.search(text)):
            return Verdict(rule.category, rule.reason)
    return None


def judge(text: str, place: Place) -> Verdict:
    """Return category and reason of a unit at a place.

    >>> judge("Anwesend: 12 Personen", Place("paragraph", head=True)).category
    'attendance'
    >>> judge("Busse fahren zu selten", Place("item")).category
    'statement'
    """
    if not any(sign.isalpha() for sign in text):
        return Verdict("furniture", "Enthält keine Wörter")
    verdict = _of_region(place) or by_wording(text, place) or _of_question(text, place)
    if verdict is None:
        verdict = Verdict(STATEMENT, "Aussage zum Thema")
    if verdict.category != STATEMENT:
        return verdict
    doubt = ("zweifel",) if len(text.split()) <= _ONE_WORD and not place.expected else ()
    return Verdict(STATEMENT, verdict.reason, (*verdict.flags, *flags(text), *doubt))
