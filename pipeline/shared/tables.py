"""Every table of the pipeline on one page: the project's vocabulary and its data dictionary."""

from __future__ import annotations

from pipeline.shared.schema import REAL, TRUTH, WHOLE, Column, Table

SHARE = (0.0, 1.0)
STATUS = ("ok", "duplicate_of", "empty", "refused")
PUBLISH = ("quote", "count", "internal")
CATEGORIES = (
    "statement", "heading", "question", "agenda", "attendance", "housekeeping",
    "greeting", "biography", "metadata", "furniture", "other",
)  # fmt: skip
MARK_KINDS = ("querschnitt", "zielgruppe", "akteur")
GUIDELINE_KINDS = ("leitlinie", "ziel", "aktivitaet")
GUIDELINE_STATUS = ("offen", "angenommen", "ueberarbeitet", "verworfen")
ROLES = ("stuetzt", "widerspricht", "bestehendes_angebot")

DOCUMENT = Column("document", "Dateiname des Dokuments.", filled=True)
STATEMENT_ID = Column("statement_id", "Kennung der Aussage, aus Dokument und Wortlaut gebildet.", filled=True)
THEME_ID = Column("theme_id", "Kennung des Themas, aus seinen Aussagen gebildet.", filled=True)
GUIDELINE_ID = Column("guideline_id", "Kennung des Vorschlags, aus seinen Belegen gebildet.", filled=True)
START = Column("start", "Beginn im Text des Dokuments (Unicode-Zeichen).", WHOLE, between=(0, float("inf")))
END = Column("end", "Ende im Text des Dokuments (Unicode-Zeichen, ausschließlich).", WHOLE, between=(0, float("inf")))
SUGGESTED = Column("suggested", "Hat die Maschine es vorgeschlagen?", TRUTH)
ACCEPTED = Column("accepted", "Gilt es? Im Zweifel entscheidet der Mensch.", TRUTH)

DOCUMENTS = Table(
    file="documents.parquet",
    doc="Eine Zeile je abgegebener Datei.",
    key=("document",),
    columns=(
        DOCUMENT,
        Column("sha256", "Prüfsumme der Datei.", nullable=True),
        Column("event", "Veranstaltung laut Manifest oder Kopf des Dokuments.", nullable=True),
        Column("date", "Datum JJJJ-MM-TT.", nullable=True),
        Column("kind", "Art: protokoll, kartenabschrift, interview, email …", nullable=True),
        Column("stakeholder_group", "Gruppen laut Manifest, mit | getrennt.", nullable=True),
        Column("fields", "Arbeitsbereiche laut Manifest, mit | getrennt.", nullable=True),
        Column("publish", "Was nach außen darf: quote, count oder internal.", isin=PUBLISH),
        Column("reader", "Womit gelesen wurde.", nullable=True),
        Column("status", "ok, duplicate_of, empty oder refused.", isin=STATUS),
        Column("note", "Hinweis für die Menschen, die das Dokument abgegeben haben.", nullable=True),
    ),
)

BLOCKS = Table(
    file="blocks.parquet",
    doc="Eine Zeile je Überschrift, Absatz, Zelle, Karte oder Redebeitrag, in Lesereihenfolge.",
    key=("document", "block"),
    columns=(
        DOCUMENT,
        Column("block", "Nummer in Lesereihenfolge.", WHOLE),
        Column("kind", "Art des Blocks.", filled=True),
        START,
        END,
        Column("heading_path", "Überschriften darüber, mit > getrennt.", nullable=True),
        Column("column", "Titel der Tabellenspalte.", nullable=True),
        Column("row", "Zeile der Tabelle, ab 0.", WHOLE, nullable=True),
        Column("page", "Seite, ab 1.", WHOLE, nullable=True),
        Column("speaker", "Wer spricht (pseudonym).", nullable=True),
        Column("time", "Zeitmarke hh:mm:ss.", nullable=True),
        Column("level", "Ebene der Überschrift oder Aufzählung.", WHOLE, nullable=True),
        Column("table", "Nummer der Tabelle im Dokument.", WHOLE, nullable=True),
        Column("votes", "Klebepunkte aus einer eigenen Zelle.", WHOLE, nullable=True),
    ),
)

LEDGER = Table(
    file="ledger.parquet",
    doc="Eine Zeile je Textspanne: Was ist mit jedem Zeichen geschehen? Lückenlos und ohne Überschneidung.",
    key=("document", "start"),
    columns=(
        DOCUMENT,
        START,
        END,
        Column("category", "Wofür die Spanne gehalten wurde.", isin=CATEGORIES),
        Column("reason", "Warum.", filled=True),
    ),
)

