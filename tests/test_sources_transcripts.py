# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Interviews: speakers and times in every convention, and no speaker where there is none."""

from __future__ import annotations

import pytest
from documents import docx, p, read, run, tbl, told

from pipeline.shared.reading import Reading


def spoken(text: str) -> list[tuple[str, str, str]]:
    """Return the turns of a text as speaker, time and words."""
    return said(read(text.encode()))


def said(reading: Reading) -> list[tuple[str, str, str]]:
    return [(b.speaker, b.time, reading.slice(b)) for b in reading.blocks if b.kind == "turn"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I", "B"), ("I", "B1"), ("F", "A"), ("INT", "IP"), ("S00", "S01"), ("Interviewer", "Befragte"),
        ("Interviewerin", "Befragter 1"), ("Sprecher 1", "Sprecher 2"), ("Speaker 1", "Speaker 2"), ("Anna Meyer", "Ben Koch"),
        ("Frau Meyer", "Herr Koch"), ("Dr. Meyer", "Koch"), ("Meyer, Anna", "Koch, Ben (VHS)"), ("Frage", "Antwort"),
        ("Moderatorin", "Person 1"), ("M. Meyer", "O’Neill"),
    ],
)  # fmt: skip
def test_every_convention_of_labels_gives_speakers(first: str, second: str) -> None:
    lines = [
        f"{first}: Wie läuft es?",
        f"{second}: Gut.",
        f"{first}: Was fehlt?",
        f"{second}: Kurse.",
        f"{first}: Danke.",
        f"{second}: Gern.",
    ]
    assert [speaker for speaker, _, _ in spoken("\n".join(lines))] == [first, second] * 3


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("[00:01:23] B: Ja, genau.", ("B", "00:01:23", "Ja, genau.")),
        ("B: [00:01:23] Ja, genau.", ("B", "00:01:23", "Ja, genau.")),
        ("#00:01:23-4# B: Ja, genau.", ("B", "00:01:23", "Ja, genau.")),
        ("B: Ja, genau. #00:01:29-4#", ("B", "00:00:20", "Ja, genau.")),  # begins when the turn before it ended
        ("(01:23) B: Ja, genau.", ("B", "00:01:23", "Ja, genau.")),
        ("B: Ja, (..) genau. (lacht)", ("B", "", "Ja, (..) genau. (lacht)")),
        ("B: Ja, (unv., Lärm) genau.", ("B", "", "Ja, (unv., Lärm) genau.")),
        ("B: Ja, //mhm// ge/ genau.", ("B", "", "Ja, //mhm// ge/ genau.")),
        ("B: Die Teilnehmer:innen kommen.", ("B", "", "Die Teilnehmer:innen kommen.")),
        ("B: Das Ziel: mehr Kurse.", ("B", "", "Das Ziel: mehr Kurse.")),
        ("B: Mitten #00:01:23-4# im Satz.", ("B", "", "Mitten im Satz.")),
        ("B: Um 14:30 Uhr (4) kam er.", ("B", "", "Um 14:30 Uhr (4) kam er.")),
    ],
)
def test_time_marks_and_signs(line: str, expected: tuple[str, str, str]) -> None:
    assert expected in spoken(f"I: Und? #00:00:20-0#\n{line}\nI: Aha.\nB: Ja.\n")


@pytest.mark.parametrize(
    "text",
    [
        "Ziel: Alle lernen.\nMaßnahme: Kurse.\nZiel: Arbeit.\nMaßnahme: Messe.\nZiel: Haus.\nMaßnahme: Bau.",
        "Teilnehmer:innen fehlen.\nBürger:innen auch.\nTeilnehmer:innen kommen.\nBürger:innen gehen.",
        "Datum: 3.4.\nOrt: Rathaus\nModeration: X\nProtokoll: Y\nDatum: 4.4.\nOrt: VHS\nModeration: Z",
        "VHS: Kurse sind voll.\nDie Wartezeit sinkt.\nDas hilft allen sehr.\nVHS: Honorar zu niedrig.\nMehr davon.",
        "Wir haben um 14:30 Uhr begonnen.\nUm 15:00 Uhr war Pause.\nUm 16:00 Uhr Schluss.",
        "Problem: Bus\nIdee: Rufbus\nProblem: Kita\nIdee: Bau\nProblem: Arzt\nIdee: Praxis",
    ],
)
def test_minutes_are_no_transcript(text: str) -> None:
    assert spoken(text) == []


