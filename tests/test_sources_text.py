# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Plain text, Markdown, encodings and subtitles: what a typist broke is whole again."""

from __future__ import annotations

import pytest
from documents import read, the, told, words

from pipeline.sources.encodings import decode
from pipeline.sources.pieces import clean
from pipeline.sources.structure import mark
from pipeline.sources.text import join

SENTENCE = "Ämter öffnen später, für Größe fehlt Maß."


@pytest.mark.parametrize(
    "page", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "cp850", "mac_roman"]
)
@pytest.mark.parametrize(
    "text", [SENTENCE, "Kurze Notiz: Ämter öffnen später.", "Sprachkurse für Mütter fehlen. " * 40]
)
def test_every_code_page_gives_german_letters(page: str, text: str) -> None:
    assert decode(text.encode(page))[0] == text


def test_another_code_page_than_utf_8_is_said() -> None:
    assert read(SENTENCE.encode("cp850")).notes == ("Zeichensatz cp850 erkannt",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Migra\u00adtion", "Migration"),  # soft hyphen
        ("a\u0308lter u\u0308ben", "älter üben"),  # decomposed letters
        ("z.\u00a0B. 5\u202f%", "z. B. 5 %"),  # hard spaces
        ("\ufeffTeil\u200bhabe", "Teilhabe"),  # byte order mark, zero width
        ("E\u2011Mail ﬁnden", "E-Mail finden"),  # hard hyphen, ligature
        ("\uf0b7 Punkt", "• Punkt"),  # bullet of the font Symbol
        ("eins\r\nzwei\rdrei\u2028vier", "eins\nzwei\ndrei\nvier"),
        ("Stra\x00ße\x07", "Straße"),
        ("  viel   Raum \t hier ", "viel Raum hier"),
    ],
)
def test_words_are_clean(written: str, expected: str) -> None:
    assert clean(written) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Inte-", "gration"], "Integration"),
        (["Sprach-", "und Integrationskurse"], "Sprach- und Integrationskurse"),
        (["Sprach-", "oder Lesekurse"], "Sprach- oder Lesekurse"),
        (["Haupt- und Ehren-", "amt"], "Haupt- und Ehrenamt"),
        (["EU-", "Pass"], "EU-Pass"),
        (["Caritas-", "Wohnberatung"], "Caritas-Wohnberatung"),
        (["der IT-", "gestützte Weg"], "der IT-gestützte Weg"),
        (["Inte\u00ad", "gration"], "Integration"),
        (["2020–", "2025"], "2020–2025"),
        (["da hab ich/", "hab ich"], "da hab ich/ hab ich"),  # a break-off of speech
        (["00:03:40-", "0#"], "00:03:40-0#"),
        (["eins", "zwei"], "eins zwei"),
        (["so -", "oder anders"], "so - oder anders"),
        (["Kita-", "bzw. Schulplatz"], "Kita- bzw. Schulplatz"),
    ],
)
def test_a_broken_word_is_made_whole(lines: list[str], expected: str) -> None:
    assert join(lines) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Bus fehlt", "-"),
        ("– Bus fehlt", "–"),
        ("* Bus fehlt", "*"),
        ("• Bus fehlt", "•"),
        ("•Bus fehlt", "•"),
        ("-> Bus fehlt", "->"),
        ("o Bus fehlt", "o"),
        ("1. Bus fehlt", "1."),
        ("1) Bus fehlt", "1)"),
        ("(1) Bus fehlt", "(1)"),
        ("a) Bus fehlt", "a)"),
        ("- [x] Bus fehlt", "- [x]"),
        ("-5 Grad", ""),
        ("13. März im Kreishaus", ""),
        ("1. Klasse ohne DaZ", ""),
        ("1. Rückblick 2. Ziele 3. Ausblick", ""),  # an agenda on one line
        ("●●● viele Punkte", ""),  # votes
        ("7. Platz", ""),
        ("Bus fehlt", ""),
    ],
)
def test_a_list_mark_is_told_from_words(line: str, expected: str) -> None:
    assert mark(line) == expected


def test_hard_wrapped_lines_become_paragraphs() -> None:
    text = (
        "Die Sprachkurse liegen alle in der Kreisstadt und sind für viele\nnicht zu erreichen, weil die Fahrt zu lange"
        " dauert und die Kin-\nder nicht betreut werden. Das betrifft vor allem Sprach- und\nIntegrationskurse.\n"
    )
    (found,) = words(read(text.encode()))
    assert found.endswith("die Kinder nicht betreut werden. Das betrifft vor allem Sprach- und Integrationskurse.")


