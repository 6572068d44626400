"""The tagger: statement, type and field of every sentence, calibrated, with reasons."""

from pipeline.shared.german.tagger.model import Tagger

__all__ = ["Tagger"]
