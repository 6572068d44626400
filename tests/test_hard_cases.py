"""Twelve statements on which word lists fail; each is a sentence that somebody might say in a workshop."""

from __future__ import annotations

import pytest
from tagger_model import book, field_of, is_statement, rows, tagger, type_of

from pipeline.fields import marks


def second_of(text: str, **context: str) -> str:
    read = tagger().read(rows(text, **context))
    scores = tagger().field_scores(read, book())
    return str(tagger().second_scores(read, book(), scores).idxmax(axis=1).iloc[0])


def themes_of(text: str) -> set[str]:
    found = marks.Finder.of(marks.cues_of(book())).found(text)
    return {value for kind, value in found if kind == "querschnitt"}


def test_1_a_service_that_needs_interpreters_stays_its_own_field() -> None:
    text = "Hebammen brauchen Sprachmittlung, oft übersetzt das älteste Kind."
    assert (field_of(text), type_of(text)) == ("gesundheit", "problem")
    assert second_of(text) == "sprache"


def test_2_a_fragment_is_decided_by_what_it_hangs_under() -> None:
    context = {"heading": "Probleme > Arbeit und Beruf", "document_fields": "arbeit"}
    assert (field_of("ÖPNV!!", **context), type_of("ÖPNV!!", **context)) == ("arbeit", "problem")
    assert themes_of("ÖPNV!!") == {"mobilitaet"}


@pytest.mark.xfail(strict=True, reason="ÖPNV alone names a matter of daily life; the tagger says teilhabe, unsurely")
def test_2_without_its_heading_the_fragment_is_unclear() -> None:
    assert field_of("ÖPNV!!") == "unklar"


def test_2_without_its_heading_nobody_is_sure_of_the_fragment() -> None:
    shares = tagger().field_scores(rows("ÖPNV!!"), book()).max(axis=1).iloc[0]
    assert shares < 0.9


def test_3_a_question_of_the_moderation_is_no_statement() -> None:
    assert is_statement("Was müsste passieren, damit mehr Eltern zum Elternabend kommen?") < 0.5
    assert is_statement("Es fehlen Kita-Plätze.") > 0.5


def test_4_a_complaint_quoted_inside_a_goal_is_a_goal() -> None:
    text = "Ziel: Niemand soll mehr sagen müssen: „Ich habe anderthalb Jahre auf den Integrationskurs gewartet.“"
    assert (field_of(text), type_of(text)) == ("sprache", "ziel")


def test_5_weekday_and_time_make_an_existing_offer() -> None:
    text = "Sprachcafé im Familienzentrum, dienstags 15–17 Uhr, gut besucht"
    assert (field_of(text), type_of(text)) == ("sprache", "angebot")
    assert type_of("Sprachcafé verstetigen") == "massnahme"


def test_6_negation_turns_the_problem_word() -> None:
    assert type_of("kein Mangel an Sprachkursen") == "angebot"
    assert type_of("aber kaum jemand weiß davon") == "problem"
    assert field_of("kein Mangel an Sprachkursen, aber kaum jemand weiß davon") == "sprache"


def test_7_reducing_a_problem_is_a_goal_and_building_a_pool_is_a_measure() -> None:
    assert type_of("Abbau von Sprachbarrieren in der Pflege") == "ziel"
    assert type_of("Aufbau eines Dolmetscherpools") == "massnahme"
    assert field_of("Aufbau eines Dolmetscherpools") == "sprache"


def test_7_barriers_inside_care_belong_to_care() -> None:
    assert field_of("Abbau von Sprachbarrieren in der Pflege") == "gesundheit"


def test_8_two_infinitives_are_two_measures() -> None:
    for text in ("Elternlotsen schulen", "Elternabende mehrsprachig gestalten"):
        assert (field_of(text), type_of(text)) == ("bildung", "massnahme")


def test_9_a_vocational_aim_beats_the_word_care() -> None:
    text = "Pflegekräfte aus dem Ausland schneller anerkennen"
    assert field_of(text) == "arbeit"


def test_9_what_can_only_be_faster_is_a_goal() -> None:
    assert type_of("Pflegekräfte aus dem Ausland schneller anerkennen") == "ziel"


def test_10_a_principle_is_for_all_fields() -> None:
    text = "Integration ist keine Einbahnstraße – beide Seiten müssen aufeinander zugehen."
    assert (field_of(text), type_of(text)) == ("uebergreifend", "grundsatz")


def test_11_reported_speech_is_a_statement_and_its_heading_gives_the_field() -> None:
    context = {"heading": "TOP 2 Arbeit und Beruf", "document_fields": "arbeit"}
    text = "Frau M. (Jobcenter) berichtet, die Kinderbetreuung sei das größte Hindernis"
    assert (field_of(text, **context), type_of(text, **context)) == ("arbeit", "problem")
    assert "kinderbetreuung_vereinbarkeit" in themes_of(text)


def test_11_a_good_experience_is_an_existing_offer() -> None:
    text = "mit dem Kurs „Mama lernt Deutsch“ habe man gute Erfahrungen gemacht."
    assert (field_of(text), type_of(text)) == ("sprache", "angebot")


def test_12_a_task_of_the_meeting_is_no_statement() -> None:
    assert is_statement("KoStelle verschickt bis 15.11. die Liste der Kursträger an alle TN.") < 0.5
