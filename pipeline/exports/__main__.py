"""Exports: what do other tools take?

Each export exists twice: as it may leave the house, and below ``intern/`` with all words for those who review.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import Field

from pipeline.exports import material, page, project, workbook
from pipeline.exports.material import Material
from pipeline.shared import agreement, review, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.refi import writer
from pipeline.shared.schema import write_whole
from pipeline.shared.tables import OVERTAKEN
from pipeline.shared.wording import tame

INTERN = "intern"
SUBJECT = "statement_id"


class Params(StageParams):
    """What the review aims at, and how large the sample for blind double coding is."""

    target_accuracy: float = Field(gt=0, le=1)
    blind_size: int = Field(ge=1)
    seed: int


def files(given: Material, texts: Mapping[str, str], name: str, params: Params) -> dict[str, bytes]:
    """Return file name -> content of every export of ``given``."""
    return {
        "review.xlsx": workbook.build(given, params.target_accuracy),
        "review.html": page.build(given, name),
        "project.qdpx": project.qdpx(given, texts),
        "codebook.qdc": project.qdc(given),
    }


def inside(whole: Material, texts: Mapping[str, str], params: Params) -> dict[str, bytes]:
    """Return file name -> content of what only stays in the house: blind coding and the log of decisions."""
    first = whole.fields.sort_values(["statement_id", "rank"], kind="stable").drop_duplicates("statement_id")
    strata = whole.statements.merge(first[["statement_id", "field"]], on="statement_id", how="left")
    generator = np.random.default_rng(params.seed)
    chosen = agreement.blind_sample(strata, params.blind_size, ["field", "type_suggested"], generator)
    blind = project.blind(whole, texts, set(chosen["statement_id"]))
    return {"blind.xlsx": workbook.blind(whole, chosen), "blind.qdpx": writer.qdpx(blind)}


def listed(corpus: Corpus, whole: Material) -> dict[str, bytes]:
    """Return file name -> content of the lists: decisions, where people disagree, what is overtaken, what came back."""
    disputed = [review.conflicts(corpus, kind).assign(kind=kind) for kind in review.KINDS]
    shown = ["kind", "reviewer", "date", "file", "line"]
    conflicts = pd.concat([rows[[*shown, *([SUBJECT] if SUBJECT in rows else [])]] for rows in disputed])
    gone = review.overtaken.listed(lambda kind: whole.decisions[kind], vars(whole), OVERTAKEN.read(corpus))
    tables = {
        "overtaken": gone,
        "decisions": review.log(corpus),
        "conflicts": conflicts,
        "returned": review.returned(corpus),
    }
    return {f"{name}.csv": as_csv(table) for name, table in tables.items()}


def as_csv(table: pd.DataFrame) -> bytes:
    """Return ``table`` as CSV for a spreadsheet: semicolons, UTF-8 with mark, no cell that could be a formula."""
    words = table.astype("string").fillna("").replace({"True": "ja", "False": "nein"})
    content: str = words.map(tame).to_csv(sep=";", index=False, lineterminator="\n")
    return content.encode("utf-8-sig")


def texts_of(corpus: Corpus, given: Material) -> dict[str, str]:
    """Return document -> pseudonymised text, for the documents that have one."""
    names = sorted(given.documents["document"])
    return {name: corpus.text(name) for name in names if (corpus.texts / f"{name}.txt").is_file()}


def main(corpus: Corpus, params: Params) -> str:
    """Write the review workbook and the REFI-QDA project, released and whole."""
    whole = material.read(corpus)
    texts = texts_of(corpus, whole)
    for given, folder in ((material.released(whole), Path()), (whole, Path(INTERN))):
        for file, content in files(given, texts, corpus.name, params).items():
            write_whole(corpus.reports / folder / file, content)
    for name, content in {**inside(whole, texts, params), **listed(corpus, whole)}.items():
        write_whole(corpus.reports / INTERN / name, content)
    kept = int((whole.statements["publish"] != "quote").sum())
    return f"{len(whole.statements)} Aussagen zur Durchsicht, davon {kept} im Wortlaut nur in {INTERN}/"


if __name__ == "__main__":
    stage.run(main)
