"""Where the tagger's sources lie in the project."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pipeline.shared.corpus import project_root

TRAINING: Final[Path] = project_root() / "data" / "training"
LEXICON: Final[Path] = TRAINING / "lexicon"
VECTORS: Final[Path] = project_root() / "data" / "models" / "de_static_pd_50k_192.npz"
BENCHMARK: Final[Path] = project_root() / "data" / "benchmarks" / "cimt"
FIGURES: Final = "data/models/benchmark/figures.json"  # below the root of the project
