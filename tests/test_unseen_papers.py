# ruff: noqa: E501 - a line is one line, as somebody would write it
"""Papers of a municipality that nobody here knows, from their bytes to their statements, by the rules alone.

What stands in ``never`` must not be counted; what stands in ``said`` must be a statement, cut just so. The tagger is
left out: its doubt comes on top.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from documents import docx, p, pdf, read, run, tbl, xlsx

from pipeline.sources.manifest import inferred
from pipeline.statements import details
from pipeline.statements.document import read as read_document
from pipeline.statements.ledger import Span
from pipeline.statements.reading import Setting, Unit
from pipeline.statements.structure import Block


def found(data: bytes, name: str, kind: str) -> tuple[str, list[Unit], list[Span]]:
    """Return the text, statements and ledger of a paper."""
    reading = read(data, name)
    blocks = [
        Block(
            number, one.kind, one.start, one.end, one.heading_path, one.column, one.row, one.table, one.level,
            one.speaker, one.votes,
        )
        for number, one in enumerate(reading.blocks)
    ]  # fmt: skip
    units, spans = read_document(reading.text, blocks, Setting(kind))
    assert sum(span.end - span.start for span in spans) == len(reading.text)
    return reading.text, units, spans


def statements(data: bytes, name: str, kind: str) -> list[str]:
    """Return the statements of a paper as they are shown."""
    text, units, _ = found(data, name, kind)
    return [details.display(text[unit.start : unit.end]) for unit in units]


def bold(words: str) -> str:
    return p(run(words, "b"))


MINUTES = docx(
    p("Niederschrift über die 7. Sitzung des Sozialausschusses", style="berschrift1")
    + tbl(["Sitzungstermin:", "Dienstag, 14.05.2024"], ["Sitzungsbeginn:", "17:03 Uhr"], ["Sitzungsende:", "19:41 Uhr"], ["Ort, Raum:", "Rathaus, Sitzungssaal 2"])
    + bold("Vorsitz") + p("Frau Renate Oltmann (SPD)") + bold("Mitglieder") + p("Herr Dirk Hasselmann (CDU)") + p("Frau Dr. Katrin Bohlen, FBL 3")
    + p("Tagesordnung", style="berschrift2") + p("Genehmigung der Niederschrift vom 12.03.2024") + p("Sachstand Integrationsarbeit, Vorlage 2024/088")
    + p("TOP 2 Genehmigung der Niederschrift", style="berschrift2") + p("Die Niederschrift wird bei zwei Enthaltungen genehmigt.")
    + p("TOP 4 Sachstand Integrationsarbeit", style="berschrift2")
    + p("Frau Dr. Bohlen führt in die Vorlage ein. Die Migrationsberatung sei seit Februar nicht mehr voll besetzt. Frau Aydin regt an, die Sprechstunden in die Familienzentren zu verlegen, weil die Wege dorthin kürzer seien. Es entsteht eine kurze Diskussion. Frau Dr. Bohlen sagt eine schriftliche Antwort zu.")
    + p("TOP 5 Verschiedenes", style="berschrift2") + p("Die nächste Sitzung findet am 18.06.2024 um 17:00 Uhr statt.") + p("gez. Oltmann") + p("Vorsitzende")
)  # fmt: skip
CONFERENCE = pdf(
    """#set page(paper: "a5", columns: 2, header: [Stadtteilkonferenz Nordstadt – Ergebnisprotokoll], margin: 1.5cm)
#set text(lang: "de", hyphenate: true, size: 8pt)
#set par(justify: true)
= Stadtteilkonferenz Nordstadt
23. April 2024, Aula der Heideschule

Anwesend: 41 Bewohnerinnen und Bewohner, Quartiersmanagement, Polizei

