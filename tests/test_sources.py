# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Sources as a stage: every paper listed, read once, and the promises that hold for every reading."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path

import pytest
from conftest import Project
from documents import docx, eml, p, pdf, read, told, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.shared.reading import Reading, opened, paper_of, readings_of
from pipeline.shared.tables import DOCUMENTS
from pipeline.sources import papers
from pipeline.sources.__main__ import main
from pipeline.sources.pieces import Draft, Piece, Refused, assemble
from pipeline.sources.structure import structured
from pipeline.sources.transcripts import turns

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data/raw/sample"
KINDS = {
    "title",
    "heading",
    "paragraph",
    "item",
    "cell",
    "card",
    "turn",
    "cue",
    "footnote",
    "comment",
    "furniture",
    "metadata",
    "quoted",
    "signature",
}
LONG = "Der Bus fährt am Abend nicht mehr, deshalb fehlen viele Eltern im Kurs. " * 4


def keeps_its_promises(reading: Reading) -> bool:
    """Tell whether blocks are disjoint, ordered, inside the text, stripped and of a known kind; the text is clean."""
    position = 0
    for block in reading.blocks:
        if not position <= block.start < block.end <= len(reading.text) or block.kind not in KINDS:
            return False
        if reading.slice(block) != reading.slice(block).strip():
            return False
        position = block.end
    return "\r" not in reading.text and "\ufeff" not in reading.text


words = st.text(alphabet=st.sampled_from("abcÄöß –-•1.2):#[]0<v>\n\t\u00ad\u00a0\u0308●(|;=*_"), max_size=60)
pieces = st.builds(
    Piece,
    st.sampled_from(["paragraph", "item", "heading", "title", "cell", "furniture"]),
    words,
    level=st.integers(0, 9),
    before=words,
    bold=st.booleans(),
    lead=words,
    table=st.none() | st.integers(0, 2),
)


@given(st.lists(pieces, max_size=12))
@settings(max_examples=150, deadline=None)
def test_whatever_a_reader_saw_becomes_a_reading(seen: list[Piece]) -> None:
    reading = assemble("a", "0", Draft(structured(turns(seen)), reader="txt"))
    assert keeps_its_promises(reading)


@given(st.text(max_size=400), st.sampled_from(["a.txt", "a.md", "a.csv", "a.vtt", "a.srt", "a.html", "a.eml"]))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read(text: str, name: str) -> None:
    data = text.encode("utf-8", errors="replace")
    try:
        reading = read(data, name)
    except Refused:  # no writing at all
        return
    assert keeps_its_promises(reading)


