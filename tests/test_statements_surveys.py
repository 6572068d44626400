"""Surveys and interviews from the file to the statement: the question is context, the label is none of the words."""

from __future__ import annotations

import pytest
from documents import read as opened
from documents import xlsx

from pipeline.shared.reading import Reading
from pipeline.statements.document import read
from pipeline.statements.ledger import Span
from pipeline.statements.reading import Setting, Unit
from pipeline.statements.structure import Block


def stated(reading: Reading, kind: str = "umfrage") -> tuple[list[Unit], list[Span]]:
    blocks = [
        Block(i, b.kind, b.start, b.end, b.heading_path, b.column, b.row, b.table, b.level, b.speaker, b.votes)
        for i, b in enumerate(reading.blocks)
    ]
    return read(reading.text, blocks, Setting(kind))


def answers(reading: Reading) -> list[tuple[str, str]]:
    """Return the statements of a survey as question and wording."""
    units, spans = stated(reading)
    said = {reading.text[span.start : span.end].strip() for span in spans if span.category == "question"}
    assert {unit.question for unit in units} <= {*said, ""}
    return [(unit.question, reading.text[unit.start : unit.end]) for unit in units]


@pytest.mark.parametrize("title", ["Frage", "Leitfrage", "Fragestellung", "Question", "Fragetext"])
def test_a_column_of_questions_is_the_context_of_the_answers(title: str) -> None:
    table = f"ID;{title};Antwort\n1;Was fehlt?;Deutschkurs mit Kinderbetreuung\n2;Was läuft?;Rufbus am Abend\n"
    expected = [("Was fehlt?", "Deutschkurs mit Kinderbetreuung"), ("Was läuft?", "Rufbus am Abend")]
    assert answers(opened(table.encode(), "a.csv")) == expected


def test_what_is_missing_is_a_problem_whatever_the_wording() -> None:
    units, spans = stated(opened(b"ID;Frage;Antwort\n1;Was fehlt?;Deutschkurs mit Kinderbetreuung\n", "a.csv"))
    assert [(unit.expected, unit.flags, unit.column) for unit in units] == [("problem", (), "Was fehlt?")]
    assert sum(span.category == "metadata" for span in spans) == 1


def test_short_answers_to_a_question_for_ideas_count_and_those_to_a_choice_do_not() -> None:
    titles = ["Wo wohnen Sie?", "Was fehlt Ihnen am meisten?", "Haben Sie eine Idee für den Landkreis?"]
    rows = [["Weidach", "Bus nach 19 Uhr", "mehr Busse"], ["Kernstadt", "Ein Hausarzt", "Begegnungscafé am Sonntag"]]
    reading = opened(xlsx({"Tabelle1": [titles, *rows]}), "a.xlsx")
    assert [words for _, words in answers(reading)] == [words for row in rows for words in row[1:]]


@pytest.mark.parametrize("title", ["Item", "Impuls", "Runde"])
def test_questions_that_come_back_need_no_title(title: str) -> None:
    rows = [["Was stört Sie im Dorf?", "Kein Bus nach 18 Uhr"], ["Was stört Sie im Dorf?", "Das Amt hat zu"]]
    rows += [["Was läuft gut?", "Der Sportverein nimmt alle auf"], ["Was läuft gut?", "Die Bücherei am Sonntag"]]
    reading = opened(xlsx({"Tabelle1": [[title, "Freitext"], *rows]}), "a.xlsx")
    assert answers(reading) == [(question, words) for question, words in rows]


def test_a_question_goes_on_where_its_cell_was_written_once() -> None:
    rows: list[list[str | None]] = [
        ["Frage", "Antwort"],
        ["Was stört Sie?", "Der Lärm am Markt"],
        [None, "Die Wege ohne Licht"],
    ]
    reading = opened(xlsx({"Tabelle1": rows}), "a.xlsx")
    assert [question for question, _ in answers(reading)] == ["Was stört Sie?"] * 2


