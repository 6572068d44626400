"""Pseudonyms: names are found in papers of any district, replaced alike everywhere, and can be put back."""

from __future__ import annotations

import csv
import io
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT
from hypothesis import example, given, settings
from hypothesis import strategies as st
from names_cases import CASES

from pipeline.evaluation import gold as labelled
from pipeline.evaluation import privacy
from pipeline.pseudonyms import __main__ as stage_main
from pipeline.pseudonyms import aliases, checklist, commands, lexicon
from pipeline.pseudonyms.masking import Outcome, pseudonymise
from pipeline.pseudonyms.replace import Swap, mask, resolve
from pipeline.pseudonyms.scouting import Decisions, Rules, judge_of
from pipeline.shared import key, leaks
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.key import Key
from pipeline.shared.reading import Block, Reading, readings_of
from pipeline.shared.schema import rows
from pipeline.shared.spelling import fold
from pipeline.shared.stage import FAULT
from pipeline.shared.tables import BLOCKS, DOCUMENTS
from pipeline.sources.reading import read as read_paper

SURE = 0.55
SAMPLE = Corpus("sample", ROOT)
PARAMS = stage_main.Params(min_score=SURE, streets=True, offices=True, style="nummern")

MINUTES = """Protokoll der Arbeitsgruppe Wohnen
Anwesend: Frau Deterding (VHS), Herr Popescu (Jobcenter), Ilse Hartkopf, Dr. Levke Ahrndt, Polizei
Moderation: Sommer
Deterding gibt zu bedenken, dass im Sommer die Räume fehlen.
Popescus Vorschlag: ein Kalender. Das DETERDING-Papier liegt vor.
Sommer fragt nach den Kosten. Frau Sommer übernimmt das Gespräch mit der Gemeinde.
Rückfragen an l.ahrndt@kreis-musterau.example oder 04952 8877-31."""
NOTES = """Notizen vom zweiten Treffen
Frau Deterdíng und Ilse haben die Liste. Levke Ahrnt fehlt.
Ahrndt: Wir brauchen einen Raum.
Im Sommer ist die Bücherei zu."""


def reading(name: str, text: str) -> Reading:
    blocks, start = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    return Reading(name, "", "test", text, tuple(block for block in blocks if block.end > block.start))


def run(*readings: Reading, known: Key | None = None, decisions: Decisions | None = None) -> Outcome:
    rules = Rules(SURE, decisions or Decisions({}, frozenset()))
    return pseudonymise(readings, judge_of(readings, lexicon.load()), known or Key(), rules)


def masked(outcome: Outcome) -> dict[str, str]:
    return {result.document: result.masked.text for result in outcome.results}


@pytest.mark.parametrize("case", CASES)
def test_what_is_marked_goes_and_nothing_else(case: str) -> None:
    expected = re.sub(r"‹[^›]*›", "‹›", case)
    text = re.sub(r"[‹›]", "", case)
    result = run(Reading("a.txt", "", "test", text, (Block("paragraph", 0, len(text)),))).results[0]
    assert mask(text, [Swap(s.start, s.end, s.original, "‹›") for s in result.masked.swaps]).text == expected


def test_there_are_enough_cases_of_another_district() -> None:
    assert len(CASES) >= 80


def test_one_hit_replaces_every_spelling_and_inflection() -> None:
    texts = masked(run(reading("1.txt", MINUTES), reading("2.txt", NOTES)))
    for name in (
        "Deterding",
        "DETERDING",
        "Deterdíng",
        "Popescu",
        "Hartkopf",
        "Ahrndt",
        "Ahrnt",
        "Levke",
        "Ilse",
        "8877",
    ):
        assert name not in texts["1.txt"] + texts["2.txt"]
    deterding = re.search(r"Frau (\[Person_\d+\]) \(VHS\)", texts["1.txt"])
    assert deterding
    assert f"{deterding[1]} gibt zu bedenken" in texts["1.txt"]
    assert f"Das {deterding[1]}-Papier" in texts["1.txt"]
    assert f"Frau {deterding[1]} und" in texts["2.txt"]
    assert re.search(r"\[Person_\d+\]s Vorschlag", texts["1.txt"])


