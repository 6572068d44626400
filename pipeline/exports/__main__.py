"""Exports: what do other tools take?

Each export exists twice: as it may leave the house, and below ``intern/`` with all words for those who review.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from pipeline.exports import material, project, workbook
from pipeline.exports.material import Material
from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.schema import write_whole

INTERN = "intern"


class Params(StageParams):
    """What the review aims at."""

    target_accuracy: float = Field(gt=0, le=1)


def files(given: Material, texts: Mapping[str, str], params: Params) -> dict[str, bytes]:
    """Return file name -> content of every export of ``given``."""
    return {
        "review.xlsx": workbook.build(given, params.target_accuracy),
        "project.qdpx": project.qdpx(given, texts),
        "codebook.qdc": project.qdc(given),
    }


def texts_of(corpus: Corpus, given: Material) -> dict[str, str]:
    """Return document -> pseudonymised text, for the documents that have one."""
    names = sorted(given.documents["document"])
    return {name: corpus.text(name) for name in names if (corpus.texts / f"{name}.txt").is_file()}


def main(corpus: Corpus, params: Params) -> str:
    """Write the review workbook and the REFI-QDA project, released and whole."""
    whole = material.read(corpus)
    texts = texts_of(corpus, whole)
    for given, folder in ((material.released(whole), Path()), (whole, Path(INTERN))):
        for name, content in files(given, texts, params).items():
            write_whole(corpus.reports / folder / name, content)
    kept = int((whole.statements["publish"] != "quote").sum())
    return f"{len(whole.statements)} Aussagen zur Durchsicht, davon {kept} im Wortlaut nur in {INTERN}/"


if __name__ == "__main__":
    stage.run(main)