== Wohnen
Viele Wohnungen in der Karlstraße sind feucht, und die Hausverwaltung reagiert seit Monaten nicht auf Beschwerden.
- Zu wenig große Wohnungen für Familien mit mehr als drei Kindern
- Wohnungslotsen ausbilden, die bei Nebenkostenabrechnungen helfen
== Wie geht es weiter?
Das Quartiersmanagement verschickt das Protokoll bis Ende Mai an alle Teilnehmenden.
"""
)
CARDS = xlsx(
    {
        "Pinnwand 1": [
            ["Jugendforum 2024 – Abschrift der Pinnwand"], [],
            ["Schule", "Freizeit", "Arbeit/Ausbildung", "Rathaus & Co."],
            ["Lehrer nehmen Rassismus nicht ernst", "Halle ist immer belegt", "Praktikum nur über Beziehungen", "Termine nur online, kein Platz vor Oktober"],
            ["mehr Förderunterricht Deutsch 3P", "Fußball für Mädchen anbieten (5)", "Zeugnis aus Syrien zählt nichts!!", ""],
            ["", "AG Theater = super", "Bewerbungstraining in der Schule", "Jugendliche im Rat mitreden lassen ●●"],
        ]
    }
)  # fmt: skip
NOTES = """AG Gesundheit im Heidetal                                  Mitschrift 06.02.2024
==============================================================================
da: Gesundheitsamt, 2 Hausarztpraxen, Hebammenkreis, Diakonie (Suchtberatung),
    ein Apotheker

Was drückt?
  1) Kein Kinderarzt nimmt mehr neue Patienten auf, Familien fahren bis nach
     Oldenstedt.
  2) Behandlungsscheine vom Sozialamt kommen zu spät.
Was hilft schon?
  - Impfbus steht jeden 1. Dienstag vor der Tafel, wird gut ange-
    nommen
Was tun?
  - Gesundheitslotsinnen in Arabisch, Dari und Ukrainisch quali-
    fizieren
""".encode("cp1252").replace(b"\n", b"\r\n")
REPLY = """From: "Harms, Silke" <silke.harms@tsv-lindau.example>
Subject: AW: Beteiligung
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 8bit

Hallo Frau [Person_1],

vielen Dank für die Erinnerung, das war bei mir untergegangen. Ich habe am Wochenende noch einmal mit dem Vorstand gesprochen. Eigentlich wollte ich das schon am Abend selbst sagen, aber dann war die Zeit um.

Bei uns trainieren inzwischen rund 40 Kinder mit Fluchtgeschichte, das klappt im Training richtig gut. Schwierig wird es bei den Auswärtsspielen, weil kaum eine Familie ein Auto hat. Ein Kleinbus, den sich mehrere Vereine teilen, würde uns sehr helfen.

Zum zweiten Punkt Ihrer Mail kann ich leider nichts sagen, da müssten Sie Herrn [Person_2] fragen. Den Fragebogen schicke ich Ihnen morgen noch ausgefüllt zurück. Nächste Woche bin ich im Urlaub, danach gern telefonisch. Wenn noch Fragen sind, einfach durchklingeln.

Viele Grüße aus Lindau
Silke Harms

Von: Bohlen, Katrin <k.bohlen@kreis-heidetal.example>
Gesendet: Mittwoch, 12. Juni 2024 16:40
An: Harms, Silke
Betreff: Beteiligung

Liebe Frau Harms,
dürfen wir Sie noch einmal an Ihre Rückmeldung erinnern? Uns interessiert, was im Sport fehlt.
""".encode()
TEAMS = """WEBVTT

1-0
00:00:03.120 --> 00:00:07.900
<v Weber, Jana (extern)>Gut, dann starte ich mal die Aufzeichnung. Können Sie mich gut hören?</v>

2-0
00:00:08.000 --> 00:00:12.300
<v Tammen, Bernd>Ja, wunderbar. Ich hole mir nur noch schnell einen Kaffee.</v>

3-0
00:00:40.000 --> 00:00:49.000
<v Weber, Jana (extern)>Was machen Sie im Jobcenter genau?</v>

4-0
00:00:49.500 --> 00:01:02.000
<v Tammen, Bernd>Also ich bin seit elf Jahren im Haus und leite das Team U25. Was uns wirklich fehlt, das sind</v>

4-1
00:01:02.000 --> 00:01:15.000
<v Tammen, Bernd>Sprachkurse, die man neben der Ausbildung machen kann.</v>

5-0
00:01:15.500 --> 00:01:19.000
<v Weber, Jana (extern)>Mhm. Und wie reagieren die Betriebe darauf?</v>

6-0
00:01:19.500 --> 00:01:52.000
<v Tammen, Bernd>Die großen Firmen verlangen B2, und daran scheitern die meisten. Jetzt habe ich den Faden verloren.</v>

7-0
00:02:33.500 --> 00:02:50.000
<v Weber, Jana (extern)>Möchten Sie noch etwas loswerden?</v>