def test_a_name_that_is_a_word_goes_only_where_somebody_is_meant() -> None:
    texts = masked(run(reading("1.txt", MINUTES), reading("2.txt", NOTES)))
    assert "im Sommer die Räume" in texts["1.txt"]
    assert "Im Sommer ist die Bücherei" in texts["2.txt"]
    assert not re.search(r"Sommer fragt|Frau Sommer|Moderation: Sommer", texts["1.txt"])


def test_first_name_and_surname_are_one_person() -> None:
    texts = masked(run(reading("1.txt", MINUTES), reading("2.txt", NOTES)))
    ahrndt = re.search(r"Dr\. (\[Person_\d+\])", texts["1.txt"])
    assert ahrndt
    assert f"{ahrndt[1]}: Wir brauchen" in texts["2.txt"]


def test_two_of_one_surname_stay_two_and_the_surname_alone_is_not_guessed() -> None:
    text = masked(run(reading("a", "Anwesend: Heike Drewes, Uwe Drewes\nDrewes fragt nach.")))["a"]
    assert len(set(re.findall(r"\[Person_\d+\]", text))) == 3


def test_known_names_keep_their_numbers_and_new_ones_get_the_next() -> None:
    known = Key()
    before = masked(run(reading("2.txt", NOTES), known=known))["2.txt"]
    after = masked(run(reading("1.txt", "Anwesend: Gesa Quellhorst"), reading("2.txt", NOTES), known=known))
    assert after["2.txt"] == before
    highest = max(map(int, re.findall(r"Person_(\d+)", before)))
    assert after["1.txt"] == f"Anwesend: [Person_{highest + 1}]"


def test_the_order_of_papers_does_not_matter() -> None:
    one, two = reading("1.txt", MINUTES), reading("2.txt", NOTES)
    assert masked(run(one, two)) == masked(run(two, one))


def test_speakers_headings_and_columns_are_replaced_as_well() -> None:
    text = "Bericht von Frau Deterding\nJa, genau."
    blocks = (
        Block("heading", 0, 26, level=1),
        Block(
            "turn",
            27,
            37,
            heading_path="Bericht von Frau Deterding",
            speaker="Frau Deterding",
            column="Idee von Ilse Hartkopf",
        ),
    )
    heading, turn = run(Reading("a", "", "", text, blocks)).results[0].blocks
    assert turn.heading_path == "Bericht von Frau [Person_1]"
    assert turn.speaker == "Frau [Person_1]"
    assert turn.column == "Idee von [Person_2]"
    assert heading.end == len("Bericht von Frau [Person_1]")


def test_a_first_name_that_a_speaker_bears_goes_from_label_and_text() -> None:
    text = "18:40 - Heidi (Kleiderkammer): Keiner folgt nach."
    turn = Block("turn", text.index("Keiner"), len(text), speaker="Heidi (Kleiderkammer)")
    result = run(Reading("a", "", "", text, (turn,))).results[0]
    assert "Heidi" not in result.masked.text
    assert result.blocks[0].speaker == "[Person_1] (Kleiderkammer)"


def test_a_number_that_stands_for_a_speaker_goes_like_a_name() -> None:
    text = "18:21 - +49 151 23456789: Der Bus fährt nie."
    turn = Block("turn", text.index("Der"), len(text), speaker="+49 151 23456789")
    result = run(Reading("a", "", "", text, (turn,))).results[0]
    assert "23456789" not in result.masked.text + result.blocks[0].speaker


@pytest.mark.parametrize(
    "label", ["I", "B", "B2", "S01", "Interviewerin", "Moderation", "TN 3", "SPEAKER_00", "Befragte"]
)
def test_speaker_codes_stay(label: str) -> None:
    result = run(Reading("a", "", "", "Ja.", (Block("turn", 0, 3, speaker=label),))).results[0]
    assert result.blocks[0].speaker == label


words = st.sampled_from(
    [
        "Frau",
        "Herr",
        "Dr.",
        "Deterding",
        "Popescu",
        "Ilse",
        "Sommer",
        "im",
        "Bus",
        "fehlt,",
        "sagt:",
        "Yılmaz'",
        "Kovačević",
        "„Wohnen“",
        "[Person_1]",
        "\n",
        "a@b.example",
        "04952",
        "8877-31",
        "😀",
        "ß",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=30).map(" ".join))
