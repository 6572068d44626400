"""Decisions about statements: people split, join, add and reject, and what they said outlives every rerun."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.statements import identity
from pipeline.statements.corpus import Found, Papers, repeated, settled
from pipeline.statements.decisions import named
from pipeline.statements.document import read
from pipeline.statements.reading import Setting, Unit
from pipeline.statements.structure import Block

LINES = ["Busse fehlen am Abend und Kurse sind voll", "Lotsen schulen", "Vielen Dank an alle"]
TEXT = "\n".join(LINES)


def blocks() -> list[Block]:
    starts = [TEXT.index(line) for line in LINES]
    return [
        Block(n, "item", start, start + len(line)) for n, (start, line) in enumerate(zip(starts, LINES, strict=True))
    ]


def first() -> Found:
    units, spans = read(TEXT, blocks(), Setting())
    return Found("a.txt", tuple(named("a.txt", TEXT, units)), tuple(spans), {})


def decide(**said: object) -> tuple[Found, int]:
    names = ["action", "statement_id", "document", "quote", "value", "type", "field", "text"]
    frame = pd.DataFrame([{name: said.get(name, pd.NA) for name in names}], dtype="string")
    papers = Papers(pd.DataFrame(), pd.DataFrame(), {"a.txt": TEXT})
    (one,), overtaken = settled([first()], papers, frame)
    assert "".join(TEXT[span.start : span.end] for span in one.spans) == TEXT
    return one, len(overtaken)


def wordings(one: Found) -> list[str]:
    return [TEXT[item.unit.start : item.unit.end] for item in one.items]


def name_of(number: int) -> str:
    return first().items[number].name


def test_without_decisions_everything_stays() -> None:
    assert wordings(first()) == LINES[:2]


def test_a_rejected_assertion_stays_in_the_ledger_with_its_reason() -> None:
    one, overtaken = decide(action="verwerfen", statement_id=name_of(1))
    assert (wordings(one), overtaken) == (LINES[:1], 0)
    assert [span.reason for span in one.spans if "Lotsen" in TEXT[span.start : span.end]] == [
        "Von Menschen als keine Aussage verworfen"
    ]


def test_an_assertion_is_split_where_people_say() -> None:
    parts = "Busse fehlen am Abend|Kurse sind voll"
    one, overtaken = decide(action="teilen", statement_id=name_of(0), value=parts)
    assert (wordings(one), overtaken) == ([*parts.split("|"), "Lotsen schulen"], 0)


def test_two_assertions_are_joined() -> None:
    one, _ = decide(action="zusammenlegen", statement_id=name_of(0), value=name_of(1))
    assert wordings(one) == ["\n".join(LINES[:2])]


def test_a_quote_becomes_an_assertion_whatever_it_was_taken_for() -> None:
    one, overtaken = decide(action="hinzufuegen", document="a.txt", quote="Dank  an alle")
    assert (wordings(one)[-1], overtaken) == ("Dank an alle", 0)
    assert [span.category for span in one.spans][-2:] == ["greeting", "statement"]


@pytest.mark.parametrize(
    "said",
    [
        {"action": "verwerfen", "statement_id": "a0000000000000000"},
        {"action": "hinzufuegen", "document": "a.txt", "quote": "Das steht hier nicht"},
        {"action": "hinzufuegen", "document": "b.txt", "quote": "Lotsen schulen"},
        {"action": "zusammenlegen", "statement_id": "FIRST", "value": "a0000000000000000"},
        {"action": "teilen", "statement_id": "FIRST", "value": "Das|steht nicht da"},
    ],
)
def test_a_decision_whose_text_is_gone_is_overtaken_and_changes_nothing(said: dict[str, str]) -> None:
    one, overtaken = decide(**{key: name_of(0) if value == "FIRST" else value for key, value in said.items()})
    assert (wordings(one), overtaken) == (LINES[:2], 1)


def test_untouched_assertions_keep_their_identifier() -> None:
    one, _ = decide(action="teilen", statement_id=name_of(0), value="Busse fehlen am Abend|Kurse sind voll")
    assert one.items[-1].name == name_of(1)


def test_identifiers_survive_new_numbers_of_pseudonyms_and_tell_equal_wordings_apart() -> None:
    before = identity.identifiers("a.txt", ["[Person_3] fehlt", "Busse fehlen", "Busse fehlen"])
    after = identity.identifiers("a.txt", ["[Person_9] fehlt", "Busse fehlen", "Busse fehlen"])
    assert before == after
    assert len(set(before)) == 3


def test_equal_wordings_are_grouped_and_single_words_are_not() -> None:
    names = ["a2", "a1", "a3", "a4"]
    texts = ["Es fehlen Busse am Abend!", "Busse fehlen am Abend", "Geld!", "Geld"]
    assert identity.duplicate_groups(names, texts) == ["d1", "d1", None, None]


def test_a_sentence_at_the_edge_of_three_documents_is_furniture() -> None:
    foot = "Dieses Dokument wurde mit Mitteln des Landes gefördert."
    papers = [([Block(0, "paragraph", 0, len(foot))], foot)] * 3
    assert repeated(papers) == {foot}
    assert repeated(papers[:2]) == frozenset()
    units, spans = read(foot, papers[0][0], Setting(repeated=repeated(papers)))
    assert (units, spans[0].category) == ([], "furniture")


def test_a_unit_is_never_longer_than_its_block() -> None:
    units, _ = read(TEXT, blocks(), Setting())
    assert all(isinstance(unit, Unit) and blocks()[unit.block].end >= unit.end for unit in units)