8-0
00:02:50.500 --> 00:03:10.000
<v Tammen, Bernd>Nö, ich glaube, das war's. Schicken Sie mir das Transkript dann noch mal zu? Dann kann ich drüberschauen. Schönen Feierabend!</v>
""".encode()
SCHOOL = """Interview 04, Schulsozialarbeit, 18.03.2024

I: Schön, dass das geklappt hat. Magst du einfach mal anfangen? #00:00:12-4#

B: Gerne. Ich bin Schulsozialarbeiterin an der Oberschule, seit 2017. Was mich umtreibt, sind die Kinder, die mitten im Jahr kommen und dann einfach in die Klasse gesetzt werden, ohne ein Wort Deutsch. #00:00:38-1#

I: Wie viele sind das so? #00:00:41-0#

B: Puh, da müsste ich nachgucken. Die Sprachlernklasse ist gestrichen worden, angeblich kein Geld. #00:00:59-9#

I: Hast du ein Beispiel? #00:01:03-2#

B: Letztes Jahr hatten wir einen Jungen, vierzehn Jahre alt, aus Guinea. Der ist mit seinem Onkel gekommen. Nach drei Wochen stand er wieder vor unserer Tür. Da hat man gesehen, dass uns eine Clearingstelle fehlt. #00:01:31-7#

I: Hast du noch einen Wunsch frei? #00:01:35-0#

B: Wie meinst du das jetzt? Ich fände es gut, wenn immer jemand zum Übersetzen da wäre. So viel dazu. #00:01:44-0#
""".encode()
WHISPER = [
    "So, das Gerät läuft.", "Sie haben ja die Einwilligung schon unterschrieben.", "Erzählen Sie doch mal, wie sieht ein normaler", "Tag bei Ihnen in der Beratung aus?",
    "Viele kommen mit Briefen, die sie nicht verstehen,", "vom Amt, von der Krankenkasse, vom Vermieter.", "Was bräuchten Sie denn, damit es besser läuft?", "Eine dritte Stelle, und zwar unbefristet.",
    "Moment, da klingelt jemand.", "So, entschuldigen Sie, wo waren wir stehen geblieben?", "Die Ehrenamtlichen werden weniger, die meisten sind über siebzig.", "Vielen Dank für das Gespräch.",
]  # fmt: skip
SUBTITLES = "".join(
    f"{number}\n00:00:{number:02},000 --> 00:00:{number + 1:02},000\n{words}\n\n"
    for number, words in enumerate(WHISPER)
).encode()


LETTER = """An den Landkreis Heidetal
Stabsstelle Integration

                                                    Lindau, den 3. Juni 2024

Betr.: Integrationskonzept

Sehr geehrte Damen und Herren,

ich möchte mich als langjährige Deutschlehrerin im Ehrenamt zu Wort melden. Seit acht
Jahren gebe ich zweimal in der Woche Unterricht im Gemeindehaus. Die Bücher zahle ich
selbst, und wenn der Konfirmandenunterricht den Raum braucht, dann sitzen wir alle zusammen im
Flur.

Ich bitte Sie dringend, die Ehrenamtspauschale auch für Unterrichtsmaterial zu öffnen.

Hochachtungsvoll

Hannelore Brinkmann
Lindenweg 4
Lindau
""".encode()
PLAN = xlsx(
    {
        "Handlungsfeld Bildung": [
            ["Maßnahmenplan Integration – Entwurf für die Lenkungsgruppe"], ["Stand: 04.11.2024"], [],
            ["Ziel", "Maßnahme", "Verantwortlich", "Zeitraum"],
            ["Eltern kennen das Schulsystem", "Elternabende mit Dolmetschenden", "Schulen", "ab 2025"],
            ["", "Willkommensmappe in acht Sprachen", "Bildungsbüro", "bis 03/2025"],
        ]
    },
    merged={"A1:D1": "Maßnahmenplan Integration – Entwurf für die Lenkungsgruppe"},
)  # fmt: skip
ROUND = """Fokusgruppe Jugendliche, 22.11.2024

