"""Mails of another district, from bytes to statements: what was said in the matter, and what only passes by.

The mails 01 to 18 were written before the rules for asides, 21 to 28 after them, before these were looked at again.
"""

from __future__ import annotations

import pytest
import unseen
from documents import eml, read

from pipeline.sources.mail import _is_name
from pipeline.statements import talk
from pipeline.statements.document import read as read_document
from pipeline.statements.notes import _POSTSCRIPT
from pipeline.statements.reading import Setting
from pipeline.statements.structure import Block

RECALL, PRECISION, UNITS = 0.97, 0.85, 0.78


def test_statements_of_mails_are_found_and_little_else() -> None:
    figures = unseen.figures(unseen.mails())
    wrong = unseen.faults(unseen.mails())
    assert figures["detection.recall.eml"] >= RECALL, wrong
    assert figures["detection.precision.eml"] >= PRECISION, wrong
    assert figures["units.recall.eml"] >= UNITS


def test_every_form_of_mail_is_read() -> None:
    forms = {path.name.split(".")[1] for path in unseen.MAILS.glob("*.mail")}
    assert forms == {"plain", "html", "qp", "latin"}
    assert len(unseen.mails()) >= 14


def kinds(*lines: str) -> list[str]:
    return [block.kind for block in read(eml("\n".join(lines) + "\n"), "m.eml").blocks if block.kind != "metadata"]


@pytest.mark.parametrize(
    ("leave", "name"),
    [
        ("Sportliche Grüße", "Gudrun Sievers"),
        ("Gottes Segen", "Pastor Reimers"),
        ("Bis neulich", "Hein"),
        ("Im Auftrag", "Kösters"),
        ("Danke fürs Lesen!", "Fatma Demir"),
        ("Einen schönen Sommer wünscht", "Ilse und Karl Brandt"),
    ],
)
def test_a_leave_and_a_name_are_a_signature_whatever_the_words(leave: str, name: str) -> None:
    own, *rest = kinds("Hallo,", "", "Der Bus fährt abends nicht mehr.", "", leave, name)[1:]
    assert (own, set(rest)) == ("paragraph", {"signature"})


@pytest.mark.parametrize(
    "last",
    [
        "Mehr Busse am Abend",  # said without a verb, and no name
        "Der Treff braucht Geld.",
        "- Turnhalle Nord",
    ],
)
def test_a_short_line_at_the_end_is_no_signature_for_being_short(last: str) -> None:
    assert "signature" not in kinds("Hallo,", "", "Uns fehlt vieles:", last)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("Ilse und Karl Brandt", True), ("[Person_3]", True), ("Mehr Busse!", False), ("bis bald", False), ("", False)],
)
def test_a_name_is_a_line_of_capitals(line: str, expected: bool) -> None:
    assert _is_name(line) is expected


def said(*lines: str) -> list[str]:
    """Return what is found by the rules alone."""
    reading = read(eml("\n".join(lines) + "\n"), "m.eml")
    blocks = [Block(number, one.kind, one.start, one.end) for number, one in enumerate(reading.blocks)]
    units, _ = read_document(reading.text, blocks, Setting("email"))
    return [reading.text[unit.start : unit.end] for unit in units]


@pytest.mark.parametrize(
    "words",
    [
        "PS: Wer hat die Suppe gekocht? Ich hätte gern das Rezept.",
        "P.S. Kennst du den Herrn mit dem Hut? Mir ist sein Name entfallen.",
        "PPS: Haben Sie meinen Schirm gefunden? Er ist blau.",
    ],
)
def test_a_joke_or_question_after_the_leave_is_none(words: str) -> None:
    assert said("Der Bus fährt zu selten.", "", "Viele Grüße", "Jo", "", words) == ["Der Bus fährt zu selten."]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("PS: Die Beratung in Moorkamp schließt im Mai.", "Die Beratung in Moorkamp schließt im Mai."),
        ("PS: Warum fährt der Bus in den Ferien nicht?", "Warum fährt der Bus in den Ferien nicht?"),
        ("P.P.S.: Wir bräuchten einen Raum, haben Sie einen?", "Wir bräuchten einen Raum, haben Sie einen?"),
        ("PS: Wer hilft eigentlich den Alten? Meine Oma ist ganz allein.", "Meine Oma ist ganz allein."),
    ],
)
def test_a_matter_after_the_leave_is_said_without_its_label(words: str, kept: str) -> None:
    assert any(one.endswith(kept) for one in said("Hallo,", "", "Viele Grüße", "Jo", "", words))
    assert not any(_POSTSCRIPT.match(one) for one in said("Hallo,", "", "Viele Grüße", "Jo", "", words))


@pytest.mark.parametrize(
    ("sentence", "personal", "staked"),
    [
        ("Mein Mann hat mir beim Tippen zugeschaut.", True, False),
        ("Hab nichts gefunden.", True, False),
        ("Die Halle ist ab 14 Uhr offen.", False, False),
        ("Meine Frau kann den Deutschkurs nicht besuchen.", True, True),
        ("Am Montag kann ich leider nicht.", True, False),
        ("Wir brauchen einen Raum.", True, True),
        ("Da müsste ich nachsehen.", True, False),
    ],
)
def test_asides_are_told_from_wants(sentence: str, personal: bool, staked: bool) -> None:
    assert (talk.is_personal(sentence), talk.is_staked(sentence)) == (personal, staked)


@pytest.mark.parametrize(
    "sentence",
    [
        "Sollten Sie einmal in der Gegend sein, kommen Sie gern auf einen Tee vorbei.",
        "Ich bin ab Freitag drei Wochen im Urlaub und nicht erreichbar.",
        "Kompliment, so ein schönes Heft.",
        "Um Empfangsbestätigung wird gebeten.",
        "Wann trifft sich die Lenkungsgruppe wieder?",
        "Hey Mara,",
        "Wer mitkommt, sagt bitte kurz Bescheid.",
    ],
)
def test_what_passes_between_people_is_none_by_the_rules(sentence: str) -> None:
    assert said("Der Bus fährt zu selten.", "", sentence) == ["Der Bus fährt zu selten."]
