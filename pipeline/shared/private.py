"""Files that only their owner may read, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.shared.errors import discard

OWNER_FOLDER, OWNER_FILE = 0o700, 0o600


def create(place: Path, content: bytes) -> None:
    """Write a file that only its owner may read; where another process was quicker, its file stays."""
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_FILE)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def write_private(place: Path, content: bytes) -> None:
    """Write ``content`` whole or not at all, readable by its owner only, in a folder of the same kind."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
    place.parent.chmod(OWNER_FOLDER)
    partial = place.with_name(place.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        create(partial, content)
        partial.replace(place)
    except OSError:
        discard(partial)
        raise