Frau Petersen: Dann mal los. Was nervt euch hier am meisten, wenn ihr mal ehrlich seid?
Amira: Der letzte Bus fährt um acht.
Jonas: Ja, voll.
Frau Petersen: Okay. Und wie sieht es in der Schule bei euch aus?
Amira: In der Schule werden wir dreimal zurückgestuft, nur wegen Deutsch.
Frau Petersen: Klar. Was würdet ihr ändern, wenn ihr selbst im Rathaus sitzen dürftet?
Jonas: WLAN am Marktplatz! Und einen Skatepark.
Frau Petersen: Super, danke euch. Die Pizza ist da!
""".encode()


def with_attachment() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Nachtrag"
    message.set_content("Guten Tag,\nanbei unser Protokoll.\nMit freundlichen Grüßen\nUlla Meier\n")
    paper = docx(
        p("AG Wohnen", style="berschrift1") + p("Die Mieten steigen schneller als die Löhne. Ein Mietspiegel fehlt.")
    )
    message.add_attachment(paper, maintype="application", subtype="octet-stream", filename="ag wohnen.docx")
    return message.as_bytes()


PAPERS = {
    "Niederschrift.docx": (
        MINUTES, "protokoll",
        ["Die Migrationsberatung sei seit Februar nicht mehr voll besetzt.", "Frau Aydin regt an, die Sprechstunden in die Familienzentren zu verlegen, weil die Wege dorthin kürzer seien."],
        ["Sitzungsende", "19:41", "Sitzungssaal", "Oltmann", "Hasselmann", "Vorlage", "Diskussion", "Enthaltungen", "schriftliche Antwort", "18.06.2024", "Vorsitzende"],
    ),
    "Stadtteilkonferenz.pdf": (
        CONFERENCE, "protokoll",
        ["Viele Wohnungen in der Karlstraße sind feucht, und die Hausverwaltung reagiert seit Monaten nicht auf Beschwerden.", "Zu wenig große Wohnungen für Familien mit mehr als drei Kindern", "Wohnungslotsen ausbilden, die bei Nebenkostenabrechnungen helfen"],
        ["Ergebnisprotokoll", "41 Bewohnerinnen", "verschickt"],
    ),
    "Karten.xlsx": (
        CARDS, "kartenabschrift",
        ["Lehrer nehmen Rassismus nicht ernst", "Fußball für Mädchen anbieten", "mehr Förderunterricht Deutsch", "Jugendliche im Rat mitreden lassen", "AG Theater = super"],
        ["Rathaus & Co."],
    ),
    "AG Gesundheit.txt": (
        NOTES, "protokoll",
        ["Kein Kinderarzt nimmt mehr neue Patienten auf, Familien fahren bis nach Oldenstedt.", "Behandlungsscheine vom Sozialamt kommen zu spät.", "Impfbus steht jeden 1. Dienstag vor der Tafel, wird gut angenommen", "Gesundheitslotsinnen in Arabisch, Dari und Ukrainisch qualifizieren"],
        ["Apotheker", "Was drückt", "Mitschrift"],
    ),
    "AW Beteiligung.eml": (
        REPLY, "email",
        ["Bei uns trainieren inzwischen rund 40 Kinder mit Fluchtgeschichte, das klappt im Training richtig gut.", "Schwierig wird es bei den Auswärtsspielen, weil kaum eine Familie ein Auto hat.", "Ein Kleinbus, den sich mehrere Vereine teilen, würde uns sehr helfen."],
        ["Erinnerung", "Vorstand", "Abend", "zweiten Punkt", "Fragebogen", "Urlaub", "durchklingeln", "Rückmeldung", "Sport"],
    ),
    "Interview.vtt": (
        TEAMS, "interview",
        ["Was uns wirklich fehlt, das sind Sprachkurse, die man neben der Ausbildung machen kann.", "Die großen Firmen verlangen B2, und daran scheitern die meisten."],
        ["Aufzeichnung", "Kaffee", "Jobcenter", "U25", "Faden", "das war's", "Transkript", "drüberschauen", "Feierabend"],
    ),
    "schule.txt": (
        SCHOOL, "interview",
        ["Die Sprachlernklasse ist gestrichen worden, angeblich kein Geld.", "Da hat man gesehen, dass uns eine Clearingstelle fehlt.", "Ich fände es gut, wenn immer jemand zum Übersetzen da wäre."],
        ["Gerne", "2017", "nachgucken", "Guinea", "Onkel", "Tür", "meinst du", "So viel dazu"],
    ),
    "whisper.srt": (
        SUBTITLES, "interview",
        ["Viele kommen mit Briefen, die sie nicht verstehen, vom Amt, von der Krankenkasse, vom Vermieter.", "Eine dritte Stelle, und zwar unbefristet.", "Die Ehrenamtlichen werden weniger, die meisten sind über siebzig."],
        ["Gerät", "Einwilligung", "Erzählen Sie", "bräuchten Sie", "klingelt", "stehen geblieben", "Vielen Dank"],
    ),
    "Brief.txt": (
        LETTER, "brief",
        ["Ich bitte Sie dringend, die Ehrenamtspauschale auch für Unterrichtsmaterial zu öffnen."],
        ["Stabsstelle", "3. Juni", "Betr.", "geehrte", "Hochachtungsvoll", "Brinkmann", "Lindenweg"],
    ),
    "Plan.xlsx": (
        PLAN, "kartenabschrift",
        ["Eltern kennen das Schulsystem", "Elternabende mit Dolmetschenden", "Willkommensmappe in acht Sprachen"],
        ["Maßnahmenplan", "Stand", "Bildungsbüro"],
    ),
    "Fokusgruppe.txt": (
        ROUND, "interview",
        ["Der letzte Bus fährt um acht.", "In der Schule werden wir dreimal zurückgestuft, nur wegen Deutsch.", "WLAN am Marktplatz! Und einen Skatepark."],
        ["nervt", "in der Schule bei euch", "Rathaus", "Pizza", "voll"],
    ),
    "mit Anhang.eml": (
        with_attachment(), "email",
        ["Die Mieten steigen schneller als die Löhne.", "Ein Mietspiegel fehlt."],
        ["anbei", "Ulla", "ag wohnen.docx"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_another_municipality_is_read_as_people_would(name: str) -> None:
    data, kind, said, never = PAPERS[name]
    told = statements(data, name, kind)
    assert [words for words in said if words not in told] == []
    assert [(words, one) for words in never for one in told if words in one] == []


def test_cards_keep_their_cluster_and_their_votes() -> None:
    text, units, _ = found(CARDS, "Karten.xlsx", "kartenabschrift")
    beside = {details.display(text[unit.start : unit.end]): (unit.column, unit.votes) for unit in units}
    assert beside["mehr Förderunterricht Deutsch"] == ("Schule", 3)
    assert beside["Fußball für Mädchen anbieten"] == ("Freizeit", 5)
    assert beside["Jugendliche im Rat mitreden lassen"] == ("Rathaus & Co.", 2)


def test_a_line_over_a_list_is_the_context_of_its_points() -> None:
    text, units, _ = found(NOTES, "AG Gesundheit.txt", "protokoll")
    headings = {details.display(text[unit.start : unit.end]): unit.heading for unit in units}
    assert headings["Behandlungsscheine vom Sozialamt kommen zu spät."].endswith("Was drückt?")
    assert headings["Impfbus steht jeden 1. Dienstag vor der Tafel, wird gut angenommen"].endswith("Was hilft schon?")


def test_lines_that_a_loose_hand_broke_are_one_paragraph() -> None:
    told = "\n".join(statements(LETTER, "Brief.txt", "brief"))
    assert "Seit acht Jahren gebe ich zweimal in der Woche Unterricht" in told
    assert "dann sitzen wir alle zusammen im Flur." in told


def test_a_letter_is_known_by_its_greeting_and_its_leave() -> None:
    assert inferred(read(LETTER, "eingang_17.txt"), [], {}).kind == "brief"
    assert inferred(read(NOTES, "ag.txt"), [], {}).kind == "protokoll"


def test_the_question_of_a_round_is_the_context_of_its_answers() -> None:
    text, units, _ = found(ROUND, "Fokusgruppe.txt", "interview")
    asked = {details.display(text[unit.start : unit.end]): unit.question for unit in units}
    assert "in der Schule" in asked["In der Schule werden wir dreimal zurückgestuft, nur wegen Deutsch."]


def test_notes_above_the_first_title_are_no_running_header() -> None:
    lines = ["Kein Bus am Abend nach Moordorf", "Zu wenig Kurse im Winter", "Niemand kennt die Beratung"]
    notes = docx("".join(map(p, lines)) + p("Ziele", style="berschrift1") + p("Bus bis 22 Uhr", depth=0))
    assert set(lines) < set(statements(notes, "flipchart.docx", "fotoprotokoll"))
