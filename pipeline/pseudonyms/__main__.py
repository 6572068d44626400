"""Pseudonyms: whose name must not be read?

Takes the sealed readings, replaces what identifies somebody, and writes texts and blocks that everything after this
stage works on. Which pseudonym stands for whom lies encrypted in the confidential folder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd
from pydantic import Field

from pipeline.pseudonyms import decisions, key, lexicon
from pipeline.pseudonyms.masking import Result, judge_of, pseudonymise
from pipeline.shared import review, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.params import StageParams
from pipeline.shared.reading import Reading, opened
from pipeline.shared.schema import rows, write_whole
from pipeline.shared.tables import BLOCKS, DOCUMENTS


class Params(StageParams):
    """How sure the machine must be before it replaces."""

    min_score: float = Field(ge=0, le=1)


def readings(corpus: Corpus, documents: pd.DataFrame) -> list[Reading]:
    """Return the readings of all documents that could be read; raises Repairable where one is missing."""
    names = sorted(documents.loc[documents["status"].eq("ok"), "document"])
    found = [opened(corpus, name) for name in names]
    absent = sum(one is None for one in found)
    if absent:
        raise Repairable(
            corpus.relative(corpus.confidential / "readings"),
            [f"{absent} Dokumente sind nicht (mehr) eingelesen"],
            "`dvc repro sources`, dann `dvc repro`.",
        )
    return [one for one in found if one is not None]


def block_rows(results: Sequence[Result]) -> list[dict[str, object]]:
    """Return the rows of table blocks."""
    return [
        {"document": result.document, "block": number, **{k: None if v == "" else v for k, v in asdict(block).items()}}
        for result in results
        for number, block in enumerate(result.blocks)
    ]


def write(results: Sequence[Result], corpus: Corpus) -> None:
    """Write texts and blocks; texts of documents that are no longer there go."""
    corpus.texts.mkdir(parents=True, exist_ok=True)
    wanted = {f"{result.document}.txt" for result in results}
    for old in sorted(corpus.texts.iterdir()):
        if old.name not in wanted and old.is_file():
            old.unlink()
    for result in results:
        write_whole(corpus.texts / f"{result.document}.txt", result.masked.text.encode())
    BLOCKS.write(rows(BLOCKS, block_rows(results)), corpus)


def remember(results: Sequence[Result], known: key.Key) -> None:
    """Note in the key what stood where."""
    known.documents = {
        result.document: {"text": key.fingerprint(result.masked.text), "spans": result.masked.spans()} for result in results
    }


def sentence(results: Sequence[Result]) -> str:
    """Return what came out, counted and without names."""
    people = {label for result in results for swap in result.masked.swaps for label in re.findall(r"\[Person_\d+\]", swap.label)}
    count = sum(len(result.masked.swaps) for result in results)
    return f"{len(results)} Dokumente, {count} Stellen ersetzt, {len(people)} Personen"


def main(corpus: Corpus, params: Params) -> str:
    """Replace names in every document, write texts and blocks, keep the key."""
    read = readings(corpus, DOCUMENTS.read(corpus))
    decided = decisions.of(review.read(corpus, "names"))
    known = key.load(corpus)
    judge = judge_of(read, lexicon.load())
    results, _, _ = pseudonymise(read, judge, known, decided, params.min_score)
    remember(results, known)
    write(results, corpus)
    key.save(known, corpus)
    return sentence(results)


if __name__ == "__main__":
    stage.run(main)