def test_lines_that_are_not_wrapped_stay_apart() -> None:
    assert words(read(b"Bus fehlt\nKita fehlt\nmehr Treffpunkte")) == ["Bus fehlt", "Kita fehlt", "mehr Treffpunkte"]


def test_a_hanging_indent_belongs_to_its_item() -> None:
    text = b"- Der Bus faehrt nicht\n  mehr am Abend\n- Kita fehlt\n"
    assert told(read(text)) == ["item: Der Bus faehrt nicht mehr am Abend", "item: Kita fehlt"]


def test_underlined_lines_are_headings() -> None:
    reading = read(b"Treffen\n=======\n\nProbleme\n--------\n- Bus\n")
    assert the(reading, "Bus").heading_path == "Treffen > Probleme"


def test_an_underlined_question_with_a_number_is_a_heading_and_a_rule_below_a_list_makes_none() -> None:
    reading = read(b"1) Was klemmt bei uns?\n-------\n> kein Bus\n> keine Kita\n------\n2) Ideen\n-----\n> Rufbus\n")
    assert the(reading, "kein Bus").heading_path == "1) Was klemmt bei uns?"
    assert the(reading, "keine Kita").kind == "item"
    assert the(reading, "Rufbus").heading_path == "2) Ideen"


def test_a_line_with_a_colon_over_a_list_is_a_heading() -> None:
    assert the(read(b"Ziele:\n- Bus\n- Kita\n"), "Kita").heading_path == "Ziele"


def test_a_paper_without_any_look_has_headings_by_number_and_place() -> None:
    text = "Workshop Jugend, 3.4.2024\n1. Wohnen\nMieten steigen.\nTisch 2: Schule\n- Klassen voll\n2. Kita\nPlätze fehlen.\n"
    reading = read(text.encode())
    assert the(reading, "Mieten").heading_path == "Workshop Jugend, 3.4.2024 > 1. Wohnen"
    assert the(reading, "Klassen").heading_path == "Workshop Jugend, 3.4.2024 > Tisch 2: Schule"
    assert the(reading, "Plätze").heading_path == "Workshop Jugend, 3.4.2024 > 2. Kita"


def test_a_list_mark_stays_in_the_text_but_outside_the_block() -> None:
    reading = read(b"- Bus\n- Kita\n")
    assert (reading.text, words(reading)) == ("- Bus\n- Kita", ["Bus", "Kita"])


def test_markdown_signs_are_no_words() -> None:
    text = b"# T\n\nEin **fetter** Satz mit [Link](http://x.example) und\nUmbruch `so`.\n\n> Zitat\n\n---\n"
    assert told(read(text, "a.md")) == [
        "heading: T",
        "paragraph: Ein fetter Satz mit Link und Umbruch so.",
        "paragraph: Zitat",
    ]


def test_markdown_lists_keep_their_depth() -> None:
    reading = read(b"- a\n  - a1 mit\n    Fortsetzung\n- b\n\n1. eins\n2. zwei\n", "a.md")
    assert [(reading.slice(b), b.level) for b in reading.blocks] == [
        ("a", 0), ("a1 mit Fortsetzung", 1), ("b", 0), ("eins", 0), ("zwei", 0),
    ]  # fmt: skip


def test_a_markdown_table_has_columns_and_votes() -> None:
    reading = read("| Problem | Maßnahme | P. |\n|---|---|---|\n| Bus | Rufbus<br>Taxi | 3 P. |\n".encode(), "a.md")
    found = the(reading, "Rufbus")
    assert (found.column, found.votes, reading.slice(found)) == ("Maßnahme", 3, "Rufbus\nTaxi")


def test_an_html_comment_in_markdown_is_no_text() -> None:
    assert words(read(b"Eins\n\n<!-- nicht lesen -->\n\nZwei\n", "a.md")) == ["Eins", "Zwei"]


VTT = """WEBVTT - Titel

STYLE
::cue { color: red }

NOTE Erzeugt mit Teams

REGION
id:fred

1
00:00:01.000 --> 00:00:03.000 align:start position:0%
<v Anna Meyer>Wie läuft es mit den</v>

abc-123/2-0
00:00:03.000 --> 00:00:05.000
<v Anna Meyer>Kursen?</v>

00:05.000 --> 00:07.000
<v.loud Ben>Gut, aber <i>Betreuung</i> fehlt &amp; Bus
auch.
"""


