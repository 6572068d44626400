"""Faults in something that a person wrote: said in German, all at once, with place and remedy."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable

UNPACK_FAULTS = (  # what a broken, cut or locked ZIP container makes Python raise
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    KeyError,
)


class Repairable(Exception):  # noqa: N818 - it is not an error of the program, and is not called one
    """A fault in something a person wrote; shown without a traceback.

    ``place`` is a path relative to the project, ``faults`` say line or column and rule, never the words found
    there (they may be somebody's name), ``remedy`` says what to do.

    >>> print(Repairable("params.yaml", ["themes.seed fehlt"], "Ergänzen, dann `dvc repro`."))
    params.yaml:
      - themes.seed fehlt
      → Ergänzen, dann `dvc repro`.
    """

    def __init__(self, place: str, faults: Iterable[str], remedy: str = "Berichtigen, dann `dvc repro`.") -> None:
        """Keep the parts, so that several faults can be joined into one message."""
        self.place = place
        self.faults = tuple(faults)
        self.remedy = remedy
        lines = [f"{place}:", *(f"  - {fault}" for fault in self.faults), f"  → {remedy}"]
        super().__init__("\n".join(lines))


class TableFault(Repairable):
    """A table does not keep to its schema."""


class ParamsFault(Repairable):
    """A knob in params.yaml is missing, unknown or mistyped."""


class CodebookFault(Repairable):
    """The codebook cannot be read as a codebook."""
