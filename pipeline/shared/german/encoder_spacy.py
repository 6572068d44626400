"""The word vectors of a spaCy pipeline as an encoder; apart, as loading spaCy takes a second."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.util import load_config

from pipeline.shared.german.vectors import Matrix


class WordVectors:
    """The mean of a text's word vectors (``Doc.vector``). Of the pipeline only tokenizer and vectors are read."""

    def __init__(self, folder: Path) -> None:
        """Read the pipeline in ``folder`` without its components; no code of theirs is run."""
        unused = load_config(folder / "config.cfg")["nlp"]["pipeline"]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # written by another version: tokens and vectors are the same
            self.language = spacy.load(folder, exclude=unused)

    def encode(self, texts: Sequence[str], **_: object) -> Matrix:
        """Return (n, d) float32 rows, called as sentence-transformers is; zero where no word is known."""
        return np.stack([np.asarray(self.language.make_doc(text).vector, dtype=np.float32) for text in texts])
