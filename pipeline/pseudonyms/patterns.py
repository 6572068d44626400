"""Patterns: what stands around the names of persons in German papers."""

from __future__ import annotations

import re

UP = r"[^\W\d_a-zß-öø-ÿāăąćčďđēęěğģīįıķĺļľłńňņőœŕřśşšţťūůűźżžșț]"
WORD = rf"(?:{UP}|[Aa]l-{UP}|[Ee]l-{UP}|d['’]{UP}|O['’]{UP})[^\W\d_]+(?:['’-](?:{UP}|el-{UP}|al-{UP})[^\W\d_]*)*"
INITIAL = rf"{UP}\.(?: ?-?{UP}\.)?"
PARTICLE = (
    r"(?:(?:v\.(?: ?d\.)?|von|van|vom|zu|zur|zum|de|del|della|di|da|dos|den|ter|ten|el|al|bin|ibn|bint|abu|und zu|"
    r"von der|von dem|von den|"
    r"van der|van den|van de|de la|zu der|Abu|El|Al|Ben|Bin|Ibn|Van|De|Di|Da|Le|La|Mc) )"
)
ABROAD = re.compile(r"(?i)(?:v\.|van|de|del|della|di|dos|ter|ten|el|al|bin|ibn|bint|abu|le|la)\b")  # not German
FORM = (
    r"(?:Frau(?:en)?|Herrn?|Herren|Fr\.|Hr\.|Hrn\.|Fräulein|Frl\.|Mme|Mrs?\.?|Hanım|Bey|E?PHK(?:in)?|P[OK]K(?:in)?|PK(?:in)?|"
    r"POM(?:in)?|K[HO]K(?:in)?|RAin|RA|OStD|StD|StR|Msgr\.|KTA|KBR(?:in)?|EKR(?:in)?|SGBM|OBM|"
    r"RH|RF|RM|EStR(?:in)?|StRin|GR(?:in)?|KTM|BGM|BM(?:in)?|Vors\.)"
)
DEGREE = (
    r"(?:(?:Dr|Prof|Dipl|Mag|Ing|med|phil|rer|nat|jur|theol|habil|päd|pol|soz|vet|dent|h|c|e|M|B|A|"
    r"Sc)\.|-Ing\.|Doktor|Professorin|Professor|PD|MdL|MdB|MdK|KTA)"
)
STRONG = re.compile(
    rf"(?<!\w)(?P<title>(?:(?:{FORM}|(?:Dr|Prof)\.)(?: |(?<=\.)))(?:(?:{DEGREE}|"
    rf"{FORM})(?: ?-| |(?<=\.)))*)(?P<name>(?:{PARTICLE})?(?:{WORD}|{INITIAL}))"
)
AFTER_OFFICE = re.compile(
    rf"(?P<title>(?:(?:{FORM}|"
    rf"{DEGREE}) ?)+)(?:[A-ZÄÖÜ][\wäöüß]+ )(?:{DEGREE} ?)*(?P<name>(?:{PARTICLE})?(?:{WORD}|"
    rf"{INITIAL}))"
)
NEXT = re.compile(rf" (?:(?P<particle>{PARTICLE})?(?P<word>{WORD})|(?P<initial>{INITIAL})(?= {UP}))")
TOKEN = re.compile(rf"(?<![\w@.-])(?:{WORD})(?![\w@])")
TURNED = re.compile(rf"(?<![\w-])(?P<last>(?:{PARTICLE})?{WORD}), (?P<first>{WORD}|{INITIAL})(?!\w)")
TURNED_WHOLE = re.compile(rf"(?P<last>(?:{PARTICLE})?{WORD}), (?P<first>{WORD}(?: {WORD})?)(?= ?\(|$)")
"""A cell or label that is a surname and a first name, perhaps with a bracket behind: "Otte, Ines (Gast)"."""
WITH_INITIAL = re.compile(rf"(?<![\w.])(?<!\w\. )(?P<first>{INITIAL}) ?(?P<particle>{PARTICLE})?(?P<last>{WORD})(?!\w)")
DETERMINER = re.compile(
    r"(?i)(?:^|\W)(?:d(?:ie|er|en|em|as|es)|ein(?:e[rmns]?)?|jede[rnms]?|keine?[rnms]?|diese[rnms]?|"
    r"manche[rnms]?|viele|junge[rnms]?|"
    r"alte[rnms]?|meine?[rnms]?|ihre?[rnms]?|seine?[rnms]?|unsere?[rnms]?|als|pro|und|oder|"
    r"welche[rnms]?|\w+ende[rn]?|weitere|"
    r"geflüchtete[rn]?|migrantische[rn]?|mehr|beide[rn]?|erste|zweite|zwei|drei|vier|fünf) $"
)
THE = re.compile(r"\b(?:die|der|den|dem)\s$")
SPEECH = (
    r"(?:ergänzt|sagt|berichtet|meint|findet|fragt|antwortet|betont|erklärt|erläutert|bedankt|"
    r"begrüßt|eröffnet|schildert|warnt|"
    r"kritisiert|bestätigt|verweist|erinnert|fordert|wünscht|bittet|dankt|verabschiedet|moderiert|"
    r"bemerkt|widerspricht|plädiert|"
    r"gibt (?:zu bedenken|an|zu|den Hinweis|einen Überblick|Auskunft|bekannt|weiter)|weist|schlägt|"
    r"merkt|regt|fasst|stellt|führt|stimmt|lädt|hält|"
    r"übernimmt|leitet|referiert|protokolliert|informiert|kündigt|verspricht|sagte|berichtete|meinte|"
    r"fragte|antwortete|betonte|"
    r"erklärte|erläuterte|begrüßte|eröffnete|schilderte|warnte|kritisierte|bestätigte|verwies|"
    r"erinnerte|forderte|wünschte|bat|"
    r"dankte|schlug|merkte|regte|fasste|stellte|führte|stimmte|lud|ergänzte|bemerkte|widersprach|"
    r"wies|gab|hakt|entgegnet|erwidert|"
    r"erzählt|erzählte|kommentiert|zitiert|resümiert|appelliert|empfiehlt|lobt|unterstreicht|"
    r"unterstützt|bedauert|vermisst|"
    r"schließt|trägt|macht (?:darauf|deutlich)|spricht|nennt|hinterfragt|rät|hofft|glaubt|sieht|"
    r"möchte|würde|will|kennt|hat|ist|war|"
    r"habe|sei|wolle|könne|zeigt|bringt|geht|kommt|nimmt|wird|soll|kann|klärt|prüft|kümmert|schreibt|"
    r"ruft|telefoniert|arbeitet)"
)
SPEAKS = re.compile(
    rf"(?:(?<=^)|(?<=\n)|(?<=[.!?:;–•„»\"(*>-] )|(?<=[„»\"(]))(?P<name>{WORD}|"
    rf"{INITIAL})(?P<org> \([^)\n]{{2,60}}\))?,? (?P<verb>{SPEECH})\b"
)
STRONG_VERB = re.compile(
    r"^(?:ergänzt|sagt|berichtet|meint|fragt|antwortet|betont|erklärt|erläutert|bedankt|begrüßt|"
    r"eröffnet|schildert|warnt|kritisiert|gibt|weist|merkt|regt|entgegnet|erwidert|erzählt|hakt|"
    r"referiert|moderiert|protokolliert|bemerkt|widerspricht|plädiert|dankt|bittet)"
)
FIRST_INITIAL = re.compile(rf"(?<![\w-])(?P<first>{WORD}) (?P<last>{UP}\.)(?! ?{UP}\.)")
SAYS_COLON = re.compile(rf"(?:^|\n)(?:[-–*•>] ?)?(?P<name>(?:{WORD} )?{WORD})(?: \([^)\n]{{2,60}}\))?:(?= )")
LAUT = re.compile(
    r"\b(?:[Gg]emäß|[Ss]o|sagt|sagte|meint|meinte|fragt|ergänzt|berichtet|von|mit|bei|an|für|durch|"
    rf"über|und|&|@) (?P<name>{WORD})(?= ?[,.;:)(“\"!?\n]| (?:und|oder|sowie|hat|ist|war|wird|soll|"
    r"kann|klärt|spricht|bis|zur?|zum|wegen|in|am|um)\b|$)"
)
LAUT_ONLY = re.compile(rf"\b(?:[Ll]aut|[Nn]ach Angaben von) (?P<name>{WORD})(?!\w)")
BRACKET = re.compile(rf"\((?:[^()\n]{{0,40}}[,:;/] ?)?(?P<name>{WORD})(?:[,/;] ?[^()\n]{{0,40}})?\)")
CALLED = re.compile(
    r"(?:[Ii]ch heiße|[Mm]ein Name ist|genannt|namens|mit Namen|Spitzname(?:n)?|hieß|heißt|"
    r"nennt sich|(?:nennen|nennt man|rufen) (?:ihn|sie|mich|sich)(?: alle| immer| nur)?|getauft auf|"
    r"[Ii]ch bin (?:die|der|hier die|hier der|übrigens die)|"
    rf"also ich bin die) [„\"‚'»]?(?P<name>{WORD}(?: {WORD})?)"
)
SAID_TO = re.compile(
    r"\b(?:sag(?:en|t|te|ten)|ruf(?:en|t)|rief(?:en)?) (?:alle |immer |nur |einfach )*"
    rf"[„\"‚'»]?(?P<name>{WORD})[“\"‘'«]? zu (?:mir|ihm|ihr|uns|ihnen)\b"
)
GREETING = re.compile(
    r"(?:(?<=^)|(?<=\n)|(?<=\n> ))(?:Liebe[rs]?|Hallo|Hi|Hey|Moin(?: Moin)?|Servus|Guten (?:Tag|"
    r"Morgen|Abend)|Sehr geehrte[rs]?|Werte[rs]?|Selam|Salam|"
    rf"Merhaba) (?P<names>{WORD}(?: {WORD})?(?:(?:, (?:liebe[rs]? )?|"
    rf" und (?:liebe[rs]? )?){WORD})*) ?[,!\n–-]"
)
CLOSING = re.compile(
    r"(?:^|\n)[> ]*(?:(?:Mit|Viele|Beste|Liebe|Herzliche|Schöne|Freundliche|Sonnige|"
    r"Kollegiale)[^\n]{0,40}?(?:Grüße?n?|Gruss|Gruß)[^\n]{0,25}|(?:LG|VG|MfG|BG|Gruß|Grüße|"
    r"Herzlichst|Hochachtungsvoll|Danke(?: und Gruß)?|i\. ?A\.|gez\.)[,!]?[^\n]{0,20}?)[,!]?\n+"
    r"(?P<lines>[^\n]+(?:\n+[^\n]+)?)",
    re.IGNORECASE,
)
SIGNED = re.compile(
    r"(?:gez\.|i\. ?A\.|i\. ?V\.|Unterschrift:?|Unterz\.|LG|VG|Gruß|"
    rf"Grüße)[,:]? (?P<name>(?:{INITIAL} |{WORD} )?{WORD})(?= *(?:\n|$|[,(]))"
)
KIN = re.compile(
    r"\b(?:Mutter|Vater|Sohn|Tochter|Bruder|Schwester|Onkel|Tante|Oma|Opa|Mann|Ehemann|Ehefrau|"
    r"Freundin|Freund|Nachbarin|Nachbar|Kollegin|Kollege|Kollegen|Schüler|Schülerin|Mädchen|Junge|"
    r"Kind|Patenkind|Teilnehmerin|Teilnehmer|Familie|Fam\.|Eheleute|Ehepaar|"
    rf"Geschwister) (?P<name>{WORD}(?: {WORD})?)(?!\w)"
)
KIN_INITIAL = re.compile(
    r"\b(?:Mutter|Vater|Sohn|Tochter|Bruder|Schwester|Onkel|Tante|Oma|Opa|Ehemann|Ehefrau|Freundin|Freund|"
    r"Nachbarin|Nachbar|Kollegin|Kollege|Kollegen|Schüler|Schülerin|Patenkind|Familien?|Fam\.|Eheleute|Ehepaar|"
    rf"Geschwister) (?P<name>{INITIAL})(?! ?{UP}\.)"
)
NICKNAME = re.compile(
    r"[„\"‚'»](?:[Dd]er |[Dd]ie )?(?:lange|kleine|große|dicke|alte|junge|schnelle|schöne|wilde|rote|starke)[nr]? "
    rf"(?P<name>{WORD})[“\"‘'«]"
)
SHORT_SIGN = re.compile(
    r"(?:^|\n)[*_# -]*(?:Protokoll(?:führung)?|Schriftführung|Prot\.|Moderation|Verfasst von|Erstellt von|gez\.)[*_]*"
    r":? *[*_]*(?P<name>(?!nn|tbd|ja)[a-zäöü]{2,3}|[A-ZÄÖÜ][a-zäöü]{1,2}(?:[A-ZÄÖÜ][a-z]?)?)[*_]*(?=\s*(?:\n|$))"
)
AT = re.compile(rf"(?<![\w@.])@(?P<name>{WORD})(?![\w@.]*@)")
APPOSED = re.compile(rf"(?P<noun>[A-ZÄÖÜ][a-zäöüß]+), (?:der|die|dem|den) (?P<name>{WORD})(?=[ ,.;!?)–\n]|$)")
LABEL = (
    r"(?:Anwesen(?:d|de|heit)\w*|(?:Teilnehm|Mitwirk|Gäste|Gast|"
    r"Eingeladen)\S*|TN|Entschuldigt\w*|Es fehl(?:t|en)|Abwesend\w*|(?:Gesamt|Tisch|"
    r"Ko-?)?[Mm]oderation\w*|"
    r"(?:Protokoll|Schrift)(?:führung|führer\w*|ant\w*)?|Prot\.|Mod\.|Gastgeber\S*|Gastgeberschaft|"
    r"Leitung|(?:Sitzungs|Gesprächs|Kurs|Projekt|Team|Amts|Fachdienst)?[Ll]eitung|Vorsitz\w*|"
    r"Referent\S*|Input|Impuls(?:geber\S*|vortrag)?|Vortrag\w*|"
    r"Begrüßung|Verfasser\S*|Verfasst von|Autor\S*|Erstellt (?:von|durch)|Bearbeit\S*|"
    r"Ansprechpartner\S*|Ansprechperson\S*|Kontakt\w*|Kontaktperson\S*|Rückfragen(?: an)?|"
    r"Verantwortlich\S*|Zuständig\S*|Verteiler|"
    r"Interview(?:er|erin|te|ter|partner\S*|t durch|führung)?|Befragte\w*|Gesprächspartner\S*|"
    r"Transkri(?:pt|ption|biert)\S*(?: (?:von|durch))?|Abschrift(?: (?:von|durch))?|Aufnahme|"
    r"Dolmetsch\S*|Sprachmittl\S*|Fotos?|Fotograf\S*|Dokumentation|Technik|Name\S*|"
    r"Vor-? ?und Nachname|Vorname|Nachname|"
    r"Von|An|Cc|Bcc|From|To|Absender\S*|Empfänger\S*|Gesendet von|z\. ?Hd\.|Sprecher\S*|Speaker\S*|"
    r"Vertret\S*|Berichterstatt\S*|Federführung|Team|Redaktion|(?:[Ee]rfasst|[Nn]otiert|[Gg]etippt|"
    r"[Aa]bgetippt|[Aa]bgeschrieben|[Aa]ufgeschrieben|[Gg]ezeichnet|[Vv]erfasst|[Uu]nterschrieben|"
    r"[Gg]eprüft|[Ff]otografiert)(?: von| durch)?|Mitschrift|Aufgezeichnet|Stift)"
)
LIST_LABEL = re.compile(
    rf"(?:^|\n|[,;|] )[*_# -]*(?P<label>{LABEL}(?: (?:von|durch|"
    r"und|u\.|/|&) ?\w*)?)"
    r"(?: *\([^)\n]*\))?[*_]* *(?::|– |- |\|)[*_]* *(?P<rest>[^\n]+(?:\n(?:[-*•–] )[^\n]+)*)"
)
LABEL_INSIDE = re.compile(
    r"(?<!\bdie)(?<!\bder)(?<!\bdas)(?<!\bund)(?<!\bzur)(?<!\bfür)(?<!\beine)(?<!\bzum) "
    rf"(?=(?:{LABEL}|Datum|Zeit|Uhrzeit|Beginn|Ende|Dauer|Thema|Betreff)(?: (?:und|u\.|/|&) \w+)?: )"
)
LIST_HEADING = re.compile(
    r"(?:Anwesen|Teilnehm|Mitwirkend|Entschuldigt|Verteiler|Gäste|Teilnehmerliste|Anwesenheitsliste|"
    r"Ansprechp|Kontakt|Namen?$|Referent|Unterschrift|Beteiligte|TN-Liste|Moderation|Protokoll$)",
    re.IGNORECASE,
)
NAME_COLUMN = re.compile(
    r"^(?:(?:vor|nach|familien|zu)?name\b.*|vor-? ?und ?(?:nach|zu)name.*|teilnehm\S*|person|"
    r"ansprechp\S*|kontakt\S*|wer\??|zuständig\S*|verantwortlich\S*|federführ\S*|kümmer\S*|"
    r"unterschrift|tischgastgeber\S*|gastgeber\S*|moderation|referent\S*|vertret\S*|leitung|"
    r"wer macht.*|umsetzung durch|von wem.*|eingereicht von|absender\S*|(?:first|last|full|user)[ _-]?name|author|"
    r"autor\S*|"
    r"verfasser\S*|nutzer(?:name)?|benutzer(?:name)?|gepostet von|erstellt von|created by)$",
    re.IGNORECASE,
)
SPLIT = re.compile(r" *(?:[;\n•|●▪]| [-–] | u\. | und | sowie | & | \+ |(?<!\w\.)/(?!\w/)) *")
CODES = re.compile(
    r"^(?:[IBRAFMTPSKE]\d{0,2}|S\d+|IP\d*|TN\d*|[A-Z]{1,3}\d*|.*\d+|(?:[Ii]nterview|[Bb]efragt|"
    r"[Mm]oderat|[Ss]precher|[Ss]peaker|[Pp]erson|[Tt]eilnehm|[Ff]rage|[Aa]ntwort|[Uu]nbekannt|"
    r"[Pp]roband|[Ee]xpert|[Pp]ublikum|[Aa]lle|[Mm]ehrere|[Ff]achkraft|[Bb]eraterin|[Ll]eitung).*)$"
)
PLACE_BEFORE = re.compile(
    r"\b(?:in|aus|nach|nahe|um|Richtung|Landkreis|Kreis|Gemeinde|Samtgemeinde|Stadt|Ort|Ortsteil|"
    r"Dorf|Bahnhof|Raum|Region|Standort|Unterkunft|Rathaus|Kreisstadt|Grundschule|Oberschule|"
    r"Mitgliedsgemeinde|Flecken|Altkreis|Nordkreis|Südkreis|Linie|Bauerschaft) $"
)
MONTHS = ("jan", "august", "april", "mai")
RHETORICAL = re.compile(
    r"\b(?:ob|[Ee]gal,? ob|[Oo]b) (?:(?:er|sie|einer|eine|jemand|man|der|die|das Kind|nun|"
    rf"jetzt) )*(?:{WORD},? oder )?$"
)
RHETORICAL_AFTER = re.compile(
    rf",? oder (?:der |die )?{WORD}(?: {WORD})? (?:heißt|heißen|hieße)|,? (?:oder|und) (?:der |"
    rf"die )?{WORD} Normalverbraucher"
)
SAINT = re.compile(
    r"(?:\bSt\.|\bSankt|\bHeilig\w*|\bHl\.|\bKaiser(?:in)?|\bPapst|\bZar(?:in)?|\bKurfürst(?:in)?|"
    r"(?:der|des|dem|den|die|von) (?:König(?:in|s)?|Herzog(?:in)?|Prinz(?:essin)?))[ -]$"
)
NAMESAKE = re.compile(
    r"(?:[ -](?:de|von|van|der|zu|di|da|"
    r"[A-ZÄÖÜ][a-zäöüß]+)){0,3}[ -](?=[A-ZÄÖÜ])(?:(?:[A-ZÄÖÜ][a-zäöüß]+)?(?:[Ss]tra(?:ß|ss)e|[Ss]tr\.|[Gg]asse|"
    r"[Aa]llee|[Pp]latz|"
    r"[Bb]rücke|[Uu]fer|[Rr]ing|[Dd]amm|[Ww]eg|[Ss]chule|[Gg]ymnasium|[Hh]aus|[Hh]auses|[Ss]tiftung|"
    r"[Kk]irche|[Pp]ark|[Ss]tadion|[Hh]alle|"
    r"[Ii]nstitut|[Kk]olleg|[Bb]ildungswerk|[Ff]amilie|[Pp]reis|[Hh]eim|[Kk]lasse))(?!\w)"
)
STREET_NAME = re.compile(r"(?:weg|stra(?:ß|ss)e|str|allee|platz|gasse|brücke|ufer|viertel|siedlung)$", re.IGNORECASE)
LONGEST = 4
SHORT = 3
WEAK, FAIR, GOOD, FIRM = 0.35, 0.6, 0.8, 0.95