def test_resolving_gives_back_the_paper_byte_for_byte(text: str) -> None:
    result = run(Reading("a", "", "", text, (Block("paragraph", 0, len(text)),))).results[0]
    assert resolve(result.masked.text, result.masked.spans()).encode() == text.encode()


@settings(max_examples=150, deadline=None)
@example(["04952 04952", "04952", "04952"])  # a known number that another block goes on with
@given(
    st.lists(st.lists(words, min_size=1, max_size=8).map(lambda w: " ".join(w).strip() or "x"), min_size=1, max_size=6)
)
def test_blocks_move_with_the_text(lines: list[str]) -> None:
    lines = [" ".join(line.split()) for line in lines]
    paper = reading("a", "\n".join(lines))
    result = run(paper).results[0]
    parts = [result.masked.text[block.start : block.end] for block in result.blocks]
    assert "\n".join(parts) == result.masked.text
    for block, part in zip(paper.blocks, parts, strict=True):
        swaps = [swap for swap in result.masked.swaps if block.start <= swap.start < block.end]
        moved = [Swap(s.start - block.start, s.end - block.start, s.original, s.label) for s in swaps]
        assert mask(paper.slice(block), moved).text == part


def test_decisions_hold_whatever_the_machine_thinks() -> None:
    text = "Die Idee stammt aus dem Kreis um Wubbena. Malte ist ein Bagger. Treff: Haus Sonnenhügel."
    before = masked(run(reading("a", text)))["a"]
    assert "Wubbena" in before
    assert "Malte" not in before
    decided = Decisions({"Wubbena": "person", "Haus Sonnenhügel": "organisation"}, frozenset({"malte"}))
    after = masked(run(reading("a", text), decisions=decided))["a"]
    assert after == "Die Idee stammt aus dem Kreis um [Person_1]. Malte ist ein Bagger. Treff: [Einrichtung_1]."


def aliased(*readings: Reading, known: Key) -> dict[str, str]:
    return masked(pseudonymise(readings, judge_of(readings, lexicon.load()), known, Rules(SURE, by_name=True)))


def test_names_of_the_same_area_can_stand_instead_of_numbers() -> None:
    known = Key()
    text = (
        "Anwesend: Frau Ayşe Yıldırım, Herr Popescu\nYıldırıms Vorschlag gilt. AYŞE YILDIRIM dankt. Herr Popescu geht."
    )
    shown = aliased(reading("a", text), known=known)["a"]
    first, last = known.aliases["[Person_1]"]
    assert shown.startswith(f"Anwesend: Frau {first} {last}, Herr ")
    assert f"{first} {last}".upper() in shown
    assert re.search(rf"\n{last}(?:s|') Vorschlag", shown)
    assert aliases.section_of("first_names.txt", first) == aliases.section_of("first_names.txt", "Ayşe")
    assert aliases.section_of("surnames.txt", last) == aliases.section_of("surnames.txt", "Yıldırım")
    assert not re.search("Ay.e|Y.ld.r.m|Popescu", shown, re.IGNORECASE)


def test_aliases_stay_over_papers_and_rounds_and_are_nobody_in_the_papers() -> None:
    known = Key()
    one, two = reading("1.txt", MINUTES), reading("2.txt", NOTES)
    before = aliased(one, known=known)
    given = {label: list(names) for label, names in known.aliases.items()}
    again = Key.from_bytes(known.to_bytes())
    assert aliased(two, one, known=again)["1.txt"] == before["1.txt"]
    assert {label: again.aliases[label] for label in given} == given
    shown = {fold(name) for names in again.aliases.values() for name in names}
    assert len(shown) == 2 * len(again.aliases)
    assert not shown & aliases.words([MINUTES, NOTES])
    somebody = given["[Person_1]"][1]
    later = aliased(one, reading("3.txt", f"Anwesend: Frau {somebody}"), known=again)
    assert again.aliases["[Person_1]"][1] != somebody
    assert somebody not in later["1.txt"] + later["3.txt"]


