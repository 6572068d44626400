"""Another district: three files, a codebook with two fields, no gold, and not a line of Python changed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from conftest import SHARED_BY_CORPORA, Project, stages

from pipeline.shared.errors import Repairable
from pipeline.shared.tables import DOCUMENTS, FIELDS, LEDGER, STATEMENTS

# the notebooks run inside this process here, and their kernel client closes its sockets late
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CODEBOOK: dict[str, Any] = {
    "version": "0.1",
    "title": "Radverkehrskonzept",
    "fields": [
        {"key": "wege", "name": "Wege und Kreuzungen", "cues": ["Radweg*", "Kreuzung*", "Ampel*", "Fahrbahn*"],
         "definition": "Bau und Zustand von Radwegen und Kreuzungen."},
        {"key": "parken", "name": "Abstellen", "cues": ["Fahrradständer*", "Abstell*", "Bügel*", "Stellplatz*"],
         "definition": "Abstellen von Rädern an Bahnhof, Schule und Geschäft."},
    ],
    "types": [
        {"key": "problem", "name": "Problem", "plural": "Probleme"},
        {"key": "ziel", "name": "Ziel", "plural": "Ziele"},
        {"key": "massnahme", "name": "Maßnahme", "plural": "Maßnahmen"},
    ],
}  # fmt: skip
NOTES = """# Bürgerwerkstatt Radverkehr

Datum: 12.05.2026
Moderation: Büro für Beteiligung

## Probleme

- Der Radweg an der Lindenallee ist voller Schlaglöcher. (4 P.)
- Am Bahnhof fehlen Fahrradständer.
- An der Kreuzung sieht man die Radfahrenden nicht.

## Ziele

- Alle Kinder kommen sicher mit dem Rad zur Schule.

## Maßnahmen

- Radweg an der Lindenallee sanieren
- Überdachte Abstellanlage am Bahnhof bauen
"""
TABLE = """Problem;Ziel;Maßnahme;Wer
Ampel für Radfahrende zu kurz;Sicheres Queren für alle;Ampelschaltung verlängern;Stadt
Keine Bügel vor dem Rathaus;;Zehn Bügel vor dem Rathaus aufstellen;Bauhof
"""
INTERVIEW = """I: Was fehlt Ihnen beim Radfahren?

B: Der Radweg hört mitten im Ort einfach auf. Und vor der Schule gibt es keinen Stellplatz.

I: Was wünschen Sie sich?

B: Einen durchgehenden Radweg bis zur Schule.
"""


def everything(project: Project) -> None:
    project.run(*(name for name in stages() if name not in SHARED_BY_CORPORA))


@pytest.fixture
def district(project: Project) -> Project:
    project.codebook(CODEBOOK)
    project.document("werkstatt größe.md", NOTES)
    project.document("tabelle.csv", TABLE)
    project.document("gespräch.txt", INTERVIEW)
    return project


@pytest.mark.slow
def test_another_district_runs_to_its_report(district: Project) -> None:
    everything(district)
    statements, fields = STATEMENTS.read(district.corpus), FIELDS.read(district.corpus)
    assert set(DOCUMENTS.read(district.corpus)["status"]) == {"ok"}
    assert {"wege", "parken"} >= set(fields["field"])
    first = fields[fields["rank"] == 1].set_index("statement_id")["field"]
    place = statements.set_index("display_text")["statement_id"]
    assert first[place["Am Bahnhof fehlen Fahrradständer."]] == "parken"
    assert first[place["Radweg an der Lindenallee sanieren"]] == "wege"
    kinds = statements.set_index("display_text")["type"]
    assert kinds["Radweg an der Lindenallee sanieren"] == "massnahme"
    assert kinds["Am Bahnhof fehlen Fahrradständer."] == "problem"
    assert (district.corpus.reports / "index.html").stat().st_size > 10_000
    assert (district.corpus.reports / "metrics.json").is_file()
    for document, spans in LEDGER.read(district.corpus).groupby("document"):
        assert (spans["end"] - spans["start"]).sum() == len(district.corpus.text(str(document)))


def broken_docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document>")
    return buffer.getvalue()


@pytest.mark.slow
def test_bad_input_stops_its_document_and_is_listed_on_the_first_page(district: Project) -> None:
    district.document("programm.exe", b"MZ\x90\x00")
    district.document("kaputt.docx", broken_docx())
    district.document("leer.pdf", b"")
    district.manifest("werkstatt größe.md;werkstatt;2026-05-12;wege;;protokoll", "fehlt.docx;werkstatt;;;;protokoll")
    everything(district)
    documents = DOCUMENTS.read(district.corpus).set_index("document")
    assert set(documents.loc[["programm.exe", "kaputt.docx", "fehlt.docx"], "status"]) == {"refused"}
    assert documents.loc["leer.pdf", "status"] in {"empty", "refused"}
    assert documents.loc[["werkstatt größe.md", "tabelle.csv", "gespräch.txt"], "status"].eq("ok").all()
    page = (district.corpus.reports / "index.html").read_text(encoding="utf-8")
    for name in ("programm.exe", "kaputt.docx", "leer.pdf", "fehlt.docx"):
        assert documents.loc[name, "note"]
        assert name in page
    assert "Traceback" not in page
    assert len(STATEMENTS.read(district.corpus)) >= 10


def test_an_empty_folder_asks_for_papers(project: Project) -> None:
    with pytest.raises(Repairable, match="hier liegt keine Datei"):
        project.run("inputs", "sources")


@pytest.mark.slow
def test_one_single_document_with_one_statement_is_enough(project: Project) -> None:
    project.document("karte.txt", "Probleme\n\n- Es fehlen Sprachkurse am Abend.\n")
    everything(project)
    assert len(STATEMENTS.read(project.corpus)) == 1
    assert (project.corpus.reports / "index.html").is_file()
