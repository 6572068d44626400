"""People: names by what stands around them, in the writing of minutes, transcripts, lists and mails.

No rule knows a name of any corpus: a rule sees titles, verbs, marks, lists, and whether German knows the word.
Every find keeps first name and surname apart, so that ``spread`` can tell who is the same person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.lexicon import Lexicon, fold

UP = r"[^\W\d_a-zß-öø-ÿāăąćčďđēęěğģīįıķĺļľłńňņőœŕřśşšţťūůűźżžșț]"
WORD = rf"(?:{UP}|[Aa]l-{UP}|[Ee]l-{UP}|d['’]{UP}|O['’]{UP})[^\W\d_]+(?:['’-](?:{UP}|el-{UP}|al-{UP})[^\W\d_]*)*"
INITIAL = rf"{UP}\.(?:\s?-?{UP}\.)?"
PARTICLE = (
    r"(?:(?:von|van|vom|zu|zur|zum|de|del|della|di|da|dos|den|ter|ten|el|al|bin|ibn|bint|abu|und zu|von der|von dem|von den|"
    r"van der|van den|van de|de la|zu der|Abu|El|Al|Ben|Bin|Ibn|Van|De|Di|Da|Le|La|Mc)\s)"
)
FORM = r"(?:Frau(?:en)?|Herrn?|Herren|Fr\.|Hr\.|Hrn\.|Fräulein|Frl\.|Mme|Mrs?\.?|Hanım|Bey)"
DEGREE = r"(?:(?:Dr|Prof|Dipl|Mag|Ing|med|phil|rer|nat|jur|theol|habil|päd|pol|soz|vet|dent|h|c|e|M|B|A|Sc)\.|-Ing\.|Doktor|Professorin|Professor|PD|MdL|MdB|MdK|KTA)"
STRONG = re.compile(rf"(?<!\w)(?P<title>(?:(?:{FORM}|(?:Dr|Prof)\.)\s?)(?:(?:{DEGREE}|{FORM})\s?-?)*)(?P<roles>(?:[A-ZÄÖÜ][\wäöüß]+\s)*?)(?P<name>(?:{PARTICLE})?(?:{WORD}|{INITIAL}))")
NEXT = re.compile(rf"\s(?:(?P<particle>{PARTICLE})?(?P<word>{WORD})|(?P<initial>{INITIAL})(?=\s{UP}))")
TOKEN = re.compile(rf"(?<![\w@.-])(?:{WORD})(?![\w@])")
PAIR = re.compile(rf"(?<![\w@-])(?P<first>{WORD}(?:\s{WORD})?)\s(?P<middle>{INITIAL}\s)?(?P<particle>{PARTICLE})?(?P<last>{WORD})(?!\w)")
TURNED = re.compile(rf"(?<![\w-])(?P<last>(?:{PARTICLE})?{WORD}),\s(?P<first>{WORD}|{INITIAL})(?!\w)")
WITH_INITIAL = re.compile(rf"(?<![\w.])(?<!\w\. )(?P<first>{INITIAL})\s?(?P<particle>{PARTICLE})?(?P<last>{WORD})(?!\w)")
DETERMINER = re.compile(
    r"(?:^|\W)(?:d(?:ie|er|en|em|as|es)|ein(?:e[rmns]?)?|jede[rnms]?|keine?[rnms]?|diese[rnms]?|manche[rnms]?|viele|junge[rnms]?|"
    r"alte[rnms]?|meine?[rnms]?|ihre?[rnms]?|seine?[rnms]?|unsere?[rnms]?|als|pro|und|oder|welche[rnms]?|\w+ende[rn]?|weitere|"
    r"geflüchtete[rn]?|migrantische[rn]?|mehr|beide[rn]?|erste|zweite|zwei|drei|vier|fünf)\s$"
)
SPEECH = (
    r"(?:ergänzt|sagt|berichtet|meint|findet|fragt|antwortet|betont|erklärt|erläutert|bedankt|begrüßt|eröffnet|schildert|warnt|"
    r"kritisiert|bestätigt|verweist|erinnert|fordert|wünscht|bittet|dankt|verabschiedet|moderiert|bemerkt|widerspricht|plädiert|"
    r"gibt\s(?:zu\sbedenken|an|zu|den\sHinweis|einen\sÜberblick|Auskunft|bekannt|weiter)|weist|schlägt|merkt|regt|fasst|stellt|führt|stimmt|lädt|hält|"
    r"übernimmt|leitet|referiert|protokolliert|informiert|kündigt|verspricht|sagte|berichtete|meinte|fragte|antwortete|betonte|"
    r"erklärte|erläuterte|begrüßte|eröffnete|schilderte|warnte|kritisierte|bestätigte|verwies|erinnerte|forderte|wünschte|bat|"
    r"dankte|schlug|merkte|regte|fasste|stellte|führte|stimmte|lud|ergänzte|bemerkte|widersprach|wies|gab|hakt|entgegnet|erwidert|"
    r"erzählt|erzählte|kommentiert|zitiert|resümiert|appelliert|empfiehlt|lobt|unterstreicht|unterstützt|bedauert|vermisst|"
    r"schließt|trägt|macht\s(?:darauf|deutlich)|spricht|nennt|hinterfragt|rät|hofft|glaubt|sieht|möchte|würde|will|kennt|hat|ist|war|"
    r"habe|sei|wolle|könne|zeigt|bringt|geht|kommt|nimmt|wird|soll|kann|klärt|prüft|kümmert|schreibt|ruft|telefoniert|arbeitet)"
)
SPEAKS = re.compile(rf"(?:(?<=^)|(?<=\n)|(?<=[.!?:;–•„»\"(] )|(?<=[„»\"(]))(?P<name>{WORD}|{INITIAL})(?P<org>\s\([^)\n]{{2,60}}\))?,?\s(?P<verb>{SPEECH})\b")
STRONG_VERB = re.compile(r"^(?:ergänzt|sagt|berichtet|meint|fragt|antwortet|betont|erklärt|erläutert|bedankt|begrüßt|eröffnet|schildert|warnt|kritisiert|gibt|weist|merkt|regt|entgegnet|erwidert|erzählt|hakt|referiert|moderiert|protokolliert|bemerkt|widerspricht|plädiert|dankt|bittet)")
SAYS_COLON = re.compile(rf"(?:^|\n)(?P<name>(?:{WORD}\s)?{WORD})(?:\s\([^)\n]{{2,60}}\))?:(?=\s)")
LAUT = re.compile(rf"\b(?:[Ll]aut|[Ss]o|[Gg]emäß|[Nn]ach Angaben von|sagt|sagte|meint|meinte|fragt|ergänzt|berichtet|von|mit|bei|an|für|durch|über|und|&|@)\s(?P<name>{WORD})(?=\s?[,.;:)(“\"!?\n]|\s(?:und|oder|sowie|hat|ist|war|wird|soll|kann|klärt|spricht|bis|zur?|zum|wegen|in|am|um)\b|$)")
BRACKET = re.compile(rf"\((?:[^()\n]{{0,40}}[,:;/]\s?)?(?P<name>{WORD})(?:[,/;]\s?[^()\n]{{0,40}})?\)")
CALLED = re.compile(rf"(?:ich\sheiße|[Mm]ein\sName\sist|genannt|namens|mit\sNamen|Spitzname(?:n)?|hieß|heißt|nennt\ssich|nennen\s(?:ihn|sie)(?:\salle)?|rufen\s(?:ihn|sie)|getauft\sauf|[Ii]ch\sbin\s(?:die|der|hier\sdie|hier\sder|übrigens\sdie)|also\sich\sbin\sdie)\s[„\"‚'»]?(?P<name>{WORD}(?:\s{WORD})?)")
GREETING = re.compile(rf"(?:(?<=^)|(?<=\n)|(?<=\n> ))(?:Liebe[rs]?|Hallo|Hi|Hey|Moin(?:\sMoin)?|Servus|Guten\s(?:Tag|Morgen|Abend)|Sehr\sgeehrte[rs]?|Werte[rs]?|Selam|Salam|Merhaba)\s(?P<names>{WORD}(?:\s{WORD})?(?:(?:,\s(?:liebe[rs]?\s)?|\sund\s(?:liebe[rs]?\s)?){WORD})*)\s?[,!\n–-]")
CLOSING = re.compile(
    r"(?:^|\n)[> ]*(?:(?:Mit|Viele|Beste|Liebe|Herzliche|Schöne|Freundliche|Sonnige|Kollegiale)[^\n]{0,40}?(?:Grüße?n?|Gruss|Gruß)[^\n]{0,25}|(?:LG|VG|MfG|BG|Gruß|Grüße|Herzlichst|Hochachtungsvoll|Danke(?:\sund\sGruß)?|i\.\s?A\.|gez\.)[,!]?[^\n]{0,20}?)[,!]?\n+"
    r"(?P<lines>[^\n]+(?:\n+[^\n]+)?)",
    re.IGNORECASE,
)
SIGNED = re.compile(rf"(?:gez\.|i\.\s?A\.|i\.\s?V\.|Unterschrift:?|Unterz\.|LG|VG|Gruß|Grüße)[,:]?\s(?P<name>(?:{INITIAL}\s|{WORD}\s)?{WORD})(?=\s*(?:\n|$|[,(]))")
KIN = re.compile(rf"\b(?:Mutter|Vater|Sohn|Tochter|Bruder|Schwester|Onkel|Tante|Oma|Opa|Mann|Ehemann|Ehefrau|Freundin|Freund|Nachbarin|Nachbar|Kollegin|Kollege|Kollegen|Schüler|Schülerin|Mädchen|Junge|Kind|Patenkind|Teilnehmerin|Teilnehmer|Familie|Fam\.|Eheleute|Ehepaar|Geschwister)\s(?P<name>{WORD}(?:\s{WORD})?)(?!\w)")
LIST_LABEL = re.compile(
    r"(?:^|\n)[*_#\s-]*(?P<label>(?:Anwesen(?:d|de|heit)\w*|(?:Teilnehm|Mitwirk|Gäste|Gast|Eingeladen)\S*|TN|Entschuldigt\w*|Es\sfehl(?:t|en)|Abwesend\w*|(?:Gesamt|Tisch|Ko-?)?[Mm]oderation\w*|"
    r"(?:Protokoll|Schrift)(?:führung|führer\w*|ant\w*)?|Prot\.|Mod\.|Gastgeber\S*|Gastgeberschaft|Leitung|(?:Sitzungs|Gesprächs|Kurs|Projekt|Team|Amts|Fachdienst)?[Ll]eitung|Vorsitz\w*|Referent\S*|Input|Impuls(?:geber\S*|vortrag)?|Vortrag\w*|"
    r"Begrüßung|Verfasser\S*|Verfasst\svon|Autor\S*|Erstellt\s(?:von|durch)|Bearbeit\S*|Ansprechpartner\S*|Ansprechperson\S*|Kontakt\w*|Kontaktperson\S*|Rückfragen(?:\san)?|Verantwortlich\S*|Zuständig\S*|Verteiler|"
    r"Interview(?:er|erin|te|ter|partner\S*|t\sdurch|führung)?|Befragte\w*|Gesprächspartner\S*|Transkri(?:pt|ption|biert)\S*(?:\s(?:von|durch))?|Abschrift(?:\s(?:von|durch))?|Aufnahme|Dolmetsch\S*|Sprachmittl\S*|Fotos?|Fotograf\S*|Dokumentation|Technik|Name\S*|Vor-?\s?und\sNachname|Vorname|Nachname|"
    r"Von|An|Cc|Bcc|From|To|Absender\S*|Empfänger\S*|Gesendet\svon|z\.\s?Hd\.|Sprecher\S*|Speaker\S*|Vertret\S*|Berichterstatt\S*|Federführung|Team|Redaktion|Erfasst\svon|Notiert\svon|Mitschrift)(?:\s(?:von|durch|und|u\.|/|&)\s?\w*)?)"
    r"(?:\s*\([^)\n]*\))?[*_]*\s*(?::|–\s|-\s|\|)[*_]*\s*(?P<rest>[^\n]+(?:\n(?:[-*•–]\s)[^\n]+)*)"
)
LIST_HEADING = re.compile(r"(?:Anwesen|Teilnehm|Mitwirkend|Entschuldigt|Verteiler|Gäste|Teilnehmerliste|Anwesenheitsliste|Ansprechp|Kontakt|Namen?$|Referent|Unterschrift|Beteiligte|TN-Liste|Moderation|Protokoll$)", re.IGNORECASE)
NAME_COLUMN = re.compile(r"^(?:(?:vor|nach|familien|zu)?name\b.*|vor-?\s?und\s?(?:nach|zu)name.*|teilnehm\S*|person|ansprechp\S*|kontakt\S*|wer\??|zuständig\S*|verantwortlich\S*|federführ\S*|kümmer\S*|unterschrift|tischgastgeber\S*|gastgeber\S*|moderation|referent\S*|vertret\S*|leitung|wer macht.*|umsetzung durch|von wem.*|eingereicht von|absender)$", re.IGNORECASE)
SPLIT = re.compile(r"\s*(?:[;\n•|●▪]|\s[-–]\s|\su\.\s|\sund\s|\ssowie\s|\s&\s|\s\+\s|(?<!\w\.)/(?!\w/))\s*")
CODES = re.compile(r"^(?:[IBRAFMTPSKE]\d{0,2}|S\d+|IP\d*|TN\d*|[A-Z]{1,3}\d*|.*\d+|(?:[Ii]nterview|[Bb]efragt|[Mm]oderat|[Ss]precher|[Ss]peaker|[Pp]erson|[Tt]eilnehm|[Ff]rage|[Aa]ntwort|[Uu]nbekannt|[Pp]roband|[Ee]xpert|[Pp]ublikum|[Aa]lle|[Mm]ehrere|[Ff]achkraft|[Bb]eraterin|[Ll]eitung).*)$")
PLACE_BEFORE = re.compile(r"\b(?:in|aus|nach|nahe|um|Richtung|Landkreis|Kreis|Gemeinde|Samtgemeinde|Stadt|Ort|Ortsteil|Dorf|Bahnhof|Raum|Region|Standort|Unterkunft|Rathaus|Kreisstadt|Grundschule|Oberschule|Mitgliedsgemeinde|Flecken|Altkreis|Nordkreis|Südkreis|Linie|Bauerschaft)\s$")
WEAK, FAIR, GOOD, FIRM = 0.35, 0.6, 0.8, 0.95


@dataclass(frozen=True)
class Judge:
    """Says of a word what it may be; ``places`` are words that this corpus uses as places (folded)."""

    lexicon: Lexicon
    places: frozenset[str] = frozenset()

    def strange(self, word: str) -> bool:
        """Tell whether German does not know ``word``, and it is no public body and no place of the corpus."""
        lex = self.lexicon
        shaped = len(word) > 2 and not re.search(r"[a-zäöü][A-ZÄÖÜ]", word) and not re.search(r"[A-ZÄÖÜ]{3,}", word)  # noqa: PLR2004
        return shaped and not (lex.is_ordinary(word) or lex.is_body(word) or lex.is_role(word) or self.is_place(word))

    def is_place(self, word: str) -> bool:
        """Tell whether the corpus uses ``word`` as a place, or it is a country."""
        return fold(word) in self.places or fold(word) in self.lexicon.countries

    def named(self, word: str) -> bool:
        """Tell whether ``word`` may be a surname: listed as one, or strange."""
        return (self.lexicon.is_surname(word) and not self.is_place(word)) or self.lexicon.is_ambiguous(word) or self.strange(word)

    def clear(self, word: str) -> bool:
        """Tell whether ``word`` can hardly be anything else than a name."""
        return (self.lexicon.is_plain_name(word) and not self.is_place(word)) or self.strange(word)

    def phrase(self, text: str, start: int, end: int) -> bool:
        """Tell whether the span is part of a figure of speech or of the name of a project."""
        around = text[max(0, start - 30) : end + 30].casefold()
        words = text[start:end].casefold()
        return any(words in phrase.casefold() and phrase.casefold() in around for phrase in self.lexicon.phrases)


def people(text: str, judge: Judge) -> Iterator[Find]:
    """Yield names in running text by the words around them."""
    for search in (titled, pairs, turned, initials, speaking, called, greeted, signed, listed, kin, alone):
        for find in search(text, judge):
            if not judge.phrase(text, find.start, find.end):
                yield find


def titled(text: str, judge: Judge) -> Iterator[Find]:
    """Yield what follows "Frau", "Herr", "Dr."."""
    for found in STRONG.finditer(text):
        start, end = found.span("name")
        word = found["name"]
        bare = re.fullmatch(INITIAL, word)
        last = word.split()[-1]
        if not bare and (judge.lexicon.is_role(last) or not _fits_title(found, text, last, judge)):
            continue
        yield _grown(text, start, end, judge, "Anrede oder Titel davor")


def _fits_title(found: re.Match[str], text: str, word: str, judge: Judge) -> bool:
    title = found["title"].strip()
    if title.startswith(("Frauen", "Herren")):
        return judge.clear(word)
    counted = DETERMINER.search(text[max(0, found.start() - 20) : found.start()])
    if counted or title.startswith("Frau") and judge.lexicon.is_ordinary(word) and word.endswith("in"):
        return judge.clear(word)
    feminine = title == "Frau" and judge.lexicon.is_word(word) and re.search(r"(?:ende|ung|heit|keit|schaft)$", word)
    return not feminine and not (judge.lexicon.is_body(word) and len(word) > 1)


def _grown(text: str, start: int, end: int, judge: Judge, why: str, score: float = FIRM) -> Find:
    """Return the name that begins at ``start``, with the words after it that belong to it, parts told apart."""
    words = [text[start:end]]
    while (found := NEXT.match(text, end)) is not None and len(words) < 4:  # noqa: PLR2004 - no longer names
        if found["initial"]:
            words.append(found["initial"])
        elif _belongs(words, found, judge):
            words.append(found[0].strip())
        else:
            break
        end = found.end()
    return _person(text, start, end, words, score, why)


def _belongs(words: list[str], found: re.Match[str], judge: Judge) -> bool:
    word = found["word"]
    if judge.lexicon.is_role(word):
        return False
    if judge.lexicon.is_first(words[-1].split()[-1]) or re.fullmatch(INITIAL, words[-1]):
        return judge.named(word) or judge.lexicon.is_first(word)
    return bool(found["particle"]) and judge.named(word) or judge.clear(word) and not judge.lexicon.is_plain_name(words[-1])


def _person(text: str, start: int, end: int, words: list[str], score: float, why: str) -> Find:
    """Return the find of a name; a genitive (Kowalskis, Yılmaz') is set apart where the list knows the rest."""
    first, last = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else ("", words[0])
    if text[end : end + 1] in {"'", "’"} and text[end - 1] in "sxzßS":
        return Find(start, end + 1, "person", score, why, first, last, "s")
    return Find(start, end, "person", score, why, first, last)


def pairs(text: str, judge: Judge) -> Iterator[Find]:
    """Yield first name and surname side by side."""
    position = 0
    while (found := PAIR.search(text, position)) is not None:
        words = found["first"].split()
        cut = found.start() + len(words[0])
        score = _pair_score(found, words, judge)
        if not score and len(words) > 1:
            position = cut
            continue
        if not score:
            position = found.start("last")
            continue
        position = found.end()
        parts = [*words, (found["particle"] or "") + found["last"]]
        yield _person(text, found.start(), found.end(), parts, score, "Vorname und Nachname")


def _pair_score(found: re.Match[str], words: list[str], judge: Judge) -> float:
    lex, last = judge.lexicon, found["last"]
    firsts = [lex.is_first(word) and not judge.is_place(word) for word in words]
    if all(firsts):
        plain = any(not lex.is_ambiguous(word) for word in words)
        if judge.clear(last) or (lex.is_surname(last) and not judge.is_place(last)):
            return FIRM if plain or lex.is_surname(last) and not lex.is_ambiguous(last) else FAIR
        return GOOD if plain and lex.is_ambiguous(last) and not lex.is_role(last) else 0.0
    strange = [judge.strange(word) for word in (*words, last)]
    if all(strange) and len(strange) == 2 and not judge.lexicon.is_ordinary(last):  # noqa: PLR2004 - first name and surname
        return WEAK
    return GOOD if len(words) == 1 and strange[0] and lex.is_plain_name(last) else 0.0


def turned(text: str, judge: Judge) -> Iterator[Find]:
    """Yield "surname, first name"."""
    for found in TURNED.finditer(text):
        last, first = found["last"].split()[-1], found["first"]
        known = judge.lexicon.is_first(first) and not judge.lexicon.is_ambiguous(first)
        if known and judge.named(last) and not judge.lexicon.is_first(last):
            yield Find(*found.span(), "person", GOOD, "Nachname, Vorname", first, found["last"])


def initials(text: str, judge: Judge) -> Iterator[Find]:
    """Yield an initial with a surname."""
    for found in WITH_INITIAL.finditer(text):
        if judge.clear(found["last"]) and not re.search(r"\d\s?$|[a-z]\.\s?$", text[max(0, found.start() - 4) : found.start()]):
            last = (found["particle"] or "") + found["last"]
            yield Find(*found.span(), "person", GOOD, "Anfangsbuchstabe und Nachname", found["first"], last)


def speaking(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who speaks in indirect or direct speech."""
    for found in SPEAKS.finditer(text):
        name = found["name"]
        strong = STRONG_VERB.match(found["verb"])
        if judge.lexicon.is_plain_name(name) or judge.strange(name):
            yield _person(text, *found.span("name"), [name], GOOD if strong else WEAK, "spricht (Redeverb)")
        elif strong and found["org"] and judge.lexicon.is_ambiguous(name):
            yield _person(text, *found.span("name"), [name], GOOD, "spricht (Redeverb, Herkunft in Klammern)")
        elif strong and judge.lexicon.is_ambiguous(name) and judge.lexicon.is_surname(name):
            yield _person(text, *found.span("name"), [name], FAIR, "spricht (Redeverb)")
    for found in SAYS_COLON.finditer(text):
        words = found["name"].split()
        if all(judge.clear(word) for word in words):
            yield _person(text, *found.span("name"), words, FAIR, "spricht (Doppelpunkt)")
    for found in BRACKET.finditer(text):
        if judge.strange(found["name"]):
            yield _person(text, *found.span("name"), [found["name"]], WEAK, "in Klammern")
    for found in LAUT.finditer(text):
        if judge.strange(found["name"]):
            yield _person(text, *found.span("name"), [found["name"]], WEAK, "nach „laut“, „mit“, „von“")


def called(text: str, judge: Judge) -> Iterator[Find]:
    """Yield how somebody is called."""
    for found in CALLED.finditer(text):
        words = found["name"].split()
        while words and not judge.clear(words[-1]):
            words.pop()
        if words:
            start = found.start("name")
            yield _person(text, start, start + len(" ".join(words)), words, GOOD, "wird so genannt")


def greeted(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who is greeted in a letter."""
    for found in GREETING.finditer(text):
        for token in TOKEN.finditer(text, *found.span("names")):
            if judge.clear(token[0]) or judge.lexicon.is_first(token[0]):
                yield _person(text, *token.span(), [token[0]], GOOD, "Grußformel")


def signed(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who signed."""
    for found in CLOSING.finditer(text):
        offset = found.start("lines")
        for index, line in enumerate(found["lines"].split("\n")):
            if index == 0 or line.strip():
                yield from entries(text, offset, offset + len(line), judge, "Unterschrift", strict=index > 0)
            offset += len(line) + 1
    for found in SIGNED.finditer(text):
        yield from entries(text, *found.span("name"), judge, "Unterschrift", strict=False)


def listed(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the names of a labelled line: "Anwesend: …", "Moderation: …"."""
    for found in LIST_LABEL.finditer(text):
        yield from entries(text, *found.span("rest"), judge, "Liste oder Kopfzeile", strict=False)


def entries(text: str, start: int, end: int, judge: Judge, why: str, *, strict: bool) -> Iterator[Find]:
    """Yield the names of a list between ``start`` and ``end``; ``strict`` wants words that are clearly names."""
    for left, right in _parts(text, start, end):
        yield from _entry(text, left, right, judge, why, strict=strict)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a list: cut at separators, brackets left out; commas cut unless a first name follows."""
    piece = re.sub(r"\([^)\n]*\)|<[^>\n]*>|\[[^\]\n]*\]", lambda found: ";" * len(found[0]), text[start:end])
    position = 0
    for cut in [*SPLIT.finditer(piece), None]:
        stop = cut.start() if cut else len(piece)
        inner = position
        for comma in [*re.finditer(r",", piece[position:stop]), None]:
            edge = position + comma.start() if comma else stop
            yield start + inner, start + edge
            inner = edge + 1
        position = cut.end() if cut else stop


def _entry(text: str, start: int, end: int, judge: Judge, why: str, *, strict: bool) -> Iterator[Find]:
    """Yield the name at the beginning of one entry, titles and offices before it skipped."""
    lex = judge.lexicon
    tokens = [*re.finditer(rf"(?:{PARTICLE})?{WORD}|{INITIAL}|[^\s]+", text[start:end])]
    while tokens and (re.fullmatch(rf"{FORM}|{DEGREE}|[-–*•:]|\w{{1,4}}\.", tokens[0][0]) or lex.is_role(tokens[0][0])):
        if re.fullmatch(INITIAL, tokens[0][0]):
            break
        tokens.pop(0)
    name = []
    for token in tokens:
        if not re.fullmatch(rf"(?:{PARTICLE})?{WORD}|{INITIAL}", token[0]) or lex.is_body(token[0].split()[-1]) and not token[0].endswith("."):
            break
        name.append(token)
    if not name or len(name) > 4:  # noqa: PLR2004 - no longer names
        return
    words = [token[0] for token in name]
    score = _entry_score(words, len(name) == len(tokens), judge)
    if score and (not strict or score >= GOOD):
        yield _person(text, start + name[0].start(), start + name[-1].end(), words, score, why)


def _entry_score(words: list[str], whole: bool, judge: Judge) -> float:
    """Return how likely the words of an entry are a name."""
    lex = judge.lexicon
    clear = [bool(re.fullmatch(INITIAL, word)) or judge.clear(word.split()[-1]) for word in words]
    named = [bool(re.fullmatch(INITIAL, word)) or judge.named(word.split()[-1]) or lex.is_first(word) for word in words]
    if len(words) == 1:
        if re.fullmatch(INITIAL, words[0]):
            return WEAK
        return GOOD if clear[0] and whole else FAIR if named[0] and whole and lex.is_surname(words[0]) else 0.0
    if all(named) and any(clear):
        return FIRM if lex.is_first(words[0]) or all(clear) else GOOD
    if lex.is_first(words[0]) and named[1]:
        return GOOD
    return 0.0


def kin(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the name after a word for a relative or companion."""
    for found in KIN.finditer(text):
        words = found["name"].split()
        while words and not (judge.clear(words[-1])):
            words.pop()
        if words and judge.clear(words[0]):
            start = found.start("name")
            yield _person(text, start, start + len(" ".join(words)), words, GOOD, "Verwandtschaft oder Bekanntschaft davor")
    roles = re.finditer(rf"(?<![\w-])(?P<role>[A-ZÄÖÜ][a-zäöüß]+)\s(?P<name>{WORD})(?!\w)", text)
    for found in roles:
        if judge.lexicon.is_role(found["role"]) and judge.clear(found["name"]):
            yield _grown(text, *found.span("name"), judge, "Amt oder Beruf davor", GOOD)


def alone(text: str, judge: Judge) -> Iterator[Find]:
    """Yield words that are names by the lists alone."""
    for token in TOKEN.finditer(text):
        word = token[0]
        if judge.lexicon.is_plain_name(word) and not judge.is_place(word) and not judge.lexicon.is_body(word):
            yield _person(text, *token.span(), [word], FAIR, "Namensliste")
        elif len(word) > 4 and word.endswith("s") and judge.lexicon.is_plain_name(word[:-1]) and not judge.lexicon.is_word(word):  # noqa: PLR2004
            yield Find(token.start(), token.end(), "person", FAIR, "Namensliste", "", word[:-1], "s")


def labelled(speaker: str, judge: Judge) -> list[Find]:
    """Return the name in a speaker's label; a code ("I", "B2", "S01", "Moderatorin") has none."""
    if not speaker or CODES.match(speaker.strip()) or judge.lexicon.is_role(speaker.strip()):
        return []
    found = list(titled(speaker, judge)) or list(entries(speaker, 0, len(speaker), judge, "Sprecherin oder Sprecher", strict=False))
    if found:
        return found
    words = [token for token in TOKEN.finditer(speaker) if not judge.lexicon.is_role(token[0])]
    if words and not judge.lexicon.is_body(words[0][0]) and not all(judge.lexicon.is_word(word[0]) for word in words):
        return [_person(speaker, words[0].start(), words[-1].end(), [word[0] for word in words], GOOD, "Sprecherin oder Sprecher")]
    return []


def places_of(text: str) -> Iterator[str]:
    """Yield the words that stand where only a place stands: after "in", "aus", "Gemeinde"; folded."""
    for token in TOKEN.finditer(text):
        if PLACE_BEFORE.search(text[max(0, token.start() - 20) : token.start()]):
            yield fold(token[0])
