"""The ledger: every character of every document has a category, whatever the document looks like."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.statements.document import read
from pipeline.statements.ledger import Span, cover, disjoint
from pipeline.statements.reading import Setting, Unit
from pipeline.statements.structure import Block

KINDS = [
    "title",
    "heading",
    "paragraph",
    "item",
    "cell",
    "card",
    "turn",
    "footnote",
    "comment",
    "furniture",
    "metadata",
]
KINDS += ["quoted", "signature", "cue"]
SAID = (
    "Busse fehlen am Abend; aber gibt es kaum. Kurse anbieten und Lotsen schulen „Wir warten“ TOP 1 z. B. 12 ●● 1. a)"
)
SIGNS = (
    "<v Anwesend: Personen Danke! Warum? [Person_1]: genau. Ja, ob //mhm// (lacht) … 😕 18:00 Uhr ÖPNV!! #00:01:23-4#"
)
WORDS = [*SAID.split(), *SIGNS.split(), "(5 P.)", "\n", "- ", "s. o.", "Prüfen,"]
COLUMNS = ["", "Problem", "Maßnahme", "Wer", "Bis wann", "Punkte", "Nr.", "Anmerkungen", "Was fehlt?"]


@st.composite
def drawn(draw: st.DrawFn) -> tuple[str, list[Block]]:
    """A text with disjoint blocks in reading order and anything between them."""
    text, blocks = draw(st.text(alphabet=" \n-I:#", max_size=4)), []
    for number in range(draw(st.integers(0, 8))):
        words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))).strip()
        if not words:
            continue
        start = len(text)
        text += words
        blocks.append(
            Block(
                number,
                draw(st.sampled_from(KINDS)),
                start,
                len(text),
                heading_path=draw(
                    st.sampled_from(["", "Protokoll > Ziele", "Anwesende", "TOP 1 Begrüßung", "Nächste Schritte"])
                ),
                column=draw(st.sampled_from(COLUMNS)),
                row=draw(st.sampled_from([None, 0, 1])),
                table=draw(st.sampled_from([None, 1])),
                level=draw(st.sampled_from([0, 1, 9])),
                speaker=draw(st.sampled_from(["", "I", "B", "[Person_1]"])),
                votes=draw(st.sampled_from([None, 3])),
            )
        )
        text += draw(st.text(alphabet=" \n-I:B#>", min_size=1, max_size=5))
    return text, blocks


def whole(text: str, spans: list[Span]) -> bool:
    return "".join(text[span.start : span.end] for span in spans) == text and all(
        before.end == after.start for before, after in pairwise(spans)
    )


def inside(unit: Unit, spans: list[Span]) -> bool:
    return all(span.category == "statement" for span in spans if span.start < unit.end and span.end > unit.start)


@settings(max_examples=300, deadline=None)
@given(drawn(), st.sampled_from(["protokoll", "interview", "email", "umfrage", ""]))
def test_spans_add_up_and_assertions_are_exact_slices(paper: tuple[str, list[Block]], kind: str) -> None:
    text, blocks = paper
    units, spans = read(text, blocks, Setting(kind))
    assert whole(text, spans)
    assert all(span.start < span.end and span.reason for span in spans)
    assert all(text[unit.start : unit.end].strip() == text[unit.start : unit.end] != "" for unit in units)
    assert all(before.end <= after.start for before, after in pairwise(units))
    assert all(inside(unit, spans) for unit in units)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=6))
def test_overlapping_or_foreign_spans_still_cover_the_text_once(text: str, places: list[tuple[int, int]]) -> None:
    assert whole(text, cover(text, [Span(start, end, "other", "x") for start, end in places]))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Busse fehlen", ["furniture", "statement"]),
        ("I: Busse fehlen", ["metadata", "statement"]),
        ("Unbekannt stand hier viel: Busse fehlen", ["metadata", "statement"]),
        ("Hier steht ein ganzer Satz. Busse fehlen", ["other", "statement"]),
        ("  Busse fehlen.  ", ["furniture", "statement"]),
    ],
)
def test_what_stands_beside_an_assertion_gets_a_reason(line: str, expected: list[str]) -> None:
    start = line.index("Busse")
    spans = cover(line, [Span(start, start + len("Busse fehlen"), "statement", "x")])
    assert [span.category for span in spans] == expected


BLANK, MARK = "Leerraum am Anfang", "Aufzählungszeichen oder Nummer"
LABEL, OUTSIDE = "Sprecherkürzel, Zeitmarke oder Satzzeichen neben der Aussage", "Text, den kein Block enthält"


@pytest.mark.parametrize(
    ("before", "reason"),
    [("   ", BLANK), ("1) ", MARK), ("*** ", MARK), ("12:30 " * 13 + ": ", LABEL), ("12:30 " * 13 + ": :", OUTSIDE)],
)
def test_what_stands_before_an_assertion_is_told_apart(before: str, reason: str) -> None:
    spans = cover(before + "Busse fehlen", [Span(len(before), len(before) + 12, "statement", "x")])
    assert [(span.start, span.end, span.reason) for span in spans] == [
        (0, len(before), reason),
        (len(before), len(before) + 12, "x"),
    ]


def test_blanks_and_marks_after_an_assertion_belong_to_it_and_words_do_not() -> None:
    said = Span(0, 12, "statement", "x")
    assert [(span.start, span.end) for span in cover("Busse fehlen. ", [said])] == [(0, 14)]
    assert [(span.start, span.end) for span in cover("Busse fehlen  ", [said])] == [(0, 14)]
    found = cover("Busse fehlen; hier stand mehr", [said])
    assert [(span.start, span.end, span.category) for span in found] == [(0, 14, "statement"), (14, 29, "other")]


def test_an_empty_span_is_no_span() -> None:
    assert disjoint([Span(3, 3, "other", "x"), Span(0, 3, "other", "x"), Span(2, 3, "other", "x")], 9) == [
        Span(0, 3, "other", "x")
    ]


def test_a_document_without_blocks_is_accounted_for_as_unread() -> None:
    units, spans = read("Niemand hat das gelesen", [], Setting())
    assert (units, [span.category for span in spans]) == ([], ["other"])


def test_an_empty_document_has_an_empty_ledger() -> None:
    assert read("", [], Setting()) == ([], [])
