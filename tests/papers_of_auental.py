# ruff: noqa: E501 - a line is one line, as somebody would write it
"""Four papers of one more district in layouts of their own; what a person would count stands in ⟦ ⟧."""

from __future__ import annotations

from documents import docx, p, pdf, run, tbl, xlsx
from unseen import Marked, marked, unmarked

MINUTES = (
    ("1", "Begrüßung und Formalia", ""),
    ("1.1", "Frau Kessel begrüßt die Anwesenden. Das Protokoll der letzten Sitzung wird ohne Änderungen genehmigt.", ""),
    ("2", "Bericht aus den Samtgemeinden", ""),
    ("2.1", "⟦In Bruchtal gibt es seit dem Frühjahr eine Elternlotsin, die an zwei Grundschulen sehr gefragt ist.⟧ ⟦Eine zweite Lotsin wird dringend gebraucht.⟧", "SG Bruchtal\nbis Herbst 2025"),
    ("2.2", "⟦Kirchroden meldet, dass die Wartezeit auf einen Termin bei der Ausländerbehörde auf elf Wochen gestiegen sei.⟧", ""),
    ("2.3", "Herr Dierks stellt die Zahlen des letzten Quartals vor (siehe Anlage 2).", "FD 32"),
    ("3", "Sprachförderung", ""),
    ("3.1", "⟦Die VHS kann keine Abendkurse mehr anbieten, weil Honorarkräfte fehlen.⟧ ⟦Vorgeschlagen wird, Honorare kreisweit anzugleichen.⟧", "VHS, Kreis\n1. Hj. 2026"),
    ("3.2", "⟦Alle Zugewanderten sollen innerhalb von drei Monaten einen Kursplatz erhalten.⟧", "Kreis, Kursträger"),
    ("3.3", "Die Liste der Kursträger wird bis zum 15.06. an alle Mitglieder verschickt.", "KoStelle"),
    ("4", "Verschiedenes", ""),
    ("4.1", "Die nächste Sitzung findet am 10.09.2025 im Rathaus Bruchtal statt. Für Getränke ist gesorgt.", "Kessel"),
)  # fmt: skip


def minutes() -> Marked:
    """Return minutes as a table: number, text, and in a narrow right column who does it until when."""
    body = p(run("Ergebnisniederschrift AG Integration Auental", "b")) + p(
        "Sitzung vom 21.05.2025, 14:00 bis 16:10 Uhr, Sitzungszimmer 3"
    )
    body += p("Teilnehmende: Frau Kessel (Leitung), Herr Dierks, Frau Onat, Herr Behm; entschuldigt: Frau Ludwig")
    rows = [[number, unmarked(words), who] for number, words, who in MINUTES]
    body += tbl(["Nr.", "Inhalt / Ergebnis", "Zuständig / Termin"], *rows, header=True)
    body += p("Für die Richtigkeit:") + p("gez. Behm, Schriftführer")
    expected = tuple(one for _, words, _ in MINUTES for one in marked(words))
    return Marked("ag_integration.docx", docx(body), expected, "protokoll")


