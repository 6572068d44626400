"""Benchmark: how far does the reading carry over to texts that nobody here wrote, and would more lines help?

Measured on CIMT, real contributions of citizens that are public (``data/benchmarks/cimt``), and on hands of the
training material left out (the learning curve). It takes longer than teaching and depends on no corpus, so it is a
stage of its own: it runs again only when training lines or learners change. ``evaluation`` puts the figures beside
those of the corpus.
"""

from __future__ import annotations

import json

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german.tagger import cimt, curve
from pipeline.shared.german.tagger.paths import BENCHMARK, FIGURES, LEXICON, TRAINING, VECTORS
from pipeline.shared.schema import write_whole


def main(corpus: Corpus) -> str:
    """Measure, and store the figures for all corpora of this project."""
    figures = cimt.figures(BENCHMARK, TRAINING, LEXICON, VECTORS) | curve.figures(TRAINING, LEXICON, VECTORS)
    content = json.dumps(figures, indent=1, sort_keys=True).encode() + b"\n"
    write_whole(corpus.root / FIGURES, content)
    means = [value for name, value in figures.items() if name.endswith(".macro_f1")]
    return f"{len(figures)} Zahlen, im Mittel {sum(means) / max(len(means), 1):.2f}".replace(".", ",")


if __name__ == "__main__":
    stage.run(main)
