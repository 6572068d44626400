"""Projects that the real QualCoder imported, changed and exported are read for what was changed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.shared.refi import match, reader
from pipeline.shared.refi.model import canonical, walk

FIXTURES = Path(__file__).parent / "fixtures" / "refi"
EXPORTED = reader.qdpx((FIXTURES / "sample.qdpx").read_bytes())
NAMES = {code.key: code.name for _, code in walk(EXPORTED.codes)}
RETURNED = ["returned_qualcoder_4.0beta", "returned_qualcoder_3.8.2", "returned_qualcoder_4.0beta_crlf"]


@pytest.mark.parametrize("name", RETURNED)
def test_six_edits_in_the_real_program_are_exactly_six_changes(name: str) -> None:
    found = match.difference(EXPORTED, reader.qdpx((FIXTURES / f"{name}.qdpx").read_bytes()))
    assert len(found.kept) == 14
    assert sorted(NAMES[code] for _, code in found.gone) == ["F5 Ehrenamt und bürgerliches Engagement", "Ziel"]
    added = sorted(NAMES.get(code, code) for code, _ in found.added)
    assert added == ["F4 Gesellschaftliche Teilhabe", "Maßnahme", "neu:F4.1 Ansprechpersonen"]
    assert [(NAMES[m.code], m.old[1:], m.new.span[1:]) for m in found.moved] == [("Ziel", (171, 256), (171, 235))]
    assert {NAMES[key]: new for key, new in found.renamed.items()} == {
        "F1.2 Mobilität": "F1.2 Mobilität und Fahrtkosten"
    }
    assert list(found.memos.values()) == [("Wichtig für Leitlinie 2 – siehe auch WS 1", "Dr. Müller")]
    assert not found.located.lost
    assert not found.new_sources


def test_a_project_compared_with_itself_has_not_changed() -> None:
    found = match.difference(EXPORTED, EXPORTED)
    assert (found.gone, found.added, found.moved, found.renamed, found.new_codes, found.memos) == (
        [],
        [],
        [],
        {},
        {},
        {},
    )


def test_unescaped_text_of_an_annotation_is_repaired() -> None:
    project = reader.qdpx((FIXTURES / "returned_qualcoder_malformed_annotation.qdpx").read_bytes())
    assert sum(len(s.codings) for source in project.sources for s in source.selections) == 18
    assert "Notiz & <Anmerkung>" in [note.text for note in project.notes]


def test_the_texts_come_back_as_they_were() -> None:
    for name in RETURNED:
        texts = {
            source.name: canonical(source.text)
            for source in reader.qdpx((FIXTURES / f"{name}.qdpx").read_bytes()).sources
        }
        assert texts == {source.name: source.text for source in EXPORTED.sources}


@pytest.mark.parametrize(
    "broken",
    [b"", b"no archive", b"PK\x03\x04 broken"],
)
def test_a_broken_file_is_named_in_german(broken: bytes) -> None:
    with pytest.raises(reader.UnreadableError, match="rchiv"):
        reader.qdpx(broken)