def test_behind_aliases_the_paper_comes_back_byte_for_byte() -> None:
    for paper in (reading("1.txt", MINUTES), reading("2.txt", NOTES)):
        rules = Rules(SURE, by_name=True)
        result = pseudonymise([paper], judge_of([paper], lexicon.load()), Key(), rules).results[0]
        assert "[Person_" not in result.masked.text
        assert resolve(result.masked.text, result.masked.spans()) == paper.text


# ---------------------------------------------------------------- a corpus on disk


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(key.PASSPHRASE, "nur für den Test")
    made = Corpus("probe", tmp_path)
    hand_in(made, {"1.txt": MINUTES, "2.txt": NOTES})
    made.codebook.write_bytes(SAMPLE.codebook.read_bytes())
    return made


def hand_in(corpus: Corpus, papers: dict[str, str]) -> None:
    corpus.documents.mkdir(parents=True, exist_ok=True)
    corpus.review.mkdir(parents=True, exist_ok=True)
    records = []
    for name, text in papers.items():
        paper = text.encode()
        (corpus.documents / name).write_bytes(paper)
        readings_of(corpus).seal(paper, reading(name, text).to_bytes())
        records.append({"document": name, "publish": "quote", "status": "ok"})
    DOCUMENTS.write(rows(DOCUMENTS, records), corpus)


def test_the_stage_writes_texts_blocks_key_and_checklist(corpus: Corpus) -> None:
    said = stage_main.main(corpus, PARAMS)
    assert said.startswith("2 Dokumente, ")
    blocks = BLOCKS.read(corpus)
    for row in blocks.to_dict("records"):
        assert corpus.text(row["document"])[row["start"] : row["end"]].strip()
    for path in (key.path(corpus), corpus.confidential / checklist.FILE):
        assert path.stat().st_mode & 0o077 == 0
    assert corpus.confidential.stat().st_mode & 0o077 == 0
    assert b"Deterding" not in key.path(corpus).read_bytes()
    assert "Deterding" not in said
    needles = leaks.unsealed(corpus)
    assert needles is not None
    assert needles.hits("Das sagte Deterdings Kollegin.")["person"] == 1
    assert not needles.hits("Im Sommer und Sommers Zeit")
    assert needles.hits("Frau Sommer")["person"] == 1


def test_the_same_papers_give_the_same_bytes(corpus: Corpus) -> None:
    def bytes_of() -> dict[str, bytes]:
        return {
            path.relative_to(corpus.root).as_posix(): path.read_bytes()
            for path in sorted(corpus.root.rglob("*"))
            if path.is_file()
        }

    stage_main.main(corpus, PARAMS)
    first = bytes_of()
    stage_main.main(corpus, PARAMS)
    assert bytes_of() == first
    key.path(corpus).unlink()
    stage_main.main(corpus, PARAMS)
    assert bytes_of() == first


