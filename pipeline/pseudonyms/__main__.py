"""Pseudonyms: whose name must not be read?

Takes the sealed readings, replaces what identifies somebody, and writes texts and blocks that everything after this
stage works on. Which pseudonym stands for whom lies encrypted in the confidential folder. With a word after it the
command does something else: ``resolve``, ``forget-key``, ``forget-person``, ``forget-document`` (see commands).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Literal

import pandas as pd
from pydantic import Field

from pipeline.pseudonyms import checklist, commands, decisions, lexicon
from pipeline.pseudonyms.masking import Outcome, Result, pseudonymise
from pipeline.pseudonyms.needles import needles
from pipeline.pseudonyms.scouting import Rules, judge_of
from pipeline.shared import engine, key, leaks, private, review, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.params import StageParams
from pipeline.shared.reading import Reading, opened
from pipeline.shared.schema import rows, write_whole
from pipeline.shared.spelling import fold, fold_text
from pipeline.shared.tables import BLOCKS, DOCUMENTS

MEETS = frozenset(
    ["interview", "gesprach", "gespraech", "frau", "herr", "herrn", "von", "mit", "familie", "telefonat", "mail"]
)


class Params(StageParams):
    """How sure the machine must be before it replaces."""

    min_score: float = Field(ge=0, le=1)
    streets: bool
    offices: bool
    style: Literal["nummern", "namen"]


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
        result.document: {
            "text": key.fingerprint(result.masked.text),
            "spans": [list(span) for span in result.masked.spans()],
        }
        for result in results
    }


def named_files(outcome: Outcome, documents: Sequence[str]) -> list[int]:
    """Return the positions (from 1, by the alphabet) of ``documents`` whose file name carries a found name."""
    return [place for place, document in enumerate(sorted(documents), start=1) if _names_somebody(document, outcome)]


def _names_somebody(document: str, outcome: Outcome) -> bool:
    """Tell whether a file name carries a name found in a paper, or one that its neighbours in the file name show."""
    known, lex = outcome.shown.known.anywhere, outcome.shown.judge.lexicon
    words = re.findall(r"[^\W\d_]{3,}", document.rsplit(".", 1)[0])
    shown = (
        lex.is_plain_name(word) and (lex.is_first(before) or fold(before) in MEETS) for before, word in pairwise(words)
    )
    return any(fold(word) in known for word in words) or any(shown)


def sentence(results: Sequence[Result], people: int, doubtful: int, listed: str) -> str:
    """Return what came out, counted and without names."""
    swaps = [swap for result in results for swap in result.masked.swaps]
    return (
        f"{len(results)} Dokumente, {len(swaps)} Stellen ersetzt, {people} Personen; "
        f"{doubtful} zweifelhafte Namen zum Prüfen in {listed}"
    )


def main(corpus: Corpus, params: Params) -> str:
    """Replace names in every document, write texts and blocks, keep the key."""
    documents = DOCUMENTS.read(corpus)
    read = readings(corpus, documents)
    decided = decisions.of(review.read(corpus, "names"))
    known = key.load(corpus)
    skipped = {why for why, wanted in (("Straße", params.streets), ("rare-role", params.offices)) if not wanted}
    rules = Rules(params.min_score, decided, frozenset(skipped), by_name=params.style == "namen")
    outcome = pseudonymise(read, judge_of(read, lexicon.load()), known, rules, engine.chosen())
    faults = [
        f"der Name der {place}. Datei (nach dem Alphabet) enthält den Namen eines Menschen"
        for place in named_files(outcome, documents["document"].tolist())
    ]
    if faults:
        raise Repairable(
            corpus.relative(corpus.documents),
            faults,
            "Datei umbenennen (auch im Manifest), dann `dvc repro`. Ist es kein Name: in review/ mit nein entscheiden.",
        )
    remember(outcome.results, known)
    leaks.seal(needles(outcome, known, fold_text(corpus.codebook.read_text(encoding="utf-8"))), corpus)
    write(outcome.results, corpus)
    doubtful = checklist.rows(outcome, decided)
    place = corpus.confidential / checklist.FILE
    private.write_private(place, checklist.to_csv(doubtful))
    key.save(known, corpus)
    people = sum(label.startswith(f"[{leaks.LABELS['person']}_") for label in known.forms)
    return sentence(outcome.results, people, len(doubtful), corpus.relative(place))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        commands.run(sys.argv[1:])
    else:
        stage.run(main)