ASKED = (
    "ID",
    "Zeitstempel",
    "In welcher Gemeinde wohnen Sie?",
    "Wie alt sind Sie?",
    "Wie wohl fühlen Sie sich in Auental? (1 = gar nicht, 5 = sehr)",
    "Was gefällt Ihnen am Zusammenleben?",
    "Was fehlt Ihnen?",
    "Würden Sie sich ehrenamtlich engagieren?",
    "Möchten Sie uns noch etwas sagen?",
)
ANSWERED = (
    (1, "02.06.2025 08:14", "Bruchtal", "31-45", 4, "⟦Die Nachbarn helfen sich gegenseitig, egal woher man kommt.⟧", "⟦Ein Spielplatz in der Nähe der Unterkunft⟧", "ja", "nein"),
    (2, "02.06.2025 11:40", "Kirchroden", "60+", 2, "nichts", "⟦Busse am Wochenende⟧", "nein", "⟦Auf den Ämtern müsste jemand Russisch sprechen.⟧"),
    (3, "03.06.2025 19:22", "Moorkamp", "18-30", 5, "⟦Fußballverein, da ist jeder willkommen⟧", "-", "vielleicht", "Danke für die Umfrage!"),
    (4, "04.06.2025 07:02", "Bruchtal", "31-45", 3, "k. A.", "⟦Kita-Plätze für unter Dreijährige⟧; ⟦Deutschkurse mit Kinderbetreuung⟧", "ja", "⟦Wohnungen für große Familien gibt es praktisch nicht.⟧"),
    (5, "04.06.2025 22:51", "Auental", "46-60", 1, "Weiß nicht", "⟦Mehr Respekt vor Frauen mit Kopftuch⟧", "nein", "Der Fragebogen war zu lang."),
    (6, "05.06.2025 12:30", "Auental", "18-30", 4, "⟦Das Sprachcafé in der Bücherei ist toll.⟧", "⟦Man findet keinen Hausarzt, der neue Patienten nimmt.⟧", "ja, gerne beim Sport", ""),
)  # fmt: skip


def survey() -> Marked:
    """Return the export of an online survey: one row per person, closed and open questions side by side."""
    rows = [[unmarked(cell) if isinstance(cell, str) else cell for cell in row] for row in ANSWERED]
    expected = tuple(one for row in ANSWERED for cell in row if isinstance(cell, str) for one in marked(cell))
    return Marked("umfrage_export.xlsx", xlsx({"Rohdaten": [list(ASKED), *rows]}), expected, "umfrage")


TALK = """Gespräch 4, Beratungsstelle Moorkamp
Aufnahme: 12. Mai 2025, Dauer 38 Minuten

Interviewerin: [00:00:04] So, das Gerät läuft. Vielen Dank, dass Sie sich Zeit nehmen. Vielleicht stellen Sie sich kurz vor?

Befragte: [00:00:15] Ja, gern. Ich bin Sozialarbeiterin und seit 2012 hier in der Beratungsstelle. Vorher war ich in Bremen beim Jugendamt.

Interviewerin: [00:01:02] Womit kommen die Leute denn zu Ihnen?

Befragte: [00:01:09] ⟦Mit allem eigentlich, aber am häufigsten mit Briefen, die sie nicht verstehen. Vom Amt, vom Vermieter.⟧ Moment, da klopft jemand. (...) So, wo waren wir? Ach ja. ⟦Also die Behörden müssten einfach verständlicher schreiben, das würde uns die Hälfte der Arbeit ersparen.⟧

Interviewerin: [00:03:40] Und wie ist das mit der Sprache?

Befragte: [00:03:46] ⟦Wir haben eine Kollegin, die Arabisch spricht, das ist Gold wert.⟧ ⟦Aber für Dari und Tigrinya haben wir niemanden, und dann müssen die Kinder übersetzen, das geht gar nicht bei so Themen wie Trennung oder Krankheit.⟧

Interviewerin: [00:06:12] Hm. Das heißt, Sie bräuchten einen Pool von Dolmetschern?

Befragte: [00:06:18] Ja, genau. ⟦Einen Pool, wo man anruft und am nächsten Tag jemanden hat, und der auch bezahlt wird.⟧

Interviewerin: [00:09:30] Was läuft denn gut hier in Moorkamp?

Befragte: [00:09:37] ⟦Das Frauenfrühstück, das läuft seit sechs Jahren, da kommen dreißig Frauen.⟧ ⟦Und mit der Schule arbeiten wir eng zusammen, da gibt es kurze Wege.⟧ Meine Tochter war da ja auch, lustigerweise.

Interviewerin: [00:14:20] Wenn Sie drei Wünsche frei hätten?

Befragte: [00:14:26] Oh, da muss ich überlegen. (lacht) ⟦Erstens, dass unsere Stellen nicht jedes Jahr neu beantragt werden müssen.⟧ ⟦Zweitens Wohnungen. Bezahlbare, und nicht immer nur im letzten Winkel.⟧ ⟦Und drittens wünsche ich mir, dass die Politik mal einen Tag bei uns in der Beratung sitzt.⟧

Interviewerin: [00:37:50] Das ist ein schönes Schlusswort. Vielen Dank.

Befragte: [00:37:55] Gerne. Schicken Sie mir das Transkript?
"""


