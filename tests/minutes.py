"""Invented documents in one-line form: what a reader hands on, with the expected assertions in ⟦ ⟧.

A line begins with its kind: `=` title, `==`/`===` headings, `-` bullet, `*` card, `|` table row (the first row of a
table holds its titles), `I>`/`B>` turn of a speaker, `<` page furniture; anything else is a paragraph. What stands
outside of ⟦ ⟧ is no assertion. In a card `{cluster | column | votes}` may come first; `⏎` is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.statements.structure import Block

OPEN, CLOSE = "⟦", "⟧"
LEVELS = {"=": 1, "==": 2, "===": 3}
TABLE_HEAD = 9


@dataclass
class Paper:
    """A document as blocks of one text, with the spans of the expected assertions."""

    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    headings: dict[int, str] = field(default_factory=dict)
    tables: int = 0
    titles: list[str] = field(default_factory=list)
    row: int = 0

    @property
    def path(self) -> str:
        return " > ".join(self.headings[level] for level in sorted(self.headings))

    def add(self, kind: str, marked: str, **about: object) -> None:
        marked = marked.replace("⏎", "\n")
        words = marked.replace(OPEN, "").replace(CLOSE, "").strip()
        if not words:
            return
        self.expected += re.findall(rf"{OPEN}(.*?){CLOSE}", marked, re.DOTALL)
        self.text += "\n" if self.text else ""
        start = len(self.text)
        self.text += words
        about = {"heading_path": self.path, **about}
        self.blocks.append(Block(len(self.blocks), kind, start, len(self.text), **about))  # type: ignore[arg-type]

    def heading(self, mark: str, words: str) -> None:
        level = LEVELS[mark]
        self.headings = {key: title for key, title in self.headings.items() if key < level}
        self.add("title" if level == 1 and not self.blocks else "heading", words, level=level)
        self.headings[level] = words

    def table(self, cells: list[str]) -> None:
        if not self.titles:
            self.tables += 1
            self.titles, self.row = cells, 0
            for cell in cells:
                self.add("heading", cell, level=TABLE_HEAD, table=self.tables)
            return
        for title, cell in zip(self.titles, cells, strict=True):
            self.add("cell", cell, column=title, row=self.row, table=self.tables)
        self.row += 1

    def card(self, words: str) -> None:
        found = re.match(r"\{([^|}]*)\|([^|}]*)\|([^|}]*)\}\s*(.*)", words)
        cluster, column, votes, rest = (part.strip() for part in found.groups()) if found else ("", "", "", words)
        path = " > ".join(part for part in (self.path, cluster) if part)
        self.add("card", rest, heading_path=path, column=column, votes=int(votes) if votes else None)


def paper(lines: str) -> Paper:
    """Return the document that the lines describe."""
    made = Paper()
    for line in filter(None, (line.strip() for line in lines.strip().splitlines())):
        mark, _, rest = line.partition(" ")
        if mark != "|":
            made.titles = []
        if mark in LEVELS:
            made.heading(mark, rest)
        elif mark == "|":
            made.table([cell.strip() for cell in line.strip("|").split("|")])
        elif mark == "-":
            made.add("item", rest)
        elif mark == "*":
            made.card(rest)
        elif mark == "<":
            made.add("furniture", rest)
        elif re.fullmatch(r"\S+>", mark):
            made.add("turn", rest, speaker=mark[:-1])
        else:
            made.add("paragraph", line)
    return made


def papers() -> Iterator[tuple[str, str, Paper]]:
    """Yield name, kind and document of every invented paper."""
    for name, (kind, lines) in PAPERS.items():
        yield name, kind, paper(lines)


PAPERS = {
    "protokoll_konjunktiv": (
        "protokoll",
        """
        = Niederschrift über die 3. Sitzung des Runden Tisches Zusammenleben
        Sitzungstag: Dienstag, 14. Mai 2024
        Sitzungsort: Rathaus, Kleiner Saal
        Beginn: 17:00 Uhr, Ende: 19:25 Uhr
        Anwesend: Herr Kolk (Vorsitz), Frau Brandes (Sozialamt), Herr Yildirim (Moscheeverein), Frau Pauls (Kita Regenbogen), 6 Zuhörende
        Schriftführung: Frau Thole
        == TOP 1 Eröffnung und Regularien
        Herr Kolk eröffnet die Sitzung um 17:00 Uhr und stellt die Beschlussfähigkeit fest.
        Die Niederschrift der letzten Sitzung wird ohne Einwände genehmigt.
        == TOP 2 Lage in den Unterkünften
        Frau Brandes (Sozialamt) berichtet, ⟦derzeit lebten 214 Menschen in drei Unterkünften, ausgelegt seien diese für 160.⟧ ⟦Die Küchen reichten nicht aus, abends komme es regelmäßig zu Streit.⟧
        ⟦Herr Yildirim regt an, einen Bewohnerrat wählen zu lassen.⟧ ⟦In der Nachbarstadt habe sich das bewährt.⟧
        Die Vorsitzende der Elternvertretung stößt um 17.40 Uhr hinzu.
        ⟦Aus dem Kreis der Ehrenamtlichen wird beklagt, dass der Hausmeister freitags ab 12 Uhr nicht mehr erreichbar sei.⟧
        ⟦Das Ordnungsamt sagt zu, bis zum Herbst einen Bereitschaftsdienst einzurichten.⟧
        == TOP 3 Kinder und Jugendliche
        ⟦Frau Pauls weist darauf hin, dass 31 Kinder auf der Warteliste stünden.⟧ ⟦Man habe zwei Gruppenräume, aber keine Erzieherinnen.⟧
        ⟦Einvernehmlich wird festgehalten, dass kein Kind ohne Kitajahr eingeschult werden solle.⟧
        ⟦Der Jugendring bietet an, seine Ferienfreizeit für 20 Kinder aus den Unterkünften kostenfrei zu öffnen.⟧
        Herr Kolk dankt Frau Pauls für die offenen Worte.
        == TOP 4 Verschiedenes
        ⟦Frau Thole fragt, wer nach dem Auslaufen des Bundesprogramms die Sprachfachkraft bezahle.⟧
        Die nächste Sitzung findet am 10. September 2024 um 17 Uhr statt.
        Das Protokoll wird allen Mitgliedern per Mail zugesandt.
        gez. Thole
        """,
    ),
    "kartenliste": (
        "kartenabschrift",
        """
        = Kartenabfrage Bürgerwerkstatt „Ankommen“
        27.04.2024, Mehrzweckhalle, Abschrift: Büro Stadtgespräch
        Jede Person hatte drei Klebepunkte. Doppelte Karten wurden zusammengelegt.
        * {Arbeit | Hürden | 4} ⟦Zeugnisse werden nicht anerkannt⟧
        * {Arbeit | Hürden | 2} ⟦keiner sagt dir, wie man sich hier bewirbt⟧
        * {Arbeit | Hürden | } ⟦ÖPNV!!⟧
        * {Arbeit | Ideen | 6} ⟦Praktikumsbörse beim Gewerbeverein⟧
        * {Arbeit | Ideen | 1} ⟦Bewerbungsfotos kostenlos machen⟧ ⟦und Lebensläufe gegenlesen⟧
        * {Wohnen | Hürden | 7} ⟦Vermieter legen auf, sobald sie den Akzent hören⟧
        * {Wohnen | Hürden | } ⟦Schimmel in der Bahnhofstr.⟧; ⟦Ratten im Keller⟧
        * {Wohnen | Ideen | 3} ⟦Mietpaten: Leute, die zur Besichtigung mitgehen⟧
        * {Wohnen | Ideen | } ⟦Prüfen, ob leere Ferienwohnungen im Winter nutzbar sind⟧
        * {Wohnen | Ideen | } ⟦dito Arbeit⟧
        * {Miteinander | Läuft gut | 5} ⟦Fußball mittwochs auf dem Bolzplatz, immer 20 Jungs⟧
        * {Miteinander | Läuft gut | } ⟦Kochabende gibt es⟧, ⟦aber die Männer kommen kaum⟧
        * {Miteinander | Hürden | 2} ⟦Nachbarn grüßen nicht zurück 😕⟧
        * {Miteinander | Ideen | 2} ⟦Straßenfest -> jedes Viertel selbst, Stadt gibt 300 €⟧
        * {Miteinander | Ideen | } ⟦Kinder-, Jugend- und Seniorentreff unter ein Dach⟧
        """,
    ),
    "tabelle_handlungsplan": (
        "protokoll",
        """
        = Arbeitsgruppe Bildung: Ergebnisse der zweiten Runde
        Moderation: Frau Dr. Linde, Protokoll: Herr Abeln
        == Handlungsplan
        | Nr. | Herausforderung | Was wollen wir erreichen? | Idee | Federführung | Umsetzung bis | Punkte |
        | 1 | ⟦Viele Eltern verstehen die Schulpost nicht.⟧ | ⟦Alle Familien sind rechtzeitig informiert.⟧ | ⟦Elternbriefe als Sprachnachricht verschicken⟧⏎⟦Schulpaten in den ersten Wochen⟧ | Schulamt, Elternrat | 03/2025 | 6⏎2 |
        | 2 | ⟦Hausaufgaben sind in der Unterkunft kaum zu schaffen, kein Tisch, kein Netz⟧ | ⟦Jedes Kind hat einen ruhigen Platz zum Lernen.⟧ | ⟦Lernraum im Gemeindehaus öffnen (Mo-Do)⟧ | Kirchengemeinde | sofort | 5 |
        | 3 | ⟦Herkunftssprachlicher Unterricht: nur Arabisch und Türkisch⟧ | | ⟦Bedarf bei den Schulen abfragen⟧ | Bildungsbüro | offen | |
        | 4 | ⟦Lehrkräfte fühlen sich alleingelassen⟧; ⟦Supervision gibt es nicht⟧ | ⟦Schulen sind gut vernetzt und holen sich Hilfe.⟧ | ⟦Fachberatung DaZ mit fester Sprechzeit⟧ | N. N. | 1. Hj. 2025 | 3 |
        == Offen geblieben
        - ⟦Wer übernimmt die Fahrtkosten der Ehrenamtlichen?⟧
        - ⟦Datenschutz bei Sprachnachrichten⟧
        == Nächste Schritte
        - Herr Abeln verschickt die Tabelle bis 12.06. an alle.
        - Rückmeldungen bitte an die Geschäftsstelle.
        """,
    ),
    "umfrage": (
        "umfrage",
        """
        = Online-Befragung „Wie leben wir zusammen?“
        Befragungszeitraum: 1. bis 30. Juni 2024, Rücklauf: 187 Fragebögen
        == 1. Was fehlt Ihnen in Ihrer Gemeinde?
        - ⟦Ein Arzt, der noch neue Patienten nimmt.⟧
        - ⟦Abends fährt kein Bus mehr. Ohne Auto ist man hier aufgeschmissen.⟧
        - k. A.
        - ⟦Begegnung!⟧
        - ⟦Ich habe zwei Jahre auf den Sprachkurs gewartet und in der Zeit alles wieder vergessen.⟧
        - nichts
        - ⟦mehr Verständnis auf dem Amt⟧
        == 2. Was läuft gut?
        - ⟦Das Café in der alten Post, da sind alle willkommen⟧
        - ⟦die Frauen von der Kleiderkammer⟧
        - weiß nicht
        - ⟦Unser Sportverein nimmt jeden auf, ohne Beitrag im ersten Jahr.⟧
        == 3. Welche Ideen haben Sie?
        - ⟦Man könnte einen Willkommensordner in fünf Sprachen machen.⟧
        - ⟦Dorfspaziergang für Neue⟧
        - ⟦Warum gibt es keinen Fahrdienst zum Deutschkurs? Ich würde fahren.⟧
        - siehe oben
        Vielen Dank, dass Sie sich Zeit genommen haben!
        """,
    ),
    "interview_s": (
        "interview",
        """
        Interview 3, aufgezeichnet am 12.03.2024, Transkription nach Dresing/Pehl
        Interviewer> Vielen Dank, dass Sie sich Zeit nehmen. Stellen Sie sich doch bitte kurz vor.
        Befragte> Ja, gern. Ich bin seit 2015 Leiterin der Beratungsstelle, vorher war ich beim Jugendamt.
        Interviewer> Was beschäftigt die Menschen, die zu Ihnen kommen, am meisten?
        Befragte> ⟦Wohnen, ganz klar. Wir haben Familien, die leben zu sechst in zwei Zimmern, seit drei Jahren.⟧ ⟦Und das zweite ist die Post vom Amt. Die kommt, und keiner versteht sie, und dann ist die Frist vorbei.⟧
        Interviewer> Gibt es da Unterstützung?
        Befragte> ⟦Es gibt die Lotsen, die sind Gold wert, die gehen mit.⟧ ⟦Aber das sind acht Leute für den ganzen Kreis, und die Hälfte ist über siebzig.⟧ (lacht) Das dürfen Sie aber nicht so schreiben.
        Interviewer> ⟦Sie würden also sagen, das Ehrenamt ist am Limit?⟧
        Befragte> Ja, genau.
        Interviewer> Was müsste passieren?
        Befragte> ⟦Ich würde mir eine hauptamtliche Koordination wünschen. Jemand, der die Einsätze plant und auch mal Danke sagt.⟧ ⟦Und die Fahrtkosten müssten endlich ersetzt werden, das ist doch ein Unding.⟧ //mhm//
        Interviewer> Wie läuft es mit dem Jobcenter?
        Befragte> Puh. ⟦Das hängt davon ab, an wen Sie geraten. Die einen nehmen sich Zeit, die anderen schicken die Leute weg, wenn einer nicht gut Deutsch kann.⟧ ⟦Dabei steht im Gesetz, dass sie einen Dolmetscher holen müssten.⟧
        Interviewer> Haben Sie noch einen Wunsch für das Konzept?
        Befragte> ⟦Dass es nicht im Schrank landet.⟧ ⟦Und dass man die Leute selbst fragt, die es betrifft.⟧
        Interviewer> Danke Ihnen.
        Befragte> Gerne. Tschüss.
        """,
    ),
    "gespraech_namen": (
        "interview",
        """
        Moderator: J. Behn, Gespräch mit zwei Vertreterinnen des Vereins
        Behn> Hören Sie mich gut?
        Sahar> Ja.
        Behn> Wie ist der Verein entstanden und was machen Sie?
        Sahar> Ich komme aus Kabul, ich war dort Lehrerin. ⟦Wir treffen uns jeden Samstag im Stadtteilhaus, nähen, reden, die Kinder spielen nebenan.⟧ ⟦Den Raum haben wir nur auf Zeit. Wenn das Haus verkauft wird, stehen wir auf der Straße.⟧
        Irina> ⟦Bei uns fehlt vor allem Geld. Nicht viel, tausend Euro im Jahr, für Stoff und Saft.⟧ ⟦Man muss für hundert Euro einen Antrag mit zehn Seiten ausfüllen.⟧
        Behn> Wer unterstützt Sie dabei?
        Irina> ⟦Die Dame von der Freiwilligenagentur, die hilft wirklich.⟧ ⟦Aber sie hat nur zehn Stunden die Woche, und die sind schnell weg.⟧
        Behn> Was wünschen Sie sich von der Stadt?
        Sahar> ⟦Einen eigenen Schlüssel. Klingt klein, ist aber groß.⟧ ⟦Und wir wollen gefragt werden, bevor etwas entschieden ist.⟧
        Irina> ⟦Deutschkurse am Abend. Vormittags arbeiten wir doch alle.⟧
        Behn> Wunderbar, dann vielen Dank.
        """,
    ),
    "konzept_prosa": (
        "konzept",
        """
        = Teilhabekonzept der Stadt, Entwurf
        Stand: Oktober 2024
        == Inhalt
        - 1 Ausgangslage ........ 4
        - 2 Handlungsfelder ........ 9
        == 1 Ausgangslage
        In der Stadt leben 18.412 Menschen, 14 Prozent von ihnen haben keinen deutschen Pass. ⟦Die Zahl der Beratungsanfragen hat sich seit 2021 verdoppelt, das Personal ist gleich geblieben.⟧ ⟦Besonders Alleinerziehende erreichen die Kursorte am Stadtrand kaum.⟧
        An der Auftaktveranstaltung nahmen rund 90 Personen aus Verwaltung, Politik und Vereinen teil.
        == 2 Handlungsfelder
        === 2.1 Ankommen
        ⟦Die Stadt versteht Zuwanderung als Bereicherung und als gemeinsame Aufgabe.⟧ ⟦Neu Zugezogene sollen innerhalb von vier Wochen ein Erstgespräch erhalten.⟧ ⟦Dazu wird im Bürgerbüro eine Lotsenstelle eingerichtet.⟧ ⟦Das bestehende Willkommenscafé hat sich bewährt und wird fortgeführt.⟧
        === 2.2 Arbeit
        ⟦Unternehmen suchen Fachkräfte, finden aber den Weg zu den Sprachkursträgern nicht.⟧ ⟦Ziel ist es, Betriebe und Kursträger dauerhaft zu vernetzen.⟧ ⟦Vorgesehen sind ein jährlicher Betriebsbesuchstag und ein gemeinsamer Verteiler.⟧
        Abb. 3: Erwerbsquote nach Staatsangehörigkeit
        == Literatur
        Statistisches Landesamt (2023): Bevölkerungsbericht. Hannover.
        < Seite 9 von 42
        """,
    ),
    "flipchart": (
        "fotoprotokoll",
        """
        = Fotoprotokoll Zukunftswerkstatt Pflege & Alter
        8. November 2024, 10–15 Uhr, Seniorenheim Am Wall
        == Blatt 1: Wo drückt der Schuh?
        - ⟦Pflegedienste nehmen keine neuen Kund:innen⟧ ●●●
        - ⟦Demenz ist in vielen Familien ein Tabu⟧
        - ⟦Anträge!! 14 Seiten, kein Mensch blickt durch⟧ (4)
        - ⟦Töchter pflegen, Söhne zahlen (wenn überhaupt)⟧
        == Blatt 2: Was gibt es schon?
        - ⟦Tagespflege St. Anna mit türkischsprachiger Kraft⟧
        - ⟦Pflegestützpunkt, jeden 1. Mo im Monat auch im Moscheeverein⟧
        == Blatt 3: Was tun?
        - ⟦Infoabende in Moschee u. Kirche (Pflegestützpunkt + Hausärzte), Start Frühjahr⟧ ●●●●
        - ⟦Pflegelots*innen ausbilden⟧ ●●
        - ⟦Merkblatt Pflegegrad: 1 Seite, 6 Sprachen⟧
        - ⟦muttersprachliche Besuchsdienste aufbauen⟧ ⟦und Ehrenamtliche dafür schulen⟧
        == Stimmungsbarometer
        - Suppe war lecker :)
        == Organisatorisches
        - Fotos werden per Mail verschickt
        - nächstes Treffen 10.01., gleicher Ort
        """,
    ),
    "mail_verband": (
        "email",
        """
        Guten Tag Frau Ihnken,
        anbei wie besprochen unsere Anmerkungen zum Entwurf, leider etwas verspätet.
        ⟦Im Kapitel Wohnen fehlt die Frage der Obdachlosigkeit ganz. Wir betreuen zurzeit neun Familien, die aus Unterkünften heraus wohnungslos geworden sind.⟧
        ⟦Die Beratungsstelle ist nur bis Dezember finanziert.⟧ ⟦Wir schlagen vor, sie in die Regelförderung zu übernehmen.⟧
        ⟦Das Patenprojekt läuft dagegen sehr gut, 22 Patenschaften, keine einzige abgebrochen.⟧
        Für Rückfragen stehe ich gern zur Verfügung.
        Mit freundlichen Grüßen
        Jürgen Maas
        Geschäftsführer, Diakonisches Werk
        """,
    ),
    "weltcafe": (
        "protokoll",
        """
        = Dokumentation World-Café „Sprache öffnet Türen“
        Datum: 6. Februar 2025, Ort: Aula der IGS
        Teilnehmende: 37
        Die Gruppen wechselten nach 20 Minuten den Tisch, die Gastgeberin blieb sitzen.
        == Tisch 1 (Kitas, Schulen)
        Leitfrage: Wie gelingt der Übergang von der Kita in die Schule?
        - ⟦Sprachstand wird zweimal getestet, keiner tauscht die Ergebnisse aus⟧
        - ⟦gemeinsame Übergabegespräche mit Einverständnis der Eltern⟧ (7 P.)
        - ⟦Vorschulkinder besuchen schon im Frühjahr die Klasse⟧
        - ⟦Rucksack-Gruppen laufen an vier Kitas⟧, ⟦aber an den anderen zwölf gibt es nichts⟧
        == Tisch 2 (Jobcenter, Kursträger)
        Leitfrage: Was brauchen Menschen ohne Schrift?
        - ⟦mehr Zeit! 900 Stunden reichen nicht⟧
        - ⟦kleine Gruppen, max. 8⟧ (3 P.)
        - ⟦Jobcenter: Teilnehmende springen ab, sobald ein Helferjob winkt⟧
        - ⟦Kinderbetreuung am Kursort⟧ (5 P.)
        == Tisch 3 (Ehrenamt)
        - ⟦Sprachtandems finden und begleiten, das kann die Bücherei⟧
        - ⟦Wir wollen, dass niemand mehr sagt: „Hier rede ich mit keinem.“⟧
        - s. o.
        Zum Schluss dankt die Bürgermeisterin allen Beteiligten und lädt zum Imbiss ein.
        """,
    ),
}
"""Papers of invented districts in other layouts and by other typists than the sample corpus."""
