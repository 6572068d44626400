"""Storage: a tagger as two files, numbers (npz) and words (json); no code is stored, none is run on loading."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from pipeline.shared.errors import Repairable
from pipeline.shared.german.encoder import KEY, Encoder, identity
from pipeline.shared.german.tagger import experts, features
from pipeline.shared.german.tagger.judges import Expert, Panel, Reader
from pipeline.shared.german.tagger.marking import Marker
from pipeline.shared.german.tagger.pooling import Pool
from pipeline.shared.schema import write_whole

if TYPE_CHECKING:
    from pipeline.shared.german.tagger.model import Tagger

NUMBERS: Final = "numbers.npz"
WORDS: Final = "words.json"
PANELS: Final = ("labels", "types", "statements")
MEMORY_SCALE: Final = 127
PLACE: Final = "data/models/tagger"
AGAIN: Final = "Neu lernen lassen: `dvc repro`."
EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def home(root: Path, encoder: Encoder | None) -> Path:
    """Return where a tagger lies below ``root``: the shipped one in git, one taught with an encoder beside it."""
    return root / PLACE / KEY if encoder else root / PLACE


def save(tagger: Tagger, folder: Path) -> None:
    """Write the tagger; the same tagger is the same bytes."""
    numbers: dict[str, Any] = {"second": tagger.second}
    told: dict[str, Any] = {
        "vocabularies": {name: list(view.vocabulary) for name, view in tagger.reader.views.items()},
        "pools": {},
        "panels": {},
    }
    if tagger.reader.encoder:
        told[KEY] = identity(tagger.reader.encoder)
    told["marks"] = tagger.marker.marks
    numbers |= {"marks/coefficients": tagger.marker.coefficients.astype(np.float16), "marks/usual": tagger.marker.usual}
    numbers |= {f"rarity/{name}": view.rarity for name, view in tagger.reader.views.items()}
    for name in PANELS:
        panel: Panel = getattr(tagger, name)
        told["panels"][name] = {"classes": panel.classes, "experts": list(panel.experts)}
        for expert, judge in panel.experts.items():
            numbers |= _packed(f"{name}/{expert}", judge)
    pools = {name: getattr(tagger, name).pool for name in PANELS}
    for name, pool in (
        pools | {"first": tagger.first_pool, "fields": tagger.field_pool, "context_types": tagger.type_pool}
    ).items():
        told["pools"][name] = pool.names
        numbers[f"pool/{name}"] = pool.weights
    write_whole(folder / WORDS, json.dumps(told, ensure_ascii=False, indent=0).encode() + b"\n")
    write_whole(folder / NUMBERS, _zipped(numbers))


def _packed(key: str, judge: Expert) -> dict[str, Any]:
    if isinstance(judge, experts.Network):
        return {f"{key}/inner": judge.inner.astype(np.float16), f"{key}/outer": judge.outer.astype(np.float16)}
    if isinstance(judge, experts.Memory):
        rows = np.round(judge.rows * MEMORY_SCALE).astype(np.int8)
        return {f"{key}/rows": rows, f"{key}/labels": judge.labels.astype(np.int8)}
    return {f"{key}/coefficients": judge.coefficients.astype(np.float16), f"{key}/intercept": judge.intercept}


def _zipped(numbers: dict[str, Any]) -> bytes:
    """Return arrays as an ``.npz`` without time stamps."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(numbers):
            buffer = io.BytesIO()
            np.save(buffer, np.asarray(numbers[name]))
            archive.writestr(zipfile.ZipInfo(f"{name}.npy", EPOCH), buffer.getvalue(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def load(folder: Path, encoder: Encoder | None = None) -> dict[str, Any]:
    """Return the parts of a stored tagger by name.

    Raises:
        Repairable: where it was taught with another encoder than the one given.
    """
    told = json.loads((folder / WORDS).read_text(encoding="utf-8"))
    if told.get(KEY, {}) != identity(encoder):
        raise Repairable(PLACE, ["mit einem anderen Sprachmodell gelernt als dem, das params.yaml nennt"], AGAIN)
    with np.load(folder / NUMBERS) as store:
        numbers = {name: store[name] for name in store.files}
    pools = {name: Pool(tuple(names), numbers[f"pool/{name}"]) for name, names in told["pools"].items()}
    panels = {name: _panel(name, told["panels"][name], numbers, pools[name]) for name in PANELS}
    return {
        "reader": _reader(told, numbers, encoder),
        **panels,
        "first_pool": pools["first"],
        "field_pool": pools["fields"],
        "type_pool": pools["context_types"],
        "second": numbers["second"],
        "marker": Marker(
            tuple((kind, value) for kind, value in told["marks"]),
            numbers["marks/coefficients"].astype(np.float32),
            numbers["marks/usual"],
        ),
    }


def _reader(told: dict[str, Any], numbers: dict[str, Any], encoder: Encoder | None) -> Reader:
    from pipeline.shared.german.tagger.paths import LEXICON, VECTORS  # noqa: PLC0415

    analysers = Reader.analysers(LEXICON)
    views = {
        name: features.View(analysers[name], {word: at for at, word in enumerate(found)}, numbers[f"rarity/{name}"])
        for name, found in told["vocabularies"].items()
    }
    return Reader.of(views, LEXICON, VECTORS, encoder)


def _panel(name: str, told: dict[str, Any], numbers: dict[str, Any], pool: Pool) -> Panel:
    judges: dict[str, Expert] = {}
    for expert in told["experts"]:
        key = f"{name}/{expert}"
        if f"{key}/rows" in numbers:
            rows = numbers[f"{key}/rows"].astype(np.float32) / MEMORY_SCALE
            judges[expert] = experts.Memory(rows, numbers[f"{key}/labels"].astype(np.int32), len(told["classes"]))
        elif f"{key}/inner" in numbers:
            inner, outer = (numbers[f"{key}/{layer}"].astype(np.float32) for layer in ("inner", "outer"))
            judges[expert] = experts.Network(inner, outer)
        else:
            judges[expert] = experts.Linear(
                numbers[f"{key}/coefficients"].astype(np.float32), numbers[f"{key}/intercept"]
            )
    return Panel(tuple(told["classes"]), judges, pool)
