"""Every table of the pipeline on one page: the project's vocabulary and its data dictionary."""

from __future__ import annotations

from pipeline.shared.schema import REAL, TRUTH, WHOLE, Column, Table

SHARE = (0.0, 1.0)
STATUS = ("ok", "duplicate_of", "empty", "refused")
PUBLISH = ("quote", "count", "internal")
CATEGORY_NAMES = {
    "statement": "Aussage", "heading": "Überschrift", "question": "Frage der Moderation", "agenda": "Tagesordnung",
    "attendance": "Anwesenheit", "housekeeping": "Organisatorisches", "greeting": "Begrüßung und Dank",
    "biography": "Angaben zur Person", "metadata": "Kopfdaten", "furniture": "Kopf- und Fußzeilen",
    "other": "Sonstiges",
}  # fmt: skip
CATEGORIES = tuple(CATEGORY_NAMES)
MARK_KINDS = ("querschnitt", "zielgruppe", "akteur")
GUIDELINE_KINDS = ("leitlinie", "ziel", "aktivitaet")
GUIDELINE_STATUS = ("offen", "angenommen", "ueberarbeitet", "verworfen")
FORMS = ("zustand", "grundsatz", "satz", "infinitiv", "nominal", "zitat")
PARTS = ("grundsatz", "ziel", "problem", "massnahme", "angebot", "einwand")
ROLES = ("stuetzt", "widerspricht", "bestehendes_angebot")

DOCUMENT = Column("document", "Dateiname des Dokuments.", filled=True)
STATEMENT_ID = Column("statement_id", "Kennung der Aussage, aus Dokument und Wortlaut gebildet.", filled=True)
THEME_ID = Column("theme_id", "Kennung des Themas, aus seinen Aussagen gebildet.", filled=True)
SPREAD = (
    Column("sources", "Dokumente.", WHOLE),
    Column("groups", "Gruppen.", WHOLE),
    Column("votes", "Klebepunkte.", WHOLE),
)
"""How broadly something is carried: the same three columns wherever statements are counted together."""
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

OVERTAKEN = Table(
    file="overtaken.parquet",
    doc="Eine Zeile je Entscheidung über den Zuschnitt von Aussagen, deren Text es nicht mehr gibt.",
    key=("number",),
    columns=(
        Column("number", "Laufende Nummer, ab 1.", WHOLE),
        Column("file", "Datei, in der sie steht."),
        Column("line", "Zeile darin.", WHOLE),
        Column("statement_id", "Die Aussage, die gemeint war.", nullable=True),
        Column("document", "Das Dokument, das gemeint war.", nullable=True),
        Column("nearest", "Die ähnlichste Aussage von heute.", nullable=True),
        Column("nearness", "Anteil gemeinsamer Wörter.", REAL, between=SHARE, nullable=True),
        Column("reviewer", "Wer entschieden hat.", nullable=True),
        Column("date", "Wann.", nullable=True),
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
        Column("ask", "Platz beim Durchsehen (1 klärt am meisten); leer, wo entschieden ist.", WHOLE, nullable=True),
        SUGGESTED,
        ACCEPTED,
    ),
)

LEARNING = Table(
    file="learning.parquet",
    doc="Was die Maschine aus Entscheidungen zu diesem Korpus gelernt hat: eine Zeile je Frage.",
    key=("question",),
    columns=(
        Column("question", "Worüber entschieden wurde.", isin=("fields",)),
        Column("decisions", "Entschiedene Aussagen.", WHOLE),
        Column("before", "Anteil zurückgehaltener Entscheidungen, den die Maschine ohne die anderen trifft.", REAL,
               between=SHARE, nullable=True),
        Column("after", "Derselbe Anteil, wenn sie aus den anderen gelernt hat.", REAL, between=SHARE, nullable=True),
        Column("learned", "Hat es geholfen, und gilt das Gelernte?", TRUTH),
        Column("changed", "Nicht entschiedene Aussagen, die deshalb einen anderen ersten Vorschlag haben.", WHOLE),
        Column("held_back", "Weitere, die ihn behielten, weil nicht mehr als die entschiedenen wechseln.", WHOLE),
    ),
)  # fmt: skip

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
        *SPREAD,
        Column("stability", "Anteil der Paare, die zusammenbleiben.", REAL, between=SHARE, nullable=True),
        Column("status", "stabil, nicht berichten, rest …", filled=True),
        Column(
            "apart",
            "Nur neue Themen nach einer früheren Runde: wie viel näher ihre Aussagen (oder ihr Kern) einander sind "
            "als dem Nächsten von damals (Log-Odds).",
            REAL,
            nullable=True,
        ),
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
        Column("duplicate_group", "Gruppe fast gleichlautender Aussagen; leer bei einzelnen.", nullable=True),
    ),
)