STATEMENTS = Table(
    file="statements.parquet",
    doc="Eine Zeile je Aussage: ein Typ, ein Inhalt, eine Stelle im Dokument.",
    key=("statement_id",),
    columns=(
        STATEMENT_ID,
        DOCUMENT,
        START,
        END,
        Column("text", "Der Wortlaut, Zeichen für Zeichen wie im Text des Dokuments.", filled=True),
        Column("display_text", "Der Wortlaut zum Lesen: Leerraum und Zeichen der Mitschrift bereinigt.", filled=True),
        Column("context", "Überschrift, Spalte und Frage, unter denen die Aussage steht.", nullable=True),
        Column("heading", "Überschriften darüber.", nullable=True),
        Column("column", "Titel der Tabellenspalte.", nullable=True),
        Column("question", "Frage davor.", nullable=True),
        Column("block", "Nummer des Blocks.", WHOLE, nullable=True),
        Column("position", "Reihenfolge im Dokument, ab 0.", WHOLE),
        Column("event", "Veranstaltung.", nullable=True),
        Column("date", "Datum JJJJ-MM-TT.", nullable=True),
        Column("kind", "Art des Dokuments.", nullable=True),
        Column("publish", "Was nach außen darf.", isin=PUBLISH),
        Column("document_fields", "Arbeitsbereiche des Dokuments, mit | getrennt.", nullable=True),
        Column("stakeholder_group", "Gruppe, aus der die Aussage kommt.", nullable=True),
        Column("speaker", "Wer spricht (pseudonym).", nullable=True),
        Column("votes", "Klebepunkte; sie vervielfachen keine Nennung.", WHOLE, nullable=True),
        Column("responsible", "Zuständig laut Dokument.", nullable=True),
        Column("due", "Frist laut Dokument.", nullable=True),
        Column("flags", "Merker, mit | getrennt.", nullable=True),
        Column("type", "Der Typ, der gilt.", filled=True),
        Column("type_score", "Sicherheit der Maschine für ihren Vorschlag.", REAL, between=SHARE),
        Column("type_suggested", "Vorschlag der Maschine.", filled=True),
        Column("type_accepted", "Entscheidung eines Menschen; leer, solange keine vorliegt.", nullable=True),
        Column("statement_score", "Wie sicher ist es eine Aussage?", REAL, between=SHARE, nullable=True),
        Column("duplicate_group", "Kennung der Gruppe gleichlautender Aussagen; leer bei Einzelnen.", nullable=True),
    ),
)

FIELDS = Table(
    file="fields.parquet",
    doc="Eine Zeile je Aussage und Arbeitsbereich.",
    key=("statement_id", "field"),
    columns=(
        STATEMENT_ID,
        Column("field", "Schlüssel des Arbeitsbereichs im Codebuch.", filled=True),
        Column("rank", "1 erster, 2 zweiter Arbeitsbereich.", WHOLE, nullable=True),
        Column("score", "Kalibrierte Sicherheit.", REAL, between=SHARE),
        Column("evidence", "Wörter und Zusammenhang, die den Ausschlag gaben.", nullable=True),
        SUGGESTED,
        ACCEPTED,
    ),
)

MARKS = Table(
    file="marks.parquet",
    doc="Eine Zeile je Aussage und Querschnittsthema, Zielgruppe oder Akteur.",
    key=("statement_id", "kind", "value"),
    columns=(
        STATEMENT_ID,
        Column("kind", "querschnitt, zielgruppe oder akteur.", isin=MARK_KINDS),
        Column("value", "Schlüssel im Codebuch oder Bezeichnung.", filled=True),
        Column("evidence", "Wörter, die den Ausschlag gaben.", nullable=True),
        SUGGESTED,
        ACCEPTED,
    ),
)

