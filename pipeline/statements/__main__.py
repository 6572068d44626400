"""Statements: what was said? One problem, goal, measure, offer or principle per row.

Structure speaks first (card, cell, bullet, turn, heading, column), then the wording, then the tagger. Every
character of every document is entered in the ledger with a category and a reason, so nothing is lost unseen.
"""

from pydantic import Field

from pipeline.shared import codebook, engine, review, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.tagger import Tagger
from pipeline.shared.params import StageParams
from pipeline.shared.tables import BLOCKS, DOCUMENTS, LEDGER, OVERTAKEN, STATEMENTS
from pipeline.statements import table
from pipeline.statements.corpus import Doubt, Papers, read, settled


class Params(StageParams):
    """When the tagger's doubt is noted, and when a sentence of running text is not counted."""

    drop_below: float = Field(ge=0, le=1)
    doubt_below: float = Field(ge=0, le=1)


def main(corpus: Corpus, params: Params) -> str:
    """Cut every document into assertions and enter all of its text in the ledger."""
    book = codebook.read(corpus)
    documents = DOCUMENTS.read(corpus)
    documents = documents[documents["status"] == "ok"].sort_values("document")
    texts = {name: corpus.text(name) for name in documents["document"]}
    papers = Papers(documents, BLOCKS.read(corpus), texts)
    tagger = Tagger.at_hand(corpus.root)

    found = read(papers, book, tagger, Doubt(params.drop_below, params.doubt_below), engine.chosen())
    found, lost = settled(found, papers, review.read(corpus, "statements"))
    statements = table.statements(found, papers, tagger, book)
    types, gone = review.current(review.read(corpus, "types"), statements)

    STATEMENTS.write(table.decided(statements, types), corpus)
    LEDGER.write(table.ledger(found), corpus)
    OVERTAKEN.write(table.overtaken(lost, statements), corpus)
    return (
        f"{len(statements)} Aussagen aus {len(documents)} Dokumenten, {len(types)} Typen entschieden, "
        f"{len(lost) + len(gone)} Entscheidungen überholt; nicht gezählt: {table.left_out(found)}"
    )


if __name__ == "__main__":
    stage.run(main)