def test_cues_of_one_voice_become_one_turn() -> None:
    reading = read(VTT.encode(), "a.vtt")
    assert told(reading) == [
        "metadata: Erzeugt mit Teams",
        "turn: Wie läuft es mit den Kursen?",
        "turn: Gut, aber Betreuung fehlt & Bus auch.",
    ]
    assert [(block.speaker, block.time) for block in reading.blocks[1:]] == [
        ("Anna Meyer", "00:00:01"),
        ("Ben", "00:00:05"),
    ]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    reading = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Ja?</v>\n<v B>Nein.</v>\n", "a.vtt")
    assert [block.speaker for block in reading.blocks] == ["A", "B"]


def test_labels_in_subtitles_are_speakers() -> None:
    cues = ["Anna Meyer: Hallo.", "Ben Koch: Es fehlen", "Kurse am Abend.", "Anna Meyer: Danke.", "Ben Koch: Gern."]
    text = "\n\n".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},900\n{cue}" for i, cue in enumerate(cues, 1))
    reading = read(text.encode("cp1252"), "a.srt")
    assert [(b.speaker, reading.slice(b)) for b in reading.blocks][1] == ("Ben Koch", "Es fehlen Kurse am Abend.")


def test_subtitles_without_speakers_break_at_sentences() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nDer Bus\n\n2\n00:00:02,000 --> 00:00:03,000\nfehlt.\n\n3\n00:00:03,000 --> 00:00:04,000\nImmer.\n"
    assert told(read(text.encode(), "a.srt")) == ["cue: Der Bus fehlt.", "cue: Immer."]


def test_a_subtitle_file_is_known_by_its_content() -> None:
    assert read(VTT.encode(), "a.txt").reader == "vtt"


def test_a_line_that_names_what_follows_is_a_heading() -> None:
    reading = read(b"**Treffen**\n\nProbleme\n\n* Bus\n* Kita\n\nWas fehlt?\n\n* Arzt\n", "a.md")
    assert (the(reading, "Kita").heading_path, the(reading, "Arzt").heading_path) == (
        "Treffen > Probleme",
        "Treffen > Was fehlt?",
    )


def test_lines_indented_under_a_colon_are_a_list() -> None:
    reading = read(b"Wohnen:\n   Mieten zu hoch\n   Kein Platz\nArbeit:\n   Anerkennung dauert\n")
    assert (the(reading, "Kein Platz").heading_path, the(reading, "Anerkennung").heading_path) == ("Wohnen", "Arbeit")


def test_a_text_with_tabs_between_columns_is_a_table() -> None:
    assert the(read(b"Nr\tKarte\tPunkte\n1\tBus fehlt\t3\n2\tKita fehlt\t2\n"), "Kita").votes == 2


def test_capitals_are_headings_where_nothing_else_is() -> None:
    reading = read(b"PROTOKOLL WORKSHOP\n\nWOHNEN\n\nMieten sind zu hoch.\n")
    assert the(reading, "Mieten").heading_path == "PROTOKOLL WORKSHOP > WOHNEN"


def test_a_line_alone_over_a_block_of_lines_is_a_heading() -> None:
    reading = read("Karten rot\n\nBus fehlt\nKita fehlt\nkein Treff\n\nKarten grün\n\nBus fährt\nKita da\n".encode())
    assert (the(reading, "Kita fehlt").heading_path, the(reading, "Kita da").heading_path) == (
        "Karten rot",
        "Karten grün",
    )


def test_a_numbered_line_may_stand_over_another_title() -> None:
    reading = read(b"4.1 Sprache\n\nLage\n\nEs gibt Kurse.\nSie sind voll.\n\nZiele\n\nAlle lernen.\nSofort.\n")
    assert the(reading, "Kurse").heading_path == "4.1 Sprache > Lage"


def test_points_of_a_narrow_sheet_go_on_in_the_next_line() -> None:
    sheet = (
        "Hürden\n• Führer-\nschein\n• Papiere (Arbeits-\nerlaubnis)\n• kein Netz /\nVitamin B\n• Kurse IM\nBetrieb\n"
    )
    assert words(read(sheet.encode()), "item") == [
        "Führerschein",
        "Papiere (Arbeitserlaubnis)",
        "kein Netz / Vitamin B",
        "Kurse IM Betrieb",
    ]


