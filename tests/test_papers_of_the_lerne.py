"""Three papers of a further town, by a hand who had seen nothing of the readers or the tagger, as they were first met.

Photo minutes as a PDF in two columns, a transcript with marks of f4 and a draft concept as ODT. Nothing but three
wordings was mended for them: these are figures of papers nearly unseen. The gold of the transcript cuts clauses out
of long spoken sentences where the machine keeps the sentence; that is why its precision is low at full recall. One
bullet of the PDF is found in half only: its second line begins with a time ('15 – 16.30 h').
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import unseen

FOLDER = Path(__file__).parent / "papers" / "lerne"
GOLD = [json.loads(line) for line in (FOLDER / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
FLOORS = {".pdf": (0.97, 0.75), ".txt": (0.99, 0.40), ".odt": (0.96, 0.85)}
"""Per format the least recall and precision of the statements found."""


@pytest.mark.parametrize("ending", FLOORS)
def test_what_a_stranger_counted_is_found(ending: str) -> None:
    (path,) = FOLDER.glob(f"*{ending}")
    paper = unseen.Marked(
        path.name, path.read_bytes(), tuple(row["text"] for row in GOLD if row["document"] == path.name)
    )
    found = unseen.figures([paper])
    recall, precision = FLOORS[ending]
    assert len(paper.expected) >= 25
    assert found["detection.recall"] >= recall, unseen.faults([paper])
    assert found["detection.precision"] >= precision, unseen.faults([paper])