def test_a_paragraph_without_label_continues_the_turn() -> None:
    text = "I: Und?\nB: Erster Absatz.\n\nZweiter Absatz.\nI: Aha.\nB: Ja.\n"
    assert ("B", "", "Erster Absatz.\nZweiter Absatz.") in spoken(text)


def test_two_time_marks_make_two_turns_of_one_speaker() -> None:
    text = "I: Und? #00:00:01-0#\nB: Eins. #00:00:02-0# Zwei. #00:00:03-0#\nI: Aha. #00:00:04-0#\n"
    assert spoken(text)[1:3] == [("B", "00:00:01", "Eins."), ("B", "00:00:02", "Zwei.")]


def test_speaker_and_time_on_a_line_of_their_own() -> None:
    text = "00:00:03 Sprecher 1\nWie läuft es?\n00:00:09 Sprecher 2\nGut. Kurse fehlen.\n00:01:00 Sprecher 1\nDanke.\n"
    assert spoken(text)[1] == ("Sprecher 2", "00:00:09", "Gut. Kurse fehlen.")


def test_names_with_a_clock_behind_them() -> None:
    text = "Anna Meyer  0:03\nWie läuft es?\n\nBen Koch  0:09\nGut.\n\nAnna Meyer  1:00\nDanke.\n"
    assert [(speaker, time) for speaker, time, _ in spoken(text)] == [
        ("Anna Meyer", "00:00:03"), ("Ben Koch", "00:00:09"), ("Anna Meyer", "00:01:00"),
    ]  # fmt: skip


def test_the_head_of_a_transcript_is_metadata() -> None:
    text = "Interview 3\nBefragter: A. Meyer (B), Interviewer: K (I)\n\nI: Und?\nB: Gut.\nI: Aha.\nB: Ja.\n"
    assert told(read(text.encode()))[:2] == [
        "metadata: Interview 3",
        "metadata: Befragter: A. Meyer (B), Interviewer: K (I)",
    ]


@pytest.mark.parametrize(
    "line", ["[Ende des Auszugs]", "Ende der Aufnahme", "(Unterbrechung durch Telefon)", "*Ende des Interviews*"]
)
def test_a_remark_of_the_typist_is_no_turn(line: str) -> None:
    reading = read(f"I: Und?\nB: Gut.\nI: Aha.\nB: Ja.\n{line}\n".encode())
    assert said(reading)[-1] == ("B", "", "Ja.")
    assert reading.slice(reading.blocks[-1]) == line


def test_a_footer_behind_the_last_turn_is_no_turn() -> None:
    text = "I: Und?\nB: Gut.\nI: Aha.\nB: Ja.\n\nTranskribiert von X\n"
    assert said(read(text.encode()))[-1] == ("B", "", "Ja.")


def test_label_and_time_stay_in_the_text() -> None:
    assert read(b"I: Und? #00:00:01-0#\nB: Gut.\nI: Aha.\n").text.startswith("I: Und? #00:00:01-0#\nB: Gut.")


def test_bold_labels_of_a_word_transcript_are_speakers() -> None:
    body = "".join(
        p(run(f"{who}:", "b"), f" {what}") for who, what in (("I", "Und?"), ("B", "Gut."), ("I", "Aha."), ("B", "Ja."))
    )
    assert said(read(docx(body), "a.docx"))[1] == ("B", "", "Gut.")


def test_turns_broken_inside_one_paragraph_are_parted() -> None:
    line = "<w:r><w:br/></w:r>"
    body = p("I: Und?", line, "B: Gut.", line, "I: Aha.", line, "B: Ja.")
    assert len(said(read(docx(body), "a.docx"))) == 4


