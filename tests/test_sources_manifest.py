# ruff: noqa: E501 - a case is one line, as somebody would write it
"""The manifest: what people wrote down, what is inferred, and every fault by its line."""

from __future__ import annotations

import pytest

from pipeline.shared.reading import Block, Reading
from pipeline.sources.manifest import Entry, date_in, inferred, kind_of, parse

HEAD = "file;event;date;fields;stakeholder_group;kind;publish\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-10-04_ws1", "2023-10-04"), ("20231004 Protokoll", "2023-10-04"), ("2023_10_04", "2023-10-04"), ("am 4.10.2023", "2023-10-04"),
        ("04.10.23, 17 Uhr", "2023-10-04"), ("4. Oktober 2023", "2023-10-04"), ("Mi, 4. Okt. 2023", "2023-10-04"), ("8. März 2024", "2024-03-08"),
        ("8. Mrz 2024", "2024-03-08"), ("31.02.2024", ""), ("29.02.2024", "2024-02-29"), ("29.02.2023", ""), ("Tel. 040 66969172", ""),
        ("Version 2.3.1", ""), ("ohne Datum", ""), ("3.4.2024 bis 5.4.2024", "2024-04-03"),
    ],
)  # fmt: skip
def test_a_date_in_any_form(text: str, expected: str) -> None:
    assert date_in(text) == expected


def test_a_line_is_read() -> None:
    found = parse((HEAD + "a.docx;ws1;4.10.2023;sprache|arbeit;Ehrenamt;Protokoll;\n").encode())
    assert found.entries["a.docx"] == Entry("a.docx", "ws1", "2023-10-04", "sprache|arbeit", "Ehrenamt", "protokoll")
    assert not found.faults


@pytest.mark.parametrize("page", ["utf-8-sig", "cp1252", "utf-16"])
def test_the_manifest_may_come_from_any_program(page: str) -> None:
    assert "für.docx" in parse((HEAD + "für.docx;ws;2023-10-04;;;protokoll;\r\n").encode(page)).entries


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "das Manifest ist leer"),
        ("file;event;date;fields;kind\na;b;2023-10-04;;x\n", "Spalte stakeholder_group fehlt"),
        (HEAD.replace("publish", "offen") + "a;b;2023-10-04;;;x;\n", "Spalte 7 ist unbekannt"),
        (HEAD + ";ws;2023-10-04;;;x;\n", "Zeile 2: file ist leer"),
        (HEAD + "a;ws;gestern;;;x;\n", "Zeile 2: date ist kein Datum (JJJJ-MM-TT)"),
        (
            HEAD + "a;ws;;;;x;ja\n",
            "Zeile 2: publish ist nicht in quote, count, internal; vorsichtshalber gilt internal",
        ),
        (HEAD + "a;ws;;;;x;\na;ws;;;;x;\n", "Zeile 3: die Datei steht schon in einer früheren Zeile; diese gilt nicht"),
    ],
)
def test_a_fault_is_said_by_its_line(content: str, fault: str) -> None:
    assert fault in parse(content.encode()).faults


def test_a_fault_does_not_quote() -> None:
    assert "Meyer" not in " ".join(parse((HEAD + "a;ws;Meyer;;;x;Meyer\n").encode()).faults)


def test_a_name_with_decomposed_letters_is_the_same_name() -> None:
    assert "für.txt" in parse((HEAD + "fu\u0308r.txt;ws;;;;x;\n").encode()).entries


def reading(name: str, text: str = "", *kinds: str, reader: str = "docx") -> Reading:
    return Reading(name, "0", reader, text, tuple(Block(kind, 0, len(text)) for kind in kinds))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (reading("a.docx", "", *["turn"] * 4), "interview"),
        (reading("Interview_3.docx"), "interview"),
        (reading("a.xlsx", "", "card"), "kartenabschrift"),
        (reading("fotoprotokoll.pdf"), "fotoprotokoll"),
        (reading("a.eml", reader="eml"), "email"),
        (reading("a.docx"), "protokoll"),
    ],
)
def test_the_kind_is_inferred(found: Reading, expected: str) -> None:
    assert kind_of(found, found.document) == expected


def test_what_a_paper_without_a_line_tells() -> None:
    entry = inferred(reading("2024-05-02_forum_wohnen.docx"), [], {"wohnen": "Wohnen und Leben", "arbeit": "Arbeit"})
    assert (entry.event, entry.date, entry.fields, entry.kind) == ("forum", "2024-05-02", "wohnen", "protokoll")
    assert "steht nicht im Manifest" in entry.notes[0]


def test_a_paper_of_the_same_day_belongs_to_the_same_event() -> None:
    entry = inferred(reading("notiz.txt", "Treffen am 4. Oktober 2023"), [Entry("a", "ws1", "2023-10-04")], {})
    assert (entry.event, entry.date) == ("ws1", "2023-10-04")


def test_a_letter_to_somebody_with_a_degree_is_one() -> None:
    text = "Sehr geehrte Frau Prof. Dr. Berg,\nhier unsere Punkte.\nMit freundlichen Grüßen"
    starts = [0, text.index("hier"), text.index("Mit")]
    ends = [start - 1 for start in starts[1:]] + [len(text)]
    blocks = tuple(Block("paragraph", *span) for span in zip(starts, ends, strict=True))
    assert kind_of(Reading("a.txt", "", "txt", text, blocks), "a") == "brief"
