"""Tagger: what have we learned about how people say things?

Learns from the labelled lines in data/training how statements, types and fields sound. The same files give the same
model on every run; what this corpus adds (people's decisions) is learned where it is used. Where params.yaml names an
encoder, a second tagger is taught with it and laid beside the shipped one, which stays as it is.
"""

from __future__ import annotations

import shutil

from pydantic import Field

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german import encoder
from pipeline.shared.german.tagger import storage, training
from pipeline.shared.params import StageParams


class Params(StageParams):
    """How the tagger is taught."""

    folds: int = Field(ge=2)
    documents: int = Field(ge=50)
    seed: int = Field(ge=0)


def main(corpus: Corpus, params: Params) -> str:
    """Teach the tagger and store it for all corpora of this project."""
    choices = training.Choices(params.folds, params.documents, params.seed)
    folder = corpus.root / "data" / "training"
    model = encoder.chosen()
    tagger = training.trained(folder, choices)
    helped = training.trained(folder, choices, model) if model else None

    tagger.save(storage.home(corpus.root, None))
    shutil.rmtree(corpus.root / storage.PLACE / encoder.KEY, ignore_errors=True)
    if helped:
        helped.save(storage.home(corpus.root, model))
    said = f"{len(tagger.labels.classes)} Bereiche und {len(tagger.types.classes)} Typen gelernt aus {folder.name}/"
    return f"{said}, dazu mit dem Sprachmodell {model.name}" if model else said


if __name__ == "__main__":
    stage.run(main)