def test_a_heading_inside_a_transcript_stays_one() -> None:
    body = p("I: Und?") + p("B: Gut.") + p("Block 2", style="berschrift1") + p("I: Aha.") + p("B: Ja.")
    assert "heading: Block 2" in told(read(docx(body), "a.docx"))


@pytest.mark.parametrize(
    "head",
    [["Zeit", "Sprecher", "Text"], []],
)
def test_an_interview_in_a_table_is_turns(head: list[str]) -> None:
    lines = [
        ["00:00:01", "I", "Wie läuft es?"],
        ["00:00:05", "B", "Gut."],
        ["00:00:09", "I", "Und?"],
        ["00:00:12", "B", "Kita fehlt."],
    ]
    reading = read(docx(tbl(*([head] if head else []), *lines)), "a.docx")
    assert said(reading)[3] == ("B", "00:00:12", "Kita fehlt.")


def test_a_table_of_turns_from_a_program() -> None:
    data = b"Start;End;Speaker;Text\n00:00:01;00:00:04;Anna;Wie?\n00:00:05;00:00:08;Ben;Gut.\n00:00:09;00:00:11;Anna;Und?\n0:12;0:13;Ben;Kita.\n"
    assert [speaker for speaker, _, _ in said(read(data, "a.csv"))] == ["Anna", "Ben", "Anna", "Ben"]


def test_a_table_of_questions_and_answers_is_turns_whoever_answers() -> None:
    rows = [["Frage", "Wie geht es den Kindern?"], ["Schulleiterin", "Viele kommen mitten im Jahr."]]
    rows += [["Frage", "Was hilft?"], ["Schulleiterin", "Die Paten helfen."], ["Frage", "Und was fehlt?"]]
    rows += [["Schulleiterin", "Ein Raum fehlt."]]
    assert [block.speaker for block in read(docx(tbl(*rows)), "g.docx").blocks] == ["Frage", "Schulleiterin"] * 3


def test_a_table_of_worries_in_two_groups_is_no_interview() -> None:
    rows = [["Verkehr", "Wann kommt der Bus?"], ["Wohnen", "Wer baut denn?"]] * 3
    kinds = {block.kind for block in read(docx(tbl(*rows)), "s.docx").blocks}
    assert "turn" not in kinds


def test_a_table_of_clusters_is_no_interview() -> None:
    lines = [["Kita", "Plätze fehlen."], ["Schule", "Kein DaZ."], ["Kita", "Personal fehlt."], ["Schule", "Zu groß."]]
    assert said(read(docx(tbl(["Thema", "Text"], *lines)), "a.docx")) == []


def test_a_label_alone_in_its_line_speaks_the_lines_below() -> None:
    lines = ["Expertenrunde-Besprechungstranskript", "Rohde, Ina hat die Transkription gestartet"]
    for who, time, words in (
        ("Rohde, Ina", "0:03", "Was sind die Hürden?"), ("Özer, Can (HWK)", "0:21", "Die Anerkennung dauert."),
        ("Rohde, Ina", "1:10", "Und sonst?"), ("Özer, Can (HWK)", "1:12", "Kurse fehlen."),
    ):  # fmt: skip
        lines += [f"{who}   {time}", words]
    lines.append("Rohde, Ina hat die Transkription beendet")
    reading = read(docx("".join(p(run(line)) for line in lines)), "a.docx")
    assert said(reading)[1] == ("Özer, Can (HWK)", "00:00:21", "Die Anerkennung dauert.")
    assert [reading.slice(block) for block in reading.blocks][-1] == "Rohde, Ina hat die Transkription beendet"
    assert len(said(reading)) == 4


def test_what_all_agree_on_is_a_turn_of_its_own() -> None:
    text = "AB: Kurse fehlen\nCD: Busse auch\nAB: Vorschlag Rufbus\nalle: einig, dass es schnell gehen muss\nCD: ja"
    assert ("alle", "", "einig, dass es schnell gehen muss") in spoken(text)
