"""Encoder: a language model on this machine that params.yaml may name; without one the shipped vectors serve alone.

What it says is one more expert of the tagger and one more kind of evidence for themes, never the only one. A model is
a folder in ``data/models/encoders`` as the library sentence-transformers writes it, or a spaCy pipeline with word
vectors. It is read from there only: nothing is fetched (see ``pipeline.fetch``), and no code beside the weights is run.

Sources: Reimers, Gurevych (2019), "Sentence-BERT"; Mu, Viswanath (2018), "All-but-the-Top" (what all rows share is
taken away before they are compared).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from pipeline.shared import params
from pipeline.shared.corpus import project_root
from pipeline.shared.errors import ParamsFault, Repairable
from pipeline.shared.german.vectors import Matrix, unit
from pipeline.shared.progress import bar

KEY: Final = "encoder"
FOLDER: Final = "data/models/encoders"
INDEX: Final = "modules.json"
META: Final = "meta.json"  # of a spaCy pipeline
LIBRARY: Final = "sentence_transformers"
ABSENT: Final = "das Paket sentence-transformers ist nicht installiert"
WITHOUT: Final = f'oder `{KEY}: ""` (dann wird nur mit den mitgelieferten Wortvektoren gerechnet).'
OFFLINE: Final = {
    "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
    "ATEN_CPU_CAPABILITY": "avx2", "ONEDNN_MAX_CPU_ISA": "AVX2", "MKL_CBWR": "AVX2",
}  # fmt: skip


class Encoder(Protocol):
    """Turns texts into vectors. ``name`` and ``sha256`` (of all its files) say for good which model it is."""

    @property
    def name(self) -> str:
        """Return what the model is called in params.yaml."""

    @property
    def sha256(self) -> str:
        """Return the checksum of all its files."""

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, d) float32 rows of length 1, zero for an empty text; no row depends on the other texts."""


def identity(encoder: Encoder | None) -> dict[str, str]:
    """Return name and checksum; nothing without an encoder."""
    return {"name": encoder.name, "sha256": encoder.sha256} if encoder else {}


def checksum(folder: Path) -> str:
    """Return the SHA-256 over names and contents of all files below ``folder``; hidden ones are no part of a model."""
    digest = hashlib.sha256()
    for path in files(folder):
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()}\n{content}\n".encode())
    return digest.hexdigest()


def files(folder: Path) -> list[Path]:
    """Return the files of a model in the order of their names."""
    found = (path for path in folder.rglob("*") if path.is_file())
    plain = (path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    return sorted(plain, key=lambda path: path.relative_to(folder).as_posix())


@dataclass(frozen=True, eq=False)
class Model:
    """A model in a folder; read when the first text is encoded.

    Texts are encoded one by one and in one thread, so a row is the same whatever stands beside it. The rows of the last
    call are kept, as several questions are put about the same texts.
    """

    folder: Path
    name: str
    sha256: str
    known: dict[str, Matrix] = field(default_factory=dict, repr=False)

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, d) float32 rows of length 1; a text of white space is the zero row.

        Raises:
            Repairable: where the library is not installed or the model cannot be read.
        """
        if any(text not in self.known for text in texts):
            self._keep(list(dict.fromkeys(texts)))
        return np.stack([self.known[text] for text in texts]) if texts else np.zeros((0, 1), dtype=np.float32)

    def _keep(self, texts: Sequence[str]) -> None:
        """Encode what is new among ``texts`` and forget all others."""
        model = loaded(self.folder, self.sha256)
        old = {text: self.known[text] for text in texts if text in self.known}
        fresh = [text for text in texts if text not in old]
        rows = {text: row(model, text) for text in bar(fresh, "Das Sprachmodell liest", len(fresh))}
        if not all(np.isfinite(found).all() for found in rows.values()):
            raise Repairable(f"{FOLDER}/{self.name}", ["das Modell rechnet mit Unzahlen"], f"Anderes Modell {WITHOUT}")
        self.known.clear()
        self.known.update(old | rows)


def row(model: Any, text: str) -> Matrix:  # noqa: ANN401 - the library is an extra and may be absent
    """Return the (d,) float32 row of one text."""
    found = model.encode([text], batch_size=1, convert_to_numpy=True, show_progress_bar=False)
    return np.asarray(unit(np.asarray(found, dtype=np.float32))[0] * bool(text.strip()))


@lru_cache(maxsize=1)
def loaded(folder: Path, sha256: str) -> Any:  # noqa: ANN401, ARG001 - no types without the extra; a changed model is another
    """Return the model in ``folder``, on the processor, in one thread, without a network."""
    read = _transformer if (folder / INDEX).is_file() else _word_vectors
    try:
        return read(folder)
    except Repairable:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the library says of a broken model, it is the model's fault
        broken = f"das Sprachmodell lässt sich nicht laden ({type(error).__name__})"
        remedy = f"Ordner löschen und neu holen (docs/sprachmodelle.md) {WITHOUT}"
        raise Repairable(f"{FOLDER}/{folder.name}", [broken], remedy) from None


def _word_vectors(folder: Path) -> Any:  # noqa: ANN401 - as above
    from pipeline.shared.german.encoder_spacy import WordVectors  # noqa: PLC0415 - loading spaCy takes a second

    return WordVectors(folder)


def _transformer(folder: Path) -> Any:  # noqa: ANN401 - as above
    os.environ.update(OFFLINE)
    try:
        import torch  # noqa: PLC0415 - the extra "embeddings"
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - the same
        from transformers.utils import logging  # noqa: PLC0415 - the same
    except ImportError:
        remedy = f"Einmal installieren (docs/sprachmodelle.md) {WITHOUT}"
        raise Repairable(f"{FOLDER}/{folder.name}", [ABSENT], remedy) from None
    torch.set_num_threads(1)
    logging.disable_progress_bar()
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)


@dataclass(frozen=True, eq=False)
class Centred:
    """An encoder without what all its rows share: ``middle`` (d,) is subtracted, so strangers lie at right angles."""

    encoder: Encoder
    middle: Matrix

    @classmethod
    def over(cls, encoder: Encoder, texts: Sequence[str]) -> Centred:
        """Return the encoder whose middle is that of ``texts``."""
        return cls(encoder, np.asarray(encoder.encode(texts).mean(axis=0, dtype=np.float64), dtype=np.float32))

    @property
    def name(self) -> str:
        """Return the name of the model."""
        return self.encoder.name

    @property
    def sha256(self) -> str:
        """Return the checksum of its files."""
        return self.encoder.sha256

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Return (n, d) float32 rows of length 1, zero for an empty text."""
        rows = self.encoder.encode(texts)
        said = np.array([[bool(text.strip())] for text in texts]).reshape(-1, 1)
        return unit((rows - self.middle) * said) if len(texts) else rows


