"""Words: gender forms, lemmas, stems, compounds, and what the lexicon hears in them."""

from __future__ import annotations

import pytest

from pipeline.shared.corpus import PROJECT
from pipeline.shared.german import words
from pipeline.shared.german.lexicon import Lexicon, core_of
from pipeline.shared.german.patterns import literals
from pipeline.shared.german.terms import phrase_end

LEXICON = PROJECT / "data" / "training" / "lexicon"


@pytest.fixture(scope="module")
def compounds() -> words.Compounds:
    return words.Compounds.read(LEXICON / "compounds.txt")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.read(LEXICON)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Teilnehmer:innen", "Teilnehmerinnen"),
        ("Lehrer*innen", "Lehrerinnen"),
        ("Kolleg_innen", "Kolleginnen"),
        ("KursleiterInnen", "Kursleiterinnen"),
        ("Schüler/-innen", "Schülerinnen"),
        ("Ärzt(inn)en", "Ärzt(inn)en"),
        ("Ziel: innen und außen", "Ziel: innen und außen"),
        ("09:30 Uhr", "09:30 Uhr"),
    ],
)
def test_gender_forms_become_one_word_and_nothing_else_does(written: str, meant: str) -> None:
    assert words.normalise(written) == meant


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("Sprachkurse", ("sprache", "kurs")),
        ("Kitaplatzvergabe", ("kita", "platz", "vergabe")),
        ("Wohnungssuche", ("wohnung", "suche")),
        ("Integrationslotsinnen", ("integration", "lotse")),
        ("vereinbaren", ("vereinbaren",)),
        ("besuchen", ("besuch",)),
    ],
)
def test_a_compound_falls_into_members_not_into_letters(
    compounds: words.Compounds, word: str, members: tuple[str, ...]
) -> None:
    assert compounds.members(word) == members


def test_forms_of_a_word_share_a_stem() -> None:
    assert {words.stem(form) for form in ("Schule", "Schulen")} == {"schul"}
    assert words.stem("Häuser") == words.stem("Hauser")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Das Café ist gut besucht.", "gesundheit"),  # be-sucht is no Sucht
        ("Wir müssen schimpfen.", "gesundheit"),  # sch-impf-en
        ("Termine vereinbaren", "ehrenamt"),  # verein-baren
        ("Absprachen fehlen", "sprache"),  # Ab-sprache
        ("Zusammenarbeit der Träger", "arbeit"),
        ("Die Kontaktpflege ist wichtig", "gesundheit"),
    ],
)
def test_letters_inside_a_word_prove_no_field(lexicon: Lexicon, text: str, field: str) -> None:
    assert lexicon.votes(text)[field] == 0


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Deutschkurse mit Kinderbetreuung", "sprache"),
        ("Hebammen nehmen niemanden mehr auf", "gesundheit"),
        ("Die Ausländerbehörde vergibt keine Termine", "uebergreifend"),
        ("Ausbildungsplätze in Betrieben", "arbeit"),
    ],
)
def test_the_lexicon_hears_the_field(lexicon: Lexicon, text: str, field: str) -> None:
    votes = lexicon.votes(text)
    assert max(votes, key=lambda name: votes[name]) == field


def test_a_quotation_and_a_last_bracket_do_not_decide_the_type() -> None:
    assert core_of("- Kurse anbieten (VHS, Kreis)") == "Kurse anbieten"
    assert "gewartet" not in core_of("Niemand soll sagen: „Ich habe zwei Jahre gewartet.“")


def test_a_phrase_may_have_a_word_between_its_parts() -> None:
    assert phrase_end(["bildung", "und", "teilhabe"], 0, ("bildung", "teilhabe")) == 3
    assert phrase_end(["bildung", "fuer", "alle", "und", "teilhabe"], 0, ("bildung", "teilhabe")) == 0


def test_a_pattern_names_the_letters_it_needs() -> None:
    assert literals(r"\b(fehlt|mangelt)\b") == {"fehlt", "mangelt"}
    assert literals(r"[a-z]+") == set()
