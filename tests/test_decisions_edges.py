"""Decisions about the cut of statements at their edges; found by mutation testing."""

from __future__ import annotations

import pytest

from pipeline.statements import decisions, identity
from pipeline.statements.decisions import Named, applied, carved, named
from pipeline.statements.ledger import Span
from pipeline.statements.reading import Unit

TEXT = "Busse fehlen.  Kurse\nfehlen. Busse fehlen."
FIRST, SECOND, THIRD = Unit(0, 13, 0, votes=3), Unit(15, 28, 1), Unit(29, 42, 2, votes=4)
ITEMS = named("a.txt", TEXT, [FIRST, SECOND, THIRD])


def words(items: list[Named]) -> list[str]:
    return [TEXT[item.unit.start : item.unit.end] for item in items]


def decide(*said: dict[str, object], items: list[Named] = ITEMS) -> tuple[list[Named], int]:
    found, overtaken = applied("a.txt", TEXT, items, said)
    return found, len(overtaken)


@pytest.mark.parametrize(
    ("quote", "start", "end", "place"),
    [
        ("Busse fehlen.", 0, None, (0, 13)),
        ("Busse fehlen.", 1, None, (29, 42)),
        ("Kurse  fehlen.", 0, None, (15, 28)),
        ("Kurse fehlen.", 15, 28, (15, 28)),
        ("Kurse fehlen.", 16, 28, None),
        ("Kurse fehlen.", 15, 27, None),
        ("Busse", 0, 0, None),
        ("Busse.fehlen", 0, None, None),
        (" ", 0, None, None),
    ],
)
def test_a_quote_is_found_between_two_places(
    quote: str, start: int, end: int | None, place: tuple[int, int] | None
) -> None:
    assert decisions._located(TEXT, quote, start, end) == place


def test_every_assertion_has_a_name_of_its_own_and_equal_wordings_are_counted() -> None:
    assert [item.unit for item in ITEMS] == [FIRST, SECOND, THIRD]
    assert [item.name for item in ITEMS] == identity.identifiers("a.txt", words(ITEMS))
    fresh = decisions._fresh("a.txt", TEXT, THIRD, ITEMS[:2])
    assert fresh.name == ITEMS[2].name
    assert decisions._fresh("a.txt", TEXT, THIRD, ITEMS).name not in {item.name for item in ITEMS}


def test_the_votes_of_an_assertion_go_to_its_first_part() -> None:
    found, overtaken = decide({"action": "teilen", "statement_id": ITEMS[0].name, "value": "Busse|fehlen."})
    assert words(found) == ["Busse", "fehlen.", "Kurse\nfehlen.", "Busse fehlen."]
    assert ([item.unit.votes for item in found], overtaken) == ([3, None, None, 4], 0)
    assert len({item.name for item in found}) == 4


def test_parts_stand_one_after_the_other_and_inside() -> None:
    again = {"action": "teilen", "statement_id": ITEMS[0].name}
    assert decide({**again, "value": "fehlen.|Busse"})[1] == 1
    assert decide({**again, "value": "Busse|Busse"})[1] == 1
    assert decide({**again, "value": "Kurse"})[1] == 1
    assert decide({**again, "value": ""})[1] == 1
    assert decide({**again})[1] == 1
    later = {"action": "teilen", "statement_id": ITEMS[2].name, "value": "Busse|fehlen."}
    assert [(item.unit.start, item.unit.end) for item in decide(later)[0]][2:] == [(29, 34), (35, 42)]


def test_equal_parts_of_one_assertion_are_told_apart() -> None:
    items = named("a.txt", TEXT, [Unit(0, 42, 0)])
    found, _ = decide(
        {"action": "teilen", "statement_id": items[0].name, "value": "Busse|fehlen.|fehlen."}, items=items
    )
    assert words(found) == ["Busse", "fehlen.", "fehlen."]
    assert len({item.name for item in found}) == 3


@pytest.mark.parametrize(
    ("one", "other", "span", "votes"), [(0, 2, (0, 42), 7), (2, 0, (0, 42), 7), (1, 0, (0, 28), 3)]
)
def test_joined_assertions_reach_from_first_to_last_and_their_votes_are_added(
    one: int, other: int, span: tuple[int, int], votes: int
) -> None:
    found, overtaken = decide({"action": "zusammenlegen", "statement_id": ITEMS[one].name, "value": ITEMS[other].name})
    assert (len(found), overtaken) == (2, 0)
    whole = next(item.unit for item in found if item.unit.start == 0)
    assert ((whole.start, whole.end), whole.votes, whole.block) == (span, votes, 0)
    assert ITEMS[3 - one - other] in found