THEME_HISTORY = Table(
    file="theme_history.parquet",
    doc="Eine Zeile je Stand und Aussage: in welchem Thema sie lag, damit Themen bleiben, wenn Papiere hinzukommen.",
    key=("generation", "statement_id"),
    columns=(
        Column("generation", "Nummer des Standes, der älteste zuerst.", WHOLE),
        Column("state", "Kennung der Aussagen, die es bei diesem Stand gab.", filled=True),
        STATEMENT_ID,
        THEME_ID,
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
        Column(
            "method", "umgeformt, auszug oder modell (von einem Sprachmodell, an den Belegen geprüft).", filled=True
        ),
        Column("theme_ids", "Kennungen der Themen, mit | getrennt.", nullable=True),
        Column("mentions", "Nennungen.", WHOLE, between=(1, float("inf"))),
        *SPREAD,
        Column("events", "Veranstaltungen.", WHOLE),
        Column("dissent", "Widersprechende Nennungen.", WHOLE),
        Column("single_voice", "Stützt sich der Vorschlag auf eine einzige Aussage?", TRUTH),
        Column("status", "offen, angenommen, ueberarbeitet oder verworfen.", isin=GUIDELINE_STATUS),
        Column("responsible", "Zuständig.", nullable=True),
        Column("year", "Jahr oder Frist.", nullable=True),
        Column("place", "Rang nach Breite (Dokumente, Gruppen …) in Art und Bereich.", WHOLE, nullable=True),
        Column("wording", "Kennung der Aussage, aus der der Wortlaut stammt.", nullable=True),
        Column("offers", "Bestehende Angebote, die dazu gehören.", WHOLE, nullable=True),
        Column(
            "offer_status", "Bei Aktivitäten: vorhanden, reicht nach anderen nicht oder keines genannt.", nullable=True
        ),
        Column("form", "zustand, grundsatz, satz, infinitiv, nominal oder zitat (steht wie gesagt).", isin=FORMS),
        Column("parent", "Ziel oder Leitlinie, unter der der Vorschlag steht.", nullable=True),
        Column("support", "Gewichtete Belege: jede Stimme einmal, Ziele mehr als Probleme und Maßnahmen.", REAL),
        Column("cost", "Was die Aussagen zu Geld und Stellen sagen.", nullable=True),
        Column("closing", "Was die letzte Veranstaltung dazu sagt: bestätigt oder neu.", nullable=True),
        Column("draft_check", "Bei Entwürfen: belegt, neu, widersprochen oder unbelegte Formel.", nullable=True),
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
        Column("part", "Was die Aussage beiträgt: grundsatz, ziel, problem, massnahme, angebot, einwand.", isin=PARTS),
        Column("weight", "Gewicht des Belegs nach Art und Nähe.", REAL, between=SHARE),
    ),
)

VARIANTS = ("oeffentlich", "intern")