def test_lines_of_somebody_who_writes_without_capitals_are_notes_of_their_own() -> None:
    notes = [
        "es wurde viel über fahrtkosten gesprochen die zahlt keiner",
        "die tafel sagt sie haben aufnahmestopp weil helfer fehlen",
        "feuerwehr würde gern mehr leute aufnehmen aber die sprache ist ein problem",
        "idee war lehrgangsunterlagen in einfacher sprache",
    ]
    assert words(read("\n".join(notes).encode())) == notes


def test_messages_of_a_chat_are_turns() -> None:
    chat = (
        "12.05.25, 18:03 - Nachrichten sind verschlüsselt.\n12.05.25, 18:20 - Yusuf A.: Uns fehlt ein Raum\n"
        "12.05.25, 18:41 - Heidi (Kleider): Keiner folgt nach\n12.05.25, 19:02 - Yusuf A.: Und: die Heizung geht nicht\n"
    )
    reading = read(chat.encode())
    assert [(b.speaker, b.time, reading.slice(b)) for b in reading.blocks if b.kind == "turn"] == [
        ("Yusuf A.", "18:20:00", "Uns fehlt ein Raum"),
        ("Heidi (Kleider)", "18:41:00", "Keiner folgt nach"),
        ("Yusuf A.", "19:02:00", "Und: die Heizung geht nicht"),
    ]


def test_answers_below_a_point_of_a_pad_are_remarks() -> None:
    pad = "> Was uns fehlt.\n> Bitte schreiben.\n\n- Bus fährt nie\n  > bei mir auch\n  > Rufbus!\n- Kita voll\n"
    assert told(read(pad.encode(), "a.md")) == [
        "paragraph: Was uns fehlt. Bitte schreiben.",
        "item: Bus fährt nie",
        "comment: bei mir auch",
        "comment: Rufbus!",
        "item: Kita voll",
    ]


def test_what_is_struck_out_in_markdown_is_left_out() -> None:
    assert told(read(b"- Bus fehlt\n- ~~Mensa~~\n- Kita ~~zu~~ voll\n", "a.md")) == [
        "item: Bus fehlt",
        "item: Kita voll",
    ]


def test_lines_with_space_between_all_of_them_are_no_headings() -> None:
    assert {block.kind for block in read(b"Bus fehlt\n\nKita fehlt\n\nkein Treff\n").blocks} == {"paragraph"}


def test_facts_at_the_head_of_a_markdown_text_are_metadata() -> None:
    assert told(read(b"---\ntitle: Treffen\n---\n\nText.\n", "a.md")) == [
        "metadata: title: Treffen",
        "paragraph: Text.",
    ]


def test_two_people_in_one_subtitle_are_parted() -> None:
    assert told(read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n- Und?\n- Gut.\n", "a.vtt")) == ["cue: Und?", "cue: Gut."]


def test_short_lines_directly_over_sentences_are_titles_where_there_are_several() -> None:
    wohnen = "Wohnen\nEs gibt kaum Wohnungen für große Familien.\nDie Mieten steigen.\n"
    arbeit = "Arbeit\nZeugnisse aus der Heimat gelten hier nicht.\n"
    assert the(read(f"{wohnen}\n{arbeit}".encode()), "Mieten").heading_path == "Wohnen"
    assert the(read(wohnen.encode()), "kaum").heading_path == ""


def test_line_numbers_of_a_transcript_are_taken_off_and_reported() -> None:
    said = ["I: Und wie läuft es?", "B: Gut, aber wir", "haben keine Räume", "mehr.", "I: Mhm."] * 2
    reading = read("\n".join(f"{number:<3} {line}" for number, line in enumerate(said, 1)).encode())
    assert [block.kind for block in reading.blocks] == ["turn"] * 6
    assert {" ".join(reading.slice(block).split()) for block in reading.blocks if block.speaker == "B"} == {
        "Gut, aber wir haben keine Räume mehr."
    }
    assert reading.notes == ("10 Zeilennummern am Rand nicht übernommen",)


def test_numbers_before_short_points_are_no_line_numbers() -> None:
    reading = read("\n".join(f"{number} Punkt {number * 7}" for number in range(1, 14)).encode())
    assert "1 Punkt 7" in words(reading)


def test_an_outline_by_tabs_keeps_its_levels() -> None:
    reading = read(b"Kreis\n\tKurse\n\t\tzu voll\n\t\tzu teuer\n\tBusse\n\t\tzu selten\n")
    assert [(block.kind, block.level) for block in reading.blocks] == [("item", n) for n in (0, 1, 2, 2, 1, 2)]
