"""Counts everything that the charts and the report print, and writes it as tables for people."""

from __future__ import annotations

from functools import partial

import pandas as pd
from pydantic import Field

from pipeline.frequencies import files
from pipeline.frequencies.cells import Rules, cells
from pipeline.frequencies.material import Material, Tables, prepare
from pipeline.shared import codebook, earlier, engine, stage, tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.params import StageParams
from pipeline.shared.schema import write_whole


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


def counted(
    material: Material, ledger: pd.DataFrame, compared: pd.DataFrame, rules: Rules
) -> tuple[pd.DataFrame, dict[str, bytes]]:
    """Return the cells of one variant and the files that show them to people."""
    found = cells(material, ledger, rules)
    return found, files.made(found, material, compared, rules.variant)


def main(corpus: Corpus, params: Params) -> str:
    """Count both variants and write cells.parquet, the CSV tables and the workbook of each."""
    book = codebook.read(corpus)
    material = prepare(read(corpus), book)
    ledger = tables.LEDGER.read(corpus)
    limits = book.publication
    strictest = max(limits.minimum_sources, limits.minimum_sources_interview)
    rules = [
        Rules(variant, params.draws, params.seed, limits.minimum_sources, strictest, limits.minimum_for_percentages)
        for variant in tables.VARIANTS
    ]
    count = partial(counted, material, ledger, earlier.compared(corpus))
    made = engine.chosen().mapped(count, rules, "Fassungen", few=len(rules))
    found = pd.concat([one for one, _ in made], ignore_index=True)
    tables.CELLS.write(found, corpus)
    for rule, (_, written) in zip(rules, made, strict=True):
        for name, content in written.items():
            write_whole(files.folder(corpus, rule.variant) / name, content)
    public = found.loc[found["variant"] == "oeffentlich"]
    return (
        f"{len(material.statements)} Aussagen in {public['table'].nunique()} Tabellen gezählt; "
        f"{int((~public['shown']).sum())} von {len(public)} Zellen der öffentlichen Fassung werden nicht gezeigt"
    )


if __name__ == "__main__":
    stage.run(main)
