"""Counts everything that the charts and the report print, and writes it as tables for people."""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from pipeline.frequencies import files
from pipeline.frequencies.cells import Rules, cells
from pipeline.frequencies.material import Tables, prepare
from pipeline.shared import codebook, stage, tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams


class Params(StageParams):
    """How uncertainty is estimated."""

    draws: int = Field(ge=100)
    seed: int = Field(ge=0)


def read(corpus: Corpus) -> Tables:
    """Return the processed tables that are counted."""
    return Tables(
        documents=tables.DOCUMENTS.read(corpus),
        statements=tables.STATEMENTS.read(corpus),
        fields=tables.FIELDS.read(corpus),
        marks=tables.MARKS.read(corpus),
        themes=tables.THEMES.read(corpus),
        theme_members=tables.THEME_MEMBERS.read(corpus),
        gaps=tables.GAPS.read(corpus),
        guidelines=tables.GUIDELINES.read(corpus),
        guideline_evidence=tables.GUIDELINE_EVIDENCE.read(corpus),
    )


def main(corpus: Corpus, params: Params) -> str:
    """Count both variants and write cells.parquet, the CSV tables and the workbook of each."""
    book = codebook.read(corpus)
    material = prepare(read(corpus), book)
    ledger = tables.LEDGER.read(corpus)
    limits = book.publication
    found = pd.concat(
        [
            cells(
                material,
                ledger,
                Rules(
                    variant, params.draws, params.seed, limits.minimum_sources,
                    max(limits.minimum_sources, limits.minimum_sources_interview), limits.minimum_for_percentages,
                ),
            )
            for variant in tables.VARIANTS
        ],
        ignore_index=True,
    )  # fmt: skip
    tables.CELLS.write(found, corpus)
    files.write(found, material, corpus)
    public = found.loc[found["variant"] == "oeffentlich"]
    return (
        f"{len(material.statements)} Aussagen in {public['table'].nunique()} Tabellen gezählt; "
        f"{int((~public['shown']).sum())} von {len(public)} Zellen der öffentlichen Fassung werden nicht gezeigt"
    )


if __name__ == "__main__":
    stage.run(main)
