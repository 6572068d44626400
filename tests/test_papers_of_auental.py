"""Four papers of one more district: minutes in a table, an online survey, an interview, a report with boxes.

Before anything was mended for them the figures (precision; recall was 1.0 each time) were .50, .52, .90 and .63.
"""

from __future__ import annotations

import papers_of_auental as auental
import pytest
import unseen
from documents import read, xlsx
from minutes import paper

from pipeline.statements import details
from pipeline.statements.document import read as read_document
from pipeline.statements.outlines import figures, outlined
from pipeline.statements.reading import Setting, Unit
from pipeline.statements.transcripts import spoken_units

PAPERS = {made.name: made for made in auental.papers()}
UNITS = {"ag_integration.docx": 0.66, "umfrage_export.xlsx": 0.93, "gespraech_04.txt": 0.9, "sachstand.pdf": 0.93}


@pytest.mark.parametrize("name", PAPERS)
def test_what_a_person_would_count_is_found_and_little_else(name: str) -> None:
    made = PAPERS[name]
    found = unseen.figures([made])
    assert found["detection.recall"] == 1.0, unseen.faults([made])
    assert found["detection.precision"] >= 0.9, unseen.faults([made])
    assert found["units.recall"] >= UNITS[name]


def units(name: str) -> dict[str, Unit]:
    """Return the assertions of a paper by their words."""
    done, texts = unseen.coded([PAPERS[name]])
    (one,) = done
    return {details.display(texts[name][item.unit.start : item.unit.end]): item.unit for item in one.items}


def test_who_does_it_until_when_stands_in_the_right_column() -> None:
    found = units("ag_integration.docx")
    lotsin = next(unit for words, unit in found.items() if "Elternlotsin" in words)
    assert "SG Bruchtal" in lotsin.responsible
    assert lotsin.heading.endswith("Bericht aus den Samtgemeinden")


def test_the_question_of_a_survey_is_the_column_of_its_answers() -> None:
    found = units("umfrage_export.xlsx")
    assert found["Busse am Wochenende"].column == "Was fehlt Ihnen?"
    assert found["Busse am Wochenende"].expected == "problem"
    assert {unit.votes for unit in found.values()} == {None}  # what was rated is no vote


def test_a_row_of_words_is_no_survey() -> None:
    cards = xlsx({"Karten": [["Was fehlt?", "Wer?"], ["Busse am Abend", "Kreis"], ["Kurse am Abend", "VHS"]]})
    assert [block.column for block in read(cards, "k.xlsx").blocks if block.kind == "card"] == ["Was fehlt?"] * 2


def test_questions_that_were_put_down_as_cards_are_no_titles() -> None:
    rows = [
        ["Warum hilft niemand den Alten im Dorf?", "Weshalb fährt kein Bus am Abend?"],
        ["Warum sind Kurse so teuer?", "Weshalb gibt es kein Netz im Tal?"],
    ]
    assert {block.kind for block in read(xlsx({"K": rows}), "k.xlsx").blocks} <= {"card", "heading"}
    assert sum(block.kind == "card" for block in read(xlsx({"K": rows}), "k.xlsx").blocks) == 4


OUTLINE = """
| Nr. | Inhalt | Wer
| 1 | Begrüßung | |
| 2 | Sprache | |
| 2.1 | ⟦Es fehlen Kurse am Abend.⟧ | VHS
| 2.2 | ⟦Honorare angleichen⟧ | Kreis
| 3 | ⟦Der Bus fährt zu selten.⟧ | Kreis
"""
LISTED = """
| Nr. | Maßnahme | Wer
| 1 | ⟦Lotsen schulen⟧ | VHS
| 2 | ⟦Treffpunkt öffnen⟧ | Kreis
| 3 | ⟦Kurse am Abend⟧ | VHS
"""
COUNTED = """
| Gemeinde | Plätze | Belegung
| Bruchtal | 120 | 97 %
| Moorkamp | 45 | 88 %
"""
VOTED = """
| Karte | Punkte | Stimmen
| ⟦Busse fehlen⟧ | 5 | 3
| ⟦Kurse fehlen⟧ | 2 | 1
"""


def read_lines(lines: str) -> tuple[list[str], list[Unit]]:
    made = paper(lines)
    found, _ = read_document(made.text, made.blocks, Setting("protokoll"))
    return [made.text[unit.start : unit.end] for unit in found], found


@pytest.mark.parametrize("lines", [LISTED, VOTED])
def test_numbers_before_measures_and_votes_behind_cards_make_no_titles(lines: str) -> None:
    assert read_lines(lines)[0] == paper(lines).expected


def test_numbered_rows_without_a_point_of_their_own_are_titles() -> None:
    words, found = read_lines(OUTLINE)
    assert {"Es fehlen Kurse am Abend.", "Honorare angleichen", "Der Bus fährt zu selten."} <= set(words)
    assert "Sprache" not in words
    assert found[words.index("Honorare angleichen")].heading == "Sprache"


def test_a_row_of_figures_says_nothing() -> None:
    made = paper(COUNTED)
    assert read_lines(COUNTED)[0] == []
    assert len(figures(made.blocks, made.text)) == 2
    assert figures(paper(VOTED).blocks, paper(VOTED).text) == frozenset()
    assert outlined(made.blocks, made.text) == made.blocks


def test_a_sign_between_two_sentences_parts_them() -> None:
    words = "Oh, da muss ich überlegen. (lacht) Erstens fehlt Platz. Das Amt (im Rathaus) Mitte ist zu."
    assert len(spoken_units(words, 0, len(words))) == 3
