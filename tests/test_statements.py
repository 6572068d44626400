"""Statements: assertions of invented documents of other districts, and what is none."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

import pytest
from minutes import Paper, papers

from pipeline.statements.document import Setting, Unit, read
from pipeline.statements.ledger import Span

PAPERS = {name: (kind, paper) for name, kind, paper in papers()}
NEAR = 0.8
FLOOR = 0.93


def found(name: str) -> tuple[Paper, list[Unit], list[Span]]:
    kind, paper = PAPERS[name]
    units, spans = read(paper.text, paper.blocks, Setting(kind))
    return paper, units, spans


def same(first: str, second: str) -> bool:
    return SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio() >= NEAR


def counts(name: str) -> Counter[str]:
    paper, units, _ = found(name)
    wordings = [paper.text[unit.start : unit.end] for unit in units]
    return Counter(
        expected=len(paper.expected),
        found=len(wordings),
        recalled=sum(any(same(wanted, wording) for wording in wordings) for wanted in paper.expected),
        right=sum(any(same(wanted, wording) for wanted in paper.expected) for wording in wordings),
    )


def test_units_of_invented_papers_are_found_as_a_reader_would_cut_them() -> None:
    total = sum((counts(name) for name in PAPERS), Counter[str]())
    assert total["recalled"] >= FLOOR * total["expected"]
    assert total["right"] >= FLOOR * total["found"]


@pytest.mark.parametrize("name", PAPERS)
def test_the_ledger_accounts_for_every_character(name: str) -> None:
    paper, units, spans = found(name)
    assert "".join(paper.text[span.start : span.end] for span in spans) == paper.text
    assert all(span.reason for span in spans)
    assert {(unit.start, unit.end) for unit in units} <= {(s.start, e) for s in spans for e in range(s.start, s.end + 1)}
