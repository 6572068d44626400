"""People: names by what stands around them, in the writing of minutes, transcripts, lists and mails.

No rule knows a name of any corpus: a rule sees titles, verbs, marks, lists, and whether German knows the word.
Every find keeps first name and surname apart, so that ``spread`` can tell who is the same person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.lexicon import Lexicon
from pipeline.shared.spelling import fold

UP = r"[^\W\d_a-zß-öø-ÿāăąćčďđēęěğģīįıķĺļľłńňņőœŕřśşšţťūůűźżžșț]"
WORD = rf"(?:{UP}|[Aa]l-{UP}|[Ee]l-{UP}|d['’]{UP}|O['’]{UP})[^\W\d_]+(?:['’-](?:{UP}|el-{UP}|al-{UP})[^\W\d_]*)*"
INITIAL = rf"{UP}\.(?: ?-?{UP}\.)?"
PARTICLE = (
    r"(?:(?:von|van|vom|zu|zur|zum|de|del|della|di|da|dos|den|ter|ten|el|al|bin|ibn|bint|abu|und zu|von der|von dem|von den|"
    r"van der|van den|van de|de la|zu der|Abu|El|Al|Ben|Bin|Ibn|Van|De|Di|Da|Le|La|Mc) )"
)
FORM = r"(?:Frau(?:en)?|Herrn?|Herren|Fr\.|Hr\.|Hrn\.|Fräulein|Frl\.|Mme|Mrs?\.?|Hanım|Bey)"
DEGREE = r"(?:(?:Dr|Prof|Dipl|Mag|Ing|med|phil|rer|nat|jur|theol|habil|päd|pol|soz|vet|dent|h|c|e|M|B|A|Sc)\.|-Ing\.|Doktor|Professorin|Professor|PD|MdL|MdB|MdK|KTA)"
STRONG = re.compile(rf"(?<!\w)(?P<title>(?:(?:{FORM}|(?:Dr|Prof)\.) ?)(?:(?:{DEGREE}|{FORM}) ?-?)*)(?P<name>(?:{PARTICLE})?(?:{WORD}|{INITIAL}))")
AFTER_OFFICE = re.compile(rf"(?P<title>(?:(?:{FORM}|{DEGREE}) ?)+)(?:[A-ZÄÖÜ][\wäöüß]+ )(?:{DEGREE} ?)*(?P<name>(?:{PARTICLE})?(?:{WORD}|{INITIAL}))")
NEXT = re.compile(rf" (?:(?P<particle>{PARTICLE})?(?P<word>{WORD})|(?P<initial>{INITIAL})(?= {UP}))")
TOKEN = re.compile(rf"(?<![\w@.-])(?:{WORD})(?![\w@])")
TURNED = re.compile(rf"(?<![\w-])(?P<last>(?:{PARTICLE})?{WORD}), (?P<first>{WORD}|{INITIAL})(?!\w)")
WITH_INITIAL = re.compile(rf"(?<![\w.])(?<!\w\. )(?P<first>{INITIAL}) ?(?P<particle>{PARTICLE})?(?P<last>{WORD})(?!\w)")
DETERMINER = re.compile(
    r"(?i)(?:^|\W)(?:d(?:ie|er|en|em|as|es)|ein(?:e[rmns]?)?|jede[rnms]?|keine?[rnms]?|diese[rnms]?|manche[rnms]?|viele|junge[rnms]?|"
    r"alte[rnms]?|meine?[rnms]?|ihre?[rnms]?|seine?[rnms]?|unsere?[rnms]?|als|pro|und|oder|welche[rnms]?|\w+ende[rn]?|weitere|"
    r"geflüchtete[rn]?|migrantische[rn]?|mehr|beide[rn]?|erste|zweite|zwei|drei|vier|fünf) $"
)
THE = re.compile(r"\b(?:die|der|den|dem)\s$")
SPEECH = (
    r"(?:ergänzt|sagt|berichtet|meint|findet|fragt|antwortet|betont|erklärt|erläutert|bedankt|begrüßt|eröffnet|schildert|warnt|"
    r"kritisiert|bestätigt|verweist|erinnert|fordert|wünscht|bittet|dankt|verabschiedet|moderiert|bemerkt|widerspricht|plädiert|"
    r"gibt (?:zu bedenken|an|zu|den Hinweis|einen Überblick|Auskunft|bekannt|weiter)|weist|schlägt|merkt|regt|fasst|stellt|führt|stimmt|lädt|hält|"
    r"übernimmt|leitet|referiert|protokolliert|informiert|kündigt|verspricht|sagte|berichtete|meinte|fragte|antwortete|betonte|"
    r"erklärte|erläuterte|begrüßte|eröffnete|schilderte|warnte|kritisierte|bestätigte|verwies|erinnerte|forderte|wünschte|bat|"
    r"dankte|schlug|merkte|regte|fasste|stellte|führte|stimmte|lud|ergänzte|bemerkte|widersprach|wies|gab|hakt|entgegnet|erwidert|"
    r"erzählt|erzählte|kommentiert|zitiert|resümiert|appelliert|empfiehlt|lobt|unterstreicht|unterstützt|bedauert|vermisst|"
    r"schließt|trägt|macht (?:darauf|deutlich)|spricht|nennt|hinterfragt|rät|hofft|glaubt|sieht|möchte|würde|will|kennt|hat|ist|war|"
    r"habe|sei|wolle|könne|zeigt|bringt|geht|kommt|nimmt|wird|soll|kann|klärt|prüft|kümmert|schreibt|ruft|telefoniert|arbeitet)"
)
SPEAKS = re.compile(rf"(?:(?<=^)|(?<=\n)|(?<=[.!?:;–•„»\"(] )|(?<=[„»\"(]))(?P<name>{WORD}|{INITIAL})(?P<org> \([^)\n]{{2,60}}\))?,? (?P<verb>{SPEECH})\b")
STRONG_VERB = re.compile(r"^(?:ergänzt|sagt|berichtet|meint|fragt|antwortet|betont|erklärt|erläutert|bedankt|begrüßt|eröffnet|schildert|warnt|kritisiert|gibt|weist|merkt|regt|entgegnet|erwidert|erzählt|hakt|referiert|moderiert|protokolliert|bemerkt|widerspricht|plädiert|dankt|bittet)")
FIRST_INITIAL = re.compile(rf"(?<![\w-])(?P<first>{WORD}) (?P<last>{UP}\.)(?! ?{UP}\.)")
SAYS_COLON = re.compile(rf"(?:^|\n)(?:[-–*•>] ?)?(?P<name>(?:{WORD} )?{WORD})(?: \([^)\n]{{2,60}}\))?:(?= )")
LAUT = re.compile(rf"\b(?:[Gg]emäß|[Ss]o|sagt|sagte|meint|meinte|fragt|ergänzt|berichtet|von|mit|bei|an|für|durch|über|und|&|@) (?P<name>{WORD})(?= ?[,.;:)(“\"!?\n]| (?:und|oder|sowie|hat|ist|war|wird|soll|kann|klärt|spricht|bis|zur?|zum|wegen|in|am|um)\b|$)")
LAUT_ONLY = re.compile(rf"\b(?:[Ll]aut|[Nn]ach Angaben von) (?P<name>{WORD})(?!\w)")
BRACKET = re.compile(rf"\((?:[^()\n]{{0,40}}[,:;/] ?)?(?P<name>{WORD})(?:[,/;] ?[^()\n]{{0,40}})?\)")
CALLED = re.compile(rf"(?:[Ii]ch heiße|[Mm]ein Name ist|genannt|namens|mit Namen|Spitzname(?:n)?|hieß|heißt|nennt sich|(?:nennen|nennt man|rufen) (?:ihn|sie|mich|sich)(?: alle| immer| nur)?|getauft auf|[Ii]ch bin (?:die|der|hier die|hier der|übrigens die)|also ich bin die) [„\"‚'»]?(?P<name>{WORD}(?: {WORD})?)")
GREETING = re.compile(rf"(?:(?<=^)|(?<=\n)|(?<=\n> ))(?:Liebe[rs]?|Hallo|Hi|Hey|Moin(?: Moin)?|Servus|Guten (?:Tag|Morgen|Abend)|Sehr geehrte[rs]?|Werte[rs]?|Selam|Salam|Merhaba) (?P<names>{WORD}(?: {WORD})?(?:(?:, (?:liebe[rs]? )?| und (?:liebe[rs]? )?){WORD})*) ?[,!\n–-]")
CLOSING = re.compile(
    r"(?:^|\n)[> ]*(?:(?:Mit|Viele|Beste|Liebe|Herzliche|Schöne|Freundliche|Sonnige|Kollegiale)[^\n]{0,40}?(?:Grüße?n?|Gruss|Gruß)[^\n]{0,25}|(?:LG|VG|MfG|BG|Gruß|Grüße|Herzlichst|Hochachtungsvoll|Danke(?: und Gruß)?|i\. ?A\.|gez\.)[,!]?[^\n]{0,20}?)[,!]?\n+"
    r"(?P<lines>[^\n]+(?:\n+[^\n]+)?)",
    re.IGNORECASE,
)
SIGNED = re.compile(rf"(?:gez\.|i\. ?A\.|i\. ?V\.|Unterschrift:?|Unterz\.|LG|VG|Gruß|Grüße)[,:]? (?P<name>(?:{INITIAL} |{WORD} )?{WORD})(?= *(?:\n|$|[,(]))")
KIN = re.compile(rf"\b(?:Mutter|Vater|Sohn|Tochter|Bruder|Schwester|Onkel|Tante|Oma|Opa|Mann|Ehemann|Ehefrau|Freundin|Freund|Nachbarin|Nachbar|Kollegin|Kollege|Kollegen|Schüler|Schülerin|Mädchen|Junge|Kind|Patenkind|Teilnehmerin|Teilnehmer|Familie|Fam\.|Eheleute|Ehepaar|Geschwister) (?P<name>{WORD}(?: {WORD})?)(?!\w)")
LIST_LABEL = re.compile(
    r"(?:^|\n|[,;|] )[*_# -]*(?P<label>(?:Anwesen(?:d|de|heit)\w*|(?:Teilnehm|Mitwirk|Gäste|Gast|Eingeladen)\S*|TN|Entschuldigt\w*|Es fehl(?:t|en)|Abwesend\w*|(?:Gesamt|Tisch|Ko-?)?[Mm]oderation\w*|"
    r"(?:Protokoll|Schrift)(?:führung|führer\w*|ant\w*)?|Prot\.|Mod\.|Gastgeber\S*|Gastgeberschaft|Leitung|(?:Sitzungs|Gesprächs|Kurs|Projekt|Team|Amts|Fachdienst)?[Ll]eitung|Vorsitz\w*|Referent\S*|Input|Impuls(?:geber\S*|vortrag)?|Vortrag\w*|"
    r"Begrüßung|Verfasser\S*|Verfasst von|Autor\S*|Erstellt (?:von|durch)|Bearbeit\S*|Ansprechpartner\S*|Ansprechperson\S*|Kontakt\w*|Kontaktperson\S*|Rückfragen(?: an)?|Verantwortlich\S*|Zuständig\S*|Verteiler|"
    r"Interview(?:er|erin|te|ter|partner\S*|t durch|führung)?|Befragte\w*|Gesprächspartner\S*|Transkri(?:pt|ption|biert)\S*(?: (?:von|durch))?|Abschrift(?: (?:von|durch))?|Aufnahme|Dolmetsch\S*|Sprachmittl\S*|Fotos?|Fotograf\S*|Dokumentation|Technik|Name\S*|Vor-? ?und Nachname|Vorname|Nachname|"
    r"Von|An|Cc|Bcc|From|To|Absender\S*|Empfänger\S*|Gesendet von|z\. ?Hd\.|Sprecher\S*|Speaker\S*|Vertret\S*|Berichterstatt\S*|Federführung|Team|Redaktion|(?:[Ee]rfasst|[Nn]otiert|[Gg]etippt|[Aa]bgetippt|[Aa]bgeschrieben|[Aa]ufgeschrieben|[Gg]ezeichnet|[Vv]erfasst|[Uu]nterschrieben|[Gg]eprüft|[Ff]otografiert)(?: von| durch)?|Mitschrift|Aufgezeichnet|Stift)(?: (?:von|durch|und|u\.|/|&) ?\w*)?)"
    r"(?: *\([^)\n]*\))?[*_]* *(?::|– |- |\|)[*_]* *(?P<rest>[^\n]+(?:\n(?:[-*•–] )[^\n]+)*)"
)
LIST_HEADING = re.compile(r"(?:Anwesen|Teilnehm|Mitwirkend|Entschuldigt|Verteiler|Gäste|Teilnehmerliste|Anwesenheitsliste|Ansprechp|Kontakt|Namen?$|Referent|Unterschrift|Beteiligte|TN-Liste|Moderation|Protokoll$)", re.IGNORECASE)
NAME_COLUMN = re.compile(r"^(?:(?:vor|nach|familien|zu)?name\b.*|vor-? ?und ?(?:nach|zu)name.*|teilnehm\S*|person|ansprechp\S*|kontakt\S*|wer\??|zuständig\S*|verantwortlich\S*|federführ\S*|kümmer\S*|unterschrift|tischgastgeber\S*|gastgeber\S*|moderation|referent\S*|vertret\S*|leitung|wer macht.*|umsetzung durch|von wem.*|eingereicht von|absender)$", re.IGNORECASE)
SPLIT = re.compile(r" *(?:[;\n•|●▪]| [-–] | u\. | und | sowie | & | \+ |(?<!\w\.)/(?!\w/)) *")
CODES = re.compile(r"^(?:[IBRAFMTPSKE]\d{0,2}|S\d+|IP\d*|TN\d*|[A-Z]{1,3}\d*|.*\d+|(?:[Ii]nterview|[Bb]efragt|[Mm]oderat|[Ss]precher|[Ss]peaker|[Pp]erson|[Tt]eilnehm|[Ff]rage|[Aa]ntwort|[Uu]nbekannt|[Pp]roband|[Ee]xpert|[Pp]ublikum|[Aa]lle|[Mm]ehrere|[Ff]achkraft|[Bb]eraterin|[Ll]eitung).*)$")
PLACE_BEFORE = re.compile(r"\b(?:in|aus|nach|nahe|um|Richtung|Landkreis|Kreis|Gemeinde|Samtgemeinde|Stadt|Ort|Ortsteil|Dorf|Bahnhof|Raum|Region|Standort|Unterkunft|Rathaus|Kreisstadt|Grundschule|Oberschule|Mitgliedsgemeinde|Flecken|Altkreis|Nordkreis|Südkreis|Linie|Bauerschaft) $")
MONTHS = ("jan", "august", "april", "mai")
RHETORICAL = re.compile(rf"\b(?:ob|[Ee]gal,? ob|[Oo]b) (?:(?:er|sie|einer|eine|jemand|man|der|die|das Kind|nun|jetzt) )*(?:{WORD},? oder )?$")
RHETORICAL_AFTER = re.compile(rf",? oder (?:der |die )?{WORD}(?: {WORD})? (?:heißt|heißen|hieße)|,? (?:oder|und) (?:der |die )?{WORD} Normalverbraucher")
SAINT = re.compile(r"(?:\bSt\.|\bSankt|\bHeilig\w*|\bHl\.)[ -]$")
NAMESAKE = re.compile(
    r"(?:[ -](?:de|von|van|der|zu|di|da|[A-ZÄÖÜ][a-zäöüß]+)){0,3}[ -](?:(?:[A-ZÄÖÜ][a-zäöüß]+)?(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|[Aa]llee|[Pp]latz|"
    r"[Bb]rücke|[Uu]fer|[Rr]ing|[Dd]amm|[Ww]eg|[Ss]chule|[Gg]ymnasium|[Hh]aus|[Hh]auses|[Ss]tiftung|[Kk]irche|[Pp]ark|[Ss]tadion|[Hh]alle|"
    r"[Ii]nstitut|[Kk]olleg|[Bb]ildungswerk|[Ff]amilie|[Pp]reis|[Hh]eim|[Kk]lasse))(?!\w)"
)
LONGEST = 4
SHORT = 3
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

    def likely(self, word: str) -> bool:
        """Tell whether ``word`` is a name where a name is expected: no word of official texts, office, body, place."""
        lex = self.lexicon
        other = lex.is_common(word) or lex.is_body(word) or lex.is_role(word) or self.is_place(word)
        return len(word) > SHORT - 1 and not other

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
        if SAINT.search(text[max(0, start - 12) : start]) or NAMESAKE.match(text[end : end + 60]):
            return True
        if words in MONTHS and re.match(r"\.|[/–-]|,? (?:und|bis|\d)", text[end : end + 5]):
            return True
        if RHETORICAL.search(text[max(0, start - 45) : start]) or RHETORICAL_AFTER.match(text[end : end + 45]):
            return True
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
        found = _past_offices(text, found, judge)  # noqa: PLW2901 - the same title, a later word
        start, end = found.span("name")
        word = found["name"]
        bare = re.fullmatch(INITIAL, word)
        last = word.split()[-1]
        if not bare and (_is_office(last, judge) or not _fits_title(found, text, last, judge)):
            continue
        if len(word.split()) > 1 and (judge.lexicon.is_ordinary(last) and len(last) > SHORT and not judge.lexicon.is_surname(last)):
            continue
        yield _grown(text, start, end, judge, "Anrede oder Titel davor")


def _is_office(word: str, judge: Judge) -> bool:
    return judge.lexicon.is_role(word) and not judge.lexicon.is_surname(word)


def _past_offices(text: str, found: re.Match[str], judge: Judge) -> re.Match[str]:
    """Return the match with the offices between title and name skipped: "Frau Landrätin Abel"."""
    roles = re.match(r"(?:[A-ZÄÖÜ][\wäöüß]+ )+", text[found.start("name") :])
    if roles and judge.lexicon.is_role(found["name"]):
        again = AFTER_OFFICE.match(text, found.start())
        return again or found
    return found


def _fits_title(found: re.Match[str], text: str, word: str, judge: Judge) -> bool:
    title = found["title"].strip()
    if title.startswith(("Frauen", "Herren")):
        return judge.clear(word)
    before = text[max(0, found.start() - 20) : found.start()]
    if DETERMINER.search(before) or (title.startswith("Frau") and judge.lexicon.is_ordinary(word) and word.endswith("in")):
        return judge.clear(word) or (THE.search(before) is not None and judge.likely(word))
    feminine = title == "Frau" and judge.lexicon.is_word(word) and re.search(r"(?:ende|ung|heit|keit|schaft)$", word)
    return not feminine and not (judge.lexicon.is_body(word) and len(word) > 1)


def _grown(text: str, start: int, end: int, judge: Judge, why: str, score: float = FIRM) -> Find:
    """Return the name that begins at ``start``, with the words after it that belong to it, parts told apart."""
    words = [text[start:end]]
    while (found := NEXT.match(text, end)) is not None and len(words) < LONGEST:
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
        return _surname(words, word, judge, particle=bool(found["particle"])) or judge.lexicon.is_first(word)
    return (bool(found["particle"]) and judge.named(word)) or judge.clear(word) and not judge.lexicon.is_plain_name(words[-1])


def _person(text: str, start: int, end: int, words: list[str], score: float, why: str) -> Find:
    """Return the find of a name; a genitive (Kowalskis, Yılmaz') is set apart where the list knows the rest."""
    first, last = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else ("", words[0])
    if text[end : end + 1] in {"'", "’"} and text[end - 1] in "sxzßS":
        return Find(start, end + 1, "person", score, why, first, last, "s")
    return Find(start, end, "person", score, why, first, last)


def pairs(text: str, judge: Judge) -> Iterator[Find]:
    """Yield first name and surname side by side."""
    for token in TOKEN.finditer(text):
        if judge.lexicon.is_first(token[0]) and not judge.is_place(token[0]):
            words, end = _chain(text, token, judge)
            score = _pair_score(words, judge)
            if score:
                yield _person(text, token.start(), end, words, score, "Vorname und Nachname")
        elif judge.strange(token[0]) and (found := NEXT.match(text, token.end())) and found["word"]:
            last = found["word"]
            if judge.lexicon.is_plain_name(last) or judge.strange(last):
                score = GOOD if judge.lexicon.is_plain_name(last) else WEAK
                words = [token[0], found[0].strip()]
                yield _person(text, token.start(), found.end(), words, score, "Vorname und Nachname")


def _chain(text: str, token: re.Match[str], judge: Judge) -> tuple[list[str], int]:
    """Return the words of the name that begins with the first name ``token``, and where it ends."""
    words, end = [token[0]], token.end()
    while (found := NEXT.match(text, end)) is not None and len(words) < LONGEST:
        word = found["word"]
        if found["initial"]:
            words.append(found["initial"])
        elif judge.lexicon.is_first(word) and not judge.lexicon.is_ambiguous(word) and not found["particle"]:
            words.append(word)
        elif _surname(words, word, judge, particle=bool(found["particle"])):
            return [*words, found[0].strip()], found.end()
        else:
            break
        end = found.end()
    return words, end


def _surname(words: list[str], word: str, judge: Judge, *, particle: bool) -> bool:
    """Tell whether ``word`` may be the surname after the first names ``words``."""
    lex = judge.lexicon
    if lex.is_role(word) or judge.is_place(word) or lex.is_body(word):
        return False
    if judge.clear(word) or lex.is_surname(word):
        return True
    plain = any(lex.is_first(first) and not lex.is_ambiguous(first) for first in words)
    return plain and not particle and (lex.is_ambiguous(word) or judge.likely(word))


def _pair_score(words: list[str], judge: Judge) -> float:
    lex, last = judge.lexicon, words[-1].split()[-1]
    if len(words) < 2 or re.fullmatch(INITIAL, last):  # noqa: PLR2004 - a first name and a surname
        return 0.0
    plain = any(not lex.is_ambiguous(word) for word in words[:-1] if not re.fullmatch(INITIAL, word))
    if plain:
        return FIRM if judge.clear(last) or lex.is_surname(last) else GOOD
    return GOOD if judge.clear(last) else FAIR if lex.is_surname(last) and not lex.is_ambiguous(last) else 0.0


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
        before = text[max(0, found.start() - 4) : found.start()]
        if found["particle"] and judge.lexicon.is_ordinary(found["last"]) and not judge.lexicon.is_surname(found["last"]):
            continue
        fits = judge.clear(found["last"]) or (judge.likely(found["last"]) and before.strip() and "\n" not in before)
        if fits and not re.search(r"\d ?$|[a-z]\. ?$", before):
            last = (found["particle"] or "") + found["last"]
            yield Find(*found.span(), "person", GOOD, "Anfangsbuchstabe und Nachname", found["first"], last)


def speaking(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who speaks in indirect or direct speech."""
    for found in SPEAKS.finditer(text):
        name = found["name"]
        if name.lower() in judge.lexicon.function:
            continue
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
    for found in FIRST_INITIAL.finditer(text):
        if judge.clear(found["first"]):
            yield Find(*found.span(), "person", GOOD, "Vorname und Anfangsbuchstabe", found["first"], found["last"])
    for found in BRACKET.finditer(text):
        if judge.strange(found["name"]):
            yield _person(text, *found.span("name"), [found["name"]], WEAK, "in Klammern")
    for found in LAUT.finditer(text):
        if judge.strange(found["name"]):
            yield _person(text, *found.span("name"), [found["name"]], WEAK, "nach „mit“, „von“")
    for found in LAUT_ONLY.finditer(text):
        if judge.strange(found["name"]):
            yield _person(text, *found.span("name"), [found["name"]], FAIR, "nach „laut“")


def called(text: str, judge: Judge) -> Iterator[Find]:
    """Yield how somebody is called."""
    for found in CALLED.finditer(text):
        words = found["name"].split()
        while words and not (judge.clear(words[-1]) or (len(words) > 1 and judge.clear(words[0]) and judge.likely(words[-1]))):
            words.pop()
        if words:
            start = found.start("name")
            yield _person(text, start, start + len(" ".join(words)), words, GOOD, "wird so genannt")
        elif text[found.start("name") - 1] in "„\"‚'»" and judge.likely(found["name"].split()[0]):
            start, end = found.span("name")
            yield _person(text, start, end, [found["name"]], FAIR, "Spitzname")


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
    if not name or len(name) > LONGEST:
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
        fair = lex.is_surname(words[0]) or (judge.likely(words[0]) and not lex.is_ordinary(words[0]))
        return GOOD if clear[0] and whole else FAIR if whole and fair else 0.0
    if re.fullmatch(INITIAL, words[0]) and judge.likely(words[-1].split()[-1]):
        return GOOD
    if all(named) and any(clear):
        return FIRM if lex.is_first(words[0]) or all(clear) else GOOD
    if lex.is_first(words[0]) and (named[1] or judge.likely(words[1].split()[-1])):
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
    roles = re.finditer(rf"(?<![\w-])(?P<role>[A-ZÄÖÜ][a-zäöüß]+) (?P<name>{WORD})(?!\w)", text)
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
