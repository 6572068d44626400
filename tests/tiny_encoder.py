"""A tiny model of sentence-transformers, made here: one layer of random weights over letters and common pieces."""

from __future__ import annotations

import sys
from pathlib import Path

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüß0123456789.,:;!?-–„“()/"
PIECES = ("sprach", "kurs", "bus", "schul", "kita", "arbeit", "wohn", "fehl", "die", "der", "en", "er", "ung", "keine")
WIDTH = 32


def write(folder: Path, seed: int = 0) -> None:
    """Write the model into ``folder``; needs the extra ``embeddings``. The same seed gives the same model."""
    import torch  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415

    plain = folder.with_name(f"{folder.name}-plain")
    plain.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    words += [*PIECES, *(f"##{piece}" for piece in PIECES)]
    (plain / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(words), hidden_size=WIDTH, num_hidden_layers=1, num_attention_heads=2, intermediate_size=WIDTH
    )
    BertModel(config).save_pretrained(plain)
    BertTokenizerFast(str(plain / "vocab.txt"), strip_accents=False).save_pretrained(plain)
    SentenceTransformer(str(plain), device="cpu").save_pretrained(str(folder), create_model_card=False)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