CELLS = Table(
    file="cells.parquet",
    doc="Eine Zeile je Zelle einer Auswertungstabelle; alles, was Diagramme und Bericht an Zahlen zeigen.",
    key=("variant", "table", "row", "column"),
    columns=(
        Column("variant", "oeffentlich oder intern.", isin=VARIANTS),
        Column("table", "Kennung der Tabelle.", filled=True),
        Column("row", "Kennung der Zeile; gesamt steht für die Summe.", filled=True),
        Column("column", "Kennung der Spalte; gesamt steht für die Summe.", filled=True),
        Column("table_label", "Titel der Tabelle.", filled=True),
        Column("row_title", "Was in den Zeilen steht.", filled=True),
        Column("note", "Wie die Tabelle zu lesen ist.", nullable=True),
        Column("row_label", "Beschriftung der Zeile.", filled=True),
        Column("column_label", "Beschriftung der Spalte.", filled=True),
        Column("row_part", "Worunter die Zeile steht, zum Beispiel der Arbeitsbereich eines Themas.", nullable=True),
        Column("table_order", "Reihenfolge der Tabellen.", WHOLE),
        Column("row_order", "Reihenfolge der Zeilen.", WHOLE),
        Column("column_order", "Reihenfolge der Spalten.", WHOLE),
        Column("mentions", "Nennungen; leer, wenn die Zelle nicht gezeigt wird.", WHOLE, nullable=True),
        Column("distinct", "Nennungen ohne wortgleiche Wiederholungen.", WHOLE, nullable=True),
        Column("documents", "Dokumente.", WHOLE, nullable=True),
        Column("groups", "Gruppen.", WHOLE, nullable=True),
        Column("votes", "Klebepunkte; sie vervielfachen keine Nennung.", WHOLE, nullable=True),
        Column("checked", "Nennungen, die ein Mensch geprüft hat.", WHOLE, nullable=True),
        Column("share", "Anteil an der Spaltensumme; leer unter der Mindestzahl.", REAL, nullable=True, between=SHARE),
        Column("low", "Untere Grenze des Anteils.", REAL, nullable=True, between=SHARE),
        Column("high", "Obere Grenze des Anteils.", REAL, nullable=True, between=SHARE),
        Column("shown", "Darf die Zelle gezeigt werden?", TRUTH),
        Column("statement_ids", "Kennungen der Aussagen hinter der Zelle, mit Leerzeichen getrennt.", nullable=True),
    ),
)

FIGURES = Table(
    file="figures.parquet",
    doc="Eine Zeile je Diagramm: was es zeigt, in Worten.",
    key=("variant", "figure"),
    columns=(
        Column("variant", "oeffentlich oder intern.", isin=VARIANTS),
        Column("figure", "Kennung, zugleich Name der Dateien.", filled=True),
        Column("order", "Reihenfolge im Bericht.", WHOLE),
        Column("title", "Der Befund in einem Satz.", filled=True),
        Column("subtitle", "Was gezeigt wird und n.", filled=True),
        Column("alt", "Beschreibung für Menschen, die das Bild nicht sehen.", filled=True),
        Column("note", "Wie es zu lesen ist.", nullable=True),
        Column("table", "Kennung der Tabelle dahinter.", filled=True),
    ),
)

CHANGES = (
    "neu", "vereinzelt", "entfallen", "nicht genannt", "nicht vergleichbar", "gewachsen", "geschrumpft", "gleich",
    "zusammengelegt", "geteilt",
)  # fmt: skip

ROUND_THEMES = Table(
    file="round_themes.parquet",
    doc="Eine Zeile je Thema der früheren und der jetzigen Runde: Was ist daraus geworden?",
    key=("theme_id",),
    columns=(
        Column("theme_id", "Kennung des Themas; ein Thema der früheren Runde behält seine.", filled=True),
        Column("earlier", "Gab es das Thema in der früheren Runde?", TRUTH),
        Column("label", "Name, der gilt.", filled=True),
        Column("field", "Arbeitsbereich, wie er heute heißt.", filled=True),
        Column("change", "Was daraus geworden ist.", isin=CHANGES),
        Column("mentions_before", "Nennungen damals.", WHOLE),
        Column("mentions_now", "Nennungen jetzt.", WHOLE),
        Column("documents_before", "Dokumente damals.", WHOLE),
        Column("documents_now", "Dokumente jetzt.", WHOLE),
        Column("events_before", "Veranstaltungen damals.", WHOLE),
        Column("events_now", "Veranstaltungen jetzt.", WHOLE),
        Column("groups_before", "Gruppen damals.", WHOLE),
        Column("groups_now", "Gruppen jetzt.", WHOLE),
        Column("compared_before", "Nennungen damals, die auf vergleichbarem Weg gewonnen wurden.", WHOLE),
        Column("compared_now", "Nennungen jetzt, die auf vergleichbarem Weg gewonnen wurden.", WHOLE),
        Column("points", "Veränderung des Anteils in Prozentpunkten, nur Vergleichbares.", REAL),
        Column("low", "Untere Grenze (95 %).", REAL),
        Column("high", "Obere Grenze (95 %).", REAL),
        Column("chance", "Wie oft Zufall allein so viel bewirkte (0 bis 1).", REAL, between=SHARE),
        Column(
            "novelty",
            "Wie oft Zufall allein ein gemeinsames Wort so neu machte; 1 ohne ein solches.",
            REAL,
            between=SHARE,
        ),
        Column("new_word", "Das Wort oder der Begriff (mit #), den ein neues Thema teilt.", nullable=True),
        Column(
            "apart",
            "Wie viel näher die Aussagen eines neuen Themas einander sind als dem Nächsten von damals (Log-Odds).",
            REAL,
            nullable=True,
        ),
        Column("statement_ids", "Kennungen der Aussagen von heute, mit Leerzeichen getrennt.", nullable=True),
    ),
)

