"""Statements: what was said? One problem, goal, measure, offer or principle per row.

Structure speaks first (card, cell, bullet, turn, heading, column), then the wording, then the tagger. Every
character of every document is entered in the ledger with a category and a reason, so nothing is lost unseen.
"""

from collections import Counter
from collections.abc import Mapping

import pandas as pd
from pydantic import Field

from pipeline.shared import codebook, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.tables import BLOCKS, DOCUMENTS, LEDGER, STATEMENTS
from pipeline.statements import table
from pipeline.statements.document import Setting, read


class Params(StageParams):
    """When the tagger's doubt is said, and when it drops a sentence of running text."""

    drop_below: float = Field(ge=0, le=1)
    doubt_below: float = Field(ge=0, le=1)


def main(corpus: Corpus, params: Params) -> str:
    """Cut every document into assertions and enter all of its text in the ledger."""
    book = codebook.read(corpus)
    cues: Mapping[str, tuple[str, ...]] = {group.name: group.cues for group in book.groups}
    documents = DOCUMENTS.read(corpus)
    documents = documents[documents["status"] == "ok"]
    blocks = dict(tuple(BLOCKS.read(corpus).groupby("document", sort=True)))

    rows: list[dict[str, object]] = []
    spans: list[dict[str, object]] = []
    for record in documents.sort_values("document").to_dict("records"):
        name = str(record["document"])
        text = corpus.text(name)
        setting = Setting(table.word(record["kind"]), tuple(table.words(record["stakeholder_group"])), cues)
        units, ledger = read(text, table.blocks(blocks.get(name)), setting)
        rows.extend(table.rows(record, text, units))
        spans.extend(table.spans(name, ledger))

    statements = table.finished(pd.DataFrame(rows, columns=STATEMENTS.names), book)
    STATEMENTS.write(statements, corpus)
    LEDGER.write(pd.DataFrame(spans, columns=LEDGER.names), corpus)
    counts = Counter(str(span["category"]) for span in spans)
    return f"{len(statements)} Aussagen aus {len(documents)} Dokumenten; nicht gezählt: " + ", ".join(
        f"{count} {name}" for name, count in sorted(counts.items()) if name != "statement"
    )


if __name__ == "__main__":
    stage.run(main)