def test_a_column_that_names_a_type_keeps_its_title() -> None:
    table = "Frage;Problem;Ziel\nWie kommen wir an?;Der Bus fährt nie;Alle kommen an\n"
    units, _ = stated(opened(table.encode(), "a.csv"), "protokoll")
    assert [(unit.column, unit.question) for unit in units] == [
        ("Problem", "Wie kommen wir an?"),
        ("Ziel", "Wie kommen wir an?"),
    ]


def test_open_questions_that_people_noted_stay_statements() -> None:
    reading = opened("Offene Fragen;Wer?\nWer haftet bei Unfällen?;Kreis\nWer zahlt?;Kreis\n".encode(), "a.csv")
    assert [words for _, words in answers(reading)] == ["Wer haftet bei Unfällen?", "Wer zahlt?"]


def test_numbers_and_times_of_a_form_are_metadata() -> None:
    table = "Teilnehmer-ID;Fragestellung;Freitext;Zeitstempel\n7;Was stört Sie?;Die Wartezeit im Amt;2024-01-03\n"
    units, _ = stated(opened(table.encode(), "a.csv"))
    assert [(unit.due, unit.expected) for unit in units] == [("", "problem")]


LABELS = [
    ("Moderatorin", "Gast 1"), ("Interviewerin", "Befragte/r"), ("Interviewer:in", "Teilnehmer 2"),
    ("Moderator", "Teilnehmer:in 3"), ("Frau Sommer", "Bewohner 4"), ("Moderation", "Person A"),
    ("Mod. (1)", "TN 2"), ("Gesprächsleitung", "Jugendliche (w) 3"),
]  # fmt: skip


@pytest.mark.parametrize(("asks", "answers_"), LABELS)
@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_labels_of_more_than_a_word_are_no_part_of_the_statement(asks: str, answers_: str, break_: str) -> None:
    lines = [
        f"{asks}: Was fehlt im Ort? [00:00:12]",
        f"{answers_}: Die Teilnehmer:innen warten ein Jahr auf den Kurs. [00:01:12]",
        f"{asks}: Und was läuft gut? [00:02:12]",
        f"{answers_}: Das Ziel: jeder findet eine Patin, das klappt hier gut. [00:03:12]",
        f"{asks}: Wer müsste helfen? [00:04:12]",
        f"{answers_}: Der Landkreis müsste die Räume im alten Rathaus öffnen. [00:05:12]",
    ]
    reading = opened(break_.join(lines).encode(), "a.txt")
    units, spans = stated(reading, "interview")
    assert [reading.text[unit.start : unit.end] for unit in units] == [
        "Die Teilnehmer:innen warten ein Jahr auf den Kurs.",
        "Das Ziel: jeder findet eine Patin, das klappt hier gut.",
        "Der Landkreis müsste die Räume im alten Rathaus öffnen.",
    ]
    assert {unit.voice.speaker for unit in units} == {answers_}
    assert sum(span.category == "question" for span in spans) == 3
    assert {span.category for span in spans} == {"question", "statement", "metadata"}


@pytest.mark.parametrize("word", ["Ziel", "Maßnahme", "Tisch", "Gruppe", "Station", "Handlungsfeld", "Idee"])
def test_numbered_words_of_the_workshop_are_no_speakers(word: str) -> None:
    lines = [f"{word} {number}: Die Busse fahren bis {20 + number} Uhr in alle Dörfer." for number in (1, 2)] * 4
    assert not any(block.kind == "turn" for block in opened("\n".join(lines).encode(), "a.txt").blocks)


def test_a_due_date_in_a_cell_keeps_its_number() -> None:
    table = "Maßnahme;Zuständig;Bis wann\nRufbus einrichten;Kreis;1. Hj. 2024\nLotsen schulen;VHS;2. Hj. 2024\n"
    units, _ = stated(opened(table.encode(), "a.csv"), "protokoll")
    assert [unit.due for unit in units] == ["1. Hj. 2024", "2. Hj. 2024"]