THEMES = Table(
    file="themes.parquet",
    doc="Eine Zeile je Thema.",
    key=("theme_id",),
    columns=(
        THEME_ID,
        Column("field", "Arbeitsbereich, in dem das Thema liegt.", filled=True),
        Column("label_suggested", "Name, den die Maschine vorschlägt.", filled=True),
        Column("label", "Name, der gilt.", filled=True),
        Column("terms", "Kennzeichnende Wörter (c-TF-IDF), mit Komma getrennt.", nullable=True),
        Column("summary", "Eine Zeile aus den Wörtern der Aussagen.", nullable=True),
        Column("representatives", "Kennungen bezeichnender Aussagen, mit | getrennt.", nullable=True),
        Column("size", "Nennungen.", WHOLE),
        Column("sources", "Dokumente.", WHOLE),
        Column("groups", "Gruppen.", WHOLE),
        Column("votes", "Klebepunkte.", WHOLE),
        Column("stability", "Anteil der Paare, die zusammenbleiben.", REAL, between=SHARE, nullable=True),
        Column("status", "stabil, nicht berichten, rest …", filled=True),
    ),
)

THEME_MEMBERS = Table(
    file="theme_members.parquet",
    doc="Eine Zeile je Aussage und Thema.",
    key=("theme_id", "statement_id"),
    columns=(
        THEME_ID,
        STATEMENT_ID,
        Column("score", "Nähe zur Mitte des Themas.", REAL, between=SHARE),
        Column("reason", "Warum die Aussage in der Restliste steht.", nullable=True),
    ),
)

CONTRADICTIONS = Table(
    file="contradictions.parquet",
    doc="Eine Zeile je Paar von Aussagen eines Themas, die sich widersprechen.",
    key=("theme_id", "first", "second"),
    columns=(
        THEME_ID,
        Column("first", "Kennung der einen Aussage.", filled=True),
        Column("second", "Kennung der anderen Aussage.", filled=True),
        Column("reason", "Worin der Widerspruch liegt.", filled=True),
    ),
)

CHAIN = Table(
    file="chain.parquet",
    doc="Eine Zeile je Verbindung Problem, Ziel, Maßnahme, Angebot innerhalb eines Themas.",
    key=("from_statement", "to_statement", "kind"),
    columns=(
        Column("from_statement", "Kennung der Aussage, von der die Verbindung ausgeht.", filled=True),
        Column("to_statement", "Kennung der Aussage, zu der sie führt.", filled=True),
        Column("kind", "problem_ziel, ziel_massnahme, problem_massnahme …", filled=True),
        Column("score", "Stärke der Verbindung.", REAL, between=SHARE),
    ),
)

GAPS = Table(
    file="gaps.parquet",
    doc="Eine Zeile je Lücke in der Kette eines Themas.",
    key=("theme_id", "kind", "statement_id"),
    columns=(
        THEME_ID,
        Column("field", "Arbeitsbereich.", filled=True),
        Column("kind", "Art der Lücke.", filled=True),
        STATEMENT_ID,
    ),
)

GUIDELINES = Table(
    file="guidelines.parquet",
    doc="Eine Zeile je Vorschlag für eine Leitlinie, ein Ziel oder eine Aktivität.",
    key=("guideline_id",),
    columns=(
        GUIDELINE_ID,
        Column("kind", "leitlinie, ziel oder aktivitaet.", isin=GUIDELINE_KINDS),
        Column("field", "Arbeitsbereich.", filled=True),
        Column("text_suggested", "Wortlaut, den die Maschine vorschlägt.", filled=True),
        Column("text", "Wortlaut, der gilt.", filled=True),
        Column("method", "umgeformt oder auszug.", filled=True),
        Column("theme_ids", "Kennungen der Themen, mit | getrennt.", nullable=True),
        Column("mentions", "Nennungen.", WHOLE, between=(1, float("inf"))),
        Column("sources", "Dokumente.", WHOLE, between=(1, float("inf"))),
        Column("groups", "Gruppen.", WHOLE),
        Column("events", "Veranstaltungen.", WHOLE),
        Column("votes", "Klebepunkte.", WHOLE),
        Column("dissent", "Widersprechende Nennungen.", WHOLE),
        Column("single_voice", "Stützt sich der Vorschlag auf eine einzige Aussage?", TRUTH),
        Column("status", "offen, angenommen, ueberarbeitet oder verworfen.", isin=GUIDELINE_STATUS),
        Column("responsible", "Zuständig.", nullable=True),
        Column("year", "Jahr oder Frist.", nullable=True),
    ),
)

GUIDELINE_EVIDENCE = Table(
    file="guideline_evidence.parquet",
    doc="Eine Zeile je Vorschlag und Aussage, auf die er sich stützt.",
    key=("guideline_id", "statement_id"),
    columns=(
        GUIDELINE_ID,
        STATEMENT_ID,
        Column("role", "stuetzt, widerspricht oder bestehendes_angebot.", isin=ROLES),
    ),
)