def test_assertions_without_votes_have_none_when_joined_and_the_longer_one_reaches() -> None:
    items = named("a.txt", TEXT, [Unit(0, 42, 0), Unit(15, 28, 1)])
    found, _ = decide({"action": "zusammenlegen", "statement_id": items[0].name, "value": items[1].name}, items=items)
    assert [(item.unit.start, item.unit.end, item.unit.votes) for item in found] == [(0, 42, None)]


def test_an_added_assertion_has_no_block_and_the_type_that_people_said() -> None:
    found, overtaken = decide({"action": "hinzufuegen", "quote": "Kurse", "type": "problem"})
    added = [item for item in found if item not in ITEMS]
    assert overtaken == 0
    assert [(item.unit.block, item.unit.said, item.unit.start, item.unit.end) for item in added] == [
        (-1, "problem", 15, 20)
    ]
    assert set(ITEMS) < set(found)
    bare = [item for item in decide({"action": "hinzufuegen", "quote": "Kurse"})[0] if item not in ITEMS]
    assert [item.unit.said for item in bare] == [""]
    twin = decide({"action": "hinzufuegen", "quote": "Busse fehlen."})[0]
    assert len({item.name for item in twin}) == 4


@pytest.mark.parametrize(
    "said",
    [
        {"action": "hinzufuegen"},
        {"action": "hinzufuegen", "quote": "steht nicht da"},
        {"action": "verwerfen"},
        {"action": "verwerfen", "statement_id": "x"},
        {"action": "zusammenlegen", "statement_id": ITEMS[0].name, "value": ITEMS[0].name},
        {"action": "zusammenlegen", "statement_id": ITEMS[0].name, "value": "x"},
        {"action": "zusammenlegen", "statement_id": ITEMS[0].name},
        {"action": "unbekannt", "statement_id": ITEMS[0].name, "value": ITEMS[1].name},
        {"action": "unbekannt", "statement_id": ITEMS[0].name, "value": "Busse"},
    ],
)
def test_a_decision_that_does_not_fit_changes_nothing(said: dict[str, object]) -> None:
    assert decide(said) == (ITEMS, 1)


def test_decisions_follow_one_another_and_overtaken_ones_do_not_stop_the_rest() -> None:
    gone = {"action": "verwerfen", "statement_id": ITEMS[1].name}
    assert words(decide(gone)[0]) == ["Busse fehlen.", "Busse fehlen."]
    found, overtaken = decide(gone, gone, {"action": "hinzufuegen", "quote": "Kurse"})
    assert (words(found), overtaken) == (["Busse fehlen.", "Kurse", "Busse fehlen."], 1)
    inner = decide({"action": "hinzufuegen", "quote": "Busse"}, items=ITEMS[:1])[0]
    assert [(item.unit.start, item.unit.end) for item in inner] == [(0, 5), (0, 13)]


@pytest.mark.parametrize(
    ("pieces", "left"),
    [
        ([(0, 9)], [(0, 9), (9, 12)]),
        ([(0, 3)], [(0, 3), (3, 9), (9, 12)]),
        ([(6, 9)], [(0, 6), (6, 9), (9, 12)]),
        ([(3, 5)], [(0, 3), (3, 5), (5, 9), (9, 12)]),
        ([(6, 10)], [(0, 6), (6, 10), (10, 12)]),
        ([(9, 12)], [(0, 9), (9, 12)]),
        ([(0, 12)], [(0, 12)]),
        ([(6, 7), (2, 3)], [(0, 2), (2, 3), (3, 6), (6, 7), (7, 9), (9, 12)]),
    ],
)
def test_pieces_are_cut_out_without_gap_or_overlap(pieces: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    spans = [Span(0, 9, "other", ""), Span(9, 12, "greeting", "")]
    found = carved(spans, [Span(*piece, "statement", "") for piece in pieces])
    assert [(span.start, span.end) for span in found] == left
    assert [(span.start, span.end) for span in found if span.category == "statement"] == sorted(pieces)