def chosen() -> Model | None:
    """Return the model that params.yaml names; None where it names none.

    Raises:
        ParamsFault: where the key is missing or no name of a folder, the folder is missing or holds no such model.
    """
    name = params.document().get(KEY)
    if not isinstance(name, str) or name.startswith(".") or {"/", "\\"} & set(name):
        raise ParamsFault(params.FILE, [f'{KEY} muss der Name eines Ordners unter {FOLDER} sein oder leer ("")'])
    if not name:
        return None
    folder = project_root() / FOLDER / name
    faults = list(unfit(folder))
    if faults:
        remedy = f"Einmal holen mit `python -m pipeline.fetch MODELL {name}` (docs/sprachmodelle.md)"
        raise ParamsFault(params.FILE, [f"{KEY}: {fault}" for fault in faults], f"{remedy} {WITHOUT}")
    return Model(folder, name, checksum(folder))


def unfit(folder: Path) -> Iterable[str]:
    """Yield why a folder is no model that can be read here, in German."""
    place = f"{FOLDER}/{folder.name}"
    if not folder.is_dir():
        yield f"den Ordner {place} gibt es nicht"
        return
    if folder.is_symlink():
        yield f"{place} ist eine Verknüpfung: was sich dort ändert, bliebe unbemerkt; den Ordner kopieren"
    if any(path.suffix == ".py" for path in files(folder)):
        yield f"{place} bringt eigenen Programmcode mit; der wird hier nicht ausgeführt"
    elif (folder / INDEX).is_file():
        yield from _unfit_index(folder / INDEX, place)
    elif (folder / META).is_file():
        yield from _unfit_meta(folder / META, place)
    else:
        yield f"{place} ist weder ein Modell von sentence-transformers ({INDEX} fehlt) noch von spaCy ({META} fehlt)"


def _unfit_index(index: Path, place: str) -> Iterable[str]:
    try:
        kinds = [str(part["type"]) for part in json.loads(index.read_text(encoding="utf-8"))]
    except (ValueError, TypeError, KeyError):
        yield f"{place}/{INDEX} ist nicht lesbar"
        return
    if any(not kind.startswith(f"{LIBRARY}.") for kind in kinds):
        yield f"{place} bringt eigenen Programmcode mit; der wird hier nicht ausgeführt"


def _unfit_meta(meta: Path, place: str) -> Iterable[str]:
    try:
        width = int(json.loads(meta.read_text(encoding="utf-8"))["vectors"]["width"])
    except (ValueError, TypeError, KeyError):
        yield f"{place}/{META} ist nicht lesbar"
        return
    if not width:
        yield f"{place} hat keine Wortvektoren; bei spaCy haben sie die Fassungen md und lg"
