"""Papers of eight further towns; five by hands who had seen nothing of the readers or the tagger.

Lerne: photo minutes as a PDF in two columns, a transcript with marks of f4, a draft concept as ODT; nothing but
wordings was mended for them. Ostermoor: minutes in prose, pin boards as sheets, a letter with numbered demands; recall
was 1.0, 1.0 and .83, precision .28, .77 and .70 when they were first met, before three faults were mended (a sentence
before 'Dazu fordern wir:', the first of lettered demands, boards titled 'Was klemmt?' and 'Pkt').

The gold of the transcript and of the minutes cuts clauses out of sentences ('Frau H. ergänzt, …') where the machine
keeps the sentence; that is why their precision is low at full recall. One bullet of the PDF is found in half only: its
second line begins with a time ('15 – 16.30 h').

Hollenfleet: a board with remarks as a web page, minutes as merged tables, a mail with a mail quoted in a mail; recall
was .91, 1.0 and .90, precision .31, .61 and .34 when they were first met. The mail's gold cuts clauses, and two
statements of the mail it quotes are not counted by design.

Altmühlgrund: an interview answered by mail, partly in dialect, typed notes of an evening with initials for titles, a
pad with answers below the points; recall was .94, .97 and 1.0, precision .36, .61 and .57 when they were first met. The
gold of the interview cuts clauses out of prose.

Lahrenbrück: minutes of a committee, photo minutes with cards in boxes as a PDF, a plan of action as a sheet, a
transcript of a group; recall was 1.0, .78, 1.0 and 1.0, precision .57, .94, .85 and .62 when they were first met (what
stood under 'Leitfrage: …?' was taken for questions and lost). The gold of the transcript cuts clauses.

Niederau: thirty everyday layouts written by the lead to be looked at, so no stranger's: exports of Padlet, LimeSurvey,
SurveyMonkey, Forms, Mentimeter, MURAL and a portal, transcripts of Teams, Meet and noScribe, a newsletter, a SWOT,
minutes with initials or as a table by agenda, plain language, cards in several languages.

Weidenau: sixteen more of the kind, also by the lead: a transcript with numbered lines, a letter without a field for its
kind, lists whose signs weigh (+ - ! ?), an outline of a mind map by tabs, a catalogue of measures with a column for
target groups, minutes with codes for task and decision, a chat, slips from a letter box, a talk with
initials and asides ('SAD (zustimmend): …').

Altmühl: thirteen everyday layouts written by the lead to be looked at, so no stranger's: a chat, a narrow flipchart,
a pad, exports of a whiteboard and of live questions, a plan of measures, a matrix, minutes as a PDF of narrow
columns, notes without capitals. Of the narrow flipchart two points stay cut, where no sign says that the next line
goes on ('Kita mit langen / Öffnungszeiten').
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import unseen

PAPERS = Path(__file__).parent / "papers"
FLOORS = {
    "lerne/Fotoprotokoll_WS_Bildung_2023-09-14_final.pdf": (0.97, 0.75),
    "lerne/Transkript_Int07_Jobcenter_f4 (korr).txt": (0.99, 0.40),
    "lerne/Entwurf_Kap_5.5_Ehrenamt_V4_Anm.odt": (0.96, 0.85),
    "ostermoor/Protokoll_Runder_Tisch.docx": (0.99, 0.27),
    "ostermoor/Abschrift_Pinnwaende.xlsx": (0.99, 0.90),
    "ostermoor/Schreiben_Sozialwerk.rtf": (0.99, 0.75),
    "hollenfleet/Ergebnisvermerk_Beteiligungsabend.docx": (0.99, 0.85),
    "hollenfleet/Rueckmeldung_Entwurf.eml": (0.93, 0.36),
    "hollenfleet/Pinnwand_Export.html": (0.99, 0.72),
    "altmuehlgrund/Interview_per_Mail.docx": (0.99, 0.39),
    "altmuehlgrund/Mitschrift_Auftakt.txt": (0.99, 0.72),
    "altmuehlgrund/Pad_Export.md": (0.99, 0.77),
    "altmuehl/Auftakt_Mitschrift.txt": (0.99, 0.92),
    "altmuehl/Chat_Arbeitskreis.txt": (0.99, 0.87),
    "altmuehl/Expertengespraech.vtt": (0.99, 0.99),
    "altmuehl/Flipchart_schmal.txt": (0.80, 0.99),
    "altmuehl/Massnahmenplan.xlsx": (0.99, 0.99),
    "altmuehl/Pad_Jugend.md": (0.99, 0.92),
    "altmuehl/Umfrage_Export.csv": (0.99, 0.99),
    "altmuehl/Umfrage_live.csv": (0.99, 0.99),
    "altmuehl/Whiteboard_Export.csv": (0.99, 0.99),
    "altmuehl/WorldCafe_Ergebnisse.docx": (0.99, 0.99),
    "altmuehl/Diktat_Notizen.txt": (0.99, 0.99),
    "altmuehl/Matrix.xlsx": (0.99, 0.99),
    "altmuehl/Protokoll_schmale_Spalten.pdf": (0.99, 0.85),
    "lahrenbrueck/2024-09-17_Niederschrift_AIG_oeffentlich.docx": (0.99, 0.83),
    "lahrenbrueck/Aktionsplan_Entwurf_v4.xlsx": (0.99, 0.93),
    "lahrenbrueck/Doku_Werkstatt_Oberlahr_25-01-18.pdf": (0.99, 0.93),
    "lahrenbrueck/Transkript_GI03_FamZ_final.docx": (0.99, 0.61),
    "niederau/AW_Fragebogen.eml": (0.99, 0.99),
    "niederau/Auswertung_Postkarten.csv": (0.99, 0.99),
    "niederau/Auswertung_Suedstadt.xlsx": (0.99, 0.99),
    "niederau/Beteiligungsportal_Beitraege.csv": (0.99, 0.74),
    "niederau/Ergebnisprotokoll_AK.docx": (0.99, 0.88),
    "niederau/Ergebnisse_Leichte_Sprache.txt": (0.99, 0.89),
    "niederau/Expertenrunde_Teams.docx": (0.99, 0.79),
    "niederau/Gespraech_Betrieb.txt": (0.99, 0.99),
    "niederau/HedgeDoc_Vernetzungstreffen.md": (0.99, 0.66),
    "niederau/Interview_Familienzentrum.docx": (0.99, 0.99),
    "niederau/Karten_mehrsprachig.xlsx": (0.99, 0.99),
    "niederau/LimeSurvey_results.csv": (0.99, 0.99),
    "niederau/Meet_Transkript.docx": (0.99, 0.74),
    "niederau/Mentimeter_Auftakt.xlsx": (0.99, 0.99),
    "niederau/Newsletter_April.txt": (0.99, 0.83),
    "niederau/Notizen_AG_Bildung.txt": (0.99, 0.99),
    "niederau/Offene_Antworten.docx": (0.99, 0.87),
    "niederau/Online_Konsultation.docx": (0.99, 0.99),
    "niederau/Padlet_Was_fehlt_uns.csv": (0.99, 0.99),
    "niederau/Positionspapier.docx": (0.99, 0.99),
    "niederau/Protokoll_AG_Gesundheit.rtf": (0.99, 0.99),
    "niederau/Protokoll_Kuerzel.txt": (0.99, 0.85),
    "niederau/Rueckmeldung_html.eml": (0.99, 0.99),
    "niederau/SWOT_Ehrenamt.docx": (0.99, 0.99),
    "niederau/SurveyMonkey_Ergebnisse.csv": (0.99, 0.89),
    "niederau/Traegerbefragung_Forms.xlsx": (0.99, 0.99),
    "niederau/Zukunftswerkstatt_Notizen.docx": (0.99, 0.99),
    "niederau/consul_vorschlaege.csv": (0.99, 0.99),
    "niederau/mural_export.csv": (0.99, 0.83),
    "niederau/noScribe_Interview.txt": (0.99, 0.99),
    "weidenau/Auswertung_MO_Befragung.docx": (0.99, 0.99),
    "weidenau/Chat.txt": (0.99, 0.99),
    "weidenau/Gespraech_Ehrenamtliche.md": (0.99, 0.83),
    "weidenau/Interview_Nr4.txt": (0.99, 0.83),
    "weidenau/Klebepunkte_Abschluss.xlsx": (0.99, 0.85),
    "weidenau/Massnahmenkatalog_2025.xlsx": (0.99, 0.99),
    "weidenau/Mindmap_Export.txt": (0.99, 0.99),
    "weidenau/Niederschrift_Beirat.txt": (0.99, 0.89),
    "weidenau/Protokoll_Steuerkreis_Gesundheit.docx": (0.99, 0.99),
    "weidenau/Runde_Vereine.txt": (0.99, 0.99),
    "weidenau/Stellungnahme_Kreiselternrat.txt": (0.99, 0.99),
    "weidenau/World_Cafe_Tischdecken.docx": (0.99, 0.99),
    "weidenau/Dokumentation_Jugendforum.docx": (0.99, 0.99),
    "weidenau/Fachgespraech_Schule.txt": (0.99, 0.99),
    "weidenau/Kartenauswertung.xlsx": (0.99, 0.99),
    "weidenau/Rueckmeldungen_Briefkasten.txt": (0.99, 0.80),
}
"""Per paper the least recall and precision of the statements found."""


@pytest.mark.parametrize("name", FLOORS)
def test_what_a_stranger_counted_is_found(name: str) -> None:
    path = PAPERS / name
    gold = (path.parent / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    own = tuple(row["text"] for row in map(json.loads, gold) if row["document"] == path.name)
    paper = unseen.Marked(path.name, path.read_bytes(), own)
    found = unseen.figures([paper])
    recall, precision = FLOORS[name]
    assert own
    assert found["detection.recall"] >= recall, unseen.faults([paper])
    assert found["detection.precision"] >= precision, unseen.faults([paper])