ROUND_ANSWERS = Table(
    file="round_answers.parquet",
    doc="Eine Zeile je Aussage von damals und von heute, die einander antworten könnten; es gilt erst nach einem Ja.",
    key=("kind", "earlier_statement", "statement_id"),
    columns=(
        Column("kind", "beantwortet oder wieder ein Problem.", filled=True),
        Column("earlier_statement", "Kennung der Aussage von damals.", filled=True),
        STATEMENT_ID,
        THEME_ID,
        Column("earlier_type", "Typ der Aussage von damals.", filled=True),
        Column("score", "Ähnlichkeit der beiden.", REAL, between=SHARE),
        Column("accepted", "Hat ein Mensch zugestimmt? Leer, solange niemand entschieden hat.", TRUTH, nullable=True),
    ),
)

ROUND_GUIDELINES = Table(
    file="round_guidelines.parquet",
    doc="Eine Zeile je Vorschlag der früheren und der jetzigen Runde: behalten, geändert, neu, offen …",
    key=("kind", "guideline_id"),
    columns=(
        Column("kind", "leitlinie, ziel oder aktivitaet.", isin=GUIDELINE_KINDS),
        GUIDELINE_ID,
        Column("earlier_id", "Kennung des Vorschlags von damals, an den er anschließt.", nullable=True),
        Column("field", "Arbeitsbereich, wie er heute heißt.", filled=True),
        Column("text", "Wortlaut, der gilt.", filled=True),
        Column("earlier_text", "Wortlaut von damals.", nullable=True),
        Column("fate", "behalten, geändert, neu, weiter offen, erledigt oder fallen gelassen.", filled=True),
        Column("responsible", "Zuständig.", nullable=True),
        Column("year", "Jahr oder Frist.", nullable=True),
    ),
)

ROUND_SHEETS = Table(
    file="round_sheets.parquet",
    doc="Eine Zeile je Zelle der Übersichten zur vorigen Runde, so wie sie gezeigt werden.",
    key=("variant", "sheet", "row", "column"),
    columns=(
        Column("variant", "oeffentlich oder intern.", isin=VARIANTS),
        Column("sheet", "Kennung der Übersicht, zugleich Name der Datei.", filled=True),
        Column("row", "Reihenfolge der Zeilen.", WHOLE),
        Column("column", "Reihenfolge der Spalten; 0 ist die Beschriftung der Zeile.", WHOLE),
        Column("title", "Titel der Übersicht.", filled=True),
        Column("note", "Wie sie zu lesen ist.", nullable=True),
        Column("head", "Überschrift der Spalte.", filled=True),
        Column("words", "Was in der Zelle steht; ein Punkt, wo es nicht gezeigt wird.", nullable=True),
        Column("value", "Die Zahl der Zelle; leer bei Wörtern und wo sie nicht gezeigt wird.", REAL, nullable=True),
        Column("low", "Untere Grenze eines Anteils (95 %).", REAL, nullable=True, between=SHARE),
        Column("high", "Obere Grenze eines Anteils (95 %).", REAL, nullable=True, between=SHARE),
    ),
)

ROUND_SHARES = Table(
    file="round_shares.parquet",
    doc="Eine Zeile je Arbeitsbereich, Typ oder Gruppe: Anteil damals und jetzt.",
    key=("dimension", "value"),
    columns=(
        Column("dimension", "Arbeitsbereich, Typ oder Gruppe.", filled=True),
        Column("value", "Schlüssel oder Name.", filled=True),
        Column("mentions_before", "Nennungen damals.", WHOLE),
        Column("mentions_now", "Nennungen jetzt.", WHOLE),
        Column("documents_before", "Dokumente damals.", WHOLE),
        Column("documents_now", "Dokumente jetzt.", WHOLE),
        Column("points", "Veränderung des Anteils in Prozentpunkten.", REAL),
        Column("low", "Untere Grenze (95 %).", REAL),
        Column("high", "Obere Grenze (95 %).", REAL),
        Column("clear", "Schließt die Spanne die Null aus?", TRUTH),
    ),
)