def test_what_people_propose_or_like_is_announced_by_the_question() -> None:
    table = "Frage;Antwort\nWas schlagen Sie vor?;Wegweiser im Rathaus\nWas gefällt Ihnen?;Der Markt am Freitag\n"
    units, _ = stated(opened(table.encode(), "a.csv"))
    assert [unit.expected for unit in units] == ["massnahme", "angebot"]


def test_what_comes_back_beside_the_questions_is_no_answer() -> None:
    title = "ID;Sprache;Was fehlt Ihnen im Ort?;Was hat Ihnen geholfen?;5. Ich bin ...;Mein Stadtteil"
    rows = ["1;uk;Bus;Die Lotsin;Fachkraft;Mitte", "2;de;Bus;Der Chor;zugewandert;Moorende"]
    rows += ["3;uk;Bus;Die Tafel;zugewandert;Mitte", "4;de;Bus;Die Tafel;Fachkraft;Moorende"]
    reading = opened("\n".join([title, *rows]).encode(), "a.csv")
    units, spans = stated(reading)
    said = [reading.text[unit.start : unit.end] for unit in units]
    assert sorted(said) == sorted(["Bus"] * 4 + ["Die Lotsin", "Der Chor", "Die Tafel", "Die Tafel"])
    assert sum(span.reason == "Kurze Antwort auf eine geschlossene Frage" for span in spans) == 12


@pytest.mark.parametrize("head", ["Stadt Auental - FD 50 Soziales", "Landkreis Auental, Fachdienst Integration"])
def test_who_wrote_the_paper_is_no_statement(head: str) -> None:
    paper = f"{head}\nMitschrift\n\nanw.: Frau Klee, Herr Ohm\n\nProbleme\n\n- Kein Bus am Abend\n- Die Kita ist voll\n"
    reading = opened(paper.encode(), "m.txt")
    units, _ = stated(reading, "protokoll")
    assert [reading.text[unit.start : unit.end] for unit in units] == ["Kein Bus am Abend", "Die Kita ist voll"]


def test_a_column_of_numbers_is_known_by_its_short_title() -> None:
    rows = [["Nr.", "Ergebnis", "wer / bis wann"], ["1.1", "Die VHS öffnet samstags.", "VHS / 2025"]]
    rows += [["1.2", "Es fehlt ein Kinderarzt.", "offen"], ["1.3", "Lotsen besuchen Familien.", "Kreis / Herbst"]]
    reading = opened(xlsx({"Ergebnisse": rows}), "e.xlsx")
    units, _ = stated(reading, "protokoll")
    assert [reading.text[unit.start : unit.end] for unit in units] == [row[1] for row in rows[1:]]
    assert ["VHS" in unit.responsible for unit in units] == [True, False, False]


def test_signs_of_a_list_say_what_is_meant_where_several_kinds_stand() -> None:
    units, _ = stated(
        opened("Gruppe A:\n+ Treff am Markt\n- Führungszeugnis\n! Dank-Abend\n? Fahrtkosten zahlen\n".encode()),
        "protokoll",
    )
    assert [unit.expected for unit in units] == ["angebot", "problem", "massnahme", ""]


@pytest.mark.parametrize("signs", ["---", "+++", "+•-"])
def test_signs_of_one_kind_or_beside_bullets_say_nothing(signs: str) -> None:
    text = "Gruppe A:\n" + "".join(
        f"{sign} Treff am {place}\n" for sign, place in zip(signs, ("Markt", "Tor", "See"), strict=True)
    )
    units, _ = stated(opened(text.encode()), "protokoll")
    assert {unit.expected for unit in units} == {""}


def test_the_name_of_a_meeting_above_its_date_is_a_title() -> None:
    units, spans = stated(
        opened(b"Forum Engagement\nMittwoch, 12. Juni 2024, Rathaus\n\nBusse fahren zu selten.\n"), "protokoll"
    )
    assert len(units) == 1
    assert [span.category for span in spans if span.category in ("heading", "metadata")][:2] == ["heading", "metadata"]