def interview() -> Marked:
    """Return an interview with spoken-out labels and time marks at the beginning of each turn."""
    return Marked("gespraech_04.txt", unmarked(TALK).encode(), marked(TALK), "interview")


REPORT = """#set page(paper: "a4", margin: 2cm, header: [Sachstandsbericht Integration 2025 – Landkreis Auental], footer: context [Seite #counter(page).display() von 3])
#set text(lang: "de", hyphenate: true, size: 10pt)
#set par(justify: true)
= Sachstandsbericht Integration 2025
== 1 Anlass und Vorgehen
Der Kreistag hat die Verwaltung am 12. Dezember 2024 beauftragt, einen Sachstandsbericht vorzulegen. Die Angaben beruhen auf einer Abfrage bei den Samtgemeinden im Frühjahr 2025.
== 2 Gesundheit
⟦Die psychosoziale Versorgung Geflüchteter ist im gesamten Kreisgebiet unzureichend.⟧#footnote[Vgl. Gesundheitsbericht 2024, S. 17.] ⟦In den Praxen werden Gespräche häufig von Angehörigen übersetzt, was gerade bei belastenden Themen problematisch ist.⟧ ⟦Bewährt hat sich die mobile Hebammensprechstunde, die seit 2022 in allen Unterkünften stattfindet.⟧#footnote[Getragen vom Verein „Guter Start“.]
#rect(width: 100%, inset: 8pt)[*Empfehlung 1* \\ ⟦Der Landkreis richtet gemeinsam mit den Kliniken einen Dolmetschdienst für das Gesundheitswesen ein.⟧]
== 3 Wohnen
⟦Anerkannte Geflüchtete verbleiben im Durchschnitt vierzehn Monate in den Gemeinschaftsunterkünften, weil bezahlbarer Wohnraum fehlt.⟧ ⟦Private Vermieterinnen und Vermieter scheuen häufig das Risiko.⟧ ⟦Ziel ist es, die Verweildauer bis 2028 zu halbieren.⟧
#rect(width: 100%, inset: 8pt)[*Empfehlung 2* \\ ⟦Eine Wohnraumagentur nach dem Vorbild der Nachbarkreise wird aufgebaut.⟧]
#table(columns: 3, [*Samtgemeinde*], [*Plätze*], [*Belegung*], [Bruchtal], [120], [97 %], [Kirchroden], [80], [101 %], [Moorkamp], [45], [88 %])
Tabelle 1: Plätze und Belegung der Unterkünfte, Stand 30. April 2025
#pagebreak()
== 4 Haltung und Zusammenleben
⟦Integration gelingt nur, wenn Zugewanderte und Einheimische einander auf Augenhöhe begegnen.⟧ ⟦Die Berichte über abwertende Bemerkungen im öffentlichen Raum haben nach Einschätzung der Beratungsstellen zugenommen.⟧
== 5 Weiteres Verfahren
Der Bericht wird im September im Sozialausschuss beraten und anschließend im Internet veröffentlicht. Ansprechpartnerin ist die Koordinierungsstelle.
"""


def report() -> Marked:
    """Return a report with boxes, footnotes, a table of figures and running header and footer."""
    return Marked("sachstand.pdf", pdf(unmarked(REPORT)), marked(REPORT), "bericht")


def papers() -> list[Marked]:
    """Return the four papers."""
    return [minutes(), survey(), interview(), report()]
