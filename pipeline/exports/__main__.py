"""Exports: what do other tools take?

Each export exists twice: as it may leave the house, and below ``intern/`` with all words for those who review.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from pipeline.exports import material, workbook
from pipeline.exports.material import Material
from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.schema import write_whole

INTERN = "intern"


class Params(StageParams):
    """What the review aims at."""

    target_accuracy: float = Field(gt=0, le=1)


def files(given: Material, params: Params) -> dict[str, bytes]:
    """Return file name -> content of every export of ``given``."""
    return {"review.xlsx": workbook.build(given, params.target_accuracy)}


def main(corpus: Corpus, params: Params) -> str:
    """Write the review workbook and the REFI-QDA project, released and whole."""
    whole = material.read(corpus)
    for given, folder in ((material.released(whole), Path()), (whole, Path(INTERN))):
        for name, content in files(given, params).items():
            write_whole(corpus.reports / folder / name, content)
    kept = int((whole.statements["publish"] != "quote").sum())
    return f"{len(whole.statements)} Aussagen zur Durchsicht, davon {kept} im Wortlaut nur in {INTERN}/"


if __name__ == "__main__":
    stage.run(main)