@given(st.lists(st.text(alphabet="abcdefgÄöüß ", min_size=3, max_size=40).filter(str.strip), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_no_letter_of_a_plain_text_is_lost(lines: list[str]) -> None:
    reading = read("\n".join(lines).encode())
    assert re.sub(r"\s", "", reading.text) == re.sub(r"\s", "", "".join(lines))


def test_a_reading_is_the_same_after_being_sealed() -> None:
    reading = read(docx(p("Bus fehlt.")), "a.docx")
    assert Reading.from_bytes(reading.to_bytes()) == reading


@pytest.fixture(scope="module")
def sample() -> dict[str, Reading]:
    return {path.name: read(path.read_bytes(), path.name) for path in sorted((SAMPLE / "documents").iterdir())}


def test_the_sample_keeps_the_promises(sample: dict[str, Reading]) -> None:
    assert [name for name, reading in sample.items() if not keeps_its_promises(reading)] == []


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_gold_statement_stands_in_one_block_of_the_sample(sample: dict[str, Reading]) -> None:
    lines = (SAMPLE / "gold" / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    lost = []
    for line in lines:
        gold = json.loads(line)
        reading = sample[gold["file"]]
        said = re.sub(r"^\d\. ", "", flat(gold["text"]))
        if not any(said in flat(reading.slice(block)) for block in reading.blocks):
            lost.append(gold["id"])
    assert (len(lines), lost) == (750, [])


def test_the_votes_of_the_card_sheets_are_the_gold_ones(sample: dict[str, Reading]) -> None:
    for line in (SAMPLE / "gold" / "statements.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if gold["file"].endswith(".xlsx"):
            reading = sample[gold["file"]]
            found = {
                block.votes
                for block in reading.blocks
                if block.kind == "card" and flat(gold["text"]) in flat(reading.slice(block))
            }
            assert gold["votes"] in found


def test_reading_the_sample_takes_less_than_three_seconds() -> None:
    started = time.process_time()
    for path in sorted((SAMPLE / "documents").iterdir()):
        read(path.read_bytes(), path.name)
    assert time.process_time() - started < 3


def rows(project: Project) -> dict[str, dict[str, object]]:
    frame = DOCUMENTS.read(project.corpus)
    return {str(row["document"]): row for row in frame.to_dict("records")}


def test_every_paper_is_listed_and_the_run_goes_on(project: Project) -> None:
    project.document("a.txt", LONG)
    project.document("kaputt.docx", b"PK\x03\x04kaputt")
    project.document("leer.txt", b"  \n")
    project.document("-strich und ümlaut.md", "# Titel\n\n- Bus fehlt\n")
    project.manifest("a.txt;ws1;2024-04-03;arbeit;Ehrenamt;protokoll", "fehlt.docx;ws1;2024-04-03;;;protokoll")
    project.run("sources")
    found = rows(project)
    assert {name: row["status"] for name, row in found.items()} == {
        "-strich und ümlaut.md": "ok", "a.txt": "ok", "fehlt.docx": "refused", "kaputt.docx": "refused", "leer.txt": "empty",
    }  # fmt: skip
    assert "gibt es die Datei nicht" in str(found["fehlt.docx"]["note"])
    assert "steht nicht im Manifest" in str(found["-strich und ümlaut.md"]["note"])
    assert (found["a.txt"]["event"], found["a.txt"]["publish"]) == ("ws1", "quote")
    assert "kaputt.docx: die Datei ist beschädigt" in project.said["sources"]


def test_interviews_are_counted_and_not_quoted(project: Project) -> None:
    project.document("gespräch.txt", "I: Und?\nB: Gut.\nI: Aha.\nB: Ja.\nI: Danke.\n")
    project.run("sources")
    assert (rows(project)["gespräch.txt"]["kind"], rows(project)["gespräch.txt"]["publish"]) == ("interview", "count")


def test_the_same_paper_in_two_formats_is_counted_once(project: Project) -> None:
    project.document("b.docx", docx(p("Treffen", style="berschrift1") + p(LONG)))
    project.document("a.pdf", pdf(f"= Treffen\n{LONG}"))
    project.document("c.docx", docx(p("Treffen", style="berschrift1") + p(LONG)))
    project.document("d.docx", docx(p("Treffen", style="berschrift1") + p(LONG + "Und die Kita auch.")))
    project.manifest("b.docx;ws1;2024-04-03;;;protokoll")
    project.run("sources")
    found = rows(project)
    assert {name: row["status"] for name, row in found.items()} == {
        "a.pdf": "duplicate_of",
        "b.docx": "ok",
        "c.docx": "duplicate_of",
        "d.docx": "ok",
    }
    assert "gleicher Inhalt wie b.docx" in str(found["a.pdf"]["note"])


def test_two_versions_of_a_paper_are_said_and_both_counted(project: Project) -> None:
    lines = [
        f"Im Ort {number} fehlt ein Bus, der nach {number + 3} Uhr zurück in das Dorf fährt." for number in range(20)
    ]
    project.document("protokoll_v1.txt", "\n\n".join(lines))
    project.document(
        "protokoll_v2.txt", "\n\n".join([*lines[:15], *("Neu ist hier ein ganz anderer Satz." for _ in "abcde")])
    )
    project.document(
        "anderes.txt",
        "\n\n".join(f"Die Kita {number} hat {number} Plätze und sucht noch zwei Kräfte." for number in range(30)),
    )
    project.run("sources")
    found = rows(project)
    assert {row["status"] for row in found.values()} == {"ok"}
    note = str(found["protokoll_v2.txt"]["note"]).replace("\u00a0", " ")
    assert re.match(r"wohl eine andere Fassung von protokoll_v1\.txt \(\d\d % gleich\); prüfen", note)
    assert "Fassung" not in str(found["protokoll_v1.txt"]["note"]) + str(found["anderes.txt"]["note"])
    assert "protokoll_v2.txt: wohl eine andere Fassung" in project.said["sources"]


def test_a_form_that_many_papers_share_makes_no_versions() -> None:
    form = " ".join(f"Frage {number}: Was fehlt Ihnen im Alltag am meisten, und was hilft?" for number in range(12))
    own = [f"{form}\n\nAntwort {'abcdefghijklmnopqrst'[number]}: Es fehlt ein Bus." for number in range(20)]
    found = [papers.Paper(f"{n:02}.txt", str(n), read(text.encode(), f"{n:02}.txt")) for n, text in enumerate(own)]
    assert papers.alike(found, [], {}) == {}


def test_short_papers_are_no_duplicates_by_their_words() -> None:
    one, other = (papers.Paper(name, sha, read(b"Protokoll", name)) for name, sha in (("a.txt", "1"), ("b.txt", "2")))
    assert papers.duplicates([one, other], []) == {}


def test_an_unchanged_paper_is_not_read_twice(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.document("a.txt", LONG)
    project.document("b.txt", LONG + "Mehr.")
    project.run("sources")
    project.document("b.txt", LONG + "Noch mehr.")
    read_again = []
    monkeypatch.setattr(
        papers.Worker, "read", lambda _, path: read_again.append(path.name) or read(path.read_bytes(), path.name)
    )
    project.run("sources")
    assert read_again == ["b.txt"]


def test_a_reading_of_other_code_is_made_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.document("a.txt", LONG)
    project.run("sources")
    monkeypatch.setattr(papers, "version", lambda _: "other")
    seen = []
    monkeypatch.setattr(
        papers.Worker, "read", lambda _, path: seen.append(path.name) or read(path.read_bytes(), path.name)
    )
    project.run("sources")
    assert seen == ["a.txt"]


def test_the_next_stage_opens_the_sealed_reading(project: Project) -> None:
    path = project.document("a.txt", LONG)
    project.run("sources")
    reading = opened(project.corpus, "a.txt")
    assert reading is not None
    assert told(reading) == [f"paragraph: {LONG.strip()}"]
    assert b"Eltern" not in readings_of(project.corpus).path(path.read_bytes()).read_bytes()


def test_a_removed_paper_leaves_no_reading(project: Project) -> None:
    path = project.document("a.txt", LONG)
    project.document("b.txt", "Kita fehlt.")
    project.run("sources")
    path.unlink()
    project.run("sources")
    assert len(list(readings_of(project.corpus).folder.iterdir())) == 1


def test_two_runs_give_the_same_bytes(project: Project) -> None:
    for name, data in {
        "a.txt": LONG.encode(),
        "b.xlsx": xlsx({"A": [["Karte", "Punkte"], ["Bus", 1]]}),
        "c.eml": eml("Bus fehlt."),
    }.items():
        project.document(name, data)

    def state() -> dict[str, bytes]:
        folders = (project.corpus.processed, project.corpus.confidential)
        return {path.name: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}

    project.run("sources")
    first = state()
    shutil.rmtree(project.corpus.confidential)
    project.run("sources")
    assert state() == first


def test_a_name_with_decomposed_letters_is_found(project: Project) -> None:
    project.document("fu\u0308r.txt", LONG)
    project.manifest("für.txt;ws1;2024-04-03;;;protokoll")
    project.run("sources")
    assert rows(project)["für.txt"]["event"] == "ws1"
    assert paper_of(project.corpus, "für.txt") is not None
    assert opened(project.corpus, "für.txt") is not None


def test_files_of_the_system_are_no_papers(project: Project) -> None:
    for name in (".gitkeep", ".DS_Store", "~$a.docx", "Thumbs.db", ".~lock.a.odt#"):
        project.document(name, "x")
    project.document("a.txt", LONG)
    project.document("unter/b.txt", LONG)
    project.run("sources")
    assert list(rows(project)) == ["a.txt", "unter/b.txt"]
    assert "Unterordner" in str(rows(project)["unter/b.txt"]["note"])


def test_a_paper_that_is_too_large_is_not_opened(project: Project) -> None:
    with (project.corpus.documents / "riesig.pdf").open("wb") as file:
        file.truncate(200 << 20)
    project.document("a.txt", LONG)
    project.run("sources")
    assert str(rows(project)["riesig.pdf"]["note"]).startswith("größer als 100 MB")


def test_no_papers_at_all_is_a_fault(project: Project) -> None:
    with pytest.raises(Exception, match="hier liegt keine Datei"):
        project.run("sources")


def test_faults_of_the_manifest_are_said(project: Project) -> None:
    project.document("a.txt", LONG)
    project.manifest("a.txt;ws1;gestern;unbekannt;;protokoll")
    project.run("sources")
    assert "data/raw/kreis/manifest.csv: Zeile 2: date ist kein Datum" in project.said["sources"]
    assert "1 Arbeitsbereiche im Manifest stehen nicht im Codebuch" in str(rows(project)["a.txt"]["note"])


def test_the_stage_asks_for_its_knobs() -> None:
    assert main.__annotations__["params"] == "Params"
