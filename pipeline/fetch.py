"""Fetches a language model once; the only command of this project that uses a network, and only where a person runs it.

    python -m pipeline.fetch MODEL [NAME]

MODEL is what sentence-transformers knows it by, or the folder of a model on this machine. It is laid into
data/models/encoders/NAME (without NAME: the last part of MODEL) with its checksum said; from then on `encoder: NAME` in
params.yaml uses it, offline.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from pipeline.shared import stage
from pipeline.shared.corpus import project_root
from pipeline.shared.errors import Repairable
from pipeline.shared.german import encoder

USAGE = "Aufruf: python -m pipeline.fetch MODELL [NAME]"
ONLINE = {"HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "0", "HF_HUB_DISABLE_TELEMETRY": "1"}
ADVICE = "Namen und Verbindung prüfen; ein Modell kann auch als Ordner mitgebracht werden."


def fetched(model: str, name: str, root: Path) -> str:
    """Lay the model into the project and return what to tell: name, folder, checksum, what to do next.

    Raises:
        Repairable: where the name is taken or unfit, the library is missing, or the model cannot be had.
    """
    place = f"{encoder.FOLDER}/{name}"
    if not name or name.startswith(".") or {"/", "\\"} & set(name):
        raise Repairable(encoder.FOLDER, ["NAME muss ein einfacher Ordnername sein"], USAGE)
    if (root / place).exists():
        raise Repairable(place, ["diesen Ordner gibt es schon"], "Anderen Namen wählen oder den Ordner löschen.")
    if Path(model).is_dir() and (faults := [*encoder.unfit(Path(model))]):
        raise Repairable("MODELL", faults, "Einen Ordner angeben, den sentence-transformers geschrieben hat.")
    os.environ.update(ONLINE)
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - the extra "embeddings"
    except ImportError:
        raise Repairable(encoder.FOLDER, [encoder.ABSENT], "Einmal installieren: docs/sprachmodelle.md") from None
    with tempfile.TemporaryDirectory(prefix=".", dir=root / encoder.FOLDER) as partial:
        try:
            found = SentenceTransformer(model, device="cpu", cache_folder=f"{partial}/cache", trust_remote_code=False)
        except Exception as error:  # noqa: BLE001 - no network, no such model, no room: the kind says which
            raise Repairable(place, [f"nicht zu bekommen ({type(error).__name__})"], ADVICE) from None
        found.save_pretrained(f"{partial}/model", create_model_card=False)
        if faults := [*encoder.unfit(Path(partial) / "model")]:
            raise Repairable(place, faults, "Ein anderes Modell wählen.")
        shutil.move(f"{partial}/model", root / place)
    told = encoder.checksum(root / place)
    return f'{model} liegt in {place}\nSHA-256 {told}\nBenutzen: in params.yaml `encoder: "{name}"`, dann `dvc repro`.'


def main(arguments: list[str]) -> int:
    """Return the exit status: 0, or 2 for what a person can repair."""
    if len(arguments) not in (1, 2):
        print(USAGE, file=sys.stderr)
        return stage.FAULT
    try:
        print(stage.plain(fetched(arguments[0], arguments[-1].rstrip("/").rsplit("/", 1)[-1], project_root())))
    except Repairable as fault:
        print(stage.plain(str(fault)), file=sys.stderr)
        return stage.FAULT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
