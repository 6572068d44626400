"""Tagger: what have we learned about how people say things?

Learns from the labelled lines in data/training how statements, types and fields sound. The same files give the same
model on every run; what this corpus adds (people's decisions) is learned where it is used. How well the reading of
form carries over to real contributions (CIMT) depends on no corpus either: it is measured here, for ``evaluation``.
"""

from __future__ import annotations

import json

from pydantic import Field

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.tagger import cimt, training
from pipeline.shared.german.tagger.paths import BENCHMARK, FIGURES, LEXICON, VECTORS
from pipeline.shared.params import StageParams
from pipeline.shared.schema import write_whole

FOLDER = "tagger"


class Params(StageParams):
    """How the tagger is taught."""

    folds: int = Field(ge=2)
    documents: int = Field(ge=50)
    seed: int = Field(ge=0)


def main(corpus: Corpus, params: Params) -> str:
    """Teach the tagger and store it for all corpora of this project."""
    choices = training.Choices(params.folds, params.documents, params.seed)
    folder = corpus.root / "data" / "training"
    tagger = training.trained(folder, choices)

    tagger.save(corpus.root / "data" / "models" / FOLDER)
    figures = cimt.figures(BENCHMARK, folder, LEXICON, VECTORS)
    content = json.dumps(figures, indent=1, sort_keys=True).encode() + b"\n"
    write_whole(corpus.root / "data" / "models" / FOLDER / FIGURES, content)
    return f"{len(tagger.labels.classes)} Bereiche und {len(tagger.types.classes)} Typen gelernt aus {folder.name}/"


if __name__ == "__main__":
    stage.run(main)
