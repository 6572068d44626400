"""Tagger: what have we learned about how people say things?

Learns from the labelled lines in data/training how statements, types and fields sound. The same files give the same
model on every run; what this corpus adds (people's decisions) is learned where it is used.
"""

from __future__ import annotations

from pydantic import Field

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.tagger import training
from pipeline.shared.params import StageParams

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
    return f"{len(tagger.labels.classes)} Bereiche und {len(tagger.types.classes)} Typen gelernt aus {folder.name}/"


if __name__ == "__main__":
    stage.run(main)