def test_the_stage_needs_no_network(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert stage_main.main(corpus, PARAMS)


def test_a_file_named_after_somebody_is_a_fault_that_does_not_say_the_name(corpus: Corpus) -> None:
    hand_in(corpus, {"1.txt": MINUTES, "gespraech_deterding.txt": "Ja."})
    with pytest.raises(Repairable) as fault:
        stage_main.main(corpus, PARAMS)
    assert "2. Datei" in str(fault.value)
    assert "eterding" not in str(fault.value)
    assert not corpus.texts.exists()


def test_what_a_person_decides_in_the_checklist_holds(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    (corpus.review / "namen.csv").write_text(
        "name;accepted;kind;why\nPopescu;nein;;steht im Impressum\nBücherei;ja;Einrichtung;\n", encoding="utf-8"
    )
    stage_main.main(corpus, PARAMS)
    assert "Herr Popescu" in corpus.text("1.txt")
    assert "[Einrichtung_1]" in corpus.text("2.txt")


def test_the_checklist_can_be_handed_back_as_it_is(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    sheet = (corpus.confidential / checklist.FILE).read_text(encoding="utf-8-sig")
    found = list(csv.DictReader(io.StringIO(sheet), delimiter=";"))
    assert list(found[0]) == list(checklist.COLUMNS)
    (corpus.review / "namen.csv").write_text(sheet.replace(";;", ";ja;", 1), encoding="utf-8")
    assert stage_main.main(corpus, PARAMS)


def test_resolve_tells_who_and_gives_the_paper_back(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    label = re.search(r"Frau (\[Person_\d+\]) \(VHS\)", corpus.text("1.txt"))
    assert label
    assert "Deterding" in commands.obey(corpus, ["resolve", label[1]], confirmed=True).split("\n")
    assert commands.obey(corpus, ["resolve", "2.txt"], confirmed=True) == NOTES
    log = (corpus.confidential / commands.LOG).read_text(encoding="utf-8")
    assert "resolve" in log
    assert "Deterding" not in log


def test_the_commands_work_as_they_are_typed_and_print_a_paper_byte_for_byte(corpus: Corpus) -> None:
    """In a checkout of its own: a process per command, as README says it."""
    (corpus.root / "params.yaml").write_text("corpus: probe\nengine: local\nscheduler: ''\n", encoding="utf-8")
    stage_main.main(corpus, PARAMS)
    (corpus.root / ".cache").mkdir()
    (corpus.root / ".cache/memo.bin").write_bytes(b"Deterding")

    def typed(*words_: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "pipeline.pseudonyms", *words_]
        return subprocess.run(
            command, cwd=corpus.root, capture_output=True, stdin=subprocess.DEVNULL, check=False,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    assert typed("resolve", "2.txt", commands.YES).stdout == NOTES.encode()
    asked = typed("resolve", "2.txt")
    assert asked.returncode == FAULT
    assert b"best\xc3\xa4tigt" in asked.stderr
    label = re.search(r"Frau (\[Person_\d+\]) \(VHS\)", corpus.text("1.txt"))
    assert label
    assert "Deterding" in typed("resolve", label[1].strip("[]"), commands.YES).stdout.decode().splitlines()
    assert typed("forget-person", label[1], commands.YES).returncode == 0
    assert not (corpus.root / ".cache").exists()
    assert [path for path in corpus.confidential.rglob("*.sealed") if path.parent != corpus.confidential] == []
    assert typed("resolve", "2.txt", commands.YES).returncode == FAULT
    assert typed("forget-document", "1.txt", commands.YES).returncode == 0
    assert typed("forget-key", commands.YES).returncode == 0
    assert typed("forget-key", commands.YES).returncode == FAULT
    assert typed("gibt-es-nicht").returncode == FAULT
    log = (corpus.confidential / commands.LOG).read_text(encoding="utf-8").splitlines()
    done = ["resolve", "resolve", "forget-person", "forget-document", "forget-key"]
    assert [line.split(" UTC ")[1].split(":")[0] for line in log] == done
    assert not re.search("deterding|1\\.txt|Person_", "\n".join(log), re.IGNORECASE)


def test_an_alias_is_resolved_and_forgotten_like_a_number(corpus: Corpus) -> None:
    said = stage_main.main(corpus, PARAMS.model_copy(update={"style": "namen"}))
    assert said.startswith("2 Dokumente, ")
    label, names = next(
        (label, names)
        for label, names in key.load(corpus).aliases.items()
        if "Deterding" in key.load(corpus).forms[label]
    )
    assert label not in corpus.text("1.txt")
    assert names[1] in corpus.text("1.txt")
    assert "Deterding" in commands.obey(corpus, ["resolve", names[1]], confirmed=True)
    assert commands.obey(corpus, ["resolve", "2.txt"], confirmed=True) == NOTES
    commands.obey(corpus, ["forget-person", names[1]], confirmed=True)
    assert label not in key.load(corpus).aliases


def test_nothing_happens_unless_it_is_confirmed(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    before = key.path(corpus).read_bytes()
    for words_ in (
        ["forget-key"],
        ["forget-person", "[Person_1]"],
        ["forget-document", "1.txt"],
        ["resolve", "[Person_1]"],
    ):
        with pytest.raises(Repairable, match="nicht bestätigt"):
            commands.obey(corpus, words_, confirmed=False)
    assert key.path(corpus).read_bytes() == before


def test_forgetting_the_key_leaves_nothing_that_names_anybody(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    commands.obey(corpus, ["forget-key"], confirmed=True)
    left = [path for path in corpus.confidential.rglob("*") if path.is_file() and path.parent.name != "readings"]
    assert [path.name for path in left] == [commands.LOG]


def test_forgetting_a_person_deletes_what_was_derived_and_gives_the_number_to_nobody(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    corpus.reports.mkdir(parents=True)
    (corpus.reports / "index.html").write_text("x", encoding="utf-8")
    highest = max(key.load(corpus).numbers["person"].values())
    label = re.search(r"Frau (\[Person_\d+\]) \(VHS\)", corpus.text("1.txt"))
    assert label
    said = commands.obey(corpus, ["forget-person", label[1]], confirmed=True)
    assert "Deterding" not in said
    assert not corpus.processed.exists()
    assert not corpus.reports.exists()
    known = key.load(corpus)
    assert label[1] not in known.forms
    assert "deterding" not in known.to_bytes().decode().casefold().replace("deterdings", "")
    assert known.number("person", "neu|") == highest + 1


def test_forgetting_a_document_takes_it_out_of_key_and_readings(corpus: Corpus) -> None:
    stage_main.main(corpus, PARAMS)
    commands.obey(corpus, ["forget-document", "2.txt"], confirmed=True)
    assert set(key.load(corpus).documents) == {"1.txt"}
    assert readings_of(corpus).open(NOTES.encode()) is None
    assert not corpus.processed.exists()


def test_a_key_of_another_machine_is_a_fault_with_a_way_out(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    stage_main.main(corpus, PARAMS)
    monkeypatch.setenv(key.PASSPHRASE, "ein anderes")
    with pytest.raises(key.KeyFault, match="LEITLINIEN_PASSWORT"):
        key.load(corpus)


def test_without_a_passphrase_the_secret_lies_outside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(key.PASSPHRASE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "einstellungen"))
    assert key.secret(tmp_path / "x") == key.secret(tmp_path / "x")
    place = tmp_path / "einstellungen" / key.SECRET
    assert place.stat().st_mode & 0o077 == 0


def test_without_a_home_the_secret_lies_beside_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "datei").write_text("x", encoding="utf-8")
    monkeypatch.delenv(key.PASSPHRASE, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "datei"))
    assert len(key.secret(tmp_path / "vertraulich")) == key.LENGTH
    assert (tmp_path / "vertraulich" / "geheimnis").stat().st_mode & 0o077 == 0


# ---------------------------------------------------------------- the sample: nothing was tuned to its names


@pytest.fixture(scope="module")
def sample() -> tuple[list[Reading], pd.DataFrame]:
    papers = [read_paper(path) for path in sorted(SAMPLE.documents.iterdir())]
    return papers, labelled.read(SAMPLE, "personal_data")


def figures(outcome: Outcome, gold: pd.DataFrame) -> dict[str, float]:
    found = [
        {"document": result.document, "kind": find.kind, "text": swap.original}
        for result in outcome.results
        for find, swap in zip(result.finds, result.masked.swaps, strict=True)
    ]
    return privacy.privacy(gold, pd.DataFrame(found), masked(outcome))


def test_the_sample_without_help(sample: tuple[list[Reading], pd.DataFrame]) -> None:
    reached = figures(run(*sample[0]), sample[1])
    assert reached["privacy.recall"] >= 0.98
    assert reached["privacy.precision"] >= 0.85


def test_one_pass_of_sixty_decisions_leaves_nobody_named(sample: tuple[list[Reading], pd.DataFrame]) -> None:
    papers, gold = sample
    first = run(*papers)
    texts, marked = masked(first), {privacy.normal(text) for text in gold["text"]}
    missed = [row for row in gold.to_dict("records") if privacy.stands(row["text"], texts[row["file"]])]
    added = {row["text"]: row["kind"] for row in missed}
    listed = checklist.rows(first, Decisions({}, frozenset()))[: 60 - len(added)]
    right = [
        any(privacy.normal(row.name) in text or text in privacy.normal(row.name) for text in marked) for row in listed
    ]
    refused = frozenset(
        key_
        for row, good in zip(listed, right, strict=True)
        if row.replaced and not good
        for key_ in [privacy.normal(row.name)]
    )
    assert len(added) + len(listed) <= 60
    second = figures(run(*papers, decisions=Decisions(added, refused)), gold)
    assert second["privacy.recall"] == 1.0
    assert second["privacy.precision"] >= figures(first, gold)["privacy.precision"]
